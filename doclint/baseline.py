"""Baselines: the findings that a repository already had, known again whatever lines are inserted above them."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from doclint.config import ConfigError, display
from doclint.model import Finding, Result

FILE_NAME = "doclint-baseline.json"
VERSION = 1
BYTES = 64_000_000
"""The largest baseline that is read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Findings that look alike in one document: `count` of them; `path` is relative to the folder of the baseline."""

    path: str
    code: str
    message: str
    count: int = 1
    low: bool = False


@dataclass(frozen=True, slots=True)
class Baseline:
    """The entries of a baseline file by fingerprint; `folder` is where the file lies."""

    folder: str
    entries: Mapping[str, Entry] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Results with new findings only, how many findings are hidden, and the entries that are no longer found."""

    results: tuple[Result, ...]
    hidden: int
    stale: tuple[Entry, ...]


def place(path: str, folder: str) -> str:
    """A document as a baseline in `folder` names it, the same from every working directory."""
    if path.startswith("<"):
        return path
    try:
        path = os.path.relpath(os.path.abspath(path), folder)
    except ValueError:  # different drives
        pass
    return path.replace(os.sep, "/")


def fingerprint(path: str, finding: Finding) -> str:
    """What a finding is known by: check, document, subject and claim, and neither its line nor what would be right."""
    subject = " ".join(finding.subject.lower().split())
    claim = " ".join(finding.claimed.text.split()) if finding.claimed else ""
    key = f"{finding.code}\0{path}\0{subject}\0{claim}"
    return hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()


def collect(results: Iterable[Result], folder: str) -> Baseline:
    """The baseline in `folder` of all findings of these results."""
    entries: dict[str, Entry] = {}
    for result in results:
        path = place(result.source.path, folder)
        for one in result.findings:
            key = fingerprint(path, one)
            known = entries.get(key)
            entries[key] = (
                replace(known, count=known.count + 1, low=known.low and one.confidence == "low")
                if known
                else Entry(path, one.code, one.message, low=one.confidence == "low")
            )
    return Baseline(folder, entries)


def merge(old: Baseline, new: Baseline, linted: Iterable[str]) -> Baseline:
    """The new baseline with the old entries of documents that still exist and were not linted."""
    seen = {place(path, new.folder) for path in linted}
    kept = {
        key: entry
        for key, entry in old.entries.items()
        if entry.path not in seen and os.path.exists(os.path.join(old.folder, entry.path))
    }
    return Baseline(new.folder, {**kept, **new.entries})


def compare(baseline: Baseline, results: Iterable[Result], asked: Callable[[Entry], bool]) -> Comparison:
    """Hide of each fingerprint as many findings as the baseline counts, in document order.

    An entry is stale where its document was linted or is gone, `asked` says that this run looks for it, and fewer
    findings than it counts were found.
    """
    left = Counter({key: entry.count for key, entry in baseline.entries.items()})
    shown, linted, hidden = [], set(), 0
    for result in results:
        path = place(result.source.path, baseline.folder)
        linted.add(path)
        new = []
        for one in result.findings:
            key = fingerprint(path, one)
            if left[key] > 0:
                left[key] -= 1
                hidden += 1
            else:
                new.append(one)
        shown.append(replace(result, findings=tuple(new)))
    stale = tuple(
        entry
        for key, entry in baseline.entries.items()
        if left[key] > 0
        and asked(entry)
        and (entry.path in linted or not os.path.exists(os.path.join(baseline.folder, entry.path)))
    )
    return Comparison(tuple(shown), hidden, stale)


def render(baseline: Baseline) -> str:
    """The text of a baseline file: the same findings give the same bytes."""
    import json

    ordered = sorted(baseline.entries.items(), key=lambda item: (item[1].path, item[1].code, item[1].message, item[0]))
    findings = {
        key: {
            "path": entry.path,
            "code": entry.code,
            "message": entry.message,
            **({"count": entry.count} if entry.count > 1 else {}),
            **({"confidence": "low"} if entry.low else {}),
        }
        for key, entry in ordered
    }
    return json.dumps({"version": VERSION, "findings": findings}, indent=2) + "\n"


def read(path: str) -> Baseline:
    """The baseline in a file. Raises ConfigError, one sentence with the place, where there is none."""
    import json

    shown = display(path)
    try:
        with open(path, "rb") as file:
            raw = file.read(BYTES + 1)
        if len(raw) > BYTES:
            raise ConfigError(f"{shown}: is too large to be a baseline")
        data: Any = json.loads(raw.decode("utf-8-sig"))
    except FileNotFoundError:
        raise ConfigError(f"{shown}: there is no such baseline; `doclint baseline` writes one") from None
    except OSError as error:
        raise ConfigError(f"{shown}: cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{shown}: is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise ConfigError(f"{shown}:{error.lineno}: is not JSON: {error.msg}") from None
    except (ValueError, RecursionError):
        raise ConfigError(f"{shown}: is not a baseline") from None
    version = data.get("version") if isinstance(data, dict) else None
    if type(version) is not int or not isinstance(findings := data.get("findings"), dict):
        raise ConfigError(f"{shown}: is not a baseline: `version` or `findings` is missing")
    if version != VERSION:
        raise ConfigError(f"{shown}: is a baseline of version {version}, and this doclint reads version {VERSION}")
    return Baseline(
        os.path.dirname(os.path.abspath(path)), {key: _entry(shown, key, findings[key]) for key in findings}
    )


def _entry(shown: str, key: str, data: Any) -> Entry:
    fields = data if isinstance(data, dict) else {}
    path, code, message, count = (fields.get(name, 1) for name in ("path", "code", "message", "count"))
    if not (isinstance(path, str) and isinstance(code, str) and isinstance(message, str)) or not _counts(count):
        raise ConfigError(f"{shown}: is not a baseline: the entry {key[:12]!r} lacks its path, code, message or count")
    return Entry(path, code, message, count, fields.get("confidence") == "low")


def _counts(count: Any) -> bool:
    return type(count) is int and count >= 1
