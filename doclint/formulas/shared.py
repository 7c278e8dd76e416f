"""Numbers that share an unknown factor: `20k × size = 2 MB`, `100 × size = 10 KB`, with no size stated anywhere.

What the factor is follows from two of them that agree; then every other one can be checked, and no two alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from doclint.derive import UndefinedError, evaluate
from doclint.formula import names_in
from doclint.formulas.names import Case
from doclint.formulas.stated import Formula
from doclint.model import Apply, Expr, Leaf, Name, Quantity, Relation

MAX_SHARED = 64
_ALIKE = Fraction(1, 20)


class _Use(NamedTuple):
    """A number, what the unknown is multiplied by to give it, and how large the unknown then is."""

    claim: Quantity
    rest: Expr
    size: Fraction
    written: str


def shared(targets: Sequence[tuple[Formula, Case]]) -> Iterator[Relation]:
    """Each number against the first that agrees with another one about the unknown factor."""
    groups: dict[tuple[str, str, object], list[_Use]] = {}
    for formula, case in targets:
        part = case.filled(formula)
        claim = case.claim.quantity
        if case.known.results.get(formula.inside) is not case.claim or part is None or len(part.unknown) != 1:
            continue
        rest = _without(part.expr) if sum(1 for _ in names_in(part.expr)) == 1 else None
        try:
            size = Fraction(claim.numeral.number) * claim.unit.factor / evaluate(rest).best if rest is not None else 0
        except (UndefinedError, ZeroDivisionError):
            continue
        if rest is not None and size:
            group = groups.setdefault((part.unknown[0], case.claim.top, claim.unit.dims), [])
            group.append(_Use(claim, rest, Fraction(size), formula.written))
    for uses in groups.values():
        for at, use in enumerate(uses[:MAX_SHARED]):
            others = [u for i, u in enumerate(uses[:MAX_SHARED]) if i != at]
            base = next((u for u in others if u.rest != use.rest and sum(_agree(u, v) for v in others) > 1), None)
            if base is not None:
                expr = Apply("*", (Leaf(base.claim), Apply("/", (use.rest, base.rest))))
                yield Relation(
                    "formula", use.claim, expr, "=", use.written, True, origin="stated", formula=use.written,
                    support=(base.claim,),
                )  # fmt: skip


def _agree(a: _Use, b: _Use) -> bool:
    return abs(a.size - b.size) <= _ALIKE * max(abs(a.size), abs(b.size))


def _without(expr: Expr) -> Expr | None:
    """A product without its one name; None where the name is no factor of it."""
    if not isinstance(expr, Apply) or expr.op not in "*/" or len(expr.args) != 2:
        return None
    left, right = expr.args
    if expr.op == "*" and (isinstance(left, Name) or isinstance(right, Name)):
        return right if isinstance(left, Name) else left
    if next(names_in(left), None) is not None:
        inner = _without(left)
        return Apply(expr.op, (inner, right)) if inner is not None else None
    inner = _without(right) if expr.op == "*" else None
    return Apply("*", (left, inner)) if inner is not None else None
