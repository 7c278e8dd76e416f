"""Factors and shares that a line states beside its number: `(2x)`, `(80%)`, `30% of total`, a replication factor."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from doclint.infer.parallel import MAX_ROWS, implied, plain
from doclint.model import SIZE, Apply, Leaf, Quantity, Relation
from doclint.symbols import Mention

_TRAFFIC = frozenset("replication traffic internal network bandwidth".split())
_WHOLE = frozenset("unique distinct total".split())
_OCCUPIED = frozenset("utilization usage used occupied".split())
_HELD = frozenset("memory available capacity single card total hbm dedicated gpu device accelerator".split())
_DEVICES = frozenset(("/gpu", "/device", "/card", "/accelerator", "/server", "/node"))
MAX_SOME = 8
"""Of how many others a share may be before it could be anything."""
MAX_GAP = 24
"""Code points between two numbers of which one is said of the other."""
_ADDED = frozenset(
    "headroom buffer margin growth reserve spare slack redundancy contingency cushion padding surplus".split()
)
"""Words of a share that is put on top of what stands above."""
_SHRUNK = frozenset("compressed compress deduplication dedup reduction downsampled downsampling".split())
"""Words of a factor by which what stands above is divided."""
_REDUCED = frozenset(
    """
    compressed compression reduction reduce saving save overhead loss discount deduplication dedup cut drop less
    """.split()
)

SMALLER = frozenset("smaller less fewer lower shorter cheaper compressed reduction reduce saving save decrease".split())
LARGER = frozenset("larger more higher longer bigger slower increase greater".split())
BETTER = frozenset("faster quicker speedup better improvement improve gain".split())
"""Words that compare a number with the one above it: a factor beside them does not multiply."""


def same_kind(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities have one dimension and nouns that do not differ."""
    if a.unit.dims != b.unit.dims or a.unit.text in ("%", "x") or b.unit.text in ("%", "x"):
        return False
    mine = {n for n, power in a.unit.nouns if power > 0}
    theirs = {n for n, power in b.unit.nouns if power > 0}
    return not mine or not theirs or bool(mine & theirs)


def scalable(known: Mention, mention: Mention) -> bool:
    """Whether a statement may be what a factor scales: one dimension, a result and not an operand."""
    return not known.operand and same_kind(known.quantity, mention.quantity) and known.quantity.numeral.number > 0


def together(known: Mention, mention: Mention) -> bool:
    """Whether two statements are lines of one block or of one list."""
    return known.block == mention.block or known.siblings == mention.siblings != ()


def one_amount(found: Sequence[Mention]) -> Mention | None:
    """The first of statements that all give one amount, None where they differ."""
    amounts = {m.quantity.numeral.number * m.quantity.unit.factor for m in found}
    return found[0] if len(amounts) == 1 else None


def scaled(mention: Mention, above: Sequence[Mention]) -> Relation | None:
    """`With redundancy (2x): 80 servers`, `Usable (80%): 77 TB`: the factor stands right before the number."""
    if not above:
        return None
    factor = above[-1]
    if factor.block != mention.block or factor.line != mention.line or factor.operand or factor.aside:
        return None
    quantity = factor.quantity
    share = quantity.unit.text == "%"
    multiple = quantity.unit.text == "x" or (
        factor.names == factor.words != frozenset() and "replication" in factor.words
    )
    if not (share or multiple) or not quantity.numeral.number or mention.quantity.unit.text in ("%", "x", ""):
        return None
    if mention.quantity.start - quantity.end > 24 or (share and factor.of) or not mention.label:
        return None
    if not mention.led:
        return None
    if share and any(
        m is not factor and m.quantity.unit.text == "%" and m.parent == factor.parent and m.labelled for m in above
    ):
        return None
    if len(above) > 1 and above[-2].block == mention.block and above[-2].line == mention.line:
        return None
    bases = [m for m in reversed(above[:-1]) if not m.aside and together(m, mention) and scalable(m, mention)]
    if not bases:
        return None
    relations = [_scaled_from(base, mention, factor, share) for base in bases[:MAX_SOME]]
    # The line above may be one part of what is scaled: any that fits excuses.
    excuses = (e for r in relations[1:] for e in (r.expr, *r.others))
    return replace(relations[0], others=(*relations[0].others, *excuses))


