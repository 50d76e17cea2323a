"""The ledger: which folders are watched and how every file in them stands.

The ledger is the truth about the library: a chunk counts only while a file here names its revision.
"""

import os
import sqlite3
import time
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, TypeVar

from indexer.documents import FileStatus
from indexer.ledger_database import LedgerDatabase
from indexer.ledger_records import (
    COLUMNS,
    FileRecord,
    LiveFile,
    NamedFile,
    SourceRecord,
    Speed,
    record_of,
    row_of,
)
from indexer.ledger_tags import LedgerTags, forget, forget_outside, rename
from indexer.named_paths import NamedPaths

Remembered = TypeVar("Remembered")

VARIABLES = 500
"""Values bound at once in a statement; SQLite's smallest limit is 999."""

MOST_REMEMBERED = 16
"""Things made of the ledger that are kept for the next search."""

MOST_NAMED = 2000
"""A word that is in more paths names none of them."""


class Ledger:
    """SQLite tables of sources and files; one object serves all threads of a process."""

    def __init__(self, database: Path, *, writable: bool) -> None:
        self._database = LedgerDatabase(database, writable=writable)
        self.tags = LedgerTags(self._database)

    def close(self) -> None:
        """Close the connections of all threads."""
        self._database.close()

    # -- sources ---------------------------------------------------------------------------------

    def sources(self) -> list[Path]:
        """The folders and files that are kept indexed, in the order they were added."""
        return [Path(source.path) for source in self.source_records()]

    def source_records(self) -> list[SourceRecord]:
        """The same with what is known of each."""
        rows = self._read(
            "SELECT path, away_since, rules, hidden, excluded FROM sources ORDER BY added_at, path"
        )
        return [
            SourceRecord(str(path), away_since, tuple(rules.splitlines()), hidden, excluded)
            for path, away_since, rules, hidden, excluded in rows
        ]

    def add_source(self, path: Path) -> None:
        """Keep this folder or file indexed from now on."""
        with self.transaction() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO sources (path, added_at) VALUES (?, ?)",
                (absolute(path), time.time()),
            )

    def set_rules(self, path: Path, rules: Sequence[str]) -> None:
        """Leave this out of that source from the next run on."""
        self._set_source(path, "rules = ?", "\n".join(rules))

    def set_away(self, path: Path, since: float | None) -> None:
        """Note since when a source's drive is not connected, or with None that it is there."""
        self._set_source(path, "away_since = ?", since)

    def set_left_out(self, path: Path, hidden: int, excluded: int) -> None:
        """Note what a walk over the whole of that source left out."""
        self._set_source(path, "hidden = ?, excluded = ?", hidden, excluded)

    def remove_source(self, path: Path) -> None:
        """Stop keeping it indexed, and drop tags in it; the next run drops what only it holds."""
        with self.transaction() as connection:
            connection.execute("DELETE FROM sources WHERE path = ?", (absolute(path),))
            left = [str(source) for (source,) in connection.execute("SELECT path FROM sources")]
            forget_outside(connection, left)

    # -- files -----------------------------------------------------------------------------------

    def files(self, within: Path | None = None) -> list[FileRecord]:
        """All files, or those in a folder (or that one file), by path."""
        where, values = _below(within)
        return [
            record_of(row)
            for row in self._read(f"SELECT {COLUMNS} FROM files{where} ORDER BY path", values)
        ]

    def file(self, path: Path | str) -> FileRecord | None:
        """One file's record, or None when the ledger has none."""
        rows = self._read(f"SELECT {COLUMNS} FROM files WHERE path = ?", (absolute(path),))
        return record_of(rows[0]) if rows else None

    def live_revisions(self, within: Path | None = None) -> dict[str, list[str]]:
        """Each revision whose passages count, with the absolute paths of the files that have it.

        Kept between calls until the ledger changes. `live_paths` is cheaper for a few of them.
        """
        return self.remembered(("live", within), lambda: self._live_revisions(within))

    def remembered(self, key: Hashable, make: Callable[[], Remembered]) -> Remembered:
        """What was made of the ledger for this key, until the ledger changes; one for each thread.

        Nobody may change it.
        """
        version, local = self._database.version(), self._database.local
        if getattr(local, "remembered_version", None) != version:
            local.remembered_version, local.remembered = version, {}
        made: dict[Hashable, Remembered] = local.remembered
        if key not in made:
            if len(made) >= MOST_REMEMBERED:
                made.clear()
            made[key] = make()
        return made[key]

    def live_files(self, within: Path | None = None) -> list[LiveFile]:
        """The files whose passages count, by path; cheaper than their records."""
        where, values = _below(within)
        live = f"{where} AND" if where else " WHERE"
        return [
            LiveFile(*row)
            for row in self._read(
                f"SELECT path, revision, mtime_ns FROM files{live} "
                "status IN ('indexed', 'partly') ORDER BY path",
                values,
            )
        ]

    def live_paths(self, revisions: Collection[str]) -> dict[str, list[str]]:
        """Those of the revisions whose passages count, with the paths of the files that have them.

        Costs what they are, not what the ledger holds, which a run changes between two searches.
        """
        found: dict[str, list[str]] = {}
        for batch in _batches(sorted(set(revisions))):
            marks = ",".join("?" * len(batch))
            rows = self._read(
                "SELECT revision, path FROM files WHERE status IN ('indexed', 'partly') "
                f"AND revision IN ({marks}) ORDER BY path",
                batch,
            )
            for revision, path in rows:
                found.setdefault(revision, []).append(path)
        return found

    def pages_of(self, revisions: Collection[str]) -> dict[str, int]:
        """How many pages each of the revisions has."""
        found: dict[str, int] = {}
        for batch in _batches(sorted(set(revisions))):
            marks = ",".join("?" * len(batch))
            statement = f"SELECT revision, pages FROM files WHERE revision IN ({marks})"
            found.update(self._read(statement, batch))
        return found

    def named_files(self, words: Sequence[str]) -> tuple[list[NamedFile], int]:
        """Indexed files whose path holds any of the words, and how many indexed files there are.

        Words are letters and digits; signs in the path and the case of letters do not matter. At
        most `MOST_NAMED` files are given.
        """
        paths = self.remembered("named paths", self._named_paths)
        return paths.holding(words, MOST_NAMED), len(paths)

    def _named_paths(self) -> NamedPaths:
        return NamedPaths(
            self._read(
                "SELECT path, source, revision FROM files WHERE status IN ('indexed', 'partly')"
            )
        )

    def has_live(self, within: Path | None = None) -> bool:
        """Whether any file's passages count, in the folder (or that one file) when given."""
        where, values = _below(within)
        live = f"{where} AND" if where else " WHERE"
        rows = self._read(
            f"SELECT 1 FROM files{live} status IN ('indexed', 'partly') LIMIT 1", values
        )
        return bool(rows)

    def totals(self) -> dict[FileStatus, int]:
        """How many files there are of each status; every status is there."""
        found = dict(self._read("SELECT status, count(*) FROM files GROUP BY status"))
        return {status: int(found.get(status.value, 0)) for status in FileStatus}

    def speeds(self) -> list[Speed]:
        """What the indexed files took, by format; the format's name is the end of a revision."""
        return [
            Speed(*row)
            for row in self._read(
                "SELECT substr(revision, instr(revision, '-') + 1) AS format, count(*), "
                "total(seconds), sum(size) FROM files WHERE status IN ('indexed', 'partly') "
                "GROUP BY format ORDER BY format"
            )
        ]

    def put(self, records: Iterable[FileRecord]) -> None:
        """Write these files' records, in one transaction."""
        with self.transaction() as connection:
            _put(connection, records)

    def remove(self, paths: Collection[str]) -> None:
        """Forget these files with their tags, in one transaction."""
        with self.transaction() as connection:
            connection.executemany("DELETE FROM files WHERE path = ?", ((path,) for path in paths))
            forget(connection, paths)

    def move(self, old_path: str, record: FileRecord) -> None:
        """Replace the record of a file that has a new name and keeps its tags, all at once."""
        with self.transaction() as connection:
            connection.execute("DELETE FROM files WHERE path = ?", (old_path,))
            rename(connection, old_path, record.path)
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
        return set(revisions).difference(self.live_paths(revisions))

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
        self._database.compact()

    def transaction(self) -> AbstractContextManager[sqlite3.Connection]:
        """A write transaction, undone when its body raises."""
        return self._database.transaction()

    def _set_source(self, path: Path, assignments: str, *values: object) -> None:
        with self.transaction() as connection:
            connection.execute(
                f"UPDATE sources SET {assignments} WHERE path = ?", (*values, absolute(path))
            )

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
        return self._database.read(statement, values)


def absolute(path: Path | str) -> str:
    """The path as the ledger writes it: absolute, links left as they are."""
    return os.path.abspath(path)  # noqa: PTH100 - Path.absolute keeps "..", resolve follows links


def _put(connection: sqlite3.Connection, records: Iterable[FileRecord]) -> None:
    marks = ",".join("?" * (COLUMNS.count(",") + 1))
    connection.executemany(
        f"INSERT OR REPLACE INTO files ({COLUMNS}) VALUES ({marks})", map(row_of, records)
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
