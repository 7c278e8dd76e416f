"""Ranges that divide a whole into equal parts: "layers 0-7" and "layers 8-15" of 16, "GPU 0, …, GPU 15" of 16.

The ranges of one section must cover the stated whole without gap; a range is accused when it alone breaks the cover.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from doclint import units
from doclint.model import BARE, Apply, Block, Expr, Extract, Leaf, Numeral, Quantity, Relation, Statement
from doclint.slips import one_digit

MAX_RANGES = 64
MAX_WHOLES = 16
MAX_PARTS = 64
MAX_GROUP = 1000
MAX_JOINED = 16
NEAR = 2
_RANGE = re.compile(r"(?<![\d.:/$-])(\d{1,6})(?:[-–]|\.{2,3}|…)(\d{1,6})(?![\w%:/]|[.–-]\d)")
_SPELLED = re.compile(r"(?<![\d.:/$-])(\d{1,6})((?:,\s{0,3}\d{1,6}){1,6}),\s{0,3}(?:\.{3}|…),?\s{0,3}(\d{1,6})(?!\d)")
_NOUN = re.compile(r"([A-Za-z]{2,20})[:*\s#`]{0,5}$")
_INDEXED = re.compile(r"[^\w\n]{0,12}([A-Za-z]{2,20})[ #-]?(\d{1,5})\b")
_ELLIPSIS = re.compile(r"[\s│├└─|>*-]*(?:\.{3}|…|⋮|⋯)\s*")


class Range(NamedTuple):
    """low to high, with the block and the offsets of both numbers; `joined` are the ranges that a comma adds to it."""

    low: int
    high: int
    block: int
    start: int
    at: int
    end: int
    noun: str
    joined: tuple[tuple[int, int], ...] = ()


Key = tuple[tuple[str, ...], str]


def tiles(blocks: Sequence[Block], extracts: Sequence[Extract]) -> Extract:
    """Every last index of a range that divides a whole, as a claim; statements for those in code."""
    groups: dict[Key, list[Range]] = {}
    for number, block in enumerate(blocks):
        if not block.quoted:
            for one in ranges(block, number):
                groups.setdefault((block.headings, one.noun), []).append(one)
    rows = [(block, row) for block in blocks if not block.quoted for row in _enumerated(block)]
    if not rows and all(len(group) < 2 for group in groups.values()):
        return Extract()
    ends = {
        blocks[one.block].place(at, at + 1).start for g in groups.values() for one in g for at in (one.start, one.at)
    }
    wholes = _wholes(blocks, extracts, ends)
    claims = _Claims(extracts)
    for (headings, noun), group in groups.items():
        stated = wholes.get(((), noun) if noun else (headings, ""), [])
        for one, whole, parts in _divided(group, stated):
            block = blocks[one.block]
            low = Quantity(Numeral(str(one.low), one.low, 1), BARE, *block.place(one.start, one.at - 1))
            size = Apply("/", (Leaf(whole), Leaf(_plain(parts))))
            expr: Expr = Apply("-", (Apply("+", (Leaf(low), size)), Leaf(_plain(1))))
            claims.add(block, one.at, one.end, f"{noun or 'range'} {one.low} to", expr)
    for block, (noun, first, last, start, end) in rows:
        found = _ending(wholes.get(((), noun), []), first, last)
        if found is not None:
            expr = Leaf(found) if first else Apply("-", (Leaf(found), Leaf(_plain(1))))
            claims.add(block, start, end, noun, expr)
    return Extract(tuple(claims.statements), tuple(claims.relations))


class _Claims:
    """The relations about last indices, and statements for those that nothing else reads."""

    def __init__(self, extracts: Sequence[Extract]) -> None:
        self.known = {s.quantity.start: s.quantity for found in extracts for s in found.statements}
        self.statements: list[Statement] = []
        self.relations: list[Relation] = []

    def add(self, block: Block, start: int, end: int, subject: str, expr: Expr) -> None:
        """The number at block.text[start:end] as a claim."""
        place, number = block.place(start, end), int(block.text[start:end])
        claim = self.known.get(place.start)
        if claim is None or claim.numeral.number != number:
            claim = Quantity(Numeral(block.text[start:end], number, 1), BARE, place.start, place.end)
            self.statements.append(Statement(subject, claim))
        self.relations.append(Relation("count", claim, expr, "=", subject, estimate=True))


def _plain(number: int) -> Quantity:
    return Quantity(Numeral(str(number), number, 1), BARE, -1, -1)


def _wholes(blocks: Sequence[Block], extracts: Sequence[Extract], ends: Container[int]) -> dict[Key, list[Quantity]]:
    """The counts of the document by their noun, and all counts of a section; at most so many."""
    found: dict[Key, list[Quantity]] = {}
    for block, extract in zip(blocks, extracts, strict=True):
        for subject, quantity in extract.statements:
            number, unit = quantity.numeral, quantity.unit
            if (
                not number.exact
                or number.hedge
                or unit.dims
                or quantity.start in ends
                or not 2 <= number.number < 10**6
            ):
                continue
            if len(unit.nouns) == 1 and unit.nouns[0][1] == 1:
                _first_total(found.setdefault(((), unit.nouns[0][0]), []), quantity, subject)
                _first_total(found.setdefault((block.headings, ""), []), quantity, subject)
            elif not unit.text and (word := _NOUN.search(subject[-40:])):
                _first_total(found.setdefault(((), units.fold(word[1])), []), quantity, subject)
    return found


def _first_total(found: list[Quantity], quantity: Quantity, subject: str) -> None:
    """Notes one quantity of each number."""
    if len(found) < MAX_WHOLES and all(q.numeral.number != quantity.numeral.number for q in found):
        found.append(quantity._replace(label="total" if "total" in subject.lower() else ""))


def ranges(block: Block, number: int) -> Iterator[Range]:
    """The ranges of a block with the noun before them; those that a comma joins stand for one."""
    text, last = block.text, None
    found = sorted((*_RANGE.finditer(text), *_SPELLED.finditer(text)), key=lambda m: m.start())
    run: list[Range] = []
    for match in found:
        low, high = int(match[1]), int(match[match.re.groups])
        if match.re is _SPELLED and not _counts_up(match):
            continue
        joined = last is not None and text[last : match.start()].strip() in (",", "and", ", and")
        noun = _NOUN.search(text[max(0, match.start() - 30) : match.start()])
        if not joined:
            yield from _composite(run)
            run = []
        name = units.fold(noun[1]) if noun and not joined else ""
        run.append(Range(low, high, number, match.start(1), match.start(match.re.groups), match.end(), name))
        last = match.end()
    yield from _composite(run)


def _composite(run: list[Range]) -> Iterator[Range]:
    """Joined ranges under the noun of the first; a range alone counts only with a noun."""
    together = tuple((r.low, r.high) for r in run[:MAX_JOINED])
    if 1 < len(run) <= MAX_JOINED or (len(run) == 1 and run[0].noun):
        for one in run:
            yield one._replace(noun=run[0].noun, joined=together)


def _counts_up(match: re.Match[str]) -> bool:
    """Whether the numbers before an ellipsis follow one another."""
    numbers = [int(n) for n in f"{match[1]}{match[2]}".split(",")]
    return all(b == a + 1 for a, b in pairwise(numbers))


def _divided(group: Sequence[Range], wholes: Sequence[Quantity]) -> Iterator[tuple[Range, Quantity, int]]:
    """The ranges with the whole and the number of parts; some may break what the others show."""
    if len(group) > MAX_GROUP:
        return
    distinct = {(r.low, r.high) for r in group}
    base = min(low for low, _ in distinct)
    if not 2 <= len(distinct) <= MAX_RANGES or base > 1:
        return
    widths = {high - low + 1 for low, high in distinct if high > low}
    broken: list[tuple[Quantity, int]] = []
    for whole in wholes:
        number = _whole(whole)
        for width in widths:
            parts = number // width
            if number % width or not 2 <= parts <= MAX_PARTS:
                continue
            tiles = {base + i * width: base + (i + 1) * width - 1 for i in range(parts)}
            odd = {r for r in distinct if tiles.get(r[0]) != r[1]}
            if not odd and len(distinct) == parts:
                yield from ((one, whole, parts) for one in group)
                return
            if odd and _breaks(odd, group, distinct - odd, tiles):
                broken.append((whole, parts))
    if len(broken) == 1:
        yield from ((one, *broken[0]) for one in group)


def _breaks(
    odd: set[tuple[int, int]], group: Sequence[Range], exact: set[tuple[int, int]], tiles: Mapping[int, int]
) -> bool:
    """Whether only last indices keep the ranges from covering the whole: one part's, or those of lists seen right."""
    missing = tiles.keys() - {low for low, _ in exact}
    if not exact or len(missing) > 1 or any(low not in tiles for low, _ in odd):
        return False
    lists = {r.joined for r in group}
    repeated = {r for r in odd if r[0] not in missing}
    mended = {tuple((low, tiles.get(low, high)) for low, high in one) for one in lists if repeated & set(one)}
    alone = any(len(one) == 1 and repeated & set(one) for one in lists)
    return missing <= {low for low, _ in odd} and len(odd - repeated) <= 1 and not alone and mended <= lists


