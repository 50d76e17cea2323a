"""The engine as the window meets it: a process with two pipes."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answers import Answer, NoAnswer
from assistant.messages import (
    AnswerFinished,
    DocumentText,
    EngineReady,
    LibraryListed,
    Notice,
    PassagesFound,
    RequestDone,
    RequestFailed,
    SearchResults,
)
from assistant.requests import (
    AddSource,
    Ask,
    Cancel,
    ListLibrary,
    ReadDocument,
    RemoveSource,
    Search,
    Shutdown,
    UpdateIndex,
)
from assistant.wording import FailureCode, NoticeCode
from indexer.documents import FileStatus
from indexer.events import FileDone, FileProgressed, FileStarted, IngestionFinished
from indexer.library import Library
from indexer.writing_batches import BATCH_DOCUMENTS
from tests.end2end.engine_process import EngineProcess
from tests.end2end.texts import write_facts, write_long_files

pytestmark = [pytest.mark.end2end, pytest.mark.model]

MANY = 2 * BATCH_DOCUMENTS + 4


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def engine(library: Path) -> Iterator[EngineProcess]:
    with EngineProcess(library) as process:
        yield process


@pytest.fixture(scope="module")
def shared_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    """One engine for the tests that leave its library as they found it."""
    with EngineProcess(tmp_path_factory.mktemp("shared") / "library") as process:
        yield process


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    return write_facts(tmp_path / "facts")


@pytest.fixture
def many_files(tmp_path: Path) -> Path:
    """So many that they are committed in several batches."""
    return write_long_files(tmp_path / "many", files=MANY, paragraphs=1)


def contents(library: Path) -> dict[str, object]:
    """Everything that makes two indexes the same."""
    with Library.open(library) as opened:
        store = opened.store()
        files = {
            Path(record.path).name: (record.status, record.revision, record.chunks)
            for record in opened.ledger.files()
        }
        chunks = {revision: store.chunks_of(revision) for revision in store.revisions()}
        return {"files": files, "chunks": chunks}


def test_it_is_ready_at_once_and_before_any_model_is_loaded(library: Path) -> None:
    started = time.monotonic()
    with EngineProcess(library) as engine:
        ready = engine.ready()
        seconds = time.monotonic() - started
    assert (ready.files, ready.chunks, ready.read_only) == (0, 0, False)
    assert ready.library == str(library)
    assert seconds < 10, "the budget is 1 s; shared test machines are slow"


def test_a_folder_is_indexed_searched_asked_and_read(engine: EngineProcess, facts: Path) -> None:
    adding = engine.send(AddSource(path=str(facts)))
    assert engine.ending(adding) == RequestDone()
    finished = engine.wait_for(adding, IngestionFinished)
    assert (finished.indexed, finished.failed, finished.stopped) == (3, 0, False)

    results = engine.wait_for(engine.send(Search(query="descale the kettle")), SearchResults)
    assert Path(results.passages[0].path).name == "kettle.html"

    asking = engine.send(Ask(question="How long is the notice period of the lease?"))
    assert engine.ending(asking) == RequestDone()
    bodies = engine.events(asking)
    assert isinstance(bodies[0], PassagesFound)
    answer = engine.wait_for(asking, AnswerFinished).answer
    assert isinstance(answer, Answer)
    assert any("three months" in citation.quote for citation in answer.citations)

    citation = answer.citations[0]
    reading = engine.send(ReadDocument(path=citation.path, revision=citation.revision))
    document = engine.wait_for(reading, DocumentText)
    assert not document.changed
    assert document.pages[0].text[citation.start : citation.end] == citation.quote

    Path(citation.path).write_text("All is different now.", encoding="utf-8")
    reading = engine.send(ReadDocument(path=citation.path, revision=citation.revision))
    assert engine.wait_for(reading, DocumentText).changed


def test_what_the_documents_do_not_say_is_not_answered(
    shared_engine: EngineProcess, facts: Path
) -> None:
    shared_engine.finish(AddSource(path=str(facts)))
    asking = shared_engine.send(Ask(question="Who won the chess championship in Reykjavik?"))
    assert isinstance(shared_engine.wait_for(asking, AnswerFinished).answer, NoAnswer)
    shared_engine.finish(RemoveSource(path=str(facts)))


def test_a_question_overtakes_indexing_and_searching_works_meanwhile(
    engine: EngineProcess, facts: Path, many_files: Path
) -> None:
    engine.finish(AddSource(path=str(facts)))
    indexing = engine.send(AddSource(path=str(many_files)))
    engine.wait_for(indexing, FileStarted)
    searching = engine.send(Search(query="greenhouse"))
    asking = engine.send(Ask(question="How often should the kettle be descaled?"))
    engine.ending(searching)
    engine.ending(asking)
    assert engine.ending(indexing) == RequestDone()
    ends = [
        event.request
        for event in engine.order()
        if isinstance(event.body, RequestDone) and event.request in (indexing, searching, asking)
    ]
    assert ends[-1] == indexing
    assert engine.wait_for(searching, SearchResults).passages
    assert isinstance(engine.wait_for(asking, AnswerFinished).answer, Answer)


def test_indexing_can_be_cancelled_and_continued(engine: EngineProcess, many_files: Path) -> None:
    indexing = engine.send(AddSource(path=str(many_files)))
    engine.wait_for(indexing, FileDone)
    engine.send(Cancel(request=indexing))
    assert engine.ending(indexing) == RequestDone(cancelled=True)
    finished = [e for e in engine.events(indexing) if isinstance(e, IngestionFinished)]
    assert [event.stopped for event in finished] == [True]
    assert 0 < finished[0].indexed < MANY

    again = engine.send(UpdateIndex())
    assert engine.ending(again) == RequestDone()
    rest = engine.wait_for(again, IngestionFinished)
    assert finished[0].indexed + rest.indexed == MANY
    assert rest.unchanged == finished[0].indexed


def test_removing_a_source_removes_its_passages(shared_engine: EngineProcess, facts: Path) -> None:
    shared_engine.finish(AddSource(path=str(facts)))
    assert shared_engine.finish(RemoveSource(path=str(facts))) == RequestDone()
    results = shared_engine.wait_for(shared_engine.send(Search(query="kettle")), SearchResults)
    assert results.passages == ()
    listed = shared_engine.wait_for(shared_engine.send(ListLibrary()), LibraryListed)
    assert (listed.sources, listed.files) == ((), ())


def test_the_library_is_listed_with_reasons(shared_engine: EngineProcess, facts: Path) -> None:
    (facts / "empty.txt").write_bytes(b"")
    shared_engine.finish(AddSource(path=str(facts)))
    listed = shared_engine.wait_for(shared_engine.send(ListLibrary()), LibraryListed)
    assert listed.sources == (str(facts),)
    by_name = {Path(entry.path).name: entry for entry in listed.files}
    assert by_name["lease.txt"].status is FileStatus.INDEXED
    assert by_name["empty.txt"].status is FileStatus.SKIPPED
    assert by_name["empty.txt"].reason is not None
    shared_engine.finish(RemoveSource(path=str(facts)))


def test_a_source_that_is_not_there_is_refused_by_name(shared_engine: EngineProcess) -> None:
    failure = shared_engine.finish(AddSource(path="/nowhere/at/all"))
    assert isinstance(failure, RequestFailed)
    assert failure.code == FailureCode.NO_SUCH_PATH
    assert "/nowhere/at/all" in failure.message


def test_nonsense_on_its_input_is_said_and_survived(shared_engine: EngineProcess) -> None:
    shared_engine.ready()
    shared_engine.write(b"garbage\n\xff\xfe\n\n")
    shared_engine.write(b'{"id":77,"body":{"type":"no-such-request"}}\n')
    assert shared_engine.wait_for(
        None, Notice, lambda notice: notice.code == NoticeCode.BAD_REQUEST
    )
    failure = shared_engine.wait_for(77, RequestFailed)
    assert failure.code == FailureCode.WRONG_USE
    assert shared_engine.finish(ListLibrary()) == RequestDone()


def test_the_end_of_its_input_ends_it(engine: EngineProcess) -> None:
    engine.ready()
    assert engine.end() == 0


def test_it_ends_in_time_while_it_is_indexing(engine: EngineProcess, many_files: Path) -> None:
    indexing = engine.send(AddSource(path=str(many_files)))
    engine.wait_for(indexing, FileStarted)
    started = time.monotonic()
    assert engine.end() == 0
    assert time.monotonic() - started < 10


def test_it_can_be_asked_to_shut_down(engine: EngineProcess) -> None:
    engine.ready()
    assert engine.finish(Shutdown()) == RequestDone()
    assert engine.process.wait(30) == 0


def test_a_second_engine_reads_what_the_first_one_writes(
    engine: EngineProcess, library: Path, facts: Path
) -> None:
    engine.finish(AddSource(path=str(facts)))
    with EngineProcess(library) as second:
        assert second.ready().read_only
        results = second.wait_for(second.send(Search(query="kettle")), SearchResults)
        assert results.passages
        failure = second.finish(UpdateIndex())
        assert isinstance(failure, RequestFailed)
        assert failure.code == FailureCode.LIBRARY_LOCKED
        assert engine.end() == 0
        assert second.finish(UpdateIndex()) == RequestDone()


def test_a_library_that_cannot_be_opened_is_explained(library: Path) -> None:
    library.mkdir()
    (library / "library.sqlite").write_bytes(b"this is no database" * 100)
    with EngineProcess(library) as engine:
        failure = engine.wait_for(None, RequestFailed)
        assert failure.code == FailureCode.LIBRARY_DAMAGED
        assert engine.process.wait(30) == 3


@pytest.mark.timeout(600)
def test_killed_in_the_middle_of_indexing_it_ends_with_the_same_index(
    tmp_path: Path, library: Path, many_files: Path
) -> None:
    """Killed when the first file starts, after a batch, and when a file was committed."""
    undisturbed = tmp_path / "undisturbed"
    with EngineProcess(undisturbed) as engine:
        engine.finish(AddSource(path=str(many_files)))
        assert engine.end() == 0
    for moment in (FileStarted, FileProgressed, FileDone):
        with EngineProcess(library) as engine:
            indexing = engine.send(AddSource(path=str(many_files)))
            engine.wait_for(indexing, moment)
            engine.kill()
    with EngineProcess(library) as engine:
        assert isinstance(engine.ready(), EngineReady)
        updating = engine.send(UpdateIndex())
        assert engine.ending(updating) == RequestDone()
        assert engine.wait_for(updating, IngestionFinished).failed == 0
        assert engine.end() == 0
    assert contents(library) == contents(undisturbed)
