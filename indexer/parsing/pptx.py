"""Presentations: one page per slide, with its tables, charts, diagrams and speaker's notes."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from indexer.documents import (
    BlockKind,
    Page,
    ParsedDocument,
    ReasonCode,
)
from indexer.errors import UnreadableDocument
from indexer.parsing.building import table_text
from indexer.parsing.office_charts import LinkedParts, chart_texts, described, diagram_texts
from indexer.parsing.office_comments import slide_authors, slide_comments
from indexer.parsing.ooxml import OfficeFile, attribute, child, children, local_name
from indexer.parsing.pptx_places import Place, Placeholders, group_place, own_place
from indexer.parsing.slides import (
    USUAL_HEIGHT,
    Shape,
    SlideText,
    presentation,
    slide_page,
    unshown,
)

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
TITLES = frozenset({"title", "ctrTitle"})
FURNITURE = frozenset({"dt", "ftr", "sldNum", "hdr"})
LISTS = frozenset({"body", "obj", ""})
"""Kinds of placeholder whose paragraphs are bulleted unless they say otherwise."""
BULLET = "• "


def parse(path: Path) -> ParsedDocument:
    """Read a presentation; slides that are left out of the show are read, and marked."""
    with OfficeFile(path) as office:
        main = office.related("", "officeDocument") or "ppt/presentation.xml"
        root = office.part(main)
        if root is None or local_name(root) != "presentation":
            raise UnreadableDocument(ReasonCode.WRONG_FORMAT, "not a presentation")
        height = _number(attribute(child(root, "sldSz"), "cy")) or USUAL_HEIGHT
        links = office.relations(main)
        authors = slide_authors(office, main)
        pages: list[Page] = []
        for entry in children(child(root, "sldIdLst"), "sldId"):
            # The entry has an `id` of its own beside the one that names the slide.
            link = next((links[value] for value in entry.attrib.values() if value in links), None)
            if link is not None:
                slide = _Slide(office, link.target, height)
                comments = slide_comments(office, link.target, authors)
                pages.append(slide.page(len(pages) + 1, comments))
        return presentation(MEDIA_TYPE, pages, office.title())


class _Slide:
    """Reads one slide and the parts it names."""

    def __init__(self, office: OfficeFile, name: str, height: float) -> None:
        self._office = office
        self._name = name
        self._height = height
        self._root = office.part(name)
        self._parts = LinkedParts(office, name)
        self._placeholders = Placeholders(office, office.related(name, "slideLayout"))

    def page(self, number: int, comments: Iterator[str]) -> Page:
        """The slide as a page."""
        tree = child(self._root, "cSld", "spTree")
        shapes = list(self._shapes(tree, Place())) if tree is not None else []
        page = slide_page(number, shapes, self._notes(), self._height, comments)
        return unshown(page) if attribute(self._root, "show") in ("0", "false") else page

    def _shapes(self, container: Element, outer: Place) -> Iterator[Shape]:
        """The shapes of a slide or group, through groups inside it; `outer` places the group."""
        for element in container:
            name = local_name(element)
            if name == "grpSp":
                yield from self._shapes(element, group_place(element, outer))
            elif name == "AlternateContent":
                choice = next(iter(element), None)
                if choice is not None:
                    yield from self._shapes(choice, outer)
            elif name == "sp":
                yield from self._text_shape(element, outer)
            elif name == "graphicFrame":
                yield self._frame(element, outer)
            elif name == "pic":
                top, left = outer.applied(own_place(element))
                yield Shape(top, left, list(described(child(element, "nvPicPr", "cNvPr"))))

    def _text_shape(self, element: Element, outer: Place) -> Iterator[Shape]:
        mark = child(element, "nvSpPr", "nvPr", "ph")
        kind = attribute(mark, "type")
        if mark is not None and kind in FURNITURE:
            return
        place = own_place(element) or self._placeholders.place(kind, attribute(mark, "idx"))
        top, left = outer.applied(place)
        has_bullets = mark is not None and kind in LISTS
        texts = list(_paragraphs(child(element, "txBody"), has_bullets=has_bullets))
        yield Shape(top, left, texts, is_title=kind in TITLES)

    def _frame(self, element: Element, outer: Place) -> Shape:
        """A table, a chart or a diagram."""
        top, left = outer.applied(own_place(element))
        shape = Shape(top, left)
        for part in element.iter():
            name = local_name(part)
            if name == "tbl":
                shape.texts.append(SlideText(BlockKind.TABLE, table_text(_table(part))))
            elif name == "chart":
                shape.texts.extend(chart_texts(self._parts.part(attribute(part, "id"))))
            elif name == "relIds":
                shape.texts.extend(diagram_texts(self._parts.part(attribute(part, "dm"))))
        return shape

    def _notes(self) -> Iterator[str]:
        root = self._office.part(self._office.related(self._name, "notesSlide"))
        for shape in root.iter() if root is not None else ():
            mark = child(shape, "nvSpPr", "nvPr", "ph")
            if local_name(shape) == "sp" and attribute(mark, "type") == "body":
                for text in _paragraphs(child(shape, "txBody"), has_bullets=False):
                    yield text.text


def _paragraphs(body: Element | None, *, has_bullets: bool) -> Iterator[SlideText]:
    """The paragraphs of a shape; `has_bullets` tells what they have when they do not say it."""
    numbers: dict[int, int] = {}
    paragraphs = [(part, _text(part).strip()) for part in children(body, "p")]
    with_text = [(part, text) for part, text in paragraphs if text]
    for paragraph, text in with_text:
        properties = child(paragraph, "pPr")
        level = int(_number(attribute(properties, "lvl")))
        for deeper in [number for number in numbers if number > level]:
            del numbers[deeper]
        if child(properties, "buAutoNum") is not None:
            start = int(_number(attribute(child(properties, "buAutoNum"), "startAt"))) or 1
            numbers[level] = numbers.get(level, start - 1) + 1
            yield SlideText(BlockKind.LIST_ITEM, f"{numbers[level]}. {text}")
            continue
        numbers.pop(level, None)
        is_bullet = child(properties, "buChar") is not None or (
            has_bullets and len(with_text) > 1 and child(properties, "buNone") is None
        )
        if is_bullet:
            yield SlideText(BlockKind.LIST_ITEM, BULLET + text)
        else:
            yield SlideText(BlockKind.PARAGRAPH, text)


def _text(element: Element) -> str:
    name = local_name(element)
    if name == "t":
        return element.text or ""
    if name == "br":
        return "\n"
    if name == "tab":
        return "\t"
    if name in ("rPr", "pPr", "endParaRPr"):
        return ""
    return "".join(_text(inner) for inner in element)


def _table(table: Element) -> list[list[str]]:
    """The rows; a cell that is merged downwards stands in every row it reaches."""
    rows: list[list[str]] = []
    for row in children(table, "tr"):
        texts: list[str] = []
        for column, cell in enumerate(children(row, "tc")):
            words = " ".join(_text(part) for part in children(child(cell, "txBody"), "p"))
            is_merged = attribute(cell, "vMerge") in ("1", "true")
            if is_merged and not words.strip() and rows and column < len(rows[-1]):
                words = rows[-1][column]
            texts.append(words)
        rows.append(texts)
    return rows


def _number(text: str) -> float:
    return float(text) if text.isdecimal() else 0.0
