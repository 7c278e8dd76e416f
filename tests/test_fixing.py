"""Fixes: how a number is written anew, what is edited together, and that a fix does what it promises."""

from __future__ import annotations

import os
import stat
import subprocess
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from doclint.cli import cli
from doclint.config import Config
from doclint.engine import lint
from doclint.extract.tokens import tokenize
from doclint.files import UnreadableError, decode
from doclint.fixing import applied, fixed
from doclint.model import Edit, Finding, Fix, Quantity, Rational, Source, Span
from doclint.report import diff
from doclint.rewrite import rewritten
from doclint.writing import encode

DOCUMENTS = sorted((Path(__file__).parents[1] / "fixtures" / "documents").glob("*.md"))
WRONG = "# Plan\n\n- Weights: 10B × 2 bytes = 25 GB\n"
RIGHT = "# Plan\n\n- Weights: 10B × 2 bytes = 20 GB\n"
IDLE = "# Plan\n\n<!-- doclint-disable-line DL101 -->\n\n- Weights: 10B × 2 bytes = 20 GB\n"


def quantity(text: str) -> Quantity:
    """The first quantity of a text."""
    return next(t.quantity for t in tokenize(text) if t.quantity is not None)


def again(text: str, number: Rational, mark: str = "") -> str | None:
    """A text with its first quantity written anew."""
    found = quantity(text)
    new = rewritten(text[found.start : found.end], found, number, mark)
    return None if new is None else text[: found.start] + new + text[found.end :]


def findings(source: Source) -> tuple[Finding, ...]:
    return lint(source, Config()).findings


def source(text: str) -> Source:
    return Source("plan.md", text)


@cache
def document(path: Path) -> Source:
    return Source(path.name, path.read_bytes().decode("utf-8"))


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        ("3,840", 12600, "12,600"),
        ("3,840", 999, "999"),
        ("3840", 12600, "12600"),
        ("1_000", 16384, "16_384"),
        ("0.62 GB", Fraction("2.48"), "2.48 GB"),
        ("19.2 GB", Fraction("21.06"), "21.1 GB"),
        ("78.0 GB", 68, "68.0 GB"),
        ("7.2 GB", 72, "72 GB"),
        ("3.25 kW", Fraction("32.5"), "32.5 kW"),
        ("25%", Fraction(100, 3), "33%"),
        ("25 percent", 40, "40 percent"),
        ("20M", 25_370_000, "25M"),
        ("20M users", 8_640_000, "8.6M users"),
        ("86.4M req/day", 8_640_000, "8.64M req/day"),
        ("2.5 million rows", 3_100_000, "3.1 million rows"),
        ("~8 GB", Fraction("11.9"), "~12 GB"),
        ("$1,234.50", Fraction("987.654"), "$987.65"),
        ("$1,234.50", 12345, "$12,345.00"),
        ("$10K/month", 100_000, "$100K/month"),
        ("1.5e6", 1_700_000, "1.7e6"),
        ("1.4 × 10^11", 14 * 10**10 + 10**10, "1.5 × 10^11"),
        ("-5 ms", -7, "-7 ms"),
        ("0.08", Fraction(8, 1000), "0.008"),
        ("7 kW", Fraction("2.5"), "2.5 kW"),
        ("9 kW", Fraction("7.02"), "7 kW"),
        ("5x", 4, "4x"),
        ("2 experts per GPU", 8, "8 experts per GPU"),
        ("57,870", Fraction(125_000_000, 21600), "5,787"),
        ("24 Gi", 48, "48 Gi"),
    ],
)
def test_a_number_keeps_its_writing(text: str, number: Rational, expected: str) -> None:
    assert again(text, number) == expected


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.4 × 10^11", 14 * 10**9),  # the mantissa would not be one
        ("6e6", 600_000),
        ("2^20", 3 * 10**6),
        ("10^6", 10**5),
        ("-5 ms", 7),
        ("5 ms", -7),
        ("12 GPUs", Fraction("2.5")),  # no count
        ("8 GB", 10**30),
        ("1.5 GB", Fraction(1, 10**20)),
    ],
)
def test_a_number_that_would_look_different_is_not_written(text: str, number: Rational) -> None:
    assert again(text, number) is None


