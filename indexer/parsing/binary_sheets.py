"""What the binary kind of workbook (.xlsb) says beside its cells: what is hidden, and comments.

Its parts are records of a number, a size and bytes ([MS-XLSB]); those looked at here are few.
"""

from collections.abc import Iterator

from indexer.documents import BlockKind
from indexer.parsing.office_comments import (
    COPIES_OF_THREADS,
    comment_text,
    threaded_comments,
    workbook_people,
)
from indexer.parsing.ooxml import LARGEST_XML, OfficeFile
from indexer.parsing.sheet_extents import records
from indexer.parsing.sheet_hidden import Unseen, column_range
from indexer.parsing.sheet_texts import SheetText
from indexer.parsing.sheets import column_name

ROW, COLUMN, SHEET, AUTHOR, COMMENT, COMMENT_TEXT = 0, 60, 156, 632, 635, 637
HIDDEN_ROW = 0x10
"""In the twelfth byte of a row's record."""
HIDDEN_COLUMN = 0x01
"""In the seventeenth byte of a column's record."""


def unseen_in_records(office: OfficeFile, main: str) -> dict[str, Unseen]:
    """Hidden rows and columns of each sheet, by the sheet's name."""
    return {
        name: Unseen(rows=frozenset(_rows(data)), columns=frozenset(_columns(data)))
        for name, part in _sheets(office, main)
        if (data := _part(office, part))
    }


def comments_in_records(office: OfficeFile, main: str) -> dict[str, list[SheetText]]:
    """The comments on each sheet, by the sheet's name."""
    people = workbook_people(office, main)
    found: dict[str, list[SheetText]] = {}
    for name, part in _sheets(office, main):
        found[name] = list(_comments(_part(office, office.related(part, "comments"))))
        for cell, text in threaded_comments(office, part, people):
            found[name].append(SheetText(BlockKind.FOOTNOTE, text, f"!{cell}"))
    return found


def _sheets(office: OfficeFile, main: str) -> Iterator[tuple[str, str]]:
    """The name of each sheet and of its part."""
    data, links = _part(office, main), office.relations(main)
    for kind, start, end in records(data):
        if kind == SHEET:
            link, position = _text(data, start + 8, end)
            name, _ = _text(data, position, end)
            if link in links:
                yield name, links[link].target


def _part(office: OfficeFile, name: str) -> bytes:
    """The bytes of a part; nothing where it is not there or too large to be looked through."""
    return (office.data(name) or b"") if 0 < office.size(name) <= LARGEST_XML else b""


def _rows(sheet: bytes) -> Iterator[int]:
    for kind, start, end in records(sheet):
        if kind == ROW and sheet[start + 11 : end][:1] and sheet[start + 11] & HIDDEN_ROW:
            yield _number(sheet, start)


def _columns(sheet: bytes) -> Iterator[int]:
    for kind, start, end in records(sheet):
        if kind == ROW:  # columns are named before the first row
            return
        if kind == COLUMN and sheet[start + 16 : end][:1] and sheet[start + 16] & HIDDEN_COLUMN:
            yield from column_range(_number(sheet, start), _number(sheet, start + 4))


def _comments(data: bytes) -> Iterator[SheetText]:
    authors: list[str] = []
    author, place = "", ""
    for kind, start, end in records(data):
        if kind == AUTHOR:
            authors.append(_text(data, start, end)[0])
        elif kind == COMMENT:
            number = _number(data, start)
            author = authors[number] if number < len(authors) else ""
            place = f"!{column_name(_number(data, start + 12))}{_number(data, start + 4) + 1}"
        elif kind == COMMENT_TEXT and not author.startswith(COPIES_OF_THREADS):
            for text in comment_text(author, _text(data, start + 1, end)[0]):
                yield SheetText(BlockKind.FOOTNOTE, text, place)


def _text(data: bytes, start: int, end: int) -> tuple[str, int]:
    """Characters with their number before them, and where they end; all ones mean none."""
    count = _number(data, start)
    stop = start + 4 + (0 if count == 0xFFFFFFFF else 2 * count)
    return data[start + 4 : min(stop, end)].decode("utf-16-le", "replace"), stop


def _number(data: bytes, start: int) -> int:
    return int.from_bytes(data[start : start + 4], "little")
