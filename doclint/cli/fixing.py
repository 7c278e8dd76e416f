"""`doclint check --fix` and `--diff`: fixes carried out in files and on stdin, or only shown."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import click

from doclint.cli import common
from doclint.config import Config
from doclint.model import Source

if TYPE_CHECKING:
    from doclint.fixing import Fixed
    from doclint.model import Finding, Result
    from doclint.project import Run


class Ways(NamedTuple):
    """What to do with fixes: carry them out, or show them; those of numbers too, or only safe ones."""

    fix: bool
    unsafe: bool
    diff: bool

    @property
    def wanted(self) -> bool:
        """Whether there is anything to do."""
        return self.fix or self.diff


def fixing(command: common.Command) -> common.Command:
    """The options of a command that carries out fixes."""
    options = (
        click.option("--fix", is_flag=True, help="Carry out safe fixes, and report what is left."),
        click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: correct numbers too."),
        click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def ways(fix: bool, unsafe: bool, diff: bool, form: str | None) -> Ways:
    """The options, refused where they do not go together."""
    if unsafe and not (fix or diff):
        raise click.UsageError("--unsafe-fixes goes with --fix or --diff.")
    if diff and form:
        raise click.UsageError("--diff prints a diff and takes no --format.")
    return Ways(fix, unsafe, diff)


def carry_out(run: Run, ways: Ways, config: Config, stdin: str) -> Run:
    """The run after its fixes, which are written; or the run as it is, its fixes printed as a diff.

    `stdin` is the path of the document from stdin, which comes last, or empty. Its new text goes to stdout.
    """
    from doclint import files, project, writing

    policy = project.Policy(config, project.catalog())
    lint = _lint(config)
    results = list(run.results)
    troubles = []
    for at, result in enumerate(results):
        source = result.source
        piped = bool(stdin) and source.path == stdin and at == len(results) - 1
        try:
            done = _fixed(result, lint, ways)
            changed = done.text != source.text
            if ways.diff:
                _show(source, done.text)
            elif piped:
                raw = common.stdin_bytes()
                _print(writing.encode(source, raw, done.text) if changed else raw)
            elif changed:
                writing.write(source, done.text)
        except files.UnreadableError as error:
            troubles.append(project.Trouble(str(error), True))
            common.say("error", str(error))
            if piped and not ways.diff:
                _print(common.stdin_bytes())
            continue
        _say(result, done, ways)
        if changed and not ways.diff:
            alone = replace(config, project=False)
            after = project.examine([Source(source.path, done.text, source.notes)], alone, policy)
            results[at : at + 1] = after.results
            troubles += after.troubles
    if config.project and not ways.diff:
        apart = results[-1:] if stdin and results and results[-1].source.path == stdin else []
        joined = project.examine([r.source for r in results[: len(results) - len(apart)]], config, policy)
        results = [*joined.results, *apart]
    if stdin and not ways.diff:
        from doclint.report import text

        click.echo(text.render(results), nl=False, err=True)
    return replace(run, results=tuple(results), troubles=(*run.troubles, *troubles))


def _lint(config: Config) -> Callable[[Source], Sequence[Finding]]:
    """All findings of a text, whatever the configuration shows."""
    from doclint import project
    from doclint.engine import lint

    extra = project.load(config)
    return lambda source: lint(source, config, extra).findings


def _fixed(result: Result, lint: Callable[[Source], Sequence[Finding]], ways: Ways) -> Fixed:
    from doclint import files
    from doclint.fixing import fixed

    try:
        return fixed(result.source, result.findings, lint, ways.unsafe)
    except Exception as error:  # a mistake of doclint's own must not keep the other documents from being fixed
        if os.environ.get("DOCLINT_DEBUG"):
            raise
        reason = f"doclint failed here, which is a mistake in doclint: {type(error).__name__}: {error}"
        raise files.UnreadableError(f"{result.source.path}: was not fixed: {reason[:300]}") from None


def _show(source: Source, text: str) -> None:
    from doclint.report import diff
    from doclint.report.text import printable

    shown = diff.render(source.path, source.text, text)
    if common.terminal(sys.stdout):
        shown = "".join(printable(line) + "\n" for line in shown.split("\n")[:-1])
    common.write(shown)


def _print(raw: bytes) -> None:
    """Bytes on stdout as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(raw)
    sys.stdout.buffer.flush()


def _say(result: Result, done: Fixed, ways: Ways) -> None:
    """What was fixed, what was not and why, and what --unsafe-fixes would add; on stderr."""
    path = result.source.path
    if done.done:
        common.say("note", f"{path}: {common.count(len(done.done), 'finding')} {'can be ' * ways.diff}fixed")
    for finding, why in done.left:
        line, column = result.source.position(finding.span.start)
        common.say("note", f"{path}:{line}:{column}: {finding.code} is not fixed: {why}")
    more = 0 if ways.unsafe else sum(any(f.applicability == "unsafe" for f in one.fixes) for one in result.findings)
    if more:
        common.say("note", f"{path}: --unsafe-fixes would try {common.count(more, 'more fix', 'more fixes')}")
