"""Reviewdog's diagnostics as JSON lines."""

from __future__ import annotations

from collections.abc import Iterable
from json import dumps

from doclint.model import Result
from doclint.report.rdjson import diagnostics


def render(results: Iterable[Result]) -> str:
    """One line per finding; nothing for a clean run."""
    return "".join(dumps(one, ensure_ascii=False) + "\n" for one in diagnostics(results))
