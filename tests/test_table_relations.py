"""Relations of tables, each three ways: it verifies, one changed digit is accused, a look-alike stays silent."""

from __future__ import annotations

import pytest

from tests.test_tables import found, table, verified

RELATIONS = {
    "average": (
        ("Run Latency Rate", "a 120 88", "b 131 92", "c 118 77", "d 127 85", "Average 124 85.5"),
        ("124", "184", "DL107"),
    ),
    "mean column": (
        ("Run A B C Mean", "x 120 88 77 95", "y 131 92 80 101", "z 118 77 84 93"),
        ("101", "161", "DL107"),
    ),
    "largest": (("Run A B C", "x 120 88 471", "y 131 92 405", "Max 131 92 471"), ("471", "421", "DL107")),
    "change from row to row": (
        ("Year Users Growth", "2021 1,000 .", "2022 1,250 25%", "2023 1,500 20%", "2024 1,800 20%", "2025 2,430 35%"),
        ("35%", "55%", "DL108"),
    ),
    "change against a baseline": (
        ("Variant Latency vs_baseline", "Baseline 120_ms —", "A 90_ms -25%", "B 132_ms +10%", "C 174_ms +45%",
         "D 57_ms -52.5%"),
        ("45%", "65%", "DL108"),
    ),
    "running total": (
        ("Phase Days Cumulative", "A 12 12", "B 17 29", "C 9 38", "D 21 59", "E 8 67", "F 14 81"),
        ("59", "79", "DL108"),
    ),
    "growth by a factor": (
        ("Year Storage", "Year_1 100_TB", "Year_2 130_TB", "Year_3 169_TB", "Year_4 219.7_TB", "Year_5 285.6_TB",
         "Year_6 371.3_TB"),
        ("371.3 TB", "331.3 TB", "DL108"),
    ),
    "growth by a step": (
        ("Month Storage", "Month_1 137_GB", "Month_2 250_GB", "Month_3 363_GB", "Month_4 476_GB", "Month_5 589_GB",
         "Month_6 702_GB"),
        ("702 GB", "762 GB", "DL108"),
    ),
    "product of three": (
        ("Pool Nodes Cores Clock Ops", "a 14 8 3 336", "b 23 16 2 736", "c 9 32 4 1152", "d 17 4 5 340"),
        ("736", "936", "DL108"),
    ),
    "factor of two figures": (
        ("Pool Used Reserved", "a 412 494.4", "b 388 465.6", "c 1,205 1,446", "d 97 116.4"),
        ("465.6", "965.6", "DL108"),
    ),
    "formula of a header": (
        ("Pool Nodes Price Cost_(=_Nodes_×_Price)", "a 14 120 1680", "b 23 260 5980", "c 9 415 3735"),
        ("5980", "5480", "DL108"),
    ),
    "per of a header": (
        ("Pool Nodes Cost Cost_per_node", "a 14 1,680 120", "b 23 5,980 260", "c 9 3,735 415"),
        ("260", "230", "DL108"),
    ),
    "whole of indented rows": (
        ("Item Cost", "Hardware 358", "-_Disks 310", "-_Fans 48", "Software 100", "-_Licences 77", "-_Support 23"),
        ("358", "388", "DL107"),
    ),
    "ends of ranges": (
        ("Pool Nodes Price Cost", "a 14 120–130 1,680–1,820", "b 23 260–270 5,980–6,210", "c 9 415–425 3,735–3,825",
         "d 17 380–390 6,460–6,630"),
        ("6,210", "6,710", "DL108"),
    ),
    "conversion of a column": (
        ("Tier Per_second Per_day", "a 120 10.4M", "b 35 3.02M", "c 700 60.5M", "d 58 5.01M"),
        ("60.5M", "30.5M", "DL108"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", RELATIONS)
def test_each_verifies_and_accuses(name: str) -> None:
    rows, (right, wrong, code) = RELATIONS[name]
    text = table(*rows)
    assert found(text) == []
    assert right in verified(text)
    at = text.rindex(right)
    broken = text[:at] + wrong + text[at + len(right) :]
    assert [(f[0], f[3]) for f in found(broken)] == [(code, wrong)]


@pytest.mark.parametrize(
    "rows",
    [
        ("Run Latency", "a 120", "b 131", "c 118", "Average 184"),
        ("Run Latency Rate", "a 120 88", "b 131 92", "c 118 77", "Average 122.9 84.1"),
        ("Run A B", "x 120 88", "y 131 92", "Max 500 200"),
        ("Threads Rate", "8 100", "16 190", "32 350", "64 500", "128 520"),
        ("Year Users", "2021 100", "2022 200", "2023 400", "2024 800", "2025 900"),
        ("Phase Days Cumulative", "A 12 12", "B 17 40", "C 9 33", "D 21 90"),
        ("Pool Nodes Price Cost_(=_Nodes_×_Price)", "a 14 120 1500", "b 23 260 5500", "c 9 415 3500"),
        ("Item Cost", "Hardware 358", "-_Disks 200", "-_Fans 48", "Software 100", "-_Licences 50", "-_Support 23"),
        ("Pages Rate Time", "a 97 0.9", "b 136 12.8", "c 312 29.3", "d 531 50.0", "e 108 10.2"),
    ],
)
def test_look_alikes_stay_silent(rows: tuple[str, ...]) -> None:
    assert found(table(*rows)) == []


NODES = (("a", 14, 120), ("b", 23, 260), ("c", 9, 415), ("d", 17, 380))


@pytest.mark.parametrize(
    "shape",
    [
        "{cost:,}*", "{cost:,}†", "{cost:,}¹", "{cost:,}²", "{cost:,}<sup>2</sup>", "{cost:,}_[1]", "{cost:,}[^1]",
        "{cost:,}_(a)", "✅_{cost:,}", "🟥_{cost:,}", "**{cost:,}**", "~{cost:,}", "USD_{cost:,}", "{cost:,}_USD",
    ],
)  # fmt: skip
def test_marks_do_not_hide_a_number(shape: str) -> None:
    rows = [f"{name} {nodes} {price} {shape.format(cost=nodes * price)}" for name, nodes, price in NODES]
    assert {"1,680", "5,980", "3,735", "6,460"} <= {v.removesuffix(" USD") for v in verified(table("P N F C", *rows))}


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Δ", ("-25%", "+20%", "+37.5%", "-25%")),
        ("%_change", ("-25", "+20", "+37.5", "-25")),
        ("Change_(%)", ("-25", "+20", "+37.5", "-25")),
        ("Δ", ("↓_25%", "↑_20%", "↑_37.5%", "↓_25%")),
        ("Effect", ("25%_lower", "20%_higher", "37.5%_more", "25%_less")),
    ],
)
def test_changes_are_read_however_they_are_written(header: str, cells: tuple[str, ...]) -> None:
    rows = [f"{name} {a} {b} {c}" for (name, a, b), c in zip(
        (("a", 120, 90), ("b", 250, 300), ("c", 80, 110), ("d", 64, 48)), cells, strict=True
    )]  # fmt: skip
    assert len(verified(table(f"Job Before After {header}", *rows))) == 4


SIZES = "# Sizing\n\n" + table(
    "Service Memory CPU_cores Monthly_cost", "Frontend 48_GB 12 $1,680", "Search_index 96_GB 24 $5,980",
    "Cache 256_GB 16 $3,735",
)  # fmt: skip


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("The frontend needs 48 GB of memory.", "40 GB"),
        ("- Search index: 96 GB memory", "90 GB"),
        ("The cache costs $3,735 per month.", "$3,235"),
        ("The average monthly cost is $3,798.", "$3,198"),
    ],
)
def test_a_sentence_that_names_row_and_column(right: str, wrong: str) -> None:
    assert found(f"{SIZES}\n{right}\n") == []
    number = next(w for w in right.replace(" GB", "\0GB").strip(".").split() if w.strip("$")[0].isdigit())
    number = number.replace("\0", " ")
    assert any(v.startswith(number.strip("$")) for v in verified(f"{SIZES}\n{right}\n"))
    [(code, _, _, claim)] = found(f"{SIZES}\n{right.replace(number, wrong)}\n")
    assert code == "DL404"
    assert claim.strip("$").startswith(wrong.strip("$"))


@pytest.mark.parametrize(
    "text",
    [
        "The frontend would need 40 GB of memory on smaller machines.",
        "Before the change the frontend needed 40 GB of memory.",
        "The frontend and the cache share 46 GB of memory.",
        "A cache node has a peak memory of 226 GB.",
        "The frontend needs at most 49 GB of memory.",
        "The frontend runs on 18 machines.",
        "\n## Other plan\n\nThe frontend needs 40 GB of memory.",
    ],
)
def test_a_sentence_that_may_speak_of_another_number(text: str) -> None:
    assert found(f"{SIZES}\n{text}\n") == []


def test_rows_of_numbers_in_a_shell_fence_are_what_a_command_printed() -> None:
    rows = " width   rate   params\n----------------------\n1092  272.7  13418496\n----------------------\n"
    rows += "1094  398.3  13443072\n1084  395.6  13320192\n1088  395.5  13369344\n1100  394.1  13516800\n"
    text = f"```bash\n./bench.py\n{rows}```\n"
    assert "13320192" in verified(text)
    assert found(text) == []
    assert [f[3] for f in found(text.replace("13320192", "19320192"))] == ["19320192"]
    assert found("```bash\nfor n in 1 2 3\ndo\n  run 4 5 6\ndone\n```\n") == []
