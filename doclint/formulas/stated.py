"""The formulas that a document states over names: on a line of their own, behind a label, in code, in LaTeX.

A formula that the document quotes, takes back or puts under a condition is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from doclint.extract import PLAIN
from doclint.extract.latex import UNDERSTOOD, Plain, factors, to_plain
from doclint.extract.passage import QUOTED
from doclint.formula import names_in
from doclint.formulas.spelled import MAX_WORDS, spelled
from doclint.link import PAST
from doclint.model import Block, Expr, Span

MAX_LINE = 240
_LEAD = " \t│├└─┌┐┘┤┬┴┼║═•▪*-+>#`|$"
_SIGN = re.compile(r"(?<![=<>!≤≥:+*/-]):?=(?![=>])|≈")
_NEXT = re.compile(r"[=≈→⇒<>≤≥]")
_LABEL = re.compile(r":\s")
_JOINED = re.compile(r"[×·⋅*÷/+−]|\s-\s")
_NAME = re.compile(r"[A-Za-z][\w'’-]*(?:[ /][A-Za-z][\w'’-]*)*")
_NOTE = re.compile(r"\s*\(([^()]{1,40})\)$")
_OPENING = re.compile(
    r"(?i)^(?:(?:the )?(?:formula|calculation|equation|thus|so|hence|therefore|then|where|let)[,:]? )"
)
_TOLD = re.compile(
    r"(?i)\b(?:wrong|incorrect|mistake[ns]?|before|old|previous|original|history|change ?log|example|"
    r"errors?(?! (?:rates?|budgets?|shares?|ratio|margin|bound|probability|correct)))\b"
)
_MENDED = re.compile(r"(?i)\b(?:fixed|corrected|resolved|solved)\b")
_SUPPOSED = re.compile(
    r"(?i)\b(?:if|when|unless|otherwise|in (?:the|that) case|for example|e\.g\.|instead of|not|case)\b"
)
_SETTINGS = re.compile(r"\w=[\d.]+\w*[ ,]*[×·*/+,|&][ ]*\w+=[\d.]|\b[A-Z]{2,3} = \d{1,6} [×·*/+] [A-Z]{2,3} = \d")
"""Settings in a row, and no formula: `TP=8 / EP=4`."""
_NUMBER = re.compile(r"\s*[~≈$€£]?\s?\d")
_ENDING = " \t.;,:✓✅"
_CALCULATION = re.compile(r"(?i)^\W*(?:formula|calculation|computation|derivation|equation|expression|how|math)\w*\W*$")
"""Headers of columns that hold formulas."""
_MARKUP = " \t`*$"
_REMARK = re.compile(r"(?:[.;,]\s|\swhere\s).*$")
_COMMAND = re.compile(r"\\([A-Za-z]+)")


class Formula(NamedTuple):
    """`subject` = `expr` (an empty subject: a number alone); `written` is the formula as it stands.

    `block` counts the blocks.
    `span` is where the subject stands, `inside` where the formula does, `rest` what follows it on its line. `aliases`
    are other names of the subject that stand with it; `tabled` holds for a formula in a table, which speaks of its row
    alone, `equated` where the subject stands before an equals sign, `ambiguous` for a / b × c.
    """

    subject: str
    expr: Expr
    written: str
    block: int
    span: Span
    inside: Span
    rest: Span
    aliases: tuple[str, ...] = ()
    ambiguous: bool = False
    tabled: bool = False
    equated: bool = True


class _Text(NamedTuple):
    """A stretch of a block that may be a formula: `at` in its block or, for LaTeX, in the plain text made of it."""

    text: str
    at: int
    plain: Plain | None = None

    def place(self, block: Block, start: int, end: int) -> Span:
        """Where text[start:end] stands in the source."""
        start, end = self.at + start, self.at + end
        return block.place(*(self.plain.place(start, end) if self.plain else (start, end)))


def formulas(blocks: Sequence[Block]) -> Iterator[Formula]:
    """Every formula over names, in document order."""
    row: Block | None = None
    columns: set[tuple[tuple[int, ...], int]] = set()
    for number, block in enumerate(blocks):
        if block.kind == "cell":
            row = block if block.column == 0 else row
            if block.row == 0 and _CALCULATION.search(block.text):
                columns.add((block.container, block.column))
            found = _cell(row, block, number) if row and (block.container, block.column) in columns else None
            found = found or _equation(_Text(block.text, 0), block, number)
            if found is not None:
                yield found
            continue
        if not _may_state(block):
            continue
        for one in _texts(block):
            found = _formula(one, block, number) or _equation(one, block, number)
            if found is not None:
                yield found


def results(blocks: Sequence[Block]) -> Iterator[tuple[str, Span]]:
    """The names before the first equals sign of mathematics, each with what follows the sign."""
    for block in blocks:
        if (block.kind == "math" or any(m.kind == "math" for m in block.marks)) and _may_state(block):
            for one in _texts(block):
                sign = _SIGN.search(one.text) if one.plain is not None else None
                named = _named(one.text[: sign.start()], True) if sign else None
                if sign is not None and named is not None and not _SUPPOSED.search(one.text):
                    yield named[0], one.place(block, sign.end(), len(one.text))


def _may_state(block: Block) -> bool:
    if block.quoted or not ("=" in block.text or ":" in block.text):
        return False
    if block.kind not in ("paragraph", "item", "fence", "math"):
        return False
    if block.kind == "fence" and (block.language not in PLAIN or block.language == "doclint"):
        return False
    if any(m.kind == "strike" for m in block.marks):
        return False
    return not any((_TOLD.search(h) and not _MENDED.search(h)) or PAST.search(h) for h in block.headings)


def _texts(block: Block) -> Iterator[_Text]:
    """The lines of a block, or the code and mathematics in it where it is prose."""
    text = block.text
    if block.kind == "math":
        yield from _plain(text, 0, len(text))
        return
    mathematical, told = False, set[int]()
    for mark in block.marks:
        if mark.kind not in ("math", "code") or "=" not in text[mark.start : mark.end]:
            continue
        before = text[max(0, mark.start - MAX_LINE) : mark.start]
        after = text[mark.end : mark.end + MAX_LINE].split("\n")[0]
        around = f"{before[max(before.rfind(chr(10)), before.rfind('. ')) + 1 :]} {after}"
        mathematical = mathematical or mark.kind == "math"
        told.add(mark.start - len(before.rpartition("\n")[2]))
        if _SUPPOSED.search(around) or _TOLD.search(around):
            continue
        if mark.kind == "math":
            yield from _plain(text, mark.start, mark.end)
        else:
            yield _Text(text[mark.start : mark.end], mark.start)
    if mathematical:
        return
    at = 0
    for line in text.split("\n"):
        if len(line) <= MAX_LINE and ("=" in line or ":" in line) and at not in told:
            yield _Text(line, at)
        at += len(line) + 1


def _plain(text: str, start: int, end: int) -> Iterator[_Text]:
    """LaTeX as lines of plain text; one with a command that is not understood is none."""
    if end - start > 4 * MAX_LINE or any(name not in UNDERSTOOD for name in _COMMAND.findall(text, start, end)):
        return
    out = Plain()
    to_plain(text, start, end, out, factors(text[start:end]))
    at = 0
    for line in out.text.split("\n"):
        if "=" in line:
            yield _Text(line, at, out)
        at += len(line) + 1


def _formula(one: _Text, block: Block, number: int) -> Formula | None:
    """The formula of a line: `name = formula`, `name = formula = …`, `label: formula = …`."""
    text, math = one.text, one.plain is not None
    if (
        len(text) > 4 * MAX_LINE
        or _TOLD.search(text)
        or _SUPPOSED.search(text)
        or QUOTED.search(text)
        or _SETTINGS.search(text)
    ):
        return None
    sign = _SIGN.search(text)
    label = None if math else _LABEL.search(text, 0, sign.start() if sign else len(text))
    if label is not None and _JOINED.search(text, label.end(), sign.start() if sign else len(text)):
        first, last, begin = 0, label.start(), label.end()
    elif sign is not None:
        first, last, begin = label.end() if label else 0, sign.start(), sign.end()
    else:
        return None
    following = _NEXT.search(text, begin)
    end = following.start() if following else len(text)
    named = _named(text[first:last], math)
    read = spelled(text[begin:end].rstrip(_ENDING), math) if named is not None else None
    if named is None or read is None:
        return None
    names = {n.text for n in names_in(read.expr)}
    if not names or named[0] in names:
        return None
    at = max(text.find(named[0], first), first)
    written = f"{named[0]} = {' '.join(_REMARK.sub('', text[begin:end]).strip(_ENDING).split())}"
    return Formula(
        named[0], read.expr, written, number, one.place(block, at, at + len(named[0])), one.place(block, begin, end),
        one.place(block, end, len(text)), named[1:], read.ambiguous, equated=sign is not None and begin == sign.end(),
    )  # fmt: skip


def _equation(one: _Text, block: Block, number: int) -> Formula | None:
    """A formula that nothing but a number is set equal to: `20k × size = 2 MB`."""
    text = one.text
    found = _SIGN.search(text) if len(text) <= MAX_LINE and one.plain is None else None
    if found is None or _NUMBER.match(text, found.end()) is None or block.quoted or _TOLD.search(text):
        return None
    label = _LABEL.search(text, 0, found.start())
    begin = label.end() if label else len(text) - len(text.lstrip(_LEAD))
    read = spelled(text[begin : found.start()].strip(_MARKUP))
    names = {n.text for n in names_in(read.expr)} if read is not None else set()
    if read is None or not names or _SETTINGS.search(text):
        return None
    inside = one.place(block, begin, found.start())
    written = text[begin : found.start()].strip()
    return Formula(
        "", read.expr, written, number, inside, inside, one.place(block, found.end(), len(text)), (), read.ambiguous
    )


def _cell(label: Block, block: Block, number: int) -> Formula | None:
    """The formula in a cell of a row: `| GPUs | TP × PP | 32 |`."""
    text = block.text
    if (label.container, label.row) != (block.container, block.row) or block.quoted or len(text) > MAX_LINE:
        return None
    if _JOINED.search(text) is None or any(_TOLD.search(h) for h in (*block.headings, label.text)):
        return None
    following = _NEXT.search(text)
    end = following.start() if following else len(text)
    named = _named(label.text, False)
    written = text[:end].strip(_MARKUP)
    read = spelled(written) if named is not None else None
    if named is None or read is None or named[0] in {n.text for n in names_in(read.expr)}:
        return None
    if next(names_in(read.expr), None) is None:
        return None
    inside = block.place(0, end)
    return Formula(
        named[0], read.expr, f"{named[0]} = {written}", number, label.place(0, len(label.text)), inside,
        block.place(end, len(text)), named[1:], read.ambiguous, True,
    )  # fmt: skip


def _named(left: str, math: bool) -> tuple[str, ...] | None:
    """What the left side names, with what its bracket calls it too; None where it is no name."""
    text = _OPENING.sub("", left.strip(_LEAD)).strip(_LEAD)
    note = _NOTE.search(text)
    text = text[: note.start()] if note else text
    if _NAME.fullmatch(text) is None or len(text.split()) > MAX_WORDS:
        return None
    if note is None:
        return (text,)
    inside = note[1].strip()
    if inside.startswith("per "):
        return (f"{text} {inside}",)
    return (text, inside) if _NAME.fullmatch(inside) and " " not in inside else None
