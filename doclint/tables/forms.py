"""The relations that are tried for a column of a table: what they read, what they give and how they are written."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from doclint.model import BARE, TIME, Apply, Expr, Leaf, Numeral, Quantity
from doclint.tables.scale import significant
from doclint.wording import number_text

MIN_ROWS = 3
MAX_CONSTANT = 10**6
WRITTEN_NOWHERE = frozenset((10, 100))
"""Known constants that are no units of anything."""
KNOWN = frozenset((8, 10, 12, 24, 30, 60, 100, 365, 1000, 1024, 1440, 3600, 8760, 86_400, 1_000_000))
OF_THREE = 1.0
QUORUM = (3, 4)

Column = Sequence[Quantity | None]
Make = Callable[[Sequence[Quantity]], Expr]


class Form(NamedTuple):
    """A relation tried: its name, the columns it reads, its value and its writing.

    `stated` forms are said by the table itself, `quorum` is how many rows of how many must obey.
    `cost` are the digits that must be met beyond those of a plain relation of two columns; a form with a constant
    that nobody writes is `fitted`.
    """

    name: str
    sources: tuple[int, ...]
    value: Callable[..., float]
    make: Make
    plain: bool = False
    cost: float = 0.0
    stated: bool = False
    quorum: tuple[int, int] = QUORUM
    fitted: bool = False


class Series(NamedTuple):
    """A column as floats: its numbers as written and in base units, relative rounding as inputs, half their places.

    A cell without a number is NaN in all of them. `dims` are the dimensions that stand in the column.
    """

    quantities: Column
    plain: tuple[float, ...]
    scaled: tuple[float, ...]
    loose: tuple[float, ...]
    halves: tuple[float, ...]
    dims: frozenset[tuple[tuple[str, int], ...]]

    def numbers(self, plain: bool) -> tuple[float, ...]:
        """The numbers as written, or in base units."""
        return self.plain if plain else self.scaled


def series(column: Column) -> Series:
    """A column with its numbers as floats."""
    rows = [(math.nan,) * 4 if q is None else _floats(q) for q in column]
    plain, scaled, loose, halves = zip(*rows, strict=True) if rows else ((), (), (), ())
    return Series(column, plain, scaled, loose, halves, frozenset(q.unit.dims for q in column if q is not None))


def _floats(quantity: Quantity) -> tuple[float, float, float, float]:
    numeral = quantity.numeral
    try:
        number, half = float(numeral.number), float(numeral.place) / 2
        if numeral.hedge == "~" and numeral.exact and number and significant(quantity) > 1:
            written = numeral.text.rstrip("0,")
            half *= 10 ** sum(c == "0" for c in numeral.text[len(written) :])  # ~580 is rounded to tens
        scaled = number * float(quantity.unit.factor)
    except OverflowError:
        return math.inf, math.inf, 0.0, 0.0
    return number, scaled, 0.0 if numeral.exact or not number else half / abs(number), half


def pairs(near: Sequence[int], plain: bool) -> Iterator[Form]:
    """The relations of two columns, and the products and quotients of three."""
    for a, b in combinations(near, 2):
        yield from of_two(a, b, plain)
    for a, b, c in combinations(near, 3):
        yield Form("product", (a, b, c), lambda x, y, z: x * y * z, _product, plain, OF_THREE)
        for first, second, under in ((a, b, c), (a, c, b), (b, c, a)):
            yield Form("quotient", (first, second, under), _three, _rule_of_three, plain, OF_THREE)


def of_two(a: int, b: int, plain: bool = False) -> Iterator[Form]:
    """Sums, differences, products, quotients and relative changes of two columns."""
    yield Form("product", (a, b), lambda x, y: x * y, binary("*"), plain)
    yield quotient(a, b, plain)
    yield quotient(b, a, plain)
    yield Form("sum", (a, b), lambda x, y: x + y, binary("+"), plain)
    yield difference(a, b, plain)
    yield difference(b, a, plain)
    if not plain:
        yield change(a, b)
        yield change(b, a)


def quotient(a: int, b: int, plain: bool = False) -> Form:
    """One column over another."""
    return Form("quotient", (a, b), lambda x, y: x / y if y else math.inf, binary("/"), plain)


def difference(a: int, b: int, plain: bool = False) -> Form:
    """One column less another."""
    return Form("difference", (a, b), lambda x, y: x - y, binary("-"), plain)


def change(a: int, b: int) -> Form:
    """The relative change from one column to another."""
    return Form("change", (a, b), lambda x, y: (y - x) / x if x else math.inf, _change)


def saving(a: int, b: int) -> Form:
    """The part of one column by which another is smaller."""
    return Form("change", (a, b), lambda x, y: (x - y) / x if x else math.inf, _saving)


def binary(op: str) -> Make:
    """The writing of an operator between columns."""
    return lambda given: Apply(op, tuple(Leaf(q) for q in given))


def _three(x: float, y: float, z: float) -> float:
    return x * y / z if z else math.inf


def _product(given: Sequence[Quantity]) -> Expr:
    return Apply("*", (Apply("*", (Leaf(given[0]), Leaf(given[1]))), Leaf(given[2])))


def _rule_of_three(given: Sequence[Quantity]) -> Expr:
    return Apply("/", (Apply("*", (Leaf(given[0]), Leaf(given[1]))), Leaf(given[2])))


def _change(given: Sequence[Quantity]) -> Expr:
    return Apply("/", (Apply("-", (Leaf(given[1]), Leaf(given[0]))), Leaf(given[0])))


def _saving(given: Sequence[Quantity]) -> Expr:
    return Apply("/", (Apply("-", (Leaf(given[0]), Leaf(given[1]))), Leaf(given[0])))


def of_one(source: Series, target: Series, a: int, stated: Sequence[Quantity]) -> Iterator[Form]:
    """Factors that the header states or the rows share, whole parts, and shares of the whole column."""
    both = [(q, t) for q, t in zip(source.quantities, target.quantities, strict=True) if q and t]
    if len(both) < MIN_ROWS:
        return
    for factor in stated[:4]:
        if factor.unit.dims == TIME:
            factor = factor._replace(unit=BARE)  # so many years of what one year takes
        k = float(factor.numeral.number) * float(factor.unit.factor)
        if k not in (0, 1):
            yield times(a, factor)
            yield over(a, factor)
            yield Form("parts", (a,), lambda x, k=k: float(math.ceil(x / k)), _whole(factor), stated=True)
    same = {q.unit.dims for q, _ in both} == {t.unit.dims for _, t in both}
    yield from fitted(source, target, a, not same)
    if same and {q.unit.text for q, _ in both}.isdisjoint(t.unit.text for _, t in both):
        yield Form("conversion", (a,), lambda x: x, lambda given: Leaf(given[0]))
    if all(t.unit.text == "%" for _, t in both) and len({q.unit.dims for q, _ in both}) == 1:
        whole_column = [q for q in source.quantities if q is not None]
        total = math.fsum(x for x in source.scaled if math.isfinite(x))
        if total:
            sums: Expr = Apply("+", tuple(Leaf(q) for q in whole_column))
            yield Form(
                "share", (a,), lambda x: x / total, lambda given: Apply("/", (Leaf(given[0]), sums)), stated=True
            )


def fitted(source: Series, target: Series, a: int, plain: bool) -> Iterator[Form]:
    """A constant factor that most rows may share: a whole number either way, or one of few figures."""
    ratios = sorted(
        t / s for s, t in zip(source.numbers(plain), target.numbers(plain), strict=True) if s and t and s * t == s * t
    )
    k = ratios[len(ratios) // 2] if ratios else 0.0
    if not 1 / MAX_CONSTANT < k < MAX_CONSTANT:
        return
    large = max(k, 1 / k)
    for whole in sorted({round(large), *(known for known in KNOWN if abs(large / known - 1) < 0.01)}):
        if whole > 1 and abs(large - whole) <= whole * 0.05:
            yield times(a, constant(whole), plain) if k > 1 else over(a, constant(whole), plain)
    if (multiple := _rounded(k)) is not None:
        yield times(a, multiple, plain)
    if (divisor := _rounded(1 / k)) is not None:
        yield over(a, divisor, plain)


def _rounded(k: float) -> Quantity | None:
    """A number between hundredths and hundreds in two figures, or in three of which the last is a five."""
    if not 0.01 < k < 100:
        return None
    places = 2 - math.floor(math.log10(k))
    number = round(k * 10**places / 5) * 5
    if abs(k * 10**places / number - 1) > 0.004:
        return None
    if number % 10 and abs(round(k * 10**places / 10) * 10 - k * 10**places) < 1:
        number = round(number / 10) * 10
    rounded = constant(number, places)
    size = rounded.numeral.size
    return rounded if size.denominator > 1 and (size / rounded.numeral.place) > 1 else None


def times(a: int, factor: Quantity, plain: bool = False) -> Form:
    """A column times a constant."""
    k = float(factor.numeral.number) * float(factor.unit.factor)

    def make(given: Sequence[Quantity]) -> Expr:
        return Apply("*", (Leaf(given[0]), Leaf(factor)))

    return Form("factor", (a,), lambda x: x * k, make, plain, _cost(factor), factor.start >= 0, fitted=_nowhere(factor))


def over(a: int, factor: Quantity, plain: bool = False) -> Form:
    """A column over a constant."""
    k = float(factor.numeral.number) * float(factor.unit.factor)

    def make(given: Sequence[Quantity]) -> Expr:
        return Apply("/", (Leaf(given[0]), Leaf(factor)))

    return Form("factor", (a,), lambda x: x / k, make, plain, _cost(factor), factor.start >= 0, fitted=_nowhere(factor))


def _cost(factor: Quantity) -> float:
    """The digits that a fitted constant takes from its evidence; one that the header states takes none."""
    if factor.start >= 0:
        return 0.0
    if factor.numeral.number in KNOWN:
        return math.log10(len(KNOWN))
    return math.log10(float(factor.numeral.size / factor.numeral.place)) + 0.5


def _nowhere(factor: Quantity) -> bool:
    """Whether nobody writes a constant, and no calendar or unit has it."""
    number = factor.numeral.number
    return factor.start < 0 and (number not in KNOWN or number in WRITTEN_NOWHERE)


def _whole(factor: Quantity) -> Make:
    return lambda given: Apply("ceil", (Apply("/", (Leaf(given[0]), Leaf(factor))),))


def constant(number: int, places: int = 0) -> Quantity:
    """A number that the rows share and nobody writes; its last digit is 10^-`places`."""
    while places > 0 and number % 10 == 0:
        number, places = number // 10, places - 1
    size = Fraction(number, 10**places) if places else number
    step = Fraction(1, 10**places) if places else 1
    return Quantity(Numeral(number_text(size), size, step), BARE, -1, -1)
