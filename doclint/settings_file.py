"""A TOML file of settings, and where in it a setting is made: the parser of the standard library does not tell."""

from __future__ import annotations

import os
from typing import Any

from doclint.config import ConfigError, display


class Place:
    """A source of settings that has no lines: a variable or an option."""

    def __init__(self, where: str) -> None:
        self.where = where

    def refuse(self, key: str, message: str, within: str = "") -> ConfigError:
        """The error for a value of this source."""
        return ConfigError(f"{self.where}: {message}")

    def resolved(self, path: str) -> str:
        """A path as the source means it: from the working directory."""
        return path


class SettingsFile:
    """The settings of one file; `table` is where they stand in it."""

    def __init__(self, path: str, text: str, table: str, data: dict[str, Any]) -> None:
        self.path = display(path)
        self.folder = os.path.dirname(os.path.abspath(path))
        self.text = text
        self.table = table
        self.data = data

    def resolved(self, path: str) -> str:
        """A path as the file means it: from its folder."""
        return os.path.join(self.folder, path)

    def place(self, key: str) -> str:
        """Path and line of a setting."""
        line = self._line(key, "")
        return f"{self.path}:{line}" if line else self.path

    def refuse(self, key: str, message: str, within: str = "") -> ConfigError:
        """The error for `key` of the sub-table `within`: path, line, sentence."""
        line = self._line(key, within)
        return ConfigError(f"{self.path}:{line}: {message}" if line else f"{self.path}: {message}")

    def _line(self, key: str, within: str) -> int:
        """The line of a key, 0 where it is not seen."""
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
                    return number
            elif written.match(line):
                if here == table:
                    return number
                fallback = fallback or number
        return fallback


def read(path: str) -> SettingsFile:
    """A file of settings: [tool.doclint] in pyproject.toml and the whole file elsewhere. Raises ConfigError."""
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
    return SettingsFile(path, text, table, data)


def mentions_doclint(path: str) -> bool:
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
