"""Passages as a Qt list, best first."""

from collections.abc import Sequence
from enum import IntEnum
from pathlib import PurePath

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from assistant.answers import Citation, Passage
from desktop.words import place_words, terms_of

Index = QModelIndex | QPersistentModelIndex


class PassageRole(IntEnum):
    """What a row tells beside its file's name."""

    PASSAGE = Qt.ItemDataRole.UserRole + 1
    PLACE = Qt.ItemDataRole.UserRole + 2
    TERMS = Qt.ItemDataRole.UserRole + 3


class PassageListModel(QAbstractListModel):
    """One row a passage; knows the words that were looked for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._passages: tuple[Passage, ...] = ()
        self._terms: tuple[str, ...] = ()

    def rowCount(self, parent: Index | None = None) -> int:
        """Rows below `parent`; a list has them at the top only."""
        return 0 if parent is not None and parent.isValid() else len(self._passages)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The file's name, the passage, its place, or what a screen reader says."""
        if not index.isValid():
            return None
        passage = self._passages[index.row()]
        name = PurePath(passage.path).name
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return name
            case Qt.ItemDataRole.ToolTipRole:
                return passage.path
            case Qt.ItemDataRole.AccessibleTextRole:
                place = place_words(passage.label, passage.page)
                return ", ".join(part for part in (name, place, passage.text) if part)
            case PassageRole.PASSAGE:
                return passage
            case PassageRole.PLACE:
                return place_words(passage.label, passage.page)
            case PassageRole.TERMS:
                return self._terms
        return None

    def passage(self, row: int) -> Passage:
        """The passage of a row."""
        return self._passages[row]

    def show_passages(self, passages: Sequence[Passage], query: str) -> None:
        """Show these passages, the query's words in bold."""
        self.beginResetModel()
        self._passages = tuple(passages)
        self._terms = terms_of(query)
        self.endResetModel()


def citation_of(passage: Passage) -> Citation:
    """The passage as a place to open; it has no marker, so its marker is 0."""
    return Citation(
        marker=0,
        path=passage.path,
        revision=passage.revision,
        page=passage.page,
        start=passage.start,
        end=passage.end,
        label=passage.label,
        quote=passage.text,
    )
