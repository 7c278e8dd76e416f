"""A cell that sums up others: what it should be, how well it fits, and when the cells around it vouch for it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from doclint.model import BARE, Apply, Expr, Leaf, Numeral, Quantity, Relation
from doclint.tables.scale import base, near_digit, weight

ENOUGH = 2.0
MIN_PARTS = 2


class Summary(NamedTuple):
    """A claim under its label, what it should be and how that is written, whether and how well it fits."""

    label: str
    kind: str
    claim: Quantity
    expr: Expr
    low: Fraction
    high: Fraction
    fits: bool
    evidence: float


def decided(cells: Sequence[Summary]) -> Iterator[Relation]:
    """The cells that the others vouch for; one alone may fail, and is accused where one digit explains it."""
    if sum(not c.fits for c in cells) > 1:
        return
    evidence = sum(c.evidence for c in cells)
    for one in cells:
        if evidence - one.evidence < ENOUGH or not (one.fits or near_digit(one.claim, one.low, one.high)):
            continue
        support = tuple(c.claim for c in cells if c is not one)[:3]
        yield Relation(
            "table", one.claim, one.expr, "=", one.label.strip(), origin="inferred", rule=one.kind,
            support=() if one.fits else support,
        )  # fmt: skip


def summed_up(label: str, kind: str, claim: Quantity, column: Sequence[Quantity | None]) -> Summary | None:
    """A claim against the numbers that it sums up; None where they are of another kind."""
    parts = [q for q in column if q is not None]
    unit = claim.unit
    alike = all(q.unit.dims == unit.dims and (q.unit.text == "%") == (unit.text == "%") for q in parts)
    if len(parts) < MIN_PARTS or not alike or len({q.numeral.number for q in parts}) == 1:
        return None
    whole: Expr = Apply("+", tuple(Leaf(q) for q in parts))
    total = sum((base(q) for q in parts), Fraction(0))
    loose = sum((Fraction(q.numeral.place) * q.unit.factor for q in parts if not q.numeral.exact), Fraction(0))
    expr: Expr
    if kind == "total":
        expr, best = whole, total
    elif kind == "average":
        count = Quantity(Numeral(str(len(parts)), len(parts), 1), BARE, -1, -1)
        expr, best, loose = Apply("/", (whole, Leaf(count))), total / len(parts), loose / len(parts)
    else:
        chosen = (max if kind == "largest" else min)(parts, key=base)
        expr, best, loose = Leaf(chosen), base(chosen), Fraction(0)
    scale = base(claim) / claim.numeral.number if claim.numeral.number else Fraction(1)
    slack = Fraction(claim.numeral.place) / 2 + loose / 2 / scale
    value = best / scale
    fits = abs(value - claim.numeral.number) <= slack
    digits = weight(int(claim.numeral.size * 1000), math.ceil(slack * 1000)) if fits else 0.0
    return Summary(label, kind, claim, expr, value - slack, value + slack, fits, min(3.0, digits))
