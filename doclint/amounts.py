"""Two quantities as amounts: whether they may be the same, are as written, or stand one written digit apart."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from doclint import units
from doclint.judge.closeness import half_place
from doclint.model import BARE, Quantity, Rational
from doclint.readings.values import in_billions
from doclint.slips import differ_in_one

MOST = 10**300
_ONE_SIDED = ("<", ">", "≤", "≥")

Key = tuple[object, int, int]


def key(quantity: Quantity) -> Key:
    """Hard dimensions, leading digits and magnitude of a quantity in base units: equal for equal amounts."""
    digits, exponent = _leading(quantity.numeral.size, quantity.unit.factor)
    return (_kind(quantity) if digits else quantity.unit.dims, digits, exponent)


def _kind(quantity: Quantity) -> object:
    return quantity.unit.dims or (quantity.unit.text if quantity.unit.text in ("%", "x") else "")


@lru_cache(maxsize=65536)
def _leading(size: Rational, factor: Rational) -> tuple[int, int]:
    """The four leading digits of an amount and its power of ten; zeros for nothing."""
    if not size:
        return 0, 0
    if type(size) is int and factor == 1:
        length = len(str(size))
        return round(size, 4 - length) // 10 ** (length - 4) if length > 4 else size * 10 ** (4 - length), length - 1
    number = Fraction(size) * factor
    exponent = len(str(number.numerator)) - len(str(number.denominator))
    while number >= Fraction(10) ** (exponent + 1):
        exponent += 1
    while number < Fraction(10) ** exponent:
        exponent -= 1
    return round(number * 1000 / Fraction(10) ** exponent), exponent


def written(quantity: Quantity) -> Iterator[tuple[Key, Quantity]]:
    """The amounts that a quantity may be elsewhere: as it is, without its period, as a bare number, `B` as billions."""
    yield key(quantity), quantity
    unit = quantity.unit
    if not unit.text:
        return
    plain = quantity._replace(unit=BARE)
    if ("time", -1) in unit.dims and len(unit.dims) > 1 and "/" in unit.text:
        head = units.lookup(unit.text.split("/", 1)[0])
        if head is not None:
            without = quantity._replace(unit=head)
            yield key(without), without
    if quantity.numeral.size >= 10 and not (unit.dims == plain.unit.dims and unit.text not in ("%", "x")):
        yield key(plain), plain
    if unit.text == "B":
        counted = in_billions(quantity)
        yield key(counted), counted


def significant(quantity: Quantity) -> int:
    """How many significant digits are written, trailing zeros of integers not counted."""
    digits = "".join(c for c in quantity.numeral.text.split("e")[0] if c.isdigit()).lstrip("0")
    return len(digits.rstrip("0")) if "." not in quantity.numeral.text else len(digits)


def comparable(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities may be one amount: of one dimension, or bare beside any but money; none is a bound."""
    if (a.unit.dims != b.unit.dims or _kind(a) != _kind(b)) and not (_bare(a) or _bare(b)):
        return False
    if _money(a) != _money(b):
        return False
    return a.numeral.hedge not in _ONE_SIDED and b.numeral.hedge not in _ONE_SIDED


def _bare(quantity: Quantity) -> bool:
    """Whether a number stands without any unit or noun."""
    return not quantity.unit.text and quantity.numeral.size >= 10


def _money(quantity: Quantity) -> bool:
    return any(dimension in units.CURRENCIES for dimension, _ in quantity.unit.dims)


def near(a: Quantity, b: Quantity) -> bool:
    """Whether two amounts are within one order of magnitude."""
    return 0.1 < ratio(a, b) < 10


@lru_cache(maxsize=65536)
def _size(number: Rational, factor: Rational) -> float:
    size = abs(Fraction(number) * factor)
    return float(size) if size < MOST else float(MOST)


def ratio(a: Quantity, b: Quantity) -> float:
    """How many times one amount is the other, roughly; infinite where the other is nothing."""
    alike = a.unit.dims == b.unit.dims
    first = _size(a.numeral.number, a.unit.factor if alike else 1)
    second = _size(b.numeral.number, b.unit.factor if alike else 1)
    return first / second if second else 1.0 if not first else float("inf")


def agree(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities are the same amount as written: one lies within the rounding of the other."""
    if a.numeral.number == b.numeral.number and a.unit.factor == b.unit.factor and a.unit.dims == b.unit.dims:
        return True
    if not 0.94 < ratio(a, b) < 1.07:
        return False
    first, second = _bases(a, b)
    bare = a.unit.dims != b.unit.dims
    slack = max(
        Fraction(half_place(a)) * (1 if bare else a.unit.factor),
        Fraction(half_place(b)) * (1 if bare else b.unit.factor),
    )
    gap = abs(first - second)
    return gap <= slack and gap * 20 <= max(abs(first), abs(second))


def slipped_digit(known: Quantity, quantity: Quantity) -> bool:
    """Whether two amounts, written out in one unit, are equally long and differ in one digit."""
    first, second = _bases(known, quantity)
    place = min(
        Fraction(known.numeral.place) * (known.unit.factor if known.unit.dims == quantity.unit.dims else 1),
        Fraction(quantity.numeral.place) * (quantity.unit.factor if known.unit.dims == quantity.unit.dims else 1),
    )
    return differ_in_one(first, second, place)


def _bases(a: Quantity, b: Quantity) -> tuple[Fraction, Fraction]:
    """Both amounts in base units; plain numbers where one of them has no unit."""
    if a.unit.dims != b.unit.dims:
        return Fraction(a.numeral.number), Fraction(b.numeral.number)
    return Fraction(a.numeral.number) * a.unit.factor, Fraction(b.numeral.number) * b.unit.factor
