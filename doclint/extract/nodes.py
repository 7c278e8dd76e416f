"""Tokens with their brackets folded: what clauses and expressions are read from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from doclint.extract.numerals import Token

MAX_DEPTH = 40
_UNCOMPUTED = frozenset("sin cos tan asin acos atan sinh cosh tanh exp lg erf gamma sigmoid".split())
"""Functions that are not computed: what stands in their brackets is not what they give."""
_IDENTIFIER = re.compile(r"[a-z]+[A-Z]\w*|[A-Za-z]\w*_[A-Za-z]\w*")
"""A function of a program: camelCase, snake_case."""


class Group(NamedTuple):
    """Bracketed nodes; `kind` is "group" so that it reads like a token."""

    kind: str
    text: str
    start: int
    end: int
    nodes: list[Node]
    quantity: None = None


Node = Token | Group


def nest(tokens: Sequence[Token], by_line: bool = False) -> list[Node]:
    """Tokens with balanced brackets folded into groups; unbalanced brackets become breaks.

    `by_line`: a bracket is closed on its own line. Otherwise line ends inside brackets are white space.
    """
    stack: list[tuple[Token | None, list[Node]]] = [(None, [])]
    for token in tokens:
        if token.kind == "open" and len(stack) <= MAX_DEPTH:
            stack.append((token, []))
        elif token.kind == "close" and len(stack) > 1:
            opened, nodes = stack.pop()
            assert opened is not None
            before = stack[-1][1][-1] if stack[-1][1] else None
            if before is not None and before.end == opened.start and _is_uncomputed(before.text):
                stack[-1][1].append(Token("break", before.text, opened.start, token.end))
                continue
            box = not nodes or (len(nodes) == 1 and nodes[0].text in "xX" and not stack[-1][1])
            if not box:
                stack[-1][1].append(Group("group", opened.text, opened.start, token.end, nodes))
        elif token.kind == "break" and token.text == "\n" and len(stack) > 1:
            if by_line:
                _spill(stack)
                stack[-1][1].append(token)
        elif token.kind in ("open", "close"):
            stack[-1][1].append(Token("break", token.text, token.start, token.end))
        else:
            stack[-1][1].append(token)
    _spill(stack)
    return stack[0][1]


def _is_uncomputed(name: str) -> bool:
    return name.lower() in _UNCOMPUTED or _IDENTIFIER.fullmatch(name) is not None


def _spill(stack: list[tuple[Token | None, list[Node]]]) -> None:
    """Turns brackets that never close into breaks."""
    while len(stack) > 1:
        opened, nodes = stack.pop()
        assert opened is not None
        stack[-1][1].append(Token("break", opened.text, opened.start, opened.end))
        stack[-1][1].extend(nodes)
