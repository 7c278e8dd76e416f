"""The case of which a number speaks: where, with what, when and of whom its own words say that it holds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from doclint.symbols import Mention
from doclint.vocabulary import FORGET, fold, singular

MAX_LINE = 400
_WORD = re.compile(r"[A-Za-z]+")
_TOKEN = re.compile(r"[^\W\d_][\w.+]*(?:[/-]\d[\w.]*)?|\b(?:19|20)\d\d\b")
_PERCENTILE = re.compile(r"\b[pP]\((\d{2,3})\)")
_WHERE = re.compile(
    r"(?i)\b(on|with|without|in|under|using|via|during|before|after|at|since|until|last|next|from|versus|vs\.?|"
    r"excluding|excl\.?|including|incl\.?|minus|less|net of|not counting|besides|as of|plus|except|"
    r"if|when|while|unless)\s+(?:(?:the|a|an|our|all|each|every|this|these|its)\s+)?"
    r"((?:(?:\d{1,3}(?=[GD]\b|-bit))?[A-Za-z-][\w./+-]*)"
    r"(?: (?!(?:is|are|was|were|the|and|or|of|to)\b)[A-Za-z][\w./+-]*)?|(?:19|20)\d\d)"
)
_POSING = re.compile(r"(?i)[ \t>*•+-]*(?:with|at|for|in|using|under|if|when|assuming) (?:an? |the )?[~≈$]?$")
_FOR = re.compile(
    r"(?i)(?:for|among|across|by|to) (?:(?:the|a|an|our|all|each|every|its) )?([A-Za-z][\w-]*(?: [a-z][\w-]*)?)"
)
_WHOSE = re.compile(r"(?<!\w)([A-Za-z]\w*+)['’]s\b")
_TELLING = frozenset("without before after last next until since if when while unless".split())
"""Words that make another case by themselves."""
_NAMED = re.compile(r"(?<![\w./-])([A-Za-z][A-Za-z0-9+]*+)(?:[-/ ]?\d[\w.]*+)?(?![\w-])")
_REMARK = re.compile(r"[ ]?[(\[]([A-Za-z][^()\[\]\n]{0,40})[)\]]")
_FRONTED = re.compile(r"(?:[\w%./+-]+ ){0,5}[\w%./+-]+(?=, \S)")
_CONNECTING = frozenset(
    """
    however therefore thus hence so then overall finally also moreover furthermore additionally consequently currently
    here now again first second third next today note as well total short summary result fact e.g i.e specifically
    namely similarly likewise instead practice addition conclusion general particular example instance contrast
    """.split()
)
"""Words before a comma that begin a sentence and set no case."""
_SENTENCE = re.compile(r"[.!?;]\s|[\n|│]")
_EACH = re.compile(r" (?:\w+ )?(?:each|apiece)\b")
_DIGIT = re.compile(r"(?<=[ (~$€≈=])\d|^\d")
_DATE = re.compile(
    r"\b(?:(?:19|20)\d\d|[QH][1-4]|[vV]\d[\w.]*|\d+\.\d+\.\d+)\b|(?<=[a-z] )(?:[A-Z]|\d{1,3})$"
    r"|\b[A-Za-z]{3,} \d{1,3}(?=:| (?:[a-z]+(?:s|ed)|took|had|is)\b)"
)
_GLOSS = re.compile(r" ?[(\[]\s?[~≈]?(\d[^()\[\]\n]{0,40})[)\]]")
_BEHIND = re.compile(r"[^\n(,;.|│\d]{0,30}\(([^()\n]{1,100})\)")
_ALTERING = frozenset(
    "spare standby idle unused reserved dense mla gqa mqa latent interleaved packed padded cached shared "
    "redundant redundancy virtual inner outer first last except excluding excl incl including include inside every "
    "alternate alternating half only replicated disk bloat fragmentation capped partial varying variable "
    "optional disabled compressed".split()
)
"""Words of a remark by which a number is of a part, is counted in another way, or holds something more."""
_ALSO = re.compile(r"(?: ?\([^()=:\n]{1,40}\)| [a-z][a-z -]{1,30})?(?:,| and| or| /) ?[~≈$€]?")
_OFFERED = re.compile(r"(?i)\b(?:available|offered|installed|owned|limit|capacity|maximum|quota)\b")
"""Headers of columns that hold what there is for a plan, and not what the plan takes."""
_SPREAD = frozenset(("each", "per", "every", "apiece"))
_SAYS_NOTHING = frozenset(
    "a an the of for to and or is are was were be it its our all total order case term general average practice fact "
    "detail addition particular worst best time about least most second minute hour day week month year s ms gb mb tb "
    "kb flop tflop qps rps tps this that these there them which parallel size number".split()
)
_LEAD = " \t>*•-+|│├└─`_"
_BEFORE, _AFTER = 160, 60


@lru_cache(maxsize=8192)
def tokens(text: str) -> frozenset[str]:
    """The words, names and years of a text, in lower case and singular."""
    plain = (t.rstrip(".-/") for t in _TOKEN.findall(_PERCENTILE.sub(r"p\1", text[:MAX_LINE])))
    return frozenset(fold(t) or t.lower() for t in plain)


FORGET.append(tokens.cache_clear)


def case(text: str, start: int, end: int, first: int, last: int, counted: bool) -> frozenset[str]:
    """The tokens around text[start:end] that tell a case: on, with, in, before what; a remark in brackets; names.

    Names begin with `@`, what is said behind the number with `+`.

    `first` and `last` bound the line. A condition at the head of a sentence holds for all of it, any other up to the
    next number.
    """
    noted = _REMARK.match(text, end, last)
    each = counted and _EACH.match(text, end, last) is not None
    begin = max(first, start - _BEFORE)
    return _case(text[begin:start], text[end : min(last, end + _AFTER)], noted[1] if noted is not None else "", each)


@lru_cache(maxsize=8192)
def _case(before: str, following: str, remark: str, each: bool) -> frozenset[str]:
    """The tokens that tell a case in what stands before and behind a number in its line."""
    before = _PERCENTILE.sub(r"p\1", before)
    cut = max((m.end() for m in _SENTENCE.finditer(before)), default=0)
    sentence = before[cut:]
    digit = max((m.start() for m in _DIGIT.finditer(sentence)), default=-1)
    clause = sentence
    if digit >= 0:
        behind = sentence[digit:]
        clause = behind.partition(",")[2] or behind.partition(" ")[2]
    stop = _DIGIT.search(following)
    tail = _SENTENCE.split(following[: stop.start() if stop else None], 1)[0]
    found: set[str] = set()
    fronted = _WHERE.match(sentence.lstrip(_LEAD))
    opening = _FRONTED.match(sentence.lstrip(_LEAD))
    if opening is not None:
        found |= tokens(opening[0]) - _CONNECTING
    for told in (fronted, *_WHERE.finditer(clause)):
        found |= _condition(told) if told is not None else frozenset()
    for told in _WHERE.finditer(tail.partition("(")[0]):
        found.update(f"+{t}" for t in _condition(told))
    found.update(*map(_names, (clause, tail)))
    whose = (_FOR.match(sentence.lstrip(_LEAD)), *_WHOSE.finditer(clause))
    found.update(*(tokens(m[1]) for m in whose if m is not None))
    found |= _names(remark)
    if each:
        found.add("each")
    return frozenset(t for t in found if t.lstrip("@+") not in _SAYS_NOTHING)


def _condition(told: re.Match[str]) -> frozenset[str]:
    """The words of a condition, with what makes another case by itself."""
    return tokens(told[2]) | ({told[1].lower()} & _TELLING)


FORGET.append(_case.cache_clear)


def posed(text: str, first: int, start: int, last: int) -> bool:
    """Whether a number is itself the case of which the lines below speak: `With 4000 mAh:`."""
    return text.endswith(":", first, last) and _POSING.match(text, first, start) is not None


def led(text: str) -> frozenset[str]:
    """The case that a line ending in a colon, or a title, tells for what stands below it."""
    found: set[str] = set()
    for told in _WHERE.finditer(text[-_BEFORE:]):
        found |= _condition(told)
    return frozenset(found - _SAYS_NOTHING)


def dates(texts: Iterable[str]) -> frozenset[str]:
    """The years, quarters and versions in headings and labels."""
    return frozenset(d.lower() for t in texts for d in _DATE.findall(t[:MAX_LINE]))


def gloss(text: str, end: int) -> str:
    """What stands in brackets right behind a number and begins with another: `1,800/s (3 brokers)`."""
    found = _GLOSS.match(text, end)
    return found[1].lower() if found is not None else ""


def remark(text: str, end: int, last: int) -> str:
    """What stands in brackets behind a number, few words away."""
    found = _BEHIND.match(text, end, last)
    return found[1] if found is not None else ""


def altered(remark: str, label: str, header: str) -> bool:
    """Whether a remark behind a number, its label or its column says that it is of a part or counted otherwise."""
    if _OFFERED.search(header) is not None:
        return True
    said = f"{remark} {'disk' if label.lower().endswith(' on disk') else ''}"
    return bool(_ALTERING & {w.lower() for w in _WORD.findall(said)})


def varied(first: Mention, second: Mention, text: str, end: int, start: int) -> bool:
    """Whether one label has two values: `21 (inner), 19 (outer)`; text[end:start] stands between them."""
    if (first.block, first.line) != (second.block, second.line) or first.row >= 0 or not first.headline:
        return False
    if first.operand or second.operand or first.quantity.unit != second.quantity.unit:
        return False
    return _ALSO.fullmatch(text, end, start) is not None


def _names(text: str) -> frozenset[str]:
    """The proper names in a text: with two capitals, or with a capital or a small letter before a digit."""
    found: set[str] = set()
    for named in _NAMED.finditer(text):
        word, whole = named[1], named[0]
        numbered = any(c.isdigit() for c in whole) and (word[0].isupper() or word[-1].isdigit())
        if numbered or sum(c.isupper() for c in word) > 1:
            found |= _name(whole)
    return frozenset(found)


def _name(text: str) -> frozenset[str]:
    """A name as a marked token; none where it is another word for something: QPS, RAM."""
    return frozenset(f"@{t}" for t in tokens(text) if t in (text.lower(), singular(text.lower())))


def elsewhere(mine: frozenset[str], said: frozenset[str]) -> bool:
    """Whether a case is told by a condition before its number that another line does not say; names tell none."""
    return any(t[0] not in "@+" and t not in said and t != "each" for t in mine)


def apart(mine: frozenset[str], said: frozenset[str]) -> bool:
    """Whether a case is told by something that another line does not say."""
    lacking = {t for t in mine if t.lstrip("@+") not in said}
    return bool(lacking - {"each"}) or ("each" in lacking and not said & _SPREAD)
