"""The engine keeps a trace of each answer, tells it, deletes it, and masks its own log."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.engine import engine_log, handlers, indexing, trace_requests
from assistant.engine.model_shelf import ModelShelf
from assistant.engine.workbench import Workbench, open_library
from assistant.messages import AnswerFinished, AnyEvent, TraceRead, TracesListed
from assistant.requests import AddSource, Ask, DeleteTraces, ListTraces, ReadTrace, UpdateIndex
from assistant.settings import ANSWER_MODE, KEEP_TRACES, Settings
from assistant.trace import PassageFate
from assistant.traces.store import FILE_NAME
from tests.fakes import HashEmbedder, ScriptedLanguageModel

KETTLE = "The kettle is descaled every six weeks with citric acid.\n"


def go_on() -> bool:
    return False


def run(steps: handlers.Steps) -> list[AnyEvent]:
    return [event for event in steps if event is not None]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    """A library with one document, indexed."""
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "kettle.txt").write_text(KETTLE)
    library = open_library(tmp_path / "library")
    settings = Settings(tmp_path / "settings.toml")
    settings.set(ANSWER_MODE, "quotes")
    shelf = ModelShelf(
        library.folder,
        settings,
        lambda notice: None,
        lambda threads: HashEmbedder(),
        lambda model_id, threads: ScriptedLanguageModel(),
    )
    bench = Workbench(library, shelf, settings)
    run(indexing.add_source(bench, AddSource(path=str(documents)), go_on))
    yield bench
    bench.close()


def ask(bench: Workbench) -> AnswerFinished:
    request = Ask(question="How often is the kettle descaled?")
    last = run(handlers.ask(bench, request, go_on))[-1]
    assert isinstance(last, AnswerFinished)
    return last


def listed(steps: handlers.Steps) -> TracesListed:
    (event,) = run(steps)
    assert isinstance(event, TracesListed)
    return event


def test_an_answer_carries_the_id_of_a_trace_that_can_be_read(bench: Workbench) -> None:
    finished = ask(bench)

    (entry,) = listed(trace_requests.list_traces(bench, ListTraces(), go_on)).traces
    (event,) = run(trace_requests.read_trace(bench, ReadTrace(trace=finished.trace), go_on))

    assert entry.id == finished.trace
    assert isinstance(event, TraceRead)
    assert event.trace is not None
    assert event.trace.question == "How often is the kettle descaled?"
    assert event.trace.passages[0].fate is PassageFate.QUOTED
    assert event.trace.embedding_model == HashEmbedder.fingerprint


def test_a_trace_that_is_gone_is_none(bench: Workbench) -> None:
    (event,) = run(trace_requests.read_trace(bench, ReadTrace(trace="0123456789ab"), go_on))

    assert event == TraceRead(trace=None)


def test_deleting_leaves_none(bench: Workbench) -> None:
    ask(bench)

    assert listed(trace_requests.delete_traces(bench, DeleteTraces(), go_on)).traces == ()
    assert b"kettle" not in (bench.library.folder / FILE_NAME).read_bytes()


def test_with_traces_switched_off_none_is_kept(bench: Workbench) -> None:
    ask(bench)
    bench.settings.set(KEEP_TRACES, False)

    assert ask(bench).trace == ""
    assert listed(trace_requests.list_traces(bench, ListTraces(), go_on)).traces == ()


def test_a_document_that_is_deleted_takes_its_words_out_of_the_traces(
    bench: Workbench, tmp_path: Path
) -> None:
    ask(bench)
    (tmp_path / "documents" / "kettle.txt").unlink()

    run(indexing.update_index(bench, UpdateIndex(), go_on))

    assert listed(trace_requests.list_traces(bench, ListTraces(), go_on)).traces == ()
    assert b"citric" not in (bench.library.folder / FILE_NAME).read_bytes()


def test_what_left_while_no_engine_ran_is_forgotten_at_its_start(
    bench: Workbench, tmp_path: Path
) -> None:
    ask(bench)
    with bench.library.ledger.transaction() as connection:
        connection.execute("DELETE FROM files")

    list(handlers.warm_up(bench, go_on))

    assert listed(trace_requests.list_traces(bench, ListTraces(), go_on)).traces == ()


@pytest.fixture
def logging_restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers_before, level = root.handlers[:], root.level
    yield
    for handler in root.handlers:
        if handler not in handlers_before:
            handler.close()
    root.handlers[:], _ = handlers_before, root.setLevel(level)
    logging.captureWarnings(False)


@pytest.mark.usefixtures("logging_restored")
def test_the_engine_log_holds_no_personal_data(tmp_path: Path) -> None:
    file = tmp_path / "engine.log"
    engine_log._set_up(logging.FileHandler(file, encoding="utf-8"))

    logging.getLogger("any").warning("cannot read %s", "/mail/ann@example.org.eml")

    line = file.read_text(encoding="utf-8")
    assert "cannot read /mail/[e-mail]" in line
    assert "ann@" not in line
