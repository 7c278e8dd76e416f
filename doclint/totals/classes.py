"""Classes that divide a whole stated apart from them: by grades, by what remains, or by shares that leave nothing over.

Which lines are classes is told by their words and shares, never by whether they add up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from doclint.model import Apply, Expr, Leaf, Quantity, Relation
from doclint.totals.forest import Node, parents
from doclint.totals.roles import excluded, head_of, words_of
from doclint.totals.sums import MAX_ITEMS, added, adds, reconciled, summed

_SCALES = tuple(
    frozenset(scale.split())
    for scale in (
        "critical high medium moderate low",
        "hot warm cool cold frozen archive archived archival",
        "tiny small medium large huge big",
        "short medium long",
        "light medium moderate heavy",
        "rare occasional common frequent",
        "head torso middle tail",
        "slow medium fast",
        "new recent old older",
        "first second third fourth fifth last",
        "top upper middle lower bottom next",
    )
)
_REST = re.compile(r"(?i)^\W*(?:the )?(?:remaining|rest|other|others|remainder|everything else|all other)\b")
_WHOLE = re.compile(r"(?i)^\W*(?:total|all|overall)\b(?!.*\b(?:per|each|every)\b)")
_COUNT = re.compile(r"\(([^()]{1,24})\)\W*$")
_WORD = re.compile(r"[^\W\d_]+")
MIN_CLASSES = 3
TOLD = 5
"""Places of a percentage from which on it tells whether its amount is off by a fifth."""
MAX_WHOLES = 400


def classes(sections: Sequence[Node]) -> Iterator[Relation]:
    """Every whole with its classes, where exactly one whole of what they count is stated above them."""
    totals: list[Node] = []
    for section in sections:
        for parent in parents(section):
            for run in _runs(parent.children):
                yield from _graded(section, run)
                yield from _graded(section, run[1:])
                yield from _shared(section, parent, run, totals)
        for node in section.children[:MAX_ITEMS]:
            if node.quantity is not None and _WHOLE.search(node.label) and len(totals) < MAX_WHOLES:
                totals.append(node)


def _runs(siblings: Sequence[Node]) -> Iterator[list[Node]]:
    """Lines that stand together without a blank one between, at least as many as divide a whole."""
    run: list[Node] = []
    for node in siblings:
        if run and (node.gap or node.run != run[-1].run):
            if MIN_CLASSES <= len(run) <= MAX_ITEMS:
                yield run
            run = []
        run.append(node)
    if MIN_CLASSES <= len(run) <= MAX_ITEMS:
        yield run


def _graded(section: Node, run: Sequence[Node]) -> Iterator[Relation]:
    """`Frequent words (2K)`, `Common words (40K)`, `Rare words (900K)`, of the words that a line above counts."""
    if len(run) < MIN_CLASSES or not _exhaustive([n.label for n in run]):
        return
    counted = [_counted(n) for n in run]
    names = {name for _, name in counted}
    if len(names) != 1 or any(q is None for q, _ in counted) or not (name := names.pop()):
        return
    items = [q for q, _ in counted if q is not None]
    above = _above(section, run[0])
    whole = [n for n in above if n.quantity and _counts(n, name) and all(adds(q, n.quantity) for q in items)]
    if len(whole) == 1 and whole[0].quantity is not None and not whole[0].entry.derived:
        yield from summed(whole[0].quantity, items, whole[0].label, first=True)


def _exhaustive(labels: Sequence[str]) -> bool:
    """Whether labels are the grades of one scale, or the last one takes what remains."""
    said = [frozenset(w.lower() for w in _WORD.findall(label)) for label in labels]
    if _REST.search(labels[-1]):
        return True
    for scale in _SCALES:
        grades = [words & scale for words in said]
        if all(len(g) == 1 for g in grades) and len(set(grades)) == len(grades):
            return True
    return False


def _counted(node: Node) -> tuple[Quantity | None, str]:
    """How many a class holds, and of what: the number in brackets behind its name, or that of its line."""
    bracket = _COUNT.search(node.label)
    first = node.entry.amounts[0] if node.entry.amounts else None
    if bracket is not None and first is not None and not first.unit.dims:
        return (first if bracket[1].strip("~≈ ").startswith(first.numeral.text) else None), head_of(node.label)
    if node.quantity is None or node.quantity.unit.dims or node.entry.apart or excluded(node.label):
        return None, ""
    return node.quantity, _noun(node.quantity) or head_of(node.label)


def _noun(quantity: Quantity) -> str:
    """The one noun that a quantity counts."""
    return quantity.unit.nouns[0][0] if len(quantity.unit.nouns) == 1 and quantity.unit.nouns[0][1] == 1 else ""


def _counts(node: Node, name: str) -> bool:
    """Whether a line says how many there are of what a name means."""
    assert node.quantity is not None
    own = _noun(node.quantity)
    return not excluded(node.label.replace("Total", "")) and name in ((own,) if own else (head_of(node.label),))


def _above(section: Node, until: Node) -> list[Node]:
    """The lines of a section that stand above one, from the top: at most two levels deep."""
    found: list[Node] = []
    for node in section.children[:MAX_ITEMS]:
        for one in (node, *node.children[:MAX_ITEMS]):
            if one is until:
                return found
            found.append(one)
    return found


def _shared(section: Node, parent: Node, run: Sequence[Node], totals: Sequence[Node]) -> Iterator[Relation]:
    """`Free: 300K (75%)`, `Paid: 80K (20%)`, `Staff: 20K (5%)`, where a section above states the total of them."""
    pairs: list[tuple[Quantity, Quantity]] = []
    for node in run:
        shares = [q for q in node.entry.amounts if q.unit.text == "%"]
        if node.quantity is None or len(shares) != 1 or node.quantity.unit.text == "%":
            return
        pairs.append((node.quantity, shares[0]))
    slack = sum((Fraction(share.numeral.place) for _, share in pairs), Fraction(0)) / 2
    if abs(sum((Fraction(share.numeral.number) for _, share in pairs), Fraction(-100))) > slack:
        return
    around = words_of(section.label) | words_of(parent.label) | frozenset(w for n in run for w in words_of(n.label))
    alike = [n for n in totals if n.quantity and all(adds(q, n.quantity) for q, _ in pairs)]
    named = [n.quantity for n in alike if n.quantity and (_noun(n.quantity) or head_of(n.label)) in around]
    if len(named) != 1 or not named[0].numeral.number:
        return
    whole, items = named[0], [q for q, _ in pairs]
    off = _off(pairs, Fraction(whole.numeral.number) * whole.unit.factor)
    if (not off or not _off(pairs, Fraction(added(whole, items)) * whole.unit.factor)) and reconciled(whole, items):
        expr: Expr = Apply("+", tuple(map(Leaf, items)))
        told = tuple(q for q, share in pairs if share.numeral.number > TOLD * share.numeral.place)
        yield Relation("sum", whole, expr, "=", section.label, tentative=True, also=told)
    elif len(off) == 1:
        expr = Leaf(whole)
        for item in (*items[: off[0]], *items[off[0] + 1 :]):
            expr = Apply("-", (expr, Leaf(item)))
        yield Relation("sum", items[off[0]], expr, "=", run[off[0]].label, tentative=True)


def _off(pairs: Sequence[tuple[Quantity, Quantity]], whole: Fraction) -> list[int]:
    """Which parts are not, within the rounding of their percentage, that share of a whole in base units."""
    found: list[int] = []
    for at, (part, share) in enumerate(pairs):
        percent = Fraction(part.numeral.number) * part.unit.factor * 100 / whole if whole else Fraction(0)
        if abs(percent - share.numeral.number) > Fraction(share.numeral.place) / 2:
            found.append(at)
    return found
