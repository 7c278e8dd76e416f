"""LaTeX to plain text that the prose reader understands, with every character mapped back."""

from __future__ import annotations

import re
import string
from bisect import bisect_right

from doclint.extract.prose import read
from doclint.extract.shift import moved
from doclint.model import Block, Extract

MAX_DEPTH = 30
_PLAIN = {
    **dict.fromkeys(("times", "cdot", "ast"), " × "),
    **dict.fromkeys(("approx", "simeq"), " ≈ "),
    **dict.fromkeys(("le", "leq"), " ≤ "),
    **dict.fromkeys(("ge", "geq"), " ≥ "),
    **dict.fromkeys(("to", "rightarrow"), " → "),
    **dict.fromkeys(("Rightarrow", "implies"), " ⇒ "),
    **dict.fromkeys(("quad", "qquad", "space"), " "),
    **dict.fromkeys(("ne", "neq"), "≠"),
    **{name: name for name in ("log", "ln", "min", "max")},
    "div": " ÷ ",
    "sim": "~",
    "ll": " ≪ ",
    "gg": " ≫ ",
    "pm": "±",
    "mu": "µ",
    "equiv": " = ",
    "lceil": "ceil(",
    "rceil": ")",
    "lfloor": "floor(",
    "rfloor": ")",
}
_DROPPED = frozenset(
    """
    left right big Big bigg Bigg displaystyle limits boxed mathrm mathbf text textbf textit textrm mathit
    operatorname mbox rm bf
    """.split()
)
_TOKEN = re.compile(
    r"\\begin\{(?P<begin>\w+)\*?\}(?:\{[^{}]{0,40}\})?|\\end\{\w+\*?\}|\\(?P<name>[A-Za-z]+)|\\(?P<symbol>[^A-Za-z])|(?P<brace>[{}])|(?P<power>\^)|(?P<low>_)"
    r"|(?P<cell>&)|(?P<tilde>~)"
)


class Plain:
    """Plain text with, for each run of it, the offset it came from."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.starts: list[int] = []
        self.sources: list[int] = []
        self.verbatim: list[bool] = []
        self.size = 0

    def add(self, text: str, source: int, verbatim: bool) -> None:
        if text:
            self.starts.append(self.size)
            self.sources.append(source)
            self.verbatim.append(verbatim)
            self.parts.append(text)
            self.size += len(text)

    @property
    def text(self) -> str:
        return "".join(self.parts)

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where text[start:end] came from."""
        first = max(0, bisect_right(self.starts, start) - 1)
        last = max(0, bisect_right(self.starts, max(start, end - 1)) - 1)
        begin = self.sources[first] + (start - self.starts[first] if self.verbatim[first] else 0)
        finish = self.sources[last] + (end - self.starts[last] if self.verbatim[last] else 1)
        return begin, max(begin, finish)


_FRACTIONS = frozenset(("frac", "dfrac", "tfrac", "cfrac"))
UNDERSTOOD = _DROPPED | _FRACTIONS | _PLAIN.keys() | {"sqrt", "ceil", "floor"}
"""Commands that plain text can say; any other leaves a blank."""
_OPENED = {
    "fraction": ("numerator", ""),
    "over": ("denominator", ""),
    "group": ("closed", "("),
    "text": ("words", ""),
}
"""What an opening brace begins after a command, and what is written for it."""
_CLOSED = {"numerator": ")/(", "denominator": "))", "closed": ")"}


_LETTER = re.compile(r"(?<![A-Za-z\\_])[a-zA-Z](?![A-Za-z])")
_ALONE = re.compile(r"(?<![A-Za-z0-9\\_])[a-zA-Z](?![A-Za-z])")
_SCALES = frozenset("kKMBTG")
_PRODUCT = re.compile(r"(?<=\d)(?=\()|(?<=\d )(?=\()")
_RAISED = re.compile(r"(?<![A-Za-z\\])[a-zA-Z][\^_]")


def _italic(letter: re.Match[str]) -> str:
    """A letter as the letter of mathematics that no unit is written with."""
    code = ord(letter[0])
    return (
        chr(0x1D434 + code - ord("A"))
        if letter[0].isupper()
        else chr(0x1D44E + code - ord("a") if letter[0] != "h" else 0x210E)
    )


