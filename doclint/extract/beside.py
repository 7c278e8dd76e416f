"""What stands beside a quantity without brackets: ranges, number formats, approximations, changes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from doclint.extract.nodes import Group, Node
from doclint.extract.passage import Passage
from doclint.model import Apply, Expr, Leaf, Numeral, Quantity, Relation, Unit

_DROP = re.compile(
    r"(?i)\b(?:reduc|decreas|drop|lower|cut|sav(?:e|ing)|less|fewer|smaller|shrink|shrunk|fall|fell|declin|down)"
)
_RISE = re.compile(r"(?i)\b(?:increas|grow|growth|more|higher|rise|rose|larger|gain|up)\b")
_RELATED = re.compile(
    r"(?i)\b(?:faster|speed-?up|slower|improve|improvement|throughput|better|change|difference|overhead)"
)
_EQUALLY = frozenset("is equals equal".split())
_AGAIN = _EQUALLY | frozenset(", which that here would to be roughly about approximately around only just".split())
_COMPARED = frozenset("more less of faster slower per higher lower times".split())
_EFFECTS = frozenset(
    "gives gave yields yielded brings brought costs makes means saves gains adds buys but only cutting saving".split()
)
_SHARE = re.compile(r" ?(?:of (?!the (?:old|original|former|previous|baseline)\b)|on (?:the )?[a-z])")
"""What makes a percentage a share, or a change of something else that it names."""
_APART = re.compile(r"[·•|]")
_OF_CHANGE = frozenset(
    """
    a an the by of about around approximately roughly nearly almost over ca i.e ie or is that which this just only some
    reduction reductions decrease decreases drop drops cut cuts saving savings less fewer smaller lower shorter faster
    slower quicker higher larger bigger longer more increase increases growth rise gain improvement improvements better
    worse speedup speed-up up down change difference overhead reduced decreased increased improved grew fell dropped
    saved total overall in all relative percent cheaper compared to vs versus before baseline original and throughput
    """.split()
)
"""Words with which a percentage in brackets, or behind a comma, is still said of the change before it."""
_ADJUNCT = frozenset("despite with although while even though whereas thanks due because".split())
_ARROW = re.compile(r"→|->|=>|⇒")
_PERIODIC = re.compile(
    r"(?i) ?(?:p\.?a\b|per (?:year|annum|month|quarter)|an? (?:year|month)|annually|yearly|cagr|/ ?(?:yr|year))"
)
_DEVICE = re.compile(r" ?[A-Z]+\d")
"""What `8x` counts: 8x H200."""
_FORMAT = re.compile(r"(?i)(?:(?:fp|bf|u?int|float)\d{1,2}/)*(?:fp|bf|u?int|float)-?(\d{1,2})")


def read_format(passage: Passage, name: Node, claim: Quantity) -> None:
    found = _FORMAT.fullmatch(name.text)
    if found is None or claim.unit.dims != (("information", 1),) or claim.unit.prefix:
        return
    start = name.start + found.start(1)
    numeral = Numeral(found[1], int(found[1]), 1)
    size = Quantity(numeral, Unit("bits", 1, (("information", 1),)), start, start + len(found[1]))
    passage.relations.append(Relation("conversion", claim, Leaf(size), "=", name.text, tentative=True))


def read_neighbours(passage: Passage, nodes: Sequence[Node]) -> None:
    """What a number says together with the nodes right beside it."""
    for i, node in enumerate(nodes):
        claim = node.quantity
        if claim is None:
            continue
        if i + 2 < len(nodes) and nodes[i + 1].text in ("in", "for") and nodes[i + 2].kind == "word":
            read_format(passage, nodes[i + 2], claim)
        _apposition(passage, nodes, i, claim)
        if not i:
            continue
        before = nodes[i - 1]
        if before.quantity is not None:
            if claim.numeral.hedge == "~":
                _approximation(passage, before.quantity, claim)
            elif before.quantity.unit.text == "%":
                _used_share(passage, nodes, i, claim)
        elif before.text == "–" and i > 1 and nodes[i - 2].quantity is not None:
            _range(passage, nodes[i - 2].quantity, claim)


def _apposition(passage: Passage, nodes: Sequence[Node], at: int, known: Quantity) -> None:
    """`8192 MB, which is 8 GB`: the same amount again, in another unit."""
    if not known.unit.dims:
        return
    joined = False
    for i in range(at + 1, min(at + 8, len(nodes))):
        node = nodes[i]
        claim = node.quantity
        if claim is not None:
            after = nodes[i + 1].text if i + 1 < len(nodes) else ""
            again = claim.unit.dims == known.unit.dims and claim.unit.text != known.unit.text
            if joined and again and claim.unit.nouns == known.unit.nouns and after not in _COMPARED:
                aside = passage.aside(known.start, claim.end)
                passage.relations.append(Relation("conversion", claim, Leaf(known), "=", "", True, aside))
            return
        if node.text.lower() not in _AGAIN:
            return
        joined = joined or node.text.lower() in _EQUALLY


def _used_share(passage: Passage, nodes: Sequence[Node], at: int, claim: Quantity) -> None:
    """`30-40% 0.3 * 100`: a range followed by the share that is taken of it."""
    low = nodes[at - 3].quantity if at > 2 and nodes[at - 2].text == "-" else None
    high = nodes[at - 1].quantity
    follows = nodes[at + 1].text if at + 1 < len(nodes) else ""
    if low is None or high is None or claim.unit.text or claim.numeral.exact or follows != "*":
        return
    share = Quantity(low.numeral, high.unit, low.start, low.end)
    passage.relations.append(Relation("conversion", claim, Leaf(share), "=", "", tentative=True))


def _approximation(passage: Passage, known: Quantity, claim: Quantity) -> None:
    """`90,112 bytes ~88 KiB`: a tilde between two amounts of one dimension."""
    alike = known.unit.dims and known.unit.dims == claim.unit.dims and known.unit.text != claim.unit.text
    if alike and passage.text[known.end : claim.start].strip() == "~":
        aside = passage.aside(known.start, claim.end)
        passage.relations.append(Relation("conversion", claim, Leaf(known), "≈", "", aside=aside))


def _range(passage: Passage, low: Quantity | None, high: Quantity) -> None:
    """`20–10 ms`: a range written with an en dash that falls."""
    if low is None or not high.unit.dims or low.unit.text not in ("", high.unit.text) or high.start - low.end != 1:
        return
    first = Quantity(low.numeral, high.unit, low.start, low.end)
    aside = passage.aside(low.start, high.end)
    passage.relations.append(Relation("bound", high, Leaf(first), "range", "", aside=aside))


def read_changes(passage: Passage, nodes: Sequence[Node]) -> None:
    """`from A to B (a 50% reduction)`, `A → B (-42%)`."""
    for i, node in enumerate(nodes):
        if node.kind != "num" or i + 2 >= len(nodes):
            continue
        arrow = nodes[i + 1].kind == "rel" and nodes[i + 1].text in ("→", "->", "=>")
        words = 1
        while (
            not arrow
            and words < 5
            and i + words < len(nodes)
            and nodes[i + words].kind == "word"
            and nodes[i + words].text != "to"
        ):
            words += 1
        to = i + 1 if arrow else i + words
        if to + 1 >= len(nodes) or nodes[to + 1].kind != "num":
            continue
        if not arrow and (
            nodes[to].text != "to" or not any(n.text.lower() == "from" for n in nodes[max(0, i - 4) : i])
        ):
            continue
        old, new = node.quantity, nodes[to + 1].quantity
        if old is None or new is None or old.unit.text == "%" or new.unit.text in ("left", "remaining", "free"):
            continue
        alike = old.unit.dims == new.unit.dims and (old.unit.dims or old.unit.nouns == new.unit.nouns)
        alike = alike and [n for n in old.unit.nouns if n[1] < 0] == [n for n in new.unit.nouns if n[1] < 0]
        same_size = old.numeral.scaled == new.numeral.scaled and new.numeral.size < 100 * old.numeral.size
        if not (alike or (not old.unit.text and (not arrow or same_size))):
            continue
        _change(passage, nodes, to + 2, old, new)


def _change(passage: Passage, nodes: Sequence[Node], at: int, old: Quantity, new: Quantity) -> None:
    """The percentage or factor behind a change from one number to another, if it is said of these two."""
    bracket = nodes[at] if at < len(nodes) else None
    apart = isinstance(bracket, Group)
    near: list[Node] = list(bracket.nodes[:12]) if isinstance(bracket, Group) else list(nodes[at : at + 9])
    for i, node in enumerate(near):
        claim = node.quantity
        if claim is not None:
            if claim.unit.text in ("%", "x") and not _said_of_another(passage, near, i, apart):
                _changed(passage, near, i, apart, old, new)
            return
        if isinstance(node, Group) and not apart:
            inner = node.nodes[:12]
            first = next((j for j, n in enumerate(inner) if n.quantity is not None), -1)
            claim = inner[first].quantity if first >= 0 else None
            if (
                claim is not None
                and claim.unit.text in ("%", "x")
                and not _said_of_another(passage, inner, first, True)
            ):
                _changed(passage, inner, first, True, old, new)
            return
        if node.text.lower() in _EFFECTS or (node.kind == "break" and node.text not in (",", "\n")):
            return
        apart = apart or node.text == ","


def _said_of_another(passage: Passage, near: Sequence[Node], at: int, bracket: bool) -> bool:
    """Whether the words around a percentage name another thing, another time or another base."""
    claim = near[at].quantity
    assert claim is not None
    comma = max((i for i, n in enumerate(near[:at]) if n.text == ","), default=-1)
    before = near[comma + 1 : at] if bracket or comma >= 0 else near[:at]
    if (bracket or comma >= 0) and any(n.kind == "word" and n.text.lower() not in _OF_CHANGE for n in before):
        return True
    if any(n.text.lower() in _ADJUNCT for n in near[:at]):
        return True
    rest = near[at + 1 :]
    end = next((i for i, n in enumerate(rest) if n.kind == "break"), len(rest))
    if any(n.quantity is not None for n in rest) and bracket:
        return True
    behind = [n.text.lower() for n in rest[:end] if n.kind == "word"][:2]
    if (bracket or comma >= 0) and behind and behind[0] not in _OF_CHANGE:
        return True
    return (
        _PERIODIC.match(passage.text, claim.end) is not None
        or _APART.search(passage.text, near[0].start, claim.start) is not None
    )


def _changed(passage: Passage, near: Sequence[Node], at: int, bracket: bool, old: Quantity, new: Quantity) -> None:
    claim = near[at].quantity
    assert claim is not None
    if _SHARE.match(passage.text, claim.end) or _APART.search(passage.text, new.end, claim.start):
        return  # a share of something, or a fact of its own
    around = passage.text[max(near[0].start, claim.start - 30) : near[min(len(near) - 1, at + 3)].end]
    ways: tuple[Expr, ...] = ()
    if claim.unit.text == "x":
        if _DEVICE.match(passage.text, claim.end):
            return
        function = "factor"
    elif _DROP.search(around) or claim.numeral.number < 0:
        function = "drop"
    elif _RISE.search(around) or passage.text[claim.start - 1] == "+":
        function = "rise"
    elif _RELATED.search(around) or (bracket and not _ARROW.search(passage.text, old.end, new.start)):
        function = "change"
        ways = (Apply("/", (Leaf(new), Leaf(old))),)  # what is left
    else:
        return
    if not old.unit.text:
        old = Quantity(old.numeral, new.unit, old.start, old.end)
    expr = Apply(function, (Leaf(old), Leaf(new)))
    aside = passage.aside(old.start, claim.end)
    passage.relations.append(Relation("ratio", claim, expr, "=", "", aside=aside, others=ways))
