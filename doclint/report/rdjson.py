"""Reviewdog's diagnostic format: columns count UTF-8 bytes from 1, ends are exclusive."""

from __future__ import annotations

from collections.abc import Iterable
from json import dumps
from typing import Any

from doclint.model import Finding, Result, Source, Span

_SEVERITY = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def render(results: Iterable[Result]) -> str:
    """All findings as one object."""
    whole = {"source": {"name": "doclint"}, "diagnostics": list(diagnostics(results))}
    return dumps(whole, ensure_ascii=False, indent=2) + "\n"


def diagnostics(results: Iterable[Result]) -> Iterable[dict[str, Any]]:
    """One diagnostic per finding."""
    for result in results:
        for finding in result.findings:
            yield _diagnostic(result.source, finding)


def _diagnostic(source: Source, finding: Finding) -> dict[str, Any]:
    fixes = [edit for fix in finding.fixes if fix.applicability != "display" for edit in fix.edits]
    return {
        "message": finding.message,
        "location": _location(source, finding.span),
        "severity": _SEVERITY[finding.severity],
        "code": {"value": finding.code},
        "suggestions": [{"range": _range(source, edit.span), "text": edit.text} for edit in fixes],
        "related_locations": [
            {"message": one.message, "location": _location(source, one.span)} for one in finding.related
        ],
    }


def _location(source: Source, span: Span) -> dict[str, Any]:
    return {"path": source.path, "range": _range(source, span)}


def _range(source: Source, span: Span) -> dict[str, Any]:
    return {"start": _place(source, span.start), "end": _place(source, span.end)}


def _place(source: Source, offset: int) -> dict[str, int]:
    line, column = source.position(offset)
    before = source.text[offset - column + 1 : offset]
    return {"line": line, "column": len(before.encode("utf-8", "surrogatepass")) + 1}
