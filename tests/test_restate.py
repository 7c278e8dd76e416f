"""The same quantity again: what is verified would be accused if changed, and what only looks alike is silent."""

from __future__ import annotations

import pytest

from doclint.config import Config
from doclint.engine import lint
from doclint.model import Source

GUARDED = """# Plan

Each record takes 308 bytes.

The store holds {} bytes × 2 billion = 616 GB.
"""
SUMMARY = """# Plan

## Crawler

Servers of the crawler: 40

## Index

Servers of the index: 90

## Cache

Servers of the cache: 15

## Summary

| Servers of    | Count |
|---------------|-------|
| Crawler       | 40    |
| Index         | {}    |
| Cache         | 15    |
| **Total**     | 145   |
"""
GROWTH = """# Plan

- Pages in the index: 12 billion
- Index size: 120 TB
- Servers: 240

| Metric        | Now   | Next year (2x) |
|---------------|-------|----------------|
| Pages         | 12B   | 24B            |
| Index size    | {} TB | 240 TB         |
| Servers       | 240   | 480            |
| Racks         | 31    | 62             |
| Operators     | 17    | 34             |
"""
COMPUTED = """# Plan

Write throughput: 40,000 messages/s

```
Write data:
├── Messages per second: {}
├── Average size: 5 KB
└── Data rate: 40,000 × 5 KB = 200 MB/s
```
"""


def alarms(text: str) -> list[str]:
    return [f"{f.code} {f.message}" for f in lint(Source("plan.md", text), Config()).findings if f.severity != "info"]


def restated(text: str) -> set[str]:
    found = lint(Source("plan.md", text), Config())
    return {
        claim.amount.text
        for claim in found.claims
        if any(c.kind == "restatement" and c.verdict == "verified" for c in claim.checks)
    }


@pytest.mark.parametrize(
    ("document", "right", "wrong"),
    [(GUARDED, "308", "318"), (SUMMARY, "90", "70"), (GROWTH, "120", "170"), (COMPUTED, "40,000", "70,000")],
    ids=["input of an equation", "item of a total", "input of a column", "computed with below"],
)
def test_what_another_relation_guards_is_verified_and_a_changed_digit_is_found(
    document: str, right: str, wrong: str
) -> None:
    assert not alarms(document.format(right))
    assert any(right in text for text in restated(document.format(right)))
    assert alarms(document.format(wrong))


@pytest.mark.parametrize(
    "document",
    [
        "**Reads of drivers:**\n- Average: 50,000 updates/s\n\n**Reads in total:**\n- Average: 60,000 updates/s\n",
        "| Part | Rate |\n|---|---|\n| Write I/O | 30 GB/s |\n| Total I/O | 60 GB/s |\n",
        "- Redis memory: 6 GB in total\n\n## Nodes\n\n- Redis memory: 2 GB per instance\n",
        "```\nSingle node: 100K ops/s\n  With pipelining: 300K ops/s\nNodes: 1.2M ÷ 300K = 4\n```\n",
        "- Index servers: 90\n\n## Memory\n\nServers for the hot index = 10 TB / 250 GB = 40 servers\n",
        "- Monthly users: 130 million\n\n## Later\n\n- Payment methods: 150M users × 2 = 300M\n",
        "| Updates | Average |\n|---|---|\n| of drivers | 50,000 |\n| of riders | 10,000 |\n",
        "P = 2, 4, 8 or 16 stages\n\n## Memory\n\nP = 4 stages\n",
    ],
    ids=["whole", "qualifier", "per", "detail", "hot", "operand", "rows", "choices"],
)
def test_what_only_looks_alike_is_silent(document: str) -> None:
    assert not alarms(f"# Plan\n\n{document}")


PLAN = """# Plan

Strategy: TP8 × PP4 × DP2.

## Tensor Parallelism (TP) = 8

- Tensor parallelism splits every layer.

## Layout

{}
"""
DEGREES = {
    "glued": ("We run {} everywhere.", "TP8-PP4", "TP6-PP4"),
    "ways": ("The model runs with {} tensor parallelism and PP=4.", "8-way", "6-way"),
    "figure": (
        "```\n├── Pipeline Parallel Groups: 4\n│   ├── Tensor Parallel Groups: {}\n└── Data Parallel Groups: 2\n```",
        "8",
        "6",
    ),
    "gloss": ("**Configuration**: TP=8 ({} tensor parallelism)", "8-way", "6-way"),
    "program": ("```python\nrun(tp_size={}, pp_size=4)\n```", "8", "6"),
}


@pytest.mark.parametrize(("text", "right", "wrong"), DEGREES.values(), ids=DEGREES)
def test_degrees_of_parallelism_stated_again(text: str, right: str, wrong: str) -> None:
    assert not alarms(PLAN.format(text.format(right)))
    assert "8" in "".join(restated(PLAN.format(text.format(right))))
    assert any("DL401" in found for found in alarms(PLAN.format(text.format(wrong))))


@pytest.mark.parametrize(
    "text",
    [
        "Before that we ran TP6-PP4.",
        "TP6-PP4 would need more memory.",
        "- Small: TP=6 / PP=4\n- Large: TP=8 / PP=4",
        "TP6 needs 40 GB, TP8 30 GB.",
        "## vs. TP=6, PP=4\n\nIt is slower.",
        "4 TP groups share one switch.",
    ],
)
def test_degrees_of_another_plan_are_silent(text: str) -> None:
    assert not alarms(PLAN.format(text))


COUNTS = """# Plan

- 16 layers ÷ 4 stages = 4 layers per stage
- Each stage handles {} layers
"""


def test_counts_per_thing_stated_in_other_words() -> None:
    assert not alarms(COUNTS.format(4))
    assert "4" in restated(COUNTS.format(4)) or "4 layers" in restated(COUNTS.format(4))
    assert alarms(COUNTS.format(6))
    assert not alarms(COUNTS.format("2 spare"))


SAME = """# Plan

## Prefill

- Pipeline stages: 4 stages

## Decode

- Pipeline stages: {} stages (same as prefill)
"""


def test_a_number_that_says_that_it_is_another_one() -> None:
    assert not alarms(SAME.format(4))
    assert alarms(SAME.format(8))
    assert not alarms(SAME.format(8).replace(" (same as prefill)", ""))


@pytest.mark.parametrize(
    "text",
    [
        "With a page rate of 7,000 pages/s the disks would be full.",
        "The goal for next year is a page rate of 7,000 pages/s.",
        "The page rate of the competitor is 7,000 pages/s.",
    ],
)
def test_other_cases_times_and_parties_are_silent(text: str) -> None:
    assert not alarms(f"# Plan\n\n- Page rate: 4,000 pages/s\n\n## Notes\n\n{text}\n")
    assert alarms("# Plan\n\n- Page rate: 4,000 pages/s\n\n## Summary\n\n- Page rate: 7,000 pages/s\n")


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("Kafka", "Kinesis", False),
        ("Before migration", "After migration", False),
        ("Requirements", "Benchmark", False),
        ("Today", "In 12 months", False),
        ("70B", "8B", False),
        ("Without cache", "With cache", False),
        ("Assumptions", "Architecture", True),
        ("1. Overview", "7. Summary", True),
    ],
)
def test_a_label_below_headings_of_two_things_or_states_names_two_quantities(
    first: str, second: str, said: bool
) -> None:
    text = f"# Plan\n\n## {first}\n\nPeak message rate: 4,800/s\n\n## {second}\n\nPeak message rate: 4,300/s\n"
    codes = [f.code for f in lint(Source("plan.md", text), Config()).findings]
    assert codes == (["DL401"] if said else [])
