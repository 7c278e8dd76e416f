"""Ranges that count: 8 machines (0-7)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from doclint import units
from doclint.extract.nodes import Node
from doclint.extract.passage import Passage
from doclint.model import Apply, Expr, Leaf, Quantity

_WORD = re.compile(r"[^\W\d_]+")
_SCALED = frozenset("token step position iteration sequence sample epoch byte frame tick".split())
_MORE = re.compile(
    r"(?i)\d|\b(?:and|plus|except\w*|exclud\w*|without|skip\w*|minus|(?:un)?used|reserved|not|every|"
    r"only|(?:un)?usable|free|valid|active|half)\b"
)
"""What behind a range adds to it, or takes from it."""
_STEPS = re.compile(r"(?i)\b(?:even|odd|every (?:other|second|third|\d\w*)|alternate|prime)\b")
_CLAUSE = re.compile(r"[(),;|]")
_LISTED = re.compile(r"\d\s*(?:,|and|plus|\+|&)(?:\s+[A-Za-z]+)?\s*$")
MAX_BRACKET = 120


def ends_range(nodes: Sequence[Node], at: int) -> bool:
    """Whether a number is the upper end of a range: sectors 5–7 (3 × 128 KiB), pages 0..63, 5 to 7."""
    if at < 2:
        return False
    if nodes[at - 1].text == "." and nodes[at].start == nodes[at - 1].end == nodes[at - 2].end + 1:
        return True
    near = nodes[at].start - nodes[at - 2].end < 3 or nodes[at - 1].text == "to"
    return nodes[at - 1].text in ("-", "–", "to", "…") and nodes[at - 2].kind == "num" and near


def goes_on(passage: Passage, end: int) -> bool:
    """Whether what stands in a bracket behind an offset adds to the range or the count before it."""
    close = passage.text.find(")", end, end + MAX_BRACKET)
    return close >= 0 and _MORE.search(passage.text, end, close) is not None


def count_span(passage: Passage, nodes: Sequence[Node], at: int, high: Quantity, count: Quantity) -> Expr | None:
    if (
        at < 2
        or nodes[at - 1].text not in ("-", "–")
        or not count.numeral.exact
        or count.unit.dims
        or not high.numeral.exact
    ):
        return None
    low = nodes[at - 2].quantity
    if low is not None and _LISTED.search(passage.text, max(0, low.start - 12), low.start):
        return None  # one of several ranges
    scale = any(name in _SCALED for name, _ in count.unit.nouns)
    if low is not None and scale and count.numeral.number == high.numeral.number - low.numeral.number:
        return None  # points on a scale
    if (
        low is None
        or not low.numeral.exact
        or low.numeral.number >= high.numeral.number
        or high.unit.dims
        or count.unit.text in ("%", "x")
    ):
        return None
    noun = count.unit.nouns[0][0] if count.unit.nouns else ""
    line = passage.text[passage.text.rfind("\n", 0, low.start) + 1 : low.start]
    line = line[max((m.end() for m in _CLAUSE.finditer(line, max(0, len(line) - MAX_BRACKET))), default=0) :]
    if _MORE.search(line[line.lower().rfind(noun[:4]) :]) or _STEPS.search(line) or goes_on(passage, count.end):
        return None  # one of several ranges, or not all of this one
    if (
        nodes[at].start - nodes[at - 2].end > 3
        or not noun
        or noun not in {units.fold(w) for w in _WORD.findall(line)[-4:]}
    ):
        return None
    return Apply("span", (Leaf(low), Leaf(high)))