def test_thousands_are_separated_as_in_the_document_where_the_number_is_too_short_to_tell() -> None:
    assert again("450 GB", 1440, ",") == "1,440 GB"
    assert again("450 GB", 1440) == "1440 GB"
    assert again("4500 GB", 14400, ",") == "14400 GB"


def test_a_count_in_words_stays_in_words() -> None:
    text = "# Plan\n\nThe rollout has Two phases:\n\n1. canary\n2. half\n3. everyone\n"
    assert fixed(source(text), findings(source(text)), findings, unsafe=True).text == text.replace("Two", "Three")


@pytest.mark.parametrize(
    "text",
    [
        "- Peak message rate: 4,800 messages/s\n\nThe brokers have a peak message rate of 4,300 messages/s.\n",  # DL401
        "- 1 KB × 1e9 = 1 GB\n",  # DL204
        "- 1,000 blocks × 1,000,000 bytes = 1.00 GiB\n",  # right in GB
        "- Attention heads: 30\n- Tensor Parallelism (TP): 4\n",  # DL302
        "- Latency requirement met: 12 s < 10 s target\n",  # DL502
        "- 60% + 30% + 20% = 100%\n",  # a whole is right, one of its parts is not
    ],
)
def test_a_repair_that_is_not_the_only_one_is_not_proposed(text: str) -> None:
    found = findings(source(text))
    assert found
    assert not any(one.fixes for one in found)


def plan() -> Path:
    return next(p for p in DOCUMENTS if p.name == "moe-plan.md")


def test_the_seed_plan_is_corrected_as_a_whole() -> None:
    before = document(plan())
    (finding,) = [f for f in findings(before) if f.confidence == "high"]
    (fix,) = finding.fixes
    assert fix.applicability == "unsafe"
    assert fix.message == "write 8 experts per GPU, and 5 numbers that go with it"
    written = [(before.text[e.span.start : e.span.end], e.text) for e in fix.edits]
    assert written == [
        ("2 experts per GPU", "8 experts per GPU"),
        ("0.62 GB", "2.48 GB"),
        ("2 experts per GPU", "8 experts per GPU"),
        ("19.2 GB", "21.1 GB"),
        ("30%", "33%"),
        ("2 experts per GPU", "8 experts per GPU"),
    ]
    after = fixed(before, findings(before), findings, unsafe=True)
    assert [f.code for f in after.done] == ["DL301"]
    assert not [f for f in findings(Source(before.path, after.text)) if f.confidence == "high"]
    assert "**Model parameters**: 0.62 GB" in after.text


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.stem)
def test_every_fix_of_the_fixtures_keeps_the_law(path: Path) -> None:
    """After all fixes of a document each of their findings is gone, and no error or warning has come."""
    before = document(path)
    old = findings(before)
    result = fixed(before, old, findings, unsafe=True)
    assert len(result.done) == sum(bool(f.fixes) for f in old)
    assert not result.left
    new = findings(Source(before.path, result.text))

    def place(text: Source, one: Finding) -> tuple[str, int]:
        return one.code, text.position(one.span.start)[0]

    remaining = [place(before, f) for f in old if not f.fixes]
    assert [place(before, f) for f in old if not f.fixes and f.severity != "info"] == [
        place(Source(before.path, result.text), f) for f in new if f.severity != "info"
    ]
    assert all(place(Source(before.path, result.text), f) in remaining for f in new if f.severity != "info")


def test_most_numbers_that_contradict_a_computation_have_a_fix() -> None:
    found = [f for path in DOCUMENTS for f in findings(document(path)) if f.code == "DL101"]
    assert sum(bool(f.fixes) for f in found) >= 0.95 * len(found)


def test_safe_fixes_alone_change_no_number() -> None:
    text = IDLE + WRONG
    result = fixed(source(text), findings(source(text)), findings)
    assert result.text == text.replace("<!-- doclint-disable-line DL101 -->\n", "")
    assert [f.code for f in result.done] == ["DL001"]


