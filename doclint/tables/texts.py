"""Text against table: sentences that state the total, the average or an extreme of a column beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from doclint.extract import extract
from doclint.model import BARE, Apply, Block, Expr, Extract, Leaf, Numeral, Quantity, Relation, Statement, leaves
from doclint.tables.grid import Table
from doclint.tables.named import clause, plain
from doclint.tables.scale import base, in_currency, near_digit, same_kind, weight

AROUND = 2
MIN_DIGITS = 1.7
_SUM = re.compile(r"(?i)\b(?:in total|total(?:s|ling)?|altogether|combined|together|all \d+|sum)\b")
_MOST = re.compile(r"(?i)\b(?:largest|highest|biggest|maximum|most expensive|slowest|longest)\b")
_MEAN = re.compile(r"(?i)\b(?:on average|average|mean)\b")
_LEAST = re.compile(r"(?i)\b(?:smallest|lowest|minimum|cheapest|fastest|shortest)\b")
_OTHERWISE = re.compile(
    r"(?i)\b(?:ever|before|previous\w*|last (?:week|month|quarter|year|time)|earlier|yesterday|former\w*|so far|record|"
    r"budget\w*|targets?|limits?|goals?|slos?|slas?|if|would|could|might|should|must|sav\w+|expect\w*|plan\w*|used to|"
    r"had been|ago|until|instead|than)\b|n't\b"
)
_WORD = re.compile(r"[A-Za-z]{3,}")


def texts(
    blocks: Sequence[Block], extracts: Sequence[Extract], table: Table, totals: frozenset[int] | set[int]
) -> Iterator[Relation]:
    """Statements within `AROUND` blocks of a table, in its section, that name a column by its words and its unit."""
    for block, found in _around(blocks, extracts, table):
        local = extract(block).statements
        if len(local) != len(found.statements):
            continue
        for own, statement in zip(local, found.statements, strict=True):
            start, end = clause(block.text, own.quantity.start, own.quantity.end)
            if _OTHERWISE.search(block.text, start, end):
                continue
            shown = block.text[own.quantity.start : own.quantity.end]
            if not plain(block.text[start:end].replace(shown, " "), table, block.headings):
                continue
            words = f"{statement.subject} {_behind(block, statement)}"
            for column in range(len(table.headers)):
                expr = _aggregate(table, column, totals, statement, words)
                if expr is not None:
                    claim = in_currency(statement.quantity, next(iter(leaves(expr))))
                    yield Relation("table", claim, expr, "=", words.strip(), origin="inferred", rule="text")
                    break


def _around(blocks: Sequence[Block], extracts: Sequence[Extract], table: Table) -> Iterator[tuple[Block, Extract]]:
    """The paragraphs and items just above and below a table, under the same headings."""
    above = range(max(0, table.first - AROUND), table.first)
    below = range(table.last + 1, min(len(blocks), table.last + 1 + AROUND))
    for at in (*above, *below):
        block = blocks[at]
        if block.kind in ("paragraph", "item") and block.headings == blocks[table.first].headings:
            yield block, extracts[at]


def _behind(block: Block, statement: Statement) -> str:
    """The words that follow a number in its sentence."""
    if len(block.pieces) != 1 or not block.pieces[0].verbatim:
        return ""
    start = statement.quantity.end - block.pieces[0].start + block.pieces[0].at
    return re.split(r"[.,;:()\n\d]", block.text[start : start + 60], maxsplit=1)[0]


def _aggregate(
    table: Table, column: int, totals: frozenset[int] | set[int], statement: Statement, words: str
) -> Expr | None:
    """The sum or the extreme of a column that a sentence names, where the two numbers are near."""
    claim = statement.quantity
    parts = [q for r, q in enumerate(table.column(column)) if q is not None and r not in totals]
    named = {w.lower().rstrip("s") for w in _WORD.findall(table.headers[column].text)}
    said = {w.lower().rstrip("s") for w in _WORD.findall(words)}
    if len(parts) < 2 or not same_kind(claim, parts) or not named & said:
        return None
    expr: Expr | None = None
    if _SUM.search(words):
        expr, value = Apply("+", tuple(Leaf(q) for q in parts)), sum((base(q) for q in parts), Fraction(0))
    elif _MEAN.search(words) and not _MEAN.search(table.headers[column].text):
        total = sum((base(q) for q in parts), Fraction(0))
        count = Quantity(Numeral(str(len(parts)), len(parts), 1), BARE, -1, -1)
        expr, value = Apply("/", (Apply("+", tuple(Leaf(q) for q in parts)), Leaf(count))), total / len(parts)
    elif _MOST.search(words) or _LEAST.search(words):
        chosen = max(parts, key=base) if _MOST.search(words) else min(parts, key=base)
        expr, value = Leaf(chosen), base(chosen)
    if expr is None or weight(int(claim.numeral.size / claim.numeral.place), 1) < MIN_DIGITS:
        return None
    value *= claim.numeral.number / base(claim)
    half = Fraction(claim.numeral.place) / 2
    fits = abs(value - claim.numeral.number) <= half
    return expr if fits or near_digit(claim, value - half, value + half) else None
