"""Expressions as trees: folded by their operators, and told apart."""

from __future__ import annotations

from doclint.model import Apply, Expr, Leaf, Name


def is_share(expr: Expr) -> bool:
    """Whether `expr of …` means a part: a percentage or a fraction."""
    if isinstance(expr, Leaf):
        unit = expr.quantity.unit
        return unit.text == "%" or (not unit.text and 0 < expr.quantity.numeral.number < 1)
    return isinstance(expr, Apply) and (expr.op == "/" or (expr.op in "*+-" and is_share(expr.args[-1])))


def fold(operands: list[Expr], operators: list[str]) -> None:
    right = operands.pop()
    left = operands.pop()
    op = operators.pop()
    if op == "+" and isinstance(left, Apply) and left.op == "+" and len(left.args) < 400:
        operands.append(Apply("+", (*left.args, right)))
    elif op == "//":
        quotient = Apply("/", (left, right))
        operands.append(quotient if _divides(right, left) else Apply("floor", (quotient,)))
    else:
        operands.append(Apply("-" if op in "–—" else op, (left, right)))


def _divides(part: Expr, whole: Expr) -> bool:
    """Whether one number divides another without a rest."""
    if not (isinstance(part, Leaf) and isinstance(whole, Leaf)) or not part.quantity.numeral.number:
        return False
    return whole.quantity.numeral.number % part.quantity.numeral.number == 0


def computed(expr: Expr) -> bool:
    """Whether an expression applies an operator to at least two operands, or a function."""
    if isinstance(expr, Leaf):
        return "^" in expr.quantity.numeral.text or "**" in expr.quantity.numeral.text
    return isinstance(expr, Apply) and (len(expr.args) > 1 or expr.op != "neg")


def symbolic(expr: Expr) -> bool:
    """Whether an expression holds a name, so that its numbers alone do not determine it."""
    if isinstance(expr, Name):
        return True
    return isinstance(expr, Apply) and any(symbolic(a) for a in expr.args)
