"""Relations within tables: totals and computed cells, each earned by the other cells that obey it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from doclint.amounts import significant
from doclint.model import Block, Extract, Quantity, Relation
from doclint.scenarios import says_total
from doclint.tables.averages import averages, summaries
from doclint.tables.columns import computed
from doclint.tables.doubts import neighbours, told_apart, unread
from doclint.tables.fits import SUMS
from doclint.tables.grid import Table, tables
from doclint.tables.labels import told
from doclint.tables.lines import Line, either, unlike
from doclint.tables.named import named
from doclint.tables.nested import nested
from doclint.tables.required import required
from doclint.tables.shares import shares
from doclint.tables.texts import texts
from doclint.tables.totals import Totals
from doclint.tables.workings import workings

MIN_RANGES = 3


_YEAR = re.compile(r"^\W*(?:FY ?)?(?:19|20)\d\d\W*$")


def relations(blocks: Sequence[Block], extracts: Sequence[Extract]) -> Iterator[Relation]:
    """Every relation found in the tables of a document, and between them and the text beside them."""
    for table in tables(blocks, extracts):
        yield from around(blocks, extracts, table)


def around(blocks: Sequence[Block], extracts: Sequence[Extract], table: Table) -> Iterator[Relation]:
    """Every relation found in one table, and between it and the text beside it."""
    totals = set[int]()
    said = "\n".join((*blocks[table.first].headings, *(blocks[at].text for at in neighbours(blocks, table))))
    table = table._replace(apart=told_apart(blocks, table), beside=said)
    yield from related(table, totals)
    claimed = set[int]()
    yield from workings(blocks, extracts, table.first, table.last)
    yield from required(table)
    for relation in (*texts(blocks, extracts, table, totals), *named(blocks, extracts, table)):
        if relation.claim.start not in claimed:
            claimed.add(relation.claim.start)
            yield relation


def related(table: Table, totals: set[int] | None = None) -> Iterator[Relation]:
    """Every relation found in one table; the rows that turn out to be totals are added to `totals`."""
    done = {
        (c.quantity.start, c.quantity.end) for row in table.rows for c in row if c.quantity is not None and c.computed
    }
    known = set[int]() if totals is None else totals
    found = [*_found(table, known), *shares(table, known)]
    for relation in sorted(found, key=lambda r: r.aside):
        place = (relation.claim.start, relation.claim.end)
        if place not in done:
            done.add(place)
            yield relation
    ends = [c.ends for row in table.rows for c in row if c.ends is not None]
    for which in (0, 1) if len(ends) >= MIN_RANGES else ():
        places = {(pair[which].start, pair[which].end) for pair in ends} - done
        for relation in _found(_at_end(table, which), set()):
            place = (relation.claim.start, relation.claim.end)
            if place in places:
                places.remove(place)
                yield replace(relation, claim=_rough(relation.claim))


def _rough(end: Quantity) -> Quantity:
    """An end of a range: one of two digits or fewer is rounded to what it spans."""
    return end if significant(end) > 2 else end._replace(numeral=end.numeral._replace(hedge="~"))


def _at_end(table: Table, which: int) -> Table:
    """A table with one end of every range in its place."""
    rows = (tuple(c if c.ends is None else c._replace(quantity=c.ends[which]) for c in row) for row in table.rows)
    return table._replace(rows=tuple(rows))


def _dated(table: Table) -> bool:
    """Whether columns are years, of which none is the total of others."""
    headers = [header.text for header in table.headers]
    return sum(_YEAR.search(h) is not None for h in headers) > 2 and not any(says_total(h) for h in headers)


def _found(table: Table, totals: set[int]) -> Iterator[Relation]:
    lines = [Line(label, tuple(c.quantity for c in row)) for label, row in zip(table.labels, table.rows, strict=True)]
    wholes, hidden = nested(lines)
    yield from wholes
    headers, labels = [h.text for h in table.headers], [label.text for label in table.labels]
    open_ = {(r, c) for r, row in enumerate(table.rows) for c, one in enumerate(row) if c and unread(one)}
    down = Totals(lines, hidden | unlike(lines), headers, unread=frozenset(open_), said=table.beside)
    across = Totals(
        [Line(header, tuple(table.column(c))) for c, header in enumerate(table.headers)], names=labels, across=True
    )
    if not either(lines):
        yield from down.relations()
    totals |= down.accepted
    dated = _dated(table)
    if not dated:
        yield from across.relations()
    yield from averages(down.lines, totals)
    yield from averages(across.lines, across.accepted)
    totals |= summaries(down.lines) | hidden
    yield from told(table, totals)
    yield from (r for r in computed(table, totals) if not (dated and r.rule in SUMS))
