"""One text being read: what it says so far, and how its sentences colour a number."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice

from doclint.extract.expressions import Parsed
from doclint.extract.nodes import Node
from doclint.model import BARE, TIME, Numeral, Quantity, Relation, Statement

_ASIDE = re.compile(
    r"(?i)\b(?:should (?:be|have been)|incorrect(?:ly)?|wrong(?:ly)?|error|mistaken?(?:ly)?|bug|typo|"
    r"previous(?:ly)? (?:claim|stated|said|plan|version)|"
    r"used to be|original(?:ly)? (?:claim|stated|error|plan)|misstated|miscalculat|"
    r"fix(?:ed|es)? (?:a|an|the|where)\b)"
)
QUOTED = re.compile(
    r"(?i)\b(?:(?:proposal|document|draft|paper|report|plan|author\w*|vendor)s? "
    r"(?:claim(?:s|ed)|state[sd]|said|assert\w+)|"
    r"claimed:|stated:|correct (?:value|number|figure|result)|but the (?:product|sum|result|quotient) is|"
    r"(?:spring|summer|autumn|winter|first|old|earlier|previous|former|initial|last year's) "
    r"(?:plan|draft|version|concept|proposal|design|estimate)|foresaw|used to be|should (?:be|have been))\b"
)
"""Words by which a sentence quotes another text or an earlier state."""
_DENIED = re.compile(r"(?i)\b(?:not|never|instead of|rather than|write|claim)[ :`\"$~]*$")
MAX_SUBJECT = 400
"""How far before a number its subject is looked for."""
MAX_LEAD = 60
MAX_BESIDE = 4
MAX_BEHIND = 100
MAX_EARLIER = 12
MANY = 1000
"""How many there must be of something for a number of an earlier clause to go into a computation."""
_STOP = re.compile(r"(?<![A-Z])(?<![A-Z] )=|[≈→\n;]|\.(?!\d)")
_COMPUTED = re.compile(r"\d[^=\n]{0,40}[×*/+÷][^=\n]{0,40}=")
_GLUED = re.compile(r"\b[A-Z]{2,3}(?P<degree>\d{1,4})\b|(?<!\w)[x×](?P<times>\d{1,3})\b|\b(?P<ratio>\d{1,3}):1\b")
"""Numbers that are no quantities of their own: TP8, x3, 2:1."""


class Passage:
    """A text with the statements and relations found in it; `by_line` texts end every clause at the line's end."""

    def __init__(self, text: str, by_line: bool) -> None:
        self.text = text
        self.by_line = by_line
        self.statements: list[Statement] = []
        self.relations: list[Relation] = []
        self._colours: bool | None = None

    def subject(self, side: Sequence[Node], parsed: Parsed | None) -> str:
        begin = side[0].start if side else 0
        end = side[parsed.first].start if parsed is not None else begin
        if parsed is None and side:
            end = side[-1].end
        line = max(self.text.rfind("\n", 0, begin) + 1, begin - MAX_SUBJECT)
        words = self.text[max(begin, end - MAX_SUBJECT) : end].strip(" *-~=├└─│$")
        label = self.text[line:begin].strip(" *-~:├└─│$")
        return f"{label}: {words}"[-80:] if label and words else (words or label)[-80:]

    def lead(self, start: int) -> str:
        """What stands before a place in its line, without marks of lists and boxes."""
        return self.text[max(0, start - MAX_LEAD) : start].rsplit("\n", 1)[-1].strip(" *-:~(├└─│")

    def beside(self, start: int, end: int) -> tuple[Quantity, ...]:
        """The numbers in the line of a computation that are not computed: behind its result, and before it."""
        near = max(0, start - MAX_SUBJECT)
        begin = max(near, *(self.text.rfind(mark, near, start) + 1 for mark in "\n;"))
        stop = _STOP.search(self.text, end, end + MAX_BEHIND)
        beyond = stop.start() if stop else min(len(self.text), end + MAX_BEHIND)
        behind = reversed(list(self.before(beyond, end)))
        computed = _COMPUTED.search(self.text, begin, start) is not None
        before = (q for q in self.before(start, begin) if not computed and q.unit.dims in ((), TIME))
        earlier = islice(self.before(begin, near), MAX_EARLIER)
        many = (q for q in earlier if q.numeral.number >= MANY and not q.unit.dims)
        glued = (*_GLUED.finditer(self.text, begin, start), *_GLUED.finditer(self.text, end, beyond))
        factors = (
            Quantity(Numeral(w[w.lastgroup], int(w[w.lastgroup]), 1), BARE, w.start(w.lastgroup), w.end(w.lastgroup))
            for w in glued[:MAX_BESIDE]
            if w.lastgroup
        )
        said = (*islice(behind, MAX_BESIDE), *islice(before, MAX_BESIDE), *islice(many, MAX_BESIDE))
        return (*said, *factors)

    def before(self, start: int, begin: int) -> Iterator[Quantity]:
        """The quantities stated between two places, the last first."""
        at = bisect_left(self.statements, start, key=lambda s: s.quantity.start)
        while at and self.statements[at - 1].quantity.start >= begin:
            at -= 1
            yield self.statements[at].quantity

    def aside(self, start: int, end: int) -> bool:
        """Whether the sentence around start:end quotes a number as a mistake or as past."""
        if self._colours is None:
            self._colours = _ASIDE.search(self.text) is not None or QUOTED.search(self.text) is not None
        if _DENIED.search(self.text, max(0, start - 24), start):
            return True
        if not self._colours:
            return False
        first = max(0, start - 200)
        begin = max(self.text.rfind("\n", first, start), self.text.rfind(". ", first, start), first)
        stop = min(len(self.text), end + 80)
        for mark in ("\n", ". "):
            at = self.text.find(mark, end, stop)
            stop = at if at >= 0 else stop
        return any(words.search(self.text, begin, stop) is not None for words in (_ASIDE, QUOTED))
