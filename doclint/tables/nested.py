"""Rows that a table indents below the row which they make up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from doclint.model import Relation
from doclint.tables.lines import Line
from doclint.tables.summary import Summary, decided, summed_up

MIN_CHILDREN = 2
MAX_CHILDREN = 100
_INDENT = re.compile(r"^[\s\u00a0*_]*(?:[\u00a0\u2003]+|(?:[-–—•·▪◦↳└├│─╰]+[\s\u00a0]*)+)")


class Parent(NamedTuple):
    """A row and the rows that are indented right below it."""

    row: int
    children: tuple[int, ...]


def parents(lines: Sequence[Line]) -> list[Parent]:
    """The rows that have at least two others indented below them; deeper ones are left out."""
    found: list[Parent] = []
    depths = [depth(line.label.text) for line in lines]
    for row, own in enumerate(depths):
        children = list[int]()
        for below in range(row + 1, min(len(lines), row + 1 + MAX_CHILDREN)):
            if depths[below] <= own:
                break
            if depths[below] == depths[row + 1]:
                children.append(below)
        if len(children) >= MIN_CHILDREN:
            found.append(Parent(row, tuple(children)))
    return found


def nested(lines: Sequence[Line]) -> tuple[list[Relation], set[int]]:
    """The wholes of indented rows, and the rows that are part of one: they count in no other total."""
    cells: list[Summary] = []
    hidden = set[int]()
    for row, children in parents(lines):
        for c, claim in enumerate(lines[row].quantities):
            parts = [lines[r].quantities[c] for r in children]
            if claim is None or (one := summed_up(lines[row].label.text, "total", claim, parts)) is None:
                continue
            cells.append(one)
            if one.fits:
                hidden.update(range(row + 1, children[-1] + 1))
    return list(decided(cells)), hidden


def depth(label: str) -> int:
    """How far a label is indented, in the characters that indent it."""
    for entity in ("&nbsp;", "&emsp;", "&ensp;"):
        label = label.replace(entity, "\u00a0")
    found = _INDENT.match(label)
    return len(found[0].strip("*_ ")) if found else 0
