"""From lines of a page to blocks: headings, paragraphs, list items, tables, furniture."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from indexer.documents import Block, BlockKind, Span
from indexer.parsing.pdf_furniture import body_size_of, every_line, find_furniture
from indexer.parsing.pdf_lines import PageLines, TextLine
from indexer.parsing.pdf_tables import find_tables

LIST_MARK = re.compile(
    r"(?:[•‣▪●○◦■□➢➤✓·*–—-]|o(?= )|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])(?=\s|$)", re.IGNORECASE
)
CAPTION = re.compile(r"(?:figure|fig\.|table|chart|exhibit)\s+[\dA-Z][\w.-]*\s*[:.–—-]", re.I)
NOTE_MARK = re.compile(r"[\d*†‡§]{1,3}[).]?\s*[^\W\d]")
SENTENCE_END = (".", "!", "?", ":", ";", "”", '"')
HEADING_LONGEST = 200
HEADING_LINES = 3
HEADING_SIZE = 1.12
"""A heading in larger type is at least this many times the body's size."""
DEEPEST_LEVEL = 6
SAME_SIZE = 0.08
"""Two sizes count as one when they differ by less than this share."""
FOOTNOTE_SIZE = 0.88
PITCH_SLACK = 1.3
"""Lines this many times further apart than usual begin a new paragraph."""
WIDEST_PITCH = 2.6
"""Distance of lines of one paragraph, in type sizes, at most (double spacing is about 2.4)."""

LINE_END_LENGTH = 6
"""Characters between neighbouring lines, at most: a line end, or blank lines."""

UNKNOWN = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ue000-\uf8ff\ufffd]")
"""Control characters, private ones and the one that replaces the unknown."""
MOST_UNKNOWN = 0.3
"""Share of a page's characters without meaning, beyond which nobody could read its text."""

OutlineLevels = Mapping[int, Mapping[str, int]]
"""Page number → plain title → level, from the document's own table of contents."""


@dataclass(frozen=True, slots=True)
class DocumentStyle:
    """What is usual in one document, against which headings stand out."""

    body_size: float
    body_bold: bool
    pitch: float
    """Usual distance of two lines of a paragraph, in type sizes."""
    heading_styles: tuple[tuple[float, bool], ...]
    """Sizes and boldness of headings, most prominent first."""


@dataclass(slots=True)
class Group:
    """Neighbouring lines that will be one block."""

    lines: list[TextLine] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The lines as one."""
        return " ".join(line.text for line in self.lines)

    @property
    def span(self) -> Span:
        """From the first line's start to the last one's end."""
        return Span(self.lines[0].span.start, self.lines[-1].span.end)


def layout(pages: Sequence[PageLines], outline: OutlineLevels) -> list[tuple[Block, ...]]:
    """The blocks of each page in reading order; together they cover all of its text."""
    body_size = body_size_of(pages)
    furniture = find_furniture(pages, body_size)
    style = document_style(pages, body_size)
    return [
        (Block(BlockKind.FURNITURE, Span(0, len(page.text))),)
        if is_meaningless(page.text)
        else tuple(blocks_of_page(page, skipped, style, outline.get(page.number, {})))
        for page, skipped in zip(pages, furniture, strict=True)
    ]


def is_meaningless(text: str) -> bool:
    """Whether a page's characters stand for nothing, as with a font that has no table of them."""
    unknown = len(UNKNOWN.findall(text))
    return unknown > 0 and unknown > MOST_UNKNOWN * sum(map(len, text.split()))


def document_style(pages: Sequence[PageLines], body_size: float) -> DocumentStyle:
    """Measure what is usual in the document."""
    body = [line for line in every_line(pages) if same_size(line.size, body_size)]
    bold = sum(len(line.text) for line in body if line.bold)
    body_bold = bold * 2 > sum(len(line.text) for line in body)
    styles = {
        heading_style(line)
        for line in every_line(pages)
        if stands_out(line, body_size, body_bold) and is_heading_text(line.text)
    }
    return DocumentStyle(
        body_size, body_bold, usual_pitch(pages, body_size), tuple(sorted(styles, reverse=True))
    )


def usual_pitch(pages: Sequence[PageLines], body_size: float) -> float:
    """The median distance between neighbouring lines of body text, in type sizes."""
    distances = [
        (upper.bottom - lower.foot) / body_size
        for page in pages
        for upper, lower in zip(page.lines, page.lines[1:], strict=False)
        if body_size and same_size(upper.size, body_size) and same_size(lower.size, body_size)
    ]
    return median([d for d in distances if 0.8 < d < WIDEST_PITCH] or [1.2])


def same_size(one: float, other: float) -> bool:
    """Whether two type sizes look the same."""
    return abs(one - other) <= SAME_SIZE * max(one, other)


def heading_style(line: TextLine) -> tuple[float, bool]:
    """What tells the levels of headings apart."""
    return round(line.size), line.bold


def stands_out(line: TextLine, body_size: float, body_bold: bool) -> bool:
    """Whether a line is larger or bolder than the body."""
    if line.size >= body_size * HEADING_SIZE:
        return True
    return line.bold and not body_bold and line.size > body_size * (1 - SAME_SIZE)


def is_heading_text(text: str) -> bool:
    """Whether the words could be a heading: few, with letters, and not a sentence."""
    if len(text) > HEADING_LONGEST or not any(character.isalpha() for character in text):
        return False
    return not text.endswith((".", ";", ",")) or len(text.split()) <= 4


