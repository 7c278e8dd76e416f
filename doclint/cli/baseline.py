"""`doclint baseline`: take the findings there are as known; `check --baseline` compares with them."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from doclint.cli import common
from doclint.config import Config, ConfigError, display

if TYPE_CHECKING:
    from doclint.baseline import Entry
    from doclint.project import Run

Compared = tuple["Run", tuple[tuple[str, str], ...]]


def comparing(config: Config) -> Callable[[Run], Compared]:
    """How to leave out of a run what the configured baseline knows, and what to say about it.

    Without one nothing is hidden. The file is read at once, so that a run with a missing or broken baseline ends before
    it does anything.
    """
    path = config.baseline
    if not path:
        return lambda run: (run, ())
    from doclint import baseline, project

    try:
        known = baseline.read(path)
        codes = project.Policy(config, project.catalog()).codes
    except ConfigError as error:
        raise common.refusal(str(error)) from None

    def asked(entry: Entry) -> bool:
        return entry.code in codes and (config.pedantic or not entry.low) and (config.project or entry.code != "DL402")

    def compared(run: Run) -> Compared:
        done = baseline.compare(known, run.results, asked)
        notes = []
        if done.hidden:
            notes.append(("note", f"{common.count(done.hidden, 'finding')} hidden by {display(path)}"))
        if done.stale:
            first = done.stale[0]
            stale = common.count(len(done.stale), "stale entry", "stale entries")
            example = f"{first.path}: {first.code} {first.message}"
            remedy = "`doclint baseline` removes what is fixed"
            notes.append(("warning", f"{stale} in {display(path)}, such as {example}; {remedy}"))
        return replace(run, results=done.results), tuple(notes)

    return compared


@click.command("baseline")
@click.argument("paths", metavar="PATH...", nargs=-1)
@click.option("--output", metavar="FILE", help="Where to write it. Default: the setting baseline, else here.")
@click.option("--project", is_flag=True, help="Compare the documents with one another too (DL402).")
@common.configured
def command(
    paths: tuple[str, ...],
    output: str | None,
    project: bool,
    settings: tuple[str, ...],
    isolated: bool,
    stdin_filename: str | None,
    color: str,
) -> None:
    """Write all findings of PATH to doclint-baseline.json; `doclint check --baseline` then reports new ones only.

    Entries of documents that still exist and that PATH does not cover are kept.
    """
    from doclint import baseline, files, writing

    if "-" in paths:
        raise common.refusal("a baseline is about files: stdin cannot be in it")
    config = common.configuration(paths, settings, isolated, {"project": project})
    target = output or config.baseline or baseline.FILE_NAME
    folder = os.path.dirname(os.path.abspath(target))
    try:
        old = baseline.read(target) if os.path.lexists(target) else baseline.Baseline(folder)
    except ConfigError as error:
        raise common.refusal(f"{error} (remove it to begin anew)") from None
    run = common.lint(paths, replace(config, pedantic=True), None)
    if any(trouble.fatal for trouble in run.troubles):
        raise common.refusal(f"{display(target)}: is not written, because not every document could be linted")
    found = baseline.collect(run.results, folder)
    merged = baseline.merge(old, found, (result.source.path for result in run.results))
    try:
        writing.put(target, baseline.render(merged).encode("utf-8", "backslashreplace"))
    except files.UnreadableError as error:
        raise common.refusal(str(error)) from None
    total = sum(entry.count for entry in merged.entries.values())
    documents = len({entry.path for entry in merged.entries.values()})
    click.echo(
        f"{display(target)}: {common.count(total, 'finding')} in {common.count(documents, 'file')}"
        + ("" if config.baseline else f"; use it with `doclint check --baseline {display(target)}`, or set `baseline`")
    )
