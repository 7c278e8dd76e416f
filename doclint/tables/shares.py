"""Shares of a whole in a column: they make up 100 % where the table says that they are the parts of one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from doclint.model import Apply, Leaf, Relation
from doclint.tables.grid import Table
from doclint.tables.nested import depth

MIN_PARTS = 3
NEAR = 20
_SHARE = re.compile(r"(?i)\b(?:shares?|portion|proportion)\b|% of")
_DIVIDES = re.compile(r"(?i)\b(?:split|break-?down|distribution|mix|allocation|composition)\b")
_REST = re.compile(
    r"(?i)^\W*(?:all |the |any )?(?:others?|rest|remaining|remainder|everything else|misc(?:ellaneous)?|elsewhere)\b"
)
_OPEN = re.compile(
    r"(?i)\b(?:change|growth|increase|reduction|utili[sz]ation|target|hit|top|multiple|any|used|affected|failed|over|"
    r"above|below)\b"
)
_NOT_ALL = re.compile(
    r"(?i)\boverlap|\bmore than one\b|\b(?:several|multiple) \w+|\bmulti-?select|\btop[ -]\w+|\bleft out\b|\bomitted\b|"
    r"\bnot (?:shown|listed|counted)\b|\bexclud|\bthe rest\b|\bothers?\b|\belsewhere\b|\brespondents?\b|\bonly the\b|"
    r"\b(?:twice|both|largest|biggest|leading|main)\b|\bup to (?:\d|two|three|four|five)\b"
)


def shares(table: Table, totals: frozenset[int] | set[int]) -> Iterator[Relation]:
    """One relation for every column of percentages that is headed as the shares of a whole and misses 100 %.

    That they are all of it, a row of 100 % says, one that takes the rest, or the header; the text beside it,
    that they overlap or that some are left out.
    """
    depths = [depth(label.text) for label in table.labels]
    outer = [r for r, deep in enumerate(depths) if deep == min(depths) and r not in totals]
    rest = bool(outer) and _REST.search(table.labels[outer[-1]].text) is not None
    whole_said = _NOT_ALL.search(table.beside) is None
    for column, header in enumerate(table.headers):
        cells = [table.rows[r][column].quantity for r in outer]
        parts = [q for q in cells if q is not None]
        stated = [q for r in totals if (q := table.rows[r][column].quantity) is not None]
        claimed = any(q.unit.text == "%" and q.numeral.number == 100 for q in stated)
        if len(parts) < MIN_PARTS or any(q.unit.text != "%" or q.numeral.hedge not in ("", "~") for q in parts):
            continue
        named = _DIVIDES.search(header.text) or (rest and _SHARE.search(header.text))
        if not claimed and (not named or _OPEN.search(header.text) or len(parts) < len(cells) or not whole_said):
            continue
        whole = sum((Fraction(q.numeral.number) for q in parts), Fraction(0))
        slack = sum((Fraction(q.numeral.place) for q in parts), Fraction(0)) / 2
        if slack < abs(whole - 100) <= NEAR and all(q.numeral.number > 0 for q in parts):
            expr = Apply("+", tuple(Leaf(q) for q in parts))
            yield Relation("table", parts[-1], expr, "shares", header.text.strip(), origin="inferred", rule="shares")
