"""Whether a number can be at all: ranges that rise, shares of a whole, equal parts, units of their dimension."""

from __future__ import annotations

from fractions import Fraction

from doclint.model import Derivation, Leaf, Name, Relation, Verdict, leaves
from doclint.same import same
from doclint.wording import working


def possible(relation: Relation) -> Verdict:
    """Whether a number can be at all: a range that rises, a share of at most 100 %, a count of at least 0."""
    claim = relation.claim
    if relation.op in ("divides", "same", "shares"):
        return {"divides": _divides, "same": same, "shares": _shares}[relation.op](relation)
    if relation.op == "range":
        wrong = isinstance(relation.expr, Leaf) and relation.expr.quantity.numeral.number > claim.numeral.number
    else:
        wrong = claim.numeral.number > 100 if relation.op == "share" else claim.numeral.number < 0
    if not wrong or relation.aside:
        return Verdict("undecided", reason="possible")
    return Verdict("contradicts", Derivation(0, 0, 0, claim.unit.text, working(relation.expr)))


def _divides(relation: Relation) -> Verdict:
    """Whether a count falls into equal parts; what is left over is the derivation's number."""
    count = relation.expr.quantity.numeral.number if isinstance(relation.expr, Leaf) else None
    parts = relation.claim.numeral.number
    if type(count) is not int or type(parts) is not int or parts <= 0 or count % parts == 0 or relation.aside:
        return Verdict("undecided", reason="equal parts")
    rest = count % parts
    return Verdict("contradicts", Derivation(rest, rest, rest, "", working(relation.expr)))


def _shares(relation: Relation) -> Verdict:
    """Whether shares of a whole make it up within their rounding."""
    parts = list(leaves(relation.expr))
    whole = sum((Fraction(q.numeral.number) for q in parts), Fraction(0))
    slack = sum((Fraction(q.numeral.place) for q in parts), Fraction(0)) / 2
    derivation = Derivation(whole, whole, whole, "%", working(relation.expr))
    if abs(whole - 100) <= slack or relation.aside:
        return Verdict("undecided", derivation, "possible")
    return Verdict("contradicts", derivation)


def measures(relation: Relation) -> Verdict:
    """Whether the unit of a number is of the dimension that its subject names."""
    assert isinstance(relation.expr, Name)
    wanted = relation.expr.text
    dims = dict(relation.claim.unit.dims)
    if not dims or wanted in dims:
        return Verdict("undecided", reason="no other dimension")
    return Verdict(
        "contradicts",
        Derivation(
            0, 0, 0, relation.claim.unit.text, f"a number of {wanted} is not given in {relation.claim.unit.text}"
        ),
        "dimension",
    )
