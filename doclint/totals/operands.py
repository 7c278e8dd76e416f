"""Totals computed from subtotals: `Total: 30 MB weights + 50 MB buffers = 80 MB` below the lines of both kinds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from doclint.extract import extract
from doclint.model import Quantity, Relation
from doclint.totals.forest import Node
from doclint.totals.roles import TOTAL, excluded, stem, words_of
from doclint.totals.sums import MAX_ITEMS, adds, summed

_PLUS = re.compile(r"([^\d\n=×*/÷+]{0,48}?)\s*\+\s*[~≈$]?\s*")
_EQUALS = re.compile(r"([^\d\n=×*/÷+]{0,48}?)\s*[=≈]\s*[~≈$]?\s*")
_WORD = re.compile(r"[^\W\d_]{3,}")
MAX_OPERANDS = 6
Operand = tuple[Quantity, frozenset[str]]


def subtotals(total: Node, above: Sequence[Node]) -> Iterator[Relation]:
    """The terms of a computed total that name several lines above it: `weights` are the lines that say weights."""
    if not TOTAL.match(total.label) or not total.entry.derived:
        return
    terms = _terms(total)
    items = _run(total, above)
    if len(terms) < 2 or len(items) <= len(terms):
        return
    owners = [_owner(item, terms) for item in items]
    for at in range(1, len(owners) - 1):
        if owners[at] < 0 and owners[at - 1] == next((o for o in owners[at + 1 :] if o >= 0), -1):
            owners[at] = owners[at - 1]
    if any(owner < 0 for owner in owners) or set(owners) != set(range(len(terms))):
        return
    for at, (claim, _) in enumerate(terms):
        parts = [n.quantity for n, owner in zip(items, owners, strict=True) if owner == at and n.quantity is not None]
        if len(parts) > 1 and all(adds(q, claim) for q in parts):
            yield from summed(claim, parts, total.label)


def _terms(total: Node) -> list[Operand]:
    """The quantities that a line adds up, each with the words that follow it."""
    if total.said is None:
        return []
    block, found = total.said
    raw = extract(block).statements
    if len(raw) != len(found.statements):
        return []
    terms: list[Operand] = []
    for at, (here, placed) in enumerate(zip(raw, found.statements, strict=True)):
        if at + 1 >= len(raw) or at >= MAX_OPERANDS:
            return []
        start, end = here.quantity.end, raw[at + 1].quantity.start
        link = _PLUS.fullmatch(block.text, start, end) or _EQUALS.fullmatch(block.text, start, end)
        words = frozenset(stem(w.lower()) for w in _WORD.findall(link[1])) if link else frozenset[str]()
        if link is None or not words:
            return []
        terms.append((placed.quantity, words))
        if link.re is _EQUALS:
            return terms
    return []


def _run(total: Node, above: Sequence[Node]) -> list[Node]:
    """The lines of the list that a total closes, if each of them states an amount."""
    items: list[Node] = []
    for node in reversed(above[-MAX_ITEMS:]):
        if node.run != total.run or (items and items[-1].gap):
            break
        if node.quantity is None or node.entry.apart or excluded(node.label):
            return []
        items.append(node)
    return items[::-1]


def _owner(item: Node, terms: Sequence[Operand]) -> int:
    """The one term whose words a line says, or -1."""
    found = [at for at, (_, words) in enumerate(terms) if words & words_of(item.label)]
    return found[0] if len(found) == 1 else -1
