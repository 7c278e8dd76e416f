"""Sections that tell of different things, or of different states of one thing, by their headings."""

from __future__ import annotations

import re
from functools import lru_cache

from doclint.symbols import Mention
from doclint.vocabulary import FORGET, words

_PARTS = frozenset(
    """
    overview introduction summary abstract conclusion assumption assumptions requirement requirements constraint scope
    goal background context analysis result calculation estimate estimation capacity sizing storage bandwidth memory
    throughput performance latency cost budget architecture design implementation deployment configuration config
    specification spec parameter appendix note detail verification validation metric number key main final total overall
    general system model hardware software infrastructure resource network traffic load data strategy plan planning
    solution approach method methodology discussion recommendation decision rationale motivation proposal problem
    question answer example table figure input output step process workflow timeline risk limit target objective
    breakdown distribution allocation utilization usage efficiency optimization comparison evaluation assessment review
    report quick reference interview mental math check compute server instance daily monthly yearly annual rate user
    growth section chapter part core fact figures size scale scaling per and of the for to in a an our with by on
    """.split()
)
"""Words of headings that name a part of a document, or a property, and no thing."""
_WANTED = re.compile(
    r"(?i)\b(?:SL[AO]s?|objectives?|requirements?|required|targets?|goals?|budgets?|plan(?:ned)?|forecast|expected|"
    r"capacity|limits?|quotas?|estimates?|estimated|assumptions?|propos(?:al|ed)|projected|design|next|future|in \d+)\b"
)
_FOUND = re.compile(
    r"(?i)\b(?:results?|benchmarks?|measured|measurements?|actuals?|observed|today|demand|"
    r"last (?:week|month|quarter|year)|bill|invoice|prototype|pilot|"
    r"current(?:ly)?|as[- ]is|existing|background|incidents?|reality|load test|production data|status quo|achieved)\b"
)
_NAME = re.compile(r"\d*[A-Za-z]+\d[\w.]*|\d+[A-Z]{1,2}")
"""A name with a number: 70B, H100, v2."""
_OTHER_STATE = re.compile(
    r"(?i)\b(?:measured|observed|actual\w*|last (?:week|month|quarter|year)|today|current\w*|review|impact|incidents?|"
    r"bill|invoice|experiment\w*|debug|draft|phase|typical|job|runs?|after|origin|edge|year \d|forecast|"
    r"target|\d{4})\b"
)
"""Headings below which another state of things is described than above."""
_CASE = re.compile(
    r"(?i)^\W*(?:on|with|without|during|if|after|at|for|in|old|new|tuned|degraded|rejected|appendix|minimal|bare|local|"
    r"contingency|previous|\d+ ?[×x] )\b|\b(?:without|during|if|pilot|alternative|optimi[sz]ed|optimi[sz]ation|"
    r"worst case|"
    r"best case|at scale|reserved|spot|next year|year \d|disaster|failover|with|after|self-host\w*|to be|season)\b"
)
"""Headings that tell for which case the section holds."""
_LACKING = re.compile(r"(?i)^\W*(?:without|no|un\w+)\b")
_NUMBER = re.compile(r"^\W*(?:\d+(?:\.\d+)*[.)]? +(?=\D))?(?:[a-z][.)] )?")


def set_apart(a: Mention, b: Mention) -> bool:
    """Whether two statements stand below headings of two things, or of what is wanted and what was found.

    A statement whose own words name what the heading of the other tells of speaks of that; symbols (TP, DAU) are those
    of the whole document.
    """
    if a.section == b.section or a.heading == b.heading or not (a.heading and b.heading) or a.names & b.names:
        return False
    if a.heading in (b.top, b.chapter) or b.heading in (a.top, a.chapter):
        return False  # a section and a part of it
    if _state(a.heading) and _state(b.heading) and _state(a.heading) != _state(b.heading):
        return True
    if any((said.search(a.heading) is None) != (said.search(b.heading) is None) for said in (_LACKING, _CASE)):
        return True
    mine, theirs = _things(a.heading), _things(b.heading)
    if not mine - theirs or not theirs - mine:
        return False
    return not (mine & (b.words | b.label) or theirs & (a.words | a.label))


def another_state(mention: Mention, claim: Mention) -> bool:
    """Whether two statements stand below two headings of which one tells what is measured, or another state."""
    apart = mention.section != claim.section and mention.heading != claim.heading
    return apart and any(_OTHER_STATE.search(m.heading) for m in (mention, claim))


@lru_cache(maxsize=1024)
def _things(heading: str) -> frozenset[str]:
    """The words of a heading that name a thing."""
    plain = _NUMBER.sub("", heading).partition("(")[0]
    return (words(plain) | frozenset(w.lower() for w in plain.split() if _NAME.fullmatch(w))) - _PARTS


@lru_cache(maxsize=1024)
def _state(heading: str) -> str:
    wanted, found = _WANTED.search(heading) is not None, _FOUND.search(heading) is not None
    return "" if wanted == found else "wanted" if wanted else "found"


FORGET.extend((_things.cache_clear, _state.cache_clear))
