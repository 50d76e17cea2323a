"""Rows of a table of answers for other programs: as a file, or to paste into a sheet."""

from collections.abc import Iterable
from pathlib import Path

from assistant.answers import AnswerMode, AnswerTable, Coverage
from assistant.mapping.table_export import COLUMNS, safe_lines, write_table
from desktop.item_models.table_rows import RowState, ShownRow
from desktop.words import flat_text


def export_rows(rows: Iterable[ShownRow], target: Path) -> int:
    """Write the rows as CSV, a line for each quote; returns how many. Raises OSError."""
    return write_table(_table(rows), target)


def pasted_text(rows: Iterable[ShownRow]) -> str:
    """The same as lines with tabs between the cells, as spreadsheets take them."""
    lines = (COLUMNS, *safe_lines(_table(rows)))
    return "\n".join("\t".join(flat_text(cell) for cell in line) for line in lines)


def _table(rows: Iterable[ShownRow]) -> AnswerTable:
    """The rows as the engine's own table, be they all of it or some."""
    shown = list(rows)
    failed = tuple(each.row.path for each in shown if each.state is RowState.FAILED)
    read = [each for each in shown if each.state is not RowState.FAILED]
    nothing = sum(each.state is RowState.NOTHING for each in read)
    return AnswerTable(
        question="",
        rows=tuple(each.row for each in read),
        citations=tuple(citation for each in read for citation in each.citations),
        coverage=Coverage(read=len(read), total=len(shown), nothing=nothing, failed=failed),
        mode=AnswerMode.QUOTES,
        model=None,
    )
