"""Asks the engine why a file is not among the results of the search at hand."""

from PySide6.QtCore import QObject, Signal

from assistant.messages import FileExplained, RequestFailed
from assistant.requests import ExplainFile
from assistant.search.explaining import FileExplanation
from desktop.asking import Asking
from desktop.engine_client import EngineClient


class Explaining(QObject):
    """One question at a time; the answer to an older one no longer counts."""

    explained = Signal(FileExplanation)
    failed = Signal(str)
    """Why the engine could not say."""

    def __init__(self, client: EngineClient, asking: Asking, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._asking = asking
        self._request = 0
        client.event_received.connect(self._on_event)

    def ask(self, path: str) -> None:
        """Ask about a file or folder; nothing happens before the first search."""
        latest, scope = self._asking.latest, self._asking.scope
        if latest:
            query = f"{latest} {scope.filters}".rstrip()
            request = ExplainFile(query=query, path=path, within=scope.within)
            self._request = self._client.send(request)

    def _on_event(self, request: int, body: object) -> None:
        if not request or request != self._request:
            return
        if isinstance(body, FileExplained):
            self.explained.emit(body.explanation)
        elif isinstance(body, RequestFailed):
            self.failed.emit(body.message)
