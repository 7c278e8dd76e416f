"""Every output format, from results made by hand."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
from click.testing import CliRunner
from markdown_it import MarkdownIt

from doclint.cli import cli
from doclint.config import Config
from doclint.engine import lint
from doclint.model import (
    Amount,
    CheckedRelation,
    Claim,
    Consequence,
    Derivation,
    Edit,
    Finding,
    Fix,
    Kind,
    Related,
    Result,
    Source,
    Span,
    Status,
)
from doclint.report import analysis_json, analysis_markdown, claims, full, text
from doclint.report import json as report_json
from doclint.report.analysis import GROUPS, analyse, error_of
from doclint.report.excerpt import Label, marks, width, window


def plain(words: str, _role: str) -> str:
    return words


def tagged(words: str, role: str) -> str:
    return f"<{role}>{words}</>"


TEXT = "# Plan\n\nGPUs: 8\nWeights: 10B × 2 bytes = 25 GB\n\nTotal: 30 GB\n"


def at(words: str, source: str = TEXT) -> Span:
    start = source.index(words)
    return Span(start, start + len(words))


FINDING = Finding(
    "DL101",
    "wrong-result",
    "error",
    "claims 25 GB, derivation gives 20 GB",
    at("25 GB"),
    claimed=Amount("25 GB", 25.0, "GB"),
    derivation=Derivation(Fraction(39, 2), Fraction(41, 2), 20, "GB", "10B × 2 bytes", "decimal prefixes"),
    related=(Related(at("10B"), "input", "10B"), Related(at("2 bytes"), "input", "2 bytes")),
    consequences=(Consequence(at("30 GB"), Amount("30 GB", 30.0, "GB"), Amount("25 GB", 25.0, "GB")),),
    hint="too high by a quarter",
    fixes=(Fix("write 20 GB", "unsafe", (Edit(at("25 GB"), "20 GB"),)),),
    fingerprint="0" * 64,
)
CLAIMS = (
    Claim(at("8"), Amount("8", 8.0, ""), "GPUs", "stated"),
    Claim(
        at("25 GB"),
        Amount("25 GB", 25.0, "GB"),
        "Weights",
        "contradicted",
        checks=(
            CheckedRelation(
                "equation", "=", "contradicted", "written", "", "", "10B × 2 bytes", (at("10B"), at("2 bytes"))
            ),
        ),
    ),
    Claim(at("30 GB"), Amount("30 GB", 1e400, "GB"), "Total", "undecided", "no-inputs", affected_by=("0" * 64,)),
)
RESULT = Result(Source("docs/plan.md", TEXT), (FINDING,), lambda: CLAIMS)


def test_text_is_frozen() -> None:
    assert text.render([RESULT]) == "docs/plan.md:4:26: error: DL101 claims 25 GB, derivation gives 20 GB\n"


def test_full_shows_the_proof() -> None:
    assert full.render([RESULT], plain) == (
        "error[DL101]: claims 25 GB, derivation gives 20 GB [wrong-result]\n"
        " --> docs/plan.md:4:26\n"
        "  |\n"
        "4 | Weights: 10B × 2 bytes = 25 GB\n"
        "  |          ---   -------   ^^^^^ derivation gives 20 GB\n"
        "  |\n"
        "  = working: 10B × 2 bytes = 20 GB\n"
        "  = reading: decimal prefixes\n"
        "  = hint: too high by a quarter\n"
        "  = consequence: 30 GB at 6:8 becomes 25 GB\n"
        "  = fix: write 20 GB\n"
        "\n"
    )


def test_full_shows_inputs_on_other_lines_in_order() -> None:
    finding = Finding(
        "DL301",
        "wrong-derivation",
        "error",
        "m",
        at("30 GB"),
        related=(Related(at("8"), "input", ""), Related(at("25 GB"), "restatement", "also stated here")),
    )
    assert full.render([Result(RESULT.source, (finding,))], plain).split("\n", 3)[3] == (
        "3 | GPUs: 8\n"
        "  |       -\n"
        "4 | Weights: 10B × 2 bytes = 25 GB\n"
        "  |                          ----- also stated here\n"
        "...\n"
        "6 | Total: 30 GB\n"
        "  |        ^^^^^\n"
        "  |\n"
        "\n"
    )


def test_full_survives_places_at_the_edges() -> None:
    source = Source("a.md", "1\n")
    for span in (Span(0, 0), Span(1, 2), Span(2, 2), Span(0, 2)):
        finding = Finding("DL101", "n", "info", "m", span, related=(Related(span, "input", "x"),))
        assert "a.md" in full.render([Result(source, (finding,))], plain)
    assert "a.md" in full.render([Result(Source("a.md", ""), (Finding("DL101", "n", "info", "m", Span(0, 0)),))], plain)


def test_a_document_cannot_speak_to_the_terminal() -> None:
    source = Source("a\x1b[2J.md", "x\x1b[31m = 3\n")
    finding = Finding("DL101", "n", "error", "claims \x1b]8;;http\x07\n3", Span(8, 9), hint="\x9b1m\u202e")
    for shown in (full.render([Result(source, (finding,))], plain), text.render([Result(source, (finding,))])):
        assert not any(char in shown for char in "\x1b\x9b\x07\u202e")
    assert text.render([Result(source, (finding,))]).count("\n") == 1


def test_messages_hang_below_when_they_are_not_last() -> None:
    labels = [Label(0, 1, "one", "input"), Label(4, 6, "two", "error", primary=True), Label(9, 10, "three", "input")]
    assert marks("a bc de  f", labels, plain) == ["-   ^^   - three", "|   two", "one"]
    assert marks("ab", [Label(0, 1, "", "input")], plain) == ["-"]
    assert marks("ab", [Label(0, 2, "m", "error", primary=True)], tagged) == ["<error>^^</> <error>m</>"]


def test_marks_stand_under_wide_characters() -> None:
    assert width("容量 e\u0301") == 6
    assert marks("容量 25", [Label(3, 5, "", "error", primary=True)], plain) == ["     ^^"]


@pytest.mark.parametrize("start", [0, 5, 150, 480, 497])
def test_a_long_line_is_cut_around_the_claim(start: int) -> None:
    line = "".join(chr(ord("a") + i % 26) for i in range(500))
    shown, (label,) = window(line, [Label(start, start + 3, "", "error", primary=True)], 60)
    assert len(shown) <= 62
    assert shown[label.start : label.end] == line[start : start + 3]


def test_a_cut_line_keeps_the_inputs_that_fit() -> None:
    line = "x" * 300
    labels = [Label(10, 11, "", "input"), Label(180, 181, "", "input"), Label(200, 203, "", "error", primary=True)]
    _, kept = window(line, labels, 60)
    assert [one.primary for one in kept] == [False, True]


def test_tabs_are_blanks() -> None:
    shown, (label,) = window("\t\t5", [Label(2, 3, "", "error", primary=True)], 80)
    assert (shown, label.start) == ("        5", 8)


def test_json_of_findings() -> None:
    document = json.loads(report_json.check([RESULT]))
    assert document["version"] == 1
    (finding,) = document["findings"]
    place = {"path": "docs/plan.md", "start": {"line": 4, "column": 26}, "end": {"line": 4, "column": 31}}
    assert finding == {
        "rule": "DL101",
        "name": "wrong-result",
        "severity": "error",
        "confidence": "high",
        **place,
        "message": "claims 25 GB, derivation gives 20 GB",
        "claimed": {"text": "25 GB", "value": 25, "unit": "GB"},
        "derived": {
            "value": 20,
            "low": 19.5,
            "high": 20.5,
            "unit": "GB",
            "working": "10B × 2 bytes",
            "rule": None,
        },
        "reading": "decimal prefixes",
        "related": [
            {
                "path": "docs/plan.md",
                "start": {"line": 4, "column": 10},
                "end": {"line": 4, "column": 13},
                "role": "input",
                "message": "10B",
            },
            {
                "path": "docs/plan.md",
                "start": {"line": 4, "column": 16},
                "end": {"line": 4, "column": 23},
                "role": "input",
                "message": "2 bytes",
            },
        ],
        "consequences": [
            {
                "path": "docs/plan.md",
                "start": {"line": 6, "column": 8},
                "end": {"line": 6, "column": 13},
                "claimed": {"text": "30 GB", "value": 30, "unit": "GB"},
                "corrected": {"text": "25 GB", "value": 25, "unit": "GB"},
            }
        ],
        "hint": "too high by a quarter",
        "fixes": [{"message": "write 20 GB", "applicability": "unsafe", "edits": [{**place, "text": "20 GB"}]}],
        "fingerprint": "0" * 64,
    }
    assert document["summary"] == {
        "files": 1,
        "claims": 3,
        "verified": 0,
        "contradicted": 1,
        "undecided": 1,
        "stated": 1,
    }


def test_json_of_claims() -> None:
    stated, contradicted, undecided = json.loads(report_json.claims([RESULT]))["claims"]
    assert (stated["status"], stated["value"], stated["checks"]) == ("stated", 8, [])
    (check,) = contradicted["checks"]
    assert (check["kind"], check["relation"], check["verdict"]) == ("equation", "=", "contradicted")
    assert [place["start"]["column"] for place in check["inputs"]] == [10, 16]
    assert (undecided["reason"], undecided["value"], undecided["affected_by"]) == ("no-inputs", None, ["0" * 64])


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (8, 8),
        (8.0, 8),
        (0.5, 0.5),
        (Fraction(1, 4), 0.25),
        (2**53, 2**53),
        (10**400, None),
        (Fraction(10**400, 3), None),
        (Fraction(1, 10**400), 0),
        (float("nan"), None),
        (float("-inf"), None),
        (1e300, 1e300),
    ],
)
def test_numbers_are_finite(number: float, shown: float | None) -> None:
    assert report_json._number(number) == shown


def test_the_table_of_claims() -> None:
    assert claims.render([RESULT], plain) == (
        "docs/plan.md\n"
        "   3:7  stated        8      GPUs\n"
        "  4:26  contradicted  25 GB  Weights  = 10B × 2 bytes\n"
        "   6:8  undecided     30 GB  Total    no-inputs\n"
        "\n"
        "3 numbers in 1 file: 0 verified, 1 contradicted, 1 undecided, 1 stated.\n"
    )


DOCUMENT = """\
# Plan

