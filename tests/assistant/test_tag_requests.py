"""Tags through the engine: put on, listed, searched in, refused where nothing can be written."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.answers import AnswerTable
from assistant.engine import handlers, indexing
from assistant.engine.conversation_requests import ask_and_keep
from assistant.engine.failures import failure_of
from assistant.engine.model_shelf import ModelShelf
from assistant.engine.tag_requests import tag_paths
from assistant.engine.workbench import Workbench, open_library
from assistant.messages import (
    AnswerFinished,
    AnyEvent,
    ConversationKept,
    LibraryListed,
    PassagesFound,
    SearchResults,
    TagEntry,
)
from assistant.requests import AddSource, Ask, ListLibrary, Search, TagPaths
from assistant.search.scope import NotAScope
from assistant.settings import ANSWER_MODE, Settings
from assistant.tagging import NotInLibrary
from assistant.wording import FailureCode
from indexer.errors import LibraryLocked
from indexer.ledger_tags import NoTag
from indexer.library import Library
from tests.fakes import HashEmbedder, ScriptedLanguageModel

TEXTS = {
    "contracts/lease.txt": "The lease ends with a notice period of three months.\n",
    "letters/reply.txt": "Thank you for your notice, which comes a month too late.\n",
}


def go_on() -> bool:
    return False


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    for name, text in TEXTS.items():
        (tmp_path / "documents" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "documents" / name).write_text(text)
    return tmp_path / "documents"


@pytest.fixture
def bench(tmp_path: Path, documents: Path) -> Iterator[Workbench]:
    settings = Settings(tmp_path / "settings.toml")
    settings.set(ANSWER_MODE, "quotes")
    library = open_library(tmp_path / "library")
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


def run(steps: handlers.Steps) -> list[AnyEvent]:
    return [event for event in steps if event is not None]


def tag(bench: Workbench, name: str, *paths: Path, remove: bool = False) -> LibraryListed:
    request = TagPaths(paths=tuple(map(str, paths)), tag=name, remove=remove)
    listed = run(tag_paths(bench, request, go_on))[-1]
    assert isinstance(listed, LibraryListed)
    return listed


def test_a_tag_is_put_on_listed_and_taken_off(bench: Workbench, documents: Path) -> None:
    listed = tag(bench, "contracts", documents / "contracts")
    carried = (TagEntry(name="contracts", paths=(str(documents / "contracts"),)),)
    assert listed.tags == carried
    assert len(listed.files) == len(TEXTS)
    again = run(handlers.list_library(bench, ListLibrary(), go_on))[-1]
    assert isinstance(again, LibraryListed)
    assert again.tags == carried
    assert tag(bench, "contracts", documents / "contracts", remove=True).tags == ()


def test_search_and_question_stay_within_a_scope(bench: Workbench, documents: Path) -> None:
    tag(bench, "contracts", documents / "contracts")
    search = Search(query="notice", scope="tag:contracts type:txt")
    results = run(handlers.search(bench, search, go_on))[-1]
    assert isinstance(results, SearchResults)
    assert [Path(hit.path).name for hit in results.passages] == ["lease.txt"]
    ask = Ask(question="What about the notice?", scope="tag:contracts", keep=False)
    found = next(
        event for event in run(handlers.ask(bench, ask, go_on)) if isinstance(event, PassagesFound)
    )
    assert [Path(hit.path).name for hit in found.passages] == ["lease.txt"]


def test_an_emptied_scope_says_so(bench: Workbench) -> None:
    results = run(handlers.search(bench, Search(query="notice", scope="tag:none"), go_on))[-1]
    assert isinstance(results, SearchResults)
    assert results.hint.startswith("No file in your library fits tag: none.")


def test_what_is_not_in_the_library_takes_no_tag(bench: Workbench, tmp_path: Path) -> None:
    with pytest.raises(NotInLibrary) as refused:
        tag(bench, "contracts", tmp_path / "documents" / "letters", tmp_path / "elsewhere")
    failure = failure_of(refused.value)
    assert failure is not None
    assert failure.code == FailureCode.WRONG_USE
    assert "elsewhere” is not in your library" in failure.message
    assert bench.library.ledger.tags.all() == {}


@pytest.mark.parametrize(
    ("attempt", "said"),
    [
        (lambda bench: tag(bench, "  "), "A tag needs at least one letter."),
        (
            lambda bench: run(handlers.search(bench, Search(query="a", scope="rent"), go_on)),
            "“rent” narrows down no files; a scope is made of filters such as tag:contracts, "
            "in:letters, type:pdf or after:2024.",
        ),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    bench: Workbench, attempt: Callable[[Workbench], object], said: str
) -> None:
    with pytest.raises((NoTag, NotAScope)) as refused:
        attempt(bench)
    failure = failure_of(refused.value)
    assert failure is not None
    assert failure.message == said
    assert failure.code == FailureCode.WRONG_USE


def test_a_window_that_can_only_read_says_who_writes(bench: Workbench, documents: Path) -> None:
    reading = Workbench(Library.open(bench.library.folder), bench.shelf, bench.settings)
    with pytest.raises(LibraryLocked) as refused:
        tag(reading, "contracts", documents)
    reading.close()
    failure = failure_of(refused.value)
    assert failure is not None
    assert failure.code == FailureCode.LIBRARY_LOCKED
    assert "is being written by another Footnote" in failure.message


def test_a_follow_up_to_a_question_to_every_document_is_put_to_every_document(
    bench: Workbench,
) -> None:
    first = Ask(question="List the notice period of every document")
    kept = run(ask_and_keep(bench, first, go_on))[-1]
    assert isinstance(kept, ConversationKept)
    second = Ask(question="And the delay?", conversation=kept.conversation)
    events = run(ask_and_keep(bench, second, go_on))
    assert isinstance(events[0], PassagesFound)
    assert events[0].searched == "List the delay of every document"
    assert not events[0].hint
    (finished,) = (event for event in events if isinstance(event, AnswerFinished))
    assert isinstance(finished.answer, AnswerTable)
    assert finished.answer.coverage.total == len(TEXTS)
    turns = bench.conversations.store.turns(kept.conversation)
    assert turns[1].searched == "List the delay of every document"


def test_a_question_follows_the_conversation_it_is_asked_in(
    bench: Workbench, documents: Path
) -> None:
    first = Ask(question="When does the lease end?", keep=True)
    kept = run(ask_and_keep(bench, first, go_on))[-1]
    assert isinstance(kept, ConversationKept)

    def searched(**options: object) -> str:
        request = Ask(question="Who signed it?", conversation=kept.conversation, **options)
        return next(
            e for e in run(ask_and_keep(bench, request, go_on)) if isinstance(e, PassagesFound)
        ).searched

    assert searched(as_typed=True, keep=False) == ""
    assert searched(keep=True) == "Who signed it? (the lease end)"
    turns = bench.conversations.store.turns(kept.conversation)
    assert [turn.searched for turn in turns] == ["", "Who signed it? (the lease end)"]
    other = run(handlers.ask(bench, Ask(question="Who signed it?", keep=False), go_on))
    assert next(e for e in other if isinstance(e, PassagesFound)).searched == ""
