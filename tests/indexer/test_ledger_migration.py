"""A library made by an earlier version is brought up to date, and what was there stays there."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from indexer.documents import FileMark, FileStatus, Reason, ReasonCode
from indexer.ledger_records import FileRecord, SourceRecord
from indexer.ledger_schema import APPLICATION_ID, SCHEMA_VERSION
from indexer.library import Library

# As Footnote 0.1 wrote it; never to be edited.
VERSION_1 = f"""
CREATE TABLE sources (path TEXT PRIMARY KEY, added_at REAL NOT NULL);
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
) WITHOUT ROWID;
CREATE INDEX files_by_revision ON files (revision);
CREATE TABLE complete_revisions (
    index_name TEXT NOT NULL,
    revision TEXT NOT NULL,
    chunks INTEGER NOT NULL,
    PRIMARY KEY (index_name, revision)
) WITHOUT ROWID;
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = 1;
INSERT INTO sources VALUES ('/d/b', 2.0), ('/d/a', 3.0);
INSERT INTO files VALUES
    ('/d/a/lease.pdf', '/d/a', 900, 11, 12, 'abc-pdf', 'partly', 'pages-without-text', 'page 4',
     9, 30, 1.5, 'Lease', 'application/pdf', 1700000000.5),
    ('/d/b/empty.txt', '/d/b', 0, 21, 0, '', 'skipped', 'empty', '', 0, 0, 0.0, '', '', 0.0);
INSERT INTO complete_revisions VALUES ('index', 'abc-pdf', 30);
INSERT INTO facts VALUES ('active-index', 'index');
"""


# What version 2 added; never to be edited.
VERSION_2 = """
ALTER TABLE files ADD COLUMN marks TEXT NOT NULL DEFAULT '';
ALTER TABLE sources ADD COLUMN away_since REAL;
ALTER TABLE sources ADD COLUMN rules TEXT NOT NULL DEFAULT '';
ALTER TABLE sources ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sources ADD COLUMN excluded INTEGER NOT NULL DEFAULT 0;
PRAGMA user_version = 2;
UPDATE files SET marks = 'hidden-text' WHERE path = '/d/a/lease.pdf';
UPDATE sources SET rules = '*.tmp' WHERE path = '/d/b';
"""


@pytest.fixture
def old_library(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    (folder / "index").mkdir(parents=True)
    with closing(sqlite3.connect(folder / "library.sqlite")) as connection:
        connection.executescript(VERSION_1)
    return folder


@pytest.mark.parametrize("write", [True, False])
def test_a_library_of_version_1_keeps_everything(old_library: Path, write: bool) -> None:
    with Library.open(old_library, write=write) as opened:
        ledger = opened.ledger
        assert ledger.source_records() == [SourceRecord("/d/b"), SourceRecord("/d/a")]
        assert ledger.files() == [
            FileRecord(
                "/d/a/lease.pdf",
                FileStatus.PARTLY,
                Reason(ReasonCode.PAGES_WITHOUT_TEXT, "page 4"),
                source="/d/a",
                size=900,
                mtime_ns=11,
                checked_ns=12,
                revision="abc-pdf",
                pages=9,
                chunks=30,
                seconds=1.5,
                title="Lease",
                media_type="application/pdf",
                indexed_at=1700000000.5,
            ),
            FileRecord(
                "/d/b/empty.txt",
                FileStatus.SKIPPED,
                Reason(ReasonCode.EMPTY),
                source="/d/b",
                mtime_ns=21,
            ),
        ]
        assert ledger.complete_revisions("index") == {"abc-pdf": 30}
        assert ledger.fact("active-index") == "index"


def test_the_snapshot_is_the_old_library_until_deleted_text_must_go(old_library: Path) -> None:
    snapshot = old_library / "library.sqlite.version-1"
    with Library.open(old_library, write=True) as opened:
        with closing(sqlite3.connect(snapshot)) as connection:
            assert connection.execute("SELECT count(*) FROM files").fetchone() == (2,)
            assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        opened.ledger.remove(["/d/a/lease.pdf"])
        opened.ledger.compact()
    held = [path.read_bytes() for path in old_library.rglob("*") if path.is_file()]
    assert not [content for content in held if b"lease.pdf" in content]


def test_every_step_leads_to_the_tables_of_a_new_library(old_library: Path, tmp_path: Path) -> None:
    def tables(folder: Path) -> list[tuple[str, str, str]]:
        with closing(sqlite3.connect(folder / "library.sqlite")) as connection:
            assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
            return [
                row
                for (table,) in connection.execute("SELECT name FROM sqlite_master ORDER BY name")
                for row in connection.execute(f"PRAGMA table_info({table})")
            ]

    with Library.open(old_library), Library.open(tmp_path / "new", create=True):
        pass
    assert tables(old_library) == tables(tmp_path / "new")


def test_a_library_of_version_2_keeps_its_marks_and_rules_and_takes_tags(old_library: Path) -> None:
    with closing(sqlite3.connect(old_library / "library.sqlite")) as connection:
        connection.executescript(VERSION_2)
    with Library.open(old_library, write=True) as opened:
        marked = opened.ledger.file("/d/a/lease.pdf")
        assert marked is not None
        assert marked.marks == (FileMark.HIDDEN_TEXT,)
        assert opened.ledger.source_records()[0].rules == ("*.tmp",)
        assert opened.ledger.tags.all() == {}
        opened.ledger.tags.put("contracts", ["/d/a"])
        assert opened.ledger.tags.all() == {"contracts": ["/d/a"]}
    assert (old_library / "library.sqlite.version-2").is_file()
