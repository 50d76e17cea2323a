"""What declining is fitted to: the right questions, put to the right documents."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.evaluation.calibration_searches import (
    Kind,
    QuestionSet,
    Search,
    judged,
    keep_searches,
    read_searches,
    searches_of,
)
from assistant.evaluation.golden import GoldenQuestion
from indexer.library import Library
from tests.fakes import HashEmbedder

MakeLibrary = Callable[[dict[str, str]], Library]
TEXTS = {
    "bridge.txt": "The harbour bridge is 330 metres long and was opened in 1932.",
    "copy.txt": "Our notes say that the harbour bridge is 330 metres long.",
    "tower.txt": "The tower of the old church is 90 metres high.",
}
QUESTIONS = [
    {
        "question": "How long is the harbour bridge?",
        "answers": ["330 metres"],
        "file": "bridge.txt",
    },
    {
        "question": "How high is the tower of the church?",
        "answers": ["90 metres"],
        "file": "tower.txt",
    },
]
OTHER = GoldenQuestion(qid="o", question="Who wrote the sonata?")


@pytest.fixture
def searches(library_of: MakeLibrary, hash_embedder: HashEmbedder, tmp_path: Path) -> list[Search]:
    library_of(TEXTS)
    lines: list[dict[str, object]] = [
        {"qid": str(number), "gold": [{"file": each.pop("file")}], **each}
        for number, each in enumerate(map(dict, QUESTIONS))
    ]
    lines.append({"qid": "none", "question": "Who paid for the bridge?", "answerable": False})
    golden = tmp_path / "questions.jsonl"
    golden.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    each = QuestionSet(golden, tmp_path / "docs", tmp_path / "library")
    return list(searches_of(each, [OTHER], hash_embedder))


def test_every_question_is_asked_with_and_without_what_answers_it(searches: list[Search]) -> None:
    kinds = [search.kind for search in searches]
    assert sorted(kinds) == sorted(
        [Kind.UNANSWERABLE, *[Kind.ANSWERABLE, Kind.HIDDEN] * 2, Kind.UNRELATED]
    )
    for search in searches:
        files = {Path(passage.path).name for passage in search.passages}
        gold = {passage.file for passage in search.question.gold}
        assert (gold <= files) == (search.kind is not Kind.HIDDEN)


def test_what_another_document_answers_does_not_count_as_unanswerable(
    searches: list[Search], hash_embedder: HashEmbedder
) -> None:
    hidden = {
        search.question.question: judged("set", search, hash_embedder).kind
        for search in searches
        if search.kind is Kind.HIDDEN
    }
    assert hidden == {
        "How long is the harbour bridge?": Kind.ANSWERED_ELSEWHERE,
        "How high is the tower of the church?": Kind.HIDDEN,
    }


def test_searches_are_kept_as_they_are(searches: list[Search], tmp_path: Path) -> None:
    keep_searches(tmp_path / "kept" / "set.json", searches)
    assert read_searches(tmp_path / "kept" / "set.json") == searches
