"""What each document says to a question, as a Qt table that grows while documents are read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from pathlib import PurePath

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from assistant.answers import Citation, TableRow
from desktop.caution import caution_words
from desktop.file_names import shown_name
from desktop.words import flat_text, place_words

Index = QModelIndex | QPersistentModelIndex


class TableColumn(IntEnum):
    """What stands side by side."""

    DOCUMENT = 0
    SAYS = 1


class RowState(StrEnum):
    """What came of reading a document."""

    SAYS = "says"
    NOTHING = "nothing"
    FAILED = "failed"


class TableRole(IntEnum):
    """What a row tells beside its words."""

    ROW = Qt.ItemDataRole.UserRole + 1
    """The `ShownRow`."""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A document, or a section, with what it says and where."""

    row: TableRow
    state: RowState
    citations: tuple[Citation, ...] = ()
    """In the order in which its sentences name them."""

    @property
    def name(self) -> str:
        """The document's title, its file name, or the section's heading."""
        return flat_text(self.row.title) or self.file_name

    @property
    def file_name(self) -> str:
        """The name of the file."""
        return PurePath(self.row.path.replace("\\", "/")).name


class TableRowsModel(QAbstractTableModel):
    """First what says something, then, where it is wanted, what says nothing and what failed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known: list[TableRow] = []
        self._parts: dict[RowState, list[ShownRow]] = {state: [] for state in RowState}
        self._shown = {RowState.SAYS}
        self.sections = False
        """Whether the rows are sections of one document."""

    def show_rows(
        self,
        rows: Sequence[TableRow],
        citations: Mapping[int, Citation],
        failed: Sequence[str] = (),
        *,
        sections: bool = False,
    ) -> None:
        """Show these rows; those that are shown already stay where they are."""
        known = len(self._known)
        if sections != self.sections or list(rows[:known]) != self._known:
            self._start_anew(sections=sections)
            known = 0
        for row in rows[known:]:
            self._add(_shown_row(row, citations))
        for path in failed[len(self._parts[RowState.FAILED]) :]:
            self._add(ShownRow(TableRow(path=path, title=""), RowState.FAILED))
        self._known = list(rows)

    def count(self, state: RowState) -> int:
        """How many there are of a kind, shown or not."""
        return len(self._parts[state])

    def shows(self, state: RowState) -> bool:
        """Whether the rows of a kind are shown."""
        return state in self._shown

    def set_shown(self, state: RowState, shown: bool) -> None:
        """Show the rows of a kind at the end, or fold them away."""
        count = len(self._parts[state])
        if shown == self.shows(state):
            return
        start = self._start_of(state)
        if shown:
            if count:
                self.beginInsertRows(QModelIndex(), start, start + count - 1)
            self._shown.add(state)
            if count:
                self.endInsertRows()
            return
        if count:
            self.beginRemoveRows(QModelIndex(), start, start + count - 1)
        self._shown.discard(state)
        if count:
            self.endRemoveRows()

    def all_rows(self) -> list[ShownRow]:
        """Every row, folded ones too."""
        return [row for state in RowState for row in self._parts[state]]

    def row(self, number: int) -> ShownRow:
        """One of the rows that are shown."""
        for state in RowState:
            part = self._parts[state] if state in self._shown else []
            if number < len(part):
                return part[number]
            number -= len(part)
        raise IndexError(number)

    def rowCount(self, parent: Index | None = None) -> int:
        """Rows below `parent`; a table has them at the top only."""
        if parent is not None and parent.isValid():
            return 0
        return sum(len(self._parts[state]) for state in self._shown)

    def columnCount(self, parent: Index | None = None) -> int:
        """Always the same."""
        return 0 if parent is not None and parent.isValid() else len(TableColumn)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """The heads of the columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if section == TableColumn.SAYS:
            return self.tr("What it says")
        return self.tr("Section") if self.sections else self.tr("Document")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row's name or its words, and what a screen reader says."""
        if not index.isValid():
            return None
        shown = self.row(index.row())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                is_name = index.column() == TableColumn.DOCUMENT
                return shown.name if is_name else self.words(shown)
            case Qt.ItemDataRole.AccessibleTextRole:
                if index.column() == TableColumn.DOCUMENT:
                    return shown.name
                places = (citation_words(citation) for citation in shown.citations)
                return " ".join((self.words(shown), "; ".join(places))).rstrip()
            case TableRole.ROW:
                return shown
        return None

    def words(self, shown: ShownRow) -> str:
        """What the document says, or that it says nothing, on one line."""
        if shown.state is RowState.FAILED:
            return self.tr("Could not be read")
        if shown.state is RowState.NOTHING:
            return self.tr("Says nothing to this")
        return " ".join(flat_text(sentence.text) for sentence in shown.row.sentences)

    def _start_anew(self, *, sections: bool) -> None:
        self.beginResetModel()
        self._known = []
        self._parts = {state: [] for state in RowState}
        self.sections = sections
        self.endResetModel()

    def _add(self, shown: ShownRow) -> None:
        part = self._parts[shown.state]
        if shown.state not in self._shown:
            part.append(shown)
            return
        place = self._start_of(shown.state) + len(part)
        self.beginInsertRows(QModelIndex(), place, place)
        part.append(shown)
        self.endInsertRows()

    def _start_of(self, state: RowState) -> int:
        """Where the rows of a kind begin, or would."""
        start = 0
        for other in RowState:
            if other is state:
                return start
            start += len(self._parts[other]) if other in self._shown else 0
        return start


def citation_words(citation: Citation) -> str:
    """A citation by its number and place, and what there is to be careful about."""
    name = shown_name(citation.path)
    place = place_words(citation.label, citation.page)
    parts = (name, place, caution_words(citation))
    return f"[{citation.marker}] " + ", ".join(part for part in parts if part)


def _shown_row(row: TableRow, citations: Mapping[int, Citation]) -> ShownRow:
    if not row.sentences:
        return ShownRow(row, RowState.NOTHING)
    markers = dict.fromkeys(marker for each in row.sentences for marker in each.citations)
    found = tuple(citations[marker] for marker in markers if marker in citations)
    return ShownRow(row, RowState.SAYS, found)
