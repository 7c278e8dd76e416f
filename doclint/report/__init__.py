"""One module per output format: results to text. Nothing here prints, decides or computes.

A format is one module and one entry of FORMATS; its module is imported when the format is used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from doclint.model import Result

FORMATS: Mapping[str, str] = {
    "text": "text.render",
    "full": "full.plain",
    "json": "json.check",
    "jsonl": "jsonl.render",
    "sarif": "sarif.render",
    "github": "github.render",
    "gitlab": "gitlab.render",
    "junit": "junit.render",
    "rdjson": "rdjson.render",
    "rdjsonl": "rdjson.lines",
    "markdown": "markdown.render",
}
"""The formats of `doclint check` by name: the module in this folder and its function from results to text."""


def renderer(name: str) -> Callable[[Sequence[Result]], str]:
    """The function that writes results in a format."""
    module, function = FORMATS[name].split(".")
    return cast("Callable[[Sequence[Result]], str]", getattr(import_module(f"{__name__}.{module}"), function))
