"""The table of what each document says: rows as high as their words, chips that open sources."""

from collections.abc import Iterator

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QScrollArea,
    QTableView,
    QToolTip,
    QWidget,
)

from assistant.answers import Citation
from desktop.item_models.table_rows import (
    ShownRow,
    TableColumn,
    TableRole,
    TableRowsModel,
    citation_words,
)
from desktop.panels.announcing import announce
from desktop.panels.labels import plain_tooltip
from desktop.panels.table_cells import Chip
from desktop.panels.table_delegate import TableDelegate
from desktop.steps import SteppedWork
from desktop.table_export import pasted_text
from desktop.theme import GRID
from desktop.words import flat_text

NAME_SHARE = 0.3
"""Of the width, what the documents' names get."""
SMALLEST_HEIGHT = 240
AROUND = 230
"""Pixels of the conversation's height left for question, meter and buttons; the table scrolls."""


class AnswerTableView(QTableView):
    """Up and down choose a row, left and right a citation in it, Enter opens that."""

    citation_chosen = Signal(Citation)

    def __init__(self, rows: TableRowsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = rows
        self.delegate = TableDelegate(rows, self)
        self.setModel(rows)
        self.setItemDelegate(self.delegate)
        self.setObjectName("answerTable")
        self.setAccessibleName(self.tr("What each document says"))
        self._refit = QTimer(self, singleShot=True, interval=0)
        self._refit.timeout.connect(self._fit)
        self._unfitted: dict[int, None] = {}
        """Rows whose height is not known yet, in the order in which they are to be laid out."""
        self._work = SteppedWork(self)
        self._dress()
        self._connect()

    def show_active(self, marker: int) -> None:
        """Mark the citation that is open; 0 for none."""
        self.delegate.open_marker = marker
        self.viewport().update()

    def copy(self) -> None:
        """Put the chosen rows, or all, on the clipboard, to paste into a sheet."""
        chosen = sorted(index.row() for index in self.selectionModel().selectedRows())
        rows = [self.rows.row(row) for row in chosen] if len(chosen) > 1 else self.rows.all_rows()
        QGuiApplication.clipboard().setText(pasted_text(rows))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, left and right choose among a row's citations, Ctrl+C copies."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space:
                self._open_chosen()
            case Qt.Key.Key_Left:
                self._step(-1)
            case Qt.Key.Key_Right:
                self._step(1)
            case _:
                super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a chip opens its source."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        chip = self.delegate.chip_at(index, event.position().toPoint())
        if chip is not None and event.button() is Qt.MouseButton.LeftButton:
            self._open(index.row(), chip.marker)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Over a chip, the pointer says that it can be clicked."""
        super().mouseMoveEvent(event)
        place = event.position().toPoint()
        is_chip = self.delegate.chip_at(self.indexAt(place), place) is not None
        hand, arrow = Qt.CursorShape.PointingHandCursor, Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(hand if is_chip else arrow)

    def viewportEvent(self, event: QEvent) -> bool:
        """The tooltip says where a chip leads, or which file it is."""
        if isinstance(event, QHelpEvent):
            index = self.indexAt(event.pos())
            if index.isValid():
                words = plain_tooltip(self._tip(index, event.pos()))
                QToolTip.showText(event.globalPos(), words, self)
                return True
        return super().viewportEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begins at the first row."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(0, TableColumn.SAYS))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lays the rows out for the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._refit.start()

    def changeEvent(self, event: QEvent) -> None:
        """Lays out again in the colours and letters of a new theme."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._refit.start()

    def _dress(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.viewport().setAutoFillBackground(False)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(2 * GRID)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(3 * self.fontMetrics().height() + 2 * GRID)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _connect(self) -> None:
        for signal in (self.rows.modelReset, self.rows.rowsRemoved):
            signal.connect(self._start_anew)
        self.rows.rowsInserted.connect(self._on_inserted)
        self.selectionModel().currentRowChanged.connect(self._on_row_changed)

    def _start_anew(self) -> None:
        """What was laid out belongs to other rows; lay out again in a moment."""
        self.delegate.forget()
        self._unfitted.clear()
        self._refit.start()

    def _on_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        """Lay out the new rows alone when they come last; all when they push others down."""
        if last != self.rows.rowCount() - 1 or self._refit.isActive():
            self._start_anew()
            return
        self._unfitted.update(dict.fromkeys(range(first, last + 1)))
        if not self._work.is_running:
            self._work.start(self._fit_rows(), self._fit_height)

    def _fit(self) -> None:
        self.delegate.forget()
        width = self.viewport().width()
        name = round(width * NAME_SHARE)
        self.setColumnWidth(TableColumn.DOCUMENT, name)
        self.setColumnWidth(TableColumn.SAYS, width - name)
        top = max(0, self.rowAt(0))
        order = (*range(top, self.rows.rowCount()), *range(top - 1, -1, -1))
        self._unfitted = dict.fromkeys(order)
        self._work.start(self._fit_rows(), self._fit_height)

    def _fit_rows(self) -> Iterator[None]:
        """Every step lays out a row; what is seen stays where it is."""
        while self._unfitted:
            row = next(iter(self._unfitted))
            del self._unfitted[row]
            before, is_above = self.rowHeight(row), row < self.rowAt(0)
            self.resizeRowToContents(row)
            if is_above:
                bar = self.verticalScrollBar()
                bar.setValue(bar.value() + self.rowHeight(row) - before)
            yield

    def _fit_height(self) -> None:
        """Be as high as the rows are, as far as that can be seen at once."""
        wanted = self.verticalHeader().length() + self.horizontalHeader().height() + 4
        self.setFixedHeight(min(wanted, max(SMALLEST_HEIGHT, self._room() - AROUND)))

    def _room(self) -> int:
        """The height of the place in which everything scrolls."""
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        return (above or self.window()).height()

    def _on_row_changed(self) -> None:
        self.delegate.chosen_chip = 0
        self.viewport().update()

    def _step(self, step: int) -> None:
        chips = self._chips()
        if not chips:
            return
        chosen = min(max(self.delegate.chosen_chip + step, 0), len(chips) - 1)
        self.delegate.chosen_chip = chosen
        citation = self._citation(self.currentIndex().row(), chips[chosen].marker)
        announce(self, citation_words(citation) if citation is not None else "")
        self.viewport().update()

    def _open_chosen(self) -> None:
        chips = self._chips()
        if chips:
            chosen = min(max(self.delegate.chosen_chip, 0), len(chips) - 1)
            self._open(self.currentIndex().row(), chips[chosen].marker)

    def _chips(self) -> tuple[Chip, ...]:
        """Those of the current row."""
        index = self.currentIndex()
        if not index.isValid():
            return ()
        says = self.rows.index(index.row(), TableColumn.SAYS)
        return self.delegate.cell(says, self.columnWidth(TableColumn.SAYS)).chips

    def _citation(self, row: int, marker: int) -> Citation | None:
        found = self.rows.row(row).citations
        return next((each for each in found if each.marker == marker), None)

    def _open(self, row: int, marker: int) -> None:
        citation = self._citation(row, marker)
        if citation is not None:
            self.citation_chosen.emit(citation)

    def _tip(self, index: QModelIndex, place: QPoint) -> str:
        shown: ShownRow = index.data(TableRole.ROW)
        chip = self.delegate.chip_at(index, place)
        citation = None if chip is None else self._citation(index.row(), chip.marker)
        if citation is None:
            return shown.row.path
        return f"{citation_words(citation)}\n“{flat_text(citation.quote)}”"
