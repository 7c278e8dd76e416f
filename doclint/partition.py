"""What parallel layouts demand of the numbers that they divide, and what memory must hold.

A symbol counts only where the document gives it one sure value in a scenario; anything else is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence

from doclint.apply.told import MAX_CLAIMS
from doclint.catalog import SURE
from doclint.model import SIZE, Block, Leaf, Quantity, Relation
from doclint.symbols import Binding, Mention
from doclint.vocabulary import REVISED

_PARALLEL, _SIZING = "ml-parallelism/", "transformer-sizing/"
DIVIDED = (
    (_PARALLEL + "heads", _PARALLEL + "tp", "heads"),
    (_SIZING + "hidden", _PARALLEL + "tp", "hidden dimensions"),
    (_PARALLEL + "experts_per_layer", _PARALLEL + "ep", "experts"),
    (_PARALLEL + "experts_total", _PARALLEL + "ep", "experts"),
    (_PARALLEL + "batch", _PARALLEL + "dp", "sequences"),
    (_PARALLEL + "batch", _PARALLEL + "micro_batch_size", "sequences"),
)
"""Counts, what divides them into equal parts, and what they count."""
_WHOLE = frozenset(("global batch size", "global batch", "gb", "overall batch size", "effective global batch size"))
"""Names of a batch that cannot mean the batch of one GPU."""
_HOLDERS = frozenset(("/gpu", "/device", "/accelerator", "/card", "/rank"))
_USES = frozenset(("total used", "total memory used", "memory used", "total vram used", "total usage"))
_USED, _CAPACITY = _SIZING + "memory_used", _SIZING + "memory_capacity"
_BOUNDS = ("<", ">", "≤", "≥")

_UNEVEN = re.compile(
    r"(?i)\b(?:not (?:evenly )?divi\w+|indivisible|uneven\w*|unequal\w*|remainder|left over|leftover|padd(?:ed|ing)|"
    r"rejected|ruled out|redundant experts|\d+ or \d+|one more|the last (?:replica|rank|gpu|stage|group)\w*)\b"
)
"""Words by which a document says itself that parts are not equal."""

Scene = tuple[str, frozenset[str]]


def relations(
    blocks: Sequence[Block], mentions: Sequence[Mention], bound: Mapping[str, Sequence[Binding]]
) -> Iterator[Relation]:
    """Divisions that must leave nothing over, and memory in use against the memory that there is."""
    yield from partitions(bound, _uneven(blocks))
    under = [Binding(_USED, m, SURE, "its label under a heading that divides") for m in mentions if _used(m)]
    yield from capacities({**bound, _USED: [*bound.get(_USED, ()), *under]})


def partitions(bound: Mapping[str, Sequence[Binding]], uneven: Container[int] = ()) -> Iterator[Relation]:
    """Each degree of parallelism with each count that it divides, where both have one sure value in one scenario.

    `uneven` are the sections that say themselves that something is left over.
    """
    totals = _values(bound, _PARALLEL + "experts_total")
    layers = _values(bound, _PARALLEL + "experts_per_layer")
    for count_key, degree_key, noun in DIVIDED:
        counts = _values(bound, count_key)
        for scene, degree in _values(bound, degree_key).items():
            count = counts.get(scene)
            if count is None or not _whole(count.quantity) or not _whole(degree.quantity):
                continue
            number, parts = count.quantity.numeral.number, degree.quantity.numeral.number
            if parts < 2 or number < parts or count.altered or degree.altered:
                continue
            if count.section in uneven or degree.section in uneven:
                continue
            if count_key.endswith("/batch") and not _WHOLE & set(count.phrases[: count.labels]):
                continue
            if count_key.endswith("/experts_total") and scene in layers:
                continue
            total = totals.get(scene) if count_key.endswith("/experts_per_layer") else None
            if total is not None and total.quantity.numeral.number % parts == 0:
                continue
            yield Relation(
                "rule", degree.quantity, Leaf(count.quantity), "divides", noun, origin="pack", rule="divides",
            )  # fmt: skip


def _uneven(blocks: Sequence[Block]) -> set[int]:
    """The sections, counted as statements count them, that say themselves that parts are not equal."""
    found: set[int] = set()
    section, headings = 0, tuple[str, ...]()
    for block in blocks:
        section += block.headings != headings
        headings = block.headings
        if _UNEVEN.search(block.text) is not None or any(map(_UNEVEN.search, headings[-1:])):
            found.add(section)
    return found


def capacities(bound: Mapping[str, Sequence[Binding]]) -> Iterator[Relation]:
    """The memory that one GPU uses, at most the memory that it has."""
    capacity = _values(bound, _CAPACITY)
    for scene, used in _values(bound, _USED).items():
        whole = capacity.get(scene) or (capacity.get((scene[0], frozenset())) if len(capacity) == 1 else None)
        if whole is not None and _held(used) and not (used.unmet or used.altered or whole.altered):
            yield Relation(
                "bound", used.quantity, Leaf(whole.quantity), "≤", used.subject, origin="pack", rule="capacity",
            )  # fmt: skip


def _values(bound: Mapping[str, Sequence[Binding]], key: str) -> dict[Scene, Mention]:
    """What a symbol is in each scenario: its one sure value, where no other statement there gives it another."""
    groups: dict[Scene, list[Binding]] = {}
    for binding in bound.get(key, ())[:MAX_CLAIMS]:
        mention = binding.mention
        groups.setdefault((mention.top, mention.scope - REVISED), []).append(binding)
    found: dict[Scene, Mention] = {}
    for scene, group in groups.items():
        others = [b for b in bound[key] if not b.mention.scope - REVISED]
        sizes = {b.mention.quantity.numeral.number * b.mention.quantity.unit.factor for b in (*group, *others)}
        sure = [b for b in group if b.confidence >= SURE and _plain(b.mention)]
        if len(sizes) == 1 and sure:
            found[scene] = sure[0].mention
    return found


def _used(mention: Mention) -> bool:
    """Whether a line like "Total used: 70 GB" stands under a label or heading that says per GPU."""
    return (
        mention.headline
        and not (mention.aside or mention.operand)
        and bool(mention.per & _HOLDERS)
        and mention.quantity.unit.dims == SIZE
        and not _USES.isdisjoint(mention.phrases[: mention.labels])
    )


def _plain(mention: Mention) -> bool:
    """Whether a statement says what is, and not what must or may be."""
    return not mention.limit and mention.quantity.numeral.hedge not in (*_BOUNDS, "~")


def _whole(quantity: Quantity) -> bool:
    """Whether a number counts things one by one."""
    return quantity.numeral.exact and type(quantity.numeral.number) is int and not quantity.unit.dims


def _held(used: Mention) -> bool:
    """Whether memory in use is said to be that of one GPU."""
    return bool(_HOLDERS & (used.per | used.words | used.label))
