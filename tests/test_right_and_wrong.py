"""Readings that verify a right number in its place, and accuse the same number with one digit changed."""

from __future__ import annotations

import pytest

from doclint.config import Config
from doclint.engine import lint
from doclint.model import Result, Source


def read(markdown: str) -> Result:
    return lint(Source("plan.md", markdown), Config())


def alarms(markdown: str) -> list[str]:
    return [f"{f.code} {f.message}" for f in read(markdown).findings if f.severity != "info"]


COSTS = "```\nCost:\nEast: 40 GB × $0.085 = $3.40\nReplica: 40 GB × $0.02 = $0.80\nTotal: {}/month\n```\n"
PARTS = "```\nTotal VRAM:  40,000 MB (100%)\nReserved:    36,000 MB (90%)\n├─ Weights:  14,000 MB (35%)\n"
PARTS += "├─ KV cache: 20,800 MB ({})\n└─ Buffers:   1,200 MB (3%)\nFree:         4,000 MB (10%)\n```\n"
ENTRY = "Each entry holds:\n\n- **Key**: user id (~20 bytes)\n- **Score**: time stamp (8 bytes)\n"
ENTRY += "- **Member**: address (~16 bytes)\n\n**Total size per entry** = {}\n"
CHANGES = "| Metric | Now | Proposed | Change |\n|---|---|---|---|\n| Total yield | 9.20% | 4.70% | -49% |\n"
CHANGES += "| Delegators | 8.60% | 4.10% | {} |\n| Operators | 0.50% | 0.40% | -20% |\n"
SPREADS = (
    "| Run | Compute | Transfer | Dominance ratio |\n|---|---|---|---|\n| a | 0.52±0.01 ms | 3.49±0.26 ms | 6.71× |\n"
)
SPREADS += "| b | 0.50±0.01 ms | 40.46±0.96 ms | {} |\n| c | 1.01±0.05 ms | 7.54±0.22 ms | 7.47× |\n"
SPREADS += "| d | 1.99±0.07 ms | 15.95±0.33 ms | 8.02× |\n"
WORKINGS = (
    "| Metric | Estimate | Formula |\n|---|---|---|\n| Cache | {} | 25% × 6M × 12 KB |\n| Reads | 60/s | 12/s × 5 |\n"
)
YEARS = "| Data | Annual size | 7-Year size |\n|---|---|---|\n| Payments | 10M × 1 KB = 10 GB | 70 GB |\n"
YEARS += "| Ledger | 40M × 200 B = 8 GB | {} |\n| Fraud | 10M × 500 B = 5 GB | 10 GB (2yr retention) |\n"
YEARS += "| Audit | 10M × 2 KB = 20 GB | 140 GB |\n| Logs | 10M × 300 B = 3 GB | 21 GB |\n"
TOTALS = "| Site | Plan | Extra | Total |\n|---|---|---|---|\n"
TOTALS += "| a | $2,962 | $0.00 | $2,962 |\n| b | $2,479 | $0 | $2,479 |\n"
TOTALS += "| c | $1,497 | $581 | $2,078 |\n| d | $1,323 | $17 | $1,340 |\n| e | $1,245 | $26 | {} |\n"
HOURS = (
    "| Phase | GPUs | Time | GPU-Hours |\n|---|---|---|---|\n| Data | 0 | 0.5h | 0 |\n| Tuning | 8 | 0.25h | 2.0 |\n"
)
HOURS += "| Tests | 16 | 0.75h | {} |\n| Review | 2 | 1.5h | 3.0 |\n"
BILL = "| Item | Cost |\n|---|---|\n| Space | $7,000 |\n| Power | $2,500 |\n| Staff | $4,100 |\n"
BILL += "| **Total monthly** | $13,600 |\n| **Annual** | {} |\n"
TRAFFIC = "| Source | Requests/day | Size | Daily bandwidth |\n|---|---|---|---|\n| Create | 34K | 2 KB | {} |\n"
TRAFFIC += "| Poll | 68K | 1 KB | 68 MB |\n| Report | 13K | 5 KB | 65 MB |\n| Audit | 21K | 3 KB | 63 MB |\n"
SALES = "| Metric | Calculation | Result |\n|---|---|---|\n| Orders | $400M ÷ $50 | {} |\n"
SALES += "| Monthly orders | 8M ÷ 12 | 666,667 |\n| Daily orders | 8M ÷ 365 | ~21,900 |\n"
STACK = "```\n30,000 active users\n× 12 searches/user\n= {} searches\n```\n"
LEDGER = "```\n  96 GB installed\n- 18 GB system\n= {} for models\n```\n"
LOADS = "| Load | Rate |\n|---|---|\n| 20M tx/day | ~231 TPS |\n| 60M tx/day | ~{} |\n| 90M tx/day | ~1,042 TPS |\n"
LOADS += "| 300M tx/day | ~3,472 TPS |\n"
INSTANCES = "| Role | Machine | Count | Memory |\n|---|---|---|---|\n| api | large (4 vCPU, 8 GB) | 6 | {} |\n"
INSTANCES += "| web | medium (2 vCPU, 4 GB) | 9 | 36 GB |\n| jobs | huge (8 vCPU, 32 GB) | 4 | 128 GB |\n"
INSTANCES += "| edge | small (2 vCPU, 6 GB) | 7 | 42 GB |\n"

