"""Tags that a person puts on files and folders; what is below a tagged folder has its tag too."""

import os
import sqlite3
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from indexer.ledger_database import LedgerDatabase

LONGEST_TAG = 60
"""Characters."""


class NoTag(ValueError):
    """What was given cannot be a tag; the message says why."""


def tag_name(typed: str) -> str:
    """A tag as it is kept: white space folded, without quotation marks. Raises NoTag."""
    unquoted = "".join(letter for letter in typed if letter not in '"“”„')
    name = " ".join(unicodedata.normalize("NFC", unquoted).split())
    if not name:
        raise NoTag("a tag needs at least one letter")
    if len(name) > LONGEST_TAG:
        raise NoTag(f"a tag has at most {LONGEST_TAG} letters")
    return name


def same_tag(tag: str) -> str:
    """Equal for all spellings of one tag."""
    return unicodedata.normalize("NFKC", tag).casefold()


class LedgerTags:
    """The table of tags in the ledger's database; paths are absolute, as the ledger writes them."""

    def __init__(self, database: LedgerDatabase) -> None:
        self._database = database

    def all(self) -> dict[str, list[str]]:
        """Every tag with the paths that carry it themselves, both in order."""
        found: dict[str, list[str]] = {}
        for tag, path in self._database.read("SELECT tag, path FROM tags ORDER BY tag, path"):
            found.setdefault(tag, []).append(path)
        return found

    def put(self, tag: str, paths: Iterable[str]) -> None:
        """Put a tag on files and folders; one that differs in capitals alone is the same tag."""
        name = self._known_as(tag_name(tag))
        with self._database.transaction() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO tags (path, tag) VALUES (?, ?)",
                ((path, name) for path in paths),
            )

    def take_off(self, tag: str, paths: Iterable[str]) -> None:
        """Take a tag off these paths; what lies above or below them keeps its own."""
        name = self._known_as(tag_name(tag))
        with self._database.transaction() as connection:
            connection.executemany(
                "DELETE FROM tags WHERE path = ? AND tag = ?", ((path, name) for path in paths)
            )

    def follow(self, old: str, new: str) -> None:
        """Let the folders above a file that has moved keep their tags, where they moved with it.

        A folder has moved when the rest of the path is the same and it is not there any more.
        """
        tagged = {path for paths in self.all().values() for path in paths}
        moved = [
            (before, after)
            for before, after in _folders_above(old, new)
            if before in tagged and not Path(before).exists()
        ]
        if moved:
            with self._database.transaction() as connection:
                for before, after in moved:
                    rename(connection, before, after)

    def _known_as(self, name: str) -> str:
        """The spelling under which a tag is known already."""
        wanted = same_tag(name)
        return next((known for known in self.all() if same_tag(known) == wanted), name)


class TagsOfFiles:
    """The tags of any number of files, those of the folders above them included."""

    def __init__(self, tags: Mapping[str, Iterable[str]]) -> None:
        self._own: dict[str, set[str]] = {}
        for tag, paths in tags.items():
            for path in paths:
                self._own.setdefault(path, set()).add(tag)
        self._known: dict[str, frozenset[str]] = {}

    def of(self, path: str) -> frozenset[str]:
        """All tags that a file, or a folder, has."""
        if not self._own:
            return frozenset()
        folder = os.path.dirname(path)  # noqa: PTH120 - for every file of the ledger
        above = self._of_folder(folder) if folder != path else frozenset()
        own = self._own.get(path)
        return above | own if own else above

    def _of_folder(self, folder: str) -> frozenset[str]:
        if folder not in self._known:
            self._known[folder] = self.of(folder)
        return self._known[folder]


def rename(connection: sqlite3.Connection, old: str, new: str) -> None:
    """Let a path's tags be another's, within a transaction."""
    connection.execute("UPDATE OR REPLACE tags SET path = ? WHERE path = ?", (new, old))


def forget(connection: sqlite3.Connection, paths: Iterable[str]) -> None:
    """Drop the tags of these paths, within a transaction."""
    connection.executemany("DELETE FROM tags WHERE path = ?", ((path,) for path in paths))


def forget_outside(connection: sqlite3.Connection, sources: Collection[str]) -> None:
    """Drop the tags of what is in no source and has none below it, within a transaction."""
    tagged = [path for (path,) in connection.execute("SELECT DISTINCT path FROM tags")]
    forget(connection, [path for path in tagged if not concerns(path, sources)])


def concerns(path: str, sources: Iterable[str]) -> bool:
    """Whether a path lies in one of the sources, or one of them in it."""
    one = Path(path)
    return any(one.is_relative_to(source) or Path(source).is_relative_to(one) for source in sources)


def _folders_above(old: str, new: str) -> list[tuple[str, str]]:
    """The folders above a file that has moved, pairwise, as far up as their names stay the same."""
    pairs = []
    before, after = Path(old), Path(new)
    while before.name == after.name and before.parent != before and after.parent != after:
        before, after = before.parent, after.parent
        if before == after:
            break
        pairs.append((str(before), str(after)))
    return pairs
