"""How a source of the library is painted: its name, and a line on how it can be reached."""

from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from desktop.item_models.source_list import SourceRole
from desktop.panels.passage_view import paint_row_background
from desktop.theme import GRID, current_tokens, icon, scaled_font

Index = QModelIndex | QPersistentModelIndex
ICON = 16


class SourceDelegate(QStyledItemDelegate):
    """Paints a source in one line, or in two where there is something to say of it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A line, and a second one for the state."""
        lines = 2 if index.data(SourceRole.STATE) else 1
        return QSize(120, lines * QFontMetrics(option.font).height() + GRID + 4)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the row."""
        tokens = current_tokens()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_row_background(painter, option)
        area = option.rect.adjusted(GRID, GRID // 2 + 2, -GRID, -GRID // 2 - 2)
        name, state = str(index.data()), str(index.data(SourceRole.STATE))
        picture = str(index.data(SourceRole.ICON)) or ("file" if Path(name).suffix else "folder")
        line = QFontMetrics(option.font).height()
        icon(picture, tokens.muted).paint(painter, area.left(), area.top(), ICON, line)
        words = area.adjusted(ICON + GRID, 0, 0, 0)
        self._paint_line(painter, option, words.left(), words.top(), words.width(), name)
        if state:
            painter.setFont(scaled_font(option.font, 0.9))
            painter.setPen(QColor(tokens.muted))
            metrics = painter.fontMetrics()
            text = metrics.elidedText(state, Qt.TextElideMode.ElideRight, words.width())
            painter.drawText(words.left(), words.top() + line + metrics.ascent(), text)
        painter.restore()

    def _paint_line(
        self, painter: QPainter, option: QStyleOptionViewItem, x: int, y: int, width: int, text: str
    ) -> None:
        metrics = QFontMetrics(option.font)
        painter.setFont(option.font)
        painter.setPen(QColor(current_tokens().text))
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, width)
        painter.drawText(x, y + metrics.ascent(), shown)
