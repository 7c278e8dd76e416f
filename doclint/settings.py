"""How a configuration is read: files and what they extend, the environment, options of the command line.

SETTINGS is the one list of what can be set; the keys of files, `DOCLINT_*`, `--config KEY=VALUE`, `doclint config`, the
JSON Schema and the documentation follow from it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from doclint.config import FAIL_ON, PREFIXES, SEVERITIES, Config, ConfigError, display, suggest
from doclint.settings_file import Place, SettingsFile, mentions_doclint, read

FILE_NAMES = ("doclint.toml", ".doclint.toml", "pyproject.toml")
MOST_EXTENDED = 8
"""How many files may extend one another."""
ENVIRONMENT = "DOCLINT_"


class Setting(NamedTuple):
    """A key of configuration files: its kind, what it means, and for `extend-*` the setting that it adds to.

    Kinds: flag, choice, path, words, paths, patterns (gitignore), and TABLES of words, of severities or of texts.
    """

    name: str
    kind: str
    doc: str
    adds_to: str = ""
    choices: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        """The field of Config."""
        return (self.adds_to or self.name).replace("-", "_")


SETTINGS = (
    Setting("select", "words", "Only these checks: codes, prefixes of codes or names. Empty: every check."),
    Setting("ignore", "words", "Not these checks; wins over select."),
    Setting("extend-select", "words", "Added to select.", "select"),
    Setting("extend-ignore", "words", "Added to ignore.", "ignore"),
    Setting("per-file-ignores", "words-by-pattern", "Checks that are ignored in the documents that a pattern matches."),
    Setting("severity", "severities", "The severity of checks: error, warning or info."),
    Setting("pedantic", "flag", "Show findings of low confidence too."),
    Setting("fail-on", "choice", "Exit with 1 from this severity on: error, warning, info or never.", "", FAIL_ON),
    Setting(
        "exclude",
        "patterns",
        "Documents that are left out, named ones too: gitignore patterns, relative to the file they stand in.",
    ),
    Setting("extend-exclude", "patterns", "Added to exclude.", "exclude"),
    Setting("default-exclude", "flag", "Leave out historical documents (changelogs, archives) found in folders."),
    Setting("force-exclude", "flag", "Leave out historical documents also where they are named."),
    Setting("packs", "paths", "Rule packs beside the shipped ones: files or folders."),
    Setting("baseline", "path", "A baseline: only findings that it does not know are reported."),
    Setting("project", "flag", "Compare the documents with one another too (DL402)."),
    Setting("prefixes", "choice", "What GB means: 10^9 bytes (decimal), 2^30 (binary), or either.", "", PREFIXES),
    Setting("units", "texts", 'Units of your own, each with what it is: blk = "512 bytes".'),
    Setting("nouns", "texts", 'Words that mean the same as others: box = "server".'),
)
"""Every setting, in the order in which it is shown."""

BY_NAME = {setting.name: setting for setting in SETTINGS}
TABLES = ("words-by-pattern", "severities", "texts")
PATTERNS = ("patterns", "words-by-pattern")
_KEYS = (*BY_NAME, "extend")


def load(path: str) -> Config:
    """The configuration in a file and in those that it extends. Raises ConfigError."""
    return settle(layers(path), path)


def find(folder: str) -> str:
    """Path of the nearest configuration file in `folder` or above it, or nothing; a repository is not left."""
    folder = os.path.abspath(folder)
    while True:
        for name in FILE_NAMES:
            path = os.path.join(folder, name)
            if os.path.isfile(path) and (name != "pyproject.toml" or mentions_doclint(path)):
                return path
        above = os.path.dirname(folder)
        if above == folder or os.path.exists(os.path.join(folder, ".git")):
            return ""
        folder = above


class Layer(NamedTuple):
    """What one source sets, to be laid over those before it: values that are already checked, with their places."""

    values: Mapping[str, Any]
    origin: Callable[[str], str]
    folder: str = ""
    """Where its patterns start from; empty: the working directory."""


def settle(stack: Iterable[Layer], path: str = "") -> Config:
    """The configuration of layers, the last one above all; `path` is the file that names the others."""
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    bases: dict[str, tuple[str, ...]] = {}
    for layer in stack:
        for setting in SETTINGS:
            if setting.name not in layer.values:
                continue
            name, value, where = setting.field, layer.values[setting.name], layer.origin(setting.name)
            folders = (layer.folder,) * len(value) if setting.kind in PATTERNS else ()
            if setting.adds_to or setting.kind in TABLES:
                before = values.get(name, ())
                kept = [at for at, one in enumerate(before) if setting.adds_to or one[0] not in dict(value)]
                value = (*(before[at] for at in kept), *value)
                folders = (*(bases[name][at] for at in kept if name in bases), *folders)
                where = f"{origins[name]}, {where}" if before else where
            values[name], origins[name] = value, where
            if setting.kind in PATTERNS:
                bases[name] = folders
    full = os.path.abspath(path) if path else ""
    return Config(
        **values, root=os.path.dirname(full), origin=display(path) if path else "", origins=origins, bases=bases
    )


def layers(path: str, above: tuple[str, ...] = ()) -> list[Layer]:
    """The layer of a file, after those of what it extends."""
    file = read(path)
    for key in file.data:
        if key not in _KEYS:
            raise file.refuse(key, f"there is no setting {key!r}{suggest(key, _KEYS)}")
    below: list[Layer] = []
    base = file.data.get("extend")
    if base is not None:
        if not isinstance(base, str):
            raise file.refuse("extend", "extend must be the path of a file")
        chain = (*above, os.path.realpath(path))
        target = os.path.join(os.path.dirname(os.path.abspath(path)), os.path.expanduser(base))
        if os.path.realpath(target) in chain:
            raise file.refuse("extend", f"extend leads back to {display(target)}")
        if len(chain) > MOST_EXTENDED:
            raise file.refuse("extend", f"more than {MOST_EXTENDED} files extend one another")
        if not os.path.isfile(target):
            raise file.refuse("extend", f"there is no file {display(target)}")
        below = layers(target, chain)
    values = {name: _value(BY_NAME[name], said, file) for name, said in file.data.items() if name != "extend"}
    return [*below, Layer(values, file.place, file.folder)]


def from_environment(environment: Mapping[str, str]) -> Layer:
    """What `DOCLINT_SELECT`, `DOCLINT_FAIL_ON` and so on set; other variables that begin so are not ours to judge."""
    values = {}
    for setting in SETTINGS:
        name = ENVIRONMENT + setting.name.upper().replace("-", "_")
        if environment.get(name):
            values[setting.name] = _plain(setting, environment[name], name)
    return Layer(values, lambda name: ENVIRONMENT + name.upper().replace("-", "_"))


def from_option(words: str) -> Layer:
    """What `--config KEY=VALUE` sets: the value as in a file, or as plain words; `severity.DL101=info` sets one."""
    key, _, text = words.partition("=")
    name, _, inner = key.strip().partition(".")
    where = "--config"
    setting = BY_NAME.get(name)
    if setting is None:
        raise ConfigError(f"{where}: there is no setting {name!r}{suggest(name, BY_NAME)}")
    if bool(inner) != (setting.kind in TABLES):
        wanted = f"{name}.NAME=VALUE" if not inner else f"{name}=VALUE"
        raise ConfigError(f"{where}: {name} is set by {wanted}")
    return Layer({name: _plain(setting, text.strip(), where, inner)}, lambda _: f"{where} {words}")


def from_options(given: Mapping[str, Any]) -> Layer:
    """What options of a command set: checked values by the name of the setting, left out where empty."""
    return Layer(
        {name: value for name, value in given.items() if value}, lambda name: "--" + name.removeprefix("extend-")
    )


def _plain(setting: Setting, text: str, where: str, inner: str = "") -> Any:
    """The value of a setting from one text: TOML where it is, else words."""
    import tomllib

    try:
        said: Any = tomllib.loads(f"x = {text}")["x"]
    except (tomllib.TOMLDecodeError, RecursionError):
        said = text
    if isinstance(said, str) and setting.kind in ("words", "paths", "patterns", "words-by-pattern"):
        said = [word.strip() for word in said.split(",") if word.strip()]
    place = Place(where)
    return _value(setting, {inner: said} if inner else said, place)


def _value(setting: Setting, said: Any, place: SettingsFile | Place) -> Any:
    """The value of a setting, checked. Raises ConfigError."""
    name, kind = setting.name, setting.kind
    if kind == "flag":
        if not isinstance(said, bool):
            raise place.refuse(name, f"{name} must be true or false")
        return said
    if kind == "choice":
        if said not in setting.choices:
            raise place.refuse(name, f"{name} must be one of {', '.join(setting.choices)}, not {said!r}")
        return said
    if kind == "path":
        if not isinstance(said, str):
            raise place.refuse(name, f"{name} must be the path of a file")
        return place.resolved(said) if said else ""
    if kind in TABLES:
        if not isinstance(said, dict):
            raise place.refuse(name, f"{name} must be a table")
        if kind == "words-by-pattern":
            return tuple((key, _strings(said[key], key, place, name)) for key in said)
        for key, level in said.items():
            if kind == "texts" and not isinstance(level, str):
                raise place.refuse(key, f"{key} of {name} must be a string", name)
            if kind == "severities" and level not in SEVERITIES:
                raise place.refuse(
                    key, f"severity of {key} must be one of {', '.join(SEVERITIES)}, not {level!r}", name
                )
        return tuple(said.items())
    words = _strings(said, name, place)
    return tuple(map(place.resolved, words)) if kind == "paths" else words


def _strings(said: Any, key: str, place: SettingsFile | Place, within: str = "") -> tuple[str, ...]:
    if not isinstance(said, list) or not all(isinstance(word, str) for word in said):
        raise place.refuse(key, f"{key} must be a list of strings", within)
    return tuple(said)
