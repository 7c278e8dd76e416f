"""The lines of blocks, split once."""

from __future__ import annotations

from collections.abc import Sequence

from doclint.model import Block
from doclint.symbols import Mention

MAX_LINE = 400


class Lines:
    """The line that a statement stands in; empty where it is longer than MAX_LINE, which nothing is read from."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._split: dict[int, list[str]] = {}

    def of(self, mention: Mention) -> str:
        if mention.block not in self._split:
            self._split[mention.block] = self._blocks[mention.block].text.split("\n")
        line = self._split[mention.block][mention.line]
        return line if len(line) <= MAX_LINE else ""
