"""Readings of times: calendars, steps from unit to unit, times that are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from doclint.derive import combine, unit_in
from doclint.model import TIME, Quantity, Rational, Relation, Unit, leaves
from doclint.readings.factors import BINARY
from doclint.readings.prefixes import prefix_steps, priced
from doclint.readings.values import Reading, attempt, per

CALENDAR = tuple(
    Fraction(*ratio) for ratio in ((304, 300), (365, 360), (3652425, 3650000), (31, 30), (3652425, 3600000), (366, 365))
)
_CALENDAR_WORD = re.compile(r"(?i)\b(?:mo|months?|y|years?|yrs?|annum)\b")
WORKDAY = Fraction(24, 8)


def steps(relation: Relation) -> Iterator[Reading]:
    """`1 day = 24 hours * 60 minutes * 60 seconds`: every time is how many of it the one before holds."""
    claim, inputs = relation.claim, list(leaves(relation.expr))
    times = [q.unit.factor for q in inputs]
    if claim.unit.dims != TIME or len(inputs) < 2 or any(q.unit.dims != claim.unit.dims for q in inputs):
        return
    plain = attempt(relation.expr, "plain")
    if plain is not None and times == sorted(times, reverse=True):
        factor = Fraction(times[-1]) / claim.unit.factor
        yield Reading("steps from unit to unit", plain.best * factor, "plain", factor, accuses=False)


def whole_day(quantity: Quantity) -> bool:
    """Whether a quantity is the 24 hours of a day."""
    return quantity.unit.dims == TIME and quantity.numeral.number * quantity.unit.factor == 86400


def timed(unit: Unit) -> bool:
    """Whether a unit holds a time, also one that cancels: h/week."""
    return any(d == "time" for d, _ in unit.dims) or ("/" in unit.text and not unit.dims and unit.factor != 1)


def calendar(relation: Relation, best: Rational, factor: Rational) -> Iterator[Reading]:
    """Months of 30, 30.4 or 31 days, years of 360 to 366; days of 8 hours where hours become days."""
    words = [q.unit.text for q in (relation.claim, *leaves(relation.expr))]
    if any(w.startswith("day") for w in words) and any(w in ("h", "hr", "hrs", "hour", "hours") for w in words):
        yield Reading("working days", best * WORKDAY, "strict", WORKDAY / Fraction(factor), accuses=False)
        yield Reading("working days", best / WORKDAY, "strict", 1 / (WORKDAY * factor), accuses=False)
    if any(_CALENDAR_WORD.search(q.unit.text) for q in (relation.claim, *leaves(relation.expr)) if q.unit.factor != 1):
        for ratio in CALENDAR:
            yield Reading("calendar", best * ratio, "strict", ratio / Fraction(factor), accuses=False)
            yield Reading("calendar", best / ratio, "strict", 1 / (ratio * factor), accuses=False)


def timeless(relation: Relation) -> Iterator[Reading]:
    """A duration may stand for its bare number, where the times do not cancel as written."""
    claim, expr = relation.claim, relation.expr
    value = attempt(expr, "timeless")
    if value is None:
        return
    factor, dims = unit_in(claim.unit, "timeless")
    slack = prefix_steps(relation) if value.dims else 0
    # Days and shares alone make no photos: what there is a day of is understood.
    counted = any(_counts(q.unit) for q in leaves(expr)) or not claim.unit.nouns
    if value.dims == dims or (not value.dims and value.bare):
        base = factor if value.dims == dims else 1
        best = per(value.best, base)
        yield Reading("times as bare numbers", best, "timeless", 1 / Fraction(base), accuses=counted)
        for k in range(1, min(slack, 6) + 1):
            yield Reading(
                "binary prefixes", per(value.best, base) / BINARY**k, "timeless", 1 / (BINARY**k * base), accuses=False
            )
            yield Reading(
                "binary prefixes",
                per(value.best, base) * BINARY**k,
                "timeless",
                BINARY**k / Fraction(base),
                accuses=False,
            )
    else:
        missing = combine(dims, value.dims, -1)
        if priced(expr, missing):
            for k in (9, 12, 6, 3, 0):
                yield Reading(
                    "per GB understood", per(value.best / Fraction(8 * 10**k), factor), "timeless", 1, accuses=False
                )


def _counts(unit: Unit) -> bool:
    """Whether a number may count things: not a length of time, nor a share."""
    return unit.dims != TIME and unit.text not in ("%", "percent")
