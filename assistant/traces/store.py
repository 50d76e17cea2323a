"""`traces.sqlite` in the library's folder: the newest traces, for a while."""

import contextlib
import hashlib
import sqlite3
import time
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import TypeVar

import msgspec

from assistant.side_file import SideFile
from assistant.trace import AnswerTrace, TraceEntry

Result = TypeVar("Result")

FILE_NAME = "traces.sqlite"
MOST_TRACES = 1_000
MOST_DAYS = 30
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
        self._kept = SideFile(folder / FILE_NAME, _TABLES, TABLES_VERSION, ("traces", "documents"))
        self._now = now

    @property
    def exists(self) -> bool:
        """Whether anything has ever been kept."""
        return self._kept.exists

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

        return self._kept.do(write, otherwise=False, creating=True)

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
        return self._kept.delete()

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

        return self._kept.do(work, otherwise=0)

    def delete_some(self, trace_ids: Collection[str]) -> None:
        """Delete these, whose questions were deleted."""

        def work(connection: sqlite3.Connection) -> None:
            ids = [(trace_id,) for trace_id in trace_ids]
            connection.executemany("DELETE FROM traces WHERE id = ?", ids)
            connection.executemany("DELETE FROM documents WHERE trace = ?", ids)

        if trace_ids:
            self._kept.do(work, otherwise=None)

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
        rows = self._kept.do(
            lambda connection: connection.execute(statement, values).fetchall(),
            otherwise=nothing,
            writing=False,
        )
        found: list[Result] = []
        for (blob,) in rows:
            with contextlib.suppress(msgspec.DecodeError):
                found.append(msgspec.json.decode(blob, type=kind))
        return tuple(found)


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
