"""The relation that a whole is the sum of its parts: which units add up, and which number of the two is the claim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from doclint.model import Apply, Expr, Leaf, Quantity, Rational, Relation, Unit
from doclint.slips import one_digit

_MORE = frozenset(("additional", "more", "extra", "other", "further", "new"))
MAX_ITEMS = 200


def summed(claim: Quantity, items: Sequence[Quantity], label: str, first: bool = False) -> Iterator[Relation]:
    """The relation that a total is the sum of at least two items of one kind.

    A total that stands before its items leaves the rest to the last one: where one digit of that item, and not of the
    total, reconciles the two, the item is what is claimed.
    """
    bare = not claim.unit.text and all(not q.unit.text for q in items)
    if len(items) < 2 or len(items) > MAX_ITEMS or (bare and len(label.split()) > 1) or _is_product(claim, items):
        return
    if any(not adds(q, claim) for q in items):
        return
    if len({nouns(q.unit) for q in items if not q.unit.dims and (nouns(q.unit) or not q.unit.nouns)}) > 1:
        return
    if claim.unit.text == "%" and _compounds(claim, items):
        return
    whole = added(claim, items)
    remains = left(claim, items)
    if first and remains > 0 and not one_digit(whole, claim) and one_digit(remains, items[-1]):
        yield rest(claim, items, label)
        return
    expr: Expr = Apply("+", tuple(Leaf(q) for q in items))
    yield Relation("sum", claim, expr, "=", label, tentative=True, also=(items[-1],) if first else ())


def _compounds(claim: Quantity, items: Sequence[Quantity]) -> bool:
    """Whether savings one after the other make up a percentage."""
    left_over = Fraction(100)
    for item in items[:20]:
        left_over *= 1 - Fraction(item.numeral.size) / 100
    return abs(100 - left_over - claim.numeral.size) <= Fraction(claim.numeral.place)


def added(claim: Quantity, items: Sequence[Quantity]) -> Rational:
    """The sum of items in the unit of a claim."""
    return sum((Fraction(q.numeral.number) * q.unit.factor for q in items), Fraction(0)) / claim.unit.factor


def reconciled(claim: Quantity, items: Sequence[Quantity]) -> bool:
    """Whether a claim is the sum of items, or differs in one digit from what their rounding allows."""
    whole = Fraction(added(claim, items))
    measured = (q for q in items if not q.numeral.exact)
    slack = sum((Fraction(q.numeral.place) * q.unit.factor for q in measured), Fraction(0)) / claim.unit.factor / 2
    near = abs(whole - Fraction(claim.numeral.number)) <= slack + Fraction(claim.numeral.place)
    return near or any(one_digit(sum_, claim) for sum_ in (whole, whole - slack, whole + slack))


def left(whole: Quantity, items: Sequence[Quantity]) -> Rational:
    """What a whole leaves for the last of its items, in that item's unit."""
    others = sum((Fraction(q.numeral.number) * q.unit.factor for q in items[:-1]), Fraction(0))
    return (Fraction(whole.numeral.number) * whole.unit.factor - others) / items[-1].unit.factor


def rest(whole: Quantity, items: Sequence[Quantity], label: str) -> Relation:
    """The relation that the last item is what the others leave of the whole."""
    expr: Expr = Leaf(whole)
    for other in items[:-1]:
        expr = Apply("-", (expr, Leaf(other)))
    return Relation("sum", items[-1], expr, "=", label, tentative=True)


def _is_product(total: Quantity, items: Sequence[Quantity]) -> bool:
    """Whether a total multiplies its items: layers, heads, degrees."""
    product: Rational = 1
    for item in items[:12]:
        product *= item.numeral.number
    return total.numeral.number == product


def nouns(unit: Unit) -> tuple[tuple[str, int], ...]:
    """The counted nouns of a unit, without words that only say that there are more."""
    return tuple(n for n in unit.nouns if n[0] not in _MORE)


def adds(item: Quantity, total: Quantity) -> bool:
    """Whether an item's unit may be part of a total's."""
    a, b = item.unit, total.unit
    if a.dims != b.dims or (a.text in ("%", "x")) != (b.text in ("%", "x")):
        return False
    mine, whole = nouns(a), nouns(b)
    if [n for n in mine if n[1] < 0] != [n for n in whole if n[1] < 0]:
        return False
    return not mine or not whole or mine == whole or bool(a.dims)
