"""Opening a library: who may write, and what is said when it cannot be opened."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from indexer import ledger_schema
from indexer.errors import (
    LibraryDamaged,
    LibraryLocked,
    LibraryMissing,
    LibraryTooNew,
    StorageFull,
)
from indexer.ledger_schema import SCHEMA_VERSION
from indexer.library import Library, default_library_folder
from tests.fakes import HashEmbedder

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Library.open(tmp_path / "library", create=True):
        pass
    return tmp_path / "library"


def test_the_default_folder_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_LIBRARY", str(tmp_path / "chosen"))
    assert default_library_folder() == tmp_path / "chosen"
    monkeypatch.delenv("FOOTNOTE_LIBRARY")
    assert default_library_folder().is_absolute()
    assert "footnote" in str(default_library_folder()).lower()


def test_a_missing_library_is_said_with_the_way_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(LibraryMissing, match="footnote index FOLDER"):
        Library.open(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_a_new_library_is_empty_and_lasts(folder: Path) -> None:
    with Library.open(folder) as opened:
        assert opened.ledger.sources() == []
        assert opened.ledger.files() == []
        assert opened.store().count() == 0
        assert opened.store(HashEmbedder()).count() == 0


def test_there_is_one_writer_and_readers_are_free(folder: Path) -> None:
    with Library.open(folder, write=True) as writer:
        assert writer.is_writable
        with pytest.raises(LibraryLocked, match=str(folder)):
            Library.open(folder, write=True)
        with Library.open(folder) as reader:
            assert reader.ledger.files() == []
            with pytest.raises(ValueError, match="opened for reading"):
                reader.ledger.add_source(folder)
    with Library.open(folder, write=True):
        pass


def test_another_process_finds_it_locked(folder: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from indexer.library import Library\n"
        "from indexer.errors import LibraryLocked\n"
        "try: Library.open(Path(sys.argv[1]), write=True)\n"
        "except LibraryLocked as error: print(error)\n"
    )
    with Library.open(folder, write=True):
        command = [sys.executable, "-c", program, str(folder)]
        result = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert "close its window or wait" in result.stdout


def test_a_library_of_a_newer_version_is_left_alone(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "library.sqlite")) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 6}")
    before = (folder / "library.sqlite").read_bytes()
    for write in (False, True):
        with pytest.raises(LibraryTooNew, match="update Footnote"):
            Library.open(folder, create=True, write=write)
    assert (folder / "library.sqlite").read_bytes() == before
    (folder / "writer.lock").unlink(missing_ok=True)


def test_a_damaged_library_is_said_with_the_next_step(folder: Path) -> None:
    (folder / "library.sqlite").write_bytes(b"this was a database once " * 100)
    for write in (False, True):
        with pytest.raises(LibraryDamaged, match="move that file away and index again"):
            Library.open(folder, write=write)


def test_damage_further_inside_is_said_too(folder: Path) -> None:
    database = folder / "library.sqlite"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = database.read_bytes()
    database.write_bytes(content[:4096] + b"\x5a" * (len(content) - 4096))
    with pytest.raises(LibraryDamaged), Library.open(folder) as opened:
        opened.ledger.files()


def test_a_library_whose_making_was_interrupted_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "library.sqlite").touch()
    with Library.open(folder) as opened:
        assert opened.ledger.files() == []


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageFull, match="move the library"):
        Library.open(tmp_path / "file" / "library", create=True)


def test_a_snapshot_is_taken_before_a_migration(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Library.open(folder, write=True) as opened:
        opened.ledger.add_source(folder)

    def rename(connection: sqlite3.Connection) -> None:
        connection.execute("ALTER TABLE facts RENAME TO renamed")

    monkeypatch.setattr(ledger_schema, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    monkeypatch.setattr("indexer.library.SCHEMA_VERSION", SCHEMA_VERSION + 1)
    monkeypatch.setattr(ledger_schema, "MIGRATIONS", (*ledger_schema.MIGRATIONS, rename))
    with Library.open(folder) as opened:
        assert opened.ledger.sources() == [folder]
    snapshot = folder / f"library.sqlite.version-{SCHEMA_VERSION}"
    with closing(sqlite3.connect(snapshot)) as connection:
        assert connection.execute("SELECT count(*) FROM facts").fetchone() == (0,)
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)


def test_a_migration_that_fails_changes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(connection: sqlite3.Connection) -> None:
        connection.execute("DROP TABLE facts")
        raise RuntimeError("a bug")

    with monkeypatch.context() as patched:
        patched.setattr(ledger_schema, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
        patched.setattr("indexer.library.SCHEMA_VERSION", SCHEMA_VERSION + 1)
        patched.setattr(ledger_schema, "MIGRATIONS", (*ledger_schema.MIGRATIONS, broken))
        with pytest.raises(RuntimeError):
            Library.open(folder)
    with Library.open(folder, write=True) as opened:
        assert opened.ledger.fact("anything") is None


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StorageFull):
        Library.open(tmp_path / "library", create=True)
