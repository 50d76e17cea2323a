"""The conversation that a command's questions go on, and that they are kept in."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import msgspec
import typer

from assistant.answers import AnyAnswer
from assistant.command_line.answer_records import AnswerRecord, answer_record
from assistant.command_line.output import Output
from assistant.command_line.questions import QuestionId
from assistant.conversation import KeptTurn
from assistant.conversations.errors import ConversationError, NoSuchConversation
from assistant.conversations.store import ConversationStore, Kept
from assistant.messages import AnswerFinished
from assistant.wording import NoticeCode, notice_sentence
from indexer.library import Library


class KeptAnswerRecord(AnswerRecord, frozen=True, kw_only=True):
    """The result of a question that was kept."""

    conversation: int
    turn: int
    searched: str
    """What was searched for where the question follows another; empty where that was itself."""


class Conversing:
    """Keeps what is asked one after the other; where that fails it says so, and goes on."""

    def __init__(self, library: Library, output: Output, conversation: int | None = None) -> None:
        """None begins another with the first answer. Raises NoSuchConversation."""
        self._output = output
        self._store = store_of(library, output)
        self._conversation = conversation
        self._kept: Kept | None = None
        self._searched = ""
        if conversation is not None:
            self._store.title(conversation)

    @classmethod
    def with_the_latest(cls, library: Library, output: Output) -> "Conversing":
        """Go on the conversation that was used last, by a window too; or begin one."""
        conversing = cls(library, output)
        conversing._conversation = conversing._store.latest()
        return conversing

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()

    def earlier(self, count: int) -> tuple[KeptTurn, ...]:
        """The last turns before the next question, the last one last."""
        if self._conversation is None:
            return ()
        return self._store.earlier(self._conversation, count)

    def keep(
        self,
        question: str,
        finished: AnswerFinished,
        *,
        within: str = "",
        scope: str = "",
        searched: str = "",
    ) -> None:
        """Keep a question with its answer."""
        self._kept, self._searched = None, searched
        try:
            self._kept = self._store.keep(
                self._conversation,
                question,
                finished.answer,
                scope=scope,
                within=within,
                searched=searched,
                trace=finished.trace,
            )
        except ConversationError as error:
            code = NoticeCode.CONVERSATIONS_NOT_KEPT
            self._output.note(notice_sentence(code, f"({error})"))
            return
        self._conversation = self._kept.conversation

    def record(self, id: QuestionId, answer: AnyAnswer) -> AnswerRecord:
        """The contract's form of the latest answer, with where it was kept."""
        record = answer_record(id, answer)
        if self._kept is None:
            return record
        return KeptAnswerRecord(
            **msgspec.structs.asdict(record),
            conversation=self._kept.conversation,
            turn=self._kept.turn,
            searched=self._searched,
        )


@contextmanager
def conversing_with(
    library: Library,
    output: Output,
    conversation: int | None = None,
    *,
    go_on: bool = False,
    keep: bool = False,
) -> Iterator[Conversing | None]:
    """What keeps the answers of a command; None where nothing is to be kept.

    A conversation that is not there is wrong use.
    """
    if not (keep or go_on or conversation is not None):
        yield None
        return
    try:
        latest = Conversing.with_the_latest
        conversing = latest(library, output) if go_on else Conversing(library, output, conversation)
    except NoSuchConversation as error:
        raise typer.BadParameter(str(error)) from error
    with closing(conversing):
        yield conversing


def store_of(library: Library, output: Output) -> ConversationStore:
    """The conversations of a library; a damaged file is spoken of when it is set aside."""
    return ConversationStore(
        library.folder,
        lambda kept: output.note(notice_sentence(NoticeCode.CONVERSATIONS_SET_ASIDE, str(kept))),
    )
