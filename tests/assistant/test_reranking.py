"""A reranker puts the first results in order, in bounded time, and is never in the way."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.search.explaining import explain_passage
from assistant.search.explanation_words import passage_sentence
from assistant.search.fusion import FusedChunk
from assistant.search.reranking import RERANKED, ROUND, SECONDS, rerank
from assistant.search.retrieval import Retriever
from indexer.chunks import Chunk
from indexer.documents import HiddenBecause, HiddenText, Span
from indexer.ingest import ingest
from indexer.library import Library
from indexer.parsing.pool import InlineParser
from models.errors import ModelUnloadable
from models.folder import import_model
from models.interfaces import Reranker
from models.loading import load_reranker
from tests.fakes import HashEmbedder
from tests.pair_folders import reranker_folder


@pytest.fixture(autouse=True)
def own_models_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_MODELS", str(tmp_path / "models"))


@pytest.fixture
def golden(tmp_path: Path) -> Reranker:
    """Prefers what has the word “golden”, then “silver”."""
    words = {"golden": 4.0, "silver": 2.0}
    return load_reranker(import_model(reranker_folder(tmp_path / "r", words)).id, threads=1)


def hits(*texts: str, language: str = "") -> list[FusedChunk]:
    """Found in this order, their scores a tenth apart."""
    return [
        FusedChunk(
            Chunk("rev", place, 1, Span(0, len(text)), text, "", language=language),
            1 - place / 10,
            {"dense_rank": place + 1.0},
        )
        for place, text in enumerate(texts)
    ]


def texts_of(found: Sequence[FusedChunk]) -> list[str]:
    return [hit.chunk.text for hit in found]


class Watched:
    """Remembers what was read."""

    def __init__(self, reranker: Reranker, languages: frozenset[str] = frozenset()) -> None:
        self._reranker = reranker
        self.id, self.fingerprint, self.languages = reranker.id, reranker.fingerprint, languages
        self.read: list[str] = []

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        self.read += texts
        return self._reranker.score(query, texts)


def test_what_the_reranker_prefers_comes_first(golden: Reranker) -> None:
    found = rerank(golden, "which", hits("of iron", "a silver ring", "of wood", "golden rings"))
    assert texts_of(found) == ["golden rings", "a silver ring", "of iron", "of wood"]
    assert found[0].found_by["rerank_rank"] == 1
    assert found[0].found_by["rerank"] > found[1].found_by["rerank"]
    assert found[0].found_by["dense_rank"] == 4
    scores = [hit.score for hit in found]
    assert scores == sorted(scores, reverse=True)


def test_a_great_lead_of_the_search_is_kept(golden: Reranker) -> None:
    """What the query names is worth as much as the reranker's opinion, and more with the rest."""
    first, *others = hits("of iron", "a golden ring", "of wood", "of tin")
    named = FusedChunk(first.chunk, 9.0, first.found_by)
    assert texts_of(rerank(golden, "which", [named, *others]))[0] == "of iron"


def test_only_the_first_are_read_and_the_rest_stay_behind_in_order(golden: Reranker) -> None:
    watched = Watched(golden)
    many = [f"iron {number}" for number in range(RERANKED + 6)]
    many[RERANKED + 2] = "golden, but far down"
    many[3] = "silver"
    found = rerank(watched, "which", hits(*many))
    assert watched.read == many[:RERANKED]
    assert texts_of(found)[0] == "silver"
    assert texts_of(found)[RERANKED:] == many[RERANKED:]


def test_the_same_text_is_read_once(golden: Reranker) -> None:
    watched = Watched(golden)
    rerank(watched, "which", hits(*["iron"] * 40, "golden"))
    assert watched.read == ["iron", "golden"]


def test_no_further_round_is_begun_when_time_is_up(golden: Reranker) -> None:
    watched = Watched(golden)
    times = iter([0.0, SECONDS / 2, SECONDS * 2])
    texts = [f"iron {number}" for number in range(20)]
    found = rerank(watched, "which", hits(*texts), clock=lambda: next(times))
    assert len(watched.read) == 2 * ROUND
    assert texts_of(found)[2 * ROUND :] == texts[2 * ROUND :]


def test_of_other_languages_it_has_no_opinion(golden: Reranker) -> None:
    watched = Watched(golden, frozenset({"en"}))
    german = hits("golden", "Eisen", language="de")
    assert texts_of(rerank(watched, "which", german)) == ["golden", "Eisen"]
    assert watched.read == []


def test_hidden_text_does_not_bring_a_passage_up(golden: Reranker) -> None:
    text = "of iron golden golden, of wood"
    hidden = HiddenText(Span(8, 21), HiddenBecause.TINY)
    chunk = Chunk(
        "rev", 0, 1, Span(0, len(text)), text, "", heading_path=("Metals",), hidden=(hidden,)
    )
    watched = Watched(golden)
    found = rerank(watched, "which", [FusedChunk(chunk, 1.0), *hits("a silver ring")])
    assert watched.read[0] == "Metals\nof iron , of wood"
    assert found[0].chunk.text == "a silver ring"


def test_one_that_fails_changes_nothing() -> None:
    class Broken:
        id = fingerprint = "broken"
        languages = frozenset[str]()

        def score(self, query: str, texts: Sequence[str]) -> list[float]:
            raise ModelUnloadable("broken", "its file is damaged")

    before = hits("iron", "golden")
    assert rerank(Broken(), "which", before) == before


def test_the_search_says_what_the_reranker_did(golden: Reranker, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    for name, text in (
        ("a.txt", "The rings of the harbour are kept in a box of iron near the harbour."),
        ("b.txt", "The box of the harbour has rings of a golden kind, kept by the harbour."),
        ("c.txt", "Nothing here."),
    ):
        (docs / name).write_text(text)
    embedder = HashEmbedder()
    with Library.open(tmp_path / "library", create=True, write=True) as library:
        list(ingest(library, InlineParser(), embedder, [docs]))
        plain = Retriever(library, embedder).retrieve("iron box of rings harbour")
        assert Path(plain[0].path).name == "a.txt"
        assert "rerank_rank" not in plain[0].found_by
        retriever = Retriever(library, embedder, reranker=golden)
        passages = retriever.retrieve("iron box of rings harbour")
        assert Path(passages[0].path).name == "b.txt"
        assert {p.path for p in passages} == {p.path for p in plain}
        how = explain_passage("iron box of rings harbour", passages[0], 1)
        assert how.rerank == 1
        assert "Read together with your question it came 1st." in passage_sentence(how)
