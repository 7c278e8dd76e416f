"""What is said of a claim that no reading gives: contradicted, or undecided with the reason."""

from __future__ import annotations

import re
from fractions import Fraction

from doclint.derive import digits
from doclint.judge.closeness import HEDGED, LOOSE, distance, off, overlaps, widened
from doclint.judge.verdicts import verdict
from doclint.model import BARE, SIZE, TIME, Apply, Leaf, Quantity, Rational, Relation, Verdict, leaves
from doclint.readings.values import Reading, attempt
from doclint.slips import one_digit, other_digit, slip

_PREFIXED = re.compile(r"[kKMGTmµn][A-Z]{1,3}")
_PREFIX_SLIPS = frozenset(("1000", "1000000", "10⁹"))
FAR = Fraction(10**5)
NEAR = Fraction(3, 2)
"""How many times the other one of two durations may be that stand side by side and are meant to be one."""


def contradiction(relation: Relation, base: Reading) -> Verdict:
    """The verdict on a claim that `base` does not give, nor any other reading."""
    claim = relation.claim
    known = slip(base.best, claim)
    if known[1:] in _PREFIX_SLIPS and not claim.unit.dims and _PREFIXED.fullmatch(claim.unit.text):
        return Verdict("undecided", reason="the unit may hold a prefix")
    if relation.scaled and not claim.unit.text and _thousands(base.best, claim):
        return Verdict("undecided", reason="its unit or scale is said beside it")
    low, high = widened(relation, base)
    if not base.accuses and base.name != "conversion factor":
        price = _priced(relation)
        if price is None or not one_digit(price.best, claim):
            return verdict("undecided", relation, base, low, high, "units do not correspond")
        base, known = price, ""
    cancels = relation.rule in ("change", "difference") or relation.kind == "ratio"
    if overlaps(low, high, relation) and (off(base.best, claim) <= HEDGED or cancels):
        return verdict("undecided", relation, base, low, high, "within the rounding of the inputs")
    cut = (base.best - 2 * (base.best - low), base.best + 2 * (high - base.best))
    if overlaps(*cut, relation) and off(base.best, claim) <= LOOSE / 5:
        return verdict("undecided", relation, base, low, high, "within the rounding of inputs that are cut off")
    if (
        base.name
        and not known
        and base.name
        not in (
            "bare numbers take the unit",
            "times as bare numbers",
            "units left out",
            "B as bytes",
            "conversion factor",
            "price per such a unit",
        )
    ):
        return verdict("undecided", relation, base, low, high, "no reading agrees")
    if (
        relation.origin == "stated"
        and _other_things(relation)
        and not (
            isinstance(relation.expr, Apply)
            and Fraction(1, 20) < abs(Fraction(claim.numeral.number) / (base.best or 1)) < 20
        )
        and not (isinstance(relation.expr, Leaf) and one_digit(base.best, claim))
    ):
        return verdict("undecided", relation, base, low, high, "different things correspond")
    if relation.kind == "conversion" and relation.origin == "stated":
        if isinstance(relation.expr, Leaf) and relation.expr.quantity.unit is BARE and claim.unit.text:
            return verdict("undecided", relation, base, low, high, "a bare number beside a measure")
        up = Fraction(claim.numeral.number) - Fraction(base.best)
        rough = claim.numeral.hedge == "~" or (claim.numeral.exact and claim.numeral.place == 1)
        if rough and 0 < up < claim.numeral.place and up * 3 < claim.numeral.number:
            return verdict("undecided", relation, base, low, high, "rounded up")
    if (
        relation.kind == "conversion"
        and not known
        and not FAR**-1 < Fraction(claim.numeral.number) / (base.best or 1) < FAR
    ):
        return verdict("undecided", relation, base, low, high, "different things")
    if relation.more and (not known or len(digits(claim).rstrip("0")) < 2):
        return verdict("undecided", relation, base, low, high, "something else went in")
    if relation.origin == "pack" and len(digits(claim).rstrip("0")) == 1 and off(base.best, claim) <= HEDGED:
        return verdict("undecided", relation, base, low, high, "rounded to one digit")
    if relation.origin == "inferred" and off(base.best, claim) <= LOOSE:
        return verdict("undecided", relation, base, low, high, "nearly what its neighbours imply")
    if relation.kind in ("formula", "rule") and _rounded_down(base.best, claim):
        return verdict("undecided", relation, base, low, high, "rounded down")
    digit = other_digit if relation.origin == "inferred" else one_digit
    up = base.best + Fraction(claim.numeral.place) / 1000  # 52.5 is written as 53, too
    if relation.tentative and not (known or digit(base.best, claim) or digit(up, claim)):
        return verdict("undecided", relation, base, low, high, "inferred, and no single slip reconciles it")
    if relation.kind == "conversion" and relation.origin == "stated" and not (known or _converts(relation, base.best)):
        return verdict("undecided", relation, base, low, high, "nothing says that these are one amount")
    if relation.aside:
        cell = relation.kind == "table"
        reason = "a cell that may be a case of its own" if cell else "quoted as a mistake or as past"
        return verdict("undecided", relation, base, low, high, reason)
    return verdict("contradicts", relation, base, low, high, slip=known)


