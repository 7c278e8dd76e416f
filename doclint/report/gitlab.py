"""GitLab's Code Quality report: one JSON array, shown in merge requests."""

from __future__ import annotations

from collections.abc import Iterable
from json import dumps

from doclint.model import Result
from doclint.report.text import printable

_SEVERITY = {"error": "major", "warning": "minor", "info": "info"}


def render(results: Iterable[Result]) -> str:
    """The array, `[]` for a clean run; fingerprints hold no line numbers, so that a finding stays itself."""
    entries = []
    for result in results:
        for finding in result.findings:
            begin, _ = result.source.position(finding.span.start)
            end, _ = result.source.position(finding.span.end)
            entries.append(
                {
                    "description": f"{finding.code}: {printable(finding.message)}",
                    "check_name": finding.code,
                    "fingerprint": finding.fingerprint,
                    "severity": _SEVERITY[finding.severity],
                    "location": {"path": result.source.path, "lines": {"begin": begin, "end": end}},
                }
            )
    return dumps(entries, ensure_ascii=False, indent=2) + "\n"
