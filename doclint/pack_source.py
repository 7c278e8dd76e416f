"""Generates pack_table.py from the shipped rule packs, parsed and proven, so that no run has to.

`python -m doclint.pack_source` writes the table.
"""

from __future__ import annotations

from pathlib import Path

from doclint.model import Apply, Expr, Leaf, Name, Unit
from doclint.packs import folded as folded_name
from doclint.packs import folder, load_all


def _unit(unit: Unit) -> str:
    return f"U({unit.text!r}, {unit.factor!r}, {unit.dims!r}, {unit.nouns!r}, {unit.prefix!r})"


def _expr(expr: Expr) -> str:
    """A form as Python; its constants stand in no document."""
    if isinstance(expr, Name):
        return f"N({expr.text!r}, -1, -1)"
    if isinstance(expr, Leaf):
        numeral, unit = expr.quantity.numeral, expr.quantity.unit
        return f"L(Q(M{tuple(numeral)!r}, {_unit(unit)}, -1, -1))"
    assert isinstance(expr, Apply)
    return f"A({expr.op!r}, ({', '.join(map(_expr, expr.args))},))"


def generate() -> str:
    """The text of pack_table.py: symbols and rules of every shipped pack, without examples and sources."""
    makers, names, table = "", "", ""
    for number, pack in enumerate(load_all((folder(),))):
        symbols = "".join(f"        S({s.name!r}, {_unit(s.unit)}, {s.names!r}),\n" for s in pack.symbols)
        rules = ""
        for rule in pack.rules:
            forms = ", ".join(map(_expr, rule.forms))
            head = f"{rule.id!r}, {rule.claim!r}, ({forms},), {rule.sign!r}, {rule.definition!r}, {rule.formula!r}"
            head += f", unless={rule.unless!r}" if rule.unless else ""
            rules += f"        R({head}),\n"
        makers += f"def _pack_{number}() -> P:\n    return P({pack.name!r}, {pack.doc!r}, (\n{symbols}    ), (\n"
        makers += f"{rules}    ))\n\n\n"
        folded = sorted({folded_name(n) for s in pack.symbols for n in (*s.names, s.name)})
        names += f"    {pack.name!r}: frozenset({folded!r}),\n"
        table += f"    {pack.name!r}: _pack_{number},\n"
    return f'''"""Generated from rules/*.toml by `python -m doclint.pack_source`; do not edit."""

# ruff: noqa
# fmt: off
from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from doclint.model import Apply as A, Leaf as L, Name as N, Numeral as M, Quantity as Q, Unit as U
from doclint.symbols import Pack as P, Rule as R, Symbol as S


{makers}# By what phrases a document may mean a symbol of the pack.
NAMES: dict[str, frozenset[str]] = {{
{names}}}

MAKERS: dict[str, Callable[[], P]] = {{
{table}}}
'''


if __name__ == "__main__":
    Path(__file__).with_name("pack_table.py").write_text(generate(), encoding="utf-8")
