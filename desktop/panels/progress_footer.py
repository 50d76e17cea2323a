"""How far the indexing is, and the buttons to pause, resume, stop and continue it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop.file_names import shown_name
from desktop.indexing import IndexingProgress
from desktop.panels.announcing import announce
from desktop.panels.labels import plain_label, push_button
from desktop.theme import GRID, scaled_font
from desktop.words import number_words, time_left_words


class ProgressFooter(QWidget):
    """The last line of the library; says what the engine is doing."""

    pause_requested = Signal()
    resume_requested = Signal()
    stop_requested = Signal()
    continue_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("progressFooter")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._idle_text = ""
        self._announced = ""
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
        focused = next((each for each in self._buttons() if each.hasFocus()), None)
        self._progress = progress
        self._words.setText(self._words_for(progress))
        self._show_bar(progress)
        halted = progress.paused or progress.pausing
        busy = progress.running and not progress.stopping
        self.pause_button.setVisible(busy and not halted)
        self.resume_button.setVisible(halted and not progress.stopping)
        self.stop_button.setVisible(progress.running and progress.stoppable)
        self.stop_button.setEnabled(not progress.stopping)
        self.continue_button.setVisible(progress.stopped and not progress.running)
        if focused is not None and not focused.isVisible():
            self._pass_focus_on()
        self._announce(progress)

    def _build(self) -> None:
        self._words = plain_label(tone="muted", wrap=True)
        self._words.setFont(scaled_font(self._words.font(), 0.92))
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Indexing progress"))
        self.pause_button = push_button(self.tr("Pause"), "pause")
        self.pause_button.setAccessibleName(self.tr("Pause indexing"))
        self.resume_button = push_button(self.tr("Resume"), "continue")
        self.resume_button.setAccessibleName(self.tr("Resume indexing"))
        self.stop_button = push_button(self.tr("Stop"), "stop")
        self.stop_button.setAccessibleName(self.tr("Stop indexing"))
        self.continue_button = push_button(self.tr("Continue"), "continue")
        self.continue_button.setAccessibleName(self.tr("Continue indexing"))
        self.pause_button.clicked.connect(self.pause_requested)
        self.resume_button.clicked.connect(self.resume_requested)
        self.stop_button.clicked.connect(self.stop_requested)
        self.continue_button.clicked.connect(self.continue_requested)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for button in self._buttons():
            row.addWidget(button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
        layout.setSpacing(GRID)
        layout.addWidget(self._bar)
        layout.addWidget(self._words)
        layout.addLayout(row)

    def _buttons(self) -> tuple[QPushButton, ...]:
        return (self.pause_button, self.resume_button, self.stop_button, self.continue_button)

    def _pass_focus_on(self) -> None:
        """Let the keyboard follow a button to the one that takes its place."""
        for button in self._buttons():
            if button.isVisible() and button.isEnabled():
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _show_bar(self, progress: IndexingProgress) -> None:
        self._bar.setVisible(progress.running)
        # Without a total the bar stays empty: a bar that wanders says nothing, and it moves.
        self._bar.setRange(0, max(1, progress.files_total))
        self._bar.setValue(min(progress.files_done, progress.files_total))

    def _words_for(self, progress: IndexingProgress) -> str:
        if progress.stopping:
            return self.tr("Stopping after this file…")
        if progress.pausing:
            return self.tr("Pausing after this file…")
        if progress.paused:
            return self._paused_words(progress)
        if progress.running:
            return self._running_words(progress)
        if progress.stopped:
            return self.tr("Stopped. What was indexed is kept.")
        return self._idle_text

    def _paused_words(self, progress: IndexingProgress) -> str:
        words = self.tr("Paused.")
        if progress.on_battery:
            words = self.tr("Paused on battery. It goes on when the machine is plugged in.")
        if not progress.files_total:
            return words
        done = self.tr("{0} of {1} files done.").format(
            number_words(progress.files_done), number_words(progress.files_total)
        )
        return f"{words} {done}"

    def _page_words(self, progress: IndexingProgress) -> str:
        """How far a scan is that takes its time."""
        return self.tr("page {0} of {1} of {2}").format(
            number_words(progress.page),
            number_words(progress.pages_in_file),
            shown_name(progress.current),
        )

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
        if progress.pages_in_file > 1:
            parts.append(self._page_words(progress))
        return " · ".join(parts)

    def _announce(self, progress: IndexingProgress) -> None:
        """Say aloud when it pauses, stops or ends; the numbers on the way are not said."""
        is_state = progress.paused or progress.stopped or not progress.running
        words = self.text if is_state else ""
        if words and words != self._announced:
            announce(self, words)
        self._announced = words
