"""What an expression gives in one mode, and the scale that a number was written in."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from doclint.derive import Amounts, UndefinedError, evaluate
from doclint.model import BARE, Apply, Expr, Quantity, Rational, Relation, leaves

SUFFIXED = {"K": 10**3, "M": 10**6, "B": 10**9}


class Reading(NamedTuple):
    """One way to take a relation: its name, the derived number in the unit of the claim, the mode that gave it."""

    name: str
    best: Rational
    mode: str
    rescale: Rational
    lone_bytes: bool = False
    accuses: bool = True


def spelled(text: str) -> int:
    """The scale of a numeral that spells it out."""
    word = text.lower().rstrip("s").rsplit(" ", 1)[-1]
    return {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}.get(word, 1)


def tried(expr: Expr, mode: str) -> Amounts | None:
    """The value, or None where there is none."""
    try:
        return attempt(expr, mode)
    except UndefinedError:
        return None


def attempt(expr: Expr, mode: str, lone_bytes: bool = False) -> Amounts | None:
    """The value, or None where its units do not add in this mode. Raises UndefinedError for what no mode can mend."""
    try:
        return evaluate(expr, mode, lone_bytes=lone_bytes)
    except UndefinedError as reason:
        if "unit" in str(reason):
            return None
        raise


def per(number: Rational, factor: Rational) -> Rational:
    if factor == 1:
        return number
    result = Fraction(number) / factor
    return result.numerator if result.denominator == 1 else result


def is_sum(expr: Expr) -> bool:
    return isinstance(expr, Apply) and expr.op in ("+", "-")


def billions(relation: Relation) -> Relation:
    """A claim such as `216 B` means billions where nothing beside it is a size; one of a million or more, bytes."""
    claim = relation.claim
    if (
        claim.unit.text != "B"
        or claim.numeral.size >= 10**6
        or any(d == "information" for q in leaves(relation.expr) for d, _ in q.unit.dims)
    ):
        return relation
    plain = tried(relation.expr, "strict") if isinstance(relation.expr, Apply) else None
    if plain is not None and not plain.dims and plain.best == claim.numeral.number:
        return replace(relation, claim=claim._replace(unit=BARE))
    return replace(relation, claim=in_billions(claim))


def in_billions(quantity: Quantity) -> Quantity:
    """A number before `B`, read as so many billions."""
    numeral = quantity.numeral
    numeral = numeral._replace(number=numeral.number * 10**9, place=numeral.place * 10**9, exact=False, scaled=True)
    return quantity._replace(numeral=numeral, unit=BARE)
