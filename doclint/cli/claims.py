"""`doclint claims`: every number that was read, with its status."""

from __future__ import annotations

import click

from doclint.cli import common


@click.command("claims")
@click.argument("paths", metavar="PATH...", nargs=-1)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print them.")
@common.configured
def command(
    paths: tuple[str, ...],
    form: str,
    settings: tuple[str, ...],
    isolated: bool,
    stdin_filename: str | None,
    color: str,
) -> None:
    """List every number that doclint read: verified, contradicted, undecided (and why) or only stated."""
    config = common.configuration(paths, settings, isolated)
    run = common.lint(paths, config, stdin_filename)
    if form == "json":
        from doclint.report import json

        common.write(json.claims(run.results))
    else:
        from doclint.report import claims

        common.write(claims.render(run.results, common.style(color)))
    raise click.exceptions.Exit(2 if any(trouble.fatal for trouble in run.troubles) else 0)
