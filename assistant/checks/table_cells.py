"""A claim about a row of a table: which cell it speaks of, and what stands above that cell.

A row holds several numbers that differ by their column alone. So a claim with a number from a row
must name the row, and may not name the head of another column.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import Passage
from assistant.checks.sentence_reading import Reading, Token, read
from assistant.terms import readable

CELL = "|"
_MOST_HEADS = 4
"""Rows at the top of a table that may be its head."""
_RULE = re.compile(r"^[\s|:=-]*$")
_SCALE = re.compile(r"\bin\s+(?:[a-z]{0,3}[$€£]\s?)?(thousands|millions|billions)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cell:
    """The row that a claim speaks of, read with the heads of the columns it takes numbers from."""

    text: str
    """The row's label, the heads, and the numbers with the units that the heads give them."""
    objections: tuple[str, ...]
    is_refused: bool
    is_whole: bool
    """Whether the claim says nothing but what the row and the heads say."""


def cell_of(claim: Reading, passage: Passage, start: int, end: int) -> Cell | None:
    """The row between two characters of the passage's page as the claim reads it."""
    raw = passage.text[start - passage.start : end - passage.start].strip("\n")
    if "\n" in raw.strip():
        return None
    row = _cells(raw)
    if len(row) < 2:
        return None
    heads = _heads(passage, start, len(row))
    told = _values(claim)
    columns = [column for column in range(1, len(row)) if told & _values(read(row[column]))]
    own = {key for column in columns for key in _keys(heads[column])}
    text = _sentence(row, heads, columns, passage)
    objections = _objections(claim, row, heads, columns, own)
    known = {token.key for token in read(text).tokens}
    said = {token.key for token in claim.tokens}
    label = {token.key for token in read(re.sub(r"\([^)]*\)", "", row[0])).tokens}
    return Cell(
        text=text,
        objections=tuple(objections),
        is_refused=bool(objections) and objections[0].startswith("the column"),
        is_whole=bool(columns) and not objections and said <= known and label <= said,
    )


def _cells(row: str) -> list[str]:
    cells = [readable(cell) for cell in row.split(CELL)]
    if row.lstrip().startswith(CELL) and row.rstrip().endswith(CELL):
        return cells[1:-1]
    return cells


def _values(reading: Reading) -> set[str]:
    """Numbers without their units (the head may say "million"), dates and codes."""
    return {_value(token) for token in reading.tokens if token.is_fact}


def _value(token: Token) -> str:
    return f"{abs(token.number.number.value):f}" if token.number else token.key


def _keys(text: str) -> set[str]:
    return {token.key for token in read(text).tokens}


def _heads(passage: Passage, start: int, width: int) -> list[str]:
    """What stands above each column, from the first rows of the table."""
    above = passage.text[: start - passage.start].split("\n")
    rows: list[str] = []
    for line in reversed(above[:-1] if above and not above[-1].strip() else above):
        if CELL not in line:
            break
        rows.insert(0, line)
    heads = [""] * width
    for line in rows[:_MOST_HEADS]:
        if _RULE.match(line):
            continue
        cells = _cells(line)
        if not _is_head(cells):
            break
        for column in range(min(width, len(cells))):
            heads[column] = f"{heads[column]} {cells[column]}".strip()
    return heads


def _is_head(cells: Sequence[str]) -> bool:
    """Whether its cells are words, years and dates, not amounts."""
    for cell in cells[1:]:
        for token in read(cell).tokens:
            if token.number is not None and not _is_year(token):
                return False
    return True


def _is_year(token: Token) -> bool:
    number = token.number
    return number is not None and 1800 <= number.number.value <= 2100 and not number.number.units


def _sentence(
    row: Sequence[str], heads: Sequence[str], columns: Sequence[int], passage: Passage
) -> str:
    """The row as a sentence: label, then each number with what its head says."""
    scale = _SCALE.search(" ".join((*passage.heading_path, passage.text)))
    parts = [row[0]]
    for column in columns or range(1, len(row)):
        value, head = row[column], heads[column]
        unit = re.search(r"\b(thousands?|millions?|billions?)\b", head, re.IGNORECASE)
        money = re.search(r"[A-Za-z]{0,3}[$€£]", head)
        magnitude = unit or scale
        if magnitude and not re.search(r"%|[A-Za-z]", value):
            value = f"{value} {magnitude[1].rstrip('s')}"
        if money and not re.search(r"[$€£%]", value):
            value = f"{money[0]}{value}"
        bare = re.sub(r"\(.*?\)", "", head)
        parts.append(f"{value} {bare}")
    return " ; ".join(parts)


def _objections(
    claim: Reading,
    row: Sequence[str],
    heads: Sequence[str],
    columns: Sequence[int],
    own: set[str],
) -> list[str]:
    if not columns:
        return []
    said = {token.key for token in claim.tokens}
    label = _keys(row[0])
    others = (
        {
            key
            for column in range(1, len(row))
            if column not in columns
            for key in _keys(heads[column])
        }
        - own
        - label
    )
    if wrong := sorted(said & others):
        return [f"the column is not that of {' '.join(wrong).strip('#@:')}"]
    numeric = [column for column in range(1, len(row)) if _values(read(row[column]))]
    if len(numeric) > len(columns) and not said & own:
        return ["which column is not said"]
    if len(columns) > 1 and not _each_by_its_head(claim, row, heads, columns):
        return ["which number is of which column"]
    if not label & said:
        return ["the row is not said"]
    return []


def _each_by_its_head(
    claim: Reading, row: Sequence[str], heads: Sequence[str], columns: Sequence[int]
) -> bool:
    """Whether the head that is nearest to each number in the claim is that of its column."""
    marks = {
        column: _keys(heads[column])
        - {key for other in columns if other != column for key in _keys(heads[other])}
        for column in columns
    }
    told = list(enumerate(claim.tokens))
    for column in columns:
        for place, token in told:
            if not token.is_fact or _value(token) not in _values(read(row[column])):
                continue
            near = [
                (abs(where - place), where < place, other)
                for where, head in told
                for other in columns
                if head.key in marks[other]
            ]
            if not near or min(near)[2] != column:
                return False
    return True
