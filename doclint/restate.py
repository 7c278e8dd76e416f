"""The same quantity stated again: statements compared with those that name the same thing elsewhere.

Two statements name the same thing as far as their words say so. How sure that must be depends on how much the
agreement of their digits proves, on how many others say the same, and on whether their neighbours are restated too: a
number is verified only where a changed digit of it would be accused.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from doclint.amounts import Key, agree, comparable, key, near, significant, slipped_digit, written
from doclint.implied import Implied
from doclint.likeness import NONE, SAME, Instances, Labels, label, likeness, shared
from doclint.model import Leaf, Quantity, Relation
from doclint.sensitive import Guarded
from doclint.symbols import Mention
from doclint.vocabulary import clash

MAX_WORDS = 4
MAX_AROUND = 24
"""How many words of a statement, and how many statements before and after it with each of them, are looked at."""
MAX_SAME = 8
MAX_APART = 4
CONSTANTS = frozenset((1, 2, 7, 10, 12, 24, 30, 60, 100, 365, 1000, 1024, 3600, 86400))
"""Numbers that stand in many computations for themselves."""
ENOUGH = 3
"""Likeness, witnesses and significant digits, added up, that let two statements be compared."""


class _Match(NamedTuple):
    """What other statements say of one: those most like it that agree, or that differ from it by one digit.

    `level` is their likeness; `known` the one before it that it restates, or contradicts; `witnesses` how many further
    lines say the same as `known`; `own` whether it is the other one that is accused.
    """

    level: int
    agrees: bool
    known: Mention
    witnesses: int


def restatements(
    mentions: Sequence[Mention], derived: Container[tuple[int, int]], checked: Guarded
) -> Iterator[Relation]:
    """One relation for every statement that says again what an earlier one said, or that differs from it by a slip.

    `derived` are places of numbers with a derivation of their own, from which an earlier one without follows;
     `checked` knows which inputs a relation guards.
    """
    keys = [key(m.quantity) for m in mentions]
    labels = Labels(mentions, keys)
    postings = _postings(mentions)
    instances = Instances(mentions, keys)
    matches: dict[int, _Match] = {}
    for at, mention in enumerate(mentions):
        if mention.aside or mention.operand or not keys[at][1] or label(mention) in labels.swept or not _named(mention):
            continue
        match = _match(at, mentions, keys, postings, instances, mention.words in labels.common)
        if match is not None:
            matches[at] = match
    groups = _groups(mentions, matches)
    implied = Implied(mentions)
    operands: dict[int, list[Mention]] = {}
    for mention in mentions:
        if mention.operand:
            operands.setdefault(mention.block, []).append(mention)
    faces: dict[object, list[int]] = {}
    for at, mention in enumerate(mentions):
        if mention.aside or not keys[at][1]:
            continue
        match = matches.get(at)
        relation = _decided(mention, match, groups, operands, derived) if match is not None else None
        if relation is not None and match is not None and not match.agrees and _fits(at, mention, implied, checked):
            relation = None
        if relation is None:
            relation = _item(at, mentions, postings, implied, checked) or _input(at, mentions, faces, checked)
        if relation is not None:
            yield relation
        if relation is not None and match is not None and match.agrees and mention.place in derived:
            known = match.known
            if known.place not in derived and not (known.operand or mention.operand) and label(known) in labels.single:
                yield _relation(known, mention)
        for face, _ in written(mention.quantity):
            faces.setdefault(face, []).append(at)


def _postings(mentions: Sequence[Mention]) -> dict[str, list[int]]:
    """The statements that have a word, in document order."""
    postings: dict[str, list[int]] = {}
    for at, mention in enumerate(mentions):
        if not mention.aside:
            for word in mention.words | mention.parent:
                postings.setdefault(word, []).append(at)
    return postings


def _named(mention: Mention) -> bool:
    """Whether a number says what it counts or measures: by its unit, its symbol or its place in a table or figure."""
    if mention.quantity.numeral.size == 1 and not mention.quantity.unit.dims:
        return False
    if mention.row >= 0:
        placed = len(mention.words) > 1 or (bool(mention.words) and significant(mention.quantity) > 1)
    else:
        placed = (mention.fenced and not mention.code) or (mention.headline and bool(mention.label))
        placed = placed and len(mention.words | mention.parent) > 1
    told = bool(mention.quantity.unit.text) or bool(mention.names) or placed
    return told and (significant(mention.quantity) > 1 or mention.headline)


def _around(at: int, mention: Mention, postings: dict[str, list[int]]) -> set[int]:
    """The statements that share a word with one, those of rare words and those nearest to it first."""
    found: set[int] = set()
    for one in sorted((postings[w] for w in mention.words if w in postings), key=len)[:MAX_WORDS]:
        middle = bisect_left(one, at)
        found.update(one[:8], one[max(0, middle - MAX_AROUND) : middle + MAX_AROUND])
    found.discard(at)
    return found


def _match(
    at: int,
    mentions: Sequence[Mention],
    keys: Sequence[Key],
    postings: dict[str, list[int]],
    instances: Instances,
    common: bool,
) -> _Match | None:
    """Those that are most like a statement, where they are of one mind and one stands before it.

    A `common` label is one of several things: what stands above must say which.
    """
    mention = mentions[at]
    same: list[tuple[tuple[int, int], int]] = []
    slipped: list[tuple[tuple[int, int], int]] = []
    said = 0
    alike_in_kind = False
    for other in sorted(_around(at, mention, postings)):
        known = mentions[other]
        if not comparable(mention.quantity, known.quantity) or not near(mention.quantity, known.quantity):
            continue
        if keys[at][1:] == keys[other][1:] and not known.operand:
            said = max(said, len(shared(mention, known)))
        like = likeness(mention, known) if other < at else likeness(known, mention)
        if common and not shared(mention, known) - (mention.words & known.words):
            continue
        if like[0] == NONE or (known.operand and significant(known.quantity) < 3):
            continue
        if instances.named(mention, known):
            like = (like[0] - 2, like[1])
        kin = mention.quantity.unit.dims == known.quantity.unit.dims
        if kin != alike_in_kind:
            if not kin:
                continue
            same, slipped, alike_in_kind = [], [], True
        if agree(mention.quantity, known.quantity):
            same.append((like, other))
        elif slipped_digit(known.quantity, mention.quantity):
            slipped.append((like, other))
    agrees = bool(same) and not (slipped and max(slipped)[0][0] > max(same)[0][0] + 1)
    if not agrees and not slipped:
        return None
    found = same if agrees else slipped
    top = max(found)[0]
    alike = [other for like, other in found if like == top]
    known = mentions[alike[0]]
    of_one_mind = [
        other for like, other in found if like[0] >= top[0] - 1 and agree(known.quantity, mentions[other].quantity)
    ]
    match = _Match(top[0], agrees, known, _witnesses(of_one_mind, mentions))
    if agrees:
        contested = significant(mention.quantity) < 2 and any(like >= top for like, _ in slipped)
        return match if not contested and alike[0] < at else None
    if not set(alike) <= set(of_one_mind) or instances.apart(mention.section, known.section) or said >= top[1]:
        return None
    return None if alike[0] > at and (match.witnesses < 2 or top[0] != SAME) else match


def _witnesses(alike: Sequence[int], mentions: Sequence[Mention]) -> int:
    """On how many further lines those that are alike stand."""
    return len({(mentions[other].block, mentions[other].line) for other in alike}) - 1


def _group(mention: Mention) -> tuple[object, ...]:
    """The column, list or figure in which a statement stands: its neighbours there are restated with it or not."""
    return (mention.siblings, mention.column) if mention.siblings else (mention.block,)


def _groups(mentions: Sequence[Mention], matches: dict[int, _Match]) -> Counter[tuple[object, ...]]:
    """How many lines of each column, list or figure agree with what they restate, less those that do not."""
    lines: dict[tuple[object, ...], dict[int, bool]] = {}
    for at, match in matches.items():
        mention = mentions[at]
        line = mention.row if mention.row >= 0 else mention.line + mention.block * 10**6
        lines.setdefault(_group(mention), {}).setdefault(line, match.agrees)
    return Counter({group: sum(1 if good else -1 for good in found.values()) for group, found in lines.items()})


def _decided(
    mention: Mention,
    match: _Match,
    groups: Counter[tuple[object, ...]],
    operands: dict[int, list[Mention]],
    derived: Container[tuple[int, int]],
) -> Relation | None:
    """The relation of a match that is sure enough to accuse."""
    used = _used(mention, match.known, operands)
    if not match.agrees and _used(mention, mention, operands):
        return None
    beside = groups[_group(mention)] + (-1 if match.agrees else 1)
    coherent = (beside >= 2) + (beside >= 4)
    digits = min(significant(mention.quantity), max(significant(match.known.quantity), 1), 3)
    if match.level + min(match.witnesses, 2) + coherent + 2 * used + digits - 1 < ENOUGH:
        return None
    if digits < 2 and not (match.witnesses or coherent or used):
        return None
    known = match.known
    if match.agrees or mention.place not in derived:
        return _relation(mention, known)
    return None if known.place in derived or known.operand else _relation(known, mention)


def _item(
    at: int, mentions: Sequence[Mention], postings: dict[str, list[int]], implied: Implied, checked: Guarded
) -> Relation | None:
    """A number for which another relation has just what an earlier statement of like words says."""
    mention = mentions[at]
    if not (implied.about(at) or checked.asks(mention.place)):
        return None
    fits = _fits(at, mention, implied, checked)
    for other in sorted(_around(at, mention, postings)):
        known = mentions[other]
        if other > at or known.siblings == mention.siblings or not near(mention.quantity, known.quantity):
            continue
        for _, quantity in written(known.quantity):
            if (
                comparable(mention.quantity, quantity)
                and quantity.unit.dims == mention.quantity.unit.dims
                and (agree(mention.quantity, quantity) if fits else slipped_digit(quantity, mention.quantity))
                and _kinship(mention, known) >= ENOUGH - 1
                and (
                    fits
                    or implied.holds(at, quantity)
                    or checked.fits(mention.place, _rescaled(quantity, mention.quantity))
                )
            ):
                return _relation(mention, known._replace(quantity=quantity))
    return None


def _in_unit(quantity: Quantity, like: Quantity) -> Quantity:
    """An amount that was read as a bare number, in the unit of the number that it is."""
    return quantity if quantity.unit.dims == like.unit.dims else quantity._replace(unit=like.unit)


def _used(mention: Mention, known: Mention, operands: dict[int, list[Mention]]) -> bool:
    """Whether a computation in the block of a statement takes in what another statement says."""
    return any(
        other.line > mention.line
        and comparable(other.quantity, known.quantity)
        and agree(other.quantity, known.quantity)
        for other in operands.get(mention.block, ())
    )


def _fits(at: int, mention: Mention, implied: Implied, checked: Guarded) -> bool:
    """Whether another relation has just this number."""
    return implied.holds(at, mention.quantity) or checked.fits(mention.place, mention.quantity.numeral.number)


def _rescaled(quantity: Quantity, like: Quantity) -> Fraction:
    """The magnitude of an amount in the unit of another."""
    return Fraction(quantity.numeral.number) * quantity.unit.factor / like.unit.factor


def _input(at: int, mentions: Sequence[Mention], faces: dict[object, list[int]], checked: Guarded) -> Relation | None:
    """An input of a relation that holds and that an earlier statement gave: changing it would break the relation."""
    mention = mentions[at]
    if not checked.takes(mention.place):
        return None
    trivial = mention.quantity.numeral.size in CONSTANTS
    for face, quantity in written(mention.quantity):
        for other in reversed(faces.get(face, ())[-MAX_SAME:]):
            known = mentions[other]
            if known.block == mention.block and known.line == mention.line:
                continue
            for _, same in (pair for pair in written(known.quantity) if pair[0] == face):
                if (
                    agree(quantity, same)
                    and _kinship(mention, known) >= ENOUGH - 1 + trivial
                    and checked.guards(mention.place)
                ):
                    return _relation(mention, known._replace(quantity=_in_unit(same, mention.quantity)))
    return None


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
        + (not constant and 0 <= mention.block - known.block < MAX_APART)
    )


def _relation(mention: Mention, known: Mention) -> Relation:
    return Relation(
        "restatement", mention.quantity, Leaf(known.quantity), "=", mention.subject, True, origin="inferred"
    )
