"""Markdown: the document's text is the decoded file itself, its blocks are what the marks say."""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from indexer.cleaning import clean_markdown
from indexer.documents import Block, BlockKind, Page, ParsedDocument, Span
from indexer.parsing.decoding import decode, read_bytes

MEDIA_TYPE = "text/markdown"
FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M)
FRONT_TITLE = re.compile(r"^title[ \t]*:[ \t]*(.+?)[ \t]*$", re.M | re.I)
COMMENT = re.compile(r"\s*<!--.*-->\s*\Z", re.S)
KINDS = {
    "heading_open": BlockKind.HEADING,
    "paragraph_open": BlockKind.PARAGRAPH,
    "table_open": BlockKind.TABLE,
    "fence": BlockKind.CODE,
    "code_block": BlockKind.CODE,
    "html_block": BlockKind.PARAGRAPH,
}


def parse(path: Path) -> ParsedDocument:
    """Read a Markdown file; its title is the front matter's, else its first heading."""
    decoded = decode(read_bytes(path))
    text = decoded.text
    front = FRONT_MATTER.match(text)
    blocks: list[Block] = []
    if front and front.group(1).strip():
        blocks.append(Block(BlockKind.CODE, Span(*front.span(1))))
    blocks.extend(blocks_of(text, front.end() if front else 0))
    return ParsedDocument(
        media_type=MEDIA_TYPE,
        pages=(Page(None, text, tuple(blocks)),),
        title=_title(text, front.group(1) if front else "", blocks),
        warnings=decoded.warnings,
    )


def blocks_of(text: str, start: int = 0) -> Iterator[Block]:
    """The blocks of Markdown source from `start` on, for the other formats that hold some."""
    lines = text[start:].split("\n")
    line_starts = list(accumulate((len(line) + 1 for line in lines), initial=start))
    tokens = MarkdownIt("commonmark").enable("table").parse(text[start:])
    in_list = 0
    for token in tokens:
        if token.type == "list_item_open":
            in_list += 1
        elif token.type == "list_item_close":
            in_list -= 1
        elif token.type in KINDS and token.map:
            span = _span(text, line_starts, token.map)
            yield Block(_kind(token, text, span, in_list), span, _level(token))


def _span(text: str, line_starts: Sequence[int], lines: Sequence[int]) -> Span:
    start = line_starts[lines[0]]
    end = min(line_starts[lines[1]], len(text))
    return Span(start, max(start, start + len(text[start:end].rstrip())))


def _kind(token: Token, text: str, span: Span, in_list: int) -> BlockKind:
    kind = KINDS[token.type]
    if kind is BlockKind.PARAGRAPH and in_list:
        return BlockKind.LIST_ITEM
    if token.type == "html_block" and COMMENT.match(text[span.start : span.end]):
        return BlockKind.FURNITURE
    return kind


def _level(token: Token) -> int:
    return int(token.tag[1]) if token.type == "heading_open" else 0


def _title(text: str, front_matter: str, blocks: list[Block]) -> str:
    declared = FRONT_TITLE.search(front_matter)
    if declared:
        return clean_markdown(declared.group(1).strip("\"'"))
    headings = [block for block in blocks if block.kind is BlockKind.HEADING]
    topmost = [block for block in headings if block.level == 1] or headings[:1]
    return clean_markdown(text[topmost[0].span.start : topmost[0].span.end]) if topmost else ""
