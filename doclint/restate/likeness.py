"""Whether two statements name the same thing, by their words, what stands above them, and their scenario."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from doclint.amounts import Key, ratio, significant
from doclint.bind.cases import apart
from doclint.symbols import Mention
from doclint.vocabulary import MARKS, REVISED, clash, words

PARTS = ("stage", "tier", "step", "level", "rack", "region", "phase")
"""Scenarios that are parts of one whole."""
NONE, NEAR, TIGHT, SAME = range(4)
_PROPERTIES = frozenset(
    "type capacity rate target throughput cost price storage memory bandwidth latency time usage utilization data "
    "assumption load traffic volume demand speed power user length duration share fraction distribution assignment "
    "rationale reason solution calculation result note summary configuration requirement hardware budget".split()
)
"""Last words of labels that say what is told of a thing, and not which thing."""
MAX_LABELS = 60
LARGE = 1000
"""From where on a number of one digit tells something by its length."""


def likeness(later: Mention, earlier: Mention) -> int:
    """How surely two mentions name the same thing; a limit is hardly what is measured against it."""
    level = _likeness(later, earlier)
    return level - (level != NONE and later.limit != earlier.limit)


def shared(a: Mention, b: Mention) -> frozenset[str]:
    """The words by which two mentions may be one: own words of either that the other has, or has right above."""
    return a.words & (b.words | b.parent) | b.words & a.parent


def _likeness(a: Mention, b: Mention) -> int:
    if b.aside or (a.block == b.block and (a.line == b.line or a.parent in (b.parent, b.label))):
        return NONE
    if apart(a.case, b.said | b.words | b.context) or apart(b.case, a.said | a.words | a.context):
        return NONE
    if a.dates and b.dates and not a.dates & b.dates:
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
    common = shared(a, b)
    if not common or (lacking and extra):
        return NONE
    if _per(a) != _per(b) and {w for w in a.words ^ b.words if w[0] == "/"} & (lacking | extra):
        return NONE
    if clash(a.words | a.parent, b.words | b.parent) or (lacking | extra) & MARKS:
        return NONE
    if a.whole != b.whole and not _whole(*((a, b) if a.whole else (b, a))):
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
        return TIGHT if len(common) > 1 or a.words == b.words else NEAR
    if not lacking and len(common) > 1:
        return TIGHT
    return NEAR if len(common) > 1 or not lacking else NONE


def _whole(whole: Mention, other: Mention) -> bool:
    """Whether what does not call itself a total may be that total all the same: it says nothing more, in two digits.

    A large number of one digit says nothing more above it either.
    """
    said = whole.words | whole.parent | whole.context
    if significant(other.quantity) > 1:
        return other.words <= said
    return other.quantity.numeral.size >= LARGE and other.words | other.parent <= said


def _entity(mention: Mention) -> frozenset[str]:
    """What a label is about: all words of a row's, and the last word of any other before "per"."""
    if mention.row >= 0 and mention.column > 0:
        return mention.label
    head = mention.key.partition(" per ")[0].rpartition(" ")[2] if mention.label else ""
    return words(head) - _PROPERTIES


def differs(a: Mention, b: Mention) -> bool:
    """Whether the words of two statements leave open that they name different things.

    One poses its number as a case, they are explained by different numbers, one is a total of which the other may be a
    part, a label is about something that the other line does not name, or they share nothing but what they count.
    """
    if a.posed or b.posed or (a.gloss and b.gloss and a.gloss != b.gloss):
        return True
    if _exceeds(a, b) or _exceeds(b, a) or _counts_alike(a, b):
        return True
    around_a, around_b = a.words | a.context | a.label, b.words | b.context | b.label
    if _under_another(a, b) or _under_another(b, a):
        return True
    return bool(_entity(a) - around_b or _entity(b) - around_a)


def _under_another(a: Mention, b: Mention) -> bool:
    """Whether a statement stands under a label of its own and the other says more of itself than that."""
    above = a.parent - b.words - b.parent - b.label - _PROPERTIES
    return bool(above and b.words - a.words - a.parent - a.label - _PROPERTIES)


