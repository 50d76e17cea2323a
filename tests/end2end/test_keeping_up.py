"""The engine keeps up by itself: it follows the disk, pauses, mends and takes over."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.messages import EngineReady, LibraryListed, Notice, RequestDone, SearchResults
from assistant.requests import AddSource, ListLibrary, PauseIndexing, ResumeIndexing, Search
from assistant.wording import NoticeCode
from indexer.events import FileDone, FileRenamed, IngestionFinished, IngestionPaused
from indexer.events import IngestionResumed as Resumed
from tests.end2end.engine_process import EngineProcess
from tests.end2end.texts import write_facts

pytestmark = [pytest.mark.end2end, pytest.mark.model]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    return write_facts(tmp_path / "facts")


@pytest.fixture
def engine(library: Path) -> Iterator[EngineProcess]:
    with EngineProcess(library) as process:
        process.ready()
        yield process


def done(path: Path):  # noqa: ANN201 - a condition on events
    return lambda event: Path(event.path) == path


def test_files_are_followed_paused_and_followed_again(engine: EngineProcess, facts: Path) -> None:
    assert engine.finish(AddSource(path=str(facts))) == RequestDone()
    first = facts / "first-note.txt"
    first.write_text("The canoe lies behind the boathouse.")
    engine.wait_for(None, FileDone, done(first))
    renamed = facts / "renamed-note.txt"
    first.rename(renamed)
    engine.wait_for(None, FileRenamed, done(renamed))
    pausing = engine.send(PauseIndexing())
    assert engine.wait_for(pausing, IngestionPaused) == IngestionPaused()
    second = facts / "second-note.txt"
    second.write_text("The paddles hang above the door.")
    engine.finish(Search(query="canoe"))
    assert engine.finish(ListLibrary()) == RequestDone()
    resuming = engine.send(ResumeIndexing())
    assert engine.wait_for(resuming, Resumed) == Resumed()
    engine.wait_for(None, FileDone, done(second))
    order = [event.body for event in engine.order()]
    told = next(each for each in order if isinstance(each, FileDone) and done(second)(each))
    assert order.index(told) > order.index(Resumed())
    searching = engine.send(Search(query="where do the paddles hang"))
    passages = engine.wait_for(searching, SearchResults).passages
    assert Path(passages[0].path) == second


def test_an_index_that_was_taken_away_is_made_again_at_the_start(
    library: Path, facts: Path
) -> None:
    with EngineProcess(library) as engine:
        assert engine.finish(AddSource(path=str(facts))) == RequestDone()
        assert engine.end() == 0
    shutil.rmtree(library / "index")
    with EngineProcess(library) as engine:
        engine.wait_for(None, Notice, lambda notice: notice.code == NoticeCode.INDEX_MISSING)
        finished = engine.wait_for(None, IngestionFinished)
        assert finished.indexed > 0
        searching = engine.send(Search(query="kettle"))
        assert engine.wait_for(searching, SearchResults).passages


def test_a_second_window_takes_over_when_the_first_has_gone(library: Path, facts: Path) -> None:
    with EngineProcess(library) as first, EngineProcess(library) as second:
        first.ready()
        (ready,) = [second.ready()]
        assert isinstance(ready, EngineReady)
        reader, writer = (second, first) if ready.read_only else (first, second)
        assert writer.finish(AddSource(path=str(facts))) == RequestDone()
        assert writer.end() == 0
        reader.wait_for(None, Notice, lambda notice: notice.code == NoticeCode.WRITING_NOW)
        note = facts / "new-note.txt"
        note.write_text("The canoe lies behind the boathouse.")
        reader.wait_for(None, FileDone, done(note))
        listing = reader.send(ListLibrary())
        assert reader.wait_for(listing, LibraryListed).sources == (str(facts),)


def test_the_log_holds_no_text_of_documents(library: Path, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "note.txt").write_text("The qxzvwkjcanary sings at eight. " * 30)
    (folder / "broken.pdf").write_text("%PDF-1.7 qxzvwkjcanary is no document")
    with EngineProcess(library) as engine:
        engine.finish(AddSource(path=str(folder)))
        engine.finish(Search(query="qxzvwkjcanary"))
        assert engine.end() == 0
    logs = [path for path in (library / "logs").rglob("*") if path.is_file()]
    assert logs
    assert not [path for path in logs if b"qxzvwkjcanary" in path.read_bytes()]
