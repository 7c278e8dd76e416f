"""Documents against one another: only with --project, only what is surely the same quantity."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from doclint import project
from doclint.checks import registry
from doclint.cli import cli
from doclint.config import Config
from doclint.engine import known
from doclint.model import Finding, Source

RATE = "- Peak message rate: 4,800 messages/s\n"
OTHER = "- Peak message rate: 4,300 messages/s\n"
NEXT = "<!-- in the next document -->"


def run(*texts: str, together: bool = True) -> list[list[Finding]]:
    sources = [Source(f"{letter}.md", text) for letter, text in zip("abcdefgh", texts, strict=False)]
    return [list(r.findings) for r in project.examine(sources, Config(project=together)).results]


def test_the_examples_of_the_check() -> None:
    check = registry()["DL402"]
    first, second = run(*check.bad.split(NEXT))
    assert first == []
    assert [f.code for f in second] == ["DL402"]
    assert second[0].severity == check.severity
    assert run(*check.good.split(NEXT)) == [[], []]


def test_the_later_document_is_reported_with_the_place_in_the_first() -> None:
    _, (finding,) = run("# Plan\n\n" + RATE, OTHER)
    assert finding.message == ("states peak message rate as 4,300 messages/s, but a.md:3 states 4,800 messages/s")
    assert OTHER[finding.span.start : finding.span.end] == "4,300 messages/s"
    assert finding.related == ()
    assert finding.fingerprint


def test_only_when_asked() -> None:
    assert run(RATE, OTHER, together=False) == [[], []]


@pytest.mark.parametrize(
    "other",
    [
        RATE,
        "- Average message rate: 4,300 messages/s\n",
        "- Peak message rate: 4,300 KB/s\n",
        "- Peak message rate: ≤ 5,300 messages/s\n",
        "- Peak message rate: ~4,300 messages/s\n",
        "> Peak message rate: 4,300 messages/s in the previous plan, which was wrong\n",
        "# Plan\n\n## Baseline\n\n" + OTHER,
        "Option B:\n\n" + OTHER,
        OTHER + "\nLater:\n\n- Peak message rate: 4,100 messages/s\n",
        "| Metric | Old | New |\n|---|---|---|\n| Peak message rate | 4,300 messages/s | 4,800 messages/s |\n",
    ],
)
def test_what_may_be_something_else_is_left_alone(other: str) -> None:
    assert "DL402" not in [f.code for f in run(RATE, other)[1]]


def test_documents_that_differ_in_most_describe_different_systems() -> None:
    more = "- Message size: 2 KB\n- Retention period: 7 days\n"
    others = "- Message size: 3 KB\n- Retention period: 9 days\n"
    assert run(RATE + more, OTHER + others) == [[], []]
    assert len(run(RATE + more, OTHER + more)[1]) == 1


def test_plans_that_share_a_label_and_little_else_are_separate() -> None:
    assert run(RATE, "- Peak message rate: 900 messages/s\n") == [[], []]
    assert run(RATE + "- Message size: 2 KB\n", "- Message size: 2 KB\n- Peak message rate: 900 messages/s\n")[1] == []
    known = "- Message size: 2 KB\n- Retention period: 7 days\n"
    assert len(run(RATE + known, "- Peak message rate: 900 messages/s\n" + known)[1]) == 1


def test_a_label_of_one_word_tells_too_little() -> None:
    assert run("- Rate: 4,800 messages/s\n", "- Rate: 4,300 messages/s\n") == [[], []]


def test_a_comment_silences_it() -> None:
    silent = OTHER.rstrip() + " <!-- doclint-disable-line DL402 -- measured elsewhere -->\n"
    assert run(RATE, silent) == [[], []]


def test_order_is_by_path_and_not_by_argument() -> None:
    facts = [f for s in (Source("b.md", OTHER), Source("a.md", RATE)) for f in known(s)]
    assert list(project.reconcile(facts)) == ["b.md"]
    assert list(project.reconcile(reversed(facts))) == ["b.md"]


def test_the_flag(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(RATE, encoding="utf-8")
    (tmp_path / "b.md").write_text(OTHER, encoding="utf-8")
    asked = CliRunner().invoke(cli, ["check", "--isolated", "--project", "--format", "text", str(tmp_path)])
    assert asked.exit_code == 1
    assert "DL402" in asked.stdout
    assert "a.md:1 states" in asked.stdout
    assert CliRunner().invoke(cli, ["check", "--isolated", str(tmp_path)]).exit_code == 0
