"""The compact list of files at the left: two lines a file, its name and what became of it."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from assistant.messages import FileEntry
from desktop.file_names import from_left
from desktop.file_words import status_line
from desktop.item_models.file_arrangement import Column
from desktop.item_models.file_table import FileTableModel
from desktop.panels.file_rows_view import FileRowsView, entry_of
from desktop.panels.passage_view import paint_row_background
from desktop.theme import GRID, current_tokens, icon, scaled_font
from indexer.documents import FileMark, FileStatus

Index = QModelIndex | QPersistentModelIndex
ICON = 16

STATUS_ICONS = {
    FileStatus.INDEXED: ("check", "good"),
    FileStatus.PARTLY: ("partly", "warning"),
    FileStatus.SKIPPED: ("skipped", "muted"),
    FileStatus.FAILED: ("failed", "danger"),
    FileStatus.WAITING: ("waiting", "muted"),
}
MARK_ICONS = {
    FileMark.HIDDEN_TEXT: ("shield", "warning"),
    FileMark.SCANNED: ("scan", "muted"),
    FileMark.ENCLOSES: ("encloses", "muted"),
}


class FileDelegate(QStyledItemDelegate):
    """Paints a file in two lines: its name, and its status in words."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the row."""
        entry = entry_of(index)
        if entry is None:
            return
        tokens = current_tokens()
        picture, token = STATUS_ICONS[entry.status]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_row_background(painter, option)
        area: QRect = option.rect.adjusted(GRID, GRID // 2 + 2, -GRID, -GRID // 2 - 2)
        line = QFontMetrics(option.font).height()
        icon(picture, getattr(tokens, token)).paint(painter, area.left(), area.top(), ICON, line)
        words = area.adjusted(GRID + ICON, 0, -marks_width(entry), 0)
        paint_marks(painter, words.right() + GRID // 2, area.top(), line, entry)
        metrics = QFontMetrics(option.font)
        painter.setFont(option.font)
        painter.setPen(QColor(tokens.text))
        name = metrics.elidedText(
            from_left(str(index.data())), Qt.TextElideMode.ElideMiddle, words.width()
        )
        painter.drawText(words.left(), words.top() + metrics.ascent(), name)
        self._paint_status(painter, option, words.adjusted(0, line, 0, 0), entry)
        painter.restore()

    def _paint_status(
        self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, entry: FileEntry
    ) -> None:
        tokens = current_tokens()
        small = scaled_font(option.font, 0.9)
        painter.setFont(small)
        failed = entry.status is FileStatus.FAILED
        painter.setPen(QColor(tokens.danger if failed else tokens.muted))
        text = QFontMetrics(small).elidedText(
            status_line(entry), Qt.TextElideMode.ElideRight, area.width()
        )
        painter.drawText(area.left(), area.top() + QFontMetrics(small).ascent() + 1, text)


class FileView(FileRowsView):
    """Files by name in one column."""

    def __init__(self, files: FileTableModel, parent: QWidget | None = None) -> None:
        super().__init__(files, 0, parent)
        line = QFontMetrics(self.font()).height()
        self.verticalHeader().setDefaultSectionSize(2 * line + GRID + 4)
        self.setItemDelegate(FileDelegate(self))
        self.setAccessibleName(self.tr("Documents"))
        self.setSelectionMode(FileRowsView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        for column in Column:
            self.setColumnHidden(column, column is not Column.NAME)


def marks_width(entry: FileEntry) -> int:
    """The width that `paint_marks` needs for a file."""
    return len(entry.marks) * (ICON + GRID // 2)


def paint_marks(painter: QPainter, x: int, y: int, height: int, entry: FileEntry) -> None:
    """Draw a file's marks side by side, from `x` on."""
    tokens = current_tokens()
    for mark in entry.marks:
        picture, token = MARK_ICONS[mark]
        icon(picture, getattr(tokens, token)).paint(painter, x, y, ICON, height)
        x += ICON + GRID // 2
