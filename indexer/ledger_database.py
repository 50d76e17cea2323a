"""SQLite for the ledger: a connection for each thread, and errors that say what to do."""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from indexer.errors import StorageFull
from indexer.ledger_schema import damaged

BUSY_SECONDS = 30.0
"""How long a statement waits for another process's transaction."""


class LedgerDatabase:
    """`library.sqlite` as all threads of a process use it."""

    def __init__(
        self, database: Path, *, writable: bool, busy_seconds: float = BUSY_SECONDS
    ) -> None:
        self._database = database
        self._writable = writable
        self._busy_seconds = busy_seconds
        self._local = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._opened_lock = threading.Lock()

    @property
    def local(self) -> threading.local:
        """What the calling thread keeps with its connection; gone after `close`."""
        return self._local

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._opened_lock:
            for connection in self._opened:
                connection.close()
            self._opened.clear()
        self._local = threading.local()

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

    def read(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        with self._explained():
            return self._connection().execute(statement, values).fetchall()

    def version(self) -> tuple[int, int]:
        """Changes whenever this thread, another one or another process has written."""
        connection = self._connection()
        with self._explained():
            others = connection.execute("PRAGMA data_version").fetchone()[0]
        return int(others), connection.total_changes

    def compact(self) -> None:
        """Let deleted rows leave the disk: they are overwritten, but the log still has them.

        So has the snapshot that an update of the tables has left; its time is over.
        """
        self.read("PRAGMA wal_checkpoint(TRUNCATE)")
        for snapshot in self._database.parent.glob(f"{self._database.name}.version-*"):
            snapshot.unlink(missing_ok=True)

    def _connection(self) -> sqlite3.Connection:
        """The connection of the calling thread."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            with self._explained():
                connection = connect(
                    self._database, writable=self._writable, busy_seconds=self._busy_seconds
                )
            self._local.connection = connection
            with self._opened_lock:
                self._opened.append(connection)
        return connection

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


def connect(
    database: Path, *, writable: bool, busy_seconds: float = BUSY_SECONDS
) -> sqlite3.Connection:
    """A connection with our settings; without `writable` it refuses to change anything."""
    connection = _open(str(database), busy_seconds)
    if not writable and not _can_be_read(connection):
        # On a disk that is read-only SQLite cannot keep its log; nobody can change the file either.
        connection.close()
        immutable = f"{database.absolute().as_uri()}?immutable=1"
        connection = _open(immutable, busy_seconds, is_uri=True)
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


def _open(database: str, busy_seconds: float, *, is_uri: bool = False) -> sqlite3.Connection:
    return sqlite3.connect(
        database,
        timeout=busy_seconds,
        isolation_level=None,
        check_same_thread=False,  # each thread has its own, but `close` closes them all
        uri=is_uri,
    )


def _can_be_read(connection: sqlite3.Connection) -> bool:
    """False where the file is there but its folder takes nothing new; damage is told elsewhere."""
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        # “unable to open” on a read-only disk, “readonly” in another user's folder.
        return not any(sign in str(error) for sign in ("unable to open", "readonly"))
    except sqlite3.DatabaseError:
        return True
    return True


def _is_full(error: sqlite3.OperationalError) -> bool:
    text = str(error)
    return any(sign in text for sign in ("full", "readonly", "disk I/O", "unable to open"))
