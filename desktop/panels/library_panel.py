"""The library: what it reads, what became of every file, and how far the indexing is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from assistant.messages import FileEntry
from desktop.engine_process import EngineState
from desktop.indexing import IndexingProgress
from desktop.item_models.file_table import FileTableModel
from desktop.item_models.source_list import SourceListModel
from desktop.ledger import Ledger
from desktop.panels.file_view import FileView
from desktop.panels.labels import icon_button, plain_label
from desktop.panels.progress_footer import ProgressFooter
from desktop.panels.source_view import SourceDelegate
from desktop.theme import GRID
from desktop.words import number_words
from indexer.documents import FileStatus

SOURCES_SHOWN = 5
"""More sources than this scroll."""


class LibraryPanel(QWidget):
    """The left side of the window."""

    add_folder_requested = Signal()
    add_files_requested = Signal()
    remove_requested = Signal(str)
    update_requested = Signal()
    ledger_requested = Signal()
    file_opened = Signal(FileEntry)
    tags_requested = Signal(list)
    """Paths to put tags on."""

    def __init__(self, ledger: Ledger, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("libraryPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._ledger = ledger
        self._engine_state = EngineState.STARTING
        self._is_indexing = False
        self.sources = SourceListModel(ledger, self)
        self.files = FileTableModel(ledger, parent=self)
        self._build()
        self._connect()
        self._fit_sources()
        self._refresh()

    def show_progress(self, progress: IndexingProgress) -> None:
        """Show how far the indexing is."""
        self.footer.show_progress(progress)
        if progress.running != self._is_indexing:
            self._is_indexing = progress.running
            self._refresh()

    def show_engine_state(self, state: EngineState) -> None:
        """Say so while the engine cannot work yet, or no longer."""
        self._engine_state = state
        self._refresh()

    def set_read_only(self, read_only: bool) -> None:
        """Offer no changes where another process writes the library."""
        for button in (self.add_folder_button, self.add_files_button, self.update_button):
            button.setEnabled(not read_only)
        self._tag_action.setEnabled(not read_only)

    def focus_list(self) -> None:
        """Give the keyboard to the documents."""
        self.file_view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _build(self) -> None:
        self.source_view = self._build_source_view()
        self.file_view = FileView(self.files)
        self.footer = ProgressFooter()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._build_upper(), 1)
        layout.addWidget(self.footer)

    def _build_upper(self) -> QWidget:
        upper = QWidget()
        self._no_files = plain_label(tone="muted", wrap=True)
        layout = QVBoxLayout(upper)
        layout.setContentsMargins(GRID, GRID // 2, GRID, 0)
        layout.setSpacing(GRID // 2)
        layout.addLayout(self._build_header())
        layout.addWidget(self.source_view)
        layout.addSpacing(GRID)
        layout.addLayout(self._build_filter())
        self._no_files.setContentsMargins(GRID, GRID, GRID, 0)
        layout.addWidget(self._no_files)
        layout.addWidget(self.file_view, 1)
        return upper

    def _build_header(self) -> QHBoxLayout:
        title = plain_label(self.tr("Library"), "title")
        self.add_folder_button = icon_button(self.tr("Add folder… (Ctrl+Shift+O)"), "folder-add")
        self.add_files_button = icon_button(self.tr("Add files… (Ctrl+O)"), "file-add")
        self.update_button = icon_button(self.tr("Update the index (F5)"), "refresh")
        row = QHBoxLayout()
        row.setContentsMargins(GRID, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(title, 1)
        for button in (self.add_folder_button, self.add_files_button, self.update_button):
            row.addWidget(button)
        return row

    def _build_source_view(self) -> QListView:
        view = QListView()
        view.setModel(self.sources)
        view.setItemDelegate(SourceDelegate(view))
        view.setAccessibleName(self.tr("Folders and files in the library"))
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setAcceptDrops(False)
        view.setMouseTracking(True)
        view.viewport().setAutoFillBackground(False)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._tag_action = QAction(self.tr("Tag…"), view)
        view.addAction(self._tag_action)
        self._remove_action = QAction(self.tr("Remove from the library…"), view)
        self._remove_action.setShortcut(QKeySequence(QKeySequence.StandardKey.Delete))
        self._remove_action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        view.addAction(self._remove_action)
        return view

    def _build_filter(self) -> QHBoxLayout:
        self.filter_field = QLineEdit()
        self.filter_field.setPlaceholderText(self.tr("Filter documents"))
        self.filter_field.setAccessibleName(self.tr("Filter documents by name or folder"))
        self.filter_field.setClearButtonEnabled(True)
        self.filter_field.setAcceptDrops(False)
        self.ledger_button = icon_button(self.tr("All files, with status and reason (F7)"), "list")
        row = QHBoxLayout()
        row.setContentsMargins(GRID // 2, 0, 0, GRID // 2)
        row.setSpacing(GRID // 2)
        row.addWidget(self.filter_field, 1)
        row.addWidget(self.ledger_button)
        return row

    def _connect(self) -> None:
        self.add_folder_button.clicked.connect(self.add_folder_requested)
        self.add_files_button.clicked.connect(self.add_files_requested)
        self.update_button.clicked.connect(self.update_requested)
        self.ledger_button.clicked.connect(self.ledger_requested)
        self._remove_action.triggered.connect(self._remove_current)
        self._tag_action.triggered.connect(self._tag_current)
        self.file_view.tags_requested.connect(self.tags_requested)
        self.filter_field.textChanged.connect(
            lambda text: self.files.choose(text=text.strip().casefold())
        )
        self.file_view.file_opened.connect(self.file_opened)
        self._ledger.totals_changed.connect(self._refresh)
        self._ledger.sources_changed.connect(self._fit_sources)
        self.files.counted.connect(self._refresh)

    def _remove_current(self) -> None:
        index = self.source_view.currentIndex()
        if index.isValid():
            self.remove_requested.emit(self.sources.source(index.row()))

    def _tag_current(self) -> None:
        index = self.source_view.currentIndex()
        if index.isValid():
            self.tags_requested.emit([self.sources.source(index.row())])

    def _fit_sources(self) -> None:
        """Make the list of sources as high as its rows."""
        rows = range(min(self.sources.rowCount(), SOURCES_SHOWN))
        self.source_view.setFixedHeight(sum(self.source_view.sizeHintForRow(row) for row in rows))
        self.source_view.setVisible(bool(rows))

    def _refresh(self) -> None:
        """Say what the lists do not."""
        no_files = not self._ledger.rows
        self._no_files.setVisible(no_files or self.files.rowCount() == 0)
        self._no_files.setText(self._words_for_no_rows(no_files=no_files))
        self.footer.show_idle_text(self._summary())

    def _words_for_no_rows(self, *, no_files: bool) -> str:
        if not no_files:
            return self.tr("No document matches the filter.")
        if self._engine_state is EngineState.STARTING:
            return ""
        if self._is_indexing:
            return self.tr("Documents appear here as they are read.")
        return self.tr("Nothing here yet. Drop a folder on the window, or add one above.")

    def _summary(self) -> str:
        if self._engine_state is EngineState.STARTING:
            return self.tr("Starting…")
        if self._engine_state is EngineState.OFF:
            return self.tr("The engine is not running.")
        totals = self._ledger.totals
        indexed = totals[FileStatus.INDEXED] + totals[FileStatus.PARTLY]
        if not self._ledger.rows:
            return self.tr("No documents yet")
        parts = [self.tr("{0} documents indexed").format(number_words(indexed))]
        if totals[FileStatus.FAILED]:
            parts.append(self.tr("{0} failed").format(number_words(totals[FileStatus.FAILED])))
        if totals[FileStatus.SKIPPED]:
            parts.append(self.tr("{0} skipped").format(number_words(totals[FileStatus.SKIPPED])))
        return " · ".join(parts)
