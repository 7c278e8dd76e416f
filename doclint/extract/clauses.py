"""One clause to relations: sides around relation signs, chains judged link by link."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from doclint.extract.expressions import ENDS, Parsed, Parser
from doclint.extract.links import ARROWS, BOUND, EQUAL, linked, stands_aside
from doclint.extract.nodes import Node
from doclint.extract.passage import Passage
from doclint.extract.trailing import trailing
from doclint.extract.trees import computed, symbolic
from doclint.model import Leaf, Relation

_VERBS = frozenset(("is", "are", "equals", "gives", "yields", "makes"))
_COMPARING = frozenset("times more less fewer higher lower better".split())
_LEAD = frozenset(
    """
    a an the total of about only just exactly roughly approximately around nearly over up to another additional
    i.e. or effectively ie
    """.split()
)


def read_run(passage: Passage, run: list[Node]) -> None:
    """Reads one clause: the nodes between two breaks."""
    last = next((i for i in range(len(run) - 1, -1, -1) if run[i].kind == "rel" or run[i].text in _VERBS), -1)
    if last < 0:
        return
    sides: list[list[Node]] = [[]]
    signs: list[str] = []
    for i, node in enumerate(run):
        text = node.text
        if signs and i < last and node.kind == "word" and text in ENDS:
            _chain(passage, sides, signs)
            sides, signs = [[]], []
            continue
        sign = _sign(run, i, sides[-1]) if node.kind == "rel" or text in _VERBS else ""
        if sign and (sides[-1] or signs):
            signs.append(sign)
            sides.append([])
        elif not sign:
            sides[-1].append(node)
    if signs:
        _chain(passage, sides, signs)


def _sign(run: Sequence[Node], at: int, side: Sequence[Node]) -> str:
    """The relation sign at a node, or an empty string: a tight `TP=4` among factors and most verbs are none."""
    node = run[at]
    if node.kind == "rel":
        before = run[at - 1] if at else None
        after = run[at + 1] if at + 1 < len(run) else None
        if (
            node.text == "="
            and before is not None
            and after is not None
            and before.text.isupper()
            and len(before.text) > 1
            and after.kind == "num"
            and before.end == node.start
            and after.start == node.end
        ):
            left = run[at - 2] if at > 1 else None
            right = run[at + 2] if at + 2 < len(run) else None
            if (left is not None and left.kind == "op") or (
                right is not None and right.kind == "op" and right.text in "*/+"
            ):
                return ""
        return node.text
    if node.kind == "word" and node.text in _VERBS and at + 1 < len(run) and run[at + 1].kind == "num":
        beyond = run[at + 2].text.lower() if at + 2 < len(run) else ""
        claim = run[at + 1].quantity
        if beyond in _COMPARING or (beyond == "of" and claim is not None and not claim.unit.dims):
            return ""
        if any(n.kind == "op" or n.text in ("times", "of", "divided", "multiplied", "plus", "minus") for n in side):
            return "is"
    return ""


def _chain(passage: Passage, sides: Sequence[list[Node]], signs: Sequence[str]) -> None:
    if len(signs) > 1 and ("<<" in signs or ">>" in signs):
        return  # a shift, not a bound
    parsed = [_side(passage, side, i, len(sides)) for i, side in enumerate(sides)]
    previous = -1
    for i, sign in enumerate(signs):
        left, right = parsed[i], parsed[i + 1]
        if _SYMBOL.search(passage.text, sides[i][0].start if sides[i] else 0, sides[i][-1].end if sides[i] else 0):
            previous = -1
            continue
        if left is None or right is None or symbolic(left.expr) or symbolic(right.expr):
            previous = -1
            continue
        if sign in EQUAL:
            relation = linked(passage, left, right, sign, i, sides)
            if i and signs[i - 1] in ARROWS and isinstance(left.expr, Leaf) and not left.expr.quantity.unit.text:
                relation = None  # an arrow between two bare numbers: a shape or a quotient
            earlier = parsed[i - 1] if i else None
            if (
                relation is not None
                and earlier is not None
                and computed(left.expr)
                and computed(earlier.expr)
                and not symbolic(earlier.expr)
            ):
                relation = replace(relation, others=(*relation.others, earlier.expr))
        elif sign in BOUND:
            relation = _bound(passage, left, right, BOUND[sign], sides[i])
        else:
            relation = None
        if relation is None:
            previous = -1
            continue
        relation = replace(relation, previous=previous)
        passage.relations.append(relation)
        previous = (
            len(passage.relations) - 1 if isinstance(right.expr, Leaf) and relation.claim is right.expr.quantity else -1
        )


def _side(passage: Passage, side: list[Node], at: int, count: int) -> Parsed | None:
    if not side:
        return None
    if at == 0:
        return trailing(side)
    start = 0
    while start < len(side) and start < 4 and side[start].kind == "word" and side[start].text.lower() in _LEAD:
        start += 1
    parsed = Parser(side).parse(start)
    if parsed is None and start:
        parsed = Parser(side).parse(0)
    if parsed is None:
        return None
    if at < count - 1 and (parsed.after != len(side) or _names_next(passage, parsed, side)):
        return None
    return parsed


def _names_next(passage: Passage, parsed: Parsed, side: Sequence[Node]) -> bool:
    """Whether the words that end a middle side name what the next sign assigns: `15 + 128K for memLevel = 8`."""
    words = {n.text.lower() for n in side[parsed.last :] if n.kind == "word"}
    return bool(words) and (isinstance(parsed.expr, Leaf) or bool(words & {"for", "with", "where", "at", "when", "if"}))


_DENIED = re.compile(r"(?i)[✗✘❌?]|\b(?:not|no|fail\w*|violat\w*|never|false)\b|n't\b")
"""What says beside a comparison that it does not hold, or asks."""
_LEADING = frozenset("with at for of in and or to by under from on per but plus while when if then than via".split())
"""Words behind which a sign belongs to the number that it stands before."""
_SYMBOL = re.compile("[\U0001d434-\U0001d467\u210e]")
"""Letters of mathematics."""


def _bound(passage: Passage, left: Parsed, right: Parsed, sign: str, side: Sequence[Node]) -> Relation | None:
    if not (isinstance(left.expr, Leaf) and isinstance(right.expr, Leaf)):
        return None
    if len(side) > left.last and side[-1].kind == "word" and side[-1].text.lower() in _LEADING:
        return None  # the sign is part of the next number: 4 GB a day with <1 GB at night
    claim, limit = left.expr.quantity, right.expr.quantity
    if claim.unit.dims != limit.unit.dims or not claim.unit.dims:
        return None
    denied = _DENIED.search(passage.text, max(0, claim.start - 40), min(len(passage.text), limit.end + 24)) is not None
    aside = denied or stands_aside(passage, left, right)
    return Relation("bound", claim, right.expr, sign, passage.subject(side, left), aside=aside)
