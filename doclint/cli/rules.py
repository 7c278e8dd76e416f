"""`doclint rules`: the rules of packs, and the proof that their examples behave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from doclint.cli import common

if TYPE_CHECKING:
    from doclint.model import Finding, Judged
    from doclint.symbols import Pack, Rule


@click.group("rules")
def command() -> None:
    """List the rules of rule packs, or prove and test packs of your own."""


@command.command("list")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
def list_rules(paths: tuple[str, ...]) -> None:
    """List the rules of packs (files or folders; without one, the shipped packs) with formula and meaning."""
    rules = [rule for _, pack in _loaded(paths) for rule in pack.rules]
    long = max((len(rule.id) for rule in rules), default=0)
    common.write("".join(f"{r.id:{long}}  {r.formula}\n{'':{long}}  {_summary(r.doc)}\n" for r in rules))


@command.command("test")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
def test_rules(paths: tuple[str, ...]) -> None:
    """Prove packs (files or folders; without one, the shipped packs) and test their examples.

    Each rule must contradict its bad example and verify its good one, and nothing else may be found in either. Exits
    with 1 where an example does not behave and with 2 where a pack cannot be used.
    """
    from doclint import packs

    loaded = _loaded(paths)
    rules = failures = 0
    for path, pack in loaded:
        places = packs.places(path)
        for number, rule in enumerate(pack.rules):
            rules += 1
            for key, message in _misbehaviour(rule, pack):
                failures += 1
                line = places.line(f"rules.{number}", key)
                common.write(f"{places.path}:{line}: {rule.id}: {key} example: {message}\n")
    common.write(
        f"{_counted(len(loaded), 'pack')}, {_counted(rules, 'rule')}, {_counted(failures, 'failing example')}\n"
    )
    if failures:
        raise click.exceptions.Exit(1)


def _loaded(paths: Sequence[str]) -> list[tuple[str, Pack]]:
    """The packs with their files; a pack that cannot be used ends the run."""
    from doclint import packs

    try:
        wanted = tuple(paths) or (packs.folder(),)
        return list(zip(packs.files(wanted), packs.load_all(wanted), strict=True))
    except packs.PackError as error:
        raise common.refusal(str(error)) from None


def _misbehaviour(rule: Rule, pack: Pack) -> Iterator[tuple[str, str]]:
    """What is wrong with the examples of a rule: the key of the example and a clause."""
    judged = [one for one in _judged(rule.bad, pack) if one.contradicted]
    if all(one.relation.rule != rule.id for one in judged):
        also = ", ".join(sorted({one.relation.rule for one in judged}))
        yield "bad", f"the rule finds nothing{f', but {also} does' if also else ''}"
    else:
        mine = {one.relation.claim.start for one in judged if one.relation.rule == rule.id}
        others = [one.relation.rule for one in judged if one.relation.claim.start not in mine]
        others += [f"{f.code} {f.message}" for f in _findings(rule.bad, pack) if f.span.start not in mine]
        if others:
            yield "bad", f"something else is found as well: {others[0]}"
    judged = _judged(rule.good, pack)
    wrong = [f"{f.code} {f.message}" for f in _findings(rule.good, pack)]
    wrong += [f"{one.relation.rule} contradicts it" for one in judged if one.contradicted]
    if not wrong and all(one.relation.rule != rule.id or one.verdict.status != "agrees" for one in judged):
        wrong.append("the rule does not apply to it")
    if wrong:
        yield "good", wrong[0]


def _findings(markdown: str, pack: Pack) -> tuple[Finding, ...]:
    """What doclint finds in a text with the shipped packs and this one."""
    from doclint.config import Config
    from doclint.engine import lint
    from doclint.model import Source

    return lint(Source("example.md", markdown), Config(), _extra(pack)).findings


def _judged(markdown: str, pack: Pack) -> list[Judged]:
    """The judgements that the rules of one pack, and nothing beside them, make of a text."""
    from doclint import apply, bind, catalog, engine
    from doclint.extract import extract
    from doclint.model import Source

    blocks = engine.read(Source("example.md", markdown))
    extracts = [engine.said(block) for block in blocks]
    scaled = engine.scales(extracts)
    own = engine.decide(engine.relate(blocks, extracts), scaled)
    mentions = bind.mentions(blocks, [extract(block) for block in blocks], extracts, [j.relation for j in own])
    holds = {(j.relation.claim.start, j.relation.claim.end) for j in own if j.verdict.status == "agrees"}
    known = catalog.catalog((pack,))
    return engine.decide(apply.relations(known, catalog.bindings(mentions, known), holds, mentions), scaled)


def _extra(pack: Pack) -> tuple[Pack, ...]:
    """The packs that a run with this pack has beside the shipped ones."""
    from doclint.pack_table import MAKERS

    return () if pack.name in MAKERS else (pack,)


def _summary(doc: str) -> str:
    """The first sentence of a rule's doc, on one line."""
    text = " ".join(doc.split())
    end = text.find(". ")
    return text[: end + 1] if end > 0 else text


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
