"""`doclint explain`: the page of a check, or of a rule of the shipped packs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from doclint.cli import common

if TYPE_CHECKING:
    from doclint.symbols import Pack, Rule


@click.command("explain")
@click.argument("check", required=False)
def command(check: str | None) -> None:
    """Explain a check, given by code (DL101) or name, or a rule (PACK/RULE); without one, list all checks."""
    from doclint.checks import registry
    from doclint.config import suggest

    if check is not None and "/" in check:
        common.write(_rule_page(check))
        return
    checks = registry()
    if check is None:
        long = max((len(one.name) for one in checks.values()), default=0)
        common.write("".join(f"{c.code}  {c.name:{long}}  {c.summary}\n" for c in checks.values()))
        return
    found = next((c for c in checks.values() if check.lower() in (c.code.lower(), c.name)), None)
    if found is None:
        near = suggest(check, [*checks, *(c.name for c in checks.values())])
        raise common.refusal(f"no check is called {check!r}{near}; `doclint explain` lists them")
    parts = [f"{found.code} {found.name} ({found.severity})", found.page.strip()]
    common.write("\n\n".join([*parts, *_examples(found.bad, found.good)]) + "\n")


def _rule_page(wanted: str) -> str:
    """The page of a rule: meaning, formula with its variants, symbols with their names in documents, source."""
    from doclint import packs
    from doclint.config import suggest

    try:
        rules = {rule.id: (rule, pack) for pack in packs.shipped() for rule in pack.rules}
    except packs.PackError as error:
        raise common.refusal(str(error)) from None
    if wanted.lower() not in rules:
        raise common.refusal(f"no rule is called {wanted!r}{suggest(wanted, rules)}; `doclint rules list` lists them")
    rule, pack = rules[wanted.lower()]
    kind = "holds by definition" if rule.definition else "estimate"
    parts = [f"{rule.id} ({kind})", _wrapped(rule.doc), _formulas(rule), _symbols(rule, pack)]
    return "\n\n".join([*parts, _wrapped(f"Source: {rule.source}"), *_examples(rule.bad, rule.good)]) + "\n"


def _formulas(rule: Rule) -> str:
    from doclint.wording import working

    shown = [rule.formula, *(f"{rule.claim} {rule.sign} {working(form)}" for form in rule.forms[1:])]
    return "\n".join(f"    {'or ' if at else '   '}{one}" for at, one in enumerate(shown))


def _symbols(rule: Rule, pack: Pack) -> str:
    from doclint.formula import names_in

    used = {rule.claim, *(name.text for form in rule.forms for name in names_in(form))}
    lines = []
    for symbol in pack.symbols:
        if symbol.name in used:
            unit = f" [{symbol.unit.text}]" if symbol.unit.text else ""
            lines += [_wrapped(f"{symbol.name}{unit}: {symbol.doc}"), _wrapped(", ".join(symbol.names), "    ")]
    return "\n".join(lines)


def _wrapped(text: str, indent: str = "") -> str:
    from textwrap import fill

    words = " ".join(text.split())
    return fill(words, 100, initial_indent=indent, subsequent_indent=indent, break_long_words=False)


def _examples(bad: str, good: str) -> list[str]:
    shown = (("Found", bad), ("Not found", good))
    return [f"{title}:\n\n{_indented(example)}" for title, example in shown if example]


def _indented(example: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in example.strip("\n").splitlines())
