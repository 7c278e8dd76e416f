"""Counts that a document gives again in other words: layers per stage, experts per GPU, GPUs in total.

A noun and what it is counted per, or that it is counted in total, name the quantity, whatever else is said around it.
A small number proves nothing by its digits, so all others must agree, on several lines or where one is computed.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from doclint.amounts import agree, significant
from doclint.model import Block, Leaf, Relation
from doclint.restate.likeness import PARTS
from doclint.restate.lines import Lines
from doclint.scenarios import ELSEWHERE
from doclint.symbols import Mention
from doclint.vocabulary import QUALIFIERS, REVISED

Key = tuple[str, str]
MAX_FAMILY = 64


def families(
    blocks: Sequence[Block], mentions: Sequence[Mention], derived: Container[tuple[int, int]]
) -> Iterator[Relation]:
    """One relation for every count that others of its kind say too, plainly enough to accuse it if it differed.

    `derived` are the places of numbers that a computation or a rule gives.
    """
    found: dict[Key, list[Mention]] = {}
    lines = Lines(blocks)
    for mention in mentions:
        key = _key(mention)
        if key is not None:
            line = lines.of(mention)
            if line and not _elsewhere(blocks[mention.block], line):
                found.setdefault(key, []).append(mention)
    done: set[tuple[int, int]] = set()
    for family in found.values():
        if not 1 < len(family) <= MAX_FAMILY:
            continue
        for mention in family:
            known = _known(mention, family, derived)
            if known is None or mention.place in done or mention.place in derived:
                continue
            done.add(mention.place)
            if known.quantity.start < mention.quantity.start or not agree(known.quantity, mention.quantity):
                expr = Leaf(known.quantity._replace(unit=mention.quantity.unit))
                yield Relation("restatement", mention.quantity, expr, "=", mention.subject, True, origin="inferred")


def _key(mention: Mention) -> Key | None:
    """What a count is of: its nouns, per the one thing that it is counted per, or in total."""
    quantity = mention.quantity
    if quantity.unit.dims or quantity.unit.text in ("%", "x") or quantity.numeral.hedge not in ("", "~"):
        return None
    if mention.operand or mention.aside or mention.limit or mention.words & QUALIFIERS or mention.row >= 0:
        return None
    if type(quantity.numeral.number) is not int or quantity.numeral.number < 2:
        return None
    per = {w for w in mention.words if w[0] == "/"}
    nouns = {w for w in mention.counted if w[0] != "/"} - {w[1:] for w in per}
    if nouns and len(per) == 1:
        return " ".join(sorted(nouns)), min(per)
    if nouns and not per and mention.total and mention.headline and not mention.labelled:
        return " ".join(sorted(nouns)), "total"
    return None


def _elsewhere(block: Block, line: str) -> bool:
    """Whether the line of a count, or a heading above it, may speak of another plan."""
    return ELSEWHERE.search(line) is not None or any(map(ELSEWHERE.search, block.headings))


def _scope(mention: Mention) -> frozenset[str]:
    return frozenset(w for w in mention.scope - REVISED if not w.startswith(PARTS))


def _known(mention: Mention, family: Sequence[Mention], derived: Container[tuple[int, int]]) -> Mention | None:
    """The first of the others, where they are of one mind and enough of them."""
    others = [m for m in family if (m.block, m.line) != (mention.block, mention.line) and _scope(m) == _scope(mention)]
    if not others or not all(agree(others[0].quantity, m.quantity) for m in others):
        return None
    lines = {(m.block, m.line): m.place in derived for m in others}
    sure = len(lines) + any(lines.values()) + (significant(mention.quantity) > 1)
    return others[0] if sure > 2 or (sure > 1 and any(lines.values())) else None
