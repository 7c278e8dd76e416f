"""A formula in words is not the one that gives its subject.

**What is wrong.** "Weights = total parameters / bytes per parameter": the division should be a product.

**Why it matters.** The numbers beside a formula may be right today; whoever uses it with others gets nonsense.

**How it is decided.** Every name on both sides is a name of a symbol of one rule pack, and the formula is a product or
quotient over the same symbols as a rule of that pack. It is compared with all forms that the rule admits; it is wrong
when it equals none of them. A formula that lacks a symbol or has one too many may describe a special case, and so is
shown only with `--pedantic`.
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
