"""A line of a document with marks under it: what fits, where the marks stand, what hangs below them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from doclint.report.text import printable

Style = Callable[[str, str], str]
"""Colours a text by its role: error, warning, info, good, strong, gutter, input, quiet."""


@dataclass(frozen=True, slots=True)
class Label:
    """A stretch of one line to mark, in code points of that line, with what to say of it and the role of its mark."""

    start: int
    end: int
    message: str
    role: str
    primary: bool = False


def width(text: str) -> int:
    """Columns that a text takes on a terminal."""
    return len(text) if text.isascii() else sum(map(_cell, text))


def _cell(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def clip(text: str, to: int) -> str:
    """The text, cut with an ellipsis where it is longer than `to` code points."""
    return text if len(text) <= to else text[: to - 1] + "…"


def window(line: str, labels: Sequence[Label], room: int) -> tuple[str, list[Label]]:
    """The part of a line that fits into `room` columns around its main label, and the labels in it, from the left.

    Tabs become blanks, control characters vanish; the labels count in the text returned.
    """
    labels = sorted(labels, key=lambda one: one.start)
    start, end = 0, len(line)
    if end > room:
        focus = next((one for one in labels if one.primary), labels[0] if labels else None)
        near = [one.start for one in labels if focus and (one is focus or 0 < focus.end - one.start <= room - 20)]
        start = max(0, min(min(near, default=8) - 8, len(line) - room))
        end = start + room
    pieces = ["…"] if start else [""]
    pieces += ["    " if char == "\t" else printable(char) for char in line[start:end]]
    offsets = [0]
    for piece in pieces:
        offsets.append(offsets[-1] + len(piece))
    kept = [
        replace(one, start=offsets[one.start - start + 1], end=offsets[min(one.end, end) - start + 1])
        for one in labels
        if start <= one.start < end
    ]
    return "".join(pieces) + ("…" if end < len(line) else ""), kept


def marks(text: str, labels: Sequence[Label], style: Style) -> list[str]:
    """The rows under a line: marks, the last message beside them, the others hung below. Labels do not overlap."""
    row, at = "", 0
    cells = []
    for one in labels:
        cell = width(text[: one.start])
        cells.append(cell)
        span = max(1, width(text[one.start : one.end]))
        row += " " * (cell - at) + style(("^" if one.primary else "-") * span, one.role)
        at = cell + span
    speaking = [(cell, one) for cell, one in zip(cells, labels, strict=True) if one.message]
    if speaking and speaking[-1][1] is labels[-1]:
        row += " " + style(speaking.pop()[1].message, labels[-1].role)
    rows = [row]
    for index in range(len(speaking) - 1, -1, -1):
        cell, one = speaking[index]
        row, at = "", 0
        for bar, other in speaking[:index]:
            row += " " * (bar - at) + style("|", other.role)
            at = bar + 1
        rows.append(row + " " * (cell - at) + style(one.message, one.role))
    return rows
