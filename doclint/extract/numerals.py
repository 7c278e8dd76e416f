"""One number as written: digits, sign, scale, hedge and unit, read at a place in a text.

Every pattern is possessive or bounded, so that reading is linear in the text.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from doclint import units
from doclint.extract.unit_words import read_unit
from doclint.model import BARE, Numeral, Quantity, Rational, Unit

MAX_DIGITS = 40
MAX_EXPONENT = 400


class Token(NamedTuple):
    """kind is num, word, op, rel, open, close, or break; `text` is its normal form."""

    kind: str
    text: str
    start: int
    end: int
    quantity: Quantity | None = None


SUPER = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_SCALE = {
    "k": 3, "K": 3, "M": 6, "B": 9, "T": 12, "bn": 9, "Bn": 9, "mn": 6, "mm": 6,
    "hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "万": 4, "亿": 8,
    "mil": 6, "mio": 6, "bil": 9, "tril": 12, "lakh": 5, "crore": 7, "quad": 15, "quadrillion": 15, "quintillion": 18,
}  # fmt: skip
SUFFIX = re.compile(
    r"(?:(?P<glued>[kKMBT]|bn|Bn|mn)(?![\w%])"
    r"|(?:[ \u00a0\u202f]{0,5}|-)(?P<spelled>"
    r"(?i:hundred|thousand|(?:[mb]|tr|quadr|quint)illion|mil|mio|bil|tril|quad|lakh|crore))s?(?!\w)"
    r"|[ \u00a0]?(?P<han>[万亿])|[ \u00a0](?P<apart>[KMB]|bn)(?=[ /)\],;:|.]|$)(?!\s*[=×*/+]?\s*[a-z]?\)))",
)
_POWER = re.compile(r"(?:\s?\^\s?|\*\*|\^\()(-?\d{1,4})(\))?(?![\w.])")
_SCIENTIFIC = re.compile(
    r"\s{0,2}[×x*·⋅]\s{0,2}10(?:(?:\^|\*\*)\(?(-?\d{1,3})\)?|(⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4}))(?![\w.^⁰¹²³⁴⁵⁶⁷⁸⁹])"
)
_SPACED = re.compile(r"(?: \d{3}){1,4}(?![\d,.:/-]| \d)")
_MIXED = re.compile(r" (?:and )?(\d{1,2})/(\d{1,2})(?![\d/.,%])")
VULGAR = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5), "⅘": (4, 5),
    "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
}  # fmt: skip
_NAMES = frozenset(
    """
    section sections fig figure table step steps phase chapter page rfc eip kep erc bip issue pr version appendix
    part no number equation eq rule python cuda option milestone question problem scenario solution release ticket port
    """.split()
)
_ORDERS = frozenset("case example week day year line lines q type rank stage group layer".split())
_HEDGES = frozenset(
    """
    about around roughly approximately approx approx. nearly almost circa ca some estimated est
    """.split()
)
_BOUNDS = {
    "upto": "≤", "atmost": "≤", "atleast": "≥", "lessthan": "<", "morethan": ">", "fewerthan": "<", "greaterthan": ">",
    "under": "<", "below": "<", "over": ">", "above": ">", "exceeding": ">",
}  # fmt: skip


def read_numeral(text: str, number: str, sign: int, scale: int, hedge: str) -> Numeral | None:
    """The numeral of digits as written, or None where it has too many digits or too large an exponent."""
    if scale == 0 and number.isdigit():
        return Numeral(text, sign * int(number), 1, hedge) if len(number) <= MAX_DIGITS else None
    digits = (
        number.replace(",", "")
        .replace("_", "")
        .replace("\u202f", "")
        .replace("\u2009", "")
        .replace("\u00a0", "")
        .replace("'", "")
    )
    mantissa, _, power = digits.lower().partition("e")
    whole, _, fraction = mantissa.partition(".")
    if len(whole) + len(fraction) > MAX_DIGITS:
        return None
    exponent = int(power) if power else 0
    if abs(exponent) > MAX_EXPONENT:
        return None
    last = exponent - len(fraction) + scale
    integer = sign * int(whole + fraction)
    if abs(last) > MAX_EXPONENT:
        return None
    place: Rational = 10**last if last >= 0 else Fraction(1, 10**-last)
    magnitude: Rational = integer * place
    if type(magnitude) is Fraction and magnitude.denominator == 1:
        magnitude = magnitude.numerator
    return Numeral(text, magnitude, place, hedge, not fraction and not scale and not power, scale != 0)


def _suffix(text: str, end: int) -> tuple[int, int, bool]:
    """Power of ten of a scale suffix at `end`, where it ends, and whether it is a lone B that may mean bytes."""
    found = SUFFIX.match(text, end)
    if not found:
        return 0, end, False
    word = found["glued"] or found["spelled"] or found["han"] or found["apart"]
    if found["apart"] == "B":
        return 0, end, False
    return _SCALE.get(word) or _SCALE[word.lower()], found.end(), word == "B"


def _hedge(tokens: list[Token], text: str, start: int) -> str:
    """The hedge that the words and signs before `start` put on the number there."""
    if not tokens:
        return ""
    last = tokens[-1]
    if last.kind == "hedge":
        tokens.pop()
        return "~"
    if last.kind == "rel" and last.text in "≈≃≅" and (len(tokens) < 2 or tokens[-2].kind in ("break", "open")):
        return "~"
    if last.kind == "word":
        word = last.text.lower()
        if word in _HEDGES:
            return "~"
        if word in _BOUNDS:
            return _BOUNDS[word]
        if len(tokens) > 1 and tokens[-2].kind == "word":
            return _BOUNDS.get(tokens[-2].text.lower() + word, "")
    return ""


_AFTER_YEAR = re.compile(r"\s*[=×*/+^÷%-]")


_ENDS = frozenset("),;:|]}=(<>≈→\n\"'│")
"""Signs after a number behind which neither scale, power nor unit can follow."""


def read_number(text: str, written: str, start: int, end: int, money: str, tokens: list[Token]) -> tuple[Token, int]:
    """The token of the number at start:end with its sign, hedge, scale and unit, and where it ends."""
    sign, first = _sign(start, money, tokens) if tokens else (1, start)
    hedge = _hedge(tokens, text, first) if tokens else ""
    ahead = text[end : end + 7].lstrip(" \u00a0\u202f")[:1]
    if not ahead or ahead in _ENDS:
        numeral, stop, label = read_numeral(text[start:end], written, sign, 0, hedge), end, ""
        unit = (units.parse(money) or BARE) if money else BARE
        numbered = end
    else:
        numeral, numbered, label = _magnitude(text, written, start, end, sign, hedge, tokens)
        if numeral is not None and numeral.hedge == "≥" and text[numbered : numbered + 1] == "+":
            numbered += 1
        unit, stop = read_unit(text, numbered, money)
    if numeral is None:
        return Token("word", text[start:numbered], start, numbered), numbered
    if label == "spaced":
        unit, label = Unit(unit.text, 1, (("ambiguous", 1),), unit.nouns), ""
    letter = text[stop : stop + 2]
    if stop == numbered and letter[:1].isalpha() and letter[:1].isascii() and not letter[1:].isalpha():
        return Token("word", text[start : stop + 1], start, stop + 1), stop + 1
    name = _named(text, written, start, numbered, sign, money, unit, numeral, tokens) if tokens else None
    if name is not None:
        return name, numbered
    label = label if unit is BARE else ""
    return Token("num", text[first:stop], first, stop, Quantity(numeral, unit, first, stop, label)), stop


def _sign(start: int, money: str, tokens: list[Token]) -> tuple[int, int]:
    """The sign of the number at `start`, taken off the tokens, and where the number begins with it."""
    last = tokens[-1]
    if last.kind != "op" or last.end != start - len(money):
        return 1, start
    before = tokens[-2] if len(tokens) > 1 else None
    opens = before is None or before.kind in ("break", "open", "rel", "op")
    if last.text in ("-", "–") and (
        opens or (before is not None and before.kind == "word" and before.end < last.start)
    ):
        tokens.pop()
        return -1, last.start
    if last.text == "+" and (before is None or before.kind in ("open", "break")):
        tokens.pop()
    return 1, start


def _magnitude(
    text: str, written: str, start: int, end: int, sign: int, hedge: str, tokens: list[Token]
) -> tuple[Numeral | None, int, str]:
    """The numeral at start:end with what scales it, where it ends, and a label: B for a lone B, spaced for 10 000."""
    integer = written.isdigit()
    beyond = text[end : end + 2].lstrip(" ")[:1]
    if integer and beyond in VULGAR:
        stop = text.index(beyond, end) + 1
        return Numeral(text[start:stop], sign * (int(written) + Fraction(*VULGAR[beyond])), 1, hedge, True), stop, ""
    if integer and (beyond.isdigit() or beyond == "a"):
        mixed = _MIXED.match(text, end) if sign == 1 else None
        if mixed and 0 < int(mixed[1]) < int(mixed[2]):
            number: Rational = int(written) + Fraction(int(mixed[1]), int(mixed[2]))
            return Numeral(text[start : mixed.end()], number, 1, hedge, True), mixed.end(), ""
        spaced = _SPACED.match(text, end) if len(written) <= 3 else None
        if spaced is not None and not (tokens and tokens[-1].end == start - 1 and tokens[-1].kind == "num"):
            stop = spaced.end()
            return read_numeral(text[start:stop], text[start:stop].replace(" ", ""), sign, 0, hedge), stop, "spaced"
    if beyond in "×x*·⋅^":
        science = _SCIENTIFIC.match(text, end)
        if science is not None and "e" not in written.lower():
            ten = int(science[1] or science[2].translate(SUPER))
            return read_numeral(text[start : science.end()], written, sign, ten, hedge), science.end(), ""
        power = _POWER.match(text, end) if integer and len(written) <= 4 else None
        closed = power is not None and (power[2] is None or text[power.start() :].lstrip()[:2] == "^(")
        base, exponent = int(written) if power else 0, int(power[1]) if power else 0
        if power is not None and closed and abs(exponent) <= 1024 and (base or exponent >= 0):
            number = base**exponent if exponent >= 0 else Fraction(1, base**-exponent)
            return Numeral(text[start : power.end()], sign * number, 1, hedge, True), power.end(), ""
    scale, stop, lone = _suffix(text, end)
    if text[stop : stop + 1] == "+":
        after = text[stop + 1 : stop + 2]
        if not after or after in " \n),.;:|" or after.isalpha():
            spaced_digit = text[stop + 1 : stop + 3].strip()[:1].isdigit()
            hedge = hedge if spaced_digit else "≥"
    return read_numeral(text[start:stop], written, sign, scale, hedge), stop, "B" if lone else ""


def _named(
    text: str,
    written: str,
    start: int,
    end: int,
    sign: int,
    money: str,
    unit: Unit,
    numeral: Numeral,
    tokens: list[Token],
) -> Token | None:
    """The word that a number is part of: EIP-1559, Section 3, in 2024."""
    last = tokens[-1]
    if last.kind == "op" and last.text == "-" and last.end == start and len(tokens) > 1:
        before = tokens[-2]
        if before.kind == "word" and before.end == last.start and not before.text[-1].isdigit():
            tokens[-2:] = []
            return Token("word", text[before.start : end], before.start, end)
    if last.kind != "word" or money or unit.dims or unit.text == "%" or not numeral.exact or sign < 0:
        return None
    if _is_label(last, written, text, start, end, not unit.text):
        return Token("word", text[start:end], start, end)
    return None


def _is_label(before: Token, written: str, text: str, start: int, stop: int, bare: bool) -> bool:
    """Whether a bare integer names something (Section 3, in 2024, EIP-7928) rather than counts."""
    glued = before.end >= start - 1 and text[before.end : start] == "-"
    if glued:
        return True
    if _AFTER_YEAR.match(text, stop):
        return False
    if (
        len(written) == 4
        and written[:2] in ("19", "20")
        and before.text.lower()
        in ("in", "since", "by", "until", "of", "from", "year", "to", "and", "through", "q1", "q2", "q3", "q4", "fy")
    ):
        return True
    word = before.text.lower()
    return before.end == start - 1 and text[before.end] == " " and (word in _NAMES or (bare and word in _ORDERS))
