"""The same quantity stated again: later statements compared with the earlier ones that name the same thing.

Two statements name the same thing as far as their words say so. How sure that must be depends on how much the
agreement of their digits proves: three significant digits prove more than one.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from fractions import Fraction
from functools import lru_cache

from doclint.judge import half_place
from doclint.model import Leaf, Quantity, Rational, Relation
from doclint.slips import differ_in_one
from doclint.symbols import Mention
from doclint.vocabulary import clash

REVISED = frozenset(("revised", "corrected", "optimized", "optimised"))
"""Scenarios that hold from there on."""
PARTS = ("stage", "tier", "step", "level", "rack", "region", "phase")
"""Scenarios that are parts of one whole."""
MAX_CANDIDATES = 48
MAX_SAME = 8
MAX_LABELS = 60
MOST = 10**300
MAX_POSTINGS = 400
NONE, NEAR, TIGHT, SAME = range(4)
ENOUGH = 3
"""Likeness, further agreeing statements and significant digits, added up, that let two statements be compared."""


def restatements(
    mentions: Sequence[Mention], derived: Container[tuple[int, int]], checked: Container[tuple[int, int]]
) -> Iterator[Relation]:
    """One relation for every statement that says again what an earlier one said, or that differs from it by a slip.

    `derived` are places of numbers with a derivation of their own, `checked` those of inputs of verified equations.
    """
    postings: dict[str, list[int]] = {}
    keys = [key(m.quantity) for m in mentions]
    swept, single = _swept(mentions, keys)
    places: dict[tuple[object, int, int], list[int]] = {}
    sections = _Sections(mentions, keys)
    for at, mention in enumerate(mentions):
        if mention.aside or not keys[at][1]:
            continue
        found: list[Relation] = []
        told = _named(mention)
        apart = mention.operand and mention.place not in checked
        if (
            not apart
            and mention.words not in swept
            and (told if significant(mention.quantity) > 1 else told and mention.headline)
        ):
            found = list(_compare(at, mentions, _candidates(mention, postings), derived, sections, single))
        if not found and mention.place in checked:
            found = list(_input(at, mentions, places.get(keys[at], ())))
        yield from found
        for word in mention.words | mention.parent:
            postings.setdefault(word, []).append(at)
        places.setdefault(keys[at], []).append(at)


class _Sections:
    """Which sections repeat each other's labels with other numbers: instances of one thing, not the thing again."""

    def __init__(self, mentions: Sequence[Mention], keys: Sequence[tuple[object, int, int]]) -> None:
        self._said: dict[int, dict[frozenset[str], tuple[object, int, int]]] = {}
        self._apart: dict[tuple[int, int], bool] = {}
        for mention, one in zip(mentions, keys, strict=True):
            if (mention.headline or mention.names) and mention.words and not mention.operand:
                said = self._said.setdefault(mention.section, {})
                if len(said) < MAX_LABELS:
                    said.setdefault(mention.words, one)

    def apart(self, first: int, second: int) -> bool:
        """Whether two sections give two or more of their common labels different numbers."""
        if first == second:
            return False
        if (first, second) not in self._apart:
            a, b = self._said.get(first, {}), self._said.get(second, {})
            self._apart[first, second] = sum(words in b and b[words] != one for words, one in a.items()) > 1
        return self._apart[first, second]


def _swept(
    mentions: Sequence[Mention], keys: Sequence[tuple[object, int, int]]
) -> tuple[set[frozenset[str]], set[frozenset[str]]]:
    """Words that several numbers share: of one order within one block, or more than two in all; and words of one."""
    values: dict[tuple[frozenset[str], object], dict[tuple[int, int], int]] = {}
    swept: set[frozenset[str]] = set()
    for mention, (kind, digits, exponent) in zip(mentions, keys, strict=True):
        if mention.operand or not mention.words or mention.scope or mention.words in swept:
            continue
        known = values.setdefault((mention.words, kind), {})
        for (other, order), block in known.items():
            if other != digits and order == exponent and block == mention.block:
                swept.add(mention.words)
        known[digits, exponent] = mention.block
        if sum(order == exponent for _, order in known) > 2 or (len(known) > 2 and significant(mention.quantity) < 2):
            swept.add(mention.words)
    return swept, {words for (words, _), known in values.items() if len(known) == 1}


def _named(mention: Mention) -> bool:
    """Whether a number says what it counts or measures: by its unit, its symbol or its place in a table or figure."""
    if mention.quantity.numeral.size == 1:
        return False
    placed = mention.row >= 0 or (mention.fenced and not mention.code) or (mention.headline and bool(mention.label))
    return bool(mention.quantity.unit.text) or bool(mention.names) or (placed and len(mention.words) > 1)


