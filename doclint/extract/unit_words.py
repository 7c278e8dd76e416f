"""The unit that is written behind a number."""

from __future__ import annotations

import re
from fractions import Fraction

from doclint import units
from doclint.model import BARE, TIME, Unit

_HYPHENED = re.compile(r"-([A-Za-z]{2,10})\b(?!-\d)")
_LETTER = re.compile(r" ([A-Zb-hj-wyzµ])(?=[\s,;:.)=|]|$)(?!\s*[(=*/+×÷^])")
_DAYS = re.compile(r" d(?= ?[×x*÷/)])")
"""Days, where a number of them is computed with: 30 d × 0.1%."""
_FACTOR = re.compile(
    r"[x×X](?![\w])(?!\s*[\d$(.~])|\s[x×](?=\s(?:faster|slower|more|less|fewer|higher|lower|better|larger|smaller|bigger|speed|improve|the\b))|-fold\b"
)
_PERCENT = re.compile(r"\s?(?:%|‰|percent(?:age points?)?\b|pct\b|pp\b)")
# A unit begins with a word; further words follow a slash, a hyphen inside a word, or "per".
_UNIT = re.compile(
    r"(?P<first>[ \u00a0\u202f]{0,2}(?!per\b)(?:[A-Z][a-z]{2,20}-\d{1,2}(?![\w.])|"
    r"[A-Za-zµμ°][A-Za-zµμ]*+(?:-[A-Za-z]+)*+|[€£¥$]))?"
    r"(?P<rest>(?:/(?:[A-Za-z$][A-Za-z]*+(?:-[A-Za-z]+)?+)|"
    r"[ \u00a0](?:per|/)[ \u00a0](?:[A-Za-z]++(?:-[A-Za-z]++)?+(?!\d)))*+)"
)
_SPENT = re.compile(r" (seconds|minutes|hours|days|weeks|months|years)\b")
"""What behind a noun makes it work: 61 core minutes."""
_HEADED = re.compile(r" ([A-Za-z]{3,20})(?:/| / | per )([A-Za-z]+)(?![\w/-])")
"""The second word of a noun with a time below it: 250 borrow transactions / day."""
_PER = re.compile(r"(/|[ \u00a0](?:per|/)[ \u00a0])([A-Za-z$][A-Za-z-]*)")
NOT_NOUN = frozenset(
    """
    a an and any are as at be because become been before but by can could did do does each either equals for
    from gave gets give given gives had has have he her his how if in into is it its less like makes max minus
    more most much must nor not of on or other over per plus same she should since so than that the their them
    then there these they this those through times to under until up upon us was we were what when where which
    while who will with within without would x yet you your divided multiplied versus vs via about only out off
    i e g now total sqrt log log2 log10 ln ceil floor round abs
    """.split()
)
_PER_MANY = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "M": 10**6, "K": 10**3}


def read_unit(text: str, end: int, money: str) -> tuple[Unit, int]:
    """The unit written at `end` and where it ends; `money` is a currency sign that stood before the number."""
    found = _PERCENT.match(text, end)
    if found:
        if "‰" in found[0]:
            return units.parse("‰") or BARE, found.end()
        return (units.parse(money) or BARE, end) if money else (units.parse("%") or BARE, found.end())
    if not money:
        single = _single_unit(text, end)
        if single is not None:
            return single
    name, stop, per = _unit_name(text, end, money)
    if not name:
        return (Unit(f"/{per:,}", Fraction(1, per)), stop) if per > 1 else (BARE, end)
    unit = units.parse(name)
    if unit is None and units.is_ambiguous(name):
        return Unit(name, 1, (("ambiguous", 1),)), stop
    if unit is None:
        return (units.parse(money) or BARE, end) if money else (BARE, end)
    if per > 1:
        unit = Unit(f"{unit.text}/{per:,}", Fraction(unit.factor) / per, unit.dims, unit.nouns, unit.prefix)
    return unit, stop


def _single_unit(text: str, end: int) -> tuple[Unit, int] | None:
    """A factor (4x), a hyphenated unit (64-bit), or a lone letter that nobody can read for sure (36 t)."""
    found = _FACTOR.match(text, end)
    if found:
        return Unit("x"), found.end()
    found = _HYPHENED.match(text, end)
    known = units.lookup(found[1]) if found is not None else None
    if found is not None and known is not None and known.dims:
        return known, found.end()
    found = _DAYS.match(text, end)
    if found is not None:
        return units.parse("days") or BARE, found.end()
    found = _LETTER.match(text, end)
    if found is not None and units.lookup(found[1]) is None:
        return Unit(found[1], 1, (("ambiguous", 1),)), found.end()
    return None


def _unit_name(text: str, end: int, money: str) -> tuple[str, int, int]:
    """The unit's words in the form a/b/c, where they end, and the count it is per (1 but for "per million")."""
    found = _UNIT.match(text, end)
    if found is None or found.end() == end:
        return money, end, 1
    first, rest = found["first"] or "", found["rest"]
    word = first.strip(" \u00a0\u202f")
    name, stop = "", end
    if word:
        short = len(word) == 2 and word.islower() and rest[:1] == "/" and _is_rate_of("", word, rest[1:], False)
        if money or not (short or _is_unit_word(word, not first[:1].isspace())):
            return money, end, 1
        name, stop = word, found.end("first")
        spent = _SPENT.match(text, stop) if first[:1].isspace() and word.isalpha() else None
        worked = units.parse(f"{word}-{spent[1]}") if spent is not None and units.lookup(word) is None else None
        if spent is not None and worked is not None and worked.dims and len(word) > 2:
            return worked.text, spent.end(), 1
        headed = _HEADED.match(text, stop) if not rest and first[:1].isspace() else None
        if headed is not None and _is_rate_of(word, headed[1], headed[2], " per " in headed[0]):
            return f"{headed[1]}/{headed[2]}", headed.end(), 1
    at = found.end("first") if first else end
    for step in _PER.finditer(rest):
        below = step[2]
        many = _PER_MANY.get(below) or _PER_MANY.get(below.lower())
        if many is not None and (len(below) > 1 or (money and step[1] != "/")):
            return money + name, at + step.end(), many
        known = units.lookup(below) is not None
        if not name and not money and not known and (len(below) < 3 or below.isupper()):
            break
        if below.lower() in NOT_NOUN or (step[1] == "/" and len(below) < 2 and not known):
            break
        name += "/" + below
        stop = at + step.end()
    return (money + name if money or name else ""), stop, 1


def _is_unit_word(word: str, glued: bool) -> bool:
    """Whether a word after a number is a unit of the lexicon or a counted noun."""
    if units.lookup(word) is not None:
        return True
    mixed = word[:1].islower() and word[1:].isupper()
    return (len(word) > 2 or word.isupper() or mixed or (glued and len(word) > 1)) and word.lower() not in NOT_NOUN


def _is_rate_of(word: str, head: str, below: str, spelled: bool) -> bool:
    """Whether a word describes the noun behind it, which is counted per something: a time, behind a slash."""
    known = units.lookup(word)
    time = units.lookup(below)
    return (
        (known is None or not known.dims)
        and head.lower() not in NOT_NOUN
        and units.lookup(head) is None
        and below.lower() not in NOT_NOUN
        and (spelled or (time is not None and time.dims == TIME))
    )
