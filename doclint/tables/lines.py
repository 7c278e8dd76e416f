"""The rows of a table, or its columns on their side, as lines of numbers under a label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from doclint.model import Quantity
from doclint.tables.cells import Cell

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
