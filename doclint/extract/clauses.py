"""One clause to relations: sides around relation signs, chains judged link by link."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from doclint.extract.expressions import ENDS, Group, Node, Parsed, Parser, after_dash, computed, symbolic, trailing
from doclint.extract.passage import Passage
from doclint.extract.remarks import further, is_rate_of_many
from doclint.model import Apply, Expr, Leaf, Quantity, Relation, leaves

EQUAL = frozenset(("=", "==", "≈", "~=", "≅", "≃", "→", "->", "=>", "⇒", ":=", "is"))
BOUND = {"<": "<", "≤": "≤", "<=": "≤", ">": ">", "≥": "≥", ">=": "≥", "≪": "<", "<<": "<", "≫": ">", ">>": ">"}
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
            relation = _link(passage, left, right, sign, i, sides)
            if i and signs[i - 1] in _ARROWS and isinstance(left.expr, Leaf) and not left.expr.quantity.unit.text:
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
_TIGHT = re.compile(r"\b[A-Za-z]{2,8}=$")
_POWERED = re.compile(r"\d ?[A-Za-z]{1,3}(?:[²³⁴]|\^)")
_IN_FORMAT = re.compile(r"(?i) (?:in|at|as) (?:bf|fp|int|u?int|float)-?\d")
_SYMBOL = re.compile("[\U0001d434-\U0001d467\u210e]")
"""Letters of mathematics."""
_FOREIGN = re.compile(r" ?(?:¢|cts?\b|cents?\b)| ?[\u0370-\u03ab\u03ac-\u03bb\u03bd-\u03ff\u0400-\u04ff\u0590-\u06ff]")
_ARROWS = frozenset(("→", "->", "=>", "⇒"))


def _leads_elsewhere(claim: Quantity, expr: Expr) -> bool:
    """Whether an arrow leads from a computation to a number of another kind, which follows in another way."""
    inputs = list(leaves(expr))
    if claim.unit.dims and not any(q.unit.dims for q in inputs):
        return True
    if isinstance(expr, Apply) and expr.op in ("+", "-") and all(q.unit.dims != claim.unit.dims for q in inputs):
        return True
    fraction = (
        isinstance(expr, Apply) and expr.op == "/" and all(q.numeral.size < 10 and not q.unit.text for q in inputs)
    )
    if fraction and claim.numeral.size > 1:
        return True  # a share of what stands before it
    told = {n for q in inputs for n, _ in q.unit.nouns}
    mine = {n for n, _ in claim.unit.nouns}
    return bool(told and mine and not told & mine and not claim.unit.dims)


class _Link(NamedTuple):
    """Two neighbouring sides of a chain and the sign between them."""

    left: Parsed
    right: Parsed
    sign: str
    at: int
    sides: Sequence[list[Node]]
    subject: str
    aside: bool

    @property
    def op(self) -> str:
        return "≈" if self.sign in ("≈", "~=", "≅", "≃") else "="

    @property
    def beyond(self) -> Node | None:
        """What follows the right side's expression and its words."""
        side = self.sides[self.at + 1]
        return side[self.right.after] if self.right.after < len(side) else None


def _link(
    passage: Passage, left: Parsed, right: Parsed, sign: str, at: int, sides: Sequence[list[Node]]
) -> Relation | None:
    """The relation that `left = right` states, or None where it only says that two things correspond."""
    subject = passage.subject(sides[0], left if at == 0 else None)
    link = _Link(left, right, sign, at, sides, subject, _aside(passage, left, right))
    if not isinstance(right.expr, Leaf):
        return _claimed_first(link)
    if is_rate_of_many(sides[at + 1][right.last :]):
        return None
    if _is_algebra(left.expr, right.expr.quantity):
        return None
    if computed(left.expr):
        return _result(passage, link, right.expr.quantity)
    if isinstance(left.expr, Leaf) and sign not in ("→", "->"):
        return _restated(passage, link, left.expr.quantity, right.expr.quantity)
    return None


