"""The report of `doclint report` in Markdown, made to be read in a pull request.

What the document says is shown as code, or escaped: it cannot become markup, links, mentions or rows of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import quote

from doclint.model import Result
from doclint.report.analysis import Analysis, Case, Checked, Correction, Noted, Unlock, analyse, counted, listed
from doclint.report.analysis_places import Place
from doclint.report.excerpt import clip
from doclint.report.text import printable
from doclint.wording import amount

VERIFIED = 200
"""Numbers that a group of verified ones lists at most."""
UNDECIDED = 20
"""Numbers that a group of undecided ones lists at most."""
RELATED = 12
"""Places that one line of a finding lists at most."""
FOLDED = 12
"""Longer lists are folded away."""
_SHOWN = 120
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>|~$#!&^]")
_TICKS = re.compile(r"`+")
_CLOSING = re.compile(r"(?<=\d)(?:\*{1,3}|_{1,3}|`|~~)(?=\s)")
_ECHO = re.compile(r"too (?:high|low) by a factor of \S+")

Link = Callable[[int], str]


def render(result: Result, target: str | None = None) -> str:
    """The report; `target` is the path that links lead to from where the report is read, None where there is none."""
    report = analyse(result)
    link = _linker(target)
    counts = [f"{report.counts[status]:,} {status}" for status in ("verified", "contradicted", "undecided")]
    numbers = f"{counted(report.counts['claims'], 'number')} read: {', '.join(counts)}"
    parts = [
        f"# doclint report: {inline(result.source.path, _SHOWN)}\n",
        f"**{report.headline}**: {inline(report.detail)}.\n",
        f"{numbers}, {report.counts['stated']:,} only stated. Findings: {listed(report.severities)}.\n",
    ]
    if report.cases:
        parts.append("## Findings\n")
        parts.extend("\n".join(_case(case, link)) + "\n" for case in report.cases)
    if report.corrections:
        parts.append("\n".join(_corrections(report.corrections, link)) + "\n")
    parts.extend(_coverage(report, link))
    if report.unlock:
        parts.append(_unlock(report.unlock, link))
    return "\n".join(parts)


def code(text: str, room: int = _SHOWN) -> str:
    """The text as inline code on one line, cut to `room` code points; a dash where nothing is left."""
    shown = clip(printable(text), room).strip()
    if not shown:
        return "–"
    fence = "`" * (1 + max((len(run) for run in _TICKS.findall(shown)), default=0))
    pad = " " if shown[0] == "`" or shown[-1] == "`" else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def inline(text: str, room: int = 400) -> str:
    """The text on one line as it stands, cut to `room` code points; nothing in it is markup, a link or a mention."""
    shown = _SPECIAL.sub(r"\\\g<0>", clip(" ".join(printable(text).split()), room))
    return shown.replace("://", ":\\/\\/").replace("www.", "www\\.").replace("@", "@\u200b")


def _linker(target: str | None) -> Link:
    if target is None:
        return lambda line: f"line {line}"
    path = quote(target, safe="/", errors="replace")
    return lambda line: f"[line {line}]({path}#L{line})"


def _case(case: Case, link: Link) -> Iterator[str]:
    finding, place = case.finding, case.place
    yield f"### {finding.code} {finding.name} — line {place.line}, column {place.column}\n"
    if not finding.derivation:
        yield f"{inline(finding.message)}\n"
    section = " › ".join(inline(heading, 80) for heading in case.section)
    yield f"- **Location**: {section + ', ' if section else ''}{link(place.line)}"
    yield f"- **Severity**: {finding.severity}{' (low confidence)' if finding.confidence == 'low' else ''}"
    yield f"- **Claim**: {code(finding.claimed.text if finding.claimed else _said(place))}, in {code(case.quoted, 200)}"
    if case.earlier:
        earlier, follows = case.earlier
        where = "" if earlier.line == place.line else f" ({link(earlier.line)})"
        yield f"- **Earlier claim**: {code(_said(earlier))}{where}{', which is what follows' if follows else ''}"
    yield from _noted("Stated as" if case.kind == "restatement" else "Given", case.given, link, place.line)
    yield from _derivation(case)
    if case.error:
        yield f"- **Error**: {case.error}"
    if finding.hint and not _ECHO.fullmatch(finding.hint):
        yield f"- **Hint**: {inline(finding.hint)}"
    yield from _noted("Conflicts with", case.conflicts, link)
    yield from _noted("Supported by", case.support, link)
    yield from _noted("Restated at", tuple((at, "") for at, _ in case.restated), link)
    if case.impact:
        yield f"- **Impact**: {counted(len(case.impact), 'other number')} must change with it"
        yield from _some(
            (f"  - {_at(at, link)} → {code(corrected.text)}" for at, corrected in case.impact), len(case.impact), "  "
        )
    if case.dependents:
        yield f"- **{'Also depends' if case.impact else 'Depends'} on it**:"
        yield from _some((f"  - {_at(at, link, place.line)}" for at in case.dependents), len(case.dependents), "  ")


def _noted(title: str, noted: Noted, link: Link, here: int = 0) -> Iterator[str]:
    """One bullet: the places of one line together, lines below each other where there are several.

    What stands on the line `here`, that of the claim, needs no name.
    """
    lines: dict[int, list[str]] = {}
    for place, message in noted[:RELATED]:
        name = _name(place) or ("" if message.endswith("is read here") else message)
        named = f" ({inline(name, 80)})" if name and place.line != here else ""
        lines.setdefault(place.line, []).append(code(_said(place)) + named)
    if len(lines) == 1:
        for line, texts in lines.items():
            where = "on the same line" if line == here else link(line)
            yield f"- **{title}**: {', '.join(texts)}, {where}"
    elif lines:
        yield f"- **{title}**:"
        yield from (f"  - {link(line)}: {', '.join(texts)}" for line, texts in lines.items())
    if len(noted) > RELATED:
        yield f"  - and {len(noted) - RELATED:,} more"


def _derivation(case: Case) -> Iterator[str]:
    """The rule, the working and the result, the reading: numbered where there is more than one step."""
    derivation = case.finding.derivation
    if not derivation or case.kind == "restatement":
        return
    title, sign = ("Limit", f"{case.relation} ") if case.relation in "<≤>≥" else ("Derivation", "")
    steps = [f"by the rule {code(case.rule)}"] if case.rule else []
    plain = derivation.working in ("", case.derived, amount(derivation.best, derivation.unit, 8))
    result = "" if plain else f" = {code(case.derived)}"
    steps.append(code(sign + (case.derived if plain else derivation.working), 200) + result)
    if derivation.reading:
        steps.append(f"reading: {inline(derivation.reading)}")
    if len(steps) == 1:
        yield f"- **{title}**: {steps[0]}"
    else:
        yield f"- **{title}**:"
        yield from (f"  {number}. {step}" for number, step in enumerate(steps, 1))


def _corrections(corrections: Iterable[Correction], link: Link) -> Iterator[str]:
    yield "## Required corrections\n"
    yield "Each row takes the inputs to be right; where an input is wrong, correct that instead.\n"
    yield "| Where | Now | Should be | Because |\n|---|---|---|---|"
    for one in corrections:
        should = _cell(one.should) if one.should else ""
        words = ", or ".join(filter(None, (should, inline(one.otherwise))))
        because = _cell(one.working) if one.working else inline(one.because)
        yield f"| {link(one.place.line)} | {_cell(_said(one.place))} | {words} | {because} |"


def _cell(text: str) -> str:
    """The text as inline code in a cell, where a bar would end the cell even in code."""
    return code(text, 200).replace("|", "\\|")


def _coverage(report: Analysis, link: Link) -> Iterator[str]:
    if report.verified:
        yield "## Verified\n"
    for title, group in report.verified:
        yield f"### {title} ({len(group):,})\n"
        yield _folded([_verified(one, link) for one in group], VERIFIED)
    if report.undecided:
        yield "## Not decided\n"
    for reason, group in report.undecided:
        yield f"### {inline(reason, 200)} ({len(group):,})\n"
        yield _folded([_undecided(one, link) for one in group], UNDECIDED)


def _folded(bullets: list[str], most: int) -> str:
    shown = "\n".join(_some(bullets, len(bullets), "", most)) + "\n"
    if len(bullets) <= FOLDED:
        return shown
    return f"<details><summary>{counted(len(bullets), 'number')}</summary>\n\n{shown}\n</details>\n"


def _some(bullets: Iterable[str], total: int, indent: str, most: int = UNDECIDED) -> Iterator[str]:
    for index, bullet in enumerate(bullets):
        if index == most:
            yield f"{indent}- and {total - most:,} more"
            return
        yield bullet


def _at(place: Place, link: Link, here: int = 0) -> str:
    """A place with its name, which it needs not on the line `here`, that of the claim."""
    name = _name(place) if place.line != here else ""
    return f"{link(place.line)}: {code(_said(place))}{f' ({inline(name, 60)})' if name else ''}"


def _said(place: Place) -> str:
    """The text of a place without the mark that ends in the midst of it: `**21** GB` is read from `21** GB`."""
    return _CLOSING.sub("", place.text)


def _name(place: Place) -> str:
    """What the document calls a place, without the signs that led up to the number."""
    return place.subject.strip().rstrip(" (:,;=≈×*/+-")


def _verified(one: Checked, link: Link) -> str:
    place, _, check, source = one
    if check is None:
        return f"- {_at(place, link)}"
    if check.kind == "restatement" and source:
        return f"- {link(place.line)}: {code(_said(place))}, as on {link(source.line)}"
    notes = [inline(check.reading)] if check.reading else []
    if check.precision == "loose":
        notes.append("loosely rounded")
    if check.rule:
        notes.append(f"rule {code(check.rule)}")
    sign = ", in" if place.span in check.inputs else f" {check.relation}"
    how = f"{sign} {code(check.working, 200)}" if check.working else ""
    return f"- {link(place.line)}: {code(_said(place))}{how}{' – ' + ', '.join(notes) if notes else ''}"


def _undecided(one: Checked, link: Link) -> str:
    check = one.check
    against = f", against {code(check.working, 200)}" if check and check.working else ""
    return f"- {_at(one.place, link)}{against}"


def _unlock(unlock: Unlock, link: Link) -> str:
    places = unlock.places
    wait, first = ("wait", "the first on ") if len(places) > 1 else ("waits", "")
    waiting = f"{counted(len(places), 'undecided number')} {wait} for it ({inline(unlock.reason, 200)})"
    return (
        "## What would help most\n\n"
        f"Declare {code(unlock.subject, 80)} in a ```` ```doclint ```` block, or name it with a "
        f"`<!-- doclint: name -->` comment right after its number: "
        f"{waiting}, {first}{link(places[0].line)}.\n"
    )
