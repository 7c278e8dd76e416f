"""What the names of a formula are at a claim: the one number stated nearest, what another formula gives, or unknown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from doclint import units
from doclint.amounts import agree, comparable
from doclint.formula import names_in, substitute
from doclint.formulas.known import MAX_STATED, Known
from doclint.formulas.stated import Formula
from doclint.model import Expr, Leaf, Name, Quantity
from doclint.symbols import Mention
from doclint.vocabulary import QUALIFIERS, words

MAX_DEPTH = 2
_PARTS = frozenset("routed shared active activated".split())


class Filled(NamedTuple):
    """An expression with what is known put in; `sure` unless a noun names an input, `unknown` what is left."""

    expr: Expr
    sure: bool = True
    unknown: tuple[str, ...] = ()


class Case(NamedTuple):
    """A claim: one of `several` values takes its inputs from its own section, one of a `column` from its row."""

    known: Known
    claim: Mention
    several: bool = False
    column: bool = False

    def filled(self, formula: Formula, depth: int = 0) -> Filled | None:
        """A formula with every name replaced by what it is here; None where one of them is ambiguous."""
        inputs: dict[str, Expr] = {}
        sure = True
        unknown: dict[str, None] = {}
        for name in dict.fromkeys(n.text for n in names_in(formula.expr)):
            got = self.resolve(name, formula.block, depth)
            if got is None or got.expr in inputs.values():
                return None
            inputs[name] = got.expr
            sure = sure and got.sure
            unknown.update(dict.fromkeys(got.unknown))
        return Filled(substitute(formula.expr, inputs), sure, tuple(unknown))

    def resolve(self, name: str, block: int, depth: int = 0) -> Filled | None:
        """What a name in a formula of a block is here; None where it may be several things."""
        known = self.known
        meaning = known.meaning(name, block)
        cell = known.beside(name, block, self.claim)
        if cell is not None or self.column:
            return Filled(Leaf(_united(cell.quantity, meaning or name))) if cell is not None else None
        stated, sure = known.named(name, block)
        if len(stated) > MAX_STATED:
            return None
        fitting = [m for m in stated if m.place != self.claim.place and self._fits(m, words(name) | words(meaning))]
        if fitting:
            nearest = self._nearest(fitting)
            return Filled(Leaf(_united(nearest.quantity, meaning or name)), sure) if nearest is not None else None
        if stated:
            return None
        given = known.given(name)
        if depth < MAX_DEPTH and len({f.expr for f in given}) == 1:
            got = self.filled(given[0], depth + 1)
            if got is not None and not got.unknown:
                return got
        key = known.key(name, block)
        return Filled(Name(key, -1, -1), True, (key,))

    def _fits(self, mention: Mention, asked: frozenset[str]) -> bool:
        """Whether a statement may be an input: the same `per`, quality, scenario and subject as the claim."""
        claim = self.claim
        if mention.limit and not mention.operand:
            return False
        if {w for w in mention.words if w[0] == "/"} - asked - {w for w in claim.words if w[0] == "/"}:
            return False
        if (mention.words & (QUALIFIERS | _PARTS)) - asked - claim.words:
            return False
        if mention.top != claim.top or not mention.scope <= claim.scope:
            return False
        theirs = mention.parent - claim.words - claim.context - asked
        return not (theirs and claim.parent - mention.words - mention.context)

    def _nearest(self, found: Sequence[Mention]) -> Mention | None:
        """The statement nearest to the claim, if all that are as near agree with it."""
        claim = self.claim
        tiers = [
            [m for m in found if (m.block, m.line) == (claim.block, claim.line)],
            [m for m in found if m.block == claim.block or (claim.siblings and m.siblings == claim.siblings)],
            [m for m in found if m.section == claim.section],
            [] if self.several else list(found),
        ]
        group = next((t for t in tiers if t), None)
        if group and not self.several:
            group = [m for m in found if m.section == claim.section] or group
        return group[0] if group and all(alike(group[0].quantity, m.quantity) for m in group) else None


def alike(a: Quantity, b: Quantity) -> bool:
    """Whether two statements give one value."""
    return comparable(a, b) and agree(a, b)


def _united(quantity: Quantity, name: str) -> Quantity:
    """A bare number takes the unit that its name begins with: bytes per parameter."""
    first = name.split()[0]
    if len(first) == 1:
        return quantity
    unit = (
        (units.lookup(f"{first}s" if len(first) > 3 else first) or units.lookup(first))
        if not quantity.unit.text
        else None
    )
    return quantity._replace(unit=unit) if unit is not None and unit.dims else quantity