def _whole(quantity: Quantity) -> int:
    return int(quantity.numeral.number)


def _enumerated(block: Block) -> Iterator[tuple[str, int, int, int, int]]:
    """`GPU 0: …`, an ellipsis, `GPU 15: …` on lines of their own: the noun, both indices and the place of the last."""
    if block.kind != "fence":
        return
    noun, first, start, gap = "", 0, 0, False
    for line in block.text.split("\n"):
        found = _INDEXED.match(line)
        if found is None:
            gap = bool(noun and _ELLIPSIS.fullmatch(line))
            noun = noun if gap else ""
        elif found[1] == noun and gap:
            yield units.fold(noun), first, int(found[2]), start + found.start(2), start + found.end(2)
            noun, gap = "", False
        elif found[1] != noun:
            noun, first, gap = found[1], int(found[2]), False
            noun = noun if first <= 1 else ""
        start += len(line) + 1


def _ending(wholes: Sequence[Quantity], first: int, last: int) -> Quantity | None:
    """The whole whose last index this is, else the only one near it."""
    right = next((q for q in wholes if _whole(q) + first - 1 == last), None)
    if right is not None:
        return right
    totals = [q for q in wholes if q.label == "total"] or list(wholes)
    index = _plain(last)
    near = [q for q in totals if abs(_whole(q) + first - 1 - last) <= NEAR or one_digit(_whole(q) + first - 1, index)]
    return near[0] if len(near) == 1 else None
