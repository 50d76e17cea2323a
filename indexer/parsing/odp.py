"""OpenDocument presentations: one page per slide, with its tables and speaker's notes."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from indexer.documents import Page, ParsedDocument
from indexer.parsing.odf import comments, is_paragraph, open_odf, styles_saying, words
from indexer.parsing.odf_text import OdfReader, box_of
from indexer.parsing.ooxml import attribute, child, children, local_name
from indexer.parsing.slides import Shape, SlideText, presentation, slide_page, unshown

MEDIA_TYPE = "application/vnd.oasis.opendocument.presentation"
FURNITURE = frozenset({"header", "footer", "date-time", "page-number", "page", "handout"})
SHAPES = frozenset(
    {"frame", "custom-shape", "rect", "ellipse", "circle", "line", "polygon", "path"}
)
HEIGHT = 19.0
"""Of a slide in centimetres; near enough to tell which shapes stand side by side."""
CENTIMETRES = {"cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 2.54 / 72, "pc": 2.54 / 6, "px": 2.54 / 96}
LENGTH = re.compile(r"(-?[\d.]{1,20})\s*(cm|mm|in|pt|pc|px)")
TRANSLATION = re.compile(r"translate\s*\(\s*(\S+)[\s,]+([^\s)]+)\s*\)")


def parse(path: Path) -> ParsedDocument:
    """Read a presentation; slides that are left out of the show are read, and marked."""
    parts = open_odf(path, "presentation")
    reader = OdfReader(parts.styles)
    hidden = styles_saying(parts.styles, "drawing-page-properties", "visibility", "hidden")
    pages: list[Page] = []
    for number, slide in enumerate(children(parts.body, "page"), 1):
        said = comments(slide)
        page = slide_page(number, _shapes(slide, reader), _notes(slide), HEIGHT, said)
        is_shown = attribute(slide, "style-name") not in hidden
        pages.append(page if is_shown else unshown(page))
    return presentation(MEDIA_TYPE, pages, parts.title)


def _shapes(container: Element, reader: OdfReader) -> Iterator[Shape]:
    """The shapes of a slide, through groups; the coordinates inside a group are the slide's."""
    for element in container:
        name = local_name(element)
        if name in ("g", "a"):
            yield from _shapes(element, reader)
        kind = attribute(element, "class")
        if name not in SHAPES or kind in FURNITURE:
            continue
        top, left = _place(element)
        texts = [SlideText(block.kind, block.text) for block in reader.blocks(box_of(element))]
        yield Shape(top, left, texts, is_title=kind == "title")


def _place(shape: Element) -> tuple[float, float]:
    """(top, left) in centimetres."""
    if attribute(shape, "y"):
        return _length(attribute(shape, "y")), _length(attribute(shape, "x"))
    moved = TRANSLATION.search(attribute(shape, "transform"))
    return (_length(moved.group(2)), _length(moved.group(1))) if moved else (0.0, 0.0)


def _length(text: str) -> float:
    found = LENGTH.match(text)
    if found is None:
        return 0.0
    try:
        return float(found.group(1)) * CENTIMETRES[found.group(2)]
    except ValueError:
        return 0.0


def _notes(slide: Element) -> Iterator[str]:
    for frame in children(child(slide, "notes"), "frame"):
        if attribute(frame, "class") == "notes":
            yield from (words(part) for part in frame.iter() if is_paragraph(part))
