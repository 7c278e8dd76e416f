"""Comments that give a name to the number right before them: `8 experts <!-- doclint: experts_per_gpu -->`."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from doclint.commonmark import parse_blocks, parse_inline
from doclint.declare.book import MAX_DECLARATIONS, Book
from doclint.model import Block, Extract, Quantity, Source, Span

MAX_BETWEEN = 60
"""Code points between a number and the comment that names it, markup not counted."""
LONGEST_COMMENT = LONGEST_GAP = 200
LONGEST_CONTENT = 200_000
_BINDING = "write `8 <!-- doclint: experts_per_gpu -->`: the number, its unit, then the comment"
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_OPEN, _OPEN_MDX = re.compile(r"<!--\s*doclint:"), re.compile(r"(?:<!--|\{/\*)\s*doclint:")
_MARKUP = re.compile(r"<!--.*?-->|\{/\*.*?\*/\}|</?[A-Za-z][^<>]*>|\]\([^()\s]*\)", re.DOTALL)
_BETWEEN = re.compile(
    r"[\s*_~`\"'“”’()\[\]{}>+]*+(?:[^\W\d_][\w/%°-]*+[\s*_~`\"'“”’()\[\]{}>]*+){0,5}+[.,;:!?…]*+[\s*_~`\"'“”’)\]}>]*+"
)


class _Comment(NamedTuple):
    """What looks like a binding comment, the text in it and the number before it, if any.

    `hidden` holds where nothing of it is visible, as it must be with a comment.
    """

    span: Span
    body: Span
    closed: bool
    number: Quantity | None
    hidden: bool


def bind(book: Book, blocks: Sequence[Block], extracts: Sequence[Extract]) -> None:
    """Gives names to the numbers before binding comments; a comment in code is text."""
    text = book.source.text
    found = list(_comments(book.source, blocks, extracts))
    real = _real(book.source, [c for c in found if not c.hidden or c.number is None])
    for comment in found:
        if (not comment.hidden or comment.number is None) and comment.span not in real:
            continue
        if not book.has_room(comment.span):
            return
        name = text[comment.body.start : comment.body.end]
        if not comment.closed:
            book.problem(comment.span, "this comment is never closed", "end it with -->")
        elif not name:
            book.problem(comment.span, "this comment names nothing", _BINDING)
        elif _NAME.fullmatch(name) is None:
            shown = name if len(name) <= 40 else f"{name[:39]}…"
            book.problem(comment.body, f"{shown!r} is no name", "a name is one word of letters, digits and _")
        elif comment.number is None:
            book.problem(comment.span, f"no number stands right before this comment, so {name} names none", _BINDING)
        else:
            numbers = book.bound.setdefault(name, [])
            if not numbers or numbers[-1].start != comment.number.start:
                numbers.append(comment.number)


def _comments(source: Source, blocks: Sequence[Block], extracts: Sequence[Extract]) -> Iterator[_Comment]:
    """What looks like a binding comment, with the number before it on its line or in its block."""
    text = source.text
    opened = list((_OPEN_MDX if source.path.lower().endswith(".mdx") else _OPEN).finditer(text))
    if not opened:
        return
    seen = sorted((p.start, p.end) for block in blocks for p in block.pieces)
    numbers = [(s.quantity, at) for at, found in enumerate(extracts) for s in found.statements]
    numbers.sort(key=lambda one: one[0].start)
    starts, ends = [q.start for q, _ in numbers], [0]
    for _, end in seen:
        ends.append(max(ends[-1], end))
    behind = 0
    for match in opened:
        start, begin = match.span()
        if start < behind:
            continue
        end = text.find("-->" if text[start] == "<" else "*/}", begin, begin + LONGEST_COMMENT)
        closed = end >= 0
        hidden = closed and ends[bisect_right(seen, (start, len(text)))] <= start
        behind = end + 3 if hidden else behind
        body = text[begin:end] if closed else ""
        first = begin + len(body) - len(body.lstrip())
        name = Span(first, first + len(body.strip()))
        at = bisect_left(starts, start) - 1
        number = numbers[at][0] if at >= 0 else None
        if number is not None and not _is_beside(text, number, start, blocks[numbers[at][1]]):
            number = None
        yield _Comment(Span(start, end + 3 if closed else begin), name, closed, number, hidden)


def _is_beside(text: str, number: Quantity, start: int, block: Block) -> bool:
    """Whether only a few words of its unit and markup stand between a number and a comment in its block."""
    if start - number.end > LONGEST_GAP:
        return False
    gap = text[number.end : start]
    between = _MARKUP.sub(" ", gap)
    if len(between) > MAX_BETWEEN or _BETWEEN.fullmatch(between) is None:
        return False
    line_end = max(gap.rfind("\n"), gap.rfind("\r"))
    return line_end < 0 or block.place(0, len(block.text)).end > number.end + line_end + 1


def _real(source: Source, doubtful: Sequence[_Comment]) -> set[Span]:
    """Those of the places that are comments where Markdown reads them, and neither code nor escaped."""
    if not doubtful:
        return set()
    text = source.text
    lines: dict[int, list[_Comment]] = {}
    for comment in doubtful[: 2 * MAX_DECLARATIONS]:
        lines.setdefault(source.position(comment.span.start)[0] - 1, []).append(comment)
    tokens, env = parse_blocks(text.replace("\r\n", "\n").replace("\r", "\n"))
    real: set[Span] = set()
    first = last = 0
    for token in tokens:
        first, last = token.map or (first, last)
        if token.type not in ("html_block", "inline") or "doclint:" not in token.content:
            continue
        here = [comment for line in range(first, last) for comment in lines.get(line, ())]
        if not here or len(token.content) > LONGEST_CONTENT:
            continue
        if token.type == "inline":
            parts, _ = parse_inline(token.content, env)
            tags = {" ".join(p.content.split()) for p in parts if p.type == "html_inline"}
            words = "".join([p.content if p.type in ("text", "softbreak") else "`" for p in parts])
            here = [c for c in here if _shows(text[c.span.start : c.span.end], c.closed, tags, words)]
        real.update(comment.span for comment in here)
    return real


def _shows(written: str, closed: bool, tags: set[str], words: str) -> bool:
    """Whether a comment is among the tags of a content, or is text in it for it is not closed or MDX."""
    return " ".join(written.split()) in tags if closed and written[0] == "<" else written in words
