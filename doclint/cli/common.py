"""What several commands share: finding the configuration, reading the paths, colours, messages on stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, Any, Self, TypeVar

import click

from doclint.config import FAIL_ON, SEVERITIES, Config, ConfigError, display

if TYPE_CHECKING:
    from doclint.model import Source
    from doclint.project import Run

Command = TypeVar("Command", bound=Callable[..., Any])

COLOURS: dict[str, dict[str, Any]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "info": {"fg": "cyan", "bold": True},
    "good": {"fg": "green"},
    "strong": {"bold": True},
    "gutter": {"fg": "blue"},
    "input": {"fg": "blue", "bold": True},
    "quiet": {"dim": True},
}
"""How a terminal shows the roles of texts in reports."""


def configured(command: Command) -> Command:
    """The options of every command that reads documents."""
    options = (
        click.option(
            "--config",
            "settings",
            metavar="FILE|KEY=VALUE",
            multiple=True,
            help="Read the configuration from this file; or make one setting, as fail-on=error. May be repeated.",
        ),
        click.option("--isolated", is_flag=True, help="Read no configuration file and no DOCLINT_ variable."),
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


def configuration(
    paths: Sequence[str], given: Sequence[str], isolated: bool, options: Mapping[str, Any] | None = None
) -> Config:
    """The configuration for these paths: the nearest file or the one given, the environment, `--config`, then options.

    `options` are settings by name; one that is empty was not given.
    """
    from doclint import settings

    try:
        named = [one for one in given if "=" not in one or os.path.exists(one)]
        if len(named) > 1 or (named and isolated):
            rest = "--isolated" if isolated else named[1]
            raise ConfigError(f"--config {named[0]} does not go together with {rest}")
        path = named[0] if named else "" if isolated else os.environ.get("DOCLINT_CONFIG") or _nearest(paths)
        layers = settings.layers(path) if path else []
        if not isolated:
            layers.append(settings.from_environment(os.environ))
        layers += [settings.from_option(one) for one in given if one not in named]
        layers.append(settings.from_options(options or {}))
        return settings.settle(layers, path)
    except ConfigError as error:
        raise refusal(str(error)) from None


def _nearest(paths: Sequence[str]) -> str:
    """The configuration file at or above all of the paths, or nothing."""
    from doclint import settings

    named = [os.path.abspath(p) for p in paths if p != "-"] or [os.getcwd()]
    folders = [p if os.path.isdir(p) else os.path.dirname(p) for p in named]
    try:
        return settings.find(os.path.commonpath(folders))
    except ValueError:  # different drives
        return settings.find(os.getcwd())


def lint(paths: Sequence[str], config: Config, stdin_filename: str | None) -> Run:
    """Lint the documents that the paths stand for, `-` being stdin, and say on stderr what could not be.

    A project's documents are compared with one another, except the one from stdin.
    """
    from doclint import project

    given = list(dict.fromkeys(paths)) or ["."]
    try:
        policy = project.Policy(config, project.catalog())
        with _Progress() as progress:
            run = project.run([p for p in given if p != "-"], config, policy, progress)
        if "-" in given:
            run = _with_stdin(run, config, policy, stdin_filename or "<stdin>")
    except ConfigError as error:
        raise refusal(str(error)) from None
    for result in run.results:
        for note in dict.fromkeys((*result.source.notes, *result.notes)):
            say("note", note)
    for trouble in run.troubles:
        say(trouble.kind, trouble.message)
    if not run.results and not any(trouble.fatal for trouble in run.troubles):
        say("warning", "there is no Markdown document here")
    return run


class _Progress:
    """A line on the terminal for runs that take long: how many documents are done, wiped off at the end."""

    AFTER, EVERY = 1.0, 0.1

    def __init__(self) -> None:
        self.shown = False
        self.next = monotonic() + self.AFTER if terminal(sys.stderr) else float("inf")

    def __call__(self, done: int, count: int, path: str) -> None:
        if (now := monotonic()) >= self.next:
            from doclint.report.text import printable

            self.shown, self.next = True, now + self.EVERY
            click.echo(f"\r\x1b[K{done}/{count} {printable(path)}"[: columns() + 3], err=True, nl=False, color=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.shown:
            click.echo("\r\x1b[K", err=True, nl=False, color=True)


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
    return lambda text, role: click.style(text, **COLOURS[role])


def columns() -> int:
    """The width of the terminal, at most what reads well."""
    import shutil

    return min(shutil.get_terminal_size((100, 24)).columns, 140)


def write(text: str) -> None:
    """The report on stdout, colours as they are."""
    click.echo(text, nl=False, color=True)
