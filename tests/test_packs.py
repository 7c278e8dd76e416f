"""Rule packs: what is proved when they are loaded, and that the examples of the shipped ones behave."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from doclint import pack_source, pack_table, packs
from doclint.cli import cli
from doclint.cli.rules import _misbehaviour
from doclint.formula import names_in
from doclint.symbols import Pack, Rule
from doclint.vocabulary import phrase

SHIPPED = packs.shipped()
RULES = [pytest.param(rule, pack, id=rule.id) for pack in SHIPPED for rule in pack.rules]

HEAD = '[pack]\nname = "tests"\ndoc = "For tests."\n'
SYMBOLS = """\
[symbols.total]
unit = "GB"
names = ["total size", "size in total"]
[symbols.parts]
unit = "part"
names = ["parts", "number of parts"]
[symbols.part_size]
unit = "MB/part"
names = ["size per part", "part size"]
[symbols.share]
unit = "%"
names = ["share of parts"]
"""
RULE = """\
[[rules]]
id = "total-size"
formula = "total = parts * part_size"
definition = true
doc = "Parts times the size of one. And more."
source = "Definition."
bad = \"\"\"
- Parts: 12
- Size per part: 500 MB
- Total size: 9 GB
\"\"\"
good = \"\"\"
- Number of parts: 12
- Part size: 500 MB
- Total size: 6 GB
\"\"\"
"""
WHOLE = HEAD + SYMBOLS + RULE


def write(folder: Path, text: str, name: str = "tests.toml") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def refused(folder: Path, text: str) -> str:
    """The error of a pack, without the folder."""
    with pytest.raises(packs.PackError) as error:
        packs.load(write(folder, text))
    return str(error.value).replace(f"{folder}/", "")


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, list(args), prog_name="doclint")


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_a_pack_is_read(tmp_path: Path) -> None:
    pack = packs.load(write(tmp_path, WHOLE))
    assert (pack.name, pack.doc) == ("tests", "For tests.")
    assert [symbol.name for symbol in pack.symbols] == ["total", "parts", "part_size", "share"]
    assert pack.symbols[0].names == ("total size", "size in total")
    assert pack.symbols[0].unit.dims == (("information", 1),)
    (rule,) = pack.rules
    assert (rule.id, rule.claim, rule.sign, rule.definition) == ("tests/total-size", "total", "=", True)
    assert rule.formula == "total = parts * part_size"
    assert [name.text for name in names_in(rule.forms[0])] == ["parts", "part_size"]
    assert rule.bad.startswith("- Parts: 12\n")


def test_variants_are_further_forms(tmp_path: Path) -> None:
    more = RULE.replace("definition", 'variants = ["parts * part_size * 2", "1.5 GB * parts"]\ndefinition')
    (rule,) = packs.load(write(tmp_path, HEAD + SYMBOLS + more)).rules
    assert len(rule.forms) == 3


@pytest.mark.parametrize(("sign", "meaning"), [("=", "="), ("<=", "≤"), (">=", "≥")])
def test_a_formula_may_be_a_bound(tmp_path: Path, sign: str, meaning: str) -> None:
    text = WHOLE.replace("total = parts", f"total {sign} parts")
    assert packs.load(write(tmp_path, text)).rules[0].sign == meaning


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('doc = "For tests."', 'doc = "For', "is not TOML"),
        ('doc = "For tests."', 'docs = "For tests."', "[pack] has no field 'docs' (did you mean doc?)"),
        ('name = "tests"', 'name = "Tests!"', "'Tests!' is no name for a pack"),
        ("[symbols.total]", "[symbol.total]", "a rule pack has no field 'symbol' (did you mean symbols?)"),
        ("[symbols.parts]", "[symbols]\nparts = 3\n[symbols.more]", "symbol 'parts' must be a table"),
        ('unit = "GB"', 'unit = "GB//s"', "'GB//s' is no unit"),
        ('unit = "GB"', 'units = "GB"', "symbol 'total' has no field 'units' (did you mean unit?)"),
        ("[symbols.share]", "[symbols.Share]", "'Share' is no name for a symbol"),
        ('["share of parts"]', '"share of parts"', "names of symbol 'share' must be a list of strings"),
        ('["share of parts"]', '["Number-of-Part"]', "the name 'Number-of-Part' stands for 'parts' already"),
        ('["share of parts"]', '["the parts"]', "the name 'the parts' stands for 'parts' already"),
        ('["share of parts"]', '["42"]', "the name '42' has no word in it"),
        ('id = "total-size"', 'id = "Total size"', "'Total size' is no id"),
        ('source = "Definition."', 'source = " "', "source of rule 'total-size' is empty"),
        ('source = "Definition."', "source = 3", "source of rule 'total-size' must be a string"),
        ("definition = true", "definition = 1", "definition of rule 'total-size' must be true or false"),
        ("definition = true", "defintion = true", "has no field 'defintion' (did you mean definition?)"),
        ("parts * part_size", "parts * part_sise", "'part_sise' is no symbol of this pack (did you mean part_size?)"),
        ("parts * part_size", "parts *", "a number or a name is missing at the end"),
        ("parts * part_size", "parts; part_size", "';' does not belong in a formula"),
        ("parts * part_size", "__import__('os')", "does not belong in a formula"),
        ("parts * part_size", "parts + 1", "the left side is information, the right side a plain number"),
        ("parts * part_size", "part_size ^ 2", "'^' takes plain numbers, not information"),
        ("parts * part_size", "part_size + parts", "'+' joins information and a plain number"),
        ("parts * part_size", "parts * part_size / 1 s", "the right side information × time^-1"),
        ("parts * part_size", "total * share", "'total' stands on both sides"),
        ("total = parts * part_size", "2 * total = parts", "the left side of a formula is one symbol"),
        ("total = parts * part_size", "parts * part_size", "a formula has one sign"),
        ("total = parts * part_size", "total < parts * part_size", "a formula has one sign"),
        ("definition = true", 'variants = ["total = parts * part_size"]', "a variant is a right side only"),
        ("definition = true", 'variants = ["parts * share"]', "the left side is information"),
    ],
)
def test_what_is_wrong_is_refused_with_its_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert WHOLE.count(old) == 1
    error = refused(tmp_path, WHOLE.replace(old, new))
    assert error.startswith(f"tests.toml:{line_of(WHOLE, old) + ('parts = 3' in new)}: ")
    assert message in error


@pytest.mark.parametrize(
    ("removed", "table", "message"),
    [
        ('doc = "For tests."\n', "[pack]", "[pack] lacks 'doc'"),
        ('names = ["share of parts"]\n', "[symbols.share]", "symbol 'share' lacks 'names'"),
        ('id = "total-size"\n', "[[rules]]", "rule 1 lacks 'id'"),
        ('source = "Definition."\n', "[[rules]]", "rule 'total-size' lacks 'source'"),
    ],
)
def test_what_is_missing_is_told_at_its_table(tmp_path: Path, removed: str, table: str, message: str) -> None:
    text = WHOLE.replace(removed, "")
    assert refused(tmp_path, text) == f"tests.toml:{line_of(text, table)}: {message}"


def test_a_variant_is_refused_at_its_own_line(tmp_path: Path) -> None:
    text = WHOLE.replace("definition = true", 'variants = [\n  "parts * part_size",\n  "parts * share",\n]')
    assert refused(tmp_path, text).startswith(f"tests.toml:{line_of(text, 'parts * share')}: ")


def test_examples_are_not_read_as_tables(tmp_path: Path) -> None:
    example = "- Parts: 12\n\n```toml\n[symbols.share]\nunit = 5\n[[rules]]\n```\n"
    text = WHOLE.replace("- Parts: 12\n", example).replace(SYMBOLS, "") + SYMBOLS.replace('"%"', '"GB//s"')
    assert refused(tmp_path, text) == f"tests.toml:{line_of(text, 'GB//s')}: 'GB//s' is no unit"


def test_rule_ids_are_unique(tmp_path: Path) -> None:
    text = WHOLE + RULE
    second = text.rindex('id = "total-size"')
    line = text[:second].count("\n") + 1
    assert refused(tmp_path, text) == f"tests.toml:{line}: there are two rules 'total-size'"


def test_a_name_may_belong_to_two_dimensions(tmp_path: Path) -> None:
    text = WHOLE.replace('["share of parts"]', '["total size"]')
    assert packs.load(write(tmp_path, text)).symbols[3].names == ("total size",)


def test_large_and_unreadable_files_are_refused(tmp_path: Path) -> None:
    assert "is larger than 1 MB" in refused(tmp_path, WHOLE + "#" * packs.BYTES)
    (tmp_path / "bytes.toml").write_bytes(b"[pack]\nname = '\xff'\n")
    with pytest.raises(packs.PackError, match=r"bytes\.toml:2: is not UTF-8"):
        packs.load(str(tmp_path / "bytes.toml"))
    with pytest.raises(packs.PackError, match=r"none\.toml: cannot be read"):
        packs.load(str(tmp_path / "none.toml"))


@pytest.mark.parametrize(
    "text",
    ["x = " + "[" * 5000, WHOLE + "\n" * 200_000 + "[", '"' * 100_001, "a.b" * 50_000, WHOLE + "'" * 70_000],
    ids=["nesting", "lines", "quotes", "dots", "apostrophes"],
)
def test_hostile_files_end_soon(tmp_path: Path, text: str) -> None:
    begun = time.monotonic()
    assert refused(tmp_path, text).startswith("tests.toml:")
    assert time.monotonic() - begun < 5


def test_folders_are_read_by_name_and_packs_once(tmp_path: Path) -> None:
    second = write(tmp_path, WHOLE.replace('name = "tests"', 'name = "b"'), "b.toml")
    write(tmp_path, WHOLE.replace('name = "tests"', 'name = "a"'), "c.toml")
    (tmp_path / "README.md").write_text("no pack", encoding="utf-8")
    assert [pack.name for pack in packs.load_all([str(tmp_path), second])] == ["b", "a"]
    write(tmp_path, WHOLE.replace('name = "tests"', 'name = "a"'), "d.toml")
    with pytest.raises(packs.PackError, match=r"d\.toml:2: there are two packs 'a'"):
        packs.load_all([str(tmp_path)])
    (tmp_path / "empty").mkdir()
    with pytest.raises(packs.PackError, match="there is no rule pack"):
        packs.load_all([str(tmp_path / "empty")])


def test_names_fold_as_documents_do() -> None:
    for name in ("Experts per GPU", "micro-batch_size", "tokens/s per GPU", "the RTTs of a link", "TPS", "Bus caches"):
        assert packs.folded(name) == phrase(name)
    for pack in SHIPPED:
        for symbol in pack.symbols:
            for name in symbol.names:
                assert packs.folded(name) == phrase(name)


@pytest.mark.parametrize("pack", SHIPPED, ids=lambda p: p.name)
def test_every_symbol_is_used_and_every_text_is_a_sentence(pack: Pack) -> None:
    used = {name.text for rule in pack.rules for form in rule.forms for name in names_in(form)}
    used |= {rule.claim for rule in pack.rules}
    assert [symbol.name for symbol in pack.symbols if symbol.name not in used] == []
    texts = [pack.doc, *(s.doc for s in pack.symbols), *(t for r in pack.rules for t in (r.doc, r.source))]
    for text in texts:
        assert text.endswith((".", ".)")), text


@pytest.mark.parametrize(("rule", "pack"), RULES)
def test_the_examples_of_shipped_rules_behave(rule: Rule, pack: Pack) -> None:
    assert list(_misbehaviour(rule, pack)) == []


def test_list_shows_rules_with_formula_and_summary(tmp_path: Path) -> None:
    shown = run("rules", "list", write(tmp_path, WHOLE))
    assert shown.exit_code == 0
    assert shown.stdout == (
        "tests/total-size  total = parts * part_size\n                  Parts times the size of one.\n"
    )
    everything = run("rules", "list").stdout
    assert all(f"{rule.id} " in everything for pack in SHIPPED for rule in pack.rules)


def test_the_example_of_the_format_behaves(tmp_path: Path) -> None:
    readme = Path(packs.folder(), "README.md").read_text(encoding="utf-8")
    shown = run("rules", "test", write(tmp_path, readme.split("```toml\n")[1].split("```")[0]))
    assert shown.stdout == "1 pack, 1 rule, 0 failing examples\n"


def test_test_accepts_a_pack_that_behaves(tmp_path: Path) -> None:
    shown = run("rules", "test", write(tmp_path, WHOLE))
    assert shown.stdout == "1 pack, 1 rule, 0 failing examples\n"
    assert shown.exit_code == 0


@pytest.mark.parametrize(
    ("old", "new", "key", "message"),
    [
        ("Total size: 9 GB", "Total size: 6 GB", "bad", "the rule finds nothing"),
        ("Total size: 9 GB", "Total size: 9 GB\n- 2 × 3 GB = 7 GB", "bad", "something else is found as well: DL101"),
        ("Total size: 6 GB", "Total size: 9 GB", "good", "DL301 claims 9 GB"),
        ("Total size: 6 GB", "Whole: 6 GB", "good", "the rule does not apply to it"),
    ],
)
def test_test_names_examples_that_do_not_behave(tmp_path: Path, old: str, new: str, key: str, message: str) -> None:
    text = WHOLE.replace(old, new)
    shown = run("rules", "test", write(tmp_path, text))
    first, last = shown.stdout.replace(f"{tmp_path}/", "").splitlines()
    assert first.startswith(f"tests.toml:{line_of(text, f'{key} = ')}: tests/total-size: {key} example: ")
    assert message in first or key == "good"
    assert last == "1 pack, 1 rule, 1 failing example"
    assert shown.exit_code == 1


def test_a_pack_that_cannot_be_used_ends_with_2(tmp_path: Path) -> None:
    path = write(tmp_path, WHOLE.replace("parts * part_size", "parts * part_sise"))
    for command in ("list", "test"):
        shown = run("rules", command, path)
        assert shown.exit_code == 2
        assert "'part_sise' is no symbol" in shown.stderr


def test_explain_shows_a_rule() -> None:
    for pack in SHIPPED:
        for rule in pack.rules:
            shown = run("explain", rule.id)
            assert shown.exit_code == 0
            for part in (rule.id, rule.formula, *rule.source.split(), *rule.bad.splitlines(), *rule.good.splitlines()):
                assert part.strip() in shown.stdout
    missing = run("explain", "ml-parallelism/pipeline-buble")
    assert missing.exit_code == 2
    assert "did you mean ml-parallelism/pipeline-bubble?" in missing.stderr


def test_the_shipped_packs_load_quickly() -> None:
    begun = time.perf_counter()
    packs.load_all([packs.folder()])
    assert time.perf_counter() - begun < (0.5 if sys.gettrace() is None else 5)


def test_the_table_of_packs_is_up_to_date() -> None:
    table = Path(pack_table.__file__).read_text(encoding="utf-8")
    assert table == pack_source.generate(), "run: python -m doclint.pack_source"
