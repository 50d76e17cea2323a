"""The folders and files that the library reads, as a Qt list."""

from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.file_words import source_name
from desktop.ledger import Ledger

Index = QModelIndex | QPersistentModelIndex


class SourceRole(IntEnum):
    """What a row tells beside its name."""

    STATE = Qt.ItemDataRole.UserRole + 1
    """In a few words how the source can be reached; empty where there is nothing to say."""
    ICON = Qt.ItemDataRole.UserRole + 2
    """Name of the icon that goes with the state, or nothing."""


class SourceListModel(QAbstractListModel):
    """One row a source."""

    def __init__(self, ledger: Ledger, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ledger = ledger
        self._sources = ledger.sources
        ledger.sources_changed.connect(self._take_over)

    def rowCount(self, parent: Index | None = None) -> int:
        """Rows below `parent`; a list has them at the top only."""
        return 0 if parent is not None and parent.isValid() else len(self._sources)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The source's name and state, or its path and what the state means."""
        if not index.isValid():
            return None
        path = self._sources[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return source_name(path)
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(part for part in (path, self._meaning(path)) if part)
            case Qt.ItemDataRole.AccessibleTextRole:
                parts = (self.tr("Source {0}").format(path), self._state(path))
                return ", ".join(part for part in parts if part)
            case SourceRole.STATE:
                return self._state(path)
            case SourceRole.ICON:
                return self._icon(path)
        return None

    def source(self, row: int) -> str:
        """The absolute path of a row."""
        return self._sources[row]

    def _state(self, path: str) -> str:
        if path in self._ledger.away:
            return self.tr("Not connected – passages kept")
        if path in self._ledger.polled:
            return self.tr("Looked at every minute")
        return ""

    def _icon(self, path: str) -> str:
        if path in self._ledger.away:
            return "away"
        return "polled" if path in self._ledger.polled else ""

    def _meaning(self, path: str) -> str:
        if path in self._ledger.away:
            return self.tr(
                "Its drive or network share is not connected. What was read from it can still be "
                "found and asked; once it is connected again, changes are picked up."
            )
        if path in self._ledger.polled:
            return self._ledger.why_polled.get(path) or self.tr(
                "Its file system does not tell of changes, so Footnote looks for them every minute."
            )
        return ""

    def _take_over(self) -> None:
        if self._sources == self._ledger.sources:
            if self._sources:
                self.dataChanged.emit(self.index(0), self.index(len(self._sources) - 1))
            return
        self.beginResetModel()
        self._sources = self._ledger.sources
        self.endResetModel()
