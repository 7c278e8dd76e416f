"""Tokens to expressions: a tolerant operator-precedence parser that never guesses across punctuation.

An operand may be followed by a few words ("16 experts per layer × 2") and notes in brackets ("0.2 (cache factor)").
Symbols become `Name`s; an expression that holds one is complete but cannot be computed from this text alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from doclint.extract.nodes import MAX_DEPTH, Group, Node
from doclint.extract.numerals import Token
from doclint.extract.operands import glued_number, is_note, measured, unit_of
from doclint.extract.trees import fold, is_share, symbolic
from doclint.model import Apply, Expr, Leaf, Name, leaves

MAX_WORDS = 7
FUNCTIONS = frozenset("ceil floor sqrt log log2 log10 ln min max round abs".split())
SPLIT = frozenset("distributed split spread shared divided partitioned sharded".split())
_AMONG = frozenset("across among over between by into".split())
ENDS = frozenset("and so thus hence therefore because since while but which where whereas when if then".split())
_WORD_OPERATORS = {"times": "*", "plus": "+", "minus": "-"}
_LOG = re.compile(r"log\d{1,3}")
_DEGREE = re.compile(r"[TPDESC]P\d{1,4}")
_NAMED = re.compile(r"[TPDESC]P")
_LEVEL = {"+": 1, "-": 1, "–": 1, "—": 1, "*": 2, "/": 2, "^": 3}


class Parsed(NamedTuple):
    """An expression with the nodes it covers: nodes[first:last], without trailing words; `after` counts them in."""

    expr: Expr
    first: int
    last: int
    after: int


class Parser:
    """Parses one run of nodes; words that are no operators become names."""

    def __init__(self, nodes: Sequence[Node], depth: int = 0) -> None:
        self.nodes = nodes
        self.depth = depth

    def parse(self, first: int) -> Parsed | None:
        """The longest expression that begins at node `first`."""
        operand = self._operand(first)
        if operand is None:
            return None
        operands, operators = [operand.expr], list[str]()
        last, after = operand.last, operand.after
        while after < len(self.nodes):
            words = after > last and self.nodes[after - 1].kind == "word"
            step = self._operator(after)
            if step is None:
                break
            op, begin = step
            if words and op == "^":
                break
            operand = self._operand(begin)
            if operand is None:
                break
            if op == "of":
                while operators and operators[-1] == "/":
                    fold(operands, operators)
                if not is_share(operands[-1]) or words:
                    break
            while operators and _LEVEL.get(operators[-1], 2) >= _LEVEL.get(op, 2) and op != "^":
                fold(operands, operators)
            operators.append("*" if op == "of" else op)
            operands.append(operand.expr)
            last, after = operand.last, operand.after
        while operators:
            fold(operands, operators)
        return Parsed(operands[0], first, last, after)

    def _operator(self, at: int) -> tuple[str, int] | None:
        node = self.nodes[at]
        if node.kind == "op":
            if node.text in "/+" and self._joins_degrees(at):
                return "*", at + 1
            if node.text == "/" and self._is_listing(at):
                return None
            if node.text in "–—-":
                spaced = at + 1 < len(self.nodes) and self.nodes[at + 1].start > node.end
                tight = self.nodes[at - 1].end == node.start
                if tight and spaced:
                    return None
                if self.nodes[at - 1].kind == "num" and self._is_dash(at):
                    return None
                return "-", at + 1
            return node.text, at + 1
        if node.kind != "word":
            return None
        word = node.text.lower()
        if word in ("times", "plus", "minus"):
            return _WORD_OPERATORS[word], at + 1
        if word == "of":
            return "of", at + 1
        if word in SPLIT:
            then = at + 2 if at + 1 < len(self.nodes) and self.nodes[at + 1].text.lower() == "evenly" else at + 1
            if then < len(self.nodes) and self.nodes[then].text.lower() in _AMONG:
                return "/", then + 1
        if word == "multiplied" and at + 1 < len(self.nodes) and self.nodes[at + 1].text.lower() == "by":
            return "*", at + 2
        return None

    def _joins_degrees(self, at: int) -> bool:
        """Whether a sign stands between two parallel degrees, which are a layout then: TP8/DP4."""
        beside = (self.nodes[at - 1], self.nodes[at + 1]) if 0 < at < len(self.nodes) - 1 else ()
        if beside and all(_DEGREE.fullmatch(node.text) for node in beside):
            return True
        tight = at > 2 and at + 2 < len(self.nodes) and self.nodes[at - 2].text == self.nodes[at + 2].text == "="
        return tight and all(_NAMED.fullmatch(self.nodes[i].text) for i in (at - 3, at + 1))

    def _is_listing(self, at: int) -> bool:
        """Whether a tight slash separates the members of a list of numbers: 3733/2773/3365."""

        def tight(i: int) -> bool:
            if not 0 < i < len(self.nodes) - 1 or self.nodes[i].text != "/":
                return False
            before, after = self.nodes[i - 1], self.nodes[i + 1]
            numbers = before.kind == after.kind == "num"
            return numbers and before.end == self.nodes[i].start and after.start == self.nodes[i].end

        return tight(at) and (tight(at - 2) or tight(at + 2))

    def _is_dash(self, at: int) -> bool:
        """Whether a line after a number introduces a remark and does not subtract."""
        following = self.nodes[at + 1] if at + 1 < len(self.nodes) else None
        if following is None or following.kind != "word":
            return False
        beyond = self.nodes[at + 2] if at + 2 < len(self.nodes) else None
        return not isinstance(beyond, Group) and glued_number(following) is None

    def _operand(self, at: int) -> Parsed | None:
        nodes = self.nodes
        if at >= len(nodes) or self.depth > MAX_DEPTH:
            return None
        node = nodes[at]
        if node.kind == "op" and node.text in "-–":
            inner = self._operand(at + 1)
            return (
                None
                if inner is None or nodes[at + 1].start > node.end
                else Parsed(Apply("neg", (inner.expr,)), at, inner.last, inner.after)
            )
        if node.kind == "num":
            assert isinstance(node, Token)
            assert node.quantity is not None
            return self._trail(Leaf(node.quantity), at, at + 1)
        if isinstance(node, Group):
            expr = inside(node, self.depth + 1)
            if expr is None:
                return None
            unit = unit_of(nodes[at + 1]) if at + 1 < len(nodes) and isinstance(expr, Apply) else None
            if unit is not None and not any(q.unit.dims for q in leaves(expr)):
                return self._trail(Apply("*", (expr, Leaf(unit))), at, at + 2)
            return self._trail(expr, at, at + 1)
        if node.kind == "word":
            return self._named(at)
        return None

    def _named(self, at: int) -> Parsed | None:
        """An operand that begins with a word: a function, `TP(8)`, `TP=4`, `EP16`, or a symbol."""
        nodes, node = self.nodes, self.nodes[at]
        following = nodes[at + 1] if at + 1 < len(nodes) else None
        if isinstance(following, Group):
            if following.text == "[" and following.start == node.end:
                return Parsed(Name(node.text[:80], node.start, following.end), at, at + 2, at + 2)
            if node.text.lower() in FUNCTIONS or node.text.lower().startswith("log_") or _LOG.fullmatch(node.text):
                return self._call(at, following)
            expr = inside(following, self.depth + 1)
            called = following.start == node.end and (node.text.islower() or len(node.text) == 1)
            if called and isinstance(expr, Apply):
                return Parsed(Name(node.text[:80], node.start, following.end), at, at + 2, at + 2)
            if isinstance(expr, Leaf):
                return self._trail(expr, at, at + 2)
        if (
            following is not None
            and following.kind == "rel"
            and following.text == "="
            and following.start == node.end
            and at + 2 < len(nodes)
        ):
            number = nodes[at + 2]
            if (
                node.text.isupper()
                and len(node.text) > 1
                and isinstance(number, Token)
                and number.quantity is not None
                and number.start == following.end
            ):
                return self._trail(Leaf(number.quantity), at, at + 3)
        glued = glued_number(node)
        if glued is not None and self._among_degrees(at):
            return self._trail(Leaf(glued), at, at + 1)
        end = at
        while (
            end < len(nodes)
            and nodes[end].kind == "word"
            and end - at < MAX_WORDS
            and (end == at or self._operator(end) is None)
        ):
            end += 1
        noted = nodes[end] if end < len(nodes) else None
        if isinstance(noted, Group) and end - at <= 3:
            expr = inside(noted, self.depth + 1)
            if isinstance(expr, Leaf) or (expr is not None and measured(expr)):
                return self._trail(expr, at, end + 1)
        return Parsed(Name(" ".join(n.text for n in nodes[at:end])[:80], node.start, nodes[end - 1].end), at, end, end)

    def _among_degrees(self, at: int) -> bool:
        """Whether a name with a number multiplies another such name: EP16 × TP4, but not 8 × H100."""
        around = [(at - 2, at - 1), (at + 2, at + 1)]
        return any(
            0 <= there < len(self.nodes)
            and self.nodes[sign].kind == "op"
            and glued_number(self.nodes[there]) is not None
            for there, sign in around
        )

    def _call(self, at: int, group: Group) -> Parsed | None:
        name = self.nodes[at].text.lower()
        if _LOG.fullmatch(name):
            name = f"log_{name[3:]}" if name not in FUNCTIONS else name
        args: list[Expr] = []
        part: list[Node] = []
        for node in [*group.nodes, Token("break", ",", group.end, group.end)]:
            if node.kind == "break" and node.text == ",":
                whole = Parser(part, self.depth + 1).parse(0) if part else None
                if whole is None or whole.after != len(part):
                    return None
                args.append(whole.expr)
                part = []
            else:
                part.append(node)
        if name.startswith("log_"):
            base = name[4:]
            name = f"log{base}" if base.isdigit() and len(base) < 4 else "log?"
        return self._trail(Apply(name, tuple(args)), at, at + 2)

    def _trail(self, expr: Expr, first: int, last: int) -> Parsed:
        """Counts the words and notes that follow an operand without being an operator."""
        nodes, after, words = self.nodes, last, 0
        while last < len(nodes) and isinstance(nodes[last], Group) and nodes[last].start == nodes[last - 1].end:
            factor = _times(nodes[last - 1], nodes[last], self.depth)
            if factor is None:
                break
            expr, last = Apply("*", (expr, factor)), last + 1
        after = last
        while after < len(nodes):
            node = nodes[after]
            if isinstance(node, Group):
                if after > last and words and inside(node, self.depth + 1) is not None and not is_note(node):
                    break
                if not is_note(node) and isinstance(inside(node, self.depth + 1), Apply):
                    break
                after += 1
                continue
            if (
                node.kind != "word"
                or words >= MAX_WORDS
                or self._operator(after) is not None
                or node.text in ENDS
                or node.text[0].isdigit()
            ):
                break
            words += 1
            after += 1
        return Parsed(expr, first, last, after)


def _times(before: Node, group: Node, depth: int) -> Expr | None:
    """The factor in a bracket that touches a bare number or another bracket: 2(8), (1/2)(20)."""
    assert isinstance(group, Group)
    if not (
        isinstance(before, Group)
        or (before.quantity is not None and not before.quantity.unit.text and not before.quantity.numeral.scaled)
    ):
        return None
    expr = inside(group, depth + 1)
    if expr is None or symbolic(expr) or any(n.kind == "word" for n in group.nodes):
        return None
    return expr


def inside(group: Group, depth: int = 0) -> Expr | None:
    """The expression that fills a group, or None; words before and after it are allowed only after an operand."""
    if depth > MAX_DEPTH or not group.nodes or len(group.nodes) > 400:
        return None
    parsed = Parser(group.nodes, depth).parse(0)
    if parsed is None or parsed.after != len(group.nodes):
        return None
    return parsed.expr
