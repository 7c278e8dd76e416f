"""What a guess is worth: it accuses and verifies by digits that stand, by the same guess elsewhere, or by its words."""

from __future__ import annotations

import pytest

from doclint.config import Config
from doclint.engine import lint
from doclint.model import Source

DIGITS = "# Plan\n\n- Storage: {}\n- Nodes: 8\n- Storage of logs and traces per node: {}\n"


def alarms(markdown: str) -> list[str]:
    return [f.message for f in lint(Source("plan.md", markdown), Config()).findings if f.severity != "info"]


def statuses(markdown: str, text: str) -> set[str]:
    return {c.status for c in lint(Source("plan.md", markdown), Config()).claims if c.amount.text == text}


def test_a_guess_with_few_digits_neither_verifies_nor_accuses() -> None:
    assert "verified" not in statuses(DIGITS.format("48 TB", "6 TB"), "6 TB")
    assert not alarms(DIGITS.format("48 TB", "9 TB"))


def test_a_guess_accuses_where_two_digits_stand() -> None:
    assert "verified" in statuses(DIGITS.format("46.32 TB", "5.79 TB"), "5.79 TB")
    assert alarms(DIGITS.format("46.32 TB", "5.19 TB"))


def test_the_same_words_per_something_are_sure() -> None:
    lines = "# Plan\n\n- Ingest: 840 MB/s\n- Brokers: 12\n- Ingest per broker: {}\n"
    assert not alarms(lines.format("70 MB/s"))
    assert alarms(lines.format("80 MB/s"))


@pytest.mark.parametrize("unit", ["per GPU", "/GPU"])
def test_a_claim_that_repeats_its_input_is_no_slip(unit: str) -> None:
    assert not alarms(
        f"# Setup: 24 GPUs\n\n- Cost: 24 GPUs\n- Performance: 35 tokens/ms\n- Performance {unit}: 35 tokens/ms\n"
    )


@pytest.mark.parametrize(
    "line",
    [
        "- Memory: 12 GB per instance",
        "- 50 GB relocation buffer per instance",
        "- Scripts run ~9K/sec per instance",
    ],
)
def test_another_property_is_not_spread(line: str) -> None:
    assert not alarms(f"# Store\n\n- Instances: 5 instances\n- Disk: 80 GB\n- Load: 90K/sec\n{line}\n")


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("940 ÷ 80K ≈ 2 instances (with redundancy)", False),
        ("940 ÷ 80K ≈ 1 node", False),
        ("4 TB × $0.05/GB = $100/month (assuming 50% is cached)", False),
        ("4 TB × $0.05/GB = $170/month (assuming 50% is cached)", True),
        ("4 TB × $0.05/GB = $0.20 (with discounts)", False),
        ("Open for 9 hours (9 AM - 6 PM)", False),
        ("Fee: $0.70 per ticket (2% + $0.40)", False),
        ("$42,000 / 60M = $0.0007 = $0.70 per 1000 rides", False),
        ("mean 3120 (3015/3190/3155)", False),
        ("24 shards split over 6 nodes (4 shards per node)", False),
        ("24 shards split over 6 nodes (5 shards per node)", True),
        ("from batch 2 to 4 gives only 3.5% but 60% more memory", False),
        ("165 → 196 TFLOPS (+19%)", False),
        ("165 → 196 TFLOPS (+29%)", True),
        ("last 7 days × 20% = 28M photos", False),
        ("usable 85% minus 15% watermark → 5.8 TB", False),
        ("12 machines of 16 cores (88% busy)", False),
        ("12 of 16 machines (88%)", True),
        ("index = (20,000,000 / 0.8) × 48 = ~1.2 GB", False),
        ("**~$90/month = 35% savings** against the first bill of $138", False),
    ],
)
def test_sentences(text: str, wrong: bool) -> None:
    assert bool(alarms(f"# Notes\n\n{text}\n")) == wrong


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("Throughput requirement met: 14 tokens/ms", True),
        ("Throughput requirement cannot be met (14 tokens/ms)", False),
        ("❌ Throughput: 14 tokens/ms", False),
        ("Throughput: 140 tokens/ms (exceeds 90 tokens/ms requirement)", False),
    ],
)
def test_a_requirement_is_violated_where_it_is_called_met(line: str, wrong: bool) -> None:
    assert (
        bool(alarms(f"# Plan\n\n- Throughput requirement: at least 90 tokens/ms\n\n## Result\n\n- {line}\n")) == wrong
    )
