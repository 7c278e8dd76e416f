"""Statements in their context: the words that say what a number is, the headings and labels above it, its scenario.

A mention's own words are those of its label, its noun and the words beside it; what stands above is context. Words are
folded (case, plural, a few synonyms); `per GPU` is the one word `/gpu`, and an abbreviation that the document declares
stands for its long form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from doclint import scenarios
from doclint.extract import PLAIN
from doclint.extract.lines import APART
from doclint.extract.passage import QUOTED
from doclint.model import BARE, Apply, Block, Extract, Numeral, Quantity, Relation, Statement, leaves
from doclint.outline import Context, Line, above, line_at, lines
from doclint.symbols import Mention
from doclint.vocabulary import ABBREVIATION, FORGET, QUALIFIERS, REVISED, declared, phrase, shortened, words

_IDENTIFIER = re.compile(r"(?<![\w-])(?<!\d )([A-Za-z_][A-Za-z0-9_]{0,40})(?: ?:?= ?|\()$")
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
_IN_BRACKETS = re.compile(r"\(([A-Za-z][A-Za-z -]{2,30})\)")
_MET = re.compile(
    r"(?i)\b(?:met|meets|exceed\w*|within(?! [~≈]?\d)|"
    r"satisf\w+|fulfil\w*|compl(?:y|ies|iant)|well (?:under|below|above))\b|[✓✔✅]"
)
_MARGIN = re.compile(r"(?i) ?(?:of )?(?:margin|headroom|buffer|slack|to spare|left)\b")
"""What follows a number by which a requirement is met: it is not measured itself."""
_UNMET = re.compile(
    r"(?i)\b(?:not|cannot|never|can't|isn't|doesn't|don't|won't|fail\w*|unmet|miss(?:ed|es)?|unachiev\w+|impossible|"
    r"violat\w+)\b|[❌✗✘]"
)
_BEYOND = re.compile(
    r"(?i)\b(?:exceed(?:s|ing|ed)?|meet(?:s|ing)?|satisf(?:ies|y|ying)|within|below|under|above|vs\.?|versus|against)"
    r"(?: (?:the|our|its|a|target|limit|requirement|of))* ?[~≈$]?$"
)
"""Words after which a number is what another is measured against."""
_OF_MANY = re.compile(r" (?:per|every) \d")
"""What follows a number that is of several things together: `$0.40 per 1000 rides`."""
_WITHIN = re.compile(
    r"(?i)\n[^\w\n]*((?:well )?within (?:the )?(?:recommended |safe )?(?:limits?|capacity|budget|range))\b"
)
_OPERAND = re.compile(r" ?[×÷·∗]|\s\*\s|\s/\s|/(?=\d)|(?: \([^()\n]{0,40}\))? \+ (?=[~$€£\w(])")
_LED = re.compile(r"(?:[:)]|\b(?:effective|or|i\.e\.),?:?) ?[~≈$]?$")
_TERM = re.compile(r" [-−–+*/×÷] (?=[A-Za-z(\d~$])")
"""What follows a number behind an equals sign that begins a computation: `budget = 100% - target`."""
_AFTER_OPERATOR = re.compile(r"[\w)] ?[-+*/×÷−] $")
_EACH = re.compile(
    r"(?i)\b(?:each|every|a single|one) ((?-i:[A-Z]{2,5} )?[a-z]{2,20}) [^.:;,()]{0,30}(?:\([^.:;()]{0,8})?$"
)
_ONE = re.compile(r"(?i)^(?:each|every|(?:a )?single|one) (?:[\w-]{1,20} ){0,3}?([a-z]{2,20})$")
_QUALIFIED = re.compile(r"(?i)\((active|peak|average|total|effective|maximum|max|minimum|min|usable|raw)\)")
_RATE = re.compile(r"(?i)\bper sec(?:ond)?\b|/ ?s(?:ec|econd)?\b|\b(?:QPS|RPS|TPS|OPS)\b")
_VERSION = re.compile(
    r"(?i)\b(?:bump(?:s|ed)?|upgrad\w+|updat(?:e|es|ed|ing)\b.{0,60}\b(?:to|version)|versions?|releases?d?|deprecat\w+|"
    r"(?:c|mac|ios|node|python|java|php|ruby|rust|go|llvm|gcc|windows|ubuntu|debian|chrome|firefox) ?\d)\b"
)
_PRERELEASE = re.compile(r"(?i)-(?:dev|rc|alpha|beta|pre|snapshot)")
_SPEAKS = re.compile(r"[^\W\d_]|[-–✓✔✅<>≤≥]")
_ELSEWHERE = re.compile(
    r"(?i)\b(?:would|goals?|benchmarks?|industry|medians?|competitors?|best in class|next (?:year|quarter|month)|"
    r"by (?:19|20)\d\d|in a year|from now|what[- ]if|sensitivity|if|unless|instead|hypothetical\w*|during|used to|"
    r"(?:down|up) from|formerly|previously)\b"
)
"""Words of a line that may speak of another case, another time or another party."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_THRESHOLD = re.compile(
    r"(?i)\b(?:from|beyond|above|below|over|under|until|once|past|every|after|exceed(?:s|ing)?) [~≈$]?$"
)
"""Words in running text by which a number is where something begins or ends."""
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
    found: list[Mention] = []
    for at, block in enumerate(blocks):
        reader.enter(block)
        if not raw[at].statements:
            continue
        read = lines(block.text, block.kind)
        for own, there in zip(raw[at].statements, placed[at].statements, strict=True):
            found.append(_mention(reader, block, at, read, own, there, inside, told, abbreviations))
    if scenarios.revised(blocks) and not any(m.scope & scenarios.FORMER for m in found):
        return [m._replace(scope=m.scope - REVISED) for m in found]
    return found


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
    speaks = block.kind != "cell" or _SPEAKS.search(text) is not None
    index = line_at(read, quantity.start)
    line = read[index]
    header = ""
    operand = (
        (there.quantity.start, there.quantity.end) in inside
        or _OPERAND.match(text, quantity.end) is not None
        or (
            _AFTER_OPERATOR.search(text, max(line.start, quantity.start - 6), quantity.start) is not None
            and not (quantity.unit.text == "%" and _OF.match(text, quantity.end))
        )
    )
    behind = text[max(line.start, quantity.start - 4) : quantity.start].rstrip(" ~$")
    operand = operand or (behind.endswith("=") and _TERM.match(text, quantity.end) is not None)
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
    over = tuple(above(read, index)) if len(read) > 1 else ()
    intro = "" if block.kind == "paragraph" else reader.intro
    higher = scenarios.above(over, reader.text, intro, block.headings)
    name = identified(text, quantity.start)
    if name and _is_part(name, line.label):
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
    near_by = text[max(line.start, quantity.start - 60) : quantity.start]
    limit = (
        quantity.numeral.hedge in ("<", ">", "≤", "≥")
        or _LIMIT.search(f"{label} {near} {noun}") is not None
        or (headline and higher.limits)
        or (speaks and _LIMIT.search(near_by) is not None)
    )
    beyond = speaks and _BEYOND.search(text, max(line.start, quantity.start - 40), quantity.start) is not None
    if speaks or quantity.unit.text:
        phrases, labels = _phrases(label if headline else "", near, quantity, tail, text, each[1] if each else "")
    else:
        phrases, labels = _of_label(label if headline else "")
    alone_label = bool(label) or column > 0 or block.kind == "cell"
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
        parent=higher.parent,
        siblings=siblings,
        header=frozenset() if _NOW.search(header) else words(header) | frozenset(_YEAR.findall(header)),
        names=frozenset(w for w in mine if w in abbreviations or (name and (len(w) < 5 or name.isupper()))),
        operand=operand,
        aside=place in told
        or (
            not alone_label
            and _THRESHOLD.search(text, max(line.start, quantity.start - 16), quantity.start) is not None
        )
        or (speaks and _is_aside(text, line, quantity))
        or (block.kind == "heading" and scenarios.ELSEWHERE.search(text) is not None),
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
        apart=speaks
        and APART.search(text, max(line.start, quantity.start - 160), min(line.end, quantity.end + 160)) is not None,
        labelled=quantity.end <= line.label_end,
        of=(shortened(words(following[1]), abbreviations) or frozenset(("total",))) if following else frozenset(),
        total=scenarios.says_total(label),
        whole=higher.total or scenarios.says_total(label) or scenarios.says_total(near),
        counted=counted,
        labels=labels,
        per=frozenset(w for w in higher.parent | words(block.headings[-1] if block.headings else "") if w[0] == "/"),
        met=said is not None or (speaks and not beyond and _is_met(text, line, quantity)),
        within=block.place(said.start(1), said.end(1)) if said else (0, 0),
        rate=_RATE.search(label) is not None,
        elsewhere=speaks
        and block.kind != "cell"
        and _ELSEWHERE.search(
            text, max(line.start, quantity.start - MAX_BEFORE), min(line.end, quantity.end + MAX_BEFORE)
        )
        is not None,
        top=block.headings[0] if block.headings else "",
        chapter=block.headings[1] if len(block.headings) > 1 else "",
    )


