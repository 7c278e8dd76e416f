"""One cell of a table: what it states, and what it only names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from doclint.extract import extract
from doclint.model import Block, Extract, Quantity, Statement, Unit
from doclint.units import parse

_BRACKET = re.compile(r"[(\[]([^()\[\]]{1,30})[)\]]\s*$|,\s*([^,\s]{1,12})\s*$")
_PHRASE = re.compile(r"[^\W\d_]{3,}\s+(?!per\b)[^\W\d_]{3,}")
_SHARE = re.compile(r"^\s*%(?:\s|$)|\s%\s*$")
_CALL = re.compile(r"[^\W\d_]\($")
_OPENS = re.compile(r"[(\[]\W*$")
_CLOSES = re.compile(r"^\W*[)\]]")
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_MARKS = re.compile(r"^[^\W\d_]?$")
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_NOTE = re.compile(r"(?:\[\^?|\^\()$")
_FALLS = re.compile(r"[↓▼⬇🔻]\W*$")
_TO = re.compile(r"\s*(?:[–—-]|\bto\b|\.\.\.?|…)\s*[$€£¥₹~]?$")
_COMPARED = re.compile(
    r"(?i)\s*(?:(faster|lower|less|fewer|smaller|cheaper|shorter|reduction|decrease|saved|savings?)|"
    r"slower|higher|more|larger|bigger|longer|increase|growth|improvement|better|worse)(?: than \w+)?\W*$"
)
_CODE = re.compile(r"\b(?:USD|EUR|GBP|CHF|JPY|CNY|INR|US|CAD|AUD)\b(?=[\s$]*$)")
_IN_BRACKET = re.compile(r"[^()\[\]]*[)\]]\W*$")
_SIZED = re.compile(
    r"(?i)\b(?:size|memory|bytes?|length|payload|storage|overhead|data|footprint|ram|disk|usage|traffic|cache|message|record|"
    r"row|field|key|value|block|page|packet|frame|header|buffer|heap|stack|alloc\w*)s?\b"
)
_SPREAD = re.compile(r"\s*(?:±|\+/-)\s*")
_TIMES = re.compile(r"\s*[×x*✕·]\s*[$€£¥₹]?$")


_BOUNDS = frozenset("<>≤≥")
"""Signs of a limit."""


class Cell(NamedTuple):
    """One cell: its text and what it states; `second` stands behind it in brackets, `computed` if the cell says how.

    `named` are the numbers of a cell that states nothing itself: factors and degrees in labels and headers.
    `product` are two that it multiplies, `ends` the two of a range. A `noted` cell bears the mark of a footnote.
    """

    text: str
    quantity: Quantity | None = None
    second: Quantity | None = None
    computed: bool = False
    named: tuple[Quantity, ...] = ()
    product: tuple[Quantity, Quantity] | None = None
    ends: tuple[Quantity, Quantity] | None = None
    noted: bool = False


EMPTY = Cell("")


def cell(block: Block, found: Extract) -> Cell:
    """What a cell of a Markdown table states."""
    one = _cell(block, found)
    return one._replace(noted=True) if any(m.kind == "note" for m in block.marks) else one


def _cell(block: Block, found: Extract) -> Cell:
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
    """What a cell states, by the statements in its text and where they stand; the marks of footnotes are no numbers."""
    kept = [at for at, (start, end) in enumerate(spans) if not (at and _is_note(text, start, end))]
    quantities = tuple(statements[at].quantity for at in kept)
    first, (start, end) = quantities[0], spans[0]
    if computed:
        return Cell(text, quantities[-1], None, True)
    if len(quantities) > 2:
        return Cell(text, named=quantities)
    if text[:start].rstrip("= ~≈$€£¥")[-1:] in _BOUNDS:
        return Cell(text, named=quantities)  # a limit adds up to nothing
    ahead = _CODE.sub("", text[:start])
    if len(quantities) == 2:
        return _of_two(text, quantities, ahead, text[end : spans[kept[1]][0]], text[spans[kept[1]][1] :])
    behind = text[end:]
    if first.unit.text in ("%", "x") and (compared := _COMPARED.match(behind)) is not None:
        behind = ""
        if compared[1] and first.unit.text == "%":
            first = _negative(first)
    if has_words(_ASIDE.sub("", f"{ahead}\0{behind}")):
        return Cell(text, named=quantities)
    if _CALL.search(ahead):
        return Cell(text, named=quantities)  # O(1) is no accounting number
    in_brackets = ahead.rstrip(" $€£¥").endswith("(") and behind.lstrip().startswith(")")
    if in_brackets or _FALLS.search(ahead):
        first = _negative(first)
    return Cell(text, first)


def _of_two(text: str, quantities: tuple[Quantity, ...], ahead: str, between: str, behind: str) -> Cell:
    """A number with another in brackets, a product or a range."""
    first, second = quantities
    if not has_words(ahead):
        if _OPENS.search(between) and not has_words(between) and _CLOSES.search(behind):
            return Cell(text, first, second)
        if _OPENS.search(between) and not has_words(between) and _IN_BRACKET.match(behind):
            return Cell(text, first)  # a remark with a number of its own
        if _TO.match(between) and not has_words(_ASIDE.sub("", behind)) and first.numeral.number >= 0:
            low = first if first.unit.text else first._replace(unit=second.unit)
            if low.unit.dims == second.unit.dims:
                return Cell(text, named=quantities, ends=(low, second))
    if _SPREAD.fullmatch(between) and not has_words(ahead) and not has_words(_ASIDE.sub("", behind)):
        return Cell(text, first if first.unit.text else first._replace(unit=second.unit))
    if _TIMES.match(between):
        return Cell(text, named=quantities, product=(first, second))
    return Cell(text, named=quantities)


def _is_note(text: str, start: int, end: int) -> bool:
    """Whether a number is the mark of a footnote: raised, or in square brackets."""
    return not text[start:end].strip(_RAISED) or (
        text[start:end].isdigit() and _NOTE.search(text[:start]) is not None and text[end : end + 1] in ("]", ")")
    )


def _negative(quantity: Quantity) -> Quantity:
    numeral = quantity.numeral
    return quantity._replace(numeral=numeral._replace(number=-numeral.size)) if numeral.number > 0 else quantity


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
    if _SHARE.search(text):
        return parse("%")
    found = _BRACKET.search(text[-60:])
    if found is not None and _PHRASE.search(found[1] or found[2]):
        return None
    named = (found[1] or found[2]) if found else ""
    if named == "B" and _SIZED.search(text) is None:
        return None  # billions
    unit = parse(named) if named else None
    return unit if unit is not None and (unit.dims or unit.text == "%") else None
