"""`doclint report`: the whole analysis of one document."""

from __future__ import annotations

import os

import click

from doclint.cli import common
from doclint.config import display
from doclint.model import Result


@click.command("report")
@click.argument("file")
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "json"]),
    default="markdown",
    help="markdown: to be read, in a pull request for example; json: the same as data.",
)
@click.option("--output", metavar="PATH", help="Write the report to this file; its links start there.")
@common.judging
@common.configured
def command(
    file: str,
    form: str,
    output: str | None,
    pedantic: bool,
    fail_on: str | None,
    exit_zero: bool,
    settings: tuple[str, ...],
    isolated: bool,
    stdin_filename: str | None,
    color: str,
) -> None:
    """Report all that can be said of FILE (- for stdin): findings with proof, corrections, what was verified."""
    if os.path.isdir(file):
        raise common.refusal(f"{display(file)}: is a folder, and a report is about one document")
    if output is not None and _same(file, output):
        raise common.refusal(f"{display(output)}: is the document itself")
    config = common.configuration((file,), settings, isolated, {"pedantic": pedantic, "fail-on": fail_on})
    run = common.lint((file,), config, stdin_filename)
    for result in run.results:
        _write(_rendered(result, form, output), output)
    raise click.exceptions.Exit(common.exit_code(run, config.fail_on, exit_zero))


def _rendered(result: Result, form: str, output: str | None) -> str:
    if form == "json":
        from doclint.report import analysis_json

        return analysis_json.render(result)
    from doclint.report import analysis_markdown

    return analysis_markdown.render(result, _target(result.source.path, output))


def _target(path: str, output: str | None) -> str | None:
    """The document as seen from the folder of the report; None for stdin, which no link can lead to."""
    if path.startswith("<"):
        return None
    if output is None:
        return path
    try:
        return os.path.relpath(path, os.path.dirname(output) or ".").replace(os.sep, "/")
    except ValueError:  # different drives
        return path


def _same(file: str, output: str) -> bool:
    try:
        return os.path.samefile(file, output)
    except OSError:
        return False


def _write(text: str, output: str | None) -> None:
    if output is None:
        common.write(text)
        return
    from doclint import files, writing

    try:
        writing.put(output, text.encode("utf-8", "backslashreplace"))
    except files.UnreadableError as error:
        raise common.refusal(str(error)) from None
