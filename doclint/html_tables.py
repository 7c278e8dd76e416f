"""Tables written as HTML: where their cells stand, with the rows and columns that each covers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from doclint.commonmark import Token

MAX_ROWS = 5000
MAX_COLUMNS = 500
MAX_SPAN = 100
MAX_TOKENS = 2000
_OPENS = re.compile(r"(?i)<table(?=[\s>])")
_CLOSES = re.compile(r"(?i)</table\s*>")
_TAG = re.compile(r"(?i)<!--|<(/?)(table|thead|tbody|tfoot|tr|td|th|caption|script|style)(?=[\s/>])")
_SPAN = re.compile(r"(?i)\b(row|col)span\s*=\s*[\"']?\s*(\d{1,4})")
_DIGIT = re.compile(r"\d")
_BLANK = " \t\r\n"


class HtmlCell(NamedTuple):
    """A cell at content[start:end], without the blanks around it; `header` if it stands above or before others."""

    row: int
    column: int
    rows: int
    columns: int
    header: bool
    start: int
    end: int


class HtmlTable(NamedTuple):
    """A table at content[start:end]: its caption (empty for none) and its cells in order."""

    start: int
    end: int
    caption: tuple[int, int]
    cells: tuple[HtmlCell, ...]


def goes_on(tokens: Sequence[Token], at: int) -> int:
    """The last of the blocks that make up the HTML at `at`, whose table a blank line may have cut in pieces.

    A piece that is no HTML ends the search: a table with Markdown in its cells is read as its Markdown.
    """
    if not _is_open(tokens[at].content):
        return at
    for later in range(at + 1, min(len(tokens), at + MAX_TOKENS)):
        token = tokens[later]
        piece = token.type == "html_block" or (token.type == "code_block" and token.content.lstrip().startswith("<"))
        if not piece or _OPENS.search(token.content):
            return at
        if _CLOSES.search(token.content):
            return later
    return at


def _is_open(content: str) -> bool:
    opened = closed = -1
    for match in _OPENS.finditer(content):
        opened = match.start()
    for match in _CLOSES.finditer(content):
        closed = match.start()
    return opened > closed


def html_tables(content: str) -> Iterator[HtmlTable]:
    """The tables of a block of HTML; one that is not closed, holds another or is too large is none."""
    at = 0
    while (opened := _OPENS.search(content, at)) is not None:
        begun = content.find(">", opened.end()) + 1
        if not begun:
            return
        reader = _Reader(content)
        at = reader.read(begun)
        if reader.closed and reader.cells:
            yield HtmlTable(opened.start(), at, reader.caption, tuple(_headed(content, reader.cells)))


def _headed(content: str, cells: Sequence[HtmlCell]) -> Iterator[HtmlCell]:
    """The cells of a table; where it marks no header, a first row without a digit is one."""
    first = [c for c in cells if c.row == 0]
    bare = not any(c.header for c in first) and not any(_DIGIT.search(content, c.start, c.end) for c in first)
    for one in cells:
        yield one._replace(header=True) if bare and one.row == 0 else one


class _Reader:
    """Reads the tags of one table from left to right."""

    def __init__(self, content: str) -> None:
        self.content = content
        self.cells: list[HtmlCell] = []
        self.caption = (0, 0)
        self.closed = False
        self.row = -1
        self.column = 0
        self.fresh = False
        self.head = False
        self.open: tuple[bool, int, int, int] | None = None
        self.busy: dict[int, int] = {}

    def read(self, at: int) -> int:
        """Reads up to the end of the table, and tells where that is."""
        content = self.content
        captioned = -1
        while (tag := _TAG.search(content, at)) is not None:
            name, closing = (tag[2] or "").lower(), tag[1] == "/"
            end = content.find("-->" if not name else ">", tag.end())
            if end < 0:
                return len(content)
            at = end + (1 if name else 3)
            if name in ("script", "style"):
                hidden = content.find("</", at)
                at = len(content) if hidden < 0 else hidden if not closing else at
            elif name == "table":
                self._close(tag.start())
                self.closed = closing
                return at if closing else self._past(at)
            elif name == "caption":
                if closing and captioned >= 0:
                    self.caption = _trimmed(content, captioned, tag.start())
                captioned = -1 if closing else at
            elif name in ("td", "th"):
                self._close(tag.start())
                if not closing:
                    self._cell(name == "th", content[tag.end() : end], at)
            elif name:
                self._close(tag.start())
                self.head = self.head if name == "tr" else name == "thead" and not closing
                self.fresh = False
            if self.row >= MAX_ROWS or self.column >= MAX_COLUMNS:
                return self._past(at)
        return len(content)

    def _past(self, at: int) -> int:
        """The end of a table that is not read."""
        ends = [m.end() for m in _CLOSES.finditer(self.content, at)]
        return ends[-1] if ends else len(self.content)

    def _cell(self, head: bool, attributes: str, start: int) -> None:
        if not self.fresh:
            self.row, self.column, self.fresh = self.row + 1, 0, True
        while self.busy.get(self.column, 0) > self.row:
            self.column += 1
        spans = {which.lower(): int(number) for which, number in _SPAN.findall(attributes[:1000])}
        columns = 1
        while columns < min(spans.get("col", 1), MAX_SPAN) and self.busy.get(self.column + columns, 0) <= self.row:
            columns += 1
        rows = max(1, min(spans.get("row", 1), MAX_ROWS))
        for column in range(self.column, self.column + columns if rows > 1 else 0):
            self.busy[column] = self.row + rows
        self.open = (head, start, rows, columns)

    def _close(self, end: int) -> None:
        if self.open is None:
            return
        head, start, rows, columns = self.open
        begin, finish = _trimmed(self.content, start, end)
        self.cells.append(HtmlCell(self.row, self.column, rows, columns, self.head or head, begin, finish))
        self.column += columns
        self.open = None


def _trimmed(content: str, start: int, end: int) -> tuple[int, int]:
    while start < end and content[start] in _BLANK:
        start += 1
    while end > start and content[end - 1] in _BLANK:
        end -= 1
    return start, end
