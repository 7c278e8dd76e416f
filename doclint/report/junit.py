"""JUnit XML: a suite per document, a failed case per error or warning; a document without findings is one passed case.

Names have no line numbers, so that a case is the same one in the next run. Advice (`info`) fails nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from html import escape

from doclint.model import Finding, Result, Source
from doclint.report.proof import subject, told
from doclint.report.text import line, printable

_FORBIDDEN = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML 1.0 document may contain, not even escaped."""


def render(results: Sequence[Result]) -> str:
    """The document, in the order of the results; all times are 0."""
    suites = [_suite(result) for result in results]
    failures = sum(_fails(finding) for result in results for finding in result.findings)
    tests = sum(max(1, len(result.findings)) for result in results)
    head = f'<testsuites name="doclint" tests="{tests}" failures="{failures}" errors="0" time="0">'
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *suites, "</testsuites>\n"])


def _fails(finding: Finding) -> bool:
    return finding.severity != "info"


def _suite(result: Result) -> str:
    path = _attribute(printable(result.source.path))
    failures = sum(map(_fails, result.findings))
    tests = max(1, len(result.findings))
    lines = [f'  <testsuite name={path} tests="{tests}" failures="{failures}" errors="0" time="0">']
    named: Counter[str] = Counter()
    for finding in result.findings:
        name = f"{finding.code} {subject(finding) or finding.name}"
        named[name] += 1
        lines += _case(f"{name} #{named[name]}", path, finding, result.source)
    if not result.findings:
        lines.append(f'    <testcase name="numbers" classname={path} time="0"/>')
    return "\n".join([*lines, "  </testsuite>"])


def _case(name: str, path: str, finding: Finding, source: Source) -> list[str]:
    message = printable(finding.message)
    body = _text("\n".join([line(source, finding).rstrip(), *told(finding, source)]))
    if _fails(finding):
        inside = f"<failure type={_attribute(finding.code)} message={_attribute(message)}>{body}</failure>"
    else:
        inside = f"<system-out>{body}</system-out>"
    return [f'    <testcase name={_attribute(name)} classname={path} time="0">', f"      {inside}", "    </testcase>"]


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", text))


def _attribute(text: str) -> str:
    return f'"{_text(text)}"'
