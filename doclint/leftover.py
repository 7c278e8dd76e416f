"""What a result has more, or less, than its computation gives, where the text beside it states just that amount."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from doclint.judge.closeness import half_place
from doclint.model import Block, Extract, Judged, Quantity, leaves
from doclint.outline import beside

MAX_TEXT = 400
"""How long a text may be to be a remark on one number."""
MIN_WORDS = 3
MAX_ROW = 60
"""How many cells of its row are looked at on either side of a cell."""
FEW = 10
"""From how many things on an amount needs no noun that says of what it is."""
_COMPUTED = frozenset(("sum", "table", "rule", "formula"))


def told(judged: Sequence[Judged], blocks: Sequence[Block], extracts: Sequence[Extract]) -> Iterator[Judged]:
    """Contradictions, without those whose rest a remark states: `Total: 264 GPUs`, "one node of 8 GPUs is a spare".

    A remark stands in the sentence, the item or the row of the claim, or in a paragraph right above or below its list
    or table; what the computation takes in is none. Restatements and limits have no rest.
    """
    owner: dict[tuple[int, int], int] = {}
    if any(one.contradicted for one in judged):
        for i, found in enumerate(extracts[: len(blocks)]):
            owner.update(((s.quantity.start, s.quantity.end), i) for s in found.statements)
    for one in judged:
        at = owner.get((one.relation.claim.start, one.relation.claim.end)) if one.contradicted else None
        if at is not None and _has_rest(one, at, blocks, extracts):
            yield Judged(one.relation, one.verdict._replace(status="undecided", reason="the rest is said beside it"))
        else:
            yield one


def _has_rest(one: Judged, at: int, blocks: Sequence[Block], extracts: Sequence[Extract]) -> bool:
    relation, derivation = one.relation, one.verdict.derivation
    if derivation is None or relation.kind not in _COMPUTED or relation.op not in ("=", "≈"):
        return False
    claim = relation.claim
    rest = abs(Fraction(claim.numeral.number) - Fraction(derivation.best)) * claim.unit.factor
    slack = Fraction(half_place(claim)) * claim.unit.factor
    if rest <= slack:
        return False
    used = {(q.start, q.end) for expr in (relation.expr, *relation.others) for q in leaves(expr)}
    used |= {(q.start, q.end) for q in (claim, *relation.support)}
    return any(
        (q.start, q.end) not in used and _is(q, claim, rest, slack, relation.subject + blocks[at].text)
        for i in _remarks(at, blocks)
        for q in (s.quantity for s in extracts[i].statements)
    )


def _remarks(at: int, blocks: Sequence[Block]) -> Iterator[int]:
    """The indices of the texts that may say what else is in a number."""
    own = blocks[at]
    if own.kind in ("paragraph", "item", "cell") and len(own.text) <= MAX_TEXT:
        yield at
    if own.kind not in ("item", "cell"):
        return
    if own.kind == "cell":
        row = range(max(0, at - MAX_ROW), min(len(blocks), at + MAX_ROW))
        yield from (i for i in row if i != at and _is_remark(blocks[i]) and _in_row(blocks[i], own))
    for step in (-1, 1):
        i = beside(blocks, at, step)
        if i >= 0 and _is_remark(blocks[i]) and not blocks[i].text.rstrip().endswith(":"):
            yield i


def _is_remark(block: Block) -> bool:
    return len(block.text) <= MAX_TEXT and len(block.text.split()) >= MIN_WORDS


def _in_row(block: Block, own: Block) -> bool:
    return block.kind == "cell" and block.container == own.container and block.row == own.row


def _is(quantity: Quantity, claim: Quantity, rest: Fraction, slack: Fraction, said: str) -> bool:
    """Whether a quantity is the rest of a claim; a few things must be of the kind that is claimed."""
    if quantity.unit.dims != claim.unit.dims or (quantity.unit.text in ("%", "x")) != (claim.unit.text in ("%", "x")):
        return False
    size = Fraction(quantity.numeral.number) * quantity.unit.factor
    if abs(size - rest) > slack:
        return False
    return bool(claim.unit.dims) or size >= FEW or bool(quantity.unit.text and quantity.unit.text in said)
