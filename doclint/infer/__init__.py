"""Unit algebra between neighbours: what the lines of one list, block or column imply about each other.

The structure proposes a relation (a share of what stands above, a total spread over a count, a rate times a size, one
list as a multiple of another); the numbers only say whether it holds. All of these are inferred: a line that differs by
more than a slip is left undecided.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace

from doclint.amounts import significant
from doclint.infer import each, evidence, factors, kinds, parallel
from doclint.infer.bettered import bettered
from doclint.infer.lasting import lasting
from doclint.infer.parallel import implied
from doclint.infer.periods import periodic, stacked
from doclint.model import Apply, Expr, Leaf, Rational, Relation
from doclint.symbols import Mention
from doclint.totals.roles import BESIDE, CONTAINED, ONCE, SUBTOTAL
from doclint.vocabulary import fold

WINDOW = 8
_AFTER = frozenset("replication index compressed raw cache overhead metadata redundancy".split())
Known = dict[tuple[Rational, str], set[str]]
_RESULTS = "size data rate storage throughput bandwidth volume need required total cost".split()
_SIZES = frozenset("average /message /event /row /record /file /request /document /page /user".split())


def inferred(mentions: Sequence[Mention], derived: Container[tuple[int, int]]) -> Iterator[Relation]:
    """Relations that groups of neighbouring statements imply; `derived` places already have a derivation."""
    copies = factors.copies_of(mentions)
    known = _follow(mentions, derived)
    for group in groups(mentions):
        for at, mention in enumerate(group):
            if mention.aside or mention.operand or mention.place in derived or _again(mention, known):
                continue
            above = group[max(0, at - WINDOW) : at]
            if not (mention.label or mention.siblings or mention.fenced):
                continue
            relation = (
                bettered(mention, above)
                or factors.scaled(mention, above)
                or factors.multiplied(mention, above, group[at + 1 : at + 3])
                or each.times(mention, above)
                or each.repeated(mention, above)
                or each.for_many(mention, above)
                or factors.replicated(mention, above, copies)
                or factors.share_of(mention, above)
                or _spread(mention, above, group[at + 1 : at + 3])
                or _product(mention, above)
                or periodic(mention, above)
                or lasting(mention, above)
                or _total(mention, group, at)
            )
            if relation is not None and not evidence.otherwise(mention, relation, above):
                yield relation
    yield from stacked(mentions, derived)
    yield from _per(mentions, derived)
    yield from factors.named_shares(mentions, derived)
    yield from factors.counted_shares(mentions, derived)
    yield from factors.occupied(mentions, derived)
    yield from each.divided(mentions, derived)
    yield from kinds.in_all(mentions, derived)
    yield from parallel.shares(mentions, derived)
    yield from parallel.of_whole(mentions, derived)
    yield from parallel.multiples(mentions, derived)
    yield from parallel.spans(mentions, derived)


def _follow(mentions: Sequence[Mention], derived: Container[tuple[int, int]]) -> Known:
    """The amounts per something that follow from a computation beside them, with what is said of them."""
    known: Known = {}
    for m in mentions:
        if m.place in derived:
            amount = m.quantity.numeral.number * m.quantity.unit.factor
            for word in m.words:
                if word[0] == "/":
                    known.setdefault((amount, word), set()).update(m.words)
    return known


def _again(mention: Mention, known: Known) -> bool:
    """Whether a number says again what follows from a computation elsewhere: `each GPU handles 4 experts`."""
    amount = mention.quantity.numeral.number * mention.quantity.unit.factor
    said = {w for w in mention.words if w[0] != "/"}
    return any(said & known.get((amount, w), set()) for w in mention.words if w[0] == "/")


def _per(mentions: Sequence[Mention], derived: Container[tuple[int, int]]) -> Iterator[Relation]:
    """Unit algebra over the document: `Index size per page: 12 KB` where the index and the pages have one size each."""
    counts: dict[str, list[Mention]] = {}
    wholes: dict[frozenset[str], list[Mention]] = {}
    for mention in mentions:
        if not mention.headline or mention.aside or mention.limit or mention.operand or mention.scope:
            continue
        if any(w[0] == "/" for w in mention.words | mention.header) or mention.quantity.unit.text in ("%", "x"):
            continue
        if not mention.quantity.unit.dims and len(mention.counted) == 1:
            counts.setdefault(next(iter(mention.counted)), []).append(mention)
        wholes.setdefault(mention.words, []).append(mention)
    for mention in mentions:
        per = [w[1:] for w in mention.words if w[0] == "/"]
        if len(per) != 1 or mention.aside or mention.operand or mention.place in derived:
            continue
        if not mention.headline or mention.limit or significant(mention.quantity) < 2:
            continue
        alike = wholes.get(mention.words - {f"/{per[0]}"}, ())
        whole = factors.one_amount([w for w in alike if factors.same_kind(w.quantity, mention.quantity)])
        count = factors.one_amount(counts.get(per[0], ()))
        if count is not None and whole is not None:
            yield implied("formula", mention, Apply("/", (Leaf(whole.quantity), Leaf(count.quantity))), f"per {per[0]}")


def groups(mentions: Sequence[Mention]) -> Iterator[list[Mention]]:
    """Statements that stand together: the lines of a block under one label, the items of a list, a section's text."""
    found: dict[tuple[object, ...], list[Mention]] = {}
    for mention in mentions:
        if mention.row >= 0:
            continue
        key: tuple[object, ...]
        if mention.siblings:
            key = ("list", mention.siblings[:1])
        elif mention.fenced:
            key = ("block", mention.block)
        else:
            key = ("section", mention.section)
        found.setdefault(key, []).append(mention)
    yield from (g for g in found.values() if len(g) > 1)


