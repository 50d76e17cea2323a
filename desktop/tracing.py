"""How answers came about: fetches what was kept of it, and has it deleted."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from assistant.messages import RequestFailed, TraceRead, TracesListed
from assistant.requests import DeleteTraces, ListTraces, ReadTrace
from desktop.engine_client import ENGINE_STOPPED, EngineClient
from desktop.notifications import Notification, Notifier, Severity

SUBJECT = "traces"


class Tracing(QObject):
    """One request of a kind counts, the last; the dialogs are made when first wanted."""

    listed = Signal(TracesListed)
    deleted = Signal()

    def __init__(self, client: EngineClient, notifier: Notifier, window: QWidget) -> None:
        super().__init__(window)
        self._client = client
        self._notifier = notifier
        self._window = window
        self._reading = 0
        self._listing = 0
        self._deleting = 0
        client.event_received.connect(self._on_event)

    def show(self, trace: str) -> None:
        """Fetch a trace by its id and show it, or say that there is none (any more)."""
        if not trace:
            self._say(self.tr("Nothing is kept of how this answer came about."))
            return
        self._reading = self._client.send(ReadTrace(trace=trace))

    def list(self) -> None:
        """Have all traces listed."""
        self._listing = self._client.send(ListTraces())

    def delete_all(self) -> None:
        """Delete every trace for good."""
        self._deleting = self._client.send(DeleteTraces())

    def show_quality(self) -> None:
        """Show how often and how fast questions were answered."""
        from desktop.quality_dialog import QualityDialog

        dialog = QualityDialog(self._window)
        self.listed.connect(dialog.show_traces)
        self.deleted.connect(self.list)
        dialog.trace_wanted.connect(self.show)
        dialog.deletion_wanted.connect(self.delete_all)
        dialog.open()
        self.list()

    def _on_event(self, request: int, body: object) -> None:
        if not request or request not in (self._reading, self._listing, self._deleting):
            return
        match body:
            case TraceRead() if request == self._reading:
                self._show(body)
            case TracesListed() if request == self._deleting:
                self.deleted.emit()
                self._say(self.tr("All traces of answers were deleted."))
            case TracesListed() if request == self._listing:
                self.listed.emit(body)
            case RequestFailed() if body.code != ENGINE_STOPPED:
                self._say(body.message, Severity.ERROR)

    def _show(self, read: TraceRead) -> None:
        if read.trace is None:
            self._say(
                self.tr(
                    "How this answer came about is no longer kept. Traces are kept for a while "
                    "only; ask again to have a new one."
                )
            )
            return
        from desktop.trace_dialog import TraceDialog

        dialog = TraceDialog(read.trace, self._window)
        dialog.deletion_wanted.connect(self.delete_all)
        dialog.open()

    def _say(self, words: str, severity: Severity = Severity.INFORMATION) -> None:
        self._notifier.notify(Notification(SUBJECT, words, severity))
