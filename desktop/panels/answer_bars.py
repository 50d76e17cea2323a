"""The seconds that the last answers took, one bar each, the newest at the right."""

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from assistant.trace import TraceEntry
from desktop.panels.labels import plain_tooltip
from desktop.theme import GRID, current_tokens, scaled_font
from desktop.trace_words import seconds_words
from desktop.words import flat_text

MOST_BARS = 120
WIDEST_BAR = 14.0
HEIGHT = 132


class AnswerBars(QWidget):
    """Questions without an answer stand back in colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: list[TraceEntry] = []
        self._top = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_entries(self, entries: Sequence[TraceEntry]) -> None:
        """Show these, given newest first."""
        self._entries = list(entries[:MOST_BARS])[::-1]
        self._top = _round_up(max((each.seconds for each in self._entries), default=1.0))
        self.setAccessibleName(
            self.tr("Seconds of the last {0} answers, up to {1}").format(
                len(self._entries), seconds_words(self._top)
            )
        )
        self.update()

    def sizeHint(self) -> QSize:
        """A strip."""
        return QSize(480, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw two lines for orientation, and the bars."""
        tokens = current_tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(scaled_font(self.font(), 0.85))
        area = self._area()
        for share in (0.5, 1.0):
            y = area.bottom() - area.height() * share
            painter.setPen(QColor(tokens.border))
            painter.drawLine(round(area.left()), round(y), round(area.right()), round(y))
            painter.setPen(QColor(tokens.muted))
            label = QRectF(0, y - 10, area.left() - GRID, 20)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(label, right, seconds_words(self._top * share))
        painter.setPen(Qt.PenStyle.NoPen)
        for number, entry in enumerate(self._entries):
            painter.setBrush(QColor(tokens.strong_border if entry.abstained else tokens.accent))
            painter.drawRoundedRect(self._bar(number, entry), 1.5, 1.5)
        painter.setPen(QColor(tokens.strong_border))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.end()

    def event(self, event: QEvent) -> bool:
        """The tooltip over a bar says which question it was."""
        if isinstance(event, QHelpEvent):
            entry = self._entry_at(event.pos().x())
            if entry is not None:
                words = f"{flat_text(entry.question)}\n{seconds_words(entry.seconds)}"
                QToolTip.showText(event.globalPos(), plain_tooltip(words), self)
                return True
        return super().event(event)

    def _area(self) -> QRectF:
        label = self.fontMetrics().horizontalAdvance(seconds_words(self._top)) + GRID
        return QRectF(self.rect()).adjusted(label, 10, 0, -1)

    def _step(self) -> float:
        return min(WIDEST_BAR, self._area().width() / max(1, len(self._entries)))

    def _bar(self, number: int, entry: TraceEntry) -> QRectF:
        area, step = self._area(), self._step()
        height = max(2.0, area.height() * min(1.0, entry.seconds / self._top))
        left = area.left() + number * step
        return QRectF(left, area.bottom() - height, max(1.0, step - 2), height)

    def _entry_at(self, x: int) -> TraceEntry | None:
        number = int((x - self._area().left()) // self._step())
        return self._entries[number] if 0 <= number < len(self._entries) else None


def _round_up(seconds: float) -> float:
    """The next number of seconds that is easily read."""
    for step in (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0):
        if seconds <= step:
            return step
    return 60.0 * ceil(seconds / 60.0)
