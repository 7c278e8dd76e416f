"""Shares of a whole in a column: they make up 100 % where the table says that they are the parts of one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from doclint.model import Apply, Leaf, Relation
from doclint.tables.grid import Table

MIN_PARTS = 3
NEAR = 20
_WHOLE = re.compile(
    r"(?i)\b(?:shares?|split|breakdown|distribution|mix|allocation|composition|portion|proportion)\b|% of"
)
_OPEN = re.compile(r"(?i)\b(?:change|growth|increase|reduction|utili[sz]ation|target|hit|top|multiple|any|overlap)\b")


def shares(table: Table, totals: frozenset[int] | set[int]) -> Iterator[Relation]:
    """One relation for every column of percentages that is headed as the shares of a whole and misses 100 %."""
    for column, header in enumerate(table.headers):
        cells = [row[column].quantity for r, row in enumerate(table.rows) if r not in totals]
        parts = [q for q in cells if q is not None]
        stated = [q for r in totals if (q := table.rows[r][column].quantity) is not None]
        claimed = any(q.unit.text == "%" and q.numeral.number == 100 for q in stated)
        if len(parts) < MIN_PARTS or any(q.unit.text != "%" or q.numeral.hedge not in ("", "~") for q in parts):
            continue
        if not claimed and (not _WHOLE.search(header.text) or _OPEN.search(header.text) or len(parts) < len(cells)):
            continue
        whole = sum((Fraction(q.numeral.number) for q in parts), Fraction(0))
        slack = sum((Fraction(q.numeral.place) for q in parts), Fraction(0)) / 2
        if slack < abs(whole - 100) <= NEAR and all(q.numeral.number > 0 for q in parts):
            expr = Apply("+", tuple(Leaf(q) for q in parts))
            yield Relation("table", parts[-1], expr, "shares", header.text.strip(), origin="inferred", rule="shares")
