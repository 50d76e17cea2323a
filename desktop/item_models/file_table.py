"""The files of the library as a Qt table: one row a file, and one above each source if grouped."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from desktop.file_words import (
    cell_words,
    column_words,
    explanation,
    row_words,
    section_words,
)
from desktop.item_models.file_arrangement import Choice, Column, FileArrangement
from desktop.ledger import FileRow, Ledger, RowChange
from desktop.steps import SteppedWork
from indexer.documents import FileStatus

Index = QModelIndex | QPersistentModelIndex
_NUMBERS = (Column.PAGES, Column.CHUNKS, Column.SIZE, Column.SECONDS)


class FileRole(IntEnum):
    """What a cell tells beside its words."""

    ROW = Qt.ItemDataRole.UserRole + 1
    """The `FileRow`; None for the row above a source."""
    FOLDED = Qt.ItemDataRole.UserRole + 2
    """Of the row above a source: whether its files are hidden."""


class FileTableModel(QAbstractTableModel):
    """Shows what a `Choice` leaves of the ledger, and follows the ledger file by file."""

    counted = Signal()
    """The numbers of `counts` are others now."""

    def __init__(
        self, ledger: Ledger, choice: Choice | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._ledger = ledger
        self._arrangement = FileArrangement(choice or Choice())
        self._next: FileArrangement | None = None
        self._work = SteppedWork(self)
        ledger.rows_changed.connect(self._follow)
        ledger.rows_replaced.connect(self._arrange)
        ledger.sources_changed.connect(self._regroup)
        self._arrange()

    @property
    def choice(self) -> Choice:
        """What is shown, or will be in a moment."""
        return (self._next or self._arrangement).choice

    @property
    def counts(self) -> Mapping[FileStatus, int]:
        """Files by status that the filter leaves, whatever status is chosen."""
        return self._arrangement.counts

    @property
    def files(self) -> int:
        """Files that are shown, those of folded sources included."""
        return sum(len(section.items) for section in self._arrangement.sections)

    @property
    def is_arranging(self) -> bool:
        """Whether what was chosen is not shown yet."""
        return self._work.is_running

    def choose(self, **changes: object) -> None:
        """Show something else: fields of `Choice` by name."""
        choice = replace(self.choice, **changes)  # type: ignore[arg-type]
        if choice != self.choice:
            self._arrange(choice)

    def rowCount(self, parent: Index | None = None) -> int:
        """Rows below `parent`; a table has them at the top only."""
        return 0 if parent is not None and parent.isValid() else self._arrangement.row_count

    def columnCount(self, parent: Index | None = None) -> int:
        """As many as there are things to tell."""
        return 0 if parent is not None and parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """What a column tells."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column_words(Column(section))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(Column(section))
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell's words, its file, and what tooltip and screen reader say."""
        if not index.isValid():
            return None
        number, row = self._arrangement.at(index.row())
        if row is None:
            return self._section_data(number, role)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cell_words(row, Column(index.column()), self._source(number))
            case FileRole.ROW:
                return row
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(Column(index.column()))
            case Qt.ItemDataRole.ToolTipRole:
                return explanation(row.entry, Column(index.column()))
            case Qt.ItemDataRole.AccessibleTextRole:
                if index.column() == Column.NAME:
                    return row_words(row)
                return cell_words(row, Column(index.column()), self._source(number))
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; files that are equal there stand by name."""
        if column >= 0:
            descending = order is Qt.SortOrder.DescendingOrder
            self.choose(column=Column(column), descending=descending)

    def file_row(self, row: int) -> FileRow | None:
        """The file of a row; None for the row above a source."""
        return self._arrangement.at(row)[1]

    def row_of(self, path: str) -> int | None:
        """Where a file stands, or None when it is not shown."""
        row = self._ledger.rows.get(path)
        place = None if row is None else self._arrangement.locate(row)
        if place is None or self._arrangement.sections[place[0]].folded:
            return None
        return self._arrangement.row_at(*place)

    def is_section(self, row: int) -> bool:
        """Whether the row stands above a source."""
        return self._arrangement.at(row)[1] is None

    def section_rows(self) -> list[int]:
        """The rows that stand above sources."""
        return self._arrangement.heads

    def fold(self, row: int, *, folded: bool | None = None) -> None:
        """Hide or show the files of the source that a row belongs to; None turns it over."""
        number, _ = self._arrangement.at(row)
        section = self._arrangement.sections[number]
        folded = not section.folded if folded is None else folded
        if not self._arrangement.head_rows(number) or folded == section.folded:
            return
        head = self._arrangement.start_of(number)
        change = self._removing if folded else self._inserting
        with change(head + 1, head + len(section.items)):
            section.folded = folded
        self._show_head(number)

    # -- changing rows ---------------------------------------------------------------------------

    @contextmanager
    def _removing(self, first: int, last: int) -> Iterator[None]:
        self.beginRemoveRows(QModelIndex(), first, last)
        yield
        self._arrangement.measure()
        self.endRemoveRows()

    @contextmanager
    def _inserting(self, first: int, last: int) -> Iterator[None]:
        self.beginInsertRows(QModelIndex(), first, last)
        yield
        self._arrangement.measure()
        self.endInsertRows()

    def _show_head(self, number: int) -> None:
        """Let the row above a section say its numbers anew."""
        section = self._arrangement.sections[number]
        section.count = len(section.items)
        if self._arrangement.head_rows(number):
            head = self._arrangement.start_of(number)
            self.dataChanged.emit(self.index(head, 0), self.index(head, 0))

    def _source(self, number: int) -> str:
        """The source that folders are told from: that of the section, or the only one there is."""
        if not self._arrangement.choice.grouped and len(self._ledger.sources) == 1:
            return self._ledger.sources[0]
        return self._arrangement.sections[number].source

    def _section_data(self, number: int, role: int) -> object:
        section = self._arrangement.sections[number]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return section_words(section.source, section.count)
            case Qt.ItemDataRole.ToolTipRole:
                return section.source
            case FileRole.FOLDED:
                return section.folded
            case Qt.ItemDataRole.AccessibleTextRole:
                state = self.tr("folded") if section.folded else self.tr("unfolded")
                return f"{section_words(section.source, section.count)}, {state}"
        return None

    # -- arranging and following -----------------------------------------------------------------

    def _regroup(self) -> None:
        if self.choice.grouped:
            self._arrange()

    def _arrange(self, choice: Choice | None = None) -> None:
        """Make a new arrangement, over several turns where it is large, then show it."""
        fresh = FileArrangement(choice or self.choice, self._ledger.sources)
        folded = {section.source for section in self._arrangement.sections if section.folded}
        for section in fresh.sections:
            section.folded = fresh.choice.grouped and section.source in folded
        self._next = fresh
        self._work.start(fresh.fill(self._ledger.rows), self._show_next)

    def _show_next(self) -> None:
        if self._next is None:
            return
        self.beginResetModel()
        self._arrangement, self._next = self._next, None
        self.endResetModel()
        self.counted.emit()

    def _follow(self, changes: list[RowChange]) -> None:
        """Show what has happened to a few files; an unfinished arrangement begins anew."""
        if self._work.is_running:
            self._arrange()
            return
        for change in changes:
            self._arrangement.count(change.before, change.after)
            self._follow_one(change.before, change.after)
        self.counted.emit()

    def _follow_one(self, before: FileRow | None, after: FileRow | None) -> None:
        arrangement = self._arrangement
        old = None if before is None else arrangement.locate(before)
        if old is not None and after is not None and arrangement.place_for(after) == old:
            self._replace(*old, after)
            return
        if old is not None:
            self._take(*old)
        place = None if after is None else arrangement.place_for(after)
        if place is not None and after is not None:
            self._put(*place, after)

    def _replace(self, number: int, position: int, row: FileRow) -> None:
        self._arrangement.replace(number, position, row)
        if not self._arrangement.sections[number].folded:
            at = self._arrangement.row_at(number, position)
            self.dataChanged.emit(self.index(at, 0), self.index(at, len(Column) - 1))

    def _take(self, number: int, position: int) -> None:
        """Take a row out, and with the last one of a section the row above it."""
        section = self._arrangement.sections[number]
        rows = 0 if section.folded else 1
        first = self._arrangement.row_at(number, position)
        if len(section.items) == 1:
            rows += self._arrangement.head_rows(number)
            first = self._arrangement.start_of(number)
        change = self._removing(first, first + rows - 1) if rows else nullcontext()
        with change:
            self._arrangement.take(number, position)
        self._show_head(number)

    def _put(self, number: int, position: int, row: FileRow) -> None:
        """Put a row in, and with the first one of a section the row above it."""
        section = self._arrangement.sections[number]
        rows = 0 if section.folded else 1
        if self._arrangement.choice.grouped and not section.items:
            rows += 1
        first = self._arrangement.row_at(number, position, growth=1)
        change = self._inserting(first, first + rows - 1) if rows else nullcontext()
        section.count = section.count or 1
        with change:
            self._arrangement.put(number, position, row)
        self._show_head(number)


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
