"""What the engine does with conversations: answers are kept, opened, compared and exported."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from assistant.answers import Answer, NoAnswer
from assistant.conversations.errors import ConversationNotExported, NoSuchConversation
from assistant.engine import conversation_requests as requests
from assistant.engine import handlers, indexing
from assistant.engine.failures import failure_of
from assistant.engine.kept_conversations import KeptConversations
from assistant.engine.model_shelf import ModelShelf
from assistant.engine.workbench import Workbench, open_library
from assistant.messages import (
    AnswerFinished,
    AnyEvent,
    ConversationExported,
    ConversationKept,
    ConversationOpened,
    ConversationsListed,
    EngineEvent,
    Notice,
    PassagesFound,
    TurnCompared,
    decode_event,
    encode_line,
)
from assistant.requests import (
    AddSource,
    Ask,
    CompareTurn,
    DeleteConversation,
    ExportConversation,
    ListConversations,
    OpenConversation,
    RenameConversation,
    UpdateIndex,
)
from assistant.settings import ANSWER_MODE, FORGET_WITH_DOCUMENTS, Settings
from assistant.traces.store import TraceStore
from assistant.wording import FailureCode, NoticeCode, notice_sentence
from tests.assistant.conversation_making import answer, no_answer
from tests.fakes import HashEmbedder, ScriptedLanguageModel

KETTLE = "The kettle is descaled every six weeks with citric acid.\n"
QUESTION = "How often is the kettle descaled?"


@pytest.fixture
def notices() -> list[Notice]:
    return []


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "kettle.txt").write_text(KETTLE)
    return folder


@pytest.fixture
def bench(tmp_path: Path, documents: Path, notices: list[Notice]) -> Iterator[Workbench]:
    library, settings = open_library(tmp_path / "library"), Settings(tmp_path / "settings.toml")
    settings.set(ANSWER_MODE, "quotes")
    shelf = ModelShelf(
        library.folder,
        settings,
        notices.append,
        lambda threads: HashEmbedder(),
        lambda model, threads: ScriptedLanguageModel(),
    )
    bench = Workbench(library, shelf, settings)
    bench.conversations = KeptConversations(library.folder, notices.append)
    run(indexing.add_source(bench, AddSource(path=str(documents)), go_on))
    yield bench
    bench.close()


def go_on() -> bool:
    return False


def stop() -> bool:
    return True


def run(steps: handlers.Steps) -> list[AnyEvent]:
    """The events, each as the window reads it."""
    sent = [encode_line(EngineEvent(1, event)) for event in steps if event is not None]
    return [decode_event(line).body for line in sent]


def ask(bench: Workbench, question: str = QUESTION, **other: object) -> ConversationKept | None:
    request = Ask(question=question, **other)  # type: ignore[arg-type]
    *_, last = run(requests.ask_and_keep(bench, request, go_on))
    return last if isinstance(last, ConversationKept) else None


def opened(bench: Workbench, conversation: int) -> ConversationOpened:
    request = OpenConversation(conversation=conversation)
    (event,) = run(requests.open_conversation(bench, request, go_on))
    assert isinstance(event, ConversationOpened)
    return event


def listed(bench: Workbench, search: str = "") -> ConversationsListed:
    request = ListConversations(search=search)
    (event,) = run(requests.list_conversations(bench, request, go_on))
    assert isinstance(event, ConversationsListed)
    return event


def test_a_question_is_kept_after_its_answer_and_goes_on_a_conversation(bench: Workbench) -> None:
    request = Ask(question=QUESTION, scope="type:text", within=str(bench.library.folder.parent))
    *_, finished, kept = run(requests.ask_and_keep(bench, request, go_on))
    assert isinstance(finished, AnswerFinished)
    assert isinstance(kept, ConversationKept)
    again = ask(bench, "And with what acid?", conversation=kept.conversation)
    assert again is not None
    assert (again.conversation, again.title) == (kept.conversation, QUESTION)
    conversation = opened(bench, kept.conversation)
    first, second = conversation.turns
    assert conversation.title == QUESTION
    assert (first.id, first.question, first.answer) == (kept.turn, QUESTION, finished.answer)
    assert (first.scope, first.within, first.trace) == (
        "type:text",
        str(bench.library.folder.parent),
        finished.trace,
    )
    assert (second.id, second.question) == (again.turn, "And with what acid?")
    assert isinstance(first.answer, Answer)
    assert (first.changed, first.missing) == ((), ())


def test_a_question_asked_before_the_first_is_kept_goes_on_the_same_conversation(
    bench: Workbench,
) -> None:
    first, second = ask(bench, thread="a"), ask(bench, "And with what acid?", thread="a")
    other = ask(bench, "What is descaled?", thread="b")
    assert first is not None
    assert second is not None
    assert other is not None
    assert (second.conversation, second.title) == (first.conversation, QUESTION)
    assert other.conversation != first.conversation
    assert [entry.turns for entry in listed(bench).conversations] == [1, 2]


def test_it_is_completed_from_the_question_before_it(bench: Workbench) -> None:
    ask(bench, thread="a")
    follow = Ask(question="And with what acid?", thread="a")
    found = run(requests.ask_and_keep(bench, follow, go_on))[0]
    assert isinstance(found, PassagesFound)
    assert "kettle" in found.searched


def test_nothing_is_kept_where_that_is_not_wanted(bench: Workbench) -> None:
    assert ask(bench, keep=False) is None
    assert listed(bench).conversations == ()


def test_a_stopped_answer_is_kept_only_if_something_was_answered(bench: Workbench) -> None:
    kept = bench.conversations
    request, said = Ask(question="Q?"), AnswerFinished(answer=answer())
    nothing = AnswerFinished(answer=no_answer())
    empty = AnswerFinished(answer=replace(answer(), sentences=()))
    assert kept.keep(request, nothing, stopped=True) is None
    assert kept.keep(request, empty, stopped=True) is None
    assert kept.keep(request, said, stopped=True) is not None
    assert kept.keep(request, nothing, stopped=False) is not None
    assert len(listed(bench).conversations) == 2


def test_what_the_documents_do_not_answer_is_kept_too(bench: Workbench) -> None:
    kept = ask(bench, "Who wrote Hamlet in 1601?")
    assert kept is not None
    (turn,) = opened(bench, kept.conversation).turns
    assert isinstance(turn.answer, NoAnswer)


def test_conversations_are_found_renamed_and_deleted(bench: Workbench) -> None:
    kept, other = ask(bench), ask(bench, "What of citric acid?")
    assert kept is not None
    assert other is not None
    (entry,) = listed(bench, "citric ofte").conversations
    assert (entry.id, entry.title) == (kept.conversation, QUESTION)
    assert "citric" in entry.found or "often" in entry.found
    rename = RenameConversation(conversation=kept.conversation, title="Kitchen")
    (event,) = run(requests.rename_conversation(bench, rename, go_on))
    assert isinstance(event, ConversationsListed)
    assert {entry.title for entry in event.conversations} == {"Kitchen", "What of citric acid?"}
    delete = DeleteConversation(conversation=kept.conversation)
    (event,) = run(requests.delete_conversation(bench, delete, go_on))
    assert isinstance(event, ConversationsListed)
    assert [entry.id for entry in event.conversations] == [other.conversation]


def test_a_deleted_conversation_takes_the_traces_of_its_answers_with_it(bench: Workbench) -> None:
    kept, other = ask(bench), ask(bench, "What of citric acid?")
    assert kept is not None
    assert other is not None
    traces = TraceStore(bench.library.folder)
    assert {entry.question for entry in traces.entries()} == {QUESTION, "What of citric acid?"}
    delete = DeleteConversation(conversation=kept.conversation)
    run(requests.delete_conversation(bench, delete, go_on))
    assert [entry.question for entry in traces.entries()] == ["What of citric acid?"]


def test_one_that_is_gone_is_said_with_a_next_step(bench: Workbench) -> None:
    for steps in (
        requests.open_conversation(bench, OpenConversation(conversation=7), go_on),
        requests.delete_conversation(bench, DeleteConversation(conversation=7), go_on),
        requests.rename_conversation(bench, RenameConversation(conversation=7, title="x"), go_on),
        requests.compare_turn(bench, CompareTurn(conversation=7, turn=1), go_on),
    ):
        with pytest.raises(NoSuchConversation) as error:
            run(steps)
        failure = failure_of(error.value)
        assert failure is not None
        assert failure.code == FailureCode.NO_SUCH_CONVERSATION
        assert failure.message.startswith("There is no")
        assert "may have been deleted" in failure.message


def test_an_old_answer_knows_that_its_file_has_changed_and_shows_how(
    bench: Workbench, documents: Path
) -> None:
    kept = ask(bench)
    assert kept is not None
    (documents / "kettle.txt").write_text("Preface.\n" + KETTLE.replace("six", "two"))
    (turn,) = opened(bench, kept.conversation).turns
    assert turn.changed == (str(documents / "kettle.txt"),)
    request = CompareTurn(conversation=kept.conversation, turn=kept.turn)
    (event,) = run(requests.compare_turn(bench, request, go_on))
    assert isinstance(event, TurnCompared)
    (change,) = event.changes
    assert (change.before, change.after) == (KETTLE.strip(), KETTLE.strip().replace("six", "two"))
    assert run(requests.compare_turn(bench, request, stop)) == []


def test_a_file_whose_words_still_stand_has_changed_but_shows_no_difference(
    bench: Workbench, documents: Path
) -> None:
    kept = ask(bench)
    assert kept is not None
    (documents / "kettle.txt").write_text(f"A line above.\n\n{KETTLE}")
    assert opened(bench, kept.conversation).turns[0].changed
    request = CompareTurn(conversation=kept.conversation, turn=kept.turn)
    (event,) = run(requests.compare_turn(bench, request, go_on))
    assert isinstance(event, TurnCompared)
    assert event.changes == ()


def test_a_file_that_cannot_be_read_any_more_has_no_words_left(
    bench: Workbench, documents: Path
) -> None:
    kept = ask(bench)
    assert kept is not None
    (documents / "kettle.txt").write_bytes(b"")
    request = CompareTurn(conversation=kept.conversation, turn=kept.turn)
    (event,) = run(requests.compare_turn(bench, request, go_on))
    assert isinstance(event, TurnCompared)
    assert [change.after for change in event.changes] == [""]


@pytest.mark.parametrize("ending", ["md", "html", "docx", "pdf"])
def test_a_conversation_is_exported_with_what_has_changed(
    bench: Workbench, documents: Path, tmp_path: Path, ending: str
) -> None:
    kept = ask(bench)
    assert kept is not None
    (documents / "kettle.txt").unlink()
    target = tmp_path / f"talk.{ending}"
    request = ExportConversation(conversation=kept.conversation, target=str(target))
    (event,) = run(requests.export_conversation(bench, request, go_on))
    assert event == ConversationExported(target=str(target))
    content = target.read_bytes()
    if ending in ("md", "html"):
        assert "is not there any more" in content.decode()
    else:
        assert content[:4] in (b"PK\x03\x04", b"%PDF")


def test_an_export_that_fails_says_what_to_do(bench: Workbench, tmp_path: Path) -> None:
    kept = ask(bench)
    assert kept is not None
    request = ExportConversation(conversation=kept.conversation, target=str(tmp_path / "a.txt"))
    with pytest.raises(ConversationNotExported) as error:
        run(requests.export_conversation(bench, request, go_on))
    failure = failure_of(error.value)
    assert failure is not None
    assert failure.code == FailureCode.WRONG_USE
    assert "must end in .md, .html, .docx, .pdf" in failure.message


def test_answering_goes_on_where_nothing_can_be_kept_and_says_so_once(
    bench: Workbench, notices: list[Notice], monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = bench.library.folder / "conversations.sqlite"
    blocked.mkdir()  # no file can take its place
    for _ in range(2):
        *_, last = run(requests.ask_and_keep(bench, Ask(question=QUESTION), go_on))
        assert isinstance(last, AnswerFinished)
        assert isinstance(last.answer, Answer)
    (notice,) = notices
    assert notice.code == NoticeCode.CONVERSATIONS_NOT_KEPT
    assert str(blocked) in notice_sentence(notice.code, notice.detail)
    blocked.rmdir()
    assert ask(bench) is not None


def test_a_damaged_file_is_set_aside_with_a_notice(bench: Workbench, notices: list[Notice]) -> None:
    (bench.library.folder / "conversations.sqlite").write_bytes(b"damaged" * 1000)
    assert listed(bench).conversations == ()
    assert ask(bench) is not None
    (notice,) = notices
    assert notice.code == NoticeCode.CONVERSATIONS_SET_ASIDE
    assert Path(notice.detail).read_bytes().startswith(b"damaged")


def test_a_second_window_that_may_not_index_keeps_its_conversations(bench: Workbench) -> None:
    second = Workbench(open_library(bench.library.folder), bench.shelf, bench.settings)
    assert not second.library.is_writable
    kept = ask(second)
    assert kept is not None
    assert opened(bench, kept.conversation).title == QUESTION
    second.close()


@pytest.mark.parametrize("wanted", [True, False])
def test_answers_go_with_the_documents_they_quote_only_where_that_is_wanted(
    bench: Workbench, documents: Path, wanted: bool
) -> None:
    bench.settings.set(FORGET_WITH_DOCUMENTS, wanted)
    (documents / "lease.txt").write_text("The lease ends in the year 2031, on the last of May.\n")
    run(indexing.update_index(bench, UpdateIndex(), go_on))
    kettle = ask(bench)
    assert kettle is not None
    lease = ask(bench, "When does the lease end?", conversation=kettle.conversation)
    other = ask(bench, "In which month does the lease end?")
    assert lease is not None
    assert other is not None
    (documents / "kettle.txt").write_text(KETTLE * 2)
    (documents / "lease.txt").rename(documents / "moved.txt")
    run(indexing.update_index(bench, UpdateIndex(), go_on))
    assert len(opened(bench, kettle.conversation).turns) == 2  # changed and moved, not gone
    (documents / "moved.txt").unlink()
    run(indexing.update_index(bench, UpdateIndex(), go_on))
    left = {entry.id: entry.turns for entry in listed(bench).conversations}
    if wanted:
        assert left == {kettle.conversation: 1}
        assert [turn.id for turn in opened(bench, kettle.conversation).turns] == [kettle.turn]
    else:
        assert left == {kettle.conversation: 2, other.conversation: 1}
    files = bench.library.folder.glob("conversations.sqlite*")
    assert any(b"2031" in path.read_bytes() for path in files) is not wanted
