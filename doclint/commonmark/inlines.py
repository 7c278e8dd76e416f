"""Inline parsing with exact positions: rules chosen by a character, operators and money left as they are written."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Literal

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline, autolink, backtick, entity, escape, html_inline, image, link
from markdown_it.rules_inline import strikethrough as strikethrough_rule
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

InlineRule = Callable[[StateInline, bool], bool]

INLINE_DEPTH = 20

_STOP = re.compile(r"[\n\\`~*_\[\]!<&$]")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,200}\]")
_SENTENCE = re.compile(r" [A-Za-z]{3,} ")
MAX_MATH = 2000
"""How long maths in `\\(…\\)` may be."""
_MATH = re.compile(r"\\[A-Za-z]{2}|[{}^=]")


def _operand(char: str) -> bool:
    return (char.isalnum() or char == "_") and (char < "\u2e80" or char.isdigit())


def _is_operator(state: State, length: int) -> bool:
    """Whether the run of stars at `state.pos` multiplies or raises instead of emphasising."""
    src, pos = state.src, state.pos
    if not 0 < pos < pos + length < state.posMax:
        return False
    left, right = src[pos - 1], src[pos + length]
    if not ((_operand(left) or left in ")]%") and (_operand(right) or right in "([$.")):
        return False
    if not right.isalpha():
        return True
    if length == 2:
        return state.bold == 0
    opener = src.rfind("*", max(0, pos - 64), pos)
    if opener < 0 or any(c.isspace() for c in src[opener:pos]):
        return True
    return opener > 0 and _operand(src[opener - 1])


class State(StateInline):
    """Inline state that notes where every token begins, as an offset in `src`."""

    def __init__(self, src: str, md: MarkdownIt, env: dict[str, Any], tokens: list[Token]) -> None:
        super().__init__(src, md, env, tokens)
        self.starts: list[int] = []
        self.pend = -1
        self.at = 0
        self.bold = 0
        self.operators = True

    def pushPending(self) -> Token:  # noqa: N802
        """Flush literal text."""
        self.starts.append(self.pend)
        self.pend = -1
        return super().pushPending()

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Append a token, read at the start of the current rule."""
        token = super().push(ttype, tag, nesting)
        self.starts.append(self.at)
        return token

    def keep(self, text: str) -> None:
        """Append literal text read at `pos`."""
        if self.pend < 0:
            self.pend = self.pos
        self.append_pending(text)


def _newline(state: State, silent: bool) -> bool:
    src, pos, end = state.src, state.pos + 1, state.posMax
    if not silent:
        pending = state.pending
        text = pending.rstrip(" ")
        if len(text) < len(pending):
            state.pending = text
            if not text:
                state.pend = -1
        state.push("hardbreak" if len(pending) - len(text) > 1 else "softbreak", "br", 0)
    while pos < end and src[pos] in " \t":
        pos += 1
    state.pos = pos
    return True


def _backtick(state: State, silent: bool) -> bool:
    pos, count = state.pos, len(state.tokens)
    matched = backtick(state, silent)
    if not silent and len(state.tokens) == count and state.pend < 0:
        state.pend = pos
    return matched


def _stars(state: State, silent: bool) -> bool:
    if silent:
        return False
    src, pos = state.src, state.pos
    marker = src[pos]
    scanned = state.scanDelims(pos, marker == "*")
    length = scanned.length
    if marker == "*" and length <= 2 and state.operators:
        if _is_operator(state, length):
            state.keep(src[pos : pos + length])
            state.pos += length
            return True
        if length == 2 and scanned.can_close and state.bold:
            state.bold -= 1
        elif length == 2 and scanned.can_open:
            state.bold += 1
    for offset in range(length):
        state.at = pos + offset
        state.push("text", "", 0).content = marker
        state.delimiters.append(
            Delimiter(ord(marker), length, len(state.tokens) - 1, -1, scanned.can_open, scanned.can_close)
        )
    state.pos += length
    return True


def _strikethrough(state: State, silent: bool) -> bool:
    start = state.pos
    if not strikethrough_rule.tokenize(state, silent):
        return False
    place, index = state.pos, len(state.tokens)
    while place > start:
        index -= 1
        place -= len(state.tokens[index].content)
        state.starts[index] = place
    return True


def _footnote(state: State, silent: bool) -> bool:
    match = _FOOTNOTE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.push("footnote_ref", "", 0)
    state.pos = match.end()
    return True


