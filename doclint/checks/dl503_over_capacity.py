"""More memory is used than there is.

**What is wrong.** "Memory used per GPU: 70 GB" beside "VRAM per GPU: 64 GB".

**Why it matters.** The deployment fails with an out-of-memory error, whatever else the plan gets right.

**How it is decided.** The memory that one GPU uses and the memory that it has are bound by their labels, each has one
value in its scenario, and the whole interval of the first lies above the second.
"""

from __future__ import annotations

from collections.abc import Iterator

from doclint.findings import finding
from doclint.model import Finding, Judged, Severity

NAME = "over-capacity"
SUMMARY = "More memory is used than the device has."
SEVERITY: Severity = "error"
BAD = """\
- VRAM per GPU: 64 GB
- Total memory used per GPU: 70 GB
"""
GOOD = """\
- VRAM per GPU: 80 GB
- Total memory used per GPU: 70 GB
"""


def check(judged: Judged) -> Iterator[Finding]:
    """Yields one finding for a relation that this check names."""
    if judged.contradicted and judged.relation.rule == "capacity":
        yield finding("DL503", NAME, SEVERITY, judged)
