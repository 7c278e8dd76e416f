"""Words behind a result: what else went into it, and how many of something it is for."""

from __future__ import annotations

from collections.abc import Sequence

from doclint.extract.nodes import Group, Node
from doclint.model import Apply, Expr, Leaf, Quantity

_WITH = frozenset("with including incl includes plus after assuming accounting considering adding rounded".split())
"""Words that tell what else went into a result."""
MAX_WORDS = 6


def further(behind: Sequence[Node], expr: Expr) -> tuple[tuple[Expr, ...], bool]:
    """What a remark behind a result puts in besides `expr`: `(assuming 50% utilization)`, `(with redundancy)`.

    A share or a factor makes further expressions; words alone leave open what went in, and the second result is true.
    """
    at = 0
    while at < len(behind) and behind[at].kind == "word" and behind[at].text.lower() not in _WITH:
        at += 1
    node = behind[at] if at < len(behind) else None
    inner = node.nodes if isinstance(node, Group) else behind[at : at + MAX_WORDS]
    if not inner or inner[0].text.lower() not in _WITH:
        return (), False
    known = [n.quantity for n in inner if n.quantity is not None and n.quantity.unit.text in ("%", "x")]
    if len(known) != 1:
        return (), True
    factor = Leaf(known[0])
    ways = [Apply("*", (expr, factor)), Apply("/", (expr, factor))]
    if known[0].unit.text == "%":
        all_ = Leaf(hundred(known[0]))
        rest = Apply("-", (all_, factor))
        ways += [Apply("*", (expr, Apply("+", (all_, factor)))), Apply("*", (expr, rest)), Apply("/", (expr, rest))]
    return tuple(ways), False


def hundred(share: Quantity) -> Quantity:
    """100 %, which nobody writes."""
    numeral = share.numeral._replace(text="100", number=100, place=1, hedge="", exact=True, scaled=False)
    return share._replace(numeral=numeral, start=-1, end=-1)


def is_rate_of_many(behind: Sequence[Node]) -> bool:
    """Whether a result is for several of something: `$0.40 per 1000 rides`."""
    return len(behind) > 1 and behind[0].text.lower() in ("per", "every") and behind[1].kind == "num"
