"""The programs that read what doclint writes, installed from their registries and run: `make conformance`.

Not part of `make test`, because it needs the network. A consumer that cannot be installed is skipped with the reason.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import xmlschema

ROOT = Path(__file__).parents[1]
Say = Callable[[str], None]
DOCUMENTS = ROOT / "fixtures" / "documents"
FOUND = re.compile(
    r"^(?P<path>.+?):(?P<line>\d+):(?P<column>\d+): (?P<severity>\w+): (?P<code>DL\d{3}) (?P<message>.+)$"
)

NO_HOME = ("SARIF2005",)
"""It asks for the tool's address on the web, and doclint has none."""


def run(*command: str, folder: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, encoding="utf-8"
    )


def doclint(*args: str, folder: Path = ROOT) -> str:
    done = run(sys.executable, "-m", "doclint", *args, folder=folder, PYTHONPATH=str(ROOT))
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def consumers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where consumers are installed."""
    return tmp_path_factory.mktemp("consumers")


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Prints a line past pytest: which consumer ran."""

    def said(line: str) -> None:
        with capsys.disabled():
            print(f"\n  {line}", end=" ", flush=True)

    return said


def needed(program: str, package: str) -> str:
    """A program of Debian, installed where it is missing; the test is skipped where that fails."""
    if not shutil.which(program) and shutil.which("apt-get"):
        run("apt-get", "install", "--yes", "--quiet", "--no-install-recommends", package)
    found = shutil.which(program)
    if not found:
        pytest.skip(f"{program} is not installed and {package} could not be")
    return found


def test_sarif_multitool_with_the_rules_of_github(consumers: Path, say: Say) -> None:
    name = "@microsoft/sarif-multitool-linux"
    done = run(needed("npm", "npm"), "install", "--no-save", "--prefix", str(consumers), name)
    folder = consumers / "node_modules" / name
    if done.returncode or not folder.exists():
        pytest.skip(f"{name} could not be installed: {done.stderr.strip()[-200:]}")
    (tool,) = (path for path in folder.rglob("Sarif.Multitool") if path.is_file())
    tool.chmod(0o755)
    say(f"{name} {json.loads((folder / 'package.json').read_text())['version']}")
    for path in sorted(DOCUMENTS.glob("*.md")):
        log, verdict = consumers / f"{path.stem}.sarif", consumers / "verdict.sarif"
        log.write_text(doclint("check", "--format", "sarif", f"fixtures/documents/{path.name}"), encoding="utf-8")
        done = run(
            str(tool), "validate", str(log), "--rule-kind", "Sarif;Ghas", "--output", str(verdict),
            DOTNET_SYSTEM_GLOBALIZATION_INVARIANT="1",
        )  # fmt: skip
        assert verdict.exists(), done.stdout + done.stderr
        results = json.loads(verdict.read_text(encoding="utf-8-sig"))["runs"][0].get("results", [])
        told = [one["message"] for one in results if one["ruleId"] not in NO_HOME]
        assert not told, f"{path.name}: {told[:3]}"
        verdict.unlink()


def test_the_junit_schema_of_jenkins(consumers: Path, say: Say) -> None:
    command = f"{sys.executable} -m pip download --quiet --no-deps --no-binary :all: --dest {consumers} pytest"
    done = run(*command.split())
    archives = sorted(consumers.glob("pytest-*.tar.gz"))
    if not archives:
        pytest.skip(f"the source of pytest could not be downloaded: {done.stderr.strip()[-200:]}")
    with tarfile.open(archives[0]) as archive:
        (member,) = (one for one in archive.getmembers() if one.name.endswith("/junit-10.xsd"))
        stream = archive.extractfile(member)
        assert stream is not None
        schema = xmlschema.XMLSchema(stream.read().decode("utf-8"))
    say(f"junit-10.xsd of {archives[0].name}")
    schema.validate(doclint("check", "--format", "junit", str(DOCUMENTS)))


