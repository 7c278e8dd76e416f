"""How near a claim comes to a derived number: as written, within the rounding of its inputs, or loosely."""

from __future__ import annotations

import math
from fractions import Fraction

from doclint.derive import CHANGES, UndefinedError, digits, evaluate, magnitude
from doclint.model import Apply, Quantity, Rational, Relation, leaves
from doclint.readings.values import Reading, is_sum

LOOSE = Fraction(5, 100)
HEDGED = Fraction(15, 100)
ROUGH = Fraction(1, 4)
"""How far off a hedged number of one digit may be."""


def half_place(claim: Quantity) -> Rational:
    """Half a unit in the last written digit; 0 for a bare or counted integer, which is exact."""
    numeral = claim.numeral
    if numeral.exact and not claim.unit.dims and claim.unit.text not in ("%", "x"):
        return 0
    return Fraction(numeral.place) / 2


def agrees(best: Rational, relation: Relation, counts: bool = True) -> bool:
    """Whether a derived number is the claim as written; `counts` may be rounded, or rounded up."""
    claim = relation.claim
    number, half = claim.numeral.number, half_place(claim)
    hedge = claim.numeral.hedge
    if hedge in ("≥", ">") and best >= number - half:
        return True
    if hedge in ("≤", "<") and best <= number + half:
        return True
    if relation.kind == "ratio" and number < 0:
        number = -number
    gap = best - number
    if -half <= gap <= half:
        return True
    if counts and half == 0 and type(best) is Fraction and best.denominator != 1:
        return magnitude(gap) * 2 <= 1 or (math.ceil(best) == number and (number > 1 or bool(claim.unit.nouns)))
    return False


def overlaps(low: Rational, high: Rational, relation: Relation) -> bool:
    """Whether a derived interval meets the claim as written; the sign of a change says no more than its direction."""
    claim = relation.claim
    number = magnitude(claim.numeral.number) if relation.kind == "ratio" else claim.numeral.number
    half = half_place(claim)
    return low <= number + half and high >= number - half


def off(best: Rational, claim: Quantity) -> Rational:
    """Relative error of the claim against the derived number."""
    if best == 0:
        return 0 if claim.numeral.number == 0 else 1
    return abs(Fraction(claim.numeral.number) - best) / magnitude(best)


def within_loose(best: Rational, relation: Relation) -> bool:
    """Whether a claim is at most LOOSE off; a change in per cent, that part of what changed."""
    claim, expr = relation.claim, relation.expr
    if isinstance(expr, Apply) and expr.op in CHANGES and claim.unit.text == "%":
        whole = max(Fraction(1) / claim.unit.factor, abs(Fraction(best)))
        return magnitude(best - magnitude(claim.numeral.number)) <= LOOSE * whole
    return off(best, claim) <= LOOSE


def distance(best: Rational, claim: Quantity) -> Rational:
    """How many times one of claim and derived number is the other."""
    ratio = Fraction(claim.numeral.size) / magnitude(best) if best and claim.numeral.number else Fraction(10**9)
    return max(ratio, 1 / ratio)


def widened(relation: Relation, reading: Reading) -> tuple[Rational, Rational]:
    """The derived interval with inputs as rounded, in the unit of the claim."""
    try:
        value = evaluate(relation.expr, reading.mode, widen=True, lone_bytes=reading.lone_bytes)
    except UndefinedError:
        return reading.best, reading.best
    if value.best == 0:
        return reading.best, reading.best
    rate = Fraction(reading.best) / value.best
    low, high = value.low * rate, value.high * rate
    return (low, high) if low <= high else (high, low)


def is_loose(best: Rational, relation: Relation) -> bool:
    """Trailing zeros as places, a truncated last digit, or a hedge: within 5 %, or 15 % when hedged."""
    claim = relation.claim
    numeral = claim.numeral
    number = numeral.number
    gap = off(best, claim)
    hedged = not relation.tentative and (
        numeral.hedge == "~" or relation.op == "≈" or any(q.numeral.hedge == "~" for q in leaves(relation.expr))
    )
    if relation.kind == "count":
        return False
    if hedged:
        if len(digits(claim).rstrip("0")) == 1 and numeral.hedge == "~" and gap <= ROUGH:
            return True
        order = digits(claim).rstrip("0") == "1" or claim.numeral.text.startswith("10^")
        return gap <= HEDGED or (order and Fraction(1, 3) <= Fraction(best) / (number or 1) <= 3 and relation.op == "≈")
    if gap > LOOSE:
        return False
    written = digits(claim)
    zeros = len(written) - len(written.rstrip("0"))
    place = Fraction(numeral.place) * 10**zeros
    if zeros and magnitude(best - number) * 2 <= place:
        return True
    if zeros and relation.kind in ("sum", "equation") and magnitude(best - number) < place and gap <= LOOSE:
        return True
    exact_sum = is_sum(relation.expr) and all(q.numeral.exact for q in leaves(relation.expr)) and numeral.exact
    return not exact_sum and 0 <= magnitude(best) - magnitude(number) < numeral.place
