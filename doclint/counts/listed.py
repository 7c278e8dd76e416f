"""What a document lists right after a place: the items of a list, the rows of a table, alike lines, words in a row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from doclint.model import Block, Source

MAX_WALK = 2000
MAX_SHORT = 80
_JOINED = re.compile(r", | and | & | / ")
_ADDED = re.compile(r"(?:and|plus|or|before|then)\b|And the \w+\b|\(")
"""How a text begins that goes on with the list above it, or remarks on it in brackets."""
MAX_GAP = 12
MAX_LINES = 40
MAX_ROWS = 100
MAX_COLUMNS = 6
_MORE = re.compile(
    r"(?i)\W*(?:\.\.\.|…|etc\b|and (?:so on|more|others)\b|"
    r"(?:the |all |any )?(?:others?|rest|remaining|remainder|both)\b|"
    r"everything else\b|then\b|or both\b|that's\b|"
    r"tbd\b|todo\b|n/a\b|total\b|note\b|optional(?:ly)?\b)|[*_`\s]{0,4}\((?![a-z\d]{1,2}\))|"
    r".{0,200}\((?:optional|bonus|deprecated|removed|stretch)|"
    r"\W*(?:[a-z]{1,12} )?\d{1,2} ?(?:[-–—&/]|and|to) ?\d{1,2}\b(?!%)|"
    r".{0,200}\((?:two|three|four|five|[2-9]) [a-z]{3,12}s\)|"
    r".{0,200}\n\s{0,8}\d{1,2} ?[-–—] ?\d{1,2}[.)]|\W{0,4}\[[xX ]\]|\s*[✅⬜☑☐✔✗❌]|\W{0,4}\d+ ?[×x] |"
    r".{0,200}\((?:dropped|answered|done|closed|obsolete)"
)
"""Items that are more than one thing, none, or not counted by all."""
_ORDINAL = re.compile(r"(?:^|[\s>])(\d{1,4})[.)][ \t]{1,4}(?:\[[ xX]\][ \t])?[*_`~\[]{0,4}$")
_FIRST_WORD = re.compile(r"[^\s=(:]+")


class Listed(NamedTuple):
    """How many things are listed, what they are called, and the place of the last one.

    `parts` are as many as there may be where one item names several: `host, port`.
    """

    number: int
    noun: str
    start: int
    end: int
    parts: int = 0


def after(source: Source, blocks: Sequence[Block], at: int) -> Listed | None:
    """What is listed right below the block at `at`, or None where it is no list or goes on out of sight."""
    if at + 1 >= len(blocks):
        return None
    below, depth = blocks[at + 1], len(blocks[at].container)
    inside = below.container[:depth] == blocks[at].container
    if not inside or (blocks[at].kind != "heading" and below.headings != blocks[at].headings):
        return None
    if below.kind == "item" and len(below.container) == depth + 2:
        return _items(source, blocks, at + 1, depth)
    if below.kind == "cell" and below.row == 0:
        return _rows(blocks, at + 1)
    if below.kind == "fence":
        return _alike(below)
    return None


def _items(source: Source, blocks: Sequence[Block], first: int, depth: int) -> Listed | None:
    """The items of the list that begins at block `first`, on its own level.

    A numbered list goes on where its numbers do, a list of one item in the next list.
    """
    begun = _ordinal(source, blocks[first])
    if begun not in (None, 0, 1):
        return None
    count, at, last = 0, first, first
    while True:
        run, last, end = _run(blocks, at, depth, first + MAX_WALK)
        count += run
        at, bare = _next_list(blocks, end, blocks[first].container[:depth], depth)
        if run == 0 or end >= first + MAX_WALK:
            return None
        if at < 0:
            break
        ordinal = _ordinal(source, blocks[at])
        goes_on = run == 1 if begun is None or ordinal == 1 else ordinal == count + begun
        if (begun is None) == (ordinal is None) and goes_on:
            continue
        if bare and ordinal != 1:
            return None
        break
    if count < 2:
        return None
    if at < 0 and _goes_on(blocks, end, blocks[first].container[:depth]):
        return None
    named = (b.text for b in blocks[first:end] if b.kind == "item" and len(b.container) == depth + 2)
    parts = sum(len(_JOINED.findall(text)) + 1 if len(text) <= MAX_SHORT else 1 for text in named)
    place = blocks[last].place(0, 1)
    return Listed(count, "items listed", place.start, place.end, parts)


def _goes_on(blocks: Sequence[Block], at: int, outside: tuple[int, ...]) -> bool:
    """Whether the text behind a list goes on with it: `and, above all, …`, `And the third: …`, `(We …)`."""
    block = blocks[at] if at < len(blocks) else None
    return (
        block is not None
        and block.kind == "paragraph"
        and block.container == outside
        and bool(_ADDED.match(block.text))
    )


def _run(blocks: Sequence[Block], first: int, depth: int, limit: int) -> tuple[int, int, int]:
    """How many items a list has, where its last one begins and where it ends; none if one stands for more or less."""
    items, item, last, at = 0, -1, first, first
    whole = blocks[first].container[: depth + 1]
    while at < min(len(blocks), limit) and blocks[at].container[: depth + 1] == whole:
        container = blocks[at].container
        if len(container) > depth + 1 and container[depth + 1] != item:
            item, last, items = container[depth + 1], at, items + 1
            if _MORE.match(blocks[at].text):
                return 0, last, at
        at += 1
    return items, last, at


def _ordinal(source: Source, block: Block) -> int | None:
    """The number that an ordered item bears, None for a bullet."""
    start = block.place(0, 1).start
    found = _ORDINAL.search(source.text[max(0, start - 16) : start].rsplit("\n", 1)[-1])
    return int(found[1]) if found else None


def _next_list(blocks: Sequence[Block], at: int, outside: tuple[int, ...], depth: int) -> tuple[int, bool]:
    """The next list on the same level before a heading, and whether only code stands between; -1 if there is none."""
    broken = True
    for i in range(at, min(len(blocks), at + MAX_GAP)):
        block = blocks[i]
        if block.kind == "heading" or block.container[:depth] != outside:
            break
        if block.kind == "item" and len(block.container) == depth + 2:
            return i, broken
        if block.kind == "paragraph" and block.text.rstrip(" *_").endswith(":"):
            break
        broken = broken and block.kind == "fence"
    return -1, False


def _rows(blocks: Sequence[Block], first: int) -> Listed | None:
    """The rows of a table under its header, each with a name of its own."""
    table = blocks[first].container
    names: set[str] = set()
    cells: dict[int, list[str]] = {}
    last, rows = blocks[first], 0
    for block in blocks[first : first + MAX_WALK]:
        if block.kind != "cell" or block.container != table:
            break
        rows = max(rows, block.row)
        if block.row and block.column < MAX_ROWS:
            cells.setdefault(block.row, []).append(block.text.strip())
        if block.column == 0 and block.row:
            if _MORE.match(block.text) or block.text in names or not block.text.strip():
                return None
            names.add(block.text)
            last = block
    if len(names) != rows or not 2 <= rows < MAX_ROWS or _some_alike(list(cells.values())):
        return None
    place = last.place(0, 1)
    return Listed(rows, "rows", place.start, place.end)


def _some_alike(rows: Sequence[Sequence[str]]) -> bool:
    """Whether two columns say the same in some rows and differ in most: before and after, where not all change."""
    width = min(len(row) for row in rows)
    for a, b in combinations(range(1, min(width, MAX_COLUMNS)), 2):
        alike = sum(row[a] == row[b] != "" for row in rows)
        if 0 < alike * 2 < len(rows):
            return True
    return False


def _alike(block: Block) -> Listed | None:
    """The lines of a fence that all begin with the same word."""
    lines = [line for line in block.text.split("\n") if line.strip()]
    begun = {found[0] for line in lines[:MAX_LINES] if (found := _FIRST_WORD.match(line))}
    if not 2 <= len(lines) <= MAX_LINES or len(begun) != 1 or any(line.endswith("\\") for line in lines):
        return None
    at = block.text.rfind(lines[-1])
    place = block.place(at, at + 1)
    return Listed(len(lines), "lines", place.start, place.end)


def in_row(block: Block, at: int) -> Listed | None:
    """The short names after a colon at `at`: `a, b and c`, up to the end of the sentence."""
    rest = block.text[at : at + 200]
    stop = re.search(r"[.;](?=\s|$)|\n\n|\n[-*]", rest)
    rest = rest[: stop.start()] if stop else rest
    if len(rest) > 160 or re.search(
        r"[()\[\]:=→<>/]|\.\.\.|…|(?i:\betc\b|\bor\b|\bsuch\b|\bincluding\b|\bothers\b)", rest
    ):
        return None
    parts = [p.strip(" \n`*_") for p in re.split(r",(?:\s+and\s)?|\s(?:and|&)\s", rest)]
    parts = [p for p in parts if p]
    joined = re.search(r"\s(?:and|&)\s", rest)
    if len(parts) < 2 or any(len(p.split()) > 3 or p[0].isdigit() for p in parts) or joined is None:
        return None
    if len(re.findall(r"\s(?:and|&)\s", rest)) > 1 or "," in rest[joined.end() :]:
        return None
    start = at + rest.rfind(parts[-1])
    place = block.place(start, start + len(parts[-1]))
    return Listed(len(parts), "names", place.start, place.end)
