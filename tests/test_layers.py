"""The shape of the package: imports point down, third-party packages have one door, a light start, one printer."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "doclint"
LAYERS = (
    "cli",
    "lsp",
    "report",
    "baseline",
    "project",
    "writing",
    "files",
    "stages",
    "engine",
    "leftover",
    "fixing",
    "settle",
    "repair",
    "rewrite",
    "consequences",
    "checks",
    "findings",
    "facts",
    "counts",
    "partition",
    "formulas",
    "apply",
    "catalog",
    "infer",
    "restate",
    "require",
    "tables",
    "totals",
    "amounts",
    "judge",
    "same",
    "slips",
    "readings",
    "derive",
    "degrees",
    "bind",
    "surroundings",
    "scenarios",
    "outline",
    "vocabulary",
    "pack_source",
    "packs",
    "declare",
    "formula",
    "algebra",
    "link",
    "extract",
    "unit_source",
    "units",
    "unit_table",
    "pack_table",
    "symbols",
    "wording",
    "interval",
    "markdown",
    "inline",
    "html_tables",
    "source_map",
    "commonmark",
    "comments",
    "settings",
    "settings_file",
    "config",
    "model",
)
"""From the top down. A module may import what stands below it, and its own folder."""

DOORS = {
    "click": "cli",
    "pygls": "lsp",
    "lsprotocol": "lsp",
    "pathspec": "files",
    "sympy": "algebra",
    "pint": "unit_source",
    "markdown_it": "commonmark",
    "mdit_py_plugins": "commonmark",
}
"""Each third-party package and the only module (or folder) that imports it."""


def modules() -> dict[str, ast.Module]:
    return {
        ".".join(path.relative_to(PACKAGE).with_suffix("").parts): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }


def imports(tree: ast.Module) -> set[str]:
    """Full dotted names that a module imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            if node.module == "doclint":
                names.update(f"doclint.{alias.name}" for alias in node.names)
            else:
                names.add(node.module or "")
    return names


MODULES = modules()


@pytest.mark.parametrize("name", [name for name in MODULES if name not in ("__init__", "__main__")])
def test_imports_point_down(name: str) -> None:
    home = name.split(".")[0]
    assert home in LAYERS, f"doclint/{home} has no layer: give it a place in LAYERS"
    for imported in imports(MODULES[name]):
        if imported.startswith("doclint.") and not imported.startswith("doclint.__"):
            other = imported.split(".")[1]
            assert other == home or LAYERS.index(other) > LAYERS.index(home), f"{name} imports {imported} from above"


def test_every_third_party_package_has_one_door() -> None:
    known = {*sys.stdlib_module_names, "doclint"}
    for name, tree in MODULES.items():
        for imported in imports(tree):
            package = imported.split(".")[0]
            if package not in known:
                assert package in DOORS, f"{name} imports {package}, which has no door"
                assert name.split(".")[0] == DOORS[package], f"{name} imports {package}; its door is {DOORS[package]}"


def test_only_the_command_line_prints() -> None:
    for name, tree in MODULES.items():
        if name.split(".")[0] == "cli":
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("print", "eval", "exec", "compile", "input"), f"{name}:{node.lineno}"


def loaded(*args: str, folder: Path) -> set[str]:
    """Top-level packages and doclint modules in memory after a command."""
    program = (
        "import os, sys\n"
        "os._exit = lambda code: sys.__stderr__.write('\\n'.join(sys.modules)) and sys.exit(0)\n"
        f"sys.argv = ['doclint', *{args!r}]\n"
        "from doclint.cli import main\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=folder, timeout=60)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.splitlines())


@pytest.mark.parametrize("args", [("--version",), ("--help",), ("check", "--help")])
def test_a_question_about_doclint_loads_no_engine(args: tuple[str, ...], tmp_path: Path) -> None:
    seen = loaded(*args, folder=tmp_path)
    assert "doclint.cli" in seen
    assert not seen & {"pint", "sympy", "markdown_it", "pathspec", "doclint.engine", "json", "tomllib", "difflib"}


@pytest.mark.parametrize("command", ["check", "claims"])
def test_a_small_document_loads_neither_pint_nor_sympy(command: str, tmp_path: Path) -> None:
    text = "# Plan\n\n- Weights: 10B × 2 bytes = 20 GB\n- 8192 MB (8 GB)\n\n| a | b |\n|---|---|\n| 1 | 2 s |\n"
    (tmp_path / "small.md").write_text(text, encoding="utf-8")
    seen = loaded(command, "small.md", folder=tmp_path)
    assert "doclint.engine" in seen
    assert not seen & {"pint", "sympy", "mpmath", "pathspec", "tomllib", "difflib"}
