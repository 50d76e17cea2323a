"""`traces.sqlite` in the library's folder: the newest traces, for a while.

Traces help to understand, nothing depends on them. So every failure here is a line in the log, a
damaged file is set aside, and nothing waits for the disk.
"""

import contextlib
import hashlib
import logging
import sqlite3
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from assistant.trace import AnswerTrace, TraceEntry

logger = logging.getLogger(__name__)

Result = TypeVar("Result")

FILE_NAME = "traces.sqlite"
MOST_TRACES = 1_000
MOST_DAYS = 30
BUSY_SECONDS = 2.0
"""How long a statement waits for another process's; then the trace is given up."""
TABLES_VERSION = 1
_TABLES = """
CREATE TABLE traces (
    id TEXT PRIMARY KEY,
    asked_at REAL NOT NULL,
    entry BLOB NOT NULL,
    trace BLOB NOT NULL
);
CREATE INDEX traces_by_time ON traces (asked_at);
CREATE TABLE documents (trace TEXT NOT NULL, path TEXT NOT NULL, revision TEXT NOT NULL);
CREATE INDEX documents_by_trace ON documents (trace);
"""


class Document(msgspec.Struct, frozen=True):
    """A document that a trace has words of."""

    path: str
    revision: str


class TraceStore:
    """The traces of one library; usable from every thread and from several processes at once.

    Nothing here raises for what is wrong with the file: reading then finds nothing.
    """

    def __init__(self, folder: Path, now: Callable[[], float] = time.time) -> None:
        self._file = folder / FILE_NAME
        self._now = now

    @property
    def exists(self) -> bool:
        """Whether anything has ever been kept."""
        return self._file.exists()

    def keep(self, trace: AnswerTrace, documents: Iterable[Document] = ()) -> bool:
        """Keep a trace and drop those that are too old or too many; whether that succeeded."""
        rows = {(trace.id, hidden_path(each.path), each.revision) for each in documents}

        def write(connection: sqlite3.Connection) -> bool:
            connection.execute(
                "INSERT OR REPLACE INTO traces VALUES (?, ?, ?, ?)",
                (trace.id, trace.asked_at, *map(msgspec.json.encode, (entry_of(trace), trace))),
            )
            connection.executemany("INSERT INTO documents VALUES (?, ?, ?)", sorted(rows))
            self._drop_old(connection)
            return True

        return self._do(write, otherwise=False, creating=True)

    def entries(self) -> tuple[TraceEntry, ...]:
        """One line for each trace, the newest first."""
        statement = "SELECT entry FROM traces WHERE asked_at > ? ORDER BY asked_at DESC, rowid DESC"
        return self._decoded(statement, (self._oldest(),), TraceEntry)

    def read(self, trace_id: str) -> AnswerTrace | None:
        """The trace of that id, or None when there is none (any more)."""
        statement = "SELECT trace FROM traces WHERE id = ? AND asked_at > ?"
        found = self._decoded(statement, (trace_id, self._oldest()), AnswerTrace)
        return found[0] if found else None

    def all(self) -> tuple[AnswerTrace, ...]:
        """All traces, the newest first."""
        statement = "SELECT trace FROM traces WHERE asked_at > ? ORDER BY asked_at DESC, rowid DESC"
        return self._decoded(statement, (self._oldest(),), AnswerTrace)

    def delete(self) -> int:
        """Delete every trace so that none of their bytes stay in a file; how many there were.

        Where the folder cannot be written they stay, and `exists` and `entries` tell so.
        """
        count = self._do(_empty, otherwise=-1)
        if count < 0 and self.exists:  # what cannot be emptied goes as a whole
            self._set_aside()
        try:
            self._leftover.unlink(missing_ok=True)
        except OSError as error:
            logger.warning("traces: %s cannot be deleted: %s", self._leftover, error)
        return max(count, 0)

    def forget(self, is_gone: Callable[[str, str], bool]) -> int:
        """Delete the traces with words of documents that are gone; how many those were.

        `is_gone` is asked with a document's `hidden_path` and its revision.
        """

        def work(connection: sqlite3.Connection) -> int:
            rows = connection.execute("SELECT trace, path, revision FROM documents").fetchall()
            gone = {(trace,) for trace, path, revision in rows if is_gone(path, revision)}
            connection.executemany("DELETE FROM traces WHERE id = ?", gone)
            connection.executemany("DELETE FROM documents WHERE trace = ?", gone)
            return len(gone)

        return self._do(work, otherwise=0)

    def delete_some(self, trace_ids: Collection[str]) -> None:
        """Delete these, whose questions were deleted."""

        def work(connection: sqlite3.Connection) -> None:
            ids = [(trace_id,) for trace_id in trace_ids]
            connection.executemany("DELETE FROM traces WHERE id = ?", ids)
            connection.executemany("DELETE FROM documents WHERE trace = ?", ids)

        if trace_ids:
            self._do(work, otherwise=None)

    # -- the file --------------------------------------------------------------------------------

    @property
    def _leftover(self) -> Path:
        """Where a damaged file is set aside; a later one takes its place."""
        return self._file.with_name(f"{FILE_NAME}.damaged")

    def _oldest(self) -> float:
        return self._now() - MOST_DAYS * 86_400

    def _drop_old(self, connection: sqlite3.Connection) -> None:
        connection.execute(
            "DELETE FROM traces WHERE asked_at <= ? OR rowid NOT IN"
            " (SELECT rowid FROM traces ORDER BY asked_at DESC, rowid DESC LIMIT ?)",
            (self._oldest(), MOST_TRACES),
        )
        connection.execute("DELETE FROM documents WHERE trace NOT IN (SELECT id FROM traces)")

    def _decoded(
        self, statement: str, values: tuple[object, ...], kind: type[Result]
    ) -> tuple[Result, ...]:
        """The rows as structs; one that another version wrote and this cannot read is left out."""
        nothing: list[tuple[bytes]] = []
        rows = self._do(
            lambda connection: connection.execute(statement, values).fetchall(),
            otherwise=nothing,
            writing=False,
        )
        found: list[Result] = []
        for (blob,) in rows:
            with contextlib.suppress(msgspec.DecodeError):
                found.append(msgspec.json.decode(blob, type=kind))
        return tuple(found)

    def _do(
        self,
        work: Callable[[sqlite3.Connection], Result],
        *,
        otherwise: Result,
        creating: bool = False,
        writing: bool = True,
    ) -> Result:
        """Do it in a transaction; where that fails, log it and give what is said otherwise."""
        if not creating and not self.exists:
            return otherwise
        try:
            with self._connection(writing=writing) as connection:
                return work(connection)
        except sqlite3.OperationalError as error:  # locked, read-only, full: the file is sound
            logger.warning("traces: %s", error)
        except sqlite3.DatabaseError as error:
            logger.warning("traces: %s; the file is set aside and a new one begun", error)
            self._set_aside()
            if creating:
                return self._again(work, otherwise)
        return otherwise

    def _again(self, work: Callable[[sqlite3.Connection], Result], otherwise: Result) -> Result:
        """Once more, in a new file."""
        try:
            with self._connection(writing=True) as connection:
                return work(connection)
        except sqlite3.DatabaseError as error:
            logger.warning("traces: %s", error)
            return otherwise

    @contextlib.contextmanager
    def _connection(self, *, writing: bool) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self._file, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
            _prepare(connection, writing=writing)
            yield connection
            if connection.in_transaction:
                connection.execute("COMMIT")
        finally:
            connection.close()  # undoes what was not committed

    def _set_aside(self) -> None:
        try:
            self._file.replace(self._leftover)
            # Its journal would be taken for the new file's.
            self._file.with_name(f"{FILE_NAME}-journal").unlink(missing_ok=True)
        except OSError as error:
            logger.warning("traces: %s cannot be set aside: %s", self._file, error)


