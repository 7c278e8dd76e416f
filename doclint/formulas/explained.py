"""What a document says that its symbols mean: "where P is the number of parameters", "N: nodes", "Pods: P"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from doclint.model import Block
from doclint.vocabulary import phrase

_SYMBOL = r"(?P<name>[A-Za-z](?:_?[A-Za-z0-9]{1,3})?|[A-Za-z]_\{?\w{1,12}\}?|[A-Z][A-Z0-9_]{1,15})"
_MEANING = r"(?P<meaning>[A-Za-z][A-Za-z_ -]{2,60})"
_SAID = re.compile(
    rf"(?:^|[\s(,;$`])\$?{_SYMBOL}[$`]?,? (?:(?:is|are|be|being) (?:the|a|an|our)"
    rf"|(?:denotes|means|represents|stands for)(?: the| a| an| our)?) (?={_MEANING})",
    re.MULTILINE,
)
_LINED = re.compile(
    rf"(?:^|[(,;] ?|\b(?:where|and) )[ \t>*•+`$-]*{_SYMBOL}[`$]? ?(?::|=|[-–—]) ?(?:the )?(?={_MEANING})", re.MULTILINE
)
_NAMED = re.compile(
    rf"^[ \t>*•+-]*(?P<meaning>[A-Za-z][A-Za-z /_-]{{2,60}}?)(?: ?[:=] ?|,? denoted (?:by|as) )[`$]?{_SYMBOL}[`$]? *$",
    re.MULTILINE,
)
_CUT = re.compile(r"(?i)\s(?:and|where|which|that|in|on|for|with|is|are|as|so|from|to)\s|\s[-–—]\s|\s/\s")
_GOES_ON = re.compile(r"[ -]*[×·⋅*÷/+=^(<>−\d\[]")
"""What follows a meaning that is a formula instead."""
_NO_SYMBOLS = frozenset(
    "a i is it we in on at by to of or if so as be no do an he us my up go am pm ok vs id url api".split()
)
_NUMBER = re.compile(r"^(?:total |overall )?(?:number|num|count|amount|quantity) ")


class Meaning(NamedTuple):
    """A symbol, the folded phrase that it stands for, and the block that says so."""

    symbol: str
    phrase: str
    block: int


def meanings(blocks: Sequence[Block], symbols: frozenset[str]) -> Iterator[Meaning]:
    """What is said of the given symbols, in document order."""
    for number, block in enumerate(blocks):
        if block.quoted or block.kind not in ("paragraph", "item", "fence", "definition", "cell"):
            continue
        for pattern in (_SAID, _LINED, _NAMED):
            for found in pattern.finditer(block.text):
                name = found["name"].replace("{", "").replace("}", "")
                if name not in symbols or name.lower() in _NO_SYMBOLS:
                    continue
                said = _CUT.split(found["meaning"], maxsplit=1)[0].strip()
                whole = len(said) == len(found["meaning"].strip())
                if (
                    said in symbols
                    or name.lower() in phrase(said).split()
                    or (whole and _GOES_ON.match(block.text, found.end("meaning")))
                ):
                    continue
                meaning = counted(phrase(said))
                if meaning:
                    yield Meaning(name, meaning, number)


def counted(folded: str) -> str:
    """A folded phrase without "number of"."""
    return _NUMBER.sub("", folded)
