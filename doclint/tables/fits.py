"""Where a relation between columns holds, whether that earns it belief, and which cells it then decides."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from statistics import median
from typing import NamedTuple

from doclint.judge import judge
from doclint.model import Quantity, Relation
from doclint.tables.forms import MIN_ROWS, Form, Series
from doclint.tables.scale import near_digit, significant

SAMPLE = 12
FEW = 100
"""Whole things up to so many grow by steps: they are rounded up, or have a spare."""
EARNED = 1.0
PLENTY = 3.0
PROBES = 3
SHARP = 2.8
"""Digits that rows must meet before they prove a constant that nobody writes."""
WRITTEN = 3
FAR = 0.2
BEYOND = 10
"""A cell is off by so many times the rounding of the others, or by a fifth: less may be how it was measured."""
SUMS = frozenset(("sum", "difference", "change", "running total"))
"""Relations whose inputs must be of one dimension."""


class Fit(NamedTuple):
    """Where a form holds: rows that agree, those of them that tell something, rows that fail, digits met by each.

    `wide` are the rows that agree only because their inputs are rounded: what they say is for the judge to decide.
    """

    form: Form
    agree: tuple[int, ...]
    telling: frozenset[int]
    fail: tuple[int, ...]
    digits: dict[int, float]
    met: float
    wide: frozenset[int]

    @property
    def noise(self) -> float:
        """The rounding of the rows that tell something, relative to their numbers."""
        return 10 ** -median(self.digits[r] for r in self.telling) / 2 if self.telling else 1.0

    @property
    def evidence(self) -> float:
        """The digits that the telling rows meet, less the cost of the form."""
        return self.met - self.form.cost

    def earned(self, tried: float, without: Sequence[int] = (), bridged: int = 0) -> bool:
        """Whether the rows, but for those of one cell, are enough to believe the relation among 10^`tried` others.

        `bridged` are rows that the relation joins across that cell.
        """
        agreeing = [r for r in without if r in self.digits]
        agree = len(self.agree) - len(agreeing) + bridged
        others = len(self.fail) - (len(without) - len(agreeing)) + bool(without)
        lost = [r for r in agreeing if r in self.telling]
        telling = len(self.telling) - len(lost) + bridged
        evidence = self.evidence - sum(self.digits[r] for r in lost) - (0 if self.form.stated else tried)
        return (
            agree >= MIN_ROWS - self.form.stated
            and agree * self.form.quorum[1] >= (agree + others) * self.form.quorum[0]
            and telling >= MIN_ROWS - (2 * self.form.stated or evidence >= PLENTY)
            and evidence >= EARNED
        )


def best(
    target: Series, columns: Sequence[Series], forms: Sequence[Form], apart: frozenset[int] = frozenset()
) -> Fit | None:
    """The relation that the rows of a column obey; None where there is none, or two that do not say the same.

    Rows that stand `apart` may break it.
    """
    tried = effort(forms)
    fits = (fit(target, columns, form, apart) for form in forms)
    found = [f for f in fits if f is not None and f.earned(tried)]
    if not found:
        return None
    chosen = max(found, key=lambda f: (len(f.agree), f.form.stated, f.evidence))
    rivals = [f for f in found if f is not chosen and len(f.agree) >= len(chosen.agree)]
    if any(set(rival.fail) != set(chosen.fail) for rival in rivals):
        return None
    return chosen


def effort(forms: Sequence[Form]) -> float:
    """The digits that finding one among so many forms is worth; those that have a cost bear it themselves."""
    return math.log10(sum(not form.cost for form in forms) or 1)


def fit(target: Series, columns: Sequence[Series], form: Form, apart: frozenset[int] = frozenset()) -> Fit | None:
    """Where a form holds; None where fewer than half of the first rows obey it."""
    agree, telling, fail = list[int](), set[int](), list[int]()
    digits: dict[int, float] = {}
    seen = set[tuple[float, ...]]()
    plain, value = form.plain, form.value
    if form.name in SUMS and not plain and len({columns[c].dims for c in form.sources}) > 1:
        return None
    given = [columns[c].numbers(plain) for c in form.sources]
    loose = [columns[c].loose for c in form.sources]
    wanted_all, written, halves = target.numbers(plain), target.plain, target.halves
    met, wide = 0.0, set[int]()
    for row, wanted in enumerate(wanted_all):
        if row == SAMPLE and len(agree) * 2 < len(agree) + len(fail):
            return None
        if wanted != wanted:
            continue
        inputs = [column[row] for column in given]
        result = value(*inputs) if all(map(math.isfinite, inputs)) else math.inf
        if not math.isfinite(result):
            continue
        half = halves[row] if plain or not written[row] else halves[row] * wanted / written[row]
        slack = half * 1.001 + abs(result) * sum(column[row] for column in loose)
        if not abs(result - wanted) <= slack:
            if row not in apart:
                fail.append(row)
            continue
        agree.append(row)
        if abs(result - wanted) > half:
            wide.add(row)
        digits[row] = min(3.0, max(0.0, math.log10(abs(wanted) / (2 * slack)))) if wanted and slack else 0.0
        trivial = not wanted or 0 in inputs or (1 in inputs and form.name != "factor")
        trivial = trivial or (len(inputs) > 2 and wanted in inputs)
        trivial = trivial or (form.name in SUMS and min(map(abs, inputs)) <= slack)
        key = (wanted, *inputs)
        if not trivial and key not in seen and (len(inputs) < 2 or inputs[0] != inputs[1]):
            seen.add(key)
            telling.add(row)
            met += digits[row]
    return Fit(form, tuple(agree), frozenset(telling), tuple(fail), digits, met, frozenset(wide))


def relations(
    found: Fit,
    tried: float,
    target: Series,
    columns: Sequence[Series],
    subject: str,
    apart: frozenset[int] = frozenset(),
) -> Iterator[Relation]:
    """The relations of the cells that a fit decides: those that hold by the word of others, and one that does not.

    Rows that stand `apart` are cases of their own, or explained otherwise: they may break it.
    """
    found = found._replace(fail=tuple(r for r in found.fail if r not in apart))
    support: list[Quantity] = []
    if len(found.fail) == 1:
        support = [q for r in found.agree[:MIN_ROWS] if (q := target.quantities[r]) is not None]
    if (found.form.fitted and not _sharp(found, target)) or not judged(found, target, columns):
        return
    involved = (target, *(columns[c] for c in found.form.sources))
    timed = any(name == "time" for column in involved for dims in column.dims for name, _ in dims)
    least = MIN_ROWS - found.form.stated
    firm = found.agree if found.form.stated else [r for r in found.agree if r not in found.wide]
    for row in found.agree:
        claim = target.quantities[row]
        if claim is None or not found.earned(tried, (row,)):
            continue
        if len(firm) - (row in firm) < least or row in apart or not _is_kin(found, claim, target, columns, row):
            continue  # another number there would not be accused
        if (row not in found.wide and not timed and not found.form.fitted) or _agrees(found, row, target, columns):
            yield related(found.form, claim, columns, row, subject)
    for row in found.fail:
        claim = target.quantities[row]
        if claim is None or len(found.fail) > 1 or not found.earned(tried, (row,)):
            continue
        one = related(found.form, claim, columns, row, subject, tuple(support))
        accused = len(firm) >= least and _accused(found, claim, target, columns, row)
        yield one if accused else replace(one, aside=True)


def _accused(found: Fit, claim: Quantity, target: Series, columns: Sequence[Series], row: int) -> bool:
    """Whether one wrong digit, and nothing else, explains the one cell that breaks a relation of its column."""
    if not slipped(found.form, claim, columns, row) or _bridged(found.form, claim, columns, row):
        return False
    if _near(found, target, columns, row) or levels_off(target, row):
        return False
    return _is_kin(found, claim, target, columns, row)


def _is_kin(found: Fit, claim: Quantity, target: Series, columns: Sequence[Series], row: int) -> bool:
    """Whether other rows that obey a relation speak for a cell: they are of its dimension, and no factor by steps."""
    form = found.form
    if not any(r != row and (q := target.quantities[r]) and q.unit.dims == claim.unit.dims for r in found.agree):
        return False
    whole = claim.numeral.exact and not claim.unit.dims and claim.numeral.number < FEW
    return form.name != "factor" or not (whole or (form.fitted and _unlike(target, columns, form)))


def _sharp(found: Fit, target: Series) -> bool:
    """Whether rows say a constant with so many digits that it is no chance."""
    written = [significant(q) for r in found.telling if (q := target.quantities[r]) is not None]
    return bool(written) and median(written) >= WRITTEN and median(found.digits[r] for r in found.telling) >= SHARP


def _near(found: Fit, target: Series, columns: Sequence[Series], row: int) -> bool:
    """Whether a cell that breaks a relation which nobody states comes as near as one that was measured."""
    form = found.form
    value = form.value(*(columns[c].numbers(form.plain)[row] for c in form.sources))
    wanted = target.numbers(form.plain)[row]
    off = abs(value - wanted) / (min(abs(value), abs(wanted)) or 1)
    return not form.stated and off < min(FAR, BEYOND * found.noise)


def levels_off(target: Series, row: int) -> bool:
    """Whether a cell is that of the row before or after it, at the end of its column: a cap or a floor."""
    numbers = [n for n in target.plain if math.isfinite(n)]
    here = target.plain[row]
    return len(numbers) > MIN_ROWS and (
        (here == numbers[-1] == numbers[-2] and row >= len(target.plain) - 2)
        or (here == numbers[0] == numbers[1] and row <= 1)
    )


def judged(found: Fit, target: Series, columns: Sequence[Series]) -> bool:
    """Whether the judge finds that one of the first rows obeys."""
    return any(_agrees(found, row, target, columns) for row in found.agree[:PROBES])


def _agrees(found: Fit, row: int, target: Series, columns: Sequence[Series]) -> bool:
    """Whether the judge, too, finds that a row obeys: it may read the units in another way."""
    claim = target.quantities[row]
    return claim is not None and judge(related(found.form, claim, columns, row, "")).status == "agrees"


def related(
    form: Form, claim: Quantity, columns: Sequence[Series], row: int, subject: str, support: tuple[Quantity, ...] = ()
) -> Relation:
    """The relation of one cell by a form."""
    given = [q for c in form.sources if (q := columns[c].quantities[row]) is not None]
    return Relation(
        "table", claim, form.make(given), "=", subject.strip(), origin="inferred", rule=form.name, support=support
    )


def _unlike(target: Series, columns: Sequence[Series], form: Form) -> bool:
    """Whether a factor that is no whole number joins columns of two dimensions: it may only nearly hold."""
    factor = form.value(1.0)
    whole = factor > 0 and any(math.isclose(n, round(n)) and round(n) > 1 for n in (factor, 1 / factor))
    return not whole and any(columns[c].dims != target.dims for c in form.sources)


def _bridged(form: Form, claim: Quantity, columns: Sequence[Series], row: int) -> bool:
    """Whether another column of the row is the very factor that a cell is off by: one that is 1 in the other rows."""
    value = form.value(*(columns[c].numbers(form.plain)[row] for c in form.sources))
    if not math.isfinite(value) or not value:
        return False
    off = float(claim.numeral.number) * (1.0 if form.plain else float(claim.unit.factor)) / value
    others = (columns[c].plain[row] for c in range(len(columns)) if c not in form.sources)
    return any(math.isclose(off, other) or math.isclose(off * other, 1) for other in others if other and other != 1)


def slipped(form: Form, claim: Quantity, columns: Sequence[Series], row: int) -> bool:
    """Whether one wrong digit explains a cell that breaks the relation of its column."""
    value = form.value(*(columns[c].numbers(form.plain)[row] for c in form.sources))
    if not math.isfinite(value):
        return False
    factor = 1.0 if form.plain else float(claim.unit.factor)
    rounding = sum(columns[c].loose[row] for c in form.sources)
    slack = abs(value) * rounding / factor + float(claim.numeral.place) / 2
    best_value = Fraction(value / factor)
    return near_digit(claim, best_value - Fraction(slack), best_value + Fraction(slack))
