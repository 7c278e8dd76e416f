"""The only decision: a relation agrees, agrees loosely, contradicts, or is undecided.

Readings are tried in order and the first that agrees is recorded; a contradiction is stated under the plainest reading.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from doclint.derive import UndefinedError, digits, evaluate, magnitude
from doclint.model import (
    BARE,
    Apply,
    Derivation,
    Expr,
    Judged,
    Leaf,
    Name,
    Quantity,
    Rational,
    Relation,
    Verdict,
    leaves,
)
from doclint.readings import Reading, attempt, billions, is_sum, readings, regrouped
from doclint.same import same
from doclint.slips import one_digit, other_digit, slip
from doclint.wording import number_text, working

LOOSE = Fraction(5, 100)
_PREFIXED = re.compile(r"[kKMGTmµn][A-Z]{1,3}")
_PREFIX_SLIPS = frozenset(("1000", "1000000", "10⁹"))
AMBIGUOUS = (("ambiguous", 1),)
HEDGED = Fraction(15, 100)
FAR = Fraction(10**5)

Scaled = Mapping[int, tuple[int, ...]]


_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?![\d.])")


def judge(relation: Relation, scaled: Scaled | None = None) -> Verdict:
    """The verdict on a relation; `scaled` gives the scales with which the document wrote an integer elsewhere."""
    if relation.op == "measures":
        return _measures(relation)
    if relation.op in ("range", "share", "count", "divides", "same", "shares"):
        return _possible(relation)
    relation = billions(relation)
    if relation.others:
        return _any_of(relation, scaled)
    if any(q.unit.dims == AMBIGUOUS for q in (relation.claim, *leaves(relation.expr))):
        return _ambiguous(relation)
    try:
        found = readings(relation)
        plainest = next(found, None)
        if plainest is not None and relation.kind != "bound" and _agrees(plainest.best, relation, plainest.accuses):
            return _verdict("agrees", relation, plainest, plainest.best, plainest.best)
        ways = [plainest, *found] if plainest is not None else []
    except UndefinedError as reason:
        return Verdict("undecided", reason=str(reason) or "undefined")
    if not ways:
        upside = _reversed(relation)
        if upside and not relation.aside:
            return _dimension(relation, upside)
        return Verdict("undecided", reason="units do not correspond")
    if relation.kind == "bound" or relation.op in "<>≤≥":
        return _bound(relation, ways[0])
    for reading in ways:
        if _agrees(reading.best, relation, counts=reading.accuses):
            return _verdict("agrees", relation, reading, reading.best, reading.best)
    base = ways[0]
    for reading in ways[:3]:
        low, high = _widened(relation, reading)
        if _overlaps(low, high, relation.claim) and _off(reading.best, relation.claim) <= LOOSE:
            return _verdict("agrees", relation, reading, low, high)
    for name, best in regrouped(relation.expr, relation.claim) if relation.origin != "declared" else ():
        if _agrees(best, relation):
            return _verdict("agrees", relation, Reading(name, best, "strict", 1), best, best)
    for reading in ways:
        if (reading.accuses or reading.name in _UNITS_LEFT_OUT) and _is_loose(reading.best, relation):
            return _verdict("loose", relation, reading, reading.best, reading.best)
    if scaled:
        told = _elsewhere(relation, base, scaled)
        if told is not None:
            return told
    return _explained(relation) or _excused(relation, ways) or _contradiction(relation, _accusing(relation, ways))


def _explained(relation: Relation) -> Verdict | None:
    """Whether what contradicts a claim is said of another number."""
    for rival in relation.rivals:
        if judge(replace(relation, claim=rival, rivals=())).status in ("agrees", "loose"):
            return Verdict("undecided", reason="said of another number")
    return None


def _accusing(relation: Relation, ways: Sequence[Reading]) -> Reading:
    """The reading under which a contradiction is stated: the plainest, or a conversion factor that comes closer."""
    factors = [r for r in ways if r.name == "conversion factor"]
    return min((ways[0], *factors), key=lambda r: _distance(r.best, relation.claim))


def _excused(relation: Relation, ways: Sequence[Reading]) -> Verdict | None:
    """What some reading nearly gives: too little to verify, and too much to accuse."""
    base, claim = ways[0], relation.claim
    if base.name == "bare numbers take the unit" and any(_nearly(r, base, claim) for r in ways[1:]):
        return Verdict("undecided", reason="right but for the unit of its bare numbers")
    inputs = list(leaves(relation.expr))
    binary = [r for r in ways if r.name == "binary prefixes" and _off(r.best, claim) <= LOOSE]
    if binary and (relation.kind == "conversion" or any(_overlaps(*_widened(relation, r), claim) for r in binary)):
        return Verdict("undecided", reason="nearly right in binary prefixes")
    measured = {d for d, _ in claim.unit.dims} - {"time"}
    unsized = measured and not measured & {d for q in inputs for d, _ in q.unit.dims}
    each = any(power < 0 for q in (claim, *inputs) for _, power in q.unit.nouns)
    if (
        relation.kind == "conversion"
        and each
        and {n for n in claim.unit.nouns if n[1] < 0} != {n for q in inputs for n in q.unit.nouns if n[1] < 0}
    ):
        return Verdict("undecided", reason="per something else")
    if relation.origin == "stated" and claim.unit.dims and _left_per(relation.expr) - {n for n, _ in claim.unit.nouns}:
        return Verdict("undecided", reason="per something that is not said")
    unlike = base.name in ("times as bare numbers", "units left out", "units as labels")
    if relation.kind == "conversion" and relation.origin == "stated" and ((base.name and each) or unlike):
        return Verdict("undecided", reason="something else went in")
    if base.best < 0 < claim.numeral.number and abs(Fraction(base.best)) != claim.numeral.number:
        return Verdict("undecided", reason="a dash that may be none")
    if relation.kind == "conversion" and _customary(base.best, claim, inputs):
        return Verdict("undecided", reason="a day, month or year by another custom")
    if _mixed(relation.expr):
        return Verdict("undecided", reason="a bare number beside a size")
    if _off(base.best, claim) <= _rounding(relation, inputs):
        return Verdict("undecided", reason="within the rounding of whole numbers")
    powers = any(q.numeral.number > 10 and _is_power_of_ten(q) for q in inputs)
    if powers and _off(base.best, claim) < Fraction(1, 2):
        return Verdict("undecided", reason="an order of magnitude")
    if unsized and base.name and any(q.unit.nouns for q in inputs) and all(q.unit.text for q in inputs):
        return Verdict("undecided", reason="counted things are not measures")
    if any(_is_grouped(r.best, relation) for r in ways):
        return Verdict("undecided", reason="a point that may group digits")
    rough = claim.numeral.hedge == "~" and len(digits(claim).rstrip("0")) < 3
    if relation.tentative and rough and any(_off(r.best, claim) <= HEDGED for r in ways):
        return Verdict("undecided", reason="roughly what is implied")
    return None


def _customary(best: Rational, claim: Quantity, inputs: Sequence[Quantity]) -> bool:
    """Whether a conversion of times is right by a custom."""
    half = half_place(claim) or Fraction(1, 2)
    timed = any(d == "time" for q in (claim, *inputs) for d, _ in q.unit.dims)
    return timed and any(abs(best * way - claim.numeral.number) <= half for way in CUSTOMS)


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
        if any(u.prefix > 0 for u in units) and any(not u.text for u in units):
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


_UNITS_LEFT_OUT = frozenset(("times as bare numbers", "conversion factor"))
CUSTOMS = tuple(
    Fraction(*ratio)
    for ratio in ((86400, 100_000), (20, 30), (21, 30), (22, 30), (24, 8), (8, 24), (250, 365), (260, 365), (400, 365))
)
"""How days of 10^5 seconds or 8 hours, working days, and years of 400 days differ from whole ones."""
ROUNDED = 50
"""From where on a whole number among inputs may be a rounded one."""
CONSTANTS = frozenset((365, 366))


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
    return reading.name == base.name and _distance(base.best, claim) >= 100 and _off(reading.best, claim) <= LOOSE


def _ambiguous(relation: Relation) -> Verdict:
    """A unit with two common meanings verifies by its plain numbers, and accuses nobody."""
    try:
        value = evaluate(relation.expr, "plain")
    except UndefinedError as reason:
        return Verdict("undecided", reason=str(reason) or "undefined")
    if _agrees(value.best, relation):
        return _verdict("agrees", relation, Reading("units as labels", value.best, "plain", 1), value.best, value.best)
    return Verdict("undecided", reason="ambiguous unit")


def _any_of(relation: Relation, scaled: Scaled | None) -> Verdict:
    """The verdict on an ambiguous text: any way to take it that agrees, else the first."""
    verdicts = [judge(replace(relation, expr=e, others=()), scaled) for e in (relation.expr, *relation.others)]
    return next((v for v in verdicts if v.status in ("agrees", "loose")), verdicts[0])


def half_place(claim: Quantity) -> Rational:
    """Half a unit in the last written digit; 0 for a bare or counted integer, which is exact."""
    numeral = claim.numeral
    if numeral.exact and not claim.unit.dims and claim.unit.text not in ("%", "x"):
        return 0
    return Fraction(numeral.place) / 2


def _agrees(best: Rational, relation: Relation, counts: bool = True) -> bool:
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


def _overlaps(low: Rational, high: Rational, claim: Quantity) -> bool:
    number = claim.numeral.number
    half = half_place(claim)
    return low <= number + half and high >= number - half


def _off(best: Rational, claim: Quantity) -> Rational:
    """Relative error of the claim against the derived number."""
    if best == 0:
        return 0 if claim.numeral.number == 0 else 1
    return abs(Fraction(claim.numeral.number) - best) / magnitude(best)


def _distance(best: Rational, claim: Quantity) -> Rational:
    """How many times one of claim and derived number is the other."""
    ratio = Fraction(claim.numeral.size) / magnitude(best) if best and claim.numeral.number else Fraction(10**9)
    return max(ratio, 1 / ratio)


def _widened(relation: Relation, reading: Reading) -> tuple[Rational, Rational]:
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


def _is_loose(best: Rational, relation: Relation) -> bool:
    """Trailing zeros as places, a truncated last digit, or a hedge: within 5 %, or 15 % when hedged."""
    claim = relation.claim
    numeral = claim.numeral
    number = numeral.number
    off = _off(best, claim)
    hedged = not relation.tentative and (
        numeral.hedge == "~" or relation.op == "≈" or any(q.numeral.hedge == "~" for q in leaves(relation.expr))
    )
    if relation.kind == "count":
        return False
    if hedged:
        order = digits(claim).rstrip("0") == "1" or claim.numeral.text.startswith("10^")
        return off <= HEDGED or (order and Fraction(1, 3) <= Fraction(best) / (number or 1) <= 3 and relation.op == "≈")
    if off > LOOSE:
        return False
    written = digits(claim)
    zeros = len(written) - len(written.rstrip("0"))
    place = Fraction(numeral.place) * 10**zeros
    if zeros and magnitude(best - number) * 2 <= place:
        return True
    if zeros and relation.kind in ("sum", "equation") and magnitude(best - number) < place and off <= LOOSE:
        return True
    exact_sum = is_sum(relation.expr) and all(q.numeral.exact for q in leaves(relation.expr)) and numeral.exact
    return not exact_sum and 0 <= magnitude(best) - magnitude(number) < numeral.place


def _bound(relation: Relation, reading: Reading) -> Verdict:
    """A stated order of two numbers, contradicted only when the whole of it lies on the wrong side."""
    number, limit = relation.claim.numeral.number, reading.best
    half = half_place(relation.claim)
    holds = number - half <= limit if relation.op in "<≤" else number + half >= limit
    if relation.op in ("<", ">") and number == limit:
        holds = False
    if relation.claim.numeral.hedge not in ("", "~") or any(
        q.numeral.hedge not in ("", "~") for q in leaves(relation.expr)
    ):
        return Verdict("undecided", reason="both sides are bounds")
    if relation.aside and not holds:
        return Verdict("undecided", reason="said not to hold, or asked")
    return _verdict("agrees" if holds else "contradicts", relation, reading, limit, limit)


def _possible(relation: Relation) -> Verdict:
    """Whether a number can be at all: a range that rises, a share of at most 100 %, a count of at least 0."""
    claim = relation.claim
    if relation.op in ("divides", "same", "shares"):
        return {"divides": _divides, "same": same, "shares": _shares}[relation.op](relation)
    if relation.op == "range":
        wrong = isinstance(relation.expr, Leaf) and relation.expr.quantity.numeral.number > claim.numeral.number
    else:
        wrong = claim.numeral.number > 100 if relation.op == "share" else claim.numeral.number < 0
    if not wrong or relation.aside:
        return Verdict("undecided", reason="possible")
    return Verdict("contradicts", Derivation(0, 0, 0, claim.unit.text, working(relation.expr)))


def _divides(relation: Relation) -> Verdict:
    """Whether a count falls into equal parts; what is left over is the derivation's number."""
    count = relation.expr.quantity.numeral.number if isinstance(relation.expr, Leaf) else None
    parts = relation.claim.numeral.number
    if type(count) is not int or type(parts) is not int or parts <= 0 or count % parts == 0 or relation.aside:
        return Verdict("undecided", reason="equal parts")
    rest = count % parts
    return Verdict("contradicts", Derivation(rest, rest, rest, "", working(relation.expr)))


