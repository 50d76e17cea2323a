"""Which cells of a workbook are shown as percentages: a value of 0.05 that a reader sees as 5%."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from indexer.parsing.ooxml import LARGEST_XML, OfficeFile, attribute, child, children
from indexer.parsing.sheet_extents import column_index, sheet_parts

BUILT_IN = {9: 0, 10: 2}
"""Decimals of the formats that every workbook has without naming them."""
CELL = re.compile(rb"<(?:\w{1,20}:)?c\s([^<>]{1,200})>")
PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
STYLE = re.compile(rb'\bs="(\d{1,6})"')
SHOWN = re.compile(r"[0#?](?:\.(0*))?[0#? ]*%")
QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


@dataclass(slots=True)
class Percentages:
    """For each sheet the decimals of its percentages, by row and column from 0."""

    by_sheet: dict[str, dict[tuple[int, int], int]] = field(default_factory=dict)

    def decimals(self, sheet: str, row: int, column: int) -> int | None:
        """Decimals that a cell shows as a percentage; None when it shows something else."""
        return self.by_sheet.get(sheet, {}).get((row, column))


def percentages_of(office: OfficeFile, main: str) -> Percentages:
    """Look through the styles, and through the sheets where a style shows percentages."""
    styles = dict(_styles(office.part(office.related(main, "styles"))))
    found = Percentages()
    if not styles:
        return found
    for sheet, part in sheet_parts(office, main):
        data = office.data(part) if office.size(part) <= LARGEST_XML else None
        if data is not None:
            found.by_sheet[attribute(sheet, "name")] = dict(_cells(data, styles))
    return found


def percentage(value: float, decimals: int) -> str:
    """The value as a reader sees it."""
    return f"{value * 100:.{decimals}f}%"


def _styles(root: Element | None) -> Iterator[tuple[int, int]]:
    """Numbers of the cell styles that show percentages, with their decimals."""
    formats = dict(BUILT_IN)
    for named in children(child(root, "numFmts"), "numFmt"):
        shown = SHOWN.search(QUOTED.sub("", attribute(named, "formatCode")))
        if shown is not None and attribute(named, "numFmtId").isdecimal():
            formats[int(attribute(named, "numFmtId"))] = len(shown.group(1) or "")
    for index, style in enumerate(children(child(root, "cellXfs"), "xf")):
        number = attribute(style, "numFmtId")
        if number.isdecimal() and int(number) in formats:
            yield index, formats[int(number)]


def _cells(sheet: bytes, styles: dict[int, int]) -> Iterator[tuple[tuple[int, int], int]]:
    for cell in CELL.finditer(sheet):
        style, place = STYLE.search(cell.group(1)), PLACE.search(cell.group(1))
        if style is not None and place is not None and int(style.group(1)) in styles:
            row, column = int(place.group(2)) - 1, column_index(place.group(1))
            yield (row, column), styles[int(style.group(1))]
