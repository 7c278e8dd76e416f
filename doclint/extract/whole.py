"""A text that is nothing but a computation: a cell under "Formula"."""

from __future__ import annotations

from functools import lru_cache

from doclint.extract.expressions import Parser
from doclint.extract.nodes import Group, nest
from doclint.extract.tokens import tokenize
from doclint.extract.trees import computed, symbolic
from doclint.model import Expr

MAX_LENGTH = 200


@lru_cache(maxsize=1024)
def computation(text: str) -> Expr | None:
    """The expression that a text is, in its own offsets, without a remark in brackets behind it; None for any other."""
    if len(text) > MAX_LENGTH:
        return None
    nodes = nest(tokenize(text, whole=True))
    parsed = Parser(nodes).parse(0) if nodes else None
    if parsed is None or not computed(parsed.expr) or symbolic(parsed.expr):
        return None
    rest = nodes[parsed.after :]
    remark = len(rest) == 1 and isinstance(rest[0], Group) and any(n.kind == "word" for n in rest[0].nodes)
    return parsed.expr if not rest or remark else None
