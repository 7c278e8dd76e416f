"""The formulas that a document states, and the statements that their names may mean, looked up by name."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from doclint.bind.phrases import identified
from doclint.formula import names_in
from doclint.formulas.explained import counted, meanings
from doclint.formulas.spelled import symbolic
from doclint.formulas.stated import Formula, formulas, results
from doclint.model import Block, Extract
from doclint.symbols import Mention
from doclint.vocabulary import phrase, words

MAX_FORMULAS = 400
MAX_STATED = 64
"""Statements of one name; one that is stated more often is many things."""
MAX_BEFORE, MAX_AFTER = 24, 80
_JOINED = re.compile(r"([\w)]) ?[-×·⋅*÷/+−] ?$")
_GOES_ON = re.compile(r"\s*[-+−×·*÷/]\s*[\w(]")
_LABEL = re.compile(r"^[ \t>*•│├└─+|`-]*([A-Za-z]\w{0,3})[`*]? ?: ?[~≈$]?$")
_OTHER = re.compile(r"\b(?:current|today|old|before|previous|existing|now|baseline|limit|minimum|maximum|target|unit)")
"""Headers of columns that hold something else than what the formula in the row gives."""

Place = tuple[int, int]


@dataclass(slots=True)
class Known:
    """Formulas by subject; statements by label, identifier and noun; what symbols mean; the section of each block.

    `by_header` are cells by the header of their column, `cells` those of a row by it; `results` are the numbers that
    end a formula's own line, by the place of the formula; `before` and `after` are the text of its line around a
    number on its line.
    """

    formulas: list[Formula]
    by_subject: dict[str, list[Formula]] = field(default_factory=dict)
    by_phrase: dict[str, list[Mention]] = field(default_factory=dict)
    by_symbol: dict[str, list[Mention]] = field(default_factory=dict)
    by_words: dict[frozenset[str], list[Mention]] = field(default_factory=dict)
    by_header: dict[str, list[Mention]] = field(default_factory=dict)
    results: dict[Place, Mention] = field(default_factory=dict)
    cells: dict[tuple[tuple[int, ...], int, str], Mention | None] = field(default_factory=dict)
    meanings: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    sections: list[int] = field(default_factory=list)
    after: dict[Place, str] = field(default_factory=dict)
    before: dict[Place, str] = field(default_factory=dict)

    def named(self, name: str, block: int) -> tuple[list[Mention], bool]:
        """The statements that a name may mean, and whether it is their label or identifier."""
        found = list(self.by_symbol.get(name, ()))
        folded = phrase(name)
        if len(name) > 1:
            found += self.by_phrase.get(folded, ())
        meaning = self.meaning(name, block)
        if meaning:
            found += self.by_phrase.get(meaning, ())
        if not found:
            found += self.by_phrase.get(counted(folded), ()) if counted(folded) != folded else ()
        if found:
            return list({m.place: m for m in found}.values()), True
        said = words(meaning or name)
        return (self.by_words.get(said, []) if said else []), False

    def beside(self, name: str, block: int, claim: Mention) -> Mention | None:
        """The cell of a claim's row that stands under a name."""
        keys = (phrase(name), self.meaning(name, block))
        found = [self.cells.get((claim.siblings, claim.row, key)) for key in keys if key and claim.column > 0]
        return next((m for m in found if m is not None), None)

    def meaning(self, name: str, block: int) -> str:
        """The phrase that a symbol stands for, as its section says or else the document; empty where they differ."""
        found = self.meanings.get(name, ())
        here = {text for at, text in found if self.sections[at] == self.sections[block]} or {t for _, t in found}
        return next(iter(here)) if len(here) == 1 else ""

    def given(self, name: str) -> Sequence[Formula]:
        """The formulas whose subject a name is."""
        return [f for f in self.by_subject.get(phrase(name), ()) if len(name) > 1 or f.subject == name]

    def key(self, name: str, block: int) -> str:
        """What an unknown name has in common with other spellings of it."""
        return self.meaning(name, block) or (phrase(name) if len(name) > 1 else name)


def known(
    blocks: Sequence[Block], raw: Sequence[Extract], placed: Sequence[Extract], mentions: Sequence[Mention]
) -> Known | None:
    """What a document says by formulas; None where it states none. `raw` extracts count in their block's text."""
    stated: list[Formula] = []
    for one in formulas(blocks):
        stated.append(one)
        if len(stated) == MAX_FORMULAS:
            break
    if not stated:
        return None
    found = Known(stated)
    names = {n for f in stated for n in (f.subject, *f.aliases, *(n.text for n in names_in(f.expr)))} - {""}
    for one in stated:
        for name in () if not one.subject else dict.fromkeys(phrase(n) for n in (one.subject, *one.aliases)):
            found.by_subject.setdefault(name, []).append(one)
    for meaning in meanings(blocks, frozenset(n for n in names if symbolic(n))):
        found.meanings.setdefault(meaning.symbol, []).append((meaning.block, meaning.phrase))
    section, headings = 0, tuple[str, ...]()
    for block in blocks:
        section += block.headings != headings
        headings = block.headings
        found.sections.append(section)
    symbols = _symbols(found, blocks, raw, placed)
    _index(found, mentions, symbols, names)
    _tabulate(found, blocks, mentions)
    _name_results(found, blocks, mentions)
    return found


