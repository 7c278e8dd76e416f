"""What one stage of the flow makes of a document, as text for a developer."""

from __future__ import annotations

from collections.abc import Callable

from doclint import bind, catalog, counts, degrees
from doclint.config import Config
from doclint.engine import decide, derived, read, relate, said, scales
from doclint.extract import extract
from doclint.formulas import own
from doclint.model import Source
from doclint.wording import quantity_text, working


def _show_blocks(source: Source, config: Config) -> str:
    return "".join(f"{b.kind:12} {source.position(b.place(0, 1).start)[0]:5} {b.text!r}\n" for b in read(source))


def _show_statements(source: Source, config: Config) -> str:
    lines = []
    for block in read(source):
        for s in said(block).statements:
            line, column = source.position(s.quantity.start)
            lines.append(f"{line}:{column}: {s.subject!r} = {quantity_text(s.quantity)!r} {s.quantity.unit.dims}\n")
    return "".join(lines)


def _show_judged(source: Source, config: Config) -> str:
    blocks = read(source)
    raw = [extract(block) for block in blocks]
    extracts = [said(block) for block in blocks]
    lines = []
    judged = decide(relate(blocks, extracts), scales(extracts))
    judged += decide(counts.counts(source, blocks, extracts).relations, scales(extracts))
    for one in (*judged, *derived(blocks, raw, extracts, judged, degrees.degrees(blocks, extracts))):
        r, v = one.relation, one.verdict
        line, column = source.position(r.claim.start)
        reading = f" [{v.derivation.reading}]" if v.derivation and v.derivation.reading else ""
        lines.append(
            f"{line}:{column}: {r.kind} {quantity_text(r.claim)} {r.op} {working(r.expr)}"
            f"{f' by {r.rule}' if r.rule else ''}: "
            f"{v.status} {v.reason}{v.slip}{reading}\n"
        )
    return "".join(lines)


def _show_bindings(source: Source, config: Config) -> str:
    blocks = read(source)
    extracts = [said(block) for block in blocks]
    relations = relate(blocks, extracts)
    found = bind.mentions(blocks, [extract(block) for block in blocks], extracts, relations)
    lines = []
    for one in catalog.told(found, catalog.shipped()):
        line, column = source.position(one.mention.quantity.start)
        scope = f" in {', '.join(sorted(one.mention.scope))}" if one.mention.scope else ""
        lines.append(
            f"{line}:{column}: {quantity_text(one.mention.quantity)} is {one.symbol}{scope} "
            f"({one.confidence:.2f}: {one.reason})\n"
        )
    return "".join(lines)


def _show_tables(source: Source, config: Config) -> str:
    from doclint.tables.listing import listing

    blocks = read(source)
    return "".join(listing(source, blocks, [said(block) for block in blocks])) or "no tables\n"


def _show_formulas(source: Source, config: Config) -> str:
    blocks = read(source)
    extracts, raw = [said(block) for block in blocks], [extract(block) for block in blocks]
    found = bind.mentions(blocks, raw, extracts, relate(blocks, extracts))
    told = own.told(blocks, raw, extracts, found)
    places = [(*source.position(at), text) for at, text in told]
    return "".join(f"{line}:{column}: {text}\n" for line, column, text in places) or "no formulas\n"


STAGES: dict[str, Callable[[Source, Config], str]] = {
    "blocks": _show_blocks,
    "statements": _show_statements,
    "bindings": _show_bindings,
    "tables": _show_tables,
    "formulas": _show_formulas,
    "judged": _show_judged,
}
