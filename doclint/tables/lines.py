"""The rows of a table, or its columns on their side, as lines of numbers under a label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from doclint.model import Apply, Expr, Leaf, Quantity
from doclint.tables.cells import Cell

LESS = re.compile(r"(?i)^\W*(?:less|minus|deduct)\b")
TOTAL = re.compile(r"(?i)\b(?:(?:sub|grand[ -]?)?totals?|sum|overall|combined|altogether|gesamt)\b")


class Line(NamedTuple):
    """One row, or one column on its side: its label and its quantities."""

    label: Cell
    quantities: tuple[Quantity | None, ...]


def unlike(lines: Sequence[Line]) -> set[int]:
    """Rows of averages that have a row of peaks beside them where the total is of peaks, and the other way round."""
    labels = [line.label.text.lower().replace("avg", "average") for line in lines]
    hidden: set[int] = set()
    for kind, other in (("peak", "average"), ("average", "peak")):
        if any(TOTAL.search(label) and kind in label and other not in label for label in labels):
            told = {label.replace(kind, other) for label in labels if kind in label}
            hidden.update(row for row, label in enumerate(labels) if other in label and label in told)
    return hidden


def either(lines: Sequence[Line]) -> bool:
    """Whether a table has a peak and an average of one thing, and a total that does not say of which it is."""
    labels = {line.label.text.lower().replace("avg", "average") for line in lines}
    plain = any(TOTAL.search(label) and "peak" not in label and "average" not in label for label in labels)
    return plain and any("peak" in label and label.replace("peak", "average") in labels for label in labels)


def summed(lines: Sequence[Line], parts: Sequence[tuple[int, Quantity]], reverse: bool) -> Expr:
    """The sum of a run as written: what is taken away stands behind what is added."""
    added, taken = list[Expr](), list[Expr]()
    for at, (row, quantity) in enumerate(parts):
        less = LESS.search(lines[row].label.text) is not None and quantity.numeral.number > 0
        if (reverse and at > 0) or (less and not reverse):
            taken.append(Leaf(quantity))
        elif quantity.numeral.number < 0:
            taken.append(Leaf(quantity._replace(numeral=quantity.numeral._replace(number=quantity.numeral.size))))
        else:
            added.append(Leaf(quantity))
    first: Expr = added[0] if len(added) == 1 else Apply("+", tuple(added))
    if not taken:
        return first
    rest: Expr = taken[0] if len(taken) == 1 else Apply("+", tuple(taken))
    return Apply("-", (first, rest)) if added else Apply("neg", (rest,))
