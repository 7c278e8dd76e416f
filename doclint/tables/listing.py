"""`doclint show tables`: what was read of every table, and every relation found with its support."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from doclint.judge import judge
from doclint.model import Block, Extract, Relation, Source
from doclint.tables import around
from doclint.tables.cells import Cell
from doclint.tables.grid import Table, tables
from doclint.wording import quantity_text, working

MAX_ROWS = 12
MAX_WIDTH = 24


def listing(source: Source, blocks: Sequence[Block], extracts: Sequence[Extract]) -> Iterator[str]:
    """The lines for every table of a document, each ending with a line feed."""
    for table in tables(blocks, extracts):
        yield from _listed(source, table, list(around(blocks, extracts, table)))


def _listed(source: Source, table: Table, relations: Sequence[Relation]) -> Iterator[str]:
    places = [c.quantity.start for row in table.rows for c in row if c.quantity is not None]
    line = f"line {source.position(min(places))[0]}" if places else "no numbers"
    yield f"table of {len(table.rows)} rows and {len(table.headers)} columns, {line}\n"
    shown = [[_clipped(h.text) for h in table.headers], *([_read(c) for c in row] for row in table.rows[:MAX_ROWS])]
    widths = [max(len(row[c]) for row in shown) for c in range(len(table.headers))]
    for row in shown:
        yield "    " + "  ".join(text.ljust(size) for text, size in zip(row, widths, strict=True)).rstrip() + "\n"
    if len(table.rows) > MAX_ROWS:
        yield f"    … {len(table.rows) - MAX_ROWS} more rows\n"
    groups: dict[tuple[str, str], list[Relation]] = {}
    for relation in relations:
        groups.setdefault((relation.rule, relation.subject), []).append(relation)
    for (rule, subject), found in groups.items():
        verdicts = [judge(r) for r in found]
        agree = sum(v.status in ("agrees", "loose") for v in verdicts)
        yield f"  {rule} in {subject or 'a row without a label'!r}: {agree} of {len(found)} hold\n"
        for relation, verdict in zip(found, verdicts, strict=True):
            number, column = source.position(relation.claim.start)
            claim = quantity_text(relation.claim)
            yield f"    {number}:{column}: {claim} {relation.op} {working(relation.expr)}: {verdict.status}\n"
    yield "\n"


def _read(cell: Cell) -> str:
    """What a cell states, or its text in quotes where it states nothing."""
    if cell.quantity is None:
        return _clipped(cell.text) and f"'{_clipped(cell.text)}'"
    behind = f" ({quantity_text(cell.second)})" if cell.second is not None else ""
    return quantity_text(cell.quantity) + behind


def _clipped(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= MAX_WIDTH else flat[: MAX_WIDTH - 1] + "…"
