"""Fixes carried out on the text of a document, in memory: planned, tried, and kept only where they keep their promise.

A set of fixes is kept when linting the new text shows that every finding it is for is gone and that no error or warning
is new. A fix is all of its edits or none. The work is bounded by the number of times that a document is linted.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from doclint.model import Edit, Finding, Fix, Source

MOST_TRIES = 60
FEWEST_TRIES = 6
MOST_READ = 3_000_000
"""How often one document is linted at most, and how many characters are read in doing so: a long one is tried less."""
MOST_PASSES = 5

Lint = Callable[[Source], Sequence[Finding]]
Key = tuple[str, int]


class Fixed(NamedTuple):
    """A document after its fixes: the new text, the findings that were fixed, and those that were not, with the reason.

    Findings are those of the text before.
    """

    text: str
    done: tuple[Finding, ...] = ()
    left: tuple[tuple[Finding, str], ...] = ()


def fixed(source: Source, shown: Sequence[Finding], lint: Lint, unsafe: bool = False) -> Fixed:
    """The text with the fixes of the findings shown; `lint` gives all findings of a text, shown or not.

    Fixes that overlap others are tried in the next pass, over the text that the others left.
    """
    wanted = {_key(f): f for f in shown if _fix(f, unsafe)}
    if not wanted:
        return Fixed(source.text)
    done: list[Finding] = []
    left: list[tuple[Finding, str]] = []
    tries = max(FEWEST_TRIES, min(MOST_TRIES, MOST_READ // (len(source.text) + 1)))
    current, before = source, list(lint(source))
    for _ in range(MOST_PASSES):
        plan = list(_apart([f for f in before if _key(f) in wanted and _fix(f, unsafe)], unsafe))
        if not plan:
            break
        trial = _Trial(current, before, lint, unsafe, tries)
        trial.keep(plan)
        tries = trial.tries
        done += [wanted.pop(_key(f)) for f in trial.kept]
        left += [(wanted.pop(_key(f)), why) for f, why in trial.refused]
        if not trial.kept:
            break
        moved = _moves(_edits(trial.kept, unsafe))
        wanted = {(code, moved(start)): f for (code, start), f in wanted.items()}
        current, before = trial.after
    return Fixed(current.text, tuple(done), tuple(left))


def _key(finding: Finding) -> Key:
    return finding.code, finding.span.start


def applied(text: str, edits: Sequence[Edit]) -> str:
    """The text after edits that are sorted and do not overlap."""
    parts, at = [], 0
    for (start, end), new in edits:
        parts += [text[at:start], new]
        at = end
    return "".join([*parts, text[at:]])


def _fix(finding: Finding, unsafe: bool) -> Fix | None:
    """The first fix of a finding that may be applied."""
    allowed = ("safe", "unsafe") if unsafe else ("safe",)
    return next((fix for fix in finding.fixes if fix.applicability in allowed and fix.edits), None)


def _edits(findings: Sequence[Finding], unsafe: bool) -> list[Edit]:
    return sorted(edit for f in findings if (fix := _fix(f, unsafe)) is not None for edit in fix.edits)


def _apart(findings: Sequence[Finding], unsafe: bool) -> Iterator[Finding]:
    """The findings, in order, whose edits touch none of those before them."""
    taken: list[tuple[int, int]] = []
    for one in findings:
        spans = [(e.span.start, e.span.end) for e in _edits([one], unsafe)]
        places = [bisect_right(taken, span) for span in spans]
        free = all(
            (not at or taken[at - 1][1] <= start) and (at == len(taken) or end <= taken[at][0])
            for at, (start, end) in zip(places, spans, strict=True)
        )
        if free:
            for span in spans:
                insort(taken, span)
            yield one


class _Trial:
    """One pass over a text: groups of fixes are tried together, and halved until those that fail stand alone."""

    def __init__(self, source: Source, before: Sequence[Finding], lint: Lint, unsafe: bool, tries: int) -> None:
        self.source, self.before, self.lint, self.unsafe, self.tries = source, before, lint, unsafe, tries
        self.kept: list[Finding] = []
        self.refused: list[tuple[Finding, str]] = []
        self.after: tuple[Source, list[Finding]] = (source, list(before))

    def keep(self, plan: Sequence[Finding]) -> None:
        """Keep as many of the fixes as the law allows."""
        groups = [list(plan)]
        while groups:
            group = groups.pop()
            if not self.tries:
                self.refused += [(one, "there are too many fixes to try for one run") for one in group]
                continue
            why = self._try(group)
            if why and len(group) > 1:
                middle = len(group) // 2
                groups += [group[middle:], group[:middle]]
            elif why:
                self.refused.append((group[0], why))

    def _try(self, group: Sequence[Finding]) -> str:
        """Keep a group beside those kept already; or say why not."""
        self.tries -= 1
        fixed_ = [*self.kept, *group]
        edits = _edits(fixed_, self.unsafe)
        text = applied(self.source.text, edits)
        source = Source(self.source.path, text, self.source.notes)
        after = list(self.lint(source))
        moved = _moves(edits)
        mine = {(f.code, f.span) for f in fixed_}
        gone = {(f.code, moved(f.span.start)) for f in fixed_}
        others = [f for f in self.before if (f.code, f.span) not in mine]
        expected = Counter((f.code, moved(f.span.start)) for f in others)
        grave = Counter((f.code, moved(f.span.start)) for f in others if f.severity != "info")
        for one in after:
            key = (one.code, one.span.start)
            left = grave if one.severity != "info" else expected
            if left[key]:
                left[key] -= 1
            elif key in gone:
                return f"{one.code} would remain"
            elif one.severity != "info":
                return f"{one.code} would be new: {one.message}"
        self.kept = fixed_
        self.after = (source, after)
        return ""


def _moves(edits: Sequence[Edit]) -> Callable[[int], int]:
    """Where an offset of the old text stands after sorted edits; one within an edit goes to the edit's start."""
    ends = [e.span.end for e in edits]
    shifts = [0, *accumulate(len(e.text) - (e.span.end - e.span.start) for e in edits)]

    def moved(offset: int) -> int:
        at = bisect_right(ends, offset)
        inside = at < len(edits) and edits[at].span.start < offset
        return (edits[at].span.start if inside else offset) + shifts[at]

    return moved
