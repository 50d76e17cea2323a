"""The passages that were read for a question: a few, all of them, or none below the quotes."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.panels.labels import push_button
from desktop.panels.passage_view import PassageView
from desktop.theme import GRID, set_icon
from desktop.turn import Turn

FIRST_PASSAGES = 3


class PassageSection(QWidget):
    """A button over a list; opened once, the list stays open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._turn: Turn | None = None
        self._has_cards = self._shows_all = False
        self.button = push_button("", look="quiet")
        self.button.clicked.connect(self._toggle)
        self.view = PassageView(self.tr("Passages read for this question"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.view)

    def show_turn(self, turn: Turn, *, has_cards: bool) -> None:
        """Show what was read; with cards above it only when it is wanted."""
        self._turn, self._has_cards = turn, has_cards
        passages = turn.passages
        if self.view.passages.rowCount() != len(passages):
            self.view.passages.show_passages(passages, turn.question)
        few = 0 if has_cards else min(FIRST_PASSAGES, len(passages))
        rows = len(passages) if self._shows_all else few
        self.view.setVisible(rows > 0)
        self.view.fit_rows(rows)
        self.setVisible(bool(passages))
        set_icon(self.button, "collapse" if rows else "expand")
        every = self.tr("Show all %n passages", "", len(passages))
        self.button.setText(self.tr("Passages read") if rows == len(passages) else every)

    def _toggle(self) -> None:
        self._shows_all = not self._shows_all
        if self._turn is not None:
            self.show_turn(self._turn, has_cards=self._has_cards)
