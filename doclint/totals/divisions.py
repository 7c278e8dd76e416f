"""Wholes and their divisions: a line that states the whole of what stands under it, shares, and totals side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from doclint.model import Quantity, Relation
from doclint.totals import wholes
from doclint.totals.forest import Node
from doclint.totals.roles import LOSS, TOTAL, excluded, head_of, words_of
from doclint.totals.sums import MAX_ITEMS, adds, nouns, rest, summed

_DISTRIBUTION = re.compile(
    r"(?i)\b(?:distributions?|break-?downs?|splits?|mix|composition|segmentation|allocation|"
    r"divided|partition(?:ed|ing)?|makeup)\b"
)
_SORTED = re.compile(r"(?i)\b(?:segments?|by|shares?)\b")
"""Words under which the largest parts alone may stand, unless the last one takes the rest."""
_REST = re.compile(
    r"(?i)^\W*(?:all |the |any )?(?:others?|rest|remaining|remainder|everything else|misc\w*|elsewhere)\b"
)
_NO_SHARE = re.compile(
    r"(?i)\b(?:difference|deviation|variance|imbalance|spread|total|average|max|min|peak|p\d\d|utili[sz]\w*|"
    r"increase|decrease|growth|reduction|faster|slower|"
    r"improve\w*|saving\w*|up to|cumulative|rate|top|largest|biggest|leading|main|overlap\w*|several|multiple)\b"
)
MIN_DIGITS = 3
"""Written digits of a measured whole that does not call itself one: shorter ones differ in one digit by chance."""


def of_parent(parent: Node) -> Iterator[Relation]:
    """A line, heading or introduction that states the whole of what stands under it."""
    children = _first_run(parent)
    claims = [q for q in parent.entry.amounts if q.numeral.hedge in ("", "~")]
    if not 2 <= len(children) <= MAX_ITEMS or not claims or parent.entry.apart or parent.entry.derived:
        return
    if any(c.gap for c in children[1:]):
        return
    named = TOTAL.match(parent.label) is not None
    for claim in claims[:4]:
        if not (claim.unit.nouns or claim.unit.dims or named) or claim.unit.text in ("%", "x"):
            continue
        if _has(claim, "time") or any(power < 0 for _, power in claim.unit.nouns):
            continue
        items = [_stated_in(c, claim) for c in children]
        if any(q is None or c.entry.apart or excluded(c.label) for q, c in zip(items, children, strict=True)):
            continue
        if any(LOSS.search(c.label) for c in children) and not named:
            continue
        quantities = [q for q in items if q is not None]
        if len({c.label for c in children}) < len(children) or (
            not claim.unit.text and not _counted_in(parent, quantities)
        ):
            continue
        if not named and (len(children) < 3 or _digits(claim) < (MIN_DIGITS if claim.unit.dims else 2)):
            continue
        yield from summed(claim, quantities, parent.label, first=True)
        return


def _counted_in(node: Node, items: Sequence[Quantity]) -> bool:
    """Whether a label without a unit names what its items count."""
    words = words_of(node.label)
    return all(not q.unit.text or any(name in words for name, _ in q.unit.nouns) for q in items)


def _first_run(parent: Node) -> list[Node]:
    """The lines of the list or fence that stands right below a line."""
    return [c for c in parent.children if c.run == parent.children[0].run]


def _has(quantity: Quantity, dimension: str) -> bool:
    return quantity.unit.dims == ((dimension, 1),)


def _stated_in(node: Node, claim: Quantity) -> Quantity | None:
    """The one amount of a line that is of the kind of a claim."""
    if node.quantity is not None and adds(node.quantity, claim):
        alike = bool(node.quantity.unit.nouns or node.quantity.unit.dims or not claim.unit.nouns)
        return node.quantity if alike or not claim.unit.text else None
    same = [q for q in node.entry.amounts if q.unit.text and adds(q, claim) and nouns(q.unit) == nouns(claim.unit)]
    return same[0] if len(same) == 1 and node.quantity is None else None


def _digits(quantity: Quantity) -> int:
    return len(re.sub(r"\D", "", quantity.numeral.text).strip("0"))


def shares(parent: Node) -> Iterator[Relation]:
    """The percentages of a distribution, which leave nothing over: the last one is what the others leave of 100 %."""
    children = _first_run(parent)
    if _NO_SHARE.search(parent.label) or not 3 <= len(children) <= 60:
        return
    rest = _REST.search(children[-1].label) is not None
    if not (_DISTRIBUTION.search(parent.label) or (rest and _SORTED.search(parent.label))):
        return
    quantities: list[Quantity] = []
    for child in children:
        percents = [q for q in child.entry.amounts if q.unit.text == "%"]
        if len(percents) != 1 or child.entry.apart or _NO_SHARE.search(child.label):
            return
        quantities.append(percents[0])
    yield from wholes.shared(quantities, parent.label)


def across(section: Node) -> Iterator[Relation]:
    """`Total X:` with lines that say, one by one, the sum of the lines of the same name under `A X:` and `B X:`."""
    groups = [n for n in section.children[:MAX_ITEMS] if n.children and n.quantity is None]
    for at, group in enumerate(groups):
        head = head_of(group.label)
        if not head or not TOTAL.match(group.label) or len(words_of(group.label)) < 2:
            continue
        parts = [g for g in groups[:at] if head_of(g.label) == head and not TOTAL.match(g.label)]
        for child in group.children if 2 <= len(parts) <= 8 else ():
            words = words_of(child.label)
            same = [[c for c in part.children[:MAX_ITEMS] if words_of(c.label) == words] for part in parts]
            if words and child.quantity and not child.entry.derived and all(len(c) == 1 for c in same):
                yield from _side_by_side(child, [c[0] for c in same])
    yield from _again(section, groups)


def _side_by_side(total: Node, parts: Sequence[Node]) -> Iterator[Relation]:
    """A total in each unit in which it and all its parts are written."""
    for claim in total.entry.sides[:4]:
        alike = [[q for q in part.entry.sides if q.unit.text == claim.unit.text] for part in parts]
        if claim.unit.text and all(alike):
            yield from summed(claim, [found[-1] for found in alike], total.label)


def _again(section: Node, groups: Sequence[Node]) -> Iterator[Relation]:
    """Another division of a total of the section: three or more lines that count the things that it counts."""
    counted: dict[str, list[Quantity]] = {}
    for node in section.children[:MAX_ITEMS]:
        if TOTAL.match(node.label) and node.quantity is not None and node.quantity.numeral.exact:
            counted.setdefault(head_of(node.label), []).append(node.quantity)
    for group in groups if counted else ():
        items = [c.quantity for c in group.children[:MAX_ITEMS] if c.quantity is not None and not c.entry.apart]
        nouns = {q.unit.nouns for q in items}
        if len(items) < 3 or len(items) != len(group.children) or len(nouns) != 1 or TOTAL.match(group.label):
            continue
        whole = counted.get("-".join(name for name, power in next(iter(nouns)) if power == 1), [])
        if len(whole) != 1 or any(excluded(c.label) for c in group.children):
            continue
        if all(adds(q, whole[0]) and q.numeral.number < whole[0].numeral.number for q in items):
            yield rest(whole[0], items, group.label)
