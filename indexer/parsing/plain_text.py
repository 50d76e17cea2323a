"""Plain text: the document's text is the decoded file itself."""

import re
from collections.abc import Iterator
from pathlib import Path

from indexer.documents import Block, BlockKind, Page, ParsedDocument, Span
from indexer.parsing.decoding import decode, read_bytes

MEDIA_TYPE = "text/plain"
MAX_HEADING = 90
"""Characters; a longer line is not a heading."""

PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")
UNDERLINE = re.compile(r"\s*([=\-~^\"'*#+])\1{2,}\s*\Z")
NUMBERED = re.compile(r"(?:(?:§|Art(?:icle|ikel)?\.?)\s*)?((?:\d{1,3}\.)*\d{1,3})[.)]?\s+[^\W\d_]")
NAMED = re.compile(
    r"(?:chapter|part|section|appendix|annex|kapitel|teil|anhang|chapitre)\s+\S", re.I
)
WIKI = re.compile(r"(=(?: ?=)*) \S.*\S(?: =)*\Z|(=(?: ?=)*) \S(?: =)*\Z")
BULLET = re.compile(r"\s*(?:[-*+•–]|\(?\d{1,2}[.)])\s")
ENDS_A_SENTENCE = (".", ",", ";", "!", "?")


def parse(path: Path) -> ParsedDocument:
    """Read a text file; bytes that no encoding explains become a warning."""
    decoded = decode(read_bytes(path))
    blocks = tuple(_blocks(decoded.text))
    return ParsedDocument(
        media_type=MEDIA_TYPE,
        pages=(Page(None, decoded.text, blocks),),
        title=_title(decoded.text, blocks),
        warnings=decoded.warnings,
    )


def _blocks(text: str) -> Iterator[Block]:
    for paragraph in PARAGRAPH.finditer(text):
        yield from _prose(paragraph.group(), paragraph.start())


def code_blocks(text: str) -> Iterator[Block]:
    """Code or data that nothing better is known about, cut at its blank lines."""
    for paragraph in PARAGRAPH.finditer(text):
        yield Block(BlockKind.CODE, Span(*paragraph.span()))


def _prose(paragraph: str, start: int) -> Iterator[Block]:
    """A heading of its own, or an underlined heading and what follows it, or a paragraph."""
    end = start + len(paragraph)
    lines = paragraph.split("\n", 2)
    if len(lines) > 1 and _is_underlined(lines[0], lines[1]):
        heading_end = start + len(lines[0]) + 1 + len(lines[1])
        yield Block(BlockKind.HEADING, Span(start, heading_end), 1 if "=" in lines[1] else 2)
        if heading_end < end:
            yield Block(BlockKind.PARAGRAPH, Span(heading_end + 1, end))
        return
    level = heading_level(paragraph) if len(lines) == 1 else 0
    if level:
        yield Block(BlockKind.HEADING, Span(start, end), level)
    elif BULLET.match(paragraph):
        yield Block(BlockKind.LIST_ITEM, Span(start, end))
    else:
        yield Block(BlockKind.PARAGRAPH, Span(start, end))


def _is_underlined(line: str, below: str) -> bool:
    is_rule = UNDERLINE.match(below) is not None and len(below.strip()) >= len(line.strip()) // 2
    return is_rule and len(line.strip()) <= MAX_HEADING and any(map(str.isalpha, line))


def heading_level(line: str) -> int:
    """The depth of a line that stands alone and looks like a heading; 0 when it does not."""
    line = line.strip()
    if not line or len(line) > MAX_HEADING:
        return 0
    wiki = WIKI.match(line)
    if wiki:
        return (wiki.group(1) or wiki.group(2)).count("=")
    if line.endswith(ENDS_A_SENTENCE) or not any(map(str.isalpha, line)):
        return 0
    numbered = NUMBERED.match(line)
    if numbered:
        return numbered.group(1).count(".") + 1
    if NAMED.match(line):
        return 1
    return 1 if line.isupper() and sum(map(str.isalpha, line)) >= 4 else 0


def topmost_heading(text: str, blocks: tuple[Block, ...]) -> str:
    """The first of the headings that no other is above; empty where there is none."""
    headings = [block for block in blocks if block.kind is BlockKind.HEADING]
    if not headings:
        return ""
    top = min(headings, key=lambda heading: heading.level)
    return text[top.span.start : top.span.end]


def _title(text: str, blocks: tuple[Block, ...]) -> str:
    """The heading that the text begins with, if it begins with one."""
    if not blocks or blocks[0].kind is not BlockKind.HEADING:
        return ""
    first_line = text[blocks[0].span.start : blocks[0].span.end].split("\n")[0]
    return first_line.strip(" =#\t")
