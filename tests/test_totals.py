"""Totals over lists, trees and outlines: wholes that are named, wholes above their items, what remains, shares."""

from __future__ import annotations

import pytest

from doclint.config import Config
from doclint.engine import lint
from doclint.model import Source


def found(text: str) -> list[tuple[str, int, str]]:
    """Code, line and claim of every finding."""
    source = Source("t.md", text)
    findings = lint(source, Config()).findings
    return [(f.code, source.position(f.span.start)[0], f.claimed.text if f.claimed else "") for f in findings]


def sums(text: str) -> list[str]:
    """The claims that a sum verifies, as written."""
    claims = lint(Source("t.md", text), Config()).claims
    return [c.amount.text for c in claims if any(k.kind == "sum" and k.verdict == "verified" for k in c.checks)]


STAGES = """\
- Compute per stage: ~41 ms
- Transfers per stage:
  - send: 17 ms
  - receive: ~4 ms per stage
- Drain: ~6 ms
- Total latency: ~68 ms
"""


@pytest.mark.parametrize(
    ("text", "claim", "wrong"),
    [
        ("- Disks: 412 GB\n- Logs: 77 GB\n- Dumps: 31 GB\n- Total: 520 GB\n", "520 GB", "920 GB"),
        ("- Memory: 77.4 GB\n  - heap: 41.2 GB\n  - cache: 24.1 GB\n  - stacks: 12.1 GB\n", "77.4 GB", "17.4 GB"),
        (
            "```\nMemory: 77.4 GB\n├── heap: 41.2 GB\n├── cache: 24.1 GB\n└── stacks: 12.1 GB\n```\n",
            "77.4 GB",
            "17.4 GB",
        ),
        (
            STAGES,
            "68 ms",
            "28 ms",
        ),
        ("The host has used 18.4 GB, free 45.2 GB, total 63.6 GB.\n", "63.6 GB", "23.6 GB"),
        ("Storing 37 node bytes per entry (on top of the 96-byte key, for 133 B total) is cheap.\n", "133 B", "153 B"),
        ("The cache takes 37 GB.\nThe index adds another 12 GB, for a total of 49 GB.\n", "49 GB", "79 GB"),
        ("We have 14 engineers. Hiring adds another 5, for a total of 19 engineers.\n", "19 engineers", "29 engineers"),
        (
            "This costs 2.41% (+1.37% memory). That adds another 0.36 pp and +0.58 pp, a combined 2.77% / +1.95%.\n",
            "1.95%",
            "1.25%",
        ),
    ],
)
def test_a_whole_is_the_sum_of_its_parts(text: str, claim: str, wrong: str) -> None:
    assert found(text) == []
    assert claim in sums(text)
    broken = found(text.replace(claim, wrong))
    assert [(code, number) for code, _, number in broken] == [("DL105", wrong)]


PLANS = """\
## Users

- Total accounts: 400,000

## Plans of the accounts

- Free: 300K (75%)
- Paid: 80K (20%)
- Staff: 20K (5%)
"""
WORDS = """\
```
Distinct words: ~2.94 million words

- Frequent words (40K): 90 KB × 40K = 3.6 GB
- Common words (900K): 2 KB × 900K = 1.8 GB
- Rare words (2M): 100 bytes × 2M = 200 MB
```
"""
STORED = """\
- Objects: 920 objects
- Hot objects: 120 objects
- Warm objects: 300 objects
- Cold objects: 500 objects
"""


@pytest.mark.parametrize(
    ("text", "claim", "wrong", "line"),
    [
        (PLANS, "400,000", "900,000", 3),
        (PLANS, "300K", "500K", 7),
        (PLANS, "80K", "30K", 8),
        (WORDS, "2.94 million words", "7.94 million words", 2),
    ],
)
def test_classes_that_leave_nothing_over_make_up_the_whole(text: str, claim: str, wrong: str, line: int) -> None:
    assert found(text) == []
    assert claim in sums(text)
    broken = found(text.replace(claim, wrong, 1))
    assert (line, wrong) in [(at, number) for _, at, number in broken]


@pytest.mark.parametrize(
    "text",
    [
        PLANS.replace("Total accounts: 400,000", "Active accounts: 900,000"),
        PLANS.replace("Total accounts", "Total devices").replace("400,000", "900,000"),
        PLANS.replace("(5%)", "(15%)").replace("400,000", "900,000"),
        PLANS.replace("- Total accounts: 400,000", "- Total accounts: 900,000\n- Total accounts (old): 700,000"),
        WORDS.replace("Rare words", "Short words").replace("2.94", "7.94"),
        WORDS.replace("Distinct words: ~2.94 million words", "Distinct pages: ~7.94 million pages"),
        WORDS.replace("Distinct words: ~2.94", "Average words per page: 7.94"),
    ],
)
def test_classes_that_may_leave_something_over_accuse_nobody(text: str) -> None:
    assert [code for code, _, _ in found(text) if code == "DL105"] == []


