"""The conversations that are kept, those used last first, under the day of their last use."""

from collections.abc import Iterator, Sequence
from datetime import date
from enum import IntEnum

from msgspec.structs import replace
from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from assistant.conversation import ConversationEntry
from desktop.conversation_words import day_words, entry_words, title_words, tr
from desktop.words import terms_of

Index = QModelIndex | QPersistentModelIndex


class ConversationRole(IntEnum):
    """What a row tells beside its title."""

    ENTRY = Qt.ItemDataRole.UserRole + 1
    """The `ConversationEntry`; None for the row above a day."""
    DETAIL = Qt.ItemDataRole.UserRole + 2
    """When it was used last and how long it is."""
    TERMS = Qt.ItemDataRole.UserRole + 3
    """The words that were searched for."""
    IS_OPEN = Qt.ItemDataRole.UserRole + 4
    """Whether it is the conversation at hand."""


class ConversationListModel(QAbstractListModel):
    """One row a conversation, and one above each day, which cannot be chosen."""

    rename_wanted = Signal(int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[ConversationEntry | str] = []
        self._search = ""
        self._open: int | None = None
        self._today = date.today()

    def show_entries(self, entries: Sequence[ConversationEntry], search: str, today: date) -> None:
        """Show these instead of those before; `today` decides what the days are called."""
        rows = list(_with_days([_without_echo(entry) for entry in entries], today))
        same = [_key(row) for row in rows] == [_key(row) for row in self._rows]
        if not same:
            self.beginResetModel()
        self._rows, self._search, self._today = rows, search, today
        if not same:
            self.endResetModel()
        elif rows:
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))

    def show_open(self, conversation: int | None) -> None:
        """Mark the conversation at hand."""
        self._open = conversation
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def rowCount(self, parent: Index | None = None) -> int:
        """Rows below `parent`; a list has them at the top only."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A conversation can be chosen and renamed, a day cannot."""
        if self.entry(index) is None:
            return Qt.ItemFlag.NoItemFlags
        flag = Qt.ItemFlag
        return flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The title or the day, and what is said beside it."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if isinstance(row, str):
            is_text = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
            return row if is_text else None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return title_words(row.title)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(row)
            case ConversationRole.ENTRY:
                return row
            case ConversationRole.DETAIL:
                return entry_words(row, self._today)
            case ConversationRole.TERMS:
                return terms_of(self._search)
            case ConversationRole.IS_OPEN:
                return row.id == self._open
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for another title; the row changes when the engine has changed it."""
        entry, title = self.entry(index), " ".join(str(value).split())
        if entry is None or not title or title == title_words(entry.title):
            return False
        self.rename_wanted.emit(entry.id, title)
        return True

    def entry(self, index: Index) -> ConversationEntry | None:
        """The conversation of a row; None for a day."""
        row = self._rows[index.row()] if index.isValid() else None
        return None if isinstance(row, str) else row

    def index_of(self, conversation: int | None) -> QModelIndex:
        """Where a conversation stands; not valid where it is not listed."""
        for position, row in enumerate(self._rows):
            if not isinstance(row, str) and row.id == conversation:
                return self.index(position)
        return QModelIndex()

    def nearest(self, row: int) -> QModelIndex:
        """The conversation at a row or next to it; not valid where there is none."""
        places = [place for place, each in enumerate(self._rows) if not isinstance(each, str)]
        return self.index(min(places, key=lambda place: abs(place - row), default=-1))

    def _spoken(self, entry: ConversationEntry) -> str:
        day = next(
            row
            for row in reversed(self._rows[: self.index_of(entry.id).row()])
            if isinstance(row, str)
        )
        parts = [title_words(entry.title), day, entry_words(entry, self._today)]
        if entry.id == self._open:
            parts.insert(1, tr("open"))
        if entry.found:
            parts.append(entry.found)
        return ", ".join(parts)


def _with_days(
    entries: Sequence[ConversationEntry], today: date
) -> Iterator[ConversationEntry | str]:
    above = ""
    for entry in entries:
        day = day_words(date.fromtimestamp(entry.changed_at), today)
        if day != above:
            above = day
            yield day
        yield entry


def _without_echo(entry: ConversationEntry) -> ConversationEntry:
    """What was found is said once: not below the title where it is the title."""
    return replace(entry, found="") if entry.found == entry.title else entry


def _key(row: ConversationEntry | str) -> tuple[int, bool] | str:
    """What makes a row another one, or of another height."""
    return row if isinstance(row, str) else (row.id, bool(row.found))
