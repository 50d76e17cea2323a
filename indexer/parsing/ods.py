"""OpenDocument sheets: what their cells show, one line per row."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from indexer.documents import BlockKind, ParsedDocument
from indexer.parsing.building import TextBuilder
from indexer.parsing.odf import is_hidden, number_of, open_odf, styles_saying, table_rows
from indexer.parsing.ooxml import attribute, children, local_name
from indexer.parsing.sheet_hidden import Unseen, column_range
from indexer.parsing.sheets import (
    Allowance,
    Row,
    add_sheet,
    column_name,
    partly_read,
    sheet_label,
)

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
MOST_EMPTY_ROWS = 100_000
"""Empty rows in the midst of a sheet; more end it."""
COLUMN_GROUPS = frozenset({"table-columns", "table-column-group", "table-header-columns"})


@dataclass(slots=True)
class _Sheet:
    """What was read of a sheet."""

    rows: list[Row] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    """Indexes of the rows that nobody sees."""
    comments: list[tuple[str, str]] = field(default_factory=list)
    """The cell and the text of each."""
    is_whole: bool = True


def parse(path: Path) -> ParsedDocument:
    """Read all sheets of a workbook, what is hidden marked, comments below their sheet."""
    parts = open_odf(path, "spreadsheet")
    not_shown = styles_saying(parts.styles, "table-properties", "display", "false")
    builder = TextBuilder()
    allowance = Allowance()
    warnings: list[str] = []
    for table in children(parts.body, "table"):
        name = attribute(table, "name")
        sheet = _read(table, allowance)
        if not sheet.is_whole:
            warnings.append(partly_read(name, len(sheet.rows)))
        width = max((len(row) for row in sheet.rows), default=0)
        rows = [row + [""] * (width - len(row)) for row in sheet.rows]
        is_unseen = attribute(table, "style-name") in not_shown
        columns = frozenset(_hidden_columns(table))
        add_sheet(builder, name, rows, 1, 0, Unseen(is_unseen, frozenset(sheet.hidden), columns))
        for cell, comment in sheet.comments:
            builder.add(BlockKind.FOOTNOTE, comment, 0, f"{sheet_label(name)}!{cell}")
    return ParsedDocument(MEDIA_TYPE, (builder.page(),), parts.title, warnings=tuple(warnings))


def _read(table: Element, allowance: Allowance) -> _Sheet:
    """The rows up to the last one with words, as far as the allowance goes."""
    sheet = _Sheet()
    number = 0
    for row in table_rows(table):
        number += row.times
        first = number - row.times + 1
        sheet.comments += [(f"{column_name(column)}{first}", text) for column, text in row.comments]
        if not any(row.cells):
            continue
        if first - 1 - len(sheet.rows) > MOST_EMPTY_ROWS:
            sheet.is_whole = False
            break
        sheet.rows.extend([[]] * (first - 1 - len(sheet.rows)))
        for _ in range(row.times):
            if not allowance.take(row.cells):
                sheet.is_whole = False
                return sheet
            if row.is_hidden:
                sheet.hidden.add(len(sheet.rows))
            sheet.rows.append(row.cells)
    return sheet


def _hidden_columns(table: Element) -> Iterator[int]:
    """The columns that are not shown, counted from 0."""
    first = 0
    for column in _columns(table):
        last = first + max(1, number_of(column, "number-columns-repeated")) - 1
        if is_hidden(column):
            yield from column_range(first, last)
        first = last + 1


def _columns(container: Element) -> Iterator[Element]:
    for element in container:
        if local_name(element) == "table-column":
            yield element
        elif local_name(element) in COLUMN_GROUPS:
            yield from _columns(element)
