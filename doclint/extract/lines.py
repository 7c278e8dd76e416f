"""The lines of a text: every numeral as a statement with its subject, and the entries of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from doclint.extract.links import EQUAL
from doclint.extract.numerals import Token
from doclint.extract.passage import MAX_SUBJECT, Passage
from doclint.model import Entry, Quantity, Statement

APART = re.compile(
    r"(?i)\b(?:optional|excluded|not (?:included|counted|in|budget)|covered by|"
    r"see above|waived|replac\w+|in parallel|parallel (?:to|with)|concurrent\w*|"
    r"shared|reused|only if|n/a|one-off|already|"
    r"free(?=\W*$|\s*[^\w\s]| (?:of charge|tier|memory|space|ram|disk|capacity)\b)|"
    r"separate(?:ly)?|overlap|of which|thereof|included (?:in|above))"
)


def state(passage: Passage, tokens: Sequence[Token]) -> None:
    """Every numeral is a statement; its subject is the label and the words before it."""
    text, start, label = passage.text, 0, ""
    for token in tokens:
        if token.kind == "break" and token.text != ",":
            if token.text == ":":
                label = text[max(start, token.start - MAX_SUBJECT) : token.start]
            elif token.text == "\n" or token.text in ".;|│":
                label = ""
            start = token.end
        elif token.quantity is not None:
            words = text[max(start, token.start - MAX_SUBJECT) : token.start].strip(" \t*~≈<>≤≥=$€£│├└─-")
            subject = f"{label.strip(' │├└─-*')}: {words}" if label and words else (label.strip(" │├└─-*") or words)
            passage.statements.append(Statement(subject[-80:] if len(subject) > 80 else subject, token.quantity))


def entries(passage: Passage, tokens: Sequence[Token]) -> Iterator[Entry]:
    """One entry a line; a text that is not read by line is one entry."""
    line: list[Token] = []
    for token in (*tokens, Token("break", "\n", len(passage.text), len(passage.text))):
        if token.kind == "break" and token.text == "\n" and (passage.by_line or token.end == len(passage.text)):
            entry = _entry(passage, line, token.start)
            if entry is not None:
                yield entry
            line = []
        else:
            line.append(token)


def _label_end(body: Sequence[Token]) -> int:
    """Where the label of a line ends: at its colon outside brackets, else at its first sign or number."""
    depth = 0
    for i, token in enumerate(body):
        depth += (token.kind == "open") - (token.kind == "close")
        if token.text == ":" and depth <= 0:
            return i
        if token.kind == "rel" and token.text in EQUAL and depth <= 0:
            break
    return next((i for i, t in enumerate(body) if t.kind == "num" or (t.kind == "rel" and t.text in EQUAL)), len(body))


def _entry(passage: Passage, line: Sequence[Token], end: int) -> Entry | None:
    begin = passage.text.rfind("\n", 0, line[0].start if line else end) + 1
    body = [t for t in line if t.kind != "break" or t.text[0] not in "│├└─┌┐┘┤┬┴┼║═•▪"]
    if body and body[0].kind == "op" and body[0].text in "-*+":
        body = body[1:]
    if not body:
        return Entry("", -1, None)
    first = _label_end(body)
    label = passage.text[body[0].start : body[first].start if first < len(body) else end].strip(" :=~$€£≈")
    quantity, derived = None, False
    sides: list[Quantity] = []
    if first < len(body) and (first or any(t.kind == "rel" and t.text in EQUAL for t in body)):
        rest = body[first:]
        depth, nums, equals = 0, [], []
        for i, t in enumerate(rest):
            depth += (t.kind == "open") - (t.kind == "close")
            if depth <= 0 and t.kind == "rel" and t.text in EQUAL:
                equals.append(i)
            if t.quantity is not None and depth <= 0:
                nums.append((i, t.quantity))
        after = [q for i, q in nums if equals and i > equals[-1]]
        if equals and (len(after) == 1 or (after and rest[equals[-1] + 1].quantity is after[0])):
            quantity = after[0]
            derived = any(t.kind == "op" for t in rest[: equals[-1]])
        elif first and nums and not equals and nums[0][0] <= 1:
            quantity = nums[0][1]
    begins = True
    for t in body[first:]:
        if t.quantity is not None and begins:
            sides.append(t.quantity)
        begins = t.text == ":" or t.text in EQUAL or (begins and t.kind == "hedge")
    apart = APART.search(passage.text, body[0].start, end) is not None
    amounts = tuple(t.quantity for t in body if t.quantity is not None)
    return Entry(label, body[0].start - begin, quantity, derived, apart, tuple(sides), amounts)
