"""What charts, diagrams and pictures of Office files say in words and figures."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from indexer.documents import BlockKind
from indexer.parsing.building import table_text
from indexer.parsing.ooxml import OfficeFile, attribute, child, children, local_name
from indexer.parsing.slides import SlideText

MOST_POINTS = 1000
"""Of one series; a chart of more is no text."""
FILE_NAME = re.compile(
    r"[\w-]*\.?(?:\w{1,8}:[\\/].*|.*\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|webp))", re.I
)
"""What programs write where nobody described a picture."""
MADE_BY_PROGRAM = re.compile(
    r"\s*(?:Description automatically generated.*|AI-generated content.*)", re.S
)
FEWEST_WORDS = 2


class LinkedParts:
    """The parts of a file that one of its parts names by identifiers."""

    def __init__(self, office: OfficeFile, source: str) -> None:
        self._office = office
        self._links = office.relations(source)

    def part(self, identifier: str) -> Element | None:
        """The root of the part, or None when there is none of that identifier."""
        link = self._links.get(identifier)
        return self._office.part(link.target) if link is not None else None


def drawing_texts(element: Element, parts: LinkedParts) -> Iterator[SlideText]:
    """What the charts, diagrams and described pictures within an element say."""
    for part in element.iter():
        name = local_name(part)
        if name == "chart":
            yield from chart_texts(parts.part(attribute(part, "id")))
        elif name == "relIds":
            yield from diagram_texts(parts.part(attribute(part, "dm")))
        elif name == "docPr":
            yield from described(part)


def described(properties: Element | None) -> Iterator[SlideText]:
    """What somebody wrote for those who do not see a picture."""
    words = " ".join(MADE_BY_PROGRAM.sub("", attribute(properties, "descr")).split())
    if words.count(" ") + 1 >= FEWEST_WORDS and not FILE_NAME.fullmatch(words):
        yield SlideText(BlockKind.CAPTION, f"Picture: {words}")


def chart_texts(root: Element | None) -> Iterator[SlideText]:
    """The title of a chart, and its values as a table with one column for each series."""
    if root is None:
        return
    title = child(root, "chart", "title")
    if title is not None:
        words = " ".join("".join(_words(title)).split())
        if words:
            yield SlideText(BlockKind.CAPTION, words)
    series = [element for element in root.iter() if local_name(element) == "ser"]
    if series:
        yield SlideText(BlockKind.TABLE, table_text(_rows(series)))


def diagram_texts(root: Element | None) -> Iterator[SlideText]:
    """The boxes of a diagram, each a list item."""
    for point in root.iter() if root is not None else ():
        if local_name(point) == "pt":
            words = " ".join("".join(_words(point)).split())
            if words:
                yield SlideText(BlockKind.LIST_ITEM, f"• {words}")


def _rows(series: list[Element]) -> list[list[str]]:
    """A header with the names of the series, then a row for each category."""
    names = [next(iter(_points(child(one, "tx")).values()), "") for one in series]
    categories: dict[int, str] = {}
    for one in series:
        for kind in ("cat", "xVal"):
            categories.update(_points(child(one, kind)))
    values = [{**_points(child(one, "val")), **_points(child(one, "yVal"))} for one in series]
    indexes = sorted({index for column in values for index in column} | categories.keys())
    rows = [
        [categories.get(index, ""), *(column.get(index, "") for column in values)]
        for index in indexes
    ]
    return [["", *names], *rows]


def _points(element: Element | None) -> dict[int, str]:
    """The values that the chart was last drawn with, by their number."""
    found: dict[int, str] = {}
    for point in element.iter() if element is not None else ():
        index = attribute(point, "idx") if local_name(point) == "pt" else ""
        value = next(children(point, "v"), None) if index.isdecimal() else None
        if value is not None and len(found) < MOST_POINTS:
            found[int(index)] = value.text or ""
    return found


def _words(element: Element) -> Iterator[str]:
    for part in element.iter():
        name = local_name(part)
        if name == "t":
            yield part.text or ""
        elif name in ("p", "br"):
            yield " "
