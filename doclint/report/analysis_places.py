"""A result by place: what stands at a span, in which section, on which line, and what it replaced."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import NamedTuple

from doclint.engine import read
from doclint.model import Block, CheckedRelation, Claim, Finding, Result, Span

EXCERPT = 160
"""Code points of a line that a report quotes at most."""
NEAR = 200
"""Code points on either side of a claim in which its earlier version is looked for."""
_PROSE = frozenset(("paragraph", "item", "definition", "heading"))
_EARLIER = re.compile(
    r"(?i)(?:\b(?:corrected|revised|changed|updated|fixed) from"
    r"|\b(?:previous(?:ly)?|formerly|originally|earlier)(?: (?:claim(?:ed)?|stated|value|estimate|figure|number))?"
    r"|[(,;–—-] ?(?:was|were)|~~)"
    r"[\s:*_`~≈]{0,6}[$€£]?(\d[\d,.]{0,30})"
)


class Place(NamedTuple):
    """A stretch of the document: its 1-based line and column, what stands there and what the document calls it.

    `unit` is that of the claim there, empty for a bare number and None where no claim is.
    """

    span: Span
    line: int
    column: int
    text: str
    subject: str
    unit: str | None


class Earlier(NamedTuple):
    """What a claim replaced, as the text around it says; `follows` where the derivation gives exactly that."""

    place: Place
    follows: bool


class Places:
    """A result with what is needed to find things in it by place; all of it is built in one pass."""

    def __init__(self, result: Result) -> None:
        self.result = result
        self.text = result.source.text
        self.claims = {claim.span.start: claim for claim in reversed(result.claims)}
        self.found = sorted(finding.span.start for finding in result.findings)
        self.readers: dict[Span, list[Claim]] = {}
        self.affected: dict[str, list[Claim]] = {}
        for claim in result.claims:
            for span in {span for check in claim.checks for span in check.inputs}:
                self.readers.setdefault(span, []).append(claim)
            for fingerprint in claim.affected_by:
                self.affected.setdefault(fingerprint, []).append(claim)

    @cached_property
    def blocks(self) -> tuple[list[int], list[Block]]:
        """Where each block begins, and the blocks, in document order."""
        placed = sorted((block.place(0, 1).start, index, block) for index, block in enumerate(read(self.result.source)))
        return [start for start, _, _ in placed], [block for _, _, block in placed]

    def at(self, span: Span) -> Place:
        """What stands at a span."""
        claim = self.claims.get(span.start)
        line, column = self.result.source.position(span.start)
        named = (claim.subject, claim.amount.unit) if claim else ("", None)
        return Place(span, line, column, self.text[span.start : span.end], *named)

    def block(self, offset: int) -> Block | None:
        """The last block that begins at or before an offset."""
        starts, blocks = self.blocks
        index = bisect_right(starts, offset)
        return blocks[index - 1] if index else None

    def line(self, offset: int) -> Span:
        """The line around an offset, without its end."""
        starts = self.result.source.line_starts()
        index = bisect_right(starts, offset)
        start = starts[index - 1]
        end = starts[index] if index < len(starts) else len(self.text)
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        return Span(start, end)

    def quoted(self, span: Span) -> str:
        """The line of a claim, cut around it where it is longer than EXCERPT."""
        line = self.line(span.start)
        start, end = line
        if end - start > EXCERPT:
            room = EXCERPT - 2
            start = max(start, min(span.start - room // 2, end - room))
            end = min(end, start + room)
        shown = self.text[start:end].strip()
        return ("…" if start > line.start else "") + shown + ("…" if end < line.end else "")

    def dependents(self, finding: Finding) -> list[Place]:
        """The claims that are computed from a refuted one, beside its restatements and consequences."""
        known = {finding.span, *(one.span for one in finding.consequences)}
        known.update(one.span for one in finding.related if one.role != "input")
        after = (*self.affected.get(finding.fingerprint, ()), *self.readers.get(finding.span, ()))
        return [self.at(span) for span in sorted({claim.span for claim in after} - known)]

    def behind(self, finding: Finding) -> CheckedRelation | None:
        """The check that a finding reports: the contradicted one with its working, else the first contradicted one."""
        claim = self.claims.get(finding.span.start)
        wrong = [check for check in claim.checks if check.verdict == "contradicted"] if claim else []
        working = finding.derivation.working if finding.derivation else ""
        return next((check for check in wrong if check.working == working), wrong[0] if wrong else None)

    def earlier(self, finding: Finding) -> Earlier | None:
        """The number that the text near a claim says stood there before; in prose the whole paragraph is near.

        Where another finding stands between the two, the earlier number belongs to that.
        """
        around = self.line(finding.span.start)
        block = self.block(finding.span.start)
        if block and block.kind in _PROSE:
            whole = block.place(0, len(block.text))
            around = Span(min(around.start, whole.start), max(around.end, whole.end))
        start, end = max(around.start, finding.span.start - NEAR), min(around.end, finding.span.end + NEAR)
        for match in _EARLIER.finditer(self.text[start:end]):
            begin = start + match.start(1)
            claim = self.claims.get(begin)
            span = claim.span if claim else Span(begin, begin + len(match[1].rstrip(".,")))
            first, second = sorted((finding.span, span))
            if second.start < first.end or bisect_left(self.found, first.end) < bisect_left(self.found, second.start):
                continue
            return Earlier(self.at(span), _follows(finding, claim, self.text[span.start : span.end]))
        return None


def _follows(finding: Finding, claim: Claim | None, text: str) -> bool:
    """Whether an earlier number is what the derivation gives; a bare one takes the unit of the claim."""
    derivation = finding.derivation
    if derivation is None or (claim and claim.amount.unit not in ("", derivation.unit)):
        return False
    try:
        return (claim.amount.number if claim else float(text.replace(",", ""))) == float(derivation.best)
    except (OverflowError, ValueError):
        return False
