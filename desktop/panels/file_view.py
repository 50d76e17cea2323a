"""The list of files with what became of each."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from assistant.messages import FileEntry
from desktop.item_models.file_list import FileRole
from desktop.panels.passage_view import paint_row_background
from desktop.theme import GRID, current_tokens, icon, scaled_font
from indexer.documents import FileStatus

Index = QModelIndex | QPersistentModelIndex

STATUS_ICONS = {
    FileStatus.INDEXED: ("check", "good"),
    FileStatus.PARTLY: ("partly", "warning"),
    FileStatus.SKIPPED: ("skipped", "muted"),
    FileStatus.FAILED: ("failed", "danger"),
    FileStatus.WAITING: ("waiting", "muted"),
}


class FileDelegate(QStyledItemDelegate):
    """Paints a file in two lines: its name, and its status in words."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are equally high."""
        line = QFontMetrics(option.font).height()
        return QSize(120, 2 * line + GRID + 4)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the row."""
        entry: FileEntry = index.data(FileRole.ENTRY)
        tokens = current_tokens()
        picture, token = STATUS_ICONS[entry.status]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_row_background(painter, option)
        area: QRect = option.rect.adjusted(GRID, GRID // 2 + 2, -GRID, -GRID // 2 - 2)
        line = QFontMetrics(option.font).height()
        icon(picture, getattr(tokens, token)).paint(painter, area.left(), area.top(), 16, line)
        words = area.adjusted(GRID + 16, 0, 0, 0)
        metrics = QFontMetrics(option.font)
        painter.setFont(option.font)
        painter.setPen(QColor(tokens.text))
        name = metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideMiddle, words.width())
        painter.drawText(words.left(), words.top() + metrics.ascent(), name)
        self._paint_status(painter, option, words.adjusted(0, line, 0, 0), index)
        painter.restore()

    def _paint_status(
        self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, index: Index
    ) -> None:
        entry: FileEntry = index.data(FileRole.ENTRY)
        tokens = current_tokens()
        small = scaled_font(option.font, 0.9)
        painter.setFont(small)
        failed = entry.status is FileStatus.FAILED
        painter.setPen(QColor(tokens.danger if failed else tokens.muted))
        text = QFontMetrics(small).elidedText(
            str(index.data(FileRole.STATUS_LINE)), Qt.TextElideMode.ElideRight, area.width()
        )
        painter.drawText(area.left(), area.top() + QFontMetrics(small).ascent() + 1, text)


class FileView(QListView):
    """Files to look at; Enter or a double click opens one in its program."""

    file_opened = Signal(FileEntry)
    folder_wanted = Signal(FileEntry)
    retry_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(FileDelegate(self))
        self.setAccessibleName(self.tr("Documents"))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setAcceptDrops(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.viewport().setAutoFillBackground(False)
        self.doubleClicked.connect(self._open)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the file; everything else is as in any list."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the file under the mouse or the keyboard."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if not index.isValid():
            return
        menu = QMenu(self)
        menu.addAction(self.tr("Open in its program"), lambda: self._open(index))
        menu.addAction(
            self.tr("Show in folder"),
            lambda: self.folder_wanted.emit(index.data(FileRole.ENTRY)),
        )
        menu.addAction(self.tr("Try failed files again"), self.retry_requested.emit)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        place = self.visualRect(index).center() if by_key else event.pos()
        menu.popup(self.viewport().mapToGlobal(place))

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.file_opened.emit(index.data(FileRole.ENTRY))
