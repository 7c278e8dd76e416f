"""Numbers that say themselves that they are those of elsewhere: `4 stages (same as prefill)`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from doclint.amounts import comparable
from doclint.model import Block, Leaf, Relation
from doclint.restate.lines import Lines
from doclint.symbols import Mention
from doclint.vocabulary import words

MAX_LABELLED = 64
_SAME = re.compile(
    r"\((?:the )?(?:[Ss]ame|[Uu]nchanged|[Ii]dentical)(?: [a-z]{1,20})? (?:as|from|to) (?:in |for |the ){0,3}"
    r"([A-Za-z][A-Za-z0-9 _-]{1,30})\)"
)


def unchanged(blocks: Sequence[Block], mentions: Sequence[Mention]) -> Iterator[Relation]:
    """One relation for every labelled number of a line that names where else it stands."""
    labelled: dict[frozenset[str], list[Mention]] = {}
    lines = Lines(blocks)
    for mention in mentions:
        if not mention.label or not mention.headline or mention.aside or mention.operand:
            continue
        found = _SAME.search(lines.of(mention))
        earlier = labelled.get(mention.label, [])[-MAX_LABELLED:]
        if found is not None:
            where = words(found[1])
            known = next((m for m in reversed(earlier) if _stands(m, where, mention)), None)
            if known is not None:
                expr = Leaf(known.quantity)
                yield Relation("restatement", mention.quantity, expr, "=", mention.subject, origin="inferred")
        labelled.setdefault(mention.label, []).append(mention)


def _stands(known: Mention, where: frozenset[str], mention: Mention) -> bool:
    """Whether an earlier number of the label stands where the line says."""
    apart = (known.block, known.line) != (mention.block, mention.line)
    return (
        apart and bool(where) and where <= known.context | known.scope and comparable(known.quantity, mention.quantity)
    )
