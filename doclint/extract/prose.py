"""Running text, list items, cells and plain fences to statements and relations."""

from __future__ import annotations

import re
from collections.abc import Sequence

from doclint import units
from doclint.extract.beside import read_neighbours
from doclint.extract.brackets import read_bracket
from doclint.extract.changes import read_changes
from doclint.extract.clauses import read_run
from doclint.extract.lines import entries, state
from doclint.extract.links import EQUAL
from doclint.extract.nodes import Group, Node, nest
from doclint.extract.passage import Passage
from doclint.extract.portions import SPAN, read_portions, read_spans
from doclint.extract.tokens import tokenize
from doclint.model import Extract

_HAS_RELATION = re.compile(
    r"[=≈→⇒<>≤≥(≅≃≪≫]|->|\d%\s+[\d.]|\d–\d|[a-z], or [\d~]|\b(?:in|for) (?:fp|bf|u?int)-?\d|"
    r"\b(?:is|are|equals|gives|yields|makes|from|equal|into)\b"
)


MAX_STACK = 8
MAX_LINE = 24
_WRAPPED = re.compile(r"(?<=[\d%])\n(?=([A-Za-z]{1,12})\b)|(?<=\S)\n(?=\()")


def _unwrapped(found: re.Match[str]) -> str:
    """A blank for a line end between a number and its unit, or before a bracket."""
    if found[1] is None:
        return " "
    if found[1].lower() in ("thousand", "million", "billion", "trillion"):
        return " "
    known = units.lookup(found[1])
    return " " if known is not None and known.dims else "\n"


def read(text: str, by_line: bool = False, listed: bool = False) -> Extract:
    """What a text says.

    `by_line` texts (fences) end every clause at the line's end; `listed` ones may be part of a list with a total.
    """
    if not by_line and "\n" in text:
        text = _WRAPPED.sub(_unwrapped, text)
    passage = Passage(text, by_line)
    tokens = tokenize(text, whole=by_line)
    found = tuple(entries(passage, tokens)) if listed else ()
    state(passage, tokens)
    if passage.statements and SPAN.search(text):
        read_spans(passage)
    if passage.statements and _HAS_RELATION.search(text):
        _level(passage, nest(tokens, by_line))
    return Extract(tuple(passage.statements), tuple(passage.relations), found)


def _level(passage: Passage, nodes: Sequence[Node]) -> None:
    """Reads the runs between breaks on one bracket level, then the levels below."""
    run: list[Node] = []
    unbalanced = False
    ended: Node | None = None
    for i, node in enumerate(nodes):
        if node.kind == "break" and not _continues(passage, nodes, i):
            if run and not unbalanced and not _goes_on(ended, run[0]):
                read_run(passage, run)
            ended = node
            unbalanced = node.text in "([{" or (unbalanced and node.text in ",)]}")
            run = []
        elif node.kind != "break":
            run.append(node)
    if run and not unbalanced and not _goes_on(ended, run[0]):
        read_run(passage, run)
    read_changes(passage, nodes)
    read_neighbours(passage, nodes)
    read_portions(passage, nodes)
    for i, node in enumerate(nodes):
        if isinstance(node, Group) and node.nodes:
            read_bracket(passage, nodes, i, node)
            _level(passage, node.nodes)


def _goes_on(ended: Node | None, first: Node) -> bool:
    """Whether a clause begins with an operator, and so goes on with what a comma ended: `9 × 2 = 18, × 3 = 54`."""
    return ended is not None and ended.text == "," and first.kind == "op" and first.text in "*/^"


def _continues(passage: Passage, nodes: Sequence[Node], at: int) -> bool:
    """Whether a line end stands inside an equation."""
    before = nodes[at - 1] if at else None
    after = nodes[at + 1] if at + 1 < len(nodes) else None
    if nodes[at].text == ":" and isinstance(before, Group) and after is not None and after.text == "\n":
        return at + 2 < len(nodes) and nodes[at + 2].kind == "rel" and nodes[at + 2].text in EQUAL
    if nodes[at].text != "\n":
        return False
    if (
        before is not None
        and before.text == ":"
        and at > 1
        and isinstance(nodes[at - 2], Group)
        and after is not None
        and after.kind == "rel"
    ):
        return True
    if (
        after is not None
        and after.kind == "rel"
        and after.text in EQUAL
        and before is not None
        and before.kind != "break"
    ):
        return True
    if passage.by_line:
        # A line that ends in an operator goes on; a bare sign before it would be a list mark or a rule.
        if after is not None and after.kind == "op":
            return _stacked(nodes, at)
        goes_on = before is not None and before.kind == "op" and before.text in ("+", "*", "/") and at > 1
        return goes_on and nodes[at - 2].kind in ("num", "group") and after is not None and after.kind != "break"
    joint = ("*", "/", "+", "=", "≈")
    return (after is not None and after.text in ("*", "/", "+") and after.kind == "op") or (
        before is not None and before.kind in ("op", "rel") and before.text in joint
    )


def _stacked(nodes: Sequence[Node], at: int) -> bool:
    """Whether a line end stands in a column of operands with their operators before them, down to `= result`.

    What the operators apply to stands above them, on a line that begins with no sign: a list is no sum.
    """
    first = at
    for _ in range(MAX_STACK):
        while first > 0 and nodes[first - 1].text != "\n":
            first -= 1
        if nodes[first].kind != "op":
            break
        first -= 1
    if first < 0 or nodes[first].kind not in ("num", "group", "word") or not _one_number(nodes, first):
        return False
    line = at + 1
    for _ in range(MAX_STACK):
        following = nodes[line + 1] if line + 1 < len(nodes) else None
        if nodes[line].kind != "op" or following is None or following.kind not in ("num", "group"):
            return nodes[line].kind == "rel" and nodes[line].text in EQUAL
        if not _one_number(nodes, line):
            return False
        line = next((i + 1 for i in range(line, min(line + MAX_LINE, len(nodes) - 1)) if nodes[i].text == "\n"), -1)
        if line < 0:
            return False
    return False


def _one_number(nodes: Sequence[Node], at: int) -> bool:
    """Whether a line states one amount, and nothing that is computed or compared."""
    end = next((i for i in range(at, min(at + MAX_LINE, len(nodes))) if nodes[i].text == "\n"), len(nodes))
    kinds = [n.kind for n in nodes[at + (nodes[at].kind == "op") : end]]
    return sum(kind in ("num", "group") for kind in kinds) in (1, 2) and not {"op", "rel", "break"} & {*kinds}
