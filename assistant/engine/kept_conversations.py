"""The conversations of an engine: answering goes on whatever becomes of keeping them."""

import logging
from collections.abc import Callable, Iterable
from pathlib import Path

from assistant.answers import Answer, AnswerTable, AnyAnswer
from assistant.conversation import KeptTurn
from assistant.conversations.errors import ConversationError
from assistant.conversations.forgetting import forget_files, gone_in
from assistant.conversations.store import ConversationStore
from assistant.messages import AnswerFinished, ConversationKept, Notice
from assistant.requests import Ask
from assistant.wording import NoticeCode
from indexer.events import IngestionEvent
from indexer.ledger import Ledger

logger = logging.getLogger(__name__)


def _say_nothing(_: Notice) -> None:
    pass


class KeptConversations:
    """A store, shared by the engine's threads, and what the person is told of it."""

    def __init__(self, folder: Path, announce: Callable[[Notice], None] = _say_nothing) -> None:
        self.store = ConversationStore(folder, self._on_set_aside)
        self._announce = announce
        self._has_complained = False
        self._begun: dict[str, int] = {}
        """The conversations that were begun here, by the name that their questions gave them."""

    def goes_on(self, request: Ask) -> int | None:
        """The conversation that a question goes on; None where it begins one."""
        if request.conversation is not None:
            return request.conversation
        return self._begun.get(request.thread)

    def keep(
        self, request: Ask, finished: AnswerFinished, *, stopped: bool, searched: str = ""
    ) -> ConversationKept | None:
        """Keep a question with its answer; None where that is not wanted or not possible.

        Of a question that was stopped only what was answered by then is kept. The person is told
        once that answers are not kept, and again after keeping has worked in between.
        """
        if not request.keep or (stopped and not says_something(finished.answer)):
            return None
        try:
            kept = self.store.keep(
                self.goes_on(request),
                request.question,
                finished.answer,
                scope=request.scope,
                within=request.within or "",
                searched=searched,
                trace=finished.trace,
            )
        except ConversationError as error:
            self._complain(error)
            return None
        self._has_complained = False
        if request.thread:
            self._begun[request.thread] = kept.conversation
        return ConversationKept(conversation=kept.conversation, turn=kept.turn, title=kept.title)

    def earlier(self, request: Ask, count: int) -> tuple[KeptTurn, ...]:
        """The last turns before a question, the last one last; none where they cannot be read."""
        conversation = self.goes_on(request)
        if conversation is None:
            return ()
        try:
            return self.store.earlier(conversation, count)
        except ConversationError as error:
            self._complain(error)
            return ()

    def tidy(self) -> None:
        """Let text that was deleted while another window was reading leave the disk."""
        try:
            self.store.forget()
        except ConversationError as error:
            logger.warning("deleted conversations leave the disk later: %s", error)

    def forget_files(self, events: Iterable[IngestionEvent], ledger: Ledger) -> None:
        """Delete the questions that quote files which a run of indexing found gone."""
        try:
            forget_files(self.store, ledger, gone_in(events))
        except ConversationError as error:
            self._complain(error)

    def _complain(self, error: ConversationError) -> None:
        logger.warning("conversations are not kept: %s", error)
        if not self._has_complained:
            self._has_complained = True
            self._announce(Notice(code=NoticeCode.CONVERSATIONS_NOT_KEPT, detail=f"({error})"))

    def _on_set_aside(self, kept: Path) -> None:
        self._announce(Notice(code=NoticeCode.CONVERSATIONS_SET_ASIDE, detail=str(kept)))


def says_something(answer: AnyAnswer) -> bool:
    """Whether there is an answer at all."""
    return isinstance(answer, Answer | AnswerTable) and bool(answer.sentences)
