"""The document's own formulas as relations: every name bound to the one number that the document states for it.

A name binds by identifier, by the label of a number in full, or by what the text says that it means; next to the claim
first, then in its section, then in the document. Two admissible values bind to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from doclint import units
from doclint.formula import names_in, substitute
from doclint.known import Known, Place, known
from doclint.model import Block, Expr, Extract, Leaf, Name, Quantity, Relation
from doclint.restate import agree, comparable
from doclint.stated import Formula
from doclint.symbols import Mention
from doclint.vocabulary import QUALIFIERS, phrase, words

MAX_STATED = 64
"""Statements of one name; one that is stated more often is many things."""
MAX_DEPTH = 2
_PARTS = frozenset("routed shared active activated".split())
_MORE = re.compile(r"(?i)\(|\b(?:with|incl\w*|after|before|plus|excl\w*|without|per|each)\b|[×÷*+]")
"""What may change a number after it was computed."""


class Filled(NamedTuple):
    """An expression with what is known put in; `sure` unless a noun names an input, `unknown` what is left."""

    expr: Expr
    sure: bool = True
    unknown: tuple[str, ...] = ()


def relations(
    blocks: Sequence[Block],
    raw: Sequence[Extract],
    placed: Sequence[Extract],
    mentions: Sequence[Mention],
    derived: Container[Place],
) -> Iterator[Relation]:
    """What the formulas of a document say of the numbers of their subjects; `derived` places follow already."""
    found = known(blocks, raw, placed, mentions)
    if found is None:
        return
    left: list[tuple[Formula, Mention, Filled]] = []
    for group in found.by_subject.values():
        for claim in claims(found, group):
            forms = _forms(found, group, claim)
            relation = _relation(found, forms, claim, claim.place in derived)
            if relation is not None:
                yield relation
            elif len(forms) == 1 and claim.place not in derived and (part := filled(found, forms[0], claim)):
                left.append((forms[0], claim, part))
    if left and len(found.by_subject) > 1:
        from doclint.systems import solved

        yield from solved(found, left)


def _forms(found: Known, group: Sequence[Formula], claim: Mention) -> list[Formula]:
    """The different formulas that may give a claim: the one that it ends, else those of its section, else all."""
    own = [f for f in group if found.results.get(f.inside) is claim]
    own = own or [f for f in group if found.sections[f.block] == claim.section] or list(group)
    return list({f.expr: f for f in reversed(own)}.values())[::-1]


def claims(found: Known, forms: Sequence[Formula]) -> list[Mention]:
    """The numbers that formulas of one subject give, by its label, identifier or meaning."""
    seen: dict[Place, Mention] = {}
    for formula in forms:
        if (result := found.results.get(formula.inside)) is not None:
            seen[result.place] = result
        for name in (formula.subject, *formula.aliases):
            named, sure = found.named(name, formula.block)
            named = named if sure and len(named) <= MAX_STATED else []
            named = [*named, *found.by_header.get(phrase(name), ())[:MAX_STATED]]
            seen |= {m.place: m for m in named if not m.operand and not m.limit}
    return list(seen.values())


def _relation(found: Known, forms: Sequence[Formula], claim: Mention, derived: bool) -> Relation | None:
    """A claim against the forms of its formula whose names are all known at it."""
    ready = [(f, got) for f in forms if (got := filled(found, f, claim)) is not None and not got.unknown]
    if not ready or (len(ready) < len(forms) and derived):
        return None
    exprs = list(dict.fromkeys(got.expr for _, got in ready))
    sure = all(got.sure for _, got in ready) and len(ready) == len(forms)
    sure = sure and not _MORE.search(found.after.get(claim.place, ""))
    return Relation(
        "formula", claim.quantity, exprs[0], "=", claim.subject, not sure, aside=derived,
        others=tuple(exprs[1:]), origin="stated", formula=ready[0][0].written,
    )  # fmt: skip


def filled(found: Known, formula: Formula, claim: Mention, depth: int = 0) -> Filled | None:
    """A formula with every name replaced by what it is at a claim; None where one of them is ambiguous."""
    inputs: dict[str, Expr] = {}
    sure = True
    unknown: dict[str, None] = {}
    for name in dict.fromkeys(n.text for n in names_in(formula.expr)):
        got = resolve(found, name, claim, formula.block, depth)
        if got is None or (got.expr in inputs.values()):
            return None
        inputs[name] = got.expr
        sure = sure and got.sure
        unknown.update(dict.fromkeys(got.unknown))
    return Filled(substitute(formula.expr, inputs), sure, tuple(unknown))


def resolve(found: Known, name: str, claim: Mention, block: int, depth: int = 0) -> Filled | None:
    """What a name is at a claim: the one number stated nearest, else what a formula gives, else unknown."""
    meaning = found.meaning(name, block)
    cell = found.beside(name, block, claim)
    if cell is not None:
        return Filled(Leaf(_united(cell.quantity, meaning or name)))
    stated, sure = found.named(name, block)
    if len(stated) > MAX_STATED:
        return None
    fitting = [m for m in stated if m.place != claim.place and _fits(m, claim, name, meaning)]
    if fitting:
        nearest = _nearest(fitting, claim)
        return Filled(Leaf(_united(nearest.quantity, meaning or name)), sure) if nearest is not None else None
    if stated:
        return None
    given = found.given(name)
    if depth < MAX_DEPTH and len({f.expr for f in given}) == 1:
        got = filled(found, given[0], claim, depth + 1)
        if got is not None and not got.unknown:
            return got
    key = found.key(name, block)
    return Filled(Name(key, -1, -1), True, (key,))


def _united(quantity: Quantity, name: str) -> Quantity:
    """A bare number takes the unit that its name begins with: bytes per parameter."""
    unit = units.lookup(name.split()[0]) if quantity.unit.text == "" else None
    return quantity._replace(unit=unit) if unit is not None and unit.dims else quantity


def _fits(mention: Mention, claim: Mention, name: str, meaning: str) -> bool:
    """Whether a statement may be an input of a claim: the same `per`, quality, scenario and subject."""
    asked = words(name) | words(meaning)
    if mention.limit and not mention.operand:
        return False
    if {w for w in mention.words if w[0] == "/"} - asked - {w for w in claim.words if w[0] == "/"}:
        return False
    if (mention.words & (QUALIFIERS | _PARTS)) - asked - claim.words:
        return False
    if mention.top != claim.top or not mention.scope <= claim.scope:
        return False
    return not (mention.parent - claim.words - claim.context - asked and claim.parent - mention.words - mention.context)


def _nearest(found: Sequence[Mention], claim: Mention) -> Mention | None:
    """The statement nearest to a claim, if all that are as near agree with it."""
    tiers = (
        [m for m in found if (m.block, m.line) == (claim.block, claim.line)],
        [m for m in found if m.block == claim.block or (claim.siblings and m.siblings == claim.siblings)],
        [m for m in found if m.section == claim.section],
        list(found),
    )
    group = next(t for t in tiers if t)
    first = group[0].quantity
    alike = all(comparable(first, m.quantity) and agree(m.quantity, first) for m in group)
    return group[0] if alike else None
