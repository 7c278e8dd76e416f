"""`doclint check`: the findings."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

import click

from doclint.cli import common, fixing
from doclint.cli.baseline import comparing
from doclint.cli.outputs import collision, parsed, write
from doclint.config import Config, ConfigError, display
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
@click.option("--force-exclude", is_flag=True, help="Leave out historical documents (changelogs) also where named.")
@click.option("--error-on-no-files", is_flag=True, help="Exit with 2 where there is no document.")
@click.option("--show-files", is_flag=True, help="List the documents that would be linted, and stop.")
@click.option("--statistics", is_flag=True, help="Print how often each check found something, instead of findings.")
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
    force_exclude: bool,
    error_on_no_files: bool,
    show_files: bool,
    statistics: bool,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    fail_on: str | None,
    exit_zero: bool,
    settings: tuple[str, ...],
    isolated: bool,
    stdin_filename: str | None,
    color: str,
) -> None:
    """Report numbers that do not follow from the others. PATH is a file, a folder, or - for stdin; default: here."""
    ways = fixing.ways(fix, unsafe_fixes, diff, form)
    config = common.configuration(
        paths,
        settings,
        isolated,
        {
            "select": common.words(select),
            "extend-ignore": common.words(ignore),
            "pedantic": pedantic,
            "fail-on": fail_on,
            "project": project,
            "baseline": baseline,
            "force-exclude": force_exclude,
        },
    )
    if show_files:
        raise click.exceptions.Exit(_list(paths, config))
    compared = comparing(config)
    run, notes = compared(common.lint(paths, config, stdin_filename))
    if error_on_no_files and not run.results and not any(trouble.fatal for trouble in run.troubles):
        raise common.refusal("there is no document to lint")
    problem = collision(outputs, (*paths, *(result.source.path for result in run.results)))
    if problem:
        raise common.refusal(problem)
    if ways.wanted:
        stdin = common.display_stdin(stdin_filename or "<stdin>") if "-" in paths else ""
        run, notes = compared(fixing.carry_out(run, ways, config, stdin))
    for kind, message in notes:
        common.say(kind, message)
    unwritten = [problem for name, path in outputs if (problem := write(name, path, run.results))]
    for problem in unwritten:
        common.say("error", problem)
    if not (ways.diff or (ways.fix and "-" in paths)):
        _report(run, form, color, statistics)
    raise click.exceptions.Exit(2 if unwritten else common.exit_code(run, config.fail_on, exit_zero))


def _list(paths: tuple[str, ...], config: Config) -> int:
    """Print the documents that paths stand for; the exit code."""
    from doclint import project

    try:
        documents, troubles = project.gather([p for p in paths if p != "-"] or ["."], config)
    except ConfigError as error:
        raise common.refusal(str(error)) from None
    for trouble in troubles:
        common.say(trouble.kind, trouble.message)
    common.write("".join(f"{display(path)}\n" for path, _ in documents))
    return 2 if any(trouble.fatal for trouble in troubles) else 0


def _report(run: Run, form: str | None, color: str, statistics: bool) -> None:
    """The findings on stdout, and for a person a closing line on stderr."""
    form = form or ("full" if common.terminal(sys.stdout) else "text")
    if statistics:
        common.write(_counted(run))
    elif form == "full":
        from doclint.report import full

        common.write(full.render(run.results, common.style(color), common.columns()))
    else:
        common.write(renderer(form)(run.results))
    if form in ("text", "full") and common.terminal(sys.stderr):
        click.echo(_closing(run), err=True)


def _counted(run: Run) -> str:
    """How often each check found something, the most frequent first."""
    found = Counter((one.code, one.name) for result in run.results for one in result.findings)
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    wide = max((len(str(count)) for count in found.values()), default=0)
    return "".join(f"{count:{wide}}  {code} {name}\n" for (code, name), count in ranked)


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
