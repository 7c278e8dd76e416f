"""What changes with a refuted number: everything computed from it, with its corrected value.

A root is a contradicted number with one derived value. What depends on it keeps its own status and is listed with the
root: recomputed where it is a product, shifted by the difference where it is a sum.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from doclint.derive import UndefinedError, evaluate, exchanged
from doclint.findings import claimed
from doclint.model import (
    Amount,
    Apply,
    Consequence,
    Finding,
    Judged,
    Quantity,
    Rational,
    Severity,
    Source,
    Span,
    leaves,
)
from doclint.wording import amount

MOST = 50
Place = tuple[int, int]
_NEXT: dict[Severity, Severity] = {"info": "warning", "warning": "error", "error": "error"}


def propagated(source: Source, findings: Sequence[Finding], judged: Sequence[Judged]) -> list[Finding]:
    """Findings with the consequences of their corrections; one that breaks a stated limit rises one step."""
    roots = {(f.span.start, f.span.end): f for f in findings if f.derivation is not None and f.claimed is not None}
    if not roots:
        return list(findings)
    graph = _Graph(source, judged)
    return [graph.follow(f) if (f.span.start, f.span.end) in graph.roots else f for f in findings]


class _Graph:
    """Which relations take in which number, by place."""

    def __init__(self, source: Source, judged: Sequence[Judged]) -> None:
        self.source = source
        self.uses: dict[Place, list[Judged]] = {}
        self.limits: dict[Place, list[Judged]] = {}
        self.roots: dict[Place, Judged] = {}
        self.before: dict[int, Quantity] = {}
        self.wrong = {_at(j.relation.claim) for j in judged if j.contradicted}
        for one in judged:
            relation = one.relation
            place = _at(relation.claim)
            if one.contradicted and relation.op in "=≈" and one.verdict.reason != "dimension":
                self.roots.setdefault(place, one)
            elif one.verdict.status in ("agrees", "loose") and relation.op in "=≈":
                if relation.kind == "restatement" and not relation.claim.unit.text:
                    continue
                for quantity in leaves(relation.expr):
                    self.uses.setdefault(_at(quantity), []).append(one)
            elif one.verdict.status == "agrees" and relation.op in "<≤>≥":
                self.limits.setdefault(place, []).append(one)
            for quantity in (relation.claim, *relation.also, *leaves(relation.expr)):
                if quantity.unit.dims:
                    self.before[quantity.end] = quantity

    def follow(self, finding: Finding) -> Finding:
        """A finding with what its correction changes, nearest first."""
        root = self.roots[finding.span.start, finding.span.end]
        derivation = root.verdict.derivation
        claim = root.relation.claim
        if derivation is None or not claim.numeral.number:
            return finding
        corrected: dict[Place, Rational] = {_at(claim): derivation.best}
        for again in root.relation.again:
            corrected[_at(again)] = derivation.best
        ratio = Fraction(derivation.best) / Fraction(claim.numeral.number)
        changed = list(self._changes(corrected, [claim, *root.relation.again], ratio))
        consequences = tuple(_consequence(q, corrected[_at(q)]) for q in changed)
        broken = self._broken(corrected)
        if not broken:
            return replace(finding, consequences=consequences)
        hint = f"{finding.hint}; {broken}" if finding.hint else broken
        return replace(finding, consequences=consequences, hint=hint, severity=_NEXT[finding.severity])

    def _changes(
        self, corrected: dict[Place, Rational], roots: Sequence[Quantity], ratio: Fraction
    ) -> Iterator[Quantity]:
        """Every number that changes with the corrected ones; `corrected` takes their new values in."""
        queue = deque(_at(q) for q in roots)
        own = {_at(q) for q in leaves(self.roots[_at(roots[0])].relation.expr)}
        for quantity in roots:
            owner = self._explained(quantity) if quantity.unit.nouns else None
            if owner is not None and _at(owner) not in corrected and _at(owner) not in own:
                corrected[_at(owner)] = Fraction(owner.numeral.number) * ratio
                queue.append(_at(owner))
                yield owner
        while queue and len(corrected) < MOST:
            for one in self.uses.get(queue.popleft(), ()):
                quantity = one.relation.claim
                place = _at(quantity)
                if place in corrected or place in self.wrong:
                    continue
                new = _recomputed(one, corrected)
                if new is not None and new != quantity.numeral.number:
                    corrected[place] = new
                    queue.append(place)
                    yield quantity

    def _explained(self, quantity: Quantity) -> Quantity | None:
        """The amount that a bracket right behind it explains by this number: `0.62 GB (2 experts per GPU)`."""
        text = self.source.text
        at = quantity.start - 1
        while at > 0 and text[at] in " ~*":
            at -= 1
        if text[at] != "(":
            return None
        while at > 0 and text[at - 1] in " *":
            at -= 1
        return self.before.get(at)

    def _broken(self, corrected: Mapping[Place, Rational]) -> str:
        """The stated limits that the corrected values do not keep, in words."""
        for place, new in corrected.items():
            for one in self.limits.get(place, ()):
                derivation = one.verdict.derivation
                if derivation is None:
                    continue
                holds = new <= derivation.best if one.relation.op in "<≤" else new >= derivation.best
                if not holds:
                    unit = one.relation.claim.unit.text
                    return f"corrected, {amount(new, unit)} breaks the limit of {amount(derivation.best, unit)}"
        return ""


def _at(quantity: Quantity) -> Place:
    return quantity.start, quantity.end


def _recomputed(judged: Judged, corrected: Mapping[Place, Rational]) -> Rational | None:
    """The claim of a relation with corrected inputs: shifted for sums, in proportion otherwise."""
    expr, claim = judged.relation.expr, judged.relation.claim
    for mode in ("strict", "plain"):
        try:
            old, new = evaluate(expr, mode), evaluate(exchanged(expr, corrected), mode)
        except UndefinedError:
            continue
        if isinstance(expr, Apply) and expr.op in "+-":
            factor = claim.unit.factor if mode == "strict" and old.dims == claim.unit.dims else 1
            return Fraction(claim.numeral.number) + (Fraction(new.best) - Fraction(old.best)) / factor
        return Fraction(claim.numeral.number) * Fraction(new.best) / old.best if old.best else None
    return None


def _consequence(quantity: Quantity, new: Rational) -> Consequence:
    """A changed number with its new value; a percentage keeps its written places."""
    unit = quantity.unit.text
    shown = new
    if unit == "%":
        place = Fraction(quantity.numeral.place)
        shown = round(Fraction(new) / place) * place
    return Consequence(
        Span(quantity.start, quantity.end), claimed(quantity), Amount(amount(shown, unit), float(shown), unit)
    )
