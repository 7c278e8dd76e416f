"""`lint`: text in, findings and claims out. Calls the stages in order and does nothing else; reads no files."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from doclint import (
    apply,
    bind,
    catalog,
    counts,
    degrees,
    formulas,
    infer,
    leftover,
    link,
    partition,
    require,
    restate,
    surroundings,
    tables,
    totals,
)
from doclint.apply import unused
from doclint.checks import registry
from doclint.config import Config
from doclint.declare import declarations
from doclint.extract import extract
from doclint.extract.shift import moved
from doclint.facts import Fact, facts
from doclint.formulas import own
from doclint.infer import evidence
from doclint.judge import judge, mend
from doclint.markdown import parse
from doclint.model import Block, Extract, Finding, Judged, Quantity, Relation, Result, Source, leaves
from doclint.settle import settle
from doclint.symbols import Mention, Pack


def lint(source: Source, config: Config, extra: tuple[Pack, ...] = (), others: Sequence[Finding] = ()) -> Result:
    """The findings and claims of one document, by the shipped packs and extra ones. Pure: no clock, no files.

    `others` are findings about this document that come from other documents.
    """
    blocks = read(source)
    raw = [extract(block) for block in blocks]
    extracts = [said(block, found) for block, found in zip(blocks, raw, strict=True)]
    declared = declarations(source, blocks, extracts)
    relations = [*relate(blocks, extracts), *declared.relations]
    scaled = scales(extracts)
    judged = list(rooted(decide(relations, scaled)))
    axes = degrees.degrees(blocks, extracts)
    judged += derived(blocks, raw, extracts, judged, axes, extra)
    judged += decide(formulas.formulas(blocks, lambda: (*catalog.shipped(), *extra)), scaled)
    counted = counts.counts(source, blocks, extracts)
    judged += decide(counted.relations, scaled)
    judged = list(leftover.told(judged, blocks, extracts))
    findings = [*accuse(judged), *others]
    extracts += (Extract(declared.statements), counted)
    extracts.append(Extract(degrees.statements(axes, extracts)))
    return settle(source, blocks, extracts, judged, findings, declared.problems)


def known(source: Source) -> list[Fact]:
    """What a document says that other documents may say too."""
    blocks = read(source)
    raw = [extract(block) for block in blocks]
    extracts = [said(block, found) for block, found in zip(blocks, raw, strict=True)]
    found = bind.mentions(blocks, raw, extracts, relate(blocks, extracts))
    return list(facts(source, [m for m in found if not blocks[m.block].quoted]))


def read(source: Source) -> list[Block]:
    """parse and join: the blocks of a document as they read."""
    return link.join(parse(source))


def relate(blocks: Sequence[Block], extracts: Sequence[Extract]) -> list[Relation]:
    """Relations within blocks, then those across them. `previous` indexes the result."""
    relations = surroundings.relations(blocks, extracts)
    relations.extend(totals.totals(blocks, extracts))
    for found in extracts:
        relations.extend(link.measures(found.statements))
        relations.extend(link.possible(found.statements))
    relations.extend(tables.relations(blocks, extracts))
    return link.denied(blocks, relations)


def derived(
    blocks: Sequence[Block],
    raw: Sequence[Extract],
    extracts: Sequence[Extract],
    judged: Sequence[Judged],
    axes: Sequence[degrees.Degree],
    extra: tuple[Pack, ...] = (),
) -> list[Judged]:
    """Judged relations between statements that stand apart: what follows from elsewhere, then what is said again.

    `raw` extracts count offsets in their block's text, `extracts` in the source; `axes` are the parallel degrees.
    """
    found = bind.mentions(blocks, raw, extracts, [j.relation for j in judged])
    if not found:
        return []
    scaled = scales(extracts)
    follows = {_place(j.relation.claim) for j in judged if j.verdict.status != "undecided"}
    broken = {_place(j.relation.claim) for j in judged if j.contradicted}
    near = decide(
        [
            *infer.inferred(found, follows),
            *require.requirements(found),
            *require.beside(found),
            *require.orders(blocks, found),
        ],
        scaled,
    )
    holds = {_place(j.relation.claim) for j in (*judged, *near) if _follows(j)}
    told = sorted((*found, *degrees.mentions(axes, blocks, extracts)), key=_start)
    formed = decide(own.relations(blocks, raw, extracts, told, holds), scaled)
    given = {_place(j.relation.claim) for j in formed if _follows(j)}
    holds |= given
    known = catalog.catalog((*catalog.shipped(told), *extra))
    bound = catalog.bindings(told, known)
    ruled = evidence.otherwise_stated(
        told, evidence.bound(decide(apply.relations(known, bound, holds, told, (b.text for b in blocks)), scaled))
    )
    rules = [j for j in unused.explained(told, ruled, blocks) if not _outranked(j, given)]
    near = [j for j in _apart(evidence.earned(near), rules) if not (_fed(j, broken) or _outranked(j, given))]
    layout = decide(partition.relations(blocks, found, bound), scaled)
    follows |= holds | {_place(j.relation.claim) for j in rules if _follows(j)}
    inputs = restate.Guarded((*judged, *near, *formed, *rules), lambda relation: judge(relation, scaled))
    said_so = [*restate.restated(axes), *restate.families(blocks, told, follows), *restate.unchanged(blocks, found)]
    plan = decide(said_so, scaled)
    settled = {_place(j.relation.claim) for j in plan}
    again = [
        j
        for j in decide(restate.restatements(found, follows, inputs), scaled)
        if _place(j.relation.claim) not in settled
    ]
    return [*near, *formed, *rules, *layout, *_apart((*plan, *again), judged)]


def rooted(judged: Sequence[Judged]) -> Iterator[Judged]:
    """One mistake in a table is one finding: a cell that fails over a wrong one waits, unless that follows from it."""
    wrong = {_place(j.relation.claim): {_place(q) for q in leaves(j.relation.expr)} for j in judged if j.contradicted}
    for one in judged:
        claim = _place(one.relation.claim)
        if one.contradicted and one.relation.kind == "table" and one.relation.origin == "inferred":
            inputs = (_place(q) for q in leaves(one.relation.expr))
            if any(claim not in wrong[place] for place in inputs if place in wrong and place != claim):
                yield Judged(one.relation, one.verdict._replace(status="undecided", reason="an input is wrong itself"))
                continue
        yield one


def _apart(near: Iterable[Judged], rules: Sequence[Judged]) -> Iterator[Judged]:
    """What is inferred, without contradictions between numbers that a contradicted relation joins already."""
    joined = [{_place(q) for q in (j.relation.claim, *leaves(j.relation.expr))} for j in rules if j.contradicted]
    for one in near:
        places = {_place(q) for q in (one.relation.claim, *leaves(one.relation.expr))}
        if not (one.contradicted and any(places <= group for group in joined)):
            yield one


def _fed(judged: Judged, broken: Container[tuple[int, int]]) -> bool:
    """Whether a guess fails, or only nearly holds, over numbers that are contradicted themselves."""
    fails = judged.verdict.status in ("contradicts", "loose") and judged.relation.tentative
    return fails and any(_place(q) in broken for q in leaves(judged.relation.expr))


def _start(mention: Mention) -> int:
    return mention.quantity.start


def _outranked(judged: Judged, given: Container[tuple[int, int]]) -> bool:
    """Whether a number is accused that the document's own formula gives."""
    return judged.contradicted and _place(judged.relation.claim) in given