def _exceeds(whole: Mention, part: Mention) -> bool:
    """Whether one of two numbers is called a total and is the larger one: the other may be a part of it."""
    return whole.whole and not part.whole and ratio(whole.quantity, part.quantity) > 1


def _counts_alike(a: Mention, b: Mention) -> bool:
    """Whether two numbers share nothing but what they count or measure."""
    nouns = words(" ".join(n for q in (a.quantity, b.quantity) for n, _ in q.unit.nouns))
    return not a.label and not b.label and shared(a, b) <= nouns


def _per(mention: Mention) -> set[str]:
    return {w for w in mention.words if w[0] == "/"}


Place = tuple[str, tuple[int, ...]]
"""A section, a list or a block."""


class Instances:
    """Which sections, lists and blocks give each other's labels other numbers: instances, not the thing again."""

    def __init__(self, mentions: Sequence[Mention], keys: Sequence[Key]) -> None:
        self._said: dict[Place, dict[frozenset[str], Key]] = {}
        self._apart: dict[tuple[Place, Place], bool] = {}
        for mention, one in zip(mentions, keys, strict=True):
            if (mention.headline or mention.names) and mention.words and not mention.operand:
                for where in (("section", (mention.section,)), _list(mention)):
                    said = self._said.setdefault(where, {})
                    if len(said) < MAX_LABELS:
                        said.setdefault(mention.words, one)

    def apart(self, first: Mention, second: Mention) -> bool:
        """Whether the sections of two statements, or their blocks in one, give common labels different numbers."""
        if first.section != second.section:
            return self._differ(("section", (first.section,)), ("section", (second.section,)))
        return self._differ(_list(first), _list(second))

    def _differ(self, first: Place, second: Place) -> bool:
        if first == second:
            return False
        if (first, second) not in self._apart:
            a, b = self._said.get(first, {}), self._said.get(second, {})
            self._apart[first, second] = sum(words in b and b[words] != one for words, one in a.items()) > 1
        return self._apart[first, second]

    @staticmethod
    def named(a: Mention, b: Mention) -> bool:
        """Whether two lines of one label stand below headings that name different things, of which each has its own."""
        if a.section == b.section or not (a.headline and b.headline) or a.words != b.words:
            return False
        return bool(a.context - b.context - a.words) and bool(b.context - a.context - b.words)


def _list(mention: Mention) -> Place:
    """The list or table in which a statement stands, or its block."""
    return ("list", mention.siblings) if mention.siblings else ("block", (mention.block,))


Label = tuple[frozenset[str], frozenset[str]]


class Labels:
    """Which labels several numbers share, and which only one has.

    Several are two of one order in one block, or more than two: `swept` with what stands above the labels, `common`
    by the words of the labels alone.
    """

    def __init__(self, mentions: Sequence[Mention], keys: Sequence[Key]) -> None:
        self.swept, known = _swept(mentions, keys, lambda m: (m.words, m.parent))
        self.single = {label for (label, _), values in known.items() if len(values) == 1}
        self.common = {label[0] for label in _swept(mentions, keys, lambda m: (m.words, frozenset()))[0]}


def label(mention: Mention) -> Label:
    return mention.words, mention.parent


def _swept(
    mentions: Sequence[Mention], keys: Sequence[Key], of: Callable[[Mention], Label]
) -> tuple[set[Label], dict[tuple[Label, object], dict[tuple[int, int], int]]]:
    values: dict[tuple[Label, object], dict[tuple[int, int], int]] = {}
    swept: set[Label] = set()
    for mention, (kind, digits, exponent) in zip(mentions, keys, strict=True):
        one = of(mention)
        if mention.operand or not mention.words or mention.scope or one in swept:
            continue
        known = values.setdefault((one, kind), {})
        for (other, order), block in known.items():
            if other != digits and order == exponent and block == mention.block:
                swept.add(one)
        known[digits, exponent] = mention.block
        if sum(order == exponent for _, order in known) > 2 or (len(known) > 2 and significant(mention.quantity) < 2):
            swept.add(one)
    return swept, values
