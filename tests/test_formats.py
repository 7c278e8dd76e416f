"""Formats for other programs: places in their columns, hostile text, byte-identical runs."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from jsonschema import validate

from doclint.config import Config
from doclint.engine import lint
from doclint.model import Result, Source
from doclint.report import github, gitlab, jsonl, junit, rdjson, rdjsonl

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
    assert json.loads(rdjsonl.render([wrong])) == one


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
    assert [line.partition(" ")[0] for line in lines] == ["::error"] * 10 + ["::notice"] + ["also"] * 2


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
    ("form", "clean"), [(github, ""), (gitlab, "[]\n"), (jsonl, ""), (rdjsonl, "")], ids=lambda one: str(one)[-20:]
)
def test_a_clean_run(form: object, clean: str) -> None:
    assert form.render([lint(Source("plan.md", "Nothing to see.\n"), Config())]) == clean  # type: ignore[attr-defined]


@pytest.mark.parametrize("form", [github, gitlab, jsonl, junit, rdjson, rdjsonl], ids=lambda one: one.__name__)
def test_reruns_are_identical(form: object) -> None:
    shown = {form.render([lint(Source("plan.md", PLAN), Config())]) for _ in range(2)}  # type: ignore[attr-defined]
    assert len(shown) == 1


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
