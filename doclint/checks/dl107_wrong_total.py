"""A total or an average in a table does not follow from its rows or columns.

**What is wrong.** `| Total | 240 |` below 20, 90, 40 and 80.

**Why it matters.** Budgets and capacity plans are read by their last line.

**How it is decided.** The rows that belong to a total are the run above it whose numbers add up in the other columns;
an earlier total stands for its own rows. A total of a single column is accused only when one wrong digit explains the
difference, as a warning. A row or a column that calls itself the average, the largest or the smallest is believed
where its other cells hold. Percentiles, peaks, wall times, positions, rows "each" and what runs in parallel do not add
up. Rounding of every number is allowed for.
"""

from __future__ import annotations

from collections.abc import Iterator

from doclint.findings import finding
from doclint.model import Finding, Judged, Severity

NAME = "wrong-total"
SUMMARY = "A total in a table is not the sum of what it totals, or an average not the mean."
SEVERITY: Severity = "error"
WHOLES = ("total", "average", "largest", "smallest")
BAD = """\
| Component | Nodes | Disks |
| --------- | ----: | ----: |
| Ingest    |    12 |   144 |
| Index     |    31 |   372 |
| Archive   |    25 |   300 |
| Total     |    68 |   916 |
"""
GOOD = """\
| Component | Nodes | Disks |
| --------- | ----: | ----: |
| Ingest    |    12 |   144 |
| Index     |    31 |   372 |
| Archive   |    25 |   300 |
| Total     |    68 |   816 |
"""


def check(judged: Judged) -> Iterator[Finding]:
    """Yields one finding for a total of a table that does not follow."""
    if judged.wrong_number and judged.relation.kind == "table" and judged.relation.rule in WHOLES:
        yield finding("DL107", NAME, SEVERITY, judged)
