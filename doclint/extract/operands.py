"""What a word or a bracket beside a number is to it: a number of its own, a unit, a note."""

from __future__ import annotations

from doclint import units
from doclint.extract.nodes import Group, Node
from doclint.model import BARE, Apply, Expr, Leaf, Numeral, Quantity

_ONE = Numeral("1", 1, 1)
_FORMATS = frozenset(("FP", "BF", "TF", "INT", "UTF", "SHA", "AES", "RSA", "MD"))
"""Letters that name a format with the number glued to them."""


def glued_number(node: Node) -> Quantity | None:
    """The number in a parallel degree such as EP16, as a bare quantity."""
    letters = node.text.rstrip("0123456789")
    digits = node.text[len(letters) :]
    if not digits or not letters.isalpha() or not letters.isupper() or not 1 < len(letters) < 4 or len(digits) > 6:
        return None
    if letters in _FORMATS:
        return None
    start = node.start + len(letters)
    return Quantity(Numeral(digits, int(digits), 1), BARE, start, node.end)


def unit_of(node: Node) -> Quantity | None:
    """One of the unit that a word behind a bracket names: (4 + 6) ms."""
    unit = units.lookup(node.text) if node.kind == "word" else None
    return Quantity(_ONE, unit, node.start, node.end) if unit is not None and unit.dims else None


def measured(expr: Expr) -> bool:
    """Whether a product computes an amount with a unit: `text (140 chars × 2 bytes)`."""
    if isinstance(expr, Leaf):
        return bool(expr.quantity.unit.dims)
    return isinstance(expr, Apply) and expr.op == "*" and any(measured(a) for a in expr.args)


def is_note(group: Group) -> bool:
    return not any(n.kind in ("rel", "group") for n in group.nodes) and sum(n.kind == "num" for n in group.nodes) <= 1
