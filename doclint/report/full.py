"""Findings for people: the excerpt with carets, the inputs marked, the working, the hint, the consequences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from doclint.model import Finding, Related, Result, Source, Span
from doclint.report import rows
from doclint.report.excerpt import Label, Style, marks, window
from doclint.report.text import printable
from doclint.wording import amount

_CONFLICTS = ("DL401", "DL402")
MAX_LINES = 6
"""Lines of a document that one excerpt shows at most; further places are named below it."""


def render(results: Iterable[Result], style: Style, columns: int = 100) -> str:
    """One paragraph per finding, for a terminal of so many columns."""
    return "".join(
        _paragraph(finding, result.source, style, columns) for result in results for finding in result.findings
    )


def plain(results: Iterable[Result]) -> str:
    """The same without colours, for a file."""
    return render(results, lambda text, _role: text)


def _paragraph(finding: Finding, source: Source, style: Style, columns: int) -> str:
    line, column = source.position(finding.span.start)
    shown, elsewhere = _labels(finding, source)
    gutter = len(str(max(shown)))
    bar = style(" " * gutter + " |", "gutter")
    out = [
        style(f"{finding.severity}[{finding.code}]", finding.severity)
        + style(f": {printable(finding.message)}", "strong")
        + style(f" [{finding.name}]", "quiet"),
        style(" " * gutter + "-->", "gutter") + f" {printable(source.path)}:{line}:{column}",
        bar,
    ]
    before = 0
    texts = {number: (_line(source, number), labels) for number, labels in shown.items()}
    if all(rows.is_row(text) for text, _ in texts.values()):
        head = rows.header(lambda at: _line(source, at), line)
        if head and head not in shown:
            texts[head] = _line(source, head), []
        texts = rows.aligned({n: text for n, (text, _) in texts.items()}, shown)
    for number in sorted(texts):
        if before and number > before + 1:
            out.append(style("...", "gutter"))
        before = number
        text, labels = window(*texts[number], max(40, columns - gutter - 4))
        out.append(style(f"{number:>{gutter}} |", "gutter") + " " + text)
        out.extend(bar + " " + row for row in marks(text, labels, style) if labels)
    out.append(bar)
    for name, note in _notes(finding, source, elsewhere):
        out.append(style(" " * gutter + " = ", "gutter") + style(f"{name}:", "strong") + f" {printable(note)}")
    return "\n".join(out) + "\n\n"


def _labels(finding: Finding, source: Source) -> tuple[dict[int, list[Label]], list[Related]]:
    """The labels by the lines that the excerpt shows, and the related places that it does not."""
    number, label = _label(finding.span, source, _gives(finding), finding.severity)
    shown = {number: [Label(label.start, label.end, label.message, label.role, primary=True)]}
    elsewhere = []
    for related in finding.related:
        number, label = _label(related.span, source, "" if related.role == "input" else related.message, "input")
        crowded = number not in shown and len(shown) >= MAX_LINES
        if crowded or any(label.start < other.end and other.start < label.end for other in shown.get(number, ())):
            elsewhere.append(related)
        else:
            shown.setdefault(number, []).append(label)
    return shown, elsewhere


def _label(span: Span, source: Source, message: str, role: str) -> tuple[int, Label]:
    number, column = source.position(span.start)
    room = len(_line(source, number))
    start = max(0, min(column - 1, room - 1))
    return number, Label(start, max(start, min(start + span.end - span.start, room)), printable(message), role)


def _line(source: Source, number: int) -> str:
    starts = source.line_starts()
    end = starts[number] if number < len(starts) else len(source.text)
    return source.text[starts[number - 1] : end].rstrip("\r\n")


def _gives(finding: Finding) -> str:
    derivation = finding.derivation
    if not derivation:
        return ""
    shown = amount(derivation.best, derivation.unit, 4)
    if finding.code.startswith("DL5"):
        return f"the limit is {shown}"
    return f"stated as {shown} elsewhere" if finding.code in _CONFLICTS else f"derivation gives {shown}"


def _notes(finding: Finding, source: Source, elsewhere: list[Related]) -> Iterator[tuple[str, str]]:
    derivation = finding.derivation
    for related in elsewhere:
        yield related.role, f"{source.text[related.span.start : related.span.end]} at {_at(source, related.span)}"
    if derivation and derivation.working and finding.code not in _CONFLICTS and not finding.code.startswith("DL5"):
        yield "working", f"{derivation.working} = {amount(derivation.best, derivation.unit, 6)}"
        if "/" in derivation.rule:
            yield "rule", f"{derivation.rule}; `doclint explain {derivation.rule}` shows its formula and source"
    if derivation and derivation.reading:
        yield "reading", derivation.reading
    if finding.hint:
        yield "hint", finding.hint
    for one in finding.consequences:
        yield "consequence", f"{one.claimed.text} at {_at(source, one.span)} becomes {one.corrected.text}"
    for fix in finding.fixes:
        yield "fix", fix.message


def _at(source: Source, span: Span) -> str:
    line, column = source.position(span.start)
    return f"{line}:{column}"
