"""reStructuredText: the document's text is the decoded file, its blocks are what the marks say."""

import re
from collections.abc import Iterator
from pathlib import Path

from indexer.cleaning import clean_restructured
from indexer.documents import Block, BlockKind, ParsedDocument, Span
from indexer.parsing.marked_text import parse_marked
from indexer.parsing.plain_text import BULLET, PARAGRAPH

MEDIA_TYPE = "text/x-rst"
RULE = re.compile(r"([!-/:-@\[-`{-~])\1{2,}[ \t]*\Z")
TABLE_RULE = re.compile(r"[ \t]*(?:\+[-=+]{3,}\+|={2,}(?:[ \t]+={2,})+)[ \t]*(?:\n|\Z)")
DIRECTIVE = re.compile(r"[ \t]*\.\. (?:\|[^|\n]+\| )?([\w:.+-]+)::(?:[ \t]|\n|\Z)")
FOOTNOTE = re.compile(r"[ \t]*\.\. \[[^\]\n]+\] ")
COMMENT = re.compile(r"[ \t]*\.\.(?:[ \t\n](?![ \t]*_)|\Z)")
"""Not so the targets of links, which stand everywhere and are dropped by cleaning."""
FIELD = re.compile(r"[ \t]*:[^:\n`]+:(?:[ \t]|\n|\Z)")

CODE_DIRECTIVES = (
    "code code-block sourcecode parsed-literal literalinclude math raw productionlist doctest "
    "testcode testoutput graphviz ipython prompt highlight"
)
SILENT_DIRECTIVES = (
    "toctree contents index include currentmodule module meta default-role sectnum target-notes "
    "role class tabularcolumns automodule autoclass autofunction automethod"
)
DIRECTIVES = {
    **dict.fromkeys(CODE_DIRECTIVES.split(), BlockKind.CODE),
    **dict.fromkeys(SILENT_DIRECTIVES.split(), BlockKind.FURNITURE),
    **dict.fromkeys(("image", "figure"), BlockKind.CAPTION),
    **dict.fromkeys(("csv-table", "list-table"), BlockKind.TABLE),
}


def parse(path: Path) -> ParsedDocument:
    """Read a reStructuredText file; its title is the topmost heading."""
    return parse_marked(path, MEDIA_TYPE, lambda text: _Reader(text).blocks(), clean_restructured)


class _Reader:
    """Goes through the runs of lines that are not blank."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._levels: dict[tuple[str, bool], int] = {}
        self._outer: tuple[int, BlockKind] | None = None
        """Indent and kind of the directive whose indented lines are being read."""

    def blocks(self) -> Iterator[Block]:
        """The blocks in order, covering all that is not blank."""
        for run in PARAGRAPH.finditer(self._text):
            start, end = run.span()
            heading = self._heading(start, end)
            if heading is not None:
                yield heading
                self._outer = None
                start = heading.span.end + 1
            if start < end:
                yield Block(self._kind(self._text[start:end]), Span(start, end))

    def _heading(self, start: int, end: int) -> Block | None:
        """The heading that a run begins with; how deep it is shows the order of the rules."""
        lines = self._text[start:end].split("\n", 3)
        has_overline = len(lines) > 2 and RULE.match(lines[0]) is not None
        title, rule = lines[has_overline : has_overline + 2] if len(lines) > 1 else ("", "")
        found = RULE.match(rule)
        if not found or RULE.match(title) or len(rule.strip()) < len(title.strip()) * 2 // 3:
            return None
        if (title[:1].isspace() and not has_overline) or TABLE_RULE.match(title):
            return None
        style = (found.group(1), has_overline)
        level = self._levels.setdefault(style, len(self._levels) + 1)
        length = sum(len(line) + 1 for line in lines[: has_overline + 2]) - 1
        return Block(BlockKind.HEADING, Span(start, start + length), level)

    def _kind(self, run: str) -> BlockKind:
        indent = len(run) - len(run.lstrip(" \t"))
        if self._outer is not None and indent > self._outer[0]:
            return self._outer[1]
        self._outer = None
        kind = _kind_of(run)
        directive = DIRECTIVE.match(run)
        if directive:
            inner = DIRECTIVES.get(directive.group(1).rsplit(":", 1)[-1])
            if inner is not None and inner is not BlockKind.CAPTION:
                self._outer = (indent, inner)
        elif kind is BlockKind.FURNITURE:
            self._outer = (indent, kind)
        elif run.rstrip().endswith("::"):
            self._outer = (indent, BlockKind.CODE)
        return kind


def _kind_of(run: str) -> BlockKind:
    """What a run of lines is by its own marks."""
    directive = DIRECTIVE.match(run)
    if directive:
        return DIRECTIVES.get(directive.group(1).rsplit(":", 1)[-1], BlockKind.PARAGRAPH)
    if FOOTNOTE.match(run):
        return BlockKind.FOOTNOTE
    if COMMENT.match(run):
        return BlockKind.FURNITURE
    if TABLE_RULE.match(run):
        return BlockKind.TABLE
    if run.lstrip().startswith(">>> "):
        return BlockKind.CODE
    return BlockKind.LIST_ITEM if BULLET.match(run) or FIELD.match(run) else BlockKind.PARAGRAPH
