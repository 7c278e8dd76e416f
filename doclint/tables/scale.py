"""Columns as exact integers of one scale, and how near a written number comes to a derived one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from doclint.derive import digits, magnitude
from doclint.model import Quantity, Rational

FINEST = 10**24
CURRENCIES = "$€£¥₹"
PLAIN = ((), False, False)
SHARE = ((), True, False)


class Scaled(NamedTuple):
    """A column: amounts and half their last written places in base units × `scale`, None where there is no number."""

    amounts: tuple[int | None, ...]
    halves: tuple[int, ...]


def scaled(column: Sequence[Quantity | None]) -> Scaled:
    """A column over one dimension; cells of another count as empty, and bare ones share the only currency."""
    kinds: dict[tuple[object, ...], int] = {}
    for q in column:
        if q is not None:
            kinds[_kind(q)] = kinds.get(_kind(q), 0) + 1
    main = max(kinds, key=lambda k: kinds[k], default=None)
    money = {kind for kind in kinds if len(kind) == 1}
    mixed = len(money) == 1 and kinds.keys() <= {*money, PLAIN, SHARE}
    alike = {*money, PLAIN} if mixed else {main}
    values: list[tuple[Rational, Rational] | None] = []
    denominator = 1
    for q in column:
        if q is None or _kind(q) not in alike:
            values.append(None)
            continue
        factor = 1 if len(_kind(q)) == 1 else q.unit.factor
        number, place = q.numeral.number, q.numeral.place
        pair = (number, place) if factor == 1 else (number * factor, place * factor)
        values.append(pair)
        for one in pair:
            if type(one) is Fraction and denominator % one.denominator:
                denominator = math.lcm(denominator, one.denominator)
        if denominator > FINEST:
            return Scaled((None,) * len(column), (0,) * len(column))
    return Scaled(
        tuple(None if v is None else 2 * _times(v[0], denominator) for v in values),
        tuple(0 if v is None else _times(v[1], denominator) for v in values),
    )


def _times(number: Rational, denominator: int) -> int:
    """A number times a multiple of its denominator."""
    return number.numerator * (denominator // number.denominator)


def _kind(quantity: Quantity) -> tuple[object, ...]:
    unit = quantity.unit
    if unit.text[:1] in CURRENCIES and unit.text:
        return (unit.text[0],)
    return (unit.dims, unit.text in ("%", "pp"), unit.text == "x")


def same_kind(claim: Quantity, parts: Sequence[Quantity]) -> bool:
    """Whether numbers are amounts of the same: of one currency, of one dimension, shares or none."""
    if claim.unit.text[:1] in CURRENCIES and claim.unit.text:
        return all(q.unit.text[:1] == claim.unit.text[0] for q in parts)
    return all(q.unit.dims == claim.unit.dims and (q.unit.text == "%") == (claim.unit.text == "%") for q in parts)


def in_currency(claim: Quantity, part: Quantity) -> Quantity:
    """An amount of money in the unit of another: a table leaves out the time that its amounts are for."""
    return claim._replace(unit=part.unit) if claim.unit.text[:1] in CURRENCIES and claim.unit.text else claim


def base(quantity: Quantity) -> Fraction:
    """The amount of a quantity in base units; amounts of money lose the time they are for."""
    factor = 1 if quantity.unit.text[:1] in CURRENCIES and quantity.unit.text else quantity.unit.factor
    return Fraction(quantity.numeral.number) * factor


def weight(amount: int, half: int) -> float:
    """Decimal digits of evidence in a number that was met within `half`."""
    return max(0.0, math.log10(abs(amount) / (2 * half))) if amount and half else (3.0 if amount else 0.0)


def significant(quantity: Quantity) -> int:
    """The written digits of a number, without the zeros that end a whole one."""
    written = digits(quantity).lstrip("0")
    return len(written.rstrip("0") if quantity.numeral.exact else written)


def near_digit(quantity: Quantity, low: Rational, high: Rational) -> bool:
    """Whether changing one written digit of a quantity brings it between two numbers in its own unit."""
    written = digits(quantity)
    size, place = quantity.numeral.size, Fraction(quantity.numeral.place)
    if low < 0 or high < 0:
        low, high = sorted((magnitude(low), magnitude(high)))
    count = min(len(written), 18)
    for power in range(count):
        step = place * 10**power
        here = int(size / step) % 10
        for digit in range(10):
            if digit != here and low <= size + (digit - here) * step <= high:
                return True
    return False
