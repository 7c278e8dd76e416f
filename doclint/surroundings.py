"""What stands over a computation: the heading, the lead-in, the header of its column, the label of its row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from doclint.extract.brackets import PAIRED
from doclint.extract.passage import MANY
from doclint.model import Block, Extract, Quantity, Relation
from doclint.outline import Context

_SCALED = re.compile(
    r"[(\[](?:in )?(?:[kKMBGT]|[kKMGTP]?i?B|[kKMGT]?bps|[µμmn]?s|[kKMG]?\$|\$?[kKMB]|[A-Z]?FLOPS?)(?:/\w{1,8})?[)\]]"
    r"|\b(?:in (?:\$[KMB]|thousands|millions|billions)|(?:[MGTPEZ]|[A-Z][a-z]{3,4})FLOPS?|[µμ]s|ms|[KM]/s)\b",
    re.I,
)
"""Units and scales of what stands below or behind: Params (M), GFLOPs per token."""
MAX_ORDINAL = 6
"""Where in a heading or a row label its own number stands."""
MAX_SAID = 200
MAX_ABOVE = 4
"""How many numbers of a heading, a lead-in, a header or a row label may go into what stands below or beside them."""


def relations(blocks: Sequence[Block], extracts: Sequence[Extract]) -> list[Relation]:
    """The relations within blocks, with the numbers over them and whether a label names their unit or scale.

    `previous` indexes the result.
    """
    placed: list[Relation] = []
    paired = set(_pairs(blocks))
    for at, (found, over) in enumerate(zip(extracts, _over(blocks), strict=True)):
        base = len(placed)
        if not found.relations:
            continue
        cells = "\n".join(blocks[i].text[:MAX_SAID] for i in over if blocks[i].kind == "cell")
        above = tuple(
            s.quantity
            for i in over
            for s in extracts[i].statements[:MAX_ABOVE]
            if blocks[i].kind != "heading" or s.quantity.start > blocks[i].place(0, 1).start + MAX_ORDINAL
        )
        above = (*above, *_many(blocks, extracts, at))
        for one in found.relations:
            previous = one.previous if one.previous < 0 else one.previous + base
            aside = one.aside or (at in paired and one.kind == "conversion")
            label = "" if one.claim.unit.text else one.subject + cells
            scaled = label != "" and _SCALED.search(label) is not None
            if above or scaled or aside != one.aside or previous != one.previous:
                one = replace(one, previous=previous, aside=aside, beside=(*one.beside, *above), scaled=scaled)
            placed.append(one)
    return placed


def _many(blocks: Sequence[Block], extracts: Sequence[Extract], at: int) -> Iterator[Quantity]:
    """The large numbers of things in the items right above one: `Users: 10M`."""
    own = blocks[at].container[:-1]
    for i in range(at - 1, max(-1, at - 1 - MAX_ABOVE), -1):
        if blocks[at].kind != "item" or blocks[i].kind != "item" or blocks[i].container[:-1] != own:
            return
        yield from (q for s in extracts[i].statements[:1] if not (q := s.quantity).unit.dims and q.numeral.size >= MANY)


def _over(blocks: Sequence[Block]) -> Iterator[tuple[int, ...]]:
    """For each block the indices of what says what it is of: heading, lead-in, header of a column, label of a row."""
    heading: tuple[int, ...] = ()
    lead: tuple[int, ...] = ()
    headers: dict[int, int] = {}
    row = (-1, -1)
    for at, block in enumerate(blocks):
        if block.kind == "heading":
            heading, lead = (at,), ()
        elif block.kind == "paragraph":
            lead = (at,) if block.text.rstrip().endswith(":") else ()
        if block.kind != "cell":
            yield heading + lead if block.kind != "heading" else ()
            continue
        if block.row == 0:
            if block.column == 0:
                headers = {}
            headers[block.column] = at
        if block.column == 0:
            row = (block.row, at)
        label = (row[1],) if block.column and row[0] == block.row else ()
        top = (headers[block.column],) if block.row and block.column in headers else ()
        yield heading + top + label


def _pairs(blocks: Sequence[Block]) -> Iterator[int]:
    """The indices of cells whose header, or row label, announces a number and another one in a bracket behind it."""
    context = Context()
    for at, block in enumerate(blocks):
        if block.kind == "cell":
            context.enter(block)
            if "(" in block.text and PAIRED.search(f"{context.headers.get(block.column, '')}\n{context.row_label}"):
                yield at