def _scaled_from(base: Mention, mention: Mention, factor: Mention, share: bool) -> Relation:
    """A number as what stands above it, times the factor or the share beside it."""
    quantity = factor.quantity
    known, part = Leaf(base.quantity), Leaf(quantity)
    product = Apply("*", (known, part))
    if share:
        whole = Leaf(_hundred(quantity))
        rest = Apply("*", (known, Apply("-", (whole, part))))
        relation = implied("percentage", mention, product)
        if _REDUCED & (mention.words | factor.words):
            return replace(relation, others=(rest,))
        if _ADDED & (mention.label | mention.words | factor.words):
            grown = Apply("*", (known, Apply("+", (whole, part))))
            filled = Apply("/", (known, Apply("-", (whole, part))))
            return replace(relation, expr=grown, others=(filled, product))
        return relation
    if _SHRUNK & (mention.label | factor.words):
        return implied("ratio", mention, Apply("/", (known, part)))
    return implied("ratio", mention, product)


def _hundred(share: Quantity) -> Quantity:
    """100 %, which nobody writes."""
    numeral = share.numeral._replace(text="100", number=100, place=1, hedge="", exact=True, scaled=False)
    return share._replace(numeral=numeral, start=-1, end=-1)


def copies_of(mentions: Sequence[Mention]) -> Mention | None:
    """The replication factor, where the document states one."""
    found = [
        m
        for m in mentions
        if "replication" in m.words and not m.quantity.unit.dims and (m.quantity.unit.text == "x" or m.names & m.words)
        if 1 < m.quantity.numeral.number < 20
    ]
    return found[0] if found and len({m.quantity.numeral.number for m in found}) == 1 else None


def replicated(mention: Mention, above: Sequence[Mention], copies: Mention | None) -> Relation | None:
    """`With replication: 100 MB/s`: what stands above, as often as the document's replication factor says.

    Traffic of replication goes to the other copies, or is counted with the first one.
    """
    if copies is None or not above or not mention.headline or mention.result:
        return None
    if "replication" not in mention.label or mention.label - _TRAFFIC:
        return None
    if any(w[0] == "/" for w in mention.words) and not mention.quantity.unit.dims:
        return None
    base = above[-1]
    if (base.block, base.line) == (mention.block, mention.line) or base.parent != mention.parent:
        base = next((m for m in reversed(above) if m.line != mention.line and m.parent == mention.parent), base)
    if base.quantity.numeral.number == copies.quantity.numeral.number and "replication" in base.words:
        earlier = (m for m in reversed(above) if m.parent == mention.parent and m.headline and scalable(m, mention))
        base = next(earlier, base)
    if not scalable(base, mention) or mention.quantity.unit.text in ("%", "x", ""):
        return None
    known, times = Leaf(base.quantity), Leaf(copies.quantity)
    product = implied("ratio", mention, Apply("*", (known, times)))
    if ("time", -1) not in mention.quantity.unit.dims:
        return product
    copied = Apply("*", (known, Apply("-", (times, Leaf(plain(1))))))
    if "with" in mention.subject.lower():
        return replace(product, others=(copied,))
    return replace(product, expr=copied, others=(product.expr,))


def multiplied(mention: Mention, above: Sequence[Mention], following: Sequence[Mention]) -> Relation | None:
    """`Physical storage: 1.5 EB (3x replication)`: the factor stands alone in brackets after the number."""
    after = following[0] if following else None
    if after is None or after.block != mention.block or after.line != mention.line or not mention.headline:
        return None
    if after.words & (SMALLER | LARGER | BETTER):
        return None
    if after.quantity.unit.text != "x" or after.quantity.start - mention.quantity.end > 32 or not above:
        return None
    further = following[1] if len(following) > 1 else None
    if further is not None and further.line == mention.line and further.quantity.start - after.quantity.end < MAX_GAP:
        return None
    base = above[-1]
    if not base.headline or not scalable(base, mention) or (base.line == mention.line and base.block == mention.block):
        return None
    product = implied("ratio", mention, Apply("*", (Leaf(base.quantity), Leaf(after.quantity))))
    if "peak" in base.words | after.words and "average" in mention.words:
        return replace(product, expr=Apply("/", (Leaf(base.quantity), Leaf(after.quantity))))
    return product


def share_of(mention: Mention, above: Sequence[Mention]) -> Relation | None:
    """`150 M - 30% of total`: a share that names its whole, which stands above."""
    quantity = mention.quantity
    if quantity.unit.text != "%" or not above:
        return None
    part = above[-1]
    if part.block != mention.block or part.line != mention.line or part.quantity.unit.text in ("%", "x"):
        return None
    if not mention.of:
        return None
    wholes = [
        m
        for m in above[:-1]
        if m.line != mention.line or m.block != mention.block
        if same_kind(m.quantity, part.quantity)
        if (mention.of <= m.label or (mention.of <= m.words and m.label & mention.label))
        or (m.total and mention.of <= {"total"})
    ]
    if not wholes:
        return None
    return implied("percentage", mention, Apply("/", (Leaf(part.quantity), Leaf(wholes[-1].quantity))))


