"""Many documents: find them, read them, lint each, and show what the configuration asks for."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from doclint import files
from doclint.config import Config, ConfigError, display, expand
from doclint.model import Finding, Judged, Leaf, Relation, Result, Severity, Source
from doclint.symbols import Pack

if TYPE_CHECKING:
    from doclint.facts import Fact

MAX_BEFORE = 16
"""With how many documents before it a statement is compared."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that kept a document from being linted; `fatal` where the user named it or doclint itself failed.

    `kind` is how grave it is: an error, a warning, or a note of what was meant.
    """

    message: str
    fatal: bool
    meant: bool = False

    @property
    def kind(self) -> str:
        """The word before the message."""
        return "error" if self.fatal else "note" if self.meant else "warning"


@dataclass(frozen=True, slots=True)
class Run:
    """The results of all documents in order of their paths as given, and what could not be linted."""

    results: tuple[Result, ...]
    troubles: tuple[Trouble, ...] = ()


Progress = Callable[[int, int, str], None]
"""Told before each document: how many are done, how many there are, and its path."""


class Policy:
    """What a configuration shows of the findings; raises ConfigError for names of checks that do not exist.

    `codes` are the checks that are asked for.
    """

    def __init__(self, config: Config, catalog: Mapping[str, str]) -> None:
        told = config.origins
        self._pedantic = config.pedantic
        chosen = expand(config.select, catalog, told.get("select", "doclint")) if config.select else frozenset(catalog)
        self.codes = chosen - expand(config.ignore, catalog, told.get("ignore", "doclint"))
        self._severity: dict[str, Severity] = {}
        for word, level in config.severity:
            self._severity.update(dict.fromkeys(expand([word], catalog, told.get("severity", "doclint")), level))
        based = config.based("per_file_ignores", (pattern for pattern, _ in config.per_file_ignores))
        self._files = [
            (
                _matcher([pattern], config, "per_file_ignores"),
                expand(words, catalog, told.get("per_file_ignores", "doclint")),
            )
            for pattern, (_, words) in zip(based, config.per_file_ignores, strict=True)
        ]

    def shown(self, result: Result) -> Result:
        """The result with the findings that are asked for, in their configured severity."""
        path = result.source.path
        ignored = frozenset().union(*(codes for matches, codes in self._files if matches(path)))
        findings = []
        for finding in result.findings:
            if finding.code not in self.codes or finding.code in ignored:
                continue
            if finding.confidence == "low" and not self._pedantic:
                continue
            level = self._severity.get(finding.code, finding.severity)
            findings.append(finding if level == finding.severity else replace(finding, severity=level))
        return replace(result, findings=tuple(findings))


def _matcher(based: list[tuple[str, str]], config: Config, name: str) -> Callable[[str], bool]:
    try:
        return files.matcher(based)
    except ValueError as error:
        raise ConfigError(f"{config.origins.get(name, 'doclint')}: {error}") from None


def catalog() -> dict[str, str]:
    """Code to name of every check."""
    from doclint.checks import registry

    return {code: check.name for code, check in registry().items()}


def gather(paths: Iterable[str], config: Config) -> tuple[list[tuple[str, bool]], list[Trouble]]:
    """The documents that paths stand for, each once and whether it was named, and the paths that stand for none."""
    excluded = _matcher(config.based("exclude", config.exclude), config, "exclude")
    documents: dict[str, tuple[str, bool]] = {}
    troubles = []
    past: list[str] = []
    for path in paths:
        if os.path.isdir(path):
            try:
                for found in files.walk(path):
                    if config.default_exclude and files.historical(os.path.relpath(found, path)):
                        past.append(found)
                    elif not excluded(found):
                        documents.setdefault(os.path.abspath(found), (found, False))
            except files.UnreadableError as error:
                troubles.append(Trouble(str(error), True))
        elif excluded(path):
            troubles.append(
                Trouble(
                    f"{display(path)}: is left out by `exclude` in {config.origins.get('exclude', config.origin)}",
                    False,
                )
            )
        elif config.force_exclude and config.default_exclude and files.historical(os.path.relpath(path)):
            past.append(path)
        else:
            documents[os.path.abspath(path)] = (path, True)
    past = [path for path in past if os.path.abspath(path) not in documents]
    if past:
        example = f"{display(past[0])}{' and others' if len(past) > 1 else ''}"
        message = f"left out as historical: {example}; `default-exclude = false` reads what is past"
        troubles.append(Trouble(message, False, True))
    return list(documents.values()), troubles


def run(paths: Iterable[str], config: Config, policy: Policy | None = None, progress: Progress | None = None) -> Run:
    """Lint every document that `paths` stand for; those of a project are compared with one another too."""
    documents, troubles = gather(paths, config)
    sources: list[Source] = []
    for path, named in documents:
        try:
            sources.append(files.read(path))
        except files.UnreadableError as error:
            troubles.append(Trouble(str(error), named))
    done = examine(sources, config, policy, progress)
    return Run(done.results, (*troubles, *done.troubles))


def examine(
    sources: Iterable[Source], config: Config, policy: Policy | None = None, progress: Progress | None = None
) -> Run:
    """Lint documents that are already read; those of a project are compared with one another too.

    One process: with two, sending the results back took as long as the second process saved.
    """
    policy = policy or Policy(config, catalog())
    results: list[Result] = []
    troubles: list[Trouble] = []
    sources = list(sources)
    lint = _guarded(config, _across(sources) if config.project else {})
    for at, source in enumerate(sources):
        if progress is not None:
            progress(at, len(sources), source.path)
        outcome = lint(source)
        if isinstance(outcome, Result):
            results.append(policy.shown(outcome))
        else:
            troubles.append(outcome)
    return Run(tuple(results), tuple(troubles))


def load(config: Config) -> tuple[Pack, ...]:
    """The rule packs that a configuration adds, after its units and nouns are taught. Raises ConfigError."""
    _teach(config)
    if not config.packs:
        return ()
    from doclint import packs

    try:
        return packs.load_all(config.packs)
    except packs.PackError as error:
        raise ConfigError(str(error)) from None


def _teach(config: Config) -> None:
    from doclint import extract, units, vocabulary

    try:
        if units.teach(config.units, config.nouns, config.prefixes):
            extract.forget()
            vocabulary.teach(config.nouns)
    except ValueError as error:
        raise ConfigError(f"{config.origins.get('units', 'units')}: {error}") from None


def _across(sources: Iterable[Source]) -> dict[str, list[Finding]]:
    """What the documents say differently; one that cannot be read says nothing here and fails when it is linted."""
    from doclint.engine import known

    found: list[Fact] = []
    for source in sources:
        try:
            found.extend(known(source))
        except Exception:
            if os.environ.get("DOCLINT_DEBUG"):
                raise
    return reconcile(found)


def reconcile(facts: Iterable[Fact]) -> dict[str, list[Finding]]:
    """The findings of each document whose facts contradict those of one before it, in the order of the paths.

    Two documents describe one system where they agree in more labels than they differ in, or differ in one digit.
    """
    from doclint.amounts import agree, slipped_digit
    from doclint.checks import registry
    from doclint.facts import kind
    from doclint.judge import judge

    check = registry()["DL402"].check
    shared: Counter[tuple[str, str]] = Counter()
    differing: Counter[tuple[str, str]] = Counter()
    stated: dict[tuple[object, ...], list[Fact]] = {}
    conflicts: list[tuple[Fact, list[Fact]]] = []
    for fact in sorted(facts, key=lambda f: (f.path, f.quantity.start)):
        before = stated.setdefault((fact.label, fact.parent, kind(fact.quantity)), [])
        others = [other for other in before[:MAX_BEFORE] if other.path != fact.path]
        differ = [other for other in others if not agree(fact.quantity, other.quantity)]
        shared.update((other.path, fact.path) for other in others)
        differing.update((other.path, fact.path) for other in differ)
        before.append(fact)
        conflicts.append((fact, differ))
    found: dict[str, list[Finding]] = {}
    for fact, differ in conflicts:
        pairs = [(other, (other.path, fact.path)) for other in differ]
        other = next(
            (
                o
                for o, pair in pairs
                if differing[pair] * 2 < shared[pair]
                or (differing[pair] == 1 and slipped_digit(o.quantity, fact.quantity))
            ),
            None,
        )
        if other is not None:
            relation = Relation(
                "restatement", fact.quantity, Leaf(other.quantity), "=", fact.label, rule="across",
                formula=f"{display(other.path)}:{other.line}",
            )  # fmt: skip
            found.setdefault(fact.path, []).extend(check(Judged(relation, judge(relation))))
    return found


def _guarded(config: Config, others: Mapping[str, Sequence[Finding]]) -> Callable[[Source], Result | Trouble]:
    from doclint.engine import lint

    extra = load(config)

    def guarded(source: Source) -> Result | Trouble:
        try:
            return lint(source, config, extra, others.get(source.path, ()))
        except Exception as error:  # a mistake of doclint's own must not keep the other documents from being linted
            if os.environ.get("DOCLINT_DEBUG"):
                raise
            reason = f"doclint failed here, which is a mistake in doclint: {type(error).__name__}: {error}"
            return Trouble(f"{source.path}: {reason[:300]}", True)

    return guarded
