"""The formulas that a document states in words, each beside the forms in which a rule of a pack gives the same symbol.

Only products and quotients of names of symbols on one line are read; a line that might mean anything else is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from doclint.catalog import Catalog, catalog
from doclint.extract import PLAIN
from doclint.extract.numerals import read_numeral
from doclint.formula import names_in, substitute
from doclint.model import BARE, Apply, Block, Expr, Leaf, Name, Numeral, Quantity, Relation
from doclint.symbols import Pack, Rule
from doclint.vocabulary import phrase

_WORDS = re.compile(r"[^=\d]*[A-Za-z]{2}[^=\d]*=[^=]*?[A-Za-z]{2}")
"""A line that may define a name by words: no number before its sign."""
MAX_LINE = 200
MAX_FORMS = 24
_LINE = re.compile(
    r"[ \t>*\-•│├└─]*(?P<name>[A-Za-z][A-Za-z _()-]{0,59}?) ?= ?(?P<rest>[^=<>≤≥≈→\n]{3,160})(?P<next>=)?"
)
_PART = re.compile(
    r"\s*(?:(?P<name>[A-Za-z][A-Za-z0-9_]*(?:[ -](?!x )[A-Za-z][A-Za-z0-9_]*){0,6})(?![A-Za-z0-9_])"
    r"|(?P<num>\d{1,4})(?![\d.,%A-Za-z])|(?P<open>\()|(?P<close>\))|(?P<times>[×·∗*]|x(?= ))|(?P<over>[/÷]))"
)
_TOLD = re.compile(
    r"(?i)\b(?:wrong|incorrect|mistakes?|error|errors|before|old|previous|original|history|change ?log)\b"
)


class _Part(NamedTuple):
    kind: str
    text: str


def formulas(blocks: Sequence[Block], packs: Callable[[], tuple[Pack, ...]]) -> Iterator[Relation]:
    """Every formula in words that a rule of a pack can be compared with."""
    known: Catalog | None = None
    for block in blocks:
        text = block.text
        if block.quoted or "=" not in text or not any(c in text for c in "×·∗*/÷x"):
            continue
        if block.kind not in ("paragraph", "item", "fence") or (block.kind == "fence" and block.language not in PLAIN):
            continue
        if any(_TOLD.search(h) for h in block.headings) or any(m.kind == "strike" for m in block.marks):
            continue
        start = 0
        for line in text.split("\n"):
            if "=" in line and len(line) <= MAX_LINE and _WORDS.match(line):
                known = known or catalog(packs())
                yield from _formula(block, line, start, known)
            start += len(line) + 1


def _formula(block: Block, line: str, start: int, known: Catalog) -> Iterator[Relation]:
    found = _LINE.match(line)
    if found is None or (found["next"] is None and found.end() < len(line)):
        return
    named = found["name"].split("(")[0].strip()
    subjects = dict(_symbols(named, known))
    tree = _read(found["rest"].strip().rstrip(".;,")) if subjects else None
    if not isinstance(tree, Apply):
        return
    names = list(names_in(tree))
    for pack, symbol in subjects.items():
        own = {n.text: dict(_symbols(n.text, known)).get(pack) for n in names}
        if len(names) < 2 or any(key is None or key == symbol for key in own.values()):
            continue
        rules = [r for r in known.rules.get(f"{pack}/{symbol}", ()) if r.sign == "="]
        forms = [f for r in rules for form in r.forms for f in _plain(form)]
        if not forms or len(forms) > MAX_FORMS:
            continue
        expr = substitute(tree, {text: Name(key or "", -1, -1) for text, key in own.items()})
        span = block.place(start + found.start("name"), start + found.start("name") + len(named))
        claim = Quantity(Numeral(named, 0, 1), BARE, span.start, span.end)
        yield Relation(
            "formula", claim, expr, "same", named, others=tuple(forms), origin="pack", rule=rules[0].id,
            formula=_shown(rules[0]),
        )  # fmt: skip


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


def _read(text: str) -> Expr | None:
    """The product or quotient that a text spells, or None for anything else."""
    parts: list[_Part] = []
    at = 0
    while at < len(text):
        found = _PART.match(text, at)
        if found is None:
            return None
        kind = found.lastgroup or ""
        if kind == "over" and (
            text[found.end() : found.end() + 1].isalpha() or text[found.start("over") - 1].isalpha()
        ):
            return None
        parts.append(_Part(kind, found[kind]))
        at = found.end()
    reader = _Reader(parts)
    expr = reader.product(0)
    return expr if reader.at == len(parts) else None


class _Reader:
    """Factors from left to right; a product after a division without brackets is ambiguous, and so is none."""

    def __init__(self, parts: Sequence[_Part]) -> None:
        self.parts = parts
        self.at = 0

    def peek(self) -> str:
        return self.parts[self.at].kind if self.at < len(self.parts) else ""

    def product(self, depth: int) -> Expr | None:
        left = self.factor(depth)
        divided = False
        while left is not None and (kind := self.peek()) in ("times", "over"):
            if divided:
                return None
            divided = kind == "over"
            self.at += 1
            right = self.factor(depth)
            if right is None:
                return None
            left = Apply("/" if divided else "*", (left, right))
        return left

    def factor(self, depth: int) -> Expr | None:
        kind = self.peek()
        if not kind or depth > 8:
            return None
        text = self.parts[self.at].text
        self.at += 1
        if kind == "name":
            return Name(text, -1, -1)
        if kind == "num":
            numeral = read_numeral(text, text, 1, 0, "")
            return Leaf(Quantity(numeral, BARE, -1, -1)) if numeral is not None else None
        if kind != "open":
            return None
        inner = self.product(depth + 1)
        if self.peek() != "close":
            return None
        self.at += 1
        return inner
