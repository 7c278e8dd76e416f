"""Tables: totals, computed cells, shares, labels and the text beside them; what must be found and what must not."""

from __future__ import annotations

import time

import pytest

from doclint.config import Config
from doclint.engine import lint
from doclint.model import Source
from doclint.stages import STAGES


def found(text: str) -> list[tuple[str, str, int, str]]:
    """Code, severity, line and claim of every finding."""
    source = Source("t.md", text)
    return [
        (f.code, f.severity, source.position(f.span.start)[0], f.claimed.text if f.claimed else "")
        for f in lint(source, Config()).findings
    ]


def verified(text: str) -> list[str]:
    """The claims that a relation of a table verifies, as written."""
    claims = lint(Source("t.md", text), Config()).claims
    return [c.amount.text for c in claims if any(k.kind == "table" and k.verdict == "verified" for k in c.checks)]


def table(*rows: str) -> str:
    """A Markdown table of rows of blank-separated cells; an underscore stands for a blank, a dot for no cell."""
    cells = [["" if c == "." else c.replace("_", " ") for c in row.split()] for row in rows]
    lines = ["| " + " | ".join(row) + " |" for row in cells]
    return "\n".join([lines[0], "|" + "---|" * len(cells[0]), *lines[1:]]) + "\n"


SPEND = ("Team 2023 2024", "Search 412.5 388.1", "Feeds 97.3 120.4", "Mail 51.0 64.9")


def test_a_total_that_another_column_vouches_for_is_accused_in_the_one_that_fails() -> None:
    assert found(table(*SPEND, "Total 560.8 573.4")) == []
    assert verified(table(*SPEND, "Total 560.8 573.4")) == ["560.8", "573.4"]
    assert found(table(*SPEND, "Total 560.8 523.4")) == [("DL107", "error", 6, "523.4")]


def test_a_total_of_one_column_is_accused_only_by_one_wrong_digit_and_as_a_warning() -> None:
    rows = ("Part Mass", "frame 1,240", "motor 385", "cells 2,210")
    assert verified(table(*rows, "Total 3,835")) == ["3,835"]
    assert found(table(*rows, "Total 3,335")) == [("DL107", "warning", 6, "3,335")]
    assert found(table(*rows, "Total 9,120")) == []


def test_subtotals_stand_for_their_rows() -> None:
    text = table(
        "Item Q1 Q2", "Disks 310 355", "Fans 48 51", "Subtotal 358 406", "Licences 77 81", "Support 23 29",
        "Subtotal 100 110", "Grand_total 458 516",
    )  # fmt: skip
    assert found(text) == []
    assert {"458", "516", "100", "406"} <= set(verified(text))
    assert found(text.replace("516", "576")) == [("DL107", "error", 9, "576")]


def test_a_row_without_the_word_total_is_one_where_columns_agree() -> None:
    rows = ("Line 2021 2022 2023", "Rent 41,204 42,881 43,100", "Staff 188,310 191,442 205,977")
    assert found(table(*rows, "Overhead 229,514 234,323 249,077")) == []
    assert found(table(*rows, "Overhead 229,514 234,323 219,077")) == [("DL107", "error", 5, "219,077")]


def test_what_is_taken_away_is_taken_away() -> None:
    rows = ("Line A B", "Gross 7,694 4,731", "Allowance (4,970) (2,191)")
    assert found(table(*rows, "Total 2,724 2,540")) == []
    assert found(table(*rows, "Total 2,724 2,040")) == [("DL107", "error", 5, "2,040")]


def test_units_of_a_column_may_differ() -> None:
    rows = ("Store Size", "index 48_GB", "logs 1.2_TB", "cache 800_MB")
    assert verified(table(*rows, "Total 1.25_TB")) == ["1.25 TB"]


def test_a_column_of_rates_has_no_total() -> None:
    rows = ("Pool Nodes Growth", "web 120 4%", "jobs 310 9%", "mail 85 2%")
    assert found(table(*rows, "Total 515 6%")) == []


def test_totals_may_stand_in_the_last_column() -> None:
    rows = ("Region Q1 Q2 Q3 Total", "north 412 388 455 1,255", "south 97 120 133 350", "east 51 64 77 192")
    assert found(table(*rows, "west 21 48 36 105")) == []
    assert found(table(*rows, "west 21 48 36 805")) == [("DL107", "error", 6, "805")]


PRICES = (
    "Pool Nodes Price Cost", "web 14 120 1,680", "jobs 23 260 5,980", "cache 9 415 3,735", "find 17 380 6,460",
)  # fmt: skip


def test_a_cell_that_breaks_what_the_other_rows_obey() -> None:
    assert found(table(*PRICES)) == []
    assert set(verified(table(*PRICES))) == {"1,680", "5,980", "3,735", "6,460"}
    broken = table(*PRICES).replace("5,980", "5,480")
    assert found(broken) == [("DL108", "error", 4, "5,480")]


def test_one_mistake_is_one_finding() -> None:
    rows = ("Pool Nodes Cores_per_node Cores Share", "web 24 16 384 40%", "jobs 12 16 192 20%", "mail 15 16 240 25%")
    assert found(table(*rows, "find 9 16 144 15%")) == []
    assert found(table(*rows, "find 9 16 164 15%")) == [("DL108", "error", 6, "164")]


def test_two_broken_cells_or_an_odd_row_accuse_nobody() -> None:
    assert found(table(*PRICES).replace("5,980", "5,480").replace("3,735", "3,135")) == []
    assert found(table(*PRICES, "spare 6 410 900")) == []


