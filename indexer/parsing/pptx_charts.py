"""What charts and diagrams of a presentation say in words and figures."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from indexer.documents import BlockKind
from indexer.parsing.building import table_text
from indexer.parsing.ooxml import attribute, child, children, local_name
from indexer.parsing.slides import SlideText

MOST_POINTS = 1000
"""Of one series; a chart of more is no text."""


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
