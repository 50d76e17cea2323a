"""Opens `conversations.sqlite`: made with the first answer kept, set aside when it is damaged.

It is not part of `library.sqlite`, because that has one writer: a second window may not index, but
it may keep its conversations. SQLite's own locks are enough for rows that nobody else changes.
"""

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import filelock

from assistant.conversations.errors import ConversationsLocked, ConversationsUnusable
from assistant.conversations.schema import SCHEMA_VERSION, found_version, migrate, prepare_words
from indexer.errors import LibraryDamaged, StorageFull
from indexer.ledger_database import LedgerDatabase, connect

logger = logging.getLogger(__name__)

DATABASE = "conversations.sqlite"
LOCK = "conversations.lock"
"""Held while a damaged file is replaced; by nobody else."""
SET_ASIDE = ".damaged-"
"""Stands behind the name of a damaged file that was set aside, and a date behind it."""

BUSY_SECONDS = 5.0
"""How long a statement waits for another window's transaction, which takes milliseconds."""

_BESIDE = ("", "-wal", "-shm")
"""What SQLite keeps of a database, by the end of the name."""


class ConversationDatabase:
    """The tables, for all threads of a process; nothing is made or opened before it is needed."""

    def __init__(self, folder: Path, on_set_aside: Callable[[Path], None]) -> None:
        self.path = folder / DATABASE
        self.has_words = False
        """Whether there is a full-text index; known once something was read or written."""
        self._on_set_aside = on_set_aside
        self._opening = threading.Lock()
        self._opened: LedgerDatabase | None = None
        self._is_writable = False

    def close(self) -> None:
        """Let go of the file; the next use opens it again."""
        with self._opening:
            if self._opened is not None:
                self._opened.close()
                self._opened = None

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """A write transaction, undone when its body raises; makes the file if need be."""
        with self._explained():
            opened = self._open(for_writing=True)
            with opened.transaction() as connection:
                yield connection

    def read(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query; none while nothing was ever kept."""
        with self._explained():
            if self._opened is None and not self.path.is_file():
                return []
            return self._open(for_writing=False).read(statement, values)

    def forget(self) -> bool:
        """Let deleted text leave the disk; False when another process is reading just now."""
        with self._explained():
            opened = self._open(for_writing=True)
            opened.read("VACUUM")
            busy = bool(opened.read("PRAGMA wal_checkpoint(TRUNCATE)")[0][0])
            opened.compact()  # the snapshots of older versions too
        return not busy

    def delete_set_aside(self) -> None:
        """Delete the damaged files that were ever set aside."""
        with self._explained():
            for kept in self.path.parent.glob(f"{DATABASE}{SET_ASIDE}*"):
                kept.unlink(missing_ok=True)

    def _open(self, *, for_writing: bool) -> LedgerDatabase:
        with self._opening:
            if for_writing and self._opened is not None and not self._is_writable:
                self._opened.close()
                self._opened = None
            if self._opened is None:
                self._is_writable = self._prepare(for_writing=for_writing)
                self._opened = LedgerDatabase(
                    self.path, writable=self._is_writable, busy_seconds=BUSY_SECONDS
                )
            return self._opened

    def _prepare(self, *, for_writing: bool) -> bool:
        """Make the tables ready; whether they can be written, which reading does not need."""
        try:
            with self._alone():
                self._make_ready_or_begin_anew()
        except sqlite3.DatabaseError as error:
            if for_writing or not _cannot_write(error):
                raise
            with closing(connect(self.path, writable=False)) as connection:
                self._refuse_newer(connection)
            return False
        return True

    def _make_ready(self) -> None:
        with closing(connect(self.path, writable=True, busy_seconds=BUSY_SECONDS)) as connection:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            if found != "ok":
                raise sqlite3.DatabaseError(found)
            self._refuse_newer(connection)
            migrate(connection, self.path)
            self.has_words = prepare_words(connection)

    def _refuse_newer(self, connection: sqlite3.Connection) -> None:
        if found_version(connection) > SCHEMA_VERSION:
            raise ConversationsUnusable(self.path, "a newer Footnote made it; update Footnote")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Let no other window look at the file or set it aside meanwhile.

        It would take away what one that came first has begun. Where no lock can be made nothing can
        be set aside either.
        """
        lock = filelock.FileLock(self.path.with_name(LOCK), timeout=BUSY_SECONDS)
        try:
            lock.acquire()
        except filelock.Timeout:
            raise
        except OSError as error:
            logger.info("%s cannot be locked: %s", self.path, error)
        try:
            yield
        finally:
            lock.release()

    def _make_ready_or_begin_anew(self) -> None:
        """Make the tables ready, of a new file where the one there is damaged."""
        try:
            self._make_ready()
        except sqlite3.DatabaseError as error:
            if not _is_damage(error):
                raise
            self._set_aside(error)
            self._make_ready()

    def _set_aside(self, error: sqlite3.DatabaseError) -> None:
        """Keep the file under another name."""
        kept = self.path.with_name(f"{DATABASE}{SET_ASIDE}{time.strftime('%Y%m%d-%H%M%S')}")
        logger.warning("%s is damaged (%s) and is kept as %s", self.path, error, kept)
        for end in _BESIDE:
            beside = self.path.with_name(self.path.name + end)
            if beside.exists():
                beside.rename(kept.with_name(kept.name + end))
        self._on_set_aside(kept)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn the errors of SQLite and of the disk into ours, which say what to do."""
        try:
            yield
        except sqlite3.OperationalError as error:
            if "locked" in str(error) or "busy" in str(error):
                raise ConversationsLocked(self.path) from error
            raise ConversationsUnusable(self.path, _advice(error)) from error
        except filelock.Timeout as error:
            raise ConversationsLocked(self.path) from error
        except (StorageFull, OSError) as error:
            raise ConversationsUnusable(self.path, _advice(error)) from error
        except (LibraryDamaged, sqlite3.DatabaseError) as error:
            if isinstance(error, sqlite3.IntegrityError):
                raise
            detail = (
                "it is damaged; start Footnote again, which keeps the file and begins a new one"
            )
            raise ConversationsUnusable(self.path, detail) from error


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    """Not a lock, a full disk or a missing right, but what is in the file."""
    return not isinstance(error, sqlite3.OperationalError) or "no such" in str(error)


def _cannot_write(error: sqlite3.DatabaseError) -> bool:
    return any(sign in str(error) for sign in ("readonly", "unable to open"))


def _advice(error: Exception) -> str:
    cause = error.__cause__ or error
    return f"{cause}; free some space, or see that the folder may be written"