def blocks_of_page(
    page: PageLines, furniture: frozenset[int], style: DocumentStyle, titles: Mapping[str, int]
) -> Iterator[Block]:
    """Blocks of one page, furniture in its place between them."""
    run: list[TextLine] = []
    for index, line in enumerate(page.lines):
        if run and (index in furniture or not follows(run[-1], line)):
            yield from blocks_of_run(run, page, style, titles)
            run = []
        if index in furniture:
            yield Block(BlockKind.FURNITURE, line.span)
        else:
            run.append(line)
    yield from blocks_of_run(run, page, style, titles)


def blocks_of_run(
    lines: Sequence[TextLine], page: PageLines, style: DocumentStyle, titles: Mapping[str, int]
) -> Iterator[Block]:
    """Blocks of lines without furniture: tables first, what is between them as prose."""
    done = 0
    for rows in [*find_tables(lines), range(len(lines), len(lines))]:
        for group in prose_groups(lines[done : rows.start], style):
            yield block_of(group, page, style, titles)
        if rows:
            yield Block(BlockKind.TABLE, Group(list(lines[rows.start : rows.stop])).span)
        done = rows.stop


def prose_groups(lines: Sequence[TextLine], style: DocumentStyle) -> Iterator[Group]:
    """Lines that follow one another in one paragraph, heading or list item."""
    group = Group()
    for line in lines:
        if group.lines and begins_block(group, line, style):
            yield group
            group = Group()
        group.lines.append(line)
    if group.lines:
        yield group


def begins_block(group: Group, line: TextLine, style: DocumentStyle) -> bool:
    """Whether `line` begins a new block after the lines of `group`."""
    previous = group.lines[-1]
    if LIST_MARK.fullmatch(previous.text):
        return False
    if LIST_MARK.match(line.text) or CAPTION.match(line.text):
        return True
    if not same_size(previous.size, line.size) or changes_weight(previous, line, style):
        return not continues_sentence(previous, line)
    pitch = (previous.bottom - line.foot) / max(line.size, 1.0)
    if pitch > style.pitch * PITCH_SLACK:
        return True
    if pitch < -1:  # the next column begins further up
        return not continues_sentence(previous, line)
    return ends_short(group, line) or is_indented(group, line)


def follows(previous: TextLine, line: TextLine) -> bool:
    """Whether nothing stands between two lines in the page's text, so that one span holds both."""
    return previous.span.end <= line.span.start <= previous.span.end + LINE_END_LENGTH


def changes_weight(previous: TextLine, line: TextLine, style: DocumentStyle) -> bool:
    """Whether bold begins or ends between two lines of a document whose body is not bold."""
    return previous.bold != line.bold and not style.body_bold


def continues_sentence(previous: TextLine, line: TextLine) -> bool:
    """Whether a sentence that is open in one line goes on in the next."""
    return not previous.text.endswith(SENTENCE_END) and line.text[0].islower()


def ends_short(group: Group, line: TextLine) -> bool:
    """Whether the last line ended early with a sentence, as at the end of a paragraph."""
    previous = group.lines[-1]
    widest = max([line.right, *(known.right for known in group.lines)])
    room = widest - previous.right
    return previous.text.endswith(SENTENCE_END) and room > 0.2 * (widest - line.left)


def is_indented(group: Group, line: TextLine) -> bool:
    """Whether a line is set in like the first one of a paragraph, after a whole sentence."""
    previous = group.lines[-1]
    if LIST_MARK.match(group.lines[0].text) or not previous.text.endswith(SENTENCE_END):
        return False
    return previous.size < line.left - previous.left < 6 * previous.size


def block_of(
    group: Group, page: PageLines, style: DocumentStyle, titles: Mapping[str, int]
) -> Block:
    """Name the kind of a group of prose lines."""
    level = titles.get(plain_title(group.text), 0) if titles else 0
    level = level or heading_level(group, style)
    if level:
        return Block(BlockKind.HEADING, group.span, level)
    return Block(prose_kind(group, page, style), group.span)


def prose_kind(group: Group, page: PageLines, style: DocumentStyle) -> BlockKind:
    """List item, caption, footnote or paragraph."""
    first = group.lines[0]
    if CAPTION.match(first.text) and len(group.text) <= 2 * HEADING_LONGEST:
        return BlockKind.CAPTION
    small = first.size < style.body_size * FOOTNOTE_SIZE
    if small and NOTE_MARK.match(first.text) and is_low(first, page):
        return BlockKind.FOOTNOTE
    return BlockKind.LIST_ITEM if LIST_MARK.match(first.text) else BlockKind.PARAGRAPH


def is_low(line: TextLine, page: PageLines) -> bool:
    """Whether a line stands in the lower third of a page's text."""
    lowest = min(known.bottom for known in page.lines)
    highest = max(known.top for known in page.lines)
    return line.top < lowest + (highest - lowest) / 3


def heading_level(group: Group, style: DocumentStyle) -> int:
    """The level of a heading by its type, or 0 when the group is none."""
    first = group.lines[0]
    if len(group.lines) > HEADING_LINES or not is_heading_text(group.text):
        return 0
    if not stands_out(first, style.body_size, style.body_bold) or CAPTION.match(first.text):
        return 0
    if first.text[0] in "•‣▪●○◦■□➢➤✓·" or heading_style(first) not in style.heading_styles:
        return 0
    return min(style.heading_styles.index(heading_style(first)) + 1, DEEPEST_LEVEL)


def plain_title(text: str) -> str:
    """A title without what differs between a page and a table of contents."""
    return "".join(character for character in text.casefold() if character.isalnum())


def plain_blocks(text: str) -> Iterator[Block]:
    """Paragraphs of a text without geometry: what stands between empty lines."""
    for match in re.finditer(r"\S(?:.|\n(?!\s*(?:\n|\Z)))*", text):
        yield Block(BlockKind.PARAGRAPH, Span(match.start(), match.end()))