def _shares(relation: Relation) -> Verdict:
    """Whether shares of a whole make it up within their rounding."""
    parts = list(leaves(relation.expr))
    whole = sum((Fraction(q.numeral.number) for q in parts), Fraction(0))
    slack = sum((Fraction(q.numeral.place) for q in parts), Fraction(0)) / 2
    derivation = Derivation(whole, whole, whole, "%", working(relation.expr))
    if abs(whole - 100) <= slack or relation.aside:
        return Verdict("undecided", derivation, "possible")
    return Verdict("contradicts", derivation)


def _measures(relation: Relation) -> Verdict:
    """Whether the unit of a number is of the dimension that its subject names."""
    assert isinstance(relation.expr, Name)
    wanted = relation.expr.text
    dims = dict(relation.claim.unit.dims)
    if not dims or wanted in dims:
        return Verdict("undecided", reason="no other dimension")
    return Verdict(
        "contradicts",
        Derivation(
            0, 0, 0, relation.claim.unit.text, f"a number of {wanted} is not given in {relation.claim.unit.text}"
        ),
        "dimension",
    )


def _verdict(
    status: str, relation: Relation, reading: Reading, low: Rational, high: Rational, reason: str = "", slip: str = ""
) -> Verdict:
    derivation = Derivation(
        low, high, reading.best, relation.claim.unit.text, working(relation.expr), reading.name, relation.rule
    )
    advice = "mixed" if status == "agrees" and reading.name == "binary prefixes" else ""
    return Verdict(status, derivation, reason, slip, float(min(_off(reading.best, relation.claim), 10**9)), advice)  # type: ignore[arg-type]


