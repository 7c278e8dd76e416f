"""Requirements: limits stated in one place against what is stated elsewhere, and orders of named constants."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from doclint.model import TIME, Block, Leaf, Quantity, Relation
from doclint.symbols import Mention
from doclint.vocabulary import phrase

MAX_LIMITS = 200
_UPPER = re.compile(r"(?i)\b(?:max(?:imum)?|limit|budget|at most|up to|ceiling|no more than)\b")
_LOWER = re.compile(r"(?i)\b(?:(?<!\d[ -])min(?:imum)?|at least|required|floor|no less than)\b")
_LIMITS = frozenset("limit maximum minimum budget required requirement recommended threshold target least most".split())
_OWN = re.compile(r"(?i)\b(?:our|actual|current|chosen|selected|this|configuration|deployed)\b")
_GOOD_HIGH = frozenset("throughput bandwidth rate availability uptime accuracy hit".split())
_ORDER = re.compile(r"([A-Za-z_][A-Za-z0-9_]{1,40})`? ?([<>]=?|[≤≥]) ?`?(?=([A-Za-z_][A-Za-z0-9_]{1,40}))")
_BESIDE = (
    ("≤", re.compile(r"(?i)\b(?:within|under|below|less than|fits? (?:in|into|within))\W*$")),
    ("≥", re.compile(r"(?i)\b(?:exceeds|exceeding|above)\W*$")),
)
_SIGN = re.compile(r"([<>]=?|[≤≥]) ?[$€£~]?$")
_ABLE = re.compile(
    r"(?i)\b(?:handles?|supports?|serves?|scales?|sustains?|holds?|can|capable|provides?|offers?|delivers?)\b"
)
"""What something is able to do is no limit for what it does: `handles 20,000+ users`."""
_DENIED = re.compile(r"(?i)(?:\bnot|n't|\bcannot|\bhardly|\bnever|\bno longer)\W+(?:\w+\b\W*){0,3}$")
"""What says of a limit itself that it does not hold."""
_SIGNS = {"<": "<", ">": ">", "<=": "≤", ">=": "≥", "≤": "≤", "≥": "≥"}


def requirements(mentions: Sequence[Mention]) -> Iterator[Relation]:
    """What the document states against the limits that it states for the same thing."""
    limits: dict[str, list[tuple[Mention, str]]] = {}
    count = 0
    for mention in mentions:
        able = mention.quantity.numeral.hedge == "≥" and _ABLE.search(mention.subject) is not None
        if mention.limit and not mention.aside and not able and (sign := direction(mention)) and count < MAX_LIMITS:
            count += 1
            for word in mention.words - _LIMITS or mention.parent:
                limits.setdefault(word, []).append((mention, sign))
    if not limits:
        return
    for mention in mentions:
        if mention.aside or mention.operand or mention.quantity.numeral.hedge in ("<", ">", "≤", "≥"):
            continue
        own = _OWN.search(mention.subject) is not None
        if mention.met or own or not mention.limit:
            found = _limit(mention, limits, own)
            if found is not None:
                yield _bound(mention, found[0].quantity, found[1])


def beside(mentions: Sequence[Mention]) -> Iterator[Relation]:
    """`Total: 1.6 Gbps`, then `Well within 25 Gbps capacity`: a number against the limit named right after it."""
    for mention, limit in pairwise(mentions):
        denied = _DENIED.search(limit.subject) is not None
        sign = "" if denied else next((s for s, words in _BESIDE if words.search(limit.subject)), "")
        if not sign or mention.aside or limit.aside or limit.block != mention.block or not mention.headline:
            continue
        if mention.quantity.unit.dims and mention.quantity.unit.dims == limit.quantity.unit.dims:
            yield _bound(mention, limit.quantity, sign)


def _bound(mention: Mention, limit: Quantity, sign: str) -> Relation:
    plain = limit._replace(numeral=limit.numeral._replace(hedge=""))
    claim = mention.quantity
    if mention.within[1]:
        claim = claim._replace(start=mention.within[0], end=mention.within[1])
    return Relation("bound", claim, Leaf(plain), sign, mention.subject, origin="inferred")


def direction(limit: Mention) -> str:
    """`≤` for an upper limit, `≥` for a lower one, empty where the words do not tell."""
    hedge = limit.quantity.numeral.hedge
    if hedge in ("<", ">", "≤", "≥"):
        return hedge
    signed = _SIGN.search(limit.subject)
    if signed is not None:
        return _SIGNS[signed[1]]
    for sign, beside_words in _BESIDE:
        if beside_words.search(limit.subject):
            return sign
    upper, lower = _UPPER.search(limit.subject), _LOWER.search(limit.subject)
    if bool(upper) != bool(lower):
        return "≤" if upper else "≥"
    if limit.words & _GOOD_HIGH:
        return "≥"
    return "≤" if limit.quantity.unit.dims == TIME else ""


def _limit(mention: Mention, limits: dict[str, list[tuple[Mention, str]]], own: bool) -> tuple[Mention, str] | None:
    """The one limit that a statement is measured against: it says so, or it is the choice beside a minimum."""
    found: list[tuple[Mention, str]] = []
    around = mention.words | mention.context
    for word in mention.words - _LIMITS:
        for limit, sign in limits.get(word, ()):
            if limit.block == mention.block and limit.line == mention.line:
                continue
            if not measured(mention, limit) or (limit.scope and limit.scope != mention.scope):
                continue
            wanted = limit.words - _LIMITS
            beside_it = limit.siblings == mention.siblings != () and limit.block != mention.block
            chosen = own and beside_it and _LOWER.search(limit.subject) is not None
            per = {w for w in mention.words & limit.words if w[0] == "/"}
            told = mention.met and (wanted <= around if wanted else False)
            told = told or (mention.met and bool(per) and 0 <= mention.block - limit.block <= 2)
            if chosen or told:
                found.append((limit, sign))
    if not found:
        return None
    numbers = {(one.quantity.numeral.number, one.quantity.unit.factor, sign) for one, sign in found}
    return found[0] if len(numbers) == 1 else None


def measured(mention: Mention, limit: Mention) -> bool:
    """Whether a quantity may be measured against a limit: one dimension, and the same nouns or `per`."""
    a, b = mention.quantity.unit, limit.quantity.unit
    if a.dims != b.dims or (a.text in ("%", "x")) != (b.text in ("%", "x")):
        return False
    if not a.text or not b.text:
        per = {w for w in mention.words if w[0] == "/"}
        return a.text == b.text or (bool(per) and per == {w for w in limit.words if w[0] == "/"})
    return bool(a.dims) or a.text == "%" or bool({n for n, _ in a.nouns} & {n for n, _ in b.nouns})


def orders(blocks: Sequence[Block], mentions: Sequence[Mention]) -> Iterator[Relation]:
    """Stated orders of named constants: `WIDTH > OFFSET > BASE`, judged by the values that the document gives them."""
    chains = [(b, m) for b in blocks if b.kind not in ("fence", "cell") for m in _ORDER.finditer(b.text[:20000])]
    if not chains:
        return
    known: dict[str, Mention | None] = {}
    for mention in mentions:
        for name in mention.phrases[: mention.labels]:
            if mention.headline and not mention.aside:
                other = known.get(name, mention)
                same = other is not None and other.quantity.numeral.number == mention.quantity.numeral.number
                known[name] = other if same else None
    for block, match in chains:
        left, right = known.get(phrase(match[1])), known.get(phrase(match[3]))
        if left is None or right is None or "_" not in match[1] + match[3]:
            continue
        span = block.place(match.start(1), match.end(1))
        claim = left.quantity._replace(start=span.start, end=span.end)
        yield Relation("bound", claim, Leaf(right.quantity), _SIGNS[match[2]], match[1])
