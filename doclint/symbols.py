"""What rule packs know, and the statements of a document in their context, which may be bound to it."""

from __future__ import annotations

from typing import NamedTuple

from doclint.model import Expr, Quantity, Unit


class Symbol(NamedTuple):
    """A quantity that formulas name: its unit and the phrases by which documents call it."""

    name: str
    unit: Unit
    names: tuple[str, ...]
    doc: str = ""


class Rule(NamedTuple):
    """`claim` = any of `forms` (or `sign`: at most, at least), with symbols as names; `source` says where it is from.

    `definition` rules hold by the meaning of their symbols; the others are estimates. `unless` are words of a document
    in which the rule does not hold.
    """

    id: str
    claim: str
    forms: tuple[Expr, ...]
    sign: str = "="
    definition: bool = False
    formula: str = ""
    doc: str = ""
    source: str = ""
    bad: str = ""
    good: str = ""
    unless: tuple[str, ...] = ()


class Pack(NamedTuple):
    """A rule pack: closed data about one field."""

    name: str
    doc: str
    symbols: tuple[Symbol, ...]
    rules: tuple[Rule, ...]


class Mention(NamedTuple):
    """A statement in its context, in absolute places.

    Words are folded. `words` are its own (label, noun, qualifiers), `context` those of the headings and labels above,
    `parent` those of the label right above, `label` those of its entry, `scope` the words that set a scenario apart
    (baseline, stage 1), `names` its words that are symbols (TP, ttft), `counted` the noun that it counts, `of` the
    whole in "30% of total", `per` what the label or heading right above divides by (`/gpu`).
    `phrases` are the wordings by which a symbol may know it, the first `labels` of them labels; `key` is the label of
    its entry in full. `block`, `line`, `section`, `row` and `column` count from 0 (-1: none); `siblings` is the list or
    table of which it is an entry, `header` are the words above its column.
    Flags: `operand` stands inside a computation, `aside` is quoted, past, a name or a version, `limit` states what must
    hold, `headline` is the number of a short labelled line, `fenced` and `code` stand in a code block (of a program),
    `result` follows an equals sign, `led` a colon or a closing bracket, `labelled` is part of a label, `apart` is left
    out of totals, `total` has a label that says total, `whole` that or says so right above, `rate` has one that says
    per second, `elsewhere` a line that may speak of another case, time or party, `met` a line that says that a
    requirement is met (`within`: where the next line says so), `unmet` one that says that something is not, `altered` a
    remark or a second number by which it is of a part or counted in another way, `posed` is itself the case of which
    what is below speaks.
    `case` are the tokens by which its own words set it apart (on, with, in, before what; names; `bind/cases.py`),
    `said` all tokens of its line and of what stands above, `dates` the years, versions and numbers in headings and
    labels, `remark` what stands in brackets behind it, `gloss` that where it begins with a number. `top` and
    `chapter` are the first two headings above, `heading` is the last; `behind` is what follows the number in its line.
    """

    quantity: Quantity
    subject: str
    words: frozenset[str]
    context: frozenset[str]
    scope: frozenset[str]
    phrases: tuple[str, ...]
    block: int
    line: int
    section: int
    parent: frozenset[str] = frozenset()
    siblings: tuple[int, ...] = ()
    header: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    operand: bool = False
    aside: bool = False
    limit: bool = False
    headline: bool = False
    fenced: bool = False
    code: bool = False
    row: int = -1
    column: int = -1
    key: str = ""
    label: frozenset[str] = frozenset()
    result: bool = False
    led: bool = False
    labelled: bool = False
    apart: bool = False
    of: frozenset[str] = frozenset()
    total: bool = False
    whole: bool = False
    counted: frozenset[str] = frozenset()
    labels: int = 0
    met: bool = False
    unmet: bool = False
    within: tuple[int, int] = (0, 0)
    per: frozenset[str] = frozenset()
    rate: bool = False
    elsewhere: bool = False
    case: frozenset[str] = frozenset()
    said: frozenset[str] = frozenset()
    posed: bool = False
    gloss: str = ""
    altered: bool = False
    remark: str = ""
    dates: frozenset[str] = frozenset()
    top: str = ""
    chapter: str = ""
    heading: str = ""
    behind: str = ""

    @property
    def place(self) -> tuple[int, int]:
        """Where its number stands."""
        return self.quantity.start, self.quantity.end


class Binding(NamedTuple):
    """A mention taken for a symbol by one of its phrases, with the reason in words."""

    symbol: str
    mention: Mention
    confidence: float
    reason: str
    phrase: str = ""
