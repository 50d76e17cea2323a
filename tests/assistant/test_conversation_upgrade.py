"""What an earlier version kept is read by this one, and no change of the tables can lose it."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from assistant.conversations import schema
from assistant.conversations.database import DATABASE
from assistant.conversations.errors import ConversationsUnusable
from assistant.conversations.store import ConversationStore
from tests.assistant.conversation_making import answer, full_answer, no_answer, table

VERSION_1 = Path(__file__).with_name("conversations_version_1.sql")


@pytest.fixture
def old(tmp_path: Path) -> Iterator[ConversationStore]:
    """A store over a file as version 1 has left it."""
    with closing(sqlite3.connect(tmp_path / DATABASE)) as connection:
        connection.executescript(VERSION_1.read_text(encoding="utf-8"))
    store = ConversationStore(tmp_path)
    yield store
    store.close()


def contents(store: ConversationStore) -> list[object]:
    return [(entry, store.turns(entry.id)) for entry in store.entries()]


def test_conversations_of_version_1_are_read_as_they_were_kept(old: ConversationStore) -> None:
    assert [entry.title for entry in old.entries()] == [
        "Every contract?",
        "How long is the notice period?",
    ]
    first, second = old.turns(1)
    assert (first.answer, second.answer) == (full_answer(), no_answer())
    assert (first.scope, first.within, first.searched) == ("type:pdf", "/docs", "notice period")
    assert (first.trace, first.asked_at) == ("0123456789ab", 1.7e9)
    assert old.turns(2)[0].answer == table()
    assert [entry.id for entry in old.entries("leases differ per")] == [1]
    assert old.keep(1, "And then?", answer()).conversation == 1


def test_a_copy_of_the_file_is_a_whole_backup(old: ConversationStore, tmp_path: Path) -> None:
    old.keep(None, "What else?", full_answer())
    before = contents(old)
    old.close()
    backup = tmp_path / "elsewhere"
    backup.mkdir()
    shutil.copy(tmp_path / DATABASE, backup)
    old.delete([1, 2])
    old.close()
    restored = ConversationStore(backup)
    assert contents(restored) == before
    restored.close()


def _add_a_column(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE turns ADD COLUMN liked INTEGER NOT NULL DEFAULT 0")


def _fail_halfway(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM turns")
    raise sqlite3.OperationalError("database or disk is full")


def next_version(
    monkeypatch: pytest.MonkeyPatch, step: schema.Migration, tmp_path: Path
) -> ConversationStore:
    """A store of a version that changes the tables by one step."""
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, step))
    version = schema.SCHEMA_VERSION + 1
    monkeypatch.setattr(schema, "SCHEMA_VERSION", version)
    monkeypatch.setattr("assistant.conversations.database.SCHEMA_VERSION", version)
    return ConversationStore(tmp_path)


def test_the_old_file_is_kept_before_its_tables_are_changed(
    old: ConversationStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(old)
    old.close()
    with monkeypatch.context() as patch:
        newer = next_version(patch, _add_a_column, tmp_path)
        assert contents(newer) == before
        assert newer.keep(1, "And then?", answer()).turn == 4
        newer.close()
    snapshot = tmp_path / f"{DATABASE}.version-1"
    kept = tmp_path / "kept"
    kept.mkdir()
    shutil.copy(snapshot, kept / DATABASE)
    first = ConversationStore(kept)
    assert contents(first) == before
    first.close()


def test_a_change_that_fails_leaves_everything_as_it_was(
    old: ConversationStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(old)
    old.close()
    with monkeypatch.context() as patch:
        newer = next_version(patch, _fail_halfway, tmp_path)
        with pytest.raises(ConversationsUnusable, match="disk is full"):
            newer.entries()
        newer.close()
    assert contents(old) == before


def test_a_file_that_may_only_be_read_is_read_and_not_written(
    old: ConversationStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(old)
    old.close()

    def refuse(*_: object) -> None:
        raise sqlite3.OperationalError("attempt to write a readonly database")

    monkeypatch.setattr("assistant.conversations.database.migrate", refuse)
    assert contents(old) == before
    assert [entry.id for entry in old.entries("every")] == [2]
    with pytest.raises(ConversationsUnusable, match="see that the folder may be written"):
        old.keep(None, "Q?", answer())
    assert contents(old) == before