def named_shares(mentions: Sequence[Mention], derived: Container[tuple[int, int]]) -> Iterator[Relation]:
    """`50 TB (10% of text content)` where the whole is stated elsewhere, with these words."""
    wanted = [
        (part, share)
        for part, share in pairwise(mentions)
        if len(share.of) > 1 and (share.block, share.line) == (part.block, part.line) and not share.aside
        if share.quantity.unit.text == "%" and part.quantity.unit.dims and share.place not in derived
    ]
    for part, share in wanted[:MAX_ROWS]:
        wholes = [
            m for m in mentions
            if m.headline and not m.aside and share.of <= m.words | m.parent and share.of & m.words
            if same_kind(m.quantity, part.quantity) and m.quantity is not part.quantity
        ]  # fmt: skip
        whole = one_amount([m for m in wholes if m.total] or wholes)
        if whole is not None:
            yield implied("percentage", share, Apply("/", (Leaf(part.quantity), Leaf(whole.quantity))))


def counted_shares(mentions: Sequence[Mention], derived: Container[tuple[int, int]]) -> Iterator[Relation]:
    """`5% of users = 40K users`, `200 MB (25% of the quota)`: a share of a whole that one word names.

    The whole is what the document counts by this word and no other, or what has this word under the label of the part.
    """
    wanted = [
        (a, b)
        for a, b in pairwise(mentions)
        if (a.block, a.line) == (b.block, b.line) and b.quantity.start - a.quantity.end < MAX_GAP
        if (len(a.of) == 1 and not a.aside) != (len(b.of) == 1 and not b.aside)
    ]
    if not wanted:
        return
    counts: dict[frozenset[str], list[Mention]] = {}
    limits: dict[str, list[Mention]] = {}
    for m in mentions:
        if m.aside or m.quantity.unit.text in ("%", "x") or any(w[0] == "/" for w in m.words):
            continue
        if m.quantity.unit.dims:
            for word in m.words:
                limits.setdefault(word, []).append(m)
        elif m.counted:
            counts.setdefault(m.words - _WHOLE, []).append(m)
    for a, b in wanted[:MAX_ROWS]:
        share, part = (a, b) if a.of else (b, a)
        if share.place in derived or part.place in derived or part.quantity.unit.text in ("%", "x"):
            continue
        if part.quantity.unit.dims:
            near = limits.get(min(share.of), ())[:MAX_ROWS] if share is b and part.headline else ()
            found = [m for m in near if m.label & part.label and m.line != part.line]
            claim = share
        else:
            found = counts.get(share.of, [])[:MAX_ROWS] if share.of <= part.counted else []
            claim = part
        whole = one_amount([m for m in found if m.place != part.place and same_kind(m.quantity, part.quantity)])
        if whole is None or whole.quantity.numeral.number <= 0:
            continue
        if claim is share:
            yield implied("percentage", share, Apply("/", (Leaf(part.quantity), Leaf(whole.quantity))))
            continue
        # The author may mean some of them: the active users, the paying ones.
        some = [m for words, named in counts.items() if share.of < words for m in named if m.place != part.place]
        if len(some) <= MAX_SOME:
            forms = [Apply("*", (Leaf(m.quantity), Leaf(share.quantity))) for m in (whole, *some)]
            yield replace(implied("percentage", part, forms[0]), others=tuple(forms[1:]))


def occupied(mentions: Sequence[Mention], derived: Container[tuple[int, int]]) -> Iterator[Relation]:
    """`Used per GPU: 20 GB (25% utilization)`: a share of the one memory of a GPU that the document states."""
    held: list[Mention] = []
    for m in mentions:
        if not m.headline or m.operand or m.aside or m.limit or m.total or not _holder(m):
            continue
        if "memory" in m.words and not {w for w in m.words if w[0] != "/"} - _HELD:
            held.append(m)
    for part, share in pairwise(mentions):
        if (share.block, share.line) != (part.block, part.line) or share.place in derived or share.aside or share.of:
            continue
        if share.quantity.unit.text != "%" or not share.counted or share.counted - _OCCUPIED - {"memory"}:
            continue
        if part.quantity.unit.dims != SIZE or "memory" not in part.words or not _holder(part):
            continue
        if share.quantity.start - part.quantity.end > MAX_GAP or not part.headline:
            continue
        whole = one_amount([m for m in held[:MAX_ROWS] if m.place != part.place])
        if whole is not None and whole.quantity.unit.dims == part.quantity.unit.dims:
            yield implied("percentage", share, Apply("/", (Leaf(part.quantity), Leaf(whole.quantity))))


def _holder(mention: Mention) -> bool:
    """Whether a size is that of one device."""
    return bool(_DEVICES & (mention.words | mention.per)) or {"single", "card"} <= mention.words
