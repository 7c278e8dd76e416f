"""Declarations, for authors who want certainty: what numbers are called, and what must hold between them.

Fences of the language `doclint` hold parameters (`gpus = 32`), formulas (`total = layers * per_layer`) and assertions
(`assert ttft <= 10 s`); a comment `<!-- doclint: gpus -->` gives the number right before it a name. Nothing is
evaluated here: declarations become relations, and what cannot be one becomes a problem.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from doclint.declare.book import Book, Problem
from doclint.model import Block, Extract, Relation, Source, Statement

__all__ = ["Declared", "Problem", "declarations"]


class Declared(NamedTuple):
    """What a document declares, in absolute places; `statements` are the numbers inside the fences."""

    relations: tuple[Relation, ...] = ()
    problems: tuple[Problem, ...] = ()
    names: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()


def declarations(source: Source, blocks: Sequence[Block], extracts: Sequence[Extract]) -> Declared:
    """The declarations of a document; `extracts` are those of the blocks, in absolute places."""
    fences = [block for block in blocks if block.kind == "fence" and block.language == "doclint"]
    if not fences and "doclint:" not in source.text:
        return Declared()
    from doclint.declare.bindings import bind
    from doclint.declare.fences import read_fence
    from doclint.declare.relate import relate

    book = Book(source)
    for fence in fences:
        read_fence(book, fence)
    bind(book, blocks, extracts)
    relations = tuple(sorted(relate(book), key=lambda r: (r.claim.start, r.claim.end)))
    names = tuple(dict.fromkeys((*book.defined, *book.bound)))
    return Declared(relations, tuple(sorted(book.problems)), names, tuple(book.statements))
