"""`doclint config`: the settings that hold, and where each was made."""

from __future__ import annotations

from typing import Any

import click

from doclint.cli import common
from doclint.config import Config
from doclint.settings import SETTINGS, TABLES, Setting


@click.command("config")
@click.argument("paths", metavar="PATH...", nargs=-1)
@click.option("--config", "given", metavar="FILE|KEY=VALUE", multiple=True, help="As for check.")
@click.option("--isolated", is_flag=True, help="Read no configuration file and no DOCLINT_ variable.")
def command(paths: tuple[str, ...], given: tuple[str, ...], isolated: bool) -> None:
    """Print the settings that hold for PATH as TOML, each with where it was made."""
    common.write(render(common.configuration(paths, given, isolated)))


def render(config: Config) -> str:
    """The effective settings; those of tables come last, as TOML wants it."""
    lines, tables = [], []
    for setting in SETTINGS:
        if setting.adds_to:
            continue
        value = getattr(config, setting.field)
        where = config.origins.get(setting.field, "default")
        if setting.kind in TABLES:
            tables.append(f"\n[{setting.name}]  # {where}\n")
            tables += [f"{_toml(key)} = {_toml(said)}\n" for key, said in value]
        else:
            lines.append((f"{setting.name} = {_toml(value)}", where))
    wide = min(max(len(line) for line, _ in lines), 40)
    return "".join([*(f"{line:{wide}}  # {where}\n" for line, where in lines), *tables])


def _toml(value: Any) -> str:
    """A value as TOML writes it: the escapes of JSON are among those of TOML."""
    from json import dumps

    return dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False).replace("\x7f", "\\u007f")


def schema() -> dict[str, Any]:
    """The JSON Schema of doclint.toml, from the one list of settings."""
    properties: dict[str, Any] = {setting.name: {"description": setting.doc, **_kind(setting)} for setting in SETTINGS}
    properties["extend"] = {"description": "A configuration file on which this one builds.", "type": "string"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "doclint.toml",
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
    }


def _kind(setting: Setting) -> dict[str, Any]:
    from doclint.config import SEVERITIES

    words = {"type": "array", "items": {"type": "string"}}
    kinds: dict[str, dict[str, Any]] = {
        "flag": {"type": "boolean", "default": getattr(Config(), setting.field)},
        "choice": {"enum": list(setting.choices), "default": getattr(Config(), setting.field)},
        "path": {"type": "string"},
        "words-by-pattern": {"type": "object", "additionalProperties": words},
        "texts": {"type": "object", "additionalProperties": {"type": "string"}},
        "severities": {"type": "object", "additionalProperties": {"enum": list(SEVERITIES)}},
    }
    return kinds.get(setting.kind, words)
