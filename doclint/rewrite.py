"""A derived number in the writing of the one that it replaces: separators, decimals, scale and unit stay as they are.

Only the digits change. A number that cannot be written so, and as precisely as the original, is not written at all.
"""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import islice

from doclint.extract.numerals import SUFFIX
from doclint.model import Quantity, Rational

MOST_DIGITS = 18
ENOUGH = 3
"""How many significant digits are enough for a number that becomes smaller."""
MORE_PLACES = 6
"""How many decimals a small number may need beyond those of the original."""
SLACK = Fraction(1, 200)
"""What rounding to a whole number may change in a count that comes out as a fraction."""

_MANTISSA = re.compile(
    r"(?P<sign>[-−–]?)(?P<digits>\d{1,3}(?:(?P<mark>[,_'\u202f\u2009\u00a0])\d{3})(?:(?P=mark)\d{3}){0,12}(?!\d)(?:\.\d{1,40})?"
    r"|\d{1,40}(?:\.\d{1,40})?|\.\d{1,40})"
)
_POWER = re.compile(
    r"[eE][+-]?\d{1,3}(?![\w.])|\s{0,2}[×x*·⋅]\s{0,2}10(?:(?:\^|\*\*)\(?-?\d{1,3}\)?|⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4})(?![\w.^])"
)
_RAISED = re.compile(r"\s?(?:\^|\*\*|<su[pb]|[⁰¹²³⁴⁵⁶⁷⁸⁹⁻{])|[.,/_']\d")
"""What makes the digits before it something else than the number."""
_WORDS = tuple("zero one two three four five six seven eight nine ten eleven twelve".split())


def rewritten(text: str, quantity: Quantity, number: Rational, mark: str = "") -> str | None:
    """`text`, where a quantity is written, with `number` (in the quantity's unit) in its place; None if it cannot be.

    `mark` separates thousands in the document; it is used where the original is too short to tell.
    """
    word = re.match(r"[A-Za-z]{3,6}(?![\w-])", text)
    if word:
        return _in_words(text, word[0], quantity, number)
    found = _MANTISSA.match(text)
    if found is None or (found["sign"] != "") != (quantity.numeral.number < 0) or (number < 0) != bool(found["sign"]):
        return None
    scale = _scale(text, found, quantity)
    if not scale:
        return None
    old, new = Fraction(quantity.numeral.size) / scale, abs(Fraction(number)) / scale
    if _POWER.match(text, found.end()) and 1 <= old < 10 and not 1 <= new < 10:
        return None
    digits = _digits(found["digits"], found["mark"] or "", quantity, new, mark)
    return None if digits is None else found["sign"] + digits + text[found.end() :]


def _in_words(text: str, word: str, quantity: Quantity, number: Rational) -> str | None:
    """A small count in words, with a capital where the original has one."""
    folded = word.lower()
    if folded not in _WORDS or _WORDS.index(folded) != quantity.numeral.number:
        return None
    if Fraction(number).denominator != 1 or not 0 < number < len(_WORDS):
        return None
    new = _WORDS[int(number)]
    return (new.capitalize() if word[0].isupper() else new) + text[len(word) :]


def _scale(text: str, found: re.Match[str], quantity: Quantity) -> Rational:
    """What one unit of the written digits stands for; 0 where it is not a scale that follows them."""
    mark = found["mark"]
    written = Fraction("0" + (found["digits"].replace(mark, "") if mark else found["digits"]))
    size = Fraction(quantity.numeral.size)
    if not written or not size:
        return 0
    if size == written:
        return 0 if _RAISED.match(text, found.end()) else 1
    scale = size / written
    top = max(scale.numerator, scale.denominator)
    if min(scale.numerator, scale.denominator) != 1 or str(top).strip("0") != "1":
        return 0
    follows = _POWER.match(text, found.end()) or SUFFIX.match(text, found.end())
    return scale if follows or quantity.label == "B" else 0


def _digits(old: str, own: str, quantity: Quantity, new: Fraction, mark: str) -> str | None:
    """The digits of `new` as those of `old` are written; None where they would have to be written in another way."""
    whole, _, fraction = (old.replace(own, "") if own else old).partition(".")
    places = len(fraction)
    if _counts(quantity):
        if new.denominator != 1 and abs(round(new) - new) > SLACK * new:
            return None
    else:
        significant = (
            len((whole + fraction).lstrip("0")) if fraction else max(len(whole.strip("0")), min(2, len(whole)))
        )
        most, order = places + MORE_PLACES, _order(new) + 1
        while (
            places < most
            and round(new, places) != new
            and (order + places < min(significant, ENOUGH) or _far(new, places))
        ):
            places += 1
        money = quantity.unit.text[:1] in tuple("$€£¥₹")
        while places and not money and order + places > significant and round(new, places - 1) == new:
            places -= 1
    units = round(new * 10**places)
    shown = str(units).zfill(places + 1)
    if len(shown) > MOST_DIGITS or (new and not units):
        return None
    front, back = (shown[:-places], "." + shown[-places:]) if places else (shown, "")
    if old.startswith(".") and front == "0":
        return back
    between = own or ("" if len(whole) > 3 else mark)
    if between and len(front) > 3:
        front = f"{int(front):,}".replace(",", between)
    return front + back


def _far(number: Fraction, places: int) -> bool:
    """Whether rounding loses more than a twentieth."""
    return abs(round(number, places) - number) * 20 > number


def _counts(quantity: Quantity) -> bool:
    """Whether a number is exact: a bare or counted integer."""
    return quantity.numeral.exact and not quantity.unit.dims and quantity.unit.text not in ("%", "x")


def _order(number: Fraction) -> int:
    """The power of ten of the first significant digit, within the bounds of what is written."""
    if not number:
        return 0
    if number >= 1:
        return len(str(int(number))) - 1
    return -next((n for n in islice(range(1, 40), 40) if number * 10**n >= 1), 40)
