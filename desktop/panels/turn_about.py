"""The lines below a question: where was looked, and what was searched for in its place."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.panels.labels import plain_label, plain_tooltip, push_button
from desktop.scope_words import scope_words
from desktop.theme import GRID, scaled_font
from desktop.turn import Turn, TurnState
from desktop.words import flat_text


class TurnAbout(QWidget):
    """Hidden while there is nothing to say beside the question."""

    as_typed_wanted = Signal()
    everywhere_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scope = plain_label(tone="muted", wrap=True)
        self.searched = plain_label(tone="muted", wrap=True)
        for label in (self.scope, self.searched):
            label.setFont(scaled_font(label.font(), 0.92))
        self.as_typed_button = push_button(self.tr("Search as typed"), "search", "quiet")
        self.as_typed_button.setAccessibleDescription(
            self.tr("Search for the question as you typed it instead")
        )
        self.as_typed_button.setToolTip(
            plain_tooltip(
                self.tr(
                    "Your question was taken for a follow-up and completed from the conversation. "
                    "This asks it again just as you typed it."
                )
            )
        )
        self.as_typed_button.clicked.connect(self.as_typed_wanted)
        self.everywhere_button = push_button(self.tr("Ask all documents"), "search", "quiet")
        self.everywhere_button.clicked.connect(self.everywhere_wanted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        layout.addLayout(_row(self.scope, self.everywhere_button))
        layout.addLayout(_row(self.searched, self.as_typed_button))

    def show_turn(self, turn: Turn) -> None:
        """Say what is known by now."""
        looked_in = scope_words(turn.scope) or turn.looked_in
        self.scope.setText(self.tr("Only in: {0}").format(looked_in) if looked_in else "")
        self.scope.setVisible(bool(looked_in))
        is_narrowed = not turn.scope.is_everything
        self.everywhere_button.setVisible(is_narrowed and turn.state is TurnState.UNANSWERED)
        searched = flat_text(turn.searched)
        self.searched.setText(self.tr("Searched for: {0}").format(searched) if searched else "")
        self.searched.setVisible(bool(searched))
        self.as_typed_button.setVisible(bool(searched) and turn.kept is None)
        self.setVisible(bool(looked_in or searched))


def _row(label: QLabel, button: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(GRID)
    row.addWidget(label, 1)
    row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
    return row
