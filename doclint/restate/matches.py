"""The statements that are most like a number and say the same, or the same but for one digit."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from doclint.amounts import Key, agree, comparable, near, significant, slipped_digit
from doclint.bind.headings import set_apart
from doclint.restate.likeness import NONE, SAME, Instances, Labels, differs, label, likeness, shared
from doclint.symbols import Mention

MAX_WORDS = 4
MAX_AROUND = 24
"""How many words of a statement, and how many statements before and after it with each of them, are looked at."""
FIRST = 8

Found = list[tuple[tuple[int, int], int]]
"""Statements by their index, each with its likeness and the words that it shares."""


class Match(NamedTuple):
    """What other statements say of one: those most like it agree, or differ from it by one digit.

    `level` is their likeness; `known` the first of them, which it restates or contradicts; `witnesses` how many further
    lines say the same as `known`.
    """

    level: int
    agrees: bool
    known: Mention
    witnesses: int


class Matcher:
    """The statements of a document by their words."""

    def __init__(self, mentions: Sequence[Mention], keys: Sequence[Key]) -> None:
        self.labels = Labels(mentions, keys)
        self._mentions = mentions
        self._keys = keys
        self._instances = Instances(mentions, keys)
        self._compared = _compared(mentions)
        self._postings: dict[str, list[int]] = {}
        for at, mention in enumerate(mentions):
            if not mention.aside:
                for word in mention.words | mention.parent:
                    self._postings.setdefault(word, []).append(at)

    def around(self, at: int) -> list[int]:
        """The statements that share one of the rarest words with one: the first of the document, and those nearest."""
        lists = [self._postings[w] for w in self._mentions[at].words if w in self._postings]
        found: set[int] = set()
        for one in sorted(lists, key=len)[:MAX_WORDS]:
            middle = bisect_left(one, at)
            found.update(one[:FIRST], one[max(0, middle - MAX_AROUND) : middle + MAX_AROUND])
        found.discard(at)
        return sorted(found)

    def match(self, at: int) -> Match | None:
        """Those that are most like a statement, where they are of one mind and one stands before it."""
        mention = self._mentions[at]
        if mention.aside or mention.operand or label(mention) in self.labels.swept or not _named(mention):
            return None
        if mention.elsewhere:
            return None
        if mention.row > 0 and (mention.labelled or mention.column == 0):
            return None  # a row of its own case
        same, slipped, said = self._alike(at)
        agrees = bool(same) and not (slipped and max(slipped)[0][0] > max(same)[0][0] + 1)
        if not agrees and not slipped:
            return None
        found = same if agrees else slipped
        top = max(found)[0]
        alike = [other for like, other in found if like == top]
        if agrees:  # what could not contradict a number does not verify it either
            alike = [other for other in alike if not differs(mention, self._mentions[other])]
        if not alike or self._instances.apart(mention, self._mentions[alike[0]]):
            return None
        known = self._mentions[alike[0]]
        one_mind = [
            other
            for like, other in found
            if like[0] >= top[0] - 1
            and agree(known.quantity, self._mentions[other].quantity)
            and known.words & self._mentions[other].words
        ]
        match = Match(top[0], agrees, known, self._lines(one_mind) - 1)
        if agrees:
            contested = significant(mention.quantity) < 2 and any(like >= top for like, _ in slipped)
            return match if not contested and alike[0] < at else None
        if not set(alike) <= set(one_mind) or said >= top[1]:
            return None
        return None if alike[0] > at and (match.witnesses < 2 or top[0] != SAME) else match

    def _alike(self, at: int) -> tuple[Found, Found, int]:
        """Statements like one that say the same, that differ in a digit, and by how many words any says the same.

        A label that many things have is one of several: what stands above must say which. A bare number is compared
        with measured ones only where there are no bare ones.
        """
        mention, keys = self._mentions[at], self._keys
        common = mention.words in self.labels.common
        same: Found = []
        slipped: Found = []
        said, kin = 0, False
        for other in self.around(at):
            known = self._mentions[other]
            if not comparable(mention.quantity, known.quantity) or not near(mention.quantity, known.quantity):
                continue
            if self.of_another(mention, known) or self.of_another(known, mention):
                continue
            words = shared(mention, known)
            if keys[at][1:] == keys[other][1:] and not known.operand:
                said = max(said, len(words))
            if set_apart(mention, known):
                continue
            level = likeness(mention, known) if other < at else likeness(known, mention)
            if level == NONE or (common and not words - (mention.words & known.words)):
                continue
            if known.operand and significant(known.quantity) < 3:
                continue
            if self._instances.named(mention, known):
                level -= 2
            if (mention.quantity.unit.dims == known.quantity.unit.dims) != kin:
                if kin:
                    continue
                same, slipped, kin = [], [], True
            if agree(mention.quantity, known.quantity):
                same.append(((level, len(words)), other))
            elif known.elsewhere or differs(mention, known) or _extends(mention, known):
                continue
            elif slipped_digit(known.quantity, mention.quantity):
                slipped.append(((level, len(words)), other))
        return same, slipped, said

    def of_another(self, mention: Mention, other: Mention) -> bool:
        """Whether a statement is of one of several things that a table compares, and another is not known to be."""
        return mention.place in self._compared and not mention.header <= other.words | other.context

    def _lines(self, alike: Sequence[int]) -> int:
        """On how many lines those that are alike stand."""
        return len({(self._mentions[other].block, self._mentions[other].line) for other in alike})


def _compared(mentions: Sequence[Mention]) -> set[tuple[int, int]]:
    """The places of numbers beside others of their unit in one row of a table."""
    rows: dict[tuple[object, ...], list[Mention]] = {}
    for mention in mentions:
        if mention.siblings and mention.row >= 0 and mention.column > 0 and mention.header:
            unit = mention.quantity.unit
            rows.setdefault((mention.siblings, mention.row, unit.dims, unit.nouns), []).append(mention)
    return {m.place for row in rows.values() if len({m.column for m in row}) > 1 for m in row}


def _extends(a: Mention, b: Mention) -> bool:
    """Whether two labels of one section are one and the same but for words that one has more: two quantities."""
    if a.section != b.section or not (a.headline and b.headline and a.label and b.label):
        return False
    return a.label < b.label or b.label < a.label


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
