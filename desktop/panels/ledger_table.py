"""The table of all files: icon and word for each status, numbers to the right, sources above."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from assistant.messages import FileEntry
from desktop.file_names import from_left
from desktop.item_models.file_arrangement import Column
from desktop.item_models.file_table import FileRole, FileTableModel
from desktop.panels.file_rows_view import FileRowsView, entry_of
from desktop.panels.file_view import ICON, STATUS_ICONS, paint_marks
from desktop.theme import GRID, current_tokens, icon, scaled_font
from indexer.documents import FileStatus

Index = QModelIndex | QPersistentModelIndex
WIDTHS = {
    Column.NAME: 216,
    Column.STATUS: 132,
    Column.REASON: 168,
    Column.PAGES: 60,
    Column.CHUNKS: 80,
    Column.SIZE: 76,
    Column.SECONDS: 60,
    Column.MARKS: 60,
    Column.FOLDER: 90,
}

SPARE_FOR_FOLDERS = 150
"""What the last column gets before the names get more."""


class LedgerDelegate(QStyledItemDelegate):
    """Paints one cell."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the cell; a source's own row is drawn over all columns."""
        painter.save()
        entry = entry_of(index)
        # Sharp, or a seam shows between the cells on screens of a broken scale.
        self._paint_ground(painter, option, is_head=entry is None)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = option.rect.adjusted(GRID, 0, -GRID, 0)
        painter.setFont(option.font)
        if entry is None:
            self._paint_head(painter, area, index, option)
        elif index.column() == Column.MARKS:
            paint_marks(painter, area.left(), area.top(), area.height(), entry)
        else:
            self._paint_words(painter, area, index, entry)
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, option: QStyleOptionViewItem, *, is_head: bool
    ) -> None:
        tokens = current_tokens()
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(tokens.accent_soft))
        elif is_head:
            painter.fillRect(option.rect, QColor(tokens.side))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, QColor(tokens.hover))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(tokens.accent))
            # All cells of the row have it; a frame around each would cut the row in pieces.
            edge = option.rect.adjusted(0, 0, 0, -1)
            painter.drawLine(edge.topLeft(), edge.topRight())
            painter.drawLine(edge.bottomLeft(), edge.bottomRight())

    def _paint_head(
        self, painter: QPainter, area: QRect, index: Index, option: QStyleOptionViewItem
    ) -> None:
        tokens = current_tokens()
        picture = "expand" if index.data(FileRole.FOLDED) else "collapse"
        icon(picture, tokens.muted).paint(painter, area.left(), area.top(), ICON, area.height())
        painter.setFont(scaled_font(option.font, 1.0, strong=True))
        painter.setPen(QColor(tokens.text))
        painter.drawText(
            area.adjusted(ICON + GRID, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, str(index.data())
        )

    def _paint_words(self, painter: QPainter, area: QRect, index: Index, entry: FileEntry) -> None:
        tokens = current_tokens()
        colour = tokens.text if index.column() in (Column.NAME, Column.STATUS) else tokens.muted
        if index.column() == Column.STATUS:
            picture, token = STATUS_ICONS[entry.status]
            icon(picture, getattr(tokens, token)).paint(
                painter, area.left(), area.top(), ICON, area.height()
            )
            area = area.adjusted(ICON + GRID // 2 + 2, 0, 0, 0)
        if entry.status is FileStatus.FAILED and index.column() in (Column.STATUS, Column.REASON):
            colour = tokens.danger
        painter.setPen(QColor(colour))
        ends = (Column.NAME, Column.FOLDER)
        cut = (
            Qt.TextElideMode.ElideMiddle if index.column() in ends else Qt.TextElideMode.ElideRight
        )
        words = QFontMetrics(painter.font()).elidedText(
            from_left(str(index.data())), cut, area.width()
        )
        painter.drawText(area, index.data(Qt.ItemDataRole.TextAlignmentRole), words)


class LedgerTable(FileRowsView):
    """Sortable by every column; a source's own row spans them all."""

    def __init__(self, files: FileTableModel, parent: QWidget | None = None) -> None:
        super().__init__(files, 0, parent)
        line = QFontMetrics(self.font()).height()
        self.verticalHeader().setDefaultSectionSize(line + GRID + 4)
        self.setItemDelegate(LedgerDelegate(self))
        self.setAccessibleName(self.tr("Files of the library"))
        self.setObjectName("ledgerTable")
        header = self.horizontalHeader()
        header.setSortIndicator(Column.NAME, Qt.SortOrder.AscendingOrder)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._unit = max(1.0, QFontMetrics(self.font()).averageCharWidth() / 7)
        for column, width in WIDTHS.items():
            self.setColumnWidth(column, round(width * self._unit))
        self.setSortingEnabled(True)
        for signal in (files.modelReset, files.rowsInserted, files.rowsRemoved):
            signal.connect(self._span_sources)
        self.clicked.connect(self._on_clicked)
        self._span_sources()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Gives the names what room the other columns leave."""
        super().resizeEvent(event)
        others = sum(self.columnWidth(column) for column in Column if column is not Column.NAME)
        others += round(SPARE_FOR_FOLDERS * self._unit) - self.columnWidth(Column.FOLDER)
        least = round(WIDTHS[Column.NAME] * self._unit)
        self.setColumnWidth(Column.NAME, max(least, self.viewport().width() - others))

    def _span_sources(self) -> None:
        """Let the row above each source reach over all columns."""
        self.clearSpans()
        for row in self.files.section_rows():
            self.setSpan(row, 0, 1, len(Column))

    def _on_clicked(self, index: QModelIndex) -> None:
        if self.files.is_section(index.row()):
            self.files.fold(index.row())
