"""While another version of the program makes the index anew, what was found is found."""

from contextlib import closing
from pathlib import Path

import pytest

from assistant.search.retrieval import Retriever, passages_of
from indexer import chunking
from indexer.events import FileDone
from indexer.ingest import ingest
from indexer.library import Library
from indexer.parsing.pool import InlineParser
from indexer.writing_batches import BatchWriter
from tests.fakes import HashEmbedder
from tests.indexer.indexing import run


class OtherEmbedder(HashEmbedder):
    """A model whose vectors mean something else."""

    fingerprint = "another model"  # type: ignore[assignment]


@pytest.fixture
def indexed(library: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    for word in ("apples", "bridges", "candles"):
        (folder / f"{word}.txt").write_text(f"Everything about {word} is in here.\n")
    run(library, [folder])
    return folder


def begin_again(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version reads everything anew, and is stopped after the first file."""
    monkeypatch.setattr(chunking, "CHUNKER_VERSION", "another")
    monkeypatch.setattr(BatchWriter, "is_full", property(lambda self: bool(self._batch)))
    with Library.open(library, write=True) as opened:
        steps = ingest(opened, InlineParser(), HashEmbedder())
        with closing(steps):  # type: ignore[type-var]
            next(step for step in steps if isinstance(step, FileDone))


def paths(library: Path, query: str, embedder: HashEmbedder | None = None) -> list[str]:
    with Library.open(library) as opened:
        passages = Retriever(opened, embedder or HashEmbedder()).retrieve(query)
        return [Path(passage.path).name for passage in passages]


EVERYTHING = {"apples.txt", "bridges.txt", "candles.txt"}


def test_an_old_index_serves_before_the_new_one_is_begun(
    library: Path, indexed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chunking, "CHUNKER_VERSION", "another")
    assert set(paths(library, "everything")) == EVERYTHING
    with Library.open(library) as opened:
        assert opened.is_rebuilt_for(HashEmbedder())


def test_an_old_index_serves_until_the_new_one_is_complete(
    library: Path, indexed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin_again(library, monkeypatch)
    with Library.open(library) as opened:
        assert opened.rebuilding() == (1, 3)
        assert opened.store(HashEmbedder()).count() == 1
    assert sorted(paths(library, "everything")) == sorted(EVERYTHING)
    run(library)
    with Library.open(library) as opened:
        assert opened.rebuilding() is None
        assert not opened.is_rebuilt_for(HashEmbedder())
        assert len(list((library / "index").iterdir())) == 1
    assert sorted(paths(library, "everything")) == sorted(EVERYTHING)


def test_what_is_new_is_found_before_the_new_index_is_complete(
    library: Path, indexed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (indexed / "drums.txt").write_text("Everything about drums is in here.\n")
    begin_again(library, monkeypatch)  # what was just saved is read first
    assert paths(library, "drums")[0] == "drums.txt"
    assert set(paths(library, "everything")) > EVERYTHING
    with Library.open(library) as opened:
        for revision in opened.ledger.live_revisions():
            assert passages_of(opened, HashEmbedder(), revision)


def test_vectors_of_another_model_are_never_searched(library: Path, indexed: Path) -> None:
    assert paths(library, "everything", OtherEmbedder()) == []
    with Library.open(library) as opened:
        assert opened.is_rebuilt_for(OtherEmbedder())
    run(library, embedder=OtherEmbedder())
    assert set(paths(library, "everything", OtherEmbedder())) == EVERYTHING
