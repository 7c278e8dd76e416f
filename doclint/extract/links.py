"""Two neighbouring sides of a chain: a computation and its result, or an amount said again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from doclint.extract.conversions import converts, is_fraction_of_time, lasting, repeated
from doclint.extract.expressions import Parsed, inside
from doclint.extract.nodes import Group, Node
from doclint.extract.passage import Passage
from doclint.extract.remarks import further, hundred, is_rate_of_many
from doclint.extract.seeming import adjusts, is_none, is_part
from doclint.extract.shift import expression_with
from doclint.extract.termwise import read_terms
from doclint.extract.trailing import after_dash
from doclint.extract.trees import computed, symbolic
from doclint.model import SIZE, TIME, Apply, Expr, Leaf, Quantity, Relation, leaves

EQUAL = frozenset(("=", "==", "≈", "~=", "≅", "≃", "→", "->", "=>", "⇒", ":=", "is"))
BOUND = {"<": "<", "≤": "≤", "<=": "≤", ">": ">", "≥": "≥", ">=": "≥", "≪": "<", "<<": "<", "≫": ">", ">>": ">"}
_TIGHT = re.compile(r"\b[A-Za-z_]{2,24}=$")
_POWERED = re.compile(r"\d ?[A-Za-z]{1,3}(?:[²³⁴]|\^)")
_IN_FORMAT = re.compile(r"(?i)\s(?:in |at |as )?(?:bf|fp|int|u?int|float)-?\d")
_FOREIGN = re.compile(
    r" ?(?:¢|cts?\b|cents?\b)| ?[kMGmnp]?[\u0370-\u03ab\u03ac-\u03bb\u03bd-\u03ff\u0400-\u04ff\u0590-\u06ff]"
)
ARROWS = frozenset(("→", "->", "=>", "⇒"))


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


MAX_BACK, MAX_NEAR = 400, 60
"""How far before a computation, and behind its result, the units of its bare numbers may be said."""


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


def linked(
    passage: Passage, left: Parsed, right: Parsed, sign: str, at: int, sides: Sequence[list[Node]]
) -> Relation | None:
    """The relation that `left = right` states, or None where it only says that two things correspond."""
    subject = passage.subject(sides[0], left if at == 0 else None)
    link = _Link(left, right, sign, at, sides, subject, stands_aside(passage, left, right))
    if not isinstance(right.expr, Leaf):
        if not isinstance(left.expr, Leaf) and sign not in ARROWS:
            read_terms(passage, left, right, subject, link.aside)
        return _claimed_first(passage, link)
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
    if any(q.unit.dims == TIME for q in leaves(left.expr)):
        claim = lasting(claim)
    if link.sign == "is":
        things = claim.unit.dims and any(q.unit.nouns for q in leaves(left.expr))
        if things or claim.unit.text == "x" or left.last != left.after:
            return None
    if right.last < len(side) and side[right.last].text.lower() == "times":
        return None
    if link.beyond is not None and link.beyond.kind == "op" and link.beyond.text in "*/+^":
        return None
    if link.sign in ARROWS and _leads_elsewhere(claim, left.expr):
        return None
    if any(_FOREIGN.match(passage.text, q.end) for q in (claim, *leaves(left.expr))):
        return None  # units that are not read
    if _is_fraction(left.expr) and claim.unit.dims:
        return None  # a part of what stands before: 1/3 per region
    if _POWERED.search(passage.text, link.sides[link.at][left.first].start, claim.start):
        return None  # coefficients of letters
    if claim.unit.dims == SIZE and _IN_FORMAT.match(passage.text, claim.end):
        return None  # elements, of a format
    if any(n.text.lower() in ("each", "apiece") for n in link.sides[link.at][left.last :]):
        return None  # times a count that stands elsewhere
    if is_none(passage, link.sides[link.at], left, claim, link.sign in ARROWS):
        return None
    ways, more = further(side[right.last :], left.expr)
    behind = side[right.last] if right.last < len(side) else None
    more = more or is_part(passage, link.sides[link.at], left, claim)
    more = more or (isinstance(behind, Group) and adjusts(passage, behind.nodes))
    told = inside(behind) if isinstance(behind, Group) else None
    ways = (*ways, *_others(link), *_complement(left.expr, claim), *_named(passage, left.expr, claim))
    ways = (*ways, *((told,) if told is not None and computed(told) and not symbolic(told) else ()))
    relation = Relation(
        "equation",
        claim,
        left.expr,
        link.op,
        link.subject,
        link.sign in ARROWS,
        aside=link.aside,
        others=ways,
        more=more,
        beside=passage.beside(link.sides[link.at][left.first].start, claim.end),
    )
    shorter = after_dash(link.sides[0], left) if link.at == 0 else None
    if shorter is not None and computed(shorter.expr):
        return replace(relation, expr=shorter.expr, others=(left.expr, *ways))
    return replace(relation, aside=link.aside or _is_range(left))


def _others(link: _Link) -> tuple[Expr, ...]:
    """Further ways to take the left side: times a number right before its bracket; in a chain, its last term alone."""
    side, left = link.sides[link.at], link.left
    before = side[left.first - 1].quantity if left.first else None
    if before is not None and isinstance(side[left.first], Group) and not before.unit.text:
        return (Apply("*", (Leaf(before), left.expr)),)
    if link.at + 2 < len(link.sides) and isinstance(left.expr, Apply) and computed(left.expr.args[-1]):
        return (left.expr.args[-1],)
    return ()


def _named(passage: Passage, expr: Expr, claim: Quantity) -> tuple[Expr, ...]:
    """An expression whose bare numbers have the units of the same numbers nearby: `4 MW …: 4 × 8,760 = 35 GWh`."""
    inputs = list(leaves(expr))
    if not claim.unit.dims or any(q.unit.dims for q in inputs):
        return ()
    begin = inputs[0].start
    before = {q.numeral.number: q.unit for q in passage.before(claim.end + MAX_NEAR, begin - MAX_BACK) if q.unit.dims}
    if not any(q.numeral.number in before and not q.unit.text for q in inputs):
        return ()

    def named(quantity: Quantity) -> Quantity:
        unit = before.get(quantity.numeral.number)
        return quantity if unit is None or quantity.unit.text else quantity._replace(unit=unit)

    return (expression_with(expr, named),)


def _is_fraction(expr: Expr) -> bool:
    """Whether an expression is one over a number of things that are counted per something."""
    if not isinstance(expr, Apply) or expr.op != "/" or not all(isinstance(a, Leaf) for a in expr.args):
        return False
    one, many = leaves(expr)
    return one.numeral.number == 1 and not one.unit.text and not many.unit.dims and many.unit.text.startswith("/")


def _complement(expr: Expr, claim: Quantity) -> tuple[Expr, ...]:
    """What an availability leaves of a time: 99.9% of 30 days = 43.2 minutes may be the downtime."""
    if claim.unit.dims != TIME or not isinstance(expr, Apply) or expr.op != "*" or len(expr.args) != 2:
        return ()
    share, span = expr.args
    if not isinstance(share, Leaf) or share.quantity.unit.text != "%" or not 90 < share.quantity.numeral.number < 100:
        return ()
    return (Apply("*", (Apply("-", (Leaf(hundred(share.quantity)), share)), span)),)


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
    if whole and known.unit.text == "%" and is_fraction_of_time(claim):
        expr = Apply("downtime", (expr,)) if known.numeral.number > 50 else expr
    elif not whole or link.sign in ("=>", "⇒") or not converts(known, claim, at > 0):
        return None
    counts = known.unit.nouns and not known.unit.dims and not claim.unit.dims
    if counts and known.numeral.number != claim.numeral.number:
        named = not claim.unit.text and (at > 0 or _TIGHT.search(passage.text, 0, claim.start) is not None)
        if named or (claim.unit.nouns and claim.unit.nouns != known.unit.nouns):
            return None  # a name that is given the number behind it: TP=8 PP=4
    ways = repeated(link.sides[0], left.first, known) if at == 0 else ()
    beside = passage.beside(known.start, claim.end)
    first, second = (q.numeral.number * q.unit.factor for q in (known, claim))
    anew = link.op == "≈" and "\n" in passage.text[known.end : claim.start]
    summed_up = anew and not first < 2 * second < 4 * first  # a line that tells of all lines above
    return Relation("conversion", claim, expr, link.op, link.subject, summed_up, link.aside, others=ways, beside=beside)


def _claimed_first(passage: Passage, link: _Link) -> Relation | None:
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
    tentative = link.at == 0 and bool(claim.unit.nouns) and not claim.unit.dims
    inputs = list(leaves(right.expr))
    if inputs[0].unit.text == "%" and isinstance(right.expr, Apply) and right.expr.op == "*" and len(inputs) == 2:
        share = Apply("/", (left.expr, Leaf(inputs[1])))
        return Relation("percentage", inputs[0], share, link.op, link.subject, tentative, link.aside)
    if claim.unit.dims == SIZE and _IN_FORMAT.match(passage.text, inputs[-1].end):
        return None  # elements, of a format
    if link.beyond is not None and link.beyond.kind == "op":
        return None
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


def stands_aside(passage: Passage, left: Parsed, right: Parsed) -> bool:
    start = min((q.start for q in leaves(left.expr)), default=0)
    end = max((q.end for q in leaves(right.expr)), default=0)
    return passage.aside(start, end)
