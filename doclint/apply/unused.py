"""What stands beside the inputs of a rule and goes into none of them: it may be why the claim is another number."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from doclint.bind.headings import another_state
from doclint.judge.closeness import half_place
from doclint.model import TIME, Block, Judged, Quantity, Relation, leaves
from doclint.outline import beside
from doclint.symbols import Mention

MAX_NEAR = 60
MAX_SENTENCE, MIN_WORDS = 240, 3
MAX_TEXT = 60
"""How much of an entry is read."""
Range = tuple[Fraction, Fraction]
Places = Mapping[tuple[int, int], Mention]
_PUT = (
    r"compress\w*|dedup\w*|gzip|zstd|hit (?:rate|ratio)|cache hits?|cdn|discount\w*|credits?|grants?|set-?up|upfront|"
    r"one-?off|fees?|reserved?|reservation|spares?|buffer|headroom|growth|"
    r"growing|grows|window|working|business|service hours|office|weekdays?|weekends?|schedule\w*|contract|redundan\w*|"
    r"batch(?:ed|ing)|amplification|quorum|sampl\w+|tier(?:ed|ing)|archiv\w+|cold|hot(?:test)?|erasure|raid\w*|virtual|"
    r"interleav\w*|queu(?:e|e?ing)|thinking|polls?|polling|free|bots?|retr(?:y|ies)|thumbnails?|renditions?|idle|"
    r"fill factor|conversion|reduction|savings?|dense|only|except|without|excluding|half|third|quarter|fifth|"
    r"keep-?alive|index(?:es)?|accepts?|speculat\w*|rate limit|capped|partitions?|spot|mirror\w*|parity|"
    r"broken|down-?sampl\w*|versioning|streaming|doubles?|average (?:length|context)"
)
_BESIDE = re.compile(rf"(?i)\b(?:{_PUT}|replicas)\b|\bEC\b|\d:\d|\bafter \d")
"""Words of another line that put something on top of a plain product, take it off, or leave it out."""
_CONDITION = re.compile(
    rf"(?i)\b(?:{_PUT}|overhead|typical|median|usage|first|launch|from|after|last|fixed|average|active|asynchronous\w*|"
    r"replicas?|nodes? is|of which|ago)\b|\bEC\b|\d:\d"
)
"""The same behind a number, where it may also say of which part or time it is."""
_SHARE = re.compile(r"(?i)\boverhead\b")
"""What goes on top as a share; said as an amount, it is a term of its own."""
_NOTED = re.compile(r"[^\n(,;.|│\d]{0,16}\((?:[^()\n]{0,40}[ (])?(\d[\d.,]*)(?!-way|-stage)|\s?[+−] ?\d")
_WORKING = re.compile(r"[=×*/÷+]")


def explained(mentions: Sequence[Mention], rules: Iterable[Judged], blocks: Sequence[Block]) -> Iterator[Judged]:
    """Rules without those of which something near claim or inputs may be the rest: it says so, or is the quotient."""
    lists: dict[tuple[object, ...], list[Mention]] = {}
    places: dict[tuple[int, int], Mention] = {}
    for mention in mentions:
        places[mention.place] = mention
        for key in _keys(mention):
            lists.setdefault(key, []).append(mention)
    stating = {m.block for m in mentions}
    for one in rules:
        if one.contradicted and (
            _has_rest(one, lists, places)
            or _has_words(one, places, blocks, stating)
            or _has_sentence(places.get((one.relation.claim.start, one.relation.claim.end)), blocks)
        ):
            yield Judged(one.relation, one.verdict._replace(status="undecided", reason="something beside it may go in"))
        else:
            yield one


def _keys(mention: Mention) -> Iterator[tuple[object, ...]]:
    yield ("block", mention.block)
    if mention.siblings:
        yield ("list", mention.siblings, mention.row >= 0 and mention.column)


def _has_rest(one: Judged, lists: Mapping[tuple[object, ...], list[Mention]], places: Places) -> bool:
    relation, derivation = one.relation, one.verdict.derivation
    if derivation is None or derivation.low <= 0 or relation.claim.numeral.number <= 0:
        return False
    used = {(q.start, q.end) for q in _used(relation)}
    involved = [places[place] for place in used if place in places]
    claim = places.get((relation.claim.start, relation.claim.end))
    if claim is not None and any(another_state(m, claim) for m in involved):
        return True
    if any(_conditional(m, m is claim) for m in involved):
        return True
    near = [m for i in involved for key in _keys(i) for m in lists[key][:MAX_NEAR]]
    others = [m for m in near if m.place not in used and not m.operand]
    if any(_BESIDE.search(said := m.key or m.subject) or (_SHARE.search(said) and _on_top(m)) for m in others):
        return True
    if relation.op != "=":
        return False
    stated, half = Fraction(relation.claim.numeral.number), Fraction(half_place(relation.claim))
    rest = ((stated - half) / Fraction(derivation.high), (stated + half) / Fraction(derivation.low))
    spans = [q for q in _used(relation) if q.start < 0 and q.unit.dims == TIME and q.numeral.number]
    return any(_explains(m.quantity, rest, spans) for m in others)


def _on_top(mention: Mention) -> bool:
    """Whether a share is put on something, and is no share of what it names itself: 12% of total time."""
    return not mention.quantity.unit.dims and not mention.behind.lstrip().startswith("of ")


def _has_words(one: Judged, places: Places, blocks: Sequence[Block], stating: Container[int]) -> bool:
    """Whether an entry beside claim or inputs tells a condition and is none of the blocks `stating` a quantity.

    Such an entry is `Compression: 5:1`.
    """
    used = [m for q in _used(one.relation) if (m := places.get((q.start, q.end))) is not None and m.siblings]
    rows = {(m.siblings, m.row) for m in used}
    for mention in used:
        for at in range(max(0, mention.block - MAX_NEAR), min(len(blocks), mention.block + MAX_NEAR)):
            block = blocks[at]
            if block.kind == "item":
                here = block.container[:-1] == mention.siblings and at not in stating
            else:
                here = block.kind == "cell" and block.container == mention.siblings and block.row > 0
                here = here and (block.container, block.row) not in rows
            if here and (_BESIDE.search(said := block.text[:MAX_TEXT]) or _SHARE.search(said)):
                return True
    return False


def _has_sentence(claim: Mention | None, blocks: Sequence[Block]) -> bool:
    """Whether a sentence right below the list or table of a claim may tell why it is another number."""
    at = beside(blocks, claim.block, 1) if claim is not None and claim.siblings else -1
    text = blocks[at].text.strip() if at >= 0 else ""
    return len(text) < MAX_SENTENCE and text[-1:] in (".", ")", "!") and len(text.split()) > MIN_WORDS


def _conditional(mention: Mention, claimed: bool) -> bool:
    """Whether the line goes on behind a number with a condition, or with another number in a bracket."""
    if _WORKING.search(mention.behind):
        return False
    if _CONDITION.search(mention.behind):
        return True
    noted = None if claimed else _NOTED.match(mention.behind)
    return noted is not None and noted[1] != mention.quantity.numeral.text


def _used(relation: Relation) -> Iterator[Quantity]:
    yield relation.claim
    for expr in (relation.expr, *relation.others):
        yield from leaves(expr)


def _explains(quantity: Quantity, rest: Range, spans: Sequence[Quantity]) -> bool:
    """Whether a factor, a share or a length of time is what a claim is off by."""
    number = Fraction(quantity.numeral.number)
    if quantity.unit.dims == TIME:
        length = number * quantity.unit.factor
        ratios = [length / (Fraction(s.numeral.number) * s.unit.factor) for s in spans if length > 0]
    elif quantity.unit.text == "%":
        share = number / 100
        ratios = [share, 1 - share, 1 + share]
    elif quantity.unit.text == "x":
        ratios = [number]
    else:
        return False
    return any(rest[0] <= r <= rest[1] or rest[0] <= 1 / r <= rest[1] for r in ratios if r > 0)
