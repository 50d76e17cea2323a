"""Cuts a parsed document into the smallest things a chunk is made of: sentences, rows, headings."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from indexer.cleaning import cleaner_of
from indexer.documents import (
    Block,
    BlockKind,
    OutlineEntry,
    Page,
    ParsedDocument,
    RowNames,
    Span,
)
from indexer.sentences import split_code, split_lines, split_sentences

OUTLINE_IS_TRUSTED = 3
"""Entries; a shorter outline says less about the pages than the headings found on them."""


COVER_FROM_PAGES = 5
SECTIONS_OF_A_LEVEL = 3

YEAR = re.compile(r"\b(?:19|20)\d\d\b")
DIGIT = re.compile(r"\d")
DATE = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}\b"
    r"|\b\d{1,2}\.? (?=jan|feb|mär|mar|apr|mai|may|jun|jul|aug|sep|o[ck]t|nov|de[cz])",
    re.I,
)
MOST_HEADER_ROWS = 3
LONGEST_BETWEEN_TABLES = 160
"""Characters; a longer block between two tables is prose, after which the second is another one."""

SPLITTERS = {BlockKind.TABLE: split_lines, BlockKind.CODE: split_code}


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence, table row, line of code or heading: never split between two chunks."""

    span: Span
    kind: BlockKind
    block: int
    """Number of its block on the page, so that two pieces of one paragraph can be told."""
    heading_path: tuple[str, ...] = ()
    level: int = 0
    """Of a heading; 0 for everything else."""
    label: str = ""
    begins_line: bool = True
    table_header: str = ""
    """Header rows of the table this row stands in; empty for these themselves and elsewhere."""
    rows: RowNames | None = None
    row: int = 0
    """Number of the row it stands in, where `rows` says how rows are named."""


class HeadingTrail:
    """The headings above the place that is being read, outermost first."""

    def __init__(self, clean: Callable[[str], str]) -> None:
        self._clean = clean
        self._trail: list[tuple[int, str]] = []

    def enter(self, title: str, level: int) -> None:
        """Go below a heading; it ends all headings of its own depth and deeper."""
        while self._trail and self._trail[-1][0] >= level:
            self._trail.pop()
        self._trail.append((level, self._clean(title).rstrip(":")))

    @property
    def path(self) -> tuple[str, ...]:
        """The titles."""
        return tuple(title for _, title in self._trail if title)


def pieces_of(document: ParsedDocument) -> Iterator[tuple[Page, list[list[Piece]]]]:
    """For each page its runs of pieces, each of which is one stretch of the page's text.

    Furniture stands between two runs, and where the reading goes on elsewhere a new one begins.
    """
    trail = HeadingTrail(cleaner_of(document.media_type))
    outline = _outline_by_page(document)
    cover_levels = _cover_levels(document)
    for page in document.pages:
        is_cover = page is document.pages[0]
        yield page, _runs(page, trail, outline, cover_levels if is_cover else frozenset())


def _outline_by_page(document: ParsedDocument) -> dict[int, list[OutlineEntry]] | None:
    """The entries of each page; None where headings on the pages are the better guide."""
    if len(document.outline) < OUTLINE_IS_TRUSTED:
        return None
    entries: dict[int, list[OutlineEntry]] = defaultdict(list)
    for entry in document.outline:
        entries[entry.page].append(entry)
    return entries


def _cover_levels(document: ParsedDocument) -> frozenset[int]:
    """Levels that hardly any later page has: on the first page they are the title, no section."""
    if len(document.pages) < COVER_FROM_PAGES:
        return frozenset()
    later = Counter(
        block.level
        for page in document.pages[1:]
        for block in page.blocks
        if block.kind is BlockKind.HEADING
    )
    return frozenset(level for level in range(10) if later[level] < SECTIONS_OF_A_LEVEL)


