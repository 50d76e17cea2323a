"""Every file accounted for: the whole ledger with filter, numbers, details and export."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from assistant.messages import FileEntry
from desktop.item_models.file_arrangement import Choice, Column
from desktop.item_models.file_table import FileTableModel
from desktop.ledger import Ledger
from desktop.panels.arrange_button import ArrangeButton
from desktop.panels.file_details import FileDetails
from desktop.panels.labels import icon_button, plain_label, push_button
from desktop.panels.ledger_table import LedgerTable
from desktop.panels.status_chips import StatusChips
from desktop.theme import GRID, scaled_font
from desktop.viewer.labels import ElidedLabel
from desktop.words import counted, number_words
from indexer.documents import FileMark, FileStatus

SMALLEST_FILTER = 240


class LedgerPanel(QWidget):
    """Fills the middle of the window while somebody looks through the files."""

    close_requested = Signal()
    export_requested = Signal()
    retry_failed_requested = Signal()
    retry_requested = Signal(list)
    file_opened = Signal(FileEntry)
    folder_wanted = Signal(FileEntry)
    why_requested = Signal(str)

    def __init__(self, ledger: Ledger, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ledger = ledger
        self._read_only = False
        self.files = FileTableModel(ledger, Choice(grouped=len(ledger.sources) > 1), self)
        self._build()
        self._connect()
        self._refresh()

    def focus_table(self) -> None:
        """Give the keyboard to the files."""
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_status(self, status: FileStatus | None) -> None:
        """Show the files of one status, or all."""
        self.chips.choose(status)

    def set_read_only(self, read_only: bool) -> None:
        """Offer no changes where another process writes the library."""
        self._read_only = read_only
        self.details.set_read_only(read_only)
        self._refresh()

    def set_search(self, query: str) -> None:
        """Offer to say why a file is not among the results of this search."""
        self.details.set_search(query)
        self.table.offers_why = bool(query)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the question."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_requested.emit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Puts the filter above the buttons where there is little room."""
        super().resizeEvent(event)
        buttons = (self.arrange_button, self.retry_failed_button, self.export_button)
        needed = sum(button.sizeHint().width() for button in buttons) + SMALLEST_FILTER
        wide = self.width() > needed
        direction = QBoxLayout.Direction
        self._tools.setDirection(direction.LeftToRight if wide else direction.TopToBottom)

    def changeEvent(self, event: QEvent) -> None:
        """Paints the table anew in the colours of a new theme."""
        if event.type() is QEvent.Type.PaletteChange:
            self.table.viewport().update()
        super().changeEvent(event)

    def _build(self) -> None:
        self.chips = StatusChips()
        self.table = LedgerTable(self.files)
        self.details = FileDetails()
        self._nothing = plain_label(tone="muted", wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setMinimumHeight(6 * GRID)
        upper = QVBoxLayout()
        upper.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        upper.setSpacing(GRID)
        upper.addLayout(self._build_header())
        upper.addLayout(self._build_tools())
        upper.addWidget(self.chips)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(upper)
        layout.addWidget(self._nothing)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.details)

    def _build_header(self) -> QHBoxLayout:
        title = plain_label(self.tr("Files of the library"), "title")
        title.setFont(scaled_font(title.font(), 1.2, strong=True))
        self.sum = ElidedLabel()
        self.sum.setProperty("tone", "muted")
        self.close_button = icon_button(self.tr("Close the list of files (Escape)"), "close")
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(title)
        row.addWidget(self.sum, 1)
        row.addWidget(self.close_button)
        return row

    def _build_tools(self) -> QBoxLayout:
        """Filter and buttons in one line, or in two where that is too narrow."""
        self.filter_field = QLineEdit()
        self.filter_field.setPlaceholderText(self.tr("Filter by name or folder"))
        self.filter_field.setAccessibleName(self.tr("Filter files by name or folder"))
        self.filter_field.setClearButtonEnabled(True)
        self.filter_field.setAcceptDrops(False)
        self.arrange_button = ArrangeButton()
        self.retry_failed_button = push_button(self.tr("Read all failed again"), "refresh")
        self.export_button = push_button(self.tr("Export list…"), "export")
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        for button in (self.arrange_button, self.retry_failed_button, self.export_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self._tools = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._tools.setSpacing(GRID)
        self._tools.addWidget(self.filter_field, 1)
        self._tools.addLayout(buttons)
        return self._tools

    def _connect(self) -> None:
        self.filter_field.textChanged.connect(
            lambda text: self.files.choose(text=text.strip().casefold())
        )
        self.chips.chosen.connect(self._choose_status)
        self.chips.mark_chosen.connect(self._choose_mark)
        self.arrange_button.sort_chosen.connect(self._sort)
        self.arrange_button.grouping_chosen.connect(
            lambda grouped: self.files.choose(grouped=grouped)
        )
        self.table.chosen_changed.connect(self._show_chosen)
        self.files.dataChanged.connect(self._show_chosen)
        self.files.counted.connect(self._refresh)
        self._ledger.totals_changed.connect(self._refresh)
        for view in (self.table, self.details):
            view.retry_requested.connect(self.retry_requested)
        self.table.file_opened.connect(self.file_opened)
        self.table.folder_wanted.connect(self.folder_wanted)
        self.details.open_requested.connect(self.file_opened)
        for source in (self.table, self.details):
            source.why_requested.connect(self.why_requested)
        self.details.folder_requested.connect(self.folder_wanted)
        self.retry_failed_button.clicked.connect(self.retry_failed_requested)
        self.export_button.clicked.connect(self.export_requested)
        self.close_button.clicked.connect(self.close_requested)

    def _choose_status(self, status: FileStatus | None) -> None:
        self.files.choose(statuses=frozenset(FileStatus if status is None else (status,)))

    def _choose_mark(self, mark: FileMark | None) -> None:
        self.files.choose(mark=mark)

    def _sort(self, column: int, descending: bool) -> None:
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.table.sortByColumn(Column(column), order)

    def _show_chosen(self) -> None:
        appears = self.details.isHidden()
        self.details.show_files(self.table.chosen())
        if appears and not self.details.isHidden():
            # The table has less room now; the chosen row must not be where it ends.
            QTimer.singleShot(0, self, lambda: self.table.scrollTo(self.table.currentIndex()))

    def _refresh(self) -> None:
        """Say the numbers, and what an empty table does not."""
        totals = self._ledger.totals
        self.chips.show_counts(self.files.counts)
        self.chips.show_marks(self._ledger.marks)
        self.arrange_button.show_choice(self.files.choice)
        self.sum.set_whole_text(self._sum(), self._sum())
        self.retry_failed_button.setEnabled(bool(totals[FileStatus.FAILED]) and not self._read_only)
        self.export_button.setEnabled(bool(self._ledger.rows))
        empty = self.files.rowCount() == 0
        self._nothing.setVisible(empty)
        self._nothing.setText(
            self.tr("No file matches. Clear the filter or choose All.")
            if self._ledger.rows
            else self.tr("No files yet. Drop a folder on the window to begin.")
        )

    def _unlisted(self) -> str:
        """What was left out before it became a row."""
        hidden, excluded = self._ledger.hidden, self._ledger.excluded
        parts = [self.tr("{0} hidden").format(number_words(hidden))] if hidden else []
        if excluded:
            folders = counted("%n folders", excluded)
            parts.append(self.tr("{0} left out by rules").format(folders))
        return " · " + self.tr("not listed: {0}").format(", ".join(parts)) if parts else ""

    def _sum(self) -> str:
        files, shown = len(self._ledger.rows), self.files.files
        words = counted("%n files", files)
        if shown == files:
            return self.tr("{0}, every one accounted for").format(words) + self._unlisted()
        return self.tr("{0} of {1} shown").format(number_words(shown), words)
