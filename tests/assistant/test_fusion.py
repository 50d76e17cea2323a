"""The fused ranking: places on several pages before several places of one page."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.search.fusion import FusedChunk, spread_over_pages
from indexer.chunks import Chunk
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
