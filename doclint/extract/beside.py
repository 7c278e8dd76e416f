"""What stands beside a quantity without brackets: ranges, number formats, approximations."""

from __future__ import annotations

import re
from collections.abc import Sequence

from doclint.extract.nodes import Node
from doclint.extract.passage import Passage
from doclint.model import SIZE, Leaf, Numeral, Quantity, Relation, Unit

_EQUALLY = frozenset("is equals equal".split())
_AGAIN = _EQUALLY | frozenset(", which that here would to be roughly about approximately around only just".split())
_COMPARED = frozenset("more less of faster slower per higher lower times".split())
_FORMAT = re.compile(r"(?i)(?:(?:fp|bf|u?int|float)\d{1,2}/)*(?:fp|bf|u?int|float)-?(\d{1,2})")

SHARP = 3
"""How many digits one of two numbers must have that are told to be one amount by no more than an "or"."""
MAX_COURSE = 60
_DASHES = ("-", "–")
_COURSE = re.compile(
    r"(?i)\b(?:from|down|cool\w*|f[ae]ll\w*|dr[oa]p\w*|decreas\w*|declin\w*|reduc\w*|shr[iau]nk\w*|slow\w*|"
    r"discharg\w*|drain\w*|deca[dy]\w*|descend\w*|revers\w*|backwards?|countdown|respectively|falling)\b"
)
"""Words of a course, which may go down: `cooling from 90–60 °C`."""


def read_format(passage: Passage, name: Node, claim: Quantity) -> None:
    found = _FORMAT.fullmatch(name.text)
    if found is None or claim.unit.dims != SIZE or claim.unit.prefix:
        return
    start = name.start + found.start(1)
    numeral = Numeral(found[1], int(found[1]), 1)
    size = Quantity(numeral, Unit("bits", 1, SIZE), start, start + len(found[1]))
    passage.relations.append(Relation("conversion", claim, Leaf(size), "=", name.text, tentative=True))


def read_neighbours(passage: Passage, nodes: Sequence[Node]) -> None:
    """What a number says together with the nodes right beside it."""
    for i, node in enumerate(nodes):
        claim = node.quantity
        if claim is None:
            continue
        if i + 2 < len(nodes) and nodes[i + 1].text in ("in", "for") and nodes[i + 2].kind == "word":
            read_format(passage, nodes[i + 2], claim)
        _apposition(passage, nodes, i, claim)
        _alternative(passage, nodes, i, claim)
        if not i:
            continue
        before = nodes[i - 1]
        if before.quantity is not None:
            if claim.numeral.hedge == "~":
                _approximation(passage, before.quantity, claim)
            elif before.quantity.unit.text == "%":
                _used_share(passage, nodes, i, claim)
        elif before.text == "–" and i > 1 and nodes[i - 2].quantity is not None:
            _range(passage, nodes[i - 2].quantity, claim)


def _apposition(passage: Passage, nodes: Sequence[Node], at: int, known: Quantity) -> None:
    """`8192 MB, which is 8 GB`: the same amount again, in another unit."""
    if not known.unit.dims:
        return
    joined = False
    for i in range(at + 1, min(at + 8, len(nodes))):
        node = nodes[i]
        claim = node.quantity
        if claim is not None:
            after = nodes[i + 1].text if i + 1 < len(nodes) else ""
            again = claim.unit.dims == known.unit.dims and claim.unit.text != known.unit.text
            if joined and again and claim.unit.nouns == known.unit.nouns and after not in _COMPARED:
                aside = passage.aside(known.start, claim.end)
                passage.relations.append(Relation("conversion", claim, Leaf(known), "=", "", True, aside))
            return
        if node.text.lower() not in _AGAIN:
            return
        joined = joined or node.text.lower() in _EQUALLY


def _alternative(passage: Passage, nodes: Sequence[Node], at: int, known: Quantity) -> None:
    """`1,525.521 hours, or 63.56 days`, `317 to 413 hours, or 13.2 to 17.2 days`: the same again, in sharp numbers."""
    if not known.unit.dims or at + 3 >= len(nodes) or [n.text.lower() for n in nodes[at + 1 : at + 3]] != [",", "or"]:
        return
    claim = nodes[at + 3].quantity
    pairs = [(known, claim)]
    low = nodes[at - 2].quantity if at > 1 and nodes[at - 1].text == "to" else None
    if low is not None and claim is not None and at + 5 < len(nodes) and nodes[at + 4].text == "to":
        high = nodes[at + 5].quantity
        if high is None or claim.unit.text or low.unit.text:
            return
        pairs = [(low._replace(unit=known.unit), claim._replace(unit=high.unit)), (known, high)]
    for first, second in pairs:
        if second is None or second.unit.dims != first.unit.dims or second.unit.text == first.unit.text:
            return
        written = [sum(c.isdigit() for c in q.numeral.text.strip("0.,")) for q in (first, second)]
        if max(written) >= SHARP and min(written) > 1:
            aside = passage.aside(first.start, second.end)
            passage.relations.append(Relation("conversion", second, Leaf(first), "=", "", True, aside))


def _used_share(passage: Passage, nodes: Sequence[Node], at: int, claim: Quantity) -> None:
    """`30-40% 0.3 * 100`: a range followed by the share that is taken of it."""
    low = nodes[at - 3].quantity if at > 2 and nodes[at - 2].text == "-" else None
    high = nodes[at - 1].quantity
    follows = nodes[at + 1].text if at + 1 < len(nodes) else ""
    if low is None or high is None or claim.unit.text or claim.numeral.exact or follows != "*":
        return
    share = Quantity(low.numeral, high.unit, low.start, low.end)
    passage.relations.append(Relation("conversion", claim, Leaf(share), "=", "", tentative=True))


def _approximation(passage: Passage, known: Quantity, claim: Quantity) -> None:
    """`90,112 bytes ~88 KiB`: a tilde between two amounts of one dimension."""
    alike = known.unit.dims and known.unit.dims == claim.unit.dims and known.unit.text != claim.unit.text
    if alike and passage.text[known.end : claim.start] in (" ", " ~", "~"):
        aside = passage.aside(known.start, claim.end)
        passage.relations.append(Relation("conversion", claim, Leaf(known), "≈", "", aside=aside))


def _range(passage: Passage, low: Quantity | None, high: Quantity) -> None:
    """`20–10 ms`: a range written with an en dash that falls."""
    if low is None or high.unit.dims in ((), (("celsius", 1),)):
        return
    if low.unit.text not in ("", high.unit.text) or high.start - low.end != 1:
        return
    first = Quantity(low.numeral, high.unit, low.start, low.end)
    text, begin = passage.text, max(0, low.start - MAX_COURSE)
    chained = text[max(0, low.start - 1) : low.start] in _DASHES or text[high.end : high.end + 1] in _DASHES
    course = chained or _COURSE.search(text, begin, min(len(text), high.end + MAX_COURSE)) is not None
    aside = course or passage.aside(low.start, high.end)
    passage.relations.append(Relation("bound", high, Leaf(first), "range", "", aside=aside))
