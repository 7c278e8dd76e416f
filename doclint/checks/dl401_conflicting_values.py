"""A quantity is stated again with another value.

**What is wrong.** The document gives one quantity two values: "23K requests per second" above, "2,300" below.

**Why it matters.** One of the two is stale, and nobody can tell which one the plan was made with.

**How it is decided.** Two statements are compared only when their words say that they name the same thing: label, noun,
qualifiers (peak, average, per GPU), the labels above them and the scenario agree. Where the words could mean another
quantity, only a difference of a single digit counts. The one without a derivation of its own is reported, else
the later one.
"""

from __future__ import annotations

from collections.abc import Iterator

from doclint.findings import finding
from doclint.model import Finding, Judged, Severity

NAME = "conflicting-values"
SUMMARY = "The same quantity is stated with two values."
SEVERITY: Severity = "error"
BAD = """\
- Peak message rate: 4,800 messages/s

The brokers are sized for a peak message rate of 4,300 messages/s.
"""
GOOD = """\
- Peak message rate: 4,800 messages/s

The brokers are sized for a peak message rate of 4,800 messages/s.
"""


def check(judged: Judged) -> Iterator[Finding]:
    """Yields one finding for a relation that this check names."""
    if judged.contradicted and judged.relation.kind == "restatement":
        yield finding("DL401", NAME, SEVERITY, judged)