def _spread(mention: Mention, above: Sequence[Mention], beside: Sequence[Mention]) -> Relation | None:
    """A number per X: the nearest total of its kind divided by the nearest count of X."""
    per = {w[1:] for w in mention.words if w[0] == "/"}
    if not per or len(above) < 2 or mention.limit:
        return None
    said = {w for w in mention.words if w[0] != "/"} - per
    count = next(
        (
            m
            for m in reversed(above)
            if not m.quantity.unit.dims
            and m.quantity.unit.text not in ("%", "x")
            and m.counted & per
            and not any(w[0] == "/" for w in m.words)
            and m.quantity.numeral.number > 1
        ),
        None,
    )
    if count is None:
        return None
    whole = next(
        (
            m
            for m in reversed(above)
            if m is not count
            and factors.scalable(m, mention)
            and (m.words & said or (not said and m.parent == mention.parent and m.quantity.unit.dims))
            and not any(w[0] == "/" for w in m.words)
            and (m.words & mention.words or not _own_words(mention))
            and _amount_of(m, said)
        ),
        None,
    )
    if whole is None:
        return None
    near = whole.parent == mention.parent == count.parent or bool(whole.words & mention.words)
    if significant(mention.quantity) < 2 and not (near and mention.headline):
        return None
    # Sure are the same words per something in one list, and a line that only says what it is per, right below both.
    if said:
        sure = whole.words == said and whole.siblings == mention.siblings == count.siblings
    else:
        sure = _below(mention, count) and _below(count, whole)
    if any(factors.same_kind(m.quantity, mention.quantity) and m.parent == mention.parent for m in beside):
        sure = False  # something else goes into the whole, too
    spread = Apply("/", (Leaf(whole.quantity), Leaf(count.quantity)))
    relation = implied("formula", mention, spread, "" if sure else f"per {min(per)}")
    nouns = {f"/{w}" for w in whole.counted}
    copies = [m for m in above if m.words & nouns and not m.quantity.unit.dims and m.quantity.numeral.number > 1]
    forms = (Apply("/", (Apply("*", (Leaf(whole.quantity), Leaf(m.quantity))), Leaf(count.quantity))) for m in copies)
    return replace(relation, others=tuple(forms))


def _amount_of(whole: Mention, said: set[str]) -> bool:
    """Whether a number is an amount of what is said: by its unit, or as a bare one by the last word of its label."""
    if whole.quantity.unit.text or not whole.label:
        return True
    return bool({fold(p.rsplit(" ", 1)[-1]) for p in whole.phrases[: whole.labels]} & said)


def _own_words(mention: Mention) -> frozenset[str]:
    """The words of a label that say what there is of each X."""
    return frozenset(w for w in mention.label if w[0] != "/" and f"/{w}" not in mention.words)


