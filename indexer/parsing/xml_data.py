"""XML: the text is the decoded file itself, its blocks are the elements.

Nothing is ever expanded: entities are read as the characters they are written with, and neither
DTDs nor other files are opened.
"""

import re
from collections import Counter
from pathlib import Path

from indexer.cleaning import clean_xml
from indexer.documents import Block, ParsedDocument
from indexer.parsing.data_tree import LARGEST_TREE, Node, document_of, tree_blocks
from indexer.parsing.decoding import decode, read_bytes
from indexer.parsing.html import CHARSET

MEDIA_TYPE = "application/xml"
TAG = re.compile(r"<(/?)([^\s/<>\"'=!?][^\s/<>\"'=]*)((?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)>")
DOCTYPE_END = re.compile(r"[^<>\[]*(?:>|\[(?:.*?)\]\s*>)", re.S)
TITLE = re.compile(r"<(?:\w+:)?(title|article-title|invention-title)\b[^>]*>(.{1,600}?)</", re.S)
PROSE_WORDS = 20
PROSE_SHARE = 0.5
"""Of a block's characters that must be text outside tags for it to be read as sentences."""
SKIPPED = (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"))


def parse(path: Path) -> ParsedDocument:
    """Read a file of XML; one whose tags do not match is read as plain lines."""
    data = read_bytes(path)
    declared = CHARSET.search(data[:4096])
    decoded = decode(data, declared.group(1).decode("ascii") if declared else "")
    title = TITLE.search(decoded.text[:100_000])
    name = clean_xml(title.group(2)) if title else ""
    return document_of(decoded, MEDIA_TYPE, _blocks(decoded.text), name)


def _blocks(text: str) -> tuple[Block, ...] | None:
    tree = xml_tree(text) if len(text) <= LARGEST_TREE else None
    if tree is None or not tree.children:
        return None
    root = tree.children[0]
    return tree_blocks(text, root, f"/{root.key}", child_path, is_prose)


def child_path(path: str, key: str | int) -> str:
    """`/feed/entry[3]` for the third entry of a feed."""
    return f"{path}/{key}"


def is_prose(source: str) -> bool:
    """Whether a piece of XML is mostly sentences."""
    words = clean_xml(source)
    return len(words) > PROSE_SHARE * len(source) and words.count(" ") >= PROSE_WORDS


def xml_tree(text: str) -> Node | None:
    """A node whose only child is the root element; None where tags do not match."""
    reader = _Reader()
    end = 0
    while (position := text.find("<", end)) >= 0:
        if text[end:position].strip():
            reader.open_nodes[-1].is_prose = True
        end = _skipped(text, position)
        tag = None if end else TAG.match(text, position)
        if tag is not None:
            end = tag.end()
            if not reader.take(tag):
                return None
        elif not end:
            return None
    return reader.open_nodes[0] if len(reader.open_nodes) == 1 else None


class _Reader:
    """Puts the elements of a file into a tree; needs no recursion, however deep it is."""

    def __init__(self) -> None:
        self.open_nodes = [Node(0)]
        self._names = [""]

    def take(self, tag: re.Match[str]) -> bool:
        """Begin or end an element; False where the tag fits none."""
        closing, name, rest = tag.groups()
        if not closing:
            node = Node(tag.start(), key=name)
            self.open_nodes[-1].add(node)
            self.open_nodes.append(node)
            self._names.append(name)
        elif len(self._names) == 1 or self._names[-1] != name:
            return False
        if closing or rest.endswith("/"):
            node = self.open_nodes.pop()
            node.end = tag.end()
            self._names.pop()
            _number(node.children)
        return True


def _number(siblings: list[Node]) -> None:
    """Give elements that share their name with others their number among them."""
    totals = Counter(node.key for node in siblings)
    seen: Counter[str | int] = Counter()
    for node in siblings:
        name = node.key
        if totals[name] > 1:
            seen[name] += 1
            node.key = f"{name}[{seen[name]}]"


def _skipped(text: str, position: int) -> int:
    """Where a comment, instruction, CDATA section or DOCTYPE ends; 0 where none begins here."""
    for opening, closing in SKIPPED:
        if text.startswith(opening, position):
            end = text.find(closing, position)
            return end + len(closing) if end >= 0 else len(text)
    if text.startswith("<!", position):
        end_of_type = DOCTYPE_END.match(text, position + 2)
        return end_of_type.end() if end_of_type else len(text)
    return 0
