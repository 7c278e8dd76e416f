"""Degrees of parallelism as documents state them: `TP=4`, `TP4`, "4-way tensor parallelism", "(PP) = 4"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from doclint import scenarios
from doclint.extract import PLAIN
from doclint.extract.numerals import read_numeral
from doclint.model import BARE, Block, Extract, Quantity, Statement
from doclint.symbols import Mention
from doclint.vocabulary import REVISED, words

_LONG = {"tensor": "TP", "pipeline": "PP", "data": "DP", "expert": "EP", "sequence": "SP", "context": "CP"}
_SHORT = r"[TPDESC]P"
_NAME = (
    rf"(?:(?<![A-Za-z])(?P<short>{_SHORT})(?![A-Za-z])|"
    rf"(?i:\b(?P<long>{'|'.join(_LONG)})[ -]parallel(?:ism)?)(?: \({_SHORT}\))?)"
)
_CODE = re.compile(
    rf"\b(?:(?P<long>{'|'.join(_LONG)})(?:[-_]model)?[-_]parallel|(?P<short>[tpdesc]p))[-_](?:world[-_])?(?:size|degree)\b"
    r"[\"']?(?: ?[=:] ?| )(?P<number>\d{1,4})\b(?![.%])"
)
_STATED = (
    re.compile(rf"(?<![A-Za-z0-9_.])(?P<short>{_SHORT})(?P<number>\d{{1,4}})(?![\w%]|\.\d|/(?!{_SHORT}))"),
    re.compile(
        rf"{_NAME}(?:,? (?:[Ss]ize|[Dd]egree))?\)?(?:: ?| ?= ?|\()~?(?P<number>\d{{1,4}})(?:[- ]way\b)?"
        r"(?![\w%/]|[.,]\d| ?(?:[×x*+/÷]) ?\d|(?:-| )[A-Za-z])"
    ),
    re.compile(rf"(?<![\w.,])(?P<number>\d{{1,4}})[- ]way {_NAME}"),
    re.compile(rf"(?<![\w.,×])(?P<number>\d{{1,4}}) \((?P<short>{_SHORT})\)"),
    re.compile(r"(?<![\w.,])(?P<number>\d{1,4})-stage (?P<long>pipeline)\b"),
)
_MEANT = (
    re.compile(rf"(?<![\w.,×])(?P<number>\d{{1,4}}) (?P<short>{_SHORT}) (?:GPUs?|ranks?)\b"),
    re.compile(r"\b(?P<short>TP) [Gg]roups? (?:\(|of (?:size )?)(?P<number>\d{1,4})(?: GPUs\b|(?=\)))"),
)
_LOOSE = (
    re.compile(
        rf"(?i:\b(?P<long>{'|'.join(_LONG)}) (?:parallel )?(?:groups?|splits?|stages?|modules?|shards?|ranks?)): "
        r"(?P<number>\d{1,4})(?![\w%/]|[.,]\d)"
    ),
    re.compile(
        rf"(?<![A-Za-z])(?P<short>{_SHORT}) (?:groups?|splits?|stages?|modules?|shards?|ranks?): "
        r"(?P<number>\d{1,4})(?![\w%/]|[.,]\d)"
    ),
)
_ANY = re.compile(rf"{_SHORT}|[Pp]aralle|-stage|[tpdesc]p_|(?i:groups?|splits?|stages?|modules?|shards?|ranks?): ")
_CASE = re.compile(r"\W*(?:For|Suppose|Consider|Assume|Take|Say)\b.*:\W*")
"""A line that sets a case for what follows it."""
MAX_DEGREES = 2000
MAX_LINE = 400


class Degree(NamedTuple):
    """One statement of a degree: its axis (TP), where it stands, and its scenario.

    `line` is the block and the line in it, `group` the list or figure. `loose` is 0 for a plain statement, 1 for one
    that means the degree, 2 for a count of groups, which may be others.
    """

    axis: str
    quantity: Quantity
    line: tuple[int, int]
    group: tuple[int, ...]
    scope: frozenset[str]
    loose: int

    @property
    def value(self) -> object:
        return self.quantity.numeral.number


def degrees(blocks: Sequence[Block], placed: Sequence[Extract]) -> list[Degree]:
    """The degrees that a document states, in document order; `placed` extracts are in the source."""
    found: list[Degree] = []
    several = len({b.headings[0] for b in blocks if b.headings}) > 1
    for at, block in enumerate(blocks):
        if block.quoted or block.kind in ("cell", "math") or any(m.kind == "strike" for m in block.marks):
            continue
        if not _ANY.search(block.text) or any(scenarios.ELSEWHERE.search(h) for h in block.headings):
            continue
        if len(found) > MAX_DEGREES:
            break
        own = {s.quantity.start: s.quantity for s in placed[at].statements}
        under = scenarios.above((), "", "", block.headings).scope
        if several and block.headings:
            under |= scenarios.scenarios(block.headings[0])
        group = block.container[:-1] if block.kind == "item" else (-1, at)
        begin = 0
        for number, line in enumerate(block.text.split("\n")):
            if len(line) <= MAX_LINE and not scenarios.ELSEWHERE.search(line) and not _CASE.fullmatch(line):
                scope = (under | scenarios.scenarios(line)) - REVISED
                for axis, start, end, loose in _in_line(line, block):
                    place = block.place(begin + start, begin + end)
                    quantity = own.get(place.start)
                    numeral = read_numeral(line[start:end], line[start:end], 1, 0, "")
                    if numeral is not None:
                        stop = place.end if quantity is None else quantity.end
                        found.append(
                            Degree(axis, Quantity(numeral, BARE, place.start, stop), (at, number), group, scope, loose)
                        )
            begin += len(line) + 1
    return found


def _in_line(line: str, block: Block) -> Iterator[tuple[str, int, int, int]]:
    """Axis and place of each degree in a line, and how loosely it is stated."""
    program = block.kind in ("fence", "front_matter") and block.language not in PLAIN
    forms = ((_CODE,),) if program else ((*_STATED, _CODE), _MEANT, _LOOSE)
    seen: set[int] = set()
    for loose, patterns in enumerate(forms):
        for pattern in patterns:
            for match in pattern.finditer(line):
                start, end = match.span("number")
                if start in seen:
                    continue
                seen.add(start)
                named = match.groupdict()
                short = named.get("short")
                yield short.upper() if short else _LONG[named["long"].lower()], start, end, loose


def statements(degrees: Sequence[Degree], extracts: Sequence[Extract]) -> tuple[Statement, ...]:
    """The degrees that no extract states, as statements."""
    known = {s.quantity.start for found in extracts for s in found.statements}
    return tuple(Statement(d.axis, d.quantity) for d in degrees if d.quantity.start not in known)


def mentions(degrees: Sequence[Degree], blocks: Sequence[Block], placed: Sequence[Extract]) -> list[Mention]:
    """The plain degrees that no label states, in prose and headings, as statements of the section that they stand in.

    A degree in a heading is a statement of the section below it.
    """
    found: list[Mention] = []
    sections: list[int] = []
    section, headings = 0, tuple[str, ...]()
    for block in blocks:
        section += block.headings != headings
        headings = block.headings
        sections.append(section)
    known = {s.quantity.start for extract in placed for s in extract.statements}
    told: set[tuple[int, int]] = set()
    for degree in degrees:
        at = degree.line[0]
        heads = blocks[at].kind == "heading"
        first = degree.line not in told
        told.add(degree.line)
        if degree.loose or (degree.quantity.start in known and not heads and first):
            continue
        below = _below(blocks, at)
        own = words(degree.axis)
        found.append(
            Mention(
                quantity=degree.quantity,
                subject=degree.axis,
                words=own,
                context=frozenset().union(*(words(h) for h in below.headings[-3:])),
                scope=degree.scope,
                phrases=(degree.axis.lower(),),
                block=at,
                line=0,
                section=sections[at] + (heads and below is not blocks[at]),
                names=own,
                headline=True,
                label=own,
                labels=1,
                top=below.headings[0] if below.headings else "",
                chapter=below.headings[1] if len(below.headings) > 1 else "",
            )
        )
    return found


def _below(blocks: Sequence[Block], at: int) -> Block:
    """The first block under a heading; another block itself."""
    block = blocks[at]
    if block.kind != "heading" or at + 1 == len(blocks):
        return block
    return blocks[at + 1] if len(blocks[at + 1].headings) > len(block.headings) else block
