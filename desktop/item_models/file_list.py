"""The files of the library as a Qt list, sorted by name, and the filter over it."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable
from enum import IntEnum
from operator import itemgetter
from pathlib import PurePath

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from assistant.messages import FileEntry
from assistant.wording import sentence_for, short_reason, status_words
from indexer.documents import FileStatus

Index = QModelIndex | QPersistentModelIndex
SortKey = tuple[str, str]


class FileRole(IntEnum):
    """What a row tells beside its name."""

    ENTRY = Qt.ItemDataRole.UserRole + 1
    STATUS_LINE = Qt.ItemDataRole.UserRole + 2


class FileListModel(QAbstractListModel):
    """One row a file, by name."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[FileEntry] = []
        self._keys: list[SortKey] = []

    def rowCount(self, parent: Index | None = None) -> int:
        """Rows below `parent`; a list has them at the top only."""
        return 0 if parent is not None and parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The file's name, its entry, or what a tooltip or screen reader says of it."""
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return PurePath(entry.path).name
            case Qt.ItemDataRole.ToolTipRole:
                return self._explanation(entry)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{PurePath(entry.path).name}, {self.status_line(entry)}"
            case FileRole.ENTRY:
                return entry
            case FileRole.STATUS_LINE:
                return self.status_line(entry)
        return None

    def entry(self, row: int) -> FileEntry:
        """The file of a row."""
        return self._entries[row]

    def row_of(self, path: str) -> int | None:
        """Where a file stands in the list, or None when it does not."""
        key = _sort_key(path)
        row = bisect_left(self._keys, key)
        return row if row < len(self._keys) and self._keys[row] == key else None

    def totals(self) -> Counter[FileStatus]:
        """How many files stand how."""
        return Counter(entry.status for entry in self._entries)

    def replace_all(self, entries: Iterable[FileEntry]) -> None:
        """Show these files and no others."""
        self.beginResetModel()
        keyed = sorted(((_sort_key(entry.path), entry) for entry in entries), key=itemgetter(0))
        self._keys = [key for key, _ in keyed]
        self._entries = [entry for _, entry in keyed]
        self.endResetModel()

    def put(self, entry: FileEntry) -> None:
        """Show a file's new state; adds the file when it was not there."""
        known = self.row_of(entry.path)
        if known is not None:
            self._entries[known] = entry
            self.dataChanged.emit(self.index(known), self.index(known))
            return
        key = _sort_key(entry.path)
        row = bisect_left(self._keys, key)
        self.beginInsertRows(QModelIndex(), row, row)
        self._entries.insert(row, entry)
        self._keys.insert(row, key)
        self.endInsertRows()

    def remove(self, path: str) -> None:
        """Take a file off the list; nothing happens when it is not there."""
        row = self.row_of(path)
        if row is None:
            return
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._entries[row], self._keys[row]
        self.endRemoveRows()

    def status_line(self, entry: FileEntry) -> str:
        """The status in words, with the reason or the size of what was read."""
        words = status_words(entry.status).capitalize()
        if entry.reason is not None and entry.status is not FileStatus.WAITING:
            return self.tr("{0}: {1}").format(words, short_reason(entry.reason).lower())
        if entry.status is FileStatus.INDEXED and entry.pages > 1:
            return words + " · " + self.tr("%n pages", "", entry.pages)
        return words

    def _explanation(self, entry: FileEntry) -> str:
        if entry.reason is None:
            return entry.path
        return sentence_for(entry.reason, entry.path) + "\n" + entry.path


class FileFilterModel(QSortFilterProxyModel):
    """The files whose path holds a text and whose status is among some."""

    def __init__(self, source: FileListModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._files = source
        self._text = ""
        self._statuses: frozenset[FileStatus] = frozenset(FileStatus)
        self.setSourceModel(source)

    def show_text(self, text: str) -> None:
        """Keep files whose path holds this text, in any case."""
        self._text = text.strip().casefold()
        self._refilter()

    def show_statuses(self, statuses: Collection[FileStatus]) -> None:
        """Keep files of these statuses."""
        self._statuses = frozenset(statuses)
        self._refilter()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        """Whether a row of the file list is shown."""
        if not self._is_filtering:
            return True
        entry = self._files.entry(source_row)
        return entry.status in self._statuses and self._text in entry.path.casefold()

    @property
    def _is_filtering(self) -> bool:
        return bool(self._text) or len(self._statuses) < len(FileStatus)

    def _refilter(self) -> None:
        self.beginFilterChange()
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)


def _sort_key(path: str) -> SortKey:
    # Not PurePath: ten thousand of them would hold the window up.
    return path.replace("\\", "/").rpartition("/")[2].casefold(), path
