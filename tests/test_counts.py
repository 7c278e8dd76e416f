"""Counts that a text announces, against what it lists; ranges, against the whole that they divide."""

from __future__ import annotations

import time

import pytest

from doclint.config import Config
from doclint.counts.announce import announced
from doclint.engine import lint
from doclint.model import Result, Source


def read(text: str) -> Result:
    return lint(Source("plan.md", text), Config())


def status(text: str, claim: str) -> str:
    """The status of the first claim that is written so."""
    found = [c.status for c in read(text).claims if c.amount.text.split()[0] == claim]
    return found[0] if found else "unread"


def accused(text: str) -> list[str]:
    return [f.message for f in read(text).findings if f.code == "DL110"]


TWO = "\n- cold caches\n- slow disks\n"
THREE = TWO + "- noisy neighbours\n"


@pytest.mark.parametrize(
    "sentence",
    [
        "The outage had three causes:",
        "**Three causes:**",
        "There are three kinds of delays that matter here:",
        "We saw the following three symptoms on Monday.",
        "The three things to watch are:",
        "It can fail in one of three ways:",
        "Under three scenarios:",
        "Reads slow down under 3 scenarios:",
        "A list of 3 risks we must accept:",
        "The service consists of three nodes:",
        "## Three Causes",
    ],
)
def test_an_announced_count_is_verified_and_accused(sentence: str) -> None:
    claim = next(w for w in sentence.strip("*# ").split() if w.lower() in ("three", "3"))
    assert status(f"{sentence}\n{THREE}", claim.strip("*")) == "verified"
    assert accused(f"{sentence}\n{TWO}"), "a list of two is not three"


@pytest.mark.parametrize(
    "sentence",
    [
        "There are at least three causes:",
        "The first three causes:",
        "One of the three causes had effects:",
        "Three causes, including:",
        "Three causes, such as these:",
        "We ran it on three machines:",
        "Three nodes with these properties:",
        "Python 3 features:",
        "Add tier 3 targets:",
        "Phase Three Problems:",
        "Use two or three steps:",
        "Two teams own three services:",
        "The step takes 3 seconds:",
        "Each three phase commit has steps:",
        "## 3 Causes",
        "## A word that means three things",
        "The three causes were known, but the remedies are:",
        "We fixed three bugs. The remedies:",
    ],
)
def test_what_is_no_announcement_is_left_alone(sentence: str) -> None:
    assert not accused(f"{sentence}\n{TWO}")
    assert status(f"{sentence}\n{THREE}", "three") in ("unread", "stated")


def test_only_the_items_of_the_top_level_count() -> None:
    text = "Two options:\n\n1. wait\n   - an hour\n   - a day\n\n   and then go\n2. go\n"
    assert status(text, "Two") == "verified"


def test_a_nested_list_is_announced_by_its_item() -> None:
    text = "- planned\n- the queue has two limits:\n  - depth\n  - age\n- done\n"
    assert status(text, "two") == "verified"


def test_a_numbered_list_goes_on_after_code() -> None:
    text = "Three steps:\n\n1. build\n\n```\nmake\n```\n\n2. test\n\n```\nmake test\n```\n\n3. ship\n"
    assert status(text, "Three") == "verified"
    assert accused(text.replace("Three", "Four"))


@pytest.mark.parametrize("item", ["...", "the remaining ones", "speed (optional)", "Total", "etc."])
def test_an_item_that_is_no_single_thing_keeps_it_open(item: str) -> None:
    assert not accused(f"Two goals:\n\n- size\n- cost\n- {item}\n")


def test_names_in_a_row() -> None:
    assert status("It has three modes: strict, loose and off.", "three") == "verified"
    assert accused("It has four modes: strict, loose and off.")
    assert not accused("It has four modes: strict, loose, which is the default, and off.")
    assert not accused("It has four modes: strict, loose, etc.")


def test_alike_lines_and_rows_need_words_that_point_at_them() -> None:
    lines = "```sh\nexport A=1\nexport B=2\n```\n"
    assert status(f"Set these two variables:\n\n{lines}", "two") == "verified"
    assert accused(f"Set these three variables:\n\n{lines}")
    assert not accused(f"Set three variables:\n\n{lines}")
    table = "| Name | Use |\n|---|---|\n| a | x |\n| b | y |\n"
    assert status(f"The following two queues exist:\n\n{table}", "two") == "verified"


def test_a_total_under_names() -> None:
    text = "```\nSites:\n├── Oslo\n├── Lima\n├── Pune\n└── Total: 3 sites\n```\n"
    assert status(text, "3") == "verified"
    assert accused(text.replace("3 sites", "4 sites"))
    assert not accused(text.replace("3 sites", "30 racks"))


def test_the_place_of_a_word_is_the_word() -> None:
    text = "It takes two arguments:\n\n- a\n- b\n- c\n"
    (finding,) = [f for f in read(text).findings if f.code == "DL110"]
    assert text[finding.span.start : finding.span.end] == "two"
    assert finding.related
    assert text[finding.related[0].span.start] == "c"


LAYOUT = "The model has 24 layers.\n\n- Stage 0: layers 0-11\n- Stage 1: layers {}-{}\n"


def test_ranges_divide_a_stated_whole() -> None:
    assert status(LAYOUT.format(12, 23), "23") == "verified"
    assert accused(LAYOUT.format(12, 24)) == ["claims 24, derivation gives 23 (12 + 24 layers / 2 - 1)"]
    assert accused(LAYOUT.format(12, 93))


@pytest.mark.parametrize(("low", "high"), [(10, 21), (0, 5), (11, 23)])
def test_ranges_that_overlap_or_begin_elsewhere_are_left_alone(low: int, high: int) -> None:
    assert not accused(LAYOUT.format(low, high))


def test_a_part_of_a_range_is_no_mistake() -> None:
    assert not accused(LAYOUT.format(12, 23) + "- Frozen: layers 0-5\n")


def test_lists_of_cores_cover_all_cores() -> None:
    text = "Two sockets hold 16 cores.\n\n```sh\nnode0 0-3,8-11\nnode0 0-3,8-11\nnode1 4-7,12-15\n```\n"
    assert status(text, "15") == "verified"
    assert accused(text.replace("0-3,8-11\nnode1", "0-3,8-17\nnode1"))


def test_an_ellipsis_between_indices() -> None:
    text = "Total GPUs: 32\n\n```\nGPU 0: embeddings\nGPU 1: first block\n...\nGPU 31: head\n```\n"
    assert status(text, "31") == "verified"
    assert accused(text.replace("GPU 31", "GPU 32"))


def test_two_dots_are_no_decimal_point() -> None:
    assert [c.amount.text for c in read("It uses gpu 4..15 of them.").claims] == ["4", "15"]


def test_more_than_one_count_announces_nothing() -> None:
    text = "Two teams and three services:"
    assert announced(text, len(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "two things: " * 20_000,
        "0-1," * 30_000,
        "1, 2, 3, 4, 5, 6, " * 4_000,
        "".join(f"- layers {i}-{i + 1} of {i} layers\n" for i in range(3_000)),
        "".join(f"{'  ' * (i % 12)}- two things:\n" for i in range(4_000)),
        "```\n" + "GPU 0\n...\n" * 8_000 + "```\n",
        "two " * 30_000 + "things:",
    ],
)
def test_hostile_counts_take_linear_time(text: str) -> None:
    begun = time.perf_counter()
    read(text)
    assert time.perf_counter() - begun < 20
