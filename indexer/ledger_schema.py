"""The tables of `library.sqlite` and how an older one is brought up to date."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from indexer.errors import LibraryDamaged, LibraryTooNew

SCHEMA_VERSION = 3
"""Counts up with every change of the tables; kept in SQLite's own `user_version`."""

APPLICATION_ID = 0x466F6F74
"""SQLite's mark of whose file this is: the letters “Foot”."""

Migration = Callable[[sqlite3.Connection], None]


def _create_tables(connection: sqlite3.Connection) -> None:
    """Version 1: what is watched, every file's state, and what each index holds."""
    connection.execute("CREATE TABLE sources (path TEXT PRIMARY KEY, added_at REAL NOT NULL)")
    connection.execute(
        """
        CREATE TABLE files (
            path TEXT PRIMARY KEY,
            source TEXT NOT NULL,
            size INTEGER NOT NULL,
            mtime_ns INTEGER NOT NULL,
            checked_ns INTEGER NOT NULL,
            revision TEXT NOT NULL,
            status TEXT NOT NULL,
            reason_code TEXT,
            reason_detail TEXT NOT NULL,
            pages INTEGER NOT NULL,
            chunks INTEGER NOT NULL,
            seconds REAL NOT NULL,
            title TEXT NOT NULL,
            media_type TEXT NOT NULL,
            indexed_at REAL NOT NULL
        ) WITHOUT ROWID
        """
    )
    connection.execute("CREATE INDEX files_by_revision ON files (revision)")
    # A revision is listed here once all of its chunks are in that index, never before.
    connection.execute(
        """
        CREATE TABLE complete_revisions (
            index_name TEXT NOT NULL,
            revision TEXT NOT NULL,
            chunks INTEGER NOT NULL,
            PRIMARY KEY (index_name, revision)
        ) WITHOUT ROWID
        """
    )
    connection.execute("CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL)")


def _add_marks_and_rules(connection: sqlite3.Connection) -> None:
    """Version 2: marks of files; of sources their absence, their rules and what is left out."""
    connection.execute("ALTER TABLE files ADD COLUMN marks TEXT NOT NULL DEFAULT ''")
    for column in (
        "away_since REAL",
        "rules TEXT NOT NULL DEFAULT ''",
        "hidden INTEGER NOT NULL DEFAULT 0",
        "excluded INTEGER NOT NULL DEFAULT 0",
    ):
        connection.execute(f"ALTER TABLE sources ADD COLUMN {column}")


def _add_tags(connection: sqlite3.Connection) -> None:
    """Version 3: tags of files and folders, whether or not the ledger has the path itself."""
    connection.execute(
        "CREATE TABLE tags (path TEXT NOT NULL, tag TEXT NOT NULL, PRIMARY KEY (path, tag)) "
        "WITHOUT ROWID"
    )


MIGRATIONS: tuple[Migration, ...] = (_create_tables, _add_marks_and_rules, _add_tags)
"""Step n makes version n + 1 out of version n; a step that was released is never edited."""


def found_version(connection: sqlite3.Connection) -> int:
    """The version of an opened file, 0 for one without tables."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def check_version(connection: sqlite3.Connection, folder: Path) -> int:
    """The version of the library, once it is sure that this program can read it."""
    try:
        version = found_version(connection)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError as error:
        raise damaged(folder, error) from error
    if version > SCHEMA_VERSION:
        raise LibraryTooNew(folder, version, SCHEMA_VERSION)
    return version


def damaged(folder: Path, error: sqlite3.Error) -> LibraryDamaged:
    """The error to show when SQLite cannot read the library."""
    return LibraryDamaged(
        folder,
        f"{folder / 'library.sqlite'} cannot be read ({error}); move that file away and index "
        "again: your documents are not touched",
    )


def migrate(connection: sqlite3.Connection, database: Path) -> None:
    """Bring the tables to `SCHEMA_VERSION`, after a snapshot of what is there."""
    version = found_version(connection)
    if version == SCHEMA_VERSION:
        return
    if version > 0:
        _snapshot(connection, database.with_name(f"{database.name}.version-{version}"))
    connection.execute("BEGIN IMMEDIATE")
    try:
        for step in MIGRATIONS[version:]:
            step(connection)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _snapshot(connection: sqlite3.Connection, target: Path) -> None:
    with closing(sqlite3.connect(target)) as copy:
        connection.backup(copy)
