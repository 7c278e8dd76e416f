"""What a header, a label or a row says against a guess: numbers that never add up, rows that are cases of their own."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from itertools import islice

from doclint.model import Block
from doclint.tables.cells import Cell, has_words
from doclint.tables.grid import Table
from doclint.vocabulary import words

AROUND = 6
MAX_TEXT = 600
MAX_TOLD = 100

_PERCENTILE = re.compile(
    r"(?i)\bp ?\d{1,2}(?:\.?\d+)?\b|\bmedian|\bpercentiles?\b|\bquantiles?\b|\b\d{1,2}(?:st|nd|rd|th)\b|\bpctl\b|"
    r"\bpeaks?\b|\bmax(?:imum)?\b|\bmin(?:imum)?\b|\bwall(?:[ -]?clock)?\b|\breal\b|\belapsed\b|\bhigh[ -]water\b|"
    r"\bstd\.?(?:dev)?\b|\bstdev\b|\bdeviation\b|σ"
)
_PLACE = re.compile(
    r"(?i)\b(?:positions?|rank(?:ing)?|offset|address|cumulative|running|so far|to date|version)\b|[#№]\W*$|"
    r"^\W*(?:index|idx|start|begin|end|order|port|level|priority|step|no|pos|cum)\W*(?:[(\[].*)?$"
)
_MEAN = re.compile(
    r"(?i)\blatenc(?:y|ies)\b|\bduration\b|\bresponse\b|\bmean\b|\bavg\b|\baverage\b|\bper\b|\w/\w|\brates?\b|"
    r"\bratios?\b|\bscores?\b"
)
_EACH = re.compile(r"(?i)\b(?:each|every|apiece)\b|[×✕]\s*\d|\d\s*[×✕]|\bx ?\d+\b|\b\d+ ?x\b")
_BESIDE = re.compile(
    r"(?i)\bparallel|\bconcurrent|\boverlap|\bhidden\b|\basync|\bin the background\b|\bsimultaneous|"
    r"\bat the same time\b|\bincluded\b|\bof which\b|\bthereof\b"
)
_ONCE = re.compile(r"(?i)\b(?:unique|distinct|de-?dup\w*|in both|shared|counted once|in common)\b")
_LASTING = re.compile(
    r"(?i)\b(?:years?|months?|weeks?|days?|hours?|hrs?|min(?:ute)?s?|sec(?:ond)?s?|ms|µs|us|time|duration|latency)\b|\(s\)"
)
_NOTE = re.compile(r"\[\^|[*†‡§¹²³⁴⁵⁶⁷⁸⁹]\W*$")
_REMARK = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|[;,–—]\s+(\S.*)$")
_FACTOR = re.compile(
    r"(?i)(?<![\d.,])(\d{1,9}(?:\.\d{1,9})?) ?(?:x\b|×|times\b|-?fold\b|%)|"
    r"(?:×|\btimes|\bfactor(?: of)?) ?(\d{1,9}(?:\.\d{1,9})?)|"
    r"(?<![\d.,])(\d{1,6}\.\d{1,6}|\d{3,9}) ?[A-Za-z]{1,12} ?(?:per\b|/)"
)
_EXCEPTION = re.compile(
    r"(?i)(?<=\w )free\b|\bfree (?!tier|plan|user)\w|"
    r"\b(?:discount\w*|partial|pro-?rated|half|until|bundle\w*|promo\w*|credits?|waived|capped|cap|"
    r"one-?off|acquisition|estimated|projected|ramp|special|exception\w*|"
    r"reserv\w*|crash\w*|surcharg\w*|remov\w*|includ\w*|extra|counted|lost|missing)\b"
)


def adds_up(name: str) -> bool:
    """Whether amounts under a name may have a sum: no percentiles, peaks, wall times, places or running sums."""
    return _PERCENTILE.search(name) is None and _PLACE.search(name) is None


def averaged(name: str) -> bool:
    """Whether what stands under a name is one of many of its kind, so that all together may have a mean instead."""
    return _MEAN.search(name) is not None


def repeated(label: str) -> bool:
    """Whether a label speaks of several things of which its row states one."""
    return _EACH.search(label) is not None


def beside(text: str) -> bool:
    """Whether something happens while something else does, or is part of it."""
    return _BESIDE.search(text) is not None


def once(text: str) -> bool:
    """Whether a number counts each thing once, however often the rows name it."""
    return _ONCE.search(text) is not None


def lasting(name: str) -> bool:
    """Whether what stands under a name takes time, which may pass for several at once."""
    return _LASTING.search(name) is not None


def unread(cell: Cell) -> bool:
    """Whether a cell holds numbers but states none: a range, a list."""
    return cell.quantity is None and any(c.isdigit() for c in cell.text)


def said_beside(factor: float, text: str) -> bool:
    """Whether a text says a factor, or what it divides by."""
    found = islice(_FACTOR.finditer(text), MAX_TOLD)
    said = [float(m[1] or m[2] or m[3]) / (100 if m[0].endswith("%") else 1) for m in found]
    return any(math.isclose(factor, n) or math.isclose(factor * n, 1) for n in said)


def told_apart(blocks: Sequence[Block], table: Table) -> frozenset[int]:
    """The rows of which the text beside a table speaks alone, saying their number again or that they differ."""
    said = [blocks[at].text[:MAX_TEXT] for at in neighbours(blocks, table)] if len(table.rows) <= MAX_TOLD else []
    if not said:
        return frozenset()
    names = [words(label.text) for label in table.labels]
    found = set[int]()
    for text in said:
        told = words(text)
        rows = [r for r, name in enumerate(names) if name and name <= told]
        if len(rows) != 1:
            continue
        again = any(
            q.numeral.text.strip() in text for c in table.rows[rows[0]] if (q := c.quantity) and q.numeral.size > 9
        )
        if again or _EXCEPTION.search(text):
            found.add(rows[0])
    return frozenset(found)


def neighbours(blocks: Sequence[Block], table: Table) -> Iterator[int]:
    """The paragraphs and items around a table, under the same headings, up to the next table."""
    own = blocks[table.first].headings
    for way in (range(table.first - 1, table.first - 1 - AROUND, -1), range(table.last + 1, table.last + 1 + AROUND)):
        for at in way:
            if not 0 <= at < len(blocks) or blocks[at].kind == "cell" or blocks[at].headings != own:
                break
            if blocks[at].kind in ("paragraph", "item") and not blocks[at].quoted:
                yield at


def remarked(table: Table, rows: Sequence[int]) -> frozenset[int]:
    """The rows, of some of a table, that are cases of their own: with a note, a remark or words of their own."""
    found = set[int]()
    for marked in _marks(table, rows):
        if len(marked) * 2 < len(rows):
            found |= marked
    return frozenset(found)


def _marks(table: Table, rows: Sequence[int]) -> Iterator[set[int]]:
    """The rows that bear each kind of mark."""
    yield {r for r in rows if any(c.noted or _NOTE.search(c.text) for c in table.rows[r])}
    yield {r for r in rows if r in table.apart or _EXCEPTION.search(table.labels[r].text)}
    for c in range(len(table.headers)):
        yield {
            r for r in rows if (m := _REMARK.search(table.rows[r][c].text)) and has_words(m[1] or m[2] or m[3] or "")
        }
        texts = {r for r in rows if table.rows[r][c].quantity is None and has_words(table.rows[r][c].text)}
        empty = sum(not has_words(table.rows[r][c].text) and table.rows[r][c].quantity is None for r in rows)
        if empty * 2 > len(rows):
            yield texts
