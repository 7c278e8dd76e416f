"""Tables in HTML: cells in their place, with what they cover, and nothing that grows faster than the text."""

from __future__ import annotations

import time

import pytest

from doclint.config import Config
from doclint.engine import lint, read
from doclint.model import Source

SIZES = """\
<table>
<caption>Cost of 4 pools</caption>
<thead>
<tr><th rowspan="2">Pool</th><th colspan="2">Size</th><th>Cost</th></tr>
<tr><th>Nodes</th><th>Price, $</th><th>$/month</th></tr>
</thead>
<tbody>
<tr><td>web</td><td align=right>14</td><td>120</td><td><b>1,680</b></td></tr>
<tr><td>jobs</td><td>23</td><td>260</td><td>5,980</td></tr>

<tr><td>cache &amp; co</td><td>9<sup>1</sup></td><td>415</td><td>3,735</td></tr>
    <tr><td>find<td>17<td>380<td>6,460
<tr><th>Total<td>63<td>&mdash;<td>17,855
</tbody></table>
"""


def cells(text: str) -> list[tuple[int, int, str, bool]]:
    """Row, column, text and whether it heads others, of every cell."""
    return [(b.row, b.column, b.text, b.header) for b in read(Source("t.md", text)) if b.kind == "cell"]


def found(text: str) -> list[tuple[str, int, str]]:
    """Code, line and claim of every finding."""
    source = Source("t.md", text)
    return [
        (f.code, source.position(f.span.start)[0], f.claimed.text if f.claimed else "")
        for f in lint(source, Config()).findings
    ]


def test_cells_stand_where_a_browser_shows_them() -> None:
    read_cells = cells(SIZES)
    assert read_cells[:6] == [
        (0, 0, "Pool", True),
        (0, 1, "Size", True),
        (0, 3, "Cost", True),
        (1, 1, "Nodes", True),
        (1, 2, "Price, $", True),
        (1, 3, "$/month", True),
    ]
    assert (4, 0, "cache & co", False) in read_cells
    assert read_cells[-4:] == [
        (6, 0, "Total", True),
        (6, 1, "63", False),
        (6, 2, "—", False),
        (6, 3, "17,855", False),
    ]


@pytest.mark.parametrize(("old", "new"), [("17,855", "77,855"), ("6,460", "6,960")])
def test_relations_hold_in_html_as_elsewhere(old: str, new: str) -> None:
    assert found(SIZES) == []
    claims = {c.amount.text for c in lint(Source("t.md", SIZES), Config()).claims if c.status == "verified"}
    assert {"17,855", "63", "1,680", "5,980", "3,735", "6,460"} <= claims
    assert [(claim, code[:3]) for code, _, claim in found(SIZES.replace(old, new))] == [(new, "DL1")]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("before", ["", "é 😀 text\n\n", "> "])
def test_what_is_read_is_what_stands_there(newline: str, before: str) -> None:
    text = (before + SIZES.replace("\n\n", "\n").replace("\n", "\n> " if before == "> " else "\n")).rstrip("> ")
    text = text.replace("\n", newline)
    source = Source("t.md", text)
    claims = lint(source, Config()).claims
    assert len([c for c in claims if c.amount.text == "17,855"]) == 1
    for claim in claims:
        assert source.text[claim.span.start : claim.span.end] == claim.amount.text


def test_a_row_that_a_cell_covers_begins_behind_it() -> None:
    text = '<table><tr><td rowspan=2>a<td>1<td>2<tr><td>3<td colspan="2">4<tr><td>5</table>'
    assert [(r, c, t) for r, c, t, _ in cells(text)] == [
        (0, 0, "a"),
        (0, 1, "1"),
        (0, 2, "2"),
        (1, 1, "3"),
        (1, 2, "4"),
        (2, 0, "5"),
    ]


def test_what_is_no_plain_table_is_read_as_text() -> None:
    nested = "<table><tr><td>5 GB<table><tr><td>6 GB</table></table>"
    assert cells(nested) == []
    assert cells("<table><tr><td>5 GB\n") == []
    markdown = "<table><tr><td>\n\n```\nx = 5\n```\n\n</td></tr></table>\n"
    assert cells(markdown) == []
    assert [b.kind for b in read(Source("t.md", markdown))] == ["fence"]


def test_text_around_a_table_is_still_read() -> None:
    kinds = [(b.kind, b.text.strip()) for b in read(Source("t.md", f"<div>Over 7 GB\n{SIZES}</div>\n"))]
    assert kinds[0] == ("html", "Over 7 GB")
    assert kinds[1] == ("html", "Cost of 4 pools")


@pytest.mark.parametrize(
    "text",
    [
        "<table>5\n" * 4_000,
        "<table>\n\n" * 4_000,
        "<table><tr><td>5" * 4_000 + "</table>" * 4_000,
        "<table>" + "<tr><td>5" * 4_000 + "</table>",
        "<table>" + "<tr><td rowspan=5000 colspan=1000>a<td colspan=1000>b 6 7 8\n" * 2_000 + "</table>",
        "<table><tr><td>5" + "<!--" * 9_000 + "</table>",
        "<table><tr><td " + "rowspan = '" * 9_000 + ">5</table>",
        "<table>5\n\n" + "<p>\n\n" * 9_000,
    ],
)
def test_hostile_html_takes_bounded_time(text: str) -> None:
    started = time.process_time()
    lint(Source("t.md", text), Config())
    assert time.process_time() - started < 6
