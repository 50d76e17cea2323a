"""Searching while typing and asking: what is sent to the engine, and whose answer an event is."""

from uuid import uuid4

from PySide6.QtCore import QObject, QTimer, Signal

from assistant.answers import AnswerTable
from assistant.conversation import KeptTurn
from assistant.messages import RequestDone, RequestFailed, SearchResults
from assistant.requests import Ask, Search
from desktop.engine_client import EngineClient
from desktop.scope import Scope
from desktop.turn import Turn, looked_in

TYPING_PAUSE = 120
"""Milliseconds without a key before a search is sent."""
SHORTEST_QUERY = 2
RESULTS_WHILE_TYPING = 20


class Asking(QObject):
    """Knows the turn that is being answered, the search that was typed last, and where to look."""

    results_changed = Signal(SearchResults)
    searched = Signal(str)
    """What the latest search or question was."""
    asked = Signal(int)
    """The number of a request that asks."""
    turn_started = Signal(Turn)
    turn_changed = Signal(Turn)
    turn_ended = Signal(Turn)
    busy_changed = Signal(bool)

    def __init__(self, client: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._turn: Turn | None = None
        self._ask_id = 0
        self._search_id = 0
        self._typed = ""
        self.latest = ""
        """What was searched for or asked last; nothing at first."""
        self.scope = Scope()
        """Where searches and questions look from now on."""
        self.conversation: int | None = None
        """The conversation that questions go on; None begins another."""
        self._thread = uuid4().hex
        self._typing = QTimer(self, singleShot=True, interval=TYPING_PAUSE)
        self._typing.timeout.connect(self._search_typed)
        client.event_received.connect(self._on_event)

    @property
    def is_busy(self) -> bool:
        """Whether a question is being answered."""
        return self._turn is not None

    @property
    def request(self) -> int:
        """The number of the request that is being answered; 0 for none."""
        return self._ask_id if self._turn is not None else 0

    def go_on_with(self, conversation: int | None) -> None:
        """Put further questions to this conversation; None begins another."""
        self.conversation = conversation
        if conversation is None:
            self._thread = uuid4().hex

    def type(self, text: str) -> None:
        """Search for this once typing pauses; results of earlier searches no longer count."""
        self._typed = text.strip()
        self._search_id = 0
        if len(self._typed) < SHORTEST_QUERY:
            self._typing.stop()
            return
        self._typing.start()

    def look_in(self, scope: Scope) -> None:
        """Search and ask there from now on; what is being typed is searched for anew."""
        self.scope = scope
        if self._typed:
            self.type(self._typed)

    def ask(
        self, question: str, *, every_document: bool | None = None, as_typed: bool = False
    ) -> None:
        """Ask; a question that is still being answered is stopped first.

        `every_document`: whether each document in scope is asked; None lets the question decide.
        `as_typed`: whether it is not completed from the conversation.
        """
        question = question.strip()
        if not question:
            return
        request = Ask(
            question=question,
            within=self.scope.within,
            scope=self.scope.filters,
            conversation=self.conversation,
            thread=self._thread,
            every_document=every_document,
            as_typed=as_typed,
        )
        self._begin(Turn(question, scope=self.scope), request)

    def ask_kept(self, kept: KeptTurn) -> None:
        """Ask the question of a kept turn anew, looking where it looked then."""
        request = Ask(
            question=kept.question,
            within=kept.within or None,
            scope=kept.scope,
            conversation=self.conversation,
            thread=self._thread,
            every_document=isinstance(kept.answer, AnswerTable) or None,
        )
        self._begin(Turn(kept.question, looked_in=looked_in(kept)), request)

    def ask_every_document(self, question: str) -> None:
        """Ask each document in scope and have a table of what they say."""
        self.ask(question, every_document=True)

    def ask_of_passages(self, question: str) -> None:
        """Ask and have an answer from the best passages, whatever the question is like."""
        self.ask(question, every_document=False)

    def ask_as_typed(self, question: str) -> None:
        """Ask without completing the question from the conversation."""
        self.ask(question, as_typed=True)

    def stop(self) -> None:
        """Stop answering at once for the reader; the engine follows at its next safe place."""
        if self._turn is None:
            return
        self._client.cancel(self._ask_id)
        if self._turn is not None:
            self._turn.apply(RequestDone(cancelled=True))
            self._end_turn()

    def _begin(self, turn: Turn, request: Ask) -> None:
        self.stop()
        self.type("")
        self._note(turn.question)
        self._turn = turn
        self._ask_id = self._client.send(request)
        self.asked.emit(self._ask_id)
        self.turn_started.emit(turn)
        self.busy_changed.emit(True)

    def _note(self, query: str) -> None:
        self.latest = query
        self.searched.emit(query)

    def _search_typed(self) -> None:
        self._note(self._typed)
        self._search_id = self._client.send(
            Search(
                query=self._typed,
                limit=RESULTS_WHILE_TYPING,
                within=self.scope.within,
                scope=self.scope.filters,
            )
        )

    def _on_event(self, request: int, body: object) -> None:
        if request and request == self._search_id:
            if isinstance(body, SearchResults):
                self.results_changed.emit(body)
        elif self._turn is not None and request == self._ask_id:
            self._turn.apply(body)  # type: ignore[arg-type]  # the protocol allows no others here
            if isinstance(body, RequestDone | RequestFailed):
                self._end_turn()
            else:
                self.turn_changed.emit(self._turn)

    def _end_turn(self) -> None:
        turn, self._turn = self._turn, None
        self.turn_ended.emit(turn)
        self.busy_changed.emit(False)
