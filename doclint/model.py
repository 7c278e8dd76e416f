"""The nouns of doclint: immutable, standard library only. Small ones are named tuples, which start and build faster.

Offsets are code points. Inside a block they count in the block's visible text; `Block.place` turns them into
half-open offsets of the source, and `Source.position` turns those into 1-based lines and columns.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from operator import attrgetter
from typing import Literal, NamedTuple

Rational = int | Fraction
Severity = Literal["error", "warning", "info"]
Status = Literal["verified", "contradicted", "undecided", "stated"]


class Span(NamedTuple):
    """Half-open range of code points."""

    start: int
    end: int


class Source:
    """A document's path (as found from the argument) and its decoded text (no BOM, line ends kept)."""

    __slots__ = ("_lines", "notes", "path", "text")

    def __init__(self, path: str, text: str, notes: tuple[str, ...] = ()) -> None:
        self.path = path
        self.text = text
        self.notes = notes
        self._lines: list[int] | None = None

    def line_starts(self) -> list[int]:
        """Offset of the first code point of every line; a line ends with LF, CRLF or CR."""
        if self._lines is None:
            text = self.text
            starts = [0]
            if "\r" in text:
                at = 0
                for line in text.replace("\r\n", "\n\n").replace("\r", "\n").split("\n"):
                    at += len(line) + 1
                    starts.append(at)
                starts = [
                    s for s in starts if s == 0 or not (s < len(text) and text[s - 1] == "\r" and text[s] == "\n")
                ]
            else:
                find = text.find
                at = find("\n")
                while at >= 0:
                    starts.append(at + 1)
                    at = find("\n", at + 1)
            while len(starts) > 1 and starts[-1] > len(text):
                starts.pop()
            self._lines = starts
        return self._lines

    def position(self, offset: int) -> tuple[int, int]:
        """1-based line and 1-based code-point column of an offset."""
        starts = self.line_starts()
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1


class Piece(NamedTuple):
    """A run of a block's visible text: text[at:] until the next piece was read from source[start:end].

    A verbatim piece maps code point by code point; any other (an entity, an escape, a rewritten tag) maps as a whole.
    """

    at: int
    start: int
    end: int
    verbatim: bool


_piece_at = attrgetter("at")


class Mark(NamedTuple):
    """A stretch of a block's visible text with a meaning of its own; a note is what stands before a footnote's mark."""

    kind: Literal["math", "code", "strong", "strike", "link", "comment", "note"]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """One leaf of the document as it reads: inline markup removed, operators kept, every character mapped.

    `container` is the path of the enclosing lists, items, quotes and tables as ids that are unique in the document
    (outermost first), so that siblings share a prefix. `row` and `column` count from 0 in tables; row 0 is the header.
    `header` holds for cells that head others, `covers` are the rows and columns that a cell of HTML takes.
    `quoted` holds for block quotes. `exact` is False where the text could only be mapped to its line.
    """

    kind: Literal["heading", "paragraph", "item", "cell", "fence", "math", "front_matter", "html", "definition"]
    text: str
    pieces: tuple[Piece, ...]
    marks: tuple[Mark, ...] = ()
    headings: tuple[str, ...] = ()
    language: str = ""
    container: tuple[int, ...] = ()
    row: int = -1
    column: int = -1
    quoted: bool = False
    exact: bool = True
    header: bool = False
    covers: tuple[int, int] = (1, 1)

    def place(self, start: int, end: int) -> Span:
        """Source offsets of text[start:end]."""
        pieces = self.pieces
        if not pieces:
            return Span(0, 0)
        first = last = pieces[0]
        if len(pieces) > 1:
            first = pieces[max(0, bisect_right(pieces, start, key=_piece_at) - 1)]
            last = pieces[max(0, bisect_right(pieces, max(start, end - 1), key=_piece_at) - 1)]
        begin = first.start + (start - first.at) if first.verbatim else first.start
        finish = last.start + (end - last.at) if last.verbatim else last.end
        return Span(begin, max(begin, finish))


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written: factor to base units (bit, second, ...), hard dimensions and counted nouns with exponents.

    `prefix` is the sum of exponent x power of the SI prefixes that may also be meant as binary (GB: 3, MB/s: 2).
    """

    text: str
    factor: Rational = 1
    dims: tuple[tuple[str, int], ...] = ()
    nouns: tuple[tuple[str, int], ...] = ()
    prefix: int = 0


BARE = Unit("")
TIME = (("time", 1),)
SIZE = (("information", 1),)
"""The dimensions of a duration and of a size."""


class Numeral(NamedTuple):
    """A number as written.

    `number` is its exact magnitude with the scale suffix applied; `place` the magnitude of one unit in its last written
    digit; `hedge` one of "", "~", "<", "≤", ">", "≥"; `exact` holds for integers with neither fraction nor scale.
    """

    text: str
    number: Rational
    place: Rational
    hedge: str = ""
    exact: bool = True
    scaled: bool = False

    @property
    def size(self) -> Rational:
        """The magnitude without its sign."""
        return self.number if self.number >= 0 else -self.number


class Quantity(NamedTuple):
    """A numeral with its unit, at text[start:end]: `start` at the first digit or sign, `end` after the unit."""

    numeral: Numeral
    unit: Unit
    start: int
    end: int
    label: str = ""


class Leaf(NamedTuple):
    """An operand: a quantity as it stands."""

    quantity: Quantity


class Name(NamedTuple):
    """An operand given by a symbol or by words."""

    text: str
    start: int
    end: int


class Apply(NamedTuple):
    """An operator or a function over operands; `op` is one of + - * / ^ neg or a function's name."""

    op: str
    args: tuple[Expr, ...]


