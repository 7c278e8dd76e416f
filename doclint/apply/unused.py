"""What stands beside the inputs of a rule and goes into none of them: a share, a factor, a window that explains it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from doclint.judge.closeness import half_place
from doclint.model import TIME, Judged, Quantity, Relation, leaves
from doclint.symbols import Mention

MAX_NEAR = 60
Range = tuple[Fraction, Fraction]


def explained(mentions: Sequence[Mention], rules: Iterable[Judged]) -> Iterator[Judged]:
    """Rules without those of which a number that stands beside claim or inputs, and that nothing uses, is the rest."""
    lists: dict[tuple[object, ...], list[Mention]] = {}
    places: dict[tuple[int, int], Mention] = {}
    for mention in mentions:
        places[mention.place] = mention
        for key in _keys(mention):
            lists.setdefault(key, []).append(mention)
    for one in rules:
        if one.contradicted and one.relation.op == "=" and _has_rest(one, lists, places):
            yield Judged(one.relation, one.verdict._replace(status="undecided", reason="a number beside it may go in"))
        else:
            yield one


def _keys(mention: Mention) -> Iterator[tuple[object, ...]]:
    yield ("block", mention.block)
    if mention.siblings:
        yield ("list", mention.siblings, mention.row >= 0 and mention.column)


def _has_rest(
    one: Judged, lists: dict[tuple[object, ...], list[Mention]], places: dict[tuple[int, int], Mention]
) -> bool:
    relation, derivation = one.relation, one.verdict.derivation
    if derivation is None or derivation.low <= 0 or relation.claim.numeral.number <= 0:
        return False
    used = {(q.start, q.end) for q in _used(relation)}
    claim, half = Fraction(relation.claim.numeral.number), Fraction(half_place(relation.claim))
    rest = ((claim - half) / Fraction(derivation.high), (claim + half) / Fraction(derivation.low))
    spans = [q for q in _used(relation) if q.start < 0 and q.unit.dims == TIME and q.numeral.number]
    near = (m for place in used if place in places for key in _keys(places[place]) for m in lists[key][:MAX_NEAR])
    return any(m.place not in used and not m.operand and _explains(m.quantity, rest, spans) for m in near)


def _used(relation: Relation) -> Iterator[Quantity]:
    yield relation.claim
    for expr in (relation.expr, *relation.others):
        yield from leaves(expr)


def _explains(quantity: Quantity, rest: Range, spans: Sequence[Quantity]) -> bool:
    """Whether a factor, a share or a length of time is what a claim is off by."""
    number = Fraction(quantity.numeral.number)
    if quantity.unit.dims == TIME:
        length = number * quantity.unit.factor
        ratios = [length / (Fraction(s.numeral.number) * s.unit.factor) for s in spans if length > 0]
    elif quantity.unit.text == "%":
        share = number / 100
        ratios = [share, 1 - share, 1 + share]
    elif quantity.unit.text == "x":
        ratios = [number]
    else:
        return False
    return any(rest[0] <= r <= rest[1] or rest[0] <= 1 / r <= rest[1] for r in ratios if r > 0)
