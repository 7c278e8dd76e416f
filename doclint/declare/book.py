"""What of the declarations of a document was read so far, and what was wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from doclint.model import Expr, Quantity, Source, Span, Statement

MAX_DECLARATIONS = 2000


class Problem(NamedTuple):
    """A declaration that declares nothing, or nothing sure; `message` is one clause, `hint` says what to write."""

    span: Span
    message: str
    hint: str


class Definition(NamedTuple):
    """`expr` defines the name written at `place` and stands at `side` of the line `written`; None if unreadable."""

    place: Span
    side: Span
    expr: Expr | None
    written: str


class Assertion(NamedTuple):
    """`left` `sign` `right`, as the line `written` at `place` says."""

    place: Span
    left: Expr
    sign: str
    right: Expr
    written: str


@dataclass(slots=True)
class Book:
    """Definitions by name, assertions, and the numbers of the text by the name they are bound to, all in order.

    `statements` are the numbers written inside the fences.
    """

    source: Source
    defined: dict[str, Definition] = field(default_factory=dict)
    asserted: list[Assertion] = field(default_factory=list)
    bound: dict[str, list[Quantity]] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    count: int = 0

    def problem(self, span: Span, message: str, hint: str) -> None:
        self.problems.append(Problem(span, message, hint))

    def has_room(self, span: Span) -> bool:
        """Whether one declaration more is read; the first that is not is a problem."""
        self.count += 1
        if self.count == MAX_DECLARATIONS + 1:
            self.problem(span, f"declarations beyond the first {MAX_DECLARATIONS:,} are not read", "declare less")
        return self.count <= MAX_DECLARATIONS