Expr = Leaf | Name | Apply


def leaves(expr: Expr) -> Iterable[Quantity]:
    """The quantities of an expression from left to right."""
    if isinstance(expr, Leaf):
        yield expr.quantity
    elif isinstance(expr, Apply):
        for arg in expr.args:
            yield from leaves(arg)


class Statement(NamedTuple):
    """The document says: subject = quantity, here. Claim and parameter are its roles."""

    subject: str
    quantity: Quantity


Kind = Literal[
    "equation", "conversion", "percentage", "ratio", "sum", "table", "count", "restatement", "bound", "rule", "formula"
]


Origin = Literal["stated", "declared", "pack", "inferred"]


@dataclass(frozen=True, slots=True)
class Relation:
    """`claim` op `expr`: the one shape of equations, conversions, percentages, ratios, totals and bounds.

    `tentative` relations are guessed: they accuse only when a known slip reconciles them.
    `others` are further ways to take an ambiguous text (a dash for a minus): one that agrees is believed.
    `aside` is set for text that is quoted, past or hypothetical: such relations verify, they never accuse.
    `origin` tells who says so, `rule` names the rule of a pack, `formula` shows it as written there,
    `hint` says what else the number may be, `again` are the places where the claim is restated,
    `estimate` holds for rules that are no definitions, `support` are numbers that obey the same relation,
    `more` holds where the text says that something went in that the expression does not show (with redundancy),
    `guess` names the kind of guess of an inferred relation that has only units and neighbourhood as its grounds,
    `rivals` are numbers that the expression may be said of instead, `beside` such as may have gone into the claim;
    `scaled` holds where a label or a header names the unit or the scale of the claim.
    """

    kind: Kind
    claim: Quantity
    expr: Expr
    op: str = "="
    subject: str = ""
    tentative: bool = False
    aside: bool = False
    also: tuple[Quantity, ...] = ()
    previous: int = -1
    others: tuple[Expr, ...] = ()
    origin: Origin = "stated"
    rule: str = ""
    formula: str = ""
    hint: str = ""
    again: tuple[Quantity, ...] = ()
    estimate: bool = False
    support: tuple[Quantity, ...] = ()
    guess: str = ""
    more: bool = False
    rivals: tuple[Quantity, ...] = ()
    beside: tuple[Quantity, ...] = ()
    scaled: bool = False


