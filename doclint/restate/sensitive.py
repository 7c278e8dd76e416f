"""Which inputs a relation guards: those that could not be another number without contradicting it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from doclint.derive import exchanged
from doclint.model import Judged, Rational, Relation, Verdict, leaves

Place = tuple[int, int]
_OTHERWISE = (Fraction(13, 10), Fraction(7, 10), Fraction(2))
"""By how much an input is changed to see whether the relation still holds."""
MOST = 8
"""Relations that are asked about one input."""
MAX_TRIED = 1000
"""Relations that are tried with another input in one document: what comes after is not called guarded."""


class Guarded:
    """The places of inputs that a relation of the document itself guards; each is tried when it is first asked for."""

    def __init__(self, judged: Iterable[Judged], judge: Callable[[Relation], Verdict]) -> None:
        self._judge = judge
        self._tried = 0
        self._known: dict[Place, bool] = {}
        self._uses: dict[Place, list[Relation]] = {}
        self._guessed: dict[Place, list[Relation]] = {}
        self._failing: set[Place] = set()
        self._refuted: set[Place] = set()
        for one in judged:
            relation = one.relation
            if relation.op not in "=≈" or relation.kind == "formula":
                continue
            if relation.origin != "stated":
                uses = self._guessed
            elif one.verdict.status in ("agrees", "loose"):
                uses = self._uses
            elif one.contradicted:
                self._failing.update((q.start, q.end) for q in leaves(relation.expr))
                self._refuted.add((relation.claim.start, relation.claim.end))
                continue
            else:
                continue
            for quantity in leaves(relation.expr):
                known = uses.setdefault((quantity.start, quantity.end), [])
                if len(known) < MOST:
                    known.append(relation)

    def guards(self, place: Place) -> bool:
        """Whether a relation fails over this place, or would with another number there."""
        if place not in self._known:
            self._known[place] = place in self._failing or any(
                self._breaks(relation, place) for relation in self._uses.get(place, ())
            )
        return self._known[place]

    @property
    def any(self) -> bool:
        """Whether there is any relation that the document states."""
        return bool(self._uses or self._failing)

    def takes(self, place: Place) -> bool:
        """Whether a relation that the document states takes a number in."""
        return place in self._uses or place in self._failing

    def refuted(self, place: Place) -> bool:
        """Whether a computation that the document states contradicts a number."""
        return place in self._refuted

    def asks(self, place: Place) -> bool:
        """Whether an inferred relation, or a rule, takes a number in."""
        return place in self._guessed

    def fits(self, place: Place, number: Rational) -> bool:
        """Whether an inferred relation, or a rule, holds with this number at a place and with no other."""
        return any(
            self._with(relation, place, number) == "agrees"
            and all(self._with(relation, place, number * change) != "agrees" for change in _OTHERWISE)
            for relation in self._guessed.get(place, ())
        )

    def _with(self, relation: Relation, place: Place, number: Rational) -> str:
        """The status that a relation has with another number; undecided when enough of them were tried."""
        self._tried += 1
        if self._tried > MAX_TRIED:
            return "undecided"
        return self._judge(with_numbers(relation, {place: number})).status

    def _breaks(self, relation: Relation, place: Place) -> bool:
        number = next(q.numeral.number for q in leaves(relation.expr) if (q.start, q.end) == place)
        return all(self._with(relation, place, Fraction(number) * change) == "contradicts" for change in _OTHERWISE)


def with_numbers(relation: Relation, numbers: Mapping[Place, Rational]) -> Relation:
    """A relation with other numbers at some places of its expression."""
    return replace(relation, expr=exchanged(relation.expr, numbers))
