"""The conversation: every question of this session, the newest open, the older ones folded."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from assistant.answers import Citation, Passage
from desktop.panels.labels import centred
from desktop.panels.turn_view import TurnView
from desktop.theme import GRID, READING_WIDTH
from desktop.turn import Turn


class ThreadPanel(QScrollArea):
    """Shows turns and moves through the citations of the newest."""

    citation_chosen = Signal(Citation)
    passage_chosen = Signal(Passage)
    asked_again = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.turns: list[TurnView] = []
        self._open_marker = 0
        self.setAccessibleName(self.tr("Questions and answers"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._build()

    @property
    def newest(self) -> TurnView | None:
        """The turn that was asked last."""
        return self.turns[-1] if self.turns else None

    def add_turn(self, turn: Turn) -> None:
        """Show a new question; the older ones fold to make room."""
        for view in self.turns:
            view.fold(True)
        view = TurnView(turn)
        view.citation_chosen.connect(self._on_citation_chosen)
        view.passage_chosen.connect(self.passage_chosen)
        view.asked_again.connect(self.asked_again)
        self.turns.append(view)
        self._column.insertWidget(self._column.count() - 1, view)
        self._open_marker = 0
        QTimer.singleShot(0, self, self._show_newest)

    def show_changes(self, turn: Turn) -> None:
        """Show what has come for a turn since."""
        for view in self.turns:
            if view.turn is turn:
                view.show_changes()

    def open_citation(self, marker: int) -> bool:
        """Open a citation of the newest answer; False when it has no such number."""
        if self.newest is None or marker not in self.newest.turn.citations:
            return False
        self._choose(self.newest, self.newest.turn.citations[marker])
        return True

    def open_neighbour(self, step: int) -> bool:
        """Open the next (1) or previous (-1) citation of the newest answer, round in a circle."""
        if self.newest is None or not self.newest.turn.citations:
            return False
        markers = sorted(self.newest.turn.citations)
        if self._open_marker in markers:
            position = (markers.index(self._open_marker) + step) % len(markers)
        else:
            position = 0 if step > 0 else len(markers) - 1
        return self.open_citation(markers[position])

    def show_active(self, marker: int) -> None:
        """Mark the open citation in the newest answer; 0 for none."""
        self._open_marker = marker
        if self.newest is not None:
            self.newest.show_active(marker)

    def _build(self) -> None:
        body = QWidget()
        body.setObjectName("threadBody")
        column = QWidget()
        column.setMaximumWidth(READING_WIDTH)
        self._column = QVBoxLayout(column)
        self._column.setContentsMargins(2 * GRID, 3 * GRID, 2 * GRID, 3 * GRID)
        self._column.setSpacing(2 * GRID)
        self._column.addStretch(1)
        centred(body, column)
        self.setWidget(body)

    def _show_newest(self) -> None:
        if self.newest is not None:
            self.verticalScrollBar().setValue(self.newest.y() - GRID)

    def _on_citation_chosen(self, citation: Citation) -> None:
        view = self.sender()
        if isinstance(view, TurnView):
            self._choose(view, citation)

    def _choose(self, view: TurnView, citation: Citation) -> None:
        for other in self.turns:
            other.show_active(0)
        if view is self.newest:
            self._open_marker = citation.marker
        view.show_active(citation.marker)
        self.citation_chosen.emit(citation)
