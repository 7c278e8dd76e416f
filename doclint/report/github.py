"""GitHub workflow commands: annotations on the lines of a pull request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from doclint.model import Finding, Result
from doclint.report.text import line, printable

SHOWN = 10
"""The runner drops further annotations of one level in a step."""
_LEVEL = {"error": "error", "warning": "warning", "info": "notice"}
_RANK = {"error": 0, "warning": 1, "info": 2}


def render(results: Iterable[Result]) -> str:
    """The worst findings as commands; those beyond the runner's limit as plain lines, where they are not lost."""
    every = [(result, finding) for result in results for finding in result.findings]
    every.sort(key=lambda pair: (_RANK[pair[1].severity], pair[1].confidence == "low"))
    seen: Counter[str] = Counter()
    commands, rest = [], []
    for result, finding in every:
        seen[finding.severity] += 1
        if seen[finding.severity] <= SHOWN:
            commands.append(_command(result, finding))
        else:
            rest.append(f"also {line(result, finding)}")
    return "".join(commands + rest)


def _command(result: Result, finding: Finding) -> str:
    first, column = result.source.position(finding.span.start)
    last, end = result.source.position(finding.span.end)
    path = printable(result.source.path)
    place = {"title": f"doclint {finding.code} ({finding.name})", "file": path, "line": first}
    if last == first:  # columns of two lines are dropped by the runner
        place |= {"col": column, "endLine": last, "endColumn": end}
    texts = [f"{path}:{first}:{column}: {finding.code} {printable(finding.message)}"]
    for one in finding.related:
        row, start = result.source.position(one.span.start)
        texts.append(f"  {path}:{row}:{start}: {printable(one.message)}")
    if finding.hint:
        texts.append(f"  hint: {printable(finding.hint)}")
    properties = ",".join(f"{key}={_property(str(text))}" for key, text in place.items())
    return f"::{_LEVEL[finding.severity]} {properties}::{_data(chr(10).join(texts))}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
