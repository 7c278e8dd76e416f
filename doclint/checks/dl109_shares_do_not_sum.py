"""Shares of one whole do not add up to 100 %.

**What is wrong.** A column "share of traffic" with 45%, 30%, 20% and 15%.

**Why it matters.** One of the shares is wrong, and everything that is sized by it.

**How it is decided.** Three or more percentages in one column, which its header calls a split or a distribution,
whose total row says 100%, or of which the last takes the rest ("other"). Text beside the table that tells of overlap,
of several answers or of what is left out keeps it open. Half a unit of the last written digit of each is allowed for;
a sum beyond 80 to 120 is another thing.
"""

from __future__ import annotations

from collections.abc import Iterator

from doclint.findings import finding
from doclint.model import Finding, Judged, Severity

NAME = "shares-do-not-sum"
SUMMARY = "Shares of one whole do not add up to 100%."
SEVERITY: Severity = "warning"
BAD = """\
| Class  | Share of traffic |
| ------ | ---------------: |
| images |              45% |
| video  |              30% |
| text   |              20% |
| other  |              15% |
"""
GOOD = """\
| Class  | Share of traffic |
| ------ | ---------------: |
| images |              40% |
| video  |              30% |
| text   |              20% |
| other  |              10% |
"""


def check(judged: Judged) -> Iterator[Finding]:
    """Yields one finding for a column of shares that misses the whole."""
    if judged.contradicted and judged.relation.op == "shares":
        yield finding("DL109", NAME, SEVERITY, judged)
