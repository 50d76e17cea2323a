"""Intervals, slices, comparison question by question, and runs over time."""

import random
from pathlib import Path

import pytest

from assistant.answers import Passage
from assistant.evaluation.golden import GoldenQuestion, GoldPassage, GoldTarget
from assistant.evaluation.history import append_run, read_runs, run_of
from assistant.evaluation.intervals import difference_interval, mean_interval
from assistant.evaluation.reports import change, compare, read_report, save_report
from assistant.evaluation.runner import report_of
from assistant.evaluation.scoring import score
from indexer.documents import Span
from tests.fakes import HashEmbedder


def question(number: int, **changes: object) -> GoldenQuestion:
    values: dict[str, object] = {
        "qid": str(number),
        "question": f"Question {number}?",
        "gold": (GoldPassage(file="a.pdf"),),
    }
    return GoldenQuestion(**(values | changes))  # type: ignore[arg-type]


def report(values: list[float], questions: list[GoldenQuestion] | None = None):  # noqa: ANN201
    asked = questions or [question(number) for number in range(len(values))]
    return report_of(asked, [{"recall@5": value} for value in values], HashEmbedder(), "s")


def passage(path: str, page: int, start: int, end: int) -> Passage:
    return Passage(
        path=path, revision="r", page=page, start=start, end=end, label="", text="", score=1.0
    )


def test_an_interval_holds_the_mean_and_narrows_with_more_questions() -> None:
    few = [0.0, 1.0] * 5
    low, high = mean_interval(few)
    assert 0.1 <= low < 0.5 < high <= 0.9
    wide, narrow = high - low, mean_interval(few * 20)
    assert narrow[1] - narrow[0] < wide / 3
    assert mean_interval([]) == (0.0, 0.0)


def test_intervals_hold_the_true_mean_about_as_often_as_they_promise() -> None:
    chance = random.Random(4)
    held = 0
    for _ in range(200):
        low, high = mean_interval([float(chance.random() < 0.7) for _ in range(60)])
        held += low <= 0.7 <= high
    assert 180 <= held <= 199


def test_a_small_change_shows_pair_by_pair_where_separate_intervals_overlap() -> None:
    before = [0.0, 1.0] * 50
    now = [min(1.0, value + 0.1) for value in before]
    low, high = difference_interval(before, now)
    assert 0 < low < high < 0.1
    assert mean_interval(before)[1] > mean_interval(now)[0]
    with pytest.raises(ValueError, match="1 values before and 2 now"):
        difference_interval([1.0], [1.0, 0.0])


def test_a_regression_says_how_sure_it_is() -> None:
    baseline = report([1.0] * 40)
    worse = report([1.0] * 30 + [0.0] * 10)
    (regression,) = [each for each in compare(worse, baseline) if each.type == "overall"]
    assert regression.interval is not None
    assert regression.interval[1] < 0
    assert change(worse, baseline, "no such metric") is None


def test_results_are_given_by_language_format_and_other_facts() -> None:
    asked = [
        question(1, lang="de", extra={"level": "hard", "seen": True, "note": 5}),
        question(2, lang="en", extra={"level": "easy", "seen": True}),
        question(3, lang="en", gold=(GoldPassage(file="x/b.md"),), extra={"level": "easy"}),
    ]
    found = report([1.0, 0.0, 0.5], asked).slices
    assert set(found) == {
        "format md", "format pdf", "language de", "language en", "level easy", "level hard",
        "seen yes",
    }  # fmt: skip
    assert found["language en"].metrics == {"recall@5": 0.25}
    assert found["language en"].questions == 2


def test_a_saved_report_is_read_again_whole(tmp_path: Path) -> None:
    saved = report([1.0, 0.0, 0.5])
    save_report(saved, tmp_path / "report.json")
    assert read_report(tmp_path / "report.json") == saved


def test_runs_are_kept_in_order_and_a_torn_line_hides_none(tmp_path: Path) -> None:
    golden = tmp_path / "q.jsonl"
    golden.write_text("{}")
    history = tmp_path / "runs.jsonl"
    append_run(history, run_of(report([1.0]), golden))
    with history.open("ab") as file:
        file.write(b'{"at": "20\n')
    append_run(history, run_of(report([0.0]), golden))
    runs = read_runs(history)
    assert [run.overall["recall@5"] for run in runs] == [1.0, 0.0]
    golden.write_text("{ }")
    assert read_runs(history, run_of(report([1.0]), golden).golden) == []


def test_pages_and_documents_count_once() -> None:
    hits = [
        passage("/b.pdf", 1, 0, 10),
        passage("/a.pdf", 1, 0, 10),
        passage("/a.pdf", 1, 10, 20),
        passage("/a.pdf", 7, 0, 10),
    ]
    targets = [GoldTarget(place=("/a.pdf", page), span=None) for page in (1, 2)]
    row = score(hits, targets)
    assert row["page_recall@5"] == 0.5
    assert row["page_hit@5"] == 1.0
    assert row["document_hit@1"] == 0.0
    assert row["document_mrr@10"] == 0.5
    assert row["document_ndcg@10"] == pytest.approx(0.6309, abs=1e-4)
    assert row["precision@5"] == pytest.approx(0.4)


def test_reading_is_bounded_by_characters_as_well_as_by_hits() -> None:
    target = GoldTarget(place=("/a.pdf", 1), span=Span(5000, 5010))
    hits = [passage("/a.pdf", 1, 0, 3900), passage("/a.pdf", 1, 4990, 5100)]
    row = score(hits, [target])
    assert row["span_recall@5"] == 1.0
    assert row["span_recall@4000c"] == 0.0
