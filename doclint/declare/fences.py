"""The lines of a `doclint` fence: parameters, formulas and assertions."""

from __future__ import annotations

import re
from collections.abc import Callable

from doclint.declare.book import Assertion, Book, Definition
from doclint.extract.tokens import tokenize
from doclint.formula import SIGNS, FormulaError, parse_formula
from doclint.model import Apply, Block, Expr, Leaf, Name, Span, Statement, leaves

LONGEST_NUMBER = 100
_FORMS = "a line is `gpus = 32`, `total = layers * per_layer` or `assert ttft <= 10 s`"
_SIGN = re.compile(r"<=|>=|==|[=<>≤≥]")
_ASSERT = re.compile(r"assert(?!\w)(?!\s*=(?!=))")
_DEFINES = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)\s*=(?![=<>])")
_WORD = re.compile(r"\w+|\S")


def read_fence(book: Book, block: Block) -> None:
    """Reads every line of a fence into the book."""
    at = 0
    for line in block.text.split("\n"):
        _read_line(book, block, at, line)
        at += len(line) + 1


def _read_line(book: Book, block: Block, at: int, line: str) -> None:
    """One line of a fence, which begins at offset `at` of the block's text."""
    line = line.split("#", 1)[0].rstrip()
    start, size = len(line) - len(line.lstrip()), len(line)
    if not line or not book.has_room(block.place(at + start, at + size)):
        return
    whole, written = block.place(at + start, at + size), line[start:]
    asserts, defines = _ASSERT.match(line, start), _DEFINES.match(line, start)
    if asserts:
        sign = _SIGN.search(line, asserts.end())
        if sign is None:
            book.problem(whole, "this assertion compares nothing", _FORMS)
            return
        left = _read_side(book, block, at, line[: sign.start()], asserts.end())
        right = _read_side(book, block, at, line, sign.end()) if left is not None else None
        if left is not None and right is not None:
            book.asserted.append(Assertion(whole, left, SIGNS[sign[0]], right, written))
    elif defines:
        name, place = defines[1], block.place(at + start, at + defines.end(1))
        expr = _read_side(book, block, at, line, defines.end(), name)
        if name in book.defined:
            first = book.source.position(book.defined[name].place.start)[0]
            book.problem(place, f"{name} is defined twice", f"line {first} defines it first; use another name")
        else:
            begin = defines.end() + len(line[defines.end() :]) - len(line[defines.end() :].lstrip())
            side = block.place(at + begin, at + size) if begin < size else place
            book.defined[name] = Definition(place, side, expr, written)
    else:
        book.problem(whole, "this line declares nothing", _FORMS)


def _read_side(book: Book, block: Block, at: int, line: str, begin: int, name: str = "") -> Expr | None:
    """The number or formula that ends a line, in absolute places; None where it is neither, which is a problem."""
    try:
        expr = _placed(_parse_side(line[begin:]), lambda start, end: block.place(at + begin + start, at + begin + end))
    except FormulaError as error:
        word = _WORD.match(line, begin + error.at)
        start, end = word.span() if word else (len(line.rstrip()) - 1, len(line.rstrip()))
        book.problem(block.place(at + start, at + end), str(error), _FORMS)
        return None
    book.statements.extend(Statement(name if isinstance(expr, Leaf) else "", q) for q in leaves(expr))
    return expr


def _parse_side(text: str) -> Expr:
    """One number as documents write it (`~20M users`, `1 h 40 min`), else a formula. Raises FormulaError."""
    tokens = tokenize(text, whole=True) if len(text) <= LONGEST_NUMBER else []
    number = tokens[0].quantity if len(tokens) == 1 else None
    if number is not None and not text[number.end :].strip() and not text[: number.start].strip(" \t~$€£¥₹"):
        if number.unit.dims != (("ambiguous", 1),):
            return Leaf(number)
        if number.unit.text:
            unit = number.unit.text
            raise FormulaError(f"{unit!r} is no unit that means one thing", number.end - len(unit))
    formula = parse_formula(text)
    sign = _SIGN.search(text)
    if sign is not None:
        raise FormulaError("a line has only one sign", sign.start())
    return formula.left


def _placed(expr: Expr, place: Callable[[int, int], Span]) -> Expr:
    if isinstance(expr, Leaf):
        start, end = place(expr.quantity.start, expr.quantity.end)
        return Leaf(expr.quantity._replace(start=start, end=end))
    if isinstance(expr, Name):
        return Name(expr.text, *place(expr.start, expr.end))
    return Apply(expr.op, tuple([_placed(arg, place) for arg in expr.args]))
