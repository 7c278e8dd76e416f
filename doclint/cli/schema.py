"""`doclint schema`: the JSON Schemas of what doclint reads and writes."""

from __future__ import annotations

import click

from doclint.cli import common

FILES = {"json": "check.json", "claims": "claims.json", "report": "report.json", "rules": "rules.json"}
"""The shipped schemas of doclint/schema/ by name; that of the configuration follows from the settings."""


@click.command("schema")
@click.argument("name", type=click.Choice(["config", *FILES]))
def command(name: str) -> None:
    """Print a JSON Schema: of doclint.toml (config), of rule packs (rules), of the JSON of check, claims and report."""
    if name == "config":
        from json import dumps

        from doclint.cli.config import schema

        common.write(dumps(schema(), indent=2) + "\n")
        return
    from importlib.resources import files

    common.write((files("doclint") / "schema" / FILES[name]).read_text(encoding="utf-8"))
