"""`doclint matcher`: how other programs read the text format."""

from __future__ import annotations

import click

from doclint.cli import common

FILES = {"github": "github.json", "vscode": "vscode.json", "vim": "doclint.vim", "emacs": "doclint.el"}
"""The shipped files of doclint/matchers by the program that reads them."""


@click.command("matcher")
@click.argument("program", type=click.Choice(list(FILES)))
def command(program: str) -> None:
    """Print what makes PROGRAM jump to findings: a problem matcher, tasks.json, a compiler file, a Lisp file."""
    from importlib.resources import files

    common.write((files("doclint") / "matchers" / FILES[program]).read_text(encoding="utf-8"))
