"""Computed cells: the relation that holds between the columns of a table, discovered from its rows.

For every column, sums, differences, products, quotients and relative changes of two of its `NEAR` nearest columns are
tried, and shares, constant factors and whole parts of one; `SAMPLE` rows decide which are worth all rows.
A relation counts where at least three rows and three quarters of all obey it and the digits that it meets outweigh the
number of relations tried. Zeros, ones and equal cells are no evidence. A cell that breaks it is accused when it is the
only one and one written digit explains it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from doclint.model import BARE, Apply, Expr, Leaf, Numeral, Quantity, Relation
from doclint.tables.grid import Table, numbers
from doclint.tables.scale import near_digit
from doclint.wording import number_text

NEAR = 6
SAMPLE = 12
MIN_ROWS = 3
EARNED = 1.0
PLENTY = 3.0
MAX_CONSTANT = 10**6
_ADDED = frozenset(("sum", "difference", "change"))
"""Relations whose inputs must be of one dimension."""
_RESULT = re.compile(
    r"(?i)total|cost|per\b|/|%|share|ratio|speed-?up|Δ|delta|change|=|average|growth|utili[sz]ation|saving"
)

Column = Sequence[Quantity | None]
Make = Callable[[Sequence[Quantity]], Expr]


class Form(NamedTuple):
    """A relation tried: its name, the columns it reads, its value and its writing; a fitted constant has a `cost`."""

    name: str
    sources: tuple[int, ...]
    value: Callable[..., float]
    make: Make
    plain: bool = False
    cost: float = 0.0
    stated: bool = False


class Fit(NamedTuple):
    """Where a form holds: rows that agree, those of them that tell something, rows that fail, digits met by each."""

    form: Form
    agree: tuple[int, ...]
    telling: tuple[int, ...]
    fail: tuple[int, ...]
    digits: dict[int, float]

    @property
    def evidence(self) -> float:
        """The digits that the telling rows meet, less those of a fitted constant."""
        return sum(self.digits[r] for r in self.telling) - self.form.cost

    def earned(self, tried: float, without: int = -1) -> bool:
        """Whether the rows, but for one, are enough to believe the relation among 10^`tried` others."""
        agree = len(self.agree) - (without in self.agree)
        telling = [r for r in self.telling if r != without]
        evidence = sum(self.digits[r] for r in telling) - self.form.cost - (0 if self.form.stated else tried)
        return (
            agree >= MIN_ROWS - self.form.stated
            and agree * 4 >= (len(self.agree) + len(self.fail)) * 3
            and len(telling) >= MIN_ROWS - (self.form.stated or evidence >= PLENTY)
            and evidence >= EARNED
        )


def computed(table: Table, totals: frozenset[int] | set[int]) -> Iterator[Relation]:
    """The cells that follow from others of their row or column, in a table whose `totals` are known."""
    rows = [r for r in range(len(table.rows)) if r not in totals]
    columns: list[Column] = [[table.rows[r][c].quantity for r in rows] for c in range(len(table.headers))]
    filled = [c for c, column in enumerate(columns) if sum(q is not None for q in column) >= MIN_ROWS]
    used = set[frozenset[int]]()
    order = sorted(filled, key=lambda c: (_RESULT.search(table.headers[c].text) is None, -c))
    for target in order:
        if len({(q.numeral.number, q.unit.factor) for q in columns[target] if q is not None}) == 1:
            continue
        near = sorted((c for c in filled if c != target), key=lambda c: abs(c - target))[:NEAR]
        stated = [q for q in numbers(table.headers[target]) if q.numeral.number > 0]
        tried = _forms(columns, columns[target], near, stated)
        forms = [f for f in tried if frozenset((target, *f.sources)) not in used]
        fit = best(columns[target], columns, forms)
        if fit is not None:
            used.add(frozenset((target, *fit.form.sources)))
            yield from relations(fit, _tried(forms), columns[target], columns, table.headers[target].text)
    yield from _beside(table, rows, columns)


def _beside(table: Table, rows: Sequence[int], columns: Sequence[Column]) -> Iterator[Relation]:
    """What stands in brackets behind the numbers of several columns, each computed from its own cell and one column."""
    behind = [
        (r, c) for c in range(len(columns)) for r in range(len(rows)) if table.rows[rows[r]][c].second is not None
    ]
    if len(behind) < MIN_ROWS:
        return
    target: Column = [table.rows[rows[r]][c].second for r, c in behind]
    own: Column = [columns[c][r] for r, c in behind]
    shown = {c for _, c in behind}
    stacked: list[Column] = [own]
    stacked += [[columns[s][r] for r, _ in behind] for s in range(len(columns)) if s not in shown]
    forms = list(_forms(stacked, target, range(min(len(stacked), NEAR)), ()))
    fit = best(target, stacked, forms)
    if fit is not None:
        yield from relations(fit, _tried(forms), target, stacked, table.headers[behind[0][1]].text)


def relations(fit: Fit, tried: float, target: Column, columns: Sequence[Column], subject: str) -> Iterator[Relation]:
    """The relations of the cells that a fit decides: those that hold by the word of others, and one that does not."""
    for row in (*fit.agree, *fit.fail):
        claim = target[row]
        sources = [columns[c][row] for c in fit.form.sources]
        if claim is None or not fit.earned(tried, row):
            continue
        given = [q for q in sources if q is not None]
        if row in fit.fail and not (len(fit.fail) == 1 and _slipped(fit, claim, given)):
            continue
        support = [q for r in fit.agree if (q := target[r]) is not None and row in fit.fail]
        yield Relation(
            "table", claim, fit.form.make(given), "=", subject.strip(), origin="inferred", rule=fit.form.name,
            support=tuple(support[:MIN_ROWS]),
        )  # fmt: skip


def _slipped(fit: Fit, claim: Quantity, given: Sequence[Quantity]) -> bool:
    """Whether one wrong digit explains a cell that breaks the relation of its column."""
    value = fit.form.value(*(_number(q, fit.form.plain) for q in given))
    if not math.isfinite(value):
        return False
    factor = 1.0 if fit.form.plain else float(claim.unit.factor)
    slack = abs(value) * _rounding(given) / factor + float(claim.numeral.place) / 2
    best_value = Fraction(value / factor)
    return near_digit(claim, best_value - Fraction(slack), best_value + Fraction(slack))


def best(target: Column, columns: Sequence[Column], forms: Sequence[Form]) -> Fit | None:
    """The relation that the rows of a column obey; None where there is none, or two that do not say the same."""
    tried = _tried(forms)
    found: list[Fit] = []
    for form in forms:
        fit = _fit(target, columns, form)
        if fit is not None and fit.earned(tried):
            found.append(fit)
    if not found:
        return None
    chosen = max(found, key=lambda f: (len(f.agree), f.form.stated, f.evidence))
    rivals = [f for f in found if f is not chosen and len(f.agree) >= len(chosen.agree)]
    for rival in rivals:
        if set(rival.fail) != set(chosen.fail):
            return None
    return chosen


def _tried(forms: Sequence[Form]) -> float:
    return math.log10(len(forms) or 1)


def _fit(target: Column, columns: Sequence[Column], form: Form) -> Fit | None:
    agree, telling, fail = list[int](), list[int](), list[int]()
    digits: dict[int, float] = {}
    seen = set[tuple[float, ...]]()
    for row, claim in enumerate(target):
        if row == SAMPLE and len(agree) * 2 < len(agree) + len(fail):
            return None
        given = [columns[c][row] for c in form.sources]
        if claim is None or not all(given):
            continue
        known = [q for q in given if q is not None]
        if form.name in _ADDED and not form.plain and len({q.unit.dims for q in known}) > 1:
            continue
        inputs = [_number(q, form.plain) for q in known]
        wanted = _number(claim, form.plain)
        value = form.value(*inputs)
        if not math.isfinite(value):
            continue
        half = float(claim.numeral.place) / 2 * (1.0 if form.plain else float(claim.unit.factor))
        slack = half * 1.001 + abs(value) * _rounding([q for q in given if q is not None])
        if abs(value - wanted) > slack:
            fail.append(row)
            continue
        agree.append(row)
        digits[row] = min(3.0, max(0.0, math.log10(abs(wanted) / (2 * slack)))) if wanted and slack else 0.0
        key = (wanted, *inputs)
        trivial = wanted == 0 or any(x == 0 for x in inputs) or (any(x == 1 for x in inputs) and form.name != "factor")
        if form.name in _ADDED:
            trivial = trivial or min(abs(x) for x in inputs) <= slack
        if not trivial and key not in seen and (len(inputs) < 2 or inputs[0] != inputs[1]):
            seen.add(key)
            telling.append(row)
    return Fit(form, tuple(agree), tuple(telling), tuple(fail), digits)


def _number(quantity: Quantity, plain: bool) -> float:
    try:
        number = float(quantity.numeral.number)
        return number if plain else number * float(quantity.unit.factor)
    except OverflowError:
        return math.inf


def _rounding(given: Sequence[Quantity]) -> float:
    """The relative error that the written places of the inputs leave open; whole numbers are exact."""
    slack = 0.0
    for q in given:
        if not q.numeral.exact and q.numeral.number:
            slack += float(q.numeral.place) / 2 / abs(float(q.numeral.size))
    return slack


def _forms(
    columns: Sequence[Column], target: Column, near: Sequence[int], stated: Sequence[Quantity]
) -> Iterator[Form]:
    """Every relation that is tried for one column."""
    units = {q.unit.text for c in (*near,) for q in columns[c] if q is not None} | {
        q.unit.text for q in target if q is not None
    }
    modes = (False,) if units <= {"", "%", "x"} else (False, True)
    for at, a in enumerate(near):
        yield from _of_one(columns, target, a, stated)
        for b in near[at + 1 :]:
            for plain in modes:
                yield from _of_two(a, b, plain)


def _of_two(a: int, b: int, plain: bool) -> Iterator[Form]:
    yield Form("product", (a, b), lambda x, y: x * y, _binary("*"), plain)
    yield Form("quotient", (a, b), lambda x, y: x / y if y else math.inf, _binary("/"), plain)
    yield Form("quotient", (b, a), lambda x, y: x / y if y else math.inf, _binary("/"), plain)
    yield Form("sum", (a, b), lambda x, y: x + y, _binary("+"), plain)
    yield Form("difference", (a, b), lambda x, y: x - y, _binary("-"), plain)
    yield Form("difference", (b, a), lambda x, y: x - y, _binary("-"), plain)
    if not plain:
        yield Form("change", (a, b), lambda x, y: (y - x) / x if x else math.inf, _change)
        yield Form("change", (b, a), lambda x, y: (y - x) / x if x else math.inf, _change)


def _binary(op: str) -> Make:
    return lambda given: Apply(op, tuple(Leaf(q) for q in given))


def _change(given: Sequence[Quantity]) -> Expr:
    return Apply("/", (Apply("-", (Leaf(given[1]), Leaf(given[0]))), Leaf(given[0])))


def _of_one(columns: Sequence[Column], target: Column, a: int, stated: Sequence[Quantity]) -> Iterator[Form]:
    """Factors that the header states or the rows share, whole parts, and shares of the whole column."""
    pairs = [(q, t) for q, t in zip(columns[a], target, strict=True) if q is not None and t is not None]
    if len(pairs) < MIN_ROWS:
        return
    for factor in stated[:4]:
        k = _number(factor, False)
        if k in (0, 1):
            continue
        yield _times(a, factor)
        yield _over(a, factor)
        yield Form("parts", (a,), lambda x, k=k: float(math.ceil(x / k)), _whole(factor), stated=True)
    kind = {q.unit.dims for q, _ in pairs} == {t.unit.dims for _, t in pairs}
    ratios = sorted(
        _number(t, not kind) / _number(q, not kind) for q, t in pairs if q.numeral.number and t.numeral.number
    )
    if ratios and 0 < ratios[len(ratios) // 2] < MAX_CONSTANT:
        k = ratios[len(ratios) // 2]
        whole = round(k) if k >= 1 else round(1 / k)
        if 1 < whole <= MAX_CONSTANT and abs((k if k > 1 else 1 / k) - whole) <= whole * 0.05:
            fitted = _plain(whole)
            yield _times(a, fitted, not kind) if k > 1 else _over(a, fitted, not kind)
        if kind and whole == 1 and {q.unit.text for q, _ in pairs}.isdisjoint(t.unit.text for _, t in pairs):
            yield Form("conversion", (a,), lambda x: x, lambda given: Leaf(given[0]))
    if all(t.unit.text == "%" for _, t in pairs) and len({q.unit.dims for q, _ in pairs}) == 1:
        whole_column = [q for q in columns[a] if q is not None]
        total = sum(_number(q, False) for q in whole_column)
        if total:
            sums: Expr = Apply("+", tuple(Leaf(q) for q in whole_column))
            yield Form(
                "share", (a,), lambda x: x / total, lambda given: Apply("/", (Leaf(given[0]), sums)), stated=True
            )


def _times(a: int, factor: Quantity, plain: bool = False) -> Form:
    k = _number(factor, False)

    def make(given: Sequence[Quantity]) -> Expr:
        return Apply("*", (Leaf(given[0]), Leaf(factor)))

    return Form("factor", (a,), lambda x: x * k, make, plain, _cost(factor), factor.start >= 0)


def _over(a: int, factor: Quantity, plain: bool = False) -> Form:
    k = _number(factor, False)

    def make(given: Sequence[Quantity]) -> Expr:
        return Apply("/", (Leaf(given[0]), Leaf(factor)))

    return Form("factor", (a,), lambda x: x / k, make, plain, _cost(factor), factor.start >= 0)


def _cost(factor: Quantity) -> float:
    """The digits that a fitted constant takes from its evidence; one that the header states takes none."""
    return 0.0 if factor.start >= 0 else math.log10(float(factor.numeral.number)) + 0.5


def _whole(factor: Quantity) -> Make:
    return lambda given: Apply("ceil", (Apply("/", (Leaf(given[0]), Leaf(factor))),))


def _plain(number: int) -> Quantity:
    """A factor that the rows share and nobody writes."""
    return Quantity(Numeral(number_text(number), number, 1), BARE, -1, -1)
