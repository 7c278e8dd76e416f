"""Rule packs: what a TOML file knows about one field, read strictly and proved before anything is judged by it.

A pack is closed data: symbols with the names that documents give them, and formulas over these symbols. Whatever is
wrong with a file is a PackError with file and line; a pack that loads has formulas whose dimensions agree.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple, NoReturn

from doclint import units
from doclint.config import display, suggest
from doclint.formula import FormulaError, names_in, parse_formula
from doclint.model import BARE, Expr, Leaf, Name
from doclint.symbols import Pack, Rule, Symbol

BYTES = 1 << 20  # the largest file that is read
SIGNS = ("=", "≤", "≥")
_SYMBOL = ("unit", "names", "doc")
_NEEDED = ("id", "formula", "doc", "source", "bad", "good")
_RULE = (*_NEEDED, "variants", "definition", "unless")
_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_SYMBOL_NAME = re.compile(r"[a-z][a-z0-9_]*")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_STRING = re.compile(
    r'#[^\n]*|"""(?:\\.|[^\\])*?"{3,5}(?!")|\'\'\'.*?\'{3,5}(?!\')|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'', re.DOTALL
)
_HEADER = re.compile(r"\s*(\[{1,2})\s*([^\]]+?)\s*\]")
_KEY = re.compile(r"\s*([\w.-]+)\s*=")
_TOML_LINE = re.compile(r"\(at line (\d+)")

Dims = tuple[tuple[str, int], ...]


class PackError(Exception):
    """A rule pack that cannot be used; the text is one sentence that begins with file and line."""


class Places(NamedTuple):
    """Where the tables and keys of a TOML text stand, which tomllib does not tell; lines count from 1."""

    path: str
    text: str

    def _keys(self) -> dict[tuple[str, str], int]:
        """The offset of the line of every table (with the key "") and of every key of a table."""
        keys: dict[tuple[str, str], int] = {}
        table, tables, offset = "", -1, 0
        for line in _STRING.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), self.text).split("\n"):  # strings hold no keys
            if (header := _HEADER.match(line)) is not None:
                tables += len(header[1]) - 1
                table = header[2] if header[1] == "[" else f"{header[2]}.{tables}"
                keys.setdefault((table.split(".")[0], ""), offset)
                keys.setdefault((table, ""), offset)
            elif (key := _KEY.match(line)) is not None:
                keys.setdefault((table, key[1]), offset)
            offset += len(line) + 1
        return keys

    def line(self, table: str, key: str = "", item: str = "", at: int = 0) -> int:
        """The line of a key of a table (`rules.0` is the first rule), or of an item's offset within its value."""
        keys = self._keys()
        root, _, rest = (table or key).partition(".")
        wanted = ((table, key), (table, ""), (root, rest), (root, ""), ("", root))
        start = next((keys[place] for place in wanted if place in keys), 0)
        if item:
            start = max(self.text.find(f'"{item}"', start), self.text.find(item, start), start) + at
        return self.text.count("\n", 0, start) + 1

    def refuse(self, message: str, table: str = "", key: str = "", item: str = "", at: int = 0) -> NoReturn:
        """Raises the error at this place."""
        raise PackError(f"{self.path}:{self.line(table, key, item, at)}: {message}")


class _Table(NamedTuple):
    """A table of the file with its dotted name (`pack`, `symbols.gpus`, `rules.0`)."""

    places: Places
    name: str
    data: dict[str, Any]

    def check(self, keys: tuple[str, ...], what: str) -> None:
        for key in self.data:
            if key not in keys:
                self.places.refuse(f"{what} has no field {key!r}{suggest(key, keys)}", self.name, key)

    def table(self, key: str) -> dict[str, Any]:
        found = self.data.get(key)
        if not isinstance(found, dict):
            self.places.refuse(f"a rule pack needs a table [{key}]", "", key)
        return found

    def text(self, key: str, what: str, needed: bool = True) -> str:
        if needed and key not in self.data:
            self.places.refuse(f"{what} lacks {key!r}", self.name)
        found = self.data.get(key, "")
        if not isinstance(found, str):
            self.places.refuse(f"{key} of {what} must be a string", self.name, key)
        if needed and not found.strip():
            self.places.refuse(f"{key} of {what} is empty", self.name, key)
        return found

    def texts(self, key: str, what: str) -> tuple[str, ...]:
        found = self.data.get(key, [])
        if not isinstance(found, list) or not all(isinstance(one, str) and one.strip() for one in found):
            self.places.refuse(f"{key} of {what} must be a list of strings", self.name, key)
        return tuple(found)


