"""A conversation from the first question to its export, through the real engine process."""

from pathlib import Path

import pytest

from assistant.answers import Answer
from assistant.messages import (
    AnswerFinished,
    ConversationExported,
    ConversationKept,
    ConversationOpened,
    ConversationsListed,
    RequestDone,
    RequestFailed,
    TurnCompared,
)
from assistant.requests import (
    AddSource,
    Ask,
    CompareTurn,
    DeleteConversation,
    ExportConversation,
    ListConversations,
    OpenConversation,
    UpdateIndex,
)
from assistant.settings import ANSWER_MODE, Settings
from assistant.wording import FailureCode
from tests.end2end.engine_process import EngineProcess
from tests.end2end.texts import FACTS, write_facts

pytestmark = [pytest.mark.end2end, pytest.mark.model]

QUESTION = "How long is the notice period for the flat in Mill Lane?"


@pytest.fixture(autouse=True)
def quotes_alone() -> None:
    """What is kept of an answer does not depend on who wrote it, and quotes come at once."""
    Settings().set(ANSWER_MODE, "quotes")


def opened(engine: EngineProcess, conversation: int) -> ConversationOpened:
    request = engine.send(OpenConversation(conversation=conversation))
    return engine.wait_for(request, ConversationOpened)


def test_a_conversation_outlives_the_engine_and_knows_what_has_changed(tmp_path: Path) -> None:
    library, facts = tmp_path / "library", write_facts(tmp_path / "facts")
    with EngineProcess(library) as engine:
        engine.finish(AddSource(path=str(facts)))
        asked = engine.send(Ask(question=QUESTION))
        kept = engine.wait_for(asked, ConversationKept)
        engine.ending(asked)
        finished, after = engine.events(asked)[-3:-1]
        assert isinstance(finished, AnswerFinished)
        assert after == kept
        assert engine.end() == 0

    (facts / "lease.txt").write_text(FACTS["lease.txt"].replace("three months", "half a year"))
    with EngineProcess(library) as engine:
        engine.finish(UpdateIndex())
        (turn,) = opened(engine, kept.conversation).turns
        assert turn.answer == finished.answer
        assert turn.changed == (str(facts / "lease.txt"),)
        request = engine.send(CompareTurn(conversation=kept.conversation, turn=kept.turn))
        changes = engine.wait_for(request, TurnCompared).changes
        assert any("half a year" in change.after for change in changes)

        again = engine.send(Ask(question=QUESTION, conversation=kept.conversation))
        assert engine.wait_for(again, ConversationKept).conversation == kept.conversation
        (facts / "lease.txt").rename(facts / "flat.txt")
        engine.finish(UpdateIndex())
        first, second = opened(engine, kept.conversation).turns
        assert first.missing == (str(facts / "lease.txt"),)
        assert isinstance(second.answer, Answer)
        assert (second.missing, second.answer.citations[0].path) == ((), str(facts / "flat.txt"))

        request = engine.send(ListConversations(search="mill notice"))
        (entry,) = engine.wait_for(request, ConversationsListed).conversations
        assert (entry.title, entry.turns) == (kept.title, 2)
        for ending in ("md", "html", "docx", "pdf"):
            target = str(tmp_path / f"talk.{ending}")
            request = engine.send(ExportConversation(conversation=entry.id, target=target))
            assert engine.wait_for(request, ConversationExported).target == target

        assert isinstance(engine.finish(DeleteConversation(conversation=entry.id)), RequestDone)
        gone = engine.finish(OpenConversation(conversation=entry.id))
        assert isinstance(gone, RequestFailed)
        assert gone.code == FailureCode.NO_SUCH_CONVERSATION
        assert engine.end() == 0
    kept_files = list(library.glob("conversations.sqlite*"))
    assert kept_files
    assert not any(b"Mill Lane" in path.read_bytes() for path in kept_files)


def test_a_second_window_keeps_conversations_beside_the_first(tmp_path: Path) -> None:
    library, facts = tmp_path / "library", write_facts(tmp_path / "facts")
    with EngineProcess(library) as first:
        first.finish(AddSource(path=str(facts)))
        with EngineProcess(library) as second:
            assert second.ready().read_only
            asked = second.send(Ask(question=QUESTION))
            kept = second.wait_for(asked, ConversationKept)
        assert opened(first, kept.conversation).title == kept.title
