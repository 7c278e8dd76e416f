"""Labels that say in a bracket how the number behind them comes about."""

from __future__ import annotations

from collections.abc import Sequence

from doclint.extract.expressions import Parser
from doclint.extract.nodes import Group, Node
from doclint.extract.passage import Passage
from doclint.extract.trees import computed, symbolic
from doclint.model import Apply, Relation, leaves


def read_label(passage: Passage, nodes: Sequence[Node], at: int, group: Group) -> None:
    """`Email (20M × $0.0001): $2,000`: a label that says how the number behind it comes about."""
    claim = nodes[at + 2].quantity if at + 2 < len(nodes) and nodes[at + 1].text == ":" else None
    if claim is None or nodes[at - 1].kind != "word" or group.start == nodes[at - 1].end:
        return
    after = nodes[at + 3] if at + 3 < len(nodes) else None
    if after is not None and after.kind != "break" and not isinstance(after, Group):
        return  # so much each, usable, per something
    parsed = Parser(group.nodes).parse(0)
    if parsed is None or parsed.after != len(group.nodes) or not computed(parsed.expr) or symbolic(parsed.expr):
        return
    inputs = list(leaves(parsed.expr))
    measured = {name for name, _ in claim.unit.dims} & {name for q in inputs for name, _ in q.unit.dims}
    if not isinstance(parsed.expr, Apply) or parsed.expr.op != "*" or not measured:
        return  # a layout (6 + 2), an ordinal (1/3), a range, so many of another thing
    if any(q.numeral.number == claim.numeral.number and q.unit.text == claim.unit.text for q in inputs):
        return  # so much for one of them
    subject = passage.lead(group.start)
    aside = passage.aside(group.start, claim.end)
    beside = passage.beside(group.start, claim.end)
    relation = Relation("equation", claim, parsed.expr, "=", subject, tentative=True, aside=aside, beside=beside)
    passage.relations.append(relation)
