"""Words as documents use them: folded, without those that tell nothing, with abbreviations and exclusive qualifiers.

`per GPU` is the one word `/gpu`; an abbreviation that the document declares stands for its long form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from doclint.model import Block

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*")
ABBREVIATION = re.compile(r"\(([A-Z][A-Za-z]{0,2}[A-Z]|[A-Z]{1,6})\)")
_STOP = frozenset(
    """
    a an the of for to in on at by and or is are was be with from as that this these those it its our we each every all
    into across than then which who while when where will would can could should must may has have had do does not no
    about around approximately approx estimated estimate roughly only just also both any some such other more less most
    least very e g i ie eg etc vs via so if but up down out over under use used using uses need needed needs given note
    assuming assume based due because total overall value number amount count quantity size current new per x
    assumption assumptions math verification summary match matches show shows verified calculation final quick reference
    effective equal equally optimized optimised complete completely available sustained careful carefully consecutive
    safe safely achieved achieve achieves achieving tested test testing analysis strategy design configuration
    implementation overhead efficient efficiently efficiency constraint requirement requirements performance ratio
    optimal result results detail details consideration section overview estimation assuming approach option
    perfect perfectly ideal practical real actual exact simple basic standard typical plan deployment specification
    specifications let now here there managed management met meet meets exceed exceeds
    degree way handles handled handle processes serve serves hold holds store stores get gets
    """.split()
)
"""Words that do not tell quantities apart."""
_SAME = {
    "avg": "average", "mean": "average", "msg": "message", "msgs": "message", "req": "request", "reqs": "request",
    "max": "maximum", "min": "minimum", "mem": "memory", "vram": "memory", "ram": "memory", "incoming": "in",
    "inbound": "in", "outgoing": "out", "outbound": "out", "doc": "document", "docs": "document", "db": "database",
    "repl": "replication", "replica": "replication", "replicated": "replication", "rf": "replication",
    "params": "parameter", "param": "parameter", "config": "configuration", "conn": "connection", "sec": "second",
    "queries": "query", "indices": "index", "indexes": "index", "qps": "query", "tps": "transaction",
    "uncompressed": "raw", "compression": "compressed", "dimensions": "dim", "dimension": "dim",
    "utilisation": "utilization", "machine": "server", "parallelism": "parallel",
}  # fmt: skip
_UNIT_WORDS = frozenset(
    "second sec s ms us ns minute min hour day week month year yr kb mb gb tb pb eb kib mib gib tib byte bit gbps mbps "
    "tbps kbps b k m flop tflop flops tflops gflops percent usd".split()
)
PERIODS = frozenset("hourly daily weekly monthly quarterly yearly annual".split())
PRICES = frozenset("cost price spend bill".split())
"""Words that say that a number is money, and not for what."""
EXCLUSIVE = tuple(
    frozenset(group.split())
    for group in (
        "peak average minimum median maximum",
        "read write",
        "in out",
        "upload download",
        "raw compressed",
        "daily hourly weekly monthly yearly annual",
        "hot warm cold",
        "p50 p90 p95 p99 p999",
        "free pro business enterprise",
        "source target",
        "logical physical",
        "weight activation gradient optimizer buffer cache",
        "client server",
        "internal external",
        "before after",
        "used free available remaining",
        "required recommended limit",
    )
)
QUALIFIERS = frozenset().union(*EXCLUSIVE)
MARKS = frozenset(
    "peak average minimum median maximum read write in out upload download raw compressed hot warm cold "
    "p50 p90 p95 p99 p999 before after used free available remaining logical physical required recommended "
    "saved saving reduced added".split()
)
"""Qualifiers without which a quantity is another one, even where nothing else is said of it."""
REVISED = frozenset(("revised", "corrected", "optimized", "optimised"))
"""Scenarios that hold from there on."""


def singular(low: str) -> str:
    """A lower-case word without its plural ending."""
    if len(low) > 3 and low.endswith("s") and (not low.endswith(("ss", "us", "is")) or low.endswith("pus")):
        if low.endswith("ies"):
            return low[:-3] + "y"
        if low.endswith(("shes", "ches", "xes", "sses")) and low not in ("caches", "axes"):
            return low[:-2]
        return low[:-1]
    return low


FORGET: list[Callable[[], None]] = []
"""What forgets memos made of words, called when words are taught anew."""
_ALIASES: dict[str, str] = {}
"""Words of the configuration with what they stand for."""


def teach(nouns: tuple[tuple[str, str], ...]) -> None:
    """Let words stand for others, and nothing else that was taught before."""
    _ALIASES.clear()
    _ALIASES.update({singular(word.lower()): singular(meant.lower()) for word, meant in nouns})
    for forget in (fold.cache_clear, words.cache_clear, phrase.cache_clear, *FORGET):
        forget()


@lru_cache(maxsize=16384)
def fold(word: str) -> str:
    """One word without case, plural and spelling variants; empty for a word that tells nothing."""
    low = word.lower()
    low = _SAME.get(low, low)
    if low in _STOP or (len(word) < 3 and not word.isupper() and not word.islower()):
        return ""
    low = singular(low)
    low = _ALIASES.get(low) or _SAME.get(low, low)
    return "" if low in _STOP else low


@lru_cache(maxsize=16384)
def words(text: str) -> frozenset[str]:
    """The telling words of a text; `per X` and `/X` become `/x`."""
    found: set[str] = set()
    end = 0
    per = False
    for match in _WORD.finditer(text):
        word = match[0]
        between = text[end : match.start()]
        end = match.end()
        if word.lower() == "per":
            per = True
            continue
        folded = fold(word)
        if not folded:
            per = False
            continue
        if per or between.endswith("/"):
            if folded not in _UNIT_WORDS:
                found.add("/" + folded)
        elif folded not in _UNIT_WORDS:
            found.add(folded)
        per = False
    return frozenset(found)


@lru_cache(maxsize=16384)
def phrase(text: str) -> str:
    """A text as an ordered folded phrase for symbols: "Experts per Layer" is `expert per layer`."""
    parts = []
    for match in _WORD.finditer(text.replace("/", " per ").replace("_", " ")):
        low = match[0].lower()
        if low in ("the", "a", "an", "of", "our"):
            continue
        parts.append(singular(low))
    return " ".join(parts)


def declared(blocks: Sequence[Block]) -> dict[str, frozenset[str]]:
    """Abbreviations that the document introduces in brackets after their long form, with the long form's words."""
    known: dict[str, frozenset[str]] = {}
    for block in blocks:
        text = block.text
        if "(" not in text:
            continue
        for match in ABBREVIATION.finditer(text):
            short = match[1]
            before = [w for w in _WORD.findall(text[max(0, match.start() - 80) : match.start()]) if w]
            letters = short.upper().rstrip("S") if len(short) > 2 and short.endswith("s") else short.upper()
            for size in range(len(letters), min(len(letters) + 2, len(before)) + 1):
                tail = before[-size:]
                initials = "".join(w[0].upper() for w in tail)
                if (
                    initials == letters
                    or "".join(w[0].upper() for w in tail if w.lower() not in ("to", "of", "per", "and", "the", "for"))
                    == letters
                ):
                    known.setdefault(short.lower(), frozenset(f for w in tail if (f := fold(w))))
                    break
    return known


def shortened(found: frozenset[str], abbreviations: Mapping[str, frozenset[str]]) -> frozenset[str]:
    for short, long in abbreviations.items():
        if long and (long <= found or short in found):
            found = (found - long) | {short}
    return found


def clash(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two sets of words name different members of one exclusive group (peak and average)."""
    for group in EXCLUSIVE:
        mine = a & group
        if mine:
            theirs = b & group
            if theirs and not mine & theirs:
                return True
    return False