def _contradiction(relation: Relation, base: Reading) -> Verdict:
    claim = relation.claim
    known = slip(base.best, claim)
    if known[1:] in _PREFIX_SLIPS and not claim.unit.dims and _PREFIXED.fullmatch(claim.unit.text):
        return Verdict("undecided", reason="the unit may hold a prefix")
    low, high = _widened(relation, base)
    if not base.accuses and base.name != "conversion factor":
        return _verdict("undecided", relation, base, low, high, "units do not correspond")
    cancels = relation.rule in ("change", "difference") or relation.kind == "ratio"
    if _overlaps(low, high, claim) and (_off(base.best, claim) <= HEDGED or cancels):
        return _verdict("undecided", relation, base, low, high, "within the rounding of the inputs")
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
        )
    ):
        return _verdict("undecided", relation, base, low, high, "no reading agrees")
    if (
        relation.origin == "stated"
        and _other_things(relation)
        and not Fraction(1, 20) < abs(Fraction(claim.numeral.number) / (base.best or 1)) < 20
    ):
        return _verdict("undecided", relation, base, low, high, "different things correspond")
    if relation.kind == "conversion" and relation.origin == "stated":
        if isinstance(relation.expr, Leaf) and relation.expr.quantity.unit is BARE and claim.unit.text:
            return _verdict("undecided", relation, base, low, high, "a bare number beside a measure")
        up = Fraction(claim.numeral.number) - Fraction(base.best)
        if claim.numeral.hedge == "~" and 0 < up < claim.numeral.place and up * 3 < claim.numeral.number:
            return _verdict("undecided", relation, base, low, high, "rounded up")
    if (
        relation.kind == "conversion"
        and not known
        and not FAR**-1 < Fraction(claim.numeral.number) / (base.best or 1) < FAR
    ):
        return _verdict("undecided", relation, base, low, high, "different things")
    if relation.more and (not known or len(digits(claim).rstrip("0")) < 2):
        return _verdict("undecided", relation, base, low, high, "something else went in")
    if relation.origin == "pack" and len(digits(claim).rstrip("0")) == 1 and _off(base.best, claim) <= HEDGED:
        return _verdict("undecided", relation, base, low, high, "rounded to one digit")
    if relation.origin == "inferred" and _off(base.best, claim) <= LOOSE:
        return _verdict("undecided", relation, base, low, high, "nearly what its neighbours imply")
    digit = other_digit if relation.origin == "inferred" else one_digit
    if relation.tentative and not (known or digit(base.best, claim)):
        return _verdict("undecided", relation, base, low, high, "inferred, and no single slip reconciles it")
    if relation.aside:
        return _verdict("undecided", relation, base, low, high, "quoted as a mistake or as past")
    return _verdict("contradicts", relation, base, low, high, slip=known)


