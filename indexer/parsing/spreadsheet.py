"""Workbooks of Excel, old and new: each sheet's values, one line per row."""

import datetime
from dataclasses import dataclass, field, replace
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from indexer.documents import BlockKind, ParsedDocument, ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing.binary_sheets import comments_in_records, unseen_in_records
from indexer.parsing.building import TextBuilder
from indexer.parsing.old_container import has_endless_chain
from indexer.parsing.old_sheets import old_sheets
from indexer.parsing.ooxml import ENCRYPTED_STREAM, OLD_OFFICE, OfficeFile, local_name
from indexer.parsing.percentages import Percentages, percentage, percentages_of
from indexer.parsing.sheet_extents import (
    MOST_RECTANGLE,
    has_scattered_sheet,
    scattered_sheets,
)
from indexer.parsing.sheet_hidden import ALL_SEEN, Unseen, unseen_parts
from indexer.parsing.sheet_texts import SheetText, texts_beside_cells
from indexer.parsing.sheets import (
    Allowance,
    Row,
    add_sheet,
    partly_read,
    sheet_label,
    too_scattered,
)

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OLD_MEDIA_TYPE = "application/vnd.ms-excel"
BINARY = ".bin"
"""How parts of workbooks end that are no XML."""
PANIC = "PanicException"
"""What Rust raises where it meets a mistake of its own; no Exception, and not to be imported."""
MOST_MERGED = 10_000
"""Merged ranges of one sheet that are looked at."""
EXACT_DIGITS = 15
"""Significant digits that a workbook's figures are meant to have; more is rounding noise."""

Value = (
    int
    | float
    | str
    | bool
    | datetime.time
    | datetime.date
    | datetime.datetime
    | datetime.timedelta
)


@dataclass(frozen=True, slots=True)
class _Beside:
    """What a workbook says that the values of its cells do not tell, each by the sheet's name."""

    percentages: Percentages = field(default_factory=Percentages)
    scattered: frozenset[str] = frozenset()
    texts: dict[str, list[SheetText]] = field(default_factory=dict)
    unseen: dict[str, Unseen] = field(default_factory=dict)


def parse(path: Path) -> ParsedDocument:
    """Read the values of all sheets, what is hidden marked; formulas as the results last shown."""
    is_old = _is_old(path)
    title, beside = ("", _beside_old(path)) if is_old else _beside_new(path)
    builder = TextBuilder()
    try:
        with path.open("rb") as file, CalamineWorkbook.from_filelike(file) as workbook:
            warnings = _read(workbook, builder, beside)
    except PasswordError as error:
        raise UnreadableDocument(ReasonCode.ENCRYPTED) from error
    except CalamineError as error:
        raise UnreadableDocument(ReasonCode.DAMAGED, str(error)) from error
    except BaseException as error:
        if type(error).__name__ != PANIC:
            raise
        raise UnreadableDocument(ReasonCode.DAMAGED, str(error)) from error
    if beside.scattered and not builder.length:
        raise UnreadableDocument(ReasonCode.TOO_LARGE, "cells that lie very far apart")
    return ParsedDocument(
        media_type=OLD_MEDIA_TYPE if is_old else MEDIA_TYPE,
        pages=(builder.page(),),
        title=title,
        warnings=tuple(warnings),
    )


def _beside_old(path: Path) -> _Beside:
    sheets = old_sheets(path)
    if not all(sheet.has_sound_extent for sheet in sheets.values()):
        raise UnreadableDocument(ReasonCode.DAMAGED, "the size of a sheet makes no sense")
    if any(sheet.extent.places > MOST_RECTANGLE for sheet in sheets.values()):
        raise UnreadableDocument(ReasonCode.TOO_LARGE, "cells that lie very far apart")
    return _Beside(
        texts={name: sheet.texts for name, sheet in sheets.items()},
        unseen={name: sheet.unseen for name, sheet in sheets.items()},
    )


def _beside_new(path: Path) -> tuple[str, _Beside]:
    """The title, and what stands beside the cells."""
    with OfficeFile(path) as office:
        main = _main_part(office)
        if not main.endswith(BINARY):
            return office.title(), _Beside(
                percentages_of(office, main),
                scattered_sheets(office, main),
                texts_beside_cells(office, main),
                unseen_parts(office, main),
            )
        if has_scattered_sheet(office, main):
            raise UnreadableDocument(ReasonCode.TOO_LARGE, "cells that lie very far apart")
        texts, unseen = comments_in_records(office, main), unseen_in_records(office, main)
        return office.title(), _Beside(texts=texts, unseen=unseen)