def _is_aside(text: str, line: Line, quantity: Quantity) -> bool:
    """Whether a number is quoted, a name, the count of a rate for many, or a version."""
    return (
        QUOTED.search(text, max(line.start, quantity.start - 120), min(line.end, quantity.end + 60)) is not None
        or _is_ordinal(text, quantity)
        or _OF_MANY.match(text, quantity.end) is not None
        or _is_version(text, line, quantity)
    )


def _is_ordinal(text: str, quantity: Quantity) -> bool:
    """Whether a number is a name (GPU 15, Stage 0, the 3. of a list) or the end of a range (0-7)."""
    start, end = quantity.start, quantity.end
    if text[end : end + 2] == ". " and not text[text.rfind("\n", 0, start) + 1 : start].strip():
        return True
    if text[end : end + 1] in ("-", "–") and text[end + 1 : end + 2].isdigit():
        return True
    if start > 1 and text[start - 1] in "-–" and text[start - 2].isdigit():
        return True
    return (
        not quantity.unit.dims
        and quantity.unit.text != "%"
        and _ORDINAL.search(text, max(0, start - 24), start) is not None
    )


def _is_met(text: str, line: Line, quantity: Quantity) -> bool:
    """Whether the line around a number says that a requirement is met, and not that it is missed."""
    start, end = max(line.start, quantity.start - 120), min(line.end, quantity.end + 80)
    if _MARGIN.match(text, quantity.end):
        return False
    return _MET.search(text, start, end) is not None and _UNMET.search(text, start, end) is None


