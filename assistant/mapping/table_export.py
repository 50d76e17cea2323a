"""A table over documents as CSV, for spreadsheets."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path, PurePath

from assistant.answers import AnswerTable, Citation, TableRow
from indexer.ledger_export import FORMULA_STARTS, replace_file

COLUMNS = ("file", "title", "status", "value", "page", "place", "quote", "path")
ANSWERED, NOTHING, NOT_READ = "found", "nothing", "not read"


def write_table(table: AnswerTable, target: Path) -> int:
    """Write a line for each quote, and one for each document without; returns how many.

    The file is replaced in one step. Raises OSError.
    """
    text = io.StringIO(newline="")
    lines = safe_lines(table)
    csv.writer(text).writerows((COLUMNS, *lines))
    replace_file(target, text.getvalue().encode("utf-8-sig", "replace"))
    return len(lines)


def safe_lines(table: AnswerTable) -> list[tuple[str, ...]]:
    """A line for each quote, and one for each document without, as spreadsheets may have them."""
    return [tuple(map(_cell, line)) for line in _lines(table)]


def _lines(table: AnswerTable) -> Iterator[tuple[str, ...]]:
    known = {citation.marker: citation for citation in table.citations}
    for row in table.rows:
        cited = [known[marker] for each in row.sentences for marker in each.citations]
        if not cited:
            yield _line(row, NOTHING)
        for place, citation in enumerate(cited):
            yield _line(row, ANSWERED, citation, row.value if place == 0 else "")
    for path in table.coverage.failed:
        yield _line(TableRow(path=path, title=""), NOT_READ)


def _line(
    row: TableRow, status: str, citation: Citation | None = None, value: str = ""
) -> tuple[str, ...]:
    name = PurePath(row.path.replace("\\", "/")).name
    page = "" if citation is None or citation.page is None else str(citation.page)
    label = "" if citation is None else citation.label
    quote = "" if citation is None else " ".join(citation.quote.split())
    return name, row.title, status, value, page, label, quote, row.path


def _cell(value: str) -> str:
    """A spreadsheet would run a cell that begins like a formula; a quotation mark makes it text."""
    return f"'{value}" if value.lstrip(" \u00a0").startswith(FORMULA_STARTS) else value
