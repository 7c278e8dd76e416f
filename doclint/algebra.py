"""Formulas as formulas: whether two are the same, in what they differ, small linear systems. The only door to sympy.

Products and quotients are compared by their exponents; sympy is imported only for the rest, and gets no text, only
trees that are built here.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from doclint.model import Apply, Expr, Leaf, Name

MAX_NODES = 60
MAX_EXPONENT = 12
MAX_EQUATIONS = 8

Product = tuple[Fraction, dict[str, int]]


class _UnfitError(ValueError):
    """An expression that is too large or is no algebra."""


def product(expr: Expr) -> Product | None:
    """The constant and the exponents of a product of names, or None where an expression is none."""
    if size(expr) > MAX_NODES:
        return None
    try:
        number, powers = _product(expr)
    except _UnfitError:
        return None
    return number, {name: power for name, power in powers.items() if power}


def _product(expr: Expr) -> Product:
    if isinstance(expr, Leaf):
        return Fraction(expr.quantity.numeral.number), {}
    if isinstance(expr, Name):
        return Fraction(1), {expr.text: 1}
    if expr.op == "*" or (expr.op == "/" and len(expr.args) == 2):
        number, powers = _product(expr.args[0])
        powers = dict(powers)
        way = 1 if expr.op == "*" else -1
        for arg in expr.args[1:]:
            factor, more = _product(arg)
            if way < 0 and not factor:
                raise _UnfitError("division by zero")
            number *= factor**way
            for name, power in more.items():
                powers[name] = powers.get(name, 0) + way * power
        return number, powers
    if expr.op == "^" and len(expr.args) == 2:
        power = _exponent(expr.args[1])
        number, powers = _product(expr.args[0])
        if power < 0 and not number:
            raise _UnfitError("division by zero")
        return number**power, {name: own * power for name, own in powers.items()}
    raise _UnfitError(expr.op)


def _exponent(expr: Expr) -> int:
    number = expr.quantity.numeral.number if isinstance(expr, Leaf) else None
    if type(number) is not int or abs(number) > MAX_EXPONENT:
        raise _UnfitError("exponent")
    return number


def size(expr: Expr) -> int:
    """How many nodes an expression has."""
    return 1 + sum(size(arg) for arg in expr.args) if isinstance(expr, Apply) else 1


def equivalent(a: Expr, b: Expr) -> bool | None:
    """Whether two formulas give the same for all values of their names; None where that cannot be told."""
    first, second = product(a), product(b)
    if first is not None and second is not None:
        return first == second
    found = proportion(a, b)
    return None if found is None else found == 1


def proportion(a: Expr, b: Expr) -> Fraction | None:
    """How many times `b` the formula `a` is for all values of their names, 0 where that varies; None where unknown."""
    if size(a) > MAX_NODES or size(b) > MAX_NODES:
        return None
    import sympy

    try:
        first, second = _symbolic(a, sympy), _symbolic(b, sympy)
        if sympy.cancel(sympy.together(first - second)) == 0:
            return Fraction(1)
        if sympy.cancel(sympy.together(second)) == 0:
            return None
        ratio = sympy.cancel(sympy.together(first / second))
    except (_UnfitError, ZeroDivisionError):
        return None
    if not ratio.is_number:
        return Fraction(0)
    return Fraction(int(ratio.p), int(ratio.q)) if ratio.is_Rational else None


def difference(a: Expr, b: Expr) -> str:
    """In what the product `a` differs from the product `b`, in words; empty where more than one thing does."""
    first, second = product(a), product(b)
    if first is None or second is None or not first[0] or not second[0]:
        return ""
    names = [*dict.fromkeys((*first[1], *second[1]))]
    pairs = [(n, first[1].get(n, 0), second[1].get(n, 0)) for n in names]
    wrong = [pair for pair in pairs if pair[1] != pair[2]]
    if not wrong:
        return _factor(second[0] / first[0])
    if all(mine == -theirs for _, mine, theirs in pairs) and len(pairs) > 1:
        return "is upside down"
    if len(wrong) > 1:
        return ""
    name, mine, theirs = wrong[0]
    if not mine:
        return f"lacks the factor {name}" if theirs > 0 else f"does not divide by {name}"
    if not theirs:
        return f"multiplies by {name}, which does not belong" if mine > 0 else f"divides by {name} without need"
    if mine * theirs > 0:
        return f"takes {name} to the power of {mine} where it must be {theirs}"
    return f"divides by {name} where it must multiply" if mine < 0 else f"multiplies by {name} where it must divide"


def _factor(ratio: Fraction) -> str:
    if ratio == 1:
        return ""
    if ratio.denominator == 1:
        return f"lacks a factor of {ratio}"
    return f"has a factor of {1 / ratio} too many" if ratio.numerator == 1 else f"is off by a factor of {ratio}"


def solve(pairs: Sequence[tuple[Expr, Expr]], unknown: str) -> Fraction | None:
    """The one value of a name by at most eight equations that are linear once their fractions are cleared, or None."""
    if not pairs or len(pairs) > MAX_EQUATIONS or sum(size(a) + size(b) for a, b in pairs) > MAX_NODES * len(pairs):
        return None
    import sympy
    from sympy.solvers.solveset import NonlinearError

    try:
        fractions = [sympy.fraction(sympy.together(_symbolic(a, sympy) - _symbolic(b, sympy))) for a, b in pairs]
        equations = [sympy.expand(above) for above, _ in fractions]
        symbols = sorted({s for e in equations for s in e.free_symbols}, key=str)
        found = sympy.linsolve(equations, symbols) if sympy.Symbol(unknown) in symbols else sympy.S.EmptySet
    except (_UnfitError, NonlinearError):
        return None
    for solution in found:
        value = solution[symbols.index(sympy.Symbol(unknown))]
        if any(below.subs(dict(zip(symbols, solution, strict=True))).is_zero for _, below in fractions):
            return None
        return Fraction(int(value.p), int(value.q)) if value.is_Rational else None
    return None


def _symbolic(expr: Expr, sympy: Any) -> Any:
    """A tree of sympy's own, built piece by piece."""
    if size(expr) > MAX_NODES:
        raise _UnfitError("size")
    if isinstance(expr, Leaf):
        number = Fraction(expr.quantity.numeral.number)
        return sympy.Rational(number.numerator, number.denominator)
    if isinstance(expr, Name):
        return sympy.Symbol(expr.text)
    if expr.op == "^" and len(expr.args) == 2:
        base = _symbolic(expr.args[0], sympy)
        power = _exponent(expr.args[1])
        if power < 0 and base.is_zero:
            raise _UnfitError("division by zero")
        return sympy.Pow(base, sympy.Integer(power))
    args = [_symbolic(arg, sympy) for arg in expr.args]
    if expr.op == "+":
        return sympy.Add(*args)
    if expr.op == "*":
        return sympy.Mul(*args)
    if expr.op == "-" and len(args) == 2:
        return sympy.Add(args[0], sympy.Mul(sympy.Integer(-1), args[1]))
    if expr.op == "/" and len(args) == 2 and not args[1].is_zero:
        return sympy.Mul(args[0], sympy.Pow(args[1], sympy.Integer(-1)))
    if expr.op == "neg":
        return sympy.Mul(sympy.Integer(-1), args[0])
    raise _UnfitError(expr.op)
