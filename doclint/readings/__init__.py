"""All ways to read a relation: which number its expression gives, in the unit of the claim.

A reading may supply only what the dimensions lack; an equation whose dimensions agree is never rescaled. The plainest
reading comes first; those that do not accuse only excuse.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from doclint.derive import Amounts, combine, exchanged, unit_in
from doclint.model import SIZE, TIME, Apply, Leaf, Rational, Relation, leaves
from doclint.readings.factors import BINARY, conversion_factor
from doclint.readings.prefixes import prefix_steps, priced
from doclint.readings.times import calendar, steps, timed, timeless, whole_day
from doclint.readings.values import SUFFIXED, Reading, attempt, is_sum, per, spelled


def readings(relation: Relation) -> Iterator[Reading]:
    """Every way to take a relation, the plainest first. Raises UndefinedError where it has no number in any."""
    inputs = leaves(relation.expr)
    sized = any(d == "information" for d, _ in relation.claim.unit.dims)
    eighths = sized and any(q.numeral.number == 8 and not q.unit.text for q in inputs)
    later: list[Reading] = []
    for reading in _readings(relation):
        yield reading
        if eighths and reading.name != "binary prefixes":
            later.append(reading._replace(name="8 bits a byte", best=reading.best * 8, accuses=False))
            later.append(reading._replace(name="8 bits a byte", best=Fraction(reading.best) / 8, accuses=False))
    yield from later


def _readings(relation: Relation) -> Iterator[Reading]:
    claim, expr = relation.claim, relation.expr
    factor, dims = unit_in(claim.unit, "strict")
    value = attempt(expr, "strict")
    if value is not None and value.dims == dims:
        if not dims and claim.unit.text not in ("", "x", "%") and factor != 1:
            plain = attempt(expr, "plain")
            if "/1," in claim.unit.text:
                yield Reading("", per(value.best, factor), "strict", Fraction(1) / factor)
            if all(q.unit.factor == 1 and "/" not in q.unit.text for q in leaves(expr)):
                yield Reading("bare numbers take the unit", value.best, "plain", 1)
                return
            if plain is not None:
                yield Reading("", per(value.best, factor), "strict", Fraction(1) / factor)
                yield Reading("times as bare numbers", plain.best, "plain", 1, accuses=False)
                yield from calendar(relation, per(value.best, factor), factor)
                return
        yield Reading("", per(value.best, factor), "strict", Fraction(1) / factor)
        yield from _same_dims(relation, value, factor)
        yield from _in_bytes(relation)
        return
    if dims and all(q.unit.text in ("%", "percent") for q in leaves(expr)):
        return  # shares alone make no amount
    lone = any(q.label == "B" for q in leaves(expr))
    if lone:
        as_bytes = attempt(expr, "strict", lone_bytes=True)
        if as_bytes is not None and as_bytes.dims == dims:
            yield Reading("B as bytes", per(as_bytes.best, factor), "strict", Fraction(1) / factor, True)
        counted = attempt(expr, "timeless", lone_bytes=True)
        if counted is not None and counted.dims == dims and any(timed(q.unit) for q in leaves(expr)):
            yield Reading("B as bytes", per(counted.best, factor), "timeless", Fraction(1) / factor, accuses=False)
    if claim.label == "B" and value is not None and value.dims == SIZE:
        yield Reading("B as bytes", per(value.best, 8) * 10**9, "strict", Fraction(10**9, 8), accuses=False)
    if value is not None:
        yield from _lacking(relation, value, factor, dims)
    yield from timeless(relation)
    yield from steps(relation)
    missing = combine(dims, value.dims, -1) if value is not None and value.bare else ()
    if value is not None and missing in (TIME, (("time", -1),)):
        for seconds in (1, 60, 3600, 86400):
            span = seconds if missing[0][1] > 0 else Fraction(1, seconds)
            yield Reading("bare numbers take the unit", per(value.best * span, factor), "strict", 1, accuses=False)
    if value is not None and combine(dims, value.dims, -1) == (("time", -1),) and any(map(whole_day, leaves(expr))):
        yield Reading("of a day", per(Fraction(value.best) / 86400, factor), "strict", 1, accuses=False)
    yield from _in_bytes(relation)
    if not dims and value is not None and value.dims:
        plain = attempt(expr, "plain")
        if plain is not None:
            yield Reading(
                "units left out", plain.best, "plain", 1, accuses=len(value.dims) == 1 and not claim.unit.text
            )
    elif value is None:
        plain = attempt(expr, "plain")
        if plain is not None:
            yield Reading("units as labels", plain.best, "plain", 1, accuses=False)


def _in_bytes(relation: Relation) -> Iterator[Reading]:
    """Sizes in bytes beside bare numbers: 64 KiB - 1 = 65,535, 4 KiB / 32 = 128."""
    claim, inputs = relation.claim, list(leaves(relation.expr))
    sizes = [q for q in inputs if q.unit.dims == SIZE and q.unit.factor > 8]
    if not sizes or claim.unit.dims not in ((), SIZE) or any(q.unit.dims not in ((), SIZE) for q in inputs):
        return
    plain = exchanged(relation.expr, {(q.start, q.end): q.numeral.number * Fraction(q.unit.factor) / 8 for q in sizes})
    value = attempt(plain, "plain")
    if value is not None:
        best = per(value.best * 8, claim.unit.factor) if claim.unit.dims else value.best
        yield Reading("in bytes", best, "plain", 1, accuses=False)


def _same_dims(relation: Relation, value: Amounts, factor: Rational) -> Iterator[Reading]:
    """Readings of an equation whose dimensions agree: prefixes, calendar, percent signs and conversion factors."""
    claim, expr = relation.claim, relation.expr
    best = per(value.best, factor)
    inputs = list(leaves(expr))
    slack = prefix_steps(relation)
    thousands = sum(q.numeral.text.endswith(("K", "k")) for q in (claim, *inputs))
    if slack or thousands:
        for k in range(1, min(slack or min(thousands, 2), 6) + 1):
            name = "binary prefixes" if slack else "K as 1024"
            yield Reading(name, best / BINARY**k, "strict", 1 / (BINARY**k * factor), accuses=False)
            yield Reading(name, best * BINARY**k, "strict", BINARY**k / Fraction(factor), accuses=False)
    if any("MAC" in q.unit.text for q in (claim, *inputs)):
        yield Reading("MAC as one FLOP", best * 2, "strict", Fraction(2) / factor, accuses=False)
        yield Reading("MAC as one FLOP", best / Fraction(2), "strict", 1 / (2 * Fraction(factor)), accuses=False)
    yield from calendar(relation, best, factor)
    if claim.unit.text in ("%", "percent"):
        if any(q.numeral.number == 100 or q.unit.text == "%" for q in inputs) or value.best >= 1:
            yield Reading("percent sign as a label", value.best, "strict", 1, accuses=False)
        if isinstance(expr, Leaf) and expr.quantity.unit.dims == () and per(value.best, factor) > 50:
            return
    elif (not claim.unit.text and isinstance(expr, Apply) and expr.op == "/") or (
        not claim.unit.dims and any(q.unit.text == "%" for q in inputs)
    ):
        yield Reading("as a percentage", best * 100, "strict", 100, accuses=False)
    numeral = claim.numeral
    if numeral.scaled and all(not q.numeral.scaled and q.numeral.size < 10**5 for q in inputs):
        scale = SUFFIXED.get(numeral.text[-1:]) or spelled(numeral.text)
        if scale > 1:
            yield Reading(
                "numbers in the scale of the result", best * scale, "strict", Fraction(scale) / factor, accuses=False
            )
    if claim.unit.dims:
        yield from conversion_factor(relation, value, slack)
    if (
        claim.unit.dims
        and any(d == "time" for d, _ in claim.unit.dims)
        and sum(unit_in(q.unit, "timeless") != unit_in(q.unit, "strict") or timed(q.unit) for q in inputs) > 1
    ):
        plain = attempt(expr, "timeless")
        inner, _ = unit_in(claim.unit, "timeless")
        if plain is not None and isinstance(expr, Apply):
            yield Reading(
                "times as bare numbers", per(plain.best, inner), "timeless", 1 / Fraction(inner), accuses=False
            )


def _lacking(
    relation: Relation, value: Amounts, factor: Rational, dims: tuple[tuple[str, int], ...]
) -> Iterator[Reading]:
    """Bare numbers take the unit that the claim needs; a price takes the size it is per."""
    claim, expr = relation.claim, relation.expr
    if not value.dims and dims and value.bare:
        yield Reading("bare numbers take the unit", value.best, "plain", 1)
        scale = SUFFIXED.get(claim.numeral.text[-1:]) or spelled(claim.numeral.text)
        if scale > 1 and all(not q.numeral.scaled and q.numeral.size < 10**5 for q in leaves(expr)):
            yield Reading("numbers in the scale of the result", value.best * scale, "plain", scale, accuses=False)
        sized = any(d == "information" for d, _ in dims)
        if sized or (dims[0][0] == "flop" and not is_sum(expr)):
            for k in range(1, 8):
                for step in (Fraction(1000), Fraction(1024)) if sized and k < 5 else (Fraction(1000),):
                    for way in (step**k, 1 / step**k):
                        yield Reading("bare numbers take the unit", value.best * way, "plain", way, accuses=False)
        return
    missing = combine(dims, value.dims, -1)
    if missing == (("flop", 1),):
        yield Reading("operations understood", per(value.best, factor), "strict", 1, accuses=False)
    if (
        len(missing) == 1 and missing[0][0] == "information" and abs(missing[0][1]) == 1 and value.bare is False
    ) or priced(expr, missing):
        sign = missing[0][1]
        for k in (9, 12, 6, 3, 0):
            size = 8 * 10**k
            best = per(value.best * (size if sign > 0 else Fraction(1, size)), factor)
            yield Reading("per GB understood", best, "strict", 1, accuses=False)
