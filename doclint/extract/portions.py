"""Equal portions told in words: `128 sequences split into 4 batches of 32`, `Seconds in 7 days: 604,800`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from doclint import units
from doclint.extract.nodes import Node
from doclint.extract.passage import Passage
from doclint.model import BARE, Apply, Expr, Leaf, Numeral, Quantity, Relation

SPLIT_INTO = re.compile(r"\b(?:split|divided|partitioned|grouped|arranged|organi[sz]ed|sharded|cut)(?: evenly)? into\b")
SPAN = re.compile(
    r"(?i)\b(seconds(?= (?:in|per))|(?:minutes|hours|days|weeks)(?= in)) \w+ (?:(?:an?|one|each|every) |(\d{1,4}) )?"
    r"(minute|hour|day|week|month|year)s?\b[ *_]{0,4}[:=≈][ *_~≈]{0,4}"
)
_CALENDAR = {
    "month": (Fraction(30), Fraction(31), Fraction(365, 12), Fraction(28)),
    "year": (Fraction(365), Fraction(1461, 4), Fraction(366), Fraction(360), Fraction(364)),
}
"""How many days a month or a year may have."""
MAX_BETWEEN = 5


def read_portions(passage: Passage, nodes: Sequence[Node]) -> None:
    """`A things split into B groups of C`: what each group has is A over B."""
    for i, node in enumerate(nodes):
        if node.text != "into" or not i or not SPLIT_INTO.fullmatch(passage.text, nodes[i - 1].start, node.end):
            continue
        at = next((j for j in range(i - 2, max(-1, i - 2 - MAX_BETWEEN), -1) if nodes[j].quantity), -1)
        whole = nodes[at].quantity if at >= 0 and all(n.kind == "word" for n in nodes[at + 1 : i]) else None
        parts = nodes[i + 1].quantity if i + 1 < len(nodes) else None
        of = next((j for j in range(i + 2, min(i + 2 + MAX_BETWEEN, len(nodes) - 1)) if nodes[j].text == "of"), -1)
        each = nodes[of + 1].quantity if of > 0 and all(n.kind == "word" for n in nodes[i + 2 : of]) else None
        if whole is None or parts is None or each is None or parts.unit.dims or parts.numeral.number <= 1:
            continue
        if each.unit.dims != whole.unit.dims or (each.unit.nouns and each.unit.nouns != whole.unit.nouns):
            continue
        if any(q.numeral.hedge or q.unit.text in ("%", "x") for q in (whole, parts, each)):
            continue
        aside = passage.aside(whole.start, each.end)
        quotient = Apply("/", (Leaf(whole), Leaf(parts)))
        passage.relations.append(Relation("equation", each, quotient, "=", passage.lead(whole.start), True, aside))


def read_spans(passage: Passage) -> None:
    """`Seconds per day: 86,400`: how many of one unit of time another one has."""
    for found in SPAN.finditer(passage.text):
        claim = next((s.quantity for s in passage.statements if s.quantity.start == found.end()), None)
        small, large = units.lookup(found[1].lower()), units.lookup(found[3].lower())
        if claim is None or claim.unit.dims or claim.unit.text or small is None or large is None:
            continue
        many = Fraction(int(found[2] or 1))
        day = units.lookup("day")
        assert day is not None
        sizes = [n * day.factor for n in _CALENDAR.get(found[3].lower(), ())] or [Fraction(large.factor)]
        forms: list[Expr] = [Leaf(_plain(many * size / Fraction(small.factor))) for size in sizes]
        subject = passage.lead(claim.start)
        aside = passage.aside(found.start(), claim.end)
        passage.relations.append(
            Relation("conversion", claim, forms[0], "=", subject, aside=aside, others=tuple(forms[1:]))
        )


def _plain(number: Fraction) -> Quantity:
    """A number that nobody writes."""
    exact = number.numerator if number.denominator == 1 else number
    return Quantity(Numeral(str(exact), exact, 1), BARE, -1, -1)
