"""Bare factors that are steps between units: 1000, 8, 3600."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from doclint.derive import Amounts, unit_in
from doclint.model import Apply, Expr, Leaf, Rational, Relation
from doclint.readings.values import Reading, attempt, per

BINARY = Fraction(1024, 1000)
MAX_FACTORS = 6
_BINARY_STEPS = frozenset(BINARY ** (sign * k) for k in range(1, 7) for sign in (1, -1))
"""How far 1024^k is from 1000^k."""
DAY = Fraction(100_000)
"""The seconds of a day in mental arithmetic."""


def conversion_factor(relation: Relation, value: Amounts, slack: int) -> Iterator[Reading]:
    """A bare number that is itself the step between units: `2 h × 60 = 120 minutes`, `3 GB/s × 86,400 = 259 TB/day`."""
    claim, expr = relation.claim, relation.expr
    bare = _products(list(_bare_factors(expr))[:MAX_FACTORS])
    if not bare:
        return
    plain = attempt(expr, "plain")
    step = Fraction(value.scale) / claim.unit.factor
    for prefix in (Fraction(1), Fraction(1000), Fraction(1, 1000)):
        if plain is not None and _is_near(step * prefix, bare):
            yield Reading("conversion factor", plain.best / prefix, "plain", 1 / prefix, accuses=False)
    inner, rest = unit_in(claim.unit, "timeless")
    timeless = attempt(expr, "timeless")
    if timeless is None or timeless.dims != rest:
        return
    step = (Fraction(value.scale) / timeless.scale) / (Fraction(claim.unit.factor) / inner)
    if _is_near(step, bare):
        for k in range(-min(slack, 6), min(slack, 6) + 1):
            best = per(timeless.best, inner) * BINARY**k
            yield Reading("conversion factor", best, "timeless", BINARY**k / Fraction(inner), accuses=False)


def _products(factors: Sequence[Rational]) -> set[Rational]:
    """The products of all choices of a few factors."""
    found: set[Rational] = set()
    for factor in factors:
        found |= {factor, *(factor * other for other in found)}
    return found


def _is_near(step: Rational, factors: set[Rational]) -> bool:
    """Whether a step between units is among bare factors.

    4 stands for the weeks of a month, 12 for its months, and 10^5 for the seconds of a day.
    """
    if step == 1:
        return False
    return any(
        Fraction(92, 100) <= Fraction(f) / step <= Fraction(108, 100)
        or Fraction(f) / step in _BINARY_STEPS
        or (f in (DAY, 1 / DAY) and Fraction(f) / step in (DAY / 86400, 86400 / DAY))
        for f in factors
        if f
    )


def _bare_factors(expr: Expr, below: bool = False) -> Iterator[Rational]:
    """The bare numbers that an expression multiplies by, and the inverses of those it divides by."""
    if isinstance(expr, Leaf):
        number = expr.quantity.numeral.number
        if not expr.quantity.unit.dims and number:
            yield Fraction(1) / number if below else number
    elif isinstance(expr, Apply) and expr.op in "*/":
        yield from _bare_factors(expr.args[0], below)
        yield from _bare_factors(expr.args[1], below != (expr.op == "/"))
        whole = attempt(expr.args[1], "strict")
        if whole is not None and not whole.dims and whole.best and not isinstance(expr.args[1], Leaf):
            yield Fraction(1) / whole.best if below != (expr.op == "/") else whole.best
