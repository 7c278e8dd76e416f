"""What stands beside a computation may have gone into its result: a count, a share, a period, a step between units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from doclint.derive import combine, exchanged
from doclint.judge.closeness import agrees, off
from doclint.model import TIME, Quantity, Rational, Relation, leaves
from doclint.readings.values import Reading, attempt, per

DAY, YEAR = 86400, 31536000
PERIODS = tuple(
    Fraction(s)
    for s in (
        *(60, 3600, 2628000),
        *(n * DAY for n in (1, 7, 14, 30, 31, 60, 90, 180)),
        *(n * YEAR for n in (1, 2, 3, 4, 5, 7, 10)),
    )
)
"""Seconds of the periods that labels, headings and columns name: a minute to ten years, a month of 730 hours."""
STEPS = frozenset((8, 24, 60, 1000, 1024, 1440, 3600, 86400, 10**6, 10**9, 10**12, 1024**2, 1024**3))
"""Steps between units, which are written out though the units hold them."""
HOURS = (24, 60, 730, 720, 1440)
MAX_WAYS = 8
MANY = 1000
"""How many there must be of a size, for the size of all to stand beside it."""
NEARLY = Fraction(1, 100)


def went_in(relation: Relation, ways: Sequence[Reading]) -> str:
    """Why a claim that contradicts its computation may be right all the same, or an empty string.

    A factor or a share that the computation has already did not go in once more.
    """
    if relation.op not in ("=", "≈") or relation.origin != "stated" or relation.kind not in ("equation", "conversion"):
        return ""
    inputs = list(leaves(relation.expr))
    written = {q.numeral.size for q in inputs}
    others = [q for q in relation.beside if q.unit.text not in ("x", "%") or q.numeral.size not in written]
    counts = [f for f in _counts(others) if relation.kind == "equation" or max(f, 1 / f) >= MANY]
    if any(_is(r.best * f, relation) for r in ways[:MAX_WAYS] for f in counts):
        return "a number beside it went in, too"
    if not any(q.unit.dims or "/" in q.unit.text for q in inputs):
        return ""
    value = attempt(relation.expr, "strict")
    if value is None:
        return ""
    lacking = combine(relation.claim.unit.dims, value.dims, -1)
    factor = relation.claim.unit.factor
    if lacking in (TIME, (("time", -1),)):
        told = [Fraction(q.numeral.size) * q.unit.factor for q in relation.beside if q.unit.dims == TIME]
        spans = [s if lacking == TIME else 1 / s for s in (*PERIODS, *told) if s]
        if any(_is(per(value.best * span * f, factor), relation) for span in spans for f in (Fraction(1), *counts)):
            return "the time is said beside it"
    if not lacking and any("/" in q.unit.text and not q.unit.dims for q in inputs):
        best = per(value.best, factor)
        if any(_is(b, relation) for h in HOURS for b in (best * h, Fraction(best) / h)):
            return "hours of a day are a number at a time"
    return "a step between units is written out" if any(_is(b, relation) for b in _unstepped(relation)) else ""


def _is(best: Rational, relation: Relation) -> bool:
    return agrees(best, relation) or off(best, relation.claim) <= NEARLY


def _counts(beside: Sequence[Quantity]) -> Iterator[Fraction]:
    """The factors that numbers beside a computation may be."""
    for quantity in beside:
        number = Fraction(quantity.numeral.size)
        if quantity.unit.text == "%":
            share = number / 100
            factors = [share, 1 - share, 1 + share]
        elif quantity.unit.dims not in ((), TIME) or number == 1:
            continue
        else:
            factors = [number]
        for factor in factors:
            if factor > 0:
                yield from (factor, 1 / factor)


def _unstepped(relation: Relation) -> Iterator[Rational]:
    """The values of an expression without each bare number that is a step between units, without all, without units."""
    bare = [q for q in leaves(relation.expr) if not q.unit.text and q.numeral.number in STEPS]
    if not any(q.unit.dims for q in leaves(relation.expr)):
        return
    plain = attempt(relation.expr, "plain") if bare else None
    if plain is not None:
        yield plain.best
    choices = [[q] for q in bare[:MAX_WAYS]]
    for choice in (*choices, *([bare] if len(bare) > 1 else ())):
        value = attempt(exchanged(relation.expr, {(q.start, q.end): 1 for q in choice}), "strict")
        if value is not None and value.dims == relation.claim.unit.dims:
            yield per(value.best, relation.claim.unit.factor)
