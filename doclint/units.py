"""Units as documents write them: spellings, compound texts, dimensions and the folding of counted nouns."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from doclint.model import TIME, Rational, Unit
from doclint.unit_table import AMBIGUOUS, NOUNS, ROWS

Powers = tuple[tuple[str, int], ...]
Term = tuple[str, int, Unit]
Pairs = tuple[tuple[str, str], ...]
_Row = tuple[Rational, Powers, Powers, int]

CURRENCIES = frozenset(("usd", "eur", "gbp", "jpy", "cny", "inr"))
"""The dimensions that are money."""
LONGEST = 60  # code points of a unit's text
HIGHEST = 6  # absolute exponent of one term
MOST = 8  # terms of one unit


_TABLE: dict[str, _Row] = {
    spelling.replace("_", " "): (number if below == 1 else Fraction(number, below), dims, nouns, prefix)
    for spellings, number, below, dims, nouns, prefix in ROWS
    for spelling in spellings.split()
}
_SHIPPED = dict(_TABLE)
_SHIPPED_NOUNS = dict(NOUNS)
_taught: tuple[object, ...] = ((), (), "either")
_SHORT_WORDS = frozenset({"day", "sec", "secs", "min", "mins", "hrs", "yrs", "bit", "yen", "pct"})


@lru_cache(maxsize=8192)
def lookup(word: str) -> Unit | None:
    """The lexicon's unit for one spelling ("GB", "Seconds", "watt-hours", "%"), None if the word is not in it."""
    row = _TABLE.get(word)
    if row is None:
        spelled = word.replace("-", " ")
        row = _TABLE.get(spelled)
        if row is None:
            # Only spelled-out words fold their case: MS, GBPS and mW stay what they are.
            low = spelled.lower()
            if low in _SHORT_WORDS or (len(low) > 3 and (not low.endswith("ps") or low.endswith("flops"))):
                row = _TABLE.get(low)
            if row is None:
                return None
    factor, dims, nouns, prefix = row
    return Unit(word, factor, dims, nouns, prefix)


_STOP = re.compile(
    "an?|and|any|are|as|at|be|by|each|every|for|from|has|have|if|in|into|is|it|its|no|not|of|on|or|our|over|per|than|that|"
    "the|their|then|these|this|those|to|under|until|up|via|vs|was|we|were|when|which|with|would|you",
    re.IGNORECASE,
)
_MODIFIERS = re.compile(
    "additional|average|business|calendar|clock|consecutive|elapsed|extra|full|mean|median|more|rolling|total|wall|working",
    re.IGNORECASE,
)
_SCALES = {
    "hundred": 100,
    **dict.fromkeys(("K", "k", "thousand"), 10**3),
    **dict.fromkeys(("M", "million", "mln"), 10**6),
    **dict.fromkeys(("B", "bn", "billion", "bln"), 10**9),
    **dict.fromkeys(("T", "tn", "trillion"), 10**12),
}
_SUPER = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")
_DIVIDE = re.compile(r"/|(?<![^\s)])per(?![^\s(])")
_WORD = re.compile(
    r"(?P<glue>\s*[·⋅*×]\s*|[-‐‑]|\s+|)"
    r"(?P<word>US\$|[$€£¥₹¢%‰]|°[CF]|[^\W\d_⁰¹²³⁴-⁹][^\W⁰¹²³⁴-⁹]*+)"
    r"(?:(?:\^|\*\*)(?P<power>[-−]?\d{1,2})|(?P<super>⁻?[⁰¹²³⁴-⁹]{1,2}))?"
)
_OWN = re.compile(r"[^\W\d_]{1,30}")
_AMOUNT = re.compile(r"(?P<number>\d{1,15}(?:,\d{3}){0,4}(?:\.\d{1,15})?) (?P<unit>\S.{0,59})")
_COUNT = re.compile(
    r"(?P<digits>\d{1,3}(?:,\d{3}){1,4}|\d{1,15})(?:\s*(?P<scale>[^\W\d_]+)(?![\w$]))?|(?P<word>[^\W\d_]+)\s"
)


