"""A judged relation to a finding: wording, severity, inputs and the slip that explains it."""

from __future__ import annotations

from typing import Literal

from doclint.model import Amount, Finding, Judged, Quantity, Related, Relation, Severity, Span, leaves
from doclint.wording import amount, number_text, quantity_text

SMALL_ERROR = 0.05
NUMBERLESS = ("measures", "range", "share", "count", "divides", "same", "shares")
"""Relations that say what a number must be like, and not which number it is."""
_SLIPS = {
    "8": "bits for bytes",
    "60": "minutes for seconds, or a factor of 60 left out or doubled",
    "3600": "hours for seconds",
    "24": "days for hours",
    "86400": "days for seconds",
}


def claimed(quantity: Quantity) -> Amount:
    """A claim as readers see it, as a number in its unit."""
    try:
        number = float(quantity.numeral.number)
    except OverflowError:
        number = 0.0
    return Amount(quantity_text(quantity), number, quantity.unit.text)


def finding(
    code: str, name: str, severity: Severity, judged: Judged, confidence: Literal["high", "low"] = "high"
) -> Finding:
    """The finding that a check makes of a judged relation; an error of up to 5 % is a warning."""
    relation, verdict = judged.relation, judged.verdict
    claim = relation.claim
    if (
        severity == "error"
        and verdict.reason != "dimension"
        and (verdict.error <= SMALL_ERROR or relation.tentative or relation.estimate)
    ):
        severity = "warning"
    inputs = tuple(
        Related(Span(q.start, q.end), "input", f"{quantity_text(q)} is read here")
        for q in leaves(relation.expr)
        if q.start >= 0 and (q.start, q.end) != (claim.start, claim.end)
    )
    again = tuple(Related(Span(q.start, q.end), "restatement", "the same claim again") for q in relation.again)
    support = tuple(Related(Span(q.start, q.end), "support", "obeys it") for q in relation.support)
    return Finding(
        code=code,
        name=name,
        severity=severity,
        message=_message(judged),
        span=Span(claim.start, claim.end),
        confidence=confidence,
        claimed=claimed(claim),
        derivation=None if verdict.reason == "dimension" or relation.op in NUMBERLESS else verdict.derivation,
        subject=relation.subject,
        related=(*inputs, *again, *support),
        hint=_told(relation.hint or _hint(judged), relation),
    )


def _message(judged: Judged) -> str:
    relation, verdict = judged.relation, judged.verdict
    stated, derivation = quantity_text(relation.claim), verdict.derivation
    assert derivation is not None
    if relation.op == "measures":
        return f"claims {stated}, but {derivation.working}"
    if relation.op == "range":
        return f"the range from {derivation.working} to {stated} runs backwards"
    if relation.op == "share":
        return f"claims {stated} of {relation.subject or 'a whole'}, which cannot exceed 100%"
    if relation.op == "count":
        return f"claims {stated}, and a count cannot be negative"
    if relation.op == "divides":
        count, noun = derivation.working.split()[0], relation.subject
        return f"splits {count} {noun} into {stated.split()[0]} parts, which leaves {number_text(derivation.best)} over"
    if relation.op == "shares":
        return f"the shares add up to {number_text(derivation.best)}%, not to 100% ({derivation.working})"
    if relation.op == "same":
        return f"the formula for {stated} {derivation.working.replace('_', ' ')} (it is {relation.formula})"
    shown = amount(derivation.best, derivation.unit, 4)
    if verdict.reason == "dimension":
        return f"claims {stated}, but {derivation.working} divides by {verdict.slip} where it should multiply"
    if relation.rule == "capacity":
        return f"uses {stated} where there are {shown}"
    if relation.kind == "bound":
        if relation.origin == "declared" and relation.formula:
            return f"{stated} does not hold {relation.formula!r} ({relation.op} {shown})"
        if relation.origin == "inferred":
            most = "at most" if relation.op in "<≤" else "at least"
            return f"{stated} does not meet the limit of {most} {shown}"
        return f"states {stated} {relation.op} {shown}, which does not hold"
    if relation.kind == "restatement":
        return f"claims {stated}, where {shown} is stated elsewhere for the same quantity"
    if relation.op in "≤≥":
        most = "at most" if relation.op == "≤" else "at least"
        return f"claims {stated}, but {most} {shown} follows ({derivation.working})"
    if shown == stated:
        shown = amount(derivation.best, derivation.unit, 8)
    if verdict.status == "agrees":
        return f"{stated} follows from {derivation.working} only with binary prefixes"
    if verdict.status == "loose":
        how = f" ({derivation.working})" if derivation.working != shown else ""
        return f"{stated} is only roughly {shown}{how}"
    return f"claims {stated}, derivation gives {shown} ({derivation.working})"


def _told(hint: str, relation: Relation) -> str:
    """A hint with the formula of the document that was applied, as it stands there."""
    if relation.origin != "stated" or relation.kind != "formula" or not relation.formula:
        return hint
    return f"{hint}; the document says “{relation.formula}”" if hint else f"the document says “{relation.formula}”"


def _hint(judged: Judged) -> str:
    slip = judged.verdict.slip
    if not slip or judged.verdict.reason == "dimension":
        return ""
    if slip == "sign":
        return "the sign is reversed"
    if slip == "decimal":
        unit = judged.relation.claim.unit.text
        return f"the number is right in decimal units ({unit.replace('i', '', 1)}), not in {unit}"
    way = "too high" if slip[0] == "×" else "too low"
    known = _SLIPS.get(slip[1:], "")
    return f"{way} by a factor of {slip[1:]}" + (f" ({known})" if known else "")