def mistaken(text: str, *pairs: tuple[str, str]) -> tuple[Finding, ...]:
    """A finding for each word, with a fix that writes another in its place."""
    return tuple(
        Finding("DL101", "n", "error", f"not {old}", span, fixes=(Fix("", "unsafe", (Edit(span, new),)),))
        for old, new in pairs
        for span in (Span(text.index(old), text.index(old) + len(old)),)
    )


def test_a_fix_whose_finding_would_remain_is_left_out() -> None:
    text = "good bad worse"

    def check(document: Source) -> tuple[Finding, ...]:
        words = [
            (w, w + "r") if w == "bad" else (w, "fine") for w in document.text.split() if w not in ("good", "fine")
        ]
        return mistaken(document.text, *words)

    result = fixed(source(text), check(source(text)), check, unsafe=True)
    assert result.text == "good bad fine"
    assert [(f.message, why) for f, why in result.left] == [("not bad", "DL101 would remain")]


def test_a_fix_that_would_make_a_mistake_elsewhere_is_left_out() -> None:
    text = "one two"

    def check(document: Source) -> tuple[Finding, ...]:
        return mistaken(document.text, ("one", "1") if "one" in document.text else ("two", "2"))

    result = fixed(source(text), check(source(text)), check, unsafe=True)
    assert result.text == text
    assert [why for _, why in result.left] == ["DL101 would be new: not two"]


def test_fixes_that_overlap_are_made_one_after_the_other() -> None:
    text = "# Memory\n\n- Weights: 4 × 6 GB = 28 GB\n- Cache: 2 × 5 GB = 12 GB\n- Total: 40 GB\n"
    result = fixed(source(text), findings(source(text)), findings, unsafe=True)
    assert result.text == text.replace("28", "24").replace("12", "10").replace("40", "34")
    assert not findings(source(result.text))


def test_tries_are_bounded() -> None:
    text = " ".join(f"bad{n:04d}" for n in range(2000))
    calls = 0

    def check(document: Source) -> tuple[Finding, ...]:
        nonlocal calls
        calls += 1
        return mistaken(text, *((word, word.upper()) for word in text.split()))

    result = fixed(source(text), check(source(text)), check, unsafe=True)
    assert result.text == text
    assert calls < 80
    assert len(result.left) == 2000


def test_edits_are_applied_in_order() -> None:
    edits = [Edit(Span(0, 1), "xx"), Edit(Span(2, 2), "-"), Edit(Span(3, 5), "")]
    assert applied("abcdef", edits) == "xxb-cf"


# Files


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    return tmp_path


def doclint(*args: str, stdin: bytes | None = None) -> Result:
    result = CliRunner().invoke(cli, ["check", *args], input=stdin, prog_name="doclint")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def test_unsafe_fixes_are_written_and_what_is_left_decides(folder: Path) -> None:
    path = folder / "plan.md"
    path.write_text(WRONG, encoding="utf-8")
    done = doclint("--fix", "plan.md")
    assert (done.exit_code, path.read_text(encoding="utf-8")) == (1, WRONG)
    assert "--unsafe-fixes would try 1 more fix" in done.stderr
    done = doclint("--fix", "--unsafe-fixes", "plan.md")
    assert (done.exit_code, done.stdout, path.read_text(encoding="utf-8")) == (0, "", RIGHT)
    assert done.stderr == "doclint: note: plan.md: 1 finding fixed\n"
    path.write_text(WRONG + "- 1 KB × 1e9 = 1 GB\n", encoding="utf-8")
    done = doclint("--fix", "--unsafe-fixes", "plan.md")
    assert (done.exit_code, done.stdout.count("\n")) == (1, 1)
    assert "DL204" in done.stdout


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_line_ends_encoding_and_mode_are_kept(folder: Path, encoding: str) -> None:
    path = folder / "plan.md"
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    path.write_bytes(mark + WRONG.replace("\n", "\r\n").encode(encoding))
    path.chmod(0o640)
    assert doclint("--fix", "--unsafe-fixes", "plan.md").exit_code == 0
    assert path.read_bytes() == mark + RIGHT.replace("\n", "\r\n").encode(encoding)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert sorted(os.listdir(folder)) == [".git", "plan.md"]


