"""`findings.sqlite` in the library's folder: what documents have said, to go on from later.

It holds places, not words: the question as a hash, the content of a document as its revision, and
where in it the sentences stand. Only what a model wrote itself is kept as it is. What is kept goes
with its document, with conversations and traces that are deleted, and when it is old.
"""

import hashlib
import sqlite3
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

import msgspec

from assistant.answers import Passage, Support
from assistant.mapping.findings import ROWS_REMEMBERED, Finding, Said, quote
from assistant.side_file import SideFile

FILE_NAME = "findings.sqlite"
MOST_DAYS = 30
TABLES_VERSION = 1
READING_VERSION = "1"
"""Changes with whatever decides what a document says, so that nothing older is taken for it."""
_TABLES = """
CREATE TABLE findings (
    question TEXT NOT NULL,
    revision TEXT NOT NULL,
    kept_at REAL NOT NULL,
    finding BLOB NOT NULL,
    PRIMARY KEY (question, revision)
);
CREATE INDEX findings_by_time ON findings (kept_at);
CREATE INDEX findings_by_revision ON findings (revision);
"""


class KeptSaid(msgspec.Struct, frozen=True, array_like=True):
    """Where a sentence stands: its passage, and the place on the passage's page."""

    page: int | None
    passage_start: int
    passage_end: int
    start: int
    end: int
    support: Support
    written: str = ""
    """The words of a model; empty where they are the document's own."""


class KeptFinding(msgspec.Struct, frozen=True, array_like=True):
    """A `Finding` without the document's words."""

    said: tuple[KeptSaid, ...]
    value_start: int = 0
    """Within the first sentence as it is shown."""
    value_length: int = 0
    by_model: bool = False


class FindingStore:
    """What is kept of one library; nothing here raises for what is wrong with the file."""

    def __init__(self, folder: Path, now: Callable[[], float] = time.time) -> None:
        self._file = SideFile(folder / FILE_NAME, _TABLES, TABLES_VERSION, ("findings",))
        self._now = now

    def rows(self, question: str) -> dict[str, KeptFinding]:
        """What is known to a question, by revision; one that cannot be read is left out."""

        def read(connection: sqlite3.Connection) -> list[tuple[str, bytes]]:
            statement = "SELECT revision, finding FROM findings WHERE question = ? AND kept_at > ?"
            return connection.execute(statement, (question, self._oldest())).fetchall()

        nothing: list[tuple[str, bytes]] = []
        found: dict[str, KeptFinding] = {}
        for revision, blob in self._file.do(read, otherwise=nothing, writing=False):
            try:
                found[revision] = msgspec.json.decode(blob, type=KeptFinding)
            except msgspec.DecodeError:
                continue
        return found

    def keep(self, question: str, found: Mapping[str, KeptFinding]) -> None:
        """Keep these by revision, and drop what is too old or too much."""
        now = self._now()
        rows = [
            (question, revision, now, msgspec.json.encode(finding))
            for revision, finding in found.items()
        ]

        def write(connection: sqlite3.Connection) -> None:
            connection.executemany("INSERT OR REPLACE INTO findings VALUES (?, ?, ?, ?)", rows)
            connection.execute("DELETE FROM findings WHERE kept_at <= ?", (self._oldest(),))
            (count,) = connection.execute("SELECT count(*) FROM findings").fetchone()
            if count > ROWS_REMEMBERED:
                connection.execute(
                    "DELETE FROM findings WHERE rowid IN"
                    " (SELECT rowid FROM findings ORDER BY kept_at LIMIT ?)",
                    (count - ROWS_REMEMBERED,),
                )

        self._file.do(write, otherwise=None, creating=True)

    def forget_gone(self, live: Callable[[], Collection[str]]) -> int:
        """Delete what was found in contents that are not `live` any more; how many rows."""
        if not self._file.exists:
            return 0
        known = live()

        def work(connection: sqlite3.Connection) -> int:
            rows = connection.execute("SELECT DISTINCT revision FROM findings").fetchall()
            gone = [(revision,) for (revision,) in rows if revision not in known]
            connection.executemany("DELETE FROM findings WHERE revision = ?", gone)
            return len(gone)

        return self._file.do(work, otherwise=0)

    def delete(self) -> int:
        """Delete all of it so that none of its bytes stay in a file."""
        return self._file.delete()

    def _oldest(self) -> float:
        return self._now() - MOST_DAYS * 86_400


def hidden_question(way: Sequence[str]) -> str:
    """A way of asking as the store knows it: whether it is the same can be told, no more."""
    return hashlib.sha256("\x1f".join((READING_VERSION, *way)).encode("utf-8")).hexdigest()


def kept_of(finding: Finding) -> KeptFinding:
    """What is kept of a finding."""
    first = finding.said[0].text if finding.said else ""
    place = first.find(finding.value) if finding.value else -1
    return KeptFinding(
        said=tuple(map(_kept_said, finding.said)),
        value_start=max(place, 0),
        value_length=len(finding.value) if place >= 0 else 0,
        by_model=finding.by_model,
    )


def restored(kept: KeptFinding, passages: Sequence[Passage]) -> Finding | None:
    """The finding with the words that stand in its places; None where a place is not there."""
    places = {(each.page, each.start, each.end): each for each in passages}
    said: list[Said] = []
    for each in kept.said:
        passage = places.get((each.page, each.passage_start, each.passage_end))
        if passage is None or not passage.start <= each.start < each.end <= passage.end:
            return None
        said.append(_said(each, passage))
    end = kept.value_start + kept.value_length
    value = said[0].text[kept.value_start : end] if said else ""
    return Finding(tuple(said), value, kept.by_model)


def _kept_said(said: Said) -> KeptSaid:
    passage = said.passage
    return KeptSaid(
        page=passage.page,
        passage_start=passage.start,
        passage_end=passage.end,
        start=said.start,
        end=said.end,
        support=said.support,
        written="" if said.quoted else said.text,
    )


def _said(kept: KeptSaid, passage: Passage) -> Said:
    if not kept.written:
        return quote(passage, kept.start, kept.end)
    return Said(passage, kept.start, kept.end, kept.written, kept.support, quoted=False)
