"""What stands above a number, read once for all that stand below it: context, scenario, limits, totals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from doclint.model import Block
from doclint.outline import MAX_CONTEXT
from doclint.vocabulary import FORGET, REVISED, words

_SCENARIO = re.compile(
    r"(?i)\b(?:(baseline|proposed|before|after|revised|original|previous|optimi[sz]ed|naive|conservative|optimistic|"
    r"pessimistic|worst[- ]case|best[- ]case|prefill|decode|training|inference|forward|backward|"
    r"train|eval|evaluation|fine-?tuning|pre-?training|rollout|serving|"
    r"future|projected|legacy|example|"
    r"free|basic|premium|enterprise|dev|staging|prod|production|sandbox|uat)\b|"
    r"((?:option|alternative|scenario|case|phase|plan|variant|approach|stage|tier|step|level|v|year|rack|region|model)"
    r"(?: [a-z]\b| ?\d+))|(\d+[- ](?:year|month|day)s?\b))"
)
_LIMITS = re.compile(
    r"(?i)\b(?:(?:performance|latency|throughput|service[- ]level|non-?functional|acceptance|quality)"
    r" (?:requirements?|targets?|criteria)|constraints?|SL[AO]s?|limits|thresholds)\b|^requirements?\b"
)
_MET = re.compile(
    r"(?i)\b(?:meet(?:s|ing)?|met|satisf(?:y|ies|ied|ying)|achiev(?:es?|ed|ing)|fulfil(?:s|l|ls|led|ling)?|complian\w*|"
    r"compl(?:y|ies) with|respects?|within|verif\w+|validat\w+|check\w*)\b"
)
"""What says of limits that they hold: below it stand the numbers that keep them."""
_TOTAL = re.compile(r"(?i)\b(?:total|overall|all)\b")


ELSEWHERE = re.compile(
    r"(?i)\b(?:old|before|previous\w*|originals?|originally|wrong|incorrect\w*|errors?|instead|rather|not|cannot|from|"
    r"versus|vs|or|if|alternatives?|alternatively|options?|examples?|e\.g|ignor\w+|could|would|may|might|"
    r"scal(?:e|es|ed|ing) (?:up|out|to)|larger|smaller|future|compar\w+|up to|at (?:least|most)|than|"
    r"(?:increas|rais|reduc|decreas|lower)\w* (?:the )?[TPDESC]P|"
    r"when|unless|try|tried|suppose|consider\w*|sweep|varying|vary)\b|n't\b"
)
"""What may make a number another plan's."""
FORMER = frozenset("baseline before legacy naive original previous".split())
"""Scenarios from which something revised is told apart."""


class Above(NamedTuple):
    """What the labels, the introduction and the headings above a number say.

    `words` are all their words, `first` those of the nearest that has any, `parent` those of the nearest without its
    scenario, `scope` what sets a scenario apart; `limits` tells that they announce limits, `total` that the nearest
    label or the introduction says total.
    """

    words: frozenset[str]
    first: frozenset[str]
    parent: frozenset[str]
    scope: frozenset[str]
    limits: bool
    total: bool


@lru_cache(maxsize=4096)
def above(over: tuple[str, ...], text: str, intro: str, headings: tuple[str, ...]) -> Above:
    """What the labels `over` a line say, the list items and the introduction above its block, and its headings."""
    near = (*over, text, intro)
    under = next((h for h in reversed(headings[1:][-3:]) if _SCENARIO.search(h)), "")
    return Above(
        frozenset().union(*(words(o) for o in (*near, *headings[-3:]))),
        next((w for o in near if (w := words(o))), frozenset()),
        next((words(_SCENARIO.sub("", o)) for o in near if o), frozenset()),
        frozenset().union(*(scenarios(o) for o in (*near, under)), *(_stance(o) for o in near)),
        any(_LIMITS.search(o) and not _MET.search(o) for o in (" ".join(near), *headings[-1:])),
        any(says_total(o) for o in (*over[:1], text, intro)),
    )


_STANCE = re.compile(r"(?i)^\W*(current|target|goal|as[- ]is|to[- ]be|today|old|new|(?:19|20)\d\d)\b[^.:]{0,24}:?\W*$")
"""A line that says of which state the list below it speaks."""


def _stance(text: str) -> frozenset[str]:
    found = _STANCE.match(text)
    return frozenset((found[1].lower(),)) if found is not None else frozenset()


FORGET.append(above.cache_clear)


@lru_cache(maxsize=16384)
def scenarios(text: str) -> frozenset[str]:
    """The words of a text that set a scenario apart; a long text names none."""
    if len(text) >= MAX_CONTEXT:
        return frozenset()
    return frozenset(m[0].lower() for m in _SCENARIO.finditer(text))


@lru_cache(maxsize=16384)
def says_total(text: str) -> bool:
    """Whether a text says that a number is a total."""
    return _TOTAL.search(text) is not None


def revised(blocks: Sequence[Block]) -> bool:
    """Whether a document calls a part revised, or optimized, of which no heading names an unrevised one."""
    titles = dict.fromkeys(h for block in blocks for h in block.headings)
    told = {words(h) for h in titles if not scenarios(h) & REVISED}
    return not any(words(h) in told for h in titles if scenarios(h) & REVISED)
