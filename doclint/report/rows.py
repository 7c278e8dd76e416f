"""Rows of a Markdown table as columns under each other, with the marks of each kept on their cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from doclint.report.excerpt import Label, width

MAX_HEADER = 400
_CELL = re.compile(r"(?:[^|\\]|\\.)+")
_RULE = re.compile(r"[\s|:+-]+")


def is_row(line: str) -> bool:
    """Whether a line is a row of a table, and not the rule below its header."""
    return line.lstrip().startswith("|") and line.count("|") > 2 and not _RULE.fullmatch(line)


def header(line_at: Callable[[int], str], row: int) -> int:
    """The number of the line that heads the table of a row, 0 where it is too far above."""
    for number in range(row, max(0, row - MAX_HEADER), -1):
        if number == 1 or not line_at(number - 1).lstrip().startswith("|"):
            return number
    return 0


def aligned(lines: Mapping[int, str], labels: Mapping[int, Sequence[Label]]) -> dict[int, tuple[str, list[Label]]]:
    """Every row with its cells padded to their columns, and its labels moved with them."""
    split = {number: [(m.start(), m.group()) for m in _CELL.finditer(line)] for number, line in lines.items()}
    split = {number: [c for c in cells if c[1].strip() or c[0]] for number, cells in split.items()}
    columns = max(len(cells) for cells in split.values())
    sizes = [max((width(c[i][1].strip()) for c in split.values() if i < len(c)), default=0) for i in range(columns)]
    moved: dict[int, tuple[str, list[Label]]] = {}
    for number, cells in split.items():
        text, own = "|", list[Label]()
        for (start, raw), size in zip(cells, sizes, strict=False):
            cell = raw.strip()
            begin = start + len(raw) - len(raw.lstrip())
            at = len(text) + 1
            text += f" {cell}{' ' * (size - width(cell))} |"
            for one in labels.get(number, ()):
                if begin <= one.start < begin + max(1, len(cell)):
                    own.append(replace(one, start=one.start - begin + at, end=min(one.end - begin, len(cell)) + at))
        moved[number] = text, own
    return moved
