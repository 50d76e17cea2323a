"""What each request does, over a real library with small models, without processes or threads."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.answers import Answer, AnswerMode
from assistant.engine import handlers, indexing
from assistant.engine.failures import DocumentUnreadable, NoSuchPath
from assistant.engine.model_shelf import ModelShelf
from assistant.engine.workbench import Workbench, open_library
from assistant.messages import (
    AnswerFinished,
    AnyEvent,
    DocumentText,
    EngineEvent,
    FileExplained,
    LibraryListed,
    Notice,
    PassagesFound,
    SearchResults,
    decode_event,
    encode_line,
)
from assistant.requests import (
    AddSource,
    Ask,
    ExplainFile,
    ListLibrary,
    ReadDocument,
    RemoveSource,
    Search,
    UpdateIndex,
)
from assistant.search.explaining import WhyNot
from assistant.settings import ANSWER_MODE, PASSAGES_PER_ANSWER, Settings
from indexer.documents import FileStatus
from indexer.errors import LibraryLocked
from indexer.events import FileDone, FileStarted, IngestionFinished
from indexer.library import Library
from models.errors import ModelNotInstalled, ModelUnloadable
from models.interfaces import LanguageModel
from tests.fakes import HashEmbedder, ScriptedLanguageModel

KETTLE = "The kettle is descaled every six weeks with citric acid.\n"


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "kettle.txt").write_text(KETTLE)
    (folder / "lease.txt").write_text("The lease ends with a notice period of three months.\n")
    return folder


@pytest.fixture
def notices() -> list[Notice]:
    return []


@pytest.fixture
def new_bench(tmp_path: Path, notices: list[Notice]) -> Iterator[Callable[..., Workbench]]:
    opened: list[Workbench] = []

    def build(load: Callable[[str], LanguageModel] | None = None) -> Workbench:
        library = open_library(tmp_path / "library")
        settings = Settings(tmp_path / "settings.toml")
        speak = load or (lambda model_id: ScriptedLanguageModel())
        shelf = ModelShelf(
            library.folder,
            settings,
            notices.append,
            lambda threads: HashEmbedder(),
            lambda model_id, threads: speak(model_id),
        )
        opened.append(Workbench(library, shelf, settings))
        return opened[-1]

    yield build
    for bench in opened:
        bench.close()


@pytest.fixture
def bench(new_bench: Callable[..., Workbench]) -> Workbench:
    return new_bench()


def go_on() -> bool:
    return False


def stop() -> bool:
    return True


def run(steps: handlers.Steps) -> list[AnyEvent]:
    return [event for event in steps if event is not None]


def add(bench: Workbench, path: Path) -> list[AnyEvent]:
    return run(indexing.add_source(bench, AddSource(path=str(path)), go_on))


def search(bench: Workbench, query: str, within: Path | None = None) -> SearchResults:
    request = Search(query=query, within=str(within) if within else None)
    (results,) = run(handlers.search(bench, request, go_on))
    assert isinstance(results, SearchResults)
    return results


def test_an_added_folder_is_found(bench: Workbench, documents: Path) -> None:
    finished = add(bench, documents)[-1]
    assert isinstance(finished, IngestionFinished)
    assert (finished.indexed, finished.stopped) == (2, False)
    passages = search(bench, "kettle descaled").passages
    assert Path(passages[0].path).name == "kettle.txt"


def test_a_search_before_anything_is_indexed_says_so(bench: Workbench) -> None:
    assert search(bench, "kettle").hint.startswith("Nothing is indexed yet. Drop a folder")


def test_a_file_is_explained_and_an_emptied_search_says_what_emptied_it(
    bench: Workbench, documents: Path
) -> None:
    add(bench, documents)
    assert search(bench, "kettle").hint == ""
    emptied = search(bench, "kettle type:pdf")
    assert (emptied.passages, emptied.hint[:21]) == ((), "No file in your libra")
    request = ExplainFile(query="kettle type:pdf", path=str(documents / "lease.txt"))
    (event,) = handlers.explain(bench, request, go_on)
    assert isinstance(event, FileExplained)
    assert event.explanation.cause is WhyNot.FILTERED
    assert decode_event(encode_line(EngineEvent(1, event))).body == event


def test_a_question_in_a_foreign_script_brings_a_hint_with_its_passages(
    bench: Workbench, documents: Path
) -> None:
    lease = "The lease ends with a notice period of three months, given by registered letter.\n"
    (documents / "lease.txt").write_text(lease)
    add(bench, documents)
    bench.settings.set(ANSWER_MODE, "quotes")
    events = handlers.ask(bench, Ask(question="Какой срок уведомления?"), go_on)
    found = next(event for event in events if isinstance(event, PassagesFound))
    assert found.hint.startswith("Your documents are in English")


def test_a_search_stays_within_a_file(bench: Workbench, documents: Path) -> None:
    add(bench, documents)
    passages = search(bench, "kettle", within=documents / "lease.txt").passages
    assert {Path(passage.path).name for passage in passages} <= {"lease.txt"}


def test_adding_and_removing_sources_is_told_to_the_watcher(
    bench: Workbench, documents: Path
) -> None:
    told: list[int] = []
    bench.on_sources_changed = lambda: told.append(len(bench.library.ledger.sources()))
    add(bench, documents)
    run(indexing.remove_source(bench, RemoveSource(path=str(documents)), go_on))
    assert told == [1, 0]
    assert search(bench, "kettle").passages == ()


def test_a_path_that_is_not_there_cannot_be_added(bench: Workbench, tmp_path: Path) -> None:
    with pytest.raises(NoSuchPath):
        add(bench, tmp_path / "gone")
    assert bench.library.ledger.sources() == []


def test_a_stopped_run_says_what_it_had_done(bench: Workbench, documents: Path) -> None:
    events = run(indexing.add_source(bench, AddSource(path=str(documents)), stop))
    finished = events[-1]
    assert isinstance(finished, IngestionFinished)
    assert finished.stopped
    assert finished.indexed == sum(isinstance(event, FileDone) for event in events)
    again = run(indexing.update_index(bench, UpdateIndex(), go_on))[-1]
    assert isinstance(again, IngestionFinished)
    assert finished.indexed + again.indexed == 2


def test_a_run_that_was_overtaken_indexes_what_is_a_source_then(
    bench: Workbench, documents: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "pump.txt").write_text("The pump is oiled every second year.\n")
    add(bench, other)
    adding = indexing.add_source(bench, AddSource(path=str(documents)), go_on)
    while not isinstance(next(adding), FileStarted):
        pass  # the next file is being parsed from here on
    (other / "vine.txt").write_text("The vine is pruned in February.\n")
    run(indexing.remove_source(bench, RemoveSource(path=str(documents)), go_on))
    finished = run(adding)[-1]
    assert isinstance(finished, IngestionFinished)
    assert not finished.stopped
    assert [Path(file.path).name for file in bench.library.ledger.files()] == [
        "pump.txt",
        "vine.txt",
    ]


def test_runs_that_overtake_each_other_keep_every_text_in_its_file(
    bench: Workbench, documents: Path, tmp_path: Path
) -> None:
    for number in range(8):
        (documents / f"{number}.txt").write_text(f"Drawer number {number} is empty.\n")
    adding = indexing.add_source(bench, AddSource(path=str(documents)), go_on)
    while not isinstance(next(adding), FileStarted):
        pass
    finished = run(indexing.update_index(bench, UpdateIndex(), go_on))[-1]
    assert isinstance(finished, IngestionFinished)
    assert finished.indexed == 10
    assert isinstance(run(adding)[-1], IngestionFinished)
    store = bench.library.store(HashEmbedder())
    for record in bench.library.ledger.files():
        (chunk,) = store.chunks_of(record.revision)
        assert chunk.text == Path(record.path).read_text().strip()


def test_the_library_is_listed(bench: Workbench, documents: Path) -> None:
    (documents / "empty.txt").write_bytes(b"")
    add(bench, documents)
    (listed,) = run(handlers.list_library(bench, ListLibrary(), go_on))
    assert isinstance(listed, LibraryListed)
    assert listed.sources == (str(documents),)
    assert [entry.status for entry in listed.files] == [
        FileStatus.SKIPPED,
        FileStatus.INDEXED,
        FileStatus.INDEXED,
    ]


def ask(bench: Workbench, question: str, model: str | None = None) -> list[AnyEvent]:
    return run(handlers.ask(bench, Ask(question=question, model=model), go_on))


def test_passages_and_quotes_come_before_the_model_is_loaded(
    new_bench: Callable[..., Workbench], documents: Path
) -> None:
    loaded: list[str] = []

    def load(model_id: str) -> LanguageModel:
        loaded.append(model_id)
        return ScriptedLanguageModel("Every six weeks [1].")

    bench = new_bench(load)
    bench.settings.set(ANSWER_MODE, "short")
    add(bench, documents)
    steps = handlers.ask(bench, Ask(question="How often is the kettle descaled?"), go_on)
    assert isinstance(next(steps), PassagesFound)
    assert loaded == []
    assert isinstance(run(steps)[-1], AnswerFinished)
    assert len(loaded) == 1


def test_a_model_that_cannot_be_loaded_leaves_the_quotes(
    new_bench: Callable[..., Workbench], documents: Path, notices: list[Notice]
) -> None:
    def load(model_id: str) -> LanguageModel:
        raise ModelUnloadable(model_id, "bad magic")

    bench = new_bench(load)
    bench.settings.set(ANSWER_MODE, "short")
    add(bench, documents)
    for _ in range(2):
        finished = ask(bench, "How often is the kettle descaled?")[-1]
        assert isinstance(finished, AnswerFinished)
        assert isinstance(finished.answer, Answer)
        assert finished.answer.mode is AnswerMode.QUOTES
    assert len(notices) == 1


def test_a_model_asked_for_by_name_must_be_installed(bench: Workbench, documents: Path) -> None:
    with pytest.raises(ModelNotInstalled):
        ask(bench, "What?", model="no-such-model")


def test_a_model_that_its_check_up_trusts_with_nothing_is_not_loaded(
    new_bench: Callable[..., Workbench], documents: Path
) -> None:
    def load(model_id: str) -> LanguageModel:
        raise AssertionError("a model was loaded")

    bench = new_bench(load)
    add(bench, documents)
    list(handlers.warm_up(bench, go_on))
    finished = ask(bench, "How often is the kettle descaled?")[-1]
    assert isinstance(finished, AnswerFinished)
    assert isinstance(finished.answer, Answer)


def test_with_quotes_chosen_no_model_is_loaded(
    new_bench: Callable[..., Workbench], documents: Path, tmp_path: Path
) -> None:
    def load(model_id: str) -> LanguageModel:
        raise AssertionError("a model was loaded")

    bench = new_bench(load)
    add(bench, documents)
    chosen_elsewhere = Settings(tmp_path / "settings.toml")
    chosen_elsewhere.set(ANSWER_MODE, "quotes")
    chosen_elsewhere.set(PASSAGES_PER_ANSWER, 1)
    events = ask(bench, "How often is the kettle descaled?")
    assert isinstance(events[0], PassagesFound)
    assert len(events[0].passages) == 1
    run(handlers.warm_up(bench, go_on))


def read(bench: Workbench, path: Path, revision: str = "") -> DocumentText:
    request = ReadDocument(path=str(path), revision=revision)
    (document,) = run(handlers.read_document(bench, request, go_on))
    assert isinstance(document, DocumentText)
    return document


def test_a_document_is_read_and_compared_with_what_was_indexed(
    bench: Workbench, documents: Path
) -> None:
    add(bench, documents)
    path = documents / "kettle.txt"
    record = bench.library.ledger.file(path)
    assert record is not None
    document = read(bench, path, record.revision)
    assert (document.pages[0].text, document.changed) == (KETTLE, False)
    path.write_text("Another kettle.")
    assert read(bench, path, record.revision).changed


def test_a_document_that_is_gone_is_named(bench: Workbench, tmp_path: Path) -> None:
    with pytest.raises(DocumentUnreadable, match=r"gone\.txt"):
        read(bench, tmp_path / "gone.txt")


def test_a_locked_library_is_written_once_it_is_free(
    new_bench: Callable[..., Workbench], tmp_path: Path, documents: Path
) -> None:
    with Library.open(tmp_path / "library", create=True, write=True):
        bench = new_bench()
        assert not bench.library.is_writable
        with pytest.raises(LibraryLocked):
            add(bench, documents)
        assert run(indexing.follow_changes(bench, go_on)) == []
        assert search(bench, "kettle").passages == ()
    add(bench, documents)
    assert search(bench, "kettle").passages


def test_changes_on_disk_are_followed(bench: Workbench, documents: Path) -> None:
    add(bench, documents)
    os.replace(documents / "lease.txt", documents / "contract.txt")  # noqa: PTH105
    (documents / "new.txt").write_text("A greenhouse for the garden club.")
    bench.changes.add([documents / "contract.txt"])
    finished = run(indexing.follow_changes(bench, go_on))[-1]
    assert isinstance(finished, IngestionFinished)
    assert finished.indexed == 1
    assert Path(search(bench, "greenhouse").passages[0].path).name == "new.txt"


def test_warming_up_makes_the_first_search_and_question_quick(
    bench: Workbench, documents: Path
) -> None:
    assert run(handlers.warm_up(bench, go_on)) == []
    assert bench.shelf.language_model() is bench.shelf.language_model()


def test_a_large_ledger_is_listed_in_parts(
    bench: Workbench, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(indexing.add_source(bench, AddSource(path=str(documents)), go_on))
    monkeypatch.setattr(handlers, "FILES_PER_PART", 1)
    parts = run(handlers.list_library(bench, ListLibrary(), go_on))
    assert [len(part.files) for part in parts if isinstance(part, LibraryListed)] == [1, 1]
    assert [part.more for part in parts if isinstance(part, LibraryListed)] == [True, False]


def test_warming_up_says_when_the_index_is_another_versions(
    bench: Workbench, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(indexing.add_source(bench, AddSource(path=str(documents)), go_on))
    assert run(handlers.warm_up(bench, go_on)) == []
    monkeypatch.setattr("indexer.chunking.CHUNKER_VERSION", "another")
    notices = [event for event in run(handlers.warm_up(bench, go_on)) if isinstance(event, Notice)]
    assert [notice.code for notice in notices] == ["index-old"]
    assert run(handlers.search(bench, Search(query="kettle"), go_on))
