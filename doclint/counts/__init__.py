"""Counts against what they count: "three reasons:" and the list below, "Total: 6 regions" and the tree above."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from doclint.counts.announce import NUMBER_WORDS, NUMBERED, Announced, announced
from doclint.counts.listed import Listed, after, in_row
from doclint.counts.tiles import tiles
from doclint.link import PAST
from doclint.model import BARE, Block, Entry, Extract, Leaf, Numeral, Quantity, Relation, Source, Statement, Unit
from doclint.slips import other_digit
from doclint.totals.forest import forest, parents
from doclint.units import fold

NEAR = 2
MAX_COLONS = 40
MAX_LISTED = 60
_NAMED = re.compile(r"\W{0,4}(?:[Tt]he )?([A-Za-z]{2,20}) (?:no\.? ?)?(\w{1,8})\b")
_COLON = re.compile(r":(?=\s)")
_TOTAL = re.compile(r"(?i)^(?:grand |overall )?total(?: (?:number|count))?$")


def counts(source: Source, blocks: Sequence[Block], extracts: Sequence[Extract]) -> Extract:
    """Statements for counts in words, and every announced count with what is listed."""
    known = {s.quantity.start: s.quantity for found in extracts for s in found.statements}
    statements: list[Statement] = []
    relations: list[Relation] = []
    for block, one, listed in _pairs(source, blocks):
        start = block.place(one.start, one.end).start
        claim = known.get(start)
        if claim is None and one.number > 12:
            continue
        if claim is None:
            text = block.text[one.start : one.end]
            if text.isdigit():
                continue
            claim = Quantity(Numeral(text, one.number, 1), BARE, start, block.place(one.start, one.end).end)
            statements.append(Statement(one.noun, claim))
        if claim.numeral.number != one.number or claim.numeral.hedge not in ("", "<") or claim.unit.dims:
            continue
        exact = claim._replace(numeral=claim.numeral._replace(hedge=""))
        relations.extend(_relation(exact, listed, one.noun))
    for section in forest(blocks, extracts):
        for parent in parents(section):
            relations.extend(_totals([node.entry for node in parent.children]))
    divided = tiles(blocks, extracts)
    return Extract((*statements, *divided.statements), (*relations, *divided.relations))


def _relation(claim: Quantity, listed: Listed, subject: str) -> Iterator[Relation]:
    """The count as a claim; far from what is listed it counts something else."""
    number = Numeral(str(listed.number), listed.number, 1)
    if abs(int(claim.numeral.number) - listed.number) <= NEAR or other_digit(listed.number, claim):
        found = Leaf(Quantity(number, Unit(listed.noun), listed.start, listed.end))
        yield Relation("count", claim, found, "=", subject)


def _pairs(source: Source, blocks: Sequence[Block]) -> Iterator[tuple[Block, Announced, Listed]]:
    """Every announcement with the list that it announces."""
    for at, block in enumerate(blocks):
        if block.quoted or block.kind not in ("paragraph", "item", "heading") or not NUMBERED.search(block.text):
            continue
        if any(map(PAST.match, block.headings)):
            continue
        text = block.text.rstrip(" \t\n*_`")
        one = announced(text, len(text), block.kind == "heading")
        if one is not None and (one.pointed or text.endswith(":") or block.kind == "heading"):
            listed = after(source, blocks, at)
            if listed is not None and listed.number < one.number and _resumed(blocks, at, one):
                continue
            if listed is not None and listed.number < one.number <= listed.parts:
                continue
            if listed is not None and (listed.noun == "items listed" or one.pointed):
                yield block, one, listed
        for found in islice(_COLON.finditer(text), MAX_COLONS):
            one = announced(text, found.start())
            if one is not None and one.close and (listed := in_row(block, found.end())):
                yield block, one, listed


def _resumed(blocks: Sequence[Block], at: int, one: Announced) -> bool:
    """Whether the paragraph behind a list speaks of a member by the last number of those announced: `Step 4`."""
    for block in blocks[at + 1 : at + 1 + MAX_LISTED]:
        if block.kind == "heading":
            return False
        if block.kind == "paragraph" and len(block.container) <= len(blocks[at].container):
            named = _NAMED.match(block.text)
            return named is not None and fold(named[1]) == one.noun and named[2].lower() in _numbers(one.number)
    return False


def _numbers(number: int) -> tuple[str, ...]:
    """How a number is written in digits and in words."""
    return (str(number), *(word for word, size in NUMBER_WORDS.items() if size == number))


def _totals(run: Sequence[Entry]) -> Iterator[Relation]:
    """`Total: 6 regions` under lines that only name things."""
    last = run[-1]
    claim = last.quantity
    if claim is None or len(run) < 4 or not _TOTAL.match(last.label) or claim.numeral.hedge:
        return
    items = []
    for entry in reversed(run[:-1]):
        if entry.depth != last.depth:
            break
        if entry.quantity is not None or entry.apart or entry.label.endswith(":"):
            return
        items.append(entry)
    if len(items) >= 3 and claim.numeral.exact and claim.unit.nouns and not claim.unit.dims:
        yield from _relation(claim, Listed(len(items), "items listed", -1, -1), last.label)
