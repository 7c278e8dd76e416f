"""Computations in a column of their own, beside the column of what they give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from doclint.amounts import significant
from doclint.derive import digits
from doclint.extract import extract
from doclint.extract.shift import expression_with
from doclint.extract.whole import computation
from doclint.judge import judge
from doclint.model import SCALES, Block, Expr, Extract, Quantity, Relation, leaves

MIN_ROWS = 2
_WORKING = re.compile(r"(?i)\b(?:formula|calculations?|computations?|working|derivation|math|equation|expression)\b")
_SCALE = re.compile(r"(?i)[(\[]|\b(?:thousand|million|billion|percent)s?\b|\bin [$€£kKMB%]")
_WORD = re.compile(r"[^\W_]")
_RESULT = re.compile(r"(?i)\b(?:values?|results?|estimates?|total|amounts?|answer|output)\b")


def workings(blocks: Sequence[Block], extracts: Sequence[Extract], first: int, last: int) -> Iterator[Relation]:
    """One relation for every row of a table that holds a computation and one number that it may give.

    Results of one digit may be other numbers, unless rows with more digits show what the columns are.
    """
    headers = {b.column: b.text for b in blocks[first : last + 1] if b.kind == "cell" and b.row == 0}
    told = {c for c, h in headers.items() if _WORKING.search(h)}
    rows: dict[int, list[int]] = {}
    blunt, hold = list[Relation](), 0
    for at in range(first, last + 1) if told else ():
        if blocks[at].kind == "cell" and blocks[at].row:
            rows.setdefault(blocks[at].row, []).append(at)
    for cells in rows.values():
        for at in cells:
            expr = computation(blocks[at].text) if blocks[at].column in told else None
            if expr is None:
                continue
            result = _result(blocks, extracts, [c for c in cells if c != at and blocks[c].column], headers)
            if result is None:
                continue
            local = [s.quantity for s in extract(blocks[at]).statements]
            placed = [s.quantity for s in extracts[at].statements]
            known = {(a.start, a.end): b for a, b in zip(local, placed, strict=True)}
            if all((q.start, q.end) in known for q in leaves(expr)):
                label = cells[0] if cells[0] not in (at, result) else None
                beside = tuple(s.quantity for s in extracts[label].statements) if label is not None else ()
                claim, subject = extracts[result].statements[0].quantity, blocks[cells[0]].text.strip()[:80]
                found = Relation("equation", claim, _moved(expr, known), "=", subject, tentative=True, beside=beside)
                if claim.unit.dims and not any(q.unit.dims for q in leaves(expr)) and judge(found).slip[1:] in SCALES:
                    continue  # its numbers have units that stand elsewhere
                if significant(claim) > 1:
                    hold += hold < MIN_ROWS and judge(found).status in ("agrees", "loose")
                    yield found
                elif not _rounded_up(found):
                    blunt.append(found)
    yield from blunt if hold == MIN_ROWS else ()


def _rounded_up(relation: Relation) -> bool:
    """Whether a result is what is computed, rounded up in its only digit: a number that somebody decided on."""
    derived = judge(relation).derivation
    numeral = relation.claim.numeral
    if derived is None or numeral.number <= derived.high:
        return False
    written = len(digits(relation.claim).lstrip("0"))
    return bool(numeral.number - derived.high < Fraction(numeral.place) * 10 ** (written - 1))


def _moved(expr: Expr, known: Mapping[tuple[int, int], Quantity]) -> Expr:
    return expression_with(expr, lambda q: known[q.start, q.end])


def _result(
    blocks: Sequence[Block], extracts: Sequence[Extract], cells: Sequence[int], headers: Mapping[int, str]
) -> int | None:
    """The one cell of a row that its header calls the result, in no scale of its own; it says nothing else."""
    filled = [c for c in cells if extracts[c].statements and _RESULT.search(headers.get(blocks[c].column, ""))]
    if len(filled) != 1 or _SCALE.search(headers[blocks[filled[0]].column]):
        return None
    if len(extracts[filled[0]].statements) != 1 or extracts[filled[0]].relations:
        return None
    shown = extract(blocks[filled[0]]).statements[0].quantity
    text = blocks[filled[0]].text
    return None if _WORD.search(text[: shown.start] + text[shown.end :]) else filled[0]