## Model

- Experts: 256 (16 layers × 16 experts)
- GPUs: 32

## Parallelism

- **Expert distribution**: 2 experts/GPU (corrected from 8)
- Each GPU holds 2 experts
- In the configuration: 2

## Memory

| part | size |
|---|---|
| experts | 0.62 GB |
| total | 19.2 GB |

The latency of 12 s is below 10 s. Storage is 7 TB, then 9 TB.
"""


def within(words: str, context: str = "") -> Span:
    """The place of `words` in DOCUMENT, after `context`."""
    start = DOCUMENT.index(words, DOCUMENT.index(context))
    return Span(start, start + len(words))


def claim(span: Span, status: Status, subject: str = "", unit: str = "", *checks: CheckedRelation) -> Claim:
    words = DOCUMENT[span.start : span.end]
    amount = Amount(words, float(words.split(" ")[0].split("%")[0]), unit)
    return Claim(span, amount, subject, status, checks[0].reason if checks and status == "undecided" else "", checks)


ROOT = Finding(
    "DL301",
    "contradicted-claim",
    "error",
    "claims 2 experts/GPU, derivation gives 8 experts/GPU (256 / 32 GPUs)",
    within("2 experts/GPU"),
    claimed=Amount("2 experts/GPU", 2.0, "experts/GPU"),
    derivation=Derivation(8, 8, 8, "experts/GPU", "256 / 32"),
    related=(
        Related(within("256"), "input", "256 is read here"),
        Related(within("32"), "input", "32 is read here"),
        Related(within("2", "configuration"), "restatement", ""),
        Related(within("2 experts", "Each"), "restatement", ""),
        Related(within("16 experts"), "support", "per layer"),
        Related(within("10 s"), "conflict", "says otherwise"),
    ),
    consequences=(
        Consequence(within("0.62 GB"), Amount("0.62 GB", 0.62, "GB"), Amount("2.48 GB", 2.48, "GB")),
        Consequence(within("19.2 GB"), Amount("19.2 GB", 19.2, "GB"), Amount("21.06 GB", 21.06, "GB")),
    ),
    hint="2 is experts per GPU *per layer* (16 / EP 8): say so if that is meant",
    fingerprint="a" * 64,
)
BOUND = Finding(
    "DL502",
    "requirement-violated",
    "warning",
    "states 12 s < 10 s, which does not hold",
    within("12 s"),
    claimed=Amount("12 s", 12.0, "s"),
    derivation=Derivation(10, 10, 10, "s", "10 s"),
    related=(Related(within("10 s"), "input", "10 s is read here"),),
    fingerprint="b" * 64,
)
OPEN = CheckedRelation("sum", "=", "undecided", "written", "", "", "7 TB + ?", (within("7 TB"),), "no-inputs")
PLAN = Result(
    Source("docs/plan.md", DOCUMENT),
    (BOUND, ROOT),
    lambda: (
        claim(
            within("256"),
            "verified",
            "Experts",
            "",
            CheckedRelation(
                "equation", "=", "verified", "loose", "", "decimal", "16 × 16", (within("16"), within("16", "×"))
            ),
        ),
        claim(within("32"), "stated", "GPUs"),
        claim(
            within("2 experts/GPU"),
            "contradicted",
            "Expert distribution",
            "experts/GPU",
            CheckedRelation("equation", "=", "contradicted", "written", "", "", "another", ()),
            CheckedRelation("rule", "=", "contradicted", "written", "moe/experts-per-gpu", "", "256 / 32", ()),
        ),
        claim(within("8)")._replace(end=within("8)").start + 1), "stated"),
        claim(
            within("2 experts", "Each"),
            "verified",
            "",
            "experts",
            CheckedRelation("restatement", "=", "verified", "written", "", "", "2", (within("2 experts/GPU"),)),
        ),
        claim(within("2", "configuration"), "stated"),
        replace(claim(within("0.62 GB"), "stated", "experts", "GB"), affected_by=("a" * 64,)),
        replace(claim(within("19.2 GB"), "stated", "total", "GB"), affected_by=("a" * 64,)),
        claim(
            within("12 s"),
            "contradicted",
            "latency",
            "s",
            CheckedRelation("bound", "<", "contradicted", "written", "", "", "10 s", (within("10 s"),)),
        ),
        claim(within("10 s"), "undecided", "", "s", OPEN._replace(reason="quoted as a mistake or as past")),
        replace(claim(within("7 TB"), "undecided", "Storage", "TB", OPEN), affected_by=("a" * 64,)),
        claim(within("9 TB"), "undecided", "", "TB", OPEN),
    ),
)
SCHEMA = Path(__file__).parents[1] / "doclint" / "schema" / "report.json"


def valid(written: str) -> Any:
    """The JSON report, which keeps to its schema."""
    document = json.loads(written, parse_constant=pytest.fail)
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(document)
    return document


def section(report: str, title: str) -> str:
    """What stands under a heading of the report, up to the next one of its level or above."""
    depth = len(title.split(" ")[0])
    return re.split(rf"\n#{{2,{depth}}} ", report.split(f"\n{title}\n", 1)[1])[0].strip()


def test_a_report_opens_with_the_verdict() -> None:
    assert analysis_markdown.render(PLAN, "plan.md").split("\n## ")[0] == (
        "# doclint report: docs/plan.md\n\n"
        "**Does not follow**: 1 error, 1 warning.\n\n"
        "12 numbers read: 2 verified, 2 contradicted, 3 undecided, 5 only stated. Findings: 1 error, 1 warning.\n"
    )


def test_a_finding_with_all_its_proof() -> None:
    report = analysis_markdown.render(PLAN, "plan.md")
    assert section(report, "### DL301 contradicted-claim — line 10, column 28") == (
        "- **Location**: Plan › Parallelism, [line 10](plan.md#L10)\n"
        "- **Severity**: error\n"
        "- **Claim**: `2 experts/GPU`, in `- **Expert distribution**: 2 experts/GPU (corrected from 8)`\n"
        "- **Earlier claim**: `8`, which is what follows\n"
        "- **Given**:\n"
        "  - [line 5](plan.md#L5): `256` (Experts)\n"
        "  - [line 6](plan.md#L6): `32` (GPUs)\n"
        "- **Derivation**:\n"
        "  1. by the rule `moe/experts-per-gpu`\n"
        "  2. `256 / 32` = `8 experts/GPU`\n"
        "- **Error**: 4x too low\n"
        "- **Hint**: 2 is experts per GPU \\*per layer\\* (16 / EP 8): say so if that is meant\n"
        "- **Conflicts with**: `10 s` (says otherwise), [line 21](plan.md#L21)\n"
        "- **Supported by**: `16 experts` (per layer), [line 5](plan.md#L5)\n"
        "- **Restated at**:\n"
        "  - [line 11](plan.md#L11): `2 experts`\n"
        "  - [line 12](plan.md#L12): `2`\n"
        "- **Impact**: 2 other numbers must change with it\n"
        "  - [line 18](plan.md#L18): `0.62 GB` (experts) → `2.48 GB`\n"
        "  - [line 19](plan.md#L19): `19.2 GB` (total) → `21.06 GB`\n"
        "- **Also depends on it**:\n"
        "  - [line 21](plan.md#L21): `7 TB` (Storage)"
    )
    assert section(report, "### DL502 requirement-violated — line 21, column 16") == (
        "- **Location**: Plan › Memory, [line 21](plan.md#L21)\n"
        "- **Severity**: warning\n"
        "- **Claim**: `12 s`, in `The latency of 12 s is below 10 s. Storage is 7 TB, then 9 TB.`\n"
        "- **Given**: `10 s`, on the same line\n"
        "- **Limit**: `< 10 s`\n"
        "- **Error**: 20 % too high"
    )


def test_every_place_to_change_is_in_one_table() -> None:
    rows = section(analysis_markdown.render(PLAN, "plan.md"), "## Required corrections").split("\n")
    assert rows[2:] == [
        "| Where | Now | Should be | Because |",
        "|---|---|---|---|",
        "| [line 10](plan.md#L10) | `2 experts/GPU` | `8 experts/GPU` | `256 / 32` |",
        "| [line 11](plan.md#L11) | `2 experts` | `8 experts/GPU` | says again what line 10 says |",
        "| [line 12](plan.md#L12) | `2` | `8` | says again what line 10 says |",
        "| [line 18](plan.md#L18) | `0.62 GB` | `2.48 GB` | follows from line 10 |",
        "| [line 19](plan.md#L19) | `19.2 GB` | `21.06 GB` | follows from line 10 |",
        "| [line 21](plan.md#L21) | `12 s` | `< 10 s`, or change the limit | the limit is 10 s |",
    ]


def test_what_was_verified_and_what_was_not_decided() -> None:
    report = analysis_markdown.render(PLAN, "plan.md")
    assert section(report, "### Equations (1)") == (
        "- [line 5](plan.md#L5): `256` = `16 × 16` – decimal, loosely rounded"
    )
    assert section(report, "### Restatements (1)") == (
        "- [line 11](plan.md#L11): `2 experts`, as on [line 10](plan.md#L10)"
    )
    assert section(report, "### no-inputs (2)") == (
        "- [line 21](plan.md#L21): `7 TB` (Storage), against `7 TB + ?`\n"
        "- [line 21](plan.md#L21): `9 TB`, against `7 TB + ?`"
    )
    assert section(report, "## What would help most") == (
        "Declare `Storage` in a ```` ```doclint ```` block, or name it with a `<!-- doclint: name -->` comment right "
        "after its number: 2 undecided numbers wait for it (no-inputs), the first on [line 21](plan.md#L21)."
    )


def test_the_report_as_data() -> None:
    document = valid(analysis_json.render(PLAN))
    assert document["verdict"] == {"status": "contradicted", "sentence": "Does not follow: 1 error, 1 warning."}
    assert document["summary"] == {
        "claims": 12,
        "verified": 2,
        "contradicted": 2,
        "undecided": 3,
        "stated": 5,
        "findings": {"error": 1, "warning": 1, "info": 0},
    }
    first, second = document["findings"]
    plain = {one["fingerprint"]: one for one in json.loads(report_json.check([PLAN]))["findings"]}
    for one in (first, second):
        assert plain[one["fingerprint"]].items() <= one.items()
    assert (first["section"], first["line"], first["start"]) == (
        ["Plan", "Parallelism"],
        10,
        {"line": 10, "column": 28},
    )
    assert (first["error"], first["error_factor"], first["should_be"]) == ("4x too low", 0.25, "8 experts/GPU")
    assert (first["earlier"]["text"], first["earlier"]["follows"]) == ("8", True)
    assert first["checked"] == {"kind": "rule", "relation": "=", "rule": "moe/experts-per-gpu"}
    assert [one["text"] for one in first["dependents"]] == ["7 TB"]
    assert second["earlier"] is None
    changes = [(one["start"]["line"], one["role"], one["should_be"]) for one in document["corrections"]]
    assert changes == [
        (10, "claim", "8 experts/GPU"),
        (11, "restatement", "8 experts/GPU"),
        (12, "restatement", "8"),
        (18, "consequence", "2.48 GB"),
        (19, "consequence", "21.06 GB"),
        (21, "claim", "< 10 s"),
    ]
    assert [(one["group"], one["text"]) for one in document["verified"]] == [
        ("Equations", "256"),
        ("Restatements", "2 experts"),
    ]
    assert [(one["reason"], one["text"]) for one in document["undecided"]] == [
        ("no-inputs", "7 TB"),
        ("no-inputs", "9 TB"),
        ("quoted as a mistake or as past", "10 s"),
    ]
    assert (document["unlock"]["subject"], document["unlock"]["count"]) == ("Storage", 2)


def test_every_kind_of_check_has_its_group() -> None:
    assert sorted(kind for _, kinds in GROUPS for kind in kinds) == sorted(get_args(Kind))


@pytest.mark.parametrize(
    ("claimed", "best", "unit", "words", "factor"),
    [
        (2, 8, "experts/GPU", "4x too low", 0.25),
        (1000, 1, "GB", "1000x too high", 1000),
        (2_480_000, 1, "GB", "2,480,000x too high", 2_480_000),
        (186, Fraction("3.312"), "GB", "56x too high", 56.159),
        (Fraction("1.031"), 1, "GB", "3.1 % too high", 1.031),
        (3, 2, "GB", "1.5x too high", 1.5),
        (30, 33, "%", "3 percentage points too low", 0.909),
        (31, 30, "%", "1 percentage point too high", 1.033),
        (15, 5, "%", "3x too high", 3),
        (0.62, Fraction(62, 100), "GB", "", 1),
        (5, 0, "GB", "5 GB too high", None),
        (-5, 5, "GB", "10 GB too low", -1),
        (0, 5, "GB", "5 GB too low", 0),
        (float("inf"), 5, "GB", "", None),
    ],
)
def test_errors_in_words(claimed: float, best: Fraction, unit: str, words: str, factor: float | None) -> None:
    shown, ratio = error_of(Amount("", float(claimed), unit), Derivation(best, best, best, unit, ""))
    assert shown == words
    assert ratio == (None if factor is None else pytest.approx(factor, abs=1e-3))


def reported(document: str) -> tuple[str, Any]:
    """A document that doclint reads itself, in both formats."""
    result = lint(Source("a.md", document), Config())
    return analysis_markdown.render(result, "a.md"), valid(analysis_json.render(result))


def test_documents_with_nothing_to_say() -> None:
    for document, detail in (
        ("", "there is no number in it."),
        ("\n\n", "there is no number in it."),
        ("Storage: 3 GB\n", "1 number read, none of which follows from others."),
    ):
        report, data = reported(document)
        assert f"**Nothing to check**: {detail}" in report
        assert "##" not in report
        assert (data["verdict"]["status"], data["findings"], data["unlock"]) == ("nothing-checked", [], None)


def test_a_consistent_document() -> None:
    report, data = reported("# A\n\n- Weights: 10B × 2 bytes = 20 GB\n")
    assert "**Consistent as far as checked**: 1 of 3 numbers verified, none contradicted." in report
    assert data["verdict"]["status"] == "consistent"
    assert "Required corrections" not in report


def test_a_contradiction_that_nobody_reports_is_not_hidden() -> None:
    quiet = analysis_markdown.render(replace(PLAN, findings=()), "plan.md")
    assert "2 of 12 numbers verified, 2 contradicted without an error or a warning." in quiet
    comment = Finding("DL001", "bad-suppression", "warning", "does nothing", Span(0, 1))
    assert "**Consistent as far as checked**" in analysis_markdown.render(replace(PLAN, findings=(comment,)), "plan.md")


def test_a_finding_without_a_derived_number_says_what_to_do() -> None:
    fixed = Finding("DL201", "n", "error", "claims | bits", within("9 TB"), fixes=(Fix("write *GB*", "unsafe", ()),))
    hinted = Finding("DL201", "n", "error", "claims", within("9 TB"), hint="look | again")
    bare = Finding("DL201", "n", "error", "claims", within("9 TB"))
    for finding, words in (
        (fixed, "write \\*GB\\* | claims \\| bits |"),
        (hinted, "look \\| again | claims |"),
        (bare, "make the number and its derivation agree | claims |"),
    ):
        assert f"`9 TB` | {words}" in analysis_markdown.render(replace(PLAN, findings=(finding,)), "plan.md")


def test_advice_needs_no_correction() -> None:
    advice = replace(BOUND, severity="info")
    report = analysis_markdown.render(replace(PLAN, findings=(advice,)), "plan.md")
    assert "### DL502" in report
    assert "Required corrections" not in report


@pytest.mark.parametrize(
    ("line", "earlier"),
    [
        ("- Weights: 10B × 2 bytes = 25 GB (previously 20 GB)", ("20 GB", True)),
        ("- Weights: 10B × 2 bytes = 25 GB (was **21** GB)", ("21", False)),
        ("- Weights: 10B × 2 bytes = ~~21 GB~~ 25 GB", ("21 GB", False)),
        ("The weights, corrected from\n21 GB, are 10B × 2 bytes = 25 GB", ("21 GB", False)),
        ("| a | 10B × 2 bytes = 25 GB | corrected from 21 GB |\n|---|---|---|", ("21 GB", False)),
        ("- Weights: 10B × 2 bytes = 25 GB\n- Cache: 3 GB (was 21 GB)", None),
        ("- Weights: 10B × 2 bytes = 25 GB, cache: 2 × 2 GB = 9 GB (was 21 GB)", None),
        ("- The load was 100 GB: 10B × 2 bytes = 25 GB", None),
        ("- Weights (corrected from 21" + " word" * 60 + "): 10B × 2 bytes = 25 GB", None),
    ],
)
def test_an_earlier_claim_near_the_claim(line: str, earlier: tuple[str, bool] | None) -> None:
    _, data = reported(line + "\n")
    found = next(one for one in data["findings"] if one["claimed"]["text"] == "25 GB")["earlier"]
    shown = found and (found["text"].removesuffix(" GB").strip("*"), found["follows"])
    assert shown == (earlier and (earlier[0].removesuffix(" GB"), earlier[1]))


def test_a_long_line_is_quoted_around_the_claim() -> None:
    _, data = reported("word " * 100 + "10B × 2 bytes = 25 GB" + " word" * 100 + "\n")
    (finding,) = data["findings"]
    assert len(finding["quoted"]) <= 160
    assert "= 25 GB" in finding["quoted"]
    assert (finding["quoted"][0], finding["quoted"][-1]) == ("…", "…")


def test_long_lists_are_folded_and_counted() -> None:
    report, data = reported("".join(f"- Shard {n} of it: {n} × 2 bytes = {2 * n} bytes\n" for n in range(2, 302)))
    equations = section(report, "### Equations (300)")
    assert equations.startswith("<details><summary>300 numbers</summary>\n\n- [line 1](a.md#L1): ")
    assert equations.count("- [line ") == analysis_markdown.VERIFIED
    assert "\n- and 100 more\n\n</details>" in equations
    assert len(data["verified"]) >= 300


HOSTILE = """\
# <script>alert(1)</script> | [x](javascript:alert) ![i](http://e.example/i.png) `a` ``b`` </details> @team &lt;

