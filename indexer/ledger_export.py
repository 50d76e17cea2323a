"""The ledger as a table for other programs: CSV for spreadsheets, JSON for everything else."""

import csv
import io
import os
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from indexer.documents import FileMark, FileStatus, Reason
from indexer.errors import NotExported
from indexer.ledger_records import FileRecord

EXPORT_ENDINGS = (".csv", ".json")

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet would run a cell that begins so; a quotation mark in front makes it text."""


class ExportedFile(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the table; the columns have the same names."""

    path: str
    status: FileStatus
    reason: str | None
    """Why it is not, or not wholly, indexed, and what to do, as a sentence."""
    reason_code: str | None
    pages: int
    passages: int
    seconds: float
    """What reading and embedding it took."""
    size: int
    """Bytes."""
    modified: str | None
    """ISO 8601, in UTC, like the next one."""
    indexed_at: str | None
    marks: tuple[FileMark, ...]
    revision: str | None


def export_ledger(
    records: Sequence[FileRecord], target: Path, sentence_for: Callable[[Reason, str], str]
) -> int:
    """Write every file to `target`, as CSV or JSON by its ending; returns how many.

    The file is replaced in one step, so a failure leaves what was there. Raises NotExported, which
    says what to do.
    """
    rows = [_row(record, sentence_for) for record in records]
    match target.suffix.lower():
        case ".csv":
            content = _as_csv(rows)
        case ".json":
            content = msgspec.json.format(msgspec.json.encode(rows), indent=1)
        case _:
            raise NotExported(target, "its name must end in .csv or .json")
    if target.is_dir():
        raise NotExported(target, "there is a folder of that name; choose another name")
    try:
        replace_file(target, content)
    except OSError as error:
        said = error.strerror or type(error).__name__
        raise NotExported(target, f"{said}; choose another place") from error
    return len(rows)


def _row(record: FileRecord, sentence_for: Callable[[Reason, str], str]) -> ExportedFile:
    reason = record.reason
    return ExportedFile(
        path=record.path,
        status=record.status,
        reason=sentence_for(reason, record.path) if reason else None,
        reason_code=reason.code.value if reason else None,
        pages=record.pages,
        passages=record.chunks,
        seconds=round(record.seconds, 3),
        size=record.size,
        modified=_moment(record.mtime_ns / 1e9),
        indexed_at=_moment(record.indexed_at),
        marks=record.marks,
        revision=record.revision or None,
    )


def _moment(seconds: float) -> str | None:
    """Seconds since 1970 as text; a time that no calendar has is no time."""
    if not seconds:
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
    except (OverflowError, OSError, ValueError):
        return None


def _as_csv(rows: Sequence[ExportedFile]) -> bytes:
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(ExportedFile.__struct_fields__)
    for row in rows:
        table.writerow(map(_cell, msgspec.structs.astuple(row)))
    return text.getvalue().encode("utf-8-sig", "replace")  # the mark by which Excel knows UTF-8


def _cell(value: object) -> object:
    if isinstance(value, tuple):
        return " ".join(value)
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def replace_file(target: Path, content: bytes) -> None:
    """Write a file in one step, so that a failure leaves what was there. Raises OSError."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".footnote-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
