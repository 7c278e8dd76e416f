"""What keeps a number that no reading gives from being accused: another custom, another base, another thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from doclint.derive import digits
from doclint.judge.closeness import HEDGED, LOOSE, distance, half_place, off, overlaps, widened
from doclint.model import SIZE, TIME, Apply, Expr, Leaf, Quantity, Rational, Relation, Verdict, leaves
from doclint.readings.values import Reading, is_sum
from doclint.slips import one_digit

_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?![\d.])")
WORK = (Fraction(5, 7), Fraction(5, 21))
"""How working days, of eight hours or not, differ from the days of a week."""
_WORKERS = frozenset("person people man engineer developer staff operator employee".split())
_ELEMENTS = frozenset((noun, -1) for noun in ("parameter", "param", "weight", "element", "value"))
"""What a number format takes its bits for."""
CUSTOMS = tuple(
    Fraction(*ratio)
    for ratio in (
        (86400, 100_000), (20, 30), (21, 30), (22, 30),
        (24, 8), (8, 24), (250, 365), (260, 365), (400, 365),
    )
)  # fmt: skip
"""How days of 10^5 seconds or 8 hours, working days, and years of 400 days differ from whole ones."""
ROUNDED = 50
"""From where on a whole number among inputs may be a rounded one."""
CONSTANTS = frozenset((365, 366))


def excused(relation: Relation, ways: Sequence[Reading]) -> Verdict | None:
    """What some reading nearly gives: too little to verify, and too much to accuse."""
    base, claim = ways[0], relation.claim
    if base.name == "bare numbers take the unit" and any(_nearly(r, base, claim) for r in ways[1:]):
        return Verdict("undecided", reason="right but for the unit of its bare numbers")
    inputs = list(leaves(relation.expr))
    binary = [r for r in ways if r.name == "binary prefixes" and off(r.best, claim) <= LOOSE]
    if binary and (relation.kind == "conversion" or any(overlaps(*widened(relation, r), relation) for r in binary)):
        return Verdict("undecided", reason="nearly right in binary prefixes")
    measured = {d for d, _ in claim.unit.dims} - {"time"}
    unsized = measured and not measured & {d for q in inputs for d, _ in q.unit.dims}
    each = any(power < 0 for q in (claim, *inputs) for _, power in q.unit.nouns)
    below = {n for n in claim.unit.nouns if n[1] < 0} - (_ELEMENTS if claim.numeral.exact else frozenset())
    others = {n for q in inputs for n in q.unit.nouns if n[1] < 0}
    other = relation.kind == "conversion" and each and below != others
    if other and (below & _ELEMENTS or not _slipped(base.best, claim)):
        return Verdict("undecided", reason="per something else")
    stated = relation.origin == "stated" and claim.unit.dims
    unsaid = stated and _left_per(relation.expr) - {n for n, _ in claim.unit.nouns}
    if unsaid and not _slipped(base.best, claim):
        return Verdict("undecided", reason="per something that is not said")
    unlike = base.name in ("times as bare numbers", "units left out", "units as labels")
    if relation.kind == "conversion" and relation.origin == "stated" and ((base.name and each) or unlike):
        return Verdict("undecided", reason="something else went in")
    if base.best < 0 < claim.numeral.number and abs(Fraction(base.best)) != claim.numeral.number:
        return Verdict("undecided", reason="a dash that may be none")
    work = claim.unit.dims == TIME and any(noun in _WORKERS for noun, _ in claim.unit.nouns)
    ways_of_work = CUSTOMS + WORK if work else CUSTOMS
    if (relation.kind == "conversion" or work) and _customary(base.best, claim, inputs, ways_of_work):
        return Verdict("undecided", reason="a day, month or year by another custom")
    if _mixed(relation.expr):
        return Verdict("undecided", reason="a bare number beside a size")
    if off(base.best, claim) <= _rounding(relation, inputs):
        return Verdict("undecided", reason="within the rounding of whole numbers")
    counts = relation.origin == "stated" and not any(q.unit.dims for q in inputs) and not _divides(relation.expr)
    if counts and distance(base.best, claim) >= 2 and _makes(claim, inputs) and not _spread(inputs, claim):
        return Verdict("undecided", reason="counted things have or take another thing each")
    powers = any(q.numeral.number > 10 and _is_power_of_ten(q) for q in inputs)
    if powers and off(base.best, claim) < Fraction(1, 2):
        return Verdict("undecided", reason="an order of magnitude")
    if unsized and base.name and any(q.unit.nouns for q in inputs) and all(q.unit.text for q in inputs):
        return Verdict("undecided", reason="counted things are not measures")
    if any(_is_grouped(r.best, relation) for r in ways):
        return Verdict("undecided", reason="a point that may group digits")
    rough = claim.numeral.hedge == "~" and len(digits(claim).rstrip("0")) < 3
    if relation.tentative and rough and any(off(r.best, claim) <= HEDGED for r in ways):
        return Verdict("undecided", reason="roughly what is implied")
    return None


def _slipped(best: Rational, claim: Quantity) -> bool:
    """Whether one digit of a claim that has several is wrong."""
    return len(digits(claim).rstrip("0")) > 1 and one_digit(best, claim)


def _divides(expr: Expr) -> bool:
    """Whether an expression divides anywhere."""
    return isinstance(expr, Apply) and (expr.op == "/" or any(_divides(a) for a in expr.args))


def _makes(claim: Quantity, inputs: Sequence[Quantity]) -> bool:
    """Whether a number of things is told to make an amount, or a number of other things: 4 pods × 3 zones = 48 vCPU."""
    if claim.unit.dims and claim.unit.dims != SIZE:
        return any(q.unit.nouns for q in inputs)
    mine = {noun for noun, power in claim.unit.nouns if power > 0}
    theirs = [{noun for noun, power in q.unit.nouns if power > 0} for q in inputs]
    return bool(mine) and len(theirs) > 1 and all(theirs) and not any(mine & nouns for nouns in theirs)


def _spread(inputs: Sequence[Quantity], claim: Quantity) -> bool:
    """Whether so many of a thing are multiplied by what each of them has: users × requests/user = requests."""
    nouns = {noun: power for q in inputs for noun, power in q.unit.nouns if power > 0}
    below = {noun for q in inputs for noun, power in q.unit.nouns if power < 0}
    rest = {noun for noun in nouns if noun not in below}
    named = {noun for noun, power in claim.unit.nouns if power > 0}
    return bool(below) and below <= nouns.keys() and (not named or not rest or bool(rest & named))


def _customary(
    best: Rational, claim: Quantity, inputs: Sequence[Quantity], customs: Sequence[Fraction] = CUSTOMS
) -> bool:
    """Whether a conversion of times is right by a custom."""
    half = half_place(claim) or Fraction(1, 2)
    timed = any(d == "time" for q in (claim, *inputs) for d, _ in q.unit.dims)
    return timed and any(abs(best * way - claim.numeral.number) <= half for way in customs)


def _left_per(expr: Expr, below: bool = False) -> set[str]:
    """What the factors of a product are per, and no other factor counts: parameters of `12 B/param / 32`."""
    if isinstance(expr, Leaf):
        return set() if below else {n for n, power in expr.quantity.unit.nouns if power < 0}
    if not isinstance(expr, Apply) or expr.op not in ("*", "/"):
        return set()
    left, right = expr.args[0], expr.args[1]
    found = _left_per(left, below) | _left_per(right, below != (expr.op == "/"))
    if expr.op == "*" and any(isinstance(a, Leaf) and not a.quantity.unit.text for a in (left, right)):
        return set()  # a bare number may count it
    return found - {n for q in leaves(expr) for n, power in q.unit.nouns if power > 0}


def _mixed(expr: Expr) -> bool:
    """Whether a sum adds a bare number to a size in KB or more, which may be bytes."""
    if not isinstance(expr, Apply):
        return False
    if expr.op == "+":
        units = [a.quantity.unit for a in expr.args if isinstance(a, Leaf)]
        if any(u.dims == SIZE and u.factor > 8 for u in units) and any(not u.text for u in units):
            return True
    return any(_mixed(a) for a in expr.args)


def _rounding(relation: Relation, inputs: Sequence[Quantity]) -> Fraction:
    """The part of a result that may come from whole numbers which are rounded themselves, as 579 of 578.7.

    A conversion between two rounded numbers has the leeway of the last digit of its result that is no zero.
    """
    claim = relation.claim
    if relation.kind == "conversion":
        text = digits(claim)
        zeros = len(text) - len(text.rstrip("0"))
        return (
            Fraction(claim.numeral.place) * 10**zeros / 2 / (abs(Fraction(claim.numeral.number)) or 1)
            if zeros == 1
            else Fraction(0)
        )
    if is_sum(relation.expr):
        return Fraction(0)
    whole = (q.numeral for q in inputs if q.numeral.exact and _may_be_rounded(q.numeral.size))
    return min(sum((Fraction(1, 2) / n.size for n in whole), Fraction(0)), Fraction(1, 100))


def _may_be_rounded(size: Rational) -> bool:
    """Whether a whole number may stand for a fraction near it: neither small, nor round, nor a power of two."""
    return type(size) is int and size >= ROUNDED and size % 10 != 0 and size & (size - 1) != 0 and size not in CONSTANTS


def _is_power_of_ten(quantity: Quantity) -> bool:
    """Whether a number is written as a power of ten alone: 10^13."""
    return quantity.numeral.text.replace("(", "").startswith("10^") and quantity.numeral.exact


def _is_grouped(best: Rational, relation: Relation) -> bool:
    """Whether a number is right when points group digits, as many languages write them: 2.778 for 2,778."""
    claim = relation.claim
    number, place = Fraction(claim.numeral.number), Fraction(claim.numeral.place)
    inputs = sum(_GROUPED.match(q.numeral.text) is not None for q in leaves(relation.expr))
    mine = _GROUPED.match(claim.numeral.text) is not None
    for k in range(-min(inputs, 8), min(inputs, 8) + 1):
        for size in (1, 1000) if mine else (1,):
            if (k or size > 1) and abs(Fraction(best) * Fraction(1000) ** k - number * size) * 2 <= place * size:
                return True
    return False


def _nearly(reading: Reading, base: Reading, claim: Quantity) -> bool:
    """Whether bare numbers, in another prefix of the unit, give the claim but for its rounding."""
    return reading.name == base.name and distance(base.best, claim) >= 100 and off(reading.best, claim) <= LOOSE
