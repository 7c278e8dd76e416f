"""The documentation that is generated, and the commands that the prose shows."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def test_the_generated_pages_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "docs/design.md",
        "docs/limits.md",
        "docs/packs.md",
        "docs/recipes.md",
        "docs/configuration.md",
    ],
)
def test_links_lead_somewhere(name: str) -> None:
    page = ROOT / name
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (page.parent / target).exists(), target


def test_the_readme_opens_with_the_two_commands() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert [line.split("  ")[0] for line in lines[:5]] == ["# doclint", "", "```", "make demo", "make test"]


def test_the_readme_shows_what_is_found(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    plan = re.search(r"```markdown\n(.*?)```", readme, re.DOTALL)
    shown = re.search(r"\$ doclint check plan\.md\n(.*?)```", readme, re.DOTALL)
    assert plan
    assert shown
    (tmp_path / "plan.md").write_text(plan[1], encoding="utf-8")
    command = [sys.executable, "-m", "doclint", "check", "--isolated", "plan.md"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=tmp_path)
    assert done.stdout == shown[1]
    assert f"```markdown\n{plan[1]}```" in (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")


def test_the_repository_stands_alone() -> None:
    for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("doclint/**/*.py")]:
        assert "shared/" not in page.read_text(encoding="utf-8"), page
