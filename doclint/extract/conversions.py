"""One amount in two units, and as often as is said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from doclint import units
from doclint.extract.nodes import Node
from doclint.model import BARE, TIME, Apply, Expr, Leaf, Quantity


def _counted(nodes: Sequence[Node], at: int) -> Iterator[Quantity]:
    """The count before another one: 9 of `9 chassis of 36 disks`."""
    for i in range(at - 1, max(-1, at - 5), -1):
        count = nodes[i].quantity
        if count is not None:
            of = {n.text.lower() for n in nodes[i + 1 : at]} | set(count.unit.text.lower().split())
            if "of" in of and not count.unit.dims:
                yield count
            return


def repeated(nodes: Sequence[Node], at: int, claim: Quantity) -> tuple[Expr, ...]:
    """The product in `6 blobs of 128 KiB (0.75 MiB)`: what stands before the bracket, as often as is said."""
    for i in range(at - 1, max(-1, at - 7), -1):
        count = nodes[i].quantity
        if nodes[i].kind == "break":
            break
        if count is not None:
            joined = {n.text.lower() for n in nodes[i + 1 : at]} | set(count.unit.text.lower().split())
            if count.unit.dims == TIME:
                count = count._replace(unit=BARE)  # so much a day: 90 days of 143 GB
            many = (
                not count.unit.dims and count.unit.text != "x" and (count.numeral.number > 1 or count.unit.text == "%")
            )
            if not many or not joined & {"of", "at", "x", "×"}:
                return ()
            product = Apply("*", (Leaf(count), Leaf(claim)))
            return (product, *(Apply("*", (Leaf(c), product)) for c in _counted(nodes, i)))
    return ()


def converts(known: Quantity, claim: Quantity, chained: bool) -> bool:
    """Whether two plain quantities side by side say the same amount."""
    a, b = known.unit, claim.unit
    if "person" in a.text + b.text or "man-" in a.text + b.text:
        return False
    if a.dims or b.dims:
        if a.dims == b.dims == TIME and (a.nouns != b.nouns or a.text.rpartition("-")[0] != b.text.rpartition("-")[0]):
            return False  # working days and calendar days
        if a.dims != b.dims:
            return chained and _without_time(a.dims) == _without_time(b.dims) != ()
        if [n for n in a.nouns if n[1] < 0] != [n for n in b.nouns if n[1] < 0]:
            return chained
        return chained or a.text != b.text or known.numeral.scaled != claim.numeral.scaled
    if "%" in (a.text, b.text) or "x" in (a.text, b.text):
        return chained and a.text == b.text
    if a.nouns and b.nouns and a.nouns != b.nouns:
        return False
    if chained:
        return True
    if claim.numeral.exact and 1900 <= claim.numeral.number < 2100:
        return False
    if max(known.numeral.size, claim.numeral.size) > 20 * min(known.numeral.size, claim.numeral.size):
        return False
    return not b.nouns and known.numeral.scaled != claim.numeral.scaled and known.numeral.size >= 1000


def _without_time(dims: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    """Dimensions but for time: the last link of a chain may gain the "per year" of its label."""
    return tuple(d for d in dims if d[0] != "time")


def lasting(quantity: Quantity) -> Quantity:
    """A time per period as the time that it is in that period: `30 d × 0.1% = 43.2 min/month`."""
    unit = units.lookup(quantity.unit.text.partition("/")[0]) if is_fraction_of_time(quantity) else None
    return quantity if unit is None else quantity._replace(unit=unit)


def is_fraction_of_time(quantity: Quantity) -> bool:
    """Whether a quantity is a time per time, such as 43.2 min/month."""
    unit = quantity.unit
    return "/" in unit.text and not unit.dims and not unit.nouns and unit.factor != 1
