"""Units: the lexicon against pint, spellings, compound texts, folding, and the law of quotients."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pint.util import UnitsContainer

from doclint import unit_source, unit_table
from doclint.derive import combine
from doclint.model import Unit
from doclint.units import fold, is_ambiguous, lookup, parse

SPELLINGS = [spelling.replace("_", " ") for row in unit_table.ROWS for spelling in row[0].split()]
INFORMATION, TIME = ("information", 1), ("time", 1)
RATE = (INFORMATION, ("time", -1))


def known(text: str) -> Unit:
    unit = parse(text)
    assert unit is not None, text
    return unit


def test_table_is_generated_from_the_lexicon() -> None:
    assert Path(unit_table.__file__).read_text(encoding="utf-8") == unit_source.generate()


def test_every_factor_is_pints() -> None:
    registry: Any = unit_source.registry()
    for spelling in SPELLINGS:
        unit = known(spelling)
        quantity = registry.Quantity(Fraction(1), UnitsContainer({spelling.replace(" ", "_"): 1})).to_base_units()
        assert quantity.magnitude == unit.factor, spelling
        if not unit.nouns:
            assert {f"[{name}]": power for name, power in unit.dims} == quantity.dimensionality, spelling


def test_no_spelling_is_listed_twice() -> None:
    assert len(set(SPELLINGS)) == len(SPELLINGS)


def test_lexicon_nouns_are_folded() -> None:
    for row in unit_table.ROWS:
        for noun, _ in row[4]:
            assert fold(noun) == noun
    for noun in unit_table.NOUNS.values():
        assert fold(noun) == noun


def test_importing_units_does_not_import_pint() -> None:
    code = "import sys, doclint.units as u; u.parse('GB/s/GPU'); sys.exit('pint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parents[1]).returncode == 0


@pytest.mark.parametrize(
    ("texts", "factor", "dims"),
    [
        ("b bit bits Bits", 1, (INFORMATION,)),
        ("B byte bytes Bytes BYTES octets", 8, (INFORMATION,)),
        ("kB KB kilobyte Kilobytes KBytes", 8000, (INFORMATION,)),
        ("MB megabytes", 8 * 10**6, (INFORMATION,)),
        ("ZB zettabytes", 8 * 10**21, (INFORMATION,)),
        ("KiB Ki kibibytes", 8 * 1024, (INFORMATION,)),
        ("GiB Gi gibibyte", 8 * 1024**3, (INFORMATION,)),
        ("Kb Kbit kbit", 1000, (INFORMATION,)),
        ("Gb Gbit gigabits", 10**9, (INFORMATION,)),
        ("bps bit/s b/s", 1, RATE),
        ("kbps Kbps Kb/s Kbit/s", 1000, RATE),
        ("Gbps gbps Gb/s Gbit/s Gbit/sec", 10**9, RATE),
        ("MBps MB/s MB/sec", 8 * 10**6, RATE),
        ("GiBps GiB/s", 8 * 1024**3, RATE),
        ("s sec secs second seconds Seconds", 1, (TIME,)),
        ("ms msec milliseconds Milliseconds", Fraction(1, 1000), (TIME,)),
        ("µs μs us usec", Fraction(1, 10**6), (TIME,)),
        ("min mins Min minutes", 60, (TIME,)),
        ("h hr hrs hours Hours", 3600, (TIME,)),
        ("day Days DAYS", 86400, (TIME,)),
        ("month months mo", 30 * 86400, (TIME,)),
        ("year yr yrs", 365 * 86400, (TIME,)),
        ("Hz hertz 1/s /s", 1, (("time", -1),)),
        ("GHz", 10**9, (("time", -1),)),
        ("FLOPS FLOP/s", 1, (("flop", 1), ("time", -1))),
        ("TFLOPS TFlops TFLOP/s teraflops", 10**12, (("flop", 1), ("time", -1))),
        ("TFLOPs TFLOP", 10**12, (("flop", 1),)),
        ("petaflop/s-days", 10**15 * 86400, (("flop", 1),)),
        ("% percent pct", Fraction(1, 100), ()),
        ("‰ permille", Fraction(1, 1000), ()),
        ("ppm", Fraction(1, 10**6), ()),
        ("$ US$ USD usd dollars Dollars", 1, (("usd", 1),)),
        ("¢ cents", Fraction(1, 100), (("usd", 1),)),
        ("€ EUR euros", 1, (("eur", 1),)),
        ("£ GBP", 1, (("gbp", 1),)),
        ("¥ JPY yen", 1, (("jpy", 1),)),
        ("₹ INR rupees", 1, (("inr", 1),)),
        ("W watts Watts J/s", 1, (("length", 2), ("mass", 1), ("time", -3))),
        ("kWh KWh kwh kilowatt-hours", 3600 * 1000, (("length", 2), ("mass", 1), ("time", -2))),
        ("km kilometers", 1000, (("length", 1),)),
        ("ft feet", Fraction(3048, 10000), (("length", 1),)),
    ],
)
def test_spellings(texts: str, factor: int | Fraction, dims: tuple[tuple[str, int], ...]) -> None:
    for text in texts.split():
        unit = known(text)
        assert (unit.factor, unit.dims, unit.nouns) == (factor, dims, ()), text
        assert unit.text == text


@pytest.mark.parametrize(("text", "factor"), [("basis points", 10000), ("percentage points", 100)])
def test_spellings_of_two_words(text: str, factor: int) -> None:
    assert known(text).factor == Fraction(1, factor)


SINGLE_LETTERS = [chr(c) for c in (*range(65, 91), *range(97, 123)) if chr(c) not in "BbshWJAV"]


def test_volts_times_amperes_are_watts() -> None:
    assert combine(known("V").dims, known("A").dims, 1) == known("W").dims
    assert known("V").factor * known("A").factor == known("W").factor
    assert known("A").dims == (("current", 1),)


@pytest.mark.parametrize("word", SINGLE_LETTERS)
def test_single_letters_are_no_units(word: str) -> None:
    assert lookup(word) is None
    assert parse(word) is None
    assert parse(f"GB/{word}") is None


@pytest.mark.parametrize(
    "word", ["GPU", "GPUs", "expert", "MS", "Ms", "US", "pinch", "at", "in", "as", "KM", "gB", "query", "2x"]
)
def test_not_in_the_lexicon(word: str) -> None:
    assert lookup(word) is None


@pytest.mark.parametrize("text", ["kb", "gb", "gb/s", "MBs", "GBPS", "flops", "tons", "Tons/day", "5 pounds"])
def test_ambiguous_text_is_no_unit(text: str) -> None:
    assert parse(text) is None
    assert is_ambiguous(text)


@pytest.mark.parametrize("text", ["GB", "Gb", "TFLOPS", "gbps", "experts/GPU", "KBps", "GPU-hours"])
def test_clear_text(text: str) -> None:
    assert not is_ambiguous(text)


@pytest.mark.parametrize(
    "text",
    ["", " ", "/", "GB//s", "GB/", "a day", "% of users", "GB and", "9^9^9", "s^7", "GB^99", "m**9**9", "x" * 61, "24h",
     "GB/0 s", "__import__('os')", "a.b", "(s", "s^", "K$", "$M", "GB%", "-", "GB-", "a/b/c/d/e/f/g/h/i/j", "per",
     "s/s/s/s/s/s/s/s/s"],
)  # fmt: skip
def test_no_unit(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("text", "factor", "dims", "nouns"),
    [
        ("tokens/ms", 1000, (("time", -1),), (("token", 1),)),
        ("$/GB/month", Fraction(1, 8 * 10**9 * 2592000), (("information", -1), ("time", -1), ("usd", 1)), ()),
        ("req/s/server", 1, (("time", -1),), (("request", 1), ("server", -1))),
        ("requests per second per GPU", 1, (("time", -1),), (("gpu", -1), ("request", 1))),
        ("USD/GPU-hour", Fraction(1, 3600), (("time", -1), ("usd", 1)), (("gpu", -1),)),
        ("$ per GPU hour", Fraction(1, 3600), (("time", -1), ("usd", 1)), (("gpu", -1),)),
        ("bytes/param", 8, (INFORMATION,), (("parameter", -1),)),
        ("GPU-hours", 3600, (TIME,), (("gpu", 1),)),
        ("msg/sec", 1, (("time", -1),), (("message", 1),)),
        ("QPS", 1, (("time", -1),), (("query", 1),)),
        ("kQPS", 1000, (("time", -1),), (("query", 1),)),
        ("ops/s", 1, (("time", -1),), (("operation", 1),)),
        ("IOPS", 1, (("time", -1),), (("operation", 1),)),
        ("$/1M tokens", Fraction(1, 10**6), (("usd", 1),), (("token", -1),)),
        ("$ per million tokens", Fraction(1, 10**6), (("usd", 1),), (("token", -1),)),
        ("$/MTok", Fraction(1, 10**6), (("usd", 1),), (("token", -1),)),
        ("ms/1,000 rows", Fraction(1, 10**6), (TIME,), (("row", -1),)),
        ("requests/24h", Fraction(1, 86400), (("time", -1),), (("request", 1),)),
        ("$/100MB", Fraction(1, 8 * 10**8), (("information", -1), ("usd", 1)), ()),
        ("ns/512B", Fraction(1, 512 * 8 * 10**9), (("information", -1), TIME), ()),
        ("tokens/(GPU·s)", 1, (("time", -1),), (("gpu", -1), ("token", 1))),
        ("GB memory/GPU", 8 * 10**9, (INFORMATION,), (("gpu", -1),)),
        ("KV heads/layer", 1, (), (("head", 1), ("layer", -1))),
        ("byte-pairs", 1, (), (("pair", 1),)),
        ("raw TB", 8 * 10**12, (INFORMATION,), ()),
        ("peak QPS", 1, (("time", -1),), (("query", 1),)),
        ("GPU hours", 3600, (TIME,), (("gpu", 1),)),
        ("total hours", 3600, (TIME,), ()),
        ("calendar days", 86400, (TIME,), ()),
        ("GB s⁻¹", 8 * 10**9, RATE, ()),
        ("meters/s^2", 1, (("length", 1), ("time", -2)), ()),
        ("GB/GB", 1, (), ()),
        ("experts/GPU", 1, (), (("expert", 1), ("gpu", -1))),
        ("vCPUs", 1, (), (("vcpu", 1),)),
    ],
)
def test_compound_texts(text: str, factor: int | Fraction, dims: tuple[Any, ...], nouns: tuple[Any, ...]) -> None:
    unit = known(text)
    assert (unit.factor, unit.dims, unit.nouns) == (factor, dims, nouns)
    assert unit.factor.denominator > 1 or isinstance(unit.factor, int)


@pytest.mark.parametrize(
    ("text", "prefix"),
    [("GB", 3), ("MB/s", 2), ("MBps", 2), ("GB/MB", 1), ("GiB", 0), ("B", 0), ("bits", 0), ("$/GB", -3), ("Mbps", 2),
     ("GHz", 0), ("KB", 1), ("PB/day", 5), ("GiB/GB", -3), ("kW", 0), ("TFLOPS", 0)],
)  # fmt: skip
def test_prefix_counts_what_may_be_binary(text: str, prefix: int) -> None:
    assert known(text).prefix == prefix


FOLDS = {
    "experts": "expert", "queries": "query", "replicas": "replica", "boxes": "box", "people": "person",
    "GPUs": "gpu", "gpus": "gpu", "GPU": "gpu", "classes": "class", "series": "series", "status": "status",
    "statuses": "status", "caches": "cache", "batches": "batch", "databases": "database", "APIs": "api",
    "DNS": "dns", "SMs": "sm", "IDs": "id", "ops": "operation", "sizes": "size", "houses": "house",
    "processes": "process", "addresses": "address", "movies": "movie", "entries": "entry", "indices": "index",
    "axes": "axis", "reqs": "request", "Requests": "request", "params": "parameter", "msgs": "message",
    "DBs": "database", "hashes": "hash", "nodes": "node", "responses": "response", "pies": "pie",
    "TOKENS": "token", "analysis": "analysis", "bus": "bus", "access": "access", "keys": "key", "us": "us",
    "": "",
}  # fmt: skip


@pytest.mark.parametrize(("noun", "folded"), FOLDS.items())
def test_fold(noun: str, folded: str) -> None:
    assert fold(noun) == folded


@given(st.from_regex(r"[a-z]{1,8}(s|es|ies|ses|ches|xes)?", fullmatch=True))
def test_folding_lower_case_plurals_is_stable_for_their_singulars(noun: str) -> None:
    assert fold(noun) == fold(noun.title() if len(noun) > 2 else noun)


@pytest.mark.parametrize(("a", "b"), [("GB", "s"), ("$", "€"), ("°C", "°F"), ("GB", "tokens"), ("bits", "Hz")])
def test_dimensions_that_never_turn_into_each_other(a: str, b: str) -> None:
    assert known(a).dims != known(b).dims


WORDS = [spelling for spelling in SPELLINGS if " " not in spelling]
texts = st.lists(st.sampled_from([*WORDS, "GPUs", "experts", "req", "boxes", "KV-heads"]), min_size=1, max_size=3).map(
    "/".join
)
compounds = texts.map(parse).filter(lambda unit: unit is not None)


@given(compounds, st.sampled_from(WORDS).map(known))
def test_what_is_below_a_slash_divides(unit: Unit, below: Unit) -> None:
    quotient = parse(f"{unit.text}/{below.text}")
    if quotient is None:
        return
    assert quotient.factor == unit.factor / Fraction(below.factor)
    assert quotient.prefix == unit.prefix - below.prefix
    for kind in ("dims", "nouns"):
        above, under, got = (dict(getattr(u, kind)) for u in (unit, below, quotient))
        assert got == {n: p for n in {*above, *under} if (p := above.get(n, 0) - under.get(n, 0))}


@given(st.text(max_size=70))
def test_any_text_is_answered(text: str) -> None:
    unit = parse(text)
    assert unit is None or unit.text == text.strip()
    assert fold(text) == fold(text)
    assert is_ambiguous(text) in (True, False)


@given(st.text("GBs/ p·-^29(1K,)M²⁻$%t", max_size=40))
def test_any_text_like_a_unit_is_answered(text: str) -> None:
    unit = parse(text)
    assert unit is None or all(abs(p) <= 48 for _, p in (*unit.dims, *unit.nouns))
