"""Layouts that leave something over, and memory that does not fit."""

from __future__ import annotations

import pytest

from doclint.config import Config
from doclint.engine import lint
from doclint.model import Source


def found(markdown: str) -> list[tuple[str, str]]:
    return [(f.code, f.message) for f in lint(Source("plan.md", markdown), Config()).findings if f.severity != "info"]


def codes(markdown: str) -> list[str]:
    return [code for code, _ in found(markdown)]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("- Attention heads: 30\n- TP size: 4\n", "splits 30 heads into 4 parts, which leaves 2 over"),
        (
            "- Hidden size: 4100\n- Tensor Parallelism (TP): 8\n",
            "splits 4100 hidden dimensions into 8 parts, which leaves 4 over",
        ),
        ("- Experts per layer: 30\n- Expert parallel size: 8\n", "splits 30 experts into 8 parts, which leaves 6 over"),
        ("- Global batch size: 100\n- DP size: 16\n", "splits 100 sequences into 16 parts, which leaves 4 over"),
        (
            "- Global batch size: 100\n- Micro-batch size: 16\n",
            "splits 100 sequences into 16 parts, which leaves 4 over",
        ),
    ],
)
def test_a_count_that_leaves_something_over_is_found(lines: str, message: str) -> None:
    assert found(lines) == [("DL302", message)]


@pytest.mark.parametrize(
    "lines",
    [
        "- Attention heads: 32\n- TP size: 4\n",
        "- Layers: 30\n- Pipeline Parallelism (PP): 4\n",
        "- Attention heads: 30\n- TP size: 4\n- TP size: 2\n",
        "- Attention heads: 30\n- Attention heads: 32\n- TP size: 4\n",
        "- Attention heads: 30\n- Maximum TP size: 4\n",
        "- Attention heads: 30\n\n> - TP size: 4 in the previous version, which was wrong\n",
        "- Experts per layer: 16\n- Expert parallel size: 64\n",
        "- Experts per layer: 12\n- Total experts: 96\n- Layers: 8\n- Expert parallel size: 8\n",
        "- Batch size: 100\n- DP size: 16\n",
        "# Model\n\n- Attention heads: 30\n\n# Other\n\n- TP size: 4\n",
        "## Baseline\n\n- Attention heads: 30\n\n## Proposed\n\n- TP size: 4\n",
    ],
)
def test_what_is_equal_ambiguous_or_from_another_scenario_is_left_alone(lines: str) -> None:
    assert "DL302" not in codes(lines)


def test_memory_above_the_capacity_is_found() -> None:
    assert found("- VRAM per GPU: 64 GB\n- Memory used per GPU: 70 GB\n") == [
        ("DL503", "uses 70 GB where there are 64 GB")
    ]
    assert codes(
        "# Plan\n\n- VRAM: 64 GB\n\n## Memory per GPU\n\n- Weights: 60 GB\n- Activations: 10 GB\n- Total used: 70 GB\n"
    ) == ["DL503"]


@pytest.mark.parametrize(
    "lines",
    [
        "- VRAM per GPU: 80 GB\n- Memory used per GPU: 70 GB\n",
        "- VRAM per GPU: 64 GB\n- VRAM per GPU: 80 GB\n- Memory used per GPU: 70 GB\n",
        "# Plan\n\n- VRAM: 64 GB\n\n## Disks\n\n- Total used: 70 GB\n",
        "- VRAM per GPU: 64 GB\n- Memory used per GPU: ~70 GB\n",
        "- VRAM per GPU: 64 GB\n- Memory used per GPU: 70 GB\n\n## Later\n\n- Memory used per GPU: 60 GB\n",
    ],
)
def test_memory_that_fits_or_may_fit_is_left_alone(lines: str) -> None:
    assert "DL503" not in codes(lines)
    assert "DL502" not in codes(lines)