def key(quantity: Quantity) -> tuple[object, int, int]:
    """Hard dimensions, leading digits and magnitude of a quantity in base units: equal for equal amounts."""
    number = Fraction(quantity.numeral.size) * quantity.unit.factor
    if not number:
        return (quantity.unit.dims, 0, 0)
    exponent = _exponent(number)
    return (_kind(quantity), round(number * 1000 / Fraction(10) ** exponent), exponent)


def _kind(quantity: Quantity) -> object:
    return quantity.unit.dims or (quantity.unit.text if quantity.unit.text in ("%", "x") else "")


def _exponent(number: Fraction) -> int:
    exponent = len(str(number.numerator)) - len(str(number.denominator))
    while number >= Fraction(10) ** (exponent + 1):
        exponent += 1
    while number < Fraction(10) ** exponent:
        exponent -= 1
    return exponent


def significant(quantity: Quantity) -> int:
    """How many significant digits are written, trailing zeros of integers not counted."""
    digits = "".join(c for c in quantity.numeral.text.split("e")[0] if c.isdigit()).lstrip("0")
    return len(digits.rstrip("0")) if "." not in quantity.numeral.text else len(digits)


def _candidates(mention: Mention, postings: dict[str, list[int]]) -> list[int]:
    """Earlier mentions that share a word, those by rare words first."""
    lists = sorted((postings[w] for w in mention.words if w in postings), key=len)
    found: dict[int, None] = {}
    for one in lists[:4]:
        for at in one[-MAX_CANDIDATES:] if len(one) > MAX_POSTINGS else one[:8] + one[8:][-MAX_CANDIDATES:]:
            found[at] = None
    return list(found)


def _compare(
    at: int,
    mentions: Sequence[Mention],
    candidates: Sequence[int],
    derived: Container[tuple[int, int]],
    sections: _Sections,
    single: Container[frozenset[str]],
) -> Iterator[Relation]:
    """An earlier statement that says the same, or one that differs by a digit and is surely the same thing.

    Of two that agree, the one without a derivation of its own follows from the one that has it.
    """
    mention = mentions[at]
    own = mention.place in derived
    same: list[tuple[int, Mention]] = []
    slipped: list[tuple[int, Mention]] = []
    for other in candidates:
        known = mentions[other]
        if not comparable(mention.quantity, known.quantity) or _instances(mention, known):
            continue
        level = likeness(mention, known)
        if level == NONE or not _near(mention.quantity, known.quantity):
            continue
        if agree(mention.quantity, known.quantity):
            same.append((level, known))
        elif slipped_digit(known.quantity, mention.quantity):
            slipped.append((level, known))
    if same:
        top = max(level for level, _ in same)
        if proof(mention, [k for level, k in same if level == top], top) < ENOUGH:
            return
        if significant(mention.quantity) < 2 and any(level >= top for level, _ in slipped):
            return
        known = next(k for level, k in same if level == top)
        yield _relation(mention, known)
        if own and known.place not in derived and known.words in single and not (known.operand or mention.operand):
            yield _relation(known, mention)
        return
    if not slipped or mention.operand:
        return
    top = max(level for level, _ in slipped)
    alike = [k for level, k in slipped if level == top]
    if any(not agree(alike[0].quantity, k.quantity) for k in alike[1:]) or proof(mention, alike, top) < ENOUGH:
        return
    known = alike[0]
    if sections.apart(mention.section, known.section):
        return
    if not own:
        yield _relation(mention, known)
    elif known.place not in derived and not known.operand:
        yield _relation(known, mention)


def _instances(a: Mention, b: Mention) -> bool:
    """Whether two lines of one label stand below headings that name different things, of which each has its own."""
    if a.section == b.section or not (a.headline and b.headline) or a.words != b.words:
        return False
    return bool(a.context - b.context - a.words) and bool(b.context - a.context - b.words)


def proof(mention: Mention, alike: Sequence[Mention], level: int) -> int:
    """Likeness, further statements of one mind and significant digits, added up."""
    further = len({(k.block, k.line) for k in alike}) - 1
    digits = min(significant(mention.quantity), max(significant(k.quantity) for k in alike), 3)
    return level + min(further, 2) + digits - 1


def slipped_digit(known: Quantity, quantity: Quantity) -> bool:
    """Whether two amounts, written out in one unit, are equally long and differ in one digit."""
    first, second = _bases(known, quantity)
    place = min(
        Fraction(known.numeral.place) * (known.unit.factor if known.unit.dims == quantity.unit.dims else 1),
        Fraction(quantity.numeral.place) * (quantity.unit.factor if known.unit.dims == quantity.unit.dims else 1),
    )
    return differ_in_one(first, second, place)


