"""What a workbook from before 2007 (.xls) says beside its cells: what is hidden, and comments.

Its one stream is records of a number, a size and bytes ([MS-XLS]); those looked at here are few.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from olefile import OleFileIO

from indexer.documents import BlockKind
from indexer.parsing.office_comments import comment_text
from indexer.parsing.sheet_extents import Extent
from indexer.parsing.sheet_hidden import Unseen, column_range
from indexer.parsing.sheet_texts import SheetText
from indexer.parsing.sheets import column_name

END, NOTE, PASSWORD, MORE, OBJECT = 0x0A, 0x1C, 0x2F, 0x3C, 0x5D
COLUMN, SHEET, TEXT, EXTENT, ROW, BEGIN = 0x7D, 0x85, 0x1B6, 0x200, 0x208, 0x809
CELLS = frozenset({0x06, 0xBD, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x27E})
MOST_ROWS, MOST_COLUMNS = 0x10000, 0x100
HIDDEN_ROW = 0x20
HIDDEN_COLUMN = 0x01
WIDE = 0x01
STREAM = "Workbook"


@dataclass(slots=True)
class OldSheet:
    """What stands beside the cells of one sheet."""

    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    notes: list[tuple[int, int, int, str]] = field(default_factory=list)
    """Row, column, number of its box and author of each comment."""
    has_sound_extent: bool = True
    """Whether it says of itself a size that a sheet can have; memory is taken for it unseen."""
    extent: Extent = field(default_factory=Extent)
    """The rectangle around its cells."""
    boxes: dict[int, str] = field(default_factory=dict)
    """The text of each box by its number."""

    @property
    def unseen(self) -> Unseen:
        """Hidden rows and columns."""
        return Unseen(rows=frozenset(self.rows), columns=frozenset(self.columns))

    @property
    def texts(self) -> list[SheetText]:
        """The comments, each with its cell."""
        return [
            SheetText(BlockKind.FOOTNOTE, text, f"!{column_name(column)}{row + 1}")
            for row, column, box, author in self.notes
            for text in comment_text(author, self.boxes.get(box, ""))
        ]


def old_sheets(path: Path) -> dict[str, OldSheet]:
    """The sheets of a workbook by name; none where it is protected or older than 1997."""
    try:
        with OleFileIO(path) as file:
            data = file.openstream(STREAM).read() if file.exists(STREAM) else b""
    except (OSError, ValueError, IndexError):  # the cells are read in another way, and that tells
        return {}
    return sheets_in(data)


def sheets_in(stream: bytes) -> dict[str, OldSheet]:
    """The same of the workbook's stream."""
    return {name: _sheet(stream, start) for name, start in _starts(stream).items()}


def _records(data: bytes, start: int = 0) -> Iterator[tuple[int, bytes]]:
    while start + 4 <= len(data):
        size = _short(data, start + 2)
        yield _short(data, start), data[start + 4 : start + 4 + size]
        start += 4 + size


def _starts(data: bytes) -> dict[str, int]:
    """Where in the stream each sheet begins."""
    found: dict[str, int] = {}
    for kind, body in _records(data):
        if kind == PASSWORD:
            return {}
        if kind == END:
            break
        if kind == SHEET and len(body) > 8:
            start = int.from_bytes(body[:4], "little")
            found[_characters(body[7:], body[6])] = start
    return found


def _sheet(data: bytes, start: int) -> OldSheet:
    sheet = OldSheet()
    depth, box = 0, 0
    text = _Text()
    for kind, body in _records(data, start):
        if kind != MORE:
            sheet.boxes.update(text.finished(box))
        depth += (kind == BEGIN) - (kind == END)
        if depth <= 0:
            break
        if kind == OBJECT:
            box = _short(body, 6)
        elif kind == TEXT:
            text = _Text(_short(body, 10))
        elif kind == MORE:
            text.add(body)
        elif depth == 1:  # not of a chart on the sheet
            _take(sheet, kind, body)
    return sheet


def _take(sheet: OldSheet, kind: int, body: bytes) -> None:
    if kind in CELLS:
        sheet.extent.take(_short(body, 0), _short(body, 2))
    elif kind == ROW and len(body) > 12 and body[12] & HIDDEN_ROW:
        sheet.rows.add(_short(body, 0))
    elif kind == EXTENT and len(body) >= 12:
        first, last = (int.from_bytes(body[at : at + 4], "little") for at in (0, 4))
        left, right = _short(body, 8), _short(body, 10)
        sheet.has_sound_extent = first <= last <= MOST_ROWS and left <= right <= MOST_COLUMNS
    elif kind == COLUMN and len(body) > 8 and body[8] & HIDDEN_COLUMN:
        sheet.columns.update(column_range(_short(body, 0), _short(body, 2)))
    elif kind == NOTE and len(body) > 10:
        author = _characters(body[10:], _short(body, 8))
        sheet.notes.append((_short(body, 0), _short(body, 2), _short(body, 6), author))


@dataclass(slots=True)
class _Text:
    """The characters of a box, which follow it in one or more records."""

    left: int = 0
    parts: list[str] = field(default_factory=list)

    def add(self, body: bytes) -> None:
        """Take one more record, as long as characters are missing; then come their looks."""
        if self.left > 0:
            self.parts.append(_characters(body, self.left))
            self.left -= max(1, len(self.parts[-1]))

    def finished(self, box: int) -> dict[int, str]:
        """The text by the number of its box; nothing where there is none."""
        return {box: "".join(self.parts)} if self.parts else {}


def _characters(data: bytes, count: int) -> str:
    """Up to so many characters; the first byte says whether each has one byte or two."""
    if data[:1] and data[0] & WIDE:
        return data[1 : 1 + 2 * count].decode("utf-16-le", "replace")
    return data[1 : 1 + count].decode("latin-1")


def _short(data: bytes, start: int) -> int:
    return int.from_bytes(data[start : start + 2], "little")