def _is_version(text: str, line: Line, quantity: Quantity) -> bool:
    """Whether a bare number is a version: "bump setup-node from 4 to 5"."""
    if _PRERELEASE.match(text, quantity.end):
        return True
    return not quantity.unit.dims and _VERSION.search(text, line.start, min(line.end, line.start + 200)) is not None


def _is_result(before: str) -> bool:
    """Whether the number is what the line computes: the text before it ends in an equals sign."""
    return before.rstrip(" ~$€£≈").endswith(("=", "≈", "→")) or before.rstrip(" ~$€£").endswith("≈")


def _phrases(label: str, near: str, quantity: Quantity, tail: str, text: str, each: str) -> tuple[tuple[str, ...], int]:
    """The wordings by which a symbol may know a number, and how many of them are its label or identifier."""
    found: dict[str, None] = {}
    identifier = identified(text, quantity.start)
    if identifier and not _is_part(identifier, label):
        found[phrase(identifier)] = None
        found[phrase(identifier).removesuffix(" size").removesuffix(" degree")] = None
    bare = label.split("(")[0]
    qualified = _QUALIFIED.search(label)
    if qualified:
        bare = f"{qualified[1]} {bare}"
    if bare and (not identifier or phrase(identifier) == phrase(bare) or _is_part(identifier, label)):
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


@lru_cache(maxsize=4096)
def _of_label(label: str) -> tuple[tuple[str, ...], int]:
    """The wordings by which a symbol may know a bare number of a table: those of its row."""
    return _phrases(label, "", Quantity(Numeral("", 0, 1), BARE, 0, 0), "", "", "")


FORGET.append(_of_label.cache_clear)


def _is_part(name: str, label: str) -> bool:
    """Whether an identifier is only the last word of a label that says more: write QPS."""
    return "_" not in name and label.endswith(f" {name}") and bool(words(label) - words(name))


def identified(text: str, start: int) -> str:
    """The identifier that a number is given to or stands with: `TP=4`, `TP(8)`, `tp_size: 4`; empty for none."""
    found = _IDENTIFIER.search(text, max(0, start - 44), start)
    return found[1] if found else ""
