"""What stands above a number: the lines of its block with their labels, drawn tables, headings and introductions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from doclint.model import Block

MAX_CONTEXT = 160
MAX_LABEL = 7
MAX_COVERED = 100
MAX_REACH = 400
_BOX = " \t│├└─┌┐┘┤┬┴┼║═•▪*-+#>`|✅✓✗❌☑"
_RULE = frozenset(" \t|│┃+┼├┤:═─-")
_ORDINAL = re.compile(r"^\W*[A-Za-z]+ #?\d{1,2}(?=:|$| [-–—(])")
"""The number of a title: Option 1: lift and shift."""
_LABEL_END = re.compile(r":(?!\d)|(?<![<>=!])=|≈|\s[-–—]\s")


class Line(NamedTuple):
    """One line of a block: where it begins and ends, its indentation, its label and where the label ends.

    A row of a drawn table has its cells, the headers above them and the line where the table begins.
    """

    start: int
    end: int
    depth: int
    label: str
    label_end: int
    cells: tuple[tuple[int, int], ...] = ()
    headers: tuple[str, ...] = ()
    table: int = -1


class Context:
    """What stands above the block being read: headings, the paragraph that introduces it, table headers and rows."""

    def __init__(self) -> None:
        self.intro = ""
        self.headers: dict[int, str] = {}
        self.row_label = ""
        self.labels: dict[int, str] = {}
        self.row_key: tuple[tuple[int, ...], int] = ((), -1)
        self.parents: list[tuple[tuple[int, ...], str]] = []
        self.section = 0
        self.headings: tuple[str, ...] = ()
        self.text = ""

    def enter(self, block: Block) -> None:
        """Takes in the next block of the document."""
        if block.headings != self.headings:
            self.headings = block.headings
            self.section += 1
            self.intro = ""
        if block.kind == "cell":
            self._cell(block)
        elif block.kind == "item":
            while self.parents and not _is_below(block.container, self.parents[-1][0]):
                self.parents.pop()
            self.text = " ".join(text for _, text in self.parents)
            self.parents.append((block.container, _label_of(block.text)))
        elif block.kind == "paragraph":
            self.parents.clear()
            stripped = block.text.rstrip(" *")
            named = _ORDINAL.sub("", stripped, count=1)
            titled = (
                len(stripped) < 60 and stripped[-1:] not in ".!?" and not any(c.isdigit() or c == "=" for c in named)
            )
            self.intro = stripped[-MAX_CONTEXT:] if stripped.endswith(":") or titled else ""
        if block.kind != "item":
            self.text = ""

    def _cell(self, block: Block) -> None:
        """A header says what stands below it, and a first cell what stands beside it, in all that it covers."""
        if block.row == 0 and block.column == 0:
            self.headers, self.labels = {}, {}
        if block.header and (block.row == 0 or block.column):
            for column in range(block.column, block.column + block.covers[1]):
                over = self.headers.get(column, "") if block.row else ""
                self.headers[column] = f"{over} {block.text}".strip()
        elif block.column == 0 and block.covers[0] > 1:
            self.labels = dict.fromkeys(range(block.row, block.row + min(block.covers[0], MAX_COVERED)), block.text)
        if (block.row or not block.header) and (block.container, block.row) != self.row_key:
            self.row_key = (block.container, block.row)
            self.row_label = block.text if block.column == 0 else self.labels.get(block.row, "")


def beside(blocks: Sequence[Block], at: int, step: int) -> int:
    """The index of the paragraph right above (step -1) or below (1) the list or table of a block; -1 without one.

    It stands in the same section, no more than `MAX_REACH` items or cells away.
    """
    own = blocks[at]
    listed = own.container[:-1] if own.kind == "item" else own.container
    i = at + step
    while listed and 0 <= i < len(blocks) and abs(i - at) <= MAX_REACH and blocks[i].container[: len(listed)] == listed:
        i += step
    near = bool(listed) and 0 <= i < len(blocks)
    return i if near and blocks[i].kind == "paragraph" and blocks[i].headings == own.headings else -1


def _is_below(container: tuple[int, ...], parent: tuple[int, ...]) -> bool:
    return len(container) > len(parent) and container[: len(parent)] == parent


def _label_of(text: str) -> str:
    line = text.split("\n", 1)[0][:MAX_CONTEXT]
    end = _LABEL_END.search(line)
    return (line[: end.start()] if end else line).strip(_BOX)


def lines(text: str, kind: str) -> list[Line]:
    """The lines of a block; a line that begins with a relation sign goes on with the label above it."""
    found: list[Line] = []
    headers: tuple[str, ...] = ()
    table = start = 0
    split = text.split("\n")
    for number, raw in enumerate(split):
        end = start + len(raw)
        body = raw.lstrip(_BOX)
        begin = end - len(body)
        label, label_end = "", begin
        cells: tuple[tuple[int, int], ...] = ()
        if body[:1] in "=≈→" and found and body:
            label, label_end = found[-1].label, begin
        elif body and kind != "cell" and (cells := _row(text, start, end)):
            label, label_end = text[cells[0][0] : cells[0][1]].strip(_BOX), cells[0][1]
            if any(c.isdigit() for c in label):
                label = ""
            ruled = number + 1 < len(split) and _is_rule(split[number + 1])
            if not headers and (ruled or not any(c.isdigit() for c in body)):
                headers = tuple(text[a:b].strip() for a, b in cells)
        elif body and kind != "cell":
            ended = _LABEL_END.search(body[:MAX_CONTEXT])
            if ended is not None and not body[:1].isdigit():
                label, label_end = body[: ended.start()].strip(_BOX), begin + ended.end()
                if len(label.split("(")[0].split()) > MAX_LABEL:
                    label = ""
            elif ended is None and not any(c.isdigit() for c in body[:MAX_CONTEXT]):
                label, label_end = body[:MAX_CONTEXT].strip(_BOX), end
        if not cells and body:
            headers, table = (), number + 1
        found.append(Line(start, end, begin - start if body else -1, label, label_end, cells, headers, table))
        start = end + 1
    return found


def _is_rule(line: str) -> bool:
    """Whether a line only draws the rule below the header of a table."""
    return any(dashes in line for dashes in ("---", "───", "═══")) and _RULE.issuperset(line)


def _row(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The cells of a line drawn as a table row, or nothing where it is none."""
    mark = "│" if text.count("│", start, end) > 2 else "|" if text.count("|", start, end) > 1 else ""
    if not mark:
        return ()
    cells: list[tuple[int, int]] = []
    at = text.find(mark, start, end) + 1
    if text[start : at - 1].strip():
        cells.append((start, at - 1))
    while (following := text.find(mark, at, end)) >= 0:
        cells.append((at, following))
        at = following + 1
    if text[at:end].strip():
        cells.append((at, end))
    return tuple(cells) if len(cells) > 1 else ()


def above(found: Sequence[Line], at: int) -> Iterator[str]:
    """The labels that a line stands under, nearest first: shallower lines, and one that ends in a colon."""
    depth = found[at].depth
    for i in range(at - 1, max(-1, at - 60), -1):
        line = found[i]
        if line.depth < 0:
            if depth == 0:
                return
            continue
        titled = line.depth == depth and bool(line.label) and line.label_end == line.end and depth < 3
        if line.depth < depth or (titled and found[i + 1].depth <= depth):
            yield line.label
            depth = min(depth, line.depth)
            if depth <= 0:
                return


def line_at(found: Sequence[Line], offset: int) -> int:
    """The number of the line that holds an offset."""
    low, high = 0, len(found) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if found[middle].start <= offset:
            low = middle
        else:
            high = middle - 1
    return low
