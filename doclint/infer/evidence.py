"""What a guess is worth: how many digits its numbers share, and how often the same guess holds in the document.

A guess of which units and neighbourhood are the only grounds accuses where two digits of the claim stand as derived and
a slip explains the rest, or where the same guess holds for other numbers; where it may not accuse, it verifies nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from doclint.amounts import agree, significant
from doclint.infer.parallel import MULTIPLE
from doclint.model import TIME, Apply, Expr, Judged, Leaf, Quantity, Rational, Relation, leaves
from doclint.symbols import Mention

ENOUGH = 2
"""Digits that stand as derived when one digit or the scale is wrong: fewer agree by chance."""
OPEN = frozenset(("ml-parallelism/gpus-from-degrees",))
"""Rules of products that may have further factors, by names of a document's own."""
_MEAN = re.compile(r"(?i)\b(?:average|avg|mean)\b")
RARELY = 3
"""How often a guess must hold for each time that it fails."""


def earned(judged: Sequence[Judged]) -> Iterator[Judged]:
    """Guesses without those that prove too little, in either direction."""
    held: dict[str, set[tuple[int, int]]] = {}
    failed: dict[str, set[tuple[int, int]]] = {}
    for one in judged:
        if one.relation.guess:
            kept = held if one.verdict.status in ("agrees", "loose") else failed
            kept.setdefault(one.relation.guess, set()).add(_place(one))
    for one in judged:
        guess, status = one.relation.guess, one.verdict.status
        if not guess or status == "undecided":
            implied = one.contradicted and one.relation.origin == "inferred" and one.relation.op in "=≈"
            if implied and restated(one):
                yield _undecided(one, "the same as one of its inputs")
            elif _is_blunt(one):
                yield _undecided(one, "one digit's worth")
            else:
                yield one
            continue
        others = len(held.get(guess, set()) - {_place(one)})
        against = len(failed.get(guess, set()) - {_place(one)})
        believed = others > 0 and others >= RARELY * against
        if believed or shared_digits(one) >= ENOUGH:
            yield one
        else:
            yield _undecided(one, "a guess with too few digits")


def _is_blunt(one: Judged) -> bool:
    """Whether a number of one digit is implied in a way in which another one would not be accused, either."""
    relation = one.relation
    if relation.origin != "inferred" or relation.op not in "=≈" or significant(relation.claim) >= ENOUGH:
        return False
    if relation.rule == MULTIPLE:
        return True
    return one.contradicted and relation.kind != "ratio" and bool(one.verdict.slip)


def otherwise(mention: Mention, relation: Relation, above: Sequence[Mention]) -> bool:
    """Whether a number or an input of it is of a part, or all of them are limits, which each hold for themselves."""
    places = {(q.start, q.end) for q in leaves(relation.expr)}
    inputs = [m for m in above if m.place in places]
    if "=" in mention.remark:
        return True
    if relation.kind != "sum" and (mention.altered or any(m.altered for m in inputs)):
        return True
    return mention.limit and bool(inputs) and all(m.limit for m in inputs)


def bound(judged: Sequence[Judged]) -> Iterator[Judged]:
    """Rules without those over an unsure input that prove too little, or that a neighbouring rule explains away."""
    for one in judged:
        if one.contradicted and one.relation.tentative and one.relation.hint:
            yield _undecided(one, one.relation.hint)
            continue
        if one.contradicted and not one.verdict.slip and _is_daily_mean(one):
            yield _undecided(one, "a rate that need not be the mean of a whole day")
            continue
        if one.contradicted and _lacks_a_factor(one):
            yield _undecided(one, "a further factor may go in")
            continue
        unsure = one.relation.tentative and one.relation.estimate and one.verdict.status != "undecided"
        thin = unsure and shared_digits(one) < ENOUGH
        yield _undecided(one, "an unsure input and too few digits") if thin else one


def _lacks_a_factor(one: Judged) -> bool:
    """Whether a whole number is a multiple of the product of the factors that are known."""
    claim, derivation = one.relation.claim, one.verdict.derivation
    if (
        one.relation.rule not in OPEN
        or not claim.numeral.exact
        or claim.unit.dims
        or derivation is None
        or derivation.best <= 1
    ):
        return False
    times = Fraction(claim.numeral.number) / Fraction(derivation.best)
    return _is_product(one.relation.expr) and times.denominator == 1 and times > 1


def otherwise_stated(mentions: Sequence[Mention], rules: Iterable[Judged]) -> Iterator[Judged]:
    """Rules without open products that the document itself computes to another number, or to a smaller one elsewhere.

    The rest is spare, or another plan's.
    """
    results = {m.place: m.quantity.numeral.number for m in mentions if m.result}
    for one in rules:
        derivation = one.verdict.derivation
        if one.contradicted and one.relation.rule in OPEN and derivation is not None:
            larger = one.relation.claim.numeral.number > derivation.best
            if _place(one) in results or (larger and derivation.best in results.values()):
                yield _undecided(one, "the document computes it otherwise")
                continue
        yield one


def _is_daily_mean(one: Judged) -> bool:
    """Whether a rate that nobody calls an average is more than what a day spreads over all its seconds."""
    expr, claim, derivation = one.relation.expr, one.relation.claim, one.verdict.derivation
    if claim.unit.dims != (("time", -1),) or derivation is None:
        return False
    day = next(iter(leaves(expr.args[1])), None) if isinstance(expr, Apply) and expr.op == "/" else None
    spread = day is not None and day.start < 0 and day.unit.dims == TIME
    if isinstance(expr, Leaf):
        spread = expr.quantity.unit.factor * 100 < claim.unit.factor
    return spread and claim.numeral.number > derivation.best and _MEAN.search(one.relation.subject) is None


def _is_product(expr: Expr) -> bool:
    return isinstance(expr, Leaf) or (isinstance(expr, Apply) and expr.op == "*" and all(map(_is_product, expr.args)))


def _undecided(one: Judged, reason: str) -> Judged:
    return Judged(one.relation, one.verdict._replace(status="undecided", reason=reason))


def restated(judged: Judged) -> bool:
    """Whether a claim is one of its own inputs again: then it is said of the whole, or the whole is said of it."""
    claim = judged.relation.claim
    return any(q.unit.dims == claim.unit.dims and agree(q, claim) for q in leaves(judged.relation.expr))


def shared_digits(judged: Judged) -> int:
    """Digits of a claim that stand as derived, were one of them another; none where the claim is one of its inputs."""
    claim = judged.relation.claim
    derivation = judged.verdict.derivation
    if derivation is None or not derivation.best or restated(judged):
        return 0
    if not judged.contradicted:
        return significant(claim) - 1
    if judged.verdict.slip:
        return significant(claim)
    return _standing(derivation.best, claim)


def _standing(best: Rational, claim: Quantity) -> int:
    """How many digits of two numbers of one length are equal, without the zeros at their end."""
    shown, mine = (str(abs(round(Fraction(n) / claim.numeral.place))) for n in (best, claim.numeral.number))
    while shown.endswith("0") and mine.endswith("0"):
        shown, mine = shown[:-1], mine[:-1]
    return sum(a == b for a, b in zip(shown, mine, strict=False)) if len(shown) == len(mine) else 0


def _place(one: Judged) -> tuple[int, int]:
    return one.relation.claim.start, one.relation.claim.end
