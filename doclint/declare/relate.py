"""Declared names and assertions to relations, every name replaced by the number it stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from doclint.config import suggest
from doclint.declare.book import Assertion, Book
from doclint.formula import names_in
from doclint.model import Apply, Expr, Leaf, Name, Quantity, Relation, Span, leaves
from doclint.wording import quantity_text

MAX_STEPS = 40
"""How many definitions may be put into one another."""
MAX_OPERANDS = MAX_DEPTH = 250
MAX_ALL_OPERANDS = 20_000
"""Operands of one relation, and of all: a short document can put long formulas into one another."""
MAX_SUGGESTED, MAX_KNOWN = 10, 300
"""Problems that suggest a name, and names that are tried: comparing all with all is quadratic."""

_UNITS = "both sides need units of one dimension"
_BETWEEN = "bind a number of the text between them: `8 <!-- doclint: name -->`"
_TURNED = {"≤": "≥", "≥": "≤", "<": ">", ">": "<"}

Dims = tuple[tuple[str, int], ...] | None
"""Hard dimensions with their exponents; None where they cannot be told."""


class _Value(NamedTuple):
    """An expression without names, its dimensions and its size; `steps` counts the definitions put into it."""

    expr: Expr
    dims: Dims
    operands: int = 1
    depth: int = 1
    steps: int = 0


class _ClashError(ValueError):
    """Two amounts are added that no reading can add."""


def relate(book: Book) -> Iterator[Relation]:
    """Every named number against its definition or its first statement, then the assertions."""
    _unknown(book)
    values, meanings = _values(book)
    found = [_named(book, name, q, meanings.get(name)) for name, numbers in book.bound.items() for q in numbers]
    found += [_asserted(book, one, values) for one in book.asserted]
    operands = 0
    for relation in found:
        if relation is None:
            continue
        operands += sum(1 for _ in leaves(relation.expr))
        if operands > MAX_ALL_OPERANDS:
            place = Span(relation.claim.start, relation.claim.end)
            book.problem(place, "the formulas of this document are too long; from here on none is checked", _BETWEEN)
            return
        yield relation


def _named(book: Book, name: str, number: Quantity, meaning: _Value | None) -> Relation | None:
    """A number of the text against what defines its name; a later one that repeats the first, against that."""
    first, definition = book.bound[name][0], book.defined.get(name)
    parameter = definition is not None and isinstance(definition.expr, Leaf)
    again = number is not first and not parameter
    if definition is None or meaning is None or (again and _amount(number) == _amount(first)):
        if not again:
            return None
        if _clash(number.unit.dims, first.unit.dims):
            message = f"{name} is {quantity_text(number)} here and {quantity_text(first)} before"
            book.problem(Span(number.start, number.end), message, "two things need two names")
            return None
        return Relation("restatement", number, Leaf(first), "=", name, origin="declared", rule=name)
    if _clash(number.unit.dims, meaning.dims):
        message = f"{name} is {quantity_text(number)} in the text, and this gives {_words(meaning.dims)}"
        book.problem(definition.side, message, "change this line, or the unit in the text")
        return None
    formula = definition.written
    return Relation("formula", number, meaning.expr, "=", name, origin="declared", rule=name, formula=formula)


def _asserted(book: Book, one: Assertion, values: Mapping[str, _Value]) -> Relation | None:
    """The relation that an assertion states, at a side that is printed, else at its own number."""
    try:
        left, right = _resolved(one.left, values), _resolved(one.right, values)
    except KeyError:
        return None
    except _ClashError as error:
        book.problem(one.place, str(error), _UNITS)
        return None
    if _clash(left.dims, right.dims):
        book.problem(one.place, f"this compares {_words(left.dims)} with {_words(right.dims)}", _UNITS)
        return None
    if _is_large(left) or _is_large(right):
        book.problem(one.place, "this assertion stands on too many definitions", _BETWEEN)
        return None
    sides = ((one.left, left, right, one.sign), (one.right, right, left, _TURNED.get(one.sign, one.sign)))
    for printed in (Name, Leaf):
        for side, value, other, sign in sides:
            if isinstance(side, printed) and isinstance(value.expr, Leaf):
                return Relation(
                    "formula" if sign == "=" else "bound",
                    value.expr.quantity,
                    other.expr,
                    sign,
                    side.text if isinstance(side, Name) else "",
                    origin="declared",
                    rule="assert",
                    formula=one.written,
                )
    hint = "give one side a name, and bind it to its number in the text"
    book.problem(one.place, "neither side of this assertion is a number that the document states", hint)
    return None


def _unknown(book: Book) -> None:
    """A problem for every name in a formula that stands for nothing."""
    known = (*book.defined, *book.bound)
    exprs = [d.expr for d in book.defined.values() if d.expr is not None]
    exprs += [side for one in book.asserted for side in (one.left, one.right)]
    suggested = 0
    for name in (name for expr in exprs for name in names_in(expr)):
        if name.text not in book.defined and name.text not in book.bound:
            suggested += 1
            near = suggest(name.text, known[:MAX_KNOWN]) if suggested <= MAX_SUGGESTED and len(name.text) <= 60 else ""
            hint = f"declare it (`{name.text} = 8`) or bind it (`8 <!-- doclint: {name.text} -->`)"
            book.problem(Span(name.start, name.end), f"no number is called {name.text}{near}", hint)


def _values(book: Book) -> tuple[dict[str, _Value], dict[str, _Value]]:
    """What every name stands for as an input (its printed number, where there is one), and what defines it."""
    values = {name: _Value(Leaf(q[0]), q[0].unit.dims) for name, q in book.bound.items()}
    meanings: dict[str, _Value] = {}
    for name in _ordered(book):
        definition = book.defined[name]
        if definition.expr is None:
            continue
        try:
            value = _resolved(definition.expr, values)
        except KeyError:
            continue
        except _ClashError as error:
            book.problem(definition.side, str(error), _UNITS)
            continue
        if _is_large(value):
            book.problem(definition.place, f"{name} stands on too many definitions", _BETWEEN)
            continue
        meanings[name] = value
        if isinstance(definition.expr, Leaf) or name not in values:
            values[name] = value._replace(steps=value.steps + 1)
    return values, meanings


def _ordered(book: Book) -> list[str]:
    """Defined names, each after those that its definition uses; those that use themselves are left out."""
    order: list[str] = []
    state: dict[str, str] = {}
    broken: set[str] = set()
    for root in book.defined:
        path: list[str] = []
        stack: list[Iterator[str]] = [iter((root,))]
        while stack:
            name = next(stack[-1], None)
            if name is None:
                stack.pop()
                if path:
                    state[path[-1]] = "done"
                    order.append(path.pop())
            elif name not in state:
                state[name] = "open"
                path.append(name)
                expr = book.defined[name].expr
                used = names_in(expr) if expr is not None else ()
                stack.append(iter([n.text for n in used if n.text in book.defined]))
            elif state[name] == "open" and name not in broken:
                cycle = path[path.index(name) :]
                shown = " → ".join((*cycle[:4], "…", name) if len(cycle) > 4 else (*cycle, name))
                place = min(book.defined[one].place for one in cycle)
                book.problem(place, f"{name} is defined by itself: {shown}", "make one of these lines an assertion")
                broken.update(cycle)
    return [name for name in order if name not in broken]


def _resolved(expr: Expr, values: Mapping[str, _Value]) -> _Value:
    """The expression with every name replaced. Raises KeyError for a name without a value, _ClashError."""
    if isinstance(expr, Leaf):
        return _Value(expr, expr.quantity.unit.dims)
    if isinstance(expr, Name):
        return values[expr.text]
    args = [_resolved(arg, values) for arg in expr.args]
    size, depth, steps = sum(a.operands for a in args), max(a.depth for a in args), max(a.steps for a in args)
    return _Value(Apply(expr.op, tuple([a.expr for a in args])), _dims(expr.op, args), size, depth + 1, steps)


def _is_large(value: _Value) -> bool:
    return value.operands > MAX_OPERANDS or value.depth > MAX_DEPTH or value.steps > MAX_STEPS


def _dims(op: str, args: Sequence[_Value]) -> Dims:
    """Hard dimensions of an operation. Raises _ClashError for a sum of amounts that do not add."""
    first, second = args[0].dims, args[-1].dims
    if op in "+-" or op in ("min", "max"):
        if _clash(first, second):
            raise _ClashError(f"{_words(first)} and {_words(second)} do not add up or compare")
        return first or second if first is not None and second is not None else None
    if op in ("neg", "ceil", "floor"):
        return first
    if op in "*/" and first is not None and second is not None:
        powers = dict(first)
        for name, power in second:
            powers[name] = powers.get(name, 0) + (power if op == "*" else -power)
        return tuple(sorted((name, power) for name, power in powers.items() if power))
    return () if first == () else None


def _clash(one: Dims, other: Dims) -> bool:
    """Whether no reading reconciles two dimensions: a time may be a bare number, a price may leave out the size."""
    if not one or not other:
        return False
    free = {"time", "information"} if {name for name, _ in one} & {name for name, _ in other} & {"usd"} else {"time"}
    return [d for d in one if d[0] not in free] != [d for d in other if d[0] not in free]


def _words(dims: Dims) -> str:
    """Dimensions in words: `information per time`."""
    above = [name if power == 1 else f"{name}^{power}" for name, power in dims or () if power > 0]
    below = [name if power == -1 else f"{name}^{-power}" for name, power in dims or () if power < 0]
    return " × ".join(above or ["1"]) + (f" per {' and '.join(below)}" if below else "")


def _amount(quantity: Quantity) -> tuple[object, ...]:
    return quantity.numeral.number * quantity.unit.factor, quantity.unit.dims
