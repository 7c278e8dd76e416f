"""The JSON formats of `check` and `claims`, version 1; their schemas are doclint/schema/check.json and claims.json.

Places have 1-based lines and code-point columns, `end` exclusive. A number that JSON cannot hold is null.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from json import dumps
from math import isfinite
from typing import Any

from doclint.model import Amount, CheckedRelation, Claim, Derivation, Finding, Fix, Rational, Result, Source, Span

Place = Callable[[Span], dict[str, Any]]
EXACT = 2**53
"""Integers up to here are the same in every JSON reader."""


def check(results: Sequence[Result]) -> str:
    """The findings of `doclint check --format json`."""
    return _dump({"version": 1, "findings": list(findings(results)), "summary": summary(results)})


def findings(results: Iterable[Result]) -> Iterator[dict[str, Any]]:
    """Every finding as an object."""
    for result in results:
        place = _placer(result.source)
        for finding in result.findings:
            yield _finding(finding, place)


def claims(results: Iterable[Result]) -> str:
    """The claims of `doclint claims --format json`."""
    entries: list[dict[str, Any]] = []
    for result in results:
        place = _placer(result.source)
        entries.extend(_claim(claim, place) for claim in result.claims)
    return _dump({"version": 1, "claims": entries})


def summary(results: Sequence[Result]) -> dict[str, int]:
    """How many files and claims there are, and how many claims of each status: the four add up to the claims."""
    statuses = Counter(claim.status for result in results for claim in result.claims)
    counts = {status: statuses[status] for status in ("verified", "contradicted", "undecided", "stated")}
    return {"files": len(results), "claims": sum(counts.values()), **counts}


def _dump(document: dict[str, Any]) -> str:
    return dumps(document, allow_nan=False, separators=(",", ":")) + "\n"


def _placer(source: Source) -> Place:
    path, starts = source.path, source.line_starts()

    def position(offset: int) -> dict[str, int]:
        line = bisect_right(starts, offset)
        return {"line": line, "column": offset - starts[line - 1] + 1}

    @cache
    def place(span: Span) -> dict[str, Any]:
        return {"path": path, "start": position(span.start), "end": position(span.end)}

    return place


def _finding(finding: Finding, place: Place) -> dict[str, Any]:
    return {
        "rule": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "confidence": finding.confidence,
        **place(finding.span),
        "message": finding.message,
        "claimed": _amount(finding.claimed) if finding.claimed else None,
        "derived": _derived(finding.derivation) if finding.derivation else None,
        "reading": (finding.derivation.reading or None) if finding.derivation else None,
        "related": [{**place(r.span), "role": r.role, "message": r.message} for r in finding.related],
        "consequences": [
            {**place(c.span), "claimed": _amount(c.claimed), "corrected": _amount(c.corrected)}
            for c in finding.consequences
        ],
        "hint": finding.hint or None,
        "fixes": [_fix(fix, place) for fix in finding.fixes],
        "fingerprint": finding.fingerprint,
    }


def _fix(fix: Fix, place: Place) -> dict[str, Any]:
    edits = [{**place(edit.span), "text": edit.text} for edit in fix.edits]
    return {"message": fix.message, "applicability": fix.applicability, "edits": edits}


def _derived(derivation: Derivation) -> dict[str, Any]:
    return {
        "value": _number(derivation.best),
        "low": _number(derivation.low),
        "high": _number(derivation.high),
        "unit": derivation.unit,
        "working": derivation.working,
        "rule": derivation.rule or None,
    }


def _amount(amount: Amount) -> dict[str, Any]:
    return {"text": amount.text, "value": _number(amount.number), "unit": amount.unit}


def _claim(claim: Claim, place: Place) -> dict[str, Any]:
    return {
        **place(claim.span),
        **_amount(claim.amount),
        "subject": claim.subject,
        "status": claim.status,
        "reason": claim.reason or None,
        "affected_by": list(claim.affected_by),
        "checks": [_checked(one, place) for one in claim.checks],
    }


def _checked(one: CheckedRelation, place: Place) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "relation": one.relation,
        "verdict": one.verdict,
        "precision": one.precision,
        "rule": one.rule or None,
        "reading": one.reading or None,
        "working": one.working,
        "inputs": [place(span) for span in one.inputs],
    }


def _number(number: Rational | float) -> int | float | None:
    """The number as JSON readers hold it, or None beyond their range."""
    try:
        near = float(number)
    except OverflowError:
        return None
    if not isfinite(near):
        return None
    return int(near) if near.is_integer() and abs(near) <= EXACT else near
