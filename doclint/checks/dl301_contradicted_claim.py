"""A claim contradicts what the document's own parameters give.

**What is wrong.** "Experts per GPU: 2" where the document has 256 experts on 32 GPUs. No equation stands beside the
number; it follows from parameters stated elsewhere, by a formula of the document, of a rule pack, or by its units.

**Why it matters.** Such a number is copied into plans and configurations, and everything computed from it is wrong.

**How it is decided.** Parameters are bound by their words, unit and scope; one that has two admissible values binds
to neither. A formula that the document itself states comes before those of packs. Where a formula has accepted
variants, the claim is contradicted only when none of them holds. Relations that are only inferred from neighbouring
lines report nothing but slips of a digit or a known factor.
"""

from __future__ import annotations

from collections.abc import Iterator

from doclint.findings import finding
from doclint.model import Finding, Judged, Severity

NAME = "contradicted-claim"
SUMMARY = "A claim does not follow from the parameters that the document states."
SEVERITY: Severity = "error"
BAD = """\
- Layers: 16
- Experts per layer: 16
- Total experts: 256
- Total GPUs: 32
- Expert distribution: 2 experts per GPU
"""
GOOD = """\
- Layers: 16
- Experts per layer: 16
- Total experts: 256
- Total GPUs: 32
- Expert distribution: 8 experts per GPU
"""


def check(judged: Judged) -> Iterator[Finding]:
    """Yields one finding for a relation that this check names."""
    if judged.contradicted and judged.relation.kind in ("rule", "formula") and judged.relation.op in "=≈≤≥":
        yield finding("DL301", NAME, SEVERITY, judged)
