"""The folders and files that the library reads, as a Qt list."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex


class SourceListModel(QAbstractListModel):
    """One row a source."""

    _sources: tuple[str, ...] = ()

    def rowCount(self, parent: Index | None = None) -> int:
        """Rows below `parent`; a list has them at the top only."""
        return 0 if parent is not None and parent.isValid() else len(self._sources)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The source's name, or its whole path for tooltip and screen reader."""
        if not index.isValid():
            return None
        path = self._sources[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return Path(path).name or path
            case Qt.ItemDataRole.ToolTipRole:
                return path
            case Qt.ItemDataRole.AccessibleTextRole:
                return self.tr("Source {0}").format(path)
        return None

    def source(self, row: int) -> str:
        """The absolute path of a row."""
        return self._sources[row]

    def replace_all(self, sources: Sequence[str]) -> None:
        """Show these sources and no others."""
        if tuple(sources) == self._sources:
            return
        self.beginResetModel()
        self._sources = tuple(sources)
        self.endResetModel()
