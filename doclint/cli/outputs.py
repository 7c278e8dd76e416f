"""`--output NAME:FILE`: reports in files, each written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from doclint import writing
from doclint.config import display, suggest
from doclint.files import UnreadableError
from doclint.report import FORMATS, renderer

if TYPE_CHECKING:
    from doclint.model import Result


def parsed(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The name of a format and a file for every `NAME:FILE`."""
    return tuple(map(_parsed, values))


def _parsed(value: str) -> tuple[str, str]:
    form, colon, path = value.partition(":")
    if not colon or not path:
        raise click.BadParameter(f"{value!r} is not of the form NAME:FILE, as in sarif:doclint.sarif")
    if form not in FORMATS:
        raise click.BadParameter(
            f"no format is called {form!r}{suggest(form, FORMATS)}; there are {', '.join(FORMATS)}"
        )
    return form, path


def collision(outputs: Sequence[tuple[str, str]], sources: Iterable[str]) -> str:
    """Why these files cannot all be written: two are one file, or one is a document; empty where they can."""
    documents = {os.path.realpath(path) for path in sources}
    seen: set[str] = set()
    for _, path in outputs:
        full = os.path.realpath(path)
        if full in documents:
            return f"{display(path)}: is one of the documents"
        if full in seen and writing.replaceable(full):
            return f"{display(path)}: is the file of two outputs"
        seen.add(full)
    return ""


def write(form: str, path: str, results: Sequence[Result]) -> str:
    """Write one report; the sentence that says why it could not be written, else nothing."""
    try:
        writing.put(path, renderer(form)(results).encode("utf-8", "backslashreplace"))
    except UnreadableError as error:
        return str(error)
    return ""