def _math(state: State, silent: bool) -> bool:
    """Dollar maths; money is not: no blank inside the dollars, no digit outside, no sentence between."""
    src, pos, end = state.src, state.pos, state.posMax
    size = 2 if src.startswith("$$", pos) else 1
    if pos + size >= end or src[pos + size].isspace() or (pos and src[pos - 1].isdigit()):
        return False
    close = src.find("$" * size, pos + size, end)
    while close > 0 and (src[close - 1] == "\\" and src[close - 2] != "\\"):
        close = src.find("$" * size, close + 1, end)
    if close <= pos + size or src[close - 1].isspace() or src[close + size : close + size + 1].isdigit():
        return False
    body = src[pos + size : close]
    if body[0].isdigit() and "\\" not in body and _SENTENCE.search(body):
        return False
    if not silent:
        token = state.push("math_inline_double" if size == 2 else "math_inline", "math", 0)
        token.content = body
        token.markup = "$" * size
    state.pos = close + size
    return True


def _bracketed_math(state: State, silent: bool) -> bool:
    """Maths in `\\(…\\)` or `\\[…\\]`: with a command, braces, a power or a relation sign inside."""
    src, pos = state.src, state.pos
    closing = {"\\(": "\\)", "\\[": "\\]"}.get(src[pos : pos + 2], "")
    close = src.find(closing, pos + 2, min(state.posMax, pos + MAX_MATH)) if closing else -1
    if close < 0 or _MATH.search(src, pos + 2, close) is None:
        return False
    if not silent:
        token = state.push("math_inline", "math", 0)
        token.content = src[pos + 2 : close]
        token.markup = src[pos : pos + 2]
    state.pos = close + 2
    return True


class PosInline(ParserInline):
    """The stock inline rules, chosen by character; `read` also tells where every token begins.

    With `operators`, a star between operands stays in the text.
    """

    def __init__(self, operators: bool = True) -> None:
        super().__init__()
        self.operators = operators
        self.ruler2.disable(["fragments_join"])
        self.terminator_re = _STOP
        chains: dict[str, tuple[Any, ...]] = {
            "\n": (_newline,),
            "\\": (_bracketed_math, escape),
            "`": (_backtick,),
            "~": (_strikethrough,),
            "*": (_stars,),
            "_": (_stars,),
            "[": (link, _footnote),
            "!": (image,),
            "<": (autolink, html_inline),
            "&": (entity,),
            "$": (_math,),
        }
        self.chains: dict[str, tuple[InlineRule, ...]] = chains

    def skipToken(self, state: StateInline) -> None:  # noqa: N802
        """Move past one token without making any."""
        pos = state.pos
        known = state.cache.get(pos)
        if known is not None:
            state.pos = known
            return
        src = state.src
        chain = self.chains.get(src[pos])
        ok = False
        if state.level >= INLINE_DEPTH:
            state.pos = state.posMax
        elif chain is not None:
            for rule in chain:
                state.level += 1
                ok = rule(state, True)
                state.level -= 1
                if ok:
                    break
        elif src[pos] != "]":
            stop = _STOP.search(src, pos)
            state.pos = stop.start() if stop else state.posMax
            ok = True
        if not ok:
            state.pos += 1
        state.cache[pos] = state.pos

    def tokenize(self, state: StateInline) -> None:
        """Make the tokens of the state's range."""
        assert isinstance(state, State)
        src, end, chains, find = state.src, state.posMax, self.chains, _STOP.search
        while state.pos < end:
            pos = state.pos
            chain = chains.get(src[pos])
            if chain is None:
                stop = find(src, pos + 1, end)
                until = stop.start() if stop else end
                state.keep(src[pos:until])
                state.pos = until
                continue
            state.at = pos
            if state.level < INLINE_DEPTH:
                for rule in chain:
                    if rule(state, False):
                        break
                else:
                    state.keep(src[pos])
                    state.pos += 1
            else:
                state.keep(src[pos])
                state.pos += 1
        if state.pending:
            state.pushPending()

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        """The text of an image: none is visible."""
        return tokens

    def read(self, src: str, md: MarkdownIt, env: dict[str, Any]) -> tuple[list[Token], list[int]]:
        """Tokens of `src` and the offset at which each begins."""
        state = State(src, md, env, [])
        state.operators = self.operators
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens, state.starts