def _priced(relation: Relation) -> Reading | None:
    """A size times a price per such a size, whose unit is left out: `20 GB × $0.085 = $1.70`."""
    inputs = list(leaves(relation.expr))
    money = [q for q in inputs if q.unit.dims == (("usd", 1),)]
    sizes = [q for q in inputs if q.unit.dims == SIZE]
    product = isinstance(relation.expr, Apply) and relation.expr.op == "*" and len(inputs) == 2
    if not product or len(money) != 1 or len(sizes) != 1 or ("usd", 1) not in relation.claim.unit.dims:
        return None
    value = attempt(relation.expr, "plain")
    return Reading("price per such a unit", value.best, "plain", 1) if value is not None else None


def _thousands(best: Rational, claim: Quantity) -> bool:
    """Whether a claim is what is derived but for a power of 1000 or 1024."""
    ratio = Fraction(best) / (Fraction(claim.numeral.number) or 1)
    return any(
        abs(ratio / step - 1) <= Fraction(1, 50)
        for base in (1000, 1024)
        for k in range(1, 9)
        for step in (Fraction(base) ** k, 1 / Fraction(base) ** k)
    )


def _converts(relation: Relation, best: Rational) -> bool:
    """Whether two amounts side by side may be one, but for a mistake.

    A duration in a bracket is often a window, a period or an age: it must be near, or a slip away. Another amount
    must be written in another unit, or be a slip away.
    """
    claim, expr = relation.claim, relation.expr
    if not isinstance(expr, Leaf):
        return True
    known = expr.quantity
    back = Fraction(known.numeral.number) * Fraction(claim.numeral.number) / (best or 1)
    if not known.numeral.exact and abs(back - known.numeral.number) * 2 <= known.numeral.place:
        return False
    apart = distance(best, claim)
    if claim.unit.dims == TIME:
        sharp = min(len(digits(claim).rstrip("0")), len(digits(known).rstrip("0"))) > 1
        return apart < NEAR or (apart < (10 if sharp else 2) and (one_digit(best, claim) or one_digit(back, known)))
    return known.unit.text != claim.unit.text or (apart < 10 and (one_digit(best, claim) or one_digit(back, known)))


def _rounded_down(best: Rational, claim: Quantity) -> bool:
    """Whether a whole number of things is a quotient without its fraction."""
    whole = claim.numeral.exact and not claim.unit.dims and Fraction(claim.numeral.number).denominator == 1
    return whole and 1 <= claim.numeral.number < best < claim.numeral.number + 1


def _other_things(relation: Relation) -> bool:
    """Whether one counted thing is scaled into another: `120K × 3 = 12 racks`."""
    counted = [{n for n, power in q.unit.nouns if power > 0} for q in leaves(relation.expr) if q.unit.nouns]
    mine = {n for n, power in relation.claim.unit.nouns if power > 0}
    return len(counted) == 1 and bool(mine) and bool(counted[0]) and not counted[0] & mine
