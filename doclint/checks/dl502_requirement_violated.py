"""A comparison in the text is false, or a requirement is called met that is not.

**What is wrong.** "3.2 s < 2 s": the number is on the wrong side of the limit that the sentence compares it with. Or a
limit stands in one place ("Maximum start time: 10 s") and in another the document says that it is met, with a number
beyond it ("Start time requirement met: 12 s").

**Why it matters.** The document says that a requirement is met when its own numbers say otherwise.

**How it is decided.** Both sides are numbers of one dimension, and the whole interval of the first lies on the wrong
side. Across lines, the words of the limit must be those of the number, and the line must say that it is met, or be the
choice beside a stated minimum. An order of named constants (`WIDTH > OFFSET`) takes the values that the document gives
them.
"""

from __future__ import annotations

from collections.abc import Iterator

from doclint.findings import finding
from doclint.model import Finding, Judged, Severity

NAME = "requirement-violated"
SUMMARY = "A stated order of two numbers does not hold."
SEVERITY: Severity = "error"
BAD = """\
- Latency requirement met: 12 s < 10 s target
"""
GOOD = """\
- Latency requirement met: 8 s < 10 s target
"""


def check(judged: Judged) -> Iterator[Finding]:
    """Yields one finding for a relation that this check names."""
    relation = judged.relation
    if judged.contradicted and relation.kind == "bound" and relation.op in "<≤>≥" and relation.rule != "capacity":
        yield finding("DL502", NAME, SEVERITY, judged)