def test_a_link_stays_a_link(folder: Path) -> None:
    (folder / "plan.md").write_text(WRONG, encoding="utf-8")
    (folder / "link.md").symlink_to("plan.md")
    assert doclint("--fix", "--unsafe-fixes", "link.md").exit_code == 0
    assert (folder / "link.md").is_symlink()
    assert (folder / "plan.md").read_text(encoding="utf-8") == RIGHT


def test_a_document_that_was_not_read_whole_is_not_written(folder: Path) -> None:
    raw = WRONG.encode() + b"caf\xe9\n"
    (folder / "plan.md").write_bytes(raw)
    done = doclint("--fix", "--unsafe-fixes", "plan.md")
    assert (done.exit_code, (folder / "plan.md").read_bytes()) == (2, raw)
    assert "plan.md: was not fixed: not all of it could be read" in done.stderr


def test_a_document_that_has_changed_since_is_not_written() -> None:
    with pytest.raises(UnreadableError, match="has changed since"):
        encode(decode("plan.md", b"old"), b"other", "new")


def test_stdin_is_printed_fixed_and_reported_on_stderr() -> None:
    raw = b"\xef\xbb\xbf" + WRONG.replace("\n", "\r\n").encode()
    done = doclint("--fix", "--unsafe-fixes", "-", stdin=raw)
    assert (done.exit_code, done.stdout_bytes) == (0, raw.replace(b"25 GB", b"20 GB"))
    done = doclint("--fix", "-", stdin=raw)
    assert (done.exit_code, done.stdout_bytes) == (1, raw)
    assert "<stdin>:3:28: error: DL101" in done.stderr
    lossy = RIGHT.encode() + b"caf\xe9\n"
    assert doclint("--fix", "--unsafe-fixes", "-", stdin=lossy).stdout_bytes == lossy


def test_a_diff_changes_nothing_and_can_be_applied(folder: Path) -> None:
    path = folder / "plan.md"
    text = IDLE.replace("\n", "\r\n") + "\n" * 9 + WRONG + "\nno end"
    path.write_bytes(text.encode())
    done = doclint("--diff", "plan.md")
    assert done.exit_code == 1
    assert b"-<!-- doclint-disable-line DL101 -->\r\n" in done.stdout_bytes
    done = doclint("--diff", "--unsafe-fixes", "plan.md")
    assert path.read_bytes() == text.encode()
    assert "+- Weights: 10B × 2 bytes = 20 GB\n" in done.stdout
    assert done.stdout.startswith("--- plan.md\n+++ plan.md\n@@ -1,")
    (folder / "fix.diff").write_bytes(done.stdout_bytes)
    subprocess.run(["git", "apply", "-p0", "--ignore-whitespace", "fix.diff"], cwd=folder, check=True, timeout=60)
    assert path.read_bytes() == fixed(source(text), findings(source(text)), findings, True).text.encode()
    assert doclint("--diff", "plan.md").stdout == ""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a\nb\nc\n", "a\nB\nc\n", "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n"),
        ("a\nb\nc\n", "a\nc\n", "@@ -1,3 +1,2 @@\n a\n-b\n c\n"),
        ("a\nb", "a\nc", "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n"),
        ("a\n", "", "@@ -1 +0,0 @@\n-a\n"),
        ("a\nb\nc\nd\n", "x\ny\nd\n", "@@ -1,4 +1,3 @@\n-a\n-b\n-c\n+x\n+y\n d\n"),
    ],
)
def test_the_form_of_a_diff(old: str, new: str, expected: str) -> None:
    assert diff.render("p.md", old, new) == "--- p.md\n+++ p.md\n" + expected
    assert diff.render("p.md", old, old) == ""


@pytest.mark.parametrize("args", [("--unsafe-fixes",), ("--diff", "--format", "json")])
def test_options_that_do_not_go_together_are_refused(args: tuple[str, ...]) -> None:
    done = doclint(*args, ".")
    assert done.exit_code == 2
    assert "--" in done.stderr


def test_what_is_not_shown_is_not_fixed(folder: Path) -> None:
    (folder / "plan.md").write_text(WRONG, encoding="utf-8")
    assert doclint("--fix", "--unsafe-fixes", "--ignore", "DL101", "plan.md").exit_code == 0
    assert (folder / "plan.md").read_text(encoding="utf-8") == WRONG