def _symbols(
    found: Known, blocks: Sequence[Block], raw: Sequence[Extract], placed: Sequence[Extract]
) -> dict[Place, tuple[str, bool]]:
    """The identifier of every number, by place, and whether it only ends a formula; keeps what follows each number."""
    symbols: dict[Place, tuple[str, bool]] = {}
    for block, mine, there in zip(blocks, raw, placed, strict=True):
        for statement, at in zip(mine.statements, there.statements, strict=True):
            place = (at.quantity.start, at.quantity.end)
            symbols[place] = _symbol(block.text, statement.quantity.start)
            line = block.text.rfind("\n", 0, statement.quantity.start) + 1
            found.before[place] = block.text[
                max(line, statement.quantity.start - MAX_BEFORE) : statement.quantity.start
            ]
            found.after[place] = block.text[statement.quantity.end : statement.quantity.end + MAX_AFTER].split("\n")[0]
    return symbols


def _index(found: Known, mentions: Sequence[Mention], symbols: dict[Place, tuple[str, bool]], names: set[str]) -> None:
    """Enters every statement under each of the names in use by which it may be known."""
    phrases = {phrase(n) for n in names} | {text for m in found.meanings.values() for _, text in m}
    phrases |= {counted(p) for p in phrases}
    nouns = {words(n) for n in (*names, *phrases)} - {frozenset()}
    inside = sorted(f.inside for f in found.formulas)
    of = {f.inside: (f.subject, *f.aliases) for f in found.formulas}
    rests = sorted((f.rest, f.inside) for f in found.formulas if f.rest.end > f.rest.start)
    for mention in mentions:
        at = bisect_right(rests, ((mention.place[0], 1 << 62), (0, 0))) - 1
        symbol, joined = symbols.get(mention.place, ("", False))
        if (
            at >= 0
            and mention.place[0] < rests[at][0][1]
            and not (mention.operand or mention.aside or _GOES_ON.match(found.after.get(mention.place, "")))
            and _JOINED.search(found.before.get(mention.place, "")) is None
            and (not symbol or symbol in of[rests[at][1]] or not of[rests[at][1]][0])
        ):
            found.results.setdefault(rests[at][1], mention)
        if _is_inside(mention.place, inside) or mention.aside or mention.quantity.numeral.hedge in ("<", ">", "≤", "≥"):
            continue
        begins = mention.operand and _GOES_ON.match(found.after.get(mention.place, "")) is not None
        if symbol in names and not joined and not begins:
            found.by_symbol.setdefault(symbol, []).append(mention)
        if mention.operand:
            continue
        for text in dict.fromkeys(t for p in mention.phrases[: mention.labels] for t in (p, counted(p))):
            if text in phrases and mention.headline and not (joined and text == phrase(symbol)):
                found.by_phrase.setdefault(text, []).append(mention)
        if not mention.label and mention.words in nouns and not mention.quantity.unit.dims:
            found.by_words.setdefault(mention.words, []).append(mention)


def _name_results(found: Known, blocks: Sequence[Block], mentions: Sequence[Mention]) -> None:
    """Enters the numbers that lines of mathematics end in under the names that they begin with."""
    starts = [m.place[0] for m in mentions]
    formed = sorted(f.inside for f in found.formulas)
    for name, span in results(blocks):
        inside = mentions[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
        inside = [m for m in inside if not (m.operand or m.aside or _is_inside(m.place, formed))]
        ends = [m for m in inside if not _GOES_ON.match(found.after.get(m.place, ""))]
        if ends:
            found.by_phrase.setdefault(phrase(name), []).append(ends[0])


def _tabulate(found: Known, blocks: Sequence[Block], mentions: Sequence[Mention]) -> None:
    """Enters cells under their headers; one with two numbers is none, the only number of a row its formula's result."""
    headers = {(b.container, b.column): phrase(b.text.split("(")[0]) for b in blocks if b.kind == "cell" and b.row == 0}
    rows: dict[tuple[tuple[int, ...], int], list[Mention]] = {}
    for mention in mentions:
        header = headers.get((mention.siblings, mention.column)) if mention.row > 0 else None
        if header and mention.column > 0 and not (mention.total or mention.aside or mention.operand):
            key = (mention.siblings, mention.row, header)
            found.cells[key] = None if key in found.cells else mention
            found.by_header.setdefault(header, []).append(mention)
        if mention.row > 0 and mention.column > 0:
            rows.setdefault((mention.siblings, mention.row), []).append(mention)
    for formula in found.formulas:
        block = blocks[formula.block]
        row = rows.get((block.container, block.row), []) if formula.tabled else []
        if len(row) == 1 and not _OTHER.search(headers.get((block.container, row[0].column), "")):
            found.results.setdefault(formula.inside, row[0])


def _symbol(text: str, start: int) -> tuple[str, bool]:
    """The identifier that a number is given to, and whether it only ends a formula: `TP × PP = 4 × 2`."""
    symbol = identified(text, start)
    if not symbol:
        labelled = _LABEL.search(text, max(0, start - MAX_BEFORE, text.rfind("\n", 0, start) + 1), start)
        return (labelled[1] if labelled else ""), False
    at = text.rfind(symbol, 0, start)
    operator = _JOINED.search(text, max(0, at - 4), at)
    return symbol, operator is not None and (not operator[1].isdigit() or " " in text[at:start])


def _is_inside(place: Place, spans: Sequence[Place]) -> bool:
    """Whether a number is a part of a formula."""
    at = bisect_right(spans, (place[0], 1 << 62)) - 1
    return at >= 0 and place[1] <= spans[at][1]
