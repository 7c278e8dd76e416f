"""The command line: one file per command, loaded when it is called. Printing happens here and nowhere else."""

from __future__ import annotations

import gc
import io
import os
import sys
from importlib import import_module

import click

from doclint import __version__

COMMANDS = (
    "baseline", "check", "claims", "config", "explain", "init", "matcher", "report", "rules", "schema", "show",
)  # fmt: skip


class _Commands(click.Group):
    """Loads a command's file only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"doclint.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from doclint.config import suggest

            ctx.fail(f"there is no command {args[0]!r}{suggest(args[0], COMMANDS)}.")
        return super().resolve_command(ctx, args)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="doclint", message="%(prog)s %(version)s")
def cli() -> None:
    """Check the numbers in Markdown design documents."""


def main() -> None:
    """The console script: exits with 0 (clean), 1 (findings) or 2 (could not run)."""
    # A run makes many objects and few cycles: collecting seldom saves time and still bounds the memory.
    gc.set_threshold(200_000, 20, 50)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = cli.main(prog_name="doclint", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("doclint: interrupted", err=True)
        code = 130
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:  # the reader went away
        pass
    # Everything is written and nothing is left to clean up: taking the interpreter apart would only take time.
    os._exit(code or 0)
