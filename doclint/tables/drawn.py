"""Tables that a text draws: with bars, or with blanks in fences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from doclint import outline
from doclint.extract import PLAIN, SHELLS, extract
from doclint.model import Block, Extract
from doclint.tables.cells import EMPTY, Cell, read_cell

MIN_NUMBERS = 4
_WIDE = re.compile(r"\S+(?: \S+)*")
_NARROW = re.compile(r"\S+")
_RULES = " \t-─━═┼+├┤┬┴┌┐└┘╪│|:"

Grid = dict[int, dict[int, Cell]]


def drawn(block: Block, found: Extract) -> Iterator[Grid]:
    """The tables that a text draws with bars, and in fences with blanks, one between lines of other kinds."""
    if len(found.statements) < MIN_NUMBERS or "\n" not in block.text:
        return
    if block.kind == "fence" and block.language not in PLAIN | SHELLS:
        return
    own = extract(block).statements
    text = block.text
    barred = "│" in text or "|" in text
    if not barred and block.kind != "fence":
        return
    lines = outline.lines(text, block.kind) if barred else ()
    rows = [(n.start, n.end, n.cells) for n in lines] if barred else list(_aligned(text))
    grid: Grid = {}
    at, width = 0, 0
    for start, end, cells in rows:
        if len(grid) == 1 and len(cells) == width + 1 and all(one.text[:1].isalpha() for one in grid[0].values()):
            grid = {0: {0: EMPTY, **{column + 1: one for column, one in grid[0].items()}}}  # labels have no header
            width += 1
        if not cells or (grid and len(cells) != width):
            if text[start:end].strip(_RULES) or (cells and len(cells) != width):
                yield grid
                grid = {}
            if not cells:
                continue
        if not text[cells[0][0] : cells[-1][1]].strip(_RULES):
            continue
        width = len(cells)
        row: dict[int, Cell] = {}
        for column, (begin, finish) in enumerate(cells):
            while at < len(own) and own[at].quantity.start < begin:
                at += 1
            inside = at
            while inside < len(own) and own[inside].quantity.start < finish:
                inside += 1
            inner = text[begin:finish]
            lead = begin + len(inner) - len(inner.lstrip())
            spans = [(s.quantity.start - lead, s.quantity.end - lead) for s in own[at:inside]]
            stated = found.statements[at:inside]
            row[column] = read_cell(inner.strip(), stated, spans, "=" in inner) if stated else Cell(inner.strip())
        grid[len(grid)] = row
    yield grid


def _aligned(text: str) -> Iterator[tuple[int, int, tuple[tuple[int, int], ...]]]:
    """Lines whose cells are apart by two blanks, or by one where every cell but the first is a number."""
    start = 0
    for line in text.split("\n"):
        cells = [(start + m.start(), start + m.end()) for m in _WIDE.finditer(line)]
        narrow = [(start + m.start(), start + m.end()) for m in _NARROW.finditer(line)]
        if len(narrow) != len(cells) and (
            all(text[a].isdigit() for a, _ in narrow[1:]) or not any(c.isdigit() for c in line)
        ):
            cells = narrow
        yield start, start + len(line), tuple(cells) if len(cells) > 1 else ()
        start += len(line) + 1
