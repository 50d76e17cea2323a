"""How far the indexing is, and the buttons to stop and continue it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.indexing import IndexingProgress
from desktop.panels.labels import plain_label, push_button
from desktop.theme import GRID, scaled_font
from desktop.words import number_words, time_left_words


class ProgressFooter(QWidget):
    """The last line of the library; says what the engine is doing."""

    stop_requested = Signal()
    continue_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("progressFooter")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._idle_text = ""
        self._progress = IndexingProgress()
        self._build()
        self.show_progress(self._progress)

    @property
    def text(self) -> str:
        """What the footer says."""
        return self._words.text()

    def show_idle_text(self, text: str) -> None:
        """What to say while nothing is being indexed."""
        self._idle_text = text
        self.show_progress(self._progress)

    def show_progress(self, progress: IndexingProgress) -> None:
        """Say where the indexing stands."""
        self._progress = progress
        self._words.setText(self._words_for(progress))
        self._bar.setVisible(progress.running)
        self._bar.setRange(0, progress.files_total)
        self._bar.setValue(min(progress.files_done, progress.files_total))
        self.stop_button.setVisible(progress.running)
        self.stop_button.setEnabled(not progress.stopping)
        self.continue_button.setVisible(progress.stopped and not progress.running)

    def _build(self) -> None:
        self._words = plain_label(tone="muted", wrap=True)
        self._words.setFont(scaled_font(self._words.font(), 0.92))
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Indexing progress"))
        self.stop_button = push_button(self.tr("Stop"), "stop")
        self.stop_button.setAccessibleName(self.tr("Stop indexing"))
        self.continue_button = push_button(self.tr("Continue"), "continue")
        self.continue_button.setAccessibleName(self.tr("Continue indexing"))
        self.stop_button.clicked.connect(self.stop_requested)
        self.continue_button.clicked.connect(self.continue_requested)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self._words, 1)
        row.addWidget(self.stop_button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.continue_button, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
        layout.setSpacing(GRID)
        layout.addWidget(self._bar)
        layout.addLayout(row)

    def _words_for(self, progress: IndexingProgress) -> str:
        if progress.stopping:
            return self.tr("Stopping after this file…")
        if progress.running:
            return self._running_words(progress)
        if progress.stopped:
            return self.tr("Stopped. What was indexed is kept.")
        return self._idle_text

    def _running_words(self, progress: IndexingProgress) -> str:
        if not progress.files_total:
            return self.tr("Looking at your folders…")
        parts = [
            self.tr("{0} of {1} files").format(
                number_words(progress.files_done), number_words(progress.files_total)
            )
        ]
        if progress.pages_per_second >= 1:
            parts.append(self.tr("{0} pages/s").format(round(progress.pages_per_second)))
        if progress.seconds_left is not None:
            parts.append(time_left_words(progress.seconds_left))
        return " · ".join(parts)
