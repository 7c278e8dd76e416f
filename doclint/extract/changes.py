"""A change from one number to another, and the percentage or factor that is said of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from doclint.extract.nodes import Group, Node
from doclint.extract.passage import Passage
from doclint.model import Apply, Expr, Leaf, Quantity, Relation

_DROP = re.compile(
    r"(?i)\b(?:reduc|decreas|drop|lower|cut|sav(?:e|ing)|less|fewer|smaller|shrink|shrunk|fall|fell|declin|down)"
)
_RISE = re.compile(r"(?i)\b(?:increas|grow|growth|more|higher|rise|rose|larger|gain|up)\b")
_RELATED = re.compile(
    r"(?i)\b(?:faster|speed-?up|slower|improve|improvement|throughput|better|change|difference|overhead)"
)
_OF_CHANGE = frozenset(
    """
    a an the it by of about around approximately roughly nearly almost over ca i.e ie or is that which this just only
    some an another reduction reductions decrease decreases drop drops cut cuts saving savings less fewer smaller lower
    shorter faster slower quicker higher larger bigger longer more increase increases growth rise gain improvement
    improvements better worse speedup speed-up up down change difference overhead reduced decreased increased improved
    grew fell dropped saved actually even gets got total overall in all relative percent cheaper and
    """.split()
)
"""Words with which a percentage is still said of the change before it."""
_BASE = frozenset("before previously originally earlier baseline original old".split())
"""What a change may be compared to by name: what it comes from."""
_AMOUNTS = frozenset("size total all use usage volume number amount count".split())
"""What any quantity that changes may be called."""
_LINKING = frozenset("and or but while by with through thanks due at despite although whereas mostly of".split())
"""Words that begin another fact, which a bracket behind them belongs to."""
_ARROW = ("→", "->", "=>")
_PERIODIC = re.compile(
    r"(?i) ?(?:p\.?a\b|per (?:year|annum|month|quarter)|an? (?:year|month)|annually|yearly|cagr|/ ?(?:yr|year))"
)
YEARLY = re.compile(r"(?i)\b(?:every|per|an?|each) (?:year|month|quarter|day|week)\b|\bannual|yearly|\bp\.a\b|cagr")
"""Words of a growth that goes on, and is not that of two numbers."""
COMPARING = re.compile(
    r"(?i)\b(?:lower|less|fewer|smaller|cheaper|shorter|faster|slower|quicker|higher|more|larger|bigger|longer|better|worse|"
    r"speed-?up|reduction|improvement|increase|decrease|compression|savings?|gain|drop)\b"
)
"""Words with which a factor compares two numbers."""
_DEVICE = re.compile(r" ?[A-Z]+\d")
"""What `8x` counts: 8x H200."""
_APART = re.compile(r"[·•|]")
MAX_BETWEEN = 5
MAX_BEHIND = 12


def read_changes(passage: Passage, nodes: Sequence[Node]) -> None:
    """`from A to B (a 50% reduction)`, `A → B (-42%)`, `A → B → C (-60%)`."""
    for i, node in enumerate(nodes):
        old = node.quantity
        if old is None or i + 2 >= len(nodes):
            continue
        noted = isinstance(nodes[i + 1], Group)  # 142 ms (TP=1) → 39 ms (TP=8)
        last = i + noted
        arrow = nodes[last + 1].kind == "rel" and nodes[last + 1].text in _ARROW
        to = last + 1 if arrow else _to(nodes, last)
        new = nodes[to + 1].quantity if to > 0 and to + 1 < len(nodes) else None
        if new is None or not (_starts(nodes, i) if arrow else _from(nodes, i)):
            continue
        chained = to + 3 < len(nodes) and any(n.text in _ARROW for n in nodes[to + 2 : to + 4])
        if noted and (chained or (i and nodes[i - 1].text in _ARROW)):
            continue  # a chain with notes, of which any two may be meant
        if old.unit.text == "%" or new.unit.text in ("left", "remaining", "free"):
            continue
        alike = old.unit.dims == new.unit.dims and (old.unit.dims or old.unit.nouns == new.unit.nouns)
        alike = alike and [n for n in old.unit.nouns if n[1] < 0] == [n for n in new.unit.nouns if n[1] < 0]
        same_size = old.numeral.scaled == new.numeral.scaled and new.numeral.size < 100 * old.numeral.size
        if alike or (not old.unit.text and (not arrow or same_size)):
            figure = None if arrow else _ahead(nodes, i)
            behind = to + 2 + (noted and to + 2 < len(nodes) and isinstance(nodes[to + 2], Group))
            figure = figure or _figure(passage, nodes[behind : behind + MAX_BEHIND], old)
            if figure is not None:
                _changed(passage, figure, _first(nodes, i), old, new)


def _to(nodes: Sequence[Node], at: int) -> int:
    """Where the `to` of a change stands, with no more than its unit before it; -1 without."""
    for i in range(at + 1, min(at + MAX_BETWEEN, len(nodes))):
        if nodes[i].text == "to":
            return i
        if nodes[i].kind != "word":
            break
    return -1


def _from(nodes: Sequence[Node], at: int) -> bool:
    """Whether a number follows `from`, with no name (of a version) between."""
    for node in reversed(nodes[max(0, at - 3) : at]):
        if node.text.lower() == "from":
            return True
        if node.kind != "word" or node.text[:1].isupper():
            return False
    return False


def _starts(nodes: Sequence[Node], at: int) -> bool:
    """Whether a number before an arrow is not the result of a computation, to which the arrow adds."""
    before = nodes[at - 1] if at else None
    return before is None or before.kind not in ("op", "rel") or before.text in _ARROW


def _first(nodes: Sequence[Node], at: int) -> Quantity | None:
    """The first number of a chain of arrows, where the change is not the only one."""
    first = None
    while at > 1 and nodes[at - 1].text in _ARROW and nodes[at - 2].quantity is not None:
        at -= 2
        first = nodes[at].quantity
    return first


def _ahead(nodes: Sequence[Node], at: int) -> tuple[Sequence[Node], int, bool] | None:
    """The percentage right before a change: `rose by 25% from 200 to 250`."""
    begin = at - 2
    if begin < 1 or nodes[at - 1].text.lower() != "from" or nodes[begin - 1].text.lower() != "by":
        return None
    claim = nodes[begin].quantity
    if claim is None or claim.unit.text != "%" or claim.numeral.hedge not in ("", "~"):
        return None
    near = nodes[max(0, begin - 2) : begin + 1]
    return near, len(near) - 1, False


def _figure(passage: Passage, near: Sequence[Node], old: Quantity) -> tuple[Sequence[Node], int, bool] | None:
    """The percentage or factor that is said of a change: its level, its place there, whether it is set apart.

    It is in the next bracket, behind a comma, or follows at once; and only words of change stand with it.
    """
    words: list[str] = []
    apart = False
    for i, node in enumerate(near):
        if isinstance(node, Group):
            inner = node.nodes[:MAX_BEHIND]
            first = next((j for j, n in enumerate(inner) if n.quantity is not None), -1)
            alone = first >= 0 and not any(n.quantity is not None for n in inner[first + 1 :])
            if not alone or apart or _LINKING & set(words) or len(words) >= MAX_BETWEEN:
                return None
            said = [n.text.lower() for n in inner[:first]]
            return (inner, first, True) if _is_of_change(passage, inner, first, said, old) else None
        if node.quantity is not None:
            return (near, i, apart) if _is_of_change(passage, near, i, words, old) else None
        if node.kind == "break" or node.text in ("–", "—", "-"):
            if node.text not in (",", "\n", "–", "—", "-"):
                return None
            apart, words = apart or node.text != "\n", []
        else:
            words.append(node.text.lower())
    return None


def _is_of_change(passage: Passage, near: Sequence[Node], at: int, before: Sequence[str], old: Quantity) -> bool:
    """Whether a figure is a percentage or factor, and nothing around it names another thing, time or base."""
    claim = near[at].quantity
    if claim is None or claim.unit.text not in ("%", "x") or claim.numeral.hedge not in ("", "~"):
        return False
    if not _OF_CHANGE.issuperset(w for w in before if w[:1].isalpha()) or any(w in ":=" for w in before):
        return False
    if "±" in passage.text[old.end : claim.start + 1]:
        return False
    if _PERIODIC.match(passage.text, claim.end) or _APART.search(passage.text, old.end, claim.start):
        return False
    behind: list[str] = []
    for node in near[at + 1 :]:
        if node.kind == "break" or isinstance(node, Group):
            break
        behind.append(node.text.lower())
    while behind and behind[0] in _OF_CHANGE - {"in", "of", "over"}:
        del behind[0]
    if not behind:
        return True
    if behind[0] in ("than", "versus", "vs", "compared", "over"):
        return _BASE.issuperset(w for w in behind[1:] if w not in ("to", "the", "with"))
    sentence = passage.text[max(0, old.start - 160) : old.start].lower()
    return behind[0] in ("in", "of") and all(w in sentence or w in _AMOUNTS for w in behind[1:])


def kind_of(passage: Passage, claim: Quantity, around: str) -> str:
    """How a percentage or factor tells of a change, by the words around it; empty where they tell of none."""
    if claim.unit.text == "x":
        return "" if _DEVICE.match(passage.text, claim.end) else "factor"
    if _DROP.search(around) or claim.numeral.number < 0:
        return "drop"
    if _RISE.search(around) or passage.text[max(0, claim.start - 1)] == "+":
        return "rise"
    return "change" if _RELATED.search(around) else ""


def _changed(
    passage: Passage,
    figure: tuple[Sequence[Node], int, bool],
    first: Quantity | None,
    old: Quantity,
    new: Quantity,
) -> None:
    near, at, apart = figure
    claim = near[at].quantity
    assert claim is not None
    around = passage.text[max(near[0].start, claim.start - 30) : near[min(len(near) - 1, at + 3)].end]
    function, ways = kind_of(passage, claim, around), []
    if not function and apart and "to" in passage.text[old.end : new.start]:
        function = "change"
    if not function:
        return
    if function == "change":
        ways.append(Apply("/", (Leaf(new), Leaf(old))))  # what is left
    if not old.unit.text:
        old = Quantity(old.numeral, new.unit, old.start, old.end)
    if first is not None:
        first = first if first.unit.text else first._replace(unit=new.unit)
        ways.append(Apply(function, (Leaf(first), Leaf(new))))
    expr: Expr = Apply(function, (Leaf(old), Leaf(new)))
    aside = passage.aside(old.start, claim.end)
    passage.relations.append(Relation("ratio", claim, expr, "=", "", aside=aside, others=tuple(ways)))
