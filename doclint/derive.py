"""Evaluates an expression to an exact interval with its hard dimensions, under one way of taking its units.

Modes: "strict" keeps units as written; "timeless" takes times as bare numbers (86,400 seconds is 86400); "plain" takes
every unit as a label. Percentages are ratios in all modes.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from doclint import interval, units
from doclint.model import SIZE, TIME, Apply, Expr, Leaf, Quantity, Rational, Unit

Dims = tuple[tuple[str, int], ...]


class Amounts(NamedTuple):
    """An evaluated expression in base units: exact inputs give `best`, inputs as rounded give low..high.

    `scale` is the unit factor that a bare number beside it would take; `bare` tells that an operand has no hard unit.
    """

    best: Rational
    low: Rational
    high: Rational
    dims: Dims
    scale: Rational
    bare: bool


class UndefinedError(Exception):
    """The expression has no number: a symbol, a division by zero, units that do not add, or out of bounds."""


@lru_cache(maxsize=2048)
def _timeless(unit: Unit) -> tuple[Rational, Dims]:
    """Factor and dimensions of a unit with its times taken as bare numbers."""
    factor: Rational = unit.factor
    for at, part in enumerate(unit.text.replace(" per ", "/").split("/")):
        known = units.parse(part.strip()) if part.strip() else None
        if known is not None and known.dims == TIME:
            factor = Fraction(factor) * known.factor if at else Fraction(factor) / known.factor
    return factor, tuple(d for d in unit.dims if d[0] != "time")


def unit_in(unit: Unit, mode: str) -> tuple[Rational, Dims]:
    """Factor to base units and hard dimensions of a unit in a mode."""
    if mode == "strict" or (not unit.dims and mode != "plain" and "/" not in unit.text):
        return unit.factor, unit.dims
    if mode == "timeless":
        return _timeless(unit)
    return (unit.factor if unit.text in ("%", "percent", "pp", "pct", "‰") else 1), ()


def combine(a: Dims, b: Dims, sign: int = 1) -> Dims:
    """Exponents of a product (sign 1) or quotient (sign -1)."""
    if not b:
        return a
    if not a and sign == 1:
        return b
    sums = dict(a)
    for name, power in b:
        sums[name] = sums.get(name, 0) + sign * power
    return tuple(sorted((n, p) for n, p in sums.items() if p))


def evaluate(expr: Expr, mode: str = "strict", widen: bool = False, lone_bytes: bool = False) -> Amounts:
    """The amounts of an expression.

    widen: rounded inputs stand for intervals. lone_bytes: a bare capital B means bytes, not billions.
    Raises UndefinedError.
    """
    try:
        return _evaluate(expr, mode, widen, lone_bytes)
    except (ArithmeticError, ValueError) as error:
        raise UndefinedError(str(error)) from None


def digits(quantity: Quantity) -> str:
    """The written digits of a numeral without separators, leading zeros and scale."""
    mantissa = quantity.numeral.text.lower().split("e")[0]
    return "".join(c for c in mantissa if c.isdigit()).lstrip("0")


CHANGES = frozenset(("drop", "rise", "change", "factor", "span"))
"""Functions of two measured amounts; any written fraction of these is rounded."""


def _is_rounded(quantity: Quantity, measured: bool) -> bool:
    """Whether an input may stand for an interval: not counts, nor parameters of one digit such as 0.3."""
    numeral = quantity.numeral
    if numeral.hedge == "~":
        return True
    if numeral.exact:
        return bool(quantity.unit.dims) and numeral.size >= 10
    return measured or len(digits(quantity)) > 1


def _leaf(quantity: Quantity, mode: str, widen: bool, lone_bytes: bool, measured: bool = False) -> Amounts:
    numeral = quantity.numeral
    number: Rational = numeral.number
    factor, dims = unit_in(quantity.unit, mode)
    if lone_bytes and quantity.label == "B":
        number, factor, dims = _tidy(Fraction(number) / 10**9), 8, SIZE
    best = number * factor if factor != 1 else number
    low = high = best
    if widen and _is_rounded(quantity, measured):
        half = abs(Fraction(numeral.place) * factor / 2)
        low, high = best - half, best + half
    return Amounts(best, low, high, dims, factor if dims else 1, not dims)


def _evaluate(expr: Expr, mode: str, widen: bool, lone_bytes: bool) -> Amounts:
    if isinstance(expr, Leaf):
        return _leaf(expr.quantity, mode, widen, lone_bytes)
    if not isinstance(expr, Apply):
        raise UndefinedError("symbol")
    if expr.op == "/" and all(isinstance(a, Apply) and a.op == "log" and len(a.args) == 1 for a in expr.args):
        expr = Apply("/", tuple(Apply("ln", a.args) for a in expr.args if isinstance(a, Apply)))
    op = expr.op
    if op in CHANGES:
        return _change(
            op,
            *(
                _leaf(a.quantity, mode, widen, lone_bytes, True)
                if isinstance(a, Leaf)
                else _evaluate(a, mode, widen, lone_bytes)
                for a in expr.args
            ),
        )
    args = [_evaluate(a, mode, widen, lone_bytes) for a in expr.args]
    if op in ("*", "/"):
        return _product(op, args[0], args[1], widen)
    if op in ("+", "-"):
        total = args[0]
        if _is_percent(expr.args[0]) and any(a.dims for a in args):
            raise UndefinedError("a share of an amount that is not named")
        for i, arg in enumerate(args[1:]):
            total = _sum(op, total, arg, expr.args[i + 1])
        return total
    if op == "neg":
        only = args[0]
        return only._replace(best=-only.best, low=-only.high, high=-only.low)
    if op == "^":
        return _power(args[0], args[1])
    return _function(op, args)


def magnitude(number: Rational) -> Rational:
    """A number without its sign."""
    return number if number >= 0 else -number


def _tidy(number: Rational) -> Rational:
    return number.numerator if type(number) is Fraction and number.denominator == 1 else number


def _product(op: str, a: Amounts, b: Amounts, widen: bool) -> Amounts:
    dims = combine(a.dims, b.dims, 1 if op == "*" else -1)
    if op == "*":
        best: Rational = a.best * b.best
        scale = a.scale * b.scale
    else:
        if b.best == 0:
            raise UndefinedError("division by zero")
        best = _tidy(Fraction(a.best) / b.best)
        scale = Fraction(a.scale) / b.scale
    if (a.low is a.high and b.low is b.high) or not widen:
        low = high = best
    else:
        step = interval.mul if op == "*" else interval.div
        low, high = step((a.low, a.high), (b.low, b.high))
    bound = max(_bits(best), _bits(low))
    if bound > 8192:
        raise UndefinedError("too large")
    return Amounts(_tidy(best), low, high, dims, scale, a.bare or b.bare)


def _bits(number: Rational) -> int:
    return number.numerator.bit_length() + number.denominator.bit_length()


def _is_percent(expr: Expr) -> bool:
    return isinstance(expr, Leaf) and expr.quantity.unit.text in ("%", "percent")


def _sum(op: str, a: Amounts, b: Amounts, right: Expr) -> Amounts:
    if _is_percent(right) and (a.dims or magnitude(a.best) > 1):
        share = (1 + b.best) if op == "+" else (1 - b.best)
        return a._replace(best=_tidy(a.best * share), low=a.low * share, high=a.high * share)
    if a.dims != b.dims:
        if not a.dims and a.bare:
            a = a._replace(
                best=a.best * b.scale, low=a.low * b.scale, high=a.high * b.scale, dims=b.dims, scale=b.scale
            )
        elif not b.dims and b.bare:
            b = b._replace(best=b.best * a.scale, low=b.low * a.scale, high=b.high * a.scale)
        else:
            raise UndefinedError("units that do not add")
    if op == "+":
        return Amounts(_tidy(a.best + b.best), a.low + b.low, a.high + b.high, a.dims, a.scale, a.bare or b.bare)
    return Amounts(_tidy(a.best - b.best), a.low - b.high, a.high - b.low, a.dims, a.scale, a.bare or b.bare)


def _power(a: Amounts, b: Amounts) -> Amounts:
    if b.dims or a.dims:
        raise UndefinedError("power of a unit")
    low, high = interval.power((a.low, a.high), b.best)
    best = interval.power((a.best, a.best), b.best)[0] if a.low is not a.high else low
    return Amounts(_tidy(best), low, high, (), 1, True)


def _change(name: str, old: Amounts, new: Amounts) -> Amounts:
    """What changes between two amounts: a part of the first, a factor, or how many whole numbers they span."""
    if old.dims != new.dims and old.dims and new.dims:
        raise UndefinedError("units that do not compare")
    if name == "span":
        best = new.best - old.best + 1
        return Amounts(_tidy(best), best, best, (), 1, True)
    if old.low is old.high and new.low is new.high:
        best = _between(name, old.best, new.best)
        return Amounts(_tidy(best), best, best, (), 1, True)
    ends = [_between(name, a, b) for a in (old.low, old.high) for b in (new.low, new.high)]
    low = 0 if old.low <= new.high and new.low <= old.high and name != "factor" else min(ends)
    return Amounts(_tidy(_between(name, old.best, new.best)), low, max(ends), (), 1, True)


def _between(name: str, a: Rational, b: Rational) -> Rational:
    if a == 0 or b == 0:
        raise UndefinedError("change from zero")
    return max(Fraction(a) / b, Fraction(b) / a) if name == "factor" else abs(Fraction(b) - a) / magnitude(a)


def _function(name: str, args: list[Amounts]) -> Amounts:
    first = args[0]
    if name == "downtime":
        return first._replace(best=1 - first.best, low=1 - first.high, high=1 - first.low)
    if name == "nines":
        gap, count = 1 - Fraction(first.best), 0
        while count < 30 and 0 < gap <= Fraction(1, 10 ** (count + 1)):
            count += 1
        return Amounts(count, count, count, (), 1, True)
    if name in ("min", "max", "abs", "round", "ceil", "floor") and all(a.dims == first.dims for a in args):
        best = interval.call(name, [(a.best, a.best) for a in args])[0]
        low, high = interval.call(name, [(a.low, a.high) for a in args])
        return Amounts(_tidy(best), low, high, first.dims, first.scale, first.bare)
    if any(a.dims for a in args):
        raise UndefinedError(f"{name} of a unit")
    best_low, best_high = interval.call(name, [(a.best, a.best) for a in args])
    low, high = interval.call(name, [(a.low, a.high) for a in args])
    return Amounts(_tidy((Fraction(best_low) + best_high) / 2), low, high, (), 1, True)


def exchanged(expr: Expr, numbers: Mapping[tuple[int, int], Rational]) -> Expr:
    """An expression with other numbers at some places; everything else of their writing stays."""
    if isinstance(expr, Leaf):
        new = numbers.get((expr.quantity.start, expr.quantity.end))
        if new is None:
            return expr
        return Leaf(expr.quantity._replace(numeral=expr.quantity.numeral._replace(number=new)))
    if isinstance(expr, Apply):
        return Apply(expr.op, tuple(exchanged(a, numbers) for a in expr.args))
    return expr
