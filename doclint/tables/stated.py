"""Relations that a header states: `Cost (= Nodes × Price)`, `Cost per node` beside costs and nodes, `GPU-hours`."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence

from doclint.tables.forms import Form, binary, change, difference, quotient, saving

QUORUM = (2, 3)
MAX_HEADER = 120
_FORMULA = re.compile(
    r"[(=]\s*=?\s*([^()=×*/÷+−]{1,40}?)\s*(×|\*|/|÷|\+|−|(?<=\s)[-–x](?=\s))\s*([^()=×*/÷+−]{1,40}?)\s*\)?$"
)
_PER = re.compile(r"(?i)^\W*(.{1,40}?)\s*(?:\bper\b|/)\s*([A-Za-z][\w -]{1,30}?)\s*(?:[(\[].*)?$")
_SPENT = re.compile(r"(?i)^\W*([A-Za-z]{2,20})s?[- ](?:hours?|hrs?|days?|weeks?|months?|years?|minutes?|seconds?)\W*$")
_LASTING = re.compile(r"(?i)\b(?:time|duration|runtime|hours?|hrs?|days?|weeks?|months?|years?|minutes?|seconds?)\b")
_CHANGE = re.compile(
    r"(?i)\b(?:change|delta|diff(?:erence)?|savings?|saved|reduction|improvement|increase|decrease|growth|gain|drop)\b|Δ"
)
_RATIO = re.compile(r"(?i)\b(?:speed-?up|ratio|factor|improvement|faster|slower)\b")
_ASIDE = re.compile(r"[(\[][^()\[\]]*[)\]]|=.*$|,.*$")
_WORD = re.compile(r"[^\W\d_]+")
_WHOLE = frozenset(("total", "number", "of", "the", "count", "no", "average", "avg", "overall"))


def stated(headers: Sequence[str], target: int) -> Iterator[Form]:
    """The relations of other columns that the header of one states in words."""
    said = headers[target][:MAX_HEADER]
    found = _FORMULA.search(said)
    if found is not None:
        left, right = _named(headers, target, found[1]), _named(headers, target, found[3])
        if left >= 0 and right >= 0 and left != right:
            yield from (form._replace(stated=True, quorum=QUORUM) for form in _computed(found[2], left, right))
    spent = _SPENT.match(said)
    if spent is not None:
        many = _named(headers, target, spent[1])
        lasting = [c for c, h in enumerate(headers) if c not in (target, many) and _LASTING.search(h[:MAX_HEADER])]
        if many >= 0 and len(lasting) == 1:
            yield from (form._replace(stated=True, quorum=QUORUM) for form in _computed("*", many, lasting[0]))
    per = _PER.match(said)
    if per is not None:
        left, right = _named(headers, target, per[1]), _named(headers, target, per[2])
        if left >= 0 and right >= 0 and left != right:
            yield from (form._replace(stated=True, quorum=QUORUM) for form in _computed("/", left, right))


def compared(
    headers: Sequence[str], target: int, filled: Sequence[int], alike: Callable[[int, int], bool], shown: Container[str]
) -> Iterator[Form]:
    """What a header such as `Change` or `Speedup` says of the two columns of numbers before it, if they are alike.

    `shown` are the units of its own numbers: factors are no changes, and a column of both says neither.
    """
    before = sorted(c for c in filled if c < target)[-2:]
    if len(before) < 2 or not alike(*before) or ("x" in shown and "%" in shown):
        return
    a, b = before
    forms: list[Form] = []
    if "x" not in shown and _CHANGE.search(headers[target][:MAX_HEADER]):
        forms += [change(a, b), saving(a, b), difference(a, b), difference(b, a)]
    if _RATIO.search(headers[target][:MAX_HEADER]):
        forms += [quotient(a, b), quotient(b, a)]
    yield from (form._replace(stated=True, quorum=QUORUM) for form in forms)


def _computed(sign: str, a: int, b: int) -> Iterator[Form]:
    for plain in (False, True):
        if sign in "×*x":
            yield Form("product", (a, b), lambda x, y: x * y, binary("*"), plain)
        elif sign in "/÷":
            yield quotient(a, b, plain)
        elif sign == "+":
            yield Form("sum", (a, b), lambda x, y: x + y, binary("+"), plain)
        else:
            yield difference(a, b, plain)


def _named(headers: Sequence[str], target: int, words: str) -> int:
    """The only column whose header has just these words; -1 for none."""
    wanted = _folded(words)
    found = [c for c, h in enumerate(headers) if c != target and wanted and _folded(_ASIDE.sub("", h)) == wanted]
    return found[0] if len(found) == 1 else -1


def _folded(words: str) -> frozenset[str]:
    lowered = (w.lower() for w in _WORD.findall(words[:MAX_HEADER]))
    return frozenset(w.removesuffix("s") for w in lowered if w not in _WHOLE)
