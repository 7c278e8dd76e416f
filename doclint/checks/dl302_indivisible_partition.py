"""A count is divided into parts that cannot be equal.

**What is wrong.** "Attention heads: 30" with "TP: 4": four GPUs cannot hold the same number of heads each.

**Why it matters.** Frameworks refuse such a layout when the job starts, or some devices do more than their share.

**How it is decided.** Heads and hidden size are divided by TP, the experts of a layer by EP, a global batch by DP and
by the micro-batch size. Both numbers must be bound for sure, by their label or identifier, and each must have one value
in its scenario. Layers over PP are left alone, since stages need not be equal.
"""

from __future__ import annotations

from collections.abc import Iterator

from doclint.findings import finding
from doclint.model import Finding, Judged, Severity

NAME = "indivisible-partition"
SUMMARY = "A count does not divide into the parts that the layout makes of it."
SEVERITY: Severity = "warning"
BAD = """\
- Attention heads: 30
- Tensor Parallelism (TP): 4
"""
GOOD = """\
- Attention heads: 32
- Tensor Parallelism (TP): 4
"""


def check(judged: Judged) -> Iterator[Finding]:
    """Yields one finding for a relation that this check names."""
    if judged.contradicted and judged.relation.op == "divides":
        yield finding("DL302", NAME, SEVERITY, judged)
