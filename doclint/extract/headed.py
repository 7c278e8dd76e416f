"""Labels that say in a bracket how the number behind them comes about."""

from __future__ import annotations

from collections.abc import Sequence

from doclint.extract.expressions import Parser
from doclint.extract.nodes import Group, Node
from doclint.extract.passage import Passage
from doclint.extract.trees import computed, symbolic
from doclint.model import Apply, Relation


def read_label(passage: Passage, nodes: Sequence[Node], at: int, group: Group) -> None:
    """`Email (20M × $0.0001): $2,000`: a label that says how the number behind it comes about."""
    claim = nodes[at + 2].quantity if at + 2 < len(nodes) and nodes[at + 1].text == ":" else None
    if claim is None or nodes[at - 1].kind != "word" or group.start == nodes[at - 1].end:
        return
    after = nodes[at + 3] if at + 3 < len(nodes) else None
    if after is not None and (after.kind in ("op", "rel", "num") or after.text in ("–", "—", "-")):
        return
    parsed = Parser(group.nodes).parse(0)
    if parsed is None or parsed.after != len(group.nodes) or not computed(parsed.expr) or symbolic(parsed.expr):
        return
    if isinstance(parsed.expr, Apply) and parsed.expr.op == "-":
        return  # from a to b
    subject = passage.text[max(0, group.start - 60) : group.start].rsplit("\n", 1)[-1].strip(" *-:~(├└─│")
    aside = passage.aside(group.start, claim.end)
    beside = passage.beside(group.start, claim.end)
    relation = Relation("equation", claim, parsed.expr, "=", subject, tentative=True, aside=aside, beside=beside)
    passage.relations.append(relation)
