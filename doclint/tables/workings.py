"""Computations in a column of their own, beside the column of what they give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from doclint.amounts import significant
from doclint.derive import digits
from doclint.extract import extract
from doclint.extract.shift import expression_with
from doclint.extract.whole import computation
from doclint.judge import judge
from doclint.model import SCALES, Block, Expr, Extract, Relation, leaves

MIN_ROWS, MANY = 2, 3
_WORKING = re.compile(r"(?i)\b(?:formula|calculations?|computations?|working|derivation|math|equation|expression)\b")
_SCALE = re.compile(r"(?i)[(\[]|\b(?:thousand|million|billion|percent)s?\b|\bin [$€£kKMB%]")
_WORD = re.compile(r"[^\W_]")
_RESULT = re.compile(r"(?i)\b(?:values?|results?|estimates?|total|amounts?|answer|output)\b")


def workings(blocks: Sequence[Block], extracts: Sequence[Extract], first: int, last: int) -> Iterator[Relation]:
    """One relation for every row of a table that holds a computation and one number that it may give.

    Results of one digit may be other numbers, unless two rows with more digits, or three, show what the columns are.
    """
    headers = {b.column: b.text for b in blocks[first : last + 1] if b.kind == "cell" and b.row == 0}
    told = {c for c, h in headers.items() if _WORKING.search(h)}
    rows: dict[int, list[int]] = {}
    for at in range(first, last + 1) if told else ():
        if blocks[at].kind == "cell" and blocks[at].row:
            rows.setdefault(blocks[at].row, []).append(at)
    given = [
        (cells, at, expr)
        for cells in rows.values()
        for at in cells
        if blocks[at].column in told and (expr := _computed(blocks, extracts, at)) is not None
    ]
    plain = [c for c, h in headers.items() if not _SCALE.search(h)]
    results = {c for c in plain if _RESULT.search(headers[c])} or {
        c for c in plain if c and c not in told and _voted(blocks, extracts, given, c)
    }
    blunt, hold = list[Relation](), 0
    for cells, at, expr in given:
        filled = [c for c in cells if c != at and blocks[c].column in results and extracts[c].statements]
        found = _result_of(blocks, extracts, cells, expr, filled[0]) if len(filled) == 1 else None
        if found is None:
            continue
        if found.claim.unit.dims and not any(q.unit.dims for q in leaves(expr)) and judge(found).slip[1:] in SCALES:
            continue  # its numbers have units that stand elsewhere
        if significant(found.claim) > 1:
            hold += hold < MIN_ROWS and _holds(found)
            yield found
        elif not _rounded_up(found):
            blunt.append(found)
    hold += sum(map(_holds, blunt[:MANY]))
    yield from blunt if hold >= MIN_ROWS + (hold == len(blunt)) else ()


def _computed(blocks: Sequence[Block], extracts: Sequence[Extract], at: int) -> Expr | None:
    """The computation that fills a cell, in places of the document."""
    expr = computation(blocks[at].text)
    if expr is None:
        return None
    local = [s.quantity for s in extract(blocks[at]).statements]
    placed = [s.quantity for s in extracts[at].statements]
    known = {(a.start, a.end): b for a, b in zip(local, placed, strict=True)}
    return (
        expression_with(expr, lambda q: known[q.start, q.end])
        if all((q.start, q.end) in known for q in leaves(expr))
        else None
    )


def _voted(
    blocks: Sequence[Block],
    extracts: Sequence[Extract],
    given: Sequence[tuple[Sequence[int], int, Expr]],
    column: int,
) -> bool:
    """Whether the computations of enough rows give what stands in a column whose header does not say so."""
    own = ((cells, expr, c) for cells, at, expr in given for c in cells if c != at and blocks[c].column == column)
    found = (_result_of(blocks, extracts, cells, expr, c) for cells, expr, c in own)
    met = [significant(one.claim) for one in found if one is not None and _holds(one)]
    return len(met) > MIN_ROWS or sum(n > 1 for n in met) >= MIN_ROWS


def _holds(relation: Relation) -> bool:
    return judge(relation).status in ("agrees", "loose")


def _result_of(
    blocks: Sequence[Block], extracts: Sequence[Extract], cells: Sequence[int], expr: Expr, at: int
) -> Relation | None:
    """The relation that a cell is what a computation of its row gives, if it states one number and nothing else."""
    if len(extracts[at].statements) != 1 or extracts[at].relations:
        return None
    shown = extract(blocks[at]).statements[0].quantity
    text = blocks[at].text
    if _WORD.search(text[: shown.start] + text[shown.end :]):
        return None
    taken = {q.start for q in leaves(expr)}
    label = () if cells[0] == at else tuple(s.quantity for s in extracts[cells[0]].statements)
    beside = () if any(q.start in taken for q in label) else label
    claim, subject = extracts[at].statements[0].quantity, blocks[cells[0]].text.strip()[:80]
    return Relation("equation", claim, expr, "=", subject, tentative=True, beside=beside)


def _rounded_up(relation: Relation) -> bool:
    """Whether a result is what is computed, rounded up in its only digit: a number that somebody decided on."""
    derived = judge(relation).derivation
    numeral = relation.claim.numeral
    if derived is None or numeral.number <= derived.high:
        return False
    written = len(digits(relation.claim).lstrip("0"))
    return bool(numeral.number - derived.high < Fraction(numeral.place) * 10 ** (written - 1))
