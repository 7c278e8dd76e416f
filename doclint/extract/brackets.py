"""Brackets after a quantity: what they compute, convert, limit or count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from doclint.extract.beside import read_format
from doclint.extract.compared import OF_WHOLE, part_of, read_compared
from doclint.extract.conversions import converts, lasting, repeated
from doclint.extract.expressions import FUNCTIONS, SPLIT, Parsed, Parser
from doclint.extract.headed import read_label
from doclint.extract.limits import read_limit
from doclint.extract.links import EQUAL
from doclint.extract.nodes import Group, Node
from doclint.extract.passage import Passage
from doclint.extract.seeming import adjusts, is_name, is_split
from doclint.extract.spans import count_span, ends_range, goes_on
from doclint.extract.trailing import trailing
from doclint.extract.trees import computed, symbolic
from doclint.extract.unit_words import NOT_NOUN
from doclint.model import BARE, TIME, Apply, Expr, Leaf, Numeral, Quantity, Relation, leaves

_SPEAKING = NOT_NOUN - {"total", "overall"}
_ONE_OF = frozenset(("1 in", "one in", "1 of", "one of"))
"""What stands before the inverse of a probability: one of 4,096 (2^-12)."""
_OVER = re.compile(r"(?i)\b(?:overhead|surcharge|mark-?up|extra|premium)\b")
PAIRED = re.compile(r"[^\W\d]\w* ?\([^\W\d][^()\d]{0,24}\)")
"""What announces a number and another one in a bracket behind it: RTO (RPO)."""
MAX_RIVALS = 3
MAX_SPREAD = 10
"""How many nodes before a bracket may say what is split across what."""


def read_bracket(passage: Passage, nodes: Sequence[Node], at: int, group: Group) -> None:
    """`quantity (expression)`, `quantity (p% of quantity)`, `quantity (quantity)`, `0-7 (8 layers)`."""
    last = nodes[at - 1] if at else None
    if last is None or last.text.lower() in FUNCTIONS:
        return
    _format_in_bracket(passage, last, group)
    read_label(passage, nodes, at, group)
    back = at - 1
    while back >= 0 and at - back <= 4 and nodes[back].kind == "word" and nodes[back].text.lower() not in _SPEAKING:
        back -= 1
    if back > 0 and nodes[back].text.lower() == "per" and back < at - 1:
        changed = nodes[back - 1].quantity  # 50% per GPU (140 GB → 70 GB)
        if changed is not None and read_compared(passage, changed, _content(group)):
            return
    claim = nodes[back].quantity if back >= 0 else None
    if claim is None or _is_factor(claim, group) or _is_operand(nodes, back, at):
        return
    run = _content(group)
    if read_limit(passage, claim, run) or (len(run) > 2 and read_compared(passage, claim, run)):
        return
    parsed = Parser(run).parse(0) if run else None
    if parsed is None or symbolic(parsed.expr):
        return
    subject = passage.lead(claim.start)
    noted = _Noted(claim, at - 1 - back, subject, passage.aside(claim.start, group.end))
    if back and nodes[back - 1].text.lower() in ("per", "every", "each"):
        return
    if isinstance(parsed.expr, Leaf):
        spread = _spread(nodes[max(0, at - MAX_SPREAD) : at]) if parsed.last == parsed.after == len(run) else None
        if spread is not None and not parsed.expr.quantity.unit.dims and parsed.expr.quantity.unit.text != "%":
            relation = Relation("equation", parsed.expr.quantity, spread, "=", subject, True)
            passage.relations.append(relation)
            return
        _read_quantity(passage, noted, nodes[max(0, back - 6) : back + 1], run, parsed)
    elif parsed.after == len(run) and noted.words <= 3 and computed(parsed.expr) and not _are_shares(parsed.expr):
        after = nodes[at + 1] if at + 1 < len(nodes) else None
        if ends_range(nodes, back) or (after is not None and after.kind == "rel" and not claim.unit.text):
            return
        inverse = " ".join(n.text.lower() for n in nodes[max(0, back - 2) : back])
        if inverse in _ONE_OF or run[-1].text.lower() in ("each", "apiece"):
            return
        split = is_split(parsed.expr) and "÷" not in passage.text[group.start : group.end]
        name = is_name(nodes, back) or ("perhaps" if split else "")
        if name and (claim.numeral.size < 10 or name == "sure"):
            return
        noted = noted._replace(
            rivals=_earlier(nodes, back), guessed=bool(name), more=adjusts(passage, group.nodes[len(run) :])
        )
        _read_expression(passage, noted, parsed.expr)


def _are_shares(expr: Expr) -> bool:
    """Whether a bracket only sets percentages side by side: `(64% / 80%)`."""
    return isinstance(expr, Apply) and expr.op == "/" and all(q.unit.text == "%" for q in leaves(expr))


def _spread(nodes: Sequence[Node]) -> Expr | None:
    """The quotient of `16 experts distributed across 8 GPUs`, if that is what stands before a bracket."""
    if not any(n.text in SPLIT for n in nodes):
        return None
    found = trailing(nodes)
    return found.expr if found is not None and isinstance(found.expr, Apply) and found.expr.op == "/" else None


class _Noted(NamedTuple):
    """A quantity with a bracket after it, `words` words apart; `rivals` are those before it in its clause.

    `guessed`: the number may be part of a name; `more`: the bracket tells what else went in.
    """

    claim: Quantity
    words: int
    subject: str
    aside: bool
    rivals: tuple[Quantity, ...] = ()
    guessed: bool = False
    more: bool = False


def _is_factor(claim: Quantity, group: Group) -> bool:
    """Whether a bracket that touches a small bare number multiplies it: 2(3 + 4)."""
    touches = not claim.unit.text and group.start == claim.end and not claim.numeral.scaled
    return touches and claim.numeral.number < 1000 and not any(n.kind in ("word", "rel") for n in group.nodes)


def _content(group: Group) -> list[Node]:
    """What a bracket says up to its first break, without an opening sign or hedge."""
    run = list(group.nodes)
    if run and run[0].kind == "rel" and run[0].text in EQUAL:
        run = run[1:]
    run = run[: next((i for i, n in enumerate(run) if n.kind == "break"), len(run))]
    if len(run) > 1 and run[0].kind == "op" and run[0].text in "+-" and (share := run[1].quantity) is not None:
        run = run[share.unit.text == "%" :]  # (+ 10% overhead = 185 GB)
    while run and run[0].kind == "word" and run[0].text.lower() in ("or", "about", "approximately", "roughly", "ie"):
        run = run[1:]
    return run


def _read_quantity(passage: Passage, noted: _Noted, nodes: Sequence[Node], run: Sequence[Node], parsed: Parsed) -> None:
    """A bracket that begins with one quantity: a share, a count, a conversion, a rounding."""
    assert isinstance(parsed.expr, Leaf)
    claim, inner, alone = noted.claim, parsed.expr.quantity, parsed.last == len(run) == 1 and noted.words == 0
    plain = parsed.after == len(run) and OF_WHOLE.issuperset(n.text.lower() for n in run[parsed.last :])
    spread = "±" in passage.text[claim.end : inner.start + 1]
    plain = plain and not spread
    part = part_of(nodes, len(nodes) - 1) if inner.unit.text == "%" and plain else None
    span = count_span(passage, nodes, len(nodes) - 1, claim, inner) if noted.words == 0 else None
    if claim.unit.text == "%" and inner.unit.nouns == (("nine", 1),):
        span = Apply("nines", (Leaf(claim),))
    following = run[parsed.after] if parsed.after < len(run) else None
    if part is not None:
        share = Apply("/", (Leaf(part), Leaf(claim)))
        found = Relation("percentage", inner, share, "=", noted.subject, aside=noted.aside)
    elif span is not None:
        found = Relation("count", inner, span, "=", noted.subject, aside=noted.aside)
    elif alone and not spread and converts(claim, inner, False):
        ways = repeated(nodes, len(nodes) - 1, claim)
        aside = noted.aside or PAIRED.search(noted.subject) is not None
        found = Relation(
            "conversion",
            inner,
            Leaf(claim),
            "=",
            noted.subject,
            aside=aside,
            others=ways,
            beside=passage.beside(claim.start, inner.end + 1),
        )
    elif alone and inner.numeral.hedge == "~" and inner.unit.text == claim.unit.text:
        found = Relation("conversion", inner, Leaf(claim), "≈", noted.subject, True, noted.aside)
    elif following is not None and following.text in EQUAL and inner.unit.text == "%":
        _share_of(passage, claim, inner, run, parsed, noted.subject, noted.aside)
        return
    else:
        return
    passage.relations.append(found)


def _read_expression(passage: Passage, noted: _Noted, expr: Expr) -> None:
    """A bracket that computes: the quantity before it is the result, or a part of what is computed."""
    claim = lasting(noted.claim) if any(q.unit.dims == TIME for q in leaves(expr)) else noted.claim
    spanned = claim is not noted.claim and not any(q.unit.text == "%" for q in leaves(expr))
    if spanned:
        return  # how long the period is taken to be: 43.8 min/month (365/12 days)
    if _read_pair(passage, claim, expr, noted.words, noted.subject, noted.aside):
        return
    percent = _first_percent(expr)
    if percent is not None and isinstance(expr, Apply) and not percent.numeral.hedge:
        share = Apply("/", (Leaf(claim), expr.args[1]))
        found = Relation("percentage", percent, share, "=", noted.subject, aside=noted.aside, also=(claim,))
    else:
        inputs = list(leaves(expr))
        spelled = "÷" in passage.text[inputs[0].end : inputs[-1].start]
        if not spelled and any(q.numeral.number == claim.numeral.number or _is_same(q, claim) for q in inputs):
            return  # what is computed with the number comes later
        extent = bool(claim.unit.dims) and not any(q.unit.dims for q in inputs)
        ways: tuple[Expr, ...] = ()
        if claim.unit.text == "%" and _OVER.search(noted.subject):
            ways = (Apply("-", (expr, Leaf(Quantity(Numeral("1", 1, 1), BARE, -1, -1)))),)
        found = Relation(
            "equation",
            claim,
            expr,
            "=",
            noted.subject,
            extent or noted.guessed,
            noted.aside,
            rivals=noted.rivals,
            others=ways,
            more=noted.more,
            beside=passage.beside(claim.start, max(q.end for q in inputs) + 1),
        )
    passage.relations.append(found)


def _is_same(a: Quantity, b: Quantity) -> bool:
    """Whether two numbers are one amount in two units."""
    first, second = a.numeral.number * a.unit.factor, b.numeral.number * b.unit.factor
    return a.unit.dims == b.unit.dims != () and first == second


def _earlier(nodes: Sequence[Node], at: int) -> tuple[Quantity, ...]:
    """The numbers before one in its clause, the nearest first: `moves 324 TB in 30 days (…)`."""
    found: list[Quantity] = []
    for node in reversed(nodes[max(0, at - MAX_SPREAD) : at]):
        if node.kind == "break" and node.text != ",":
            break
        if node.quantity is not None:
            found.append(node.quantity)
    return tuple(found[:MAX_RIVALS])


def _read_pair(passage: Passage, claim: Quantity, expr: Expr, words: int, subject: str, aside: bool) -> bool:
    """`1 Gbps (1000 Mbps / 125 MB/s)`, `40 layers (0–39)`, `3 cameras (2K + 4K)`: brackets that compute nothing."""
    if not isinstance(expr, Apply) or expr.op not in "+-/":
        return False
    low, high = expr.args[0], expr.args[-1]
    nouns = {q.unit.nouns for q in leaves(expr) if q.unit.nouns}
    if expr.op == "+":
        factors = any(q.unit.text == "x" for q in leaves(expr))
        return factors or bool(claim.unit.nouns and nouns and nouns != {claim.unit.nouns})
    if len(expr.args) != 2 or not (isinstance(low, Leaf) and isinstance(high, Leaf)):
        return False
    a, b = low.quantity, high.quantity
    if expr.op == "/":
        same = a.unit.dims == b.unit.dims == claim.unit.dims != ()
        if same and words == 0:
            for other in (a, b):
                passage.relations.append(Relation("conversion", other, Leaf(claim), "=", subject, aside=aside))
        return same or (a.unit.dims == b.unit.dims != () and claim.unit.dims != ())  # two settings: 15 min / 2 h
    rising = b.start - a.end <= 1 and b.numeral.number > a.numeral.number
    if goes_on(passage, b.end):
        return rising
    if rising and claim.numeral.exact and claim.unit.nouns and a.numeral.exact and b.numeral.exact and not b.unit.text:
        passage.relations.append(Relation("count", claim, Apply("span", (low, high)), "=", subject, aside=aside))
    return rising


def _format_in_bracket(passage: Passage, before: Node | None, group: Group) -> None:
    """`FP16 (2 bytes per parameter)`: a number format names its size in bits."""
    first = group.nodes[0].quantity if group.nodes else None
    if before is not None and before.kind == "word" and first is not None:
        read_format(passage, before, first)


def _share_of(
    passage: Passage, whole: Quantity, share: Quantity, run: Sequence[Node], parsed: Parsed, subject: str, aside: bool
) -> None:
    """`400 TFLOPS (60% MFU = 240 TFLOPS)`: the result is that share of the whole."""
    result = Parser(run).parse(parsed.after + 1)
    if (
        result is None
        or not isinstance(result.expr, Leaf)
        or result.expr.quantity.unit.dims != whole.unit.dims
        or not whole.unit.dims
    ):
        return
    expr: Expr = Apply("*", (Leaf(share), Leaf(whole)))
    sign = passage.text[max(0, share.start - 2) : share.start].strip()[-1:]
    if sign in ("+", "-", "−", "–"):
        expr = Apply("+" if sign == "+" else "-", (Leaf(whole), Leaf(share)))
    passage.relations.append(Relation("percentage", result.expr.quantity, expr, "=", subject, aside=aside))


def _is_operand(nodes: Sequence[Node], at: int, group: int) -> bool:
    """Whether the quantity before a bracket is itself part of a computation, so that the bracket is a note."""
    beyond = nodes[group + 1] if group + 1 < len(nodes) else None
    if beyond is not None and beyond.kind == "op" and beyond.text in "*/+^":
        return True
    return at > 0 and nodes[at - 1].kind == "op" and nodes[at - 1].text in "*/+^"


def _first_percent(expr: Expr) -> Quantity | None:
    """The p% of `p% of quantity`."""
    if (
        isinstance(expr, Apply)
        and expr.op == "*"
        and isinstance(expr.args[0], Leaf)
        and expr.args[0].quantity.unit.text == "%"
    ):
        return expr.args[0].quantity
    return None
