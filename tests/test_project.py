"""Finding, reading and linting many documents."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from doclint import files
from doclint.config import Config, ConfigError
from doclint.files import UnreadableError, decode, read, walk
from doclint.model import Finding, Result, Source, Span
from doclint.project import Policy, catalog, gather, run

CATALOG = {"DL101": "wrong-result", "DL102": "loose-rounding"}


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def make(root: Path, *paths: str, text: str = "") -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def found(folder: str = ".") -> list[str]:
    return [os.path.normpath(path).replace(os.sep, "/") for path in walk(folder)]


def test_documents_of_a_folder_sorted(tree: Path) -> None:
    make(tree, "b.md", "a.markdown", "c.MDX", "d.qmd", "e.myst", "f.txt", "md", "sub/a.md", "sub/deep/a.md")
    assert found() == ["a.markdown", "b.md", "c.MDX", "d.qmd", "e.myst", "sub/a.md", "sub/deep/a.md"]


def test_folders_of_tools_are_left_out_unless_named(tree: Path) -> None:
    make(tree, ".git/a.md", "node_modules/x/a.md", ".venv/a.md", "env/pyvenv.cfg", "env/a.md", ".github/a.md")
    assert found() == [".github/a.md"]
    assert found("env") == ["env/a.md"]
    assert found(".venv") == [".venv/a.md"]


def test_gitignore_nested_and_negated(tree: Path) -> None:
    make(tree, "build/a.md", "x/build/a.md", "drafts/a.md", "drafts/keep.md", "x/skip.md", "x/y/skip.md", "x/ok.md")
    make(tree, ".gitignore", text="# generated\nbuild/\ndrafts/*\n!drafts/keep.md\n")
    make(tree, "x/.gitignore", text="/skip.md\n")
    assert found() == ["drafts/keep.md", "x/ok.md", "x/y/skip.md"]


def test_the_inner_gitignore_decides(tree: Path) -> None:
    make(tree, "x/a.md", "b.md")
    make(tree, ".gitignore", text="*.md\n")
    make(tree, "x/.gitignore", text="!a.md\n")
    assert found() == ["x/a.md"]


def test_the_rest_of_the_repository_has_a_say(tree: Path) -> None:
    make(tree, "docs/a.md", "docs/tmp/a.md", "docs/own.md", "docs/sub/b.md", ".git/HEAD")
    make(tree, ".gitignore", text="tmp/\n")
    make(tree, ".git/info/exclude", text="own.md\n")
    assert found("docs") == ["docs/a.md", "docs/sub/b.md"]
    assert found("docs/tmp") == ["docs/tmp/a.md"]


def test_a_gitignore_that_is_not_one_does_no_harm(tree: Path) -> None:
    make(tree, "a.md", "b.md")
    (tree / ".gitignore").write_bytes(b"\xff\xfe!\n!\nb.md\n")
    assert found() == ["a.md"]


def test_links_cannot_loop(tree: Path) -> None:
    make(tree, "a/x.md")
    (tree / "a" / "loop").symlink_to(tree, target_is_directory=True)
    (tree / "gone.md").symlink_to(tree / "nowhere.md")
    (tree / "y.md").symlink_to(tree / "a" / "x.md")
    assert found() == ["y.md", "a/x.md"]


def test_an_ignored_file_is_linted_when_named(tree: Path) -> None:
    make(tree, "a.md", "b.txt")
    make(tree, ".gitignore", text="*.md\n")
    documents, troubles = gather(["a.md", "b.txt", ".", "./a.md"], Config())
    assert [path for path, _ in documents] == ["./a.md", "b.txt"]
    assert all(named for _, named in documents)
    assert not troubles


def test_exclude_holds_for_named_files_too(tree: Path) -> None:
    make(tree, "old/a.md", "new/a.md")
    documents, troubles = gather(["old/a.md", "."], Config(exclude=("old/",), root=str(tree), origin="doclint.toml"))
    assert [os.path.normpath(path) for path, _ in documents] == [os.path.join("new", "a.md")]
    assert [(t.message, t.fatal) for t in troubles] == [("old/a.md: is left out by `exclude` in doclint.toml", False)]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"\xef\xbb\xbf# 1\r\n", "# 1\r\n"),
        ("é 1".encode("utf-16"), "é 1"),
        ("é 1".encode("utf-16-be"), None),
        (b"\xfe\xff" + "é 1".encode("utf-16-be"), "é 1"),
        ("1 GB".encode("utf-32"), "1 GB"),
        (b"", ""),
        (b"\xef\xbb\xbf", ""),
        (b"x" * 9000 + b"\0", "x" * 9000 + "\0"),
    ],
)
def test_encodings(raw: bytes, text: str | None) -> None:
    if text is None:
        with pytest.raises(UnreadableError, match="binary"):
            decode("a.md", raw)
    else:
        source = decode("a.md", raw)
        assert (source.text, source.notes) == (text, ())


def test_what_is_not_utf8_is_read_and_noted() -> None:
    source = decode("a.md", b"ok\ncaf\xe9 12 GB\n")
    assert source.text == "ok\ncaf\ufffd 12 GB\n"
    assert source.notes == ("a.md: is not UTF-8 (line 2); read with replacement characters",)


def test_a_line_of_data_is_blanked_and_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LINE", 20)
    source = decode("a.md", b"one\r\n" + b"x" * 30 + b"\r\ntwo 1\n")
    assert source.text == "one\r\n" + " " * 30 + "\r\ntwo 1\n"
    assert source.notes == ("a.md:2: is a line of 30 characters and was not read",)


@pytest.mark.parametrize("name", ["gone.md", "folder", "nul\0.md", "a.md/b.md"])
def test_what_cannot_be_read_is_one_sentence(tree: Path, name: str) -> None:
    (tree / "folder").mkdir()
    make(tree, "a.md")
    with pytest.raises(UnreadableError) as refused:
        read(name)
    assert "\n" not in str(refused.value)


def test_size_is_looked_at_before_reading(tree: Path) -> None:
    with open("big.md", "wb") as file:
        file.truncate(100_000_000)
    with pytest.raises(UnreadableError, match=r"big\.md: is larger than the 16 MB that doclint reads \(100\.0 MB\)"):
        read("big.md")


def result(path: str, *findings: Finding) -> Result:
    return Result(Source(path, "x"), findings)


def finding(code: str = "DL101", **more: object) -> Finding:
    return Finding(code, CATALOG[code], "error", "m", Span(0, 1), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("config", "codes"),
    [
        (Config(), ["DL101", "DL102"]),
        (Config(select=("wrong-result",)), ["DL101"]),
        (Config(ignore=("DL102",)), ["DL101"]),
        (Config(select=("DL1",), ignore=("wrong-result",)), ["DL102"]),
        (Config(per_file_ignores=(("*.md", ("DL1",)),)), []),
        (Config(per_file_ignores=(("*.txt", ("DL1",)),)), ["DL101", "DL102"]),
    ],
)
def test_which_findings_are_shown(config: Config, codes: list[str]) -> None:
    shown = Policy(config, CATALOG).shown(result("a.md", finding("DL101"), finding("DL102")))
    assert [one.code for one in shown.findings] == codes


def test_confidence_and_severity() -> None:
    low = result("a.md", finding(confidence="low"))
    assert Policy(Config(), CATALOG).shown(low).findings == ()
    assert len(Policy(Config(pedantic=True), CATALOG).shown(low).findings) == 1
    config = Config(severity=(("DL1", "warning"), ("wrong-result", "info")))
    shown = Policy(config, CATALOG).shown(result("a.md", finding("DL101"), finding("DL102")))
    assert [one.severity for one in shown.findings] == ["info", "warning"]


@pytest.mark.parametrize("config", [Config(select=("DL9",)), Config(ignore=("x",)), Config(severity=(("x", "info"),))])
def test_unknown_checks_are_refused(config: Config) -> None:
    with pytest.raises(ConfigError, match="no check is called"):
        Policy(config, CATALOG)


def test_the_others_are_linted(tree: Path) -> None:
    make(tree, "a.md", "c.md", text="1 GB\n")
    (tree / "b.md").write_bytes(b"\0\0")
    done = run(["a.md", "gone.md", "b.md", "c.md"], Config())
    assert [r.source.path for r in done.results] == ["a.md", "c.md"]
    assert [(t.message, t.fatal) for t in done.troubles] == [
        ("gone.md: there is no such file or folder", True),
        ("b.md: is a binary file", True),
    ]
    assert [t.fatal for t in run(["."], Config()).troubles] == [False]


def test_a_failure_of_the_engine_stays_with_its_document(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import doclint.engine

    real = doclint.engine.lint

    def lint(source: Source, *rest: Any) -> Result:
        if source.path == "a.md":
            raise ZeroDivisionError("x")
        return real(source, *rest)

    monkeypatch.setattr(doclint.engine, "lint", lint)
    make(tree, "a.md", "b.md")
    done = run(["."], Config())
    assert [r.source.path for r in done.results] == ["b.md"]
    (trouble,) = done.troubles
    assert trouble.fatal
    assert trouble.message.startswith("a.md: doclint failed here")


def test_every_check_has_a_code_and_a_name() -> None:
    checks = catalog()
    assert checks["DL101"] == "wrong-result"
    assert list(checks) == sorted(checks)
    assert len(set(checks.values())) == len(checks)
