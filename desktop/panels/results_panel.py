"""What a search while typing has found."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assistant.answers import Passage
from assistant.messages import SearchResults
from desktop.panels.announcing import announce
from desktop.panels.labels import centred, plain_label
from desktop.panels.passage_view import PassageView
from desktop.theme import GRID, READING_WIDTH


class ResultsPanel(QWidget):
    """The passages for what has been typed, best first."""

    passage_chosen = Signal(Passage)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = plain_label(tone="muted", wrap=True)
        self.hint = plain_label(wrap=True)
        self.hint.setContentsMargins(GRID + 4, 0, 0, 0)
        self.view = PassageView(self.tr("Passages found"))
        self.view.passage_chosen.connect(self.passage_chosen)
        column = QWidget()
        column.setMaximumWidth(READING_WIDTH)
        layout = QVBoxLayout(column)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 0)
        layout.setSpacing(GRID)
        self._heading.setContentsMargins(GRID + 4, 0, 0, 0)
        layout.addWidget(self._heading)
        layout.addWidget(self.hint)
        layout.addWidget(self.view, 1)
        centred(self, column)

    def show_results(self, results: SearchResults) -> None:
        """Show these passages instead of those before."""
        self.view.passages.show_passages(results.passages, results.query)
        self.view.scrollToTop()
        self._heading.setText(self._heading_for(results))
        self.hint.setText(results.hint)
        self.hint.setVisible(bool(results.hint))
        announce(self, " ".join((self._heading.text(), results.hint)).strip())

    def focus_list(self) -> None:
        """Give the keyboard to the list, at its first passage."""
        if self.view.passages.rowCount():
            self.view.setCurrentIndex(self.view.passages.index(0))
            self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _heading_for(self, results: SearchResults) -> str:
        if not results.passages and results.hint:
            return self.tr("No passage matches “{0}”.").format(results.query)
        if not results.passages:
            return self.tr("No passage matches “{0}”. Press Enter to ask it as a question.").format(
                results.query
            )
        found = self.tr("%n passages found", "", len(results.passages))
        return self.tr("{0} · press Enter to ask, or ↓ to choose one").format(found)
