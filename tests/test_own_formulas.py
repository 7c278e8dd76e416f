"""The document's own formulas: each reading verifies a right number, accuses a changed digit, leaves a look-alike."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from doclint.config import Config
from doclint.engine import lint, read
from doclint.formulas.explained import meanings
from doclint.formulas.spelled import spelled
from doclint.formulas.stated import formulas
from doclint.model import Result, Source
from doclint.wording import working


def result(markdown: str) -> Result:
    return lint(Source("plan.md", markdown), Config())


def alarms(markdown: str) -> list[str]:
    return [f.message for f in result(markdown).findings if f.severity != "info"]


def checks(markdown: str, text: str) -> list[str]:
    """The verdicts of formulas on the numbers written so."""
    found = [
        check.verdict
        for claim in result(markdown).claims
        if claim.amount.text.split()[0].strip("$`") == text.split()[0].strip("$")
        for check in claim.checks
        if check.kind == "formula"
    ]
    return list(dict.fromkeys(found))


READ = {
    "words": (
        "Memory = parameters × bytes per parameter\n\n- Parameters: 7B\n- Bytes per parameter: 2\n- Memory: {}\n",
        "14 GB",
        "41 GB",
    ),
    "a sum in a fence": (
        ("```\nFootprint = compute + storage + network\n```\n\nCompute: 120 GB\n\nStorage: 300 GB\n\nNetwork: 45 GB\n\n"
        "## Sum\n\nFootprint: {}\n"),
        "465 GB",
        "565 GB",
    ),
    "a quotient, from another section": (
        ("- Total widgets: 256\n- Boxes: 32\n\nWidgets per box = total widgets / boxes\n\n"
        "## Layout\n\n- Widgets per box: {}\n"),
        "8",
        "2",
    ),
    "LaTeX with explained symbols": (
        ("$$M = P \\times b$$\n\nwhere $P$ is the number of parameters and $b$ is the bytes per parameter.\n\n"
        "- Number of parameters: 70B\n- Bytes per parameter: 2\n- M = {}\n"),
        "140 GB",
        "120 GB",
    ),
    "a fraction, and a symbol after a colon": (
        ("The load is $s = \\frac{{E}}{{G}}$, where E is the number of parcels and G: number of vans.\n\n"
        "- Parcels: 64\n- Vans: 16\n- s = {}\n"),
        "4",
        "6",
    ),
    "symbols named in a fence": (
        ("writes = P/B\n\n```\nNumber of pods: P\nPods per slice: B\n```\n\n"
        "- Pods: 20,000\n- Pods per slice: 100\n- Writes: {}\n"),
        "200",
        "300",
    ),
    "results of other lines of LaTeX": (
        ("$$\\text{{Mean load}} = \\frac{{1{{,}}500{{,}}000}}{{86{{,}}400}} \\approx 17.36 \\text{{ req/s}}$$\n\n"
        "$$\\text{{Top load}} = \\text{{Mean load}} \\times 3.0 \\approx {} \\text{{ req/s}}$$\n"),
        "52.1",
        "58.1",
    ),
    "code in a sentence": (
        "We use `GBS = MBS*DP*GAS`.\n\n- MBS = 4\n- DP = 8\n- GAS = 4\n\nThis gives GBS = {}.\n",
        "128",
        "138",
    ),
    "a ceiling": (
        "Hosts = ceil(peak load / load per host)\n\n- Peak load: 10,500/s\n- Load per host: 1,000/s\n- Hosts: {}\n",
        "11",
        "17",
    ),
    "brackets and single letters": (
        "Idle share = (p - 1) / (m + p - 1)\n\n- p = 4\n- m = 8\n- Idle share: {}\n",
        "27.3%",
        "17.3%",
    ),
    "a schematic line with its numbers below": (
        ("Archive = daily volume × retention × copies\n\n"
        "- Daily volume: 500 GB\n- Retention: 30 days\n- Copies: 3\n- Archive: {}\n"),
        "45 TB",
        "54 TB",
    ),
    "a difference": (
        ("Free memory = total memory - used memory\n\n"
        "- Total memory: 80 GB\n- Used memory: 52 GB\n- Free memory: {}\n"),
        "28 GB",
        "38 GB",
    ),
    "a power": ("Leaves = fanout^depth\n\n- Fanout: 16\n- Depth: 4\n- Leaves: {}\n", "65,536", "85,536"),
    "settings in a sentence": (
        "Total GPUs = TP × PP × DP\n\nWe use TP=4, PP=4 and DP=2.\n\n- Total GPUs: {}\n",
        "32",
        "34",
    ),
    "the columns of a table": (
        "Slots = racks × blades\n\n| Site | Racks | Blades | Slots |\n|---|---|---|---|\n| A | 4 | 12 | {} |\n",
        "48",
        "84",
    ),
    "a formula in a row": (
        ("| Quantity | Formula | Value |\n|---|---|---|\n| Racks | given | 4 |\n| Blades | given | 8 |\n"
        "| Slots | Racks × Blades | {} |\n"),
        "32",
        "36",
    ),
    "a step between": (
        ("Bill = storage + traffic\n\nStorage = disks × price per disk\n\n"
        "- Disks: 12\n- Price per disk: $50\n- Traffic: $300\n- Bill: {}\n"),
        "$900",
        "$700",
    ),
    "the end of the formula's own line": (
        "At `gas_limit = 60M` the block holds `B = gas_limit / 64 = {}` bytes.\n",
        "937,500",
        "837,500",
    ),
    "an equation over names": ("With `rows = 40` and `width = 8`:\n\n`rows * width = {}`\n", "320", "820"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "right", "wrong"), READ.values(), ids=READ)
def test_a_formula_gives_its_number(text: str, right: str, wrong: str) -> None:
    told = checks(f"# Plan\n\n{text.format(right)}", right)
    assert "verified" in told
    assert "contradicted" not in told
    assert alarms(f"# Plan\n\n{text.format(right)}") == []
    assert "contradicted" in checks(f"# Plan\n\n{text.format(wrong)}", wrong)
    assert len(alarms(f"# Plan\n\n{text.format(wrong)}")) == 1


NUMBERS = "\n\n- Parameters: 7B\n- Bytes per parameter: 2\n- Memory: 41 GB\n"
SILENT = {
    "two values of an input": f"Memory = parameters × bytes per parameter\n\nBytes per parameter: 4{NUMBERS}",
    "an input that nobody states": f"Memory = parameters × bytes per parameter × copies{NUMBERS}",
    "a formula under a condition": f"If weights are shared, Memory = parameters × bytes per parameter{NUMBERS}",
    "a formula that is quoted": f"> Memory = parameters × bytes per parameter{NUMBERS}",
    "a formula that was wrong": f"Wrong: Memory = parameters × bytes per parameter{NUMBERS}",
    "a formula struck out": f"~~Memory = parameters × bytes per parameter~~{NUMBERS}",
    "a formula of an earlier state": f"## Previous design\n\nMemory = parameters × bytes per parameter{NUMBERS}",
    "two formulas of one subject": (
        f"Memory = parameters × bytes per parameter\n\nMemory = parameters × bytes per parameter × ranks{NUMBERS}"
    ),
    "settings in a row": "Option A: TP=8 / EP=4 / DP=1\n\nOption B: TP=8 / EP=4 / DP=2\n",
    "a scenario of its own": (
        "Memory = parameters × bytes\n\n## Baseline\n\n- Parameters: 7B\n- Bytes: 2\n\n## Proposed\n\n- Memory: 41 GB\n"
    ),
    "several values, and inputs elsewhere": (
        "Hosts = load / rate\n\n- Load: 900\n- Rate: 100\n\n## Small\n\n- Hosts: 3\n\n## Large\n\n- Hosts: 7\n"
    ),
    "another quality of an input": (
        "Hosts = load / load per host\n\n- Peak load: 900\n- Load per host: 100\n- Hosts: 3\n"
    ),
    "a limit": "Hosts = load / rate\n\n- Load: 900\n- Rate: 100\n- Hosts: at most 20\n",
    "a formula as settings of a table": "| Setting | Value |\n|---|---|\n| read / write | 3 |\n| Read | 8 |\n",
    "a column for what was before": (
        "| Cost | Current | Formula |\n|---|---|---|\n| Word | 3 | given |\n| Call | 700 | 4 × Word |\n"
    ),
    "a number that only begins a sum": "x = 38\n\nx + x = 74 + 2\n",
    "a formula is no explanation": "GBS = MBS*DP\n\n- GBS: 64\n- MBS: 4\n- DP: 16\n- Runs: MBS - DP\n",
    "one value for two names": "d_k = 128 and d_v = 128\n\nd_k/d_v = 128\n",
    "letters that count nothing": "# Notes\n\nE = mc^2\n\nStep 1 of 3 takes 2 h, m = 5, c = 3.\n",
}  # fmt: skip


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_what_is_not_sure_stays_silent(text: str) -> None:
    assert alarms(f"# Plan\n\n{text}") == []


def test_every_section_has_its_own_inputs() -> None:
    text = "# Plan\n\nMemory = parameters × bytes\n"
    for name, size, memory in (("Small", "7B", "14 GB"), ("Large", "13B", "62 GB")):
        text += f"\n## {name}\n\n- Parameters: {size}\n- Bytes: 2\n- Memory: {memory}\n"
    assert checks(text, "14 GB") == ["verified"]
    (message,) = alarms(text)
    assert message.startswith("claims 62 GB, derivation gives 26 GB (13B × 2")


def test_a_number_with_its_own_computation_is_not_accused_again() -> None:
    text = "# Plan\n\nHosts = load / rate\n\n- Load: 900\n- Rate: 100\n- Hosts: 600 / 100 = 6\n"
    assert alarms(text) == []


def test_the_documents_formula_outranks_a_pack() -> None:
    lines = "- Layers: 64\n- Pipeline parallel size: 4\n- Chunks: 8\n- Layers per stage: 8\n"
    assert len(alarms(f"# Plan\n\n{lines}")) == 1
    assert alarms(f"# Plan\n\nLayers per stage = layers / chunks\n\n{lines}") == []


def test_a_finding_shows_the_inputs_and_the_severity_of_what_is_stated() -> None:
    text = f"# Plan\n\n{READ['words'][0].format('41 GB')}"
    (finding,) = result(text).findings
    assert (finding.code, finding.severity) == ("DL301", "error")
    assert finding.hint == "the document says “Memory = parameters × bytes per parameter”"
    assert [text[r.span.start : r.span.end] for r in finding.related] == ["7B", "2"]


SYSTEM = """\
# Plan

