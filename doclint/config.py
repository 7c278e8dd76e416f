"""Configuration: what to report and what fails; settings.py reads it.

A configuration never changes what is right or wrong, only what is shown: there is no tolerance to tune.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from doclint.model import Severity

FAIL_ON = ("error", "warning", "info", "never")
PREFIXES = ("either", "decimal", "binary")
SEVERITIES = ("error", "warning", "info")


class ConfigError(Exception):
    """A configuration that cannot be used; the text is one sentence that begins with the place."""


@dataclass(frozen=True, slots=True)
class Config:
    """What the user asked for.

    `select` empty means every check; `ignore` wins over `select`. Both hold codes, prefixes of codes or names, as
    written. `exclude` and the keys of `per_file_ignores` are gitignore patterns, each relative to its folder in
    `bases`, else to `root`, the folder of the configuration file at `origin` (both empty where there is none). `packs`
    are rule packs, files or folders; `baseline` is a file of known findings. `default_exclude` leaves historical
    documents out, `force_exclude` also those that are named, and `project` compares the documents with one another.
    `prefixes`, `units` and `nouns` are what units.teach wants. `origins` says where a setting was made.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    pedantic: bool = False
    fail_on: str = "warning"
    exclude: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    severity: tuple[tuple[str, Severity], ...] = ()
    packs: tuple[str, ...] = ()
    baseline: str = ""
    project: bool = False
    prefixes: str = "either"
    units: tuple[tuple[str, str], ...] = ()
    nouns: tuple[tuple[str, str], ...] = ()
    default_exclude: bool = True
    force_exclude: bool = False
    root: str = ""
    origin: str = ""
    origins: Mapping[str, str] = field(default_factory=dict, compare=False)
    bases: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False)

    def based(self, name: str, patterns: Iterable[str]) -> list[tuple[str, str]]:
        """The patterns of a field, each after the folder that it is relative to."""
        patterns = tuple(patterns)
        folders = self.bases.get(name, ())
        return list(zip(folders if folders else (self.root,) * len(patterns), patterns, strict=True))


def display(path: str) -> str:
    """The path as it is printed: relative to the working directory where beneath it, with forward slashes."""
    full = os.path.abspath(path)
    try:
        here = os.path.join(os.getcwd(), "")
    except OSError:
        here = "\0"
    path = full[len(here) :] if full.startswith(here) else os.path.normpath(path)
    return os.fsencode(path).decode("utf-8", "replace").replace(os.sep, "/")


def suggest(word: str, candidates: Iterable[str]) -> str:
    """' (did you mean X?)' for the nearest candidate, or nothing where none is near."""
    from difflib import get_close_matches

    folded = {c.casefold(): c for c in candidates}
    near = get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return f" (did you mean {folded[near[0]]}?)" if near else ""


def expand(words: Iterable[str], catalog: Mapping[str, str], where: str) -> frozenset[str]:
    """The codes that codes, prefixes of codes and names stand for; `catalog` maps code to name.

    Raises ConfigError for a word that stands for nothing; `where` says who wrote it.
    """
    names = {name: code for code, name in catalog.items()}
    codes: set[str] = set()
    for word in words:
        upper = word.upper()
        if word.lower() in names:
            codes.add(names[word.lower()])
        elif upper.startswith("DL") and (begun := [code for code in catalog if code.startswith(upper)]):
            codes.update(begun)
        else:
            raise ConfigError(f"{where}: no check is called {word!r}{suggest(word, [*catalog, *names])}")
    return frozenset(codes)
