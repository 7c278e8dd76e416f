"""Files that are written: whole or not at all, and documents in the encoding in which they were read."""

from __future__ import annotations

import os
import stat
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from errno import EACCES

from doclint.config import display
from doclint.files import BYTES, UnreadableError
from doclint.model import Source


def put(path: str, raw: bytes) -> None:
    """Write a file at once: all of it or nothing, its mode and the links to it kept; a device or pipe is written to.

    Raises UnreadableError where it cannot be written.
    """
    try:
        _put(os.path.realpath(path), raw)
    except (OSError, ValueError) as error:
        shown = repr(path) if chr(0) in path else display(path)
        raise UnreadableError(f"{shown}: cannot be written: {getattr(error, 'strerror', None) or error}") from None


def _put(path: str, raw: bytes) -> None:
    if not replaceable(path):
        with open(path, "wb") as stream:
            stream.write(raw)
        return
    folder, name = os.path.split(path)
    beside = os.path.join(folder, f".{name[:60]}.{os.getpid()}.tmp")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with open(handle, "wb") as out:
            out.write(raw)
            out.flush()
            os.fsync(out.fileno())
        if os.path.exists(path):
            if not os.access(path, os.W_OK):
                raise PermissionError(EACCES, os.strerror(EACCES))
            os.chmod(beside, stat.S_IMODE(os.stat(path).st_mode))
        os.replace(beside, path)
    except BaseException:
        os.unlink(beside)
        raise


def replaceable(path: str) -> bool:
    """Whether a path is a plain file, or nothing yet."""
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except FileNotFoundError:
        return True


def write(source: Source, text: str) -> None:
    """Put `text` in the place of a document that was read before, in its encoding.

    Raises UnreadableError where the file has changed since, or where its bytes were not all understood.
    """
    path = os.path.realpath(source.path)
    try:
        with open(path, "rb") as file:
            new = encode(source, file.read(BYTES + 1), text)
    except OSError as error:
        raise UnreadableError(f"{source.path}: cannot be read: {error.strerror or error}") from None
    put(path, new)


def encode(source: Source, raw: bytes, text: str) -> bytes:
    """`text` in the encoding of `raw`, from which a document was read, with its byte order mark.

    Raises UnreadableError where `raw` is not exactly what the document's text says.
    """
    marks = ((BOM_UTF32_LE, "utf-32-le"), (BOM_UTF32_BE, "utf-32-be"), (BOM_UTF16_LE, "utf-16-le"),
             (BOM_UTF16_BE, "utf-16-be"), (BOM_UTF8, "utf-8"), (b"", "utf-8"))  # fmt: skip
    mark, encoding = next(pair for pair in marks if raw.startswith(pair[0]))
    try:
        if mark + source.text.encode(encoding) == raw:
            return mark + text.encode(encoding)
    except UnicodeEncodeError:
        pass
    reason = "not all of it could be read" if source.notes else "it has changed since it was read"
    raise UnreadableError(f"{source.path}: was not fixed: {reason}")
