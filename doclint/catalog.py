"""Symbols of rule packs in a document: which statement may mean which symbol, looked up by phrase, unit and kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from doclint.model import SIZE, Apply, Expr, Leaf, Quantity
from doclint.pack_table import MAKERS, NAMES
from doclint.symbols import Binding, Mention, Pack, Rule, Symbol
from doclint.vocabulary import phrase, words

SURE, FAIR, LIKELY = 0.95, 0.8, 0.5
"""Confidence of a binding by label or identifier, by a noun with its `per`, and by other words."""
_PARTS = frozenset("kv query draft cached teacher student".split())
"""Words of a label that make a number another symbol's."""
_HOLDERS = frozenset(("/gpu", "/device", "/card", "/accelerator", "/rank", "/node", "/server"))
"""What holds a part of the things that a number counts."""
_KINDS = frozenset("routed shared active activated".split())
"""Qualifiers by which a number is of a part of what a symbol counts."""


class Catalog(NamedTuple):
    """Packs ready for look-up: symbols by folded name, rules by the symbol they give."""

    by_name: Mapping[str, tuple[tuple[str, Symbol], ...]]
    rules: Mapping[str, tuple[Rule, ...]]


@lru_cache(maxsize=16)
def _made(name: str) -> Pack:
    return MAKERS[name]()


def shipped(mentions: Sequence[Mention] | None = None) -> tuple[Pack, ...]:
    """The shipped packs of which the statements may mean two symbols or more; without statements, all of them."""
    if mentions is None:
        return tuple(_made(name) for name in MAKERS)
    spoken = {text for m in mentions for text in _divided(m)}
    return tuple(_made(name) for name, names in NAMES.items() if len(names & spoken) > 1)


@lru_cache(maxsize=64)
def catalog(packs: tuple[Pack, ...]) -> Catalog:
    """The look-up tables of some packs; a symbol's key is `pack/name`."""
    by_name: dict[str, list[tuple[str, Symbol]]] = {}
    rules: dict[str, list[Rule]] = {}
    for pack in packs:
        for symbol in pack.symbols:
            for name in dict.fromkeys(phrase(n) for n in (*symbol.names, symbol.name)):
                by_name.setdefault(name, []).append((f"{pack.name}/{symbol.name}", symbol))
        for rule in pack.rules:
            rule = rule._replace(forms=tuple(_unplaced(f) for f in rule.forms))
            rules.setdefault(f"{pack.name}/{rule.claim}", []).append(rule)
    return Catalog({n: tuple(s) for n, s in by_name.items()}, {n: tuple(r) for n, r in rules.items()})


def _unplaced(expr: Expr) -> Expr:
    """A form whose constants stand in no document."""
    if isinstance(expr, Leaf):
        return Leaf(expr.quantity._replace(start=-1, end=-1))
    if isinstance(expr, Apply):
        return Apply(expr.op, tuple(_unplaced(a) for a in expr.args))
    return expr


def bindings(mentions: Sequence[Mention], known: Catalog) -> dict[str, list[Binding]]:
    """The mentions that each symbol may mean, in document order; a mention binds by its longest matching phrase."""
    found: dict[str, list[Binding]] = {}
    for mention in mentions:
        if mention.aside:
            continue
        best: dict[str, tuple[int, Binding]] = {}
        for at, text in enumerate(_divided(mention)):
            for key, symbol in known.by_name.get(text, ()):
                fitted = _fitted(mention.quantity, symbol, mention)
                if fitted is None or _of_each(mention, symbol, text) or mention.label & _PARTS - words(text):
                    continue
                size = text.count(" ") + 1
                by_label = mention.headline and at < mention.labels
                sure = by_label or text in mention.names or (at < mention.labels and not mention.operand)
                if mention.quantity.unit.text == "%" and mention.counted - words(text):
                    sure = False
                if mention.words & _KINDS - words(text):
                    sure = False
                fair = " per " in text and size > 2 and not mention.operand
                binding = Binding(
                    key,
                    mention if fitted is mention.quantity else mention._replace(quantity=fitted),
                    SURE if sure and not mention.operand else FAIR if fair else LIKELY,
                    f"{'its label' if by_label else 'its words'} “{text}” name{'s' if by_label else ''} {symbol.name}",
                    text,
                )
                pack = key.split("/")[0]
                rank = size + 10 * (" per " in text) + (1 if by_label else 0)
                if pack not in best or rank > best[pack][0]:
                    best[pack] = (rank, binding)
        for _, binding in best.values():
            found.setdefault(binding.symbol, []).append(binding)
    return found


def _of_each(mention: Mention, symbol: Symbol, text: str) -> bool:
    """Whether a number is per something that neither the name nor the unit of a symbol says: requests per order."""
    asked = {phrase(n) for n, power in symbol.unit.nouns if power < 0}
    each = {phrase(n) for n, power in mention.quantity.unit.nouns if power < 0}
    if not mention.quantity.unit.text:
        each |= {w[1:] for w in mention.words - mention.label if w[0] == "/"}
    elif mention.headline and len(mention.label) > 1:
        each |= {w[1:] for w in mention.label if w[0] == "/"}
    elif each:
        each |= {w[1:] for w in mention.words & _HOLDERS}
    told = words(text)
    return any(noun not in asked and f"per {noun}" not in text and f"/{noun}" not in told for noun in each)


def _divided(mention: Mention) -> Iterator[str]:
    """A mention's phrases; under "per GPU", memory is memory per GPU."""
    extensive = mention.quantity.unit.dims == SIZE
    for text in mention.phrases:
        yield f"{text} per {min(mention.per)[1:]}" if mention.per and extensive and " per " not in text else text


def _fitted(quantity: Quantity, symbol: Symbol, mention: Mention) -> Quantity | None:
    """The quantity in a unit that the symbol may have, or None: a bare number takes the unit that its label names."""
    unit, wanted = quantity.unit, symbol.unit
    share = wanted.text in ("%", "percent")
    if unit.text in ("%", "percent"):
        return quantity if share else None
    if unit.text == "x":
        return quantity if not wanted.dims and not share and not wanted.nouns else None
    if unit.dims == wanted.dims:
        if share:
            return quantity if quantity.numeral.size <= 1 else None
        nouns = {n for n, power in unit.nouns if power > 0}
        theirs = {n for n, _ in wanted.nouns}
        if not nouns or not theirs or nouns & theirs:
            return quantity
        return quantity if not unit.dims and mention.counted & words(" ".join(theirs)) else None
    if not unit.dims and not unit.nouns and dict(wanted.dims) == {"time": -1} and mention.rate:
        return quantity._replace(unit=wanted)
    return None


def told(mentions: Sequence[Mention], packs: tuple[Pack, ...]) -> list[Binding]:
    """Every binding in document order, for readers."""
    found = [b for group in bindings(mentions, catalog(packs)).values() for b in group]
    return sorted(found, key=lambda b: (b.mention.quantity.start, b.symbol))
