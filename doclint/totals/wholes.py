"""Wholes that one sentence or line states with their parts: used, free and total; sums in words; shares of 100 %."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from doclint.extract import extract
from doclint.model import Apply, Block, Expr, Extract, Leaf, Numeral, Quantity, Relation, Statement, leaves
from doclint.totals.sums import reconciled
from doclint.units import lookup

_USED = re.compile(r"(?i)\b(?:used|in use|allocated|occupied|consumed|busy)\W*$")
_FREE = re.compile(r"(?i)\b(?:free|unused|idle|available|avail|remaining)\W*$")
_WHOLE = re.compile(r"(?i)\b(?:total|size|capacity)\W*$")
_SAYS_BEFORE = re.compile(
    r"(?i)\b(?:totall?ing|(?:a|the) (?:combined )?total of|altogether|together|combined|in total)[ :=~≈$€£]*$"
)
_SAYS_AFTER = re.compile(
    r"(?i)^(?: [a-z]+)? ?(?:in total|total|altogether|combined|all told|in all)(?= *(?:[.,;:!)]|$))"
)
_NO_ENUMERATION = re.compile(
    r"(?i)\b(?:per|each|every|times|averag\w+|of which|includ\w+|out of|from|up to|at least|at most|between|instead|"
    r"rather|than|max\w*|min\w*|if|grow\w*|increas\w+|was|were|multipl\w+|already)\b|[×*÷/]|\bx\b"
)
_ADDS = re.compile(
    r"(?i)\b(?:on top of|in addition to|plus|and another|adds?(?: (?:another|a further))?|adding|"
    r"together with|along with)\b"
)
_NO_ADDITION = re.compile(
    r"(?i)\b(?:each|every|times|averag\w+|of which|includ\w+|out of|up to|at most|between|instead|rather|than|if|"
    r"multipl\w+|already|would|was|were)\b|[×*÷]|\bx\b"
)
_JOINED = re.compile(r"\s*(?:/|and|&)?\s*[+~$]?\s*")
_MEASURED = re.compile(r"\s(\w{1,20})\b")
_SPLIT = re.compile(r"(?i)\b(?:distribution|break-?down|split|mix|composition|divided|consists?|made up|comprises?)\b")
_END = re.compile(r"[.!?;](?=\s|$)|\n\s*\n|\n(?=\s*[-*│├└])")
MAX_SENTENCE = 600
MAX_NUMBERS = 24
MAX_LABEL = 40
MAX_LANES = 3
Sentence = list[tuple[Quantity, Statement]]
"""The numbers of a sentence: each as it stands in its block, and as a statement of the document."""
_HUNDRED = Numeral("100", 100, 1)


def wholes(blocks: Sequence[Block], extracts: Sequence[Extract]) -> Iterator[Relation]:
    """The sums that a sentence or a line of one block states."""
    for block, placed in zip(blocks, extracts, strict=True):
        if len(placed.statements) < 3 or block.kind in ("cell", "front_matter"):
            continue
        raw = extract(block).statements
        if len(raw) != len(placed.statements):
            continue
        taken = {(q.start, q.end) for r in placed.relations for q in (r.claim, *leaves(r.expr))}
        before: Sentence = []
        for group in _sentences(block, raw, placed.statements):
            if 3 <= len(group) <= MAX_NUMBERS:
                yield from _used_and_free([own for _, own in group])
            if block.kind in ("paragraph", "item") and 2 <= len(group) <= MAX_NUMBERS:
                listed = list(_in_words(block.text, group, taken)) if len(group) > 2 else []
                yield from listed or _added(block.text, before, group, taken)
                yield from _split(block.text, group, taken)
            before = group


def _sentences(block: Block, raw: Sequence[Statement], placed: Sequence[Statement]) -> Iterator[Sentence]:
    """The numbers of each sentence, or of each line of a fence: where they stand in the block, and as statements."""
    by_line = block.kind == "fence"
    group: Sentence = []
    for at, statement in zip(raw, placed, strict=True):
        if group:
            between = block.text[group[-1][0].end : at.quantity.start]
            if _END.search(between) or (by_line and "\n" in between) or len(between) > MAX_SENTENCE:
                yield group
                group = []
        group.append((at.quantity, statement))
    if group:
        yield group


def _used_and_free(group: Sequence[Statement]) -> Iterator[Relation]:
    """`used …, free …, total …` of one unit on one line, in any order: what is used and what is free is all."""
    named: dict[str, list[Quantity]] = {"used": [], "free": [], "total": [], "": []}
    for statement in group:
        kinds = (("used", _USED), ("free", _FREE), ("total", _WHOLE))
        said = next((name for name, words in kinds if words.search(statement.subject)), "")
        named[said].append(statement.quantity)
    if not all(len(named[name]) == 1 for name in ("used", "free", "total")):
        return
    used, free, total = (named[name][0] for name in ("used", "free", "total"))
    dims = total.unit.dims
    if not dims or used.unit.dims != dims or free.unit.dims != dims or any(q.unit.dims == dims for q in named[""]):
        return
    yield Relation("sum", total, Apply("+", (Leaf(used), Leaf(free))), "=", "total", tentative=True)


def _in_words(text: str, group: Sentence, taken: set[tuple[int, int]]) -> Iterator[Relation]:
    """`3 bytes of flags, 12 bytes of keys and 49 bytes of data: 64 bytes in total`."""
    begin, end = group[0][0].start, group[-1][0].end
    if _NO_ENUMERATION.search(text, begin, end) or any((s.quantity.start, s.quantity.end) in taken for _, s in group):
        return
    _, last = group[-1]
    claim = last.quantity
    if not _says_whole(text, group, len(group) - 1):
        return
    items = [s.quantity for _, s in group[:-1]]
    if any(q.unit.dims != claim.unit.dims or q.numeral.hedge in ("<", ">", "≤", "≥") for q in items):
        return
    nouns = {q.unit.nouns for q in items}
    if len(nouns) > 1 or (nouns != {claim.unit.nouns} and not claim.unit.dims) or not claim.unit.text:
        return
    if claim.unit.text == "%" or len(claim.numeral.text.strip("0.")) < 2:
        return
    yield Relation("sum", claim, Apply("+", tuple(map(Leaf, items))), "=", last.subject, tentative=True)


def _added(text: str, before: Sentence, group: Sentence, taken: set[tuple[int, int]]) -> Iterator[Relation]:
    """`A (on top of B, for C in total)`, or `A and a. X adds another B and b, for a combined C and c`: pair by pair."""
    at = next((i for i in range(1, len(group)) if _says_whole(text, group, i)), 0)
    begin = max(before[-1][0].end if before else 0, group[0][0].start - MAX_SENTENCE)
    begin = max((m.end() for m in _END.finditer(text, begin, group[0][0].start)), default=begin)
    joints = list(_ADDS.finditer(text, begin, group[at][0].start)) if at else []
    if len(joints) != 1:
        return
    addends = [one for one in group[:at] if one[0].start > joints[0].start()]
    claims = group[at : at + len(addends)]
    parts = group[: at - len(addends)] or [one for one in before if _adds_to(text, one, claims[0])]
    following = group[at + len(claims) : at + len(claims) + 1]
    if not len(parts) == len(addends) == len(claims) <= MAX_LANES or (
        following and _JOINED.fullmatch(text, claims[-1][0].end, following[0][0].start)
    ):
        return
    if _NO_ADDITION.search(text, max(0, parts[0][0].start - MAX_LABEL), claims[-1][0].end):
        return
    for part, addend, claim in zip(parts, addends, claims, strict=True):
        items = [_adds_to(text, one, claim) for one in (part, addend)]
        quantity = claim[1].quantity
        if not all(items) or any((s.quantity.start, s.quantity.end) in taken for _, s in (part, addend, claim)):
            continue
        quantities = [q for q in items if q is not None]
        if len(quantity.numeral.text.strip("0.")) > 1 and reconciled(quantity, quantities):
            expr: Expr = Apply("+", tuple(map(Leaf, quantities)))
            yield Relation("sum", quantity, expr, "=", claim[1].subject)


def _says_whole(text: str, group: Sentence, at: int) -> bool:
    """Whether the words around a number of a sentence say that it is the sum of those before."""
    start, end = group[at][0].start, group[at][0].end
    before = _SAYS_BEFORE.search(text[max(group[at - 1][0].end, start - MAX_LABEL) : start])
    return before is not None or _SAYS_AFTER.match(text[end : end + MAX_LABEL]) is not None


def _adds_to(text: str, item: tuple[Quantity, Statement], claim: tuple[Quantity, Statement]) -> Quantity | None:
    """What a number adds to a whole of the same kind: `51 index bytes` are bytes."""
    at, quantity, whole = item[0], item[1].quantity, claim[1].quantity.unit
    if quantity.numeral.hedge not in ("", "~") or not whole.text:
        return None
    if quantity.unit.dims == whole.dims:
        if not quantity.unit.text and not whole.dims and whole.text != "%":
            return quantity
        alike = (quantity.unit.text == "%") == (whole.text == "%") and quantity.unit.nouns == whole.nouns
        return quantity if alike else None
    named = _MEASURED.match(text, at.end)
    unit = lookup(named[1]) if named and not quantity.unit.dims else None
    return quantity._replace(unit=unit) if unit is not None and unit.dims == whole.dims else None


def _split(text: str, group: Sentence, taken: set[tuple[int, int]]) -> Iterator[Relation]:
    """A sentence that divides a whole into three or more percentages and names no other one."""
    begin, end = max(0, group[0][0].start - 80), group[-1][0].end
    starts = [m.end() for m in _END.finditer(text, begin, group[0][0].start)]
    if not _SPLIT.search(text, starts[-1] if starts else begin, end) or _NO_ENUMERATION.search(text, begin, end):
        return
    quantities = [s.quantity for _, s in group]
    if all(q.unit.text == "%" and (q.start, q.end) not in taken for q in quantities):
        yield from shared(quantities, group[-1][1].subject)


def shared(quantities: Sequence[Quantity], label: str) -> Iterator[Relation]:
    """Three or more percentages that leave nothing over, of which no one is the whole.

    Whole percentages are rounded too: a sum of 99 or 101 % that this explains is no claim about the last of them.
    """
    if len(quantities) < 3 or any(
        not 0 < q.numeral.number < 100 or q.numeral.hedge not in ("", "~") for q in quantities
    ):
        return
    missing = sum((Fraction(q.numeral.number) for q in quantities), Fraction(-100))
    if missing and abs(missing) * 2 <= sum((Fraction(q.numeral.place) for q in quantities), Fraction(0)):
        return
    claim = quantities[-1]
    expr: Expr = Leaf(Quantity(_HUNDRED, claim.unit, -1, -1))
    for other in quantities[:-1]:
        expr = Apply("-", (expr, Leaf(other)))
    yield Relation("sum", claim, expr, "=", label, tentative=True)
