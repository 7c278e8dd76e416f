"""Tables as they read: rows of cells with the quantity that each states, row labels and column headers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from doclint import outline
from doclint.extract import extract
from doclint.model import Block, Extract, Quantity, Statement, Unit
from doclint.units import parse

MAX_ROWS = 5000
MAX_COLUMNS = 500
MIN_NUMBERS = 4
_BRACKET = re.compile(r"[(\[]([^()\[\]]{1,30})[)\]]\s*$|,\s*([^,\s]{1,12})\s*$")
_OPENS = re.compile(r"[(\[]\W*$")
_CALL = re.compile(r"[^\W\d_]\($")
_CLOSES = re.compile(r"^\W*[)\]]")
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_MARKS = re.compile(r"^[^\W\d_]?$")
_WIDE = re.compile(r"\S+(?: \S+)*")
_NARROW = re.compile(r"\S+")
_RULES = " \t-─━═┼+├┤┬┴┌┐└┘╪│|:"
_TIMES = re.compile(r"\s*[×x*✕·]\s*[$€£¥₹]?$")


class Cell(NamedTuple):
    """One cell: its text and what it states; `second` stands behind it in brackets, `computed` if the cell says how.

    `named` are the numbers of a cell that states nothing itself: factors and degrees in labels and headers.
    """

    text: str
    quantity: Quantity | None = None
    second: Quantity | None = None
    computed: bool = False
    named: tuple[Quantity, ...] = ()
    product: tuple[Quantity, Quantity] | None = None


EMPTY = Cell("")


class Table(NamedTuple):
    """Rows of equally many cells below their headers; `labels` holds the first words of every row.

    It stands in the blocks from `first` to `last`.
    """

    headers: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    labels: tuple[Cell, ...]
    first: int = -1
    last: int = -1

    def column(self, index: int) -> list[Quantity | None]:
        """The quantities of one column."""
        return [row[index].quantity for row in self.rows]


def tables(blocks: Sequence[Block], extracts: Sequence[Extract]) -> Iterator[Table]:
    """The tables of a document in order: those of Markdown, and those drawn with bars in text fences."""
    grid: dict[int, dict[int, Cell]] = {}
    own: tuple[int, ...] | None = None
    first = 0
    for at, (block, found) in enumerate(zip(blocks, extracts, strict=True)):
        if block.kind == "cell":
            if grid and (block.container != own or (block.row == 0 and block.column == 0)):
                yield from _table(grid, first, at - 1)
                grid = {}
            first = first if grid else at
            own = block.container
            grid.setdefault(block.row, {})[block.column] = cell(block, found)
            continue
        yield from _table(grid, first, at - 1)
        grid = {}
        if len(found.statements) >= MIN_NUMBERS and "\n" in block.text:
            yield from (t._replace(first=at, last=at) for t in _drawn(block, found))
    yield from _table(grid, first, len(blocks) - 1)


def cell(block: Block, found: Extract) -> Cell:
    """What a cell of a Markdown table states."""
    if not found.statements:
        return Cell(block.text)
    piece = block.pieces[0]
    if len(block.pieces) == 1 and piece.verbatim:
        by = piece.start - piece.at
        spans = [(s.quantity.start - by, s.quantity.end - by) for s in found.statements]
    else:
        spans = [(s.quantity.start, s.quantity.end) for s in extract(block).statements]
    return _cell(block.text, found.statements, spans, any(r.kind == "equation" for r in found.relations))


def _cell(text: str, statements: Sequence[Statement], spans: Sequence[tuple[int, int]], computed: bool) -> Cell:
    quantities = tuple(s.quantity for s in statements)
    first, (start, end) = quantities[0], spans[0]
    if computed:
        return Cell(text, quantities[-1], None, True)
    if len(quantities) > 2:
        return Cell(text, named=quantities)
    rest = text[:start], text[end:]
    if len(quantities) == 2:
        between, behind = text[end : spans[1][0]], text[spans[1][1] :]
        if not _words(rest[0]) and _OPENS.search(between) and not _words(between) and _CLOSES.search(behind):
            return Cell(text, first, quantities[1])
        if _TIMES.match(between):
            return Cell(text, named=quantities, product=(first, quantities[1]))
        return Cell(text, named=quantities)
    if _words(_ASIDE.sub("", f"{rest[0]}\0{rest[1]}")):
        return Cell(text, named=quantities)
    if _CALL.search(rest[0]):
        return Cell(text, named=quantities)  # O(1) is no accounting number
    if rest[0].rstrip(" $€£¥").endswith("(") and rest[1].lstrip().startswith(")") and first.numeral.number > 0:
        first = first._replace(numeral=first.numeral._replace(number=-first.numeral.number))
    return Cell(text, first)


def _words(text: str) -> bool:
    """Whether a text holds words, and not only marks or the letter of a footnote."""
    return any(not _MARKS.match(word) for word in re.findall(r"[^\W\d_]+", text))


def _drawn(block: Block, found: Extract) -> Iterator[Table]:
    """The tables that a text draws with bars, and in fences with blanks, one between lines of other kinds."""
    own = extract(block).statements
    text = block.text
    barred = "│" in text or "|" in text
    if not barred and block.kind != "fence":
        return
    lines = outline.lines(text, block.kind) if barred else ()
    rows = [(n.start, n.end, n.cells) for n in lines] if barred else list(_aligned(text))
    grid: dict[int, dict[int, Cell]] = {}
    at, width = 0, 0
    for start, end, cells in rows:
        if not cells or (grid and len(cells) != width):
            if text[start:end].strip(_RULES) or (cells and len(cells) != width):
                yield from _table(grid)
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
            row[column] = _cell(inner.strip(), stated, spans, "=" in inner) if stated else Cell(inner.strip())
        grid[len(grid)] = row
    yield from _table(grid)


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


def _table(grid: dict[int, dict[int, Cell]], first: int = -1, last: int = -1) -> Iterator[Table]:
    """The table of a grid of cells; nothing where it has fewer than two rows below its header or one column."""
    if len(grid) < 3 or len(grid) > MAX_ROWS:
        return
    width = max(max(row, default=0) for row in grid.values()) + 1
    if width < 2 or width > MAX_COLUMNS:
        return
    rows = [[row.get(c, EMPTY) for c in range(width)] for _, row in sorted(grid.items())]
    headers, body = rows[0], rows[1:]
    while len(body) > 2 and _is_header(body[0]):
        headers = [_joined(a, b) for a, b in zip(headers, body[0], strict=True)]
        body = body[1:]
    units = [_unit(h.text) or _currency([row[c].quantity for row in body]) for c, h in enumerate(headers)]
    labels = [next((c for c in row[:2] if c.quantity is None and _words(c.text)), EMPTY) for row in body]
    named = [
        tuple(_with_unit(c, units[i] or (_unit(label.text) if i else None)) for i, c in enumerate(row))
        for row, label in zip(body, labels, strict=True)
    ]
    yield Table(tuple(headers), tuple(named), tuple(labels), first, last)


def _is_header(row: Sequence[Cell]) -> bool:
    """Whether a row below the header belongs to it: units, or years above their columns."""
    filled = [c for c in row[1:] if c.text.strip()]
    years = [c.quantity for c in filled if c.quantity is not None]
    return bool(filled) and not row[0].text.strip() and all(map(is_year, years))


def is_year(quantity: Quantity | None) -> bool:
    """Whether a quantity may be a year: a bare integer from 1900 to 2100, written without separators."""
    return (
        quantity is not None
        and not quantity.unit.text
        and quantity.numeral.exact
        and 1900 <= quantity.numeral.number <= 2100
        and len(quantity.numeral.text.strip()) == 4
    )


def _joined(above: Cell, below: Cell) -> Cell:
    return Cell(f"{above.text} {below.text}".strip(), named=(*numbers(above), *numbers(below)))


def numbers(one: Cell) -> tuple[Quantity, ...]:
    """The numbers that a header or a label names."""
    return (*((one.quantity,) if one.quantity else ()), *((one.second,) if one.second else ()), *one.named)


def _unit(text: str) -> Unit | None:
    """The unit that a header or a label states in brackets or behind a comma."""
    if text.strip() == "%":
        return parse("%")
    found = _BRACKET.search(text[-60:])
    unit = parse(found[1] or found[2]) if found else None
    return unit if unit is not None and (unit.dims or unit.text == "%") else None


def _currency(column: Sequence[Quantity | None]) -> Unit | None:
    """The currency of a column that writes it only beside some of its numbers."""
    units = {q.unit.text: q.unit for q in column if q is not None and q.unit.text}
    return next(iter(units.values())) if len(units) == 1 and next(iter(units))[:1] in "$€£¥₹" else None


def _with_unit(one: Cell, unit: Unit | None) -> Cell:
    if unit is None or one.quantity is None or one.quantity.unit.text:
        return one
    return one._replace(quantity=one.quantity._replace(unit=unit))
