"""A cell of a table breaks the relation that the rows around it obey.

**What is wrong.** Every row has cost = nodes × price, and one does not.

**Why it matters.** Columns that follow from one another are filled in by hand when one row changes.

**How it is decided.** Sums, differences, products, quotients, shares, relative changes and constant factors between
columns, changes from row to row, running totals and steady growth are tried at written precision. A relation counts
when at least three other rows and three quarters of all obey it (two of three where the header states it); a cell is
accused when it alone breaks it and one wrong digit explains it. Where the table does not state the relation, it must
miss it by more than the others' rounding tells; a factor that nobody writes needs rows of three digits and more. A
row with a note or a remark of its own, a cap at the end and a cell that another relation explains stay undecided.
"""

from __future__ import annotations

from collections.abc import Iterator

from doclint.findings import finding
from doclint.model import Finding, Judged, Severity

NAME = "wrong-cell"
SUMMARY = "A cell breaks the relation that the other rows of its table obey."
SEVERITY: Severity = "error"
OTHERS = ("total", "average", "largest", "smallest", "text")
BAD = """\
| Pool   | Nodes | $ per node | Cost   |
| ------ | ----: | ---------: | -----: |
| web    |    14 |        120 |  1,680 |
| worker |    23 |        260 |  5,980 |
| cache  |     9 |        415 |  3,735 |
| search |    17 |        380 |  6,960 |
| batch  |    32 |        190 |  6,080 |
"""
GOOD = """\
| Pool   | Nodes | $ per node | Cost   |
| ------ | ----: | ---------: | -----: |
| web    |    14 |        120 |  1,680 |
| worker |    23 |        260 |  5,980 |
| cache  |     9 |        415 |  3,735 |
| search |    17 |        380 |  6,460 |
| batch  |    32 |        190 |  6,080 |
"""


def check(judged: Judged) -> Iterator[Finding]:
    """Yields one finding for a computed cell that does not follow."""
    if judged.wrong_number and judged.relation.kind == "table" and judged.relation.rule not in OTHERS:
        yield finding("DL108", NAME, SEVERITY, judged)
