"""GitLab Code Quality: one JSON array. GitLab collapses equal fingerprints and stops at the first bad entry."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from json import dumps
from typing import Any

from doclint.model import Result
from doclint.report.text import printable

_SEVERITY = {"error": "major", "warning": "minor", "info": "info"}


def render(results: Iterable[Result]) -> str:
    """The array, `[]` where nothing is found; paths are as given, to be relative to the root of the repository."""
    seen: dict[str, int] = {}
    entries: list[dict[str, Any]] = []
    for result in results:
        for finding in result.findings:
            first, _ = result.source.position(finding.span.start)
            last, _ = result.source.position(finding.span.end)
            again = seen[finding.fingerprint] = seen.get(finding.fingerprint, 0) + 1
            fingerprint = finding.fingerprint
            if again > 1:
                fingerprint = hashlib.sha256(f"{fingerprint}|{again}".encode()).hexdigest()
            entries.append(
                {
                    "description": f"{finding.code}: {printable(finding.message)}",
                    "check_name": finding.code,
                    "fingerprint": fingerprint,
                    "severity": _SEVERITY[finding.severity],
                    "location": {"path": printable(result.source.path), "lines": {"begin": first, "end": last}},
                }
            )
    return dumps(entries, indent=1) + "\n"
