"""Which files are documents, and what text they hold. Nothing here knows what doclint looks for."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from doclint.config import display
from doclint.model import Source

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

SUFFIXES = (".md", ".markdown", ".mdx", ".qmd", ".myst")
"""What counts as a document in a folder; a file that is named is read whatever it is called."""

SKIPPED = frozenset(
    (".git", ".hg", ".svn", ".jj", "node_modules", ".venv", ".tox", ".nox", "__pycache__", ".mypy_cache", ".ruff_cache")
)

HISTORIES = frozenset(("changelog", "changes", "history", "releasenotes"))
"""Names of documents about the past, without their hyphens; their numbers were right once."""

ARCHIVES = frozenset(("archive", "archives", "archived"))
"""Folders of such documents."""

BYTES = 16_000_000
"""The largest document that is read, so that there is an outcome within seconds and bounded memory."""

LINE = 200_000
"""The longest line that is read, in code points: a longer one is embedded data, blanked so that offsets stay true."""


class UnreadableError(Exception):
    """A document that cannot be read; the text is one sentence that begins with the path."""


class Ignored:
    """What .gitignore files say about the paths beneath one folder, outer files first."""

    def __init__(self, layers: tuple[tuple[str, GitIgnoreSpec], ...] = ()) -> None:
        self._layers = layers

    def beneath(self, folder: str, *files: str) -> Ignored:
        """The rules for `folder`, where one of `files` may add to what holds above it."""
        layers = self._layers
        for name in files:
            lines = _lines(os.path.join(folder, name))
            if lines:
                layers = (*layers, (os.path.join(folder, ""), _spec(lines)))
        return Ignored(layers) if layers is not self._layers else self

    def __contains__(self, path: str) -> bool:
        """Whether the innermost file that says anything about an absolute path (a folder ends with /) ignores it."""
        for base, spec in reversed(self._layers):
            said = spec.check_file(path[len(base) :].replace(os.sep, "/")).include if path.startswith(base) else None
            if said is not None:
                return said
        return False


def matcher(patterns: Iterable[tuple[str, str]]) -> Callable[[str], bool]:
    """Whether gitignore patterns, each after the folder that it is relative to, match a path; later ones win.

    Raises ValueError, a sentence, for what is no pattern.
    """
    layers = []
    for folder, lines in groupby(patterns, key=itemgetter(0)):
        layers.append((os.path.join(os.path.abspath(folder or "."), ""), _strict([line for _, line in lines])))
    ignored = Ignored(tuple(layers))
    return lambda path: os.path.abspath(path) in ignored


def walk(folder: str) -> Iterator[str]:
    """The documents in a folder that git does not ignore, sorted; links to folders are not followed.

    Raises UnreadableError where the folder itself cannot be listed; a folder inside it that cannot is left out.
    """
    try:
        os.scandir(folder).close()
    except OSError as error:
        raise UnreadableError(f"{display(folder)}: cannot be read: {_reason(error)}") from None
    yield from _walk(folder, os.path.abspath(folder), _above(os.path.abspath(folder)))


def historical(path: str) -> bool:
    """Whether a path says that the document is about the past: a changelog, or anything below a folder of archives."""
    *folders, name = path.replace(os.sep, "/").lower().split("/")
    stem = name.partition(".")[0].replace("-", "").replace("_", "")
    return stem in HISTORIES or not ARCHIVES.isdisjoint(folders)


def _walk(top: str, top_full: str, above: Ignored) -> Iterator[str]:
    stack = [(top, top_full, above)]
    while stack:
        folder, full, ignored = stack.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda e: e.name)
        except OSError:
            continue
        names = {e.name for e in entries}
        if "pyvenv.cfg" in names and folder != top:
            continue
        if ".gitignore" in names:
            ignored = ignored.beneath(full, ".gitignore")
        below = []
        for entry in entries:
            path = os.path.join(full, entry.name)
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in SKIPPED and path + os.sep not in ignored:
                    below.append((entry.path, path, ignored))
            elif entry.name.lower().endswith(SUFFIXES) and entry.is_file() and path not in ignored:
                yield entry.path
        stack.extend(reversed(below))


def _above(full: str) -> Ignored:
    """What the rest of the repository says about a folder; nothing where the folder is itself ignored, but named."""
    chain = []
    here = full
    while not os.path.exists(os.path.join(here, ".git")):
        parent = os.path.dirname(here)
        if parent == here:
            return Ignored()
        chain.append(parent)
        here = parent
    ignored = Ignored().beneath(here, os.path.join(".git", "info", "exclude"))
    for folder in reversed(chain):
        ignored = ignored.beneath(folder, ".gitignore")
    for folder in [*reversed(chain[:-1]), full]:
        if os.path.join(folder, "") in ignored:
            return Ignored()
    return ignored


def _lines(path: str) -> list[str]:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            lines = file.read(BYTES).splitlines()
    except OSError:
        return []
    return [line for line in lines if line.strip() and not line.startswith("#")]


def _spec(lines: list[str]) -> GitIgnoreSpec:
    """The patterns among lines that nobody vouches for."""
    kept = []
    for line in lines:
        try:
            _strict([line])
        except ValueError:
            continue
        kept.append(line)
    return _strict(kept)


def _strict(lines: list[str]) -> GitIgnoreSpec:
    """The patterns of lines; raises ValueError, a sentence, for what is none."""
    import re

    from pathspec import GitIgnoreSpec

    for line in lines:
        try:
            GitIgnoreSpec.from_lines([line])
        except (ValueError, re.error):
            raise ValueError(f"{line!r} is not a gitignore pattern") from None
    return GitIgnoreSpec.from_lines(lines)


def read(path: str) -> Source:
    """The document at `path`. Raises UnreadableError for what is missing, a folder, binary or larger than BYTES."""
    shown = display(path)
    try:
        status = os.stat(path)
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableError(f"{shown}: is a folder")
        if status.st_size > BYTES:
            raise UnreadableError(_too_large(shown, status.st_size))
        with open(path, "rb") as file:
            raw = file.read(BYTES + 1)
    except OSError as error:
        raise UnreadableError(f"{shown}: {_reason(error)}") from None
    except ValueError:
        raise UnreadableError(f"{shown!r}: is not a path") from None
    return decode(shown, raw)


def decode(shown: str, raw: bytes) -> Source:
    """A document from its bytes: UTF-8, or UTF-16 with a byte order mark; bad bytes are replaced, and noted."""
    if len(raw) > BYTES:
        raise UnreadableError(_too_large(shown, len(raw)))
    notes = []
    encoding = "utf-8"
    if raw.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        encoding = "utf-32"
    elif raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\0" in raw[:8192]:
        raise UnreadableError(f"{shown}: is a binary file")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        text = raw.decode(encoding, "replace")
        line = raw.count(b"\n", 0, error.start) + 1
        notes.append(f"{shown}: is not {encoding.upper()} (line {line}); read with replacement characters")
    text = text.removeprefix("\ufeff")
    if len(text) > LINE:
        text = _blank_long_lines(shown, text, notes)
    return Source(shown, text, tuple(notes))


def _blank_long_lines(shown: str, text: str, notes: list[str]) -> str:
    import re

    parts, at = [], 0
    for run in re.finditer(r"[^\r\n]+", text):
        length = run.end() - run.start()
        if length > LINE:
            parts += [text[at : run.start()], " " * length]
            at = run.end()
            line = len(re.findall(r"\r\n|\r|\n", text[: run.start()])) + 1
            notes.append(f"{shown}:{line}: is a line of {length:,} characters and was not read")
    return "".join([*parts, text[at:]])


def _too_large(shown: str, size: int) -> str:
    return f"{shown}: is larger than the {BYTES // 1_000_000} MB that doclint reads ({size / 1e6:,.1f} MB)"


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    if isinstance(error, PermissionError):
        return "permission denied"
    return (error.strerror or str(error)).lower()
