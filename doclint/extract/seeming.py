"""What looks like a computation and its result and is none, or not the whole of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from doclint.extract.expressions import FUNCTIONS, SPLIT, Parsed
from doclint.extract.nodes import Group, Node
from doclint.extract.passage import Passage
from doclint.extract.unit_words import NOT_NOUN
from doclint.model import Apply, Expr, Leaf, Quantity, leaves

MAX_LINE = 300
"""How far back in its line the words before a computation are read."""
_MODULAR = re.compile(r"(?i) ?\(? ?(?:mod(?:ulo)?|rem(?:ainder)?)\b| ?R ?\d")
_WRAPS = re.compile(r"\b(?:GF ?\(|wraps|overflows|modulo|XOR|xor|[iu](?:8|16|32|64)\b)")
"""Arithmetic of another kind."""
_SIGNED = re.compile(r"[(\[] ?[+−-] ?\d")
_RETRACTED = re.compile(
    r"(?i) ?[\w/]{0,12}\W{0,4}"
    r"(?:\?|\b(?:it(?:'s| is)|must be|no|nope|oops|sorry|actually|wait|hmm|i mean|scratch that|wrong|fixed)\b)"
)
"""Words by which a result is taken back."""
_CHAINED = re.compile(r"[^=\n]{0,60}\b(?:in series|in parallel|redundant|chained)\b")
"""What makes a power of a product of availabilities."""
_MEASURED = re.compile(r"(?i),? (?:as )?(?:measured|observed|achieved|actual(?:ly)?|in practice|in reality)\b")
_ALTOGETHER = re.compile(r"(?i) ?\w{0,12} ?(?:altogether|in total|in all|overall|together|all told|combined)\b")
_RANGE = re.compile(r"\d[^\W\d]{0,4} ?(?:\.\.\.?|…|–|\bto\b) ?$")
_TURNS = frozenset("with at for using in over on where if when is fits to than by".split())
_WHOLES = frozenset("total all sum".split())
_UNREAD = re.compile(r" ([a-zµ]{1,3})\b")
"""What may be a unit that is not known."""
_PRODUCT = re.compile(r"\d(?: [a-z]{1,12}){0,2} ?[×*x] ?\d")
_ENDED = re.compile(r"[=≈→\n;]|\.(?!\d)")
_TYPED = re.compile(r" ?[a-z]{1,3}\d{1,3}\b")
"""A machine type behind a count: 2 u32."""
_ADJUSTS = re.compile(
    r"(?i)\b(?:free|off|discount\w*|minus|plus|less|extra|waived|cap(?:ped)?|reserved|padding|overhead|failed|dropped|"
    r"except|excluding|without|overlap\w*|unused|shared|and|also)\b|\(\+"
)
_SPARED = re.compile(
    r"(?i)\b(?:mirror\w*|raid\w*|redundan\w*|failover|N ?\+ ?\d|active[-/ ]passive|erasure|parity|quorum|in parallel|"
    r"parallel (?:calls?|requests?|jobs?|tasks?|steps?)|concurrently|parallel to)|\b(?:EC \d|RS ?\()"
)
_KEPT = re.compile(
    r"(?i)\b(?:standby|usable|may fail|spares?|capped|max\.|min\.|months? free|to grow)|"
    r"\b(?:one|two|three|four|five|six) (?:per|may|of|each)\b"
)
"""What is installed and not used, what is kept below or above a limit, what happens at the same time."""
MAX_AROUND = 60
_LOG = re.compile(r"log_?\d*")
_ADDS = re.compile(r"\n[^\S\n]*([+−-])[^\S\n]*$")
"""A sign that begins a line; a hyphen there may be a list mark."""


def is_none(passage: Passage, side: Sequence[Node], parsed: Parsed, claim: Quantity, arrow: bool) -> bool:
    """Whether `expression = claim` says another thing: what becomes of a number, a rest, a range, a measurement."""
    text, begin = passage.text, side[parsed.first].start
    if arrow and (isinstance(parsed.expr, Leaf) or any(n.text.lower() in SPLIT for n in side)):
        return True  # a power that becomes another, a division told in words
    if any(mark in text[max(0, begin - 1) : claim.start] for mark in "⌈⌉⌊⌋"):
        return True
    if _WRAPS.search(text, max(0, begin - 60), begin) or claim.unit.text in ("rem", "remainder"):
        return True
    if any(words.match(text, claim.end) for words in (_MODULAR, _MEASURED, _RETRACTED)) or _CHAINED.match(text, begin):
        return True
    last = side[-1]
    if last.kind == "word" and len(last.text) == 1 and last.text.islower() and parsed.last < parsed.after:
        return True  # a variable that is given a value: P(10^9) with b = 64
    unread = _UNREAD.match(text, claim.end) if not claim.unit.text else None
    if unread is not None and unread[1] not in NOT_NOUN and any(q.unit.dims for q in leaves(parsed.expr)):
        return True
    line = _line(text, begin)
    before = side[parsed.first - 1].text.lower() if parsed.first else ""
    return _RANGE.search(line[-12:]) is not None or before in FUNCTIONS or _LOG.fullmatch(before) is not None


def _line(text: str, begin: int) -> str:
    """What stands before a computation in its line, with the line end before it."""
    start = max(0, begin - MAX_LINE)
    return ("\n" if not start else "") + text[start:begin]


def is_part(passage: Passage, side: Sequence[Node], parsed: Parsed, claim: Quantity) -> bool:
    """Whether more went into a result than its expression, or its numbers are others.

    Terms before it, amounts in brackets beside its terms, machine types behind counts, numbers of things.
    """
    expr, begin, first = parsed.expr, side[parsed.first].start, side[parsed.first]
    tail = [n.text.lower() for n in side[parsed.last :] if n.kind == "word"]
    if _gives_name(tail) or (tail and claim.unit.dims and _is_few(expr)):
        return True
    before = side[parsed.first - 1] if parsed.first else None
    if isinstance(first, Group) and before is not None and before.kind == "num" and before.end < first.start:
        return True  # a gloss, or a factor
    if isinstance(expr, Apply) and expr.op == "+":
        if _is_glossed(side[parsed.first : parsed.last], expr, claim) or _numbers_things(expr, claim, before):
            return True
        if _TYPED.match(passage.text, next(iter(leaves(expr))).end):
            return True
    if any(isinstance(n, Group) and _SIGNED.match(passage.text, n.start) for n in side[parsed.first : parsed.after]):
        return True
    line = _line(passage.text, begin)
    ahead = line.rpartition("\n")[2][-MAX_AROUND:]
    behind = passage.text[begin : claim.end + MAX_AROUND].partition("\n")[0]
    if _SPARED.search(ahead) or _SPARED.search(behind) or _KEPT.search(behind):
        return True
    open_line = _ENDED.split(line)[-1]
    sign = _ADDS.search(line)
    adds = sign is not None and (sign[1] != "-" or not _is_list(passage, begin, claim))
    if adds or _PRODUCT.search(open_line.rpartition(",")[0]):
        return True  # one of several terms, whose sum comes at the end
    if not _ALTOGETHER.match(passage.text, claim.end):
        return False
    return any(q.unit.dims == claim.unit.dims for q in passage.before(begin, begin - MAX_LINE))


def _is_list(passage: Passage, begin: int, claim: Quantity) -> bool:
    """Whether a hyphen that begins a line is a list mark: beside another one, or below what ends in a colon."""
    if "\n" in passage.text[begin : claim.start]:
        return False
    before = passage.text[max(0, begin - MAX_LINE) : begin].rsplit("\n", 1)[0].rstrip()
    last = before.rpartition("\n")[2].strip()
    return not passage.by_line or last[:1] in ("-", "") or last[-1:] == ":"


def _gives_name(tail: Sequence[str]) -> bool:
    """Whether the words before a sign end in a name that is given a value: `4 × 8 GPUs with TP = 8`."""
    turn = next((i for i, w in enumerate(tail) if w in _TURNS), len(tail))
    return turn + 1 < len(tail) and tail[turn + 1] not in _WHOLES


def _is_few(expr: Expr) -> bool:
    """Whether an expression counts a few things, which may have or cost something each."""
    return not any(q.unit.dims or q.numeral.scaled or q.numeral.size > 999 for q in leaves(expr))


def _numbers_things(expr: Expr, claim: Quantity, before: Node | None) -> bool:
    """Whether a sum only names things by their numbers: `Racks 1 + 2 = 9.4 kW`."""
    if before is None or before.kind != "word" or before.text.lower() in NOT_NOUN or not claim.unit.text:
        return False
    return all(not q.unit.text and q.numeral.exact and q.numeral.size < 100 for q in leaves(expr))


def _is_glossed(terms: Sequence[Node], expr: Expr, claim: Quantity) -> bool:
    """Whether a bracket behind a term says it in another unit, and is no term itself: `4 nodes (64 vCPU) + …`."""
    grouped = {n.quantity.start for g in terms if isinstance(g, Group) for n in g.nodes if n.quantity is not None}
    inputs = list(leaves(expr))
    if claim.unit.dims and all(q.start in grouped and q.unit.dims == claim.unit.dims for q in inputs):
        return False  # id (8 bytes) + score (4 bytes) = 12 bytes
    for before, node in pairwise(terms):
        if isinstance(node, Group) and before.kind in ("num", "word"):
            told = [n.quantity for n in node.nodes if n.quantity is not None]
            term = before.quantity
            other = term is None or term.unit.text != claim.unit.text
            if other and any(q.unit.text for q in told):
                return True
    return False


def adjusts(passage: Passage, nodes: Sequence[Node]) -> bool:
    """Whether words, with a number among them, tell what else went into a result: `(1 TB free)`, `, 4 failed`."""
    if not nodes or not any(n.kind == "num" or n.text.lower() == "plus" for n in nodes):
        return False
    return _ADJUSTS.search(passage.text, max(0, nodes[0].start - 1), nodes[-1].end) is not None


def is_split(expr: Expr) -> bool:
    """Whether two bare whole numbers with a slash may be how something is split: 64 GPUs (3/1)."""
    if not isinstance(expr, Apply) or expr.op != "/":
        return False
    return all(isinstance(a, Leaf) and not a.quantity.unit.text and a.quantity.numeral.exact for a in expr.args)


def is_name(nodes: Sequence[Node], at: int) -> Literal["", "perhaps", "sure"]:
    """Whether a bare number belongs to the name before it, for sure (RAID 5, Kafka 3.7) or perhaps (node 17)."""
    before = nodes[at - 1] if at else None
    quantity = nodes[at].quantity
    if quantity is None or quantity.unit.text or quantity.numeral.hedge or quantity.numeral.scaled:
        return ""
    if before is None or before.kind == "break":
        return "perhaps" if at == 0 else ""
    if before.kind != "word" or before.text.lower() in NOT_NOUN or quantity.start - before.end != 1:
        return ""
    title = before.text[0].isupper() and not quantity.numeral.exact
    return "sure" if title or (len(before.text) > 1 and before.text.isupper()) else "perhaps"
