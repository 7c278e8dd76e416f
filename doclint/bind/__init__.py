"""Statements in their context: the words that say what a number is, the headings and labels above it, its scenario.

A mention's own words are those of its label, its noun and the words beside it; what stands above is context. Words are
folded (case, plural, a few synonyms); `per GPU` is the one word `/gpu`, and an abbreviation that the document declares
stands for its long form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from doclint import scenarios
from doclint.bind import cases
from doclint.bind.cues import (
    MAX_BEFORE,
    OF,
    is_aside,
    is_elsewhere,
    is_met,
    is_operand,
    is_result,
    is_threshold,
    is_unmet,
)
from doclint.bind.phrases import identified, is_part, of_label, wordings
from doclint.extract import PLAIN
from doclint.extract.lines import APART
from doclint.model import Apply, Block, Extract, Quantity, Relation, Statement, leaves
from doclint.outline import Context, Line, above, line_at, lines
from doclint.symbols import Mention
from doclint.vocabulary import QUALIFIERS, REVISED, declared, phrase, shortened, words

MAX_BEHIND = 100
MAX_SPOKEN = 8000
"""Lines that are longer say nothing of the case of their numbers."""
_NEAR = re.compile(r"[\d(),;=×*/+÷≈→│|:]|\b(?:and|or)\b")
_TAIL = re.compile(r"[\d(),;=×*/+÷≈→│|.:\n]|\s[-–—]\s")
_LIMIT = re.compile(
    r"(?i)\b(?:requirements?|required|limits?|max(?:imum)?|(?<!\d[ -])min(?:imum)?|thresholds?|"
    r"(?<!error )(?<!remaining )budgets?(?! (?:remaining|consumed|used|left|spent|burn\w*))|"
    r"at (?:least|most)|up to|recommended|criteria|constraints?)\b|[<>≤≥]"
)
_SIGNED = re.compile(r"[<>≤≥]=? ?[$€£~]?\d.*")
"""A limit that a label states itself."""
_BEYOND = re.compile(
    r"(?i)\b(?:exceed(?:s|ing|ed)?|meet(?:s|ing)?|satisf(?:ies|y|ying)|within|below|under|above|vs\.?|versus|against)"
    r"(?: (?:the|our|its|a|target|limit|requirement|of))* ?[~≈$]?$|(?:[<>≪≫≤≥]|[<>]{2}|[<>]=) ?[~≈$]?$"
)
"""Words after which a number is what another is measured against."""
_WITHIN = re.compile(
    r"(?i)\n[^\w\n]*((?:well )?within (?:the )?(?:recommended |safe )?(?:limits?|capacity|budget|range))\b"
)
_LED = re.compile(r"(?:[:)]|\b(?:effective|or|i\.e\.),?:?) ?[~≈$]?$")
_EACH = re.compile(
    r"(?i)\b(?:each|every|a single|one) ((?-i:[A-Z]{2,5} )?[a-z]{2,20}) [^.:;,()]{0,30}(?:\([^.:;()]{0,8})?$"
)
_ONE = re.compile(r"(?i)^(?:each|every|(?:a )?single|one) (?:[\w-]{1,20} ){0,3}?([a-z]{2,20})$")
_RATE = re.compile(r"(?i)\bper sec(?:ond)?\b|/ ?s(?:ec|econd)?\b|\b(?:QPS|RPS|TPS|OPS)\b")
_SPEAKS = re.compile(r"[^\W\d_]|[-–✓✔✅<>≤≥]")
_ENDED = re.compile(r"(?<=[a-z]{4})(?<!approx)(?<!incl)[.!?]\s")
_STOP = re.compile(r"[.!?;] ")
_COMMENT = re.compile(r"\S\s+(?:#|//|--)\s")
"""What a line of code says behind its value is not of its name."""
MAX_SPEAKS = 400
"""How far from a number the words are looked for that may say what it is."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NOW = re.compile(r"(?i)\b(?:current|currently|today|now)\b")


def mentions(
    blocks: Sequence[Block], raw: Sequence[Extract], placed: Sequence[Extract], relations: Sequence[Relation]
) -> list[Mention]:
    """Every statement of a document with its context, in document order.

    `raw` extracts count offsets in their block's text, `placed` ones in the source.
    """
    inside = _operands(relations)
    told = {(r.claim.start, r.claim.end) for r in relations if r.aside}
    abbreviations = declared(blocks)
    reader = Context()
    previous = 0
    found: list[Mention] = []
    for at, block in enumerate(blocks):
        reader.enter(block)
        if not raw[at].statements:
            continue
        read = lines(block.text, block.kind)
        for own, there in zip(raw[at].statements, placed[at].statements, strict=True):
            found.append(_mention(reader, block, at, read, own, there, inside, told, abbreviations))
            if len(found) > 1 and cases.varied(found[-2], found[-1], block.text, previous, own.quantity.start):
                found[-2] = found[-2]._replace(altered=True)
            previous = own.quantity.end
    if scenarios.revised(blocks) and not any(m.scope & scenarios.FORMER for m in found):
        return [m._replace(scope=m.scope - REVISED) for m in found]
    return found


