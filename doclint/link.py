"""What crosses blocks and lines: equations over several items, units that a subject names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from doclint import units
from doclint.model import SIZE, Block, Mark, Name, Piece, Relation, Statement

PAST = re.compile(r"(?i)^\W*(?:change ?log|release notes|revision history|history|errata|known errors)\b")
"""Headings under which everything is past."""
_CONTINUES = re.compile(r"\s*(?:=(?!=)|≈|→|=>)")
_MEASURES = (
    (re.compile(r"(?i)\bFLOPs?$"), "flop"),
    (re.compile(r"(?i)\b(?:latency|duration|TTFT|TPOT|RTT|elapsed time)$"), "time"),
)
_NEAR = 120
"""How far behind a number of its label's dimension another one may tell more of the same."""
_WHOLE = re.compile(
    r"(?i)(?:availability|uptime|hit (?:rate|ratio)|success rate|error rate|accuracy|precision|recall|"
    r"share of (?:total|traffic|users))\W*$"
)
_CHANGE = re.compile(
    r"(?i)chang|delta|diff|net|growth|delet|reduc|drop|sav|offset|shift|gain|loss|adjust|temperature|min|balance|"
    r"increas|decreas|improv|relative|baseline|remov|vs"
)
_COUNTED = re.compile(r"(?i)(?:number|count|total|replicas|nodes|servers|instances|gpus|workers|shards|brokers)\W*$")
_FAILS = re.compile(r"(?i)\W*(?:[✗✘❌]|no|not ok|ko|fail(?:s|ed)?|violated|exceeded|false)\W*")
MAX_JOINED = 4000
OCTET = 8


def join(blocks: Sequence[Block]) -> list[Block]:
    """Blocks, with an item that begins with a relation sign joined to the one before it: one equation over several."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        running = last is not None and {block.kind, last.kind} <= {"item", "paragraph"} and len(last.text) < MAX_JOINED
        if last is not None and running and _CONTINUES.match(block.text):
            joined[-1] = _joined(last, block)
        else:
            joined.append(block)
    return joined


def _joined(first: Block, second: Block) -> Block:
    """Both texts as two lines of one block, every piece and mark in its place."""
    shift = len(first.text) + 1
    end = first.pieces[-1].end if first.pieces else 0
    gap = Piece(shift - 1, end, end, False)
    return replace(
        first,
        text=f"{first.text}\n{second.text}",
        pieces=(*first.pieces, gap, *(p._replace(at=p.at + shift) for p in second.pieces)),
        marks=(*first.marks, *(Mark(m.kind, m.start + shift, m.end + shift) for m in second.marks)),
        exact=first.exact and second.exact,
    )


def denied(blocks: Sequence[Block], relations: list[Relation]) -> list[Relation]:
    """Relations with those orders set aside that another cell of their row says not to hold."""
    failed = {(b.container, b.row) for b in blocks if b.kind == "cell" and _FAILS.fullmatch(b.text)}
    if not failed:
        return relations
    spans = [b.place(0, len(b.text)) for b in blocks if b.kind == "cell" and (b.container, b.row) in failed]
    return [
        replace(r, aside=True) if r.kind == "bound" and any(s.start <= r.claim.start < s.end for s in spans) else r
        for r in relations
    ]


def measures(statements: Sequence[Statement]) -> Iterator[Relation]:
    """Statements whose subject ends in a word that names a dimension, with a unit of another one.

    A number shortly behind one that has the dimension tells more of the same subject.
    """
    told: dict[tuple[str, str], int] = {}
    for statement in statements:
        dims = dict(statement.quantity.unit.dims)
        if not dims or not units.CURRENCIES.isdisjoint(dims):
            continue  # nothing measured, or the price of what is
        if statement.quantity.unit.dims == SIZE and statement.quantity.unit.factor <= OCTET:
            continue  # how many bytes or bits the field takes that holds it
        start = statement.quantity.start
        head = statement.subject.rstrip(" :*=").rsplit(":", 1)[-1].strip()
        told.update(((head, dimension), statement.quantity.end) for dimension in dims)
        for pattern, dimension in _MEASURES:
            further = 0 <= start - told.get((head, dimension), start + 1) < _NEAR
            if pattern.search(head) and len(head) < 60 and not further:
                yield Relation("rule", statement.quantity, Name(dimension, 0, 0), "measures", head)


def possible(statements: Sequence[Statement]) -> Iterator[Relation]:
    """Statements whose subject leaves no room: shares of a whole above 100 %, negative counts."""
    for statement in statements:
        quantity, number = statement.quantity, statement.quantity.numeral.number
        if (
            quantity.unit.text == "%"
            and number > 100
            and _WHOLE.search(statement.subject)
            and not _CHANGE.search(statement.subject)
        ):
            yield Relation("bound", quantity, Name("100%", 0, 0), "share", statement.subject)
            continue
        counts = quantity.numeral.exact and quantity.unit.nouns and not quantity.unit.dims
        if number < 0 and counts and _COUNTED.search(statement.subject) and not _CHANGE.search(statement.subject):
            yield Relation("bound", quantity, Name("0", 0, 0), "count", statement.subject)
