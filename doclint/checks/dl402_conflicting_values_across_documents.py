"""Two documents give one quantity two values.

**What is wrong.** `plan.md` says "Peak message rate: 4,800 messages/s" and `runbook.md` says 4,300.

**Why it matters.** One of the two documents is stale, and whoever reads only that one builds the wrong thing.

**How it is decided.** Only with `doclint check --project`. Labels of at least two words are compared that are the same
word for word after folding, with values in the same unit, outside quotations, limits and scenarios. Each document must
give the label one value. Two documents are taken to describe one system where they agree in more labels than they
differ in, or where all they differ in is one digit of one number; two plans of a kind share labels, not figures. The
finding stands in the later document, in the order of the paths.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from doclint.findings import finding
from doclint.model import Finding, Judged, Severity
from doclint.wording import quantity_text

NAME = "conflicting-values-across-documents"
SUMMARY = "Two documents state the same quantity with two values (with --project)."
SEVERITY: Severity = "warning"
BAD = """\
- Peak message rate: 4,800 messages/s

<!-- in the next document -->

- Peak message rate: 4,300 messages/s
"""
GOOD = """\
- Peak message rate: 4,800 messages/s

<!-- in the next document -->

- Peak message rate: 4,800 messages/s
"""


def check(judged: Judged) -> Iterator[Finding]:
    """Yields one finding for a relation between two documents; `formula` holds the place in the first."""
    relation = judged.relation
    if judged.contradicted and relation.rule == "across" and judged.verdict.derivation is not None:
        stated, other = quantity_text(relation.claim), judged.verdict.derivation.working
        message = f"states {relation.subject} as {stated}, but {relation.formula} states {other}"
        yield replace(finding("DL402", NAME, SEVERITY, judged), message=message, related=())
