"""The pre-commit hooks: the real pre-commit installs this checkout and refuses a bad document."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHIPPED = ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml", "doclint", "rules")
BAD = "# Storage\n\nWe keep 20 TB × 3 replicas = 90 TB.\n"
GOOD = "# Storage\n\nWe keep 20 TB × 3 replicas = 60 TB.\n"


class Repository:
    """A git repository of its own, without the settings of the machine."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self._environment = {name: text for name, text in os.environ.items() if not name.startswith("GIT_")}
        self._environment |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        self._environment |= {"PRE_COMMIT_HOME": str(cache)}
        for role in ("AUTHOR", "COMMITTER"):
            self._environment |= {f"GIT_{role}_NAME": "A", f"GIT_{role}_EMAIL": "a@example.org"}
        self.run("git", "init", "--quiet")

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=self.folder, env=self._environment, capture_output=True, text=True, encoding="utf-8"
        )

    def commit(self, message: str) -> subprocess.CompletedProcess[str]:
        self.run("git", "add", "--all")
        return self.run("git", "commit", "--message", message)


@pytest.fixture(scope="module")
def user(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A repository whose commits the hook guards; the hook comes from a copy of this checkout."""
    folder = tmp_path_factory.mktemp("hooks")
    cache = folder / "cache"
    source = Repository(folder / "source", cache)
    for name in SHIPPED:
        path = ROOT / name
        if path.is_dir():
            shutil.copytree(path, source.folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(path, source.folder / name)
    assert source.commit("doclint").returncode == 0
    revision = source.run("git", "rev-parse", "HEAD").stdout.strip()
    mine = Repository(folder / "user", cache)
    (mine.folder / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {source.folder}\n  rev: {revision}\n  hooks:\n  - id: doclint\n  - id: doclint-project\n",
        encoding="utf-8",
    )
    installed = mine.run(sys.executable, "-m", "pre_commit", "install")
    assert installed.returncode == 0, installed.stdout + installed.stderr
    return mine


def test_a_bad_document_is_refused_and_the_mended_one_passes(user: Repository) -> None:
    (user.folder / "plan.md").write_text(BAD, encoding="utf-8")
    refused = user.commit("bad")
    assert refused.returncode == 1, refused.stdout + refused.stderr
    assert "plan.md:3:30: error: DL101 claims 90 TB" in refused.stdout + refused.stderr
    (user.folder / "plan.md").write_text(GOOD, encoding="utf-8")
    passed = user.commit("good")
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert user.run("git", "log", "--format=%s").stdout == "good\n"


def test_other_files_do_not_call_the_hook(user: Repository) -> None:
    (user.folder / "notes.txt").write_text(BAD, encoding="utf-8")
    passed = user.commit("text")
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert "no files to check" in passed.stdout + passed.stderr
