"""The same quantity stated again: statements compared with those that name the same thing elsewhere.

Two statements name the same thing as far as their words say so. How sure that must be depends on how much the
agreement of their digits proves, on how many others say the same, and on whether their neighbours are restated too: a
number is verified only where a changed digit of it would be accused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence

from doclint.amounts import key, significant
from doclint.model import SIZE, Leaf, Relation
from doclint.restate.degrees import restated
from doclint.restate.families import families
from doclint.restate.likeness import LARGE, SAME, label
from doclint.restate.matches import Match, Matcher
from doclint.restate.sensitive import Guarded
from doclint.restate.unchanged import unchanged
from doclint.restate.witnesses import Witnesses
from doclint.symbols import Mention

__all__ = ["Guarded", "families", "restated", "restatements", "unchanged"]

ENOUGH = 3
"""Likeness, witnesses and significant digits, added up, that let two statements be compared."""


def restatements(
    mentions: Sequence[Mention], derived: Container[tuple[int, int]], guarded: Guarded
) -> Iterator[Relation]:
    """One relation for every statement that says again what an earlier one said, or that differs from it by a slip.

    `derived` are places of numbers with a derivation of their own, from which an earlier one without follows; `guarded`
    knows which numbers other relations take in.
    """
    keys = [key(m.quantity) for m in mentions]
    stated = [at for at, m in enumerate(mentions) if not m.aside and keys[at][1]]
    matcher = Matcher(mentions, keys)
    matches = {at: match for at in stated if (match := matcher.match(at)) is not None}
    groups = _groups(mentions, matches)
    witnesses = Witnesses(mentions, guarded)
    agreeing = [(mentions[at], match.known.place) for at, match in matches.items() if match.agrees]
    taken = {(where(m), known) for m, known in agreeing for where in (_row, _group)}
    for at in stated:
        mention, match = mentions[at], matches.get(at)
        relation = None
        if match is not None and not match.agrees:
            match = None if any((where(mention), match.known.place) in taken for where in (_row, _group)) else match
        if match is not None and (match.agrees or not witnesses.fit(at)):
            relation = _decided(mention, match, groups[_group(mention)], witnesses, derived)
        if relation is None:
            known = witnesses.wanted(at, matcher) or witnesses.source(at)
            relation = _again(mention, known) if known is not None else None
        if relation is not None:
            yield relation
            if (
                match is not None
                and match.agrees
                and mention.place in derived
                and _follows(match.known, matcher, derived)
            ):
                yield _again(match.known, mention)
        witnesses.passed(at)


def _follows(known: Mention, matcher: Matcher, derived: Container[tuple[int, int]]) -> bool:
    """Whether a statement without a derivation of its own follows from a later one that has one."""
    return known.place not in derived and not known.operand and label(known) in matcher.labels.single


def _row(mention: Mention) -> tuple[object, ...]:
    """The line in which a statement stands: of two numbers in it, one says again what an earlier statement says."""
    return (mention.siblings, mention.row) if mention.row >= 0 else (mention.block, mention.line)


def _group(mention: Mention) -> tuple[object, ...]:
    """The column, list or figure in which a statement stands: its neighbours there are restated with it or not."""
    return (mention.siblings, mention.column) if mention.siblings else (mention.block,)


def _groups(mentions: Sequence[Mention], matches: Mapping[int, Match]) -> Counter[tuple[object, ...]]:
    """How many lines of each column, list or figure agree with what they restate, less those that do not."""
    lines: dict[tuple[object, ...], dict[tuple[int, int], bool]] = {}
    for at, match in matches.items():
        mention = mentions[at]
        line = (-1, mention.row) if mention.row >= 0 else (mention.block, mention.line)
        lines.setdefault(_group(mention), {}).setdefault(line, match.agrees)
    return Counter({group: sum(1 if good else -1 for good in found.values()) for group, found in lines.items()})


def _decided(
    mention: Mention, match: Match, beside: int, witnesses: Witnesses, derived: Container[tuple[int, int]]
) -> Relation | None:
    """The relation of a match that is sure enough to accuse; `beside` are the lines of its group that agree."""
    known = match.known
    if not match.agrees and witnesses.used(mention, mention):
        return None
    others = beside - 1 if match.agrees else beside + 1
    coherent = (others >= 2) + (others >= 4)
    used = witnesses.used(mention, known)
    large = mention.quantity.numeral.size >= LARGE
    digits = min(significant(mention.quantity) + large, max(significant(known.quantity), 1) + large, 3)
    # Sizes of fields: with one digit and no prefix, many of them are equal by chance.
    field = mention.quantity.unit.dims == SIZE and mention.quantity.unit.prefix == 0
    coherent *= match.level == SAME or not field
    if digits < 2 and not (match.witnesses or used or coherent):
        return None
    if match.level + min(match.witnesses, 2) + coherent + 2 * used + digits - 1 < ENOUGH:
        return None
    if match.agrees or mention.place not in derived:
        return _again(mention, known)
    return None if known.place in derived or known.operand else _again(known, mention)


def _again(mention: Mention, known: Mention) -> Relation:
    return Relation(
        "restatement", mention.quantity, Leaf(known.quantity), "=", mention.subject, True, origin="inferred"
    )
