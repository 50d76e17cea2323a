"""Turns the cells of a sheet into headings, paragraphs and tables, for every format with sheets."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from indexer.documents import BlockKind, HiddenBecause, RowNames
from indexer.parsing.building import TextBuilder, row_text
from indexer.parsing.hidden_marks import hide
from indexer.parsing.sheet_hidden import ALL_SEEN, Unseen

MOST_CELLS = 200_000
"""Filled cells of one document; the sheets are read up to this many."""
MOST_PLACES = 5_000_000
"""Filled or empty; bounds the work where few cells lie far apart."""
LONG_LINE = 60
"""Characters; a single column of longer lines than this is prose."""

Row = list[str]


@dataclass(slots=True)
class Allowance:
    """How much more of a document may be read; the sheets of one share it."""

    cells: int = MOST_CELLS
    places: int = MOST_PLACES

    def take(self, row: Row) -> bool:
        """Count a row; False when it is one too many."""
        self.cells -= sum(1 for cell in row if cell)
        self.places -= max(1, len(row))
        return self.cells >= 0 and self.places >= 0


def add_sheet(
    builder: TextBuilder,
    name: str,
    rows: list[Row],
    first_row: int,
    column: int,
    unseen: Unseen = ALL_SEEN,
) -> None:
    """Add a sheet under a heading of its name; empty sheets are passed over.

    `first_row` is the number of the first row as a person counts, `column` the index of the first
    column from 0. One line is one row of the sheet, so that rows can be named by their numbers.
    Columns that are hidden follow as tables of their own: the rows above them stay as they are
    seen.
    """
    used = {index for row in rows for index, cell in enumerate(row) if cell}
    if not used:
        return
    builder.add(BlockKind.HEADING, name, 1, sheet_label(name))
    every_row = frozenset(range(len(rows)))
    hidden_rows = frozenset(number - first_row + 1 for number in unseen.rows)
    hidden_rows = every_row if unseen.whole else hidden_rows
    hidden_columns = {index for index in used if column + index in unseen.columns}
    if seen := used - hidden_columns:
        shown = [i for i in range(min(seen), max(seen) + 1) if column + i not in unseen.columns]
        _add_columns(builder, name, rows, shown, first_row, column, hidden_rows)
    for group in _neighbours(sorted(hidden_columns)):
        _add_columns(builder, name, rows, group, first_row, column, every_row)


def _add_columns(
    builder: TextBuilder,
    name: str,
    rows: list[Row],
    shown: list[int],
    first_row: int,
    column: int,
    hidden: frozenset[int],
) -> None:
    """Add some columns of a sheet; `hidden` are the indexes of the rows that nobody sees."""
    before = f"{sheet_label(name)}!{column_name(column + shown[0])}"
    between = f":{column_name(column + shown[-1])}"
    cropped = [[row[index] for index in shown] for row in rows]
    for start, end in _runs(cropped):
        for kind, first, last in _parts(cropped, start, end):
            text = "\n".join(_lines(cropped, first, last, hidden))
            builder.add(kind, text, rows=RowNames(first_row + first, before, between))


def _lines(rows: list[Row], first: int, last: int, hidden: frozenset[int]) -> Iterator[str]:
    """The text of the rows, stretches of hidden ones marked."""
    for is_hidden, stretch in groupby(range(first, last), key=hidden.__contains__):
        text = "\n".join(row_text(rows[index]) for index in stretch)
        yield hide(text, HiddenBecause.INVISIBLE) if is_hidden else text


def _neighbours(indexes: list[int]) -> Iterator[list[int]]:
    """Runs of numbers that follow each other."""
    for _, run in groupby(enumerate(indexes), key=lambda item: item[1] - item[0]):
        yield [index for _, index in run]


def sheet_label(name: str) -> str:
    """What a person calls the sheet."""
    return name if name.lower().startswith("sheet") else f"Sheet {name}"


def column_name(index: int) -> str:
    """The letters of a column: A for 0, AA for 26."""
    letters = ""
    index += 1
    while index:
        index, letter = divmod(index - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def partly_read(name: str, rows: int) -> str:
    """The warning for a sheet that is too large."""
    if not rows:
        return f"The sheet “{name}” was not read, because the file is very large"
    return f"Only the first {rows} rows of the sheet “{name}” were read, because it is very large"


def too_scattered(name: str) -> str:
    """The warning for a sheet that would fill the memory with empty cells."""
    return f"The sheet “{name}” was not read: it is very large, or its cells lie very far apart"


def _runs(rows: list[Row]) -> Iterator[tuple[int, int]]:
    """Ranges of rows between empty ones; a single gap within the values of a table is no end."""
    start: int | None = None
    for index, row in enumerate(rows):
        is_empty = not any(row)
        if start is None:
            start = None if is_empty else index
        elif is_empty and not _continues(rows, start, index):
            yield start, index
            start = None
    if start is not None:
        yield start, len(rows)


def _continues(rows: list[Row], start: int, gap: int) -> bool:
    """Whether the row after a gap holds further values of the table before it, no new header."""
    below = rows[gap + 1] if gap + 1 < len(rows) else []
    is_table = max(_filled(row) for row in rows[start:gap]) > 1
    return is_table and _filled(below) > 1 and any(cell[0].isdecimal() for cell in below if cell)


def _parts(rows: list[Row], start: int, end: int) -> Iterator[tuple[BlockKind, int, int]]:
    """The titles above a table, then the table; a column of long lines is prose."""
    while start < end and not any(rows[end - 1]):
        end -= 1
    widest = max(_filled(row) for row in rows[start:end])
    if widest > 1:
        while _filled(rows[start]) == 1:
            yield BlockKind.PARAGRAPH, start, start + 1
            start += 1
        yield BlockKind.TABLE, start, end
        return
    lengths = [len(cell) for row in rows[start:end] for cell in row if cell]
    if len(lengths) > 1 and sum(lengths) < LONG_LINE * len(lengths):
        yield BlockKind.TABLE, start, end
        return
    for index in range(start, end):
        yield BlockKind.PARAGRAPH, index, index + 1


def _filled(row: Row) -> int:
    return sum(1 for cell in row if cell)
