"""Source -> Blocks: what a document says, every character of it mapped to its source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import Any

from doclint.commonmark import Env, Token, parse_blocks, parse_inline
from doclint.html_tables import goes_on, html_tables
from doclint.inline import Reading, has_markup, read_inline, read_plain
from doclint.model import Block, Mark, Piece, Source
from doclint.source_map import Cell, SourceMap

# Longer inline content is taken as it is written: emphasis tokens cost hundreds of bytes each.
LONGEST = 200_000

_NUMBER = re.compile(r"[\d¹²³¼-¾⁰-₉⅐-↋①-⓿]|&#")
_FORMULA = re.compile(r"[×·÷*/+\\-]")
_MEANING = re.compile(r"[:=] ?[A-Za-z]\w{0,2}\b ?$", re.MULTILINE)
_HEADING_MARKUP = re.compile(r"<!--.*?(?:-->|$)|[*`]", re.DOTALL)
_AMS_OPEN = re.compile(r"\s*\\begin\{[A-Za-z]+\*?\}")
_LANGUAGE = re.compile(r"\s*\{?\.?([^\s{},]+)")
_CONTAINERS = frozenset(
    {"bullet_list", "ordered_list", "list_item", "blockquote", "table", "dl", "dd", "footnote_reference"}
)


class _Walk:
    """One pass over the block tokens of a source."""

    def __init__(self, source: Source, env: Env) -> None:
        self.source = source
        self.env = env
        self.lines = SourceMap(source)
        self.ids = count(1)
        self.path: tuple[int, ...] = ()
        self.kinds: list[str] = []
        self.quotes = 0
        self.sections: list[tuple[int, str]] = []
        self.headings: tuple[str, ...] = ()

    def walk(self, tokens: list[Token]) -> Iterator[Block]:
        """The blocks of the tokens, in order."""
        row = column = -1
        cells: list[Cell] = []
        level = 0
        line = 0
        inside = ""
        read = -1
        for at, token in enumerate(tokens):
            kind = token.type
            if at <= read:
                continue
            if kind == "inline":
                first, last = token.map or (line, line + 1)
                if inside == "heading":
                    yield self.heading(token, level, first, last)
                elif inside == "cell":
                    column += 1
                    if column < len(cells):
                        yield self.cell(token.content, cells[column], row, column, line)
                else:
                    parent = self.kinds[-1] if self.kinds else ""
                    name = "item" if parent == "list_item" else "definition" if parent in ("dl", "dd") else "paragraph"
                    yield self.leaf(name, token.content, first, last, self.lines.map(token.content, first, last))
            elif token.nesting > 0:
                name = kind.removesuffix("_open")
                if name in _CONTAINERS:
                    self.path = (*self.path, next(self.ids))
                    self.kinds.append(name)
                    self.quotes += name == "blockquote"
                    row = -1
                elif name == "heading":
                    inside, level = "heading", int(token.tag[1:])
                elif name == "tr" and token.map:
                    row, column, line = row + 1, -1, token.map[0]
                    cells = self.lines.row(line, token.meta["length"])
                elif name in ("td", "th"):
                    inside = "cell"
                else:
                    inside = ""
            elif token.nesting < 0:
                name = kind.removesuffix("_close")
                inside = ""
                if name in _CONTAINERS:
                    self.path = self.path[:-1]
                    self.kinds.pop()
                    self.quotes -= name == "blockquote"
            elif kind == "html_block":
                read = at if self.path else goes_on(tokens, at)
                yield from self.html(token, tokens[read])
            else:
                block = self.verbatim(token)
                if block is not None:
                    yield block

    def heading(self, token: Token, level: int, first: int, last: int) -> Block:
        """A heading; one outside all containers opens a section."""
        sections = self.sections
        if not self.path:
            while sections and sections[-1][0] >= level:
                sections.pop()
            self.headings = tuple([text for _, text in sections])
        block = self.leaf("heading", token.content, first, last, self.lines.map(token.content, first, last))
        if not self.path:
            sections.append((level, _HEADING_MARKUP.sub("", block.text).strip()))
            self.headings = tuple([text for _, text in sections])
        return block

    def cell(self, content: str, read: Cell, row: int, column: int, line: int) -> Block:
        """A cell of a table."""
        mapped = read[1:] if read[0] == content else None
        return self.leaf("cell", content, line, line + 1, mapped, row, column)

    def leaf(
        self,
        kind: Any,
        content: str,
        first: int,
        last: int,
        mapped: tuple[list[int], list[int]] | None,
        row: int = -1,
        column: int = -1,
    ) -> Block:
        """A block of inline content; without a digit or a formula its markup stays in the text."""
        text = content
        marks: tuple[Mark, ...] = ()
        exact = True
        if mapped is None:
            begin, end = self.lines.bounds(first, last)
            pieces: tuple[Piece, ...] = (Piece(0, begin, end, False),)
            exact = False
        else:
            cuts, shifts = mapped
            telling = len(content) <= LONGEST and _tells(content)
            if len(cuts) == 1 and ("\n" not in content or not telling) and not (telling and has_markup(content)):
                place = shifts[0]
                pieces = (Piece(0, place, place + len(content), True),)
            else:
                reading = Reading(self.source.text, content, cuts, shifts)
                if not telling:
                    reading.keep(0, len(content))
                elif has_markup(content):
                    read_inline(reading, *parse_inline(content, self.env))
                else:
                    read_plain(reading)
                return self.finish(kind, reading, first, last, row, column)
        return Block(
            kind, text, pieces, marks, self.headings, "", self.path, row, column, self.quotes > 0, exact, row == 0
        )

    def finish(
        self, kind: Any, reading: Reading, first: int, last: int, row: int = -1, column: int = -1, language: str = ""
    ) -> Block:
        """The block of a finished reading."""
        pieces = reading.pieces()
        if not pieces or not reading.exact:
            pieces = (Piece(0, *self.lines.bounds(first, last), False),)
        return Block(
            kind,
            reading.text(),
            pieces,
            tuple(reading.marks),
            self.headings,
            language,
            self.path,
            row,
            column,
            self.quotes > 0,
            reading.exact,
            row == 0,
        )

    def verbatim(self, token: Token) -> Block | None:
        """A block without inline content; None where it says nothing."""
        kind, content = token.type, token.content
        if token.map is None:
            return None
        first, last = token.map
        if kind in ("fence", "code_block"):
            match = _LANGUAGE.match(token.info) if kind == "fence" else None
            if not _tells(content) and (match is None or match[1].lower() != "doclint"):
                return None
            first += kind == "fence"
            reading = self.reading(content.removesuffix("\n"), first, last)
            reading.keep(0, len(reading.content))
            return self.finish("fence", reading, first, last, language=match.group(1).lower() if match else "")
        if kind in ("math_block", "math_block_label", "amsmath"):
            return self.math(token, first, max(last, first + 1))
        if kind == "front_matter" and _NUMBER.search(content):
            reading = self.reading(content, first + 1, last)
            reading.keep(0, len(content))
            return self.finish("front_matter", reading, first, last)
        return None

    def html(self, token: Token, closing: Token) -> Iterator[Block]:
        """A block of HTML: its tables cell by cell, and what stands outside of them."""
        if token.map is None or closing.map is None:
            return
        first, last = token.map[0], closing.map[1]
        if token is closing:
            whole = self.reading(token.content.removesuffix("\n"), first, last)
        else:
            start, end = self.lines.bounds(first, last)
            whole = Reading(self.source.text, self.source.text[start:end], [0], [start])
        content = whole.content
        if _NUMBER.search(content) is None:
            return
        at = 0
        for table in html_tables(content):
            yield from self.text_of(whole, at, table.start, first, last)
            yield from self.text_of(whole, *table.caption, first, last)
            path = (*self.path, next(self.ids))
            for cell in table.cells:
                reading = whole.part(cell.start, cell.end)
                block = self.finish("cell", reading, first, last, cell.row, cell.column)
                yield replace(block, container=path, header=cell.header, covers=(cell.rows, cell.columns))
            at = table.end
        yield from self.text_of(whole, at, len(content), first, last)

    def text_of(self, whole: Reading, start: int, end: int, first: int, last: int) -> Iterator[Block]:
        """What a stretch of HTML shows, where that has a number."""
        if start < end:
            reading = whole.part(start, end)
            if _NUMBER.search(reading.text()):
                yield self.finish("html", reading, first, last)

    def math(self, token: Token, first: int, last: int) -> Block:
        """The LaTeX between the delimiters of a display."""
        content = token.content
        start, end = 0, len(content)
        if token.type == "amsmath":
            reading = self.reading(content, first, last)
            match = _AMS_OPEN.match(content)
            start, end = match.end() if match else 0, content.rfind("\\end{")
        else:
            reading = self.reading(content, first, last, "$$")
        while start < end and content[start].isspace():
            start += 1
        while end > start and content[end - 1].isspace():
            end -= 1
        reading.keep(start, end)
        reading.mark("math", 0)
        return self.finish("math", reading, first, last)

    def reading(self, content: str, first: int, last: int, mark: str = "") -> Reading:
        """An empty reading of content that begins in a line."""
        mapped = self.lines.map(content, first, first, mark) if content else ([0], [self.lines.bounds(first, last)[0]])
        if mapped is None:
            reading = Reading(self.source.text, content, [0], [self.lines.bounds(first, last)[0]])
            reading.exact = False
            return reading
        return Reading(self.source.text, content, *mapped)


def _tells(content: str) -> bool:
    """Whether a content may state a number, a formula, or what a symbol stands for."""
    if _NUMBER.search(content) is not None:
        return True
    sign = content.find("=")
    if sign >= 0 and _FORMULA.search(content, sign) is not None:
        return True
    return _MEANING.search(content) is not None


def parse(source: Source) -> list[Block]:
    """The blocks of a document, in its order."""
    text = source.text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    tokens, env = parse_blocks(text)
    return list(_Walk(source, env).walk(tokens))
