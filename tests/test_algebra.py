"""Formulas as formulas, and those that documents state in words."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction

import pytest

from doclint import algebra
from doclint.config import Config
from doclint.engine import lint
from doclint.formula import parse_formula
from doclint.model import Apply, Expr, Name, Source


def tree(text: str) -> Expr:
    return parse_formula(text).left


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("a * b / c", "b / c * a", True),
        ("a / (b * c)", "a / b / c", True),
        ("2 * a", "a * 4 / 2", True),
        ("a ^ 2", "a * a", True),
        ("a / b", "a * b", False),
        ("a * (b + c)", "a * b + a * c", True),
        ("(a - 1) / (m + a - 1)", "1 - m / (m + a - 1)", True),
        ("a + b", "a - b", False),
        ("a / 0", "a", None),
        ("ceil(a)", "a", None),
        ("a ^ 13", "a", None),
        ("a ^ b", "a", None),
    ],
)
def test_equivalence(a: str, b: str, same: bool | None) -> None:
    assert algebra.equivalent(tree(a), tree(b)) is same


def test_a_large_formula_is_not_compared() -> None:
    large: Expr = Name("a", -1, -1)
    for _ in range(40):
        large = Apply("+", (large, Name("b", -1, -1)))
    assert algebra.equivalent(large, large) is None
    assert algebra.product(large) is None


@pytest.mark.parametrize(
    ("a", "b", "text"),
    [
        ("p / x", "p * x", "divides by x where it must multiply"),
        ("p * x", "p / x", "multiplies by x where it must divide"),
        ("p", "p * x", "lacks the factor x"),
        ("p", "p / x", "does not divide by x"),
        ("p * x", "p", "multiplies by x, which does not belong"),
        ("p / x", "p", "divides by x without need"),
        ("p * x", "p * x ^ 2", "takes x to the power of 1 where it must be 2"),
        ("a / b", "b / a", "is upside down"),
        ("p * x", "2 * p * x", "lacks a factor of 2"),
        ("2 * p * x", "p * x", "has a factor of 2 too many"),
        ("2 * p", "3 * p", "is off by a factor of 3/2"),
        ("p * q", "p / (q * r)", ""),
        ("p", "p", ""),
        ("p + q", "p", ""),
    ],
)
def test_the_difference_is_named(a: str, b: str, text: str) -> None:
    assert algebra.difference(tree(a), tree(b)) == text


def test_linear_systems() -> None:
    def pairs(*lines: str) -> list[tuple[Expr, Expr]]:
        read = [parse_formula(line) for line in lines]
        return [(f.left, f.right) for f in read if f.right is not None]

    assert algebra.solve(pairs("x + y = 10", "x - y = 4"), "x") == 7
    assert algebra.solve(pairs("3 * x = 1"), "x") == Fraction(1, 3)
    assert algebra.solve(pairs("x + y = 10"), "x") is None
    assert algebra.solve(pairs("x = 1", "x = 2"), "x") is None
    assert algebra.solve(pairs("x * y = 10", "x = 2"), "x") is None
    assert algebra.solve(pairs("x = 1"), "z") is None
    assert algebra.solve(pairs(*["x = 1"] * 9), "x") is None
    assert algebra.solve([], "x") is None


def found(markdown: str, pedantic: bool = False) -> list[str]:
    findings = lint(Source("plan.md", markdown), Config()).findings
    return [f.message for f in findings if f.code == "DL303" and (pedantic or f.confidence == "high")]


def test_a_formula_in_words_is_compared_with_the_rule() -> None:
    (message,) = found("Layers per stage = layers × PP\n")
    assert message == "the formula for Layers per stage multiplies by pp where it must divide (it is layers / pp)"
    (message,) = found("- KV cache per token = layers × KV heads × head_dim × bytes per parameter\n")
    assert "lacks a factor of 2" in message
    (message,) = found("```\nExperts per GPU = GPUs / total experts = 8\n```\n")
    assert "is upside down" in message


@pytest.mark.parametrize(
    "line",
    [
        "Experts per GPU = total experts / GPUs = 256 / 32 = 8",
        "Experts per GPU = total experts / EP",
        "Total GPUs = TP × PP × EP",
        "KV cache per token = 2 × layers × KV heads × head_dim × bytes per parameter",
        "KV cache per token = 2 × layers × KV heads × head_dim × 2",
        "Weights = total parameters × bytes per parameter",
        "Weights = total parameters / bytes per parameter / 2 × 3",
        "Weights = total parameters / spoons",
        "Weights = total parameters × bytes per parameter + buffers",
        "Weights = 70 × 2",
        "Layers per stage: layers × PP",
        "> Layers per stage = layers × PP",
        "~~Layers per stage = layers × PP~~",
        "## Previous mistake\n\nLayers per stage = layers × PP",
    ],
)
def test_what_is_right_or_might_be_something_else_is_left_alone(line: str) -> None:
    assert found(f"{line}\n", pedantic=True) == []


@pytest.mark.parametrize(
    "line",
    [
        "Availability = MTBF / (MTBF - MTTR)",
        "Availability = (MTBF + MTTR) / MTBF",
        "$$U = \\frac{f}{f - r}$$\n\nwhere $U$ is the availability, $f$ is the MTBF and $r$ is the MTTR.",
        "Allowed error rate = 1 + availability",
    ],
)
def test_a_formula_with_sums_is_compared_with_a_definition(line: str) -> None:
    (message,) = found(f"{line}\n")
    assert "gives something else for the same symbols" in message


@pytest.mark.parametrize(
    "line",
    [
        "Availability = MTBF / (MTBF + MTTR)",
        "Availability = 1 - MTTR / MTBF",
        "Availability = 1 - MTTR / (MTTR + MTBF)",
        "Availability = 100 × MTBF / (MTBF + MTTR)",
        "Availability = MTBF / (MTBF + MTTR + repair)",
        "Availability = MTBF - 3",
        "Allowed error rate = 1 - availability",
        "Allowed error rate = 100 - availability",
        "Bubble ratio = (PP - 1) / (micro-batches - PP)",
        "Annual downtime = (1 - availability) × 8760",
        "If MTTR is small, availability = (MTBF + MTTR) / MTBF",
        "> Availability = MTBF / (MTBF - MTTR)",
    ],
)
def test_a_formula_with_sums_that_is_right_or_unsure_is_left_alone(line: str) -> None:
    assert found(f"{line}\n", pedantic=True) == []


def test_formulas_up_to_a_factor() -> None:
    assert algebra.proportion(tree("2 * (a + b)"), tree("a + b")) == 2
    assert algebra.proportion(tree("a + b"), tree("b + a")) == 1
    assert algebra.proportion(tree("a + b"), tree("a - b")) == 0
    assert algebra.proportion(tree("ceil(a)"), tree("a + b")) is None
    assert algebra.proportion(tree("a + b"), tree("a - a")) is None


def test_systems_whose_fractions_are_cleared() -> None:
    def pairs(*lines: str) -> list[tuple[Expr, Expr]]:
        read = [parse_formula(line) for line in lines]
        return [(f.left, f.right) for f in read if f.right is not None]

    assert algebra.solve(pairs("8 = 32 / x"), "x") == 4
    assert algebra.solve(pairs("1 = x / x"), "x") is None


def test_a_formula_with_other_symbols_is_for_pedants() -> None:
    line = "Global batch size = micro-batch size × DP\n"
    assert found(line) == []
    assert found(line, pedantic=True)


def test_formulas_in_words_need_no_sympy() -> None:
    program = (
        "import sys\n"
        "from doclint.config import Config\n"
        "from doclint.engine import lint\n"
        "from doclint.model import Source\n"
        "assert lint(Source('a.md', 'Layers per stage = layers × PP\\n'), Config()).findings\n"
        "assert 'sympy' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-X", "utf8", "-c", program], check=True, timeout=60)
