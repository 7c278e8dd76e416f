"""SARIF 2.1.0, as GitHub code scanning and editors read it: one run, columns in code points.

Inputs and consequences are related locations, and the way from the inputs to the claim is a code flow.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from json import dumps
from typing import Any
from urllib.parse import quote

from doclint import __version__
from doclint.checks import Check, registry
from doclint.model import Finding, Fix, Result, Source, Span
from doclint.report.line_hash import line_hashes
from doclint.report.proof import Place, places
from doclint.report.text import printable
from doclint.wording import amount

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT = "%SRCROOT%"
LINKS = 20
"""Inputs that a message links to at most."""
SHORT = 1024
"""Characters of a description that GitHub accepts."""
_LEVEL = {"error": "error", "warning": "warning", "info": "note"}
_PROBLEM = {"error": "error", "warning": "warning", "info": "recommendation"}
_PRECISION = {"error": "very-high", "warning": "high", "info": "medium"}
_ABSOLUTE = re.compile(r"/|[A-Za-z]:/")


def render(results: Sequence[Result]) -> str:
    """The log, with the rules of the checks that found something."""
    known = registry()
    codes = sorted({finding.code for result in results for finding in result.findings})
    index = {code: at for at, code in enumerate(codes)}
    driver = {
        "name": "doclint",
        "semanticVersion": __version__,
        "rules": [_rule(known[code]) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": "The folder in which doclint ran."}}},
        "automationDetails": {"id": "doclint/"},
        "results": [one for result in results for one in _results(result, index)],
    }
    return dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


def _rule(check: Check) -> dict[str, Any]:
    page = check.page.strip()
    what = " ".join(page.replace("**What is wrong.**", "").split("**Why it matters.**")[0].replace("`", "").split())
    examples = [
        f"{title}:\n\n{_fenced(example)}"
        for title, example in (("Found", check.bad), ("Not found", check.good))
        if example
    ]
    return {
        "id": check.code,
        "name": check.name,
        "shortDescription": {"text": check.summary[:SHORT]},
        "fullDescription": {"text": what[:SHORT]},
        "help": {"text": page.replace("**", ""), "markdown": "\n\n".join([page, *examples])},
        "defaultConfiguration": {"level": _LEVEL[check.severity]},
        "properties": {
            "tags": ["documentation", "numbers"],
            "precision": _PRECISION[check.severity],
            "problem.severity": _PROBLEM[check.severity],
        },
    }


def _fenced(example: str) -> str:
    fence = "````" if "```" in example else "```"
    return f"{fence}markdown\n{example.strip(chr(10))}\n{fence}"


def _results(result: Result, index: dict[str, int]) -> list[dict[str, Any]]:
    source = result.source
    lines = [source.position(finding.span.start)[0] for finding in result.findings]
    hashes = line_hashes(source.text, max(lines)) if lines else []
    made = []
    for finding, line in zip(result.findings, lines, strict=True):
        one = _result(finding, source, index)
        if line <= len(hashes):
            one["partialFingerprints"]["primaryLocationLineHash"] = hashes[line - 1]
        made.append(one)
    return made


def _result(finding: Finding, source: Source, index: dict[str, int]) -> dict[str, Any]:
    related = places(finding, source)
    inputs = [one.span for one in finding.related if one.role == "input"]
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index[finding.code],
        "level": _LEVEL[finding.severity],
        "message": {"text": _message(finding, source, related, inputs)},
        "locations": [_location(source, finding.span)],
        "partialFingerprints": {"doclint/v1": finding.fingerprint},
        "properties": {"confidence": finding.confidence},
    }
    if related:
        result["relatedLocations"] = [
            {"id": at, **_location(source, one.span, one.message)} for at, one in enumerate(related)
        ]
    flow = [one for one in related if one.span in inputs]
    if flow:
        result["codeFlows"] = [_flow(finding, source, flow)]
    fixes = [_fix(fix, source) for fix in finding.fixes if fix.applicability != "display" and fix.edits]
    if fixes:
        result["fixes"] = fixes
    return result


def _message(finding: Finding, source: Source, related: Sequence[Place], inputs: Sequence[Span]) -> str:
    """The finding as a first sentence, links to its inputs, and the hint."""
    sentences = [_plain(finding.message)]
    links: list[str] = []
    for at, one in enumerate(related):
        if one.span in inputs and len(links) < LINKS:
            stated = _plain(source.text[one.span.start : one.span.end]).strip()
            stated = stated.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
            links.append(f"[{stated or 'here'}]({at})")
    if links:
        sentences.append(f"Inputs: {', '.join(links)}")
    if finding.hint:
        sentences.append(_plain(finding.hint))
    return ". ".join(sentences) + "."


def _plain(text: str) -> str:
    """Text that is neither a placeholder nor a link in a message of SARIF."""
    return printable(text).replace("{", "{{").replace("}", "}}").replace("](", "] (")


def _flow(finding: Finding, source: Source, inputs: Sequence[Place]) -> dict[str, Any]:
    """From the inputs, in the order of the document, to the claim."""
    derivation = finding.derivation
    end = f"{printable(derivation.working)} = {amount(derivation.best, derivation.unit, 6)}" if derivation else ""
    steps = [*sorted(inputs), Place(finding.span, end or printable(finding.message))]
    return {
        "threadFlows": [{"locations": [{"location": _location(source, one.span, one.message)} for one in steps]}],
    }


def _location(source: Source, span: Span, message: str = "") -> dict[str, Any]:
    location: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": _artifact(source.path), "region": _region(source, span)}
    }
    if message:
        location["message"] = {"text": _plain(message)}
    return location


def _artifact(path: str) -> dict[str, str]:
    uri = quote(path, safe="/", errors="replace")
    if _ABSOLUTE.match(path):
        return {"uri": f"file://{'' if path.startswith('/') else '/'}{uri}"}
    return {"uri": uri, "uriBaseId": ROOT}


def _region(source: Source, span: Span) -> dict[str, int]:
    line, column = source.position(span.start)
    last, end = source.position(span.end)
    return {"startLine": line, "startColumn": column, "endLine": last, "endColumn": end}


def _fix(fix: Fix, source: Source) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _region(source, edit.span), "insertedContent": {"text": edit.text}} for edit in fix.edits
    ]
    changes = [{"artifactLocation": _artifact(source.path), "replacements": replacements}]
    return {"description": {"text": _plain(fix.message)}, "artifactChanges": changes}
