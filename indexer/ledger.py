"""The ledger: which folders are watched and how every file in them stands.

The ledger is the truth about the library: a chunk counts only while a file here names its revision.
"""

import os
import sqlite3
import threading
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.documents import FileStatus, Reason, ReasonCode
from indexer.errors import StorageFull
from indexer.ledger_schema import damaged

BUSY_SECONDS = 30.0
"""How long a statement waits for another process's transaction."""

VARIABLES = 500
"""Values bound at once in a statement; SQLite's smallest limit is 999."""

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

    @property
    def is_live(self) -> bool:
        """Whether its passages are found."""
        return self.status in LIVE


class Ledger:
    """SQLite tables of sources and files; one object serves all threads of a process."""

    def __init__(self, database: Path, *, writable: bool) -> None:
        self._database = database
        self._writable = writable
        self._local = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._opened_lock = threading.Lock()

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._opened_lock:
            for connection in self._opened:
                connection.close()
            self._opened.clear()
        self._local = threading.local()

    # -- sources ---------------------------------------------------------------------------------

    def sources(self) -> list[Path]:
        """The folders and files that are kept indexed, in the order they were added."""
        return [
            Path(row[0]) for row in self._read("SELECT path FROM sources ORDER BY added_at, path")
        ]

    def add_source(self, path: Path) -> None:
        """Keep this folder or file indexed from now on."""
        with self.transaction() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO sources VALUES (?, ?)", (absolute(path), time.time())
            )

    def remove_source(self, path: Path) -> None:
        """Stop keeping it indexed; the next run drops its files that no other source holds."""
        with self.transaction() as connection:
            connection.execute("DELETE FROM sources WHERE path = ?", (absolute(path),))

    # -- files -----------------------------------------------------------------------------------

    def files(self, within: Path | None = None) -> list[FileRecord]:
        """All files, or those in a folder (or that one file), by path."""
        where, values = _below(within)
        return [
            _record(row)
            for row in self._read(f"SELECT {COLUMNS} FROM files{where} ORDER BY path", values)
        ]

    def file(self, path: Path | str) -> FileRecord | None:
        """One file's record, or None when the ledger has none."""
        rows = self._read(f"SELECT {COLUMNS} FROM files WHERE path = ?", (absolute(path),))
        return _record(rows[0]) if rows else None

    def live_revisions(self, within: Path | None = None) -> dict[str, list[str]]:
        """Each revision whose passages count, with the absolute paths of the files that have it.

        Kept between calls until the ledger changes, so that asking before every search is cheap.
        """
        connection = self._connection()
        version = self._version(connection)
        if getattr(self._local, "live_version", None) != version:
            self._local.live_version = version
            self._local.live = {}
        cache: dict[Path | None, dict[str, list[str]]] = self._local.live
        if within not in cache:
            cache[within] = self._live_revisions(within)
        return cache[within]

    def totals(self) -> dict[FileStatus, int]:
        """How many files there are of each status; every status is there."""
        found = dict(self._read("SELECT status, count(*) FROM files GROUP BY status"))
        return {status: int(found.get(status.value, 0)) for status in FileStatus}

    def put(self, records: Iterable[FileRecord]) -> None:
        """Write these files' records, in one transaction."""
        with self.transaction() as connection:
            _put(connection, records)

    def remove(self, paths: Collection[str]) -> None:
        """Forget these files, in one transaction."""
        with self.transaction() as connection:
            connection.executemany("DELETE FROM files WHERE path = ?", ((path,) for path in paths))

    def move(self, old_path: str, record: FileRecord) -> None:
        """Replace the record of a file that has a new name, in one transaction."""
        with self.transaction() as connection:
            connection.execute("DELETE FROM files WHERE path = ?", (old_path,))
            _put(connection, [record])

    # -- what the indexes hold -------------------------------------------------------------------

    def commit(
        self, index_name: str, chunks: dict[str, int], records: Sequence[FileRecord]
    ) -> None:
        """Declare revisions complete in an index and flip the files that name them, all at once."""
        with self.transaction() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO complete_revisions VALUES (?, ?, ?)",
                ((index_name, revision, count) for revision, count in chunks.items()),
            )
            _put(connection, records)

    def complete_revisions(self, index_name: str) -> dict[str, int]:
        """The revisions that are wholly in an index, with their number of chunks."""
        return dict(
            self._read(
                "SELECT revision, chunks FROM complete_revisions WHERE index_name = ?",
                (index_name,),
            )
        )

    def forget_revisions(self, index_name: str, revisions: Collection[str]) -> None:
        """No longer count these revisions as complete in the index."""
        with self.transaction() as connection:
            connection.executemany(
                "DELETE FROM complete_revisions WHERE index_name = ? AND revision = ?",
                ((index_name, revision) for revision in revisions),
            )

    def forget_index(self, index_name: str) -> None:
        """No longer count anything as being in that index."""
        with self.transaction() as connection:
            connection.execute("DELETE FROM complete_revisions WHERE index_name = ?", (index_name,))

    def unnamed(self, revisions: Collection[str]) -> set[str]:
        """Those of the revisions that no live file names."""
        unnamed = set(revisions)
        for batch in _batches(sorted(unnamed)):
            marks = ",".join("?" * len(batch))
            rows = self._read(
                f"SELECT DISTINCT revision FROM files WHERE status IN ('indexed', 'partly') "
                f"AND revision IN ({marks})",
                batch,
            )
            unnamed.difference_update(row[0] for row in rows)
        return unnamed

    # -- facts -----------------------------------------------------------------------------------

    def fact(self, name: str) -> str | None:
        """A single value kept with the library, such as the name of the index in use."""
        rows = self._read("SELECT value FROM facts WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else None

    def set_fact(self, name: str, value: str) -> None:
        """Keep a single value."""
        with self.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def compact(self) -> None:
        """Let deleted rows leave the disk: they are overwritten, but the log still has them."""
        with self._explained():
            self._connection().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    # -- SQLite ----------------------------------------------------------------------------------

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """A write transaction, undone when its body raises."""
        if not self._writable:
            raise ValueError("the library was opened for reading")
        connection = self._connection()
        with self._explained():
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def _live_revisions(self, within: Path | None) -> dict[str, list[str]]:
        where, values = _below(within)
        live = f"{where} AND" if where else " WHERE"
        found: dict[str, list[str]] = {}
        for revision, path in self._read(
            f"SELECT revision, path FROM files{live} status IN ('indexed', 'partly') ORDER BY path",
            values,
        ):
            found.setdefault(revision, []).append(path)
        return found

    def _read(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with self._explained():
            return self._connection().execute(statement, values).fetchall()

    def _connection(self) -> sqlite3.Connection:
        """The connection of the calling thread."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            with self._explained():
                connection = connect(self._database, writable=self._writable)
            self._local.connection = connection
            with self._opened_lock:
                self._opened.append(connection)
        return connection

    def _version(self, connection: sqlite3.Connection) -> tuple[int, int]:
        """Changes whenever this thread, another one or another process has written."""
        with self._explained():
            others = connection.execute("PRAGMA data_version").fetchone()[0]
        return int(others), connection.total_changes

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn SQLite's errors into ours, which say what to do."""
        try:
            yield
        except sqlite3.OperationalError as error:
            if _is_full(error):
                raise StorageFull(self._database.parent, str(error)) from error
            raise
        except sqlite3.IntegrityError:
            raise
        except sqlite3.DatabaseError as error:
            raise damaged(self._database.parent, error) from error


def connect(database: Path, *, writable: bool) -> sqlite3.Connection:
    """A connection with our settings; without `writable` it refuses to change anything."""
    connection = sqlite3.connect(
        database,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,  # each thread has its own, but `close` closes them all
    )
    try:
        if writable:
            connection.execute("PRAGMA journal_mode = WAL")
            # In WAL this keeps every commit through a crash of the program, and a power failure
            # can only lose the last ones, which the next run makes good.
            connection.execute("PRAGMA synchronous = NORMAL")
            # Deleted paths and titles leave the file.
            connection.execute("PRAGMA secure_delete = ON")
        else:
            connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def absolute(path: Path | str) -> str:
    """The path as the ledger writes it: absolute, links left as they are."""
    return os.path.abspath(path)  # noqa: PTH100 - Path.absolute keeps "..", resolve follows links


COLUMNS = (
    "path, status, reason_code, reason_detail, source, size, mtime_ns, checked_ns, revision, "
    "pages, chunks, seconds, title, media_type, indexed_at"
)


def _record(row: tuple[Any, ...]) -> FileRecord:
    path, status, code, detail, *rest = row
    reason = Reason(ReasonCode(code), str(detail)) if code else None
    return FileRecord(str(path), FileStatus(status), reason, *rest)


def _put(connection: sqlite3.Connection, records: Iterable[FileRecord]) -> None:
    marks = ",".join("?" * 15)
    connection.executemany(
        f"INSERT OR REPLACE INTO files ({COLUMNS}) VALUES ({marks})", map(_row, records)
    )


def _row(record: FileRecord) -> tuple[object, ...]:
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
    )


def _below(within: Path | None) -> tuple[str, tuple[str, ...]]:
    """The condition for being a folder's file; a range of the key, so it needs no scan."""
    if within is None:
        return "", ()
    folder = absolute(within)
    start = folder if folder.endswith(os.sep) else folder + os.sep
    end = start[:-1] + chr(ord(os.sep) + 1)
    return " WHERE (path = ? OR (path >= ? AND path < ?))", (folder, start, end)


def _batches(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), VARIABLES):
        yield values[start : start + VARIABLES]


def _is_full(error: sqlite3.OperationalError) -> bool:
    text = str(error)
    return any(sign in text for sign in ("full", "readonly", "disk I/O", "unable to open"))
