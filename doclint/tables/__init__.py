"""Relations within tables: totals and computed cells, each earned by the other cells that obey it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from doclint.model import Block, Extract, Relation
from doclint.tables.averages import averages, summaries
from doclint.tables.columns import computed
from doclint.tables.grid import Table, tables
from doclint.tables.labels import told
from doclint.tables.shares import shares
from doclint.tables.texts import texts
from doclint.tables.totals import Line, Totals


def relations(blocks: Sequence[Block], extracts: Sequence[Extract]) -> Iterator[Relation]:
    """Every relation found in the tables of a document, and between them and the text beside them."""
    for table in tables(blocks, extracts):
        totals = set[int]()
        yield from related(table, totals)
        yield from texts(blocks, extracts, table, totals)


def related(table: Table, totals: set[int] | None = None) -> Iterator[Relation]:
    """Every relation found in one table; the rows that turn out to be totals are added to `totals`."""
    done = {
        (c.quantity.start, c.quantity.end) for row in table.rows for c in row if c.quantity is not None and c.computed
    }
    pairs = zip(table.labels, table.rows, strict=True)
    down = Totals([Line(label, tuple(c.quantity for c in row)) for label, row in pairs])
    across = Totals([Line(header, tuple(table.column(c))) for c, header in enumerate(table.headers)])
    known = down.accepted if totals is None else totals
    for relation in _found(table, down, across, known):
        place = (relation.claim.start, relation.claim.end)
        if place not in done:
            done.add(place)
            yield relation


def _found(table: Table, down: Totals, across: Totals, totals: set[int]) -> Iterator[Relation]:
    yield from down.relations()
    totals |= down.accepted
    yield from across.relations()
    yield from averages(down.lines, totals)
    yield from averages(across.lines, across.accepted)
    totals |= summaries(down.lines)
    yield from told(table, totals)
    yield from computed(table, totals)
    yield from shares(table, totals)
