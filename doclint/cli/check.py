"""`doclint check`: the findings."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from doclint.cli import common
from doclint.config import FAIL_ON, SEVERITIES

if TYPE_CHECKING:
    from doclint.project import Run


@click.command("check")
@click.argument("paths", metavar="PATH...", nargs=-1)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "full", "json"]),
    help="text: one line per finding; full: with excerpt and working. Default: full on a terminal, else text.",
)
@click.option("--select", multiple=True, metavar="CHECKS", help="Only these checks: codes, prefixes or names.")
@click.option("--ignore", multiple=True, metavar="CHECKS", help="Not these checks; wins over --select.")
@click.option("--pedantic", is_flag=True, help="Show findings of low confidence too.")
@click.option("--project", is_flag=True, help="Compare the documents with one another too (DL402).")
@click.option("--fail-on", type=click.Choice(FAIL_ON), help="Exit with 1 from this severity on. Default: warning.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found.")
@common.configured
def command(
    paths: tuple[str, ...],
    form: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    pedantic: bool,
    project: bool,
    fail_on: str | None,
    exit_zero: bool,
    config_path: str | None,
    isolated: bool,
    stdin_filename: str | None,
    color: str,
) -> None:
    """Report numbers that do not follow from the others. PATH is a file, a folder, or - for stdin; default: here."""
    config = common.configuration(paths, config_path, isolated)
    config = replace(
        config,
        select=common.words(select) or config.select,
        ignore=(*config.ignore, *common.words(ignore)),
        pedantic=pedantic or config.pedantic,
        fail_on=fail_on or config.fail_on,
    )
    run = common.lint(paths, config, stdin_filename, project)
    form = form or ("full" if common.terminal(sys.stdout) else "text")
    if form == "json":
        from doclint.report import json

        common.write(json.check(run.results))
    elif form == "full":
        from doclint.report import full

        common.write(full.render(run.results, common.style(color), common.columns()))
    else:
        from doclint.report import text

        common.write(text.render(run.results))
    if form != "json" and common.terminal(sys.stderr):
        click.echo(_closing(run), err=True)
    raise click.exceptions.Exit(_exit_code(run, config.fail_on, exit_zero))


def _exit_code(run: Run, fail_on: str, exit_zero: bool) -> int:
    if any(trouble.fatal for trouble in run.troubles):
        return 2
    if exit_zero or fail_on == "never":
        return 0
    failing = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return int(any(finding.severity in failing for result in run.results for finding in result.findings))


def _closing(run: Run) -> str:
    """The last line for a person: what was found and what that rests on."""
    found = sum(len(result.findings) for result in run.results)
    touched = sum(bool(result.findings) for result in run.results)
    checked = verified = seen = 0
    for result in run.results:
        for claim in result.claims:
            seen += 1
            verified += claim.status == "verified"
            checked += claim.status in ("verified", "contradicted")
    numbers = f"{seen} numbers read, {checked} checked, {verified} verified"
    if found:
        return f"Found {_count(found, 'finding')} in {touched} of {_count(len(run.results), 'file')} ({numbers})."
    return f"No findings in {_count(len(run.results), 'file')} ({numbers})."


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
