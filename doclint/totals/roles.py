"""What the label of a line says that the line is: a total, what remains, a loss, or no part of any whole."""

from __future__ import annotations

import re

TOTAL = re.compile(
    r"(?i)^(?:\*\*)?(?:(?:(?:grand|overall|combined|sub)[ -]?)?(?:total|sum)|combined|altogether|in total)\b"
    r"(?!.*\b(?:per day|needed|registered)\b)|^[^():]{1,40}\btotal(?=\W*$| \()"
)
SUBTOTAL = re.compile(r"(?i)\bsub[ -]?totals?\b")
NET = re.compile(
    r"(?i)^(?:net|usable|available|remaining|remainder|left(?:over)?|free|headroom|after)\b|\bremaining\W*$"
)
LOSS = re.compile(
    r"(?i)\b(?:overheads?|reserved?|reservation|used|in use|allocated|taken|deletions?|deleted|removed|removals?|churn|"
    r"discounts?|refunds?|loss(?:es)?|sav(?:ed|ings?)|expenses|deductions?|reclaimed|expired|spent|consumed|occupied|"
    r"withheld)\b"
)
NO_ITEM = re.compile(
    r"(?i)\b(?:total|sum|subtotal|available|remaining|headroom|with|average|avg|mean|peak|max(?:imum)?|min(?:imum)?|"
    r"limit|target|usable|utili[sz]ation|time-?outs?|deadlines?|p\d\d|median|combined|net|after|per|each|every|expected|budget|idle|backups?|largest|biggest|smallest|"
    r"(?:last|previous|prior|next) (?:week|month|quarter|year|run))\b|"
    r"\w/(?:s|sec|second|min|hour|day|month|year|user|node|server|gpu|request)\b|^all\b"
)
BESIDE = re.compile(
    r"(?i)\bparallel|\bconcurrent|\boverlap|\bhidden\b|\bsimultaneous|\bat the same time\b|\bmeanwhile\b"
)
"""What happens while something else does adds nothing to its time."""
CONTAINED = re.compile(
    r"(?i)\((?:also )?(?:part of|included in|inside|in the|within|a? ?subset of|counted (?:as|in|under|with)|of which|"
    r"thereof)\b|^(?:credits?|cached|cache hits?|compressed|lunch breaks?|breaks?)\b"
)
"""What is a part of another item, or is taken away."""
ONCE = re.compile(r"(?i)\b(?:unique|distinct|de-?dup\w*|in both|shared|counted once|twice|in common)\b")
"""What counts each thing once, however often its parts name it."""
_AGAIN = re.compile(r"(?i)\b(?:daily|weekly|monthly|quarterly|yearly|annual(?:ly)?|recurring|ongoing)\b")
_COMPUTATION = re.compile(r"\([^()\d]{0,40}\d[^()]{0,80}\)")
RATE = re.compile(r"(?i)\b(?:per|each|every)\b")
_WORD = re.compile(r"[^\W\d_]+")
_FILLERS = frozenset("the a an of for per in on by and to".split())


def excluded(label: str) -> bool:
    """Whether a label, apart from what its brackets compute, says that the line is no part of a whole."""
    return NO_ITEM.search(_COMPUTATION.sub("", label)) is not None


def recurs(label: str) -> bool:
    """Whether a label says that its amount comes again and again."""
    return _AGAIN.search(label) is not None


def words_of(label: str) -> frozenset[str]:
    """The words of a label without brackets, plural or fillers."""
    return frozenset(stem(w) for w in _WORD.findall(label.split("(")[0].lower()) if w not in _FILLERS)


def head_of(label: str) -> str:
    """The last word of a label, which names what is counted or measured."""
    found = _WORD.findall(label.split("(")[0].lower())
    return stem(found[-1]) if found else ""


def stem(word: str) -> str:
    """A word without the ending of its plural."""
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word
