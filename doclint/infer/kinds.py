"""How many of a thing there are in all, where another list counts its kinds one by one."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from doclint.model import Apply, Leaf, Relation
from doclint.symbols import Mention
from doclint.totals.roles import excluded

MAX_KINDS = 12
Kinds = list[Mention]


def in_all(mentions: Sequence[Mention], derived: Container[tuple[int, int]]) -> Iterator[Relation]:
    """`Search nodes: 42` in a summary, where under `Search cluster` stand `Data nodes: 36` and `Master nodes: 6`."""
    groups: dict[tuple[int, frozenset[str], str], Kinds] = {}
    wholes: dict[str, list[Mention]] = {}
    for mention in mentions:
        name = _head(mention)
        if not name:
            continue
        if mention.parent and mention.row < 0:
            groups.setdefault((mention.block, mention.parent, name), []).append(mention)
        wholes.setdefault(name, []).append(mention)
    told: dict[tuple[int, int], list[tuple[Mention, Kinds]]] = {}
    for (block, parent, name), kinds in groups.items():
        if not 2 <= len(kinds) <= MAX_KINDS or len({k.key for k in kinds}) < len(kinds):
            continue
        for whole in wholes[name][:MAX_KINDS] if not _overlap(kinds) else ():
            if whole.block != block and set(whole.key.split()) - {name} <= parent and whole.place not in derived:
                told.setdefault(whole.place, []).append((whole, kinds))
    for found in told.values():
        if len(found) == 1:
            whole, kinds = found[0]
            if _means_some(whole, kinds):
                continue
            expr = Apply("+", tuple(Leaf(k.quantity) for k in kinds))
            yield Relation("sum", whole.quantity, expr, "=", whole.subject, tentative=True, origin="inferred")


def _head(mention: Mention) -> str:
    """The thing that a line or a row counts, where its label is a name for some of them: `data nodes`."""
    said = mention.key.split()
    quantity = mention.quantity
    if len(said) < 2 or mention.aside or mention.operand or mention.limit or mention.apart or not mention.headline:
        return ""
    if quantity.unit.dims or quantity.unit.text in ("%", "x") or not quantity.numeral.exact or quantity.numeral.hedge:
        return ""
    if any(power < 0 for _, power in quantity.unit.nouns) or excluded(mention.key) or said[-1] not in mention.counted:
        return ""
    return said[-1]


def _overlap(kinds: Sequence[Mention]) -> bool:
    """Whether the name of one kind is part of another's."""
    names = [set(k.key.split()) for k in kinds]
    return any(a < b for a in names for b in names)


def _means_some(whole: Mention, kinds: Sequence[Mention]) -> bool:
    """Whether a number is that of one kind, or of all but one."""
    sizes = [k.quantity.numeral.number for k in kinds]
    number = whole.quantity.numeral.number
    return any(number in (size, sum(sizes) - size) for size in sizes)
