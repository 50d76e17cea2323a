"""YAML, TOML and settings: the text is the decoded file itself, its blocks are keys or sections."""

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
from indexer.parsing.json_data import child_path, json_tree

YAML = "application/yaml"
SETTINGS = "application/toml"
KEY = r"[^\s#\-\"'\[\]{},&*!|>%@`][^:\n]*?|\"[^\"\n]+\"|'[^'\n]+'"
KEY_LINE = re.compile(rf"( *)(?:(-)(?: +|(?=\n|\Z)))?(?:({KEY})(?=:(?:[ \t]|\n|\Z)))?")
TEXT_FOLLOWS = re.compile(r":[ \t]+[|>][+-]?\d?[+-]?[ \t]*(?:#.*)?\Z")
SECTION = re.compile(r"^[ \t]*(\[{1,2}[^\[\]\n]+\]{1,2})[ \t]*(?:[#;].*)?$", re.M)


def parse_yaml(path: Path) -> ParsedDocument:
    """Read a YAML file by its indentation."""
    decoded = decode(read_bytes(path))
    return document_of(decoded, YAML, _yaml_blocks(decoded.text))


def parse_settings(path: Path) -> ParsedDocument:
    """Read a TOML, INI or properties file by its sections."""
    decoded = decode(read_bytes(path))
    starts = [(found.start(), found.group(1)) for found in SECTION.finditer(decoded.text)]
    if not starts:
        return document_of(decoded, SETTINGS, None)
    if decoded.text[: starts[0][0]].strip():
        starts.insert(0, (0, "top of the file"))
    return document_of(decoded, SETTINGS, covering_blocks(decoded.text, starts))


def _yaml_blocks(text: str) -> tuple[Block, ...] | None:
    if len(text) > LARGEST_TREE:
        return None
    if text.lstrip().startswith(("{", "[")):
        flow = json_tree(text)
        return tree_blocks(text, flow, "$", child_path) if flow is not None else None
    tree = yaml_tree(text)
    return tree_blocks(text, tree, "$", child_path) if tree.children else None


def yaml_tree(text: str) -> Node:
    """The keys and list items of a file, by indentation alone; tags and references mean nothing."""
    root = Node(0, is_container=True)
    outer: list[tuple[float, Node]] = [(-1, root)]
    text_indent = -1
    position = 0
    for line in text.split("\n"):
        start, position = position, position + len(line) + 1
        stripped = line.strip()
        indent = len(line) - len(line.lstrip(" "))
        if not stripped or stripped.startswith(("#", "---", "...", "%")):
            continue
        if text_indent >= 0 and indent > text_indent:
            _extend(outer, start + len(line))
            continue
        text_indent = indent if TEXT_FOLLOWS.search(line) else -1
        _add_line(outer, line, start, indent)
    return root


def _extend(outer: list[tuple[float, Node]], end: int) -> None:
    for _, node in outer:
        node.end = end


def _add_line(outer: list[tuple[float, Node]], line: str, start: int, indent: int) -> None:
    """Begin the item or key that a line names, below what is indented less."""
    found = KEY_LINE.match(line)
    is_item = found is not None and found.group(2) is not None
    key = found.group(3) if found is not None else None
    depth = indent if not is_item else indent + 0.5
    while len(outer) > 1 and outer[-1][0] >= depth:
        outer.pop()
    if is_item or key:
        parent = outer[-1][1]
        node = Node(start, key=len(parent.children) if is_item else (key or "").strip("\"'"))
        parent.add(node)
        outer.append((depth, node))
        node.is_container = is_item
    _extend(outer, start + len(line))
