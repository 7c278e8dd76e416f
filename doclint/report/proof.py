"""What proves a finding, for formats that show other places and sentences beside its message."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from doclint.model import Finding, Source, Span
from doclint.report.text import printable
from doclint.wording import amount

MOST = 100
"""Places that a finding names at most."""
_WORDS = 300


class Place(NamedTuple):
    """A related place and what is there, on one line."""

    span: Span
    message: str


def subject(finding: Finding) -> str:
    """What the number is of, on one line; empty where the finding does not say."""
    return printable(" ".join(finding.subject.split()))[:_WORDS]


def places(finding: Finding, source: Source) -> list[Place]:
    """The inputs and other related places, then the consequences, at most MOST."""
    found = [
        Place(one.span, f"{printable(one.message)}" if one.role == "input" else f"{one.role}: {printable(one.message)}")
        for one in finding.related
    ]
    found += [
        Place(one.span, f"consequence: {printable(one.claimed.text)} becomes {printable(one.corrected.text)}")
        for one in finding.consequences
    ]
    return [one for one in found if 0 <= one.span.start <= one.span.end <= len(source.text)][:MOST]


def notes(finding: Finding) -> Iterator[str]:
    """The working, how the line was read, the hint and the fixes, one line each."""
    derivation = finding.derivation
    if derivation and derivation.working:
        yield f"working: {printable(derivation.working)} = {amount(derivation.best, derivation.unit, 6)}"
    if derivation and derivation.reading:
        yield f"reading: {printable(derivation.reading)}"
    if finding.hint:
        yield f"hint: {printable(finding.hint)}"
    for fix in finding.fixes:
        yield f"fix: {printable(fix.message)}"


def told(finding: Finding, source: Source) -> list[str]:
    """The proof as lines: every place as `path:line:column: message`, then the notes."""
    path = printable(source.path)
    lines = []
    for place in places(finding, source):
        line, column = source.position(place.span.start)
        lines.append(f"{path}:{line}:{column}: {place.message}")
    return [*lines, *notes(finding)]
