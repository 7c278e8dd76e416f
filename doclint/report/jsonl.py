"""JSON lines: every finding of the JSON format on a line of its own."""

from __future__ import annotations

from collections.abc import Iterable
from json import dumps

from doclint.model import Result
from doclint.report.json import findings


def render(results: Iterable[Result]) -> str:
    """One object per finding, each ending with a line feed; nothing where there is none."""
    return "".join(dumps(one, allow_nan=False, separators=(",", ":")) + "\n" for one in findings(results))