def _main_part(office: OfficeFile) -> str:
    main = office.related("", "officeDocument")
    root = office.part(main) if main and not main.endswith(BINARY) else None
    if not main or (root is not None and local_name(root) != "workbook"):
        raise UnreadableDocument(ReasonCode.WRONG_FORMAT, "not a workbook")
    return main


def _is_old(path: Path) -> bool:
    """Whether the file is of the kind before 2007; refuses a newer one under a password."""
    with path.open("rb") as file:
        if file.read(len(OLD_OFFICE)) != OLD_OFFICE:
            return False
        file.seek(0)
        data = file.read()
    is_encrypted = ENCRYPTED_STREAM in data
    if is_encrypted:
        raise UnreadableDocument(ReasonCode.ENCRYPTED)
    if has_endless_chain(data):
        raise UnreadableDocument(ReasonCode.DAMAGED, "its parts lead back into each other")
    return True


def _read(workbook: CalamineWorkbook, builder: TextBuilder, beside: _Beside) -> list[str]:
    """Add every sheet; what was too large for it is returned as warnings."""
    allowance = Allowance()
    warnings: list[str] = []
    for metadata in workbook.sheets_metadata:
        name = metadata.name
        if name in beside.scattered:
            warnings.append(too_scattered(name))
            continue
        has_cells = False
        if metadata.typ is SheetTypeEnum.WorkSheet:
            sheet = workbook.get_sheet_by_name(name)
            rows = _rows(sheet, allowance, beside.percentages)
            has_cells = any(map(any, rows))
            if len(rows) < sheet.height:
                warnings.append(partly_read(name, len(rows)))
            _repeat_merged(sheet, rows)
            top, left = sheet.start or (0, 0)
            unseen = beside.unseen.get(name, ALL_SEEN)
            if metadata.visible is not SheetVisibleEnum.Visible:
                unseen = replace(unseen, whole=True)
            add_sheet(builder, name, rows, top + 1, left, unseen)
        _add_beside(builder, name, beside.texts.get(name, []), has_heading=has_cells)
    return warnings


def _add_beside(
    builder: TextBuilder, name: str, texts: list[SheetText], *, has_heading: bool
) -> None:
    """Add charts, comments and described pictures below the cells of their sheet."""
    if texts and not has_heading:
        builder.add(BlockKind.HEADING, name, 1, sheet_label(name))
    for shown in texts:
        builder.add(shown.kind, shown.text, 0, sheet_label(name) + shown.place)


def _rows(sheet: CalamineSheet, allowance: Allowance, percentages: Percentages) -> list[Row]:
    top, left = sheet.start or (0, 0)
    most = max(0, allowance.places) // max(1, sheet.width)
    rows: list[Row] = []
    for number, values in enumerate(sheet.to_python(nrows=min(most, sheet.height)), top):
        row = [
            cell_text(value, percentages.decimals(sheet.name, number, column))
            for column, value in enumerate(values, left)
        ]
        if not allowance.take(row):
            break
        rows.append(row)
    return rows


def cell_text(value: Value, decimals: int | None = None) -> str:
    """A value as a person writes it: dates as 2024-05-31, figures without rounding noise.

    With `decimals` it is a percentage that shows so many.
    """
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if decimals is not None and isinstance(value, int | float):
        return percentage(value, decimals)
    if isinstance(value, float):
        return f"{value:.{EXACT_DIGITS}g}"
    if isinstance(value, datetime.datetime):
        is_day = value.time() == datetime.time()
        return value.date().isoformat() if is_day else value.isoformat(" ", "seconds")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value)


def _repeat_merged(sheet: CalamineSheet, rows: list[Row]) -> None:
    """Fill cells merged downwards, so that a row can be read without the rows above it."""
    top, left = sheet.start or (0, 0)
    for (first, column), (last, _) in (sheet.merged_cell_ranges or [])[:MOST_MERGED]:
        start, column = first - top, column - left
        if start < 0 or column < 0 or start >= len(rows) or column >= len(rows[start]):
            continue
        for row in rows[start + 1 : last - top + 1]:
            if any(row) and not row[column]:
                row[column] = rows[start][column]
