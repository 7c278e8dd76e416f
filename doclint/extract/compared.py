"""Shares and factors with both their numbers in the bracket behind them; the part that stands before its whole."""

from __future__ import annotations

from collections.abc import Sequence

from doclint.extract.changes import COMPARING, YEARLY, kind_of
from doclint.extract.nodes import Node
from doclint.extract.passage import Passage
from doclint.model import Apply, Leaf, Quantity, Relation

OF_WHOLE = frozenset(
    """
    of the a all its total whole used utilization utilisation usage full share complete done covered filled occupied
    taken left free remaining passed failed success successful available reserved
    """.split()
)
"""Words with which a percentage behind `a of b` is still the part that a is of b."""
_VERSUS = frozenset(("vs", "versus"))
_BECOMES = frozenset(("to", "down to", "up to", "→", "->", "=>"))


def read_compared(passage: Passage, claim: Quantity, run: Sequence[Node]) -> bool:
    """`53% (4.2 GB of 8 GB)`, `56x lower (16 vs 900 GB/s)`, `95% smaller (18 GB down to 0.9 GB)`: both numbers told."""
    second = run[-1].quantity
    if claim.unit.text not in ("%", "x") or claim.numeral.hedge not in ("", "~") or second is None:
        return False
    subject = passage.lead(claim.start)
    aside = passage.aside(claim.start, second.end)
    part = part_of(run, len(run) - 1) if claim.unit.text == "%" else None
    if part is not None:
        between = passage.text[claim.end : run[0].start].lower().strip(" (*_").split()
        if part is not run[0].quantity or not OF_WHOLE.issuperset(between) or not second.unit.dims:
            return False
        share, rest = (Apply("/", (e, Leaf(second))) for e in (Leaf(part), Apply("-", (Leaf(second), Leaf(part)))))
        passage.relations.append(Relation("percentage", claim, share, "=", subject, True, aside, others=(rest,)))
        return True
    opening = run[1:] if run[0].text.lower() == "from" else run
    first, joint = opening[0].quantity, " ".join(n.text.lower() for n in opening[1:-1])
    if first is None or not (joint in _BECOMES or (joint in _VERSUS and claim.unit.text == "x")):
        return False
    around = passage.text[max(0, claim.start - 30) : first.start]
    function = "" if YEARLY.search(around) else kind_of(passage, claim, around)
    if claim.unit.text == "x" and not COMPARING.search(passage.text, claim.end, first.start):
        return False  # twice the load, and what that makes of another number
    if not first.unit.text:
        first = first._replace(unit=second.unit)
    if not function or first.unit.dims != second.unit.dims or first.unit.text == "%":
        return False
    expr = Apply(function, (Leaf(first), Leaf(second)))
    ways = (Apply("/", (Leaf(second), Leaf(first))),) if claim.unit.text == "%" else ()  # what is left
    guessed = joint in _VERSUS
    passage.relations.append(Relation("ratio", claim, expr, "=", subject, guessed, aside, others=ways))
    return True


def part_of(nodes: Sequence[Node], at: int) -> Quantity | None:
    """The part in `7 of 8 (87.5%)`, `200 out of 1,000 requests (20%)`."""
    if at < 2 or nodes[at - 1].text != "of":
        return None
    before = nodes[at - 3] if at > 2 and nodes[at - 2].text == "out" else nodes[at - 2]
    whole = nodes[at].quantity
    part = before.quantity
    if part is None or whole is None or part.unit.text in ("%", "x") or part.unit.dims != whole.unit.dims:
        return None
    if part.unit.nouns and whole.unit.nouns and part.unit.nouns != whole.unit.nouns:
        return None  # 12 machines of 16 cores
    return part if 0 < part.numeral.number <= whole.numeral.number else None
