"""The time that each stage of an answer took, as bars one after another along the same line."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from assistant.trace_words import stage_words
from desktop.theme import GRID, current_tokens
from desktop.trace_words import seconds_words, sentence_case

SHORTEST_BAR = 2.0


class StageBars(QWidget):
    """Each bar begins where the one before ended."""

    def __init__(
        self, stages: Sequence[tuple[str, float]], total: float, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._stages = list(stages)
        self._total = max(total, sum(seconds for _, seconds in stages), 0.001)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Time taken"))
        self.setAccessibleDescription(self.words)

    @property
    def words(self) -> str:
        """All bars in words."""
        stages = (f"{stage_words(name)} {seconds_words(took)}" for name, took in self._stages)
        return ", ".join(stages)

    def sizeHint(self) -> QSize:
        """A line for each stage."""
        return QSize(360, max(1, len(self._stages)) * self._line())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw name, bar and seconds of each stage."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for row, (stage, seconds) in enumerate(self._stages):
            began = sum(took for _, took in self._stages[:row])
            self._paint_stage(painter, row, stage, began, seconds)
        painter.end()

    def _paint_stage(
        self, painter: QPainter, row: int, stage: str, began: float, seconds: float
    ) -> None:
        tokens = current_tokens()
        metrics = self.fontMetrics()
        names, numbers = self._columns(metrics)
        room = max(10, self.width() - names - numbers - 2 * GRID)
        top = row * self._line()
        baseline = top + (self._line() + metrics.ascent() - metrics.descent()) // 2
        painter.setPen(QColor(tokens.text))
        painter.drawText(0, baseline, _name(stage))
        took = seconds_words(seconds)
        painter.setPen(QColor(tokens.muted))
        painter.drawText(self.width() - metrics.horizontalAdvance(took), baseline, took)
        left = names + GRID + room * began / self._total
        width = max(SHORTEST_BAR, room * seconds / self._total)
        painter.setPen(QColor(tokens.accent))
        painter.setBrush(QColor(tokens.accent))
        painter.drawRoundedRect(QRectF(left, top + self._line() / 2 - 4, width, 8), 2, 2)

    def _columns(self, metrics: QFontMetrics) -> tuple[int, int]:
        """How wide the longest name and number are."""
        names = max((metrics.horizontalAdvance(_name(each)) for each, _ in self._stages), default=0)
        numbers = max(
            (metrics.horizontalAdvance(seconds_words(each)) for _, each in self._stages), default=0
        )
        return names, numbers

    def _line(self) -> int:
        return self.fontMetrics().height() + GRID // 2 + 2


def _name(stage: str) -> str:
    return sentence_case(stage_words(stage))
