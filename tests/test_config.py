"""Configuration: found near the documents, read strictly, refused in one sentence with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from doclint.config import Config, ConfigError, display, expand, suggest
from doclint.settings import find, load

CATALOG = {"DL101": "wrong-result", "DL105": "wrong-sum", "DL201": "dimension-mismatch"}


def write(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_all_settings_are_read(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "doclint.toml",
        'select = ["DL1"]\nignore = ["wrong-sum"]\npedantic = true\nfail-on = "error"\nexclude = ["old/"]\n'
        '[per-file-ignores]\n"drafts/*.md" = ["DL101"]\n[severity]\nwrong-sum = "info"\n',
    )
    assert load(path) == Config(
        select=("DL1",),
        ignore=("wrong-sum",),
        pedantic=True,
        fail_on="error",
        exclude=("old/",),
        per_file_ignores=(("drafts/*.md", ("DL101",)),),
        severity=(("wrong-sum", "info"),),
        root=str(tmp_path),
        origin=display(path),
    )


def test_pyproject_is_read_below_its_table(tmp_path: Path) -> None:
    path = write(tmp_path, "pyproject.toml", '[project]\nname = "x"\n[tool.doclint]\nfail-on = "never"\n')
    assert load(path).fail_on == "never"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('\nselct = ["DL1"]\n', 2, ("selct", "did you mean select?")),
        ("[sevrity]\nDL101 = 'info'\n", 1, ("sevrity", "did you mean severity?")),
        ("pedantic = 1\n", 1, ("true or false",)),
        ('ignore = []\nfail-on = "warn"\n', 2, ("error, warning, info, never", "'warn'")),
        ('select = "DL1"\n', 1, ("list of strings",)),
        ("[severity]\nDL101 = 'info'\nDL105 = 'fatal'\n", 3, ("DL105", "'fatal'")),
        ("ignore = []\n[per-file-ignores]\n'a.md' = 'DL1'\n", 3, ("a.md", "list of strings")),
        ("severity = 3\n", 1, ("must be a table",)),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str, line: int, words: tuple[str, ...]) -> None:
    path = write(tmp_path, "doclint.toml", text)
    with pytest.raises(ConfigError) as refused:
        load(path)
    message = str(refused.value)
    assert message.startswith(f"{display(path)}:{line}: ")
    assert all(word in message for word in words)
    assert "\n" not in message


@pytest.mark.parametrize("text", ["select = [\n", "= 3", "[a]\n[a]\n", "x = " + "[" * 5000])
def test_what_is_not_toml_is_one_sentence(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError, match="is not TOML"):
        load(write(tmp_path, "doclint.toml", text))


def test_unreadable_and_not_utf8(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load(str(tmp_path / "doclint.toml"))
    (tmp_path / "doclint.toml").write_bytes(b"select = ['\xff']")
    with pytest.raises(ConfigError, match="is not UTF-8"):
        load(str(tmp_path / "doclint.toml"))


def test_the_nearest_file_counts_and_a_repository_is_not_left(tmp_path: Path) -> None:
    outer = write(tmp_path, "doclint.toml", "")
    (tmp_path / "repo" / "docs").mkdir(parents=True)
    assert find(str(tmp_path / "repo" / "docs")) == outer
    (tmp_path / "repo" / ".git").mkdir()
    assert find(str(tmp_path / "repo" / "docs")) == ""
    write(tmp_path, "repo/pyproject.toml", "[tool.other]\n")
    assert find(str(tmp_path / "repo" / "docs")) == ""
    inner = write(tmp_path, "repo/pyproject.toml", "[tool.doclint]\n")
    assert find(str(tmp_path / "repo" / "docs")) == inner
    hidden = write(tmp_path, "repo/.doclint.toml", "")
    assert find(str(tmp_path / "repo" / "docs")) == hidden


def test_a_broken_pyproject_of_somebody_else_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    write(tmp_path, "pyproject.toml", "[project\n")
    assert find(str(tmp_path)) == ""


def test_words_stand_for_codes() -> None:
    assert expand(["dl1"], CATALOG, "here") == {"DL101", "DL105"}
    assert expand(["wrong-sum", "DL201"], CATALOG, "here") == {"DL105", "DL201"}
    assert expand([], CATALOG, "here") == frozenset()
    with pytest.raises(ConfigError, match=r"^here: no check is called 'wrong-some' \(did you mean wrong-sum\?\)$"):
        expand(["wrong-some"], CATALOG, "here")
    for word in ("", "D", "DL9", "wrong"):
        with pytest.raises(ConfigError):
            expand([word], CATALOG, "here")


def test_suggestions_are_near_or_absent() -> None:
    assert suggest("Slect", ["select", "ignore"]) == " (did you mean select?)"
    assert suggest("zzz", ["select", "ignore"]) == ""


def test_paths_are_shown_from_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert display("./a.md") == "a.md"
    assert display(str(tmp_path / "here" / "b" / "a.md")) == "b/a.md"
    assert display("../a.md") == "../a.md"
    assert display(str(tmp_path / "a.md")) == str(tmp_path / "a.md")
    assert display("b/../a.md") == "a.md"
