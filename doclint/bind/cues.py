"""What the text around a number says of it: part of a computation, past, a version, a requirement that is met."""

from __future__ import annotations

import re

from doclint.extract.passage import QUOTED
from doclint.model import Quantity
from doclint.outline import Line

MAX_BEFORE = 160
_ORDINAL = re.compile(
    r"(?i)\b(?:gpus?|experts?|stages?|layers?|ranks?|nodes?|groups?|steps?|phases?|levels?|tiers?|racks?|cases?|options?|"
    r"shards?|regions?|zones?|brokers?|servers?|tasks?|issues?|parts?|items?|days?|weeks?|years?|versions?|slots?|top|"
    r"page) $"
)
OF = re.compile(r" of (?:the |all |our |its )?([A-Za-z][A-Za-z ]{0,40}|\d)")
_MET = re.compile(
    r"(?i)\b(?:met|meets|exceed\w*|within(?! (?:[~≈]?\d|an? |one |the (?:first|last|next|same)\b))|"
    r"satisf\w+|fulfil\w*|compl(?:y|ies|iant)|well (?:under|below|above))\b|[✓✔✅]"
)
_MARGIN = re.compile(r"(?i) ?(?:of )?(?:margin|headroom|buffer|slack|to spare|left)\b")
"""What follows a number by which a requirement is met: it is not measured itself."""
_UNMET = re.compile(
    r"(?i)\b(?:not|cannot|never|can't|isn't|doesn't|don't|won't|fail\w*|unmet|miss(?:ed|es)?|unachiev\w+|impossible|"
    r"violat\w+)\b|[❌✗✘]"
)
_TOO_MUCH = re.compile(
    r"(?i)\b(?:(?:not|n't|hardly) fit|too (?:much|large|big|high)|exceed\w*|OOM|out of memory|insufficient|"
    r"over (?:budget|capacity)|infeasible|rejected|ruled out|discarded)\b"
)
_OF_MANY = re.compile(r" (?:per|every) \d")
"""What follows a number that is of several things together: `$0.40 per 1000 rides`."""
_BECOMES = re.compile(r" ?(?:→|-{1,3}>|=>) ?[~≈$]?\d")
"""What follows a number that becomes another one: `chunk 16 → 12 MB`."""
_PER = re.compile(r"(?:\bper|/) ?~?$")
"""What a number is behind, of which a price or a rate is for so many."""
_OPERAND = re.compile(r" ?[×÷·∗]|\s\*\s|\s/\s|/(?=\d)|(?: \([^()\n]{0,40}\))? \+ (?=[~$€£\w(])")
_TERM = re.compile(r" [-−–+*/×÷] (?=[A-Za-z(\d~$])")
"""What follows a number behind an equals sign that begins a computation: `budget = 100% - target`."""
_AFTER_OPERATOR = re.compile(r"[\w)] ?[-+*/×÷−] $")
_VERSION = re.compile(
    r"(?i)\b(?:bump(?:s|ed)?|upgrad\w+|updat(?:e|es|ed|ing)\b.{0,60}\b(?:to|version)|versions?|releases?d?|deprecat\w+|"
    r"(?:c|mac|ios|node|python|java|php|ruby|rust|go|llvm|gcc|windows|ubuntu|debian|chrome|firefox) ?\d)\b"
)
_PRERELEASE = re.compile(r"(?i)-(?:dev|rc|alpha|beta|pre|snapshot)")
_ELSEWHERE = re.compile(
    r"(?i)\b(?:would|goals?|benchmarks?|industry|medians?|competitors?|best in class|next (?:year|quarter|month)|"
    r"by (?:19|20)\d\d|in a year|from now|what[- ]if|sensitivity|if|unless|instead|hypothetical\w*|during|used to|"
    r"(?:down|up) from|formerly|previously)\b"
)
"""Words of a line that may speak of another case, another time or another party."""
_THRESHOLD = re.compile(
    r"(?i)\b(?:from|beyond|above|below|over|under|until|once|past|every|after|exceed(?:s|ing)?) [~≈$]?$"
)
"""Words in running text by which a number is where something begins or ends."""