class _Translator:
    """Walks LaTeX once; `pending` holds what the next braces mean."""

    def __init__(self, text: str, out: Plain, factor: re.Pattern[str] | None) -> None:
        self.text = text
        self.out = out
        self.pending: list[str] = []
        self.factor = factor

    def run(self, start: int, end: int) -> None:
        at = start
        for found in _TOKEN.finditer(self.text, start, end):
            if found.start() < at:
                continue
            self._say(at, found.start())
            at = found.end()
            if found["name"]:
                self._command(found["name"], found.start(), at)
            elif found["symbol"]:
                self._symbol(found["symbol"], found.start(), at)
            elif found["brace"] == "{":
                at = self._open(found.start(), at)
            elif found["brace"]:
                self._close(found.start())
            elif found["power"]:
                self._power(found.start(), at)
            elif found["cell"] or found["tilde"]:
                self.out.add(" ", found.start(), False)
            elif found["low"]:
                self.out.add("_", found.start(), True)
            if len(self.pending) > MAX_DEPTH:
                self.pending.clear()
        self._say(at, end)

    def _say(self, start: int, end: int) -> None:
        """Writes a stretch: a letter among symbols is no unit behind a number, and a bracket there multiplies it."""
        said = self.text[start:end].replace("\n", " ")
        if self.factor is not None and "words" not in self.pending:
            said = self.factor.sub(_italic, said)
        for part in _PRODUCT.split(said) if "words" not in self.pending else (said,):
            if part.startswith("("):
                self.out.add(" × ", start, False)
            self.out.add(part, start, True)
            start += len(part)

    def _command(self, name: str, here: int, after: int) -> None:
        if name in _FRACTIONS:
            self.out.add("((", here, False)
            self.pending.append("fraction")
        elif name == "sqrt":
            self.out.add("sqrt", here, False)
            self.pending.append("group")
        elif name in _PLAIN:
            self.out.add(_PLAIN[name], here, False)
        elif name not in _DROPPED:
            self.out.add(name if name in ("ceil", "floor") else " ", here, False)
        elif self.text[after : after + 1] == "{":
            self.pending.append("text")

    def _symbol(self, symbol: str, here: int, after: int) -> None:
        if symbol == "\\":
            self.out.add("\n", here, False)
        elif symbol in "%$#_":
            self.out.add(symbol, here + 1, True)
        elif symbol in ",;: " and not self.text[after : after + 3].isdigit():
            self.out.add(" ", here, False)

    def _open(self, here: int, after: int) -> int:
        if self.pending and self.pending[-1] in _OPENED:
            kind, written = _OPENED[self.pending.pop()]
            self.pending.append(kind)
            self.out.add(written, here, False)
        elif self.text[after : after + 2] == ",}":
            self.out.add(",", after, True)
            return after + 2
        else:
            self.pending.append("plain")
        return after

    def _close(self, here: int) -> None:
        kind = self.pending.pop() if self.pending else "plain"
        self.out.add(_CLOSED.get(kind, ""), here, False)
        if kind == "numerator":
            self.pending.append("over")

    def _power(self, here: int, after: int) -> None:
        self.out.add("^", here, True)
        if self.text[after : after + 1] == "{":
            self.pending.append("group")


def to_plain(text: str, start: int, end: int, out: Plain, factor: re.Pattern[str] | None) -> None:
    """Appends the plain form of the LaTeX in text[start:end]; letters that `factor` finds are no units."""
    _Translator(text, out, factor).run(start, end)


def factors(text: str) -> re.Pattern[str] | None:
    """What finds the letters behind numbers that are factors, in a text with several letters.

    A letter that touches its number may be a scale (10M), where it stands nowhere alone.
    """
    letters = {match[0] for match in _LETTER.finditer(text)}
    if len(letters) < 2 and _RAISED.search(text) is None:
        return None
    alone = {match[0] for match in _ALONE.finditer(text)}
    touching = "".join(sorted(set(string.ascii_letters) - (_SCALES - alone)))
    return re.compile(rf"(?<=\d )[a-zA-Z](?![A-Za-z])|(?<=\d)[{touching}](?![A-Za-z])")


def with_plain_math(block: Block) -> Extract:
    """What a block with LaTeX says."""
    out, factor = Plain(), factors(block.text)
    if block.kind == "math":
        to_plain(block.text, 0, len(block.text), out, factor)
    else:
        at = 0
        for mark in sorted((m for m in block.marks if m.kind == "math"), key=lambda m: m.start):
            if mark.start >= at:
                out.add(block.text[at : mark.start], at, True)
                if block.text[at : mark.start].rstrip(" \n")[-1:].isalnum():
                    out.add("…", mark.start, False)
                to_plain(block.text, mark.start, mark.end, out, factor)
                at = mark.end
        out.add(block.text[at:], at, True)
    found = read(out.text, by_line=block.kind == "math", listed=block.kind == "item")
    return moved(found, out.place)
