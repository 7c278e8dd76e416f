"""Declarations: what fences and binding comments say, the relations they make, and every way to get one wrong."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doclint.declare import Declared, Problem, declarations
from doclint.declare.book import MAX_DECLARATIONS
from doclint.declare.relate import MAX_ALL_OPERANDS, MAX_STEPS
from doclint.engine import read, said
from doclint.judge import judge
from doclint.model import Extract, Source, leaves
from doclint.wording import working

PLAN = """# Plan

The cluster has 32 GPUs <!-- doclint: gpus --> and 256 experts <!-- doclint: experts_total -->,
so 2 experts per GPU <!-- doclint: experts_per_gpu -->. They take 0.62 GB <!-- doclint: expert_memory -->.

```doclint
expert_size = 310 MB  # one expert
experts_per_gpu = experts_total / gpus
expert_memory = experts_per_gpu * expert_size
assert expert_memory <= 64 GB
```
"""


def declared(text: str, path: str = "plan.md") -> Declared:
    source = Source(path, text)
    blocks = read(source)
    extracts = [Extract() if block.language == "doclint" else said(block) for block in blocks]
    return declarations(source, blocks, extracts)


def fence(*lines: str) -> str:
    return "\n".join(("```doclint", *lines, "```", ""))


def related(text: str) -> list[str]:
    """Every relation as `claim op expression: verdict`."""
    found = []
    for relation in declared(text).relations:
        assert relation.origin == "declared"
        assert not relation.tentative
        claim = text[relation.claim.start : relation.claim.end]
        found.append(f"{claim} {relation.op} {working(relation.expr)}: {judge(relation).status}")
    return found


def wrong(text: str) -> list[tuple[str, str]]:
    """Every problem as the text it stands at and its message."""
    return [(text[p.span.start : p.span.end], p.message) for p in declared(text).problems]


def test_a_document_without_declarations_has_none() -> None:
    assert declared("# Plan\n\n32 GPUs\n\n```python\ngpus = 32\n```\n") == Declared()


def test_the_plan() -> None:
    found = declared(PLAN)
    assert related(PLAN) == [
        "2 experts per GPU = 256 experts / 32 GPUs: contradicts",
        "0.62 GB = 2 experts/GPU × 310 MB: agrees",
        "0.62 GB ≤ 64 GB: agrees",
    ]
    assert found.problems == ()
    assert found.names == ("expert_size", "experts_per_gpu", "expert_memory", "gpus", "experts_total")
    assert [(s.subject, PLAN[s.quantity.start : s.quantity.end]) for s in found.statements] == [
        ("expert_size", "310 MB"),
        ("", "64 GB"),
    ]


def test_a_relation_tells_its_name_and_its_line() -> None:
    first, _, last = declared(PLAN).relations
    assert (first.kind, first.subject, first.rule) == ("formula", "experts_per_gpu", "experts_per_gpu")
    assert first.formula == "experts_per_gpu = experts_total / gpus"
    assert (last.kind, last.subject, last.rule) == ("bound", "expert_memory", "assert")
    assert last.formula == "assert expert_memory <= 64 GB"


@pytest.mark.parametrize(
    ("line", "number", "unit"),
    [
        ("gpus = 32", "32", ""),
        ("gpus=32#GPUs", "32", ""),
        ("  gpus   =   32 GPUs  ", "32", "GPUs"),
        ("users = 20M", "20000000", ""),
        ("rate = 3,840 tokens/ms", "3840", "tokens/ms"),
        ("load = ~8 GB", "8", "GB"),
        ("shift = -5 ms", "-5", "ms"),
        ("timeout = 10 min", "10", "min"),
        ("cost = $0.5/GB", "1/2", "$/GB"),
        ("size = 2^20", "1048576", ""),
        ("share = 30%", "30", "%"),
        ("rate = 1.5e3 requests per second", "1500", "requests/second"),
        ("assert = 5", "5", ""),
        ("asserted_rate = 5", "5", ""),
        ("_x1 = (7)", "7", ""),
    ],
)
def test_parameters(line: str, number: str, unit: str) -> None:
    text = fence(line)
    found = declared(text)
    assert found.problems == ()
    (statement,) = found.statements
    assert str(statement.quantity.numeral.number) == number
    assert statement.quantity.unit.text == unit
    assert statement.subject == found.names[0] == line.split("=")[0].strip()
    assert text[statement.quantity.start :].lstrip("-").startswith(statement.quantity.numeral.text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("32 ", ""),
        ("32", ""),
        ("32 GPUs ", ""),
        ("**32 GPUs** ", ""),
        ("`32` ", ""),
        ("(32 GPUs) ", " and"),
        ("32 GPUs. ", ""),
        ("32 H100 GPUs ", ""),
        ("32 ", " GPUs"),
        ("[32 GPUs](https://example.com/a/rather/long/address/of/a/cluster/with/1024/nodes) ", ""),
        ("<b>32</b> ", ""),
        ("32 GPUs <!-- doclint-disable-line DL101 -- for a reason that takes a while to tell --> ", ""),
        ("32 <!-- doclint: other -->", ""),
        ("# 32 GPUs ", ""),
        ("- 32 GPUs ", ""),
        ("> 32\n> GPUs ", ""),
        ("32\r\nGPUs ", ""),
        ("| a | b |\n|---|---|\n| 32 ", " | 8 |"),
        ("<div>\n32 GPUs ", "\n</div>"),
        ("64 / 2 = 32 ", ""),
    ],
)
def test_a_comment_names_the_number_before_it(before: str, after: str) -> None:
    text = f"{before}<!-- doclint: gpus -->{after}\n\n{fence('gpus = 31')}"
    relations = [r for r in declared(text).relations if r.subject == "gpus"]
    assert [(r.kind, str(r.claim.numeral.number)) for r in relations] == [("formula", "32")]
    assert declared(text).problems == ()


def test_the_comment_may_be_tight_or_wide() -> None:
    for comment in ("<!--doclint:gpus-->", "<!--   doclint:\n  gpus\t-->"):
        assert related(f"32 {comment}\n\n{fence('gpus = 32')}") == ["32 = 32: agrees"]


@pytest.mark.parametrize(
    "text",
    [
        "Write `<!-- doclint: gpus -->` behind it.\n",
        "Write `8 <!-- doclint: gpus -->`.\n",
        "Write `<!-- doclint:` and 8.\n",
        "```\n<!-- doclint: gpus -->\n```\n",
        "```text\n8 <!-- doclint: gpus -->\n```\n",
        "    <!-- doclint: gpus -->\n",
        "\\<!-- doclint: gpus -->\n",
        "| a |\n|---|\n| `<!-- doclint: gpus -->` |\n",
        "The doclint: tool.\n",
        "<!-- doclint-disable-file DL101 -->\n",
    ],
)
def test_comments_in_code_are_text(text: str) -> None:
    assert declared(text) == Declared()


def test_mdx_has_its_own_comments() -> None:
    text = f"32 GPUs {{/* doclint: gpus */}}\n\n`{{/* doclint: x */}}`\n\n{fence('gpus = 31')}"
    assert [r.claim.numeral.number for r in declared(text, "a.mdx").relations] == [32]
    assert declared(text, "a.mdx").problems == ()
    assert declared(text).relations == ()
    assert wrong_in_mdx("none {/* doclint: gpus */}\n") == ["no number stands right before this comment"]


WORDS = (
    "a b gpus assert = <= + - * / ^ ( ) 3 10 GB s 20M # % $ , . < > | \r é ~ max ``` ` <!-- --> doclint: "
    "<!--doclint:a--> <!--doclint:"
).split(" ")
"""What documents are made of in the test that reads anything."""


def wrong_in_mdx(text: str) -> list[str]:
    return [p.message.split(",")[0] for p in declared(text, "a.mdx").problems]


class TestMeaning:
    def test_a_printed_input_counts_and_not_its_formula(self) -> None:
        text = f"3 <!-- doclint: b --> and 12 <!-- doclint: c -->\n\n{fence('a = 1', 'b = a * 5', 'c = b * 4')}"
        assert related(text) == ["3 = 1 × 5: contradicts", "12 = 3 × 4: agrees"]

    def test_a_name_without_a_printed_number_is_replaced_by_its_formula(self) -> None:
        text = f"40 <!-- doclint: c -->\n\n{fence('c = b * 4', 'b = a * (2 + 3)', 'a = 2')}"
        assert related(text) == ["40 = 2 × (2 + 3) × 4: agrees"]

    def test_a_parameter_is_what_its_fence_says(self) -> None:
        text = f"33 <!-- doclint: gpus --> 64 <!-- doclint: twice -->\n\n{fence('gpus = 32', 'twice = gpus * 2')}"
        assert related(text) == ["33 = 32: contradicts", "64 = 32 × 2: agrees"]

    def test_a_name_given_twice_in_the_text_is_a_restatement(self) -> None:
        text = "32 <!-- doclint: gpus --> 32 <!-- doclint: gpus --> 33 <!-- doclint: gpus -->\n"
        assert related(text) == ["32 = 32: agrees", "33 = 32: contradicts"]
        assert {r.kind for r in declared(text).relations} == {"restatement"}

    def test_a_right_restatement_of_a_wrong_number_is_not_accused(self) -> None:
        both = "2 <!-- doclint: x --> and 2 <!-- doclint: x --> and 8 <!-- doclint: x -->"
        text = f"{both}\n\n{fence('x = 256 / 32')}"
        assert related(text) == ["2 = 256 / 32: contradicts", "2 = 2: agrees", "8 = 256 / 32: agrees"]

    def test_one_number_may_have_two_names(self) -> None:
        text = f"8 <!-- doclint: a --><!-- doclint: b --><!-- doclint: a -->\n\n{fence('a = 8', 'b = 9')}"
        assert related(text) == ["8 = 8: agrees", "8 = 9: contradicts"]

    def test_units_convert(self) -> None:
        text = f"1.5 h <!-- doclint: t -->\n\n{fence('t = 30 min * 3')}"
        assert related(text) == ["1.5 h = 30 min × 3: agrees"]

    def test_a_fence_needs_no_digit(self) -> None:
        text = f"8 <!-- doclint: a --> 9 <!-- doclint: b -->\n\n{fence('a = b', 'c')}"
        assert related(text) == ["8 = 9: contradicts"]
        assert wrong(text) == [("c", "this line declares nothing")]

    def test_lines_of_several_fences_belong_together(self) -> None:
        text = f"{fence('a = 2')}\n6 <!-- doclint: b -->\n\n~~~doclint title=x\nb = a * 3\n~~~\n"
        assert related(text) == ["6 = 2 × 3: agrees"]

    def test_a_fence_may_stand_in_a_list_or_a_quote(self) -> None:
        text = "- 6 <!-- doclint: b -->\n\n  ```doclint\n  b = 2 * a\n  a = 3\n  ```\n\n"
        text += "> ```doclint\n> c = dd + 1\n> ```\n"
        assert related(text) == ["6 = 2 × 3: agrees"]
        assert wrong(text) == [("dd", "no number is called dd")]


class TestAssertions:
    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            ("assert ttft <= 10 s", "12 s ≤ 10 s: contradicts"),
            ("assert ttft ≤ 10 s", "12 s ≤ 10 s: contradicts"),
            ("assert 10 s >= ttft", "12 s ≤ 10 s: contradicts"),
            ("assert ttft < 1 min", "12 s < 1 min: agrees"),
            ("assert 10 min > ttft", "12 s < 10 min: agrees"),
            ("assert ttft = 12 s", "12 s = 12 s: agrees"),
            ("assert ttft == 6 s * 2", "12 s = 6 s × 2: agrees"),
            ("assert prefill * 2 = ttft", "12 s = 6 s × 2: agrees"),
            ("assert prefill * 3 <= ttft", "12 s ≥ 6 s × 3: contradicts"),
            ("assert prefill * 3 <= 15 s", "15 s ≥ 6 s × 3: contradicts"),
            ("assert 15 s >= prefill + prefill", "15 s ≥ 6 s + 6 s: agrees"),
            ("assert twice >= ttft", "12 s ≤ 6 s × 2: agrees"),
            ("assert ttft >= prefill", "12 s ≥ 6 s: agrees"),
        ],
    )
    def test_which_side_is_the_claim(self, line: str, expected: str) -> None:
        text = f"12 s <!-- doclint: ttft -->\n\n{fence('prefill = 6 s', 'twice = prefill * 2', line)}"
        assert related(text) == [expected]
        assert declared(text).relations[0].kind == ("formula" if " = " in expected else "bound")
        assert declared(text).relations[0].formula == line

    def test_an_assertion_between_computed_sides_has_no_number_to_stand_at(self) -> None:
        line = "assert a * 2 <= a + a"
        problem = "neither side of this assertion is a number that the document states"
        assert wrong(fence("a = 2", line)) == [(line, problem)]


class TestProblems:
    @pytest.mark.parametrize(
        ("line", "at", "message"),
        [
            ("x = 3 +", "+", "a number or a name is missing at the end"),
            ("x = 3 + ; 4", ";", "';' does not belong in a formula"),
            ("x = (3", "3", "')' is missing"),
            ("x = 3 4", "4", "'4' is not expected here"),
            ("x = ", "=", "a formula is expected"),
            ("x = 4 = 5", "=", "a line has only one sign"),
            ("x = 10 q", "q", "'q' is no unit that means one thing"),
            ("x = 10 kb", "kb", "'kb' is no unit"),
            ("x = 2 * 10 of", "of", "'of' is no unit"),
            ("x = sqrt(2, 3)", "sqrt", "sqrt takes 1 argument(s), not 2"),
            ("x == 4", "x == 4", "this line declares nothing"),
            ("x <= 4", "x <= 4", "this line declares nothing"),
            ("2x = 4", "2x = 4", "this line declares nothing"),
            ("number of GPUs = 4  # many", "number of GPUs = 4", "this line declares nothing"),
            ("just words", "just words", "this line declares nothing"),
            ("assert x", "assert x", "this assertion compares nothing"),
            ("assert", "assert", "this assertion compares nothing"),
            ("assert 1 < 2 < 3", "<", "a line has only one sign"),
            ("assert <= 3", "t", "a formula is expected"),
            ("assert 3 <= ", "=", "a formula is expected"),
            ("x = y", "y", "no number is called y"),
            ("assert y <= 4", "y", "no number is called y"),
            ("x = 3 GB + 2 s", "3 GB + 2 s", "information and time do not add up or compare"),
            ("x = max(3 GB, 2 s)", "max(3 GB, 2 s)", "information and time do not add up or compare"),
            ("assert 3 GB < 2 s", "assert 3 GB < 2 s", "this compares information with time"),
            ("assert 2 s < 3 GB - 2 s", "assert 2 s < 3 GB - 2 s", "information and time do not add up or compare"),
            ("x = x + 1", "x", "x is defined by itself: x → x"),
        ],
    )
    def test_lines(self, line: str, at: str, message: str) -> None:
        text = f"# T\n\n{fence('', '# words', '  ' + line)}"
        assert wrong(text) == [(at, message)]
        (problem,) = declared(text).problems
        assert problem.hint
        assert declared(text).relations == ()

    def test_the_exact_column(self) -> None:
        text = "Text 1.\n\n" + fence("a = 4 # (", "    b = a * (a + ?)")
        (problem,) = declared(text).problems
        assert Source("a.md", text).position(problem.span.start) == (5, 18)

    def test_the_exact_column_with_crlf_in_a_quote(self) -> None:
        text = "> Text.\r\n>\r\n> ```doclint\r\n> a = 4\r\n> b = a * dd\r\n> c = \r\n> ```\r\n"
        assert wrong(text) == [("dd", "no number is called dd"), ("=", "a formula is expected")]
        first, second = declared(text).problems
        assert Source("a.md", text).position(first.span.start) == (5, 11)
        assert Source("a.md", text).position(second.span.start) == (6, 5)

    def test_a_name_nearly_right(self) -> None:
        text = "32 <!-- doclint: gpus -->\n\n" + fence("x = 2 * gpu")
        (problem,) = declared(text).problems
        assert problem.message == "no number is called gpu (did you mean gpus?)"
        assert problem.hint == "declare it (`gpu = 8`) or bind it (`8 <!-- doclint: gpu -->`)"

    def test_a_name_defined_twice(self) -> None:
        text = "5 <!-- doclint: a -->\n\n" + fence("a = 5", "a = 6")
        (problem,) = declared(text).problems
        assert Source("a.md", text).position(problem.span.start) == (5, 1)
        assert problem.message == "a is defined twice"
        assert problem.hint == "line 4 defines it first; use another name"
        assert related(text) == ["5 = 5: agrees"]

    def test_a_cycle_is_told_once_and_makes_no_relation(self) -> None:
        text = f"9 <!-- doclint: d -->\n\n{fence('c = a', 'a = b * 2', 'b = c + a', 'd = a + 1')}"
        assert wrong(text) == [("c", "c is defined by itself: c → a → b → c")]
        assert related(text) == []

    def test_an_unreadable_definition_is_one_problem(self) -> None:
        text = f"9 <!-- doclint: b -->\n\n{fence('a = 3 +', 'b = a * 2', 'assert a <= 3')}"
        assert wrong(text) == [("+", "a number or a name is missing at the end")]
        assert related(text) == []

    def test_a_formula_of_another_dimension(self) -> None:
        text = f"5 s <!-- doclint: kv -->\n\n{fence('kv = 3 GB * 2 layers')}"
        assert wrong(text) == [("3 GB * 2 layers", "kv is 5 s in the text, and this gives information")]
        assert related(text) == []

    def test_one_name_for_two_dimensions(self) -> None:
        text = "5 s <!-- doclint: kv --> and 5 GB/s <!-- doclint: kv -->\n"
        assert wrong(text) == [("5 GB/s", "kv is 5 GB/s here and 5 s before")]

    @pytest.mark.parametrize(
        ("claim", "formula"),
        [
            ("20 GB", "10B * 2"),
            ("32", "2 * 16 GPUs"),
            ("230", "20M / 86,400 s"),
            ("600 GB", "1 GB/s * 600"),
            ("$5", "200 GB * $0.025"),
            ("25", "5 GB * 5"),
        ],
    )
    def test_a_unit_left_out_is_no_other_dimension(self, claim: str, formula: str) -> None:
        text = f"{claim} <!-- doclint: x -->\n\n{fence(f'x = {formula}')}"
        assert len(declared(text).relations) == 1
        assert wrong(text) == []

    @pytest.mark.parametrize(
        ("text", "at", "message"),
        [
            ("none <!-- doclint: x -->", "<!-- doclint: x -->", "no number stands right before this comment"),
            ("<!-- doclint: x -->", "<!-- doclint: x -->", "no number stands right before this comment"),
            ("8\n<!-- doclint: x -->", "<!-- doclint: x -->", "no number stands right before this comment"),
            ("8 is more. It is <!-- doclint: x -->", "<!-- doclint: x -->", "no number stands right before"),
            ("8 " + "a" * 61 + " <!-- doclint: x -->", "<!-- doclint: x -->", "no number stands right before"),
            ("8 = <!-- doclint: x -->", "<!-- doclint: x -->", "no number stands right before this comment"),
            ("EIP-1559 <!-- doclint: x -->", "<!-- doclint: x -->", "no number stands right before this comment"),
            ("| a | b |\n|---|---|\n| 8 | <!-- doclint: x --> |", "<!-- doclint: x -->", "no number stands"),
            ("8 <!-- doclint: -->", "<!-- doclint: -->", "this comment names nothing"),
            ("8 <!-- doclint: a, b -->", "a, b", "'a, b' is no name"),
            ("8 <!-- doclint: 9x -->", "9x", "'9x' is no name"),
            ("8 <!-- doclint: größe -->", "größe", "'größe' is no name"),
            ("8 <!-- doclint: x", "<!-- doclint:", "this comment is never closed"),
            (
                "8 <!-- doclint: x -> 9 <!-- doclint: y -->",
                "x -> 9 <!-- doclint: y",
                "'x -> 9 <!-- doclint: y' is no name",
            ),
        ],
    )
    def test_comments(self, text: str, at: str, message: str) -> None:
        ((where, what),) = wrong(text + "\n")[:1]
        assert where == at
        assert what.startswith(message)

    def test_names_that_nobody_uses_are_fine(self) -> None:
        text = f"8 <!-- doclint: a -->\n\n{fence('b = 3', 'c = 4 * 5')}"
        assert declared(text).problems == ()
        assert declared(text).names == ("b", "c", "a")

    def test_problems_stand_in_order(self) -> None:
        text = f"a <!-- doclint: 1 -->\n\n{fence('x = y', 'z')}\nb <!-- doclint: x -->\n"
        problems = declared(text).problems
        assert len(problems) == 4
        assert list(problems) == sorted(problems)
        assert all(isinstance(p, Problem) for p in problems)


class TestHostile:
    @pytest.mark.parametrize(
        "text",
        [
            fence(*(f"p{i} = {i}" for i in range(10_000))),
            fence(*["1 = = ("] * 10_000),
            fence(*(f"a{i} = a{i + 1} + 1" for i in range(1999))),
            fence(*(f"a{i} = a{(i + 1) % 1900} * a{(i + 7) % 1900}" for i in range(1900))),
            fence("x = " + "(" * 400, "y = " + "-" * 400 + "1", "z = " + "(" * 10_000),
            fence(*(f"a{i} = {'b' * 50}{i % 7}{'c' * 8}" for i in range(2000))),
            "8 <!-- doclint: x" * 10_000,
            "8 <!-- doclint: x -->\n\n" * 10_000,
            "word <!-- doclint: x -->\n\n" * 10_000,
            "`<!-- doclint: x -->` " * 10_000,
            "<!-- doclint:" * 50_000,
            ("8 " + "<!--" * 40 + " <!-- doclint: x -->\n") * 1000,
            ("8 " + "a b " * 14 + "<!-- doclint: x -->\n") * 1000,
        ],
    )
    def test_is_read_in_time(self, text: str) -> None:
        source = Source("a.md", text)
        blocks = read(source)
        extracts = [Extract() if b.language == "doclint" else said(b) for b in blocks]
        begin = time.perf_counter()
        found = declarations(source, blocks, extracts)
        assert time.perf_counter() - begin < 2
        assert len(found.problems) <= MAX_DECLARATIONS + 1

    def test_the_first_declaration_too_many_is_told(self) -> None:
        text = fence(*(f"p{i} = {i}" for i in range(MAX_DECLARATIONS + 5)))
        assert wrong(text) == [
            (f"p{MAX_DECLARATIONS} = {MAX_DECLARATIONS}", "declarations beyond the first 2,000 are not read")
        ]
        assert len(declared(text).names) == MAX_DECLARATIONS

    def test_definitions_in_definitions_end(self) -> None:
        lines = [f"a{i} = a{i - 1} + 1" for i in range(1, MAX_STEPS + 3)]
        text = f"9 <!-- doclint: a{MAX_STEPS} --> 9 <!-- doclint: b -->\n\n{fence('a0 = 1', *lines, 'b = a42')}"
        assert [p.message for p in declared(text).problems] == []
        assert wrong(fence("a0 = 1", *lines)) == [
            (f"a{MAX_STEPS + 1}", f"a{MAX_STEPS + 1} stands on too many definitions")
        ]

    def test_doubling_ends(self) -> None:
        text = fence("a0 = 2", *(f"a{i} = a{i - 1} * a{i - 1}" for i in range(1, 30)), "assert a7 * a7 * a7 < 3")
        assert [where for where, _ in wrong(text)] == ["a8", "assert a7 * a7 * a7 < 3"]

    def test_long_formulas_many_times_end(self) -> None:
        names = [f"a{i}" for i in range(200)]
        text = fence("w = " + "+".join("1" * 240), *(f"{name} = w" for name in names))
        text += "".join(f"5 <!-- doclint: {name} -->\n" for name in names)
        found = declared(text)
        assert sum(len(list(leaves(r.expr))) for r in found.relations) <= MAX_ALL_OPERANDS
        assert [p.message for p in found.problems] == [
            "the formulas of this document are too long; from here on none is checked"
        ]

    def test_the_deepest_formula_can_be_judged(self) -> None:
        text = f"4 <!-- doclint: w -->\n\n{fence('w = ' + '+'.join('1' * 240), 'v = ' + '-' * 30 + 'w')}"
        assert related(text)[0].endswith(": contradicts")

    @settings(max_examples=300, deadline=None)
    @given(
        st.lists(
            st.lists(
                st.sampled_from(WORDS),
                max_size=8,
            ).map(" ".join),
            max_size=8,
        ),
        st.sampled_from(("\n", "\r\n")),
    )
    def test_anything_gives_problems_and_places_inside(self, lines: list[str], end: str) -> None:
        text = end.join(("8 GB <!-- doclint: a -->", "", "```doclint", *lines, "```", "", *lines, ""))
        found = declared(text)
        for problem in found.problems:
            assert 0 <= problem.span.start < problem.span.end <= len(text)
            assert problem.message
        for relation in found.relations:
            for quantity in (relation.claim, *leaves(relation.expr)):
                assert text[quantity.start : quantity.end]
            judge(relation)