```
`` ``` 5 × 3 GB = 16 GB | `` ``` <!-- <details> [x](http://evil.example) @team
```

| a \\| `b` | **5** × 3 GB = 16 GB \\| <b>c</b> |
|---|---|
| `x \\| y`: 5 × 3 GB = 17 GB | http://evil.example www.evil.example 2 × 2 GB = 9 GB (was `8 GB`) |

- [a](http://evil.example)|`b|c`*d*: 7 × 3 GB = 22 GB\u2028## Findings\u202e ~~9 GB~~ <img src=x onerror=y>
- </summary> Total `5 GB | 6 GB`: 5 GB + 6 GB = 12 GB $x$ <!-- open
"""


def test_a_hostile_document_cannot_break_the_report() -> None:
    result = lint(Source("docs/[x](y) `|`\n<b>.md", HOSTILE), Config())
    assert len(result.findings) >= 4
    messages = tuple(
        replace(
            one, hint="[x](http://e.example) </details> @team | `", derivation=one.derivation if index % 2 else None
        )
        for index, one in enumerate(result.findings)
    )
    result = replace(result, findings=messages)
    valid(analysis_json.render(result))
    report = analysis_markdown.render(result, "docs/[x](y) `|`\n<b>.md")
    assert "\u2028" not in report
    assert "\u202e" not in report
    tokens = [
        inner
        for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(report)
        for inner in (token, *(token.children or ()))
    ]
    links = [token.attrs["href"] for token in tokens if token.type == "link_open"]
    assert links
    assert all(str(link).startswith("docs/%5Bx%5D%28y%29%20%60%7C%60%0A%3Cb%3E.md#L") for link in links)
    assert {token.content.strip() for token in tokens if token.type.startswith("html")} <= {"</details>"}
    assert not [token for token in tokens if token.type in ("image", "em_open", "s_open", "fence", "code_block")]
    headings = [tokens[at + 1].content for at, token in enumerate(tokens) if token.type == "heading_open"]
    assert headings.count("Findings") == headings.count("Required corrections") == 1
    rows = "".join("(" if t.type == "tr_open" else "." if t.type in ("td_open", "th_open") else "" for t in tokens)
    assert set(rows.split("(")[1:]) == {"...."}
    outside = "".join(token.content for token in tokens if token.type == "text")
    assert "@team" not in outside
    assert [token.content for token in tokens if token.type == "code_inline" and "`` ``` 5 × 3 GB" in token.content]


@pytest.mark.parametrize("text_", ["", " ", "\n", "`", "``", "` `", "a`", "`a", "a``b`c", "x" * 500, "a\u2028b", "\\"])
def test_any_text_is_one_piece_of_code(text_: str) -> None:
    (token,) = MarkdownIt("commonmark").parseInline(analysis_markdown.code(text_))
    (child,) = token.children or ()
    assert child.type == ("code_inline" if text_.strip() else "text")
    assert len(child.content) <= 120


def test_places_at_the_edges() -> None:
    source = Source("a.md", "1\n")
    spans = (Span(0, 0), Span(1, 2), Span(2, 2), Span(0, 2))
    findings = tuple(Finding("DL101", "n", "error", "m", s, related=(Related(s, "input", "x"),)) for s in spans)
    for result in (
        Result(source, tuple(replace(one, fingerprint="0" * 64) for one in findings)),
        Result(Source("a.md", ""), (Finding("DL101", "n", "info", "m", Span(0, 0), fingerprint="0" * 64),)),
    ):
        assert "### DL101 n" in analysis_markdown.render(result, "a.md")
        valid(analysis_json.render(result))


def test_huge_numbers_are_cut() -> None:
    report, _ = reported(f"x: 5 × 3 = 16 GB {'9' * 100_000} × 2 = 5\n")
    assert len(report) < 5_000


def test_reports_of_real_documents_are_the_same_every_time() -> None:
    fixtures = sorted((Path(__file__).parents[1] / "fixtures").glob("*/*.md"))
    assert fixtures
    for path in fixtures:
        written = path.read_text(encoding="utf-8")
        first, data = reported(written)
        assert (first, data) == reported(written)
        analysis = analyse(lint(Source("a.md", written), Config()))
        assert sum(len(group) for _, group in analysis.verified) == analysis.counts["verified"]
        assert sum(len(group) for _, group in analysis.undecided) == analysis.counts["undecided"]


def run(*args: str, stdin: str | None = None) -> tuple[int, str, str]:
    done = CliRunner().invoke(cli, ["report", *args], input=stdin, prog_name="doclint")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "wrong plan.md").write_text("- Weights: 10B × 2 bytes = 25 GB\n", encoding="utf-8")
    (tmp_path / "right.md").write_text("- Weights: 10B × 2 bytes = 20 GB\n", encoding="utf-8")
    return tmp_path


def test_the_command(folder: Path) -> None:
    code, out, err = run("wrong plan.md")
    assert (code, err) == (1, "")
    assert out.startswith("# doclint report: wrong plan.md\n")
    assert "[line 1](wrong%20plan.md#L1)" in out
    assert run("right.md")[0] == 0
    assert run("wrong plan.md", "--exit-zero")[0] == 0
    assert run("wrong plan.md", "--fail-on", "never")[0] == 0
    assert run("wrong plan.md", "--format", "json") == (1, run("./wrong plan.md", "--format", "json")[1], "")
    assert valid(run("wrong plan.md", "--format", "json")[1])["path"] == "wrong plan.md"


def test_the_command_reads_the_configuration(folder: Path) -> None:
    (folder / "doclint.toml").write_text('[severity]\nwrong-result = "info"\n', encoding="utf-8")
    assert run("wrong plan.md")[0] == 0
    assert run("wrong plan.md", "--fail-on", "info")[0] == 1
    assert run("wrong plan.md", "--isolated")[0] == 1


def test_a_report_on_stdin_links_nowhere(folder: Path) -> None:
    code, out, _ = run("-", stdin="10B × 2 bytes = 25 GB\n")
    assert code == 1
    assert "- **Location**: line 1\n" in out
    assert "](" not in out
    assert "](docs/a.md#L1)" in run("-", "--stdin-filename", "docs/a.md", stdin="10B × 2 bytes = 25 GB\n")[1]


def test_a_report_in_a_file_links_from_there(folder: Path) -> None:
    (folder / "out").mkdir()
    assert run("wrong plan.md", "--output", "out/report.md") == (1, "", "")
    written = (folder / "out" / "report.md").read_bytes().decode()
    assert written == run("wrong plan.md")[1].replace("](wrong", "](../wrong")
    assert run("wrong plan.md", "--output", "out/report.json", "--format", "json")[0] == 1
    assert valid((folder / "out" / "report.json").read_text(encoding="utf-8"))["path"] == "wrong plan.md"


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("gone.md",), "gone.md: there is no such file or folder"),
        ((".",), ".: is a folder, and a report is about one document"),
        (("right.md", "--output", "right.md"), "right.md: is the document itself"),
        (("right.md", "--output", "gone/report.md"), "gone/report.md: cannot be written: No such file or directory"),
        (("right.md", "--config", "gone.toml"), "gone.toml: cannot be read: No such file or directory"),
    ],
)
def test_what_the_command_refuses(args: tuple[str, ...], words: str, folder: Path) -> None:
    assert run(*args) == (2, "", f"doclint: error: {words}\n")
    assert (folder / "right.md").read_text(encoding="utf-8").endswith("20 GB\n")
