"""Running heads, running feet and page numbers: what stands at the edge of page after page."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from indexer.parsing.pdf_lines import PageLines, TextLine

EDGE_LINES = 3
"""How many lines, counted from the top or the bottom of a page, may be furniture."""

REPEATED_ON = 3
"""Pages on which a line at the edge stands before it is furniture."""

LARGE_TYPE = 1.3
"""A line this many times the body's size is rather a title than a running head."""

NUMBER = re.compile(r"\d+")
PAGE_NUMBER = re.compile(
    r"[-–—|\s]*(?:(?:page|seite|página|pág\.?|стр\.?|p\.)\s*)?"
    r"(?:\d{1,4}|[ivxl]{1,7})(?:\s*(?:/|of|von|de|sur|из)\s*\d{1,4})?[-–—|\s]*",
    re.IGNORECASE,
)


def find_furniture(pages: Sequence[PageLines], body_size: float) -> list[frozenset[int]]:
    """For each page, which of its lines (by index) are furniture."""
    edges = [(edge(page, top=True), edge(page, top=False)) for page in pages]
    seen: Counter[tuple[int, str]] = Counter()
    for page, zones in zip(pages, edges, strict=True):
        for zone, indexes in enumerate(zones):
            seen.update({(zone, pattern(page.lines[index])) for index in indexes})
    found = []
    for page, zones in zip(pages, edges, strict=True):
        furniture: set[int] = set()
        for zone, indexes in enumerate(zones):
            for index in indexes:
                line = page.lines[index]
                needed = repetitions_needed(line, len(pages), body_size)
                if not is_page_number(line, len(pages)) and seen[zone, pattern(line)] < needed:
                    break
                furniture.add(index)
        found.append(frozenset(furniture if leaves_text(page, furniture) else ()))
    return found


def leaves_text(page: PageLines, furniture: set[int]) -> bool:
    """Whether most of the page is something else; forms repeat their text from page to page."""
    lengths = [len(line.text) for line in page.lines]
    return 2 * sum(lengths[index] for index in furniture) < sum(lengths) or len(lengths) == 1


def edge(page: PageLines, *, top: bool) -> list[int]:
    """The lines nearest to the upper or lower edge, outermost first."""
    sign = -1 if top else 1
    order = sorted(range(len(page.lines)), key=lambda index: sign * middle(page.lines[index]))
    return order[:EDGE_LINES]


def middle(line: TextLine) -> float:
    """Height of a line's middle on the page."""
    return (line.bottom + line.top) / 2


def pattern(line: TextLine) -> str:
    """What of a line stays the same from page to page."""
    return NUMBER.sub("#", line.text.casefold())


def is_page_number(line: TextLine, pages: int) -> bool:
    """Whether a line at the edge of one of several pages is its number."""
    return pages > 1 and PAGE_NUMBER.fullmatch(line.text) is not None


def repetitions_needed(line: TextLine, pages: int, body_size: float) -> float:
    """On how many pages a line must stand at the edge before it is furniture.

    A title in larger or bold type may begin several pages and still be one.
    """
    if line.size > body_size * LARGE_TYPE:
        return max(REPEATED_ON, pages / 2)
    return max(REPEATED_ON, pages / 4 if line.bold else pages / 50)


def body_size_of(pages: Sequence[PageLines]) -> float:
    """The type size in which most of a document's characters are set; 0 without text."""
    characters: Counter[float] = Counter()
    for line in every_line(pages):
        characters[round(line.size * 2) / 2] += len(line.text)
    return characters.most_common(1)[0][0] if characters else 0.0


def every_line(pages: Sequence[PageLines]) -> Iterator[TextLine]:
    """All lines of all pages, in order."""
    for page in pages:
        yield from page.lines
