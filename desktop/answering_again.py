"""Answers a kept question anew; what has changed since is read again first."""

from PySide6.QtCore import QObject, Signal

from assistant.conversation import KeptTurn
from assistant.messages import RequestDone, RequestFailed
from desktop.asking import Asking
from desktop.engine_client import EngineClient
from desktop.indexing import Indexing


class AnsweringAgain(QObject):
    """One question at a time; whoever asks for it a second time does not want to wait."""

    reading_changed = Signal(int)
    """The turn whose sources are being read again; 0 for none."""

    def __init__(
        self, client: EngineClient, asking: Asking, indexing: Indexing, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._asking = asking
        self._indexing = indexing
        self._kept: KeptTurn | None = None
        self._reading = 0
        client.event_received.connect(self._on_event)
        asking.asked.connect(self.give_up)

    def answer(self, kept: KeptTurn) -> None:
        """Read its changed sources again, then ask; at once where that is not needed."""
        waits = self._kept is not None and self._kept.id == kept.id
        self.give_up()
        if waits or not kept.changed or self._indexing.is_read_only:
            self._asking.ask_kept(kept)
            return
        self._kept = kept
        self._reading = self._indexing.retry(kept.changed)
        self.reading_changed.emit(kept.id)

    def give_up(self) -> None:
        """Ask no more; what is being read goes on."""
        if self._kept is not None:
            self._kept, self._reading = None, 0
            self.reading_changed.emit(0)

    def _on_event(self, request: int, body: object) -> None:
        ended = isinstance(body, RequestDone | RequestFailed)
        if ended and self._kept is not None and request == self._reading:
            kept = self._kept
            self.give_up()
            self._asking.ask_kept(kept)