def _runs(
    page: Page,
    trail: HeadingTrail,
    outline: dict[int, list[OutlineEntry]] | None,
    cover_levels: frozenset[int],
) -> list[list[Piece]]:
    runs: list[list[Piece]] = [[]]
    header_above = ""
    waiting = list(outline.get(page.number or 0, ())) if outline is not None else []
    for number, block in enumerate(covering_blocks(page)):
        if block.kind is BlockKind.FURNITURE:
            runs.append([])
            continue
        text = page.text[block.span.start : block.span.end]
        if outline is not None:
            waiting = _enter_outline(waiting, text, trail)
        elif block.kind is BlockKind.HEADING and block.level not in cover_levels:
            trail.enter(text, max(block.level, 1))
        if runs[-1] and page.text[runs[-1][-1].span.end : block.span.start].strip():
            runs.append([])  # it stands elsewhere in the text: another column, a note in between
        elif runs[-1] and runs[-1][-1].span.start > block.span.start:
            runs.append([])
        found = list(_pieces(block, text, number, trail.path, header_above))
        header_above = _header_for_next(block, found, header_above)
        runs[-1].extend(found)
    for entry in waiting:
        trail.enter(entry.title, entry.level)
    return [run for run in runs if run]


def _enter_outline(
    waiting: list[OutlineEntry], text: str, trail: HeadingTrail
) -> list[OutlineEntry]:
    """Enter the entries up to the last one whose title begins this block; the rest wait."""
    folded = _fold(text[:400])
    for index in range(len(waiting) - 1, -1, -1):
        title = _fold(waiting[index].title)
        if title and (folded.startswith(title) or folded.endswith(title)):
            for entry in waiting[: index + 1]:
                trail.enter(entry.title, entry.level)
            return waiting[index + 1 :]
    return waiting


def _fold(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def covering_blocks(page: Page) -> Iterator[Block]:
    """The page's blocks, none overlapping, with paragraphs for what lies between them.

    They come in the order in which they were given, which is that of reading, not that of the text.
    """
    position = 0
    found: list[tuple[int, Block]] = []
    turn = -1
    by_place = sorted(
        enumerate(page.blocks), key=lambda item: (item[1].span.start, -item[1].span.end)
    )
    for next_turn, block in by_place:
        start = max(block.span.start, position)
        end = min(block.span.end, len(page.text))
        if start >= end:
            continue
        if page.text[position:start].strip():
            found.append((turn, Block(BlockKind.PARAGRAPH, Span(position, start))))
        found.append((next_turn, replace(block, span=Span(start, end))))
        position, turn = end, next_turn
    if page.text[position:].strip():
        found.append((turn, Block(BlockKind.PARAGRAPH, Span(position, len(page.text)))))
    for _, block in sorted(found, key=lambda item: item[0]):
        yield block


def _pieces(
    block: Block, text: str, number: int, path: tuple[str, ...], header_above: str = ""
) -> Iterator[Piece]:
    spans = SPLITTERS.get(block.kind, split_sentences)(text)
    header_spans = _header_rows(text, spans) if block.kind is BlockKind.TABLE else []
    header = " ".join(text[span.start : span.end] for span in header_spans)
    if header_above and not YEAR.search(header):  # it goes on with the columns of the one above
        header, header_spans = header_above, []
    end = 0
    row = block.rows.first if block.rows else 0
    for index, span in enumerate(spans):
        row += text.count("\n", end, span.start)
        yield Piece(
            span=Span(block.span.start + span.start, block.span.start + span.end),
            kind=block.kind,
            block=number,
            heading_path=path,
            level=max(block.level, 1) if block.kind is BlockKind.HEADING else 0,
            label=block.label,
            begins_line=not end or "\n" in text[end : span.start],
            table_header=header if index >= len(header_spans) else "",
            rows=block.rows,
            row=row,
        )
        row += text.count("\n", span.start, span.end)
        end = span.end


def _header_for_next(block: Block, pieces: list[Piece], above: str) -> str:
    """The years over the columns of a table, which also hold for one right below without its own.

    A heading or prose between the two ends that.
    """
    if block.kind is BlockKind.HEADING or len(block.span) > LONGEST_BETWEEN_TABLES:
        above = ""
    if block.kind is not BlockKind.TABLE or not pieces:
        return above
    header = pieces[-1].table_header
    return header if YEAR.search(header) else ""


def _header_rows(text: str, rows: list[Span]) -> list[Span]:
    """The first row, and the next ones as long as their only figures are years."""
    count = 1
    for row in rows[1:MOST_HEADER_ROWS]:
        words = text[row.start : row.end]
        if not YEAR.search(words) or DIGIT.search(YEAR.sub("", DATE.sub("", words))):
            break
        count += 1
    return rows[:count]