def _numbers(text: str, quantity: Quantity) -> bool:
    """Whether a number only numbers its heading, or an entry of a table of contents: 3.3 Connection Sizing."""
    if quantity.unit.dims or quantity.unit.text in ("%", "x") or quantity.numeral.exact or quantity.numeral.scaled:
        return False
    return not text[: quantity.start].strip() and text[quantity.start :].partition(" ")[2][:1].isupper()


def _operands(relations: Sequence[Relation]) -> set[tuple[int, int]]:
    """Places of the numbers that computations take in."""
    places: set[tuple[int, int]] = set()
    for relation in relations:
        if relation.kind == "equation" and isinstance(relation.expr, Apply):
            places.update((q.start, q.end) for q in leaves(relation.expr))
    return places


def _mention(
    reader: Context,
    block: Block,
    at: int,
    read: Sequence[Line],
    own: Statement,
    there: Statement,
    inside: set[tuple[int, int]],
    told: set[tuple[int, int]],
    abbreviations: Mapping[str, frozenset[str]],
) -> Mention:
    text = block.text
    quantity = own.quantity
    speaks = _SPEAKS.search(text, max(0, quantity.start - MAX_SPEAKS), quantity.end + MAX_SPEAKS) is not None
    index = line_at(read, quantity.start)
    line = read[index]
    header = ""
    place = (there.quantity.start, there.quantity.end)
    operand = place in inside or is_operand(text, line, quantity)
    begin = max(line.start, line.label_end if line.label_end <= quantity.start else line.start)
    long = quantity.start - begin > MAX_BEFORE
    before = text[max(begin, quantity.start - MAX_BEFORE) : quantity.start]
    column = next((i for i, (a, b) in enumerate(line.cells) if a <= quantity.start < b), 0)
    if column:
        before = text[line.cells[column][0] : quantity.start]
        header = line.headers[column] if column < len(line.headers) else ""
    near = " ".join(_ENDED.split(_NEAR.split(before)[-1])[-1].split()[-5:])
    tail = _TAIL.split(text[quantity.end : min(line.end, quantity.end + 60)], 1)[0]
    alone = not long and not any(c.isdigit() for c in before if c not in "²³")
    noted = block.kind == "fence" and _COMMENT.search(before) is not None
    headline = ((not operand and alone) or is_result(before)) and not noted
    unit_text = quantity.unit.text if quantity.unit.nouns or not quantity.unit.dims else ""
    written = text[quantity.start : quantity.end].removeprefix(quantity.numeral.text).strip()
    if quantity.unit.nouns and written.endswith(unit_text.rpartition("/")[2]):
        unit_text = written  # with the word that tells one kind of it from another
    noun = f"{unit_text} {tail}" if len(tail.split()) <= 5 else unit_text
    label = line.label
    if column:
        headline = True
    if block.kind == "cell":
        label = reader.row_label if block.column else ""
        header = reader.headers.get(block.column, "")
        headline = True
    over = tuple(above(read, index)) if len(read) > 1 else ()
    intro = "" if block.kind == "paragraph" else reader.intro
    higher = scenarios.above(over, reader.text, intro, block.headings)
    name = identified(text, quantity.start)
    if name and is_part(name, line.label):
        name = ""
    if name and not operand:
        mine = words(name.replace("_", " "))
    else:
        mine = words(near) | words(noun) | (words(label) if headline else frozenset())
    if headline and not mine:
        mine = higher.first
    mine |= words(header) & QUALIFIERS
    context = higher.words | words(header) | words(label)
    each = _EACH.search(before) or _ONE.search(label.split("(")[0].strip() if headline else "")
    if each and (what := words(f"per {each[1]}")):
        mine |= what
    mine, context = shortened(mine, abbreviations), shortened(context, abbreviations) | context
    scope = frozenset[str]()
    if not _NOW.search(header):
        scope = higher.scope | scenarios.scenarios(label) | scenarios.scenarios(header)
    near_by = _STOP.split(text[max(line.start, quantity.start - 60) : quantity.start])[-1]
    limit = (
        quantity.numeral.hedge in ("<", ">", "≤", "≥")
        or _LIMIT.search(f"{_STOP.split(_SIGNED.sub('', label))[-1]} {near} {noun}") is not None
        or (headline and higher.limits)
        or (speaks and _LIMIT.search(near_by) is not None)
    )
    beyond = speaks and _BEYOND.search(text, max(line.start, quantity.start - 40), quantity.start) is not None
    if speaks or quantity.unit.text:
        phrases, labels = wordings(label if headline else "", near, quantity, tail, text, each[1] if each else "")
    else:
        phrases, labels = of_label(label if headline else "")
    entitled = bool(label) or column > 0 or block.kind == "cell"
    aside = place in told or (not entitled and is_threshold(text, line, quantity))
    aside = aside or (speaks and is_aside(text, line, quantity))
    if block.kind in ("heading", "item"):
        aside = aside or _numbers(text, quantity)
    if block.kind == "heading":
        aside = aside or scenarios.ELSEWHERE.search(text) is not None
    following = OF.match(text, quantity.end) if quantity.unit.text == "%" else None
    noun_words = words(f"{unit_text} {tail}" if not quantity.unit.dims else "")
    counted = noun_words or (words(label) if headline and not quantity.unit.dims else frozenset())
    said = _WITHIN.match(text, line.end, line.end + 60)
    entry = phrase(label.split("(")[0])
    if column and not label:
        entry = text[line.cells[0][0] : line.cells[0][1]].strip()
    siblings: tuple[int, ...] = ()
    if line.cells:
        siblings = (-1, at, line.table)
    elif block.kind == "cell":
        siblings = block.container
    elif block.kind == "item":
        siblings = block.container[:-1]
    around = (*over, intro, *block.headings)
    endless = line.end - line.start > MAX_SPOKEN
    far = line.end - line.start > cases.MAX_LINE
    first = max(line.start, quantity.start - cases.MAX_LINE // 2) if far else line.start
    spoken = "" if endless else text[first : min(line.end, first + cases.MAX_LINE)]
    remark = cases.remark(text, quantity.end, line.end)
    case = cases.led(intro)
    if speaks and not endless:
        case |= cases.case(text, quantity.start, quantity.end, line.start, line.end, not quantity.unit.dims)
    return Mention(
        quantity=there.quantity,
        subject=own.subject,
        words=mine,
        context=context,
        scope=scope,
        phrases=phrases,
        block=at,
        line=index,
        section=reader.section,
        parent=higher.parent,
        siblings=siblings,
        header=frozenset() if _NOW.search(header) else words(header) | frozenset(_YEAR.findall(header)),
        names=frozenset(w for w in mine if w in abbreviations or (name and (len(w) < 5 or name.isupper()))),
        operand=operand,
        aside=aside,
        limit=limit,
        headline=headline and line.end - line.start < 200 and (bool(label) or len(block.text) < 80),
        fenced=siblings == () and (block.kind == "fence" or "├" in text),
        code=block.kind in ("fence", "front_matter") and block.language not in PLAIN,
        row=index if line.cells else block.row,
        column=column if line.cells else block.column,
        key=entry if headline else "",
        label=words(label),
        result=is_result(before),
        led=_LED.search(text, max(0, quantity.start - 24), quantity.start) is not None,
        apart=speaks
        and APART.search(text, max(line.start, quantity.start - 160), min(line.end, quantity.end + 160)) is not None,
        labelled=quantity.end <= line.label_end,
        of=(shortened(words(following[1]), abbreviations) or frozenset(("total",))) if following else frozenset(),
        total=scenarios.says_total(label),
        whole=higher.total or scenarios.says_total(label) or scenarios.says_total(near),
        counted=counted,
        labels=labels,
        per=frozenset(w for w in higher.parent | words(block.headings[-1] if block.headings else "") if w[0] == "/"),
        met=said is not None or (speaks and not beyond and is_met(text, line, quantity)),
        unmet=bool(label) and is_unmet(text, line, quantity),
        within=block.place(said.start(1), said.end(1)) if said else (0, 0),
        rate=_RATE.search(label) is not None,
        elsewhere=block.kind != "cell" and is_elsewhere(text, line, quantity),
        case=case,
        said=frozenset().union(*map(cases.tokens, (spoken, label, header, *around))),
        posed=cases.posed(text, line.start, quantity.start, line.end),
        altered=cases.altered(remark, label, header),
        remark=remark,
        gloss=cases.gloss(text, quantity.end),
        dates=cases.dates((text[first : quantity.start] if spoken else "", *around)),
        top=block.headings[0] if block.headings else "",
        chapter=block.headings[1] if len(block.headings) > 1 else "",
        heading=block.headings[-1] if block.headings else "",
        behind=text[quantity.end : min(line.end, quantity.end + MAX_BEHIND)],
    )
