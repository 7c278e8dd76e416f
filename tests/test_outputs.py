"""`--output NAME:FILE` and `doclint matcher`: several reports in one run, and what reads the text format."""

from __future__ import annotations

import json
import os
import re
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jsonschema import validate

from doclint.cli import cli
from doclint.cli.matcher import FILES

WRONG = "- Weights: 10B × 2 bytes = 25 GB\n- Cache: 6 × 7 GB = 41 GB\n"
MATCHER = {
    "type": "object",
    "additionalProperties": False,
    "required": ["problemMatcher"],
    "properties": {
        "problemMatcher": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["owner", "pattern"],
                "properties": {
                    "owner": {"type": "string"},
                    "severity": {"enum": ["error", "warning", "notice"]},
                    "pattern": {
                        "type": "array",
                        "minItems": 1,
                        "items": {
                            "type": "object",
                            "additionalProperties": False,
                            "required": ["regexp"],
                            "properties": {
                                "regexp": {"type": "string"},
                                "loop": {"type": "boolean"},
                                **{
                                    name: {"type": "integer", "minimum": 1}
                                    for name in ("file", "line", "column", "severity", "code", "message", "fromPath")
                                },
                            },
                        },
                    },
                },
            },
        }
    },
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "plan.md").write_text(WRONG, encoding="utf-8")
    return tmp_path


def doclint(*args: str) -> Result:
    result = CliRunner().invoke(cli, args, prog_name="doclint")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def test_one_run_writes_several_reports(folder: Path) -> None:
    done = doclint("check", "--output", "sarif:a.sarif", "--output", "json:b.json", "--output", "text:c.txt", "plan.md")
    assert done.exit_code == 1
    assert (folder / "c.txt").read_text(encoding="utf-8") == done.stdout
    assert json.loads((folder / "b.json").read_text(encoding="utf-8"))["summary"]["contradicted"] == 2
    assert json.loads((folder / "a.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    assert sorted(os.listdir(folder)) == [".git", "a.sarif", "b.json", "c.txt", "plan.md"]


def test_a_report_replaces_an_older_one_and_keeps_its_mode_and_links(folder: Path) -> None:
    (folder / "real.txt").write_text("old\n" * 99, encoding="utf-8")
    (folder / "real.txt").chmod(0o600)
    (folder / "link.txt").symlink_to("real.txt")
    assert doclint("check", "--output", "text:link.txt", "plan.md").exit_code == 1
    assert (folder / "link.txt").is_symlink()
    assert (folder / "real.txt").read_text(encoding="utf-8").startswith("plan.md:1:")
    assert stat.S_IMODE((folder / "real.txt").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("outputs", "words"),
    [
        (["sarif"], "is not of the form NAME:FILE"),
        (["sarif:"], "is not of the form NAME:FILE"),
        (["sarfi:x"], "did you mean sarif?"),
        (["text:plan.md"], "plan.md: is one of the documents"),
        (["text:./a.txt", "json:a.txt"], "a.txt: is the file of two outputs"),
        (["text:no/such/folder.txt"], "no/such/folder.txt: cannot be written: No such file or directory"),
        (["text:."], "cannot be written"),
    ],
)
def test_an_output_that_cannot_be_written_is_one_sentence_and_loses_nothing(
    folder: Path, outputs: list[str], words: str
) -> None:
    done = doclint("check", *(word for one in outputs for word in ("--output", one)), "plan.md")
    assert done.exit_code == 2
    assert words in done.stderr
    assert (folder / "plan.md").read_text(encoding="utf-8") == WRONG
    assert sorted(os.listdir(folder)) == [".git", "plan.md"]


def test_an_output_may_be_a_device() -> None:
    assert doclint("check", "--output", f"json:{os.devnull}", "plan.md").exit_code == 1


@pytest.mark.parametrize("program", FILES)
def test_every_matcher_is_printed(program: str) -> None:
    done = doclint("matcher", program)
    assert done.exit_code == 0
    assert "doclint" in done.stdout


def test_an_unknown_matcher_is_refused() -> None:
    assert doclint("matcher", "nano").exit_code == 2


def test_the_matcher_of_github_reads_every_line(folder: Path) -> None:
    data = json.loads(doclint("matcher", "github").stdout)
    validate(data, MATCHER)
    owners = [one["owner"] for one in data["problemMatcher"]]
    assert len(set(owners)) == len(owners)
    lines = doclint("check", "--format", "text", "plan.md").stdout.splitlines()
    lines.append("a b:c.md:3:14: info: DL110 claims 3 steps, the list has 4")
    assert len(lines) >= 3
    for line in lines:
        hits = [
            (found, pattern)
            for one in data["problemMatcher"]
            for pattern in one["pattern"]
            if (found := re.search(pattern["regexp"], line))
        ]
        ((found, pattern),) = hits
        assert line.startswith(":".join(found[pattern[part]] for part in ("file", "line", "column")) + ": ")
        assert found[pattern["code"]] in line
        assert line.endswith(found[pattern["message"]])


def test_the_matcher_of_vscode_is_a_task(folder: Path) -> None:
    data = json.loads(doclint("matcher", "vscode").stdout)
    (task,) = data["tasks"]
    pattern = task["problemMatcher"]["pattern"]
    lines = doclint(*task["args"][:-1], "plan.md").stdout.splitlines()
    assert lines
    for line in lines:
        found = re.search(pattern["regexp"], line)
        assert found is not None
        assert found[pattern["file"]] == "plan.md"
        assert f": {found[pattern['severity']]}: {found[pattern['code']]} {found[pattern['message']]}" in line
