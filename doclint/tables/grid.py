"""Tables as they read: rows of cells with the quantity that each states, row labels and column headers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from doclint.model import Block, Extract, Quantity, Unit
from doclint.tables.cells import EMPTY, Cell, cell, has_words, is_year, numbers, stated_unit
from doclint.tables.drawn import Grid, drawn

MAX_ROWS = 5000
MAX_COLUMNS = 500
MAX_COVERED = 20_000


class Table(NamedTuple):
    """Rows of equally many cells below their headers; `labels` holds the first words of every row.

    It stands in the blocks from `first` to `last`; the text `beside` it sets the rows `apart` from the others.
    """

    headers: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    labels: tuple[Cell, ...]
    first: int = -1
    last: int = -1
    apart: frozenset[int] = frozenset()
    beside: str = ""

    def column(self, index: int) -> list[Quantity | None]:
        """The quantities of one column."""
        return [row[index].quantity for row in self.rows]


def tables(blocks: Sequence[Block], extracts: Sequence[Extract]) -> Iterator[Table]:
    """The tables of a document in order: those of Markdown and HTML, and those drawn in text."""
    at = 0
    while at < len(blocks):
        block = blocks[at]
        if block.kind == "cell":
            first, at = at, at + 1
            while at < len(blocks) and blocks[at].kind == "cell" and blocks[at].container == block.container:
                if not blocks[at].row and not blocks[at].column:
                    break
                at += 1
            yield from _table(*_grid(blocks[first:at], extracts[first:at]), first, at - 1)
            continue
        for grid in drawn(block, extracts[at]):
            yield from _table(grid, 0 if _measured(grid) else 1, at, at)
        at += 1


def _measured(grid: Grid) -> bool:
    """Whether the first row of a drawn table states measured amounts: then it is no header."""
    first = grid.get(0, {})
    return any(at and c.quantity is not None and bool(c.quantity.unit.dims) for at, c in first.items())


def _grid(blocks: Sequence[Block], extracts: Sequence[Extract]) -> tuple[Grid, int]:
    """The cells of a table by row and column, and how many rows head it.

    The words of a cell that covers several rows or columns stand in all of them, its number in the first.
    """
    grid: Grid = {}
    covered = 0
    plain = set[int]()
    for block, found in zip(blocks, extracts, strict=True):
        one = cell(block, found)
        grid.setdefault(block.row, {})[block.column] = one
        if not block.header:
            plain.add(block.row)
        rows, columns = block.covers
        if rows * columns == 1 or one.quantity is not None or covered > MAX_COVERED:
            continue
        for row in range(block.row, min(block.row + rows, blocks[-1].row + 1)):
            for column in range(block.column, block.column + columns):
                grid.setdefault(row, {}).setdefault(column, one)
                covered += 1
    heads = 0
    while heads in grid and heads not in plain:
        heads += 1
    return grid, heads


def _table(grid: Grid, heads: int, first: int, last: int) -> Iterator[Table]:
    """The table of a grid of cells; nothing where it has fewer than two rows below its header or one column."""
    if len(grid) < 3 or len(grid) > MAX_ROWS:
        return
    width = max(max(row, default=0) for row in grid.values()) + 1
    if width < 2 or width > MAX_COLUMNS:
        return
    rows = [[row.get(c, EMPTY) for c in range(width)] for _, row in sorted(grid.items())]
    headers: Sequence[Cell] = rows[0] if heads else [EMPTY] * width
    for under in rows[1:heads]:
        headers = _joined(headers, under)
    body = rows[heads:]
    while len(body) > 2 and _is_header(body[0]):
        headers = _joined(headers, body[0])
        body = body[1:]
    units = [stated_unit(h.text) or _currency([row[c].quantity for row in body]) for c, h in enumerate(headers)]
    labels = [next((c for c in row[:2] if c.quantity is None and has_words(c.text)), EMPTY) for row in body]
    named = [
        tuple(_with_unit(c, units[i] or (stated_unit(label.text) if i else None)) for i, c in enumerate(row))
        for row, label in zip(body, labels, strict=True)
    ]
    yield Table(tuple(headers), tuple(named), tuple(labels), first, last)


def _is_header(row: Sequence[Cell]) -> bool:
    """Whether a row below the header belongs to it: units, or years above their columns."""
    filled = [c for c in row[1:] if c.text.strip()]
    years = [c.quantity for c in filled if c.quantity is not None]
    return bool(filled) and not row[0].text.strip() and all(map(is_year, years))


def _joined(above: Sequence[Cell], below: Sequence[Cell]) -> list[Cell]:
    """Two rows of headers as one; what covers both is said once."""
    return [
        a if a is b else Cell(f"{a.text} {b.text}".strip(), named=(*numbers(a), *numbers(b)))
        for a, b in zip(above, below, strict=True)
    ]


def _currency(column: Sequence[Quantity | None]) -> Unit | None:
    """The currency of a column that writes it only beside some of its numbers."""
    units = {q.unit.text: q.unit for q in column if q is not None and q.unit.text}
    return next(iter(units.values())) if len(units) == 1 and next(iter(units))[:1] in "$€£¥₹" else None


def _with_unit(one: Cell, unit: Unit | None) -> Cell:
    if unit is None or one.quantity is None or one.quantity.unit.text or one.quantity.unit.dims:
        return one
    return one._replace(quantity=one.quantity._replace(unit=unit))
