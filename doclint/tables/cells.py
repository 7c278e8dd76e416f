"""One cell of a table: what it states, and what it only names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from doclint.extract import extract
from doclint.model import Block, Extract, Quantity, Statement, Unit
from doclint.units import parse

_BRACKET = re.compile(r"[(\[]([^()\[\]]{1,30})[)\]]\s*$|,\s*([^,\s]{1,12})\s*$")
_OPENS = re.compile(r"[(\[]\W*$")
_CLOSES = re.compile(r"^\W*[)\]]")
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_MARKS = re.compile(r"^[^\W\d_]?$")
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
    return read_cell(block.text, found.statements, spans, any(r.kind == "equation" for r in found.relations))


def read_cell(text: str, statements: Sequence[Statement], spans: Sequence[tuple[int, int]], computed: bool) -> Cell:
    quantities = tuple(s.quantity for s in statements)
    first, (start, end) = quantities[0], spans[0]
    if computed:
        return Cell(text, quantities[-1], None, True)
    if len(quantities) > 2:
        return Cell(text, named=quantities)
    rest = text[:start], text[end:]
    if len(quantities) == 2:
        between, behind = text[end : spans[1][0]], text[spans[1][1] :]
        if not has_words(rest[0]) and _OPENS.search(between) and not has_words(between) and _CLOSES.search(behind):
            return Cell(text, first, quantities[1])
        if _TIMES.match(between):
            return Cell(text, named=quantities, product=(first, quantities[1]))
        return Cell(text, named=quantities)
    if has_words(_ASIDE.sub("", f"{rest[0]}\0{rest[1]}")):
        return Cell(text, named=quantities)
    if rest[0].rstrip(" $€£¥").endswith("(") and rest[1].lstrip().startswith(")") and first.numeral.number > 0:
        first = first._replace(numeral=first.numeral._replace(number=-first.numeral.number))
    return Cell(text, first)


def has_words(text: str) -> bool:
    """Whether a text holds words, and not only marks or the letter of a footnote."""
    return any(not _MARKS.match(word) for word in re.findall(r"[^\W\d_]+", text))


def is_year(quantity: Quantity | None) -> bool:
    """Whether a quantity may be a year: a bare integer from 1900 to 2100, written without separators."""
    return (
        quantity is not None
        and not quantity.unit.text
        and quantity.numeral.exact
        and 1900 <= quantity.numeral.number <= 2100
        and len(quantity.numeral.text.strip()) == 4
    )


def numbers(one: Cell) -> tuple[Quantity, ...]:
    """The numbers that a header or a label names."""
    return (*((one.quantity,) if one.quantity else ()), *((one.second,) if one.second else ()), *one.named)


def stated_unit(text: str) -> Unit | None:
    """The unit that a header or a label states in brackets or behind a comma."""
    if text.strip() == "%":
        return parse("%")
    found = _BRACKET.search(text[-60:])
    unit = parse(found[1] or found[2]) if found else None
    return unit if unit is not None and (unit.dims or unit.text == "%") else None
