"""What happens while files are indexed, as values; the command line prints them as they are.

Each is one JSON object with its name under "event".
"""

import msgspec

from indexer.documents import FileMark, FileStatus, Reason


class IngestionEvent(msgspec.Struct, frozen=True, tag_field="event", kw_only=True):
    """Base of all events of an indexing run."""


class FilesFound(IngestionEvent, frozen=True, tag="found"):
    """The folders were walked; this is what has to be done."""

    files: int
    """Files on disk below the paths given, ignored ones left out."""
    to_index: int
    """Files that are new or have changed."""
    removed: int
    """Files that are gone since the last run."""


class FileStarted(IngestionEvent, frozen=True, tag="started"):
    """A file is being parsed."""

    path: str


class FileProgressed(IngestionEvent, frozen=True, tag="progress"):
    """Numbers to show while a run goes on; sent at least after each embedded batch."""

    path: str
    files_done: int
    files_total: int
    pages_done: int
    chunks_done: int
    seconds: float
    """Since the run began."""
    pages_per_second: float
    seconds_left: float | None
    """An estimate by bytes, or None before there is ground for one."""
    page: int = 0
    """The page of the file in hand that is being recognised; 0 where that takes no time."""
    pages_in_file: int = 0


class FileDone(IngestionEvent, frozen=True, tag="file"):
    """A file reached its status; `reason` is given for every status but indexed."""

    path: str
    status: FileStatus
    reason: Reason | None = None
    pages: int = 0
    chunks: int = 0
    size: int = 0
    """Bytes."""
    seconds: float = 0.0
    marks: tuple[FileMark, ...] = ()
    again: bool = True
    """False when the file was not tried, because it failed before and has not changed."""


class FileRenamed(IngestionEvent, frozen=True, tag="renamed"):
    """The content was already indexed under another name; nothing was embedded."""

    path: str
    old_path: str


class FileRemoved(IngestionEvent, frozen=True, tag="removed"):
    """The file is gone from disk, and with it its passages."""

    path: str


class SourceAway(IngestionEvent, frozen=True, tag="away"):
    """A drive or share is not connected: its files keep their passages and count as unchanged."""

    path: str
    files: int
    """Files of it that the ledger keeps."""


class IngestionPaused(IngestionEvent, frozen=True, tag="paused"):
    """Nothing more is begun until somebody resumes, or until the machine is on mains again."""

    on_battery: bool = False


class IngestionResumed(IngestionEvent, frozen=True, tag="resumed"):
    """The run goes on."""


class IngestionFinished(IngestionEvent, frozen=True, tag="finished"):
    """The run ended; indexed + unchanged + skipped + failed + waiting = files, unless stopped."""

    indexed: int
    """Indexed by this run, wholly or partly."""
    unchanged: int
    skipped: int
    failed: int
    removed: int
    seconds: float
    stopped: bool = False
    away: int = 0
    """Files kept although their drive is not connected; they are among the unchanged."""
    waiting: int = 0
    """Files that somebody was still writing; they are read once that has ended."""


AnyIngestionEvent = (
    FilesFound
    | FileStarted
    | FileProgressed
    | FileDone
    | FileRenamed
    | FileRemoved
    | SourceAway
    | IngestionPaused
    | IngestionResumed
    | IngestionFinished
)
