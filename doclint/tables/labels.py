"""Rows whose label says how they come about: a product, a multiple of the row above, a share of what stands above."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from doclint.model import BARE, Apply, Expr, Leaf, Numeral, Quantity, Relation
from doclint.tables.cells import Cell, numbers
from doclint.tables.grid import Table
from doclint.tables.scale import CURRENCIES, base, near_digit, weight

MAX_ABOVE = 60
NEAREST = 4
MAX_BASES = 12
"""Earlier rows of which a percentage may be a share."""
_WITH = re.compile(r"(?i)\b(?:with|incl(?:uding|\.)?|after|plus)\b")
_APPLIED = re.compile(r"\(\s*[~+]?[\d.]+ ?%\s*\)|^\W*[\d.]+ ?%|[\d.]+ ?%\s*$")
"""A share that stands alone in its brackets, or at an end of the label."""
_ADDED = re.compile(r"(?i)\b(?:headroom|margin|buffer|reserve|spare|growth|contingency|surplus|padding|overhead)\b")
_MORE = re.compile(r"\+ ?[\d.]")
_TAKEN = re.compile(r"(?i)\b(?:discounts?|tax(?:es)?|vat|fees?|commission|rebate)\b")
_MULTIPLE = re.compile(r"(?i)\b(?:replicat\w*|replicas?|copies|redundan\w*|factor|times|peak|rf)\b|×")


def told(table: Table, totals: frozenset[int] | set[int]) -> Iterator[Relation]:
    """The relations that row labels state, for the rows that are no `totals`."""
    above: list[int] = []
    for row, label in enumerate(table.labels):
        cells = table.rows[row]
        if row not in totals:
            for expr, claim in _stated(table, row, label, cells, above):
                yield Relation("table", claim, expr, "=", label.text.strip(), origin="inferred", rule="label")
        if row in totals:
            above = [row]
        elif any(c.quantity is not None for c in cells):
            above = [*above[-MAX_ABOVE:], row]


def _stated(
    table: Table, row: int, label: Cell, cells: Sequence[Cell], above: Sequence[int]
) -> Iterator[tuple[Expr, Quantity]]:
    filled = [(c, q) for c, cell in enumerate(cells) if (q := cell.quantity) is not None and cell is not label]
    if label.product is not None:
        expr = Apply("*", (Leaf(label.product[0]), Leaf(label.product[1])))
        value = base(label.product[0]) * base(label.product[1])
        fitting = [q for _, q in filled if _fits(q, value) or len(filled) == 1]
        if len(fitting) == 1 and (_fits(fitting[0], value) or _slipped(fitting[0], value)):
            yield expr, fitting[0]
        return
    factors = [q for q in numbers(label) if q.unit.text in ("%", "x") or _MULTIPLE.search(label.text)]
    if len(factors) != 1 or len(numbers(label)) != 1 or not above or factors[0].numeral.number <= 0:
        return
    # "RDS + 2 replicas" tells what a row consists of; a factor, a share or "with" tells what is done to the row above.
    applied = factors[0].unit.text == "x" or _WITH.search(label.text) or _APPLIED.search(label.text)
    explicit = factors[0].unit.text in ("%", "x") or _WITH.search(label.text) or "×" in label.text
    ways = [(claim, list(_ways(table, column, label, factors[0], above, claim))) for column, claim in filled]
    held = {claim.start for claim, options in ways if any(_fits(claim, value) for _, value in options)}
    said = _says(label)
    for claim, options in ways:
        holding = [expr for expr, value in options if _fits(claim, value)]
        near = [expr for expr, value in options[:NEAREST] if applied and _slipped(claim, value)]
        # A number of replicas may be a part of what the row names: another column must say that it multiplies.
        slip = len(near) == 1 and len(held) >= len(filled) - 1
        # What is paid is added up; what takes time or room may be needed in so many of a hundred cases.
        sure = said or (claim.unit.text != "" and claim.unit.text[0] in CURRENCIES)
        if (holding or slip) and ((explicit and sure) or held - {claim.start}):
            yield (holding or near)[0], claim


def _says(label: Cell) -> bool:
    """Whether a label says in words what its factor does; a share in brackets may tell how often something happens."""
    said = (_WITH, _ADDED, _MORE, _TAKEN, _MULTIPLE)
    return any(q.unit.text == "x" for q in numbers(label)) or any(p.search(label.text) for p in said)


def _ways(
    table: Table, column: int, label: Cell, factor: Quantity, above: Sequence[int], claim: Quantity
) -> Iterator[tuple[Expr, Fraction]]:
    """What a factor in a label may apply to: the row above, or the sum of all above."""
    rows = [q for r in above if (q := table.rows[r][column].quantity) is not None]
    if not rows:
        return
    percent = factor.unit.text == "%"
    share: Expr = Leaf(factor)
    rate = base(factor)
    bases = [[rows[-1]], *([rows, *([row] for row in rows[-2::-1][:MAX_BASES])] if percent and len(rows) > 1 else [])]
    for items in bases:
        whole: Expr = Leaf(items[0]) if len(items) == 1 else Apply("+", tuple(Leaf(q) for q in items))
        value = sum((base(q) for q in items), Fraction(0))
        part: Expr = Apply("*", (share, whole))
        yield (part, value * rate) if claim.numeral.number >= 0 else (Apply("neg", (part,)), -value * rate)
        if percent and (_WITH.search(label.text) or _ADDED.search(label.text) or _MORE.search(label.text)):
            yield Apply("+", (whole, Apply("*", (share, whole)))), value * (1 + rate)
            if rate < 1:
                yield Apply("/", (whole, Apply("-", (Leaf(_plain(1)), share)))), value / (1 - rate)


def _plain(number: int) -> Quantity:
    """A number that nobody writes."""
    return Quantity(Numeral(str(number), number, 1), BARE, -1, -1)


def _half(claim: Quantity) -> Fraction:
    return Fraction(claim.numeral.place) / 2


def _fits(claim: Quantity, value: Fraction) -> bool:
    unit = base(claim) / claim.numeral.number if claim.numeral.number else Fraction(1)
    return abs(value / unit - claim.numeral.number) <= _half(claim) and value != 0


def _slipped(claim: Quantity, value: Fraction) -> bool:
    """Whether one wrong digit explains a claim of at least two digits."""
    if not claim.numeral.number or weight(int(claim.numeral.size / claim.numeral.place), 1) < 0.7:
        return False
    unit = base(claim) / claim.numeral.number
    return near_digit(claim, value / unit - _half(claim), value / unit + _half(claim))
