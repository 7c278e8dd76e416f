"""Rows, and columns on their side, that call themselves the average, the largest or the smallest of those before them.

An average may be weighted, and a largest value may be a limit: a line is believed in one column where the others hold.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from doclint.model import BARE, Apply, Expr, Leaf, Numeral, Quantity, Relation
from doclint.tables.scale import base, near_digit, weight
from doclint.tables.totals import Line

ENOUGH = 2.0
MIN_PARTS = 2
MAX_PARTS = 1000
_MEAN = re.compile(r"(?i)^\W*(?:(?:overall|arithmetic|simple) )?(?:averages?|avg\.?|mean)\W*$")
_MOST = re.compile(r"(?i)^\W*(?:max(?:imum)?|largest|highest)\W*$")
_LEAST = re.compile(r"(?i)^\W*(?:min(?:imum)?|smallest|lowest)\W*$")
_KINDS = ((_MEAN, "average"), (_MOST, "largest"), (_LEAST, "smallest"))
_OTHER = re.compile(r"(?i)^\W*(?:median|p\d\d|std|stdev|σ|standard|variance|geomean|geometric|weighted)\b")


class Cell(NamedTuple):
    """What one cell of such a line should be: its claim, the value and its writing, whether and how well it fits."""

    claim: Quantity
    expr: Expr
    low: Fraction
    high: Fraction
    fits: bool
    evidence: float


def averages(lines: Sequence[Line], totals: frozenset[int] | set[int]) -> Iterator[Relation]:
    """The cells of every line that is an average or an extreme of the lines before it, which are no `totals`."""
    run: list[Line] = []
    for at, line in enumerate(lines):
        text = line.label.text
        kind = next((name for pattern, name in _KINDS if pattern.search(text)), "")
        if kind:
            yield from _decided(line, run, kind)
        elif at in totals or _OTHER.search(text):
            continue
        elif all(q is None for q in line.quantities):
            run = []
        else:
            run.append(line)


def summaries(lines: Sequence[Line]) -> set[int]:
    """The lines that say something about others, and are no members of their table."""
    patterns = (_MEAN, _MOST, _LEAST, _OTHER)
    return {at for at, line in enumerate(lines) if any(p.search(line.label.text) for p in patterns)}


def _decided(line: Line, run: Sequence[Line], kind: str) -> Iterator[Relation]:
    """The cells of a line that its others vouch for; one that fails is accused where one digit explains it."""
    if not MIN_PARTS <= len(run) <= MAX_PARTS:
        return
    cells = [
        found
        for c, claim in enumerate(line.quantities)
        if claim is not None and (found := _cell(claim, [one.quantities[c] for one in run], kind)) is not None
    ]
    if sum(not c.fits for c in cells) > 1:
        return
    evidence = sum(c.evidence for c in cells)
    for one in cells:
        if evidence - one.evidence < ENOUGH or not (one.fits or near_digit(one.claim, one.low, one.high)):
            continue
        support = tuple(c.claim for c in cells if c is not one)[:3]
        yield Relation(
            "table", one.claim, one.expr, "=", line.label.text.strip(), origin="inferred", rule=kind,
            support=() if one.fits else support,
        )  # fmt: skip


def _cell(claim: Quantity, column: Sequence[Quantity | None], kind: str) -> Cell | None:
    """A claim against the numbers before it; None where they are of another kind."""
    parts = [q for q in column if q is not None]
    unit = claim.unit
    alike = all(q.unit.dims == unit.dims and (q.unit.text == "%") == (unit.text == "%") for q in parts)
    if len(parts) < MIN_PARTS or not alike or len({q.numeral.number for q in parts}) == 1:
        return None
    if kind == "average":
        whole: Expr = Apply("+", tuple(Leaf(q) for q in parts))
        count = Quantity(Numeral(str(len(parts)), len(parts), 1), BARE, -1, -1)
        expr: Expr = Apply("/", (whole, Leaf(count)))
        best = sum((base(q) for q in parts), Fraction(0)) / len(parts)
        loose = sum((Fraction(q.numeral.place) * q.unit.factor for q in parts if not q.numeral.exact), Fraction(0))
    else:
        chosen = (max if kind == "largest" else min)(parts, key=base)
        expr, best, loose = Leaf(chosen), base(chosen), Fraction(0)
    scale = base(claim) / claim.numeral.number if claim.numeral.number else Fraction(1)
    slack = Fraction(claim.numeral.place) / 2 + loose / (2 * len(parts)) / scale
    value = best / scale
    fits = abs(value - claim.numeral.number) <= slack
    digits = weight(int(claim.numeral.size * 1000), math.ceil(slack * 1000)) if fits else 0.0
    return Cell(claim, expr, value - slack, value + slack, fits, min(3.0, digits))
