"""The frozen one-line format, `path:line:column: severity: CODE message`: for logs, editors and matchers."""

from __future__ import annotations

import re
from collections.abc import Iterable

from doclint.model import Finding, Result, Source

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


def printable(text: str) -> str:
    """The text on one line, without the control characters by which a document could speak to the terminal."""
    return _CONTROL.sub(" ", text)


def render(results: Iterable[Result]) -> str:
    """One line per finding, each ending with a line feed."""
    return "".join(line(result.source, finding) for result in results for finding in result.findings)


def line(source: Source, finding: Finding) -> str:
    """The line of one finding."""
    row, column = source.position(finding.span.start)
    place = f"{printable(source.path)}:{row}:{column}"
    return f"{place}: {finding.severity}: {finding.code} {printable(finding.message)}\n"
