"""A count disagrees with the range or list that it counts.

**What is wrong.** "Layers 0-7 (9 layers)": a range from 0 to 7 holds eight. "Three reasons:" stands above two items.

**Why it matters.** Off-by-one in a layout means one device too many or too few; a reader of a list that is shorter than
announced looks for what was left out.

**How it is decided.** Both ends of a range count. An announced count ("three reasons:", "these 2 settings:", "has two
modes: strict and loose") is compared with the items on the top level of the list right below, with short names in a
row, with alike lines or table rows that the words point at, and "Total: 6 regions" with the names above it. "At
least", "including", "the first two", a second count in the sentence, or an item such as "the rest" or in brackets
leave it open, and so do ranges that are joined or have exceptions, and things that have properties of their own ("on
three machines:"). Ranges that divide a stated whole ("24 layers", "layers 0-11", "layers 12-23") must cover it in
equal parts without gap; a last index that alone breaks the cover is a warning.
"""

from __future__ import annotations

from collections.abc import Iterator

from doclint.findings import finding
from doclint.model import Finding, Judged, Severity

NAME = "wrong-count"
SUMMARY = "A stated count is not the number of things listed."
SEVERITY: Severity = "error"
BAD = """\
- Stage 0: layers 0-7 (9 layers)

The rollout has three phases:

1. canary
2. everyone
"""
GOOD = """\
- Stage 0: layers 0-7 (8 layers)

The rollout has two phases:

1. canary
2. everyone
"""


def check(judged: Judged) -> Iterator[Finding]:
    """Yields one finding for a relation that this check names."""
    if judged.wrong_number and judged.relation.kind == "count":
        yield finding("DL110", NAME, SEVERITY, judged)
