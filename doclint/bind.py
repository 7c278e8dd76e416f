"""Statements in their context: the words that say what a number is, the headings and labels above it, its scenario.

A mention's own words are those of its label, its noun and the words beside it; what stands above is context. Words are
folded (case, plural, a few synonyms); `per GPU` is the one word `/gpu`, and an abbreviation that the document declares
stands for its long form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from doclint.extract import PLAIN
from doclint.extract.lines import APART
from doclint.extract.passage import QUOTED
from doclint.model import Apply, Block, Extract, Mention, Quantity, Relation, Statement, leaves
from doclint.vocabulary import ABBREVIATION, QUALIFIERS, declared, phrase, shortened, words

_IDENTIFIER = re.compile(r"(?<![\w-])(?<!\d )([A-Za-z_][A-Za-z0-9_]{0,40})(?: ?:?= ?|\()$")
_BOX = " \t│├└─┌┐┘┤┬┴┼║═•▪*-+#>`|✅✓✗❌☑"
_LABEL_END = re.compile(r":(?!\d)|(?<![<>=!])=|≈|\s[-–—]\s")
_SCENARIO = re.compile(
    r"(?i)\b(?:(baseline|proposed|before|after|revised|original|previous|optimi[sz]ed|naive|conservative|optimistic|"
    r"pessimistic|worst[- ]case|best[- ]case|prefill|decode|training|inference|forward|backward|"
    r"future|projected|legacy|example|"
    r"free|basic|premium|enterprise|dev|staging|production)\b|"
    r"((?:option|alternative|scenario|case|phase|plan|variant|approach|stage|tier|step|level|v|year|rack|region|model)"
    r"(?: [a-z]\b| ?\d+))|(\d+[- ](?:year|month|day)s?\b))"
)
MAX_CONTEXT = 160
MAX_LABEL = 7
MAX_BEFORE = 160
_NEAR = re.compile(r"[\d(),;=×*/+÷≈→│|:]|\b(?:and|or)\b")
_TAIL = re.compile(r"[\d(),;=×*/+÷≈→│|.:\n]|\s[-–—]\s")
_LIMIT = re.compile(
    r"(?i)\b(?:requirements?|required|limits?|max(?:imum)?|min(?:imum)?|(?<!error )budgets?|thresholds?|"
    r"at (?:least|most)|up to|recommended|criteria|constraints?)\b|[<>≤≥]"
)
_ORDINAL = re.compile(
    r"(?i)\b(?:gpus?|experts?|stages?|layers?|ranks?|nodes?|groups?|steps?|phases?|levels?|tiers?|racks?|cases?|options?|"
    r"shards?|regions?|zones?|brokers?|servers?|tasks?|issues?|parts?|items?|days?|weeks?|years?|versions?|slots?|top|"
    r"page) $"
)
_OF = re.compile(r" of (?:the |all |our |its )?([A-Za-z][A-Za-z ]{0,40}|\d)")
_TOTAL = re.compile(r"(?i)\b(?:total|overall|all)\b")
_IN_BRACKETS = re.compile(r"\(([A-Za-z][A-Za-z -]{2,30})\)")
_MET = re.compile(
    r"(?i)\b(?:met|meets|exceed\w*|within|satisf\w+|fulfil\w*|compl(?:y|ies|iant)|well (?:under|below|above))\b|[✓✔✅]"
)
_WITHIN = re.compile(
    r"(?i)\n[^\w\n]*((?:well )?within (?:the )?(?:recommended |safe )?(?:limits?|capacity|budget|range))\b"
)
_OPERAND = re.compile(r" ?[×÷·∗]|\s\*\s|\s/\s|/(?=\d)")
_LED = re.compile(r"(?:[:)]|\b(?:effective|or|i\.e\.),?:?) ?[~≈$]?$")
_AFTER_OPERATOR = re.compile(r"[\w)] ?[-+*/×÷−] $")
_EACH = re.compile(r"(?i)\b(?:each|every|a single|one) ([a-z]{2,20}) [^.:;()]{0,30}$")
_QUALIFIED = re.compile(r"(?i)\((active|peak|average|total|effective|maximum|max|minimum|min|usable|raw)\)")
_RATE = re.compile(r"(?i)\bper sec(?:ond)?\b|/ ?s(?:ec|econd)?\b|\b(?:QPS|RPS|TPS|OPS)\b")
_VERSION = re.compile(
    r"(?i)\b(?:bump(?:s|ed)?|upgrad\w+|updat(?:e|es|ed|ing)\b.{0,60}\b(?:to|version)|versions?|releases?d?|deprecat\w+|"
    r"(?:c|mac|ios|node|python|java|php|ruby|rust|go|llvm|gcc|windows|ubuntu|debian|chrome|firefox) ?\d)\b"
)
_LIMITS = re.compile(
    r"(?i)\b(?:(?:performance|latency|throughput|service[- ]level|non-?functional|acceptance|quality)"
    r" (?:requirements?|targets?|criteria)|constraints?|SL[AO]s?|limits|thresholds)\b|^requirements?\b"
)
_NOW = re.compile(r"(?i)\b(?:current|currently|today|now)\b")


class _Line(NamedTuple):
    """One line of a block: where it begins and ends, its indentation, its label and where the label ends.

    A row of a drawn table has its cells, the headers above them and the line where the table begins.
    """

    start: int
    end: int
    depth: int
    label: str
    label_end: int
    cells: tuple[tuple[int, int], ...] = ()
    headers: tuple[str, ...] = ()
    table: int = -1


def mentions(
    blocks: Sequence[Block], raw: Sequence[Extract], placed: Sequence[Extract], relations: Sequence[Relation]
) -> list[Mention]:
    """Every statement of a document with its context, in document order.

    `raw` extracts count offsets in their block's text, `placed` ones in the source.
    """
    inside = _operands(relations)
    told = {(r.claim.start, r.claim.end) for r in relations if r.aside}
    abbreviations = declared(blocks)
    reader = _Context()
    found: list[Mention] = []
    for at, block in enumerate(blocks):
        reader.enter(block)
        if not raw[at].statements or block.kind == "heading":
            continue
        lines = _lines(block.text, block.kind)
        for own, there in zip(raw[at].statements, placed[at].statements, strict=True):
            found.append(_mention(reader, block, at, lines, own, there, inside, told, abbreviations))
    return found


def _operands(relations: Sequence[Relation]) -> set[tuple[int, int]]:
    """Places of the numbers that computations take in."""
    places: set[tuple[int, int]] = set()
    for relation in relations:
        if relation.kind == "equation" and isinstance(relation.expr, Apply):
            places.update((q.start, q.end) for q in leaves(relation.expr))
    return places


class _Context:
    """What stands above the block being read: headings, the paragraph that introduces it, table headers and rows."""

    def __init__(self) -> None:
        self.intro = ""
        self.headers: dict[int, str] = {}
        self.row_label = ""
        self.row_key: tuple[tuple[int, ...], int] = ((), -1)
        self.parents: list[tuple[tuple[int, ...], str]] = []
        self.section = 0
        self.headings: tuple[str, ...] = ()
        self.text = ""

    def enter(self, block: Block) -> None:
        """Takes in the next block of the document."""
        if block.headings != self.headings:
            self.headings = block.headings
            self.section += 1
            self.intro = ""
        if block.kind == "cell":
            if block.row == 0:
                if block.column == 0:
                    self.headers = {}
                self.headers[block.column] = block.text
            elif (block.container, block.row) != self.row_key:
                self.row_key = (block.container, block.row)
                self.row_label = block.text if block.column == 0 else ""
        elif block.kind == "item":
            while self.parents and not _is_below(block.container, self.parents[-1][0]):
                self.parents.pop()
            self.text = " ".join(text for _, text in self.parents)
            self.parents.append((block.container, _label_of(block.text)))
        elif block.kind == "paragraph":
            self.parents.clear()
            stripped = block.text.rstrip(" *")
            titled = len(stripped) < 60 and stripped[-1:] not in ".!?" and not any(c.isdigit() for c in stripped)
            self.intro = stripped[-MAX_CONTEXT:] if stripped.endswith(":") or titled else ""
        if block.kind != "item":
            self.text = ""


def _is_below(container: tuple[int, ...], parent: tuple[int, ...]) -> bool:
    return len(container) > len(parent) and container[: len(parent)] == parent


def _label_of(text: str) -> str:
    line = text.split("\n", 1)[0][:MAX_CONTEXT]
    end = _LABEL_END.search(line)
    return (line[: end.start()] if end else line).strip(_BOX)


def _lines(text: str, kind: str) -> list[_Line]:
    """The lines of a block; a line that begins with a relation sign goes on with the label above it."""
    found: list[_Line] = []
    headers: tuple[str, ...] = ()
    table = start = 0
    for number, raw in enumerate(text.split("\n")):
        end = start + len(raw)
        body = raw.lstrip(_BOX)
        begin = end - len(body)
        label, label_end = "", begin
        cells: tuple[tuple[int, int], ...] = ()
        if body[:1] in "=≈→" and found and body:
            label, label_end = found[-1].label, begin
        elif body and kind != "cell" and (cells := _row(text, start, end)):
            label, label_end = text[cells[0][0] : cells[0][1]].strip(_BOX), cells[0][1]
            if any(c.isdigit() for c in label):
                label = ""
            if not headers and not any(c.isdigit() for c in body):
                headers = tuple(text[a:b].strip() for a, b in cells)
        elif body and kind != "cell":
            ended = _LABEL_END.search(body[:MAX_CONTEXT])
            if ended is not None and not body[:1].isdigit():
                label, label_end = body[: ended.start()].strip(_BOX), begin + ended.end()
                if len(label.split("(")[0].split()) > MAX_LABEL:
                    label = ""
            elif ended is None and not any(c.isdigit() for c in body[:MAX_CONTEXT]):
                label, label_end = body[:MAX_CONTEXT].strip(_BOX), end
        if not cells and body:
            headers, table = (), number + 1
        found.append(_Line(start, end, begin - start if body else -1, label, label_end, cells, headers, table))
        start = end + 1
    return found


def _row(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The cells of a line drawn as a table row, or nothing where it is none."""
    mark = "│" if text.count("│", start, end) > 2 else "|" if text.count("|", start, end) > 1 else ""
    if not mark:
        return ()
    cells: list[tuple[int, int]] = []
    at = text.find(mark, start, end) + 1
    if text[start : at - 1].strip():
        cells.append((start, at - 1))
    while (following := text.find(mark, at, end)) >= 0:
        cells.append((at, following))
        at = following + 1
    if text[at:end].strip():
        cells.append((at, end))
    return tuple(cells) if len(cells) > 1 else ()


