"""Degrees of parallelism that no label states: glued in prose (`TP8`, `EP16 × TP4`) and in headings (`(PP) = 4`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from doclint.extract import PLAIN
from doclint.extract.numerals import read_numeral
from doclint.model import BARE, Block, Extract, Quantity
from doclint.symbols import Mention
from doclint.vocabulary import words

_GLUED = re.compile(r"(?<![A-Za-z0-9_.])(TP|PP|DP|EP|SP|CP)(\d{1,4})(?![\w.%/])")
_BEFORE = re.compile(r"(?<![A-Za-z0-9_*×])\(?(TP|PP|DP|EP|SP|CP)\)?(?: ?= ?|: ?|\()$")
_TOLD = re.compile(
    r"(?i)\b(?:old|before|previous\w*|original\w*|wrong|incorrect|errors?|instead|rather|not|from|versus|vs|or|if|"
    r"baseline|alternatives?|options?|example|ignor\w+|only)\b"
)
"""What may make a degree another plan's."""
MAX_DEGREES = 400


def degrees(blocks: Sequence[Block], placed: Sequence[Extract], raw: Sequence[Extract]) -> list[Mention]:
    """The degrees that prose and headings state, in document order; `raw` extracts count in their block's text."""
    found: list[Mention] = []
    section, headings = 0, tuple[str, ...]()
    for at, block in enumerate(blocks):
        section += block.headings != headings
        headings = block.headings
        if block.quoted or len(found) > MAX_DEGREES or any(m.kind == "strike" for m in block.marks):
            continue
        if block.kind == "fence" and block.language not in PLAIN:
            continue
        if any(_TOLD.search(h) for h in headings):
            continue
        below = _below(blocks, at)
        inside = section + (block.kind == "heading" and below is not block)
        for name, quantity in _stated(block, raw[at], placed[at]):
            found.append(_mention(name, quantity, below, at, inside))
    return found


def _stated(block: Block, raw: Extract, placed: Extract) -> Iterator[tuple[str, Quantity]]:
    text = block.text
    for glued in _GLUED.finditer(text):
        begin, end = text.rfind("\n", 0, glued.start()) + 1, text.find("\n", glued.end())
        numeral = read_numeral(glued[2], glued[2], 1, 0, "")
        if numeral is None or _TOLD.search(text[begin : end if end >= 0 else len(text)]):
            continue
        place = block.place(glued.start(2), glued.end(2))
        yield glued[1], Quantity(numeral, BARE, place.start, place.end)
    if block.kind != "heading" or _TOLD.search(text):
        return
    for own, there in zip(raw.statements, placed.statements, strict=True):
        before = _BEFORE.search(text, max(0, own.quantity.start - 12), own.quantity.start)
        if before is not None and not own.quantity.unit.dims and own.quantity.unit.text != "%":
            yield before[1], there.quantity._replace(unit=BARE)


def _below(blocks: Sequence[Block], at: int) -> Block:
    """The first block under a heading; another block itself."""
    block = blocks[at]
    if block.kind != "heading" or at + 1 == len(blocks):
        return block
    return blocks[at + 1] if len(blocks[at + 1].headings) > len(block.headings) else block


def _mention(name: str, quantity: Quantity, block: Block, at: int, section: int) -> Mention:
    """A degree as a statement of the section that it stands in, or heads."""
    own = words(name)
    return Mention(
        quantity=quantity,
        subject=name,
        words=own,
        context=frozenset().union(*(words(h) for h in block.headings[-3:])),
        scope=frozenset(),
        phrases=(name.lower(),),
        block=at,
        line=0,
        section=section,
        names=own,
        headline=True,
        label=own,
        labels=1,
        top=block.headings[0] if block.headings else "",
        chapter=block.headings[1] if len(block.headings) > 1 else "",
    )
