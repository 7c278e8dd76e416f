"""Text to tokens: numbers, operators, relation signs, words.

Dates, versions, addresses, identifiers and the like become plain words, so that nothing downstream computes with them.
Every pattern is possessive or bounded: the scan is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from doclint.extract.numerals import SUPER, VULGAR, Token, read_number, read_numeral
from doclint.extract.unit_words import read_unit
from doclint.model import BARE, TIME, Numeral, Quantity, Unit

FULL_WIDTH = str.maketrans("０１２３４５６７８９．，％＋－＝×（）", "0123456789.,%+-=×()")

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_GROUPED = r"\d{1,3}(?:,\d{3})++(?![\d])|\d{1,3}(?:[\u202f\u2009\u00a0']\d{3})++(?!\d)|\d++(?:_\d++)*+"
_NUMBER = rf"(?:(?:{_GROUPED})(?:\.\d++)?+|(?<!\.)\.\d++)(?:[eE][+-]?\d{{1,9}}(?![\w.]))?+"

SCAN = re.compile(
    rf"""[^\S\n]*+(?:
    (?P<skip>(?=[hwvVJFMASOND#+\d])(?:
        https?://\S++ | www\.\S++
      | \d{{4}}-\d\d-\d\d(?:[T\ ]\d\d:\d\d\S*+)?+ | \d{{4}}/\d\d/\d\d | \d{{1,2}}/\d{{1,2}}/\d{{4}} | \d{{4}}-Q\d
      | (?=[JFMASOND]){_MONTH}\.?\ (?:\d{{1,2}}(?:st|nd|rd|th)?+(?:,?\ \d{{4}})?+|\d{{4}})(?!\w)
      | \d{{1,2}}(?:st|nd|rd|th)?+\ (?=[JFMASOND]){_MONTH}(?:\ \d{{4}})?+(?!\w)
      | v?\d++(?:\.\d++){{2,}}+[\w.-]*+(?:/\d++)?+ | [vV]\d++(?:\.\d++)*+(?!\w)
      | 0[xX][0-9a-fA-F_]++ | \d{{1,2}}:\d\d(?::\d\d)?+(?![\d.]|[ ]?[-+*/×÷=(x]) | \d++(?:st|nd|rd|th)(?!\w)
      | \d{{1,2}}(?::\d\d)?[ ]?[AaPp](?:\.[Mm]\.|[Mm](?!\w))
      | [0-9a-fA-F]{{8}}(?:-[0-9a-fA-F]{{4}}){{3}}-[0-9a-fA-F]{{12}}
      | (?:24/7(?:/365)?|24x7|50/50|80/20|90/10|70/30|60/40)(?![\w/])
      | \#\d++ | \d++:\d++(?::\d++)*+(?![ ]?[-+*/×÷=(x.]) | (?:19|20)\d\d\ ?/\ ?\d\d(?!\d)
      | \+?\d{{1,3}}[-\ ]\(?\d{{3}}\)?[-\ ]\d{{3}}-\d{{4}} | \d++[a-fA-F]\d[0-9a-fA-F]{{4,}}+ | \d++(?:-\d++){{2,}}+
    ))
  | (?P<word>[^\W\d_⁰¹²³⁴-⁹](?:[\w]|['’](?=[a-z])|-(?=[A-Za-z])|(?<=\d)-(?=\d)|(?<=[a-z][a-z])-(?=\d))*+
      | _\w*+)
  | (?P<num>{_NUMBER})
  | (?P<rel><=>|<=|>=|=>|==|~=|!=|:=|-{{1,4}}>|<<|>>|[=≈≅≃→⇒≤≥<>≪≫≠])
  | (?P<op>\*\*|//|[×*·⋅÷/+^−–—√∑∏⊕-])
  | (?P<open>[(\[{{]) | (?P<close>[)\]}}])
  | (?P<break>[:;,!?"“”|│┌┐└┘├┤┬┴┼║═•▪…]|─++|\.(?!\d)|(?<=\.)\.|`)
  | (?P<line>\n)
  | (?P<money>US\$|[$€£¥₹])
  | (?P<hedge>[~∼±])
  | (?P<percent>[%‰])
  | (?P<vulgar>[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])
  | (?P<super>⁻?+[⁰¹²³⁴⁵⁶⁷⁸⁹]++)
  | (?P<other>.)
    )""",
    re.X | re.S,
)

BEFORE, AFTER = 110, 80
_DIGIT = re.compile(r"[\d½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]")


def windows(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of a text that lie near a digit; words far from every number play no part."""
    start = end = -1
    found = _DIGIT.search(text)
    while found is not None:
        at = found.start()
        if at - BEFORE > end:
            if end >= 0:
                yield start, end
            start = 0 if at <= BEFORE else _word_start(text, at - BEFORE, at)
        end = min(len(text), at + AFTER)
        found = _DIGIT.search(text, max(at + 1, end - AFTER + 1))
    if end >= 0:
        yield start, end


def _word_start(text: str, start: int, limit: int) -> int:
    while start < limit and not text[start].isspace():
        start += 1
    return start


def tokenize(text: str, whole: bool = False) -> list[Token]:
    """The tokens near the numbers of a text (all of them if `whole`), in order; a gap is a break."""
    if not text.isascii():
        text = text.translate(FULL_WIDTH)
    if whole or len(text) <= BEFORE + AFTER:
        return _scan(text, 0, len(text), [])
    tokens: list[Token] = []
    for start, end in windows(text):
        if start:
            tokens.append(Token("break", "…", start, start))
        _scan(text, start, end, tokens)
    return tokens


_SHARE = re.compile(
    r"(?i)(?:(half)|(?:(one|a|two|three) )?(third|quarter)s?|three[- ]quarters)(?= of (?:the |its |a |all )?~?[$\d])"
    r"(?! of (?:the )?(?:\d{1,3} (?:days|weeks|months)|(?:19|20)\d\d)\b)"
)


def _share(found: re.Match[str], start: int, end: int) -> Token:
    """A share in words: half, a third, two thirds, three quarters."""
    over = {None: 1, "one": 1, "a": 1, "two": 2, "three": 3}[found[2].lower() if found[2] else None]
    if found[3] is None and found[1] is None:
        over = 3
    under = 2 if found[1] else 3 if found[3] and found[3].lower() == "third" else 4
    numeral = Numeral(found[0], Fraction(over, under), Fraction(1, 100), "", True)
    return Token("num", found[0], start, end, Quantity(numeral, BARE, start, end))


def _number(text: str, written: str, start: int, end: int, money: str, tokens: list[Token]) -> int:
    """Appends the number at start:end, or the word that it is a part of; returns where it ends."""
    if start and (text[start - 1] == "_" or (text[start - 1].isalnum() and text[start - 1].isascii())):
        if tokens and tokens[-1].end == start:
            tokens[-1] = tokens[-1]._replace(end=end, text=tokens[-1].text + written)
        return end
    follows = start > 1 and text[start - 1] == "," and text[start - 2].isdigit()
    if follows or _MALFORMED.match(text, end) or _PADDED.match(written):
        tokens.append(Token("word", written, start, end))
        return end
    token, end = read_number(text, written, start, end, money, tokens)
    whole = _compound(tokens[-1], token, text) if tokens else None
    if whole is not None:
        tokens[-1] = whole
    else:
        tokens.append(token)
    return end


def _compound(first: Token, second: Token, text: str) -> Token | None:
    """One duration of two parts: 1 h 40 min."""
    a, b = (_in_minutes(token, other) for token, other in ((first, second), (second, first)))
    if (
        a is None
        or b is None
        or a.unit.dims != TIME
        or b.unit.dims != TIME
        or text[a.end : b.start] not in (" ", " and ")
    ):
        return None
    if not (0 < b.unit.factor < a.unit.factor and b.numeral.number * b.unit.factor < a.unit.factor and a.numeral.exact):
        return None
    rest = Fraction(b.numeral.number) * b.unit.factor / a.unit.factor
    place = Fraction(b.numeral.place) * b.unit.factor / a.unit.factor
    written = text[a.start : b.start] + b.numeral.text
    numeral = Numeral(written, a.numeral.number + rest, place, a.numeral.hedge, False)
    quantity = Quantity(numeral, Unit("", a.unit.factor, a.unit.dims), a.start, b.end)
    return Token("num", text[a.start : b.end], first.start, second.end, quantity)


def _in_minutes(token: Token, other: Token) -> Quantity | None:
    """The quantity of a token; beside hours or seconds, `m` are minutes."""
    quantity = token.quantity
    beside = other.quantity.unit.text if other.quantity is not None else ""
    if quantity is None or quantity.unit.text != "m" or beside not in ("h", "s"):
        return quantity
    return quantity._replace(unit=Unit("min", 60, TIME))


_KINDS = {index: name for name, index in SCAN.groupindex.items()}


def _scan(text: str, position: int, size: int, tokens: list[Token]) -> list[Token]:
    match, append, new, money = SCAN.match, tokens.append, tuple.__new__, ""
    while position < size:
        found = match(text, position)
        if found is None:
            break
        group = found.lastindex
        assert group is not None
        kind = _KINDS[group]
        start, position = found.span(group)
        written = found[group]
        if kind == "word":
            if written[0] in "xX" and _TIMES.match(text, start) and _follows_number(tokens):
                append(Token("op", "*", start, start + 1))
                position = start + 1
            else:
                money = written if written in ("USD", "EUR", "GBP") else ""
                share = _SHARE.match(text, start) if written[0] in "hHtToOqQ" else None
                if share is not None:
                    position = share.end()
                    append(_share(share, start, position))
                else:
                    append(new(Token, ("word", written, start, position, None)))
        elif kind == "num":
            position = _number(text, written, start, position, money, tokens)
            money = ""
        elif kind == "money":
            money = written
        elif kind == "op":
            if written != "**" or (
                tokens and tokens[-1].kind in ("num", "close", "word") and _POWERS.match(text, position)
            ):
                append(Token("op", _OPERATOR.get(written, written), start, position))
        elif kind == "line":
            append(Token("break", "\n", start, position))
        elif kind == "vulgar":
            over, under = VULGAR[written]
            half = Numeral(written, Fraction(over, under), Fraction(1, 100), "", True)
            end = position
            unit, position = read_unit(text, end, money)
            append(Token("num", written, start, position, Quantity(half, unit, start, position)))
            money = ""
        elif kind == "super":
            append(Token("op", "^", start, start))
            numeral = read_numeral(
                written.translate(SUPER),
                written.translate(SUPER).lstrip("-"),
                -1 if written[0] == "⁻" else 1,
                0,
                "",
            )
            if numeral:
                append(Token("num", written, start, position, Quantity(numeral, BARE, start, position)))
        elif kind in ("skip", "percent"):
            append(Token("word", written, start, position))
        elif kind != "other":
            append(Token(kind, "->" if written.startswith("--") and kind == "rel" else written, start, position))
            if kind != "hedge":
                money = ""
    return tokens


_TIMES = re.compile(r"[xX](?=\s?[\d$(.~])")
_MALFORMED = re.compile(r",\d")
_PADDED = re.compile(r"0\d")
_POWERS = re.compile(r"\s?[\d(N-n]")
_OPERATOR = {"×": "*", "·": "*", "⋅": "*", "÷": "/", "−": "-", "**": "^"}


def _follows_number(tokens: list[Token]) -> bool:
    """Whether an x may multiply: right after a number, a bracket, or a number with a few words."""
    for token in tokens[-1:-5:-1]:
        if token.kind != "word":
            return token.kind in ("num", "close")
    return False
