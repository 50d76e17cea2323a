"""Says above a kept answer that what it stands on has changed since, and what can be done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from assistant.conversation import KeptTurn
from desktop.conversation_words import stale_words
from desktop.panels.announcing import announce
from desktop.panels.labels import plain_label, plain_tooltip, push_button
from desktop.theme import GRID, set_icon


def warning_sign(words: str) -> QLabel:
    """A small picture that says these words to the mouse and to a screen reader."""
    sign = QLabel()
    set_icon(sign, "warning", "warning")
    sign.setToolTip(plain_tooltip(words))
    sign.setAccessibleName(words)
    return sign


class StaleBanner(QFrame):
    """A quiet strip; the answer below it stays as it was given."""

    comparison_wanted = Signal()
    answer_wanted = Signal()

    def __init__(self, kept: KeptTurn, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("staleBanner")
        self._words = stale_words(kept)
        self.setAccessibleName(self._words)
        picture = QLabel()
        set_icon(picture, "warning", "warning")
        self.words = plain_label(self._words, wrap=True)
        self.compare_button = push_button(self.tr("Show what changed"))
        self.compare_button.clicked.connect(self.comparison_wanted)
        self.answer_button = push_button(self.tr("Answer again"), "refresh")
        self.answer_button.clicked.connect(self.answer_wanted)
        said = QHBoxLayout()
        said.setSpacing(GRID)
        said.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        said.addWidget(self.words, 1)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(3 * GRID, 0, 0, 0)
        buttons.setSpacing(GRID)
        buttons.addWidget(self.compare_button)
        buttons.addWidget(self.answer_button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID + 4, GRID + 2, GRID + 4, GRID + 4)
        layout.setSpacing(GRID)
        layout.addLayout(said)
        layout.addLayout(buttons)

    def show_comparing(self, comparing: bool) -> None:
        """Offer to compare, or say that it is being done; the button keeps the keyboard."""
        words = self.tr("Comparing…") if comparing else self.tr("Show what changed")
        self.compare_button.setText(words)

    def show_reading(self, reading: bool) -> None:
        """Say that what has changed is read again first, and offer not to wait for it."""
        if reading:
            self.words.setText(self.tr("{0} It is read again first…").format(self._words))
            self.answer_button.setText(self.tr("Answer now"))
            announce(self, self.words.text())
        else:
            self.words.setText(self._words)
            self.answer_button.setText(self.tr("Answer again"))
