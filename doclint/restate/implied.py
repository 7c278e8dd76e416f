"""What a total and its other items leave for each item of a column: a second witness of what an item must be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from doclint.judge.closeness import half_place
from doclint.model import Quantity
from doclint.symbols import Mention

LEAST = 3
"""Items that a column must have."""
SHARP = 10
"""An item is implied where its leeway is no more than this part of it."""


class Implied:
    """The amounts, in base units, that columns with a total row leave for their items."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self._between: dict[int, tuple[Fraction, Fraction]] = {}
        columns: dict[tuple[object, ...], list[int]] = {}
        for at, mention in enumerate(mentions):
            if mention.siblings and mention.row >= 0 and mention.column > 0:
                columns.setdefault((mention.siblings, mention.column), []).append(at)
        for column in columns.values():
            items: list[int] = []
            for at in column:
                if not mentions[at].total:
                    items.append(at)
                    continue
                self._between.update(_left(mentions, items, at))
                items = []

    def about(self, at: int) -> bool:
        """Whether a statement is an item of such a column."""
        return at in self._between

    def holds(self, at: int, quantity: Quantity) -> bool:
        """Whether the total above whose items a statement stands leaves just this amount for it."""
        if at not in self._between:
            return False
        low, high = self._between[at]
        amount = _amount(quantity)
        return low <= amount <= high and (high - low) * SHARP <= 2 * abs(amount)


def _left(
    mentions: Sequence[Mention], items: Sequence[int], total: int
) -> Iterator[tuple[int, tuple[Fraction, Fraction]]]:
    """For each item the least and the most that the total and the other items leave."""
    whole = mentions[total].quantity
    parts = [mentions[at].quantity for at in items]
    rows = {mentions[at].row for at in items}
    if len(parts) < LEAST or len(rows) < len(parts):
        return
    if any(p.unit.dims != whole.unit.dims or p.numeral.hedge not in ("", "~") for p in parts):
        return
    left = _amount(whole) - sum((_amount(p) for p in parts), Fraction(0))
    leeway = _half(whole) * (2 if whole.numeral.hedge else 1) + sum((_half(p) for p in parts), Fraction(0))
    for at, part in zip(items, parts, strict=True):
        middle, slack = left + _amount(part), leeway - _half(part)
        yield at, (middle - slack, middle + slack)


def _amount(quantity: Quantity) -> Fraction:
    return Fraction(quantity.numeral.number) * quantity.unit.factor


def _half(quantity: Quantity) -> Fraction:
    return Fraction(half_place(quantity)) * quantity.unit.factor