RIGHT_AND_WRONG = {
    "a share with both numbers in its bracket": ("Memory: {} (4.2 GB of 8 GB)", "53%", "73%"),
    "a share with a word before its bracket": ("Memory: {} used (4.2 GB of 8 GB)", "53%", "73%"),
    "a factor with both numbers in its bracket": ("The bus has {} lower bandwidth (16 vs 900 GB/s).", "56×", "76×"),
    "a reduction with both numbers in its bracket": ("**{} reduction** (18.11 GB down to 908.1 MB)", "95.0%", "75.0%"),
    "a change from and to in its bracket": ("A {} smaller image (from 640 MB to 240 MB).", "62.5%", "32.5%"),
    "a change with notes": ("TTFT drops from 142 ms (TP=1) → 39 ms (TP=8), a {} improvement.", "3.6×", "8.6×"),
    "a change for the worse": ("TTFT goes from 142 ms to 194 ms, it actually gets {} worse.", "37%", "67%"),
    "a label that computes": ("- Mail (20M/day × 30 days × $0.0001): {}", "$60,000/month", "$80,000/month"),
    "an arrow of many dashes": ("- 12 × 10 KB = {} ---> writes times size", "120 KB", "150 KB"),
    "a price per such a unit": ("Transfer: 20 GB × $0.085 = {}", "$1.70", "$7.70"),
    "a total per month of plain prices": (COSTS, "$4.20", "$4.70"),
    "a rate per year below one per month": (
        "- Monthly savings: $20,650\n- Annual savings: {}\n",
        "$247,800",
        "$847,800",
    ),
    "shares of what is called the whole": (PARTS, "52%", "72%"),
    "items with their amounts in brackets": (ENTRY, "44 bytes", "47 bytes"),
    "a column of changes": (CHANGES, "-52%", "-72%"),
    "a column of ratios between spreads": (SPREADS, "80.92×", "20.92×"),
    "a column of computations": (WORKINGS, "18 GB", "13 GB"),
    "operands on lines of their own": (STACK, "360,000", "380,000"),
    "a ledger down to its result": (LEDGER, "78 GB", "68 GB"),
    "a noun of two words per time": ("600 / 2 = {} transfers / day", "300 payment", "500 payment"),
    "rates of short names in a table": (LOADS, "694 TPS", "894 TPS"),
    "lakh and crore": ("3 crore users × 4 requests = {} requests/day", "12 crore", "17 crore"),
    "equal portions": ("- 256 sequences split into 8 micro-batches of {}", "32 sequences", "37 sequences"),
    "a span of time": ("Seconds in 14 days: {}", "1,209,600", "1,909,600"),
    "a change beside the second number": ("- Raw: 640 MB\n- Compressed: 240 MB ({} smaller)\n", "62.5%", "32.5%"),
    "a change per something": ("- Memory reduction: {} per stage (80 GB → 20 GB)", "75%", "45%"),
    "terms worked out one by one": ("3 × 20 + 4 × 15 = {} + 60 = 120", "60", "90"),
    "amounts that cells name together": (INSTANCES, "48 GB", "98 GB"),
    "one digit in a column of computations": (SALES, "8,000,000", "3,000,000"),
    "a header that is a product of two others": (HOURS, "12.0", "17.0"),
    "a year below a month in a table of costs": (BILL, "$163,200", "$183,200"),
    "a year below a computation per month": ("```\n40 GB × $0.03 = $1.20/month\nAnnual: {}\n```\n", "$14.40", "$19.40"),
    "bandwidth as the result of its row": (TRAFFIC, "68 MB", "98 MB"),
    "totals beside rows with one number": (TOTALS, "$1,271", "$7,271"),
    "display maths in brackets": ("\\[\n64 \\times 7000 = {}\n\\]\n", "448{{,}}000", "418{{,}}000"),
    "maths in parentheses": ("So \\(3000 \\times 100 = {}\\) rows.", "300{{,}}000", "350{{,}}000"),
    "maths whose backslash was lost": ("[\n\\frac{{600}}{{3}} = {}\n]\n", "200", "240"),
    "the same again behind an or": ("It takes 381.380 hours, or {}.", "15.89 days", "18.89 days"),
    "the ends of a range again": ("That is 381.4 to 496.1 hours, or 15.9 to {} days.", "20.7", "70.7"),
    "scales that touch their numbers in maths": ("$(10M \\times 100) / 100k = {}$", "10,000", "17,000"),
    "a header that says how many years": (YEARS, "56 GB", "86 GB"),
    "a number format": ("- Precision: FP16 ({} per parameter)", "2 bytes", "4 bytes"),
}


