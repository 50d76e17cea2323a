"""Runs that end early, indexes that lost something, and a change of the model."""

import math
import sqlite3
from pathlib import Path

import pytest

from indexer import writing_batches
from indexer.documents import FileStatus
from indexer.errors import StorageFull
from indexer.events import (
    FileDone,
    FileProgressed,
)
from indexer.ingest import ingest
from indexer.library import Library
from indexer.parsing.pool import InlineParser
from tests.fakes import HashEmbedder
from tests.indexer.indexing import (
    CountingEmbedder,
    age,
    finished,
    found,
    run,
    write,
)


@pytest.fixture
def twelve_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Files that are committed four at a time, however busy the machine is."""
    monkeypatch.setattr(writing_batches, "BATCH_DOCUMENTS", 4)
    monkeypatch.setattr(writing_batches, "BATCH_SECONDS", math.inf)
    texts = {f"file{number}": f"Sentence number {number}. " * 30 for number in range(12)}
    write(tmp_path / "documents", **texts)
    return tmp_path / "documents"


def test_stopping_keeps_what_was_done(library: Path, twelve_files: Path, tmp_path: Path) -> None:
    with Library.open(library, create=True, write=True) as opened:
        events = ingest(opened, InlineParser(), HashEmbedder(), [twelve_files])
        for event in events:
            if isinstance(event, FileDone):
                break
        events.close()  # type: ignore[attr-defined]
        totals = opened.ledger.totals()
    assert (totals[FileStatus.INDEXED], totals[FileStatus.WAITING]) == (4, 8)
    assert finished(run(library))[:2] == (8, 4)
    fresh = tmp_path / "fresh"
    run(fresh, [twelve_files])
    assert found(fresh) == found(library)


def test_chunks_that_were_lost_are_made_again(library: Path, documents: Path) -> None:
    age(documents)
    run(library, [documents])
    before = found(library)
    with Library.open(library, write=True) as opened:
        revision = next(iter(opened.ledger.live_revisions()))
        opened.store(HashEmbedder()).delete_revisions([revision])
    assert finished(run(library)) == (1, 2, 0, 0, 0)
    assert found(library) == before


def test_chunks_that_no_file_names_are_deleted(library: Path, documents: Path) -> None:
    run(library, [documents])
    with sqlite3.connect(library / "library.sqlite") as connection:
        connection.execute("DELETE FROM files WHERE path LIKE '%lease%'")
    connection.close()
    (documents / "lease.txt").unlink()
    run(library)
    with Library.open(library) as opened:
        assert opened.store(HashEmbedder()).count() == 2


def test_a_full_disk_ends_the_run_and_keeps_what_was_done(
    library: Path, twelve_files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Library.open(library, create=True, write=True) as opened:
        store = opened.store(HashEmbedder())
        add, calls = store.add, []

        def filling(*arguments: object) -> None:
            calls.append(arguments)
            if len(calls) == 3:
                raise StorageFull(library, "No space left on device")
            add(*arguments)  # type: ignore[arg-type]

        monkeypatch.setattr(store, "add", filling)
        with pytest.raises(StorageFull, match="what was indexed so far is kept"):
            list(ingest(opened, InlineParser(), HashEmbedder(), [twelve_files]))
        assert opened.ledger.totals()[FileStatus.INDEXED] == 8
    assert finished(run(library))[:2] == (4, 8)


class OtherEmbedder(CountingEmbedder):
    fingerprint = "another-model"


def test_another_model_gets_an_index_of_its_own(library: Path, documents: Path) -> None:
    age(documents)
    run(library, [documents])
    old = found(library)
    other = OtherEmbedder()
    with Library.open(library, write=True) as opened:
        events = ingest(opened, InlineParser(), other)
        for event in events:
            if isinstance(event, FileProgressed):
                break
        events.close()  # type: ignore[attr-defined]
        assert opened.store(other) is not opened.store(HashEmbedder())
        assert opened.store(HashEmbedder()).count() == 3
    assert found(library) == old, "the old index serves until the new one is complete"
    assert finished(run(library, embedder=other))[0] == 3
    assert found(library, other) == old
    assert len(list((library / "index").iterdir())) == 1