def _above(lines: Sequence[_Line], at: int) -> Iterator[str]:
    """The labels that a line stands under, nearest first: shallower lines, and one that ends in a colon."""
    depth = lines[at].depth
    for i in range(at - 1, max(-1, at - 60), -1):
        line = lines[i]
        if line.depth < 0:
            if depth == 0:
                return
            continue
        if line.depth < depth or (line.depth == depth and line.label and line.label_end == line.end and depth < 3):
            yield line.label
            depth = min(depth, line.depth)
            if depth <= 0:
                return


def _mention(
    reader: _Context,
    block: Block,
    at: int,
    lines: Sequence[_Line],
    own: Statement,
    there: Statement,
    inside: set[tuple[int, int]],
    told: set[tuple[int, int]],
    abbreviations: Mapping[str, frozenset[str]],
) -> Mention:
    text = block.text
    quantity = own.quantity
    index = _line_at(lines, quantity.start)
    line = lines[index]
    header = ""
    operand = (
        (there.quantity.start, there.quantity.end) in inside
        or _OPERAND.match(text, quantity.end) is not None
        or _AFTER_OPERATOR.search(text, max(line.start, quantity.start - 6), quantity.start) is not None
    )
    begin = max(line.start, line.label_end if line.label_end <= quantity.start else line.start)
    long = quantity.start - begin > MAX_BEFORE
    before = text[max(begin, quantity.start - MAX_BEFORE) : quantity.start]
    column = next((i for i, (a, b) in enumerate(line.cells) if a <= quantity.start < b), 0)
    if column:
        before = text[line.cells[column][0] : quantity.start]
        header = line.headers[column] if column < len(line.headers) else ""
    near = " ".join(_NEAR.split(before)[-1].split()[-5:])
    tail = _TAIL.split(text[quantity.end : min(line.end, quantity.end + 60)], 1)[0]
    alone = not long and not any(c.isdigit() for c in before if c not in "²³")
    headline = (not operand and alone) or _is_result(before)
    unit_text = quantity.unit.text if quantity.unit.nouns or not quantity.unit.dims else ""
    noun = f"{unit_text} {tail}" if len(tail.split()) <= 5 else unit_text
    label = line.label
    if column:
        headline = True
    if block.kind == "cell":
        label = reader.row_label if block.column else ""
        header = reader.headers.get(block.column, "")
        headline = True
    above = list(_above(lines, index)) if len(lines) > 1 else []
    name = identified(text, quantity.start)
    if name and not operand:
        mine = words(name.replace("_", " "))
    else:
        mine = words(near) | words(noun) | (words(label) if headline else frozenset())
    if headline and not mine:
        mine = next((w for o in (*above, reader.text, reader.intro) if (w := words(o))), mine)
    outer = (*above, reader.text, reader.intro, *block.headings[-3:])
    mine |= words(header) & QUALIFIERS
    context = frozenset().union(*(words(o) for o in (*outer, header))) | words(label)
    each = _EACH.search(before)
    if each and (what := words(f"per {each[1]}")):
        mine |= what
    parent = next((words(_SCENARIO.sub("", o)) for o in (*above, reader.text, reader.intro) if o), frozenset())
    mine, context = shortened(mine, abbreviations), shortened(context, abbreviations) | context
    scope = frozenset[str]()
    if not _NOW.search(header):
        under = next((h for h in reversed(block.headings[1:][-3:]) if _SCENARIO.search(h)), "")
        outer = (*above, reader.text, reader.intro, under, label, header)
        scope = frozenset(m[0].lower() for o in outer if len(o) < MAX_CONTEXT for m in _SCENARIO.finditer(o))
    near_by = text[max(line.start, quantity.start - 60) : quantity.start]
    limit = (
        quantity.numeral.hedge in ("<", ">", "≤", "≥")
        or _LIMIT.search(f"{label} {near} {noun}") is not None
        or (
            headline and _LIMITS.search(" ".join((*above, reader.text, reader.intro, *block.headings[-1:]))) is not None
        )
        or _LIMIT.search(near_by) is not None
    )
    phrases, labels = _phrases(label if headline else "", near, quantity, tail, text, each[1] if each else "")
    following = _OF.match(text, quantity.end) if quantity.unit.text == "%" else None
    noun_words = words(f"{unit_text} {tail}" if not quantity.unit.dims else "")
    counted = noun_words or (words(label) if headline and not quantity.unit.dims else frozenset())
    said = _WITHIN.match(text, line.end, line.end + 60)
    place = (there.quantity.start, there.quantity.end)
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
        parent=parent,
        siblings=siblings,
        names=frozenset(w for w in mine if w in abbreviations or (name and (len(w) < 5 or name.isupper()))),
        operand=operand,
        aside=place in told
        or QUOTED.search(text, max(line.start, quantity.start - 120), min(line.end, quantity.end + 60)) is not None
        or _is_ordinal(text, quantity)
        or _is_version(text, line, quantity),
        limit=limit,
        headline=headline and line.end - line.start < 200 and (bool(label) or len(block.text) < 80),
        fenced=siblings == () and (block.kind == "fence" or "├" in text),
        code=block.kind in ("fence", "front_matter") and block.language not in PLAIN,
        row=index if line.cells else block.row,
        column=column if line.cells else block.column,
        key=entry if headline else "",
        label=words(label),
        result=_is_result(before),
        led=_LED.search(text, max(0, quantity.start - 24), quantity.start) is not None,
        apart=APART.search(text, max(line.start, quantity.start - 160), min(line.end, quantity.end + 160)) is not None,
        labelled=quantity.end <= line.label_end,
        of=(shortened(words(following[1]), abbreviations) or frozenset(("total",))) if following else frozenset(),
        total=_TOTAL.search(label) is not None,
        counted=counted,
        labels=labels,
        per=frozenset(w for w in parent | words(block.headings[-1] if block.headings else "") if w[0] == "/"),
        met=_MET.search(text, max(line.start, quantity.start - 120), min(line.end, quantity.end + 80)) is not None
        or said is not None,
        within=block.place(said.start(1), said.end(1)) if said else (0, 0),
        rate=_RATE.search(label) is not None,
        top=block.headings[0] if block.headings else "",
        chapter=block.headings[1] if len(block.headings) > 1 else "",
    )


