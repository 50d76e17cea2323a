"""OpenDocument sheets: what their cells show, one line per row."""

from pathlib import Path
from xml.etree.ElementTree import Element

from indexer.documents import ParsedDocument
from indexer.parsing.building import TextBuilder
from indexer.parsing.odf import open_odf, table_rows
from indexer.parsing.ooxml import attribute, children
from indexer.parsing.sheets import Allowance, Row, add_sheet, partly_read

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
MOST_EMPTY_ROWS = 100_000
"""Empty rows in the midst of a sheet; more end it."""


def parse(path: Path) -> ParsedDocument:
    """Read all sheets of a workbook, hidden ones as well."""
    parts = open_odf(path, "spreadsheet")
    builder = TextBuilder()
    allowance = Allowance()
    warnings: list[str] = []
    for table in children(parts.body, "table"):
        name = attribute(table, "name")
        rows, is_whole = _rows(table, allowance)
        if not is_whole:
            warnings.append(partly_read(name, len(rows)))
        width = max((len(row) for row in rows), default=0)
        add_sheet(builder, name, [row + [""] * (width - len(row)) for row in rows], 1, 0)
    return ParsedDocument(MEDIA_TYPE, (builder.page(),), parts.title, warnings=tuple(warnings))


def _rows(table: Element, allowance: Allowance) -> tuple[list[Row], bool]:
    """The rows up to the last one with words, and whether they are all there is."""
    rows: list[Row] = []
    empty = 0
    for times, row in table_rows(table):
        if not any(row):
            empty += times
            continue
        if empty > MOST_EMPTY_ROWS:
            return rows, False
        rows.extend([[]] * empty)
        empty = 0
        for _ in range(times):
            if not allowance.take(row):
                return rows, False
            rows.append(row)
    return rows, True