Ranks = TP × PP × DP

Step size = local size × DP

- Ranks: 64
- TP = 4
- PP = 4
- Local size: 8
- Step size: {}
"""


def test_formulas_that_share_an_unknown_are_solved_together() -> None:
    assert checks(SYSTEM.format(32), "32") == ["verified"]
    assert alarms(SYSTEM.format(32)) == []
    (message,) = alarms(SYSTEM.format(36))
    assert message == "claims 36, derivation gives 32 (8 × 4)"
    assert alarms(SYSTEM.format(36).replace("Ranks: 64", "Ranks: at most 64")) == []
    assert alarms(SYSTEM.format(36).replace("Ranks = TP × PP × DP", "Ranks = TP × PP × DP × EP")) == []


def test_sums_of_one_unit_are_solved_too() -> None:
    text = (
        "# Plan\n\nHeap = index + cache\n\nResident = index + cache + stacks\n\n"
        "- Index: 20 GB\n- Heap: 52 GB\n- Stacks: 4 GB\n- Resident: {}\n"
    )
    assert checks(text.format("56 GB"), "56 GB") == ["verified"]
    assert len(alarms(text.format("66 GB"))) == 1
    mixed = text.replace("4 GB", "4 s")
    assert alarms(mixed.format("66 GB")) == []


def test_one_unknown_alone_accuses_nobody() -> None:
    assert alarms("# Plan\n\nRanks = TP × PP × DP\n\n- Ranks: 65\n- TP = 4\n- PP = 4\n") == []


SHARED = """\
| Kind | Size |
|---|---|
| a | 20k * unit = 2.0 MB |
| b | 100 * unit = {} |
| c | 50 * unit = 5 KB |
"""


def test_an_unknown_factor_follows_from_two_numbers_that_agree() -> None:
    assert checks(SHARED.format("10 KB"), "10 KB") == ["verified"]
    assert alarms(SHARED.format("10 KB")) == []
    assert len(alarms(SHARED.format("70 KB"))) == 1
    assert alarms("\n".join(SHARED.format("70 KB").split("\n")[:-2])) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("total widgets / boxes", "total widgets / boxes"),
        ("N_GPUS/(TP*PP)", "N_GPUS / (TP × PP)"),
        ("users/day × bytes", "users/day × bytes"),
        ("⌈load / capacity⌉", "ceil(load / capacity)"),
        ("number of layers (L) x width, where L is fixed", "number of layers × width"),
        ("2(p-1) / m", "2 × (p - 1) / m"),
        ("max(reads, writes) + 3", "max(reads, writes) + 3"),
        ("batch times steps plus warm-up", "batch × steps + warm-up"),
        ("cost divided by users", "cost / users"),
        ("volume × 365 days", "volume × 365 days"),
    ],
)
def test_formulas_are_spelled_in_many_ways(text: str, shown: str) -> None:
    found = spelled(text)
    assert found is not None
    assert working(found.expr) == shown


@pytest.mark.parametrize(
    "text",
    [
        "", "name", "7 × 8", "f(x) + 1", "a if b", "a × ~5", "a × (b", "a ×", "× a", "one, two", "a → b", "4x + a",
        "a × 5x", "can type 40 x 60", "a and b × c", "a" * 300 + " × b", "(" * 30 + "a × b" + ")" * 30,
    ],
)  # fmt: skip
def test_what_is_no_formula_is_none(text: str) -> None:
    assert spelled(text) is None or text == "7 × 8"


def test_an_unknown_command_makes_no_formula() -> None:
    def stated(text: str) -> list[str]:
        return [f.written for f in formulas(read(Source("a.md", text)))]

    assert stated("$$M = P \\times b$$\n") == ["M = P × b"]
    assert stated("$$M = P \\times b \\oplus c$$\n") == []
    assert stated("$$M = \\gamma \\times b$$\n") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "where P is the number of parameters and b is the bytes per parameter.",
            {"P": "parameter", "b": "byte per parameter"},
        ),
        ("`n_g`: number of groups", {"n_g": "group"}),
        ("Number of nodes: N", {"N": "node"}),
        ("N - nodes of the cluster", {"N": "node cluster"}),
        ("(E = experts, G = GPUs)", {"E": "expert", "G": "gpu"}),
        ("L denotes layers", {"L": "layer"}),
        ("DP is calculated from the rest", {}),
        ("DP = total / (TP × PP)", {}),
        ("DP = ZeRO-DP", {}),
        ("DP = TP", {}),
        ("we add (TP - EP) here", {}),
    ],
)
def test_what_symbols_are_said_to_mean(text: str, said: dict[str, str]) -> None:
    symbols = frozenset(("P", "b", "n_g", "N", "E", "G", "L", "DP", "TP", "PP", "EP"))
    assert {m.symbol: m.phrase for m in meanings(read(Source("a.md", f"{text}\n")), symbols)} == said


PROGRAM = (
    "import sys\n"
    "from doclint.config import Config\n"
    "from doclint.engine import lint\n"
    "from doclint.model import Source\n"
    "lint(Source('a.md', sys.stdin.read()), Config())\n"
    "print('sympy' in sys.modules)\n"
)


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("".join(f"# Plan\n\n{t.format(wrong)}\n\n" for t, _, wrong in READ.values()), False),
        (SHARED.format("70 KB"), False),
        ("Allowed error rate = 1 - availability\n", False),
        (SYSTEM.format(32), True),
    ],
    ids=["formulas", "shared", "the same sum", "a system"],
)
def test_sympy_is_loaded_for_systems_alone(text: str, needed: bool) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", PROGRAM], input=text, capture_output=True, encoding="utf-8", timeout=60
    )
    assert done.stdout == f"{needed}\n", done.stderr


def test_a_letter_that_nothing_explains_is_unknown() -> None:
    assert alarms("# Plan\n\nA = B + D\n\n- A: 5\n- B: 2\n") == []
    assert alarms("# Plan\n\nA = B + C\n\nB = A - C\n\nC = A × B\n\n- A: 5\n- B: 2\n") == []


def test_time_is_linear_in_formulas_and_statements() -> None:
    def seconds(times: int) -> float:
        text = "# Plan\n\n" + "".join(
            f"Value {n}x = part a{n}x × part b{n}x\n\n- Part a{n}x: 4\n- Part b{n}x: 8\n- Value {n}x: 32\n\n"
            for n in range(times)
        )
        began = time.process_time()
        result(text)
        return time.process_time() - began

    seconds(10)
    assert min(seconds(400), seconds(400)) < 16 * max(min(seconds(50), seconds(50)), 0.02)
