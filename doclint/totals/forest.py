"""The outline of a document: every line of its lists, trees and fences under what stands above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from doclint.extract import extract
from doclint.model import Block, Entry, Extract, Quantity
from doclint.totals.roles import TOTAL
from doclint.totals.sums import adds

_TREE = re.compile("[├└]")
_HEADING, _INTRODUCTION, _LINE = 0, 1, 2
_NOTHING = Entry("", 0, None)
_LABELLED = re.compile(r"[^\w(\n]{0,8}([^:=≈\n]{2,60})[:=≈][\s*~≈$€£]*")
_COMPUTED = re.compile(r"[^=\n]{0,80}\s[-+×÷*/−]\s[^=\n]{0,80}=")
MAX_LABEL = 60
MAX_AMOUNTS = 12


class Node:
    """One line with the lines under it.

    `run` names the list or the fence that holds it, `gap` tells that a blank line stands above, `goes_on` that its
    result stands on a line of its own; `text` is how the item of a list begins, `said` the block of its own that it is.
    """

    __slots__ = ("children", "entry", "gap", "goes_on", "rank", "run", "said", "text")

    def __init__(self, entry: Entry, rank: int, run: int, gap: bool = False, text: str = "") -> None:
        self.entry = entry
        self.text = text or entry.label
        self.rank = rank
        self.run = run
        self.gap = gap
        self.goes_on = False
        self.said: tuple[Block, Extract] | None = None
        self.children: list[Node] = []

    @property
    def label(self) -> str:
        return self.entry.label

    @property
    def quantity(self) -> Quantity | None:
        return self.entry.quantity


class _Builder:
    """The section that is being read: a stack of the lines under which the next one may stand."""

    def __init__(self, blocks: Sequence[Block], extracts: Sequence[Extract]) -> None:
        self.blocks = blocks
        self.extracts = extracts
        self.root = Node(_NOTHING, _HEADING, -1)
        self.stack = [self.root]
        self.before: Block | None = None
        self.run = -1

    def add(self, node: Node) -> None:
        while len(self.stack) > 1 and self.stack[-1].rank >= node.rank:
            self.stack.pop()
        self.stack[-1].children.append(node)
        self.stack.append(node)

    def enter(self, at: int) -> Node | None:
        """Takes in a block; the section that it ends, if it is a heading."""
        block, found = self.blocks[at], self.extracts[at]
        ended: Node | None = None
        if block.kind == "heading":
            ended = self.root
            self.root = Node(_entry(block, found), _HEADING, -1)
            self.stack = [self.root]
        elif block.kind == "item":
            self._reset(same_list=True, block=block)
            nested = len(block.container)
            if len(found.entries) > 1 and _TREE.search(block.text):
                self._lines(at, found.entries, _LINE + 100 * nested)
            else:
                run = -2 - block.container[0] if block.container else at
                self.add(Node(_entry(block, found), _LINE + 100 * nested, run))
                self.stack[-1].said = block, found
        elif block.kind == "fence" or _is_tree(block):
            self._reset(same_list=False, block=block)
            drawn = block.kind == "paragraph" and self.before is not None and _is_tree(self.before)
            self.run = self.run if drawn else at
            self._lines(self.run, found.entries, _LINE, drawn)
        elif block.kind == "paragraph":
            self._paragraph(block, found)
        elif block.kind == "cell":
            self.stack = [self.root]
        self.before = block
        return ended

    def _reset(self, same_list: bool, block: Block) -> None:
        """Leaves what stood above, except the paragraph that introduces this block or the list that it goes on with."""
        before = self.before
        if before is None:
            return
        going_on = same_list and before.kind == "item" and before.container[:1] == block.container[:1]
        introduced = before.kind == "paragraph" and len(self.stack) > 1 and self.stack[-1].rank == _INTRODUCTION
        if not going_on and not introduced:
            self.stack = [self.root]

    def _lines(self, at: int, found: Sequence[Entry], base: int, gap: bool = False) -> None:
        last: Node | None = None
        for entry in found:
            if entry.depth < 0:
                gap = True
                continue
            if not entry.label and not entry.derived:
                if entry.sides and last is not None and last.quantity is None and not gap:
                    last.entry = last.entry._replace(quantity=entry.sides[0], sides=entry.sides)
                    last.goes_on = True
                continue
            last = Node(entry, base + entry.depth, at, gap)
            self.add(last)
            gap = False

    def _paragraph(self, block: Block, found: Extract) -> None:
        """A paragraph introduces what follows by its colon; one of a label and a number may close the list above."""
        text = block.text.rstrip(" *\n")
        entry = _entry(block, found)
        short = (
            len(text) < MAX_LABEL and entry.quantity is not None and (not self.before or self.before.kind == "heading")
        )
        if short or (text.endswith((":", "：")) and len(text) < 4 * MAX_LABEL):
            self.add(Node(entry, _INTRODUCTION, -1))
            return
        before = self.before
        if before is None or entry.quantity is None or not (before.kind in ("item", "fence") or _is_tree(before)):
            self.stack = [self.root]
            return
        parent = self.root
        if len(self.stack) > 1 and self.stack[1].rank == _INTRODUCTION:
            parent = self.stack[1]
        if _continued(self.root, parent, entry.quantity):
            parent = self.root
        if parent.children:
            parent.children.append(Node(entry, _LINE, parent.children[-1].run, True))
            parent.children[-1].said = block, found
        self.stack = [self.root]


def _continued(root: Node, last: Node, total: Quantity) -> bool:
    """Whether a group stands right before the last one that no total closes, and that a total may cover, too."""
    groups = root.children[-2:]
    if len(groups) < 2 or groups[-1] is not last or groups[0].rank != _INTRODUCTION or not groups[0].children:
        return False
    lines = groups[0].children
    return not TOTAL.match(lines[-1].label) and any(n.quantity and adds(n.quantity, total) for n in lines)


def _is_tree(block: Block) -> bool:
    return block.kind == "paragraph" and _TREE.search(block.text) is not None


def _entry(block: Block, found: Extract) -> Entry:
    """The line that a block is: as it was read, or a label with the number right after its colon."""
    if found.entries:
        return found.entries[0]
    amounts = tuple(s.quantity for s in found.statements[:MAX_AMOUNTS])
    plain = Entry(block.text[:MAX_LABEL].strip(" *\n").rstrip(" :*"), 0, None, amounts=amounts)
    labelled = _LABELLED.match(block.text) if amounts else None
    if labelled is None:
        return plain
    first = next((i for i, s in enumerate(extract(block).statements) if s.quantity.start >= labelled.end()), -1)
    if not 0 <= first < len(amounts) or extract(block).statements[first].quantity.start != labelled.end():
        return plain
    derived = _COMPUTED.match(block.text, labelled.end()) is not None
    claim = amounts[first]
    return Entry(labelled[1].strip(" *"), 0, claim, derived, False, (claim,), amounts)


def forest(blocks: Sequence[Block], extracts: Sequence[Extract]) -> Iterator[Node]:
    """The sections of a document, each as its heading with what stands under it."""
    builder = _Builder(blocks, extracts)
    for at in range(len(blocks)):
        ended = builder.enter(at)
        if ended is not None and ended.children:
            yield ended
    if builder.root.children:
        yield builder.root


def parents(root: Node) -> Iterator[Node]:
    """A node and all below it that have children."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.children:
            yield node
            waiting.extend(reversed(node.children))
