"""The tables of `conversations.sqlite`, and how an older file is brought up to date."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

SCHEMA_VERSION = 1
"""Counts up with every change of the tables; kept in SQLite's own `user_version`."""

APPLICATION_ID = 0x466F6F74
"""SQLite's mark of whose file this is: the letters “Foot”."""

WORDS = "words"
"""The full-text index over the table `texts`; absent where SQLite is built without FTS5."""

STALE = "words-are-stale"
"""The fact that texts were written while the full-text index could not follow."""

Migration = Callable[[sqlite3.Connection], None]


def _create_tables(connection: sqlite3.Connection) -> None:
    """Version 1: conversations, their turns, the citations of these, and the texts to search.

    An answer is stored as JSON without its citations. These have a table of their own, which takes
    none that does not say where it stands.
    """
    for statement in _VERSION_1:
        connection.execute(statement)


_VERSION_1 = (
    """
    CREATE TABLE conversations (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        title TEXT NOT NULL CHECK (title <> ''),
        begun_at REAL NOT NULL,
        changed_at REAL NOT NULL
    )
    """,
    """
    CREATE TABLE turns (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        conversation INTEGER NOT NULL REFERENCES conversations (id),
        asked_at REAL NOT NULL,
        question TEXT NOT NULL,
        scope TEXT NOT NULL,
        within TEXT NOT NULL,
        searched TEXT NOT NULL,
        answer TEXT NOT NULL CHECK (answer <> ''),
        trace TEXT NOT NULL
    )
    """,
    "CREATE INDEX turns_by_conversation ON turns (conversation)",
    """
    CREATE TABLE citations (
        turn INTEGER NOT NULL REFERENCES turns (id),
        place INTEGER NOT NULL,
        marker INTEGER NOT NULL CHECK (marker > 0),
        path TEXT NOT NULL CHECK (path <> ''),
        revision TEXT NOT NULL CHECK (revision <> ''),
        page INTEGER CHECK (page IS NULL OR page > 0),
        first INTEGER NOT NULL CHECK (first >= 0),
        end INTEGER NOT NULL CHECK (end > first),
        label TEXT NOT NULL,
        quote TEXT NOT NULL CHECK (quote <> ''),
        reading TEXT NOT NULL,
        PRIMARY KEY (turn, place)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX citations_by_path ON citations (path)",
    # What is searched: a title (turn 0), or a question with its answer.
    """
    CREATE TABLE texts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        conversation INTEGER NOT NULL,
        turn INTEGER NOT NULL,
        text TEXT NOT NULL,
        UNIQUE (conversation, turn)
    )
    """,
    "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
)

MIGRATIONS: tuple[Migration, ...] = (_create_tables,)
"""Step n makes version n + 1 out of version n; a step that was released is never edited."""


def found_version(connection: sqlite3.Connection) -> int:
    """The version of an opened file, 0 for one without tables."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, database: Path) -> None:
    """Bring the tables to `SCHEMA_VERSION`, after a snapshot of what is there.

    Two windows may do this at once; the second one finds it done.
    """
    if 0 < found_version(connection) < SCHEMA_VERSION:
        _snapshot(connection, database)
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = found_version(connection)
        for step in MIGRATIONS[version:]:
            step(connection)
        if version < SCHEMA_VERSION:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def prepare_words(connection: sqlite3.Connection) -> bool:
    """See that there is a sound full-text index; False where SQLite cannot have one.

    It is made of the texts, so one that is stale or damaged is made anew.
    """
    try:
        connection.execute("CREATE VIRTUAL TABLE temp.probe USING fts5 (text)")
        connection.execute("DROP TABLE temp.probe")
    except sqlite3.OperationalError as error:
        if "fts5" not in str(error):
            raise
        return False
    there = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (WORDS,)).fetchone()
    stale = connection.execute("SELECT 1 FROM facts WHERE name = ?", (STALE,)).fetchone()
    if there and not stale and _is_sound(connection):
        return True
    connection.execute("BEGIN IMMEDIATE")
    try:
        _drop_words(connection)
        connection.execute(
            f"CREATE VIRTUAL TABLE {WORDS} USING fts5 (text, content = 'texts', "
            "content_rowid = 'id', tokenize = \"unicode61 remove_diacritics 2\")"
        )
        connection.execute(f"INSERT INTO {WORDS} ({WORDS}) VALUES ('rebuild')")
        connection.execute("DELETE FROM facts WHERE name = ?", (STALE,))
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    return True


def _drop_words(connection: sqlite3.Connection) -> None:
    """Remove the full-text index, whatever its state; the texts stay."""
    try:
        connection.execute(f"DROP TABLE IF EXISTS {WORDS}")
    except sqlite3.DatabaseError:  # too damaged to be dropped by its own module
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("DELETE FROM sqlite_master WHERE name = ?", (WORDS,))
        connection.execute("PRAGMA writable_schema = RESET")
        for part in ("data", "idx", "docsize", "config"):
            connection.execute(f"DROP TABLE IF EXISTS {WORDS}_{part}")


def _is_sound(connection: sqlite3.Connection) -> bool:
    """Whether the full-text index holds what the texts say; SQLite's own check does not look."""
    try:
        connection.execute(f"INSERT INTO {WORDS} ({WORDS}, rank) VALUES ('integrity-check', 1)")
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        return False
    return True


def _snapshot(connection: sqlite3.Connection, database: Path) -> None:
    target = database.with_name(f"{database.name}.version-{found_version(connection)}")
    with closing(sqlite3.connect(target)) as copy:
        connection.backup(copy)