def _result(passage: Passage, link: _Link, claim: Quantity) -> Relation | None:
    """`expression = quantity`."""
    left, right, side = link.left, link.right, link.sides[link.at + 1]
    if link.sign == "is":
        things = claim.unit.dims and any(q.unit.nouns for q in leaves(left.expr))
        if things or claim.unit.text == "x" or left.last != left.after:
            return None
    if right.last < len(side) and side[right.last].text.lower() == "times":
        return None
    if link.beyond is not None and link.beyond.kind == "op" and link.beyond.text in "*/+^":
        return None
    if link.sign in _ARROWS and _leads_elsewhere(claim, left.expr):
        return None
    if any(_FOREIGN.match(passage.text, q.end) for q in (claim, *leaves(left.expr))):
        return None  # units that are not read
    if _POWERED.search(passage.text, link.sides[link.at][left.first].start, claim.start):
        return None  # coefficients of letters
    if claim.unit.dims == (("information", 1),) and _IN_FORMAT.match(passage.text, claim.end):
        return None  # elements, of a format
    if any(n.text.lower() in ("each", "apiece") for n in link.sides[link.at][left.last :]):
        return None  # times a count that stands elsewhere
    ways, more = further(side[right.last :], left.expr)
    relation = Relation("equation", claim, left.expr, link.op, link.subject, aside=link.aside, others=ways, more=more)
    shorter = after_dash(link.sides[0], left) if link.at == 0 else None
    if shorter is not None and computed(shorter.expr):
        return replace(relation, expr=shorter.expr, others=(left.expr, *ways))
    return replace(relation, aside=link.aside or _is_range(left))


def _restated(passage: Passage, link: _Link, known: Quantity, claim: Quantity) -> Relation | None:
    """`quantity = quantity`, `quantity (p%) = quantity`."""
    left, side, at = link.left, link.sides[link.at], link.at
    bare = left.last == left.after == len(link.sides[0])
    measured = claim.unit.nouns == known.unit.nouns and claim.unit.dims and claim.unit.text != known.unit.text
    opens = left.first == 0 or (measured and link.sides[0][left.first - 1].kind == "word")
    whole = at > 0 or (bare and opens)
    if whole and link.beyond is not None and link.beyond.text in ("*", "/", "+", "^"):
        return None
    if any(n.kind == "op" and n.text == "+" for n in link.sides[at + 1][link.right.last :]):
        return None  # a sum of which this is the first part
    share = side[left.last] if left.last < len(side) else None
    if isinstance(share, Group) and passage.text[share.start : share.start + 2] == "(+":
        return None  # so many more
    part = share.nodes[0].quantity if isinstance(share, Group) and len(share.nodes) == 1 else None
    if part is not None and part.unit.text == "%" and claim.unit.text != "%" and claim.unit.dims == known.unit.dims:
        product = Apply("*", (Leaf(part), Leaf(known)))
        return Relation("percentage", claim, product, link.op, link.subject, tentative=True, aside=link.aside)
    expr = left.expr
    if whole and known.unit.text == "%" and _is_fraction_of_time(claim):
        expr = Apply("downtime", (expr,)) if known.numeral.number > 50 else expr
    elif not whole or link.sign in ("=>", "⇒") or not converts(known, claim, at > 0):
        return None
    if known.unit.nouns and not known.unit.dims and not claim.unit.text and _TIGHT.search(passage.text, 0, claim.start):
        return None  # a name that is given the number behind it: TP=8 PP=4
    ways = repeated(link.sides[0], left.first, known) if at == 0 else ()
    return Relation("conversion", claim, expr, link.op, link.subject, aside=link.aside, others=ways)


def _counted(nodes: Sequence[Node], at: int) -> Iterator[Quantity]:
    """The count before another one: 9 of `9 chassis of 36 disks`."""
    for i in range(at - 1, max(-1, at - 5), -1):
        count = nodes[i].quantity
        if count is not None:
            of = {n.text.lower() for n in nodes[i + 1 : at]} | set(count.unit.text.lower().split())
            if "of" in of and not count.unit.dims:
                yield count
            return


def repeated(nodes: Sequence[Node], at: int, claim: Quantity) -> tuple[Expr, ...]:
    """The product in `6 blobs of 128 KiB (0.75 MiB)`: what stands before the bracket, as often as is said."""
    for i in range(at - 1, max(-1, at - 7), -1):
        count = nodes[i].quantity
        if nodes[i].kind == "break":
            break
        if count is not None:
            joined = {n.text.lower() for n in nodes[i + 1 : at]} | set(count.unit.text.lower().split())
            many = (
                not count.unit.dims and count.unit.text != "x" and (count.numeral.number > 1 or count.unit.text == "%")
            )
            if not many or not joined & {"of", "at", "x", "×"}:
                return ()
            product = Apply("*", (Leaf(count), Leaf(claim)))
            return (product, *(Apply("*", (Leaf(c), product)) for c in _counted(nodes, i)))
    return ()


