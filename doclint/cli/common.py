"""What several commands share: finding the configuration, reading the paths, colours, messages on stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import click

from doclint.config import FAIL_ON, SEVERITIES, Config, ConfigError, find, load

if TYPE_CHECKING:
    from doclint.model import Source
    from doclint.project import Run

Command = TypeVar("Command", bound=Callable[..., Any])

_COLOURS: dict[str, dict[str, Any]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "info": {"fg": "cyan", "bold": True},
    "good": {"fg": "green"},
    "strong": {"bold": True},
    "gutter": {"fg": "blue"},
    "input": {"fg": "blue", "bold": True},
    "quiet": {"dim": True},
}


def configured(command: Command) -> Command:
    """The options of every command that reads documents."""
    options = (
        click.option("--config", "config_path", metavar="FILE", help="Read the configuration from this file."),
        click.option("--isolated", is_flag=True, help="Read no configuration file."),
        click.option("--stdin-filename", metavar="PATH", help="What to call the document read from - (stdin)."),
        click.option(
            "--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colours on a terminal."
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def judging(command: Command) -> Command:
    """The options of every command that judges documents by its exit code."""
    options = (
        click.option("--pedantic", is_flag=True, help="Show findings of low confidence too."),
        click.option(
            "--fail-on", type=click.Choice(FAIL_ON), help="Exit with 1 from this severity on. Default: warning."
        ),
        click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def exit_code(run: Run, fail_on: str, exit_zero: bool) -> int:
    """2 where a document could not be linted, 1 for a finding from `fail_on` on, else 0."""
    if any(trouble.fatal for trouble in run.troubles):
        return 2
    if exit_zero or fail_on == "never":
        return 0
    failing = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return int(any(finding.severity in failing for result in run.results for finding in result.findings))


def configuration(paths: Sequence[str], path: str | None, isolated: bool) -> Config:
    """The configuration for these paths: the file given, else the nearest one at or above all of them."""
    try:
        if path:
            return load(path)
        if isolated:
            return Config()
        named = [os.path.abspath(p) for p in paths if p != "-"] or [os.getcwd()]
        folders = [p if os.path.isdir(p) else os.path.dirname(p) for p in named]
        try:
            common = os.path.commonpath(folders)
        except ValueError:  # different drives
            common = os.getcwd()
        found = find(common)
        return load(found) if found else Config()
    except ConfigError as error:
        raise refusal(str(error)) from None


def lint(paths: Sequence[str], config: Config, stdin_filename: str | None, together: bool = False) -> Run:
    """Lint the documents that the paths stand for, `-` being stdin, and say on stderr what could not be.

    `together` also compares the documents with one another, except the one from stdin.
    """
    from doclint import project

    given = list(dict.fromkeys(paths)) or ["."]
    try:
        policy = project.Policy(config, project.catalog())
        run = project.run([p for p in given if p != "-"], config, policy, together)
        if "-" in given:
            run = _with_stdin(run, config, policy, stdin_filename or "<stdin>")
    except ConfigError as error:
        raise refusal(str(error)) from None
    for result in run.results:
        for note in dict.fromkeys((*result.source.notes, *result.notes)):
            say("note", note)
    for trouble in run.troubles:
        say("error" if trouble.fatal else "warning", trouble.message)
    if not run.results and not any(trouble.fatal for trouble in run.troubles):
        say("warning", "there is no Markdown document here")
    return run


def _with_stdin(run: Run, config: Config, policy: Any, name: str) -> Run:
    from doclint import files, project

    try:
        document: Source = files.decode(display_stdin(name), stdin_bytes())
    except files.UnreadableError as error:
        return replace(run, troubles=(*run.troubles, project.Trouble(str(error), True)))
    more = project.examine([document], config, policy)
    return project.Run((*run.results, *more.results), (*run.troubles, *more.troubles))


def stdin_bytes() -> bytes:
    """What stands on stdin, read once in a run."""
    from doclint import files

    seen = click.get_current_context().meta
    if "doclint.stdin" not in seen:
        seen["doclint.stdin"] = sys.stdin.buffer.read(files.BYTES + 1)
    return bytes(seen["doclint.stdin"])


def display_stdin(name: str) -> str:
    """The name under which stdin is reported."""
    from doclint.config import display

    return name if name.startswith("<") else display(name)


def words(groups: Iterable[str]) -> tuple[str, ...]:
    """The words of repeated, comma-separated options."""
    return tuple(word.strip() for group in groups for word in group.split(",") if word.strip())


def count(number: int, noun: str, many: str = "") -> str:
    """A number of things: `1 file`, `2 files`."""
    return f"{number} {noun}" if number == 1 else f"{number} {many or noun + 's'}"


def say(kind: str, message: str) -> None:
    """One line on stderr."""
    from doclint.report.text import printable

    click.echo(f"doclint: {kind}: {printable(message)}", err=True)


def refusal(message: str) -> click.ClickException:
    """The error that ends the run with exit code 2."""
    return Refusal(message)


class Refusal(click.ClickException):
    """doclint could not run."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        say("error", self.message)


def terminal(stream: Any) -> bool:
    """Whether a person is looking."""
    try:
        return bool(stream.isatty())
    except (AttributeError, ValueError):
        return False


def colours(color: str) -> bool:
    """Whether to colour stdout: the option, then NO_COLOR, then FORCE_COLOR, then whether it is a terminal."""
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return terminal(sys.stdout) and os.environ.get("TERM") != "dumb"


def style(color: str) -> Callable[[str, str], str]:
    """How reports colour a text by its role."""
    if not colours(color):
        return lambda text, _role: text
    return lambda text, role: click.style(text, **_COLOURS[role])


def columns() -> int:
    """The width of the terminal, at most what reads well."""
    import shutil

    return min(shutil.get_terminal_size((100, 24)).columns, 140)


def write(text: str) -> None:
    """The report on stdout, colours as they are."""
    click.echo(text, nl=False, color=True)
