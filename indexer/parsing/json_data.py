"""JSON and JSON lines: the text is the decoded file itself, its blocks are the records."""

import json
import re
from pathlib import Path

from indexer.documents import Block, ParsedDocument
from indexer.parsing.data_tree import (
    LARGEST_TREE,
    Node,
    covering_blocks,
    document_of,
    tree_blocks,
)
from indexer.parsing.decoding import decode, read_bytes

MEDIA_TYPE = "application/json"
TOKEN = re.compile(
    r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]|//[^\n]*|/\*.*?\*/|[^\s"{}\[\],:/]+|/', re.S
)
CLOSES = {"}": "{", "]": "["}
PLAIN_KEY = re.compile(r"[^\W\d][\w-]*")


def parse(path: Path) -> ParsedDocument:
    """Read a file of JSON; one that is broken or only looks like it is read as plain lines."""
    decoded = decode(read_bytes(path))
    return document_of(decoded, MEDIA_TYPE, _blocks(decoded.text))


def _blocks(text: str) -> tuple[Block, ...] | None:
    tree = json_tree(text) if len(text) <= LARGEST_TREE else None
    if tree is None or not tree.children:
        return None
    if len(tree.children) == 1:
        return tree_blocks(text, tree.children[0], "$", child_path)
    lines = _lines_of(text, tree.children)
    return covering_blocks(text, lines)


def _lines_of(text: str, records: list[Node]) -> list[tuple[int, str]]:
    """Where each record of JSON lines begins, named by its line."""
    starts, line, position = [], 1, 0
    for record in records:
        line += text.count("\n", position, record.start)
        position = record.start
        starts.append((record.start, f"line {line}"))
    return [(0, starts[0][1]), *starts[1:]]


def child_path(path: str, key: str | int) -> str:
    """`$.orders[3].name` for what stands under `name` in `$.orders[3]`."""
    if isinstance(key, int):
        return f"{path}[{key}]"
    if PLAIN_KEY.fullmatch(key):
        return f"{path}.{key}"
    return f"{path}[{json.dumps(key, ensure_ascii=False)}]"


def json_tree(text: str) -> Node | None:
    """A node whose children are the values of the text; None where brackets do not match.

    Comments and commas too many are taken as they come; nothing is recursive, however deep.
    """
    open_nodes = [Node(0)]
    brackets: list[str] = [""]
    keys: list[Node | None] = [None]
    for token in TOKEN.finditer(text):
        mark = token.group()
        if mark in "{[":
            node = _child(open_nodes[-1], keys, token.start(), text)
            node.is_container = True
            open_nodes.append(node)
            brackets.append(mark)
            keys.append(None)
        elif mark in CLOSES:
            if brackets.pop() != CLOSES[mark]:
                return None
            keys.pop()
            open_nodes.pop().end = token.end()
        elif mark == ":":
            if not open_nodes[-1].children:
                return None
            keys[-1] = open_nodes[-1].children.pop()
        elif mark != "," and not mark.startswith(("//", "/*")):
            _child(open_nodes[-1], keys, token.start(), text).end = token.end()
    return open_nodes[0] if len(open_nodes) == 1 else None


def _child(parent: Node, keys: list[Node | None], start: int, text: str) -> Node:
    """A new child of the innermost container, under the key that was read before it."""
    key = keys[-1]
    keys[-1] = None
    if key is None:
        child = Node(start, key=len(parent.children))
    else:
        child = Node(key.start, key=_key(text[key.start : key.end]))
    parent.add(child)
    return child


def _key(source: str) -> str:
    try:
        return str(json.loads(source))
    except ValueError:
        return source.strip("\"'")
