"""The seed case: one wrong figure of a deployment plan, with all that follows from it, and nothing else."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from doclint.config import Config
from doclint.engine import lint
from doclint.model import CheckedRelation, Claim, Finding, Result, Source, Span

PLAN = Path(__file__).parents[1] / "fixtures" / "documents" / "moe-plan.md"


@cache
def plan() -> Result:
    return lint(Source(PLAN.name, PLAN.read_text(encoding="utf-8")), Config())


@cache
def seed() -> Finding:
    """The only finding of the plan."""
    (finding,) = [f for f in plan().findings if f.confidence == "high"]
    return finding


def line_of(span: Span) -> int:
    return plan().source.position(span.start)[0]


def lines_with(words: str) -> list[int]:
    """The lines in which the words stand, from the top; the text of expectations does not count."""
    lines = plan().source.text.split("\n")
    found = [number for number, line in enumerate(lines, 1) if words in line.split("<!--")[0]]
    assert found, f"no line says {words!r}"
    return found


def claims_in(line: int, text: str) -> list[Claim]:
    """The claims of a line whose number is written like this."""
    source = plan().source
    return [
        c
        for c in plan().claims
        if line_of(c.span) == line and source.text[c.span.start : c.span.end].split("(")[0].strip() == text
    ]


def checks_of(line: int, text: str) -> list[CheckedRelation]:
    return [check for claim in claims_in(line, text) for check in claim.checks]


def test_the_claim_is_contradicted_where_it_is_made_first() -> None:
    finding = seed()
    assert (finding.code, finding.severity) == ("DL301", "error")
    assert line_of(finding.span) == lines_with("2 experts per GPU")[0]
    assert plan().source.text[finding.span.start : finding.span.end] == "2 experts per GPU"
    assert finding.message.startswith("claims 2 experts/GPU, derivation gives 8")


def test_the_derivation_is_from_all_experts_and_all_gpus() -> None:
    finding = seed()
    derivation = finding.derivation
    assert derivation is not None
    assert (derivation.low, derivation.best, derivation.high) == (8, 8, 8)
    inputs = {
        (line_of(r.span), plan().source.text[r.span.start : r.span.end]) for r in finding.related if r.role == "input"
    }
    assert inputs == {(lines_with("**Total experts**")[0], "256"), (lines_with("**Total GPUs**")[0], "32 GPUs")}


def test_the_hint_names_the_quantity_that_has_this_value() -> None:
    hint = seed().hint
    assert "2 experts/GPU is experts per GPU per layer" in hint
    assert "16 / 8" in hint


def test_restatements_are_related_places_and_no_findings() -> None:
    related = [line_of(r.span) for r in seed().related if r.role == "restatement"]
    assert related == lines_with("2 experts per GPU")[1:]
    assert len(related) == 2


def test_consequences_carry_corrected_values_at_their_lines() -> None:
    found = seed().consequences
    parameters, total = lines_with("**Expert parameters**")[0], lines_with("**Total used**")[0]
    assert [(line_of(c.span), c.claimed.text, c.corrected.text) for c in found] == [
        (parameters, "0.62 GB", "2.48 GB"),
        (total, "19.2 GB", "21.06 GB"),
        (total, "30%", "33%"),
    ]
    assert [(c.corrected.number, c.corrected.unit) for c in found] == [(2.48, "GB"), (21.06, "GB"), (33.0, "%")]


@pytest.mark.parametrize("text", ["19.2 GB", "30%"])
def test_the_consequences_keep_their_own_status(text: str) -> None:
    claims = claims_in(lines_with("**Total used**")[0], text)
    assert [c.status for c in claims] == ["verified"]
    assert [c.affected_by for c in claims] == [(seed().fingerprint,)]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("**Throughput per GPU**: 120", "120 tokens/ms"),
        ("**TTFT**: 8.5 s", "8.5 s"),
        ("**Total GPUs**", "32 GPUs"),
    ],
)
def test_what_holds_is_verified(words: str, text: str) -> None:
    (line,) = lines_with(words)
    (claim,) = claims_in(line, text)
    assert claim.status == "verified"
    assert {check.verdict for check in claim.checks} == {"verified"}


@pytest.mark.parametrize(
    ("words", "text", "limit"),
    [
        ("**Throughput per GPU**: 120", "120 tokens/ms", "100 tokens/ms"),
        ("**TTFT**: 8.5 s", "8.5 s", "10 s"),
    ],
)
def test_targets_are_checked_against_their_limits(words: str, text: str, limit: str) -> None:
    (line,) = lines_with(words)
    assert [c for c in checks_of(line, text) if c.verdict == "verified" and limit in f"{c.relation} {c.working}"]
