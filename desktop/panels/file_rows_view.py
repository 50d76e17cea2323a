"""What every list of files does: keep the chosen ones through changes, open them, offer more."""

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from assistant.messages import FileEntry
from desktop.item_models.file_table import FileRole, FileTableModel


class FileRowsView(QTableView):
    """Rows of a `FileTableModel`; Enter or a double click opens a file in its program."""

    file_opened = Signal(FileEntry)
    folder_wanted = Signal(FileEntry)
    retry_requested = Signal(list)
    """Paths to read again."""
    tags_requested = Signal(list)
    """Paths to put tags on."""
    why_requested = Signal(str)
    """The path of a file that somebody misses among the results."""
    chosen_changed = Signal()

    def __init__(
        self, files: FileTableModel, row_height: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.files = files
        self.offers_why = False
        """Whether there was a search that a file can be missed in."""
        self._kept: list[str] = []
        self._kept_current = ""
        self.setModel(files)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setAcceptDrops(False)
        self.setCornerButtonEnabled(False)
        self.viewport().setAutoFillBackground(False)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(row_height)
        rows.setDefaultSectionSize(row_height)
        rows.hide()
        self._connect()

    def chosen(self) -> list[FileEntry]:
        """The selected files, from the top."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        found = (self.files.file_row(row) for row in rows)
        return [row.entry for row in found if row is not None]

    def choose(self, path: str) -> None:
        """Select a file and show it; nothing happens where it is not listed."""
        row = self.files.row_of(path)
        if row is not None:
            self.setCurrentIndex(self.files.index(row, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; on a source, left and right fold and unfold; the rest is as in any table."""
        index = self.currentIndex()
        is_head = index.isValid() and self.files.is_section(index.row())
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._open(index)
            case Qt.Key.Key_Space if is_head:
                self.files.fold(index.row())
            case Qt.Key.Key_Left if is_head:
                self.files.fold(index.row(), folded=True)
            case Qt.Key.Key_Right if is_head:
                self.files.fold(index.row(), folded=False)
            case _:
                super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the file under the mouse or the keyboard."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        row = self.files.file_row(index.row()) if index.isValid() else None
        if row is None:
            return
        entry, paths = row.entry, [each.path for each in self.chosen()] or [row.entry.path]
        menu = QMenu(self)
        menu.addAction(self.tr("Open in its program"), lambda: self.file_opened.emit(entry))
        menu.addAction(self.tr("Show in folder"), lambda: self.folder_wanted.emit(entry))
        menu.addAction(self.tr("Read again"), lambda: self.retry_requested.emit(paths))
        menu.addAction(self.tr("Tag…"), lambda: self.tags_requested.emit(paths))
        if self.offers_why:
            why = self.tr("Why not in the results?")
            menu.addAction(why, lambda: self.why_requested.emit(entry.path))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        place = self.visualRect(index).center() if by_key else event.pos()
        menu.popup(self.viewport().mapToGlobal(place))

    def _connect(self) -> None:
        self.doubleClicked.connect(self._open)
        self.files.modelAboutToBeReset.connect(self._keep)
        self.files.modelReset.connect(self._give_back)
        self.selectionModel().selectionChanged.connect(self.chosen_changed)

    def _open(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        row = self.files.file_row(index.row())
        if row is None:
            self.files.fold(index.row())
        else:
            self.file_opened.emit(row.entry)

    def _keep(self) -> None:
        """Remember the chosen files by path: their rows are about to become others."""
        self._kept = [entry.path for entry in self.chosen()]
        index = self.currentIndex()
        row = self.files.file_row(index.row()) if index.isValid() else None
        self._kept_current = row.entry.path if row is not None else ""

    def _give_back(self) -> None:
        flags = QItemSelectionModel.SelectionFlag
        selection = QItemSelection()
        for path in self._kept:
            row = self.files.row_of(path)
            if row is not None:
                index = self.files.index(row, 0)
                selection.select(index, index)
        model = self.selectionModel()
        current = self.files.row_of(self._kept_current) if self._kept_current else None
        if current is not None:
            model.setCurrentIndex(self.files.index(current, 0), flags.NoUpdate)
        model.select(selection, flags.ClearAndSelect | flags.Rows)
        self.chosen_changed.emit()


def entry_of(index: QModelIndex | QPersistentModelIndex) -> FileEntry | None:
    """The file of a cell; None above a source."""
    row = index.data(FileRole.ROW)
    return None if row is None else row.entry
