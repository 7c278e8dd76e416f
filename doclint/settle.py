"""The last stage: findings without duplicates and suppressions, claims with what was checked, fingerprints, order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from doclint.consequences import propagated
from doclint.declare import Problem
from doclint.findings import claimed
from doclint.model import (
    Amount,
    Block,
    CheckedRelation,
    Claim,
    Extract,
    Finding,
    Judged,
    Quantity,
    Result,
    Source,
    Span,
    Statement,
    Status,
    leaves,
)
from doclint.repair import repaired

_VERDICT = {"agrees": "verified", "loose": "verified", "contradicts": "contradicted", "undecided": "undecided"}
_RANK = {"error": 0, "warning": 1, "info": 2}


def settle(
    source: Source,
    blocks: Sequence[Block],
    extracts: Sequence[Extract],
    judged: Sequence[Judged],
    findings: Sequence[Finding],
    problems: Sequence[Problem] = (),
) -> Result:
    """Findings and claims in document order, DL002 for problems of declarations; nothing is judged here."""
    kept = propagated(source, unique([*findings, *misdeclared(problems)]), judged)
    kept = fingerprinted(source.path, repaired(source, kept, judged))
    affected: dict[Span, list[str]] = {}
    for one in kept:
        for consequence in one.consequences:
            affected.setdefault(consequence.span, []).append(one.fingerprint)
    kept = suppressed(source, blocks, kept)
    return Result(source, tuple(kept), lambda: _claims(source, extracts, judged, affected), source.notes)


def misdeclared(problems: Sequence[Problem]) -> Iterator[Finding]:
    """DL002 for every declaration that declares nothing."""
    if problems:
        from doclint.checks import registry

        own = registry()["DL002"]
        for one in problems:
            yield Finding(own.code, own.name, own.severity, one.message, one.span, hint=one.hint)


def unique(findings: Sequence[Finding]) -> list[Finding]:
    """One finding a place: the gravest, then the lowest code."""
    best: dict[Span, Finding] = {}
    for one in findings:
        other = best.get(one.span)
        if other is None or (_RANK[one.severity], one.code) < (_RANK[other.severity], other.code):
            best[one.span] = one
    return sorted(best.values(), key=lambda f: (f.span, f.code))


def fingerprinted(path: str, findings: Sequence[Finding]) -> list[Finding]:
    """Findings with sha256 of code, path, folded subject, claimed text and occurrence."""
    if not findings:
        return []
    import hashlib

    seen: dict[str, int] = {}
    result = []
    for one in findings:
        subject = " ".join(one.subject.lower().split())
        key = "|".join((one.code, path.replace("\\", "/"), subject, one.claimed.text if one.claimed else ""))
        seen[key] = seen.get(key, 0) + 1
        result.append(
            replace(one, fingerprint=hashlib.sha256(f"{key}|{seen[key]}".encode(errors="surrogatepass")).hexdigest())
        )
    return result


def suppressed(source: Source, blocks: Sequence[Block], findings: Sequence[Finding]) -> list[Finding]:
    """Findings that no comment in the document disables, and DL001 for comments that do not do what they say."""
    if "doclint-" not in source.text:
        return list(findings)
    from doclint import comments
    from doclint.checks import registry

    found = comments.suppressions(source, _code(blocks))
    kept, hidden = found.apply(findings)
    checks = registry()
    own = checks["DL001"]
    bad = [
        Finding(own.code, own.name, p.severity, p.message, p.span, hint=p.hint, fixes=p.fixes)
        for p in comments.problems(found, hidden, {code: check.name for code, check in checks.items()})
    ]
    return sorted([*kept, *fingerprinted(source.path, found.apply(bad)[0])], key=lambda f: (f.span, f.code))


def _code(blocks: Sequence[Block]) -> Iterator[Span]:
    """Fences and inline code, where a comment is text."""
    for block in blocks:
        if block.kind == "fence":
            yield block.place(0, len(block.text))
        for mark in block.marks:
            if mark.kind == "code":
                yield block.place(mark.start, mark.end)


def _claims(
    source: Source, extracts: Sequence[Extract], judged: Sequence[Judged], affected: Mapping[Span, Sequence[str]]
) -> tuple[Claim, ...]:
    checks: dict[tuple[int, int], list[CheckedRelation]] = {}
    for one in judged:
        if one.relation.op not in "=≈<≤>≥":
            continue
        check = _check(one)
        for quantity in (one.relation.claim, *one.relation.also):
            checks.setdefault((quantity.start, quantity.end), []).append(check)
    text = source.text
    claims = []
    seen: set[tuple[int, int]] = set()
    for found in extracts:
        for statement in found.statements:
            quantity = statement.quantity
            key = (quantity.start, quantity.end)
            if key not in seen:
                seen.add(key)
                claim = _claim(statement, quantity, text[quantity.start : quantity.end], tuple(checks.get(key, ())))
                claims.append(
                    claim if claim.span not in affected else replace(claim, affected_by=tuple(affected[claim.span]))
                )
    return tuple(sorted(claims, key=lambda c: c.span))


def _claim(statement: Statement, quantity: Quantity, text: str, checks: tuple[CheckedRelation, ...]) -> Claim:
    status: Status = "stated"
    reason = ""
    if checks:
        verdicts = {c.verdict for c in checks}
        status = "contradicted" if "contradicted" in verdicts else "verified" if "verified" in verdicts else "undecided"
        reason = checks[0].reason if status == "undecided" else ""
    number = claimed(quantity)
    return Claim(
        Span(quantity.start, quantity.end),
        Amount(text, number.number, number.unit),
        statement.subject,
        status,
        reason,
        checks,
    )


def _check(one: Judged) -> CheckedRelation:
    relation, verdict = one.relation, one.verdict
    derivation = verdict.derivation
    return CheckedRelation(
        relation.kind,
        relation.op,
        _VERDICT[verdict.status],  # type: ignore[arg-type]
        "loose" if verdict.status == "loose" else "written",
        relation.rule,
        derivation.reading if derivation else "",
        derivation.working if derivation else "",
        tuple(Span(q.start, q.end) for q in leaves(relation.expr) if q.start >= 0),
        verdict.reason,
    )
