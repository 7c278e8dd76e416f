"""Formulas of rule packs and declarations, written plainly: `experts_per_gpu = experts_total / gpus`, `ttft <= 10 s`.

Names, numbers with units, + - * / ^, brackets and functions; nothing is evaluated here and nothing but this is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from doclint import units
from doclint.extract.numerals import read_numeral
from doclint.model import BARE, Apply, Expr, Leaf, Name, Quantity, Unit

FUNCTIONS = {"ceil": 1, "floor": 1, "sqrt": 1, "log2": 1, "log10": 1, "ln": 1, "min": 2, "max": 2}
"""Functions and how many arguments they take (`min` and `max`: two)."""
SIGNS = {"=": "=", "<=": "≤", ">=": "≥", "<": "<", ">": ">", "≤": "≤", "≥": "≥", "==": "="}
MAX_LENGTH = 500
MAX_DEPTH = 40
_TOKEN = re.compile(
    r"\s*(?:(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<num>\d{1,3}(?:,\d{3})+(?!\d)|\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d{1,3})?)"
    r"|(?P<sign><=|>=|==|[=<>≤≥])|(?P<op>\*\*|[-+*/^()×÷·,%$]))"
)
_SCALES = {"k": 3, "K": 3, "M": 6, "B": 9, "T": 12}
_LEVEL = {"+": 1, "-": 1, "*": 2, "/": 2, "^": 4}


class FormulaError(ValueError):
    """A text that is no formula; the message is one clause, `at` the offset of what is wrong."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


class Formula(NamedTuple):
    """`left` sign `right`; without a sign, `sign` is empty and `right` is None."""

    left: Expr
    sign: str
    right: Expr | None


class _Part(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


def parse_formula(text: str) -> Formula:
    """The formula that a text spells. Raises FormulaError with the offset of the first thing that is none."""
    reader = _Reader(text)
    left = reader.expression(0)
    part = reader.peek()
    if part is None:
        return Formula(left, "", None)
    if part.kind != "sign":
        raise FormulaError(f"{part.text!r} is not expected here", part.start)
    reader.at += 1
    right = reader.expression(0)
    rest = reader.peek()
    if rest is not None:
        raise FormulaError(f"{rest.text!r} is not expected here", rest.start)
    return Formula(left, SIGNS[part.text], right)


def names_in(expr: Expr) -> Iterator[Name]:
    """The names of an expression from left to right, with their places."""
    if isinstance(expr, Name):
        yield expr
    elif isinstance(expr, Apply):
        for arg in expr.args:
            yield from names_in(arg)


def substitute(expr: Expr, known: dict[str, Expr]) -> Expr:
    """The expression with names replaced by what is known of them."""
    if isinstance(expr, Name):
        return known.get(expr.text, expr)
    if isinstance(expr, Apply):
        return Apply(expr.op, tuple(substitute(a, known) for a in expr.args))
    return expr


class _Reader:
    """Operator precedence over the parts of one text."""

    def __init__(self, text: str) -> None:
        if len(text) > MAX_LENGTH:
            raise FormulaError(f"a formula is at most {MAX_LENGTH} characters long", MAX_LENGTH)
        self.text = text
        self.parts: list[_Part] = []
        self.at = 0
        self.depth = 0
        offset = 0
        while text[offset:].strip():
            found = _TOKEN.match(text, offset)
            if found is None:
                offset += len(text[offset:]) - len(text[offset:].lstrip())
                raise FormulaError(f"{text[offset]!r} does not belong in a formula", offset)
            kind = found.lastgroup or ""
            self.parts.append(_Part(kind, found[kind], found.start(kind), found.end(kind)))
            offset = found.end()
        if not self.parts:
            raise FormulaError("a formula is expected", 0)

    def peek(self) -> _Part | None:
        return self.parts[self.at] if self.at < len(self.parts) else None

    def expression(self, level: int) -> Expr:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FormulaError("this is nested too deeply", self.parts[min(self.at, len(self.parts) - 1)].start)
        left = self.operand()
        while (part := self.peek()) is not None and part.kind == "op":
            op = {"**": "^", "×": "*", "·": "*", "÷": "/"}.get(part.text, part.text)
            mine = _LEVEL.get(op, 0)
            if not mine or mine <= level:
                break
            self.at += 1
            left = Apply(op, (left, self.expression(mine - (op == "^"))))
        self.depth -= 1
        return left

    def operand(self) -> Expr:
        part = self.peek()
        if part is None:
            raise FormulaError("a number or a name is missing at the end", len(self.text))
        self.at += 1
        if part.kind == "num":
            return self.number(part, "")
        if part.text == "$" and (following := self.peek()) is not None and following.kind == "num":
            self.at += 1
            return self.number(following, "$")
        if part.kind == "name":
            if part.text in FUNCTIONS and (after := self.peek()) is not None and after.text == "(":
                return self.call(part)
            return Name(part.text, part.start, part.end)
        if part.text == "(":
            inner = self.expression(0)
            self.expect(")")
            return inner
        if part.text == "-":
            return Apply("neg", (self.expression(3),))
        raise FormulaError(f"a number or a name is expected, not {part.text!r}", part.start)

    def call(self, name: _Part) -> Expr:
        self.expect("(")
        args = [self.expression(0)]
        while (part := self.peek()) is not None and part.text == ",":
            self.at += 1
            args.append(self.expression(0))
        self.expect(")")
        if len(args) != FUNCTIONS[name.text]:
            raise FormulaError(f"{name.text} takes {FUNCTIONS[name.text]} argument(s), not {len(args)}", name.start)
        return Apply(name.text, tuple(args))

    def expect(self, text: str) -> None:
        part = self.peek()
        if part is None or part.text != text:
            raise FormulaError(f"{text!r} is missing", part.start if part else len(self.text))
        self.at += 1

    def number(self, part: _Part, money: str) -> Expr:
        """A number with the unit that follows it: `10 s`, `64 GB`, `100 tokens/ms`, `30%`, `$5`."""
        suffix = self.scale(part)
        numeral = read_numeral(part.text + suffix, part.text, 1, _SCALES.get(suffix, 0), "")
        if numeral is None:
            raise FormulaError("this number is too long", part.start)
        unit, end = (units.parse(money) or BARE, part.end) if money else (BARE, part.end)
        following = self.peek()
        if not money and following is not None and following.text == "%":
            unit, end = units.parse("%") or BARE, following.end
            self.at += 1
        elif not money and following is not None and following.kind == "name" and not self.is_call():
            unit, end = self.unit()
        return Leaf(Quantity(numeral, unit, part.start, end))

    def scale(self, part: _Part) -> str:
        """The scale suffix glued to a number (20M), or an empty string."""
        following = self.peek()
        if following is None or following.start != part.end or following.text not in _SCALES:
            return ""
        self.at += 1
        return following.text

    def is_call(self) -> bool:
        """Whether a function begins here: its name with a bracket after it."""
        after = self.parts[self.at + 1] if self.at + 1 < len(self.parts) else None
        return self.parts[self.at].text in FUNCTIONS and after is not None and after.text == "("

    def unit(self) -> tuple[Unit, int]:
        """The unit of words and slashes after a number."""
        first = self.parts[self.at]
        end = first.end
        self.at += 1
        while self.at + 1 < len(self.parts) and self.parts[self.at].text in ("/", "per"):
            following = self.parts[self.at + 1]
            if following.kind != "name" or units.lookup(following.text) is None:
                break
            end = following.end
            self.at += 2
        text = self.text[first.start : end]
        unit = units.parse(text)
        if unit is None:
            raise FormulaError(f"{text!r} is no unit", first.start)
        return unit, end
