"""The GitHub Action and the GitLab template: their shell steps run as the runners run them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

ROOT = Path(__file__).parents[1]
RECIPES = ROOT / "docs" / "recipes"
BAD = "# Storage\n\nWe keep 20 TB × 3 replicas = 90 TB.\n"
GOOD = "# Storage\n\nWe keep 20 TB × 3 replicas = 60 TB.\n"
_EXPRESSION = re.compile(r"\$\{\{ *([\w.-]+) *\}\}")


def load(path: Path) -> dict[str, Any]:
    return cast("dict[str, Any]", yaml.safe_load(path.read_text(encoding="utf-8")))


def bash(script: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A step as GitHub and GitLab run it: bash, ending at the first failure."""
    path = folder / ".step.sh"
    path.write_text(script, encoding="utf-8")
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(path)]
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, encoding="utf-8"
    )
    path.unlink()
    return done


class Runner:
    """A runner of GitHub in a folder: files for outputs and the summary, expressions put in before a step runs."""

    def __init__(self, folder: Path) -> None:
        self.action = load(ROOT / "action.yml")
        self.work, self.temp = folder / "work", folder / "temp dir"
        for one in (self.work, self.temp):
            one.mkdir()
        self.files = {name: folder / name.lower() for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}

    def step(self, name: str, **inputs: str) -> subprocess.CompletedProcess[str]:
        (step,) = [one for one in self.action["runs"]["steps"] if one.get("id") == name]
        known = {f"inputs.{key}": str(entry.get("default", "")) for key, entry in self.action["inputs"].items()}
        known |= {f"inputs.{key}": text for key, text in inputs.items()}
        known["steps.python.outputs.python-path"] = sys.executable
        given = {key: _EXPRESSION.sub(lambda found: known[found[1]], text) for key, text in step["env"].items()}
        assert "${{" not in step["run"], "an expression in a script can be an injection"
        for path in self.files.values():
            path.write_text("", encoding="utf-8")
        environment = {key: str(path) for key, path in self.files.items()}
        environment |= {"RUNNER_TEMP": str(self.temp), "GITHUB_ACTION_PATH": str(ROOT), **given}
        return bash(step["run"], self.work, **environment)

    def said(self, name: str) -> str:
        return self.files[name].read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    made = Runner(tmp_path_factory.mktemp("action"))
    installed = made.step("install")
    assert installed.returncode == 0, installed.stderr
    return made


def test_the_action_annotates_summarises_and_names_its_sarif_file(runner: Runner) -> None:
    (runner.work / "plan.md").write_text(BAD, encoding="utf-8")
    done = runner.step("check")
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("::error title=doclint DL101 (wrong-result),file=plan.md,line=3,col=30,")
    assert runner.said("GITHUB_OUTPUT") == "sarif=doclint.sarif\n"
    assert runner.said("GITHUB_STEP_SUMMARY").startswith("### doclint: 1 finding (1 error)\n")
    log = json.loads((runner.work / "doclint.sarif").read_text(encoding="utf-8"))
    assert [one["ruleId"] for one in log["runs"][0]["results"]] == ["DL101"]


def test_the_inputs_of_the_action_are_words_and_never_commands(runner: Runner) -> None:
    (runner.work / "plan.md").write_text(BAD, encoding="utf-8")
    (runner.work / "good.md").write_text(GOOD, encoding="utf-8")
    done = runner.step("check", paths="good.md\nplan.md", args="--ignore DL101", sarif="out.sarif")
    assert (done.returncode, done.stdout) == (0, "")
    assert runner.said("GITHUB_OUTPUT") == "sarif=out.sarif\n"
    assert runner.said("GITHUB_STEP_SUMMARY").startswith("### doclint: no findings\n")
    done = runner.step("check", paths="good.md; touch pwned $(touch pwned)")
    assert done.returncode == 2
    assert not (runner.work / "pwned").exists()


def test_the_example_workflow_uses_what_the_action_offers() -> None:
    action, steps = load(ROOT / "action.yml"), load(RECIPES / "github.yml")["jobs"]["doclint"]["steps"]
    (used,) = [one for one in steps if one.get("id") == "doclint"]
    assert set(used["with"]) <= set(action["inputs"])
    text = (RECIPES / "github.yml").read_text(encoding="utf-8")
    assert set(re.findall(r"steps\.doclint\.outputs\.(\w+)", text)) <= set(action["outputs"])


@pytest.mark.parametrize(("text", "code"), [(BAD, 1), (GOOD, 0)])
def test_the_job_of_gitlab_writes_its_reports(tmp_path: Path, text: str, code: int) -> None:
    job = load(RECIPES / "gitlab.yml")["doclint"]
    (tmp_path / "plan.md").write_text(text, encoding="utf-8")
    install, check = job["script"]
    assert install.startswith("pip install ")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = bash(check, tmp_path, PATH=path, **job["variables"])
    assert done.returncode == code, done.stderr
    reports = job["artifacts"]["reports"]
    assert len(json.loads((tmp_path / reports["codequality"]).read_text(encoding="utf-8"))) == code
    assert f'failures="{code}"' in (tmp_path / reports["junit"]).read_text(encoding="utf-8")
    assert job["artifacts"]["when"] == "always"


def test_reviewdog_is_given_json_lines(tmp_path: Path) -> None:
    (tmp_path / "plan.md").write_text(BAD, encoding="utf-8")
    (tmp_path / "reviewdog").write_text('#!/bin/sh\necho "$@" > args\ncat > diagnostics\n', encoding="utf-8")
    (tmp_path / "reviewdog").chmod(0o755)
    path = os.pathsep.join((str(tmp_path), str(Path(sys.executable).parent), os.environ["PATH"]))
    done = subprocess.run(
        ["sh", str(RECIPES / "reviewdog.sh"), "plan.md"], cwd=tmp_path, env={**os.environ, "PATH": path}
    )
    assert done.returncode == 0
    assert json.loads((tmp_path / "diagnostics").read_text(encoding="utf-8"))["code"] == {"value": "DL101"}
    assert "-f=rdjsonl -name=doclint" in (tmp_path / "args").read_text(encoding="utf-8")
