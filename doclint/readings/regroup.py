"""The value of an expression with its operations grouped, or meant, in another way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from doclint.derive import UndefinedError, evaluate
from doclint.model import BARE, Apply, Expr, Leaf, Quantity, Rational, leaves
from doclint.readings.values import per, tried

_POWER = re.compile(r"(\d{1,18}) ?\^ ?(\d{1,18})")


def regrouped(expr: Expr, claim: Quantity) -> Iterator[tuple[str, Rational]]:
    """The value as people may mean it: a / b*c as a/(b*c), a + b / c as (a+b)/c, `p% of` a whole as the whole.

    `9 / 11 / 10 = 30` lists what is summed, and `13 ^ 1 = 12` is exclusive or.
    """
    power = _POWER.fullmatch(expr.quantity.numeral.text) if isinstance(expr, Leaf) else None
    if power is not None:
        yield "exclusive or", int(power[1]) ^ int(power[2])
    if isinstance(expr, Apply) and expr.op == "+" and len(expr.args) > 2:
        expr = Apply("+", (Apply("+", expr.args[:-1]), expr.args[-1]))  # all terms but the last, and the last
    if not isinstance(expr, Apply) or len(expr.args) != 2:
        return
    left, right = expr.args
    if expr.op == "/" and isinstance(left, Leaf) and isinstance(right, Leaf) and not left.quantity.unit.text:
        unit = right.quantity.unit
        if unit.dims == claim.unit.dims != () and right.quantity.numeral.number:
            quotient = Fraction(left.quantity.numeral.number) / Fraction(right.quantity.numeral.number)
            yield "a fraction of a unit", per(quotient * unit.factor, claim.unit.factor)
    if expr.op == "*":
        yield from _stepped(left, right, claim)
    if expr.op == "/" and isinstance(right, Leaf) and isinstance(left, Apply) and left.op == "*":
        yield from _fraction(left, right.quantity, claim)
    listed = _slashed(expr)
    if len(listed) > 2 and not any(q.unit.dims for q in listed):
        total = sum((Fraction(q.numeral.number) for q in listed), Fraction(0))
        if len(listed) > 3 or total == claim.numeral.number:
            yield "a list", total
    share = _leading(expr)
    if share is not None and share.unit.text == "%" and share.numeral.number:
        whole = tried(expr, "strict")
        if whole is not None and whole.dims in (claim.unit.dims, ()):
            part = per(whole.best, claim.unit.factor if whole.dims else 1)
            yield "the whole of a share", Fraction(part) * 100 / Fraction(share.numeral.number)
    other: Expr | None = None
    if expr.op == "*" and isinstance(left, Apply) and left.op == "/":
        other = Apply("/", (left.args[0], Apply("*", (left.args[1], right))))
    elif expr.op in ("+", "-") and isinstance(right, Apply) and right.op == "/":
        other = Apply("/", (Apply(expr.op, (left, right.args[0])), right.args[1]))
    elif expr.op == "+" and isinstance(left, Apply) and left.op == "*" and isinstance(right, Leaf):
        other = Apply("*", (left.args[0], Apply("+", (left.args[1], right))))
    elif (
        expr.op == "+"
        and isinstance(right, Apply)
        and right.op == "*"
        and isinstance(left, Leaf)
        and all(q.unit.text for q in leaves(expr))
    ):
        other = Apply("*", (Apply("+", (left, right.args[0])), right.args[1]))
    if other is None:
        return
    try:
        value = evaluate(other, "strict")
    except UndefinedError:
        return
    if value.dims == claim.unit.dims:
        yield "parentheses left out", per(value.best, claim.unit.factor)
    elif not value.dims:
        yield "parentheses left out", value.best


def _stepped(left: Expr, right: Expr, claim: Quantity) -> Iterator[tuple[str, Rational]]:
    """A quotient of whole things taken up before it is multiplied, and replicas beside the one that they copy."""
    if isinstance(left, Apply) and left.op == "/":
        for function in ("ceil", "floor"):
            value = tried(Apply("*", (Apply(function, (left,)), right)), "strict")
            if value is not None and value.dims in (claim.unit.dims, ()):
                yield "rounded on the way", per(value.best, claim.unit.factor if value.dims else 1)
    if isinstance(right, Leaf) and any(noun == "replica" for noun, _ in right.quantity.unit.nouns):
        value = tried(left, "strict")
        if value is not None and not value.dims:
            yield "with the original", Fraction(value.best) * (Fraction(right.quantity.numeral.number) + 1)


def _fraction(left: Expr, last: Quantity, claim: Quantity) -> Iterator[tuple[str, Rational]]:
    """A product whose last factor is a fraction of a unit: 40 mA × 1/3600 h."""
    if not last.unit.dims or not isinstance(left, Apply):
        return
    number = left.args[1]
    if isinstance(number, Leaf) and not number.quantity.unit.text:
        one = last._replace(numeral=last.numeral._replace(number=1, place=1, exact=True))
        value = tried(Apply("*", (Apply("/", (left, Leaf(last._replace(unit=BARE)))), Leaf(one))), "strict")
        if value is not None and value.dims == claim.unit.dims:
            yield "a fraction of a unit", per(value.best, claim.unit.factor)


def _leading(expr: Expr) -> Quantity | None:
    """The first factor of a product."""
    while isinstance(expr, Apply) and expr.op == "*":
        expr = expr.args[0]
    return expr.quantity if isinstance(expr, Leaf) else None


def _slashed(expr: Expr) -> list[Quantity]:
    """The numbers of a chain of divisions; empty for anything else."""
    found: list[Quantity] = []
    while isinstance(expr, Apply) and expr.op == "/" and len(found) < 64 and isinstance(expr.args[1], Leaf):
        found.append(expr.args[1].quantity)
        expr = expr.args[0]
    return [*found, expr.quantity] if isinstance(expr, Leaf) else []