def test_the_patterns_of_the_matchers_in_node(consumers: Path, say: Say) -> None:
    node = needed("node", "nodejs")
    say(f"Node {run(node, '--version').stdout.strip()}")
    lines = [*doclint("check", str(DOCUMENTS)).splitlines(), "C:\\docs\\plan.md:3:14: info: DL110 claims 3, it is 4"]
    assert len(lines) > 20
    script = """
const [matcher, text] = JSON.parse(require("fs").readFileSync(0, "utf-8"));
const all = matcher.problemMatcher || matcher.tasks.map(task => ({pattern: [task.problemMatcher.pattern]}));
const hits = text.map(line => all.flatMap(one => one.pattern.flatMap(p => {
  const m = new RegExp(p.regexp).exec(line);
  return m ? [[m[p.file], m[p.line], m[p.column], m[p.code], m[p.message]]] : [];
})));
console.log(JSON.stringify(hits));
"""
    for program in ("github", "vscode"):
        given = json.dumps([json.loads(doclint("matcher", program)), lines])
        done = subprocess.run([node, "-e", script], input=given, capture_output=True, text=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        for line, hits in zip(lines, json.loads(done.stdout), strict=True):
            assert hits == [parts(line)], line


def parts(line: str) -> Sequence[str]:
    """Path, line, column, code and message of a line of text."""
    if line.startswith("C:"):
        return ["C:\\docs\\plan.md", "3", "14", "DL110", "claims 3, it is 4"]
    found = FOUND.match(line)
    assert found is not None, line
    return [found["path"], found["line"], found["column"], found["code"], found["message"]]


def test_the_compiler_of_vim(consumers: Path, say: Say) -> None:
    vim = needed("vim", "vim-nox")
    say(run(vim, "--version").stdout.splitlines()[0])
    (consumers / "errors.txt").write_text(doclint("check", str(DOCUMENTS)), encoding="utf-8")
    (consumers / "doclint.vim").write_text(doclint("matcher", "vim"), encoding="utf-8")
    script = """
set nocompatible encoding=utf-8
command -nargs=* CompilerSet setlocal <args>
source doclint.vim
cgetfile errors.txt
let list = map(getqflist(), {_, v -> [bufname(v.bufnr), v.lnum, v.vcol ? v.col : 0, v.type, v.text, v.valid]})
call writefile([json_encode(list)], 'list.json')
qall!
"""
    (consumers / "script.vim").write_text(script, encoding="utf-8")
    done = run(vim, "-es", "-u", "NONE", "-S", "script.vim", folder=consumers)
    assert (consumers / "list.json").exists(), done.stderr
    entries = json.loads((consumers / "list.json").read_text(encoding="utf-8"))
    lines = (consumers / "errors.txt").read_text(encoding="utf-8").splitlines()
    assert len(entries) == len(lines)
    for line, (_, row, column, kind, text, valid) in zip(lines, entries, strict=True):
        found = FOUND.match(line)
        assert found is not None
        assert (row, column, kind, valid) == (int(found["line"]), int(found["column"]), found["severity"][0], 1)
        assert text == f"{found['code']} {found['message']}"


def test_the_compilation_mode_of_emacs(consumers: Path, say: Say) -> None:
    emacs = needed("emacs", "emacs-nox")
    say(run(emacs, "--version").stdout.splitlines()[0])
    (consumers / "errors.txt").write_text(doclint("check", str(DOCUMENTS)), encoding="utf-8")
    (consumers / "doclint.el").write_text(doclint("matcher", "emacs"), encoding="utf-8")
    script = """
(progn
  (load (expand-file-name "doclint.el") nil t)
  (with-temp-buffer
    (let ((coding-system-for-read 'utf-8)) (insert-file-contents "errors.txt"))
    (doclint-mode)
    (setq compilation-first-column 1)
    (let ((inhibit-read-only t)) (compilation--ensure-parse (point-max)))
    (goto-char (point-min))
    (while (not (eobp))
      (let ((message (get-text-property (point) 'compilation-message)))
        (princ (if message
                   (let ((loc (compilation--message->loc message)))
                     (format "%s:%s:%s:%s\\n" (caar (compilation--loc->file-struct loc))
                             (compilation--loc->line loc) (compilation--loc->col loc)
                             (compilation--message->type message)))
                 "none\\n")))
      (forward-line 1))))
"""
    done = run(emacs, "--batch", "--quick", "--eval", script, folder=consumers)
    lines = (consumers / "errors.txt").read_text(encoding="utf-8").splitlines()
    kinds = {"error": "2", "warning": "1", "info": "0"}
    expected = []
    for line in lines:
        found = FOUND.match(line)
        assert found is not None
        expected.append(f"{found['path']}:{found['line']}:{found['column']}:{kinds[found['severity']]}")
    assert done.stdout.splitlines() == expected, done.stderr
