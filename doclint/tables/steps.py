"""From row to row: changes against the row before or a baseline row, running totals, steady growth.

A column is set beside itself, and beside the others, one row earlier; then the relations of columns serve. Which are
tried, the header says: a change or a factor, a running total or an offset. Growth by one factor or one step is looked
for only where the rows are years, months or phases that follow one another.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from doclint.model import Apply, Expr, Leaf, Quantity, Relation
from doclint.tables.cells import is_year
from doclint.tables.fits import Fit, best, effort, fit, judged, levels_off, related, relations, slipped
from doclint.tables.forms import Column, Form, Series, binary, change, constant, difference, fitted, quotient, saving
from doclint.tables.forms import series as read_series
from doclint.tables.grid import Table

NEAR = 4
MIN_STEPS = 3
MAX_ROWS = 1000
_CHANGE = re.compile(
    r"(?i)Δ|\bdelta|\bchange|\bgrowth|\bdiff|\bvs\b|\bversus\b|relative|baseline|\byoy\b|\bqoq\b|\bmom\b|increase|"
    r"decrease|reduction|improve|saving|speed-?up|overhead|slow-?down|regression|gain|%|×|\bratio\b"
)
_RUNNING = re.compile(r"(?i)\bcumul|\brunning\b|\bto date\b|\bso far\b|\boffset\b|\bstarts?\b|\baccumul|Σ|∑")
_BASE = re.compile(r"(?i)\b(?:baseline|current|today|before|control|reference|original|existing|status quo)\b")
_TIME = re.compile(
    r"(?i)^\W*(?:(?:fiscal )?year|yr|month|quarter|week|day|phase|gen(?:eration)?|fy|[yqm])\W*(\d{1,4})\b"
)


def stepped(
    table: Table, rows: Sequence[int], columns: Sequence[Series], used: set[frozenset[int]], apart: frozenset[int]
) -> Iterator[Relation]:
    """The cells that follow from the row above or from a baseline row; `used` are the columns that are explained.

    The rows that stand `apart` are cases of their own.
    """
    if not MIN_STEPS <= len(rows) <= MAX_ROWS:
        return
    filled = [c for c, one in enumerate(columns) if sum(q is not None for q in one.quantities) >= MIN_STEPS]
    base = next((at for at, r in enumerate(rows) if _BASE.search(table.labels[r].text)), 0)
    in_time = _in_time([table.rows[r][0] for r in rows])
    for target in filled:
        header = table.headers[target].text
        near = sorted((c for c in filled if c != target), key=lambda c: abs(c - target))[:NEAR]
        if any(frozenset((target, c)) in used for c in near):
            continue
        if _CHANGE.search(header) or all(q.unit.text in ("%", "x") for q in columns[target].quantities if q):
            yield from _changes(columns, target, near, base, header, apart)
        elif _RUNNING.search(header):
            yield from _chained(columns[target], [columns[c] for c in near], _running(len(near)), header, apart)
        elif in_time and target:
            yield from _grown(columns[target], header, apart)


def _in_time(first: Sequence[object]) -> bool:
    """Whether the first cells of all rows are times that follow one another by one."""
    times = list[int]()
    for one in first:
        quantity, text = getattr(one, "quantity", None), getattr(one, "text", "")
        found = _TIME.match(text)
        if quantity is not None and is_year(quantity):
            times.append(int(quantity.numeral.number))
        elif found is not None:
            times.append(int(found[1]))
    return len(times) == len(first) and all(b == a + 1 for a, b in pairwise(times))


def _before(column: Column) -> Series:
    return read_series([None, *column[:-1]])


def _changes(
    columns: Sequence[Series], target: int, near: Sequence[int], base: int, header: str, apart: frozenset[int]
) -> Iterator[Relation]:
    """A column of changes, factors or differences against the row before, or against one row."""
    sides: list[Series] = []
    forms: list[Form] = []
    for c in near:
        own = columns[c].quantities
        fixed: Column = [None if row == base else own[base] for row in range(len(own))]
        at = len(sides)
        sides += columns[c], _before(own), read_series(fixed)
        for other in (at + 1, at + 2):
            forms += change(other, at), saving(other, at), difference(at, other)
            forms += quotient(at, other), quotient(other, at)
    found = best(columns[target], sides, forms)
    if found is not None:
        yield from relations(found, effort(forms), columns[target], sides, header, apart)


def _running(count: int) -> list[Form]:
    """Running totals: what stood above plus this row's part, or the part of the row above (an offset)."""
    forms = list[Form]()
    for at in range(count):
        forms.append(Form("running total", (0, 1 + 2 * at), lambda x, y: x + y, binary("+")))
        forms.append(Form("running total", (0, 2 + 2 * at), lambda x, y: x + y, binary("+")))
    return forms


