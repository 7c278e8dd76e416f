"""Configuration: what to report and what fails, from doclint.toml, .doclint.toml or [tool.doclint] in pyproject.toml.

A configuration never changes what is right or wrong, only what is shown: there is no tolerance to tune.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from doclint.model import Severity

FILE_NAMES = ("doclint.toml", ".doclint.toml", "pyproject.toml")
FAIL_ON = ("error", "warning", "info", "never")
SEVERITIES = ("error", "warning", "info")


class ConfigError(Exception):
    """A configuration that cannot be used; the text is one sentence that begins with the place."""


@dataclass(frozen=True, slots=True)
class Config:
    """What the user asked for.

    `select` empty means every check; `ignore` wins over `select`. Both hold codes, prefixes of codes or names, as
    written. `exclude` and the keys of `per_file_ignores` are gitignore patterns relative to `root`, the folder of the
    configuration file at `origin` (both empty where there is none). `packs` are rule packs, files or folders;
    `baseline` is a file of known findings.
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
    root: str = ""
    origin: str = ""


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


def load(path: str) -> Config:
    """Read a configuration file; its table is [tool.doclint] in pyproject.toml and the whole file elsewhere."""
    import tomllib

    shown = display(path)
    try:
        with open(path, "rb") as file:
            text = file.read().decode("utf-8-sig")
        data: Any = tomllib.loads(text)
    except OSError as error:
        raise ConfigError(f"{shown}: cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{shown}: is not UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"{shown}: is not TOML: {error}") from None
    table = ""
    if os.path.basename(path) == "pyproject.toml":
        table = "tool.doclint"
        data = _table(_table(data, "tool"), "doclint")
    return _read(data, _Places(shown, text, table), os.path.dirname(os.path.abspath(path)))


def find(folder: str) -> str:
    """Path of the nearest configuration file in `folder` or above it, or nothing; a repository is not left."""
    folder = os.path.abspath(folder)
    while True:
        for name in FILE_NAMES:
            path = os.path.join(folder, name)
            if os.path.isfile(path) and (name != "pyproject.toml" or _mentions_doclint(path)):
                return path
        above = os.path.dirname(folder)
        if above == folder or os.path.exists(os.path.join(folder, ".git")):
            return ""
        folder = above


def _mentions_doclint(path: str) -> bool:
    """Whether a pyproject.toml has a table for doclint; a broken one that never names doclint is not our business."""
    import tomllib

    try:
        with open(path, "rb") as file:
            raw = file.read()
    except OSError:
        return False
    if b"doclint" not in raw:
        return False
    try:
        return "doclint" in _table(tomllib.loads(raw.decode("utf-8-sig")), "tool")
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError):
        return b"[tool.doclint" in raw


def _table(data: Any, key: str) -> dict[str, Any]:
    inner = data.get(key) if isinstance(data, dict) else None
    return inner if isinstance(inner, dict) else {}


class _Places:
    """Where a key was written: the parser of the standard library does not tell."""

    def __init__(self, path: str, text: str, table: str) -> None:
        self.path = path
        self.text = text
        self.table = table

    def refuse(self, key: str, message: str, within: str = "") -> ConfigError:
        """The error for `key` of the sub-table `within`: path, line, sentence."""
        import re

        table = ".".join(filter(None, (self.table, within)))
        quoted = rf"""["']?{re.escape(key)}["']?"""
        written = re.compile(rf"\s*(?:[\w.-]+\.)?{quoted}\s*[=.]|.*[{{,]\s*{quoted}\s*=")
        here = ""
        fallback = 0
        for number, line in enumerate(self.text.splitlines(), 1):
            header = re.match(r"\s*\[+\s*([^\]]+?)\s*\]+", line)
            if header:
                here = header[1].replace('"', "").replace("'", "")
                if here == f"{table}.{key}".lstrip("."):
                    return ConfigError(f"{self.path}:{number}: {message}")
            elif written.match(line):
                if here == table:
                    return ConfigError(f"{self.path}:{number}: {message}")
                fallback = fallback or number
        return ConfigError(f"{self.path}:{fallback}: {message}" if fallback else f"{self.path}: {message}")


_KEYS = ("select", "ignore", "pedantic", "fail-on", "exclude", "per-file-ignores", "severity", "packs", "baseline")


def _read(data: Mapping[str, Any], places: _Places, root: str) -> Config:
    for key in data:
        if key not in _KEYS:
            raise places.refuse(key, f"there is no setting {key!r}{suggest(key, _KEYS)}")
    pedantic = data.get("pedantic", False)
    if not isinstance(pedantic, bool):
        raise places.refuse("pedantic", "pedantic must be true or false")
    fail_on = data.get("fail-on", "warning")
    if fail_on not in FAIL_ON:
        raise places.refuse("fail-on", f"fail-on must be one of {', '.join(FAIL_ON)}, not {fail_on!r}")
    ignores = data.get("per-file-ignores", {})
    levels = data.get("severity", {})
    for key, inner in (("per-file-ignores", ignores), ("severity", levels)):
        if not isinstance(inner, dict):
            raise places.refuse(key, f"{key} must be a table")
    for check, level in levels.items():
        if level not in SEVERITIES:
            message = f"severity of {check} must be one of {', '.join(SEVERITIES)}, not {level!r}"
            raise places.refuse(check, message, "severity")
    baseline = data.get("baseline", "")
    if not isinstance(baseline, str):
        raise places.refuse("baseline", "baseline must be the path of a file")
    return Config(
        select=_strings(data, "select", places),
        ignore=_strings(data, "ignore", places),
        pedantic=pedantic,
        fail_on=fail_on,
        exclude=_strings(data, "exclude", places),
        per_file_ignores=tuple((p, _strings(ignores, p, places, "per-file-ignores")) for p in ignores),
        severity=tuple(levels.items()),
        packs=tuple(os.path.join(root, one) for one in _strings(data, "packs", places)),
        baseline=os.path.join(root, baseline) if baseline else "",
        root=root,
        origin=places.path,
    )


def _strings(data: Mapping[str, Any], key: str, places: _Places, within: str = "") -> tuple[str, ...]:
    entry = data.get(key, [])
    if not isinstance(entry, list) or not all(isinstance(word, str) for word in entry):
        raise places.refuse(key, f"{key} must be a list of strings", within)
    return tuple(entry)
