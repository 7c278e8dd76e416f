"""What else speaks for a number: relations that another one would break, and earlier statements that fit them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from doclint.amounts import agree, comparable, near, significant, slipped_digit, written
from doclint.model import Quantity
from doclint.restate.implied import Implied
from doclint.restate.likeness import shared
from doclint.restate.matches import Matcher
from doclint.restate.sensitive import Guarded
from doclint.symbols import Mention
from doclint.vocabulary import REVISED, clash

MAX_SAME = 8
MAX_APART = 4
KIN = 2
"""What must speak for two equal numbers being one quantity."""
LARGE = 10**4
"""From where on a number that a label or a result states is seldom another quantity's too."""
VAST = 10**8
"""From where on equal numbers are hardly two quantities of one document."""
CONSTANTS = frozenset((1, 2, 7, 10, 12, 24, 30, 60, 100, 365, 1000, 1024, 3600, 86400))
"""Numbers that stand in many computations for themselves."""


class Witnesses:
    """The relations of a document that know a number, and the earlier statements that say the same as they."""

    def __init__(self, mentions: Sequence[Mention], guarded: Guarded) -> None:
        self._mentions = mentions
        self._guarded = guarded
        self._implied = Implied(mentions)
        self._written: dict[object, list[int]] = {}
        self._operands: dict[int, list[Mention]] = {}
        for mention in mentions:
            if mention.operand:
                self._operands.setdefault(mention.block, []).append(mention)

    def passed(self, at: int) -> None:
        """Takes a statement in as one of those before."""
        if not self._guarded.any:
            return
        for face, _ in written(self._mentions[at].quantity):
            self._written.setdefault(face, []).append(at)

    def used(self, mention: Mention, known: Mention) -> bool:
        """Whether a computation below a statement, in its block, takes in what another statement says."""
        return any(
            other.line > mention.line
            and comparable(other.quantity, known.quantity)
            and agree(other.quantity, known.quantity)
            for other in self._operands.get(mention.block, ())
        )

    def fit(self, at: int) -> bool:
        """Whether a total or an inferred relation has just this number."""
        mention = self._mentions[at]
        return self._implied.holds(at, mention.quantity) or self._guarded.fits(
            mention.place, mention.quantity.numeral.number
        )

    def wanted(self, at: int, matcher: Matcher) -> Mention | None:
        """An earlier statement of like words that says what a total, or an inferred relation, has for this number."""
        mention = self._mentions[at]
        if not (self._implied.about(at) or self._guarded.asks(mention.place)):
            return None
        fit = self.fit(at)
        for other in matcher.around(at):
            known = self._mentions[other]
            if other > at or known.siblings == mention.siblings or not near(mention.quantity, known.quantity):
                continue
            if matcher.of_another(mention, known) or matcher.of_another(known, mention):
                continue
            for _, quantity in written(known.quantity):
                if not comparable(mention.quantity, quantity) or quantity.unit.dims != mention.quantity.unit.dims:
                    continue
                if not (agree(mention.quantity, quantity) if fit else slipped_digit(quantity, mention.quantity)):
                    continue
                if not fit and mention.scope - REVISED != known.scope - REVISED:
                    continue
                if _kinship(mention, known) >= KIN and (fit or self._has(at, quantity)):
                    return known._replace(quantity=quantity)
        return None

    def _has(self, at: int, quantity: Quantity) -> bool:
        """Whether a total, or an inferred relation, has an amount in place of the one that is stated."""
        mention = self._mentions[at]
        number = Fraction(quantity.numeral.number) * quantity.unit.factor / mention.quantity.unit.factor
        return self._implied.holds(at, quantity) or self._guarded.fits(mention.place, number)

    def source(self, at: int) -> Mention | None:
        """The earlier statement that gave an input of a relation which holds, and would not with another input."""
        mention = self._mentions[at]
        if not self._guarded.takes(mention.place):
            return None
        least = KIN + (mention.quantity.numeral.size in CONSTANTS) - (mention.quantity.numeral.size >= VAST)
        for face, quantity in written(mention.quantity):
            if quantity.numeral.number != mention.quantity.numeral.number:
                continue  # a number before B that is taken for billions
            for other in reversed(self._written.get(face, ())[-MAX_SAME:]):
                known = self._mentions[other]
                if (known.block, known.line) == (mention.block, mention.line) or _kinship(mention, known) < least:
                    continue
                if (known.quantity.unit.text == "%") != (mention.quantity.unit.text == "%"):
                    continue
                if self._guarded.refuted(known.place):
                    continue
                for _, same in (pair for pair in written(known.quantity) if pair[0] == face):
                    if agree(quantity, same) and self._guarded.guards(mention.place):
                        return known._replace(quantity=_in_unit(same, mention.quantity))
        return None


def _in_unit(quantity: Quantity, like: Quantity) -> Quantity:
    """An amount that was read as a bare number, in the unit of the number that it is."""
    return quantity if quantity.unit.dims == like.unit.dims else quantity._replace(unit=like.unit)


def _kinship(mention: Mention, known: Mention) -> int:
    """How much speaks for two equal numbers being one quantity: digits, common words, a common noun, their places."""
    if known.aside or clash(mention.words | mention.parent, known.words | known.parent):
        return 0
    common = shared(mention, known)
    noun = mention.quantity.unit.text
    constant = not noun and mention.quantity.numeral.size in CONSTANTS
    return (
        min(significant(mention.quantity), 3)
        - 1
        + 2 * bool(common)
        + (len(common) > 1 or bool(mention.context & known.words))
        + (bool(noun) and noun == known.quantity.unit.text)
        + (not constant and mention.section == known.section)
        + (mention.quantity.numeral.size >= LARGE and (known.headline or known.result))
        + (not constant and 0 <= mention.block - known.block < MAX_APART)
    )
