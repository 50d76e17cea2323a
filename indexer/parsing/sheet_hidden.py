"""Which rows and columns of a workbook's sheets nobody sees: hidden, or filtered away."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indexer.parsing.ooxml import LARGEST_XML, OfficeFile, attribute
from indexer.parsing.sheet_extents import sheet_parts

MOST_COLUMNS = 16_384
"""Of a sheet; a file may claim more."""
ROW = re.compile(rb"<(?:\w{1,20}:)?row\b([^<>]{0,400})>")
COLUMN = re.compile(rb"<(?:\w{1,20}:)?col\b([^<>]{0,400})>")
HIDDEN = re.compile(rb"\bhidden\s*=\s*[\"'](?:1|true)[\"']")
NUMBER = re.compile(rb"\b(r|min|max)\s*=\s*[\"'](\d{1,7})[\"']")


@dataclass(frozen=True, slots=True)
class Unseen:
    """What of a sheet is not shown; rows and columns are counted from 0."""

    whole: bool = False
    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()


ALL_SEEN = Unseen()


def unseen_parts(office: OfficeFile, main: str) -> dict[str, Unseen]:
    """Hidden rows and columns of each sheet that has some, by the sheet's name."""
    found: dict[str, Unseen] = {}
    for sheet, part in sheet_parts(office, main):
        data = office.data(part) if office.size(part) <= LARGEST_XML else None
        if data is not None and HIDDEN.search(data):
            found[attribute(sheet, "name")] = unseen_in(data)
    return found


def unseen_in(sheet: bytes) -> Unseen:
    """Hidden rows and columns in the XML of a sheet."""
    return Unseen(rows=frozenset(_rows(sheet)), columns=frozenset(_columns(sheet)))


def column_range(first: int, last: int) -> Iterable[int]:
    """The columns of a range, both ends included, as far as a sheet can have them."""
    return range(first, min(last + 1, MOST_COLUMNS))


def _rows(sheet: bytes) -> Iterator[int]:
    """A row without a number of its own follows the one before it."""
    row = -1
    for found in ROW.finditer(sheet):
        number = _numbers(found.group(1)).get(b"r", 0)
        row = number - 1 if number else row + 1
        if HIDDEN.search(found.group(1)):
            yield row


def _columns(sheet: bytes) -> Iterator[int]:
    for found in COLUMN.finditer(sheet):
        numbers = _numbers(found.group(1))
        if HIDDEN.search(found.group(1)) and numbers.get(b"min"):
            first = numbers[b"min"] - 1
            yield from column_range(first, max(first, numbers.get(b"max", 0) - 1))


def _numbers(attributes: bytes) -> dict[bytes, int]:
    return {name: int(digits) for name, digits in NUMBER.findall(attributes)}