def _is_ordinal(text: str, quantity: Quantity) -> bool:
    """Whether a number is a name (GPU 15, Stage 0) or the end of a range (0-7)."""
    start, end = quantity.start, quantity.end
    if text[end : end + 1] in ("-", "–") and text[end + 1 : end + 2].isdigit():
        return True
    if start > 1 and text[start - 1] in "-–" and text[start - 2].isdigit():
        return True
    return not quantity.unit.dims and _ORDINAL.search(text, max(0, start - 24), start) is not None


def _is_version(text: str, line: _Line, quantity: Quantity) -> bool:
    """Whether a bare number is a version: "bump setup-node from 4 to 5"."""
    return not quantity.unit.dims and _VERSION.search(text, line.start, min(line.end, line.start + 200)) is not None


def _is_result(before: str) -> bool:
    """Whether the number is what the line computes: the text before it ends in an equals sign."""
    return before.rstrip(" ~$€£≈").endswith(("=", "≈", "→")) or before.rstrip(" ~$€£").endswith("≈")


def _line_at(lines: Sequence[_Line], offset: int) -> int:
    low, high = 0, len(lines) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if lines[middle].start <= offset:
            low = middle
        else:
            high = middle - 1
    return low


def _phrases(label: str, near: str, quantity: Quantity, tail: str, text: str, each: str) -> tuple[tuple[str, ...], int]:
    """The wordings by which a symbol may know a number, and how many of them are its label or identifier."""
    found: dict[str, None] = {}
    identifier = identified(text, quantity.start)
    if identifier:
        found[phrase(identifier)] = None
        found[phrase(identifier).removesuffix(" size").removesuffix(" degree")] = None
    bare = label.split("(")[0]
    qualified = _QUALIFIED.search(label)
    if qualified:
        bare = f"{qualified[1]} {bare}"
    if bare and (not identifier or phrase(identifier) == phrase(bare)):
        whole = phrase(bare)
        found[whole] = None
        found[whole.removeprefix("total ").removeprefix("estimated ")] = None
        if quantity.unit.nouns and not quantity.unit.dims:
            found[f"{whole} {phrase(quantity.unit.text)}"] = None
    for match in ABBREVIATION.finditer(label):
        found[match[1].lower()] = None
    for match in _IN_BRACKETS.finditer(label):
        found[phrase(match[1])] = None
    found.pop("", None)
    labels = len(found)
    noun = f"{quantity.unit.text} {tail}" if quantity.unit.nouns or not quantity.unit.dims else tail
    noun = noun.replace("/", " per ")
    for size in (1, 2, 3, 4, 5):
        head = noun.split()[:size]
        if len(head) == size:
            found[phrase(" ".join((*head, "per", each) if each and "per" not in noun else head))] = None
    if near.strip():
        found[phrase(near)] = None
    return tuple(p for p in found if p), labels


def identified(text: str, start: int) -> str:
    """The identifier that a number is given to or stands with: `TP=4`, `TP(8)`, `tp_size: 4`; empty for none."""
    found = _IDENTIFIER.search(text, max(0, start - 44), start)
    return found[1] if found else ""
