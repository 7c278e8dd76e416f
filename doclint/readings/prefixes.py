"""How far the units of a result and of its inputs are apart, and what a price leaves out."""

from __future__ import annotations

from doclint.model import Apply, Expr, Leaf, Relation, leaves


def priced(expr: Expr, missing: tuple[tuple[str, int], ...]) -> bool:
    """Whether only the size in a price per size is understood."""
    return (
        len(missing) == 1
        and missing[0] == ("information", -1)
        and any(d == "usd" for q in leaves(expr) for d, _ in q.unit.dims)
    )


def prefix_steps(relation: Relation) -> int:
    """How many steps of 1000 or 1024 separate the units of the claim from those of its inputs."""
    low, high = _prefixes(relation.expr)
    mine = relation.claim.unit.prefix
    return max(abs(mine - low), abs(mine - high))


def _prefixes(expr: Expr) -> tuple[int, int]:
    if isinstance(expr, Leaf):
        return expr.quantity.unit.prefix, expr.quantity.unit.prefix
    if not isinstance(expr, Apply) or not expr.args:
        return 0, 0
    parts = [_prefixes(a) for a in expr.args]
    if expr.op == "*":
        return parts[0][0] + parts[1][0], parts[0][1] + parts[1][1]
    if expr.op == "/":
        return parts[0][0] - parts[1][1], parts[0][1] - parts[1][0]
    if expr.op == "^":
        return parts[0]
    return min(p[0] for p in parts), max(p[1] for p in parts)
