"""One rate or price per two periods: `Monthly savings: $20,000`, `Annual savings: $240,000`."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from doclint.amounts import significant
from doclint.infer.parallel import implied, plain
from doclint.model import Apply, Expr, Leaf, Quantity, Relation
from doclint.symbols import Mention
from doclint.vocabulary import PERIODS, PRICES

_RATIOS = {
    ("hourly", "daily"): (24,),
    ("hourly", "monthly"): (730, 720, 744),
    ("hourly", "yearly"): (8760, 8766),
    ("daily", "weekly"): (7,),
    ("daily", "monthly"): (30, Fraction(365, 12), 31),
    ("daily", "yearly"): (365, 360, Fraction(1461, 4)),
    ("weekly", "monthly"): (4, Fraction(13, 3), Fraction(365, 84)),
    ("weekly", "yearly"): (52, Fraction(365, 7)),
    ("monthly", "quarterly"): (3,),
    ("monthly", "yearly"): (12,),
    ("quarterly", "yearly"): (4,),
}
"""How many of a period another one has: calendars, and the customs of those who bill by them."""
_OF_UNITS = {
    **dict.fromkeys(("h", "hr", "hour"), "hourly"),
    **dict.fromkeys(("d", "day"), "daily"),
    **dict.fromkeys(("week", "wk"), "weekly"),
    **dict.fromkeys(("month", "mo"), "monthly"),
    **dict.fromkeys(("year", "yr", "y"), "yearly"),
}
MIN_DIGITS = 2


def periodic(mention: Mention, above: Sequence[Mention]) -> Relation | None:
    """A number per one period, by the same number per another right above it."""
    claim = mention.quantity
    if (
        not above
        or not mention.headline
        or not (claim.unit.dims or claim.unit.nouns)
        or significant(claim) < MIN_DIGITS
    ):
        return None
    known = above[-1]
    if not (known.headline or known.led or known.result) or known.aside or known.operand or known.limit:
        return None
    if mention.row >= 0 and not known.total:
        return None  # prices of one thing per two periods are often two offers
    if known.parent != mention.parent or not mention.words - PERIODS - PRICES <= known.words:
        return None
    dims = known.quantity.unit.dims
    if mention.words & PERIODS and dims == claim.unit.dims and ("time", -1) in dims:
        return implied("conversion", mention, Leaf(known.quantity))
    if _base(known.quantity) != _base(claim):
        return None
    given, wanted = _period(known), _period(mention)
    amount = Leaf(known.quantity._replace(unit=claim.unit))
    many, op = _RATIOS.get((given, wanted), ()), "*"
    if not many:
        many, op = _RATIOS.get((wanted, given), ()), "/"
    forms: list[Expr] = [Apply(op, (amount, Leaf(plain(n)))) for n in many]
    if not forms:
        return None
    relation = implied("conversion", mention, forms[0], f"{given} and {wanted}")
    return relation if len(forms) == 1 else replace(relation, others=tuple(forms[1:]))


def stacked(mentions: Sequence[Mention], derived: Container[tuple[int, int]]) -> Iterator[Relation]:
    """Cells that stand alone in their row, by the one right above them in their column."""
    cells: dict[tuple[tuple[int, ...], int], list[Mention]] = {}
    for mention in mentions:
        if mention.row > 0 and mention.column > 0:
            cells.setdefault((mention.siblings, mention.row), []).append(mention)
    for (table, row), (below, *others) in cells.items():
        above = cells.get((table, row - 1), ())
        if others or len(above) != 1 or above[0].column != below.column or below.aside or below.place in derived:
            continue
        relation = periodic(below, above)
        if relation is not None:
            yield relation


def _base(quantity: Quantity) -> str:
    """What a quantity is of, without its period."""
    return quantity.unit.text.partition("/")[0]


def _period(mention: Mention) -> str:
    """The period that a number is said to be of: by its label, or by its unit; empty without one."""
    named = mention.words & PERIODS
    below = mention.quantity.unit.text.partition("/")[2]
    if not named and ("time", -1) in mention.quantity.unit.dims:
        named = frozenset((_OF_UNITS.get(below, ""),))
    found = {"yearly" if name == "annual" else name for name in named}
    return found.pop() if len(found) == 1 else ""
