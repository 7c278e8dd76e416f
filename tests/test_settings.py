"""Where settings come from: files that extend others, the environment, `--config`; and what shows them."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from doclint.cli import cli, common
from doclint.cli.init import CONFIG
from doclint.cli.schema import FILES
from doclint.config import Config, ConfigError
from doclint.settings import SETTINGS, load

ROOT = Path(__file__).parents[1]
WRONG = "- Weights: 10B × 2 bytes = 25 GB\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    return tmp_path


def write(path: str, text: str) -> str:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")
    return path


def doclint(*args: str, **environment: str) -> Result:
    result = CliRunner().invoke(cli, args, prog_name="doclint", env=environment)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def test_a_file_builds_on_another(folder: Path) -> None:
    write("shared/base.toml", 'ignore = ["DL102"]\npacks = ["ours.toml"]\n[severity]\nDL101 = "info"\nDL105 = "info"\n')
    write(
        "doclint.toml",
        'extend = "shared/base.toml"\nextend-ignore = ["DL103"]\nfail-on = "error"\n[severity]\nDL101 = "warning"\n',
    )
    read = load("doclint.toml")
    assert read == Config(
        ignore=("DL102", "DL103"),
        packs=(str(folder / "shared" / "ours.toml"),),
        fail_on="error",
        severity=(("DL105", "info"), ("DL101", "warning")),
        root=str(folder),
        origin="doclint.toml",
    )
    assert read.origins["ignore"] == "shared/base.toml:1, doclint.toml:2"
    assert read.origins["fail_on"] == "doclint.toml:3"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("extend = 3\n", "doclint.toml:1: extend must be the path of a file"),
        ('\nextend = "gone.toml"\n', "doclint.toml:2: there is no file gone.toml"),
        ('extend = "doclint.toml"\n', "doclint.toml:1: extend leads back to doclint.toml"),
        ('extend = "other.toml"\n', "other.toml:1: extend leads back to doclint.toml"),
        ('extend = "chain0.toml"\n', "more than 8 files extend one another"),
    ],
)
def test_a_file_that_cannot_be_extended_is_named(text: str, words: str) -> None:
    write("doclint.toml", text)
    write("other.toml", 'extend = "doclint.toml"\n')
    for at in range(20):
        write(f"chain{at}.toml", f'extend = "chain{at + 1}.toml"\n')
    with pytest.raises(ConfigError, match="^" + re.escape(words) if words[0] != "m" else words):
        load("doclint.toml")


def test_patterns_start_from_the_folder_of_the_file_that_they_stand_in() -> None:
    for path in ("sub/docs/a.md", "sub/b.md", "sub/c.md", "sub/sub/docs/d.md"):
        write(path, WRONG)
    write("doclint.toml", 'exclude = ["/sub/docs/"]\n[per-file-ignores]\n"sub/b.md" = ["DL1"]\n"other.md" = ["DL1"]\n')
    write("sub/doclint.toml", 'extend = "../doclint.toml"\n[per-file-ignores]\n"other.md" = ["DL2"]\n')
    for paths in ((), ("sub",), ("sub/docs/a.md", "sub/b.md", "sub/c.md", "sub/sub/docs/d.md")):
        found = [line.split(":")[0] for line in doclint("check", *paths).stdout.splitlines()]
        assert found == ["sub/c.md", "sub/sub/docs/d.md"], paths
    write("sub/doclint.toml", 'extend = "../doclint.toml"\nextend-exclude = ["/c.md", "!/docs/a.md"]\n')
    found = [line.split(":")[0] for line in doclint("check", "sub", "sub/docs/a.md").stdout.splitlines()]
    assert found == ["sub/docs/a.md", "sub/sub/docs/d.md"]


def test_patterns_of_options_start_from_the_working_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    write("doclint.toml", "")
    write("sub/a.md", WRONG)
    write("sub/b.md", WRONG)
    monkeypatch.chdir("sub")
    assert doclint("check", "--config", "exclude=/a.md").stdout.startswith("b.md:")
    assert doclint("check", DOCLINT_EXCLUDE="/a.md,/b.md").stdout == ""


@pytest.mark.parametrize("pattern", ["[z-a]", "!"])
def test_a_pattern_that_is_none_is_refused_with_its_place(pattern: str) -> None:
    write("a.md", WRONG)
    for text in (f'exclude = ["{pattern}"]\n', f'[per-file-ignores]\n"{pattern}" = ["DL1"]\n'):
        write("doclint.toml", "\n" + text)
        for options in ((), ("--show-files",)) if "exclude" in text else ((),):
            refused = doclint("check", *options)
            assert (refused.exit_code, refused.stdout) == (2, "")
            assert refused.stderr == f"doclint: error: doclint.toml:2: '{pattern}' is not a gitignore pattern\n"


def test_a_gitignore_with_a_pattern_that_is_none_keeps_its_others() -> None:
    write("a.md", WRONG)
    write("b.md", WRONG)
    write(".gitignore", "[z-a]\na.md\n")
    assert [line.split(":")[0] for line in doclint("check").stdout.splitlines()] == ["b.md"]


def test_the_environment_is_above_files_and_options_above_it() -> None:
    write("doclint.toml", 'fail-on = "error"\nselect = ["DL2"]\n')
    shown = doclint("config", DOCLINT_FAIL_ON="never", DOCLINT_SELECT="DL1, DL3", DOCLINT_SOURCE="else").stdout
    assert re.search(r'^fail-on = "never" +# DOCLINT_FAIL_ON$', shown, re.MULTILINE)
    assert re.search(r'^select = \["DL1", "DL3"\] +# DOCLINT_SELECT$', shown, re.MULTILINE)
    shown = doclint("config", "--config", "fail-on=info", "--config", 'select=["DL5"]', DOCLINT_FAIL_ON="never").stdout
    assert re.search(r'^fail-on = "info" +# --config fail-on=info$', shown, re.MULTILINE)
    assert 'select = ["DL5"]' in shown
    assert tomllib.loads(doclint("config", "--isolated", DOCLINT_FAIL_ON="never").stdout)["fail-on"] == "warning"
    write("other.toml", "pedantic = true\n")
    assert tomllib.loads(doclint("config", DOCLINT_CONFIG="other.toml").stdout)["pedantic"] is True
    refused = doclint("config", DOCLINT_PEDANTIC="perhaps")
    assert (refused.exit_code, refused.stderr) == (
        2,
        "doclint: error: DOCLINT_PEDANTIC: pedantic must be true or false\n",
    )


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["selct=DL1"], "there is no setting 'selct' (did you mean select?)"),
        (["fail-on=x"], "fail-on must be one of error, warning, info, never, not 'x'"),
        (["severity=info"], "severity is set by severity.NAME=VALUE"),
        (["select.DL1=x"], "select is set by select=VALUE"),
        (["pedantic=1"], "pedantic must be true or false"),
        (["gone.toml"], "gone.toml: cannot be read"),
        (["a.toml", "b.toml"], "--config a.toml does not go together with b.toml"),
        (["a.toml", "--isolated"], "--config a.toml does not go together with --isolated"),
        (["select=DL9"], "--config select=DL9: no check is called 'DL9'"),
        (["x=" + "[" * 5000], "there is no setting 'x'"),
        (["select=" + "[" * 5000], "no check is called"),
    ],
)
def test_a_mistake_in_an_option_is_one_sentence(given: list[str], words: str) -> None:
    write("a.md", "Text.\n")
    args = [word for one in given for word in (("--config", one) if one != "--isolated" else (one,))]
    refused = doclint("check", *args, "a.md")
    assert refused.exit_code == 2
    assert words in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_what_config_prints_is_a_configuration_again(folder: Path) -> None:
    write(
        "doclint.toml",
        'select = ["DL1"]\nexclude = ["é\\"\\\\ x"]\nproject = true\n[per-file-ignores]\n"a b/*.md" = ["DL101"]\n'
        '[severity]\nwrong-sum = "info"\n',
    )
    first = load("doclint.toml")
    write("again/doclint.toml", doclint("config").stdout)
    again = load("again/doclint.toml")
    assert [getattr(first, s.field) for s in SETTINGS if s.name != "baseline"] == [
        getattr(again, s.field) for s in SETTINGS if s.name != "baseline"
    ]


def test_historical_documents_are_left_out_and_the_run_says_so() -> None:
    for path in (
        "CHANGELOG.md",
        "docs/archive/2019/plan.md",
        "docs/Release-Notes.md",
        "docs/history-of-load.md",
        "a.md",
    ):
        write(path, WRONG)
    done = doclint("check")
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == ["a.md", "docs/history-of-load.md"]
    assert done.stderr == (
        "doclint: note: left out as historical: CHANGELOG.md and others; `default-exclude = false` reads what is past\n"
    )
    assert doclint("check", "CHANGELOG.md").stdout.startswith("CHANGELOG.md:1:")
    assert doclint("check", "docs/archive").stdout.startswith("docs/archive/2019/plan.md:1:")
    forced = doclint("check", "--force-exclude", "CHANGELOG.md", "a.md")
    assert [line.split(":")[0] for line in forced.stdout.splitlines()] == ["a.md"]
    assert len(doclint("check", "--config", "default-exclude=false").stdout.splitlines()) == 5


def test_a_project_is_compared_where_the_configuration_says_so() -> None:
    write("a.md", "- Peak message rate: 4,800 messages/s\n- Brokers: 12\n- Partitions: 360\n")
    write("b.md", "- Peak message rate: 4,300 messages/s\n- Brokers: 12\n- Partitions: 360\n")
    assert doclint("check").exit_code == 0
    write("doclint.toml", "project = true\n")
    assert "DL402" in doclint("check").stdout


def test_files_are_shown_counted_and_needed() -> None:
    write("docs/a.md", WRONG + "- 1 KB × 1e9 = 1 GB\n" + WRONG.replace("10B", "11B"))
    write("docs/b.md", "Text.\n")
    assert doclint("check", "--show-files", "docs").stdout == "docs/a.md\ndocs/b.md\n"
    counted = doclint("check", "--statistics")
    assert counted.exit_code == 1
    assert counted.stdout == "2  DL101 wrong-result\n1  DL204 scale-slip\n"
    Path("empty").mkdir()
    assert doclint("check", "empty").exit_code == 0
    refused = doclint("check", "--error-on-no-files", "empty")
    assert (refused.exit_code, refused.stderr.splitlines()[-1]) == (2, "doclint: error: there is no document to lint")


def test_init_shows_then_writes_and_never_overwrites() -> None:
    shown = doclint("init")
    assert "fail-on" in shown.stdout
    assert "id: doclint" in shown.stdout
    assert not Path("doclint.toml").exists()
    write(".pre-commit-config.yaml", "mine\n")
    assert doclint("init", "--write").exit_code == 0
    assert Path("doclint.toml").read_text(encoding="utf-8") == CONFIG
    assert Path(".pre-commit-config.yaml").read_text(encoding="utf-8") == "mine\n"
    assert load("doclint.toml") == Config(root=str(Path.cwd()), origin="doclint.toml")
    enabled = re.sub(r"(?m)^# (\S+ = )", r"\1", CONFIG)
    write("doclint.toml", enabled)
    assert load("doclint.toml").exclude == ("vendor/",)


@pytest.mark.parametrize("name", ["config", *FILES])
def test_schemas_are_schemas(name: str) -> None:
    Draft202012Validator.check_schema(json.loads(doclint("schema", name).stdout))


def test_the_schema_of_the_configuration_is_as_strict_as_reading() -> None:
    validator = Draft202012Validator(json.loads(doclint("schema", "config").stdout))
    assert set(validator.schema["properties"]) == {setting.name for setting in SETTINGS} | {"extend"}
    assert not list(validator.iter_errors(tomllib.loads(doclint("config").stdout)))
    for wrong in ('selct = ["DL1"]', "pedantic = 1", 'fail-on = "warn"', 'select = "DL1"', "severity = 3"):
        assert list(validator.iter_errors(tomllib.loads(wrong))), wrong


def test_the_schema_of_packs_holds_for_the_shipped_ones_and_not_for_others() -> None:
    validator = Draft202012Validator(json.loads(doclint("schema", "rules").stdout))
    packs = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "rules").glob("*.toml"))]
    assert len(packs) == 7
    assert not [error.message for pack in packs for error in validator.iter_errors(pack)]
    for damage in ({"pack": {}}, {"symbols": {"No Name": {}}}, {"rules": [{"id": "x"}]}, {"more": 1}):
        assert list(validator.iter_errors({**packs[0], **damage})), damage


def test_progress_is_shown_on_a_terminal_after_a_while_and_wiped_off(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "abc":
        write(f"{name}.md", "Text.\n")
    assert doclint("check").stderr == ""
    monkeypatch.setattr(common, "terminal", lambda _stream: True)
    monkeypatch.setattr(common._Progress, "AFTER", 60.0)
    assert "\r" not in doclint("check").stderr
    monkeypatch.setattr(common._Progress, "AFTER", 0.0)
    monkeypatch.setattr(common._Progress, "EVERY", 0.0)
    said = doclint("check").stderr
    assert said.startswith("\r\x1b[K0/3 a.md\r\x1b[K1/3 b.md\r\x1b[K2/3 c.md\r\x1b[K")
    assert "No findings in 3 files" in said


def test_gb_means_what_the_configuration_says() -> None:
    write("a.md", "- Cache: 1,000 MiB = 1.05 GB\n- Disk: 1,000 MiB = 1,000 MB\n")
    assert doclint("check").exit_code == 0
    assert doclint("check", "--config", "prefixes=decimal").stdout.startswith("a.md:2:")
    assert doclint("check", "--config", "prefixes=binary").stdout.startswith("a.md:1:")
    assert doclint("check").exit_code == 0


def test_own_units_and_nouns_are_read() -> None:
    write("a.md", "- Log: 8 blk = 4,096 bytes\n- Disk: 8 blk = 8,192 bytes\n\n40 boxes × 3 = 120 servers\n")
    write("doclint.toml", '[units]\nblk = "512 bytes"\n[nouns]\nbox = "server"\n')
    (found,) = doclint("check").stdout.splitlines()
    assert found == "a.md:2:17: error: DL106 claims 8,192 bytes, derivation gives 4,096 bytes (8 blk)"
    claims = json.loads(doclint("claims", "--format", "json").stdout)["claims"]
    assert [one["status"] for one in claims if one["text"] == "4,096 bytes"] == ["verified"]
    assert doclint("check", "--isolated").stdout == ""


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('blk = "many"', "doclint.toml:1: blk must be an amount such as '512 bytes', not 'many'"),
        ('blk = "5 things"', "blk must be an amount"),
        ('blk = "0 bytes"', "blk must be an amount"),
        ('GB = "5 bytes"', "GB is a unit already"),
        ('"two words" = "5 bytes"', "'two words' cannot be the name of a unit"),
        ("blk = 5", "doclint.toml:2: blk of units must be a string"),
    ],
)
def test_a_unit_that_is_none_is_refused(line: str, words: str) -> None:
    write("a.md", "- Disk: 8 GB\n")
    write("doclint.toml", f"[units]\n{line}\n")
    refused = doclint("check", "a.md")
    assert refused.exit_code == 2
    assert words in refused.stderr
    Path("doclint.toml").unlink()
    assert doclint("check", "a.md").exit_code == 0
