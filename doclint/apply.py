"""Rule packs on a document: the relations that rules state of the statements that are bound to their symbols.

A symbol with two admissible values in one scenario is none there. Inputs come from the claim's own scenario, subject
and quality, nearest first; work is linear in statements.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from doclint.amounts import agree, comparable, written
from doclint.catalog import FAIR, LIKELY, SURE, Catalog
from doclint.derive import UndefinedError, evaluate
from doclint.formula import names_in, substitute
from doclint.judge.closeness import half_place
from doclint.model import Expr, Leaf, Quantity, Relation, leaves
from doclint.symbols import Binding, Mention, Rule
from doclint.vocabulary import REVISED, clash, words
from doclint.wording import quantity_text, working

_MARKS = frozenset("peak maximum minimum burst worst best p99 p95 p50".split())
"""Qualifiers of a claim that an input must share: a peak does not follow from averages alone."""
QUALITIES = frozenset("peak average minimum median maximum total daily hourly weekly monthly yearly annual".split())
"""Words of a label that do not say what is counted."""
MAX_CLAIMS = 64
MAX_WORDS = 6
MAX_DEPTH = 2


def relations(
    known: Catalog,
    bound: Mapping[str, Sequence[Binding]],
    derived: Container[tuple[int, int]],
    mentions: Sequence[Mention],
) -> Iterator[Relation]:
    """What the rules say of the bound ones of `mentions`; `derived` are the places of numbers that follow already."""
    kinds = _kinds(bound)
    computed: dict[object, list[Mention]] = {}
    for mention in {b.mention.place: b.mention for found in bound.values() for b in found}.values():
        if mention.place in derived:
            for face, _ in written(mention.quantity):
                computed.setdefault(face, []).append(mention)
    heads: dict[tuple[int, frozenset[str]], list[Mention]] = {}
    for mention in mentions:
        if mention.headline and mention.label and not mention.operand:
            heads.setdefault((mention.section, mention.label), []).append(mention)
    models = len({b.mention.top for found in bound.values() for b in found}) > 1
    systems = _systems(bound)
    for key, rules in known.rules.items():
        claims = list(_claims(bound.get(key, ()), derived, computed))
        several = len({c.mention.quantity.numeral.number for c, _ in claims}) > 1
        for claim, again in claims:
            over = heads.get((claim.mention.section, claim.mention.parent), ())
            case = _Case(claim, bound, known, kinds, over, several, models, key.split("/")[0] in systems)
            for rule in rules:
                relation, derived_inputs = case.relation(rule), case.defined
                if relation is None:
                    continue
                if not _holds(relation):
                    places = tuple(b.mention.quantity for b in again)
                    hint = case.neighbour(relation.tentative)
                    unsure = relation.tentative or (bool(hint) and derived_inputs)
                    relation = replace(relation, hint=hint, again=places, tentative=unsure)
                yield relation


def _kinds(bound: Mapping[str, Sequence[Binding]]) -> dict[tuple[int, int], str]:
    """The word by which a label is told from another of its section with the same symbol: reads, writes, likes."""
    kinds: dict[tuple[int, int], str] = {}
    for found in bound.values():
        alike: dict[tuple[object, ...], dict[str, list[Mention]]] = {}
        for mention in (b.mention for b in found[:MAX_CLAIMS]):
            if mention.headline and not mention.operand and 1 < len(mention.label) <= MAX_WORDS:
                for word in mention.label - QUALITIES:
                    key = (mention.section, mention.label - {word})
                    alike.setdefault(key, {}).setdefault(word, []).append(mention)
        for told in alike.values():
            if len(told) > 1:
                kinds.update((mention.place, word) for word, same in told.items() for mention in same)
    return kinds


def _systems(bound: Mapping[str, Sequence[Binding]]) -> set[str]:
    """Packs of which two symbols have other values in other chapters: every chapter is a system of its own."""
    apart: dict[str, int] = {}
    for key, found in bound.items():
        values: dict[str, set[float]] = {}
        for b in found[:MAX_CLAIMS]:
            if b.confidence >= SURE and not b.mention.scope and not b.mention.limit:
                size = float(min(b.mention.quantity.numeral.size, 10**300))
                values.setdefault(b.mention.chapter, set()).add(size)
        if len(values) > 1 and len(set().union(*values.values())) == len(values) == sum(map(len, values.values())):
            pack = key.split("/")[0]
            apart[pack] = apart.get(pack, 0) + 1
    return {pack for pack, count in apart.items() if count > 1}


def _holds(relation: Relation) -> bool:
    """Whether the claim is plainly what a form gives."""
    return any(_gives(expr, relation.claim) for expr in (relation.expr, *relation.others))


def _gives(expr: Expr, claim: Quantity) -> bool:
    try:
        found = evaluate(expr)
    except UndefinedError:
        return False
    gap = abs(Fraction(found.best) - Fraction(claim.numeral.number) * claim.unit.factor)
    return gap <= Fraction(half_place(claim)) * claim.unit.factor


def _claims(
    found: Sequence[Binding], derived: Container[tuple[int, int]], computed: Mapping[object, Sequence[Mention]]
) -> Iterator[tuple[Binding, list[Binding]]]:
    """Each value that a symbol is given in a scenario, at its first place, with the places that restate it.

    A value that a computation gives, beside it or of the same noun elsewhere, is no claim, unless its label says that
    it is a total. `computed` are the numbers that computations give, by the amounts that they may be written as.
    """
    groups: list[tuple[Binding, list[Binding]]] = []
    explained = [b for b in found if b.mention.place in derived]
    for binding in found[:MAX_CLAIMS]:
        mention = binding.mention
        known = next((again for first, again in groups if _restates(mention, first.mention)), None)
        if known is not None:
            known.append(binding)
            continue
        if mention.operand or binding.confidence < FAIR or mention.limit:
            continue
        whole = mention.total and any(w[0] == "/" for w in mention.words)
        if not whole and any(agree(mention.quantity, b.mention.quantity) for b in explained):
            continue
        same = (m for face, _ in written(mention.quantity) for m in computed.get(face, ()))
        if not whole and any(m.words & mention.words for m in same):
            continue
        groups.append((binding, []))
    yield from groups


def _restates(mention: Mention, known: Mention) -> bool:
    return (
        comparable(mention.quantity, known.quantity)
        and agree(mention.quantity, known.quantity)
        and (mention.scope - REVISED == known.scope - REVISED or not mention.scope - REVISED)
    )


class _Case:
    """One claim with what its symbols are beside it.

    `kinds` are the words that tell statements of one sort apart, by their places; `over` are the numbers of the entry
    that the claim is part of, which outrank others of their dimension. `several`: the symbol is claimed with several
    values, so that a claim takes inputs only from its own list, block or section. `models`: the document
    has several headings of level 1, each a subject of its own; `systems`: its chapters give the symbols of this pack
    values of their own.
    """

    def __init__(
        self,
        claim: Binding,
        bound: Mapping[str, Sequence[Binding]],
        known: Catalog,
        kinds: Mapping[tuple[int, int], str],
        over: Sequence[Mention],
        several: bool,
        models: bool,
        systems: bool,
    ) -> None:
        self.claim = claim
        self.mention = claim.mention
        self.pack = claim.symbol.split("/")[0]
        self.bound = bound
        self.known = known
        self.kinds = kinds
        self.over = {m.quantity.unit.dims: m for m in over if m.quantity.unit.dims}
        self.several = several
        self.models = models
        self.systems = systems
        value = claim.mention.quantity
        self.others = {
            b.mention.section for b in bound.get(claim.symbol, ())[:MAX_CLAIMS] if not agree(b.mention.quantity, value)
        }

    def relation(self, rule: Rule) -> Relation | None:
        """What a rule says of the claim, by every form whose inputs are known; None where there is none."""
        forms: list[Expr] = []
        sure = True
        self.used: dict[str, Mention] = {}
        self.defined = False
        for form in rule.forms:
            found = self._filled(form, 0)
            if found is not None and all((q.start, q.end) != self.mention.place for q in leaves(found[0])):
                forms.append(found[0])
                sure = sure and found[1]
        if not forms or not self._coherent():
            return None
        return Relation(
            "rule", self.mention.quantity, forms[0], rule.sign, self.mention.subject, not sure, others=tuple(forms[1:]),
            origin="pack", estimate=not rule.definition, rule=rule.id, formula=rule.formula,
        )  # fmt: skip

    def _coherent(self) -> bool:
        """Whether every input is a number of its own, and one is of the claim's peak, and the share names no whole."""
        places = [m.place for m in self.used.values()]
        if len(set(places)) < len(places) or self.mention.of:
            return False
        marks = (self.mention.words | self.mention.label) & _MARKS - words(self.claim.phrase)
        kind = self.kinds.get(self.mention.place)
        if kind is not None:
            marks |= {kind}
        return all(any(mark in m.words | m.label | m.parent | m.context for m in self.used.values()) for mark in marks)

    def _filled(self, form: Expr, depth: int) -> tuple[Expr, bool] | None:
        """A form with every symbol replaced by what it is here, and whether all of them are sure."""
        inputs: dict[str, Expr] = {}
        sure = True
        for name in names_in(form):
            if name.text not in inputs:
                key = f"{self.pack}/{name.text}"
                resolved = self._resolve(key, depth) if key != self.claim.symbol or not depth else None
                if resolved is None:
                    return None
                inputs[name.text], certain = resolved
                sure = sure and certain
        return substitute(form, inputs), sure

    def _resolve(self, key: str, depth: int) -> tuple[Expr, bool] | None:
        """What a symbol is: its one stated value here, else what a definition gives; None where unknown."""
        found = [b for b in self.bound.get(key, ())[:MAX_CLAIMS] if self._fits(b)]
        stated = self._choose(found)
        if stated is not None:
            self.used[key] = stated.mention
            return Leaf(stated.mention.quantity), stated.confidence >= FAIR
        if found or depth >= MAX_DEPTH:
            return None
        for rule in self.known.rules.get(key, ()):
            if rule.definition and rule.sign == "=":
                filled = self._filled(rule.forms[0], depth + 1)
                if filled is not None:
                    self.defined = True
                    return filled
        return None

    def _choose(self, found: Sequence[Binding]) -> Binding | None:
        """The surest statements of the claim's scenario, if they agree."""
        for confidence in (SURE, FAIR, LIKELY):
            for scoped in (True, False):
                group = [b for b in found if b.confidence >= confidence and (not scoped or self._shares(b.mention))]
                if not group:
                    continue
                if _agree(group):
                    return group[0]
                near = [b for b in group if self._near(b.mention)]
                near = [b for b in near if b.mention.parent == self.mention.parent] or near
                return near[0] if near and confidence >= FAIR and _agree(near) else None
        return None

    def _shares(self, mention: Mention) -> bool:
        return bool(mention.scope) and mention.scope <= self.mention.scope

    def _near(self, mention: Mention) -> bool:
        """Whether a statement stands in the claim's own list, block or section."""
        claim = self.mention
        if claim.siblings or mention.siblings:
            return claim.siblings == mention.siblings
        return claim.block == mention.block or (claim.section == mention.section and not claim.fenced)

    def _fits(self, binding: Binding) -> bool:
        """Whether a statement may be an input: no bound, no other scenario, subject or quality."""
        claim, mention = self.mention, binding.mention
        if mention.quantity.numeral.hedge in ("<", ">", "≤", "≥") or (self.models and mention.top != claim.top):
            return False
        if mention.section in self.others and mention.section != claim.section:
            return False
        if self.systems and mention.chapter != claim.chapter:
            return False
        told = (mention.label - words(binding.phrase)) | mention.parent
        if told - claim.words - claim.context and claim.parent - mention.words - mention.context:
            return False
        if self.several and not self._near(mention) and mention.parent:
            return False
        head = self.over.get(mention.quantity.unit.dims)
        if head is not None and head.place not in (mention.place, claim.place):
            return False
        kind = self.kinds.get(mention.place)
        if kind is not None and kind not in claim.words | claim.context | claim.label:
            return False
        theirs = (mention.words - words(binding.phrase)) | mention.parent
        if clash(theirs, (claim.words - words(self.claim.phrase)) | claim.parent) and mention.quantity.unit.dims:
            return False
        scope = mention.scope - REVISED
        return scope <= claim.scope or not claim.scope - REVISED

    def neighbour(self, unsure: bool) -> str:
        """What the number may be instead: a neighbouring symbol whose rule gives it, by inputs no less sure."""
        head = self.claim.symbol.split("/")[1].split("_")[0]
        for other, rules in self.known.rules.items():
            if other == self.claim.symbol or not other.startswith(f"{self.pack}/") or head not in other:
                continue
            for rule in rules:
                relation = self.relation(rule) if rule.sign == "=" else None
                if (
                    relation is not None
                    and unsure >= relation.tentative
                    and _gives(relation.expr, self.mention.quantity)
                ):
                    symbol = next((s for n in self.known.by_name.values() for k, s in n if k == other), None)
                    name = symbol.names[0] if symbol else other
                    stated = quantity_text(self.mention.quantity)
                    return f"{stated} is {name} ({working(relation.expr)}): say so if that is meant"
        return ""


def _agree(found: Sequence[Binding]) -> bool:
    first = found[0].mention.quantity
    return all(comparable(first, b.mention.quantity) and agree(b.mention.quantity, first) for b in found)
