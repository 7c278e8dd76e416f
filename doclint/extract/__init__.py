"""One block to what it says: a pure function of the block's text, marks, kind and language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from doclint.extract.prose import read
from doclint.model import Block, Extract, Mark

NOTHING = Extract()
PLAIN = frozenset(
    "text txt plain plaintext math ascii none output tree md markdown latex tex formula calc diagram".split()
) | {""}
"""Languages of fences that are text."""
SHELLS = frozenset("bash sh shell zsh console shellsession shell-session terminal fish".split())
"""Languages of fences that are terminal sessions and shell scripts."""
MEMO_SIZE = 8192
LONG_MEMO_SIZE = 32
SHORT = 400
"""Code points below which a text is one of very many: its memo holds more of them."""
_DIGIT = re.compile(r"[\d½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]")

_LINE = re.compile(r"[^\n]+")
_COMMAND = re.compile(r"\\(?:times|cdot|d?frac|text|mathrm|approx|div|left)(?![A-Za-z])")
_TEXT = re.compile(r"\\text\{[^{}\n]{0,80}\}|\\[A-Za-z]{1,20}")
_PROSE = re.compile(r"[A-Za-z]{2,}[^A-Za-z\n]{1,9}[A-Za-z]{2,}|~")
"""Words of running text, or a hedge, in a line with commands: it is not all LaTeX."""
_TYPESET = re.compile(r"^.*\\[A-Za-z]{2}.*$", re.M)
"""A line of a plain fence in a language for typesetting, which is read where it is marked as mathematics alone."""


def extract(block: Block) -> Extract:
    """The statements, relations and entries of a block, in offsets of its text."""
    text = block.text
    if _DIGIT.search(text) is None or (block.kind == "fence" and block.language == "doclint"):
        return NOTHING
    struck = [m for m in block.marks if m.kind == "strike"]
    if struck:
        return extract(
            replace(block, text=_without(text, struck), marks=tuple(m for m in block.marks if m.kind != "strike"))
        )
    if block.kind == "front_matter" or (block.kind == "fence" and block.language not in PLAIN):
        from doclint.extract.code import read_program

        return read_program(text, block.language or "yaml")
    if block.kind == "math" or any(m.kind == "math" for m in block.marks):
        from doclint.extract.latex import with_plain_math

        return with_plain_math(block)
    if block.kind in ("paragraph", "item", "cell") and "\\" in text and (typeset := _typeset(text)):
        from doclint.extract.latex import with_plain_math

        return with_plain_math(replace(block, marks=(*block.marks, *typeset)))
    if block.kind == "fence" and "\\" in text:
        text = _TYPESET.sub(lambda line: " " * len(line[0]), text)
    by_line = block.kind == "fence" or "├" in text or "└" in text
    listed = by_line or block.kind == "item"
    return (_read if len(text) < SHORT else _read_long)(text, by_line, listed)


def _typeset(text: str) -> tuple[Mark, ...]:
    """The lines of running text that are LaTeX whose delimiters were lost: `[ 64 \\times 7000 = 448{,}000 ]`."""
    return tuple(
        Mark("math", m.start(), m.end())
        for m in _LINE.finditer(text)
        if _COMMAND.search(m[0]) and not _PROSE.search(_TEXT.sub(" ", m[0]))
    )


def _without(text: str, struck: Sequence[Mark]) -> str:
    """The text with struck-through stretches as blanks: they are not claims of the document."""
    parts, at = list[str](), 0
    for mark in sorted(struck, key=lambda m: m.start):
        parts += text[at : mark.start], " " * (mark.end - max(at, mark.start))
        at = max(at, mark.end)
    return "".join((*parts, text[at:]))


@lru_cache(maxsize=MEMO_SIZE)
def _read(text: str, by_line: bool, listed: bool) -> Extract:
    return read(text, by_line, listed)


@lru_cache(maxsize=LONG_MEMO_SIZE)
def _read_long(text: str, by_line: bool, listed: bool) -> Extract:
    return read(text, by_line, listed)


def forget() -> None:
    """Read texts anew from here on: the lexicon of units has changed."""
    from doclint.extract.whole import computation

    for memo in (_read, _read_long, computation):
        memo.cache_clear()
