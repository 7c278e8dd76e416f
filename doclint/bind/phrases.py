"""The wordings by which a symbol may know a number."""

from __future__ import annotations

import re
from functools import lru_cache

from doclint.model import BARE, Numeral, Quantity
from doclint.vocabulary import ABBREVIATION, FORGET, phrase, words

_IDENTIFIER = re.compile(r"(?<![\w-])(?<!\d )([A-Za-z_][A-Za-z0-9_]{0,40})(?: ?:?= ?|\()$")
_IN_BRACKETS = re.compile(r"\(([A-Za-z][A-Za-z -]{2,30})\)")
_QUALIFIED = re.compile(r"(?i)\((active|peak|average|total|effective|maximum|max|minimum|min|usable|raw)\)")


def wordings(label: str, near: str, quantity: Quantity, tail: str, text: str, each: str) -> tuple[tuple[str, ...], int]:
    """The wordings by which a symbol may know a number, and how many of them are its label or identifier."""
    found: dict[str, None] = {}
    identifier = identified(text, quantity.start)
    if identifier and not is_part(identifier, label):
        found[phrase(identifier)] = None
        found[phrase(identifier).removesuffix(" size").removesuffix(" degree")] = None
    bare = label.split("(")[0]
    qualified = _QUALIFIED.search(label)
    if qualified:
        bare = f"{qualified[1]} {bare}"
    if bare and (not identifier or phrase(identifier) == phrase(bare) or is_part(identifier, label)):
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
def of_label(label: str) -> tuple[tuple[str, ...], int]:
    """The wordings by which a symbol may know a bare number of a table: those of its row."""
    return wordings(label, "", Quantity(Numeral("", 0, 1), BARE, 0, 0), "", "", "")


FORGET.append(of_label.cache_clear)


def is_part(name: str, label: str) -> bool:
    """Whether an identifier is only the last word of a label that says more: write QPS."""
    return "_" not in name and label.endswith(f" {name}") and bool(words(label) - words(name))


def identified(text: str, start: int) -> str:
    """The identifier that a number is given to or stands with: `TP=4`, `TP(8)`, `tp_size: 4`; empty for none."""
    found = _IDENTIFIER.search(text, max(0, start - 44), start)
    return found[1] if found else ""
