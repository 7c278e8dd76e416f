"""What several formulas of a document say together of a number that none gives alone: a name is nowhere stated.

The other formulas that share the unknown names form a system; where it has one solution, the number follows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from doclint.algebra import MAX_EQUATIONS, solve
from doclint.formula import substitute
from doclint.formulas.known import Known
from doclint.formulas.names import MAX_DEPTH, Case, Filled
from doclint.formulas.stated import Formula
from doclint.model import BARE, Apply, Expr, Leaf, Name, Numeral, Quantity, Relation, leaves
from doclint.wording import number_text

MAX_TARGETS = 24
MAX_UNKNOWN = 3

Equation = tuple[Expr, Expr]


def solved(found: Known, targets: Sequence[tuple[Formula, Case]]) -> Iterator[Relation]:
    """The claims whose formula has unknown names that the other formulas determine."""
    for formula, case in targets[:MAX_TARGETS]:
        part, claim = case.filled(formula), case.claim
        if part is None or not part.unknown or len(part.unknown) > MAX_UNKNOWN:
            continue
        system = _system(found, formula, case, part)
        if not system:
            continue
        if any(claim.place <= (q.start, q.end) for left, _ in system for q in leaves(left)):
            continue
        sides = [*(e for pair in system for e in pair), part.expr]
        if not _plain([*sides, Leaf(claim.quantity)]):
            continue
        pairs = [(_numbers(a, claim.quantity), _numbers(b, claim.quantity)) for a, b in system]
        values: dict[str, Expr] = {}
        for name in part.unknown:
            value = solve(pairs, name)
            if value is None:
                break
            values[name] = Leaf(_quantity(value, claim.quantity))
        else:
            support = dict.fromkeys(q for e in sides[:-1] for q in leaves(e) if q.start >= 0)
            yield Relation(
                "formula", claim.quantity, substitute(part.expr, values), "=", claim.subject, True,
                origin="stated", formula=formula.written, support=tuple(support),
            )  # fmt: skip


def _system(found: Known, formula: Formula, case: Case, part: Filled) -> list[Equation]:
    """The other formulas whose unknown names, and no others, are reached from those of a claim."""
    pool: list[tuple[Equation, frozenset[str]]] = []
    for group in found.by_subject.values():
        if len({f.expr for f in group}) != 1 or group[0].expr == formula.expr:
            continue
        other = group[0]
        right = case.filled(other)
        left = case.resolve(other.subject, other.block, MAX_DEPTH)
        if right is None or left is None or right.expr == left.expr:
            continue
        names = frozenset((*right.unknown, *left.unknown))
        if names and ((left.expr, right.expr), names) not in pool:
            pool.append(((left.expr, right.expr), names))
    reached, chosen = set(part.unknown), list[Equation]()
    grown = True
    while grown and len(chosen) < MAX_EQUATIONS:
        grown = False
        for equation, names in pool:
            if equation not in chosen and names & reached and len(chosen) < MAX_EQUATIONS:
                chosen.append(equation)
                reached |= names
                grown = True
    return chosen


def _plain(sides: Sequence[Expr]) -> bool:
    """Whether numbers can be reckoned with alone: no hard units, or sums of one dimension."""
    dims = {q.unit.dims for side in sides for q in leaves(side)}
    return dims == {()} or (len(dims) == 1 and all(_is_sum(side) for side in sides))


def _is_sum(expr: Expr) -> bool:
    return not isinstance(expr, Apply) or (expr.op in "+-" and all(_is_sum(a) for a in expr.args))


def _numbers(expr: Expr, claim: Quantity) -> Expr:
    """An expression with every quantity as a number in the unit of the claim."""
    if isinstance(expr, Leaf):
        number = Fraction(expr.quantity.numeral.number) * expr.quantity.unit.factor
        return Leaf(_number(number / claim.unit.factor if claim.unit.dims else number))
    if isinstance(expr, Name):
        return expr
    return Apply(expr.op, tuple(_numbers(a, claim) for a in expr.args))


def _number(number: Fraction) -> Quantity:
    whole = number.denominator == 1
    exact = number.numerator if whole else number
    return Quantity(Numeral(number_text(exact), exact, 1 if whole else Fraction(1, 10**9), "", whole), BARE, -1, -1)


def _quantity(number: Fraction, claim: Quantity) -> Quantity:
    """A solution as an operand of the claim."""
    return _number(number)._replace(unit=claim.unit if claim.unit.dims else BARE)
