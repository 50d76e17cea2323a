"""The engine puts a question to every document, can be stopped, and goes on where it was."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answers import Answer, AnswerTable
from assistant.checkup.kept import keep_scores
from assistant.checkup.scores import CheckupScores
from assistant.engine import handlers, indexing, trace_requests
from assistant.engine.model_shelf import ModelShelf
from assistant.engine.workbench import Workbench, open_library
from assistant.mapping.kept_findings import FindingStore
from assistant.messages import (
    AnswerFinished,
    AnyEvent,
    EngineEvent,
    PassagesFound,
    RowFound,
    decode_event,
    encode_line,
)
from assistant.requests import AddSource, Ask, DeleteTraces
from assistant.settings import ANSWER_MODE, Settings
from tests.assistant.checked_models import GOOD, POOR, install
from tests.fakes import HashEmbedder, ScriptedLanguageModel

QUESTION = "List the notice period of every contract"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    docs = tmp_path / "docs"
    docs.mkdir()
    for count in range(1, 21):
        (docs / f"{count:02}.txt").write_text(f"The notice period is {count} days.", "utf-8")
    library, settings = open_library(tmp_path / "library"), Settings(tmp_path / "settings.toml")
    shelf = ModelShelf(
        library.folder,
        settings,
        lambda notice: None,
        lambda threads: HashEmbedder(),
        lambda model_id, threads: ScriptedLanguageModel(),
    )
    bench = Workbench(library, shelf, settings)
    list(indexing.add_source(bench, AddSource(path=str(docs)), lambda: False))
    yield bench
    bench.close()


def asked(bench: Workbench, request: Ask) -> list[AnyEvent]:
    steps = handlers.ask(bench, request, lambda: False)
    return [event for event in steps if event is not None]


def table_of(events: list[AnyEvent]) -> AnswerTable:
    last = events[-1]
    assert isinstance(last, AnswerFinished)
    assert isinstance(last.answer, AnswerTable)
    return last.answer


def test_rows_cross_the_border_to_the_window_and_the_table_ends_them(bench: Workbench) -> None:
    events = asked(bench, Ask(question=QUESTION))
    assert [type(event) for event in events] == [RowFound] * 20 + [AnswerFinished]
    for event in events:
        assert decode_event(encode_line(EngineEvent(1, event))) == EngineEvent(1, event)
    assert [row.value for row in table_of(events).rows] == [f"{n} days" for n in range(1, 21)]


def test_a_question_that_was_cancelled_goes_on_where_it_was(bench: Workbench) -> None:
    stopped: list[AnyEvent] = []
    for event in handlers.ask(bench, Ask(question=QUESTION), lambda: len(stopped) >= 3):
        assert event is not None
        stopped.append(event)
    assert 0 < table_of(stopped).coverage.read < 20
    (known,) = bench.findings._questions.values()
    read_before = len(known)
    whole = table_of(asked(bench, Ask(question=QUESTION)))
    assert (whole.coverage.read, whole.coverage.total) == (20, 20)
    assert 0 < read_before < 20


def test_the_window_can_ask_each_document_or_none(bench: Workbench) -> None:
    every = table_of(asked(bench, Ask(question="What is the notice period?", every_document=True)))
    assert every.coverage.read == 20
    none = asked(bench, Ask(question=QUESTION, every_document=False))
    assert isinstance(none[0], PassagesFound)


def test_the_engine_counts_in_the_ledger(bench: Workbench) -> None:
    (only,) = asked(bench, Ask(question="How many documents do I have?"))
    assert isinstance(only, AnswerFinished)
    assert isinstance(only.answer, Answer)
    assert only.answer.text == "You have 20 documents."


def test_a_scope_of_the_window_holds(bench: Workbench, tmp_path: Path) -> None:
    one = asked(bench, Ask(question=QUESTION, within=str(tmp_path / "docs" / "07.txt")))
    assert [row.value for row in table_of(one).rows] == ["7 days"]
    named = asked(bench, Ask(question=QUESTION, scope="file:03"))
    assert [row.value for row in table_of(named).rows] == ["3 days"]


def test_what_was_found_leaves_the_disk_with_the_document(bench: Workbench, tmp_path: Path) -> None:
    asked(bench, Ask(question=QUESTION))
    store = FindingStore(bench.library.folder)
    (question,) = bench.findings._questions
    assert len(store.rows(question)) == 20
    (tmp_path / "docs" / "07.txt").unlink()
    list(indexing.index(bench, lambda: False))
    assert len(store.rows(question)) == 19
    list(trace_requests.delete_traces(bench, DeleteTraces(), lambda: False))
    assert store.rows(question) == {}


@pytest.mark.parametrize(
    ("scores", "named", "asked_of_model"),
    [(GOOD, None, 20), (POOR, None, None), (POOR, "small", 20)],
)
def test_a_model_has_a_say_where_its_check_up_or_the_person_says_so(
    bench: Workbench,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    scores: CheckupScores,
    named: str | None,
    asked_of_model: int | None,
) -> None:
    monkeypatch.setenv("FOOTNOTE_MODELS", str(tmp_path / "models"))
    keep_scores(install(tmp_path / "models", "small"), scores)
    replies = ['{"found": false}'] * 20
    bench.shelf = ModelShelf(
        bench.library.folder,
        bench.settings,
        lambda notice: None,
        lambda threads: HashEmbedder(),
        lambda model_id, threads: ScriptedLanguageModel(*replies),
    )
    share = table_of(asked(bench, Ask(question=QUESTION, model=named))).by_model
    assert (share.asked if share else None) == asked_of_model
    bench.settings.set(ANSWER_MODE, "quotes")
    assert table_of(asked(bench, Ask(question=QUESTION, model=named))).by_model is None
