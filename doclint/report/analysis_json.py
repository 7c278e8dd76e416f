"""The report of `doclint report --format json`, version 1; its schema is doclint/schema/report.json.

Findings are those of `doclint check --format json` with more beside them; places and amounts are written alike.
"""

from __future__ import annotations

import json
from dataclasses import replace
from math import isfinite
from typing import Any

from doclint.model import Result, Source
from doclint.report.analysis import Analysis, Case, Checked, Correction, Noted, Unlock, analyse
from doclint.report.analysis_places import Place
from doclint.report.json import check


def render(result: Result) -> str:
    """One JSON document on one line."""
    report = analyse(result)
    source = result.source
    document = {
        "version": 1,
        "path": source.path,
        "verdict": {"status": report.status, "sentence": f"{report.headline}: {report.detail}."},
        "summary": {
            **{name: report.counts[name] for name in ("claims", "verified", "contradicted", "undecided", "stated")},
            "findings": dict(report.severities),
        },
        "findings": _findings(report),
        "corrections": [_correction(one, source) for one in report.corrections],
        "verified": [{"group": title, **_checked(one, source)} for title, group in report.verified for one in group],
        "undecided": [
            {"reason": reason, **_checked(one, source)} for reason, group in report.undecided for one in group
        ],
        "unlock": _unlock(report.unlock, source) if report.unlock else None,
    }
    return json.dumps(document, allow_nan=False, separators=(",", ":")) + "\n"


def _findings(report: Analysis) -> list[dict[str, Any]]:
    """The findings as `check` writes them, from the gravest, each with its case."""
    ordered = replace(report.result, findings=tuple(case.finding for case in report.cases))
    plain = json.loads(check([ordered]))["findings"]
    return [{**one, **_case(case, report.result.source)} for one, case in zip(plain, report.cases, strict=True)]


def _case(case: Case, source: Source) -> dict[str, Any]:
    earlier = case.earlier
    return {
        "section": list(case.section),
        "line": case.place.line,
        "quoted": case.quoted,
        "earlier": {**_place(earlier.place, source), "follows": earlier.follows} if earlier else None,
        "given": _noted(case.given, source),
        "restated": _noted(case.restated, source),
        "conflicts": _noted(case.conflicts, source),
        "support": _noted(case.support, source),
        "checked": {"kind": case.kind, "relation": case.relation, "rule": case.rule or None},
        "should_be": case.derived or None,
        "error": case.error or None,
        "error_factor": case.factor if case.factor is not None and isfinite(case.factor) else None,
        "dependents": [_place(one, source) for one in case.dependents],
    }


def _place(place: Place, source: Source) -> dict[str, Any]:
    end, column = source.position(place.span.end)
    return {
        "path": source.path,
        "start": {"line": place.line, "column": place.column},
        "end": {"line": end, "column": column},
        "text": place.text,
        "subject": place.subject,
    }


def _noted(noted: Noted, source: Source) -> list[dict[str, Any]]:
    return [{**_place(place, source), "message": message} for place, message in noted]


def _correction(one: Correction, source: Source) -> dict[str, Any]:
    finding = one.case.finding
    return {
        **_place(one.place, source),
        "role": one.role,
        "should_be": one.should or None,
        "otherwise": one.otherwise or None,
        "working": one.working or None,
        "because": one.because or None,
        "root": {"rule": finding.code, "line": one.case.place.line, "fingerprint": finding.fingerprint},
    }


def _checked(one: Checked, source: Source) -> dict[str, Any]:
    check = one.check
    return {
        **_place(one.place, source),
        "source": _place(one.source, source) if one.source else None,
        "check": {
            "kind": check.kind,
            "relation": check.relation,
            "precision": check.precision,
            "rule": check.rule or None,
            "reading": check.reading or None,
            "working": check.working,
        }
        if check
        else None,
    }


def _unlock(unlock: Unlock, source: Source) -> dict[str, Any]:
    return {
        "subject": unlock.subject,
        "reason": unlock.reason,
        "count": len(unlock.places),
        "places": [_place(place, source) for place in unlock.places],
    }
