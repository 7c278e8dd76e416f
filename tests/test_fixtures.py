"""The documents under fixtures: what is found is what their comments expect, and the clean ones stay silent.

An expectation is a trailing comment on the line of the finding, the code with a part of the message, as many as needed:
`<!-- expect: DL101 "gives 20 GB" DL103 "30%" -->`. A fence cannot hold comments, so the line after it counts back:
`<!-- expect-above 3: DL101 "gives 8" -->` is a finding three lines above that comment. Findings of low confidence take
part only in documents whose name begins with `pedantic-`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from doclint.checks import registry
from doclint.config import Config
from doclint.engine import lint
from doclint.model import Finding, Source

FIXTURES = Path(__file__).parents[1] / "fixtures"
DOCUMENTS = sorted((FIXTURES / "documents").glob("*.md"))
CLEAN = sorted((FIXTURES / "clean").glob("*.md"))

COMMENT = re.compile(r"<!-- expect(?:-above (?P<above>\d+))?:(?P<items>.*?)-->")
ITEM = re.compile(r'(DL\d{3}) "([^"]*)"')
ARITHMETIC = tuple("DL101 DL102 DL103 DL104 DL105 DL106 DL110 DL201 DL202 DL203 DL204 DL501 DL502".split())


def read(path: Path) -> Source:
    """The document with its line ends as they are on disk."""
    return Source(path.name, path.read_bytes().decode("utf-8"))


def expectations(text: str) -> Iterator[tuple[int, str, str]]:
    """Line, code and part of the message of every finding that the comments announce."""
    for number, line in enumerate(text.split("\n"), 1):
        for comment in COMMENT.finditer(line):
            items = ITEM.findall(comment["items"])
            assert items, f"line {number}: an expectation without a code and a part of its message"
            assert not ITEM.sub("", comment["items"]).strip(), f"line {number}: an expectation that is half read"
            for code, part in items:
                yield number - int(comment["above"] or 0), code, part


def shown(source: Source, finding: Finding) -> str:
    line, column = source.position(finding.span.start)
    return f"{line}:{column}: {finding.severity}: {finding.code} {finding.message}"


def differences(source: Source, pedantic: bool) -> list[str]:
    """One line for each finding that nothing expects and each expectation that nothing meets."""
    missing = list(expectations(source.text))
    unexpected = []
    for finding in lint(source, Config()).findings:
        if finding.confidence == "low" and not pedantic:
            continue
        line = source.position(finding.span.start)[0]
        met = next((e for e in missing if e[0] == line and e[1] == finding.code and e[2] in finding.message), None)
        if met is None:
            unexpected.append(f"+ {shown(source, finding)}")
        else:
            missing.remove(met)
    return unexpected + [f'- {line}: {code} "{part}"' for line, code, part in missing]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.stem)
def test_findings_equal_expectations(path: Path) -> None:
    lines = differences(read(path), path.name.startswith("pedantic-"))
    assert not lines, "\n" + "\n".join([f"{path.name}: + found and not expected, - expected and not found", *lines])


@pytest.mark.parametrize("path", CLEAN, ids=lambda p: p.stem)
def test_clean_documents_stay_silent(path: Path) -> None:
    source = read(path)
    assert not list(expectations(source.text)), "a clean document expects nothing"
    alarms = [shown(source, f) for f in lint(source, Config()).findings if f.severity != "info"]
    assert not alarms, "\n" + "\n".join(alarms)


def test_there_are_enough_documents() -> None:
    assert len(DOCUMENTS) >= 26
    assert len(CLEAN) >= 18


@pytest.mark.parametrize("code", ARITHMETIC)
def test_every_check_is_expected_twice(code: str) -> None:
    assert code in registry()
    places = [path.name for path in DOCUMENTS for _, found, _ in expectations(read(path).text) if found == code]
    assert len(places) >= 2, f"{code} is expected {len(places)} times"


PASSAGES = (FIXTURES / "passages.md").read_text(encoding="utf-8").split("\n\n", 1)[1].split("\n%%%\n")


@pytest.mark.parametrize("passage", PASSAGES, ids=range(len(PASSAGES)))
def test_passages_stay_silent(passage: str) -> None:
    found = lint(Source("passage.md", passage + "\n"), Config()).findings
    assert not [f"{f.code} {f.message}" for f in found if f.severity != "info"]
