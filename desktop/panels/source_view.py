"""How a source of the library is painted: a folder or file, and its name."""

from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from desktop.panels.passage_view import paint_row_background
from desktop.theme import GRID, current_tokens, icon

Index = QModelIndex | QPersistentModelIndex


class SourceDelegate(QStyledItemDelegate):
    """Paints a source in one line."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are equally high."""
        return QSize(120, QFontMetrics(option.font).height() + GRID + 4)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the row."""
        tokens = current_tokens()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_row_background(painter, option)
        area = option.rect.adjusted(GRID, 0, -GRID, 0)
        name = str(index.data())
        picture = "file" if Path(name).suffix else "folder"
        icon(picture, tokens.muted).paint(painter, area.left(), area.top(), 16, area.height())
        metrics = QFontMetrics(option.font)
        text = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, area.width() - 24)
        painter.setPen(QColor(tokens.text))
        painter.drawText(area.adjusted(24, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()
