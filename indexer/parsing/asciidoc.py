"""AsciiDoc: the document's text is the decoded file, its blocks are what the marks say."""

import re
from collections.abc import Iterator
from pathlib import Path

from indexer.cleaning import clean_asciidoc
from indexer.documents import Block, BlockKind, ParsedDocument, Span
from indexer.parsing.marked_text import parse_marked

MEDIA_TYPE = "text/asciidoc"
LINE = re.compile(r"[^\n]*(?:\n|\Z)")
HEADING = re.compile(r"(={1,6}|#{1,6})[ \t]+\S")
UNDERLINE = re.compile(r"([=\-~^+])\1{2,}[ \t]*\Z")
UNDERLINE_LEVELS = {"=": 1, "-": 2, "~": 3, "^": 4, "+": 5}
DELIMITER = re.compile(r"(-{4,}|\.{4,}|`{3,}|\+{4,}|/{4,}|[|,!:]={3,})(?:\w*)[ \t]*\Z")
FENCE = re.compile(r"(?:={4,}|\*{4,}|_{4,}|--)[ \t]*\Z")
"""Around prose: example, sidebar, quotation, open block."""
SILENT = re.compile(r":!?[\w-]+!?:|//|<<<|(?:ifdef|ifndef|endif|include|toc)::")
ATTRIBUTES = re.compile(r"(?:\[.*\]|\+|''')[ \t]*\Z")
"""Lines that say how the next ones look, or that they continue a list; cleaning drops them."""
CAPTION = re.compile(r"\.[^\s.]|(?:image|video|audio)::")
LIST_ITEM = re.compile(r"[ \t]*(?:[*-]{1,5}|\.{1,5}|\d+\.|<\d+>|•)[ \t]+\S|\S.*?:{2,4}(?:[ \t]|\Z)")
FENCED = {
    "-": BlockKind.CODE,
    ".": BlockKind.CODE,
    "`": BlockKind.CODE,
    "+": BlockKind.CODE,
    "/": BlockKind.FURNITURE,
}


def parse(path: Path) -> ParsedDocument:
    """Read an AsciiDoc file; its title is the topmost heading."""
    return parse_marked(path, MEDIA_TYPE, lambda text: _Reader(text).blocks(), clean_asciidoc)


class _Reader:
    """Goes through the lines once; neighbouring lines of one kind become a block."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._start = 0
        self._end = 0
        self._kind: BlockKind | None = None
        self._fence = ""

    def blocks(self) -> Iterator[Block]:
        """The blocks in order, covering all that is not blank."""
        for found in LINE.finditer(self._text):
            line = found.group().rstrip("\n")
            if self._fence:
                yield from self._fenced(line, found.start())
            elif not line.strip():
                yield from self._flush()
            else:
                yield from self._line(line, found.start())
        yield from self._flush()

    def _fenced(self, line: str, start: int) -> Iterator[Block]:
        """A line between two delimiters, the second of which ends the block."""
        if line.strip():
            self._end = start + len(line)
        if line.rstrip() == self._fence:
            self._fence = ""
            yield from self._flush()

    def _line(self, line: str, start: int) -> Iterator[Block]:
        delimiter = DELIMITER.match(line)
        if self._kind is BlockKind.PARAGRAPH and self._is_underlined(line):
            level = UNDERLINE_LEVELS[line[0]]
            yield Block(BlockKind.HEADING, Span(self._start, start + len(line)), level)
            self._kind = None
            return
        if delimiter:
            yield from self._flush()
            self._fence = delimiter.group(1)
            self._open(FENCED.get(line[0], BlockKind.TABLE), line, start)
            return
        heading = HEADING.match(line)
        kind = BlockKind.HEADING if heading else _kind_of(line, self._kind)
        if kind is not self._kind or kind in (BlockKind.LIST_ITEM, BlockKind.HEADING):
            is_continued = kind is BlockKind.PARAGRAPH and self._kind is BlockKind.LIST_ITEM
            if not is_continued:
                yield from self._flush()
                self._open(kind, line, start)
        self._end = start + len(line)
        if heading:
            yield Block(BlockKind.HEADING, Span(start, self._end), len(heading.group(1)))
            self._kind = None

    def _is_underlined(self, rule: str) -> bool:
        """Whether this line underlines the single one before it."""
        before = self._text[self._start : self._end]
        close = abs(len(rule.strip()) - len(before)) <= 2
        return close and "\n" not in before and UNDERLINE.match(rule) is not None

    def _open(self, kind: BlockKind, line: str, start: int) -> None:
        self._kind, self._start, self._end = kind, start, start + len(line)

    def _flush(self) -> Iterator[Block]:
        if self._kind is not None:
            yield Block(self._kind, Span(self._start, self._end))
        self._kind = None


def _kind_of(line: str, running: BlockKind | None) -> BlockKind:
    """What a line outside delimiters is; `running` is the kind of the block it may continue."""
    if SILENT.match(line):
        return BlockKind.FURNITURE
    if FENCE.match(line) or ATTRIBUTES.match(line):
        return BlockKind.PARAGRAPH
    if line.startswith("|"):
        return BlockKind.TABLE
    if CAPTION.match(line):
        return BlockKind.CAPTION
    if LIST_ITEM.match(line):
        return BlockKind.LIST_ITEM
    is_literal = line[:1].isspace() and running in (None, BlockKind.CODE)
    return BlockKind.CODE if is_literal else BlockKind.PARAGRAPH