@pytest.mark.parametrize(
    "rows",
    [
        ("N A B", "x 10 10", "y 12 12", "z 15 15", "w 19 18"),
        ("N A B C", "x 0 7 0", "y 0 9 0", "z 1 8 8", "w 0 5 1"),
        ("N Reads Writes", "x 812 77", "y 403 95", "z 377 12", "w 201 41"),
        ("Year Q A", "2021 3 9", "2022 4 8", "2023 5 7", "2024 6 6"),
    ],
)
def test_coincidences_are_no_evidence(rows: tuple[str, ...]) -> None:
    assert found(table(*rows)) == []


def test_constants_that_a_header_states() -> None:
    rows = ("Blocks per_unit_(/148)", "2250 15.20", "4500 30.41", "12600 85.14", "15000 101.35")
    assert set(verified(table(*rows))) == {"15.20", "30.41", "85.14", "101.35"}
    assert found(table(*rows).replace("85.14", "65.14")) == [("DL108", "error", 5, "65.14")]


def test_shares_of_a_column_and_what_stands_in_brackets() -> None:
    rows = ("Tier Users Share", "free 1,400 70%", "plus 420 21%", "pro 140 7%", "team 40 2%")
    assert set(verified(table(*rows))) >= {"70%", "21%", "7%"}
    timed = ("Job Base Fast Faster", "a 8.1ms 3.4ms_(2.4x) 1.9ms_(4.3x)", "b 48.8ms 12.6ms_(3.9x) 8.1ms_(6.0x)")
    rows = (*timed, "c 58.8ms 18.7ms_(3.1x) 17.6ms_(3.3x)")
    assert len(verified(table(*rows))) == 6
    assert found(table(*rows).replace("3.9x", "8.9x")) == [("DL108", "error", 4, "8.9x")]


def test_drawn_and_aligned_tables() -> None:
    drawn = "```\n│ Days │ Raw    │ With RF=3 │\n├──────┼────────┼───────────┤\n│ 1    │ 864 TB │ 2,592 TB  │\n"
    drawn += "│ 7    │ 6.1 PB │ 18.3 PB   │\n│ 30   │ 26 PB  │ 78 PB     │\n│ 90   │ 79 PB  │ 237 PB    │\n```\n"
    assert {"18.3 PB", "78 PB", "237 PB"} <= set(verified(drawn))
    aligned = "```\nwidth   rate      weights\n10922   272.73  134209536\n10944   398.38  134479872\n"
    aligned += "10848   395.62  133300224\n10880   395.52  133693440\n```\n"
    assert "134479872" in verified(aligned)


def test_labels_that_say_how_a_row_comes_about() -> None:
    rows = ("Item Cost", "Brokers_(300_×_$3,000) $900,000", "Network $150,000", "Buffer_(20%) $210,000")
    assert set(verified(table(*rows))) == {"900,000", "210,000"}
    assert found(table(*rows).replace("$210,000", "$270,000")) == [("DL108", "error", 5, "$270,000")]


def test_shares_that_miss_the_whole_only_where_a_whole_is_claimed() -> None:
    rows = ("Class Share", "images 45%", "video 30%", "text 20%", "other 15%")
    assert found(table(*rows)) == [("DL109", "warning", 6, "15%")]
    assert found(table(*rows).replace("Share", "Growth")) == []
    assert found(table(*rows).replace("45%", "33.4%").replace("15%", "16.6%")) == []


def test_a_sentence_beside_a_table() -> None:
    rows = table("Pool Cost", "web $1,680", "jobs $5,980", "mail $3,735")
    assert found(f"{rows}\nThe cost is $11,395 in total.\n") == []
    assert found(f"{rows}\nThe cost is $14,395 in total.\n") == [("DL404", "error", 7, "$14,395")]
    assert found(f"{rows}\nThe highest cost is $5,980.\n") == []
    assert found(f"{rows}\nOther things cost $2,000 in total.\n") == []


def test_show_tables_tells_what_was_read_and_found() -> None:
    text = STAGES["tables"](Source("t.md", table(*PRICES)), Config())
    assert "table of 4 rows and 4 columns, line 3" in text
    assert "product in 'Cost': 4 of 4 hold" in text
    assert STAGES["tables"](Source("t.md", "nothing\n"), Config()) == "no tables\n"


def test_large_tables_take_bounded_time() -> None:
    head = "|" + "|".join(f" c{i} " for i in range(60)) + "|\n|" + "---|" * 60 + "\n"
    body = "".join("|" + "|".join(str((r * 7919 + c * 104729) % 99991) for c in range(60)) + "|\n" for r in range(200))
    started = time.process_time()
    lint(Source("t.md", head + body), Config())
    assert time.process_time() - started < 8


AVERAGED = """# Costs

| Item      | Jan  | Feb  | Sum  |
|-----------|-----:|-----:|-----:|
| Web       | $120 | $30  | $150 |
| Queue     | $150 | $36  | $186 |
| Store     | $180 | $42  | $222 |
| **Total** | $450 | $108 | $558 |
| Average   | {} | $36  | $186 |
"""


def test_a_cell_that_fails_over_a_wrong_one_is_not_accused_too() -> None:
    def findings(cell: str) -> list[str]:
        found = lint(Source("plan.md", AVERAGED.format(cell)), Config()).findings
        return [f.message for f in found if f.severity != "info"]

    assert findings("$150") == []
    (message,) = findings("$160")
    assert message.startswith("claims $160, derivation gives $150")
