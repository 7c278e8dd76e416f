"""Markdown for the summary of a CI step: how it went, a row per finding, the proof folded below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from doclint.model import Finding, Result, Severity, Source
from doclint.report.analysis import counted
from doclint.report.analysis_markdown import code, inline
from doclint.report.json import summary
from doclint.report.proof import told

ROWS = 500
"""Findings that the table lists at most."""
PROOFS = 50
"""Findings whose proof is shown at most; a summary of GitHub holds 1 MiB."""
LINES = 12
"""Lines of a proof that are shown at most."""
_RANK: tuple[Severity, ...] = ("error", "warning", "info")


def render(results: Sequence[Result]) -> str:
    """A heading, the counts, the table and the proofs, the gravest findings first."""
    ranked = [(finding, result.source) for result in results for finding in result.findings]
    ranked.sort(key=lambda one: _RANK.index(one[0].severity))
    numbers = summary(results)
    statuses = ", ".join(
        f"{numbers[status]:,} {status}" for status in ("verified", "contradicted", "undecided", "stated")
    )
    coverage = f"{counted(numbers['claims'], 'number')} read in {counted(numbers['files'], 'document')}: {statuses}."
    if not ranked:
        return f"### doclint: no findings\n\n{coverage}\n"
    counts = Counter(finding.severity for finding, _ in ranked)
    said = ", ".join(f"{counts[level]:,} {level}" for level in _RANK if counts[level])
    rows = [_row(finding, source) for finding, source in ranked[:ROWS]]
    parts = [
        f"### doclint: {counted(len(ranked), 'finding')} ({said})",
        coverage,
        "\n".join(["| severity | place | check | finding |", "|---|---|---|---|", *rows]),
    ]
    if len(ranked) > ROWS:
        parts.append(f"And {len(ranked) - ROWS:,} more.")
    proofs = [proof for proof in (_proof(finding, source) for finding, source in ranked[:PROOFS]) if proof]
    if proofs:
        parts += ["<details><summary>Why</summary>", *proofs, "</details>"]
    return "\n\n".join(parts) + "\n"


def _place(finding: Finding, source: Source) -> str:
    line, column = source.position(finding.span.start)
    return f"{source.path}:{line}:{column}"


def _row(finding: Finding, source: Source) -> str:
    # A bar inside code still ends a cell unless it is escaped.
    place = code(_place(finding, source), 300).replace("|", "\\|")
    return f"| {finding.severity} | {place} | {finding.code} {finding.name} | {inline(finding.message)} |"


def _proof(finding: Finding, source: Source) -> str:
    lines = told(finding, source)
    shown = [f"- {inline(line)}" for line in lines[:LINES]]
    if len(lines) > LINES:
        shown.append(f"- and {len(lines) - LINES} more")
    return "\n".join([f"{code(_place(finding, source), 300)}: {inline(finding.message)}\n", *shown]) if lines else ""
