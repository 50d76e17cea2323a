"""Conversations that the scripted engine keeps in memory.

With `--conversations N` it begins with N of them, one a day back from now; the second has sources
that have changed. A title with `refused` in it cannot be given, nor a file written to a folder that
is not there.
"""

import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from assistant.answers import Answer, AnswerMode, AnyAnswer
from assistant.conversation import ConversationEntry, KeptTurn, PassageChange
from assistant.conversations.errors import LettersNotSet
from assistant.conversations.export.writing import export_conversation
from assistant.messages import (
    ConversationExported,
    ConversationKept,
    ConversationOpened,
    ConversationsListed,
    RequestDone,
    RequestFailed,
    TurnCompared,
)
from assistant.requests import (
    AnyRequest,
    CompareTurn,
    DeleteConversation,
    ExportConversation,
    ListConversations,
    OpenConversation,
    RenameConversation,
)
from assistant.wording import FailureCode
from tests.desktop.scripted_library import LEASE, SENTENCES, checked, evidence

Say = Callable[[int, msgspec.Struct], None]
DAY = 86_400.0
LONG_TITLE = (
    "How long is the notice period of the flat in Rosenthal 14 if the landlord has sold the house "
    "in the meantime and nobody has told the tenants of it?"
)
AFTERWARDS = "The notice period is six months to the end of a quarter."


def answer_to(question: str) -> Answer:
    """The answer that this engine gives to every question."""
    return Answer(
        question=question,
        sentences=tuple(checked(position).sentence for position in range(len(SENTENCES))),
        citations=evidence().citations,
        mode=AnswerMode.FULL,
        model="scripted",
        timings={"total": 1.24},
    )


class ScriptedConversations:
    """Serves the requests that are about conversations."""

    def __init__(self, say: Say, count: int = 0, *, damaged: bool = False) -> None:
        self._say = say
        self._damaged = damaged
        self._titles: dict[int, str] = {}
        self._turns: dict[int, list[KeptTurn]] = {}
        for number in range(count, 0, -1):
            self._begin_with(number)

    def serve(self, request: int, body: AnyRequest) -> bool:
        """Answer a request; False when it is about something else."""
        if isinstance(body, ListConversations) and self._damaged:
            words = "The conversations cannot be read. Ask again later."
            self._say(request, RequestFailed(code="library-damaged", message=words))
            return True
        match body:
            case ListConversations():
                self._say(request, self._listed(body.search))
            case OpenConversation():
                return self._open(request, body)
            case RenameConversation() if "refused" in body.title:
                failure = RequestFailed(code="wrong-use", message="That title cannot be given.")
                self._say(request, failure)
                return True
            case RenameConversation():
                self._titles[body.conversation] = body.title
                self._say(request, self._listed(""))
            case DeleteConversation():
                del self._titles[body.conversation], self._turns[body.conversation]
                self._say(request, self._listed(""))
            case ExportConversation():
                return self._export(request, body)
            case CompareTurn():
                self._say(request, self._compared(body))
            case _:
                return False
        self._say(request, RequestDone())
        return True

    def keep(self, request: int, conversation: int | None, answer: AnyAnswer) -> None:
        """Keep a question with its answer and say so."""
        if conversation is None:
            conversation = max(self._titles, default=0) + 1
            self._titles[conversation] = answer.question
            self._turns[conversation] = []
        turns = self._turns[conversation]
        turns.append(kept_turn(len(turns) + 1, answer.question, time.time(), answer))
        kept = ConversationKept(
            conversation=conversation, turn=len(turns), title=self._titles[conversation]
        )
        self._say(request, kept)

    def _begin_with(self, number: int) -> None:
        asked_at = time.time() - (number - 1) * DAY
        title = LONG_TITLE if number == 3 else f"Question {number} about the lease?"
        turns = [kept_turn(each, f"{title} {each}", asked_at) for each in range(1, number % 4 + 2)]
        if number == 2:
            old = kept_turn(1, title, asked_at)
            turns = [msgspec.structs.replace(old, changed=(LEASE,), scope="type:md")]
        self._titles[number] = title
        self._turns[number] = turns

    def _listed(self, search: str) -> ConversationsListed:
        entries = [
            ConversationEntry(
                id=number,
                title=title,
                turns=len(self._turns[number]),
                changed_at=self._turns[number][-1].asked_at,
                found=f"… {SENTENCES[0]} …" if search else "",
            )
            for number, title in self._titles.items()
            if search.casefold() in (title + SENTENCES[0]).casefold()
        ]
        entries.sort(key=lambda entry: -entry.changed_at)
        return ConversationsListed(conversations=tuple(entries), search=search)

    def _open(self, request: int, body: OpenConversation) -> bool:
        title = self._titles.get(body.conversation)
        if title is None:
            words = "That conversation is not there any more."
            self._say(request, RequestFailed(code="no-such-conversation", message=words))
            return True
        turns = tuple(self._turns[body.conversation])
        opened = ConversationOpened(conversation=body.conversation, title=title, turns=turns)
        self._say(request, opened)
        self._say(request, RequestDone())
        return True

    def _export(self, request: int, body: ExportConversation) -> bool:
        target = Path(body.target)
        if not target.parent.is_dir():
            failure = RequestFailed(code="no-such-path", message="There is nothing at that place.")
            self._say(request, failure)
            return True
        title, turns = self._titles[body.conversation], self._turns[body.conversation]
        try:
            export_conversation(title, turns, target, mask=body.mask)
        except LettersNotSet as error:
            failure = RequestFailed(code=FailureCode.LETTERS_NOT_SET, message=str(error))
            self._say(request, failure)
            return True
        self._say(request, ConversationExported(target=body.target))
        self._say(request, RequestDone())
        return True

    def _compared(self, body: CompareTurn) -> TurnCompared:
        turn = self._turns[body.conversation][body.turn - 1]
        changes = (
            PassageChange(
                marker=1,
                path=LEASE,
                page=None,
                before=SENTENCES[0],
                after=AFTERWARDS,
                page_after=2,
            ),
            PassageChange(
                marker=3, path=LEASE, page=4, before=SENTENCES[2], after="", page_after=None
            ),
        )
        return TurnCompared(
            conversation=body.conversation,
            turn=body.turn,
            changes=changes if turn.changed else (),
        )


def kept_turn(
    number: int, question: str, asked_at: float, answer: AnyAnswer | None = None
) -> KeptTurn:
    """A question as it is kept; `asked_at` in seconds since 1970."""
    return KeptTurn(
        id=number,
        asked_at=asked_at,
        question=question,
        scope="",
        answer=answer or answer_to(question),
        trace="",
    )
