"""The only decision: a relation agrees, agrees loosely, contradicts, or is undecided.

Readings are tried in order and the first that agrees is recorded; a contradiction is stated under the plainest reading.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from doclint.derive import UndefinedError, evaluate
from doclint.judge.beside import went_in
from doclint.judge.closeness import agrees, distance, half_place, is_loose, overlaps, widened, within_loose
from doclint.judge.contradiction import contradiction
from doclint.judge.doubts import excused
from doclint.judge.possible import measures, possible
from doclint.judge.verdicts import dimension, verdict
from doclint.model import Judged, Relation, Verdict, leaves
from doclint.readings import readings
from doclint.readings.regroup import regrouped
from doclint.readings.values import Reading, attempt, billions
from doclint.wording import number_text

AMBIGUOUS = (("ambiguous", 1),)
_UNITS_LEFT_OUT = frozenset(("times as bare numbers", "conversion factor"))

Scaled = Mapping[int, tuple[int, ...]]


def judge(relation: Relation, scaled: Scaled | None = None) -> Verdict:
    """The verdict on a relation; `scaled` gives the scales with which the document wrote an integer elsewhere."""
    if relation.op == "measures":
        return measures(relation)
    if relation.op in ("range", "share", "count", "divides", "same", "shares"):
        return possible(relation)
    relation = billions(relation)
    if relation.others:
        return _any_of(relation, scaled)
    if any(q.unit.dims == AMBIGUOUS for q in (relation.claim, *leaves(relation.expr))):
        return _ambiguous(relation)
    try:
        found = readings(relation)
        plainest = next(found, None)
        if plainest is not None and relation.kind != "bound" and agrees(plainest.best, relation, plainest.accuses):
            return verdict("agrees", relation, plainest, plainest.best, plainest.best)
        ways = [plainest, *found] if plainest is not None else []
    except UndefinedError as reason:
        return Verdict("undecided", reason=str(reason) or "undefined")
    if not ways:
        upside = _reversed(relation)
        if upside and not relation.aside:
            return dimension(relation, upside)
        return Verdict("undecided", reason="units do not correspond")
    if relation.kind == "bound" or relation.op in "<>≤≥":
        return _bound(relation, ways[0])
    for reading in ways:
        if agrees(reading.best, relation, counts=reading.accuses):
            return verdict("agrees", relation, reading, reading.best, reading.best)
    base = ways[0]
    for reading in ways[:3]:
        low, high = widened(relation, reading)
        if overlaps(low, high, relation) and within_loose(reading.best, relation):
            return verdict("agrees", relation, reading, low, high)
    for name, best in regrouped(relation.expr, relation.claim) if relation.origin != "declared" else ():
        if agrees(best, relation):
            return verdict("agrees", relation, Reading(name, best, "strict", 1), best, best)
    for reading in ways:
        if (reading.accuses or reading.name in _UNITS_LEFT_OUT) and is_loose(reading.best, relation):
            return verdict("loose", relation, reading, reading.best, reading.best)
    if scaled:
        told = _elsewhere(relation, base, scaled)
        if told is not None:
            return told
    return _explained(relation, ways) or excused(relation, ways) or contradiction(relation, _accusing(relation, ways))


def _explained(relation: Relation, ways: Sequence[Reading]) -> Verdict | None:
    """Whether what contradicts a claim is said of another number, or is but a factor of it."""
    for rival in relation.rivals:
        if judge(replace(relation, claim=rival, rivals=())).status in ("agrees", "loose"):
            return Verdict("undecided", reason="said of another number")
    reason = went_in(relation, ways)
    return Verdict("undecided", reason=reason) if reason else None


def _accusing(relation: Relation, ways: Sequence[Reading]) -> Reading:
    """The reading under which a contradiction is stated: the plainest, or a conversion factor that comes closer."""
    factors = [r for r in ways if r.name == "conversion factor"]
    return min((ways[0], *factors), key=lambda r: distance(r.best, relation.claim))


def _ambiguous(relation: Relation) -> Verdict:
    """A unit with two common meanings verifies by its plain numbers, and accuses nobody."""
    try:
        value = evaluate(relation.expr, "plain")
    except UndefinedError as reason:
        return Verdict("undecided", reason=str(reason) or "undefined")
    if agrees(value.best, relation):
        return verdict("agrees", relation, Reading("units as labels", value.best, "plain", 1), value.best, value.best)
    return Verdict("undecided", reason="ambiguous unit")


def _any_of(relation: Relation, scaled: Scaled | None) -> Verdict:
    """The verdict on an ambiguous text: any way to take it that agrees, else the first."""
    verdicts = [judge(replace(relation, expr=e, others=()), scaled) for e in (relation.expr, *relation.others)]
    return next((v for v in verdicts if v.status in ("agrees", "loose")), verdicts[0])


def _bound(relation: Relation, reading: Reading) -> Verdict:
    """A stated order of two numbers, contradicted only when the whole of it lies on the wrong side."""
    number, limit = relation.claim.numeral.number, reading.best
    half = half_place(relation.claim)
    holds = number - half <= limit if relation.op in "<≤" else number + half >= limit
    if relation.op in ("<", ">") and number == limit:
        holds = False
    if relation.claim.numeral.hedge not in ("", "~") or any(
        q.numeral.hedge not in ("", "~") for q in leaves(relation.expr)
    ):
        return Verdict("undecided", reason="both sides are bounds")
    if relation.aside and not holds:
        return Verdict("undecided", reason="said not to hold, or asked")
    return verdict("agrees" if holds else "contradicts", relation, reading, limit, limit)


def _reversed(relation: Relation) -> str:
    """The dimension that stands upside down: divided by where it must be multiplied."""
    value = attempt(relation.expr, "strict")
    if value is None:
        return ""
    claimed = dict(relation.claim.unit.dims)
    for name, power in value.dims:
        if name in ("information", "usd") and claimed.get(name, 0) * power < 0:
            return name
    return ""


def _elsewhere(relation: Relation, base: Reading, scaled: Scaled) -> Verdict | None:
    """ "4000 * 25 = 100 billion" where 25 million was stated above."""
    for quantity in leaves(relation.expr):
        if not quantity.numeral.exact or type(quantity.numeral.number) is not int:
            continue
        for scale in scaled.get(quantity.numeral.number, ()):
            best = base.best * scale
            if agrees(best, relation) or is_loose(best, relation):
                name = f"{quantity.numeral.text} means {number_text(quantity.numeral.number * scale)}"
                return verdict("agrees", relation, Reading(name, best, "strict", 1), best, best)
    return None


def mend(judged: Sequence[Judged]) -> Iterator[Judged]:
    """Chains link by link: where a wrong link's repair also mends the next one, only the first is wrong."""
    for one in judged:
        before = judged[one.relation.previous] if one.relation.previous >= 0 else None
        if one.contradicted and before is not None and before.contradicted:
            bridged = judge(replace(one.relation, expr=before.relation.expr))
            if bridged.status in ("agrees", "loose"):
                yield Judged(
                    one.relation,
                    one.verdict._replace(status="undecided", reason="right once the link before it is mended"),
                )
                continue
        yield one
