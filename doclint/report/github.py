"""Workflow commands of GitHub Actions: annotations in the files of a pull request.

A step shows ten annotations of each level. The gravest and surest findings take them, and the rest are plain lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from doclint.model import Finding, Result, Source
from doclint.report.proof import told
from doclint.report.text import line, printable

PER_LEVEL = 10
"""Annotations of one level that a step shows."""
MESSAGE = 4000
"""Characters of a message that are kept; GitHub cuts at 4,096."""
_LEVEL = {"error": "error", "warning": "warning", "info": "notice"}
_RANK = ("error", "warning", "info")


def render(results: Iterable[Result]) -> str:
    """The commands, the gravest finding first, then a line for each finding beyond the limit and their number."""
    ranked = [(finding, result.source) for result in results for finding in result.findings]
    ranked.sort(key=lambda one: (_RANK.index(one[0].severity), one[0].confidence == "low"))
    found = Counter(_LEVEL[finding.severity] for finding, _ in ranked)
    room = dict.fromkeys(found, PER_LEVEL)
    if any(count > PER_LEVEL for count in found.values()) and found["notice"] >= PER_LEVEL:
        room["notice"] = PER_LEVEL - 1
    commands: list[str] = []
    rest: list[str] = []
    for finding, source in ranked:
        level = _LEVEL[finding.severity]
        if room[level] > 0:
            room[level] -= 1
            commands.append(_command(level, finding, source))
        else:
            rest.append(_line(finding, source))
    if rest:
        more = f"{len(rest)} more finding{'s' if len(rest) > 1 else ''}; the log of this step names each"
        rest.append(f"::notice title=doclint::{_data(more)}\n")
    return "".join([*commands, *rest])


def _command(level: str, finding: Finding, source: Source) -> str:
    row, column = source.position(finding.span.start)
    last, end = source.position(finding.span.end)
    properties = {
        "title": f"doclint {finding.code} ({finding.name})",
        "file": printable(source.path),
        "line": row,
        "col": column,
        "endLine": last,
        "endColumn": end,
    }
    written = ",".join(f"{name}={_property(str(said))}" for name, said in properties.items())
    first = f"{printable(source.path)}:{row}:{column}: {finding.code} {printable(finding.message)}"
    message = "\n".join([first, *(f"  {proof}" for proof in told(finding, source))])
    return f"::{level} {written}::{_data(message[:MESSAGE])}\n"


def _line(finding: Finding, source: Source) -> str:
    """A finding as a line that no path or message can turn into a command."""
    return "doclint: " + line(source, finding).replace("##[", "## [")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A").replace("##[", "## [")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
