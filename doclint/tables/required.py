"""Tables of limits: what was reached beside what is required, with a column that says whether it is met."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from doclint.model import Leaf, Quantity, Relation
from doclint.tables.cells import Cell
from doclint.tables.grid import Table

_LIMIT = re.compile(
    r"(?i)\b(?:targets?|requirements?|required|limits?|SL[AO]s?|thresholds?|budgets?|constraints?|goals?|objectives?|"
    r"criteri(?:a|on)|spec(?:ification)?|allowed|permitted)\b"
)
_REACHED = re.compile(
    r"(?i)\b(?:actual|achieved|measured|current|results?|observed|projected|estimated?|expected|design(?:ed)?|our|value|"
    r"performance|delivered|reached|predicted|this (?:plan|design))\b"
)
_STATUS = re.compile(
    r"(?i)\b(?:status|pass(?:ed)?|met|meets|ok|verdict|complian\w+|assessment|check|satisfied|result)\b|[✓✅✔]"
)
_FAILS = re.compile(
    r"(?i)[✗✘❌🔴⚠✖🟡🟠]|\b(?:no|not|n/a|fail\w*|miss\w*|violat\w*|below|under|over|exceeded|risk|partial\w*|near\w*|"
    r"close|tbd|pending|todo|unknown|gap|warning)\b"
)
_MET = re.compile(
    r"(?i)[✓✅✔🟢☑]|\b(?:pass(?:es|ed)?|met|meets?|ok|yes|exceeds|satisf\w+|within|compliant|achieved|fulfil\w*)\b"
)
_LOW = re.compile(
    r"(?i)\b(?:latency|time|duration|delay|costs?|price|usage|memory|ram|vram|errors?|loss|overhead|size|bubble|lag|"
    r"p\d{2}(?:\.?\d)?|ttft|tpot|itl|rto|rpo|downtime|jitter|variance|imbalance|failures?|consumption|power|drift|age)\b"
)
_HIGH = re.compile(
    r"(?i)\b(?:throughput|bandwidth|rps|qps|tps|rate|availability|uptime|accuracy|hits?|utili[sz]ation|efficiency|"
    r"coverage|speed-?up|precision|recall|mfu|capacity|concurren\w+|durability|success|goodput)\b"
)
_MAX, _MIN = re.compile(r"(?i)\b(?:max(?:imum)?|at most|up to)\b"), re.compile(r"(?i)\b(?:min(?:imum)?|at least)\b")
_AGAINST = {"<": "≥", "≤": ">", ">": "≤", "≥": "<"}
MAX_LABEL = 120


def required(table: Table) -> Iterator[Relation]:
    """What each row reaches against what it requires, where the row says of that whether it is met."""
    headers = [h.text[:MAX_LABEL] for h in table.headers]
    limits = [c for c, h in enumerate(headers) if _LIMIT.search(h)]
    status = [c for c, h in enumerate(headers) if c not in limits and _STATUS.search(h)]
    reached = [c for c, h in enumerate(headers) if c not in limits and _REACHED.search(h)]
    if len(limits) != 1 or not status:
        return
    reached = [c for c in reached if c not in status or any(row[c].quantity for row in table.rows)]
    if len(reached) != 1 or status[-1] == reached[0]:
        return
    for label, row in zip(table.labels, table.rows, strict=True):
        limit, claim, said = _amount(row[limits[0]]), row[reached[0]].quantity, row[status[-1]].text
        if limit is None or claim is None or claim.numeral.hedge in _AGAINST or not _comparable(claim, limit):
            continue
        met = _MET.search(said) is not None and _FAILS.search(said) is None
        if not met and not _FAILS.search(said):
            continue
        sign = _sign(limit, f"{label.text[:MAX_LABEL]} {row[limits[0]].text} {headers[limits[0]]}")
        below, above = (Fraction(q.numeral.number) * q.unit.factor for q in (claim, limit))
        if not sign and met and below == above:
            sign = "≤"
        holds = {"<": below < above, "≤": below <= above, ">": below > above, "≥": below >= above}.get(sign)
        if holds is None or (not met and holds):
            continue
        plain = limit._replace(numeral=limit.numeral._replace(hedge=""))
        shown = sign if met else _AGAINST[sign]
        yield Relation("bound", claim, Leaf(plain), shown, label.text.strip(), origin="inferred")


def _amount(cell: Cell) -> Quantity | None:
    """The one amount that a cell names, with or without the sign of a limit."""
    if cell.quantity is not None:
        return cell.quantity if cell.second is None else None
    return cell.named[0] if len(cell.named) == 1 else None


def _comparable(claim: Quantity, limit: Quantity) -> bool:
    same = claim.unit.dims == limit.unit.dims and (claim.unit.text == "%") == (limit.unit.text == "%")
    return same and (bool(claim.unit.dims) or claim.unit.text == limit.unit.text or not limit.unit.text)


def _sign(limit: Quantity, said: str) -> str:
    """Which side of a limit is right: as its sign says, its words, or the name of what is measured; empty if unsure."""
    if limit.numeral.hedge in _AGAINST:
        return limit.numeral.hedge
    if (_MAX.search(said) is None) != (_MIN.search(said) is None):
        return "≤" if _MAX.search(said) else "≥"
    low, high = _LOW.search(said) is not None, _HIGH.search(said) is not None
    return "" if low == high else "≤" if low else "≥"
