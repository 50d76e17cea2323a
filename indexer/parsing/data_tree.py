"""Files of nested data as blocks: one per record, named by the path of keys that leads to it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from indexer.documents import Block, BlockKind, Page, ParsedDocument, Span
from indexer.parsing.decoding import DecodedText
from indexer.parsing.plain_text import code_blocks

LARGEST_TREE = 4_000_000
"""Characters; larger files are cut by their blank lines alone."""
LARGEST_RECORD = 1500
"""Characters; what is longer and holds other records is divided into these."""
SMALL_VALUE = 200
"""Characters; neighbouring values below it share a block."""
DEEPEST_PATH = 30
LONGEST_LABEL = 120

Namer = Callable[[str, str | int], str]
"""Makes the path of a child from its parent's path and its key."""


@dataclass(slots=True)
class Node:
    """A value in a file of data, `start` being where its key begins."""

    start: int
    end: int = 0
    key: str | int = ""
    children: list["Node"] = field(default_factory=list)
    is_container: bool = False
    is_prose: bool = False
    """Whether words stand between its children, so that dividing it would break sentences."""

    def add(self, child: "Node") -> None:
        """Append a child."""
        self.children.append(child)
        self.is_container = True

    @property
    def is_small(self) -> bool:
        """Whether it is a plain value of a few words."""
        return not self.is_container and self.end - self.start <= SMALL_VALUE

    @property
    def is_divided(self) -> bool:
        """Whether each of its children is better named by itself."""
        if not self.children or self.is_prose:
            return False
        holds_records = isinstance(self.children[0].key, int) and self.children[0].is_container
        return holds_records or self.end - self.start > LARGEST_RECORD


def document_of(
    decoded: DecodedText,
    media_type: str,
    blocks: tuple[Block, ...] | None,
    title: str = "",
) -> ParsedDocument:
    """The file itself with its blocks; None for blocks of a file that is not what it seems."""
    if blocks is None:
        blocks = tuple(code_blocks(decoded.text))
    return ParsedDocument(
        media_type=media_type,
        pages=(Page(None, decoded.text, blocks),),
        title=title,
        warnings=decoded.warnings,
    )


def tree_blocks(
    text: str,
    root: Node,
    path: str,
    child_path: Namer,
    is_prose: Callable[[str], bool] | None = None,
) -> tuple[Block, ...]:
    """The blocks that a tree divides the text into; together they cover all of it."""
    starts = list(_records(root, path, child_path, root.start, 0)) or [(0, path)]
    starts[0] = (0, starts[0][1])
    return covering_blocks(text, starts, is_prose)


def covering_blocks(
    text: str, starts: list[tuple[int, str]], is_prose: Callable[[str], bool] | None = None
) -> tuple[Block, ...]:
    """Blocks of code that begin at these places, each ending where the next one begins."""
    blocks = []
    ends = [start for start, _ in starts[1:]] + [len(text)]
    for (start, label), end in zip(starts, ends, strict=True):
        words = text[start:end].rstrip()
        if words.strip():
            kind = BlockKind.PARAGRAPH if is_prose and is_prose(words) else BlockKind.CODE
            blocks.append(Block(kind, Span(start, start + len(words)), label=_short(label)))
    return tuple(blocks)


def _records(
    node: Node, path: str, child_path: Namer, start: int, depth: int
) -> Iterator[tuple[int, str]]:
    """Where each record begins, and its path; the first takes what stands before it."""
    if depth > DEEPEST_PATH or not node.children or (depth and not node.is_divided):
        yield start, path
        return
    follows_small = False
    for index, child in enumerate(node.children):
        start = child.start if index else start
        if not child.is_small:
            yield from _records(child, child_path(path, child.key), child_path, start, depth + 1)
        elif not follows_small:
            yield start, path
        follows_small = child.is_small


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else f"{label[:LONGEST_LABEL]}…"
