"""What a report on one document says, in any format: verdict, findings with their proof, corrections, coverage."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, NamedTuple

from doclint.model import Amount, CheckedRelation, Claim, Derivation, Finding, Kind, Result, Severity, Span
from doclint.report.analysis_places import Earlier, Place, Places
from doclint.report.json import summary
from doclint.wording import amount, number_text

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
GROUPS: tuple[tuple[str, tuple[Kind, ...]], ...] = (
    ("Requirements and limits met", ("bound",)),
    ("Totals and tables", ("sum", "table")),
    ("Percentages", ("percentage",)),
    ("Equations", ("equation",)),
    ("Rules and formulas", ("rule", "formula")),
    ("Restatements", ("restatement",)),
    ("Ratios", ("ratio",)),
    ("Conversions", ("conversion",)),
    ("Counts", ("count",)),
)
"""The titles under which verified numbers are listed, in order, and the kinds of checks under each."""
_NO_DECLARATION_HELPS = re.compile(r"quoted|mended|different things")

Status = Literal["contradicted", "consistent", "nothing-checked"]
Noted = tuple[tuple[Place, str], ...]
"""Places, each with what the finding says of it."""


@dataclass(frozen=True, slots=True)
class Case:
    """A finding with all that a reader needs in order to decide about it.

    `derived` is the result as it should be written, `bare` that without its unit, `error` how far off the claim is in
    words, `factor` claimed ÷ derived where that is a number; `relation`, `kind` and `rule` are those of the check
    behind the finding.
    """

    finding: Finding
    place: Place
    section: tuple[str, ...]
    quoted: str
    earlier: Earlier | None
    given: Noted
    restated: Noted
    conflicts: Noted
    support: Noted
    relation: str
    kind: Kind
    rule: str
    derived: str
    bare: str
    error: str
    factor: float | None
    impact: tuple[tuple[Place, Amount], ...]
    dependents: tuple[Place, ...]


class Correction(NamedTuple):
    """A place to change: to `should` or else as `otherwise` says; `should` is empty where no value is known.

    `working` is the computation behind it, `because` the reason in words where there is none to show.
    """

    place: Place
    role: Literal["claim", "restatement", "consequence"]
    should: str
    otherwise: str
    working: str
    because: str
    case: Case


class Checked(NamedTuple):
    """A claim, the check that verified it or left it undecided, if there was one, and the first input of that."""

    place: Place
    claim: Claim
    check: CheckedRelation | None
    source: Place | None


Groups = tuple[tuple[str, tuple[Checked, ...]], ...]


class Unlock(NamedTuple):
    """What to declare so that most undecided numbers can be checked: its name, the reason they share, the places."""

    subject: str
    reason: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Analysis:
    """The whole report: cases from the gravest, `verified` by the titles of GROUPS, `undecided` by reason."""

    result: Result
    status: Status
    headline: str
    detail: str
    counts: Mapping[str, int]
    severities: Mapping[str, int]
    cases: tuple[Case, ...]
    corrections: tuple[Correction, ...]
    verified: Groups
    undecided: Groups
    unlock: Unlock | None


def analyse(result: Result) -> Analysis:
    """Everything that a report says of one document; nothing is judged here."""
    places = Places(result)
    counts = summary([result])
    found = Counter(finding.severity for finding in result.findings)
    gravest = sorted(result.findings, key=lambda f: (SEVERITIES.index(f.severity), f.span, f.code))
    cases = tuple(_case(finding, places) for finding in gravest)
    undecided = _undecided(places)
    return Analysis(
        result,
        *_verdict(result, counts),
        counts,
        {severity: found[severity] for severity in SEVERITIES},
        cases,
        tuple(one for case in cases if case.finding.severity != "info" for one in _corrections(case)),
        tuple(_verified(places)),
        undecided,
        _unlock((reason, one) for reason, group in undecided for one in group),
    )


def counted(count: int, noun: str) -> str:
    """`1 error`, `2 errors`, `2 info`."""
    return f"{count:,} {noun}" if count == 1 or noun == "info" else f"{count:,} {noun}s"


def listed(severities: Mapping[str, int]) -> str:
    """`1 error, 2 warnings`, or `none`."""
    return ", ".join(counted(number, severity) for severity, number in severities.items() if number) or "none"


def error_of(claimed: Amount, derivation: Derivation) -> tuple[str, float | None]:
    """How far off a claim is, empty where it is not (`4x too low`, `3.1 % too high`), and claimed ÷ derived."""
    try:
        stated, best = Fraction(repr(claimed.number)), Fraction(derivation.best)
        factor = float(stated / best) if best else None
    except (OverflowError, ValueError):
        return "", None
    if stated == best:
        return "", factor
    way = "too high" if stated > best else "too low"
    if factor is None or factor <= 0:
        return f"{amount(abs(stated - best), derivation.unit)} {way}", factor
    ratio = max(stated / best, best / stated)
    if ratio >= Fraction(3, 2):
        shown = number_text(ratio, 2)
        return f"{shown.replace(',', '') if len(shown) == 5 else shown}x {way}", factor
    if derivation.unit == "%":
        points = number_text(abs(stated - best), 2)
        return f"{points} percentage point{'' if points == '1' else 's'} {way}", factor
    return f"{number_text(abs(stated / best - 1) * 100, 2)} % {way}", factor


def _verdict(result: Result, counts: Mapping[str, int]) -> tuple[Status, str, str]:
    """Status, headline and detail; findings about comments (DL0xx) say nothing about the numbers."""
    numeric = [finding for finding in result.findings if not finding.code.startswith("DL0")]
    wrong: Counter[str] = Counter(finding.severity for finding in numeric if finding.severity != "info")
    if wrong:
        return "contradicted", "Does not follow", listed({severity: wrong[severity] for severity in SEVERITIES})
    verified, contradicted, numbers = counts["verified"], counts["contradicted"], counted(counts["claims"], "number")
    if not verified and not contradicted:
        none = (
            "there is no number in it" if not counts["claims"] else f"{numbers} read, none of which follows from others"
        )
        return "nothing-checked", "Nothing to check", none
    rest = f"{contradicted:,} contradicted without an error or a warning" if contradicted else "none contradicted"
    return "consistent", "Consistent as far as checked", f"{verified:,} of {numbers} verified, {rest}"


def _case(finding: Finding, places: Places) -> Case:
    derivation, claimed = finding.derivation, finding.claimed
    related: dict[str, dict[Span, str]] = {"input": {}, "restatement": {}, "conflict": {}, "support": {}}
    for one in finding.related:
        related[one.role].setdefault(one.span, one.message)
    noted = {
        role: tuple((places.at(span), message) for span, message in told.items()) for role, told in related.items()
    }
    block, check = places.block(finding.span.start), places.behind(finding)
    error, factor = error_of(claimed, derivation) if claimed and derivation else ("", None)
    derived = bare = ""
    if derivation:
        derived, bare = (amount(derivation.best, unit, 4) for unit in (derivation.unit, ""))
        if claimed and derived == claimed.text:
            derived, bare = (amount(derivation.best, unit, 8) for unit in (derivation.unit, ""))
    return Case(
        finding=finding,
        place=places.at(finding.span),
        section=block.headings if block else (),
        quoted=places.quoted(finding.span),
        earlier=places.earlier(finding),
        given=noted["input"],
        restated=tuple(sorted(noted["restatement"])),
        conflicts=noted["conflict"],
        support=noted["support"],
        relation=check.relation if check else "=",
        kind=check.kind if check else "equation",
        rule=check.rule if check else "",
        derived=derived,
        bare=bare,
        error=error,
        factor=factor,
        impact=tuple((places.at(one.span), one.corrected) for one in finding.consequences),
        dependents=tuple(places.dependents(finding)),
    )


def _corrections(case: Case) -> Iterator[Correction]:
    """The place of the finding, then where it is said again, then its consequences."""
    finding, should, otherwise = case.finding, case.derived, ""
    working = finding.derivation.working if finding.derivation else ""
    because = "" if working else finding.message
    other = next((place for place, _ in (*case.conflicts, *case.given)), None)
    sign = f"{case.relation} " if should and case.relation in "<≤>≥" else ""
    if sign and case.kind == "bound":
        otherwise = "change the limit"
        working, because = "", f"the limit is {case.derived}"
    elif case.kind == "restatement" and other:
        otherwise = f"change line {other.line} to agree"
        working, because = "", f"line {other.line} says {other.text}"
    elif not should:
        fix = finding.fixes[0].message if finding.fixes else finding.hint
        otherwise = fix or "make the number and its derivation agree"
    line = case.place.line
    yield Correction(case.place, "claim", sign + should, otherwise, working, because, case)
    for place, _ in case.restated:
        here = case.bare if case.bare and place.unit == "" else should
        yield Correction(place, "restatement", sign + here, otherwise, "", f"says again what line {line} says", case)
    for place, corrected in case.impact:
        yield Correction(place, "consequence", corrected.text, "", "", f"follows from line {line}", case)


def _verified(places: Places) -> Iterator[tuple[str, tuple[Checked, ...]]]:
    """The verified claims under the title of the kind of their first check that verifies."""
    kinds: dict[Kind, list[Checked]] = {}
    for claim in places.result.claims:
        if claim.status == "verified":
            one = _checked(claim, places)
            kinds.setdefault(one.check.kind if one.check else "equation", []).append(one)
    for title, members in GROUPS:
        group = [one for kind in members for one in kinds.get(kind, ())]
        if group:
            yield title, tuple(sorted(group, key=lambda one: one.place.span))


def _checked(claim: Claim, places: Places) -> Checked:
    """The claim with its first check of its status, preferably one that computes it instead of using it."""
    checks = [check for check in claim.checks if check.verdict == claim.status]
    check = next((check for check in checks if claim.span not in check.inputs), checks[0] if checks else None)
    return Checked(places.at(claim.span), claim, check, places.at(check.inputs[0]) if check and check.inputs else None)


def _undecided(places: Places) -> Groups:
    """The undecided claims by reason, the most frequent first."""
    reasons: dict[str, list[Checked]] = {}
    for claim in places.result.claims:
        if claim.status == "undecided":
            one = _checked(claim, places)
            reason = claim.reason or (one.check.reason if one.check else "") or "no reason was given"
            reasons.setdefault(reason, []).append(one)
    groups = sorted(reasons.items(), key=lambda entry: (-len(entry[1]), entry[1][0].place.span))
    return tuple((reason, tuple(group)) for reason, group in groups)


def _unlock(undecided: Iterable[tuple[str, Checked]]) -> Unlock | None:
    """The subject that most undecided claims wait for: that of the first input of their check, else their own."""
    waiting: dict[tuple[str, str], list[Place]] = {}
    for reason, one in undecided:
        if not _NO_DECLARATION_HELPS.search(reason):
            source = one.source or one.place
            subject = source.subject or one.place.subject or source.text
            waiting.setdefault((reason, " ".join(subject.split())), []).append(one.place)
    if not waiting:
        return None
    (reason, subject), most = min(waiting.items(), key=lambda entry: (-len(entry[1]), entry[1][0].span))
    return Unlock(subject, reason, tuple(sorted(most)))
