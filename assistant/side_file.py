"""A small SQLite file in the library's folder that helps, and that nothing depends on.

So every failure here is a line in the log, a damaged file, or one of another version, is set aside,
and nothing waits for the disk. Deleted rows are overwritten.
"""

import contextlib
import logging
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

logger = logging.getLogger(__name__)

Result = TypeVar("Result")

BUSY_SECONDS = 2.0
"""How long a statement waits for another process's; then it is given up."""


class SideFile:
    """The file; usable from every thread and from several processes at once.

    Nothing here raises for what is wrong with the file.
    """

    def __init__(self, file: Path, tables: str, version: int, emptied: Sequence[str]) -> None:
        """`tables` are statements that make them; `emptied` are their names, the first counted."""
        self._file = file
        self._tables = tables
        self._version = version
        self._emptied = emptied

    @property
    def exists(self) -> bool:
        """Whether anything has ever been kept."""
        return self._file.exists()

    def do(
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
            logger.warning("%s: %s", self._file.name, error)
        except sqlite3.DatabaseError as error:
            logger.warning("%s: %s; it is set aside and a new one begun", self._file.name, error)
            self._set_aside()
            if creating:
                return self._again(work, otherwise)
        return otherwise

    def delete(self) -> int:
        """Delete every row so that none of their bytes stay in a file; how many there were.

        Where the folder cannot be written they stay, and `exists` and the rows tell so.
        """
        count = self.do(self._empty, otherwise=-1)
        if count < 0 and self.exists:  # what cannot be emptied goes as a whole
            self._set_aside()
        try:
            self._leftover.unlink(missing_ok=True)
        except OSError as error:
            logger.warning("%s cannot be deleted: %s", self._leftover, error)
        return max(count, 0)

    @property
    def _leftover(self) -> Path:
        """Where a damaged file is set aside; a later one takes its place."""
        return self._file.with_name(f"{self._file.name}.damaged")

    def _again(self, work: Callable[[sqlite3.Connection], Result], otherwise: Result) -> Result:
        """Once more, in a new file."""
        try:
            with self._connection(writing=True) as connection:
                return work(connection)
        except sqlite3.DatabaseError as error:
            logger.warning("%s: %s", self._file.name, error)
            return otherwise

    @contextlib.contextmanager
    def _connection(self, *, writing: bool) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self._file, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
            self._prepare(connection, writing=writing)
            yield connection
            if connection.in_transaction:
                connection.execute("COMMIT")
        finally:
            connection.close()  # undoes what was not committed

    def _prepare(self, connection: sqlite3.Connection, *, writing: bool) -> None:
        """Make the tables where there are none; another version's are begun anew."""
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == self._version or (version == 0 and not writing):
            return
        if version:
            raise sqlite3.DatabaseError(f"its tables are version {version}")
        for statement in filter(str.strip, self._tables.split(";")):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {self._version}")

    def _set_aside(self) -> None:
        try:
            self._file.replace(self._leftover)
            # Its journal would be taken for the new file's.
            self._file.with_name(f"{self._file.name}-journal").unlink(missing_ok=True)
        except OSError as error:
            logger.warning("%s cannot be set aside: %s", self._file, error)

    def _empty(self, connection: sqlite3.Connection) -> int:
        """Delete all rows and give their pages back; deleted bytes are overwritten with zeros."""
        statement = f"SELECT count(*) FROM {self._emptied[0]}"
        (count,) = connection.execute(statement).fetchone()
        for table in self._emptied:
            connection.execute(f"DELETE FROM {table}")
        connection.execute("COMMIT")
        connection.execute("VACUUM")
        return int(count)
