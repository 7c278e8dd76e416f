"""The command line as a user meets it: output, exit codes, and JSON that keeps to its schema."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from doclint import __version__
from doclint.checks import registry
from doclint.cli import COMMANDS, cli

WRONG = "# Plan\n\n- Weights: 10B × 2 bytes = 25 GB\n"
RIGHT = "# Plan\n\n- Weights: 10B × 2 bytes = 20 GB\n"
SCHEMAS = Path(__file__).parents[1] / "doclint" / "schema"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / ".git").mkdir()
    (tmp_path / "wrong.md").write_text(WRONG, encoding="utf-8")
    (tmp_path / "right.md").write_text(RIGHT, encoding="utf-8")
    return tmp_path


def doclint(*args: str, stdin: str | bytes | None = None) -> Result:
    result = CliRunner().invoke(cli, args, input=stdin, prog_name="doclint")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def process(*args: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "doclint", *args]
    return subprocess.run(command, capture_output=True, encoding="utf-8", env={**os.environ, **environment}, timeout=60)


def valid(name: str, text: str) -> dict[str, object]:
    document: dict[str, object] = json.loads(text)
    schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(document)
    return document


def test_version_and_help() -> None:
    assert doclint("--version").stdout == f"doclint {__version__}\n"
    assert all(command in doclint("--help").stdout for command in COMMANDS)
    for command in COMMANDS:
        assert doclint(command, "--help").exit_code == 0


def test_a_finding_on_one_line() -> None:
    result = doclint("check", "wrong.md", "right.md")
    assert result.exit_code == 1
    assert result.stdout.startswith("wrong.md:3:28: error: DL101 ")
    assert result.stdout.count("\n") == 1
    assert result.stderr == ""


def test_a_folder_and_the_working_directory(folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "x.md").write_text(WRONG, encoding="utf-8")
    everything = doclint("check").stdout
    assert [line.split(":")[0] for line in everything.splitlines()] == ["wrong.md", "sub/x.md"]
    assert doclint("check", ".").stdout == doclint("check", str(folder)).stdout == everything
    assert doclint("check", "sub").stdout.startswith("sub/x.md:3:28: ")


def test_no_finding_is_silence() -> None:
    result = doclint("check", "right.md")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")


def test_standard_input() -> None:
    assert doclint("check", "-", stdin=WRONG).stdout.startswith("<stdin>:3:28: error: ")
    named = doclint("check", "-", "--stdin-filename", "./docs/plan.md", stdin=WRONG)
    assert named.stdout.startswith("docs/plan.md:3:28: error: ")
    assert doclint("check", "-", stdin=b"\0\0").exit_code == 2
    assert doclint("show", "blocks", "-", stdin=WRONG).exit_code == 0


@pytest.mark.parametrize(
    ("options", "code", "lines"),
    [
        ((), 1, 1),
        (("--exit-zero",), 0, 1),
        (("--fail-on", "never"), 0, 1),
        (("--fail-on", "error"), 1, 1),
        (("--select", "DL2"), 0, 0),
        (("--select", "DL2,wrong-result"), 1, 1),
        (("--select", "DL2", "--select", "DL101"), 1, 1),
        (("--ignore", "DL1"), 0, 0),
        (("--ignore", "wrong-result"), 0, 0),
        (("--pedantic",), 1, 1),
    ],
)
def test_what_is_shown_and_what_fails(options: tuple[str, ...], code: int, lines: int) -> None:
    result = doclint("check", "wrong.md", *options)
    assert (result.exit_code, result.stdout.count("\n")) == (code, lines)


def test_info_is_shown_and_does_not_fail(folder: Path) -> None:
    (folder / "doclint.toml").write_text('[severity]\nwrong-result = "info"\n', encoding="utf-8")
    result = doclint("check", "wrong.md")
    assert (result.exit_code, result.stdout.startswith("wrong.md:3:28: info: ")) == (0, True)
    assert doclint("check", "wrong.md", "--fail-on", "info").exit_code == 1
    assert doclint("check", "wrong.md", "--isolated").exit_code == 1


def test_options_win_over_the_configuration(folder: Path) -> None:
    (folder / "other.toml").write_text('select = ["DL2"]\nfail-on = "never"\n', encoding="utf-8")
    assert doclint("check", "wrong.md", "--config", "other.toml").stdout == ""
    result = doclint("check", "wrong.md", "--config", "other.toml", "--select", "DL1", "--fail-on", "error")
    assert (result.exit_code, result.stdout.count("\n")) == (1, 1)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("check", "--select", "wrong-resalt"), ("wrong-resalt", "did you mean wrong-result?")),
        (("check", "--ignore", "DL9"), ("'DL9'",)),
        (("check", "--config", "none.toml"), ("none.toml", "cannot be read")),
        (("check", "--fail-on", "worst"), ("worst",)),
        (("check", "--format", "xml"), ("xml",)),
        (("chekc",), ("chekc", "did you mean check?")),
        (("explain", "wrong-resalt"), ("did you mean wrong-result?",)),
        (("explain", "DL999"), ("DL999", "lists them")),
        (("show", "block", "right.md"), ("did you mean blocks?",)),
        (("show", "blocks", "gone.md"), ("gone.md: there is no such file or folder",)),
    ],
)
def test_a_wrong_call_is_explained(args: tuple[str, ...], words: tuple[str, ...]) -> None:
    result = doclint(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert all(word in result.stderr for word in words)


def test_a_bad_configuration_is_one_sentence(folder: Path) -> None:
    (folder / "doclint.toml").write_text("\nfail_on = 'error'\n", encoding="utf-8")
    result = doclint("check")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "doclint: error: doclint.toml:2: there is no setting 'fail_on' (did you mean fail-on?)\n"


def test_a_missing_path_spoils_nothing() -> None:
    result = doclint("check", "gone.md", "wrong.md", "--format", "json", "--exit-zero")
    assert result.exit_code == 2
    assert result.stderr == "doclint: error: gone.md: there is no such file or folder\n"
    assert len(valid("check", result.stdout)["findings"]) == 1  # type: ignore[arg-type]
    result = doclint("claims", "gone.md", "wrong.md", "--format", "json")
    assert result.exit_code == 2
    assert valid("claims", result.stdout)["claims"]


@pytest.mark.parametrize("command", ["check", "claims"])
def test_nothing_to_lint_is_a_warning(folder: Path, command: str) -> None:
    (folder / "empty").mkdir()
    result = doclint(command, "empty", "--format", "json")
    assert (result.exit_code, result.stderr) == (0, "doclint: warning: there is no Markdown document here\n")
    valid(command, result.stdout)


def test_notes_go_to_stderr(folder: Path) -> None:
    (folder / "latin.md").write_bytes(RIGHT.encode() + "café\n".encode("latin-1"))
    result = doclint("check", "latin.md", "--format", "json")
    assert result.exit_code == 0
    assert result.stderr == "doclint: note: latin.md: is not UTF-8 (line 4); read with replacement characters\n"
    valid("check", result.stdout)


def test_json_of_findings() -> None:
    document = valid("check", doclint("check", "wrong.md", "right.md", "--format", "json").stdout)
    (finding,) = document["findings"]  # type: ignore[misc]
    assert finding["rule"] == "DL101"
    assert (finding["path"], finding["start"], finding["end"]) == (
        "wrong.md",
        {"line": 3, "column": 28},
        {"line": 3, "column": 33},
    )
    assert finding["claimed"] == {"text": "25 GB", "value": 25, "unit": "GB"}
    assert finding["derived"]["value"] == 20
    summary = document["summary"]
    assert summary["files"] == 2  # type: ignore[index]
    counts = [summary[s] for s in ("verified", "contradicted", "undecided", "stated")]  # type: ignore[index]
    assert summary["claims"] == sum(counts) == 6  # type: ignore[index]
    assert counts[:2] == [1, 1]


def test_json_of_claims_shows_what_is_in_the_source(folder: Path) -> None:
    document = valid("claims", doclint("claims", ".", "--format", "json").stdout)
    entries: list[dict[str, object]] = document["claims"]  # type: ignore[assignment]
    assert {claim["status"] for claim in entries} >= {"verified", "contradicted", "stated"}
    for claim in entries:
        line = (folder / str(claim["path"])).read_text(encoding="utf-8").splitlines()[claim["start"]["line"] - 1]  # type: ignore[index]
        assert line[claim["start"]["column"] - 1 : claim["end"]["column"] - 1] == claim["text"]  # type: ignore[index]


def test_claims_as_a_table_exit_with_zero() -> None:
    result = doclint("claims", "wrong.md", "right.md")
    assert result.exit_code == 0
    assert "contradicted" in result.stdout
    assert result.stdout.endswith("6 numbers in 2 files: 1 verified, 1 contradicted, 0 undecided, 4 stated.\n")


def test_reruns_are_identical() -> None:
    for command in ("check", "claims"):
        first = process(command, "--format", "json", ".", PYTHONHASHSEED="1")
        assert first.stdout
        assert first.stdout == process(command, "--format", "json", ".", PYTHONHASHSEED="2").stdout


def test_full_on_request_and_colours() -> None:
    shown = doclint("check", "wrong.md", "--format", "full").stdout
    assert "3 | - Weights: 10B × 2 bytes = 25 GB" in shown
    assert "^^^^^" in shown
    assert "\x1b" not in shown
    assert "\x1b[" in doclint("check", "wrong.md", "--format", "full", "--color", "always").stdout
    assert "\x1b" not in doclint("check", "wrong.md", "--color", "always").stdout


@pytest.mark.parametrize(
    ("environment", "option", "coloured"),
    [
        ({"FORCE_COLOR": "1"}, "auto", True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, "auto", False),
        ({"FORCE_COLOR": "1"}, "never", False),
        ({"NO_COLOR": "1"}, "always", True),
        ({}, "auto", False),
    ],
)
def test_who_decides_about_colours(
    environment: dict[str, str], option: str, coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, setting in environment.items():
        monkeypatch.setenv(name, setting)
    shown = doclint("check", "wrong.md", "--format", "full", "--color", option).stdout
    assert ("\x1b" in shown) is coloured


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a pseudo terminal")
def test_on_a_terminal_the_proof_is_shown() -> None:
    ours, theirs = os.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "doclint", "check", "wrong.md"],
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm"},
    ) as running:
        os.close(theirs)
        shown = b""
        try:
            while part := os.read(ours, 4096):
                shown += part
        except OSError:  # Linux reports the end of a terminal as an error
            pass
    os.close(ours)
    assert running.returncode == 1
    assert b"\x1b[" in shown
    assert b"^^^^^" in shown
    assert b"Found 1 finding in 1 of 1 file (3 numbers read, 1 checked, 0 verified)." in shown


def test_a_narrow_output_encoding_is_no_obstacle() -> None:
    result = process("check", "wrong.md", PYTHONIOENCODING="iso8859-5")
    assert (result.returncode, result.stderr) == (1, "")
    assert "\\xd7" in result.stdout


def test_a_reader_that_leaves_early() -> None:
    command = f"{sys.executable} -m doclint claims --format json . | head -c 1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("{", "")


def test_every_check_has_a_page() -> None:
    listed = doclint("explain").stdout
    for code, check in registry().items():
        assert f"{code}  {check.name}" in listed
        by_code, by_name = doclint("explain", code.lower()), doclint("explain", check.name)
        assert by_code.stdout == by_name.stdout
        assert by_code.stdout.startswith(f"{code} {check.name} ({check.severity})\n\n")


def test_stages_can_be_looked_at() -> None:
    from doclint.stages import STAGES

    for stage in STAGES:
        result = doclint("show", stage, "wrong.md")
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout.endswith("\n")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("10B × 2 bytes = 25 GB <!-- doclint-disable-line DL101 -- reason -->\n", []),
        ("<!-- doclint-disable-next-line wrong-result -->\n\n10B × 2 bytes = 25 GB\n", []),
        ("10B × 2 bytes = 25 GB `<!-- doclint-disable-line DL101 -->`\n", ["DL101"]),
        ("10B × 2 bytes = 25 GB\n\n```\n<!-- doclint-disable-file DL101 -->\n```\n", ["DL101"]),
        ("10B × 2 bytes = 20 GB <!-- doclint-disable-line DL101 -->\n", ["DL001"]),
        ("10B × 2 bytes = 25 GB <!-- doclint-disable-line DL110 DL101 wrong -->\n", ["DL001", "DL001"]),
        ("10B × 2 bytes = 20 GB <!-- doclint-disable-line DL101 --> <!-- doclint-disable-file DL001 -->\n", []),
    ],
)
def test_suppression_comments_reach_the_findings(text: str, codes: list[str], folder: Path) -> None:
    (folder / "a.md").write_text(text, encoding="utf-8")
    assert [line.split()[2] for line in doclint("check", "a.md").stdout.splitlines()] == codes
