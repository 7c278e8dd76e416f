"""What a contradicted number would have to be, as one edit of the document together with all that follows from it.

Only a repair that is the only one is proposed: of two numbers that differ, of a unit or a scale that slipped, of a
range or of a limit, nothing tells which side is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from doclint.model import Edit, Finding, Fix, Judged, Quantity, Rational, Source, Span, leaves
from doclint.rewrite import rewritten

Place = tuple[int, int]
EXACT = 2**53
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3},\d{3}(?![\d,])")
_CURRENCIES = tuple("$€£¥₹")
_ONE_SIDED = ("restatement", "bound", "formula")


def repaired(source: Source, findings: Sequence[Finding], judged: Sequence[Judged]) -> list[Finding]:
    """Findings with their fix, where there is one; consequences must stand in them already."""
    if not any(_open(one) for one in findings):
        return list(findings)
    repairs = _Repairs(source, judged)
    return [replace(one, fixes=(*one.fixes, *repairs.fix(one))) if _open(one) else one for one in findings]


def _open(finding: Finding) -> bool:
    """Whether a check names a wrong number, and not a wrong unit, a roundness or a conflict."""
    return (
        finding.derivation is not None
        and (finding.code.startswith("DL1") or finding.code in ("DL301", "DL404"))
        and finding.code not in ("DL102", "DL109")
    )


class _Repairs:
    """The contradicted relations and the quantities of a document by place."""

    def __init__(self, source: Source, judged: Sequence[Judged]) -> None:
        self.text = source.text
        self.mark = "," if _GROUPED.search(source.text) else ""
        self.wrong: dict[Place, list[Judged]] = {}
        self.quantities: dict[Place, Quantity] = {}
        for one in judged:
            relation = one.relation
            if one.contradicted:
                self.wrong.setdefault(_at(relation.claim), []).append(one)
            for quantity in (relation.claim, *relation.also, *relation.again, *leaves(relation.expr)):
                self.quantities.setdefault(_at(quantity), quantity)

    def fix(self, finding: Finding) -> Iterator[Fix]:
        """The one fix of a finding: its number, where it is said again, and every consequence; or nothing."""
        root = self._root(finding)
        edits = None if root is None else self._edits(root, finding)
        if edits and Span(*edits[0].span) == finding.span:
            yield Fix(f"write {self._shown(edits[0])}{_others(len(edits) - 1)}", "unsafe", tuple(sorted(edits)))

    def _shown(self, edit: Edit) -> str:
        """The new number on one line, with the currency before it and without the marks of a formula."""
        before = self.text[max(0, edit.span.start - 1) : edit.span.start]
        return (before if before in _CURRENCIES else "") + " ".join(edit.text.split("\\")[0].split())

    def _root(self, finding: Finding) -> Judged | None:
        """The relation that a finding is about, where all that contradict its number agree on what it should be."""
        found = self.wrong.get((finding.span.start, finding.span.end), [])
        bests = {j.verdict.derivation.best for j in found if j.verdict.derivation is not None}
        if len(bests) != 1 or not all(_only(j) for j in found):
            return None
        return found[0]

    def _edits(self, root: Judged, finding: Finding) -> list[Edit] | None:
        claim, derivation = root.relation.claim, root.verdict.derivation
        if derivation is None or not claim.numeral.number:
            return None
        best: Rational = derivation.best
        if root.relation.kind == "ratio" and claim.numeral.number < 0 < best:
            best = -best
        wanted: dict[Place, tuple[Quantity, Rational]] = {_at(claim): (claim, best)}
        for again in root.relation.again:
            wanted.setdefault(_at(again), (again, Fraction(best) * again.numeral.number / claim.numeral.number))
        for one in finding.consequences:
            place = (one.span.start, one.span.end)
            quantity = self.quantities.get(place)
            if quantity is None or abs(one.corrected.number) > EXACT:
                return None
            wanted.setdefault(place, (quantity, Fraction(repr(one.corrected.number))))
        edits = []
        for place, (quantity, number) in wanted.items():
            old = self.text[place[0] : place[1]]
            new = rewritten(old, quantity, number, self.mark)
            if new is None:
                return None
            if new != old:
                edits.append(Edit(Span(*place), new))
        ordered = sorted(edits)
        apart = all(a.span.end <= b.span.start for a, b in pairwise(ordered))
        return edits if apart else None


def _others(count: int) -> str:
    if not count:
        return ""
    return ", and one number that goes with it" if count == 1 else f", and {count} numbers that go with it"


def _only(judged: Judged) -> bool:
    """Whether the number is wrong, and nothing else that the relation joins."""
    relation = judged.relation
    end_of_range = relation.kind == "count" and relation.estimate
    whole = relation.claim.unit.text == "%" and relation.claim.numeral.number == 100
    other_unit = judged.verdict.slip == "decimal"
    return judged.wrong_number and not other_unit and relation.kind not in _ONE_SIDED and not end_of_range and not whole


def _at(quantity: Quantity) -> Place:
    return quantity.start, quantity.end