def is_aside(text: str, line: Line, quantity: Quantity) -> bool:
    """Whether a number is quoted, a name, the count of a rate for many, what was before a change, or a version."""
    return (
        QUOTED.search(text, max(line.start, quantity.start - 120), min(line.end, quantity.end + 60)) is not None
        or _is_ordinal(text, quantity)
        or _OF_MANY.match(text, quantity.end) is not None
        or (
            quantity.start > 1 and text[quantity.start - 2].isalpha() and _BECOMES.match(text, quantity.end) is not None
        )
        or _is_version(text, line, quantity)
    )


def is_operand(text: str, line: Line, quantity: Quantity) -> bool:
    """Whether a number stands beside an operator, begins a computation behind `=`, or is what a price is for."""
    start, end = quantity.start, quantity.end
    if _OPERAND.match(text, end) is not None:
        return True
    if quantity.numeral.scaled and _PER.search(text, max(line.start, start - 6), start) is not None:
        return True
    part = quantity.unit.text == "%" and OF.match(text, end) is not None
    if not part and _AFTER_OPERATOR.search(text, max(line.start, start - 6), start) is not None:
        return True
    behind = text[max(line.start, start - 4) : start].rstrip(" ~$")
    return behind.endswith("=") and _TERM.match(text, end) is not None


def is_threshold(text: str, line: Line, quantity: Quantity) -> bool:
    """Whether a number in running text is where something begins or ends."""
    return _THRESHOLD.search(text, max(line.start, quantity.start - 16), quantity.start) is not None


def is_elsewhere(text: str, line: Line, quantity: Quantity) -> bool:
    """Whether the words around a number may speak of another case, another time or another party."""
    start, end = max(line.start, quantity.start - MAX_BEFORE), min(line.end, quantity.end + MAX_BEFORE)
    return _ELSEWHERE.search(text, start, end) is not None


def _is_ordinal(text: str, quantity: Quantity) -> bool:
    """Whether a number is a name (GPU 15, Stage 0, the 3. of a list) or the end of a range (0-7)."""
    start, end = quantity.start, quantity.end
    if text[end : end + 2] == ". " and not text[text.rfind("\n", 0, start) + 1 : start].strip():
        return True
    if text[end : end + 1] in ("-", "–") and text[end + 1 : end + 2].isdigit():
        return True
    if start > 1 and text[start - 1] in "-–" and text[start - 2].isdigit():
        return True
    return (
        not quantity.unit.dims
        and quantity.unit.text != "%"
        and _ORDINAL.search(text, max(0, start - 24), start) is not None
    )


def is_met(text: str, line: Line, quantity: Quantity) -> bool:
    """Whether the line around a number says that a requirement is met, and not that it is missed."""
    start, end = max(line.start, quantity.start - 120), min(line.end, quantity.end + 80)
    if _MARGIN.match(text, quantity.end):
        return False
    return _MET.search(text, start, end) is not None and _UNMET.search(text, start, end) is None


def is_unmet(text: str, line: Line, quantity: Quantity) -> bool:
    """Whether the line around a number says itself that something does not hold, or is too much."""
    start, end = max(line.start, quantity.start - 120), min(line.end, quantity.end + 80)
    return _UNMET.search(text, start, end) is not None or _TOO_MUCH.search(text, start, end) is not None


def _is_version(text: str, line: Line, quantity: Quantity) -> bool:
    """Whether a bare number is a version: "bump setup-node from 4 to 5"."""
    if _PRERELEASE.match(text, quantity.end):
        return True
    return not quantity.unit.dims and _VERSION.search(text, line.start, min(line.end, line.start + 200)) is not None


def is_result(before: str) -> bool:
    """Whether the number is what the line computes: the text before it ends in an equals sign."""
    return before.rstrip(" ~$€£≈").endswith(("=", "≈", "→")) or before.rstrip(" ~$€£").endswith("≈")
