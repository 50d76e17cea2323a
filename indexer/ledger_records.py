"""What the ledger has to say: a file's record, a source's, and how a file's becomes a row."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from indexer.documents import FileMark, FileStatus, Reason, ReasonCode

LIVE = (FileStatus.INDEXED, FileStatus.PARTLY)
"""The states in which a file's passages are found."""


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One file as the ledger knows it."""

    path: str
    """Absolute, as text that can be printed."""
    status: FileStatus
    reason: Reason | None = None
    """Given for every status but indexed."""
    source: str = ""
    """The folder or file under which it was found."""
    size: int = 0
    mtime_ns: int = 0
    checked_ns: int = 0
    """When its content was last read, by the clock; a later change may have the same `mtime_ns`."""
    revision: str = ""
    """Its content and format, or nothing when it was never read."""
    pages: int = 0
    chunks: int = 0
    seconds: float = 0.0
    """What reading and embedding it took."""
    title: str = ""
    media_type: str = ""
    indexed_at: float = 0.0
    """Seconds since 1970."""
    marks: tuple[FileMark, ...] = ()
    """What a person should know of it beside its status."""

    @property
    def is_live(self) -> bool:
        """Whether its passages are found."""
        return self.status in LIVE


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A folder or file that is kept indexed."""

    path: str
    """Absolute, as text that can be printed."""
    away_since: float | None = None
    """Seconds since 1970 since when its drive is not connected; None while it is there."""
    rules: tuple[str, ...] = ()
    """What is left out of this source alone, as lines of a `.gitignore` at its top."""
    hidden: int = 0
    """Files and folders that its last walk left out because they are hidden or the system's."""
    excluded: int = 0
    """Folders that its last walk did not enter because a rule leaves them out."""


@dataclass(frozen=True, slots=True)
class Speed:
    """What reading the files of one format took so far."""

    format_name: str
    files: int
    seconds: float
    size: int
    """Bytes."""


class LiveFile(NamedTuple):
    """A file whose passages count, with what filters want to know of it."""

    path: str
    revision: str
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class NamedFile:
    """An indexed file whose path holds a word."""

    path: str
    source: str
    revision: str


COLUMNS = (
    "path, status, reason_code, reason_detail, source, size, mtime_ns, checked_ns, revision, "
    "pages, chunks, seconds, title, media_type, indexed_at, marks"
)
"""Of the table of files, in the order of a row."""


def record_of(row: tuple[Any, ...]) -> FileRecord:
    """The file in a row of `COLUMNS`."""
    path, status, code, detail, *rest = row
    reason = Reason(ReasonCode(code), str(detail)) if code else None
    rest[-1] = tuple(FileMark(mark) for mark in rest[-1].split())
    return FileRecord(str(path), FileStatus(status), reason, *rest)


def row_of(record: FileRecord) -> tuple[object, ...]:
    """The values of `COLUMNS` for a file."""
    reason = record.reason
    return (
        record.path,
        record.status.value,
        reason.code.value if reason else None,
        reason.detail if reason else "",
        record.source,
        record.size,
        record.mtime_ns,
        record.checked_ns,
        record.revision,
        record.pages,
        record.chunks,
        record.seconds,
        record.title,
        record.media_type,
        record.indexed_at,
        " ".join(record.marks),
    )
