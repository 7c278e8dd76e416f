"""Verdicts with the derivation that they rest on."""

from __future__ import annotations

from doclint.judge.closeness import off
from doclint.model import Derivation, Rational, Relation, Verdict
from doclint.readings.values import Reading
from doclint.wording import working


def verdict(
    status: str, relation: Relation, reading: Reading, low: Rational, high: Rational, reason: str = "", slip: str = ""
) -> Verdict:
    derivation = Derivation(
        low, high, reading.best, relation.claim.unit.text, working(relation.expr), reading.name, relation.rule
    )
    advice = "mixed" if status == "agrees" and reading.name == "binary prefixes" else ""
    return Verdict(status, derivation, reason, slip, float(min(off(reading.best, relation.claim), 10**9)), advice)  # type: ignore[arg-type]


def dimension(relation: Relation, name: str) -> Verdict:
    return Verdict(
        "contradicts", Derivation(0, 0, 0, relation.claim.unit.text, working(relation.expr)), "dimension", name, 1.0
    )
