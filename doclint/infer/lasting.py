"""Durations by unit algebra: an amount over a rate of the same thing, where a neighbouring list states one of each.

Real durations are longer than that, so only one that calls itself computed follows.
"""

from __future__ import annotations

from collections.abc import Sequence

from doclint.amounts import significant
from doclint.infer.factors import together
from doclint.infer.parallel import implied
from doclint.model import TIME, Apply, Leaf, Quantity, Relation
from doclint.symbols import Mention

_TIMES = frozenset("time duration latency ttft transfer download upload prefill load recovery rebuild scan".split())
"""Words of labels whose number is how long something takes."""
_COMPUTED = frozenset("estimated ideal theoretical expected calculated computed".split())


def lasting(mention: Mention, above: Sequence[Mention]) -> Relation | None:
    """`Prompt: 10,240 tokens`, `Rate: 3,200 tokens/s`, `Estimated TTFT: 3.2 s`."""
    if mention.quantity.unit.dims != TIME or mention.limit or not mention.headline:
        return None
    if significant(mention.quantity) < 2 or not mention.label & _TIMES or not _COMPUTED & set(mention.key.split()):
        return None
    near = [m for m in above if together(m, mention) and m.headline and not m.operand and not m.aside]
    rates = [(m, of) for m in near if (of := _of(m.quantity, -1))]
    if len(rates) != 1:
        return None
    rate, thing = rates[0]
    amounts = [m for m in near if m is not rate and _of(m.quantity, 0) == thing]
    if len(amounts) != 1 or amounts[0].parent != mention.parent or rate.parent != mention.parent:
        return None
    return implied("formula", mention, Apply("/", (Leaf(amounts[0].quantity), Leaf(rate.quantity))))


def _of(quantity: Quantity, time: int) -> str:
    """What a quantity counts, where time stands in it with this power; empty for anything else."""
    dims = dict(quantity.unit.dims)
    if dims.pop("time", 0) != time:
        return ""
    nouns = [n for n, power in quantity.unit.nouns if power == 1]
    if dims == {"information": 1} and not nouns:
        return "information"
    return nouns[0] if not dims and len(nouns) == 1 and len(quantity.unit.nouns) == 1 else ""