def hidden_path(path: str) -> str:
    """A path as the store knows it: whether it is the same can be told, what it says cannot."""
    return hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def entry_of(trace: AnswerTrace) -> TraceEntry:
    """Its line in the list."""
    return TraceEntry(
        id=trace.id,
        asked_at=trace.asked_at,
        question=trace.question,
        mode=trace.mode,
        abstained=trace.abstained is not None,
        seconds=trace.timings.get("total", 0.0),
        seconds_to_quotes=_to_quotes(trace.timings),
    )


def _to_quotes(timings: dict[str, float]) -> float | None:
    return timings["retrieve"] + timings["quote"] if {"retrieve", "quote"} <= set(timings) else None


def _prepare(connection: sqlite3.Connection, *, writing: bool) -> None:
    """Make the tables where there are none; another version's are begun anew."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version == TABLES_VERSION or (version == 0 and not writing):
        return
    if version:
        raise sqlite3.DatabaseError(f"its tables are version {version}")
    for statement in filter(str.strip, _TABLES.split(";")):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {TABLES_VERSION}")


def _empty(connection: sqlite3.Connection) -> int:
    """Delete all rows and give their pages back; deleted bytes are overwritten with zeros."""
    (count,) = connection.execute("SELECT count(*) FROM traces").fetchone()
    connection.execute("DELETE FROM traces")
    connection.execute("DELETE FROM documents")
    connection.execute("COMMIT")
    connection.execute("VACUUM")
    return int(count)
