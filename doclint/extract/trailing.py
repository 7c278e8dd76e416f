"""Where in a clause the expression begins that ends it."""

from __future__ import annotations

from collections.abc import Sequence

from doclint.extract.expressions import FUNCTIONS, MAX_WORDS, Parsed, Parser
from doclint.extract.nodes import Node
from doclint.extract.operands import glued_number


def _opens(nodes: Sequence[Node], at: int) -> bool:
    """Whether the operator before node `at` is a list mark or the dash after a label."""
    mark = nodes[at - 1]
    if at == 1:
        return mark.text in "-*+"
    return (
        mark.text in "-–—"
        and nodes[at - 2].kind == "word"
        and nodes[at - 2].end < mark.start
        and mark.end < nodes[at].start
    )


def _glosses_term(nodes: Sequence[Node], at: int) -> bool:
    """Whether a bracket glosses a number that is itself a later term: `80 ms + wait 2 ticks (66 ms)`."""
    number = at - 1
    while number > 0 and nodes[number].kind == "word" and at - number < MAX_WORDS:
        number -= 1
    if number < 1 or nodes[number].kind != "num":
        return False
    return _joins(nodes[number - 1]) or _named_term(nodes, number)


def _joins(node: Node) -> bool:
    """Whether what stands behind a node goes on with a computation that began before it: `, x 4 + 2`, `plus 6 × 2`."""
    return node.kind == "op" or node.text in ("x", "plus", "minus", "times")


def _named_term(nodes: Sequence[Node], at: int) -> bool:
    """Whether the words before node `at` name it as a later term of a sum or product: `8 bytes + text (…)`."""
    begin = at
    while begin and nodes[begin - 1].kind == "word" and not _joins(nodes[begin - 1]) and at - begin < MAX_WORDS:
        begin -= 1
    mark = nodes[begin - 1] if 1 < begin < at else None
    if mark is None or not _joins(mark) or mark.text in "-–—^":
        return False
    term = begin - 2
    while term and nodes[term].kind == "word" and begin - term < MAX_WORDS:
        term -= 1
    return nodes[term].kind in ("num", "group")


def after_dash(nodes: Sequence[Node], parsed: Parsed) -> Parsed | None:
    """What stands after the last spaced dash of an expression, where words before the dash make it a remark."""
    for at in range(len(nodes) - 2, parsed.first, -1):
        node = nodes[at]
        if node.kind == "op" and node.text in "-–—" and nodes[at - 1].kind == "word" and node.end < nodes[at + 1].start:
            rest = Parser(nodes).parse(at + 1)
            return rest if rest is not None and rest.after == len(nodes) else None
    return None


def trailing(nodes: Sequence[Node], attempts: int = 12) -> Parsed | None:
    """The longest expression that ends at the last node: what stands before a relation sign."""
    tried = 0
    size = len(nodes)
    for at in range(max(0, size - 120), size):
        node = nodes[at]
        if at and ((_joins(nodes[at - 1]) and not _opens(nodes, at)) or _named_term(nodes, at)):
            continue
        if node.kind == "group" and _glosses_term(nodes, at):
            continue
        if (
            node.kind in ("num", "group")
            or (
                node.kind == "word"
                and at + 1 < size
                and (nodes[at + 1].kind == "group" or glued_number(node) or node.text.lower() in FUNCTIONS)
            )
            or (
                node.kind == "op"
                and node.text in "-–"
                and at + 1 < size
                and nodes[at + 1].start == node.end
                and not (at and nodes[at - 1].end == node.start)
            )
        ):
            tried += 1
            if tried > attempts:
                return None
            parsed = Parser(nodes).parse(at)
            if parsed is not None and parsed.after == size:
                return parsed
    return None
