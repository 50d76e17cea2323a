"""Where to look, tags, how answers came about: made here, so that the window knows one thing."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.actions import Command, tr
from desktop.asking import Asking
from desktop.conversations import Conversations
from desktop.engine_client import EngineClient
from desktop.indexing import Indexing
from desktop.notifications import Notifier
from desktop.panels.centre_panel import CentrePanel
from desktop.panels.library_panel import LibraryPanel
from desktop.panes import Panes
from desktop.scoping import Scoping
from desktop.tagging import Tagging
from desktop.tracing import Tracing


class AnswerTools(QObject):
    """Lives as long as the window."""

    def __init__(
        self,
        client: EngineClient,
        asking: Asking,
        indexing: Indexing,
        notifier: Notifier,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._asking = asking
        self._ledger = indexing.ledger
        self.tagging = Tagging(client, indexing.ledger, notifier, window)
        self.tracing = Tracing(client, notifier, window)

    def connect_panels(self, library: LibraryPanel, centre: CentrePanel, panes: Panes) -> None:
        """Let the panels use them; to be called once."""
        self._centre = centre
        self.scoping = Scoping(
            self._asking, self._ledger, centre.ask_bar, lambda: panes.open_document
        )
        thread, asking = centre.thread_panel, self._asking
        centre.ask_bar.every_document_asked.connect(asking.ask_every_document)
        thread.asked_of_each.connect(asking.ask_every_document)
        thread.asked_of_passages.connect(asking.ask_of_passages)
        thread.asked_everywhere.connect(self._ask_everywhere)
        thread.asked_as_typed.connect(asking.ask_as_typed)
        thread.stop_requested.connect(asking.stop)
        thread.trace_wanted.connect(self.tracing.show)
        library.tags_requested.connect(self.tagging.ask)

    def follow_conversations(self, conversations: Conversations) -> None:
        """Look into everything again when another conversation begins or is opened."""
        conversations.began.connect(self.scoping.look_everywhere)
        conversations.opened.connect(self.scoping.look_everywhere)

    def commands(self) -> list[Command]:
        """What can be done by menu or key."""
        go, bar, scoping = tr("&Go"), self._centre.ask_bar, self.scoping
        each = ("Ctrl+Shift+Return", "Ctrl+Shift+Enter")
        return [
            Command(go, tr("&Where to look…"), ("Ctrl+Shift+L",), scoping.choose),
            Command(go, tr("Look in &all documents"), ("Ctrl+Shift+D",), scoping.look_everywhere),
            Command(go, tr("Ask &each document"), each, bar.ask_every_document),
            Command(tr("&View"), tr("&How the answer came about…"), ("Ctrl+I",), self._show_trace),
            Command(tr("&View"), tr("&Quality and speed…"), (), self.tracing.show_quality),
        ]

    def _ask_everywhere(self, question: str) -> None:
        self.scoping.look_everywhere()
        self._asking.ask(question)

    def _show_trace(self) -> None:
        """That of the newest answer; nothing happens before the first."""
        newest = self._centre.thread_panel.newest
        if newest is not None and newest.turn.is_over:
            self.tracing.show(newest.turn.trace)
