import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from assistant.evaluation.golden import GoldenUnreadable, find_text, load_golden
from assistant.evaluation.reports import compare, read_report, save_report
from assistant.evaluation.runner import evaluate
from indexer.documents import Span
from indexer.library import Library
from tests.fakes import HashEmbedder

MakeLibrary = Callable[[dict[str, str]], Library]

TEXTS = {
    "bridge.txt": "The harbour bridge is 330 metres long.\nIt was painted red in spring.",
    "cats.txt": "Cats sleep for sixteen hours a day. They hunt at dawn.",
}
ROWS = [
    {
        "qid": "1",
        "question": "How long is the harbour bridge?",
        "type": "length",
        "gold": [
            {"file": "bridge.txt", "page": None, "text": "330 metres", "start": 22, "end": 32}
        ],
        "extra": {"ignored": True},
    },
    {
        "qid": "2",
        "question": "When do cats hunt?",
        "type": "time",
        "gold": [{"file": "cats.txt", "text": "They  hunt\nat dawn."}],
    },
    {"qid": "3", "question": "Who?", "answerable": False, "gold": []},
]


@pytest.fixture
def gold_file(tmp_path: Path) -> Path:
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in ROWS) + "\n", encoding="utf-8")
    return path


def test_a_perfect_library_has_perfect_scores(
    library_of: MakeLibrary, hash_embedder: HashEmbedder, gold_file: Path, tmp_path: Path
) -> None:
    report = evaluate(load_golden(gold_file), tmp_path / "docs", library_of(TEXTS), hash_embedder)
    assert report.questions == 2
    assert report.counts == {"length": 1, "time": 1}
    for metric in ("hit@1", "recall@5", "mrr@10", "ndcg@10", "document_hit@1", "span_recall@5"):
        assert report.overall[metric] == 1.0, metric
    assert 0 < report.by_type["length"]["span_precision@5"] < 1


def test_a_worse_run_is_told_from_the_baseline(
    library_of: MakeLibrary, hash_embedder: HashEmbedder, gold_file: Path, tmp_path: Path
) -> None:
    golden = load_golden(gold_file)
    report = evaluate(golden, tmp_path / "docs", library_of(TEXTS), hash_embedder)
    saved = tmp_path / "baseline.json"
    save_report(report, saved)
    baseline = read_report(saved)
    assert compare(report, baseline) == []
    worse = msgspec.structs.replace(report, overall={**report.overall, "mrr@10": 0.5})
    (regression,) = compare(worse, baseline)
    assert (regression.type, regression.metric, regression.now) == ("overall", "mrr@10", 0.5)
    assert compare(worse, baseline, tolerance=0.6) == []
    more = msgspec.structs.replace(baseline, overall={**report.overall, "characters@5": 1e6})
    fewer = msgspec.structs.replace(report, overall={**report.overall, "characters@5": 1.0})
    assert compare(fewer, more) == []


def test_a_missing_document_counts_as_not_found(
    library_of: MakeLibrary, hash_embedder: HashEmbedder, gold_file: Path, tmp_path: Path
) -> None:
    library = library_of({"bridge.txt": TEXTS["bridge.txt"]})
    report = evaluate(load_golden(gold_file), tmp_path / "docs", library, hash_embedder)
    assert report.by_type["time"]["document_hit@5"] == 0.0
    assert report.by_type["length"]["document_hit@5"] == 1.0


def test_gold_is_found_however_its_white_space_differs() -> None:
    assert find_text("a (b) c", "xx a\n(b)  c yy") == Span(3, 11)
    assert find_text("absent", "text") is None
    assert find_text("  ", "text") is None


def test_an_unreadable_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text('{"qid": "1", "question": "Who?"}\n{"qid": 2}\n', encoding="utf-8")
    with pytest.raises(GoldenUnreadable, match="line 2"):
        load_golden(path)


def test_questions_may_begin_with_a_mark_and_hold_line_separators(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('\ufeff{"qid":"1","question":"a\u2028b\x85c"}\n\n', encoding="utf-8")
    (question,) = load_golden(path)
    assert question.question == "a\u2028b\x85c"


def test_questions_that_are_not_utf8_are_named_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(b'\n{"qid":"1","question":"\xff"}')
    with pytest.raises(GoldenUnreadable, match=r"gold\.jsonl, line 2"):
        load_golden(path)
