"""Turns what stands on a slide into a page, for every format that has slides."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from indexer.documents import BlockKind, HiddenBecause, HiddenText, Page, ParsedDocument, Span
from indexer.parsing.building import TextBuilder

SAME_HEIGHT = 0.04
"""Shapes whose tops differ by less, as a part of the slide's height, are read left to right."""
USUAL_HEIGHT = 6_858_000.0
"""Of a slide, where the file does not say it, in the unit of Office files."""


@dataclass(frozen=True, slots=True)
class SlideText:
    """A paragraph, list item or table of a shape."""

    kind: BlockKind
    text: str


@dataclass(slots=True)
class Shape:
    """Something with text and a place; which unit the place has does not matter."""

    top: float
    left: float
    texts: list[SlideText] = field(default_factory=list)
    is_title: bool = False


def slide_page(
    number: int,
    shapes: Iterable[Shape],
    notes: Iterable[str],
    height: float,
    comments: Iterable[str] = (),
) -> Page:
    """The title, the other shapes as a person reads them, the speaker's notes, the comments."""
    builder = TextBuilder()
    label = slide_label(number)
    ordered = list(_in_reading_order(shapes, height * SAME_HEIGHT))
    for shape in sorted(ordered, key=lambda shape: not shape.is_title):
        if shape.is_title:
            title = " ".join(word for text in shape.texts for word in text.text.split())
            builder.add(BlockKind.HEADING, title, 1, label)
            continue
        for text in shape.texts:
            builder.add(text.kind, text.text, 0, label)
    words = "\n".join(note.strip() for note in notes if note.strip())
    if words:
        builder.add(BlockKind.FOOTNOTE, f"Notes: {words}", 0, label)
    for comment in comments:
        builder.add(BlockKind.FOOTNOTE, comment, 0, label)
    return builder.page(number)


def unshown(page: Page) -> Page:
    """A slide that is left out of the show: read like the others, and marked."""
    if not page.text:
        return page
    all_of_it = HiddenText(Span(0, len(page.text)), HiddenBecause.INVISIBLE)
    return replace(page, hidden=(all_of_it,))


def slide_label(number: int) -> str:
    """What a person calls the slide."""
    return f"Slide {number}"


def first_heading(pages: Iterable[Page]) -> str:
    """The first title that stands on a slide, or nothing."""
    for page in pages:
        for block in page.blocks:
            if block.kind is BlockKind.HEADING:
                return page.text[block.span.start : block.span.end]
    return ""


def presentation(media_type: str, pages: list[Page], title: str) -> ParsedDocument:
    """A document of slides; without a title of its own it is called by its first one."""
    return ParsedDocument(media_type, tuple(pages), title=title or first_heading(pages))


def _in_reading_order(shapes: Iterable[Shape], tolerance: float) -> Iterator[Shape]:
    """From top to bottom; of those that begin at about the same height the leftmost first."""
    row: list[Shape] = []
    for shape in sorted(shapes, key=lambda shape: shape.top):
        if row and shape.top - row[0].top > tolerance:
            yield from sorted(row, key=lambda shape: shape.left)
            row = []
        row.append(shape)
    yield from sorted(row, key=lambda shape: shape.left)
