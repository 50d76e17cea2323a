"""The conversations that are kept: listed, opened, renamed, deleted, compared."""

from PySide6.QtCore import QObject, QTimer, Signal

from assistant.messages import (
    ConversationKept,
    ConversationOpened,
    ConversationsListed,
    RequestDone,
    RequestFailed,
    TurnCompared,
)
from assistant.requests import (
    CompareTurn,
    DeleteConversation,
    ListConversations,
    OpenConversation,
    RenameConversation,
)
from desktop.asking import Asking
from desktop.engine_client import ENGINE_STOPPED, EngineClient

TYPING_PAUSE = 180
"""Milliseconds without a key before conversations are searched."""


class Conversations(QObject):
    """Sends what is wanted of the engine; knows which conversation the questions go on."""

    listed = Signal(ConversationsListed)
    listing_failed = Signal(str)
    """Why they cannot be listed."""
    opened = Signal(ConversationOpened)
    began = Signal()
    """A new conversation, of which nothing is kept yet."""
    current_changed = Signal()
    compared = Signal(TurnCompared)
    comparing_changed = Signal(int)
    """The turn that is being compared; 0 for none."""
    failed = Signal(str)
    """Why something could not be done."""

    def __init__(self, client: EngineClient, asking: Asking, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._asking = asking
        self._search = ""
        self._is_watched = False
        self._list_is_old = True
        self._listing = self._opening = self._comparing = 0
        self._others: set[int] = set()
        self._deleted_after: dict[int, int] = {}
        """Conversations by the request that has to end before they are deleted."""
        self._asked: set[int] = set()
        """Requests of the questions that are shown; what is kept of them is gone on with."""
        self.title = ""
        """That of the conversation at hand; empty while nothing of it is kept."""
        self._typing = QTimer(self, singleShot=True, interval=TYPING_PAUSE)
        self._typing.timeout.connect(self.refresh)
        asking.asked.connect(self._on_asked)
        client.event_received.connect(self._on_event)
        client.ready.connect(self.refresh)

    @property
    def current(self) -> int | None:
        """The conversation at hand; None while nothing of it is kept."""
        return self._asking.conversation

    def watch(self, watched: bool) -> None:
        """Whether somebody looks at the list; it is kept up to date only then."""
        self._is_watched = watched
        if watched and self._list_is_old:
            self.refresh()

    def search(self, words: str) -> None:
        """List only those with these words, once typing pauses."""
        words = words.strip()
        if words != self._search:
            self._search = words
            self._listing = 0
            self._typing.start()

    def refresh(self) -> None:
        """List them anew, now or when somebody looks again."""
        self._list_is_old = True
        if self._is_watched:
            self._list_is_old = False
            self._listing = self._client.send(ListConversations(search=self._search))

    def begin(self) -> None:
        """Leave the conversation at hand; the next question begins another."""
        self._leave()
        self._go_on_with(None, "")
        self.began.emit()

    def open(self, conversation: int) -> None:
        """Show a conversation and go on with it."""
        self._opening = self._client.send(OpenConversation(conversation=conversation))

    def rename(self, conversation: int, title: str) -> None:
        """Give it another title."""
        self._send(RenameConversation(conversation=conversation, title=title))
        if conversation == self.current:
            self._go_on_with(conversation, title)

    def delete(self, conversation: int) -> None:
        """Delete it for good; the next question begins another where it was the one at hand.

        An answer that is being written is stopped, and what is kept of it is deleted, too.
        """
        if conversation != self.current:
            self._send(DeleteConversation(conversation=conversation))
            return
        running = self._asking.request
        if running:
            self._deleted_after[running] = conversation
        else:
            self._send(DeleteConversation(conversation=conversation))
        self.begin()

    def compare(self, turn: int) -> None:
        """See what has become of the sources of an answer of the conversation at hand."""
        if self.current is not None and not self._comparing:
            self._comparing = self._client.send(CompareTurn(conversation=self.current, turn=turn))
            self.comparing_changed.emit(turn)

    def _send(self, body: RenameConversation | DeleteConversation) -> None:
        self._others.add(self._client.send(body))

    def _leave(self) -> None:
        self._asking.stop()
        self._asked.clear()
        self._opening = 0
        self._compare_no_more()

    def _compare_no_more(self) -> None:
        if self._comparing:
            self._comparing = 0
            self.comparing_changed.emit(0)

    def _go_on_with(self, conversation: int | None, title: str) -> None:
        self._asking.go_on_with(conversation)
        self.title = title
        self.current_changed.emit()

    def _on_asked(self, request: int) -> None:
        self._opening = 0
        self._asked.add(request)

    def _on_event(self, request: int, body: object) -> None:
        match body:
            case ConversationKept():
                self._on_kept(request, body)
            case ConversationsListed():
                self._on_listed(request, body)
            case ConversationOpened() if request == self._opening:
                self._leave()
                self._go_on_with(body.conversation, body.title)
                self.opened.emit(body)
            case TurnCompared() if request == self._comparing:
                self.compared.emit(body)
            case RequestFailed() if request:
                self._on_failed(request, body)
                self._forget(request)
            case RequestDone() if request:
                self._forget(request)

    def _on_kept(self, request: int, kept: ConversationKept) -> None:
        if request in self._asked:
            self._go_on_with(kept.conversation, kept.title)
        self.refresh()

    def _on_listed(self, request: int, listed: ConversationsListed) -> None:
        if request in self._others and self._search:
            self.refresh()
        elif request in self._others or request == self._listing:
            self.listed.emit(listed)

    def _on_failed(self, request: int, failure: RequestFailed) -> None:
        if request == self._listing:
            self.listing_failed.emit(failure.message)
        elif request in self._others:
            self.refresh()
        known = request in (self._opening, self._comparing) or request in self._others
        if known and failure.code != ENGINE_STOPPED:
            self.failed.emit(failure.message)

    def _forget(self, request: int) -> None:
        self._others.discard(request)
        if request == self._listing:
            self._listing = 0
        if request == self._opening:
            self._opening = 0
        if request == self._comparing:
            self._compare_no_more()
        if request in self._deleted_after:
            deleted = self._deleted_after.pop(request)
            self._send(DeleteConversation(conversation=deleted))
