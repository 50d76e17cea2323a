"""Which lines of a page are rows of a table, told by the numbers in them."""

import re
from collections.abc import Sequence
from enum import IntEnum

from indexer.parsing.pdf_lines import TextLine

CELL_MARKS = "$€£¥%()[]*†+-–—,;:"
NUMBER = re.compile(r"[-–—+(]?[$€£¥]?\(?\d[\d.,'’]*\)?%?[a-z]?\)?", re.IGNORECASE)
DIGIT = re.compile(r"\d")
HEADER = re.compile(
    r"\b(?:(?:19|20)\d\d|ended|months?|weeks?|years?|quarters?|thousands|millions|billions|total"
    r"|q[1-4]|change|%)|%|\$",
    re.IGNORECASE,
)
NUMBERS_AMONG_WORDS = 0.28
LONGEST_ROW_OF_ONE_NUMBER = 9
LONGEST_LABEL = 70
LABELS_BETWEEN_ROWS = 2
HEADER_LINES = 20
LONGEST_COLUMN_NAME = 24
COLUMN_SLACK = 3.0
"""Type sizes by which a heading of the last column may end before or after its figures."""
LARGER = 1.12
"""A line in type this many times larger is a heading above the table."""


class RowLikeness(IntEnum):
    """How far a line looks like a row."""

    NOT = 0
    LABEL = 1
    """A short line without a number: counts between rows."""
    WEAK = 2
    """Ends in one number: counts beside sure rows."""
    SURE = 3


def is_number(word: str) -> bool:
    """Whether a word is a figure, with its currency or per cent sign."""
    return NUMBER.fullmatch(word) is not None


def row_likeness(text: str) -> RowLikeness:
    """How far the words of one line look like a row of cells."""
    cells = text.split()
    words = [word for word in cells if word.strip(CELL_MARKS)]
    # Most lines are prose, which has no figures, or rows, which end in them: look there first.
    numeric = [is_number(word) for word in words[-2:]] if DIGIT.search(text) else [False]
    if numeric == [True, True]:
        return RowLikeness.SURE
    last = cells[-1] if cells else ""
    ends_in_cell = not last.strip(CELL_MARKS) or numeric[-1]
    numbers = sum(map(is_number, words)) if ends_in_cell and len(numeric) > 1 else 0
    marks = len(cells) - len(words)
    if numbers >= 2 and ends_in_cell and numbers + marks >= NUMBERS_AMONG_WORDS * len(cells):
        return RowLikeness.SURE
    if ends_in_cell and len(words) <= LONGEST_ROW_OF_ONE_NUMBER:
        return RowLikeness.WEAK
    if len(text) <= LONGEST_LABEL and not text.endswith("."):
        return RowLikeness.LABEL
    return RowLikeness.NOT


def find_tables(lines: Sequence[TextLine]) -> list[range]:
    """Ranges of neighbouring lines that make tables: two sure rows at least."""
    likeness = [row_likeness(line.text) for line in lines]
    tables: list[range] = []
    index = 0
    while index < len(lines):
        if likeness[index] is not RowLikeness.SURE:
            index += 1
            continue
        end = end_of_table(likeness, index)
        has_head = index > 0 and spans_columns(lines[index - 1], lines[index])
        if has_head or likeness[index:end].count(RowLikeness.SURE) >= 2:
            earliest = tables[-1].stop if tables else 0
            tables.append(range(start_of_table(lines, likeness, index, earliest), end))
        index = end
    return tables


def end_of_table(likeness: Sequence[RowLikeness], start: int) -> int:
    """One past the last row that belongs with the row at `start`."""
    end = start + 1
    labels = 0
    for index in range(start + 1, len(likeness)):
        if likeness[index] >= RowLikeness.WEAK:
            end, labels = index + 1, 0
            continue
        labels += 1
        if likeness[index] is RowLikeness.NOT or labels > LABELS_BETWEEN_ROWS:
            break
    return end


def start_of_table(
    lines: Sequence[TextLine], likeness: Sequence[RowLikeness], first: int, earliest: int
) -> int:
    """The first line of a table's head, looking back from its first sure row."""
    start = first
    for index in range(first - 1, max(earliest, first - HEADER_LINES) - 1, -1):
        if likeness[index] is RowLikeness.NOT or lines[index].size > lines[first].size * LARGER:
            break
        if likeness[index] is RowLikeness.WEAK or is_head(lines[index], lines[first]):
            start = index
    return start


def is_head(line: TextLine, row: TextLine) -> bool:
    """Whether a line above a row names its columns: by its words, or by standing over one."""
    if HEADER.search(line.text):
        return not line.text.endswith(":")
    if spans_columns(line, row):
        return True
    return len(line.text) <= LONGEST_COLUMN_NAME and line.left > row.left + 3 * row.size


def spans_columns(line: TextLine, row: TextLine) -> bool:
    """Whether a line right above a row reaches as far as it does, and names each of its columns."""
    figures = sum(NUMBER.fullmatch(word) is not None for word in row.text.split())
    words = line.text.split()
    reaches = abs(line.right - row.right) < COLUMN_SLACK * row.size
    is_near = 0 < line.bottom - row.bottom < 3 * row.size
    is_name = not line.text.endswith((".", ":", ";", ","))
    return is_near and is_name and reaches and len(words) > figures >= 2
