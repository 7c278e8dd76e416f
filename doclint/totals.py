"""Totals over lists, trees and outlines: named totals, parents that state their whole, what remains, shares of a whole.

Which lines a total covers is a guess that is made from labels, units and indentation alone, never from the numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from doclint import wholes
from doclint.forest import Node, forest, parents
from doclint.model import Apply, Block, Expr, Extract, Leaf, Quantity, Relation
from doclint.sums import MAX_ITEMS, adds, nouns, rest, summed

_TOTAL = re.compile(
    r"(?i)^(?:\*\*)?(?:(?:(?:grand|overall|combined|sub)[ -]?)?(?:total|sum)|combined|altogether|in total)\b"
    r"(?!.*\b(?:per day|needed|registered)\b)|^[^():]{1,40}\btotal(?=\W*$| \()"
)
_NET = re.compile(
    r"(?i)^(?:net|usable|available|remaining|remainder|left(?:over)?|free|headroom|after)\b|\bremaining\W*$"
)
_LOSS = re.compile(
    r"(?i)\b(?:overheads?|reserved?|reservation|used|in use|allocated|taken|deletions?|deleted|removed|removals?|churn|"
    r"discounts?|refunds?|loss(?:es)?|sav(?:ed|ings?)|expenses|deductions?|reclaimed|expired|spent|consumed|occupied|"
    r"withheld)\b"
)
_NO_ITEM = re.compile(
    r"(?i)\b(?:total|sum|subtotal|available|remaining|headroom|with|average|avg|mean|peak|max(?:imum)?|min(?:imum)?|"
    r"limit|target|usable|utili[sz]ation|p\d\d|median|combined|net|after|per|each|every|expected|budget)\b|"
    r"\w/(?:s|sec|second|min|hour|day|month|year|user|node|server|gpu|request)\b|^all\b"
)
_COMPUTATION = re.compile(r"\([^()\d]{0,40}\d[^()]{0,80}\)")
_ONE = re.compile(r"(?i)^(?:\*\*)?(?:per|each|every)\b")
_RATE = re.compile(r"(?i)\b(?:per|each|every)\b")
_DISTRIBUTION = re.compile(
    r"(?i)\b(?:distributions?|break-?downs?|splits?|mix|composition|segment(?:ation|s)?|by|allocation|shares?|"
    r"divided|partition(?:ed|ing)?|makeup)\b"
)
_NO_SHARE = re.compile(
    r"(?i)\b(?:total|average|max|min|peak|p\d\d|utili[sz]\w*|increase|decrease|growth|reduction|faster|slower|"
    r"improve\w*|saving\w*|up to|cumulative|rate)\b"
)
_WORD = re.compile(r"[^\W\d_]+")
_FILLERS = frozenset("the a an of for per in on by and to".split())
MIN_DIGITS = 3
"""Written digits of a measured whole that does not call itself one: shorter ones differ in one digit by chance."""


def totals(blocks: Sequence[Block], extracts: Sequence[Extract]) -> Iterator[Relation]:
    """The sums that a document states with their items."""
    for section in forest(blocks, extracts):
        for parent in parents(section):
            yield from _among(parent)
            yield from _of_parent(parent)
            yield from _shares(parent)
        yield from _across(section)
    yield from wholes.wholes(blocks, extracts)


def _among(parent: Node) -> Iterator[Relation]:
    """Lines that state a total, or what remains, of the lines beside them."""
    siblings = parent.children
    for at, node in enumerate(siblings):
        if node.quantity is None or node.entry.derived:
            continue
        if at and (_TOTAL.match(node.label) or _echoes(node, parent)):
            yield from _sum(node, _items_before(siblings, at))
        if at > 1 and _NET.search(node.label) and not _TOTAL.match(node.label):
            yield from _remains(node, siblings[max(0, at - 8) : at])
    first = siblings[0]
    if len(siblings) > 2 and first.label.lower().strip("* ") in ("total", "sum", "overall") and first.quantity:
        run = [n for n in siblings[1 : MAX_ITEMS + 1] if n.run == first.run]
        left_out = any(n.gap or _LOSS.search(n.label) or _NET.search(n.label) for n in run)
        if first.quantity.unit.text and not left_out and len({n.label for n in run}) == len(run):
            yield from _sum(first, [(n, _amounts(n, first)) for n in run], True)


def _echoes(node: Node, parent: Node) -> bool:
    """Whether the last line below a blank one says the same words as what introduces the list."""
    words = _words(node.label)
    return node.gap and len(words) > 1 and words == _words(parent.label)


def _items_before(siblings: Sequence[Node], at: int) -> list[tuple[Node, list[Quantity]]]:
    """The lines that a total covers with what they add, back to another total or to where the run begins."""
    total = siblings[at]
    items: list[tuple[Node, list[Quantity]]] = []
    following = total
    for other in reversed(siblings[max(0, at - MAX_ITEMS) : at]):
        grouped = bool(other.children) or other.goes_on
        if other.run != total.run or (following is not total and following.gap and not (grouped and _grouped(items))):
            break
        if _ONE.search(other.label):
            following = other
            continue
        amounts = _amounts(other, total)
        if not amounts:
            if len(items) > 1 and other.quantity is None and not other.children and following.gap:
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
        if _excluded(node.label) and not (_RATE.search(node.label) and _same_rate(node, total)):
            return []
        return [node.quantity] if any(adds(node.quantity, q) for q in whole) else []
    head = _head(total.label)
    named = [c for c in node.children if head and _words(c.label) == {head}]
    if len(named) == 1:
        return _own(named[0], whole)
    below = [_own(c, whole) for c in node.children[:MAX_ITEMS] if not _RATE.search(c.label)]
    if all(below) and len(below) == len(node.children):
        return [q for own in below for q in own]
    stated = [own for own in below if own]
    return stated[0] if len(stated) == 1 and head and head == _head(node.label) else []


def _own(node: Node, whole: Sequence[Quantity]) -> list[Quantity]:
    fits = node.quantity is not None and any(adds(node.quantity, q) for q in whole)
    return [node.quantity] if fits and node.quantity and not node.entry.apart else []


def _same_rate(node: Node, total: Node) -> bool:
    """Whether item and total are both per the same thing."""
    after = [label.lower().split("per ", 1)[1] for label in (node.label, total.label) if "per " in label.lower()]
    return len(after) == 2 and after[0] == after[1] and not _NO_ITEM.search(_RATE.sub("", node.label))


def _sum(total: Node, items: Sequence[tuple[Node, list[Quantity]]], first: bool = False) -> Iterator[Relation]:
    """One total over its items, in the unit in which they are written; `first` where it stands before them."""
    if not items or not all(amounts for _, amounts in items):
        return
    quantities = [q for _, amounts in items for q in amounts]
    texts = {q.unit.text for q in quantities}
    claim = next((q for q in total.entry.sides if q.unit.text in texts), None)
    claim = claim or next((q for q in total.entry.sides if all(adds(item, q) for item in quantities)), None)
    if claim is not None:
        yield from summed(claim, quantities, total.label, first)


def _of_parent(parent: Node) -> Iterator[Relation]:
    """A line, heading or introduction that states the whole of what stands under it."""
    children = _first_run(parent)
    claims = [q for q in parent.entry.amounts if q.numeral.hedge in ("", "~")]
    if not 2 <= len(children) <= MAX_ITEMS or not claims or parent.entry.apart or parent.entry.derived:
        return
    if any(c.gap for c in children[1:]):
        return
    named = _TOTAL.match(parent.label) is not None
    for claim in claims[:4]:
        if not (claim.unit.nouns or claim.unit.dims or named) or claim.unit.text in ("%", "x"):
            continue
        if _has(claim, "time") or any(power < 0 for _, power in claim.unit.nouns):
            continue
        items = [_stated_in(c, claim) for c in children]
        if any(q is None or c.entry.apart or _excluded(c.label) for q, c in zip(items, children, strict=True)):
            continue
        if any(_LOSS.search(c.label) for c in children) and not named:
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


def _excluded(label: str) -> bool:
    """Whether a label, apart from what its brackets compute, says that the line is no part of a whole."""
    return _NO_ITEM.search(_COMPUTATION.sub("", label)) is not None


def _counted_in(node: Node, items: Sequence[Quantity]) -> bool:
    """Whether a label without a unit names what its items count."""
    words = _words(node.label)
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
        if q.numeral.number < 0 or _LOSS.search(other.label):
            taken.append(q)
            continue
        if not taken or other.entry.apart:
            return
        expr: Expr = Leaf(q)
        for loss in reversed(taken):
            expr = Apply("+" if loss.numeral.number < 0 else "-", (expr, Leaf(loss)))
        yield Relation("sum", node.quantity, expr, "=", node.label, tentative=True)
        return


def _shares(parent: Node) -> Iterator[Relation]:
    """The percentages of a distribution, which leave nothing over: the last one is what the others leave of 100 %."""
    children = _first_run(parent)
    if not _DISTRIBUTION.search(parent.label) or _NO_SHARE.search(parent.label) or not 3 <= len(children) <= 60:
        return
    quantities: list[Quantity] = []
    for child in children:
        percents = [q for q in child.entry.amounts if q.unit.text == "%"]
        if len(percents) != 1 or child.entry.apart or _NO_SHARE.search(child.label):
            return
        quantities.append(percents[0])
    yield from wholes.shared(quantities, parent.label)


def _across(section: Node) -> Iterator[Relation]:
    """`Total X:` with lines that say, one by one, the sum of the lines of the same name under `A X:` and `B X:`."""
    groups = [n for n in section.children[:MAX_ITEMS] if n.children and n.quantity is None]
    for at, group in enumerate(groups):
        head = _head(group.label)
        if not head or not _TOTAL.match(group.label) or len(_words(group.label)) < 2:
            continue
        parts = [g for g in groups[:at] if _head(g.label) == head and not _TOTAL.match(g.label)]
        for child in group.children if 2 <= len(parts) <= 8 else ():
            words = _words(child.label)
            same = [[c for c in part.children[:MAX_ITEMS] if _words(c.label) == words] for part in parts]
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
        if _TOTAL.match(node.label) and node.quantity is not None and node.quantity.numeral.exact:
            counted.setdefault(_head(node.label), []).append(node.quantity)
    for group in groups if counted else ():
        items = [c.quantity for c in group.children[:MAX_ITEMS] if c.quantity is not None and not c.entry.apart]
        nouns = {q.unit.nouns for q in items}
        if len(items) < 3 or len(items) != len(group.children) or len(nouns) != 1 or _TOTAL.match(group.label):
            continue
        whole = counted.get("-".join(name for name, power in next(iter(nouns)) if power == 1), [])
        if len(whole) != 1 or any(_excluded(c.label) for c in group.children):
            continue
        if all(adds(q, whole[0]) and q.numeral.number < whole[0].numeral.number for q in items):
            yield rest(whole[0], items, group.label)


def _words(label: str) -> frozenset[str]:
    """The words of a label without brackets, plural or fillers."""
    return frozenset(_stem(w) for w in _WORD.findall(label.split("(")[0].lower()) if w not in _FILLERS)


def _head(label: str) -> str:
    """The last word of a label, which names what is counted or measured."""
    found = _WORD.findall(label.split("(")[0].lower())
    return _stem(found[-1]) if found else ""


def _stem(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word
