"""Computed cells: the relation that holds between the columns of a table, discovered from its rows.

For every column, sums, differences, products, quotients and relative changes of two of its `NEAR` nearest columns are
tried, products and quotients of three, and shares, constant factors and whole parts of one.
A relation counts where at least three rows and three quarters of all obey it and the digits that it meets outweigh the
number of relations tried. Zeros, ones and equal cells are no evidence. A cell that breaks it is accused when it is the
only one and one written digit explains it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import permutations

from doclint.model import Quantity, Relation
from doclint.tables.cells import numbers
from doclint.tables.doubts import remarked, said_beside
from doclint.tables.fits import Fit, best, effort, relations
from doclint.tables.forms import MIN_ROWS, Column, Form, Series, of_one, pairs, saving, series
from doclint.tables.grid import Table
from doclint.tables.stated import compared, stated
from doclint.tables.steps import stepped

NEAR = 6
MAX_NAMED = 3
_RESULT = re.compile(
    r"(?i)total|cost|per\b|/|%|share|ratio|speed-?up|Δ|delta|change|=|average|growth|utili[sz]ation|saving|"
    r"bandwidth|storage|traffic|memory|volume"
)


def computed(table: Table, totals: frozenset[int] | set[int]) -> Iterator[Relation]:
    """The cells that follow from others of their row or column, in a table whose `totals` are known."""
    rows = [r for r in range(len(table.rows)) if r not in totals]
    columns: list[Column] = [[table.rows[r][c].quantity for r in rows] for c in range(len(table.headers))]
    inner = list(_named(table, rows))
    read = [series(column) for column in (*columns, *(column for _, column in inner))]
    where = [*range(len(columns)), *(c for c, _ in inner)]
    filled = [c for c, column in enumerate(columns) if sum(q is not None for q in column) >= MIN_ROWS]
    used = set[frozenset[int]]()
    order = sorted(filled, key=lambda c: (_RESULT.search(table.headers[c].text) is None, -c))
    believed: list[tuple[int, Fit, float]] = []
    own = remarked(table, rows)
    marked = frozenset(at for at, r in enumerate(rows) if r in own)
    for target in order:
        if len({(q.numeral.number, q.unit.factor) for q in columns[target] if q is not None}) == 1:
            continue
        given = [c for c in (*filled, *range(len(columns), len(read))) if c != target and where[c] != target]
        near = sorted(given, key=lambda c: abs(where[c] - target))[:NEAR]
        factors = [q for q in numbers(table.headers[target]) if q.numeral.number > 0]
        tried = [] if target == 0 and _is_key(read[0]) else list(forms(read, read[target], near, factors))
        headers = [h.text for h in table.headers]
        shown = {q.unit.text for q in columns[target] if q is not None}
        alike = compared(headers, target, filled, lambda a, b: read[a].dims == read[b].dims, shown)
        said = [*stated(headers, target), *alike]
        fresh = [f for f in (*said, *tried) if frozenset((target, *f.sources)) not in used]
        found = best(read[target], read, fresh, marked)
        if found is not None:
            used.add(frozenset((target, *found.form.sources)))
            if found.form.fitted and said_beside(found.form.value(1.0), table.beside):
                found = found._replace(form=found.form._replace(fitted=False))
            believed.append((target, found, effort(fresh)))
    for target, found, effort_ in believed:
        apart = marked | _explained(target, found, believed)
        yield from relations(found, effort_, read[target], read, table.headers[target].text, apart)
    yield from _beside(table, rows, columns)
    yield from stepped(table, rows, read[: len(columns)], used, marked)


def _named(table: Table, rows: Sequence[int]) -> Iterator[tuple[int, Column]]:
    """The amounts that the cells of a column name together, each kind as a column: `large (4 vCPU, 8 GB)`."""
    for c in range(len(table.headers)):
        cells = [table.rows[r][c] for r in rows]
        if any(one.ends or one.product for one in cells):
            continue
        counts = [len(one.named) for one in cells if one.named]
        width = min(counts, default=0)
        if len(counts) < MIN_ROWS or width != max(counts) or width > MAX_NAMED:
            continue
        for at in range(width):
            column = [one.named[at] if one.named else None for one in cells]
            if len({q.unit.text for q in column if q is not None}) == 1:
                yield c, column


def _is_key(first: Series) -> bool:
    """Whether a first column tells its rows apart: it is what they are for, and follows from nothing."""
    numbers = [n for n in first.plain if n == n]
    return len(set(numbers)) == len(numbers) == len(first.plain)


def _explained(target: int, found: Fit, believed: Sequence[tuple[int, Fit, float]]) -> frozenset[int]:
    """The rows whose cell is right by another relation, which all rows obey."""
    others = [fit for column, fit, _ in believed if fit is not found and target in (column, *fit.form.sources)]
    return frozenset(r for r in found.fail if any(not fit.fail and r in fit.telling for fit in others))


def _beside(table: Table, rows: Sequence[int], columns: Sequence[Column]) -> Iterator[Relation]:
    """What stands in brackets behind the numbers of several columns, each computed from its own cell and one column."""
    behind = [
        (r, c) for c in range(len(columns)) for r in range(len(rows)) if table.rows[rows[r]][c].second is not None
    ]
    if len(behind) < MIN_ROWS:
        return
    target = series([table.rows[rows[r]][c].second for r, c in behind])
    shown = {c for _, c in behind}
    stacked = [series([columns[c][r] for r, c in behind])]
    stacked += [series([columns[s][r] for r, _ in behind]) for s in range(len(columns)) if s not in shown]
    tried = list(forms(stacked, target, range(min(len(stacked), NEAR)), ()))
    found = best(target, stacked, tried)
    if found is not None:
        yield from relations(found, effort(tried), target, stacked, table.headers[behind[0][1]].text)


def forms(
    columns: Sequence[Series], target: Series, near: Sequence[int], factors: Sequence[Quantity]
) -> Iterator[Form]:
    """Every relation that is tried for one column."""
    units = {q.unit.text for one in (*(columns[c] for c in near), target) for q in one.quantities if q is not None}
    shown = {q.unit.text for q in target.quantities if q is not None}
    modes = (False,) if units <= {"", "%", "x"} else (False, True)
    for a in near:
        yield from of_one(columns[a], target, a, factors)
    for plain in modes:
        yield from (f for f in pairs(near, plain) if f.name != "change" or shown <= {"", "%", "x", "pp"})
    if all(q.unit.text == "%" for q in target.quantities if q is not None):
        yield from (saving(a, b) for a, b in permutations(near, 2))