def _dimension(relation: Relation, name: str) -> Verdict:
    return Verdict(
        "contradicts", Derivation(0, 0, 0, relation.claim.unit.text, working(relation.expr)), "dimension", name, 1.0
    )


def _reversed(relation: Relation) -> str:
    """The dimension that stands upside down: divided by where it must be multiplied."""
    value = attempt(relation.expr, "strict")
    if value is None:
        return ""
    claimed = dict(relation.claim.unit.dims)
    for name, power in value.dims:
        if name in ("information", "usd") and claimed.get(name, 0) * power < 0:
            return name
    return ""


def _other_things(relation: Relation) -> bool:
    """Whether one counted thing is scaled into another: `120K × 3 = 12 racks`."""
    counted = [{n for n, power in q.unit.nouns if power > 0} for q in leaves(relation.expr) if q.unit.nouns]
    mine = {n for n, power in relation.claim.unit.nouns if power > 0}
    return len(counted) == 1 and bool(mine) and bool(counted[0]) and not counted[0] & mine


def _elsewhere(relation: Relation, base: Reading, scaled: Scaled) -> Verdict | None:
    """ "4000 * 25 = 100 billion" where 25 million was stated above."""
    for quantity in leaves(relation.expr):
        if not quantity.numeral.exact or type(quantity.numeral.number) is not int:
            continue
        for scale in scaled.get(quantity.numeral.number, ()):
            best = base.best * scale
            if _agrees(best, relation) or _is_loose(best, relation):
                name = f"{quantity.numeral.text} means {number_text(quantity.numeral.number * scale)}"
                return _verdict("agrees", relation, Reading(name, best, "strict", 1), best, best)
    return None


def mend(judged: Sequence[Judged]) -> Iterator[Judged]:
    """Chains link by link: where a wrong link's repair also mends the next one, only the first is wrong."""
    for one in judged:
        before = judged[one.relation.previous] if one.relation.previous >= 0 else None
        if one.contradicted and before is not None and before.contradicted:
            bridged = judge(replace(one.relation, expr=before.relation.expr))
            if bridged.status in ("agrees", "loose"):
                yield Judged(
                    one.relation,
                    one.verdict._replace(status="undecided", reason="right once the link before it is mended"),
                )
                continue
        yield one
