"""Rule packs on a document: the relations that rules state of the statements that are bound to their symbols.

A symbol with two admissible values in one scenario is none there. Inputs come from the claim's own scenario, subject
and quality, nearest first; work is linear in statements.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from doclint.apply.case import Case, gives
from doclint.apply.told import Told
from doclint.catalog import Catalog
from doclint.model import Relation
from doclint.symbols import Binding, Mention


def relations(
    known: Catalog,
    bound: Mapping[str, Sequence[Binding]],
    derived: Container[tuple[int, int]],
    mentions: Sequence[Mention],
    texts: Iterable[str] = (),
) -> Iterator[Relation]:
    """What the rules say of the bound ones of `mentions`; `derived` are the places of numbers that follow already.

    `texts` are those of the document, which may say that a rule does not hold.
    """
    told = Told(known, bound, derived, mentions, texts)
    for key, rules in known.rules.items():
        claims = told.claims(key)
        several = len({c.mention.quantity.numeral.number for c, _ in claims}) > 1
        for claim, again in claims:
            case = Case(claim, told, several)
            for rule in rules:
                relation, derived_inputs = case.relation(rule), case.defined
                if relation is None or told.excepts(rule):
                    continue
                if not _holds(relation):
                    places = tuple(b.mention.quantity for b in again)
                    hint = case.neighbour(relation.tentative)
                    unsure = relation.tentative or (bool(hint) and derived_inputs)
                    relation = replace(relation, hint=hint, again=places, tentative=unsure)
                yield relation


def _holds(relation: Relation) -> bool:
    """Whether the claim is plainly what a form gives."""
    return any(gives(expr, relation.claim) for expr in (relation.expr, *relation.others))