class Entry(NamedTuple):
    """One line of a list, tree or column: its label, its indentation and the quantity it states, if any.

    `derived` tells that the line computes its quantity itself, `apart` that a total may leave it out. `sides` are the
    quantities that stand right after the label or a relation sign, `amounts` all that the line holds.
    """

    label: str
    depth: int
    quantity: Quantity | None
    derived: bool = False
    apart: bool = False
    sides: tuple[Quantity, ...] = ()
    amounts: tuple[Quantity, ...] = ()


class Extract(NamedTuple):
    """What one block says, in its own offsets. `entries` are its lines, for totals over lists."""

    statements: tuple[Statement, ...] = ()
    relations: tuple[Relation, ...] = ()
    entries: tuple[Entry, ...] = ()


class Derivation(NamedTuple):
    """How a number was derived: its interval in the unit of the claim, the working, the reading and the rule used."""

    low: Rational
    high: Rational
    best: Rational
    unit: str
    working: str
    reading: str = ""
    rule: str = ""


class Verdict(NamedTuple):
    """The only judgement of a relation. `slip` names the known slip that reconciles a contradiction."""

    status: Literal["agrees", "loose", "contradicts", "undecided"]
    derivation: Derivation | None = None
    reason: str = ""
    slip: str = ""
    error: float = 0.0
    advice: str = ""


SCALES = frozenset(("1000", "1024", "60", "8", "3600", "1000000", "1024²", "10⁹", "1024³", "86400", "24"))


@dataclass(frozen=True, slots=True)
class Judged:
    """A relation with its verdict, in absolute places; what checks see."""

    relation: Relation
    verdict: Verdict

    @property
    def contradicted(self) -> bool:
        return self.verdict.status == "contradicts"

    @property
    def scale_slip(self) -> bool:
        """Whether a factor between units, and not a digit, separates claim and derivation."""
        return self.contradicted and self.verdict.slip[1:] in SCALES

    @property
    def bits_and_bytes(self) -> bool:
        """Whether bits stand on one side and bytes on the other."""
        sizes = [q.unit for q in (self.relation.claim, *leaves(self.relation.expr))]
        kinds = {"B" in u.text or "byte" in u.text.lower() for u in sizes if ("information", 1) in u.dims}
        return len(kinds) == 2

    @property
    def wrong_number(self) -> bool:
        """Whether the number itself is contradicted, with no unit or scale to blame."""
        return (
            self.contradicted
            and not self.scale_slip
            and self.verdict.reason != "dimension"
            and self.relation.op in "=≈"
        )


class Amount(NamedTuple):
    """A number for readers and machines: as written, as a number in `unit`."""

    text: str
    number: float
    unit: str


class Related(NamedTuple):
    span: Span
    role: Literal["input", "restatement", "conflict", "support"]
    message: str


class Consequence(NamedTuple):
    span: Span
    claimed: Amount
    corrected: Amount


class Edit(NamedTuple):
    span: Span
    text: str


class Fix(NamedTuple):
    message: str
    applicability: Literal["safe", "unsafe", "display"]
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A mistake with its proof. `span` is absolute; `number` in derived is in the unit of `claimed`."""

    code: str
    name: str
    severity: Severity
    message: str
    span: Span
    confidence: Literal["high", "low"] = "high"
    claimed: Amount | None = None
    derivation: Derivation | None = None
    subject: str = ""
    related: tuple[Related, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    hint: str = ""
    fixes: tuple[Fix, ...] = ()
    fingerprint: str = ""


class CheckedRelation(NamedTuple):
    """One check that was made of a claim."""

    kind: Kind
    relation: str
    verdict: Literal["verified", "contradicted", "undecided"]
    precision: Literal["written", "loose"]
    rule: str
    reading: str
    working: str
    inputs: tuple[Span, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A numeral read as a quantity, with the checks made of it and what came out."""

    span: Span
    amount: Amount
    subject: str
    status: Status
    reason: str = ""
    checks: tuple[CheckedRelation, ...] = ()
    affected_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """All of one document: findings and claims in document order, and notes for stderr.

    `read_claims` makes the claims; they are made once, when somebody first asks for them.
    """

    source: Source
    findings: tuple[Finding, ...] = ()
    read_claims: Callable[[], tuple[Claim, ...]] = tuple
    notes: tuple[str, ...] = ()

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        return self.read_claims()
