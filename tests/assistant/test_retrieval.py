from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.fusion import FusionWeights, fuse, standard_scores
from assistant.retrieval import Retriever
from indexer.chunks import Chunk, ScoredChunk
from indexer.documents import Span
from indexer.library import Library
from tests.fakes import HashEmbedder

MakeLibrary = Callable[[dict[str, str]], Library]

TEXTS = {
    "bridge.txt": "The harbour bridge is 330 metres long and was painted red in spring.",
    "cats.txt": "Cats sleep for sixteen hours a day and hunt at dawn.",
    "soup.txt": "Onion soup needs time, butter and patience.",
}


def test_the_passage_found_is_the_text_of_the_file(
    library_of: MakeLibrary, hash_embedder: HashEmbedder
) -> None:
    retriever = Retriever(library_of(TEXTS), hash_embedder)
    best = retriever.retrieve("how long is the harbour bridge")[0]
    assert Path(best.path).name == "bridge.txt"
    assert best.text == TEXTS["bridge.txt"][best.start : best.end]
    assert {"dense", "dense_rank"} <= best.found_by.keys()


def test_a_search_stays_within_the_file_or_folder(
    library_of: MakeLibrary, hash_embedder: HashEmbedder, tmp_path: Path
) -> None:
    retriever = Retriever(library_of(TEXTS), hash_embedder)
    docs = tmp_path / "docs"
    assert len(retriever.retrieve("harbour bridge", within=docs)) == len(TEXTS)
    (only,) = retriever.retrieve("harbour bridge", within=docs / "cats.txt")
    assert Path(only.path).name == "cats.txt"
    assert retriever.retrieve("harbour bridge", within=tmp_path / "elsewhere") == []
    assert retriever.is_empty(tmp_path / "elsewhere")


def test_the_same_text_in_two_files_is_shown_once(
    library_of: MakeLibrary, hash_embedder: HashEmbedder
) -> None:
    copies = {"b.txt": TEXTS["cats.txt"], "a.txt": TEXTS["cats.txt"]}
    nearly = {"c.md": TEXTS["cats.txt"] + "\n"}
    found = Retriever(library_of({**copies, **nearly}), hash_embedder).retrieve("when do cats hunt")
    assert len(found) == 1


def test_tables_that_differ_in_a_number_are_two_texts(
    library_of: MakeLibrary, hash_embedder: HashEmbedder
) -> None:
    row = "Net sales of the northern region in the year were {} million dollars before tax."
    texts = {"a.txt": row.format(12), "b.txt": row.format(13)}
    assert len(Retriever(library_of(texts), hash_embedder).retrieve("net sales")) == 2


def test_a_deleted_file_is_found_no_more(
    library_of: MakeLibrary, hash_embedder: HashEmbedder, tmp_path: Path
) -> None:
    library = library_of(TEXTS)
    retriever = Retriever(library, hash_embedder)
    library.ledger.remove([str(tmp_path / "docs" / "bridge.txt")])
    assert all("bridge" not in hit.path for hit in retriever.retrieve("harbour bridge"))


@pytest.mark.parametrize("query", ["", "   ", "\n"])
def test_an_empty_query_finds_nothing(
    library_of: MakeLibrary, hash_embedder: HashEmbedder, query: str
) -> None:
    assert Retriever(library_of(TEXTS), hash_embedder).retrieve(query) == []


def _hit(name: str, score: float) -> ScoredChunk:
    return ScoredChunk(Chunk(name, 0, None, Span(0, 1), "x", "x"), score)


def test_fusing_keeps_how_far_ahead_the_first_is() -> None:
    dense = [_hit("a", 0.9), _hit("b", 0.3), _hit("c", 0.2)]
    text = [_hit("b", 5.0), _hit("a", 4.9), _hit("c", 1.0)]
    fused = fuse(dense, text, FusionWeights(dense=0.5, text=0.5))
    assert [hit.chunk.revision for hit in fused] == ["a", "b", "c"]


def test_what_one_search_missed_counts_as_its_last() -> None:
    fused = fuse([_hit("a", 0.9), _hit("b", 0.1)], [_hit("c", 3.0)], FusionWeights(0.5, 0.5))
    assert {hit.chunk.revision for hit in fused} == {"a", "b", "c"}
    assert fused[0].chunk.revision == "a"
    assert "text" not in fused[0].found_by


def test_scores_that_do_not_differ_say_nothing() -> None:
    assert standard_scores({"a": 2.0, "b": 2.0}) == {"a": 0.0, "b": 0.0}
    assert standard_scores({}) == {}
