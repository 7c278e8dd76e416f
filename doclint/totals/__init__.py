"""Totals over lists, trees and outlines: named totals, parents that state their whole, what remains, shares of a whole.

Which lines a total covers is a guess that is made from labels, units and indentation alone, never from the numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from doclint.derive import magnitude
from doclint.model import SIZE, Apply, Block, Expr, Extract, Leaf, Quantity, Relation
from doclint.totals import classes, divisions, operands, rates, wholes
from doclint.totals.forest import Node, forest, parents
from doclint.totals.roles import (
    BESIDE,
    CONTAINED,
    LOSS,
    NET,
    NO_ITEM,
    ONCE,
    RATE,
    SUBTOTAL,
    TOTAL,
    excluded,
    head_of,
    recurs,
    words_of,
)
from doclint.totals.sums import MAX_ITEMS, added, adds, summed

_FACTOR = re.compile(r"\((\d{1,3}(?:\.\d{1,2})?) ?[x×]\)")
_FIELDS = re.compile(r"(?i)\b(?:with|plus|incl\w*|after|overhead|aligned|padded|rounded)\b")
"""What a total takes in beside its fields."""
_TAKEN = re.compile(r"(?i)\((?:after|less|minus|net of|incl\w*|plus|before) [^()]{0,40}\d")
"""What a total says that was added to its items, or taken from them."""
_ONE = re.compile(r"(?i)^(?:\*\*)?(?:per|each|every)\b")


def totals(blocks: Sequence[Block], extracts: Sequence[Extract]) -> Iterator[Relation]:
    """The sums that a document states with their items."""
    sections = list(forest(blocks, extracts))
    for section in sections:
        for parent in parents(section):
            yield from _among(parent)
            yield from divisions.of_parent(parent)
            yield from divisions.shares(parent)
        yield from divisions.across(section)
    yield from classes.classes(sections)
    yield from wholes.wholes(blocks, extracts)


def _among(parent: Node) -> Iterator[Relation]:
    """Lines that state a total, or what remains, of the lines beside them."""
    siblings = parent.children
    for at, node in enumerate(siblings):
        yield from operands.subtotals(node, siblings[max(0, at - MAX_ITEMS) : at])
        if node.quantity is None or node.entry.derived:
            continue
        if at and (TOTAL.match(node.label) or _echoes(node, parent)):
            run = siblings[max(0, at - MAX_ITEMS) : at]
            if per := rates.own(node):
                run = [rates.without(n, per) for n in run]
            rate = rates.common(run, node)
            total = rates.priced(run, node)
            items = _items_before([rates.without(n, rate) for n in run] if rate else run, total)
            if not rate or not rates.multiplied(total, [q for _, amounts in items for q in amounts]):
                yield from _sum(total, items)
        if at > 1 and NET.search(node.label) and not TOTAL.match(node.label):
            yield from _remains(node, siblings[max(0, at - 8) : at])
    first = siblings[0]
    if len(siblings) > 2 and first.label.lower().strip("* ") in ("total", "sum", "overall") and first.quantity:
        run = [n for n in siblings[1 : MAX_ITEMS + 1] if n.run == first.run]
        left_out = any(n.gap or LOSS.search(n.label) or NET.search(n.label) for n in run)
        if first.quantity.unit.text and not left_out and len({n.label for n in run}) == len(run):
            yield from _sum(first, [(n, _amounts(n, first)) for n in run], True)


def _echoes(node: Node, parent: Node) -> bool:
    """Whether the last line below a blank one says the same words as what introduces the list."""
    words = words_of(node.label)
    return node.gap and len(words) > 1 and words == words_of(parent.label)


def _items_before(above: Sequence[Node], total: Node) -> list[tuple[Node, list[Quantity]]]:
    """The lines that a total covers with what they add, back to another total or to where the run begins.

    A subtotal stands for the lines above it, and covers none that an earlier one covers.
    """
    items: list[tuple[Node, list[Quantity]]] = []
    following = total
    for other in reversed(above):
        grouped = bool(other.children) or other.goes_on
        if other.run != total.run or (following is not total and following.gap and not (grouped and _grouped(items))):
            break
        if SUBTOTAL.search(other.label) and SUBTOTAL.search(total.label):
            break
        if _ONE.search(other.label) or (
            items and SUBTOTAL.search(items[-1][0].label) and not SUBTOTAL.search(other.label)
        ):
            following = other
            continue
        amounts = _own(other, total.entry.sides) if SUBTOTAL.search(other.label) else _amounts(other, total)
        if not amounts:
            heads = following.gap or (other is above[0] and not other.entry.amounts)
            if len(items) > 1 and other.quantity is None and not other.children and heads:
                break
            return []
        items.append((other, amounts))
        following = other
    items.reverse()
    return items


def _grouped(items: Sequence[tuple[Node, list[Quantity]]]) -> bool:
    return all(node.children or node.goes_on for node, _ in items)


def _amounts(node: Node, total: Node) -> list[Quantity]:
    """What one line adds to a total: its own quantity, that of its line named like the total, or those below it."""
    if node.entry.apart or not total.entry.sides:
        return []
    whole = total.entry.sides
    if node.quantity is not None:
        if excluded(node.label) and not (RATE.search(node.label) and _same_rate(node, total)):
            return []
        return [node.quantity] if any(adds(node.quantity, q) for q in whole) else []
    alone = node.entry.amounts if not node.children and len(node.entry.amounts) == 1 else ()
    if alone and _is_field(alone[0]) and not excluded(node.text) and not _FIELDS.search(_said(total)):
        return [*alone] if all(adds(alone[0], q) for q in whole) else []
    head = head_of(total.label)
    named = [c for c in node.children if head and words_of(c.label) == {head}]
    if len(named) == 1:
        return _own(named[0], whole)
    below = [_own(c, whole) for c in node.children[:MAX_ITEMS] if not RATE.search(c.label)]
    if all(below) and len(below) == len(node.children):
        return [q for own in below for q in own]
    stated = [own for own in below if own]
    return stated[0] if len(stated) == 1 and head and head == head_of(node.label) else []


def _is_field(quantity: Quantity) -> bool:
    """Whether an amount in a bracket is the size of a field of a record."""
    return quantity.unit.dims == SIZE and quantity.numeral.exact and quantity.unit.prefix == 0


def _own(node: Node, whole: Sequence[Quantity]) -> list[Quantity]:
    fits = node.quantity is not None and any(adds(node.quantity, q) for q in whole)
    return [node.quantity] if fits and node.quantity and not node.entry.apart else []


def _same_rate(node: Node, total: Node) -> bool:
    """Whether item and total are both per the same thing."""
    after = [label.lower().split("per ", 1)[1] for label in (node.label, total.label) if "per " in label.lower()]
    return len(after) == 2 and after[0] == after[1] and not NO_ITEM.search(RATE.sub("", node.label))


def _sum(total: Node, items: Sequence[tuple[Node, list[Quantity]]], first: bool = False) -> Iterator[Relation]:
    """One total over its items, in the unit in which they are written; `first` where it stands before them."""
    if not items or not all(amounts for _, amounts in items):
        return
    if any(CONTAINED.search(_said(node)) for node, _ in items) or _TAKEN.search(_said(total)):
        return
    if any(BESIDE.search(_said(node)) for node in (total, *(n for n, _ in items))) or ONCE.search(_said(total)):
        return
    if len({recurs(node.label) for node, _ in items}) > 1 and not recurs(total.label):
        return
    quantities = [q for _, amounts in items for q in amounts]
    texts = {q.unit.text for q in quantities}
    claim = next((q for q in total.entry.sides if q.unit.text in texts), None)
    claim = claim or next((q for q in total.entry.sides if all(adds(item, q) for item in quantities)), None)
    if claim is None:
        return
    doubtful = {at for at, (node, _) in enumerate(items) if not node.label} | _multiplied(items)
    if doubtful and not _nearly(claim, quantities):
        quantities = [q for at, (_, amounts) in enumerate(items) if at not in doubtful for q in amounts]
        if not _nearly(claim, quantities):
            return
    if _filled_up(claim, quantities, total.entry.amounts):
        return
    yield from summed(claim, quantities, total.label, first)


def _said(node: Node) -> str:
    """What a line says, in full where it is a block of its own."""
    return f"{node.label} {node.text} {node.said[0].text if node.said else ''}"


def _filled_up(claim: Quantity, items: Sequence[Quantity], beside: Sequence[Quantity]) -> bool:
    """Whether another amount on the line of a total makes up for what its items lack: padding, a discount."""
    gap = Fraction(claim.numeral.number) - Fraction(added(claim, items))
    others = (q for q in beside if q.start != claim.start and adds(q, claim) and q.unit.dims == claim.unit.dims)
    return gap != 0 and any(Fraction(q.numeral.size) * q.unit.factor == abs(gap) * claim.unit.factor for q in others)


def _nearly(claim: Quantity, items: Sequence[Quantity]) -> bool:
    """Whether items add up to a claim, by a fiftieth of it."""
    gap = Fraction(added(claim, items)) - Fraction(claim.numeral.number)
    return bool(items) and magnitude(gap * 50) <= magnitude(claim.numeral.number)


def _multiplied(items: Sequence[tuple[Node, list[Quantity]]]) -> set[int]:
    """The items that the next one takes in: `Data: 150 GB`, then `With overhead (2x): 300 GB`."""
    found: set[int] = set()
    for at, ((_, before), (node, amounts)) in enumerate(pairwise(items)):
        factor = _FACTOR.search(node.label)
        if factor and len(before) == len(amounts) == 1 and before[0].unit.dims == amounts[0].unit.dims:
            size = Fraction(before[0].numeral.number) * before[0].unit.factor * Fraction(factor[1])
            if size == Fraction(amounts[0].numeral.number) * amounts[0].unit.factor:
                found.add(at)
    return found


def _remains(node: Node, above: Sequence[Node]) -> Iterator[Relation]:
    """What remains of the line above when the lines between, which say that they take away, are taken away."""
    assert node.quantity is not None
    if any(n.run != node.run or n.gap for n in above[1:]):
        above = above[-1:] if node.gap else above
    taken: list[Quantity] = []
    for other in reversed(above):
        q = other.quantity
        if q is None or not adds(q, node.quantity) or not adds(node.quantity, q) or other.run != node.run:
            return
        if q.numeral.number < 0 or LOSS.search(other.label):
            taken.append(q)
            continue
        if not taken or other.entry.apart:
            return
        expr: Expr = Leaf(q)
        for loss in reversed(taken):
            expr = Apply("+" if loss.numeral.number < 0 else "-", (expr, Leaf(loss)))
        yield Relation("sum", node.quantity, expr, "=", node.label, tentative=True)
        return
