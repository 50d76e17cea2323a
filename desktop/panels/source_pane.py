"""The right side: the source of a citation, opened on demand."""

import logging

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from assistant.answers import Citation
from assistant.messages import DocumentText, RequestFailed
from assistant.requests import ReadDocument
from desktop.engine_client import EngineClient
from desktop.panels.labels import icon_button, plain_label
from desktop.theme import GRID
from desktop.viewer.source_viewer import SourceViewer

log = logging.getLogger(__name__)


class SourcePane(QWidget):
    """Holds the viewer and fetches for it what only the engine can read."""

    close_requested = Signal()
    step_requested = Signal(int)
    """1 for the next citation, -1 for the one before."""
    read_failed = Signal(RequestFailed)

    def __init__(self, client: EngineClient, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._reading = 0
        self.viewer = SourceViewer(self)
        self.viewer.document_wanted.connect(self._fetch)
        self.viewer.next_citation_wanted.connect(lambda: self.step_requested.emit(1))
        self.viewer.previous_citation_wanted.connect(lambda: self.step_requested.emit(-1))
        client.event_received.connect(self._on_event)
        self._build()

    def show_citation(self, citation: Citation) -> None:
        """Open the place that a citation names; what is still being read for another is late."""
        self._reading = 0
        self.viewer.show_citation(citation)

    def focus_viewer(self) -> None:
        """Give the keyboard to the document."""
        for child in self.viewer.findChildren(QWidget):
            if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisible():
                child.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def _build(self) -> None:
        title = plain_label(self.tr("Source"), "title")
        self.close_button = icon_button(self.tr("Close the source (Escape)"), "close")
        self.close_button.clicked.connect(self.close_requested)
        header = QHBoxLayout()
        header.setContentsMargins(GRID + 4, GRID, GRID, 0)
        header.addWidget(title, 1)
        header.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(header)
        layout.addWidget(self.viewer, 1)

    def _fetch(self, path: str, revision: str) -> None:
        self._reading = self._client.send(ReadDocument(path=path, revision=revision))

    def _on_event(self, request: int, body: object) -> None:
        if not request or request != self._reading:
            return
        if isinstance(body, DocumentText):
            self.viewer.show_document_text(body)
        elif isinstance(body, RequestFailed):
            log.warning("the document could not be read: %s", body.message)
            self.viewer.show_failure(body.message)
            self.read_failed.emit(body)
