"""Lines that are all per one same thing: what they have in common is left out when they are added."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from doclint import units
from doclint.model import Quantity
from doclint.totals.forest import Node
from doclint.totals.roles import RATE, stem
from doclint.totals.sums import MAX_ITEMS, added, adds

_PER = re.compile(r"(?i)\s*\b(?:per|each|every) +([^\W\d_]+)")
MIN_LINES = 2
MAX_DEPTH = 20
SURE = Fraction(3, 2)
MANY = 10
NEAR = Fraction(1, 10)


def common(lines: Sequence[Node], total: Node) -> str:
    """The one thing per which at least two lines above a total are, where the total is not per anything."""
    if not total.entry.sides or RATE.search(total.label) or any(_below(q) for q in total.entry.sides):
        return ""
    said = [found for node in _with_children(lines) if (found := _rates(node))]
    named = {rate for found in said for rate in found}
    return named.pop() if len(named) == 1 and len(said) >= MIN_LINES else ""


def own(total: Node) -> str:
    """The one thing per which a total says that it is; empty without one."""
    named = {stem(w.lower()) for w in _PER.findall(total.label)}
    return named.pop() if len(named) == 1 else ""


def _with_children(lines: Sequence[Node]) -> Iterator[Node]:
    for node in lines:
        yield node
        yield from node.children[:MAX_ITEMS]


def _rates(node: Node) -> set[str]:
    return {stem(w.lower()) for w in _PER.findall(node.label)} | (_below(node.quantity) if node.quantity else set())


def _below(quantity: Quantity) -> set[str]:
    """The nouns that stand below the line of a unit."""
    return {name for name, power in quantity.unit.nouns if power < 0}


def without(node: Node, rate: str) -> Node:
    """The same line without the words and units that say per what it is."""

    def bare(quantity: Quantity) -> Quantity:
        kept = tuple(n for n in quantity.unit.nouns if n != (rate, -1))
        return quantity if kept == quantity.unit.nouns else quantity._replace(unit=replace(quantity.unit, nouns=kept))

    return _changed(node, bare, lambda label: _PER.sub(lambda m: "" if stem(m[1].lower()) == rate else m[0], label))


def _changed(node: Node, bare: Callable[[Quantity], Quantity], said: Callable[[str], str], depth: int = 0) -> Node:
    """A line, and those below it down to `MAX_DEPTH`, with other quantities and another label."""
    entry = node.entry
    quantity = bare(entry.quantity) if entry.quantity is not None else None
    sides = tuple(map(bare, entry.sides))
    changed = entry._replace(label=said(entry.label), quantity=quantity, sides=sides)
    plain = Node(changed, node.rank, node.run, node.gap, node.text)
    plain.goes_on = node.goes_on
    below = node.children[:MAX_ITEMS] if depth < MAX_DEPTH else ()
    plain.children = [_changed(child, bare, said, depth + 1) for child in below]
    return plain


def priced(lines: Sequence[Node], total: Node) -> Node:
    """A total with its price per period as a plain price, where the lines above it leave the period out."""
    prices = [q.unit for node in _with_children(lines) for q in (node.quantity,) if q is not None and _is_price(q)]
    if not prices or any("/" in unit.text for unit in prices):
        return total

    def bare(quantity: Quantity) -> Quantity:
        if not _is_price(quantity) or dict(quantity.unit.dims).get("time") != -1:
            return quantity
        unit = units.parse(quantity.unit.text.partition("/")[0])
        return quantity._replace(unit=unit) if unit is not None else quantity

    return _changed(total, bare, str)


def _is_price(quantity: Quantity) -> bool:
    return not units.CURRENCIES.isdisjoint(d for d, _ in quantity.unit.dims)


def multiplied(total: Node, items: Sequence[Quantity]) -> bool:
    """Whether a total may be a multiple of what its lines add up to: then it may be that of several such things."""
    claim = next((q for q in total.entry.sides if all(adds(item, q) for item in items)), None)
    whole = Fraction(added(claim, items)) if claim is not None and items else Fraction(0)
    if claim is None or not whole:
        return True
    ratio = Fraction(claim.numeral.number) / whole
    return ratio >= SURE and (ratio >= MANY or abs(ratio - round(ratio)) <= NEAR)
