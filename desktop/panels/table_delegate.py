"""How a cell of the table of answers is painted, and where its chips are."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QSize
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from desktop.item_models.table_rows import ShownRow, TableColumn, TableRole, TableRowsModel
from desktop.panels.table_cells import Cell, Chip, name_cell, says_cell
from desktop.theme import GRID, current_tokens

Index = QModelIndex | QPersistentModelIndex
_PADDING = GRID


class TableDelegate(QStyledItemDelegate):
    """Paints one cell; keeps what it has laid out, since that is asked for again and again."""

    def __init__(self, rows: TableRowsModel, view: QTableView) -> None:
        super().__init__(view)
        self._rows = rows
        self._view = view
        self._cells: dict[tuple[int, int, int], Cell] = {}
        self.open_marker = 0
        self.chosen_chip = -1
        """Of the current row, the chip that the keyboard is at."""

    def forget(self) -> None:
        """Lay everything out anew: rows, colours or letters are others."""
        self._cells.clear()

    def cell(self, index: Index, width: int) -> Cell:
        """The cell laid out in this width, padding included."""
        key = (index.row(), index.column(), width)
        if key not in self._cells:
            self._cells[key] = self._laid_out(index, width - 2 * _PADDING)
        return self._cells[key]

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as its words need."""
        width = self._view.columnWidth(index.column())
        return QSize(width, round(self.cell(index, width).height) + 2 * _PADDING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the cell; document text is drawn as it is, never as markup."""
        painter.save()
        self._paint_ground(painter, option)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_current = index.row() == self._view.currentIndex().row() and self._view.hasFocus()
        cell = self.cell(index, option.rect.width())
        place = QPointF(option.rect.topLeft()) + QPointF(_PADDING, _PADDING)
        cell.paint(
            painter,
            place,
            open_marker=self.open_marker,
            chosen=self.chosen_chip if is_current else -1,
            selected=bool(option.state & QStyle.StateFlag.State_Selected),
        )
        painter.restore()

    def chip_at(self, index: Index, place: QPoint) -> Chip | None:
        """The chip at a place of the viewport, with a little room around it."""
        if not index.isValid() or index.column() != TableColumn.SAYS:
            return None
        area = self._view.visualRect(self._rows.index(index.row(), index.column()))
        inside = QPointF(place - area.topLeft()) - QPointF(_PADDING, _PADDING)
        chips = self.cell(index, area.width()).chips
        return next(
            (chip for chip in chips if chip.area.adjusted(-3, -3, 3, 3).contains(inside)), None
        )

    def _laid_out(self, index: Index, width: int) -> Cell:
        shown: ShownRow = index.data(TableRole.ROW)
        if index.column() == TableColumn.DOCUMENT:
            return name_cell(shown, self._view.font(), width, sections=self._rows.sections)
        return says_cell(shown, self._rows.words(shown), self._view.font(), width)

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        tokens = current_tokens()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(tokens.accent_soft))
        painter.setPen(QColor(tokens.border))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
