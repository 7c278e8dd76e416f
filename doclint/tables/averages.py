"""Rows, and columns on their side, that call themselves the average, the largest or the smallest of those before them.

An average may be weighted, and a largest value may be a limit: a line is believed in one column where the others hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from doclint.model import Relation
from doclint.tables.lines import Line
from doclint.tables.summary import MIN_PARTS, Summary, decided, summed_up

MAX_PARTS = 1000
_MEAN = re.compile(r"(?i)^\W*(?:(?:overall|arithmetic|simple) )?(?:averages?|avg\.?|mean)\W*$")
_MOST = re.compile(r"(?i)^\W*(?:max(?:imum)?|largest|highest)\W*$")
_LEAST = re.compile(r"(?i)^\W*(?:min(?:imum)?|smallest|lowest)\W*$")
_KINDS = ((_MEAN, "average"), (_MOST, "largest"), (_LEAST, "smallest"))
_OTHER = re.compile(r"(?i)^\W*(?:median|p\d\d|std|stdev|σ|standard|variance|geomean|geometric|weighted)\b")


def averages(lines: Sequence[Line], totals: frozenset[int] | set[int]) -> Iterator[Relation]:
    """The cells of every line that is an average or an extreme of the lines before it, which are no `totals`."""
    run: list[Line] = []
    for at, line in enumerate(lines):
        text = line.label.text
        kind = next((name for pattern, name in _KINDS if pattern.search(text)), "")
        if kind:
            yield from decided(_cells(line, run, kind))
        elif at in totals or _OTHER.search(text):
            continue
        elif all(q is None for q in line.quantities):
            run = []
        else:
            run.append(line)


def summaries(lines: Sequence[Line]) -> set[int]:
    """The lines that say something about others, and are no members of their table."""
    patterns = (_MEAN, _MOST, _LEAST, _OTHER)
    return {at for at, line in enumerate(lines) if any(p.search(line.label.text) for p in patterns)}


def _cells(line: Line, run: Sequence[Line], kind: str) -> list[Summary]:
    """The cells of a line, each with the numbers of its column."""
    if not MIN_PARTS <= len(run) <= MAX_PARTS:
        return []
    found = (
        summed_up(line.label.text, kind, claim, [one.quantities[c] for one in run])
        for c, claim in enumerate(line.quantities)
        if claim is not None
    )
    return [one for one in found if one is not None]
