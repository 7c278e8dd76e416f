"""`--output NAME:FILE`: reports in files, each written whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from doclint.config import display, suggest
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
        if full in seen and _replaceable(full):
            return f"{display(path)}: is the file of two outputs"
        seen.add(full)
    return ""


def write(form: str, path: str, results: Sequence[Result]) -> str:
    """Write one report; the sentence that says why it could not be written, else nothing."""
    text = renderer(form)(results).encode("utf-8", "backslashreplace")
    try:
        replaced(path, text)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return f"{display(path) if chr(0) not in path else repr(path)}: cannot be written: {reason}"
    return ""


def replaced(path: str, raw: bytes) -> None:
    """Put these bytes into a file at once, keeping its mode and the links to it; a device or pipe is written to."""
    full = os.path.realpath(path)
    if not _replaceable(full):
        with open(full, "wb") as stream:
            stream.write(raw)
        return
    folder, name = os.path.split(full)
    temporary = os.path.join(folder, f".{name[:100]}.{os.getpid()}.tmp")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(raw)
        with suppress(FileNotFoundError):
            os.chmod(temporary, stat.S_IMODE(os.stat(full).st_mode))
        os.replace(temporary, full)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def _replaceable(path: str) -> bool:
    """Whether a path is a plain file, or nothing yet."""
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        return True
    return stat.S_ISREG(mode)
