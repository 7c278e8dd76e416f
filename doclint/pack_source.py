"""Generates pack_table.py from the shipped rule packs, parsed and proven, so that no run has to.

`python -m doclint.pack_source` writes the table.
"""

from __future__ import annotations

from pathlib import Path

from doclint.model import Apply, Expr, Leaf, Name, Unit
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
    packs = ""
    for pack in load_all((folder(),)):
        symbols = "".join(f"        S({s.name!r}, {_unit(s.unit)}, {s.names!r}),\n" for s in pack.symbols)
        rules = ""
        for rule in pack.rules:
            forms = ", ".join(map(_expr, rule.forms))
            head = f"{rule.id!r}, {rule.claim!r}, ({forms},), {rule.sign!r}, {rule.definition!r}, {rule.formula!r}"
            rules += f"        R({head}),\n"
        packs += f"    P({pack.name!r}, {pack.doc!r}, (\n{symbols}    ), (\n{rules}    )),\n"
    return f'''"""Generated from rules/*.toml by `python -m doclint.pack_source`; do not edit."""

# ruff: noqa
# fmt: off
from __future__ import annotations

from fractions import Fraction

from doclint.model import Apply as A, Leaf as L, Name as N, Numeral as M, Pack as P, Quantity as Q, Rule as R
from doclint.model import Symbol as S, Unit as U

PACKS: tuple[P, ...] = (
{packs})
'''


if __name__ == "__main__":
    Path(__file__).with_name("pack_table.py").write_text(generate(), encoding="utf-8")
