"""How far apart the cells of a sheet lie, found out before anything allocates what is between them.

The library that reads workbooks holds a sheet as a full rectangle: two cells in opposite corners
would be 17 thousand million places.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from indexer.parsing.ooxml import LARGEST_XML, OfficeFile, attribute, child, children

MOST_RECTANGLE = 25_000_000
"""Places, filled or empty, that are held in memory; about 32 bytes each."""
FILLED_CELL = re.compile(
    rb"<(?:\w{1,20}:)?c\s[^<>]{0,200}?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^<>]{0,200}(?<!/)>"
)
ROW_RECORD = 0
CELL_RECORDS = range(2, 12)
"""Of the binary kind of workbook; those below are empty cells."""


@dataclass(slots=True)
class Extent:
    """The rectangle around the filled cells that were seen."""

    top: int = 1 << 30
    left: int = 1 << 30
    bottom: int = 0
    right: int = 0

    def take(self, row: int, column: int) -> None:
        """Count one more cell."""
        self.top, self.bottom = min(self.top, row), max(self.bottom, row)
        self.left, self.right = min(self.left, column), max(self.right, column)

    @property
    def places(self) -> int:
        """Cells in the rectangle, empty ones included."""
        if self.bottom < self.top:
            return 0
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)


def scattered_sheets(office: OfficeFile, main: str) -> frozenset[str]:
    """Names of the sheets that are too large to be held, filled or not."""
    return frozenset(
        attribute(sheet, "name")
        for sheet, part in sheet_parts(office, main)
        if office.size(part) > LARGEST_XML
        or extent_of_xml(office.data(part) or b"").places > MOST_RECTANGLE
    )


def has_scattered_sheet(office: OfficeFile, main: str) -> bool:
    """The same of the binary kind of workbook, whose sheets have no names that we could read."""
    parts = [link.target for link in office.relations(main).values() if link.kind == "worksheet"]
    extents = (extent_of_records(office.data(part) or b"") for part in parts)
    return any(extent.places > MOST_RECTANGLE for extent in extents)


def sheet_parts(office: OfficeFile, main: str) -> Iterator[tuple[Element, str]]:
    """Each sheet as the workbook lists it, with the name of its part."""
    links = office.relations(main)
    for sheet in children(child(office.part(main), "sheets"), "sheet"):
        link = next((links[value] for value in sheet.attrib.values() if value in links), None)
        if link is not None:
            yield sheet, link.target


def extent_of_xml(sheet: bytes) -> Extent:
    """The rectangle of the cells that hold something, in a sheet's XML."""
    extent = Extent()
    columns: dict[bytes, int] = {}
    for cell in FILLED_CELL.finditer(sheet):
        letters, row = cell.groups()
        if letters not in columns:
            columns[letters] = column_index(letters)
        extent.take(int(row), columns[letters])
    return extent


def extent_of_records(sheet: bytes) -> Extent:
    """The same for a sheet in binary records."""
    extent = Extent()
    row = 0
    for kind, start, end in records(sheet):
        if kind == ROW_RECORD and end - start >= 4:
            row = int.from_bytes(sheet[start : start + 4], "little")
        elif kind in CELL_RECORDS and end - start >= 4:
            extent.take(row, int.from_bytes(sheet[start : start + 4], "little"))
    return extent


def records(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Kind, start and end of each record; both lead with numbers of seven bits a byte."""
    position = 0
    while position < len(data):
        kind, position = _number(data, position, 2)
        size, position = _number(data, position, 4)
        yield kind, position, position + size
        position += size


def _number(data: bytes, position: int, most: int) -> tuple[int, int]:
    value = 0
    for index in range(most):
        byte = data[position] if position < len(data) else 0
        position += 1
        value |= (byte & 0x7F) << (7 * index)
        if byte < 0x80:
            break
    return value, position


def column_index(letters: bytes) -> int:
    """0 for A, 26 for AA."""
    index = 0
    for letter in letters:
        index = index * 26 + letter - ord("A") + 1
    return index - 1
