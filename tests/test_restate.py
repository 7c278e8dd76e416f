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
