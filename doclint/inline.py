"""What of a block is visible, and where every character of it was read."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Literal

from doclint.commonmark import BLOCK_TAGS, Token, decode
from doclint.model import Mark, Piece

Kind = Literal["math", "code", "strong", "strike", "link", "comment", "note"]

_MARKUP = re.compile(
    r"[\\`\[]|\*(?! )|(?<! )\*|_(?![^\W_])|(?<![^\W_])_|~~|<[A-Za-z/!?]|&[#A-Za-z]|\$[^$\s][^$]*\$|\$\$"
)
_RAGGED = re.compile(r" \n|\n[ \t]")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)")
_ENTITY = re.compile(r"&(?:#(?:[0-9]{1,7}|[xX][0-9A-Fa-f]{1,6})|[A-Za-z][A-Za-z0-9]{1,31});")
_HIDDEN_END = re.compile(r"</(?:script|style)", re.IGNORECASE)
_HIDDEN = frozenset({"script", "style"})
_TAG_MARKS: dict[str, Kind] = {"s": "strike", "del": "strike", "strike": "strike", "b": "strong", "strong": "strong"}
_TAG_MARKS |= {"code": "code", "a": "link"}
_TOKEN_MARKS: dict[str, Kind] = {"strong": "strong", "s": "strike", "link": "link"}


class Reading:
    """The visible text of a block as it is built, with its pieces and marks.

    `content` offset c was read from `source` offset c + shifts[i], where cuts[i] is the last cut at or before c.
    """

    __slots__ = (
        "ats",
        "begins",
        "content",
        "cuts",
        "ends",
        "exact",
        "marks",
        "parts",
        "same",
        "shifts",
        "size",
        "source",
    )

    def __init__(self, source: str, content: str, cuts: list[int], shifts: list[int]) -> None:
        self.source = source
        self.content = content
        self.cuts = cuts
        self.shifts = shifts
        self.parts: list[str] = []
        self.size = 0
        self.ats: list[int] = []
        self.begins: list[int] = []
        self.ends: list[int] = []
        self.same: list[bool] = []
        self.marks: list[Mark] = []
        self.exact = True

    def locate(self, offset: int) -> int:
        """Source offset of a content offset."""
        return offset + self.shifts[bisect_right(self.cuts, offset) - 1]

    def keep(self, start: int, end: int) -> None:
        """Let content[start:end] be seen as it stands."""
        cuts, shifts, content = self.cuts, self.shifts, self.content
        index = bisect_right(cuts, start) - 1
        while start < end:
            stop = min(end, cuts[index + 1]) if index + 1 < len(cuts) else end
            self._verbatim(content[start:stop], start + shifts[index])
            start = stop
            index += 1

    def show(self, text: str, start: int, end: int) -> None:
        """Let `text` be seen in place of content[start:end]."""
        if text:
            begin = self.locate(start)
            self._piece(text, begin, max(begin, self.locate(end - 1) + 1), False)

    def mark(self, kind: Kind, start: int) -> None:
        """Mark what was added since the text had size `start`."""
        if self.size > start:
            self.marks.append(Mark(kind, start, self.size))

    def _piece(self, text: str, begin: int, end: int, same: bool) -> None:
        if same and self.same and self.same[-1] and self.ends[-1] == begin:
            self.ends[-1] = end
        else:
            self.ats.append(self.size)
            self.begins.append(begin)
            self.ends.append(end)
            self.same.append(same)
        self.parts.append(text)
        self.size += len(text)

    def _verbatim(self, text: str, begin: int) -> None:
        source = self.source
        if begin >= 0 and source.startswith(text, begin):
            self._piece(text, begin, begin + len(text), True)
            return
        lead = len(text) - len(text.lstrip(" \t"))
        if lead:
            until = begin + lead
            start = until
            while start > 0 and source[start - 1] in " \t":
                start -= 1
            self._piece(text[:lead], start, until, False)
            text, begin = text[lead:], until
        body = text.removesuffix("\n")
        if body:
            matches = source.startswith(body, begin)
            self.exact &= matches
            self._piece(body, begin, begin + len(body), matches)
        if len(body) < len(text):
            begin += len(body)
            end = begin + (2 if source.startswith("\r\n", begin) else 1)
            self._piece("\n", begin, end, source.startswith("\n", begin))

    def part(self, start: int, end: int) -> Reading:
        """What content[start:end] shows, read as HTML."""
        reading = Reading(self.source, self.content, self.cuts, self.shifts)
        reading.exact = self.exact
        read_html(reading, start, end)
        while reading.parts and reading.parts[-1] == "\n":
            reading.size -= len(reading.parts.pop())
            if reading.ats and reading.ats[-1] >= reading.size:
                for one in (reading.ats, reading.begins, reading.ends, reading.same):
                    one.pop()
        return reading

    def pieces(self) -> tuple[Piece, ...]:
        """The map from visible text to source."""
        return tuple(map(Piece, self.ats, self.begins, self.ends, self.same))

    def text(self) -> str:
        """The visible text."""
        return "".join(self.parts)


def has_markup(content: str) -> bool:
    """Whether anything but line breaks could read differently from how it is written."""
    return _MARKUP.search(content) is not None


def read_plain(reading: Reading) -> None:
    """Read content without markup: blanks around line breaks are not seen."""
    content = reading.content
    if _RAGGED.search(content) is None:
        reading.keep(0, len(content))
        return
    start = 0
    lines = content.split("\n")
    last = len(lines) - 1
    for number, line in enumerate(lines):
        lead = len(line) - len(line.lstrip(" \t")) if number else 0
        trimmed = line.rstrip(" ") if number < last else line
        reading.keep(start + lead, max(start + lead, start + len(trimmed)))
        start += len(line) + 1
        if number < last:
            reading.keep(start - 1, start)


def read_inline(reading: Reading, tokens: list[Token], starts: list[int]) -> None:
    """Read content by its inline tokens."""
    content, keep = reading.content, reading.keep
    opened: list[tuple[str, int]] = []
    auto = False
    for token, place in zip(tokens, starts, strict=True):
        kind = token.type
        if kind == "text":
            text = token.content
            if auto:
                keep(place + 1, content.index(">", place))
            elif text:
                keep(place, place + len(text))
        elif kind == "softbreak" or kind == "hardbreak":
            place += content[place] != "\n"
            keep(place, place + 1)
        elif kind == "text_special":
            if token.content == token.markup:
                keep(place, place + len(token.markup))
            else:
                reading.show(token.content, place, place + len(token.markup))
        elif kind == "code_inline":
            _read_code(reading, token, place)
        elif kind == "math_inline" or kind == "math_inline_double":
            size = reading.size
            place += len(token.markup)
            keep(place, place + len(token.content))
            reading.mark("math", size)
        elif kind == "html_inline":
            _read_tag(reading, token.content, place, opened)
        elif kind == "footnote_ref":
            if reading.size:
                reading.marks.append(Mark("note", reading.size - 1, reading.size))
        elif token.nesting > 0:
            auto = token.markup == "autolink"
            opened.append((kind.removesuffix("_open"), reading.size))
        elif token.nesting < 0:
            auto = False
            _close(reading, kind.removesuffix("_close"), opened, _TOKEN_MARKS)


def _close(reading: Reading, name: str, opened: list[tuple[str, int]], kinds: dict[str, Kind]) -> None:
    """Emphasis tokens nest; tags may not, so only a short way is searched."""
    for index in range(len(opened) - 1, max(-1, len(opened) - 9), -1):
        if opened[index][0] == name:
            if name in kinds:
                reading.mark(kinds[name], opened[index][1])
            del opened[index]
            return


def _read_code(reading: Reading, token: Token, place: int) -> None:
    content, length, size = reading.content, len(token.content), reading.size
    start = place + len(token.markup)
    if content[start + length] != "`":
        start += 1
    end = start + length
    while start < end:
        stop = content.find("\n", start, end)
        if stop < 0:
            stop = end
        reading.keep(start, stop)
        if stop < end:
            reading.show(" ", stop, stop + 1)
        start = stop + 1
    reading.mark("code", size)


def _read_tag(reading: Reading, tag: str, place: int, opened: list[tuple[str, int]]) -> None:
    match = _TAG.match(tag)
    if match is None:
        return
    closing, name = match.group(1) == "/", match.group(2).lower()
    end = place + len(tag)
    if name == "sup" or name == "sub":
        reading.show(")" if closing else "^(" if name == "sup" else "_(", place, end)
    elif name in BLOCK_TAGS:
        if reading.size:
            reading.show("\n", place, end)
    elif name in _TAG_MARKS:
        if closing:
            _close(reading, f"<{name}", opened, {f"<{n}": k for n, k in _TAG_MARKS.items()})
        else:
            opened.append((f"<{name}", reading.size))


def read_html(reading: Reading, place: int, size: int) -> None:
    """Read content[place:size] as HTML: the text between its tags."""
    content = reading.content
    opened: list[tuple[str, int]] = []
    while place < size:
        start = content.find("<", place, size)
        if start < 0:
            start = size
        if start > place:
            _read_entities(reading, place, start)
        if start == size:
            return
        if content.startswith("<!--", start):
            stop = content.find("-->", start + 4, size)
            place = size if stop < 0 else stop + 3
            continue
        if content[start + 1 : start + 2] not in ("/", "!", "?") and not content[start + 1 : start + 2].isalpha():
            reading.keep(start, start + 1)
            place = start + 1
            continue
        stop = content.find(">", start, size)
        if stop < 0:
            return
        place = stop + 1
        _read_tag(reading, content[start:place], start, opened)
        match = _TAG.match(content, start)
        if match is not None and not match.group(1) and match.group(2).lower() in _HIDDEN:
            hidden = _HIDDEN_END.search(content, place, size)
            place = hidden.start() if hidden else size


def _read_entities(reading: Reading, start: int, end: int) -> None:
    for match in _ENTITY.finditer(reading.content, start, end):
        text = decode(match.group())
        if text != match.group():
            reading.keep(start, match.start())
            reading.show(text, match.start(), match.end())
            start = match.end()
    reading.keep(start, end)
