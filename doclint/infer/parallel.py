"""Lists and columns side by side: amounts with their shares, and one list as a multiple of another."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from doclint.amounts import significant
from doclint.judge.closeness import half_place
from doclint.model import BARE, TIME, Apply, Expr, Kind, Leaf, Numeral, Quantity, Rational, Relation
from doclint.symbols import Mention
from doclint.wording import number_text

MAX_ROWS = 400
MAX_LISTS = 8
MIN_ROWS = 3
MAX_FACTOR = 1000
MAX_FACTORS = 200
MULTIPLE = "multiple"
"""The rule of what grows as something else in its list or table does."""
SHARP = 5
"""A number tells of a factor where its last digit is no more than this part of it."""


def implied(kind: Kind, mention: Mention, expr: Expr, guess: str = "") -> Relation:
    """A relation that doclint guessed: it accuses only where a slip reconciles it; `guess` has to earn its use."""
    return Relation(kind, mention.quantity, expr, "=", mention.subject, True, origin="inferred", guess=guess)


def shares(mentions: Sequence[Mention], derived: Container[tuple[int, int]]) -> Iterator[Relation]:
    """`Free: 400 M (80%)`: amounts with their shares, where the shares are of one whole that the amounts add up to."""
    rows: dict[tuple[object, ...], list[tuple[Mention, Mention]]] = {}
    for part, share in pairwise(mentions):
        if share.quantity.unit.text != "%" or share.of or part.quantity.unit.text in ("%", "x") or not part.headline:
            continue
        beside = part.line == share.line if part.row < 0 else part.row == share.row
        if beside and (part.block == share.block or part.row >= 0) and part.siblings == share.siblings:
            rows.setdefault((part.siblings or part.block, part.parent, part.column, share.column), []).append(
                (part, share)
            )
    for pairs in rows.values():
        parts = [p for p, s in pairs if not p.total][:MAX_ROWS]
        whole = sum((Fraction(s.quantity.numeral.number) for p, s in pairs if not p.total), Fraction(0))
        if len(parts) < MIN_ROWS or len({p.quantity.unit.dims for p in parts}) > 1:
            continue
        if abs(whole - 100) > len(parts) and not _but_one([row for row in pairs if not row[0].total]):
            continue
        total: Expr = Leaf(parts[0].quantity)
        for part in parts[1:]:
            total = Apply("+", (total, Leaf(part.quantity)))
        # Shares may be of something else than these amounts: most of them have to be theirs.
        amount = sum((Fraction(p.quantity.numeral.number) * p.quantity.unit.factor for p in parts), Fraction(0))
        told = [(p, s) for p, s in pairs if not p.total]
        if amount and sum(_is_share(p.quantity, s.quantity, amount) for p, s in told) * 4 < len(told) * 3:
            continue
        for part, share in pairs:
            if share.place not in derived and not part.total and not share.limit:
                yield implied("percentage", share, Apply("/", (Leaf(part.quantity), total)))


def of_whole(mentions: Sequence[Mention], derived: Container[tuple[int, int]]) -> Iterator[Relation]:
    """`Total: 23,028 MB (100%)`, `Weights: 3,000 MB (13%)`: shares of the one amount that is called the whole."""
    rows: dict[tuple[object, ...], list[tuple[Mention, Mention]]] = {}
    for part, share in pairwise(mentions):
        beside = (part.block, part.line) == (share.block, share.line) and part.row < 0
        if beside and share.quantity.unit.text == "%" and not share.of and part.headline and not part.aside:
            rows.setdefault((part.siblings or part.block,), []).append((part, share))
    for pairs in rows.values():
        whole = [p for p, s in pairs if s.quantity.numeral.number == 100 and (p.whole or p.total)]
        if len(whole) != 1 or not whole[0].quantity.numeral.number:
            continue
        size = Fraction(whole[0].quantity.numeral.number) * whole[0].quantity.unit.factor
        told = [(p, s) for p, s in pairs[:MAX_ROWS] if p is not whole[0]]
        told = [(p, s) for p, s in told if p.quantity.unit.dims == whole[0].quantity.unit.dims]
        if sum(_is_share(p.quantity, s.quantity, size) for p, s in told) < max(MIN_ROWS, len(told) - 1):
            continue
        for part, share in told:
            others = (_size(p.quantity) for p, _ in told if p is not part)
            if (
                share.place not in derived
                and not share.limit
                and not any(_is_share(part.quantity, share.quantity, n) for n in others)
            ):
                yield implied("percentage", share, Apply("/", (Leaf(part.quantity), Leaf(whole[0].quantity))))


def _but_one(rows: Sequence[tuple[Mention, Mention]]) -> bool:
    """Whether all shares but one, at least three, are those of their amounts in the sum of all amounts."""
    sizes = [Fraction(part.quantity.numeral.number) * part.quantity.unit.factor for part, _ in rows[:MAX_ROWS]]
    whole = sum(sizes, Fraction(0))
    if whole <= 0 or len(rows) > MAX_ROWS:
        return False
    shares = [(size * 100 / whole, share.quantity.numeral) for size, (_, share) in zip(sizes, rows, strict=True)]
    hold = sum(abs(percent - numeral.number) * 2 <= numeral.place for percent, numeral in shares)
    sharp = all(significant(share.quantity) >= MIN_ROWS for _, share in rows)
    return hold == len(rows) - 1 >= MIN_ROWS - sharp


def _size(quantity: Quantity) -> Fraction:
    return Fraction(quantity.numeral.number) * quantity.unit.factor or Fraction(1)


def _is_share(part: Quantity, share: Quantity, whole: Fraction) -> bool:
    """Whether a part of a whole is the stated share, by a unit of its last digit."""
    found = Fraction(part.numeral.number) * part.unit.factor / whole * 100
    return abs(found - share.numeral.number) <= share.numeral.place


def multiples(mentions: Sequence[Mention], derived: Container[tuple[int, int]]) -> Iterator[Relation]:
    """Lists and columns with the same labels, one a constant multiple of the other."""
    lists: dict[tuple[object, ...], dict[str, Mention]] = {}
    for mention in mentions:
        if not mention.headline or mention.aside or not mention.key or mention.quantity.unit.text in ("%", "x"):
            continue
        if (mention.row == 0 and not mention.fenced) or mention.limit:
            continue
        if mention.row >= 0:
            where: tuple[object, ...] = ("column", mention.siblings, mention.column)
        elif mention.siblings:
            where = ("list", mention.siblings)
        else:
            where = ("block", mention.block, mention.parent)
        rows = lists.setdefault(where, {})
        if len(rows) < MAX_ROWS:
            rows[mention.key] = mention
    by_label: dict[str, list[tuple[object, ...]]] = {}
    for where, rows in lists.items():
        for label in rows:
            by_label.setdefault(label, []).append(where)
    pairs: dict[tuple[tuple[object, ...], tuple[object, ...]], int] = {}
    for places in by_label.values():
        for i, first in enumerate(places[:MAX_LISTS]):
            for second in places[i + 1 : MAX_LISTS]:
                pairs[first, second] = pairs.get((first, second), 0) + 1
    factors = [
        m
        for m in mentions
        if not m.aside and not m.quantity.unit.dims and m.quantity.numeral.number > 1 and _may_multiply(m)
    ]
    done = set[tuple[int, int]]()
    for (first, second), shared in pairs.items():
        if shared >= MIN_ROWS:
            for relation in _multiple(lists[first], lists[second], factors, derived):
                place = (relation.claim.start, relation.claim.end)
                if place not in done:
                    done.add(place)
                    yield relation


def _multiple(
    base: dict[str, Mention], other: dict[str, Mention], factors: Sequence[Mention], derived: Container[tuple[int, int]]
) -> Iterator[Relation]:
    """Every row of `other` as its row in `base` times one factor, where three rows and three quarters agree.

    A row of a dimension that no agreeing row has (the cost) may grow in another way.
    """
    rows = [(base[k], other[k]) for k in base if k in other]
    ratios: dict[Fraction, int] = {}
    for known, mention in rows:
        ratio = _ratio(known.quantity, mention.quantity)
        if ratio:
            ratios[ratio] = ratios.get(ratio, 0) + 1
    most = max(ratios, key=lambda r: ratios[r], default=Fraction(1))
    start = min(m.quantity.start for _, m in rows)
    stated: dict[Fraction, Mention] = {}
    end = bisect_left(factors, start, key=_start)
    for m in reversed(factors[max(0, end - MAX_FACTORS) : end]):
        number = Fraction(m.quantity.numeral.number) * m.quantity.unit.factor
        if m.quantity.unit.text in ("x", "%") or number == most:
            stated.setdefault(number, m)
        if len(stated) >= MAX_LISTS:
            break
    whole = ((most, None),) if most.denominator == 1 and 1 < most <= MAX_FACTOR else ()
    for number, factor in (*stated.items(), *whole):
        if number == 1 or (factor is not None and factor.quantity.unit.text == "%" and number * 10 >= 9):
            continue
        agreeing = [
            m.quantity.unit.dims
            for known, m in rows
            if _holds(known.quantity, m.quantity, number)
            and (factor is not None or _precise(known.quantity))
            and m.quantity.numeral.place * SHARP <= m.quantity.numeral.size
        ]
        if len(agreeing) < MIN_ROWS or len(agreeing) * 4 < len(rows) * 3:
            continue
        for known, mention in rows:
            holds = _holds(known.quantity, mention.quantity, number)
            if not holds and (_few(mention.quantity) or (factor is None and _near(known, mention, number))):
                continue
            if not known.quantity.numeral.exact and significant(known.quantity) < 2:
                continue  # 0.06 may be any from 0.055 to 0.065
            if mention.place not in derived and mention.quantity.unit.dims in agreeing:
                quantity = factor.quantity if factor else plain(number)
                product = Apply("*", (Leaf(known.quantity), Leaf(quantity)))
                yield replace(implied("ratio", mention, product), rule=MULTIPLE)
        return


def _may_multiply(mention: Mention) -> bool:
    """Whether a number may be a factor of whole columns: one of a cell speaks of its row, a count in a header names."""
    return mention.row < 0 or (mention.row == 0 and mention.quantity.unit.text in ("x", "%"))


def _near(known: Mention, mention: Mention, number: Fraction) -> bool:
    """Whether a row misses a factor that nobody writes by less than a fifth: it may have grown a little otherwise."""
    ratio = _ratio(known.quantity, mention.quantity)
    return ratio is not None and abs(ratio - number) < number / 5


def _few(quantity: Quantity) -> bool:
    """Whether a number counts a few whole things, which grow by steps of their own."""
    return quantity.numeral.exact and not quantity.unit.dims and quantity.numeral.number < 100


def _precise(quantity: Quantity) -> bool:
    """Whether a number says enough to tell a factor that nobody writes from a rounded one."""
    return quantity.numeral.exact or quantity.numeral.scaled or significant(quantity) > 1


def _start(mention: Mention) -> int:
    return mention.quantity.start


def plain(number: Rational) -> Quantity:
    """A factor that the rows share and nobody writes."""
    exact: Rational = number.numerator if number.denominator == 1 else number
    numeral = Numeral(number_text(exact), exact, 1)
    return Quantity(numeral, BARE, -1, -1)


def _ratio(known: Quantity, quantity: Quantity) -> Fraction | None:
    """How many times the plain amount of one the other is; None for amounts of two kinds."""
    if not known.numeral.number or bool(known.unit.dims) != bool(quantity.unit.dims) != bool(quantity.unit.text):
        return None
    hard = known.unit.dims == quantity.unit.dims
    first = Fraction(known.numeral.number) * (known.unit.factor if hard else 1)
    second = Fraction(quantity.numeral.number) * (quantity.unit.factor if hard else 1)
    return second / first if first else None


def _holds(known: Quantity, quantity: Quantity, ratio: Fraction) -> bool:
    found = _ratio(known, quantity)
    if found is None:
        return False
    slack = Fraction(half_place(quantity)) / Fraction(quantity.numeral.size or 1) + Fraction(2, 100)
    if not known.numeral.exact:
        slack += Fraction(half_place(known)) / Fraction(known.numeral.size or 1)
    return abs(found - ratio) <= ratio * slack


def spans(mentions: Sequence[Mention], derived: Container[tuple[int, int]]) -> Iterator[Relation]:
    """A table whose rows are lengths of time (1 day, 7 days, 30 days): a column that grows as they do."""
    times: dict[tuple[tuple[int, ...], int], Mention] = {}
    columns: dict[tuple[tuple[int, ...], int], list[Mention]] = {}
    for m in mentions:
        if m.row < 0 or m.aside or m.quantity.numeral.number <= 0:
            continue
        if m.column == 0 and m.quantity.unit.dims == TIME:
            times[m.siblings, m.row] = m
        elif m.column > 0 and ("time", -1) not in m.quantity.unit.dims and m.quantity.unit.dims:
            columns.setdefault((m.siblings, m.column), []).append(m)
    if len(times) < MIN_ROWS:
        return
    for cells in columns.values():
        rows = [(times[m.siblings, m.row], m) for m in cells[:MAX_ROWS] if (m.siblings, m.row) in times]
        if len({t.row for t, _ in rows}) != len(rows) or len({m.quantity.unit.dims for _, m in rows}) != 1:
            continue
        if len({t.place for t, _ in rows}) < MIN_ROWS:
            continue
        exact = sorted(rows, key=lambda r: -significant(r[1].quantity))
        base = exact[0]
        others = [row for row in rows if row is not base]
        agree = sum(_holds(base[1].quantity, m.quantity, _longer(base[0], t)) for t, m in others)
        if agree + 1 < MIN_ROWS or (agree + 1) * 4 < len(rows) * 3:
            continue
        for time, m in rows:
            known, amount = exact[1] if m is base[1] else base
            if m.place not in derived:
                rate = Apply("/", (Leaf(amount.quantity), Leaf(known.quantity)))
                yield replace(implied("ratio", m, Apply("*", (rate, Leaf(time.quantity)))), rule=MULTIPLE)


def _longer(known: Mention, time: Mention) -> Fraction:
    """How many times one length of time the other is."""
    base = Fraction(known.quantity.numeral.number) * known.quantity.unit.factor
    return Fraction(time.quantity.numeral.number) * time.quantity.unit.factor / base
