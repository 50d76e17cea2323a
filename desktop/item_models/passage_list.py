"""Passages as a Qt list, best first."""

from collections.abc import Sequence
from enum import IntEnum

import msgspec
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from assistant.answers import Citation, Passage
from assistant.quotes.citing import cite
from assistant.search.explaining import PassageExplanation, explain_passage
from assistant.search.explanation_words import passage_sentence
from assistant.search.query import parse_query
from desktop.caution import cautions_of
from desktop.file_names import shown_name
from desktop.words import place_words, terms_of

Index = QModelIndex | QPersistentModelIndex


class PassageRole(IntEnum):
    """What a row tells beside its file's name."""

    PASSAGE = Qt.ItemDataRole.UserRole + 1
    PLACE = Qt.ItemDataRole.UserRole + 2
    TERMS = Qt.ItemDataRole.UserRole + 3
    CAUTIONS = Qt.ItemDataRole.UserRole + 4
    """What to be careful about in the passage, as `Caution`."""


class PassageListModel(QAbstractListModel):
    """One row a passage; knows the words that were looked for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._passages: tuple[Passage, ...] = ()
        self._terms: tuple[str, ...] = ()
        self._query = ""

    def rowCount(self, parent: Index | None = None) -> int:
        """Rows below `parent`; a list has them at the top only."""
        return 0 if parent is not None and parent.isValid() else len(self._passages)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The file's name, the passage, its place, or what a screen reader says."""
        if not index.isValid():
            return None
        passage = self._passages[index.row()]
        name, cautions = shown_name(passage.path), cautions_of(passage)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return name
            case Qt.ItemDataRole.ToolTipRole:
                said = (f"{each.words.capitalize()}. {each.meaning}" for each in cautions)
                return "\n".join((*said, passage.path))
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return passage_sentence(self.explanation(index.row()))
            case Qt.ItemDataRole.AccessibleTextRole:
                place = place_words(passage.label, passage.page)
                parts = (name, place, *(each.words for each in cautions), passage.text)
                return ", ".join(part for part in parts if part)
            case PassageRole.CAUTIONS:
                return cautions
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

    def explanation(self, row: int) -> PassageExplanation:
        """How the passage of a row was found."""
        return explain_passage(self._query, self._passages[row], row + 1)

    def show_passages(self, passages: Sequence[Passage], query: str) -> None:
        """Show these passages, the query's words in bold."""
        self.beginResetModel()
        self._passages = tuple(passages)
        self._query, self._terms = query, terms_of(parse_query(query).text)
        self.endResetModel()


def citation_of(passage: Passage) -> Citation:
    """The passage as a place to open; it has no marker, so its marker is 0."""
    citation = cite(passage, passage.start, passage.end, marker=0)
    return msgspec.structs.replace(citation, label=passage.label)
