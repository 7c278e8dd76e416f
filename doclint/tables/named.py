"""Text against table: sentences that name a row and a column of a table beside them, and say what stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import islice

from doclint.extract import extract
from doclint.extract.passage import QUOTED
from doclint.model import Block, Extract, Leaf, Quantity, Relation
from doclint.tables.doubts import neighbours
from doclint.tables.grid import Table
from doclint.tables.scale import base, in_currency, near_digit, same_kind, weight
from doclint.vocabulary import QUALIFIERS, words

MAX_STATEMENTS = 40
MAX_ROWS = 300
MIN_DIGITS = 1.0
MAX_CLAUSE = 300
MAX_SHOWN = 100
_NEUTRAL = words(
    "have has need needs use uses take takes run runs reach reaches show shows see amount amounts come comes add make "
    "makes get gets give gives stand stands require total totals sum combined together altogether overall average mean "
    "largest highest biggest maximum most expensive slowest longest smallest lowest minimum cheapest fastest shortest "
    "all both three four five six seven eight nine ten rows row table column above below following listed shown value "
    "number figure size amount service system item component option case entry thing one alone itself here this these "
    "currently about roughly approximately nearly almost exactly thus therefore hence so overall result spend paid "
    "pay cost"
)
"""Words that a sentence may add without speaking of anything else."""
_CLAUSE = re.compile(r"[.;!?](?=\s|$)|\n|,? (?:but|while|whereas|although)\b|, and\b")
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_OTHERWISE = re.compile(
    r"(?i)\b(?:if|would|could|might|should|was|were|had|previous\w*|former\w*|initial\w*|old|before|after|than|instead|"
    r"not|never|without|until|later|future|next|each|every|both|all|total\w*|sum|combined|together|remain\w*|left|only|"
    r"at (?:least|most)|up to|more|less|fewer|over|under|below|above|another|additional|extra|increas\w+|reduc\w+|"
    r"grow\w*|drop\w*|ris\w+|sav\w+|from|half|twice|double|target|limit|budget|goal|largest|smallest|highest|lowest|"
    r"per(?! (?:second|minute|hour|day|week|month|year)\b)|times|between|minus|plus|average|share|part|"
    r"of (?:it|them|these|which)|during|when\w*|while|once|in case|at (?:peak|night|startup|first)|"
    r"on \w+days?|under load|temporarily|usually|sometimes|worst|best|"
    r"slos?|slas?|allow\w*|permit\w*|requir\w*|guarantee\w*|promis\w*|threshold|ceiling|goals?|aim\w*|must|want\w*|"
    r"expect\w*|plan\w*|estimat\w*|ever|record)\b|n't\b|[=≈<>≤≥×→↔+/*]|\d\s*[-–]\s*\d"
)
_SCENE = re.compile(
    r"^\W*(?:[Oo]n|[Ww]ith|[Ii]n|[Aa]t|[Uu]nder|[Ff]or|[Uu]sing|[Bb]y|[Ss]ince|[Aa]cross|[Oo]utside) ([^,]{1,60}),"
)


def named(blocks: Sequence[Block], extracts: Sequence[Extract], table: Table) -> Iterator[Relation]:
    """Statements in the section of a table whose sentence names one of its rows and one of its columns."""
    if not 2 <= len(table.rows) <= MAX_ROWS:
        return
    rows = [words(_ASIDE.sub(" ", label.text)) for label in table.labels]
    headers = [words(_ASIDE.sub(" ", header.text)) for header in table.headers]
    if len(set(rows)) < 2 or len(set(headers)) < 2:
        return
    for at in neighbours(blocks, table):
        local = extract(blocks[at]).statements
        for own, placed in islice(zip(local, extracts[at].statements, strict=True), MAX_STATEMENTS):
            within = clause(blocks[at].text, own.quantity.start, own.quantity.end)
            alone = not any(
                within[0] <= s.quantity.start < within[1] and s is not own and same_kind(s.quantity, (own.quantity,))
                for s in local[: MAX_STATEMENTS * 2]
            )
            said = blocks[at].text[within[0] : within[1]]
            bare = said.replace(blocks[at].text[own.quantity.start : own.quantity.end], " ")
            if not alone or _OTHERWISE.search(bare) or QUOTED.search(said) or placed.quantity.numeral.hedge:
                continue
            cell = _cell(table, rows, headers, words(bare), placed.quantity)
            scene = _SCENE.match(said)
            if scene and not words(scene[1]) <= frozenset().union(*rows, *headers):
                continue  # in another place or case than the table's
            if not plain(bare, table, blocks[at].headings):
                continue
            if cell is not None and _decides(placed.quantity, cell):
                claim = in_currency(placed.quantity, cell)
                yield Relation("table", claim, Leaf(cell), "=", said.strip()[:80], origin="inferred", rule="text")


def plain(said: str, table: Table, headings: Sequence[str]) -> bool:
    """Whether a sentence says nothing but what the table, its headings and the plainest words say."""
    cells = (*table.headers, *table.labels, *(c for row in table.rows[:MAX_SHOWN] for c in row if c.quantity is None))
    known = frozenset().union(*(words(c.text) for c in cells), *map(words, headings))
    return words(said) <= known | _NEUTRAL


def clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The part of a sentence that holds a number."""
    begin = max(0, start - MAX_CLAUSE)
    for match in _CLAUSE.finditer(text, begin, start):
        begin = match.end()
    closing = _CLAUSE.search(text, end, end + MAX_CLAUSE)
    return begin, closing.start() if closing else min(len(text), end + MAX_CLAUSE)


def _cell(
    table: Table,
    rows: Sequence[frozenset[str]],
    headers: Sequence[frozenset[str]],
    said: frozenset[str],
    claim: Quantity,
) -> Quantity | None:
    """The one number in a row and a column that a sentence names; None where it may speak of another."""
    fitting = [r for r, label in enumerate(rows) if label and label <= said]
    fitting = [r for r in fitting if not any(rows[r] < rows[other] for other in fitting)]
    if len(fitting) != 1:
        return None
    row = fitting[0]
    cells = [(c, q) for c, one in enumerate(table.rows[row]) if (q := one.quantity) is not None]
    alike = [(c, q) for c, q in cells if same_kind(claim, (q,))]
    whole = [(c, q) for c, q in alike if headers[c] and headers[c] <= said]
    part = [(c, q) for c, q in alike if (headers[c] - rows[row]) & said]
    chosen = whole if len(whole) == 1 else part if len(alike) == 1 else []
    if len(chosen) != 1:
        return None
    column, cell = chosen[0]
    others = QUALIFIERS & said - headers[column] - rows[row]
    return None if others else cell


def _decides(claim: Quantity, cell: Quantity) -> bool:
    """Whether two numbers are the same, or differ by one digit of at least two."""
    if weight(int(claim.numeral.size / claim.numeral.place), 1) < MIN_DIGITS or not cell.numeral.number:
        return False
    value = base(cell) * claim.numeral.number / base(claim)
    half = Fraction(claim.numeral.place) / 2
    return abs(value - claim.numeral.number) <= half or near_digit(claim, value - half, value + half)
