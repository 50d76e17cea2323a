import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.metrics import (
    hit_at,
    mean,
    ndcg_at,
    recall_at,
    reciprocal_rank_at,
    span_overlap,
    span_precision,
    span_recall,
    union,
)
from indexer.documents import Span

HERE = ("/a.txt", None)
THERE = ("/b.txt", 3)

spans = st.lists(
    st.tuples(st.sampled_from([HERE, THERE]), st.integers(0, 50), st.integers(0, 50)).map(
        lambda each: (each[0], Span(min(each[1:]), max(each[1:])))
    ),
    max_size=6,
)


def test_overlapping_and_touching_spans_become_one() -> None:
    merged = union([(HERE, Span(5, 9)), (HERE, Span(0, 5)), (THERE, Span(1, 2))])
    assert merged == {HERE: [Span(0, 9)], THERE: [Span(1, 2)]}


def test_recall_counts_gold_characters_once_and_only_on_their_page() -> None:
    gold = [(HERE, Span(0, 10)), (THERE, Span(0, 10))]
    found = [(HERE, Span(0, 5)), (HERE, Span(0, 5)), (("/b.txt", 4), Span(0, 10))]
    assert span_recall(found, gold) == pytest.approx(0.25)


def test_precision_counts_what_is_read_twice_twice() -> None:
    found = [(HERE, Span(0, 10)), (HERE, Span(0, 10))]
    assert span_precision(found, [(HERE, Span(0, 10))]) == pytest.approx(0.5)


def test_intersection_over_union_of_an_exact_hit_is_one() -> None:
    assert span_overlap([(HERE, Span(2, 7))], [(HERE, Span(2, 7))]) == 1.0


@given(found=spans, gold=spans)
def test_character_metrics_stay_between_0_and_1(found: list, gold: list) -> None:
    for metric in (span_recall, span_precision, span_overlap):
        assert 0.0 <= metric(found, gold) <= 1.0


def test_metrics_of_ranks() -> None:
    relevant = [False, True, False, True]
    assert recall_at(relevant, 2, 2) == 0.5
    assert hit_at(relevant, 1) == 0.0
    assert hit_at(relevant, 2) == 1.0
    assert reciprocal_rank_at(relevant, 10) == 0.5
    assert reciprocal_rank_at(relevant, 1) == 0.0
    assert ndcg_at([True, True], 2, 10) == pytest.approx(1.0)
    assert ndcg_at(relevant, 2, 10) < ndcg_at([True, False, True], 2, 10)


def test_the_mean_of_nothing_is_zero() -> None:
    assert mean([]) == 0.0
