"""`doclint check`: the findings."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from doclint.cli import common, fixing
from doclint.cli.baseline import comparing
from doclint.cli.outputs import collision, parsed, write
from doclint.report import FORMATS, renderer

if TYPE_CHECKING:
    from doclint.project import Run


@click.command("check")
@click.argument("paths", metavar="PATH...", nargs=-1)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    help="text: one line per finding; full: with excerpt and working; the others for tools. "
    "Default: full on a terminal, else text.",
)
@click.option(
    "--output",
    "outputs",
    metavar="NAME:FILE",
    multiple=True,
    callback=parsed,
    help="Write a report of this format to this file too; may be repeated.",
)
@click.option("--select", multiple=True, metavar="CHECKS", help="Only these checks: codes, prefixes or names.")
@click.option("--ignore", multiple=True, metavar="CHECKS", help="Not these checks; wins over --select.")
@click.option("--project", is_flag=True, help="Compare the documents with one another too (DL402).")
@click.option("--baseline", metavar="FILE", help="Report only findings that this baseline does not know.")
@fixing.fixing
@common.judging
@common.configured
def command(
    paths: tuple[str, ...],
    form: str | None,
    outputs: tuple[tuple[str, str], ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    pedantic: bool,
    project: bool,
    baseline: str | None,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    fail_on: str | None,
    exit_zero: bool,
    config_path: str | None,
    isolated: bool,
    stdin_filename: str | None,
    color: str,
) -> None:
    """Report numbers that do not follow from the others. PATH is a file, a folder, or - for stdin; default: here."""
    ways = fixing.ways(fix, unsafe_fixes, diff, form)
    config = common.configuration(paths, config_path, isolated)
    config = replace(
        config,
        select=common.words(select) or config.select,
        ignore=(*config.ignore, *common.words(ignore)),
        pedantic=pedantic or config.pedantic,
        fail_on=fail_on or config.fail_on,
    )
    compared = comparing(baseline or config.baseline, config, project)
    run, notes = compared(common.lint(paths, config, stdin_filename, project))
    problem = collision(outputs, (*paths, *(result.source.path for result in run.results)))
    if problem:
        raise common.refusal(problem)
    if ways.wanted:
        stdin = common.display_stdin(stdin_filename or "<stdin>") if "-" in paths else ""
        run, notes = compared(fixing.carry_out(run, ways, config, project, stdin))
    for kind, message in notes:
        common.say(kind, message)
    unwritten = [problem for name, path in outputs if (problem := write(name, path, run.results))]
    for problem in unwritten:
        common.say("error", problem)
    if not (ways.diff or (ways.fix and "-" in paths)):
        _report(run, form, color)
    raise click.exceptions.Exit(2 if unwritten else common.exit_code(run, config.fail_on, exit_zero))


def _report(run: Run, form: str | None, color: str) -> None:
    """The findings on stdout, and for a person a closing line on stderr."""
    form = form or ("full" if common.terminal(sys.stdout) else "text")
    if form == "full":
        from doclint.report import full

        common.write(full.render(run.results, common.style(color), common.columns()))
    else:
        common.write(renderer(form)(run.results))
    if form in ("text", "full") and common.terminal(sys.stderr):
        click.echo(_closing(run), err=True)


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
    files = common.count(len(run.results), "file")
    if found:
        return f"Found {common.count(found, 'finding')} in {touched} of {files} ({numbers})."
    return f"No findings in {files} ({numbers})."
