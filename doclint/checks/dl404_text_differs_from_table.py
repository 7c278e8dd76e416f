"""A sentence states another number than the table that it speaks of.

**What is wrong.** "In total the nodes cost $12,400" above a table whose costs add up to $14,200.

**Why it matters.** Tables are edited, the sentences around them are forgotten.

**How it is decided.** A sentence beside a table that names a column and speaks of its total, its average, its largest
or its smallest number is compared with the column; one that names a row and a column is compared with their cell,
unless it speaks of other times or cases, of a target, of a comparison or of a condition. It is accused when one wrong
digit explains it.
"""

from __future__ import annotations

from collections.abc import Iterator

from doclint.findings import finding
from doclint.model import Finding, Judged, Severity

NAME = "text-differs-from-table"
SUMMARY = "A sentence and the table that it speaks of disagree."
SEVERITY: Severity = "error"
BAD = """\
| Pool   | Monthly cost |
| ------ | -----------: |
| web    |       $1,680 |
| worker |       $5,980 |
| cache  |       $3,735 |

The monthly cost is $14,395 in total.
"""
GOOD = """\
| Pool   | Monthly cost |
| ------ | -----------: |
| web    |       $1,680 |
| worker |       $5,980 |
| cache  |       $3,735 |

The monthly cost is $11,395 in total.
"""


def check(judged: Judged) -> Iterator[Finding]:
    """Yields one finding for a sentence that a table contradicts."""
    if judged.wrong_number and judged.relation.kind == "table" and judged.relation.rule == "text":
        yield finding("DL404", NAME, SEVERITY, judged)
