"""The panes of the window: the source at the right, made when first wanted, and the way around."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from assistant.answers import Citation
from desktop.engine_client import EngineClient
from desktop.panels.centre_panel import CentrePanel
from desktop.panels.side_panel import SidePanel

if TYPE_CHECKING:
    from desktop.panels.source_pane import SourcePane

SMALLEST_CENTRE = 320


class Panes(QObject):
    """Library, centre and source side by side in a splitter."""

    def __init__(
        self, client: EngineClient, side: SidePanel, centre: CentrePanel, splitter: QSplitter
    ) -> None:
        super().__init__(splitter)
        self._client = client
        self._side = side
        self._centre = centre
        self._splitter = splitter
        self.source: SourcePane | None = None

    @property
    def shows_source(self) -> bool:
        """Whether a source is open beside the answer."""
        return self.source is not None and self.source.isVisible()

    @property
    def open_document(self) -> str:
        """The path of the source that is open; nothing where none is."""
        if self.source is None or not self.source.isVisible():
            return ""
        citation = self.source.viewer.citation
        return citation.path if citation is not None else ""

    def show_citation(self, citation: Citation) -> None:
        """Open the source of a citation beside the answer."""
        pane = self._opened_source()
        pane.show()
        pane.show_citation(citation)
        self._centre.thread_panel.show_active(citation.marker)

    def close_source(self) -> None:
        """Close it and go back to the question."""
        if self.source is not None:
            self.source.hide()
        self._centre.thread_panel.show_active(0)
        self._centre.ask_bar.focus_field()

    def toggle_source(self) -> None:
        """Close the source, or open the last one again."""
        if self.shows_source:
            self.close_source()
        elif self.source is not None:
            self.source.show()

    def toggle_side(self) -> None:
        """Hide or show the left side."""
        self._side.setVisible(self._side.isHidden())

    def cycle(self, step: int) -> None:
        """Move the keyboard to the next pane that is shown."""
        centre = self._centre
        stops: list[tuple[QWidget, Callable[[], None]]] = [
            (centre.ask_bar, centre.ask_bar.focus_field),
            (centre.stack, centre.focus_below),
        ]
        if self.source is not None and self.source.isVisible():
            stops.append((self.source, self.source.focus_viewer))
        if self._side.isVisible():
            stops.append((self._side, self._side.focus_list))
        current = _position_of(QApplication.focusWidget(), [pane for pane, _ in stops])
        stops[(current + step) % len(stops)][1]()

    def _opened_source(self) -> "SourcePane":
        """The right pane; made when first wanted, because Qt's PDF parts take time to load."""
        if self.source is None:
            from desktop.panels.source_pane import SourcePane

            pane = SourcePane(self._client)
            pane.setMinimumWidth(SMALLEST_CENTRE)
            pane.close_requested.connect(self.close_source)
            pane.step_requested.connect(self._centre.thread_panel.open_neighbour)
            left, centre = self._splitter.sizes()[:2]
            self._splitter.addWidget(pane)
            self._splitter.setStretchFactor(2, 1)
            self._splitter.setSizes([left, centre // 2, centre - centre // 2])
            self.source = pane
        return self.source


def _position_of(focused: QWidget | None, panes: list[QWidget]) -> int:
    for position, pane in enumerate(panes):
        if focused is not None and (pane is focused or pane.isAncestorOf(focused)):
            return position
    return -1
