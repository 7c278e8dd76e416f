"""The hash by which GitHub knows the line of a SARIF result again: `primaryLocationLineHash`, as codeql-action has it.

A rolling hash over the 100 UTF-16 units from the start of a line, without blanks and tabs, with every line end as LF;
`:n` counts the lines before it that have the same hash.
"""

from __future__ import annotations

from collections.abc import Iterator

BLOCK = 100
_FACTOR = 37
_MASK = 2**64 - 1
_FIRST = pow(_FACTOR, BLOCK, 2**64)
_END = 0xFFFF


def line_hashes(text: str, last: int) -> list[str]:
    """The hashes of the lines 1 to `last`; shorter where the text has fewer lines."""
    found: list[str] = []
    seen: dict[int, int] = {}
    window = [0] * BLOCK
    starts = [False] * BLOCK
    rolling = at = 0
    start = True
    for unit in _padded(text):
        if starts[at]:
            seen[rolling] = seen.get(rolling, 0) + 1
            found.append(f"{rolling:x}:{seen[rolling]}")
            if len(found) >= last:
                break
        starts[at] = start and unit >= 0
        if unit >= 0:
            start = unit == 10
        value = max(unit, 0)
        rolling = (_FACTOR * rolling + value - _FIRST * window[at]) & _MASK
        window[at] = value
        at = (at + 1) % BLOCK
    return found


def _padded(text: str) -> Iterator[int]:
    """The units that count, the end mark, and a block of -1 by which every line leaves the window."""
    bare = text.replace("\r\n", "\n").replace("\r", "\n").replace(" ", "").replace("\t", "")
    raw = bare.encode("utf-16-le", "surrogatepass")
    for low, high in zip(raw[::2], raw[1::2], strict=True):
        yield low | high << 8
    yield _END
    for _ in range(BLOCK):
        yield -1