def _chained(
    target: Series, beside: Sequence[Series], forms: Sequence[Form], header: str, apart: frozenset[int]
) -> Iterator[Relation]:
    """The cells of a column that is computed from its own cell above, and from others."""
    sides = [_before(target.quantities)]
    for one in beside:
        sides += one, _before(one.quantities)
    tried = effort(forms)
    for form in forms:
        found = fit(target, sides, form)
        if found is None or len(found.fail) > 2:
            continue
        row = found.fail[0] if found.fail else -1
        broken = list(found.fail) == [row, row + 1]
        bridged = broken and _bridges(form, target, sides, row)
        if found.earned(tried, found.fail if broken else (), bridged):
            yield from _links(found, tried, target, sides, header, apart)
            return


def _links(
    found: Fit, tried: float, target: Series, sides: Sequence[Series], header: str, apart: frozenset[int]
) -> Iterator[Relation]:
    """What a chain decides: a cell is the result of one step and the start of the next, and both speak of it."""
    if not judged(found, target, sides):
        return
    last = max(r for r, q in enumerate(target.quantities) if q is not None)
    for row in (*found.agree, *found.fail):
        claim = target.quantities[row]
        own = (row,) if row == last else (row, row + 1)
        bridged = row != last and _bridges(found.form, target, sides, row)
        if claim is None or not (row == last or bridged) or not found.earned(tried, own, bridged):
            continue
        failing = row not in found.digits
        if failing and (row in apart or levels_off(target, row)):
            continue
        if failing and not (set(found.fail) == set(own) and slipped(found.form, claim, sides, row)):
            continue
        support = [q for r in found.agree[:MIN_STEPS] if failing and (q := target.quantities[r]) is not None]
        yield related(found.form, claim, sides, row, header, tuple(support))


def _bridges(form: Form, target: Series, sides: Sequence[Series], row: int) -> bool:
    """Whether the cell below a row follows from the cells above it, over what that row should be."""
    numbers = [sides[c].numbers(form.plain) for c in form.sources]
    wanted = target.numbers(form.plain)
    if row + 1 >= len(wanted):
        return False
    here = form.value(*(column[row] for column in numbers))
    after = form.value(here, *(column[row + 1] for column in numbers[1:]))
    claim = target.quantities[row + 1]
    if claim is None or not math.isfinite(after):
        return False
    half = float(claim.numeral.place) / 2 * (1.0 if form.plain else float(claim.unit.factor))
    return abs(after - wanted[row + 1]) <= half * 2.001


def _grown(target: Series, header: str, apart: frozenset[int]) -> Iterator[Relation]:
    """A column in which every row is the row before times a factor, or plus a step."""
    above = _before(target.quantities)
    forms = [f._replace(name="growth") for f in fitted(above, target, 0, plain=True) if not f.stated]
    gaps = [b - a for a, b in zip(above.plain, target.plain, strict=True) if math.isfinite(a) and math.isfinite(b)]
    step = _step(target, gaps)
    if step is not None:
        forms.append(_plus(step))
    units = {q.unit.text for q in target.quantities if q is not None}
    forms = [f for f in forms if len(units) == 1 and (found := fit(target, [above], f)) and len(found.agree) > 1]
    yield from _chained(target, (), forms, header, apart)


def _step(target: Series, gaps: Sequence[float]) -> Quantity | None:
    """The step that most rows take, in the places in which they are written; a round one of one figure is none."""
    places = {q.numeral.place for q in target.quantities if q is not None}
    if len(places) != 1 or not gaps:
        return None
    place = next(iter(places))
    number = round(median(gaps) / float(place))
    if number <= 0 or place >= 10 or len(str(number).rstrip("0")) < 2:
        return None
    return constant(number, round(-math.log10(float(place))))


def _plus(step: Quantity) -> Form:
    k = float(step.numeral.number)

    def make(given: Sequence[Quantity]) -> Expr:
        return Apply("+", (Leaf(given[0]), Leaf(step._replace(unit=given[0].unit))))

    return Form("growth", (0,), lambda x: x + k, make, plain=True, cost=math.log10(k) + 0.5 if k > 1 else 0.5)
