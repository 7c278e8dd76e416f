"""A bound in a bracket behind a quantity."""

from __future__ import annotations

import re
from collections.abc import Sequence

from doclint.extract.nodes import Node
from doclint.extract.passage import Passage
from doclint.model import TIME, Leaf, Quantity, Relation

_LIMIT = re.compile(
    r"(?:well |far |just |easily |comfortably )*"
    r"(?:(?P<over>exceed(?:s|ing)|above|over|more than|higher than|at least)"
    r"|(?P<under>under|below|within|less than|lower than)|(?P<meets>meets|meeting|satisf(?:ies|ying)))"
    r"(?: (?:the|our|its|a|of|target|limit|requirement))*$"
)


def read_limit(passage: Passage, claim: Quantity, run: Sequence[Node]) -> bool:
    """`8.5 s (meets 10 s requirement)`, `58 MB (well under 64 GB)`: reads a bound in brackets, if there is one."""
    first = next((i for i, n in enumerate(run) if n.kind == "num"), len(run))
    limit = run[first].quantity if first < len(run) else None
    words = " ".join(n.text.lower() for n in run[:first])
    if limit is None or not words:
        return False
    found = _LIMIT.match(words)
    if found is None or (found["over"] == "over" and limit.unit.dims == TIME):
        return False  # a window: `43 min (over 30 days)`
    if (limit.unit.text in ("%", "x")) != (claim.unit.text in ("%", "x")):
        return False
    if limit.unit.dims != claim.unit.dims and limit.unit.text:
        return False
    over, dims = found["over"], dict(claim.unit.dims)
    if found["meets"]:
        if dims.get("time", 0) == 0 or len(run) < first + 2:
            return False
        over = dims["time"] < 0
    if limit.unit.dims != claim.unit.dims:
        limit = Quantity(limit.numeral, claim.unit, limit.start, limit.end, limit.label)
    bare = Quantity(limit.numeral._replace(hedge=""), limit.unit, limit.start, limit.end)
    passage.relations.append(
        Relation("bound", claim, Leaf(bare), "≥" if over else "≤", "", aside=passage.aside(claim.start, limit.end))
    )
    return True
