"""A change that is said beside the second of two numbers: `Raw: 17 GB`, `Compressed: 200 MB (85x smaller)`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from doclint.infer.factors import BETTER, LARGER, MAX_GAP, SMALLER, same_kind
from doclint.infer.parallel import implied
from doclint.model import Apply, Expr, Leaf, Quantity, Relation
from doclint.symbols import Mention

_BEFORE = frozenset(
    "before raw original baseline old uncompressed initial previous unoptimized naive dump full".split()
)
_AFTER = frozenset("after compressed optimized new deduplicated pruned quantized improved".split())


def bettered(mention: Mention, above: Sequence[Mention]) -> Relation | None:
    """A percentage or a factor that compares the number before it with the one on the line above."""
    if mention.quantity.unit.text not in ("%", "x") or len(above) < 2 or mention.of or mention.headline:
        return None
    part, base = above[-1], above[-2]
    if (part.block, part.line) != (mention.block, mention.line) or mention.quantity.start - part.quantity.end > MAX_GAP:
        return None
    if not (part.headline and base.headline) or base.aside or part.aside or base.parent != part.parent:
        return None
    if not (base.words & _BEFORE or part.words & _AFTER) or not same_kind(base.quantity, part.quantity):
        return None
    right_above = part.siblings == base.siblings != () and part.block == base.block + 1
    if not right_above and (part.block, part.line) != (base.block, base.line + 1):
        return None
    forms = list(_forms(mention, base.quantity, part.quantity))
    if not forms:
        return None
    relation = implied("percentage" if mention.quantity.unit.text == "%" else "ratio", mention, forms[0])
    return replace(relation, others=tuple(forms[1:]))


def _forms(mention: Mention, old: Quantity, new: Quantity) -> Sequence[Expr]:
    """What the words may say of two numbers; speed is told from times and from rates."""
    first, second = Leaf(old), Leaf(new)
    down, up = Apply("/", (first, second)), Apply("/", (second, first))
    less = Apply("/", (Apply("-", (first, second)), first))
    more = Apply("/", (Apply("-", (second, first)), first))
    quick = Apply("/", (Apply("-", (first, second)), second))
    factor = mention.quantity.unit.text == "x"
    shrunk = old.numeral.number * old.unit.factor > new.numeral.number * new.unit.factor
    if mention.words & BETTER:
        return ((down,) if factor else (less, quick)) if shrunk else ((up,) if factor else (more,))
    if mention.words & SMALLER and shrunk:
        return (down,) if factor else (less,)
    if mention.words & LARGER and not shrunk:
        return (up,) if factor else (more,)
    return ()