def _product(mention: Mention, above: Sequence[Mention]) -> Relation | None:
    """The two statements right above multiplied or divided, where only that gives the dimension of this one."""
    bare = not mention.quantity.unit.dims and not mention.quantity.unit.nouns
    if bare and not (mention.counted and mention.quantity.unit.text == ""):
        return None
    heads = [m for m in above if m.headline and not m.aside and m.quantity.unit.text not in ("%", "x")]
    if not mention.headline or len(heads) < 2 or mention.label & _AFTER:
        return None
    b, a = heads[-1], heads[-2]
    claim = mention.quantity
    if b.parent != mention.parent or a.parent != mention.parent:
        return None
    follows = (mention.rate or _result_of(mention)) and (b.block, b.line + 1) == (mention.block, mention.line)
    if significant(claim) < 2 and not follows:
        return None
    guess = "" if _result_of(mention) and _below(mention, b) and _below(b, a) else "product"
    mine = {n for n, power in claim.unit.nouns if power > 0}
    theirs = {n for m in (a, b) for n, power in m.quantity.unit.nouns if power > 0}
    if mine and theirs and not mine & theirs:
        return None
    dims = _dims(mention)
    first, second = _dims(a), _dims(b)
    if _sum(first, second, 1) == dims and first != dims and second != dims and first != second:
        return implied("formula", mention, Apply("*", (Leaf(a.quantity), Leaf(b.quantity))), guess)
    if (first == dims) != (second == dims) and _sum(first, second, 1) == dims:
        size, count = (a, b) if first == dims else (b, a)
        whole = count.quantity.numeral.exact or count.quantity.numeral.scaled
        sized = not mention.words & _SIZES and (size.words & _SIZES or "size" in size.subject.lower())
        if whole and "information" in dims and sized:
            return implied("formula", mention, Apply("*", (Leaf(a.quantity), Leaf(b.quantity))), guess)
    if not first and second == {"time": 1} and dims == {"time": -1} and "interval" in b.label:
        return implied("formula", mention, Apply("/", (Leaf(a.quantity), Leaf(b.quantity))), guess)
    if first == dims and second == {"time": 1} and ({"daily", "/day"} & a.words or "day" in a.subject.lower()):
        return implied("formula", mention, Apply("*", (Leaf(a.quantity), Leaf(b.quantity))), guess)
    if not dims and first == second:
        per = {w[1:] for w in b.words | a.words if w[0] == "/"}
        nouns = mention.counted | mention.words
        if per & nouns and (not bare or a.words & b.words):
            load, capacity = (b, a) if any(w[0] == "/" and w[1:] in nouns for w in a.words) else (a, b)
            served = Apply("/", (Leaf(load.quantity), Leaf(capacity.quantity)))
            return implied("formula", mention, Apply("ceil", (served,)), guess)
    return None


def _dims(mention: Mention) -> dict[str, int]:
    """Hard dimensions of a number; a bare one under a label such as "Messages/sec" is a rate."""
    if mention.rate and not mention.quantity.unit.dims:
        return {"time": -1}
    return dict(mention.quantity.unit.dims)


def _below(mention: Mention, other: Mention) -> bool:
    """Whether a statement stands on the line, or is the item of the list, right below another."""
    if mention.block == other.block:
        return mention.line == other.line + 1
    return mention.siblings == other.siblings != () and mention.block == other.block + 1


def _result_of(mention: Mention) -> bool:
    """Whether a label reads as the result of the lines above it."""
    low = mention.subject.lower()
    return any(word in low for word in _RESULTS)


def _total(mention: Mention, group: Sequence[Mention], at: int) -> Relation | None:
    """A number labelled total: the numbers of its kind above it, back to where its label begins."""
    if not mention.total or not mention.headline or significant(mention.quantity) < 2 or ONCE.search(mention.subject):
        return None
    items: list[Mention] = []
    for other in reversed(group[max(0, at - 4 * WINDOW) : at]):
        if other.parent == mention.parent and (other.apart or BESIDE.search(other.subject)):
            return None
        if CONTAINED.search(f"({other.remark}") or CONTAINED.search(other.subject):
            return None
        if not other.headline or (other.operand and not other.result):
            continue
        nested = len(other.siblings) > len(mention.siblings) > 0
        if SUBTOTAL.search(other.key):
            return None
        if other.total or (other.parent != mention.parent and not nested) or other.aside:
            break
        if (other.block, other.line) == (mention.block, mention.line):
            return None
        per = {w for w in other.words if w[0] == "/"}
        if per - mention.words - mention.per - {f"/{w}" for w in mention.words}:
            continue
        if not factors.same_kind(other.quantity, mention.quantity):
            return None
        if items and (items[-1].block, items[-1].line) == (other.block, other.line):
            continue
        items.append(other)
    counted = all(m.quantity.unit.nouns == mention.quantity.unit.nouns != () for m in items)
    if len(items) < 2 or not (mention.quantity.unit.dims or counted):
        return None
    total: Expr = Leaf(items[-1].quantity)
    for item in reversed(items[:-1]):
        total = Apply("+", (total, Leaf(item.quantity)))
    return implied("sum", mention, total, "sum")


def _sum(a: dict[str, int], b: dict[str, int], sign: int) -> dict[str, int]:
    found = dict(a)
    for name, power in b.items():
        found[name] = found.get(name, 0) + sign * power
    return {n: p for n, p in found.items() if p}
