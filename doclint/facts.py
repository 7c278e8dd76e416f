"""What a document says that other documents may say too: labels with one sure value, outside every scenario."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from doclint.amounts import agree, comparable
from doclint.model import Quantity, Source
from doclint.symbols import Mention

_OWN = re.compile(
    r"\b(?:version|updated?|date|revision|page|chapter|section|step|author|statu|id|issue|release|created|modified|"
    r"port|example|year|month|number|line)\b"
)
"""Words of labels that every document answers for itself."""


class Fact(NamedTuple):
    """A label, folded, with the value that one document gives it, and where; `parent` are the words right above."""

    label: str
    parent: frozenset[str]
    quantity: Quantity
    path: str
    line: int


def facts(source: Source, mentions: Sequence[Mention]) -> Iterator[Fact]:
    """The labels of a document that have one value in it, in document order."""
    labels: dict[str, list[Mention]] = {}
    for mention in mentions:
        if mention.key:
            labels.setdefault(mention.key, []).append(mention)
    for label, found in labels.items():
        first = found[0]
        if label.count(" ") < 1 or any(c.isdigit() for c in label) or _OWN.search(label) or not _sure(first):
            continue
        if all(_same(m, first) for m in found):
            line = source.position(first.quantity.start)[0]
            yield Fact(label, first.parent, first.quantity, source.path, line)


def _sure(mention: Mention) -> bool:
    """Whether a statement says of the whole system, plainly and today, how much something is."""
    return (
        mention.headline
        and bool(mention.label)
        and not (mention.aside or mention.operand or mention.limit or mention.labelled or mention.code)
        and not (mention.scope or mention.of or mention.column > 1 or mention.quantity.numeral.hedge)
    )


def _same(mention: Mention, first: Mention) -> bool:
    a, b = mention.quantity, first.quantity
    return (
        kind(a) == kind(b) and comparable(a, b) and agree(a, b) and not mention.scope and mention.parent == first.parent
    )


def kind(quantity: Quantity) -> tuple[object, ...]:
    """What two quantities share that may be compared: dimensions, counted nouns, and whether they are shares."""
    unit = quantity.unit
    return unit.dims, unit.nouns, unit.text if not unit.dims and not unit.nouns else ""