def _follows(judged: Judged) -> bool:
    """Whether a number follows from others."""
    return judged.verdict.status in ("agrees", "loose") and judged.relation.op in "=≈"


def _place(quantity: Quantity) -> tuple[int, int]:
    return quantity.start, quantity.end


def scales(extracts: Sequence[Extract]) -> dict[int, tuple[int, ...]]:
    """The scales with which the document writes an integer: 25 and 10⁶ of "25 million"."""
    scaled: dict[int, tuple[int, ...]] = {}
    for found in extracts:
        for statement in found.statements:
            numeral = statement.quantity.numeral
            if (
                numeral.scaled
                and type(numeral.number) is int
                and type(numeral.place) is int
                and numeral.number % numeral.place == 0
            ):
                mantissa = numeral.number // numeral.place
                known = scaled.get(mantissa, ())
                if numeral.place not in known:
                    scaled[mantissa] = (*known, numeral.place)
    return scaled


def decide(relations: Iterable[Relation], scaled: Mapping[int, tuple[int, ...]]) -> list[Judged]:
    """Every relation judged; a link of a chain that its neighbour's repair makes right is undecided."""
    judged = [Judged(r, judge(r, scaled)) for r in relations]
    return list(mend(judged))


def accuse(judged: Sequence[Judged]) -> Iterator[Finding]:
    """Every check over every judged relation that is not plainly right."""
    checks = [c.check for c in registry().values()]
    for one in judged:
        if one.verdict.status in ("contradicts", "loose") or one.verdict.advice:
            for check in checks:
                yield from check(one)


def said(block: Block, found: Extract | None = None) -> Extract:
    """What a block says, in absolute places; under the heading of a changelog everything is past."""
    found = extract(block) if found is None else found
    if found.relations and any(link.PAST.search(h) for h in block.headings):
        found = found._replace(relations=tuple(replace(r, aside=True) for r in found.relations))
    return located(found, block)


def located(found: Extract, block: Block) -> Extract:
    """An extract with its quantities in absolute places."""
    if not found.statements:
        return found

    if len(block.pieces) == 1 and block.pieces[0].verbatim:
        by = block.pieces[0].start - block.pieces[0].at
        return moved(found, lambda start, end: (start + by, end + by))

    def place(start: int, end: int) -> tuple[int, int]:
        span = block.place(start, end)
        return span.start, span.end

    return moved(found, place)
