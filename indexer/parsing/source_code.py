"""Source code: the text is the decoded file itself, its blocks are the definitions in it."""

from pathlib import Path

from tree_sitter import Node
from tree_sitter_language_pack import get_parser

from indexer.documents import Block, ParsedDocument
from indexer.parsing.code_languages import (
    BODIES,
    FUNCTION_VALUES,
    GRAMMAR_OF,
    HOLDERS,
    TRANSPARENT,
    WORD_OF,
    WRAPPERS,
)
from indexer.parsing.data_tree import covering_blocks, document_of
from indexer.parsing.decoding import decode, read_bytes

MEDIA_TYPE = "text/x-source"
LARGEST_FILE = 3_000_000
"""Characters; what is larger was written by a program, and is cut at its blank lines."""
LONGEST_LINE = 1000
"""Characters per line on average, beyond which code was made smaller for machines."""
LARGEST_HOLDER = 1200
"""Bytes; the methods of a longer class get blocks of their own."""
DEEPEST_SCOPE = 8
LONGEST_NAME = 80


def parse(path: Path) -> ParsedDocument:
    """Read a file of source code; each function, class and method is a block with its name."""
    decoded = decode(read_bytes(path))
    return document_of(decoded, MEDIA_TYPE, _blocks(decoded.text, path.suffix.lower()))


def _blocks(text: str, suffix: str) -> tuple[Block, ...] | None:
    grammar = GRAMMAR_OF.get(suffix)
    is_written = len(text) <= LARGEST_FILE and len(text) < LONGEST_LINE * (text.count("\n") + 1)
    if grammar is None or not is_written:
        return None
    source = text.encode("utf-8", "surrogatepass")
    reader = _Reader(source)
    reader.walk(get_parser(grammar).parse(source).root_node, "", "", 0)  # type: ignore[arg-type]
    if not reader.has_definitions:
        return None
    return covering_blocks(text, _in_characters(source, reader.starts))


def _in_characters(source: bytes, starts: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The same places counted in characters; the first takes what stands before it."""
    counted, characters, position = [], 0, 0
    for start, label in starts:
        characters += len(source[position:start].decode("utf-8", "surrogatepass"))
        position = start
        counted.append((characters, label))
    return [(0, counted[0][1]), *counted[1:]]


class _Reader:
    """Finds where each definition begins, in the order of the file."""

    def __init__(self, source: bytes) -> None:
        self.starts: list[tuple[int, str]] = []
        self.has_definitions = False
        self._source = source
        self._last: Node | None = None
        """The comment that was read last."""

    def walk(self, parent: Node, scope: str, holder: str, depth: int) -> None:
        """Take up the children of a node; `holder` is the label of what they stand in."""
        comment: Node | None = None
        is_rest = bool(holder)
        for node in parent.named_children:
            if node.type in TRANSPARENT and depth < DEEPEST_SCOPE:
                self.walk(node, scope, holder, depth + 1)
                is_rest, comment = False, None
            elif definition := _definition(node):
                self._define(node, definition, scope, holder, depth, comment)
                is_rest, comment = False, None
            elif "comment" in node.type:
                is_near = comment is not None and _ends_above(self._last, node)
                comment = comment if is_near else node
                self._last = node
            elif not is_rest:
                self._begin(comment or node, holder or "line")
                is_rest, comment = True, None

    def _define(
        self,
        node: Node,
        definition: tuple[str, Node],
        scope: str,
        holder: str,
        depth: int,
        comment: Node | None,
    ) -> None:
        word, named = definition
        name = f"{scope}.{_name(named)}" if scope else _name(named)
        is_method = word == "function" and holder.startswith(("class", "trait", "impl", "object"))
        label = f"{'method' if is_method else word} {name}, line"
        is_described = comment is not None and _ends_above(self._last, node)
        self._begin(comment if comment is not None and is_described else node, label, node)
        self.has_definitions = True
        body = _body(named)
        is_long = node.end_byte - node.start_byte > LARGEST_HOLDER
        if word in HOLDERS and body is not None and is_long and depth < DEEPEST_SCOPE:
            self.walk(body, name, label, depth + 1)

    def _begin(self, node: Node, label: str, named: Node | None = None) -> None:
        """Begin a block with the line on which the node begins."""
        start, column = node.start_byte, node.start_point[1]
        if not self._source[start - column : start].strip():
            start -= column
        if not self.starts or start >= self.starts[-1][0]:
            self.starts.append((start, f"{label} {(named or node).start_point[0] + 1}"))


def _definition(node: Node, depth: int = 0) -> tuple[str, Node] | None:
    """The word for what a node defines, and the node that has its name; None where it does not."""
    word = WORD_OF.get(node.type)
    if word is not None:
        return word, node
    if node.type not in WRAPPERS or depth > 3:
        return None
    for child in node.named_children:
        if child.type in FUNCTION_VALUES:
            return "function", node
        found = _definition(child, depth + 1)
        if found is not None:
            return found
    return None


def _body(node: Node) -> Node | None:
    body = node.child_by_field_name("body")
    return body or next((child for child in node.named_children if child.type in BODIES), None)


def _name(node: Node) -> str:
    """The name that a definition gives, as written."""
    kind, trait = node.child_by_field_name("type"), node.child_by_field_name("trait")
    if node.type == "impl_item" and kind is not None:
        return _words(kind) if trait is None else f"{_words(trait)} for {_words(kind)}"
    named: Node | None = node
    while named is not None:
        name = named.child_by_field_name("name")
        if name is not None:
            return _words(named if named.type == "qualified_identifier" else name)
        named = named.child_by_field_name("declarator")
        if named is not None and named.named_child_count == 0:
            return _words(named)
    return _first_identifier(node)


def _first_identifier(node: Node) -> str:
    """The first identifier in the order of the file, near the surface."""
    nodes = [(node, 0)]
    while nodes:
        found, depth = nodes.pop()
        if found.type.endswith("identifier") or found.type in ("constant", "word", "bareword"):
            return _words(found)
        if depth < 4:
            nodes.extend((child, depth + 1) for child in reversed(found.named_children))
    return "without a name"


def _words(node: Node) -> str:
    words = " ".join((node.text or b"").decode("utf-8", "replace").split())
    return words if len(words) <= LONGEST_NAME else f"{words[:LONGEST_NAME]}…"


def _ends_above(comment: Node | None, node: Node) -> bool:
    """Whether a comment stands right above a node, so that it speaks of it."""
    if comment is None:
        return False
    last_row = comment.end_point[0] - (comment.end_point[1] == 0)
    return node.start_point[0] - last_row <= 1
