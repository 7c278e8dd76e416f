"""Moves the quantities of an extract to other offsets, keeping shared quantities shared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from doclint.model import Apply, Expr, Extract, Leaf, Quantity, Relation, Statement

Move = Callable[[Quantity], Quantity]


def moved(found: Extract, place: Callable[[int, int], tuple[int, int]]) -> Extract:
    """The extract with every quantity at place(start, end)."""
    known: dict[int, Quantity] = {}

    def move(q: Quantity) -> Quantity:
        new = known.get(id(q))
        if new is None:
            start, end = place(q.start, q.end)
            new = known[id(q)] = Quantity(q.numeral, q.unit, start, end, q.label)
        return new

    return Extract(
        tuple(Statement(s.subject, move(s.quantity)) for s in found.statements),
        tuple(relation_with(r, move, 0) for r in found.relations),
        tuple(
            e._replace(
                quantity=move(e.quantity) if e.quantity else None,
                sides=tuple(map(move, e.sides)),
                amounts=tuple(map(move, e.amounts)),
            )
            for e in found.entries
        ),
    )


def relation_with(r: Relation, move: Move, base: int) -> Relation:
    """A relation with its quantities moved and `previous` counted from `base`."""
    previous = r.previous + base if r.previous >= 0 else -1
    also, others = tuple(map(move, r.also)), tuple(expression_with(e, move) for e in r.others)
    expr = expression_with(r.expr, move)
    rivals = tuple(map(move, r.rivals))
    return replace(r, claim=move(r.claim), expr=expr, also=also, previous=previous, others=others, rivals=rivals)


def expression_with(expr: Expr, move: Move) -> Expr:
    """An expression with its quantities moved."""
    if isinstance(expr, Leaf):
        return Leaf(move(expr.quantity))
    if isinstance(expr, Apply):
        return Apply(expr.op, tuple(expression_with(a, move) for a in expr.args))
    return expr
