"""One claim of a symbol: which statements are the inputs of its rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from doclint import units
from doclint.amounts import agree, comparable
from doclint.apply.told import MAX_CLAIMS, Told
from doclint.bind.cases import elsewhere, tokens
from doclint.catalog import FAIR, LIKELY, SURE
from doclint.derive import UndefinedError, evaluate
from doclint.formula import names_in, substitute
from doclint.infer.parallel import plain
from doclint.judge.closeness import half_place
from doclint.model import Apply, Expr, Leaf, Quantity, Relation, leaves
from doclint.symbols import Binding, Mention, Rule
from doclint.vocabulary import PERIODS, PRICES, REVISED, clash, words
from doclint.wording import quantity_text, working

_MARKS = frozenset("peak maximum minimum burst worst best p99 p95 p50".split())
"""Qualifiers of a claim that an input must share: a peak does not follow from averages alone."""
MAX_DEPTH = 2
_COUNTED = re.compile(r"(?<![\w.-])(\d[\d,.]*) ([A-Za-z]+)\b(?! (?:per|each)\b)")


def gives(expr: Expr, claim: Quantity) -> bool:
    try:
        found = evaluate(expr)
    except UndefinedError:
        return False
    gap = abs(Fraction(found.best) - Fraction(claim.numeral.number) * claim.unit.factor)
    return gap <= Fraction(half_place(claim)) * claim.unit.factor


class Case:
    """One claim with what its symbols are beside it.

    `over` are the numbers of the entry that the claim is part of, which outrank others of their dimension. `several`:
    the symbol is claimed with several values, so that a claim takes inputs only from its own list, block or section.
    `apart`: the chapters give the symbols of its pack values of their own.
    """

    def __init__(self, claim: Binding, told: Told, several: bool) -> None:
        self.claim = claim
        self.mention = claim.mention
        self.pack = claim.symbol.split("/")[0]
        self.told = told
        self.over = told.over(claim.mention)
        self.several = several
        self.apart = self.pack in told.systems
        value = claim.mention.quantity
        self.others = {
            b.mention.section
            for b in told.bound.get(claim.symbol, ())[:MAX_CLAIMS]
            if not agree(b.mention.quantity, value)
        }

    def relation(self, rule: Rule) -> Relation | None:
        """What a rule says of the claim, by every form whose inputs are known; None where there is none."""
        forms: list[Expr] = []
        sure = True
        self.used: dict[str, Mention] = {}
        self._names: frozenset[str] = frozenset()
        self.defined = False
        for form in rule.forms:
            found = self._filled(form, 0)
            if found is not None and all((q.start, q.end) != self.mention.place for q in leaves(found[0])):
                forms.append(found[0])
                sure = sure and found[1]
        if not forms or not self._coherent() or self._otherwise():
            return None
        forms += [Apply("*", (f, Leaf(plain(n)))) for n in _factors(self.mention.remark) for f in forms[:1]]
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
        kind = self.told.kinds.get(self.mention.place)
        if kind is not None:
            marks |= {kind}
        return all(any(mark in m.words | m.label | m.parent | m.context for m in self.used.values()) for mark in marks)

    def _otherwise(self) -> bool:
        """Whether the claim or an input is of a part, of another case, or of one of several plans."""
        claim, used = self.mention, [*self.used.values()]
        if claim.altered or any(m.altered for m in used):
            return True
        if any(_other_count(m.remark, o) for m in used for o in used if o is not m):
            return True
        said = self._names | claim.said | claim.words | claim.context
        return any(elsewhere(m.case, said) for m in used)

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
        found = [b for b in self.told.bound.get(key, ())[:MAX_CLAIMS] if self._fits(b)]
        stated = self._choose(found)
        if stated is not None:
            if self._one_of_several(stated, found):
                return None
            self.used[key] = stated.mention
            self._names |= tokens(stated.phrase)
            return Leaf(stated.mention.quantity), stated.confidence >= FAIR
        if found or depth >= MAX_DEPTH:
            return None
        for rule in self.told.known.rules.get(key, ()):
            if rule.definition and rule.sign == "=":
                filled = self._filled(rule.forms[0], depth + 1)
                if filled is not None:
                    self.defined = True
                    return filled
        return None

    def _one_of_several(self, stated: Binding, found: Sequence[Binding]) -> bool:
        """Whether a value is that of one scenario of several, of which the claim names none."""
        mine = stated.mention.scope - REVISED - self.mention.scope
        scopes = ((b, b.mention.scope - REVISED - self.mention.scope) for b in found)
        others = [b for b, scope in scopes if scope and scope != mine]
        return bool(mine) and not _agree([stated, *others])

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
        if mention.quantity.numeral.hedge in ("<", ">", "≤", "≥") or (self.told.models and mention.top != claim.top):
            return False
        if mention.section in self.others and mention.section != claim.section:
            return False
        if self.apart and mention.chapter != claim.chapter:
            return False
        if claim.total and not mention.total and self._is_part(mention):
            return False
        told = (mention.label - words(binding.phrase)) | mention.parent
        if told - claim.words - claim.context and claim.parent - mention.words - mention.context:
            return False
        if self.several and not self._near(mention) and mention.parent:
            return False
        head = self.over.get(mention.quantity.unit.dims)
        if head is not None and head.place not in (mention.place, claim.place):
            return False
        kind = self.told.kinds.get(mention.place)
        if kind is not None and kind not in claim.words | claim.context | claim.label:
            return False
        theirs = (mention.words - words(binding.phrase)) | mention.parent
        if clash(theirs, (claim.words - words(self.claim.phrase)) | claim.parent) and mention.quantity.unit.dims:
            return False
        scope = mention.scope - REVISED
        return scope <= claim.scope or not claim.scope - REVISED

    def _is_part(self, mention: Mention) -> bool:
        """Whether a cost says more of itself than the total cost that is claimed."""
        claim = self.mention
        priced = not units.CURRENCIES.isdisjoint(d for d, _ in claim.quantity.unit.dims)
        alike = mention.quantity.unit.dims == claim.quantity.unit.dims
        return priced and alike and bool(mention.words - claim.words - PERIODS - PRICES)

    def neighbour(self, unsure: bool) -> str:
        """What the number may be instead: a neighbouring symbol whose rule gives it, by inputs no less sure."""
        head = self.claim.symbol.split("/")[1].split("_")[0]
        for other, rules in self.told.known.rules.items():
            if other == self.claim.symbol or not other.startswith(f"{self.pack}/") or head not in other:
                continue
            for rule in rules:
                relation = self.relation(rule) if rule.sign == "=" else None
                if (
                    relation is not None
                    and unsure >= relation.tentative
                    and gives(relation.expr, self.mention.quantity)
                ):
                    symbol = next((s for n in self.told.known.by_name.values() for k, s in n if k == other), None)
                    name = symbol.names[0] if symbol else other
                    stated = quantity_text(self.mention.quantity)
                    return f"{stated} is {name} ({working(relation.expr)}): say so if that is meant"
        return ""


def _factors(remark: str) -> list[Fraction]:
    """The whole numbers of things that a remark behind a claim may have multiplied it by: `1.2 TB (3 copies)`."""
    told = _COUNTED.findall(remark) if not any(c in "×*/+=" for c in remark) else ()
    return [Fraction(n.replace(",", "")) for n, _ in told[:2] if n.replace(",", "").isdigit()]


def _other_count(remark: str, other: Mention) -> bool:
    """Whether a remark behind one input counts what another one counts, and differently: `(decode pool: 40 GPUs)`."""
    told = _COUNTED.findall(remark) if not any(c in "×*/+=" for c in remark) else ()
    return any(n != other.quantity.numeral.text and words(noun) & other.counted for n, noun in told)


def _agree(found: Sequence[Binding]) -> bool:
    first = found[0].mention.quantity
    return all(comparable(first, b.mention.quantity) and agree(b.mention.quantity, first) for b in found)
