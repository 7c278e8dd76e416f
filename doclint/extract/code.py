"""Programming languages are not prose: plain assignments are statements, comments are read, the rest is skipped.

In a terminal session, what the commands printed is text, and so are rows of numbers in a shell script.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from doclint import units
from doclint.extract import SHELLS
from doclint.extract.prose import read
from doclint.extract.shift import moved, relation_with
from doclint.extract.tokens import tokenize
from doclint.model import SIZE, Extract, Leaf, Quantity, Relation, Statement

_HASH = frozenset(
    """
    python py bash sh shell zsh console yaml yml toml ini conf cfg ruby rb perl r make makefile dockerfile
    docker properties hcl tf terraform env dotenv elixir julia nix
    """.split()
)
_SLASH = frozenset(
    """
    c cpp c++ cc h java javascript js jsx ts tsx typescript go golang rust rs swift kotlin scala csharp cs php
    proto protobuf solidity sol dart groovy zig json5 jsonc cuda
    """.split()
)
_DASH = frozenset(("sql", "lua", "haskell", "hs", "ada"))
_ASSIGN = re.compile(
    r"^[ \t]*(?:(?:export|set|const|let|var|final|-)[ \t]+)?[\"']?(?P<name>[A-Za-z_][\w.-]{0,60})[\"']?"
    r"[ \t]*(?::[ \t]*[A-Za-z_][\w\[\]]*[ \t]*=|:=|=|:)"
    r"[ \t]*(?P<number>[-+]?\d[\d_,.]*+(?:e[+-]?\d+)?(?:[A-Za-z%]{1,5})?)[ \t]*[,;]?[ \t]*(?=(?:#|//|--)|\n|\Z)",
    re.M,
)


_PROMPT = re.compile(r"[ \t]*(?:[\w.@~/:\[\]-]{0,60})?[$❯][ \t]+\S")
_NO_CODE = re.compile(r"[×÷≈²³]|^[ \t]*=[ \t]", re.M)
"""What no programming language writes: such a line is text, whatever the fence says."""

_NUMBERS = re.compile(r"^[ \t]*\d[\d.,]*+%?(?:[ \t]++[-+]?\d[\d.,]*+[%x]?){2,}[ \t]*$", re.M)
"""A row of numbers alone, which is no command."""
MIN_NUMBERS = 3


def read_program(text: str, language: str) -> Extract:
    """Assignments of plain numbers as statements, and what comments and lines that are no code say."""
    statements = list(_assignments(text))
    stated = {s.quantity.start: s.quantity for s in statements}
    relations: list[Relation] = []
    written = _printed(text) if language in SHELLS else None
    if written is None and language in SHELLS and len(_NUMBERS.findall(text)) >= MIN_NUMBERS:
        written = _only(text, _NUMBERS)
    if written is None and _NO_CODE.search(text):
        written = _only(text, _NO_CODE)
    if written is not None:
        prose = read(written, by_line=True)
        statements.extend(s for s in prose.statements if s.quantity.start not in stated)
        relations.extend(prose.relations)
    before = sorted(statements, key=lambda s: s.quantity.start)
    starts = [s.quantity.start for s in before]
    for start, comment in _comments(text, language):
        if not any(c.isdigit() for c in comment):
            continue
        found = moved(read(comment, by_line=True), lambda a, b, by=start: (a + by, b + by))  # type: ignore[misc]
        statements.extend(found.statements)
        base = len(relations)
        relations.extend(relation_with(r, _same, base) for r in found.relations)
        line = text.rfind("\n", 0, start) + 1
        restated = _restated(text, start, found, before[bisect_left(starts, line) : bisect_left(starts, start)])
        if restated is not None:
            relations.append(restated)
    return Extract(tuple(statements), tuple(relations))


def _same(quantity: Quantity) -> Quantity:
    return quantity


def _only(text: str, wanted: re.Pattern[str]) -> str:
    """The text with every line that lacks the pattern blanked."""
    return "\n".join(line if wanted.search(line) else " " * len(line) for line in text.split("\n"))


def _printed(text: str) -> str | None:
    """What the commands of a terminal session printed, every command blanked; None where no line has a prompt."""
    lines = text.split("\n")
    if not any(_PROMPT.match(line) for line in lines):
        return None
    shown, command, before_it = [], False, ""
    for line in lines:
        continued = command and before_it.endswith("\\")
        command = continued or _PROMPT.match(line) is not None
        before_it = line.rstrip()
        shown.append(" " * len(line) if command else line)
    return "\n".join(shown)


def _restated(text: str, start: int, comment: Extract, before: Sequence[Statement]) -> Relation | None:
    """`16384  # 16KB`: the value of an assignment again, as the first thing its comment says.

    `before` is what the same line states before the comment.
    """
    first = comment.statements[0].quantity if comment.statements else None
    if len(before) != 1 or first is None or text[start : first.start].strip(" #/-~=") or not first.unit.dims:
        return None
    known, name = before[0].quantity, before[0].subject.lower()
    suffix = re.split(r"[-_.]", name)[-1]
    unit = known.unit if known.unit.dims else units.lookup(suffix)
    if unit is None and first.unit.dims == SIZE and known.numeral.number >= 1000:
        unit = units.lookup("bytes")
    if unit is None or unit.dims != first.unit.dims:
        return None
    exact = Quantity(known.numeral, unit, known.start, known.end)
    return Relation("conversion", first, Leaf(exact), "=", before[0].subject, tentative=True)


def _assignments(text: str) -> Iterator[Statement]:
    for found in _ASSIGN.finditer(text):
        tokens = tokenize(found["number"])
        if len(tokens) == 1 and tokens[0].quantity is not None:
            q = tokens[0].quantity
            at = found.start("number")
            yield Statement(found["name"], Quantity(q.numeral, q.unit, q.start + at, q.end + at, q.label))


def _comments(text: str, language: str) -> Iterator[tuple[int, str]]:
    """Each comment with its offset; a mark inside a string literal may be taken for one."""
    mark = "#" if language in _HASH else "//" if language in _SLASH else "--" if language in _DASH else ""
    if not mark:
        return
    at = 0
    for line in text.split("\n"):
        begin = 0
        while (begin := line.find(mark, begin)) >= 0:
            if begin == 0 or line[begin - 1] in " \t;{})":
                body = begin + len(mark)
                yield at + body, line[body:]
                break
            begin += len(mark)
        at += len(line) + 1
