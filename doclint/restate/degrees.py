"""Degrees of parallelism stated again: `TP=4` as "4-way tensor parallelism", as `TP4`, as "Tensor Parallel Groups: 4".

A degree is a small number, so its digits prove nothing. It has to be what others say who say it plainly, of one plan
and with one voice: on several lines, or on one where the other degrees of its own line or list are restated too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from doclint.amounts import significant
from doclint.degrees import Degree
from doclint.model import Leaf, Relation

MAX_GLOSS = 3
SWEPT = 3
"""On how many lines of a list one axis takes several values where it is varied."""


def restated(degrees: Sequence[Degree]) -> Iterator[Relation]:
    """One relation for every degree that others say too, plainly enough to accuse it if it differed."""
    degrees = _of_one_plan(degrees)
    axes: dict[str, list[Degree]] = defaultdict(list)
    lines: dict[tuple[int, int], list[Degree]] = defaultdict(list)
    groups: dict[tuple[int, ...], list[Degree]] = defaultdict(list)
    for degree in degrees:
        axes[degree.axis].append(degree)
        lines[degree.line].append(degree)
        groups[degree.group].append(degree)
    plans = {axis: _Plan(found) for axis, found in axes.items()}
    for degree in degrees:
        known = _gloss(degree, lines[degree.line]) or _known(degree, plans, lines, groups)
        if known is not None and (known.quantity.start < degree.quantity.start or known.value != degree.value):
            yield Relation(
                "restatement", degree.quantity, Leaf(known.quantity), "=", degree.axis, True, origin="inferred"
            )


def _of_one_plan(degrees: Sequence[Degree]) -> list[Degree]:
    """Degrees without those of layouts to choose from.

    The lines of their list give the same axes and not the same values, or one line gives two values of an axis.
    """
    layouts: dict[tuple[int, ...], dict[tuple[int, int], dict[str, object]]] = defaultdict(dict)
    for degree in degrees:
        layouts[degree.group].setdefault(degree.line, {}).setdefault(degree.axis, degree.value)
    stated: dict[tuple[int, int], list[Degree]] = defaultdict(list)
    for degree in degrees:
        stated[degree.line].append(degree)
    torn = {line for line, found in stated.items() if _torn([d for d in found if not d.loose]) and not _glossed(found)}
    several = {
        group
        for group, lines in layouts.items()
        if _vary([v for v in lines.values() if len(v) > 1]) or _swept(list(lines.values()))
    }
    return [d for d in degrees if d.group not in several and d.line not in torn]


def _torn(found: Sequence[Degree]) -> bool:
    """Whether one axis has two values among some degrees."""
    return len({(d.axis, d.value) for d in found}) > len({d.axis for d in found})


def _vary(lines: Sequence[Mapping[str, object]]) -> bool:
    return len(lines) > 1 and len({frozenset(v) for v in lines}) == 1 and any(v != lines[0] for v in lines)


def _swept(lines: Sequence[Mapping[str, object]]) -> bool:
    """Whether one axis stands alone on several lines, with several values: `PP=4: 8.6%`, `PP=4: 9%`, `PP=8: 17.9%`."""
    alone = [v for v in lines if len(v) == 1]
    axes = {axis for v in alone for axis in v}
    return len(alone) >= SWEPT and len(axes) == 1 and len({value for v in alone for value in v.values()}) > 1


class _Plan:
    """What the plain statements of one axis say: in each scenario, and in all."""

    def __init__(self, found: Sequence[Degree]) -> None:
        self._lines: dict[frozenset[str] | None, dict[object, dict[tuple[int, int], Degree]]] = {}
        for degree in found:
            if not degree.loose:
                for scope in (degree.scope, None):
                    lines = self._lines.setdefault(scope, {}).setdefault(degree.value, {})
                    lines.setdefault(degree.line, degree)

    def others(self, degree: Degree) -> tuple[Degree | None, int]:
        """The first other statement and on how many lines it is made, where all others of its scenario agree."""
        found = self._one(degree, degree.scope)
        if found is None and not degree.scope:
            found = self._one(degree, None)
        return found or (None, 0)

    def _one(self, degree: Degree, scope: frozenset[str] | None) -> tuple[Degree, int] | None:
        rest = [
            [d for line, d in lines.items() if line != degree.line] for lines in self._lines.get(scope, {}).values()
        ]
        rest = [lines for lines in rest if lines]
        return (rest[0][0], len(rest[0])) if len(rest) == 1 else None


def _gloss(degree: Degree, beside: Sequence[Degree]) -> Degree | None:
    """The same axis stated before on the same line, where it is stated twice: `TP=4 (4-way tensor parallelism)`."""
    same = [d for d in beside if d.axis == degree.axis and not d.loose]
    if len(same) != 2 or degree.loose or same[1] is not degree or len({d.axis for d in beside}) > 1:
        return None
    return same[0] if _glossed(same) else None


def _glossed(found: Sequence[Degree]) -> bool:
    """Whether two statements stand close together, the second as a gloss of the first."""
    return len(found) == 2 and found[1].quantity.start - found[0].quantity.end <= MAX_GLOSS


def _known(
    degree: Degree,
    plans: Mapping[str, _Plan],
    lines: Mapping[tuple[int, int], Sequence[Degree]],
    groups: Mapping[tuple[int, ...], Sequence[Degree]],
) -> Degree | None:
    known, count = plans[degree.axis].others(degree)
    if known is None:
        return None
    beside = {d.axis: d for d in groups[degree.group] if d.axis != degree.axis}
    beside |= {d.axis: d for d in lines[degree.line] if d.axis != degree.axis}
    agree = differ = 0
    for other in beside.values():
        first, _ = plans[other.axis].others(other)
        if first is not None:
            agree += first.value == other.value
            differ += first.value != other.value
    if differ:
        return None
    if degree.loose:
        return known if agree > 1 or (degree.loose == 1 and count > 2) else None
    sure = count + agree + (significant(degree.quantity) > 1)
    return known if sure > 1 else None
