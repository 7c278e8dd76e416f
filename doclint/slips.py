"""The known slips: factors, signs and digits that reconcile a claim with what derivation gives."""

from __future__ import annotations

from fractions import Fraction

from doclint.derive import digits, magnitude
from doclint.model import Quantity, Rational

_SLIPS: tuple[tuple[int, str], ...] = (
    *((n, str(n)) for n in (1000, 1024, 60, 8, 3600, 10**6)),
    (1024**2, "1024²"),
    (10**9, "10⁹"),
    (1024**3, "1024³"),
    (86400, "86400"),
    (24, "24"),
)

NEAR = 0.8
"""How near a slip comes at least: less than half the place, and an eighth, of a number."""


def slip(best: Rational, claim: Quantity) -> str:
    """The known slip that reconciles claim and derivation, or an empty string."""
    number = claim.numeral.number
    if not number or not best:
        return ""
    half = min(Fraction(claim.numeral.place) / 2, magnitude(Fraction(number)) / 8)
    if best < 0 < number and magnitude(-best - number) <= half:
        return "sign"
    measured = {d for d, _ in claim.unit.dims}
    times = _ratio(best, number)
    for factor, text in _SLIPS:
        if times and not (NEAR < times * factor < 1 / NEAR or NEAR < times / factor < 1 / NEAR):
            continue
        if (factor == 8 and "information" not in measured) or (
            factor in (24, 60, 3600, 86400) and "time" not in measured
        ):
            continue
        if abs(Fraction(best) * factor - number) <= half:
            return f"×{text}"
        if abs(Fraction(best) / factor - number) <= half or magnitude(best - number * factor) <= half * factor:
            return f"÷{text}"
    if "iB" in claim.unit.text or "ib" in claim.unit.text:
        for k in range(1, 7):
            if magnitude(Fraction(best) * Fraction(1024, 1000) ** k - number) <= half:
                return "decimal"
    for power in (1, 2, 4, 5, 7, 8):
        if times and not (NEAR < times * 10**power < 1 / NEAR or NEAR < times / 10**power < 1 / NEAR):
            continue
        if abs(Fraction(best) * 10**power - number) <= half:
            return f"×{10**power}"
        if abs(Fraction(best) - number * 10**power) <= half * 10**power:
            return f"÷{10**power}"
    return ""


def _ratio(best: Rational, number: Rational) -> float:
    """How many times one number is the other, roughly; 0 where no float holds it."""
    try:
        return abs(float(best) / float(number))
    except (OverflowError, ZeroDivisionError):
        return 0.0


def one_digit(best: Rational, claim: Quantity) -> bool:
    """Whether changing one digit of the claim or swapping two makes it right; trailing zeros are places."""
    written = digits(claim)
    zeros = len(written) - len(written.rstrip("0"))
    place = Fraction(claim.numeral.place) * 10**zeros
    shown, mine = str(abs(round(Fraction(best) / place))), str(abs(round(Fraction(claim.numeral.number) / place)))
    size = max(len(shown), len(mine))
    pairs = list(zip(shown.zfill(size), mine.zfill(size), strict=True))
    wrong = [i for i, (x, y) in enumerate(pairs) if x != y]
    swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and pairs[wrong[0]] == pairs[wrong[1]][::-1]
    return size <= len(written) + 1 and (len(wrong) == 1 or swapped)


def other_digit(best: Rational, claim: Quantity) -> bool:
    """Whether claim and derivation, written to the claim's last digit, are equally long and differ in one digit."""
    return differ_in_one(best, claim.numeral.number, claim.numeral.place)


def differ_in_one(a: Rational, b: Rational, place: Rational) -> bool:
    """Whether two numbers, written down to `place`, are equally long and differ in one digit."""
    first, second = (str(abs(round(Fraction(n) / place))) for n in (a, b))
    return len(first) == len(second) < 60 and sum(x != y for x, y in zip(first, second, strict=True)) == 1