@lru_cache(maxsize=8192)
def parse(text: str) -> Unit | None:
    """The unit that a text such as "GB/s", "tokens per second per GPU" or "$/1M tokens" means.

    Lexicon words give factor and dimensions, any other plain word a counted noun. None for text that is no unit or is
    ambiguous, is longer than 60 code points, has more than 8 terms or an exponent beyond ±6.
    """
    text = text.strip()
    if not text or len(text) > LONGEST:
        return None
    unit = lookup(text)
    if unit is not None:
        return unit
    terms = _terms(text)
    return None if terms is None else _fuse(text, terms)


@lru_cache(maxsize=8192)
def is_ambiguous(text: str) -> bool:
    """Whether a word of the text ("kb", "tons") has two common meanings, so that nothing follows from its number."""
    return len(text) <= LONGEST and any(_unclear(m["word"]) for m in _WORD.finditer(text))


def _unclear(word: str) -> bool:
    return (word in AMBIGUOUS or (len(word) > 2 and word.lower() in AMBIGUOUS)) and lookup(word) is None


def _terms(text: str) -> tuple[Term, ...] | None:
    """Words of a unit's text with their exponents, None if it is no unit; a number counts as a word of its own."""
    terms: list[Term] = []
    for index, part in enumerate(_DIVIDE.split(text)):
        part = part.strip()
        if part.startswith("(") and part.endswith(")"):
            part = part[1:-1].strip()
        if not part or part == "1":
            if index:
                return None
            continue
        found = _product(part, index > 0)
        if found is None:
            return None
        terms += found
    if not terms or len(terms) > MOST or any(abs(power) > HIGHEST for _, power, _ in terms):
        return None
    return tuple(terms)


def _count(part: str) -> tuple[int, str, str]:
    """A number at the start of what is below a slash ("1M tokens", "24h", "million rows"): it, its text, the rest."""
    match = _COUNT.match(part)
    if match is None:
        return 1, "", part
    number = int(match["digits"].replace(",", "")) if match["digits"] else 1
    scale, end = match["scale"] or match["word"], match.end()
    if scale in _SCALES and not (scale == "B" and end == len(part)):
        number *= _SCALES[scale]
    else:
        end = max(match.end("digits"), 0)
    return number, part[:end].strip(), part[end:].lstrip()


def _product(part: str, below: bool) -> list[Term] | None:
    """Terms of one side of a slash; below the slash exponents turn over and a leading number is read."""
    sign = -1 if below else 1
    terms: list[Term] = []
    if below:
        number, written, part = _count(part)
        if number != 1:
            terms.append((written, -1, Unit(written, number)))
        if number == 0 or not part:
            return terms if number > 1 else None
    whole = lookup(part)
    if whole is not None:
        return [*terms, (part, sign, whole)]
    at = 0
    noun = hard = False  # what the word before was
    while at < len(part):
        match = _WORD.match(part, at)
        if match is None or (match["glue"] == "") != (at == 0):
            return None
        word, glue = match["word"], match["glue"].strip()
        at = match.end()
        power = sign * int((match["power"] or match["super"] or "1").translate(_SUPER))
        apart = glue not in ("", "-", "‐", "‑")
        unit = lookup(word)
        if unit is not None:
            if noun and not glue and unit.dims != TIME:
                terms.pop()  # "raw TB", but "GPU hours"
            # "petaflop/s-days" is petaflop days per second.
            if below and hard and glue and not apart and unit.dims == TIME == terms[-1][2].dims:
                power = -power
            terms.append((word, power, unit))
            noun, hard = False, True
            continue
        if len(word) < 2 or _unclear(word) or _STOP.fullmatch(word):
            return None
        if hard and not glue:
            continue  # "GB memory": the noun says what is measured, it is not counted
        if (noun or hard) and not apart:
            terms.pop()  # "KV heads", "byte-pairs": the last noun is the head
        terms.append((word, power, Unit(word, 1, (), ((fold(word), 1),))))
        noun, hard = True, False
    return [term for term in terms if len(terms) == 1 or not _MODIFIERS.fullmatch(term[0])]


