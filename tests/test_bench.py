"""The figures on real documents, where the collection of them is at hand."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "shared" / "bench"
DOCLINT = shlex.join([sys.executable, "-m", "doclint"])
QUIET = 0.3
"""Errors and warnings per 1,000 lines of documents that are mostly right."""

pytestmark = pytest.mark.skipif(not BENCH.is_dir(), reason="the collection of documents ../shared/bench is not here")


def score(script: str, least: str) -> None:
    command = [sys.executable, str(BENCH / script), "--doclint", DOCLINT, "--min", least]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


def test_labelled_documents() -> None:
    wanted = {
        "precision": 0.95,
        "recall.self": 0.89,
        "coverage.equation": 0.92,
        "coverage.conversion": 0.88,
        "coverage.self": 0.82,
        "coverage.table-total": 0.85,
        "coverage.table-row": 0.72,
        "alarms": 2,
    }
    score("score.py", ",".join(f"{name}={least}" for name, least in wanted.items()))


def test_worked_solutions() -> None:
    score("score_words.py", "alarms=0.002,verified=0.88")


def test_totals_of_audited_tables() -> None:
    score("score_tables.py", "alarms=0.005,noticed=0.85")


def test_quiet_documents_stay_quiet() -> None:
    command = [sys.executable, "-m", "doclint", "check", "--format", "json", str(BENCH / "quiet")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert done.returncode in (0, 1), done.stderr
    raised = [f for f in json.loads(done.stdout)["findings"] if f["severity"] in ("error", "warning")]
    documents = [p for p in (BENCH / "quiet").rglob("*") if p.suffix in (".md", ".markdown", ".mdx", ".qmd", ".myst")]
    lines = sum(len(p.read_text(encoding="utf-8", errors="replace").splitlines()) for p in documents)
    shown = "\n".join(f"{f['path']}:{f['start']['line']}: {f['rule']} {f['message']}" for f in raised)
    assert len(raised) <= QUIET * lines / 1000, f"{len(raised)} on {lines} lines\n{shown}"
