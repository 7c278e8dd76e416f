"""Relations within tables: totals and computed cells, each earned by the other cells that obey it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from doclint.model import Block, Extract, Relation
from doclint.tables.columns import computed
from doclint.tables.grid import Table, tables
from doclint.tables.labels import told
from doclint.tables.shares import shares
from doclint.tables.totals import Line, Totals


def relations(blocks: Sequence[Block], extracts: Sequence[Extract]) -> Iterator[Relation]:
    """Every relation found in the tables of a document."""
    for table in tables(blocks, extracts):
        yield from related(table)


def related(table: Table) -> Iterator[Relation]:
    """Every relation found in one table."""
    done = set[tuple[int, int]]()
    down = Totals(
        [Line(label, tuple(c.quantity for c in row)) for label, row in zip(table.labels, table.rows, strict=True)]
    )
    across = Totals([Line(header, tuple(table.column(c))) for c, header in enumerate(table.headers)])
    stated = {
        (c.quantity.start, c.quantity.end) for row in table.rows for c in row if c.quantity is not None and c.computed
    }
    for find in (
        down.relations,
        across.relations,
        lambda: told(table, down.accepted),
        lambda: computed(table, down.accepted),
        lambda: shares(table, down.accepted),
    ):
        for relation in find():
            place = (relation.claim.start, relation.claim.end)
            if place not in done and place not in stated:
                done.add(place)
                yield relation
