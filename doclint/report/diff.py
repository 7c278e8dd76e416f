"""What fixes change in a document, as a unified diff that patch and git apply take.

Fixes change lines in place or take lines out, so one walk down both texts finds them; whatever it finds is a true diff.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

AROUND = 3
AHEAD = 20
"""How many lines may have been taken out in one place for the walk to see it."""
_NO_END = "\n\\ No newline at end of file\n"


class _Change(NamedTuple):
    """Lines [start, end) of the old text become [begin, finish) of the new one."""

    start: int
    end: int
    begin: int
    finish: int


def render(path: str, old: str, new: str) -> str:
    """The diff between two texts of one document; empty where they are equal."""
    before, after = _lines(old), _lines(new)
    hunks = "".join(_hunk(before, after, group) for group in _groups(_changes(before, after)))
    return f"--- {path}\n+++ {path}\n{hunks}" if hunks else ""


def _lines(text: str) -> list[str]:
    """The lines as a diff has them, each with its LF; a CR is part of its line."""
    lines = text.split("\n")
    last = lines.pop()
    return [line + "\n" for line in lines] + ([last + _NO_END] if last else [])


def _changes(old: Sequence[str], new: Sequence[str]) -> Iterator[_Change]:
    at = to = 0
    while at < len(old) or to < len(new):
        if at < len(old) and to < len(new) and old[at] == new[to]:
            at, to = at + 1, to + 1
            continue
        gone = 1
        if to == len(new):
            gone, come = len(old) - at, 0
        elif at == len(old):
            gone, come = 0, len(new) - to
        else:
            come = 1
            if len(old) - at > len(new) - to:
                found = next((n for n in range(1, AHEAD) if at + n < len(old) and old[at + n] == new[to]), 0)
                gone, come = (found, 0) if found else (1, 1)
        yield _Change(at, at + gone, to, to + come)
        at, to = at + gone, to + come


def _groups(changes: Iterator[_Change]) -> Iterator[list[_Change]]:
    """Changes whose surroundings meet, together."""
    group: list[_Change] = []
    for change in changes:
        if group and change.start - group[-1].end > 2 * AROUND:
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def _hunk(old: Sequence[str], new: Sequence[str], group: Sequence[_Change]) -> str:
    first, last = max(0, group[0].start - AROUND), min(len(old), group[-1].end + AROUND)
    begin, finish = group[0].begin - (group[0].start - first), group[-1].finish + (last - group[-1].end)
    parts = [f"@@ -{_range(first, last)} +{_range(begin, finish)} @@\n"]
    at = first
    for index, change in enumerate(group):
        parts += [" " + line for line in old[at : change.start]]
        joined = index + 1 < len(group) and group[index + 1].start == change.end
        parts += ["-" + line for line in old[change.start : change.end]]
        at = change.end
        if not joined:
            run = index
            while run and group[run - 1].end == group[run].start:
                run -= 1
            parts += ["+" + line for line in new[group[run].begin : change.finish]]
    return "".join([*parts, *(" " + line for line in old[at:last])])


def _range(start: int, end: int) -> str:
    """Lines [start, end), counted from 0, as a hunk's head says it."""
    count = end - start
    if count == 1:
        return str(start + 1)
    return f"{start + 1 if count else start},{count}"
