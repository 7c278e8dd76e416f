"""A formula in words is not the one that gives its subject.

**What is wrong.** "Weights = total parameters / bytes per parameter": the division should be a product.

**Why it matters.** The numbers beside a formula may be right today; whoever uses it with others gets nonsense.

**How it is decided.** Every name on both sides is a name of a symbol of one rule pack, or stands for one by what the
document says of it. The formula is compared with all forms that the rule admits; it is wrong when it equals none of
them. Products and quotients are compared by their exponents; one that lacks a symbol or has one too many may describe
a special case, and so is shown only with `--pedantic`. Formulas with sums are compared with definitions alone, over
the same symbols, and one that differs by a constant factor is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from doclint.findings import finding
from doclint.model import Finding, Judged, Severity

NAME = "formula-differs"
SUMMARY = "A formula stated in words is not the one that gives its subject."
SEVERITY: Severity = "warning"
BAD = """\
Weights = total parameters / bytes per parameter
"""
GOOD = """\
Weights = total parameters × bytes per parameter
"""


def check(judged: Judged) -> Iterator[Finding]:
    """Yields one finding for a relation that this check names; it claims a formula, and no number."""
    if judged.contradicted and judged.relation.op == "same":
        special = judged.verdict.reason == "other symbols"
        found = finding("DL303", NAME, "info" if special else SEVERITY, judged, "low" if special else "high")
        yield replace(found, claimed=None)
