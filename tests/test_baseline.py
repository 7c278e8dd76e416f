"""Baselines: what is known stays hidden wherever it moves, what is new is reported, what is fixed is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from doclint import baseline
from doclint.cli import cli
from doclint.config import ConfigError
from doclint.model import Amount, Finding, Source, Span
from doclint.model import Result as Linted

FIRST = "- Weights: 10B × 2 bytes = 25 GB\n"
SECOND = "- Cache: 6 × 7 GB = 41 GB\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "old.md").write_text(FIRST, encoding="utf-8")
    return tmp_path


def doclint(*args: str) -> Result:
    result = CliRunner().invoke(cli, args, prog_name="doclint")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def test_a_repository_becomes_green_and_stays_honest(folder: Path) -> None:
    assert doclint("check").exit_code == 1
    written = doclint("baseline")
    assert written.exit_code == 0
    assert "doclint-baseline.json: 1 finding in 1 file" in written.stdout
    known = doclint("check", "--baseline", "doclint-baseline.json")
    assert (known.exit_code, known.stdout) == (0, "")
    assert known.stderr == "doclint: note: 1 finding hidden by doclint-baseline.json\n"
    document = folder / "docs" / "old.md"
    document.write_text("# New heading\n\nText.\n\n" + FIRST + SECOND, encoding="utf-8")
    found = doclint("check", "--baseline", "doclint-baseline.json")
    assert found.exit_code == 1
    assert found.stdout.count("\n") == 1
    assert "docs/old.md:6:" in found.stdout
    assert "1 finding hidden" in found.stderr


def test_the_file_is_sorted_versioned_and_names_no_lines(folder: Path) -> None:
    (folder / "a.md").write_text(FIRST + "\n" + FIRST, encoding="utf-8")
    doclint("baseline")
    text = (folder / "doclint-baseline.json").read_text(encoding="utf-8")
    data = json.loads(text)
    assert data["version"] == 1
    entries = list(data["findings"].values())
    assert [entry["path"] for entry in entries] == ["a.md", "docs/old.md"]
    assert entries[0]["count"] == 2
    assert all(set(entry) <= {"path", "code", "message", "count", "confidence"} for entry in entries)
    assert all(len(key) == 64 for key in data["findings"])
    doclint("baseline")
    assert (folder / "doclint-baseline.json").read_text(encoding="utf-8") == text


def test_one_more_of_the_same_is_new(folder: Path) -> None:
    doclint("baseline")
    (folder / "docs" / "old.md").write_text(FIRST + "\n" + FIRST, encoding="utf-8")
    found = doclint("check", "--baseline", "doclint-baseline.json")
    assert (found.exit_code, found.stdout.count("\n")) == (1, 1)


def test_the_setting_is_found_from_every_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "doclint.toml").write_text('baseline = "doclint-baseline.json"\n', encoding="utf-8")
    missing = doclint("check")
    assert missing.exit_code == 2
    assert "doclint-baseline.json: there is no such baseline; `doclint baseline` writes one" in missing.stderr
    assert "--baseline" not in doclint("baseline").stdout
    monkeypatch.chdir(folder / "docs")
    assert doclint("check").exit_code == 0
    assert doclint("check", str(folder)).exit_code == 0
    assert doclint("check", "--isolated").exit_code == 1


def test_what_is_fixed_or_gone_is_stale_and_what_was_not_looked_at_is_not(folder: Path) -> None:
    (folder / "docs" / "more.md").write_text(SECOND, encoding="utf-8")
    (folder / "right.md").write_text("Text.\n", encoding="utf-8")
    doclint("baseline")
    assert "stale" not in doclint("check", "right.md", "--baseline", "doclint-baseline.json").stderr
    assert "stale" not in doclint("check", "--select", "DL5", "--baseline", "doclint-baseline.json").stderr
    (folder / "docs" / "old.md").write_text("Fixed.\n", encoding="utf-8")
    fixed = doclint("check", "--baseline", "doclint-baseline.json")
    assert fixed.exit_code == 0
    assert "1 stale entry in doclint-baseline.json, such as docs/old.md: DL" in fixed.stderr
    (folder / "docs" / "more.md").unlink()
    assert "2 stale entries" in doclint("check", ".", "--baseline", "doclint-baseline.json").stderr
    doclint("baseline")
    assert json.loads((folder / "doclint-baseline.json").read_text(encoding="utf-8"))["findings"] == {}


def test_a_part_is_renewed_and_the_rest_kept(folder: Path) -> None:
    (folder / "more.md").write_text(SECOND, encoding="utf-8")
    doclint("baseline")
    (folder / "more.md").write_text("Fixed.\n", encoding="utf-8")
    assert "1 finding in 1 file" in doclint("baseline", "more.md").stdout
    assert doclint("check", "--baseline", "doclint-baseline.json").exit_code == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ":1: is not JSON"),
        ('{\n"version": 1,\n<<<<<<< HEAD\n', ":3: is not JSON"),
        ("[" * 100_000, ": is not"),
        ("[]", "`version` or `findings` is missing"),
        ('{"version": true, "findings": {}}', "`version` or `findings` is missing"),
        ('{"version": 2, "findings": {}}', "version 2"),
        ('{"version": 1, "findings": []}', "`version` or `findings` is missing"),
        ('{"version": 1, "findings": {"ab": 3}}', "the entry 'ab'"),
        (
            '{"version": 1, "findings": {"ab": {"path": "a", "code": "c", "message": "m", "count": 0}}}',
            "the entry 'ab'",
        ),
        ('{"version": ' + "9" * 5000 + "}", "is not a baseline"),
    ],
)
def test_a_corrupt_baseline_is_one_sentence(folder: Path, text: str, words: str) -> None:
    (folder / "b.json").write_text(text, encoding="utf-8")
    refused = doclint("check", "--baseline", "b.json")
    assert refused.exit_code == 2
    assert refused.stderr.startswith("doclint: error: b.json:")
    assert words in refused.stderr
    assert refused.stderr.count("\n") == 1
    again = doclint("baseline", "--output", "b.json")
    assert again.exit_code == 2
    assert (folder / "b.json").read_text(encoding="utf-8") == text


def test_nothing_is_written_when_a_document_cannot_be_read(folder: Path) -> None:
    assert doclint("baseline", "nowhere.md").exit_code == 2
    assert doclint("baseline", "-").exit_code == 2
    assert doclint("baseline", "--output", "no/such/folder.json").exit_code == 2
    assert not (folder / "doclint-baseline.json").exists()


def linted(*findings: Finding) -> Linted:
    return Linted(Source("a.md", ""), findings)


def wrong(at: int, text: str, code: str = "DL101") -> Finding:
    return Finding(code, "n", "error", f"claims {text}", Span(at, at + 1), claimed=Amount(text, 1.0, "GB"), subject="x")


def test_a_fingerprint_is_check_document_subject_and_claim(folder: Path) -> None:
    one = baseline.fingerprint("a.md", wrong(0, "25 GB"))
    assert one == baseline.fingerprint("a.md", wrong(900, "25 GB"))
    others = {
        baseline.fingerprint("b.md", wrong(0, "25 GB")),
        baseline.fingerprint("a.md", wrong(0, "26 GB")),
        baseline.fingerprint("a.md", wrong(0, "25 GB", "DL301")),
    }
    assert len(others | {one}) == 4


def test_reading_gives_back_what_was_written(folder: Path) -> None:
    known = baseline.collect([linted(wrong(0, "1 GB"), wrong(5, "1 GB"), wrong(9, "2 é\udc80"))], str(folder))
    (folder / "b.json").write_text(baseline.render(known), encoding="utf-8")
    assert baseline.read("b.json") == known
    done = baseline.compare(known, [linted(wrong(7, "1 GB"))], lambda entry: True)
    assert (done.hidden, done.results[0].findings) == (1, ())
    assert [(entry.count, entry.message) for entry in done.stale] == [(2, "claims 1 GB"), (1, "claims 2 é\udc80")]


def test_a_folder_is_no_baseline(folder: Path) -> None:
    with pytest.raises(ConfigError, match=r"^docs: cannot be read"):
        baseline.read("docs")


def test_what_is_hidden_is_not_fixed(folder: Path) -> None:
    doclint("baseline")
    document = folder / "docs" / "old.md"
    document.write_text(FIRST + SECOND, encoding="utf-8")
    done = doclint("check", "--fix", "--unsafe-fixes", "--baseline", "doclint-baseline.json")
    assert done.exit_code == 0
    assert document.read_text(encoding="utf-8") == FIRST + SECOND.replace("41", "42")
    assert done.stderr.count("1 finding hidden") == 1
