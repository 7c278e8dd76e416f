"""What the bound statements of a document say together: claims, kinds, and the entries above them."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence

from doclint.amounts import agree, comparable, written
from doclint.catalog import FAIR, SURE, Catalog
from doclint.symbols import Binding, Mention, Rule
from doclint.vocabulary import REVISED

QUALITIES = frozenset("peak average minimum median maximum total daily hourly weekly monthly yearly annual".split())
"""Words of a label that do not say what is counted."""
_WORD = re.compile(r"[a-z0-9]+")
MAX_CLAIMS = 64
MAX_WORDS = 6


Dims = tuple[tuple[str, int], ...]


class Told:
    """What the bound statements of a document say together.

    `kinds` are the words that tell statements of one sort apart, by their places. `models`: the document has several
    headings of level 1, each a subject of its own; `systems` are the packs whose symbols have values of their own in
    every chapter.
    """

    def __init__(
        self,
        known: Catalog,
        bound: Mapping[str, Sequence[Binding]],
        derived: Container[tuple[int, int]],
        mentions: Sequence[Mention],
        texts: Iterable[str] = (),
    ) -> None:
        self._texts = texts
        self._spoken = ""
        self.known = known
        self.bound = bound
        self.kinds = _kinds(bound)
        self.models = len({b.mention.top for found in bound.values() for b in found}) > 1
        self.systems = _systems(bound)
        self._derived = derived
        self._computed: dict[object, list[Mention]] = {}
        for mention in {b.mention.place: b.mention for found in bound.values() for b in found}.values():
            if mention.place in derived:
                for face, _ in written(mention.quantity):
                    self._computed.setdefault(face, []).append(mention)
        self._heads: dict[tuple[int, frozenset[str]], list[Mention]] = {}
        for mention in mentions:
            if mention.headline and mention.label and not mention.operand:
                self._heads.setdefault((mention.section, mention.label), []).append(mention)

    def excepts(self, rule: Rule) -> bool:
        """Whether the document speaks of something under which a rule does not hold."""
        if rule.unless and not self._spoken:
            self._spoken = f" {' '.join(_plain(t) for t in self._texts)} "
        return any(f" {_plain(words)} " in self._spoken for words in rule.unless)

    def over(self, mention: Mention) -> dict[Dims, Mention]:
        """The numbers of the entry that a statement is part of, by their dimensions."""
        heads = self._heads.get((mention.section, mention.parent), ())
        return {m.quantity.unit.dims: m for m in heads if m.quantity.unit.dims}

    def claims(self, key: str) -> list[tuple[Binding, list[Binding]]]:
        """Each value that a symbol is given in a scenario, at its first place, with the places that restate it.

        A value that a computation gives, beside it or of the same noun elsewhere, is no claim, unless its label says
        that it is a total.
        """
        found = self.bound.get(key, ())
        groups: list[tuple[Binding, list[Binding]]] = []
        explained = [b for b in found if b.mention.place in self._derived]
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
            same = (m for face, _ in written(mention.quantity) for m in self._computed.get(face, ()))
            if not whole and any(m.words & mention.words for m in same):
                continue
            groups.append((binding, []))
        return groups


def _plain(text: str) -> str:
    """A text as its words in lower case, with a space between two of them."""
    return " ".join(_WORD.findall(text.lower()))


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


def _restates(mention: Mention, known: Mention) -> bool:
    return (
        comparable(mention.quantity, known.quantity)
        and agree(mention.quantity, known.quantity)
        and (mention.scope - REVISED == known.scope - REVISED or not mention.scope - REVISED)
    )
