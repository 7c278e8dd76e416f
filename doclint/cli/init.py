"""`doclint init`: a first configuration and a hook."""

from __future__ import annotations

import os

import click

from doclint.cli import common

CONFIG = """\
# Every setting and its default: doclint config --isolated
# fail-on = "error"             # let warnings pass
# exclude = ["vendor/"]         # gitignore patterns
# baseline = "doclint-baseline.json"   # after `doclint baseline`
"""
HOOK = """\
repos:
- repo: https://example.org/doclint  # where your copy of doclint lives
  rev: v0.1.0
  hooks:
  - id: doclint
"""
FILES = {"doclint.toml": CONFIG, ".pre-commit-config.yaml": HOOK}


@click.command("init")
@click.option("--write", "wanted", is_flag=True, help="Write the files that are not there yet.")
def command(wanted: bool) -> None:
    """Show a first configuration and a pre-commit hook for this folder; --write writes what is not there yet."""
    from doclint import files, writing

    for name, text in FILES.items():
        if os.path.lexists(name):
            common.say("note", f"{name}: is there already and stays as it is")
        elif wanted:
            try:
                writing.put(name, text.encode())
            except files.UnreadableError as error:
                raise common.refusal(str(error)) from None
            common.say("note", f"{name}: written")
        else:
            common.write(f"# {name}\n{text}\n")
    if not wanted:
        common.say("note", "nothing is written: `doclint init --write` does")
