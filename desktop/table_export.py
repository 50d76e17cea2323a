"""A table of answers for other programs: as CSV, and as lines to paste into a sheet."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from assistant.answers import Citation
from desktop.item_models.table_rows import RowState, ShownRow
from desktop.words import flat_text, place_words

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_table(rows: Iterable[ShownRow], target: Path) -> None:
    """Write the table as CSV; raises OSError where that cannot be done."""
    # With its mark, or spreadsheets take the letters for those of another encoding.
    target.write_text(csv_text(rows), encoding="utf-8-sig", newline="")


def csv_text(rows: Iterable[ShownRow]) -> str:
    """The table as CSV, one line a document."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_heads())
    writer.writerows([safe_cell(cell) for cell in _cells(row)] for row in rows)
    return out.getvalue()


def pasted_text(rows: Iterable[ShownRow]) -> str:
    """The table as lines with tabs between the cells, as spreadsheets take them."""
    lines = [_heads(), *([safe_cell(cell) for cell in _cells(row)] for row in rows)]
    return "\n".join("\t".join(line) for line in lines)


def safe_cell(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula.

    What a document says is data: `=HYPERLINK(…)` in a contract must not become a link.
    """
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text


def _heads() -> list[str]:
    return [
        _tr("Document"),
        _tr("Value"),
        _tr("What it says"),
        _tr("Place"),
        _tr("Words of the document"),
        _tr("Path"),
        _tr("Status"),
    ]


def _cells(shown: ShownRow) -> Sequence[str]:
    row, citations = shown.row, shown.citations
    return [
        shown.name,
        flat_text(row.value),
        " ".join(flat_text(sentence.text) for sentence in row.sentences),
        "; ".join(filter(None, (place_words(each.label, each.page) for each in citations))),
        " … ".join(_quote(citation) for citation in citations),
        row.path,
        _status(shown.state),
    ]


def _quote(citation: Citation) -> str:
    return flat_text(citation.quote)


def _status(state: RowState) -> str:
    return {
        RowState.SAYS: _tr("found"),
        RowState.NOTHING: _tr("nothing"),
        RowState.FAILED: _tr("could not be read"),
    }[state]


def _tr(text: str) -> str:
    return QCoreApplication.translate("table", text)
