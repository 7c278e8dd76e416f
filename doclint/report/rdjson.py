"""Reviewdog Diagnostic Format: a document, or a diagnostic a line. Columns count UTF-8 bytes; ends are exclusive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from json import dumps
from typing import Any

from doclint.model import Finding, Result, Source, Span
from doclint.report.proof import notes, places
from doclint.report.text import printable

_SEVERITY = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def render(results: Iterable[Result]) -> str:
    """One DiagnosticResult."""
    return dumps({"source": {"name": "doclint"}, "diagnostics": list(_diagnostics(results))}, indent=1) + "\n"


def lines(results: Iterable[Result]) -> str:
    """One Diagnostic a line, each naming its source."""
    return "".join(
        dumps({**one, "source": {"name": "doclint"}}, separators=(",", ":")) + "\n" for one in _diagnostics(results)
    )


def _diagnostics(results: Iterable[Result]) -> Iterator[dict[str, Any]]:
    for result in results:
        for finding in result.findings:
            yield _diagnostic(finding, result.source)


def _diagnostic(finding: Finding, source: Source) -> dict[str, Any]:
    diagnostic: dict[str, Any] = {
        "message": "\n".join([printable(finding.message), *notes(finding)]),
        "location": _location(source, finding.span),
        "severity": _SEVERITY[finding.severity],
        "code": {"value": finding.code},
    }
    suggestions = [
        {"range": _range(source, fix.edits[0].span), "text": fix.edits[0].text}
        for fix in finding.fixes
        if fix.applicability != "display" and len(fix.edits) == 1
    ]
    if suggestions:
        diagnostic["suggestions"] = suggestions
    related = [
        {"message": place.message, "location": _location(source, place.span)} for place in places(finding, source)
    ]
    if related:
        diagnostic["related_locations"] = related
    return diagnostic


def _location(source: Source, span: Span) -> dict[str, Any]:
    return {"path": source.path, "range": _range(source, span)}


def _range(source: Source, span: Span) -> dict[str, Any]:
    return {"start": position(source, span.start), "end": position(source, span.end)}


def position(source: Source, offset: int) -> dict[str, int]:
    """The 1-based line of an offset, and its 1-based column in bytes of UTF-8."""
    line, column = source.position(offset)
    before = source.text[offset - column + 1 : offset]
    return {"line": line, "column": len(before.encode("utf-8", "surrogatepass")) + 1}