@pytest.mark.parametrize("name", RIGHT_AND_WRONG)
def test_the_right_number_is_verified_and_the_wrong_one_accused(name: str) -> None:
    text, right, wrong = RIGHT_AND_WRONG[name]
    right, wrong = right.format(), wrong.format()
    assert alarms(text.format(right)) == []
    shown = right.lstrip("$")[:4]
    verified = [c for c in read(text.format(right)).claims if c.status == "verified" and shown in c.amount.text]
    assert verified, name
    assert alarms(text.format(wrong)), name


@pytest.mark.parametrize(
    "markdown",
    [
        "| A | B |\n|---|---|\n| 12 GB | 24 GB |\n| $5 | $10 |\n| 7 MB/s | 14 MB/s |\n| 30 s | 60 s |\n",
        "| Kind | P50 | P95 |\n|--|--|--|\n| a | <10 ms | <30 ms |\n| b | <20 ms | <50 ms |\n| c | <30 ms | <80 ms |\n",
    ],
)
def test_what_another_number_would_not_contradict_is_not_verified(markdown: str) -> None:
    assert {c.status for c in read(markdown).claims} <= {"undecided", "stated"}


def test_a_price_of_a_part_is_not_that_of_the_whole() -> None:
    rows = "| Cost | On premises |\n|---|---|\n| Monthly infrastructure cost | $850 |\n| Overhead | $400/month |\n"
    assert alarms(rows + "| Total annual cost | $15,000 |\n") == []
    assert "DL301" in alarms("- Monthly cost: $850\n- Total annual cost: $15,200\n")[0]


LIMITS = "| Metric | Target | Actual | Status |\n|---|---|---|---|\n| P99 latency | 200 ms | {} | ✅ {} |\n"
LIMITS += "| Throughput | 500 req/s | 640 req/s | ✅ Pass |\n| Memory | ≤ 16 GB | 12 GB | ✅ Pass |\n"


@pytest.mark.parametrize(
    ("reached", "status", "codes"),
    [("180 ms", "Pass", []), ("280 ms", "Pass", ["DL502"]), ("280 ms", "Missed", []), ("280 ms", "", ["DL502"])],
)
def test_a_row_that_says_it_meets_its_limit_is_held_to_it(reached: str, status: str, codes: list[str]) -> None:
    assert [a.split()[0] for a in alarms(LIMITS.format(reached, status))] == codes
    verified = {c.amount.text for c in read(LIMITS.format(reached, status)).claims if c.status == "verified"}
    assert {"640 req/s", "12 GB"} <= verified


@pytest.mark.parametrize(
    "line",
    ["- Compression: 4:1", "- Window: 7 days", "- Reserved for tests: 1 node", "- Only 24 of them decode"],
)
def test_a_condition_beside_the_inputs_of_a_rule_leaves_it_open(line: str) -> None:
    plan = "- Nodes: 10\n- GPUs per node: 8\n{}- Total GPUs: 72\n"
    assert "DL301" in alarms(plan.format(""))[0]
    assert alarms(plan.format(line + "\n")) == []


JOINED = "| Team | Q1 | Q2 | Q3 |\n|---|---:|---:|---:|\n| A | 12 | 14 | 15 |\n| B | 8 | 9 | 9 |\n| C | 5 | 5 | 6 |\n"
JOINED += "| Total | 25 | 28 | 40 |\n\nIn Q3 another {} people joined and stand in the total only.\n"
SPARE = "We keep {} GPUs as spares.\n\n- TP: 8\n- PP: 4\n- DP: 8\n- Total GPUs: 264\n"


@pytest.mark.parametrize(
    ("plan", "rest", "other", "code"),
    [(JOINED, "10", "12", "DL107"), (SPARE, "8", "16", "DL301")],
    ids=["total", "rule"],
)
def test_a_result_whose_rest_is_said_beside_it_is_left_open(plan: str, rest: str, other: str, code: str) -> None:
    assert alarms(plan.format(rest)) == []
    assert [a.split()[0] for a in alarms(plan.format(other))] == [code]
