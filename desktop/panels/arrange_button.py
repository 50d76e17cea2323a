"""A button with a menu: sort by which column, in which direction, grouped by source or not."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from desktop.file_words import column_words
from desktop.item_models.file_arrangement import Choice, Column
from desktop.theme import set_icon


class ArrangeButton(QPushButton):
    """What a click on the table's head does, for whoever uses the keyboard."""

    sort_chosen = Signal(int, bool)
    """A `Column`, and whether the largest comes first."""
    grouping_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(self.tr("Arrange"))
        self.setAccessibleName(self.tr("Arrange: sort and group the files"))
        self.setProperty("look", "")
        set_icon(self, "list")
        self._columns: dict[Column, QAction] = {}
        menu = QMenu(self)
        group = QActionGroup(self)
        for column in Column:
            action = menu.addAction(self.tr("Sort by {0}").format(column_words(column).lower()))
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(self._sort)
            self._columns[column] = action
        menu.addSeparator()
        self.descending = self._check(menu, self.tr("Largest first, or from Z to A"))
        self.descending.triggered.connect(self._sort)
        menu.addSeparator()
        self.grouped = self._check(menu, self.tr("Group by source"))
        self.grouped.triggered.connect(self.grouping_chosen)
        self.setMenu(menu)

    def show_choice(self, choice: Choice) -> None:
        """Tick what is chosen now."""
        self._columns[choice.column].setChecked(True)
        self.descending.setChecked(choice.descending)
        self.grouped.setChecked(choice.grouped)

    def column_action(self, column: Column) -> QAction:
        """The menu's entry for a column."""
        return self._columns[column]

    def _check(self, menu: QMenu, words: str) -> QAction:
        action = menu.addAction(words)
        action.setCheckable(True)
        return action

    def _sort(self) -> None:
        chosen = next(column for column, action in self._columns.items() if action.isChecked())
        self.sort_chosen.emit(chosen, self.descending.isChecked())
