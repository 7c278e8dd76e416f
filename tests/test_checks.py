"""Every check finds its bad example and is content with its good one; its page explains and shows both."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from doclint.checks import Check, registry
from doclint.cli import cli
from doclint.config import Config
from doclint.engine import lint
from doclint.model import Finding, Source

CHECKS = list(registry().values())
ACROSS = ("DL402",)
"""Checks of several documents, whose examples test_reconcile.py takes apart and runs."""
each_check = pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.code)
each_single_check = pytest.mark.parametrize("check", [c for c in CHECKS if c.code not in ACROSS], ids=lambda c: c.code)


def found(markdown: str) -> tuple[Finding, ...]:
    return lint(Source("example.md", markdown), Config()).findings


@each_single_check
def test_the_bad_example_is_found(check: Check) -> None:
    codes = [f.code for f in found(check.bad)]
    assert codes == [check.code] * len(codes)
    assert codes


@each_single_check
def test_the_good_example_is_not_found(check: Check) -> None:
    assert not [f for f in found(check.good) if f.severity != "info" or f.code == check.code]


@each_single_check
def test_a_finding_is_no_graver_than_its_check_says(check: Check) -> None:
    ranks = ("info", "warning", "error")
    for finding in found(check.bad):
        assert ranks.index(finding.severity) <= ranks.index(check.severity)
        assert finding.name == check.name


@each_check
def test_the_page_tells_what_why_and_how(check: Check) -> None:
    page = check.page
    assert page.strip().splitlines()[0].endswith(".")
    for part in ("**What is wrong.**", "**Why it matters.**", "**How it is decided.**"):
        assert part in page
    assert check.summary.endswith(".")
    assert check.name == check.name.lower()
    assert " " not in check.name


@each_check
@pytest.mark.parametrize("by", ["code", "name"])
def test_explain_shows_the_page_and_the_examples(check: Check, by: str) -> None:
    shown = CliRunner().invoke(cli, ["explain", getattr(check, by)], prog_name="doclint")
    assert shown.exit_code == 0
    assert check.code in shown.stdout
    assert check.name in shown.stdout
    for line in (check.bad + check.good + check.page).splitlines():
        assert line.strip() in shown.stdout


@each_single_check
def test_examples_work_beside_other_text(check: Check) -> None:
    markdown = f"# Plan\n\nWords before it.\n\n{check.bad}\nWords behind it.\n"
    assert {f.code for f in found(markdown)} == {check.code}


def test_names_and_codes_are_unique() -> None:
    assert len({c.name for c in CHECKS}) == len(CHECKS)
    assert [c.code for c in CHECKS] == sorted({c.code for c in CHECKS})
