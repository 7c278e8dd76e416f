"""JSON lines: each finding of the JSON format as one object on a line of its own."""

from __future__ import annotations

from collections.abc import Iterable
from json import dumps

from doclint.model import Result
from doclint.report import json


def render(results: Iterable[Result]) -> str:
    """One line per finding; nothing for a clean run."""
    return "".join(dumps(one, ensure_ascii=False) + "\n" for result in results for one in json.findings(result))
