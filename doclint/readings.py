"""All ways to read a relation: which number its expression gives, in the unit of the claim.

A reading may supply only what the dimensions lack; an equation whose dimensions agree is never rescaled. The plainest
reading comes first; those that do not accuse only excuse.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from doclint.derive import Amounts, UndefinedError, combine, evaluate, unit_in
from doclint.model import BARE, Apply, Expr, Leaf, Quantity, Rational, Relation, Unit, leaves

BINARY = Fraction(1024, 1000)
MAX_FACTORS = 6
CALENDAR = tuple(
    Fraction(*ratio) for ratio in ((304, 300), (365, 360), (3652425, 3650000), (31, 30), (3652425, 3600000), (366, 365))
)
_POWER = re.compile(r"(\d{1,18}) ?\^ ?(\d{1,18})")
_SUFFIXED = {"K": 10**3, "M": 10**6, "B": 10**9}
_CALENDAR_WORD = re.compile(r"(?i)\b(?:mo|months?|y|years?|yrs?|annum)\b")


class Reading(NamedTuple):
    """One way to take a relation: its name, the derived number in the unit of the claim, the mode that gave it."""

    name: str
    best: Rational
    mode: str
    rescale: Rational
    lone_bytes: bool = False
    accuses: bool = True


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
            if all(q.unit.factor == 1 for q in leaves(expr)):
                yield Reading("bare numbers take the unit", value.best, "plain", 1)
                return
            if plain is not None:
                yield Reading("", per(value.best, factor), "strict", Fraction(1) / factor)
                yield Reading("times as bare numbers", plain.best, "plain", 1, accuses=False)
                yield from _calendar(relation, per(value.best, factor), factor)
                return
        yield Reading("", per(value.best, factor), "strict", Fraction(1) / factor)
        yield from _same_dims(relation, value, factor)
        return
    if dims and all(q.unit.text in ("%", "percent") for q in leaves(expr)):
        return  # shares alone make no amount
    lone = any(q.label == "B" for q in leaves(expr))
    if lone:
        as_bytes = attempt(expr, "strict", lone_bytes=True)
        if as_bytes is not None and as_bytes.dims == dims:
            yield Reading("B as bytes", per(as_bytes.best, factor), "strict", Fraction(1) / factor, True)
    if claim.label == "B" and value is not None and value.dims == (("information", 1),):
        yield Reading("B as bytes", per(value.best, 8) * 10**9, "strict", Fraction(10**9, 8), accuses=False)
    if value is not None:
        yield from _lacking(relation, value, factor, dims)
    yield from _timeless(relation)
    yield from _steps(relation)
    missing = combine(dims, value.dims, -1) if value is not None and value.bare else ()
    if value is not None and missing in ((("time", 1),), (("time", -1),)):
        for seconds in (1, 60, 3600, 86400):
            span = seconds if missing[0][1] > 0 else Fraction(1, seconds)
            yield Reading("bare numbers take the unit", per(value.best * span, factor), "strict", 1, accuses=False)
    if value is not None and combine(dims, value.dims, -1) == (("time", -1),) and any(map(_whole_day, leaves(expr))):
        yield Reading("of a day", per(Fraction(value.best) / 86400, factor), "strict", 1, accuses=False)
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


def _same_dims(relation: Relation, value: Amounts, factor: Rational) -> Iterator[Reading]:
    """Readings of an equation whose dimensions agree: prefixes, calendar, percent signs and conversion factors."""
    claim, expr = relation.claim, relation.expr
    best = per(value.best, factor)
    inputs = list(leaves(expr))
    slack = _slack(relation)
    thousands = sum(q.numeral.text.endswith(("K", "k")) for q in (claim, *inputs))
    if slack or thousands:
        for k in range(1, min(slack or min(thousands, 2), 6) + 1):
            name = "binary prefixes" if slack else "K as 1024"
            yield Reading(name, best / BINARY**k, "strict", 1 / (BINARY**k * factor), accuses=False)
            yield Reading(name, best * BINARY**k, "strict", BINARY**k / Fraction(factor), accuses=False)
    if any("MAC" in q.unit.text for q in (claim, *inputs)):
        yield Reading("MAC as one FLOP", best * 2, "strict", Fraction(2) / factor, accuses=False)
        yield Reading("MAC as one FLOP", best / Fraction(2), "strict", 1 / (2 * Fraction(factor)), accuses=False)
    yield from _calendar(relation, best, factor)
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
        scale = _SUFFIXED.get(numeral.text[-1:]) or _spelled(numeral.text)
        if scale > 1:
            yield Reading(
                "numbers in the scale of the result", best * scale, "strict", Fraction(scale) / factor, accuses=False
            )
    if claim.unit.dims:
        yield from _conversion_factor(relation, value, slack)
    if (
        claim.unit.dims
        and any(d == "time" for d, _ in claim.unit.dims)
        and sum(unit_in(q.unit, "timeless") != unit_in(q.unit, "strict") or _timed(q.unit) for q in inputs) > 1
    ):
        plain = attempt(expr, "timeless")
        inner, _ = unit_in(claim.unit, "timeless")
        if plain is not None and isinstance(expr, Apply):
            yield Reading(
                "times as bare numbers", per(plain.best, inner), "timeless", 1 / Fraction(inner), accuses=False
            )


def _steps(relation: Relation) -> Iterator[Reading]:
    """`1 day = 24 hours * 60 minutes * 60 seconds`: every time is how many of it the one before holds."""
    claim, inputs = relation.claim, list(leaves(relation.expr))
    times = [q.unit.factor for q in inputs]
    if claim.unit.dims != (("time", 1),) or len(inputs) < 2 or any(q.unit.dims != claim.unit.dims for q in inputs):
        return
    plain = attempt(relation.expr, "plain")
    if plain is not None and times == sorted(times, reverse=True):
        factor = Fraction(times[-1]) / claim.unit.factor
        yield Reading("steps from unit to unit", plain.best * factor, "plain", factor, accuses=False)


def _whole_day(quantity: Quantity) -> bool:
    """Whether a quantity is the 24 hours of a day."""
    return quantity.unit.dims == (("time", 1),) and quantity.numeral.number * quantity.unit.factor == 86400


def _timed(unit: Unit) -> bool:
    """Whether a unit holds a time, also one that cancels: h/week."""
    return any(d == "time" for d, _ in unit.dims) or ("/" in unit.text and not unit.dims and unit.factor != 1)


def _conversion_factor(relation: Relation, value: Amounts, slack: int) -> Iterator[Reading]:
    """A bare number that is itself the step between units: `2 h × 60 = 120 minutes`, `3 GB/s × 86,400 = 259 TB/day`."""
    claim, expr = relation.claim, relation.expr
    bare = _products(list(_bare_factors(expr))[:MAX_FACTORS])
    if not bare:
        return
    plain = attempt(expr, "plain")
    step = Fraction(value.scale) / claim.unit.factor
    for prefix in (Fraction(1), Fraction(1000), Fraction(1, 1000)):
        if plain is not None and _is_near(step * prefix, bare):
            yield Reading("conversion factor", plain.best / prefix, "plain", 1 / prefix, accuses=False)
    inner, rest = unit_in(claim.unit, "timeless")
    timeless = attempt(expr, "timeless")
    if timeless is None or timeless.dims != rest:
        return
    step = (Fraction(value.scale) / timeless.scale) / (Fraction(claim.unit.factor) / inner)
    if _is_near(step, bare):
        for k in range(-min(slack, 6), min(slack, 6) + 1):
            best = per(timeless.best, inner) * BINARY**k
            yield Reading("conversion factor", best, "timeless", BINARY**k / Fraction(inner), accuses=False)


def _products(factors: Sequence[Rational]) -> set[Rational]:
    """The products of all choices of a few factors."""
    found: set[Rational] = set()
    for factor in factors:
        found |= {factor, *(factor * other for other in found)}
    return found


_BINARY_STEPS = frozenset(BINARY ** (sign * k) for k in range(1, 7) for sign in (1, -1))
"""How far 1024^k is from 1000^k."""
DAY = Fraction(100_000)
"""The seconds of a day in mental arithmetic."""


def _is_near(step: Rational, factors: set[Rational]) -> bool:
    """Whether a step between units is among bare factors.

    4 stands for the weeks of a month, 12 for its months, and 10^5 for the seconds of a day.
    """
    if step == 1:
        return False
    return any(
        Fraction(92, 100) <= Fraction(f) / step <= Fraction(108, 100)
        or Fraction(f) / step in _BINARY_STEPS
        or (f in (DAY, 1 / DAY) and Fraction(f) / step in (DAY / 86400, 86400 / DAY))
        for f in factors
        if f
    )


def _bare_factors(expr: Expr, below: bool = False) -> Iterator[Rational]:
    """The bare numbers that an expression multiplies by, and the inverses of those it divides by."""
    if isinstance(expr, Leaf):
        number = expr.quantity.numeral.number
        if not expr.quantity.unit.dims and number:
            yield Fraction(1) / number if below else number
    elif isinstance(expr, Apply) and expr.op in "*/":
        yield from _bare_factors(expr.args[0], below)
        yield from _bare_factors(expr.args[1], below != (expr.op == "/"))
        whole = attempt(expr.args[1], "strict")
        if whole is not None and not whole.dims and whole.best and not isinstance(expr.args[1], Leaf):
            yield Fraction(1) / whole.best if below != (expr.op == "/") else whole.best


WORKDAY = Fraction(24, 8)


def _calendar(relation: Relation, best: Rational, factor: Rational) -> Iterator[Reading]:
    """Months of 30, 30.4 or 31 days, years of 360 to 366; days of 8 hours where hours become days."""
    words = [q.unit.text for q in (relation.claim, *leaves(relation.expr))]
    if any(w.startswith("day") for w in words) and any(w in ("h", "hr", "hrs", "hour", "hours") for w in words):
        yield Reading("working days", best * WORKDAY, "strict", WORKDAY / Fraction(factor), accuses=False)
        yield Reading("working days", best / WORKDAY, "strict", 1 / (WORKDAY * factor), accuses=False)
    if any(_CALENDAR_WORD.search(q.unit.text) for q in (relation.claim, *leaves(relation.expr)) if q.unit.factor != 1):
        for ratio in CALENDAR:
            yield Reading("calendar", best * ratio, "strict", ratio / Fraction(factor), accuses=False)
            yield Reading("calendar", best / ratio, "strict", 1 / (ratio * factor), accuses=False)


def _lacking(
    relation: Relation, value: Amounts, factor: Rational, dims: tuple[tuple[str, int], ...]
) -> Iterator[Reading]:
    """Bare numbers take the unit that the claim needs; a price takes the size it is per."""
    claim, expr = relation.claim, relation.expr
    if not value.dims and dims and value.bare:
        yield Reading("bare numbers take the unit", value.best, "plain", 1)
        scale = _SUFFIXED.get(claim.numeral.text[-1:]) or _spelled(claim.numeral.text)
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
    ) or _priced(expr, missing):
        sign = missing[0][1]
        for k in (9, 12, 6, 3, 0):
            size = 8 * 10**k
            best = per(value.best * (size if sign > 0 else Fraction(1, size)), factor)
            yield Reading("per GB understood", best, "strict", 1, accuses=False)


def _priced(expr: Expr, missing: tuple[tuple[str, int], ...]) -> bool:
    """Whether only the size in a price per size is understood."""
    return (
        len(missing) == 1
        and missing[0] == ("information", -1)
        and any(d == "usd" for q in leaves(expr) for d, _ in q.unit.dims)
    )


def _timeless(relation: Relation) -> Iterator[Reading]:
    """A duration may stand for its bare number, where the times do not cancel as written."""
    claim, expr = relation.claim, relation.expr
    value = attempt(expr, "timeless")
    if value is None:
        return
    factor, dims = unit_in(claim.unit, "timeless")
    slack = _slack(relation) if value.dims else 0
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
        if _priced(expr, missing):
            for k in (9, 12, 6, 3, 0):
                yield Reading(
                    "per GB understood", per(value.best / Fraction(8 * 10**k), factor), "timeless", 1, accuses=False
                )


def _counts(unit: Unit) -> bool:
    """Whether a number may count things: not a length of time, nor a share."""
    return unit.dims != (("time", 1),) and unit.text not in ("%", "percent")


def _slack(relation: Relation) -> int:
    """How many steps of 1000 or 1024 separate the units of the claim from those of its inputs."""
    low, high = _prefixes(relation.expr)
    mine = relation.claim.unit.prefix
    return max(abs(mine - low), abs(mine - high))


def _prefixes(expr: Expr) -> tuple[int, int]:
    if isinstance(expr, Leaf):
        return expr.quantity.unit.prefix, expr.quantity.unit.prefix
    if not isinstance(expr, Apply) or not expr.args:
        return 0, 0
    parts = [_prefixes(a) for a in expr.args]
    if expr.op == "*":
        return parts[0][0] + parts[1][0], parts[0][1] + parts[1][1]
    if expr.op == "/":
        return parts[0][0] - parts[1][1], parts[0][1] - parts[1][0]
    if expr.op == "^":
        return parts[0]
    return min(p[0] for p in parts), max(p[1] for p in parts)


def _spelled(text: str) -> int:
    """The scale of a numeral that spells it out."""
    word = text.lower().rstrip("s").rsplit(" ", 1)[-1]
    return {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}.get(word, 1)


def regrouped(expr: Expr, claim: Quantity) -> Iterator[tuple[str, Rational]]:
    """The value as people may mean it: a / b*c as a/(b*c), a + b / c as (a+b)/c, `p% of` a whole as the whole.

    `9 / 11 / 10 = 30` lists what is summed, and `13 ^ 1 = 12` is exclusive or.
    """
    power = _POWER.fullmatch(expr.quantity.numeral.text) if isinstance(expr, Leaf) else None
    if power is not None:
        yield "exclusive or", int(power[1]) ^ int(power[2])
    if not isinstance(expr, Apply) or len(expr.args) != 2:
        return
    left, right = expr.args
    if expr.op == "/" and isinstance(left, Leaf) and isinstance(right, Leaf) and not left.quantity.unit.text:
        unit = right.quantity.unit
        if unit.dims == claim.unit.dims != () and right.quantity.numeral.number:
            quotient = Fraction(left.quantity.numeral.number) / Fraction(right.quantity.numeral.number)
            yield "a fraction of a unit", per(quotient * unit.factor, claim.unit.factor)
    if expr.op == "*":
        yield from _stepped(left, right, claim)
    listed = _slashed(expr)
    if len(listed) > 3 and not any(q.unit.dims for q in listed):
        yield "a list", sum((Fraction(q.numeral.number) for q in listed), Fraction(0))
    share = _leading(expr)
    if share is not None and share.unit.text == "%" and share.numeral.number:
        whole = _tried(expr, "strict")
        if whole is not None and whole.dims in (claim.unit.dims, ()):
            part = per(whole.best, claim.unit.factor if whole.dims else 1)
            yield "the whole of a share", Fraction(part) * 100 / Fraction(share.numeral.number)
    other: Expr | None = None
    if expr.op == "*" and isinstance(left, Apply) and left.op == "/":
        other = Apply("/", (left.args[0], Apply("*", (left.args[1], right))))
    elif expr.op in ("+", "-") and isinstance(right, Apply) and right.op == "/":
        other = Apply("/", (Apply(expr.op, (left, right.args[0])), right.args[1]))
    elif expr.op == "+" and isinstance(left, Apply) and left.op == "*" and isinstance(right, Leaf):
        other = Apply("*", (left.args[0], Apply("+", (left.args[1], right))))
    if other is None:
        return
    try:
        value = evaluate(other, "strict")
    except UndefinedError:
        return
    if value.dims == claim.unit.dims:
        yield "parentheses left out", per(value.best, claim.unit.factor)
    elif not value.dims:
        yield "parentheses left out", value.best


def _stepped(left: Expr, right: Expr, claim: Quantity) -> Iterator[tuple[str, Rational]]:
    """A quotient of whole things taken up before it is multiplied, and replicas beside the one that they copy."""
    if isinstance(left, Apply) and left.op == "/":
        for function in ("ceil", "floor"):
            value = _tried(Apply("*", (Apply(function, (left,)), right)), "strict")
            if value is not None and value.dims in (claim.unit.dims, ()):
                yield "rounded on the way", per(value.best, claim.unit.factor if value.dims else 1)
    if isinstance(right, Leaf) and any(noun == "replica" for noun, _ in right.quantity.unit.nouns):
        value = _tried(left, "strict")
        if value is not None and not value.dims:
            yield "with the original", Fraction(value.best) * (Fraction(right.quantity.numeral.number) + 1)


def _leading(expr: Expr) -> Quantity | None:
    """The first factor of a product."""
    while isinstance(expr, Apply) and expr.op == "*":
        expr = expr.args[0]
    return expr.quantity if isinstance(expr, Leaf) else None


def _slashed(expr: Expr) -> list[Quantity]:
    """The numbers of a chain of divisions; empty for anything else."""
    found: list[Quantity] = []
    while isinstance(expr, Apply) and expr.op == "/" and len(found) < 64 and isinstance(expr.args[1], Leaf):
        found.append(expr.args[1].quantity)
        expr = expr.args[0]
    return [*found, expr.quantity] if isinstance(expr, Leaf) else []


def _tried(expr: Expr, mode: str) -> Amounts | None:
    """The value, or None where there is none."""
    try:
        return attempt(expr, mode)
    except UndefinedError:
        return None


def attempt(expr: Expr, mode: str, lone_bytes: bool = False) -> Amounts | None:
    """The value, or None where its units do not add in this mode. Raises UndefinedError for what no mode can mend."""
    try:
        return evaluate(expr, mode, lone_bytes=lone_bytes)
    except UndefinedError as reason:
        if "unit" in str(reason):
            return None
        raise


def per(number: Rational, factor: Rational) -> Rational:
    if factor == 1:
        return number
    result = Fraction(number) / factor
    return result.numerator if result.denominator == 1 else result


def is_sum(expr: Expr) -> bool:
    return isinstance(expr, Apply) and expr.op in ("+", "-")


def billions(relation: Relation) -> Relation:
    """A claim such as `216 B` means billions where nothing beside it is a size; one of a million or more, bytes."""
    claim = relation.claim
    if (
        claim.unit.text != "B"
        or claim.numeral.size >= 10**6
        or any(d == "information" for q in leaves(relation.expr) for d, _ in q.unit.dims)
    ):
        return relation
    plain = _tried(relation.expr, "strict") if isinstance(relation.expr, Apply) else None
    if plain is not None and not plain.dims and plain.best == claim.numeral.number:
        return replace(relation, claim=claim._replace(unit=BARE))
    numeral = claim.numeral._replace(
        number=claim.numeral.number * 10**9, place=claim.numeral.place * 10**9, exact=False, scaled=True
    )
    return replace(relation, claim=claim._replace(numeral=numeral, unit=BARE))