def _fuse(text: str, terms: tuple[Term, ...]) -> Unit:
    """One unit with the given text from terms."""
    factor: Rational = 1
    prefix = 0
    dims: dict[str, int] = {}
    nouns: dict[str, int] = {}
    for _, power, unit in terms:
        if unit.factor != 1:
            factor *= Fraction(unit.factor) ** power
        prefix += power * unit.prefix
        for name, exponent in unit.dims:
            dims[name] = dims.get(name, 0) + power * exponent
        for name, exponent in unit.nouns:
            nouns[name] = nouns.get(name, 0) + power * exponent
    return Unit(text, _plain(factor), _powers(dims), _powers(nouns), prefix)


def _plain(number: Rational) -> Rational:
    return number.numerator if number.denominator == 1 else number


def _powers(exponents: dict[str, int]) -> Powers:
    return tuple(sorted((name, power) for name, power in exponents.items() if power))


@lru_cache(maxsize=8192)
def fold(noun: str) -> str:
    """A counted noun in lower case, singular, with abbreviations written out ("GPUs" is "gpu", "reqs" is "request")."""
    low = noun.lower()
    if noun[-1:] == "s" and noun[:-1].isupper():
        stem = low[:-1]  # "GPUs", "APIs", "SMs"
    elif low in NOUNS or not low.endswith("s") or len(low) < 3 or low.endswith(("ss", "us", "is")):
        stem = low
    elif low.endswith("ies") and len(low) > 4:
        stem = low[:-3] + "y"
    else:
        stem = low[:-2] if low.endswith(("sses", "xes", "ches", "shes", "zzes")) and len(low) > 4 else low[:-1]
    return NOUNS.get(stem, stem)


def teach(own: Pairs, nouns: Pairs, prefixes: str) -> bool:
    """Make the lexicon the shipped one with these units and nouns; whether that changed it.

    `own` are spellings with what one of them is ("512 bytes"), `nouns` words with the word that they stand for, and
    `prefixes` says what GB is: 10^9 bytes (decimal), 2^30 (binary), or either. Raises ValueError, a sentence, for a
    unit that is none. The lexicon is one for the process: what was read by another one before must be forgotten.
    """
    global _taught
    if (own, nouns, prefixes) == _taught:
        return False
    _taught = ()  # nothing is taught until all of it is
    _TABLE.clear()
    _TABLE.update(_SHIPPED)
    NOUNS.clear()
    NOUNS.update(_SHIPPED_NOUNS)
    if prefixes != "either":
        _TABLE.update({word: _settled(row, prefixes) for word, row in _SHIPPED.items() if row[3]})
    _forget()
    for word, meaning in own:
        _TABLE[word] = _defined(word, meaning)
        _forget()
    NOUNS.update({fold(word): fold(meant) for word, meant in nouns})
    _forget()
    _taught = (own, nouns, prefixes)
    return True


def _settled(row: _Row, prefixes: str) -> _Row:
    """A unit with an SI prefix that means one thing only."""
    number, dims, nouns, prefix = row
    if prefixes == "binary":
        number = Fraction(number) * Fraction(1024, 1000) ** prefix
    return _plain(number), dims, nouns, 0


def _defined(word: str, meaning: str) -> _Row:
    if not _OWN.fullmatch(word):
        raise ValueError(f"{word!r} cannot be the name of a unit: it must be one word")
    if word in _SHIPPED:
        raise ValueError(f"{word} is a unit already")
    found = _AMOUNT.fullmatch(meaning.strip())
    unit = parse(found["unit"]) if found else None
    if found is None or unit is None or unit.dims == () or not (number := Fraction(found["number"].replace(",", ""))):
        raise ValueError(f"{word} must be an amount such as '512 bytes', not {meaning!r}")
    return _plain(number * unit.factor), unit.dims, unit.nouns, 0


def _forget() -> None:
    for memo in (lookup, parse, is_ambiguous, fold):
        memo.cache_clear()
