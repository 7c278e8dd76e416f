"""`doclint show`: what one stage of the engine hands to the next."""

from __future__ import annotations

import sys

import click

from doclint.cli import common
from doclint.config import Config, suggest


@click.command("show")
@click.argument("stage")
@click.argument("file")
def command(stage: str, file: str) -> None:
    """Print what STAGE makes of FILE (- for stdin): to see how a document was read, or to report a mistake.

    The stages are blocks, statements, bindings, tables, formulas and judged.
    """
    from doclint import files
    from doclint.stages import STAGES

    if stage not in STAGES:
        raise common.refusal(f"there is no stage {stage!r}{suggest(stage, STAGES)}; the stages are {', '.join(STAGES)}")
    try:
        if file == "-":
            source = files.decode("<stdin>", sys.stdin.buffer.read(files.BYTES + 1))
        else:
            source = files.read(file)
    except files.UnreadableError as error:
        raise common.refusal(str(error)) from None
    for note in source.notes:
        common.say("note", note)
    shown = STAGES[stage](source, Config())
    common.write(shown if shown.endswith("\n") or not shown else shown + "\n")
