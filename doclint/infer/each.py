"""So many of each: shards and replicas per shard, groups of one size, one entry and a number of them."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from itertools import pairwise

from doclint.infer.factors import MAX_GAP, one_amount, same_kind, together
from doclint.infer.parallel import MAX_ROWS, implied
from doclint.model import Apply, Leaf, Relation
from doclint.symbols import Mention
from doclint.vocabulary import words


def times(mention: Mention, above: Sequence[Mention]) -> Relation | None:
    """`Shards: 10`, `Replicas: 3 per shard = 30 instances`, or `30 shard replicas` on a line of its own."""
    each = above[-1] if above else None
    if each is None or each.quantity.unit.dims or mention.quantity.unit.dims:
        return None
    per = {w[1:] for w in each.words if w[0] == "/"}
    if not per:
        return None
    if (each.line, each.block) == (mention.line, mention.block):
        told = mention.result
    else:
        both = {w for w in each.counted if w[0] != "/"} | per
        told = len(both) > 1 and mention.counted == both and together(each, mention) and not mention.operand
    count = next((m for m in reversed(above[:-1]) if _counts(m, per)), None)
    if count is None or not told:
        return None
    return implied("formula", mention, Apply("*", (Leaf(count.quantity), Leaf(each.quantity))))


def _counts(mention: Mention, nouns: set[str]) -> bool:
    """Whether a statement is the number of something, at the head of its line."""
    whole = mention.headline or not mention.subject
    return bool(mention.counted & nouns) and whole and not mention.quantity.unit.dims


def repeated(mention: Mention, above: Sequence[Mention]) -> Relation | None:
    """`Each row: 40 bytes`, then `25 rows: 1,000 bytes`."""
    count = above[-1] if above else None
    if count is None or (count.line, count.block) != (mention.line, mention.block) or count.quantity.unit.dims:
        return None
    if not mention.led or count.subject or not count.counted or mention.quantity.start - count.quantity.end > 3:
        return None
    noun = min(count.counted)
    one = [
        m
        for m in above[:-1]
        if (f"/{noun}" in m.words or f"each {noun}" in m.phrases[: m.labels]) and (m.headline or m.result)
        if together(m, mention) and same_kind(m.quantity, mention.quantity) and not m.operand
    ]
    if len(count.counted) > 1 or not one or not mention.quantity.unit.dims:
        return None
    return implied("formula", mention, Apply("*", (Leaf(count.quantity), Leaf(one[-1].quantity))))


def for_many(mention: Mention, above: Sequence[Mention]) -> Relation | None:
    """`Total per layer: 776 MB`, then `Total for 16 layers: 12.4 GB`: the count stands in the label."""
    count = above[-1] if above else None
    if count is None or (count.line, count.block) != (mention.line, mention.block) or not count.labelled:
        return None
    if len(count.counted) != 1 or count.quantity.unit.dims or not mention.headline or not mention.quantity.unit.dims:
        return None
    noun = min(count.counted)
    one = [
        m
        for m in above[:-1]
        if f"/{noun}" in m.label and together(m, mention) and same_kind(m.quantity, mention.quantity)
        if (m.headline or m.result) and not m.operand and m.total == mention.total
    ]
    if not one or one[-1].label - {f"/{noun}"} != mention.label - {noun}:
        return None
    return implied("formula", mention, Apply("*", (Leaf(count.quantity), Leaf(one[-1].quantity))))


def divided(mentions: Sequence[Mention], derived: Container[tuple[int, int]]) -> Iterator[Relation]:
    """`Rack 1: 32 nodes`, then under that heading `4 chassis of 8 nodes each`: equal groups."""
    parts = [
        (count, size)
        for count, size in pairwise(mentions)
        if (count.block, count.line) == (size.block, size.line) and size.quantity.start - count.quantity.end < MAX_GAP
        if len(size.counted) == 1 and f"{min(size.counted)} each" in size.phrases and size.scope and not size.aside
        if not count.subject and not count.aside and not count.operand and not size.operand
        if not (count.quantity.unit.dims or size.quantity.unit.dims or count.counted & size.counted)
    ]
    if not parts:
        return
    wholes: dict[tuple[frozenset[str], frozenset[str]], list[Mention]] = {}
    for m in mentions:
        if m.scope and m.label and not m.aside and not m.operand and m.label <= words(" ".join(m.scope)):
            wholes.setdefault((m.scope, m.counted), []).append(m)
    for count, size in parts[:MAX_ROWS]:
        whole = one_amount(wholes.get((size.scope, size.counted), ()))
        if whole is not None and size.place not in derived:
            yield implied("formula", size, Apply("/", (Leaf(whole.quantity), Leaf(count.quantity))))
