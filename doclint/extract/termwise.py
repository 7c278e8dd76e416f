"""Steps of a computation in which terms are worked out one by one: `3 × 20 + 4 × 5 = 60 + 20`."""

from __future__ import annotations

from collections.abc import Iterator

from doclint.extract.expressions import Parsed
from doclint.extract.passage import Passage
from doclint.extract.trees import computed
from doclint.model import Apply, Expr, Leaf, Relation, leaves

MAX_TERMS = 12


def read_terms(passage: Passage, left: Parsed, right: Parsed, subject: str, aside: bool) -> None:
    """One relation for every term that the next side of a chain gives as a number, where both are of one shape."""
    before, after = list(_terms(left.expr, MAX_TERMS)), list(_terms(right.expr, MAX_TERMS))
    if not 1 < len(before) == len(after) <= MAX_TERMS:
        return
    if any(sign != other or not isinstance(term, Leaf) for (sign, _), (other, term) in zip(before, after, strict=True)):
        return
    given = [(old, new) for (_, old), (_, new) in zip(before, after, strict=True) if isinstance(new, Leaf)]
    same = [isinstance(o, Leaf) and o.quantity.numeral.number == n.quantity.numeral.number for o, n in given]
    if any(not computed(old) and not alike for (old, _), alike in zip(given, same, strict=True)):
        return  # other numbers, and not the same worked out
    units = {q.unit.dims for old, _ in given for q in leaves(old)} | {n.quantity.unit.dims for _, n in given}
    if len(units) > 1:
        return
    for (old, new), alike in zip(given, same, strict=True):
        if not alike:
            passage.relations.append(Relation("equation", new.quantity, old, "=", subject, True, aside))


def _terms(expr: Expr, room: int) -> Iterator[tuple[str, Expr]]:
    """The terms of a sum, each with its sign."""
    if room > 0 and isinstance(expr, Apply) and expr.op in "+-" and len(expr.args) > 1:
        yield from _terms(expr.args[0], room - 1)
        yield from ((expr.op, arg) for arg in expr.args[1:])
    else:
        yield "+", expr
