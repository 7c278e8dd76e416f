"""JUnit XML: a suite per document, a failing case per finding; names hold no line numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from doclint.model import Result
from doclint.report.text import line, printable


def render(results: Sequence[Result]) -> str:
    """The whole report; a document without findings is one passing case."""
    total = sum(max(len(result.findings), 1) for result in results)
    failures = sum(len(result.findings) for result in results)
    head = f'<testsuites name="doclint" tests="{total}" failures="{failures}" errors="0" time="0">\n'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}{"".join(map(_suite, results))}</testsuites>\n'


def _suite(result: Result) -> str:
    name = quoteattr(_text(result.source.path))
    seen: Counter[str] = Counter()
    cases = []
    for finding in result.findings:
        subject = " ".join(filter(None, (finding.code, finding.subject)))
        seen[subject] += 1
        case = quoteattr(_text(f"{subject} #{seen[subject]}"))
        message, kind = quoteattr(_text(finding.message)), quoteattr(f"{finding.severity} {finding.name}")
        body = escape(_text(line(result, finding)))
        cases.append(
            f'    <testcase name={case} classname={name} time="0">\n'
            f"      <failure type={kind} message={message}>{body}</failure>\n    </testcase>\n"
        )
    count = len(cases)
    shown = "".join(cases) or f'    <testcase name="no findings" classname={name} time="0"/>\n'
    head = f'  <testsuite name={name} tests="{count or 1}" failures="{count}" errors="0" time="0">\n'
    return f"{head}{shown}  </testsuite>\n"


def _text(text: str) -> str:
    """The text without what XML cannot hold: control characters, lone surrogates and two noncharacters."""
    return "".join(" " if "\ud800" <= c <= "\udfff" or c in "\ufffe\uffff" else c for c in printable(text))