def _claimed_first(link: _Link) -> Relation | None:
    """`quantity = expression`; not `f(4) = …`, where the number is an argument."""
    left, right, opening = link.left, link.right, link.sides[0]
    if not isinstance(left.expr, Leaf) or not computed(right.expr) or left.last != left.after:
        return None
    if link.sign in ("→", "->", "=>", "⇒") or link.at + 2 < len(link.sides):
        return None  # what is computed equals what stands behind it
    if link.at == 0:
        dashed = left.first > 0 and opening[left.first - 1].kind == "op" and opening[left.first - 1].text in "-–—"
        if isinstance(opening[left.last - 1], Group) or (left.first > 0 and not dashed):
            return None
    claim = left.expr.quantity
    if _is_algebra(right.expr, claim) or _starts_anew(claim, right.expr):
        return None
    if link.beyond is not None and link.beyond.kind == "op":
        return None
    tentative = link.at == 0 and bool(claim.unit.nouns) and not claim.unit.dims
    return Relation("equation", claim, right.expr, link.op, link.subject, tentative, link.aside)


def _is_range(left: Parsed) -> bool:
    """Whether `a-b` written tight and rising may be a range and not a difference."""
    expr = left.expr
    if not (isinstance(expr, Apply) and expr.op == "-" and len(expr.args) == 2):
        return False
    low, high = expr.args
    if not (isinstance(low, Leaf) and isinstance(high, Leaf)):
        return False
    tight = high.quantity.start - low.quantity.end == 1
    return tight and high.quantity.numeral.number >= low.quantity.numeral.number


def _bound(passage: Passage, left: Parsed, right: Parsed, sign: str, side: Sequence[Node]) -> Relation | None:
    if not (isinstance(left.expr, Leaf) and isinstance(right.expr, Leaf)):
        return None
    claim, limit = left.expr.quantity, right.expr.quantity
    if claim.unit.dims != limit.unit.dims or not claim.unit.dims:
        return None
    denied = _DENIED.search(passage.text, max(0, claim.start - 40), min(len(passage.text), limit.end + 24)) is not None
    aside = denied or _aside(passage, left, right)
    return Relation("bound", claim, right.expr, sign, passage.subject(side, left), aside=aside)


def _aside(passage: Passage, left: Parsed, right: Parsed) -> bool:
    start = min((q.start for q in leaves(left.expr)), default=0)
    end = max((q.end for q in leaves(right.expr)), default=0)
    return passage.aside(start, end)


def _is_algebra(expr: Expr, claim: Quantity) -> bool:
    """Whether an `x` beside a number is an unknown: 11x + 15 = 301."""
    factors = [q.unit.text == "x" for q in leaves(expr)]
    if claim.unit.text == "x":
        return not computed(expr) or (isinstance(expr, Apply) and expr.op in "+-" and not all(factors))
    return any(factors) and isinstance(expr, Apply) and expr.op in "+-"


def _starts_anew(known: Quantity, expr: Expr) -> bool:
    """Whether `known = expr` computes on from `known` or names another thing: `1B = 1B / 86,400`, `1 day = 30 × 2`."""
    inputs = list(leaves(expr))
    if inputs and inputs[0].numeral.number == known.numeral.number and len(inputs) > 1:
        return True
    theirs = {d for q in inputs for d, _ in q.unit.dims}
    mine = {d for d, _ in known.unit.dims}
    return bool(mine) and not mine & theirs and (bool(theirs) or "time" in mine or any(q.unit.nouns for q in inputs))


def converts(known: Quantity, claim: Quantity, chained: bool) -> bool:
    """Whether two plain quantities side by side say the same amount."""
    a, b = known.unit, claim.unit
    if "person" in a.text + b.text or "man-" in a.text + b.text:
        return False
    if a.dims or b.dims:
        if a.dims != b.dims:
            return chained and _without_time(a.dims) == _without_time(b.dims) != ()
        if [n for n in a.nouns if n[1] < 0] != [n for n in b.nouns if n[1] < 0]:
            return chained
        return chained or a.text != b.text or known.numeral.scaled != claim.numeral.scaled
    if "%" in (a.text, b.text) or "x" in (a.text, b.text):
        return chained and a.text == b.text
    if a.nouns and b.nouns and a.nouns != b.nouns:
        return False
    if chained:
        return True
    if claim.numeral.exact and 1900 <= claim.numeral.number < 2100:
        return False
    if max(known.numeral.size, claim.numeral.size) > 20 * min(known.numeral.size, claim.numeral.size):
        return False
    return not b.nouns and known.numeral.scaled != claim.numeral.scaled and known.numeral.size >= 1000


def _without_time(dims: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    """Dimensions but for time: the last link of a chain may gain the "per year" of its label."""
    return tuple(d for d in dims if d[0] != "time")


def _is_fraction_of_time(quantity: Quantity) -> bool:
    """Whether a quantity is a time per time, such as 43.2 min/month."""
    unit = quantity.unit
    return "/" in unit.text and not unit.dims and not unit.nouns and unit.factor != 1