@pytest.mark.parametrize(
    "text",
    [
        "- Memory: 96 GB\n  - heap: 41 GB\n  - cache: 24 GB\n",
        "- Peak: 900 req/s\n- Average: 300 req/s\n- Total users: 40,000\n",
        "- Latency: 120 ms\n  - p50: 40 ms\n  - p99: 110 ms\n",
        "- Total: 52 GB\n\nUnrelated:\n\n- a: 40 GB\n- b: 22 GB\n",
        "- Compute per stage: 40 ms\n- Transfers per stage: 20 ms\n- Total latency: 240 ms\n",
        "- Index per shard: 12 GB\n- Logs per shard: 9 GB\n- Total storage: 61 GB for 3 shards, less what is shared\n",
        "- Compute per stage: 41 ms\n- Memory per node: 20 ms\n- Total latency: 91 ms\n",
        "Each server takes 30 GB. The index adds another 2 GB, for a total of 320 GB.\n",
        "The cache takes 30 GB per node plus 2 GB of overhead, for a total of 640 GB over 20 nodes.\n",
        "The base costs $40. Support adds another $12 per seat, for a combined $82.\n",
        "Logs grew from 120 GB to 150 GB. Traces add another 20 GB, for a total of 190 GB.\n",
        "- Compute: $12,000\n- Storage: $3,000\n- Total: $15,000\n- Support (not included): $2,000\n",
    ],
)
def test_what_is_no_whole_accuses_nobody(text: str) -> None:
    assert found(text) == []


BOOK = """\
# Queue

```
Internal replication: 24 GB/sec
Total write traffic: 36 GB/sec
```

## Check of the figures

- Total write traffic: 12 GB/sec (original) + 24 GB/sec (replication) = 36 GB/sec
"""


def test_a_number_is_verified_by_the_computation_that_repeats_it_later() -> None:
    assert found(BOOK) == []
    verified = {c.span.start for c in lint(Source("t.md", BOOK), Config()).claims if c.status == "verified"}
    assert BOOK.index("36 GB") in verified
    assert found(BOOK.replace("36 GB", "56 GB", 1)) == [("DL401", 5, "56 GB/sec")]


CLUSTER = """\
## Search

```
Search cluster:
- Data nodes: 36 (500 GB each)
- Master nodes: 5
- Query nodes: 12
- Shards: 400
```

## Summary

| Component | Quantity | Memory |
|---|---|---|
| Search nodes | 53 | 64 GB |
| Cache nodes | 20 | 32 GB |
"""


def test_the_nodes_of_a_cluster_are_all_its_kinds_of_nodes() -> None:
    assert found(CLUSTER) == []
    assert "53" in sums(CLUSTER)
    assert found(CLUSTER.replace("53", "54")) == []
    assert [(code, number) for code, _, number in found(CLUSTER.replace("53", "83"))] == [("DL105", "83")]


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("Search nodes | 53", "Metrics nodes | 83"),
        ("Search nodes | 53", "Search nodes | 36"),
        ("Search nodes | 53", "Search nodes | 48"),
        ("Search nodes | 53", "Search nodes per region | 83"),
        ("Query nodes: 12", "Spare nodes per rack: 12"),
        ("Query nodes: 12", "Hot data nodes: 12"),
    ],
)
def test_nodes_that_may_be_others_accuse_nobody(was: str, now: str) -> None:
    assert found(CLUSTER.replace("53", "83").replace(was.replace("53", "83"), now)) == []


TERMS = """\
- Attention weights: 31 MB
- Gate weights: 12 MB
- Norm: 2 KB
- Expert weights: 240 MB
- Activations: 512 MB

**Total per layer**: ~283 MB weights + 512 MB (activations) = 795 MB
"""


def test_a_term_of_a_total_is_the_sum_of_the_lines_that_say_its_word() -> None:
    assert found(TERMS) == []
    assert "283 MB" in sums(TERMS)
    assert (7, "583 MB") in [(line, number) for _, line, number in found(TERMS.replace("283", "583"))]


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("- Attention weights", "- Attention"),
        ("- Attention weights: 31 MB", "- Attention weights per expert: 31 MB"),
        ("weights + 512 MB (activations)", "+ 512 MB"),
        ("- Norm: 2 KB", "- Norm: small"),
        ("- Activations: 512 MB", "- Buffers: 512 MB"),
    ],
)
def test_a_term_of_a_total_that_may_be_something_else_accuses_nobody(was: str, now: str) -> None:
    text = TERMS.replace("283", "383").replace("795", "895").replace(was, now)
    assert [number for _, _, number in found(text) if number == "383 MB"] == []


def test_a_subtotal_is_not_counted_twice() -> None:
    text = (
        "- API: 11 GB\n- Jobs: 26 GB\n- Subtotal: 37 GB\n- Cache: 7 GB\n- Logs: 5 GB\n- Subtotal: 12 GB\n"
        "- Spare: 3 GB\n- Total: 52 GB\n- Headroom: 20 GB\n"
    )
    assert found(text) == []
    assert sums(text) == ["37 GB", "12 GB", "52 GB"]
    assert found(text.replace("52", "82")) == [("DL105", 8, "82 GB")]
    assert found(text.replace("Subtotal: 12", "Subtotal: 92").replace("52", "132")) == [("DL105", 6, "92 GB")]
    assert found(text.replace("52 GB", "101 GB")) == []
