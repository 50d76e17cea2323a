"""The fused ranking: places on several pages before several places of one page."""

from statistics import fmean, pstdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.search.fusion import (
    FusedChunk,
    Signal,
    fuse,
    spread_over_pages,
    standard_scores,
)
from indexer.chunks import Chunk, ScoredChunk
from indexer.documents import Span


def hit(page: int | None, score: float, ordinal: int = 0, revision: str = "a-pdf") -> FusedChunk:
    text = f"Chunk {ordinal}."
    chunk = Chunk(
        revision=revision,
        ordinal=ordinal,
        page=page,
        span=Span(0, len(text)),
        text=text,
        embedding_text=text,
        label="",
        sentences=(Span(0, len(text)),),
    )
    return FusedChunk(chunk, score)


def test_another_page_goes_before_a_little_better_place_of_the_same_page() -> None:
    hits = [hit(1, 3.0, 0), hit(1, 2.9, 1), hit(2, 2.6, 2), hit(1, 2.5, 3)]
    spread = list(spread_over_pages(hits, 0.5))
    assert [each.chunk.page for each in spread] == [1, 2, 1, 1]
    assert [round(each.score, 6) for each in spread] == [3.0, 2.6, 2.4, 1.5]
    assert [each.found_by.get("same_page") for each in spread] == [None, None, 1.0, 2.0]


def test_a_much_better_place_of_the_same_page_stays_ahead() -> None:
    spread = spread_over_pages([hit(1, 3.0, 0), hit(1, 2.9, 1), hit(2, 1.0, 2)], 0.5)
    assert [each.chunk.ordinal for each in spread] == [0, 1, 2]


def test_pages_of_other_files_and_texts_without_pages_are_left_alone() -> None:
    others = [hit(1, 2.0, 0), hit(1, 1.9, 1, "b-pdf"), hit(None, 1.8, 2), hit(None, 1.7, 3)]
    assert [each.score for each in spread_over_pages(others, 0.5)] == [2.0, 1.9, 1.8, 1.7]


@given(
    st.lists(st.tuples(st.sampled_from((None, 1, 2, 3)), st.floats(-5, 5)), max_size=30),
    st.sampled_from((0.0, 0.5, 3.0)),
)
def test_nothing_is_lost_and_scores_never_rise(
    given_hits: list[tuple[int | None, float]], loss: float
) -> None:
    hits = [hit(page, score, order) for order, (page, score) in enumerate(given_hits)]
    hits.sort(key=lambda each: -each.score)
    spread = list(spread_over_pages(hits, loss))
    assert {each.chunk.id for each in spread} == {each.chunk.id for each in hits}
    scores = [each.score for each in spread]
    assert scores == sorted(scores, reverse=True)
    if not loss:
        assert scores == [each.score for each in hits]


def test_what_is_beside_a_chunk_counts_once_whichever_search_found_it() -> None:
    chunks = [hit(1, 0.0, ordinal).chunk for ordinal in range(4)]
    signals = [
        Signal("dense", [ScoredChunk(chunks[0], 0.9), ScoredChunk(chunks[3], 0.1)], 0.5),
        Signal("text", [ScoredChunk(chunks[1], 9.0), ScoredChunk(chunks[3], 1.0)], 0.5),
    ]
    fused = {each.chunk.ordinal: each for each in fuse(signals, neighbours=0.2)}
    beside = {ordinal: each.found_by.get("beside") for ordinal, each in fused.items()}
    assert beside == {0: 1.0, 1: 1.0, 3: None}
    assert fused[1].score > fused[3].score


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=50))
def test_standard_scores_are_what_the_textbook_says(values: list[float]) -> None:
    found = standard_scores({str(place): value for place, value in enumerate(values)})
    deviation = pstdev(values)
    expected = [
        (value - fmean(values)) / deviation if deviation > 1e-9 else 0.0 for value in values
    ]
    assert list(found.values()) == pytest.approx(expected, rel=1e-6, abs=1e-6)
