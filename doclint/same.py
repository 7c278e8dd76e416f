"""Whether a formula of a document is one of the forms that a rule admits: by exponents, and only else by algebra."""

from __future__ import annotations

from doclint.algebra import difference, product, proportion
from doclint.formula import names_in
from doclint.model import Apply, Derivation, Expr, Leaf, Relation, Verdict, leaves


def same(relation: Relation) -> Verdict:
    """Whether a formula is one of the forms of a rule: products by their exponents, other definitions by algebra."""
    own = product(relation.expr)
    forms = [product(form) for form in relation.others]
    if relation.aside:
        return Verdict("undecided", reason="aside")
    if own is None or None in forms:
        return _same_value(relation)
    if own in forms:
        return Verdict("agrees", Derivation(0, 0, 0, "", relation.formula))
    told = [(form, difference(relation.expr, f)) for f, form in zip(relation.others, forms, strict=True)]
    surely = next((text for form, text in told if text and form and form[1].keys() == own[1].keys()), "")
    text = surely or next((text for _, text in told if text), "")
    if not text or (own[0] != 1 and "factor of" in text):
        return Verdict("undecided", reason="another formula")
    return Verdict("contradicts", Derivation(0, 0, 0, "", text), "" if surely else "other symbols")


def _same_value(relation: Relation) -> Verdict:
    """Whether a formula with sums gives what a definition gives, over the same symbols and up to no constant factor."""
    if relation.expr in relation.others:
        return Verdict("agrees", Derivation(0, 0, 0, "", relation.formula))
    if (plain := product(_without_constants(relation.expr))) is not None and plain in map(product, relation.others):
        return Verdict("undecided", reason="something is added")
    symbols = {n.text for n in names_in(relation.expr)}
    forms = [f for f in relation.others if {n.text for n in names_in(f)} == symbols]
    if not forms or relation.estimate or any(q.unit.text for f in forms for q in leaves(f)):
        return Verdict("undecided", reason="no definition over these symbols")
    factors = [proportion(relation.expr, form) for form in forms]
    if 1 in factors:
        return Verdict("agrees", Derivation(0, 0, 0, "", relation.formula))
    if any(factor != 0 for factor in factors) or any(q.numeral.number == 100 for q in leaves(relation.expr)):
        return Verdict("undecided", reason="another formula")
    return Verdict("contradicts", Derivation(0, 0, 0, "", "gives something else for the same symbols"))


def _without_constants(expr: Expr) -> Expr:
    """A formula without the bare numbers that it adds or takes off: those of a special case."""
    if not isinstance(expr, Apply):
        return expr
    args = tuple(map(_without_constants, expr.args))
    if expr.op in "+-" and len(args) == 2 and isinstance(args[1], Leaf) and not args[1].quantity.unit.text:
        return args[0]
    return Apply(expr.op, args)
