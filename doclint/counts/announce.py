"""Sentences that announce a list with its length: the number, its place and what is counted.

A count is announced where the words leave no doubt that a list follows: a noun that names members of an enumeration
(reasons, steps, types), any other noun right before the colon or "are:", and things that come in numbers and have
properties of their own (nodes, users) only under "the following", "these", "there are", "consists of".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from doclint import units
from doclint.extract.unit_words import NOT_NOUN

WINDOW = 240
MAX_TAIL = 20
MAX_PHRASE = 5
NUMBER_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12,
}  # fmt: skip
_MEMBERS = frozenset(
    """
    addition advantage algorithm alternative approach area argument aspect assumption attribute benefit bug case
    category cause challenge change characteristic choice class column command component concept concern condition
    consequence consideration constraint criterion decision deliverable difference difficulty dimension disadvantage
    drawback element endpoint entry event example exception factor failure feature field file finding fix flag flavor
    flavour form function goal group guarantee hypothesis idea implication improvement ingredient insight interface
    invariant issue item key kind lesson level limitation manner measure mechanism method metric milestone mistake mode
    module need objective observation obstacle operation option outcome parameter part path pattern persona phase piece
    pillar pitfall point possibility prerequisite principle problem procedure property proposal protocol purpose
    question reason recommendation regression requirement responsibility restriction risk role rule scenario setting
    shortcoming situation solution state step strategy style subsystem suggestion task technique test theme thing threat
    tier tip tool topic trade-off tradeoff trait type use-case value variable variant variation version vulnerability
    way weakness workaround workflow
    """.split()
)
"""Nouns that name the members of an enumeration, whatever the enumeration is about."""
_SHOWN = frozenset("table column chart diagram figure graph plot image screenshot".split())
"""Nouns of what is shown below, and not of what is listed."""
_SOME = frozenset(
    "third fourth fifth sixth seventh dropped rejected omitted skipped removed switched fixed parallel".split()
)
"""Words behind a count that leave some of what is counted out of the list."""
_HOLDERS = frozenset(
    """
    broker client cluster container core cpu customer database datacenter device disk employee engineer environment gpu
    host instance iteration machine member node operator organization partition person pod process processor query
    region replica request run sample server shard site system team tenant thread time token user vm worker zone
    """.split()
)
"""Nouns of things that come in numbers and have properties, which a list below may be of."""
_COMPOUND = frozenset(
    "bit byte dimensional factor fold level part party pass phase point stage star step tier way".split()
)
"""Nouns that make an adjective of the number before them: two phase commits."""
_TAKES = frozenset(
    """
    accept accepts add added adding adds contain contains containing create creates define defines expose exposes get
    gets has have having introduce introduces introduced include includes need needs offer offers provide provides
    require requires return returns specify specifies support supports take takes use uses with without between among
    using and when there only key main major new distinct different
    """.split()
)
"""Words that a number in digits may follow without being part of a name, next to those that are no nouns."""
_IRREGULAR = {"criteria": "criterion", "phenomena": "phenomenon", "people": "person", "indices": "index"}
_POINTING = frozenset(("following", "these"))
_LEAD = frozenset(
    """
    the these following its our their all exactly just only my your this main usually basically generally essentially
    currently mainly typically always another
    """.split()
)
_PARTIAL = frozenset("one each any some either most many part none half both every few several two first last".split())
_LOOSE = frozenset(
    """
    least most about around approximately roughly nearly almost over under than up top first last next previous every
    each per version phase step section chapter level other or between minimum maximum max min below above another
    remaining either within after before any phase's rule nearly ~ # $ + - – — / x × = < > ≤ ≥ . ± ^ * ÷ % @ &
    """.split()
)
_NOT_ALL = frozenset(
    """
    including include includes included e.g eg like example examples among amongst some especially particularly
    notably following these each per every whose respectively because but however except excluding plus also other
    others ; = < > → mainly most mostly primarily least
    """.split()
)
_AND_ONE = frozenset(("and", word) for word in ("the", "a", "an", "one", "its", "our", "their"))
_MAKES = frozenset(
    """
    consist consists consisting comprise comprises comprising comprised composed made divided split broken separated
    grouped categorized categorised classified organized organised distinguish distinguishes identify identified
    """.split()
)
_WORD = re.compile(r"[A-Za-z][\w'’-]*+(?:\.[a-z](?![a-z]))?|\d++(?:[.,]\d++)*+[\w%]*+|[^\w\s]")
_SENTENCE = re.compile(r"[.?!](?=\s)(?<!e\.g\.)(?<!i\.e\.)(?<!vs\.)")
_UNDER = frozenset(("assumption", "case", "category", "circumstance", "condition", "heading", "scenario", "situation"))
"""Nouns that something happens under, so that the word sets no bound."""
NUMBERED = re.compile(rf"(?i)\b(?:{'|'.join(NUMBER_WORDS)}|[1-9]\d?)\b")
_DIGITS = re.compile(r"[1-9]\d?")


class Announced(NamedTuple):
    """A count at text[start:end]; `pointed` holds where words point at the list, `close` where nothing follows it."""

    number: int
    start: int
    end: int
    noun: str
    member: bool
    pointed: bool
    close: bool


def announced(text: str, end: int, heading: bool = False) -> Announced | None:
    """The only count that the sentence before `end` announces, None where there is none or more than one."""
    begin = max(0, end - WINDOW)
    for stop in _SENTENCE.finditer(text, begin, max(begin, end - 1)):
        begin = stop.end()
    words = [w for w in _WORD.finditer(text, begin, end) if w[0] not in "*_`"]
    while words and words[-1][0] in ":.":
        words.pop()
    folded = [w[0].lower() for w in words]
    found = [one for i in range(len(words)) if (one := _counted(words, folded, i)) is not None]
    if len(found) != 1:
        return None
    at, head, noun, member = found[0]
    if heading and (at == 0 and folded[0].isdigit()):
        return None
    tail = folded[head + 1 :]
    if any(pair in _AND_ONE for pair in pairwise(tail)):
        return None  # "the two variants and the holdout"
    if _SOME & set(tail) or any(w in NUMBER_WORDS or _DIGITS.fullmatch(w) for w in (*tail, *folded[:at])):
        return None  # "six services, the four largest are", "three modes in five incidents"
    if len(tail) > MAX_TAIL or _NOT_ALL & set(tail) or ("such", "as") in pairwise(tail):
        return None
    if (
        tail[-2:] == ["as", "follows"]
        and len(tail) > 2
        and not (tail[-3] in ("are", "were") or tail[-3].endswith("ed"))
    ):
        return None  # "the two counters operate as follows": the list tells how, not which.
    lead = at - 1
    while lead >= 0 and folded[lead] in _LEAD:
        lead -= 1
    if heading and lead >= 0:
        return None
    if not (_whole(folded, lead, at) or (folded[at - 1] == "under" and noun in _UNDER)):
        return None
    if tail[-2:] == ["as", "follows"] and tail[-3:-2] not in ([], ["are"], ["is"], ["be"], ["defined"], ["listed"]):
        return None
    pointed = bool(_POINTING & set(folded[lead + 1 : at])) or "below" in tail or tail[-2:] == ["as", "follows"]
    pointed = pointed or tail[-1:] == ["are"]
    if not pointed and _POINTING & set(folded[:at]):
        return None
    there = lead >= 1 and folded[lead - 1] == "there" and folded[lead] in ("are", "were", "exist", "remain")
    made = any(w in _MAKES for w in folded[max(0, lead - 1) : lead + 1])
    if not (member or pointed or (not tail and (there or made or noun not in _HOLDERS))):
        return None
    if noun in _SHOWN or folded[:2] == ["for", "the"]:
        return None
    number = NUMBER_WORDS.get(folded[at]) or int(folded[at])
    return Announced(number, words[at].start(), words[at].end(), noun, member, pointed, not tail)


def _whole(folded: Sequence[str], lead: int, at: int) -> bool:
    """Whether the number counts all that is listed: not the first two, not one of three, not at least four."""
    if at and folded[at - 1] in _LOOSE:
        return False
    if lead < 0:
        return True
    word = folded[lead]
    if word == "of":
        return not (lead and folded[lead - 1] in _PARTIAL) or (folded[lead - 1] == "one" and lead == at - 1)
    return word not in _LOOSE or word in ("-", "–", "—")


def _counted(words: Sequence[re.Match[str]], folded: Sequence[str], at: int) -> tuple[int, int, str, bool] | None:
    """Where the number at `at` stands, its head noun and the noun folded, or None where nothing plural is counted."""
    word = folded[at]
    if word not in NUMBER_WORDS and (_DIGITS.fullmatch(word) is None or int(word) < 2):
        return None
    if at and (_is_name(words, folded, at) or folded[min(at + 1, len(folded) - 1)] in _COMPOUND):
        return None
    head, previous = -1, words[at].end()
    for i in range(at + 1, min(len(words), at + 1 + MAX_PHRASE)):
        gap = words[i].start() - previous
        if not folded[i][0].isalpha() or folded[i] in NOT_NOUN or not 0 < gap <= 5:
            break
        if _plural(folded[i]):
            head = i
        previous = words[i].end()
    if head < 0 or ((known := units.lookup(words[head][0])) is not None and known.dims):
        return None
    noun = _IRREGULAR.get(folded[head]) or units.fold(words[head][0])
    return at, head, noun, noun in _MEMBERS or folded[head].removesuffix("s") in _MEMBERS


def _is_name(words: Sequence[re.Match[str]], folded: Sequence[str], at: int) -> bool:
    """Whether a number is part of a name: Python 3, tier 2, Phase Two, v-2."""
    before = words[at - 1][0]
    if words[at].start() == words[at - 1].end():
        return before != ":"
    if not before[0].isalpha():
        return before not in ":,;—–-)"
    if folded[at] in NUMBER_WORDS:
        return at > 1 and before[0].isupper() and words[at][0][0].isupper()
    return folded[at - 1] not in NOT_NOUN and folded[at - 1] not in _TAKES and folded[at - 1] not in _LEAD


def _plural(word: str) -> bool:
    if word in _IRREGULAR:
        return True
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "’s"))