def places(path: str) -> Places:
    """The text of a pack's file with its places. Raises PackError: unreadable, no UTF-8, larger than BYTES."""
    shown = display(path)
    try:
        with open(path, "rb") as file:
            raw = file.read(BYTES + 1)
        if len(raw) > BYTES:
            raise PackError(f"{shown}:1: is larger than {BYTES >> 20} MB")
        return Places(shown, raw.decode("utf-8-sig").replace("\r\n", "\n"))
    except OSError as error:
        raise PackError(f"{shown}: cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        raise PackError(f"{shown}:{raw.count(10, 0, error.start) + 1}: is not UTF-8") from None


def load(path: str) -> Pack:
    """The rule pack in one file, proved. Raises PackError."""
    import tomllib

    here = places(path)
    try:
        data = tomllib.loads(here.text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = _TOML_LINE.search(str(error))
        number = int(line[1]) if line else here.text.rstrip("\n").count("\n") + 1
        raise PackError(f"{here.path}:{number}: is not TOML: {str(error).split(' (at ')[0]}") from None
    file = _Table(here, "", data)
    file.check(("pack", "symbols", "rules"), "a rule pack")
    head = _Table(here, "pack", file.table("pack"))
    head.check(("name", "doc"), "[pack]")
    name = head.text("name", "[pack]")
    if not _ID.fullmatch(name):
        here.refuse(f"{name!r} is no name for a pack: lower-case words joined by hyphens", "pack", "name")
    symbols = tuple(_symbols(here, file.table("symbols")))
    listed = data.get("rules", [])
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        here.refuse("rules must be tables: [[rules]]", "", "rules")
    return Pack(name, head.text("doc", "[pack]"), symbols, tuple(_rules(here, name, symbols, listed)))


def load_all(paths: Iterable[str]) -> tuple[Pack, ...]:
    """The packs of files and folders (their *.toml, by name). Raises PackError, also where two packs share a name."""
    found: dict[str, Pack] = {}
    for path in files(paths):
        pack = load(path)
        if found.setdefault(pack.name, pack) is not pack:
            raise PackError(f"{display(path)}:{places(path).line('pack', 'name')}: there are two packs {pack.name!r}")
    return tuple(found.values())


def files(paths: Iterable[str]) -> tuple[str, ...]:
    """The files that paths stand for, each once: a folder stands for its *.toml."""
    found: dict[str, str] = {}
    for path in paths:
        inside = sorted(e.path for e in os.scandir(path) if e.name.endswith(".toml")) if os.path.isdir(path) else [path]
        if not inside:
            raise PackError(f"{display(path)}: there is no rule pack (*.toml) in this folder")
        found.update((os.path.realpath(one), one) for one in inside)
    return tuple(found.values())


def folder() -> str:
    """The folder of the shipped packs: in an installed doclint its own, in a checkout the one beside the package."""
    here = os.path.dirname(os.path.abspath(__file__))
    inside = os.path.join(here, "rules")
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(here), "rules")


@lru_cache(maxsize=1)
def shipped() -> tuple[Pack, ...]:
    """The packs that come with doclint."""
    return load_all((folder(),))


@lru_cache(maxsize=8192)
def folded(name: str) -> str:
    """A symbol's name as it is compared: lower case, singular, no articles, hyphens as spaces, a slash as `per`."""
    low = _WORD.findall(name.replace("/", " per ").replace("_", " ").lower())
    return " ".join(_singular(w) for w in low if w not in ("the", "a", "an", "of", "our"))


def _singular(low: str) -> str:
    if len(low) < 4 or not low.endswith("s") or (low.endswith(("ss", "us", "is")) and not low.endswith("pus")):
        return low
    if low.endswith(("shes", "ches", "xes", "sses")) and low not in ("caches", "axes"):
        return low[:-2]
    return low[:-3] + "y" if low.endswith("ies") else low[:-1]


def _symbols(here: Places, data: dict[str, Any]) -> Iterator[Symbol]:
    owners: dict[tuple[str, Dims], str] = {}  # a statement with a unit fits one dimension only
    for name, inner in data.items():
        table = _Table(here, f"symbols.{name}", inner)
        what = f"symbol {name!r}"
        if not isinstance(inner, dict):
            here.refuse(f"{what} must be a table", "symbols", name)
        if not _SYMBOL_NAME.fullmatch(name):
            here.refuse(f"{name!r} is no name for a symbol: lower-case letters, digits and _", table.name)
        table.check(_SYMBOL, what)
        written = table.text("unit", what, needed=False).strip()
        unit = units.parse(written) if written else BARE
        if unit is None:
            here.refuse(f"{written!r} is no unit", table.name, "unit")
        names = table.texts("names", what)
        if not names:
            here.refuse(f"{what} lacks 'names'", table.name)
        for one in dict.fromkeys((*names, name)):
            key = folded(one)
            if not key:
                here.refuse(f"the name {one!r} has no word in it", table.name, "names", one)
            if (owner := owners.setdefault((key, unit.dims), name)) != name:
                here.refuse(f"the name {one!r} stands for {owner!r} already", table.name, "names", one)
        yield Symbol(name, unit, names, table.text("doc", what, needed=False))


def _rules(here: Places, pack: str, symbols: tuple[Symbol, ...], data: list[dict[str, Any]]) -> Iterator[Rule]:
    known = {symbol.name: symbol.unit.dims for symbol in symbols}
    ids: set[str] = set()
    for number, inner in enumerate(data):
        table = _Table(here, f"rules.{number}", inner)
        what = f"rule {inner['id']!r}" if isinstance(inner.get("id"), str) else f"rule {number + 1}"
        table.check(_RULE, what)
        fields = {key: table.text(key, what) for key in _NEEDED}
        if not _ID.fullmatch(fields["id"]):
            here.refuse(f"{fields['id']!r} is no id: lower-case words joined by hyphens", table.name, "id")
        if fields["id"] in ids:
            here.refuse(f"there are two rules {fields['id']!r}", table.name, "id")
        ids.add(fields["id"])
        definition = inner.get("definition", False)
        if not isinstance(definition, bool):
            here.refuse(f"definition of {what} must be true or false", table.name, "definition")
        written = fields["formula"]
        claim, sign, form = _formula(table, known, "formula", written)
        forms = (form, *(_formula(table, known, "variants", v, claim)[2] for v in table.texts("variants", what)))
        yield Rule(
            f"{pack}/{fields['id']}", claim, forms, sign, definition,
            written, fields["doc"].strip(), fields["source"].strip(), fields["bad"], fields["good"],
            table.texts("unless", what),
        )  # fmt: skip


def _formula(table: _Table, known: dict[str, Dims], key: str, text: str, claim: str = "") -> tuple[str, str, Expr]:
    """Claim, sign and right side of a formula; a variant is a right side only, for the claim given."""
    try:
        left, sign, right = parse_formula(text)
        if claim and not sign:
            left, right = Name(claim, 0, 0), left
        elif claim:
            raise FormulaError("a variant is a right side only, without a sign", 0)
        if right is None or (sign not in SIGNS and not claim):
            raise FormulaError("a formula has one sign: =, <= or >=", 0)
        if not isinstance(left, Name):
            raise FormulaError("the left side of a formula is one symbol", 0)
        for name in (left, *names_in(right)):
            if name.text not in known:
                raise FormulaError(f"{name.text!r} is no symbol of this pack{suggest(name.text, known)}", name.start)
        if any(name.text == left.text for name in names_in(right)):
            raise FormulaError(f"{left.text!r} stands on both sides", 0)
        mine, theirs = known[left.text], dimension(right, known)
        if mine != theirs:
            raise FormulaError(f"the left side is {_spoken(mine)}, the right side {_spoken(theirs)}", 0)
    except FormulaError as error:
        table.places.refuse(str(error), table.name, key, text, error.at)
    return left.text, sign, right


def dimension(expr: Expr, known: dict[str, Dims]) -> Dims:
    """The hard dimensions of an expression over symbols. Raises FormulaError where it has none."""
    if isinstance(expr, Leaf):
        return expr.quantity.unit.dims
    if isinstance(expr, Name):
        return known[expr.text]
    parts = [dimension(arg, known) for arg in expr.args]
    at = next((name.start for name in names_in(expr)), 0)
    if expr.op in "*/":
        powers = dict(parts[0])
        for name, power in parts[1]:
            powers[name] = powers.get(name, 0) + (power if expr.op == "*" else -power)
        return tuple(sorted((name, power) for name, power in powers.items() if power))
    if expr.op in ("+", "-", "min", "max"):
        if parts[0] != parts[1]:
            raise FormulaError(f"{expr.op!r} joins {_spoken(parts[0])} and {_spoken(parts[1])}", at)
    elif expr.op != "neg" and any(parts):
        raise FormulaError(f"{expr.op!r} takes plain numbers, not {_spoken(next(p for p in parts if p))}", at)
    return parts[0]


def _spoken(dims: Dims) -> str:
    return " × ".join(f"{name}^{power}" if power != 1 else name for name, power in dims) or "a plain number"
