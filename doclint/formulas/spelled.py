"""Formulas as documents spell them: `Weights = parameters × bytes per parameter`, `$M = \\frac{P}{n}$`, `GBS = MBS*DP`.

A text is a formula where all of it reads as one: names of words, numbers, + - × / ^, brackets and a few functions. What
might mean anything else is none, and so is what holds only under a condition.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from doclint.extract.numerals import Token
from doclint.extract.tokens import tokenize
from doclint.model import Apply, Expr, Leaf, Name

MAX_LENGTH = 200
MAX_DEPTH = 8
MAX_WORDS = 7
_CALLS = {"ceil": 1, "ceiling": 1, "floor": 1, "sqrt": 1, "log2": 1, "min": 2, "max": 2}
_CALLED = {"ceiling": "ceil"}
_FOREIGN = re.compile(r"[^\w\s×·⋅*÷/+−^(){}\[\],;.\-%$⁰¹²³⁴-⁹'’✓✅]")
_POWER = re.compile(r"(?<=[\w)\]])[⁰¹²³⁴-⁹]+")
_NUMBERED = re.compile(r"(?<![\w.])\d[-–][A-Za-z]")
"""A name that begins with a number: 1-RTT, 2-phase."""
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_BOUNDED = re.compile(r"(?i)\((?:capped|clamped|clipped|bounded|limited|saturat\w+|at (?:most|least)|max\w*|min\w*)\b")
"""Remarks by which a formula gives no more than a bound."""
_ROUNDED = str.maketrans({"⌈": " ceil(", "⌉": ")", "⌊": " floor(", "⌋": ")"})
_LESS = re.compile(r"(?<![\w-])([A-Za-z]|[A-Z][A-Z_]+)[-−](?=\d+(?![\w.]))")
_TIMES = re.compile(r"(?<![\w.])(\d+)[ ]?(?=\(|[A-Za-z](?![A-Za-z]))")
_LETTER = re.compile(r"[A-Za-z](?:_\w+|\d)?")
_ENDS = frozenset(("where", "with"))
_CONDITIONS = frozenset("if when unless otherwise else for in on at case assuming and or so but is are then as".split())
_WORDED = {"times": "*", "plus": "+", "minus": "-"}
_AMBIGUOUS = (("ambiguous", 1),)
_LEVEL = {"+": 1, "-": 1, "*": 2, "/": 2, "^": 3}
_SYMBOL = re.compile(r"[A-Za-z](?:_?\w{1,2})?|[A-Z][A-Z0-9_]*|\w*_\w+")
"""Names that are identifiers and no words: `P`, `n_g`, `GPUS`, `bytes_per_param`."""


class Spelled(NamedTuple):
    """What a text spells; `ambiguous` holds where a product follows a division without brackets."""

    expr: Expr
    ambiguous: bool = False


class _NoneError(ValueError):
    """The text is no formula."""


def spelled(text: str, math: bool = False) -> Spelled | None:
    """The formula that a text is, or None; in `math` single letters side by side are a product."""
    text = text.translate(_ROUNDED)
    if _BOUNDED.search(text) or (not math and _NUMBERED.search(text)):
        return None
    text = _POWER.sub(lambda m: "^" + m[0].translate(_DIGITS), text)
    text = _TIMES.sub(r"\1 × ", text.replace("-", " - ")) if math else _LESS.sub(r"\1 - ", text)
    if len(text) > MAX_LENGTH or _FOREIGN.search(text):
        return None
    reader = _Reader(tokenize(text, whole=True), math)
    try:
        expr = reader.sum(0)
    except _NoneError:
        return None
    return Spelled(expr, reader.ambiguous) if isinstance(expr, Apply) and reader.ended() else None


def symbolic(name: str) -> bool:
    """Whether a name is an identifier rather than words."""
    return _SYMBOL.fullmatch(name) is not None


class _Reader:
    """Sums of products of powers, from left to right."""

    def __init__(self, tokens: Sequence[Token], math: bool) -> None:
        self.tokens = tokens
        self.math = math
        self.at = 0
        self.ambiguous = False

    def peek(self, ahead: int = 0) -> Token | None:
        return self.tokens[self.at + ahead] if self.at + ahead < len(self.tokens) else None

    def ended(self) -> bool:
        """Whether only a remark follows: after a comma, a full stop or "where"."""
        token = self.peek()
        if token is None or (token.kind == "break" and token.text in ".;…"):
            return True
        following = self.peek(1)
        if token.kind == "break" and token.text == ",":
            return following is not None and following.text.lower() in _ENDS
        return token.kind == "word" and token.text.lower() in _ENDS

    def operator(self) -> tuple[str, int]:
        """The operator that comes next and how many tokens it takes; an empty one where there is none."""
        token = self.peek()
        if token is None:
            return "", 0
        low = token.text.lower()
        if token.kind == "op" and token.text in _LEVEL:
            return token.text, 1
        if token.kind == "word" and low in _WORDED:
            return _WORDED[low], 1
        following = self.peek(1)
        if token.kind == "word" and low in ("divided", "multiplied") and following and following.text == "by":
            return "/" if low == "divided" else "*", 2
        if token.kind == "word" and low == "x" and not self.math:
            return "*", 1
        if self.math and (token.kind in ("word", "num") or token.text == "(") and low not in _ENDS:
            return "*", 0
        if token.text == "(" and self.at and (number := self.tokens[self.at - 1]).kind == "num":
            return ("*", 0) if token.start == number.end and number.text.isdigit() else ("", 0)
        return "", 0

    def sum(self, depth: int) -> Expr:
        left = self.product(depth)
        while (step := self.operator())[0] in ("+", "-"):
            self.at += step[1]
            left = Apply(step[0], (left, self.product(depth)))
        return left

    def product(self, depth: int) -> Expr:
        left = self.power(depth)
        divided = False
        while (step := self.operator())[0] in ("*", "/"):
            self.ambiguous |= divided
            divided = divided or step[0] == "/"
            self.at += step[1]
            left = Apply(step[0], (left, self.power(depth)))
        return left

    def power(self, depth: int) -> Expr:
        base = self.operand(depth)
        if self.operator()[0] == "^":
            self.at += 1
            exponent = self.operand(depth)
            if isinstance(exponent, Leaf) and exponent.quantity.numeral.number in (0, 1):
                raise _NoneError  # nobody writes that power: an exclusive or
            return Apply("^", (base, exponent))
        return base

    def operand(self, depth: int) -> Expr:
        token = self.peek()
        if token is None or depth > MAX_DEPTH:
            raise _NoneError
        if token.kind == "money" and (following := self.peek(1)) is not None and following.kind == "num":
            self.at += 1
            token = following
        if token.kind == "num":
            self.at += 1
            assert token.quantity is not None
            unit = token.quantity.unit
            if token.quantity.numeral.hedge or unit.dims == _AMBIGUOUS or unit.text == "x":
                raise _NoneError
            self.note()
            return Leaf(token.quantity._replace(start=-1, end=-1))
        if token.kind == "open":
            return self.bracket(depth)
        if token.kind == "word":
            return self.named(depth)
        raise _NoneError

    def bracket(self, depth: int) -> Expr:
        self.at += 1
        inner = self.sum(depth + 1)
        self.close()
        return inner

    def close(self) -> None:
        token = self.peek()
        if token is None or token.kind != "close":
            raise _NoneError
        self.at += 1

    def named(self, depth: int) -> Expr:
        """A function with its arguments, or a name of one or more words."""
        first, following = self.tokens[self.at], self.peek(1)
        if following is not None and following.kind == "open":
            if first.text.lower() in _CALLS:
                return self.call(first.text.lower(), depth)
            if following.start == first.end and not self.math:
                raise _NoneError
        words: list[str] = []
        glue = ""
        while (token := self.peek()) is not None and token.kind == "word":
            low = token.text.lower()
            if low in _ENDS or low in _WORDED or (low == "x" and words and not self.math):
                break
            if low in ("divided", "multiplied"):
                break
            if low in _CONDITIONS or len(words) == MAX_WORDS or not (low[0].isalpha() or low[0] == "_"):
                raise _NoneError
            words.append(f"{glue}{token.text}")
            self.at += 1
            glue = ""
            if self.math and _LETTER.fullmatch(token.text):
                break
            if self.is_per(token):
                glue = "/"
                self.at += 1
        if not words or not any(w[0].isalpha() for w in words):
            raise _NoneError
        self.note()
        return Name(" ".join(words).replace(" /", "/"), -1, -1)

    def is_per(self, word: Token) -> bool:
        """Whether a slash right after a word belongs to the name: experts/GPU."""
        slash, after = self.peek(), self.peek(1)
        if slash is None or after is None or slash.text != "/" or after.kind != "word":
            return False
        tight = slash.start == word.end and after.start == slash.end
        return tight and not (symbolic(word.text) and symbolic(after.text))

    def note(self) -> None:
        """Passes over a remark in brackets after an operand: `hidden size (h)`."""
        token, before = self.peek(), self.tokens[self.at - 1]
        if token is None or token.kind != "open" or token.start == before.end or self.math:
            return
        end = next((i for i in range(self.at, len(self.tokens)) if self.tokens[i].kind == "close"), -1)
        inside = self.tokens[self.at + 1 : end]
        if end < 0 or not inside or any(t.kind != "word" for t in inside):
            raise _NoneError
        self.at = end + 1

    def call(self, name: str, depth: int) -> Expr:
        self.at += 2
        args = [self.sum(depth + 1)]
        while (token := self.peek()) is not None and token.text == ",":
            self.at += 1
            args.append(self.sum(depth + 1))
        self.close()
        if len(args) != _CALLS[name]:
            raise _NoneError
        return Apply(_CALLED.get(name, name), tuple(args))