def _input(at: int, mentions: Sequence[Mention], same: Sequence[int]) -> Iterator[Relation]:
    """An input of a verified equation that an earlier statement gave: changing it would break the equation."""
    mention = mentions[at]
    if mention.quantity.numeral.size in (1, 2, 10, 100, 1000):
        return
    mine = mention.words | mention.context
    for other in reversed(same[-MAX_SAME:]):
        known = mentions[other]
        if known.block == mention.block and known.line == mention.line:
            continue
        if not comparable(mention.quantity, known.quantity) or not agree(mention.quantity, known.quantity):
            continue
        shared = (mention.words & (known.words | known.context)) | (known.words & mine)
        if len(shared) + significant(mention.quantity) > 2 or (
            mention.quantity.numeral.size >= 100 and (shared or mention.section == known.section)
        ):
            yield _relation(mention, known)
            return


def _relation(mention: Mention, known: Mention) -> Relation:
    return Relation(
        "restatement", mention.quantity, Leaf(known.quantity), "=", mention.subject, True, origin="inferred"
    )


def comparable(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities may be the same amount: one dimension, no other noun, the same `per`."""
    if (a.unit.dims != b.unit.dims or _kind(a) != _kind(b)) and not (_bare(a) or _bare(b)):
        return False
    return a.numeral.hedge not in ("<", ">", "≤", "≥") and b.numeral.hedge not in ("<", ">", "≤", "≥")


def _bare(quantity: Quantity) -> bool:
    """Whether a number stands without any unit or noun."""
    return not quantity.unit.text and quantity.numeral.size >= 10


def _near(a: Quantity, b: Quantity) -> bool:
    """Whether two amounts are within one order of magnitude."""
    return 0.1 < ratio(a, b) < 10


@lru_cache(maxsize=65536)
def _size(number: Rational, factor: Rational) -> float:
    size = abs(Fraction(number) * factor)
    return float(size) if size < MOST else float(MOST)


def ratio(a: Quantity, b: Quantity) -> float:
    """How many times one amount is the other, roughly; infinite where the other is nothing."""
    alike = a.unit.dims == b.unit.dims
    first = _size(a.numeral.number, a.unit.factor if alike else 1)
    second = _size(b.numeral.number, b.unit.factor if alike else 1)
    return first / second if second else 1.0 if not first else float("inf")


def likeness(a: Mention, b: Mention) -> int:
    """How surely two mentions name the same thing; a limit is hardly what is measured against it."""
    level = _likeness(a, b)
    return level - (level != NONE and a.limit != b.limit)


def _likeness(a: Mention, b: Mention) -> int:
    if b.aside or (a.block == b.block and (a.line == b.line or a.parent == b.parent)):
        return NONE
    if a.siblings == b.siblings != () or (a.code and b.code):
        return NONE
    if (a.scope != b.scope - REVISED) and (b.scope - REVISED or any(not w.startswith(PARTS) for w in a.scope)):
        return NONE
    around_a, around_b = a.words | a.context, b.words | b.context
    lacking = {w for w in a.words - around_b if w[0] != "/" or w[1:] not in b.words | b.parent}
    extra = {w for w in b.words - around_a if w[0] != "/" or w[1:] not in a.words | a.parent}
    if bool(a.names & a.words) != bool(b.names & b.words) and len(a.words & b.words) < 2:
        return NONE
    shared = a.words & (b.words | b.parent) | b.words & a.parent
    if not shared or (lacking and extra):
        return NONE
    if _per(a) != _per(b) and {w for w in a.words ^ b.words if w[0] == "/"} & (lacking | extra):
        return NONE
    if clash(a.words | a.parent, b.words | b.parent):
        return NONE
    if a.parent - around_b and b.parent - around_a:
        return NONE
    if a.scope != b.scope - REVISED:
        return NEAR if not lacking and not extra else NONE
    whole = a.words == b.words | b.parent or b.words == a.words | a.parent
    if whole and len(a.words | b.words) > 1:
        return SAME
    if a.words == b.words and (len(a.words) > 1 or a.words <= a.names & b.names):
        return SAME
    if not lacking and not extra:
        return TIGHT if len(shared) > 1 or a.words == b.words else NEAR
    if not lacking and len(shared) > 1:
        return TIGHT
    return NEAR if len(shared) > 1 or not lacking else NONE


def _per(mention: Mention) -> set[str]:
    return {w for w in mention.words if w[0] == "/"}


def agree(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities are the same amount as written: one lies within the rounding of the other."""
    if not 0.94 < ratio(a, b) < 1.07:
        return False
    first, second = _bases(a, b)
    bare = a.unit.dims != b.unit.dims
    slack = max(
        Fraction(half_place(a)) * (1 if bare else a.unit.factor),
        Fraction(half_place(b)) * (1 if bare else b.unit.factor),
    )
    gap = abs(first - second)
    return gap <= slack and gap * 20 <= max(abs(first), abs(second))


def _bases(a: Quantity, b: Quantity) -> tuple[Fraction, Fraction]:
    """Both amounts in base units; plain numbers where one of them has no unit."""
    if a.unit.dims != b.unit.dims:
        return Fraction(a.numeral.number), Fraction(b.numeral.number)
    return Fraction(a.numeral.number) * a.unit.factor, Fraction(b.numeral.number) * b.unit.factor
