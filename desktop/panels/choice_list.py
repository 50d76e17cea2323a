"""A short list to tick: a click anywhere on a row ticks it, Space too, Enter is left to others."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from desktop.panels.labels import plain_tooltip

VALUE = Qt.ItemDataRole.UserRole


class ChoiceList(QListWidget):
    """Each row stands for a value, and shows other words where it has them."""

    ticked_changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pressed = Qt.CheckState.Unchecked
        self.setAccessibleName(name)
        self.setObjectName("choices")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.itemClicked.connect(self._tick_clicked)
        self.itemChanged.connect(lambda _item: self.ticked_changed.emit())

    @property
    def items_shown(self) -> list[QListWidgetItem]:
        """All rows, from the top."""
        return [self.item(row) for row in range(self.count())]

    @property
    def ticked(self) -> tuple[str, ...]:
        """The values of the rows that are ticked."""
        return tuple(
            str(item.data(VALUE))
            for item in self.items_shown
            if item.checkState() is Qt.CheckState.Checked
        )

    def add(self, value: str, words: str, state: Qt.CheckState) -> QListWidgetItem:
        """Add a row."""
        item = QListWidgetItem(words)
        item.setData(VALUE, value)
        item.setToolTip(plain_tooltip(value))
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(state)
        self.addItem(item)
        return item

    def tick(self, values: Sequence[str]) -> None:
        """Tick these and no others, without telling of it."""
        self.blockSignals(True)
        for item in self.items_shown:
            ticked = item.data(VALUE) in values
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self.blockSignals(False)

    def fit_rows(self, most: int) -> None:
        """Be as high as the rows are, up to so many."""
        rows = min(self.count(), most)
        self.setFixedHeight(max(0, self.sizeHintForRow(0)) * rows + 4)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remembers how the row stood before."""
        self._note_press(event)
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two quick clicks are two clicks."""
        self._note_press(event)
        super().mouseDoubleClickEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter means the card or dialog around it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        super().keyPressEvent(event)

    def _note_press(self, event: QMouseEvent) -> None:
        item = self.itemAt(event.position().toPoint())
        self._pressed = Qt.CheckState.Unchecked if item is None else item.checkState()

    def _tick_clicked(self, item: QListWidgetItem) -> None:
        """Tick the row, unless the click was on its box and has done so already."""
        if item.checkState() is self._pressed:
            is_on = self._pressed is Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if is_on else Qt.CheckState.Checked)
