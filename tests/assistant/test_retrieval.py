from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.search.fusion import Signal, fuse, standard_scores
from assistant.search.retrieval import Retriever
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
    fused = fuse([Signal("dense", dense, 0.5), Signal("text", text, 0.5)])
    assert [hit.chunk.revision for hit in fused] == ["a", "b", "c"]


def test_what_one_search_missed_counts_as_its_last() -> None:
    dense = Signal("dense", [_hit("a", 0.9), _hit("b", 0.1)], 0.5)
    fused = fuse([dense, Signal("text", [_hit("c", 3.0)], 0.5)])
    assert {hit.chunk.revision for hit in fused} == {"a", "b", "c"}
    assert fused[0].chunk.revision == "a"
    assert "text" not in fused[0].found_by


def test_the_only_passage_with_a_word_goes_first_where_the_search_found_all_there_is() -> None:
    dense = Signal("dense", [_hit("a", 0.9), _hit("b", 0.2), _hit("d", 0.1)], 0.45)
    only = [_hit("c", 3.0)]
    cut_short = fuse([dense, Signal("text", only, 0.55)])
    whole = fuse([dense, Signal("text", only, 0.55, is_whole=True)])
    assert cut_short[0].chunk.revision == "a"
    assert whole[0].chunk.revision == "c"


def test_scores_that_do_not_differ_say_nothing() -> None:
    assert standard_scores({"a": 2.0, "b": 2.0}) == {"a": 0.0, "b": 0.0}
    assert standard_scores({}) == {}


def _part(ordinal: int, score: float) -> ScoredChunk:
    return ScoredChunk(Chunk("a", ordinal, None, Span(0, 1), "x", "x"), score)


def test_chunks_beside_good_ones_gain() -> None:
    hits = [_part(4, 0.9), _part(9, 0.50), _part(5, 0.49), _part(7, 0.1), _part(1, 0.1)]
    alone = [hit.chunk.ordinal for hit in fuse([Signal("dense", hits, 1.0)])]
    wide = [hit.chunk.ordinal for hit in fuse([Signal("dense", hits, 1.0)], neighbours=0.2)]
    assert alone[:3] == [4, 9, 5]
    assert wide[:3] == [4, 5, 9]


def test_a_bonus_goes_to_every_chunk_of_a_revision_and_is_told() -> None:
    signal = Signal("dense", [_hit("a", 0.9), _hit("b", 0.5), _hit("c", 0.1)], 1.0)
    fused = fuse([signal], {"c": 9.0})
    assert fused[0].chunk.revision == "c"
    assert fused[0].found_by["named"] == 9.0
    assert "named" not in fused[1].found_by


REPORTS = {
    "AMCOR_2023_10K.md": "The gross profit rose. Net sales were twelve million dollars.",
    "AMCOR_2022_10K.md": "The gross profit fell. Net sales were nine million dollars.",
    "BESTBUY_2023_10K.md": "The gross profit stood still. Net sales were five million dollars.",
    "notes.md": "Minutes of the meeting on the garden and its otters.",
}


@pytest.mark.parametrize(
    ("question", "file"),
    [
        ("What was the gross profit of Amcor in FY2023?", "AMCOR_2023_10K.md"),
        ("How did AMCOR's gross profit develop up to 2022?", "AMCOR_2022_10K.md"),
        ("What was Best Buy's gross profit?", "BESTBUY_2023_10K.md"),
    ],
)
def test_a_file_that_the_question_names_comes_first(
    library_of: MakeLibrary, hash_embedder: HashEmbedder, question: str, file: str
) -> None:
    best = Retriever(library_of(REPORTS), hash_embedder).retrieve(question)[0]
    assert Path(best.path).name == file
    assert best.found_by["named"] > 0


def test_ordinary_words_name_no_file(library_of: MakeLibrary, hash_embedder: HashEmbedder) -> None:
    found = Retriever(library_of(REPORTS), hash_embedder).retrieve("What do the notes say?")
    assert all("named" not in passage.found_by for passage in found)


def test_filters_phrases_and_exclusions_narrow_a_search(
    library_of: MakeLibrary, hash_embedder: HashEmbedder
) -> None:
    library = library_of({**TEXTS, "old/bridge.md": "The old bridge was of wood and short."})
    retriever = Retriever(library, hash_embedder)

    def names(query: str) -> list[str]:
        return [Path(hit.path).name for hit in retriever.retrieve(query)]

    assert names("bridge in:old") == ["bridge.md"]
    assert "bridge.md" not in names("bridge type:txt")
    assert names('"harbour bridge" long') == ["bridge.txt"]
    assert "bridge.txt" not in names("bridge -harbour")
    assert names("bridge before:1999") == []
    assert names("type:txt") == []
