"""Totals: rows that are the sum of rows above them, and columns that are the sum of the columns before them.

A row is read as a total because its label says so, or because its numbers add up in several columns. The rows that
belong to it are a run that ends just above it, in which an earlier total stands for its own rows. Which run is decided
by the columns in which it adds up; a column where it does not is accused only when one written digit explains it.
At most `MAX_RUN` rows, `MAX_COLUMNS` columns and three probes are tried for each row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from doclint.model import Relation
from doclint.tables.cells import is_year
from doclint.tables.doubts import adds_up, averaged, beside, lasting, once, repeated
from doclint.tables.lines import LESS, TOTAL, Line, summed
from doclint.tables.scale import CURRENCIES, Scaled, near_digit, scaled, weight

MAX_RUN = 60
MAX_COLUMNS = 500
PROBES = 3
ENOUGH = 2.0
UNLABELLED = 6.0
SURE = 7.0
"""Digits that a row which is not called a total must meet before one of its cells is accused."""


class Run(NamedTuple):
    """A way to make a row out of rows above it: their indices, with their signs, and where it holds."""

    start: int
    first_minus_rest: bool
    agree: tuple[int, ...]
    fail: tuple[int, ...]
    evidence: float


class Totals:
    """Reads the rows of one table from above; `accepted` holds the rows that turned out to be totals.

    `hidden` rows are part of a row above them, `names` are the headers of the columns, or the labels of the rows where
    the table is read `across`; `unread` are cells with numbers that are no amounts,
    and `said` stands beside the table.
    """

    def __init__(
        self,
        lines: Sequence[Line],
        hidden: frozenset[int] | set[int] = frozenset(),
        names: Sequence[str] = (),
        unread: frozenset[tuple[int, int]] = frozenset(),
        across: bool = False,
        said: str = "",
    ) -> None:
        self.lines = lines
        self.hidden = hidden
        self.names = names
        self.across = across
        self.said = said
        self.unread = unread
        width = min(len(lines[0].quantities), MAX_COLUMNS) if lines else 0
        self.columns: list[Scaled] = [scaled([line.quantities[c] for line in lines]) for c in range(width)]
        self.visible: list[int] = []
        self.boundary = 0
        self.plain = True
        self.sums: list[list[tuple[int, int, int]]] = [[(0, 0, 0)] for _ in self.columns]
        self.accepted: set[int] = set()

    def relations(self) -> Iterator[Relation]:
        """Every total that can be told, with its rows."""
        for row, line in enumerate(self.lines):
            if row in self.hidden:
                continue
            if all(q is None or is_year(q) for q in line.quantities):
                self.boundary = len(self.visible)
                self.plain = self.plain and not self.visible
                continue
            labelled = TOTAL.search(line.label.text) is not None
            run = self._run(row, labelled)
            if run is not None:
                yield from self._total(row, run, labelled)
                self.accepted.add(row)
                self._cut(run.start)
                self.boundary = min(self.boundary, run.start)
            self._push(row)
            if labelled or run is not None:
                self.boundary = len(self.visible)
                self.plain = False

    def _push(self, row: int) -> None:
        negative = -1 if LESS.search(self.lines[row].label.text) else 1
        self.visible.append(row)
        for column, sums in zip(self.columns, self.sums, strict=True):
            amount, half = column.amounts[row], column.halves[row]
            total, slack, count = sums[-1]
            value = (amount or 0) if (amount or 0) < 0 else (amount or 0) * negative
            sums.append((total + value, slack + half * (amount is not None), count + bool(amount)))

    def _cut(self, start: int) -> None:
        del self.visible[start:]
        for sums in self.sums:
            del sums[start + 1 :]

    def _run(self, row: int, labelled: bool) -> Run | None:
        """The run of rows that a row is the total of, by the columns in which it adds up."""
        filled = [c for c, column in enumerate(self.columns) if column.amounts[row] is not None]
        end = len(self.visible)
        if end < 2 or not filled:
            return None
        probes = sorted(filled, key=lambda c: -weight(self.columns[c].amounts[row] or 0, self.columns[c].halves[row]))
        best: Run | None = None
        rivals = False
        for start in range(end - 2, max(-1, end - 1 - MAX_RUN), -1):
            for reverse in (False, True):
                if not any(self._holds(row, c, start, reverse) for c in probes[:PROBES]):
                    continue
                run = self._weigh(row, start, reverse, filled)
                if best is None or run.evidence > best.evidence:
                    best, rivals = run, False
                elif run.evidence == best.evidence and run.fail and run.evidence:
                    rivals = True
        if best is not None and not rivals and best.evidence >= (ENOUGH if labelled else UNLABELLED):
            wider = len(best.agree) - len(best.fail)
            if wider > -labelled if labelled else wider > 0 and len(best.agree) > 1:
                return best
        if labelled:
            return self._stated(row, filled)
        return None

    def _stated(self, row: int, filled: Sequence[int]) -> Run | None:
        """The run that a label alone speaks of: everything since the last total or heading, or everything."""
        end = len(self.visible)
        start = self.boundary if end - self.boundary >= 2 else 0
        if end - start < 2:
            return None
        return self._weigh(row, start, False, filled)

    def _weigh(self, row: int, start: int, reverse: bool, filled: Sequence[int]) -> Run:
        agree, fail, evidence = list[int](), list[int](), 0.0
        for c in filled:
            count = self.sums[c][-1][2] - self.sums[c][start][2]
            if count == 0 or not self._adds(row, c, start, reverse) or self._alone(row, c, start, reverse):
                continue
            if self._holds(row, c, start, reverse):
                agree.append(c)
                evidence += self._evidence(row, c, start, reverse)
            else:
                fail.append(c)
        return Run(start, reverse, tuple(agree), tuple(fail), evidence)

    def _alone(self, row: int, c: int, start: int, reverse: bool) -> bool:
        """Whether a total is the only number of its run that is not zero: that tells nothing."""
        total, slack, count = self._gap(row, c, start, reverse)
        return count == 1 and abs(total - (self.columns[c].amounts[row] or 0)) <= slack

    def _evidence(self, row: int, c: int, start: int, reverse: bool) -> float:
        """How many digits of a number are met by its sum."""
        total, _, count = self._gap(row, c, start, reverse)
        amount = self.columns[c].amounts[row] or 0
        return min(4.0, weight(amount, max(self.columns[c].halves[row], abs(total - amount)))) if count > 1 else 0.0

    def _adds(self, row: int, c: int, start: int, reverse: bool) -> bool:
        """Whether a column can have totals: shares of a whole can only where they make up the whole."""
        claim = self.lines[row].quantities[c]
        if claim is None or claim.unit.text != "%":
            return True
        total, slack, count = self._gap(row, c, start, reverse)
        hundred = 100 * (self.columns[c].halves[row] * 2) / claim.numeral.place
        return abs(total - hundred) <= slack + count or claim.numeral.number == 100

    def _gap(self, row: int, c: int, start: int, reverse: bool) -> tuple[int, int, int]:
        """The sum of a run in one column, what rounding leaves open, and how many items it has."""
        sums = self.sums[c]
        total, slack, count = sums[-1][0] - sums[start][0], sums[-1][1] - sums[start][1], sums[-1][2] - sums[start][2]
        if reverse:
            total = 2 * (self.columns[c].amounts[self.visible[start]] or 0) - total
        half = self.columns[c].halves[row]
        return total, half + min(slack, half * 2 + (slack // (count or 1)) * (2 + count // 4)), count

    def _holds(self, row: int, c: int, start: int, reverse: bool) -> bool:
        amount = self.columns[c].amounts[row]
        if amount is None:
            return False
        total, slack, count = self._gap(row, c, start, reverse)
        return count > 1 and abs(total - amount) <= slack

    def _total(self, row: int, run: Run, labelled: bool) -> Iterator[Relation]:
        """A relation for every column that the run decides."""
        line = self.lines[row]
        missed = {c for c in (*run.agree, *run.fail) if self._misses(row, c, run)}
        wrong = self.across and len(missed) > max(1, len(run.agree) + len(run.fail) - len(missed))
        for c in (*run.agree, *run.fail):
            claim = line.quantities[c]
            items = [(r, self.lines[r].quantities[c]) for r in self.visible[run.start :]]
            parts = [(r, q) for r, q in items if q is not None and self.columns[c].amounts[r] is not None]
            if claim is None or len(parts) < 2:
                continue
            own = weight(self.columns[c].amounts[row] or 0, self.columns[c].halves[row])
            mine = self._evidence(row, c, run.start, run.first_minus_rest) if c in run.agree else 0.0
            others = run.evidence - mine
            supported = others >= (ENOUGH if labelled else UNLABELLED - 1) and len(run.agree) > (c in run.agree)
            trusted = labelled and not run.first_minus_rest and (own >= 2.9 or (self.plain and own >= 1.0))
            if not supported and not trusted:
                continue
            fails = c in missed or c in run.fail
            if fails and (wrong or not self._speaks(row, c, run, labelled)):
                continue
            if fails:
                total, slack, _ = self._gap(row, c, run.start, run.first_minus_rest)
                unit = Fraction(claim.numeral.number) / (self.columns[c].amounts[row] or 1)
                left_out = not supported and self._left_out(row, c, run, total)
                left_out = left_out or len(parts) < sum(q is not None for _, q in items)
                left_out = left_out or self._weighted(row, c, run)
                if left_out or not near_digit(claim, (total - slack) * unit, (total + slack) * unit):
                    continue
            if claim.unit.text[:1] in CURRENCIES and not (claim.unit.dims and not claim.unit.text):
                claim = claim._replace(unit=next((q.unit for _, q in parts if q.unit.text), claim.unit))
            yield Relation(
                "table",
                claim,
                summed(self.lines, parts, run.first_minus_rest),
                "=",
                line.label.text.strip(),
                origin="inferred",
                rule="total",
                estimate=not supported,
                support=tuple(q for a in run.agree if (q := line.quantities[a]) is not None and fails)[:3],
            )

    def _misses(self, row: int, c: int, run: Run) -> bool:
        """Whether a total is another number than its sum: of whole things, if only by one or two."""
        total, slack, _ = self._gap(row, c, run.start, run.first_minus_rest)
        off = abs(total - (self.columns[c].amounts[row] or 0))
        if not off or off > slack:
            return bool(off)
        numbers = [q for r in (row, *self.visible[run.start :]) if (q := self.lines[r].quantities[c]) is not None]
        return all(q.numeral.exact and not q.unit.text for q in numbers)

    def _speaks(self, row: int, c: int, run: Run, labelled: bool) -> bool:
        """Whether a total that is not the sum of its rows must be: nothing says that these add up in another way."""
        rows = self.visible[run.start :]
        labels = [self.lines[r].label.text for r in rows]
        if not labelled and run.evidence < SURE:
            return False
        if any((r, c) in self.unread for r in rows):
            return False
        heads = [self.lines[row].label.text, *labels] if self.across else [self.names[c]]
        if not all(map(adds_up, heads)):
            return False
        if not self.across and averaged(heads[0]) and not all(averaged(self.names[a]) for a in run.agree):
            return False
        if once(self.lines[row].label.text) or (lasting(heads[0]) and beside(self.said)):
            return False
        return not any(repeated(label) or beside(label) for label in labels)

    def _left_out(self, row: int, c: int, run: Run, total: int) -> bool:
        """Whether a total is right without one of its rows: it may mean to leave that out."""
        amounts = self.columns[c].amounts
        short = total - (amounts[row] or 0)
        return any(amounts[r] == short for r in self.visible[run.start :])

    def _weighted(self, row: int, c: int, run: Run) -> bool:
        """Whether a total is the largest or a mean, the sum of what its rows are times another column, or a product."""
        claim = self.lines[row].quantities[c]
        rows = [r for r in self.visible[run.start :] if self.lines[r].quantities[c] is not None]
        if claim is None or len(rows) < 2:
            return False
        own = [Fraction(q.numeral.number) for r in rows if (q := self.lines[r].quantities[c]) is not None]
        wanted, half = Fraction(claim.numeral.number), Fraction(claim.numeral.place) / 2
        if wanted == max(own) or abs(sum(own, Fraction(0)) / len(own) - wanted) <= half:
            return True
        if len(own) == 2 and abs(own[0] * own[1] - wanted) <= half:
            return True
        for other in range(len(self.columns)):
            counts = [self.lines[r].quantities[other] for r in rows]
            begins = counts[-1]
            starts = begins.numeral.number if begins is not None and other != c else 0
            if starts > 0 and starts + own[-1] == wanted:
                return True  # where the last one begins, and how long it is
            if other == c or any(q is None for q in counts):
                continue
            weights = [Fraction(q.numeral.number) for q in counts if q is not None]
            whole = sum((n * w for n, w in zip(own, weights, strict=True)), Fraction(0))
            all_of_it = sum(weights, Fraction(0))
            if abs(whole - wanted) <= half or (all_of_it and abs(whole / all_of_it - wanted) <= half):
                return True
        return False
