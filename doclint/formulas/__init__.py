"""The formulas that a document states over names, each beside the forms in which a rule of a pack gives its symbol.

Every name must be a name of a symbol of one pack, or stand for one by what the document says that it means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from doclint.algebra import product
from doclint.catalog import Catalog, catalog
from doclint.formula import names_in, substitute
from doclint.formulas.explained import meanings
from doclint.formulas.spelled import symbolic
from doclint.formulas.stated import Formula
from doclint.formulas.stated import formulas as stated_by
from doclint.model import BARE, Apply, Block, Expr, Name, Numeral, Quantity, Relation, leaves
from doclint.symbols import Pack, Rule
from doclint.vocabulary import phrase

MAX_FORMS = 24


def formulas(blocks: Sequence[Block], packs: Callable[[], tuple[Pack, ...]]) -> Iterator[Relation]:
    """Every formula over names that a rule of a pack can be compared with."""
    stated = [f for f in stated_by(blocks) if f.subject and f.equated and not f.ambiguous]
    if not stated:
        return
    names = (t for f in stated for t in (f.subject, *(n.text for n in names_in(f.expr))))
    symbols = frozenset(t for t in names if symbolic(t))
    meant: dict[str, set[str]] = {}
    for meaning in meanings(blocks, symbols):
        meant.setdefault(meaning.symbol, set()).add(meaning.phrase)
    sure = {symbol: next(iter(texts)) for symbol, texts in meant.items() if len(texts) == 1}
    known: Catalog | None = None
    for formula in stated:
        if all(not q.unit.text and not q.numeral.scaled for q in leaves(formula.expr)):
            known = known or catalog(packs())
            yield from _compared(formula, known, sure)


def _compared(formula: Formula, known: Catalog, meant: dict[str, str]) -> Iterator[Relation]:
    subjects = _keys(formula.subject, known, meant)
    names = list(names_in(formula.expr)) if subjects else []
    if len({n.text for n in names}) < (1 if product(formula.expr) is None else 2):
        return
    trees = _plain(formula.expr)
    for pack, symbol in subjects.items():
        own = {n.text: _keys(n.text, known, meant).get(pack) for n in names}
        if any(key is None or key == symbol for key in own.values()) or len(trees) > 1:
            continue
        rules = [r for r in known.rules.get(f"{pack}/{symbol}", ()) if r.sign == "="]
        forms = [f for r in rules for form in r.forms for f in _plain(form)]
        if not forms or len(forms) > MAX_FORMS:
            continue
        expr = substitute(trees[0], {text: Name(key or "", -1, -1) for text, key in own.items()})
        span = formula.span
        claim = Quantity(Numeral(formula.subject, 0, 1), BARE, span.start, span.end)
        sums = product(expr) is None or any(product(f) is None for f in forms)
        yield Relation(
            "formula", claim, expr, "same", formula.subject, others=tuple(forms), origin="pack", rule=rules[0].id,
            formula=_shown(rules[0]), estimate=sums and not all(r.definition for r in rules),
        )  # fmt: skip


def _keys(name: str, known: Catalog, meant: dict[str, str]) -> dict[str, str]:
    """The symbol of each pack that a name is, by what it is said to mean or else by itself."""
    return dict(_symbols(meant.get(name, name), known)) or dict(_symbols(name, known))


def _symbols(name: str, known: Catalog) -> Iterator[tuple[str, str]]:
    """The pack and the symbol that a name is in it; a name of two symbols of one pack is none."""
    keys = dict.fromkeys(key for key, _ in known.by_name.get(phrase(name), ()))
    packs = [key.split("/")[0] for key in keys]
    for key in keys:
        pack, symbol = key.split("/")
        if packs.count(pack) == 1:
            yield pack, symbol


def _shown(rule: Rule) -> str:
    return rule.formula.split("=", 1)[-1].strip().replace("*", "×").replace("_", " ")


def _plain(form: Expr) -> list[Expr]:
    """A form without roundings, with each choice that a minimum or maximum may make."""
    if not isinstance(form, Apply):
        return [form]
    if form.op in ("min", "max", "ceil", "floor"):
        return [f for arg in form.args for f in _plain(arg)]
    ways: list[tuple[Expr, ...]] = [()]
    for arg in form.args:
        ways = [(*way, f) for way in ways for f in _plain(arg)][:MAX_FORMS]
    return [Apply(form.op, way) for way in ways]
