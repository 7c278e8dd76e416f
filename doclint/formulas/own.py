"""The document's own formulas as relations: every name bound to the one number that the document states for it.

A name binds by identifier, by the label of a number in full, or by what the text says that it means; next to the claim
first, then in its section, then in the document. Two admissible values bind to nothing, and a number of which its line
says more than the formula knows is no claim of it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from doclint.formula import names_in
from doclint.formulas.known import MAX_STATED, Known, Place, known
from doclint.formulas.names import Case, alike
from doclint.formulas.shared import shared
from doclint.formulas.stated import Formula
from doclint.model import Block, Extract, Relation, leaves
from doclint.symbols import Mention
from doclint.vocabulary import fold, phrase, words
from doclint.wording import quantity_text, working

_MORE = re.compile(r"(?i)\(|\b(?:with|incl\w*|after|before|plus|excl\w*|without|per|each)\b|[×÷*+]")
"""What may change a number after it was computed."""
_BRACKET = re.compile(r"[(\[]([^()\[\]]{1,60})[)\]]")
_COMPUTED = re.compile(r"[=≈×÷*/+]")


def relations(
    blocks: Sequence[Block],
    raw: Sequence[Extract],
    placed: Sequence[Extract],
    mentions: Sequence[Mention],
    derived: Container[Place],
) -> Iterator[Relation]:
    """What the formulas of a document say of the numbers of their subjects; `derived` places follow already."""
    found = known(blocks, raw, placed, mentions)
    if found is None:
        return
    left: list[tuple[Formula, Case]] = []
    for group in (*found.by_subject.values(), *([f] for f in found.formulas if not f.subject)):
        for case, forms in _cases(found, group, blocks):
            more = _qualified(case, forms)
            if more and not any(found.results.get(f.inside) is case.claim for f in forms):
                continue
            relation = _relation(case, forms, case.claim.place in derived)
            if relation is not None:
                yield relation
            elif len(forms) == 1 and case.claim.place not in derived and not (case.column or more):
                left.append((forms[0], case))
    yield from shared(left)
    if left and len(found.by_subject) > 1:
        from doclint.formulas.systems import solved

        yield from solved(found, left)


def _cases(found: Known, group: Sequence[Formula], blocks: Sequence[Block]) -> Iterator[tuple[Case, list[Formula]]]:
    """The claims of a subject, each with the formulas that may give it: where it has several values, those above it."""
    ends = {m.place: f for f in group if (m := found.results.get(f.inside)) is not None}
    claims: dict[Place, Case] = {
        found.results[f.inside].place: Case(found, found.results[f.inside]) for f in ends.values()
    }
    for formula in group:
        for name in (formula.subject, *formula.aliases):
            if formula.tabled or not name:
                continue
            named, sure = found.named(name, formula.block)
            for mention in named if sure and len(named) <= MAX_STATED else ():
                claims.setdefault(mention.place, Case(found, mention))
            for mention in found.by_header.get(phrase(name), ())[:MAX_STATED]:
                claims.setdefault(mention.place, Case(found, mention, column=True))
    cases = [c for c in claims.values() if not (c.claim.operand or c.claim.limit)]
    if not cases:
        return
    several = not all(alike(cases[0].claim.quantity, c.claim.quantity) for c in cases)
    for case in cases:
        own = [ends[case.claim.place]] if case.claim.place in ends else []
        here = own or [f for f in group if found.sections[f.block] == case.claim.section]
        if not here:
            path = blocks[case.claim.block].headings
            above = [f for f in group if path[: len(blocks[f.block].headings)] == blocks[f.block].headings]
            here = above if several else list(group)
        if here:
            yield case._replace(several=several), list({f.expr: f for f in reversed(here)}.values())[::-1]


def _qualified(case: Case, forms: Sequence[Formula]) -> bool:
    """Whether the line of a claim says more of it than its formula knows: `cost (3 years)`, `cost: 9 for two nodes`."""
    found, place = case.known, case.claim.place
    if case.column:
        return False
    if case.claim.labelled:
        return True
    asked = frozenset[str]()
    for form in forms:
        for name in (form.subject, *form.aliases, *(n.text for n in names_in(form.expr))):
            asked |= words(name) | words(found.meaning(name, form.block)) | {fold(name)}
    inside = [match[1] for match in _BRACKET.finditer(found.before.get(place, ""))]
    behind = found.after.get(place, "").split(". ")[0]
    if any(c.isdigit() for text in inside if not _COMPUTED.search(text) for c in text):
        return True
    told = (behind, case.claim.quantity.unit.text if not case.claim.quantity.unit.dims else "", *inside)
    return bool(frozenset().union(*(words(text) for text in told)) - asked)


def _relation(case: Case, forms: Sequence[Formula], derived: bool) -> Relation | None:
    """A claim against the forms of its formula, if all their names are known at it."""
    ready = [got for f in forms if (got := case.filled(f)) is not None and not got.unknown]
    if len(ready) < len(forms):
        return None
    if not forms[0].subject and any(alike(q, case.claim.quantity) for got in ready for q in leaves(got.expr)):
        return None
    exprs = list(dict.fromkeys(got.expr for got in ready))
    sure = all(got.sure for got in ready) and not _MORE.search(case.known.after.get(case.claim.place, ""))
    return Relation(
        "formula", case.claim.quantity, exprs[0], "=", case.claim.subject, not sure, aside=derived,
        others=tuple(exprs[1:]), origin="stated", formula=forms[0].written,
    )  # fmt: skip


def told(
    blocks: Sequence[Block], raw: Sequence[Extract], placed: Sequence[Extract], mentions: Sequence[Mention]
) -> Iterator[tuple[int, str]]:
    """Every formula with the numbers it gives, and what its names are taken for there, for readers."""
    found = known(blocks, raw, placed, mentions)
    if found is None:
        return
    groups = (*found.by_subject.values(), *([f] for f in found.formulas if not f.subject))
    read = [(case, f) for group in groups for case, forms in _cases(found, group, blocks) for f in forms]
    for formula in found.formulas:
        yield formula.span.start, formula.written
        for case in (c for c, f in read if f is formula):
            got = case.filled(formula)
            shown = working(got.expr) if got is not None else "a name may mean two numbers"
            unknown = f" (unknown: {', '.join(got.unknown)})" if got is not None and got.unknown else ""
            yield case.claim.quantity.start, f"  {quantity_text(case.claim.quantity)} = {shown}{unknown}"
