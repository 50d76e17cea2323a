"""A small card that opens beside what it explains and closes at the next click or Escape."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QVBoxLayout, QWidget

from desktop.panels.announcing import announce
from desktop.panels.labels import plain_label
from desktop.theme import GRID

WIDTH = 380


CLOSING_KEYS = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Popover(QFrame):
    """A title and lines of plain text over the window; has the keyboard while it is open.

    Part of the window, because not every system lets a program place a window of its own.
    """

    def __init__(self, title: str, opener: QWidget) -> None:
        super().__init__(opener.window())
        self._opener = opener
        self.hide()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setObjectName("popover")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(title)
        self._said = [title]
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
        self._column.setSpacing(GRID // 2 + 2)
        self._column.addWidget(plain_label(title, "title", wrap=True))
        self.setFixedWidth(round(WIDTH * max(1.0, self.fontMetrics().averageCharWidth() / 7)))

    @property
    def words(self) -> str:
        """Everything it says, a line each."""
        return "\n".join(self._said)

    def add_line(self, text: str, tone: str = "") -> None:
        """Add a line below those before."""
        self._said.append(text)
        self._column.addWidget(plain_label(text, tone, wrap=True))

    def add_pairs(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Add a table of what can be typed and what it does."""
        table = QGridLayout()
        table.setHorizontalSpacing(2 * GRID)
        table.setVerticalSpacing(GRID // 2 + 2)
        table.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        for row, (typed, meaning) in enumerate(pairs):
            self._said.append(f"{typed}: {meaning}")
            table.addWidget(plain_label(typed, "title"), row, 0, top)
            table.addWidget(plain_label(meaning, "muted", wrap=True), row, 1, top)
        self._column.addLayout(table)

    def add_widget(self, widget: QWidget) -> None:
        """Add something to choose from below the lines."""
        self._column.addWidget(widget)

    def open_below(self, widget: QWidget, area: QRect, *, from_left: bool = False) -> None:
        """Open under this part of a widget, or above it where there is no room.

        The right edges are in line, or the left ones with `from_left`.
        """
        for other in self.window().findChildren(Popover):
            if other is not self:
                other.close()
        self.setAccessibleDescription(self.words)
        self.resize(self.width(), self._column.totalHeightForWidth(self.width()))
        window = self.window()
        self.setMaximumHeight(window.height() - 2 * GRID)
        left = area.left() if from_left else area.right() - self.width()
        corner = widget.mapTo(window, QPoint(left, area.bottom() + 4))
        corner.setX(min(corner.x(), window.width() - self.width() - GRID))
        if corner.y() + self.height() > window.height() - GRID:
            corner.setY(widget.mapTo(window, area.topLeft()).y() - self.height() - 4)
        self.move(max(GRID, corner.x()), max(GRID, corner.y()))
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        if (application := QApplication.instance()) is not None:
            application.installEventFilter(self)
        announce(self, self.words)

    def leave(self) -> None:
        """Close and give the keyboard back."""
        had_focus = self._has_keyboard()
        self.close()
        if had_focus:
            self._opener.setFocus(Qt.FocusReason.PopupFocusReason)

    def event(self, event: QEvent) -> bool:
        """Escape closes the card before it means anything to the window."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in CLOSING_KEYS
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape, Enter and the key that opened it close it."""
        if event.key() in CLOSING_KEYS or event.text() == "?":
            self.leave()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whoever goes on elsewhere needs it no more."""
        super().focusOutEvent(event)
        if event.reason() is Qt.FocusReason.ActiveWindowFocusReason or self._has_keyboard():
            return
        self.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click beside it closes it, and does what it would do otherwise."""
        if (
            isinstance(event, QMouseEvent)
            and event.type() is QEvent.Type.MouseButtonPress
            and isinstance(watched, QWidget)
            and watched is not self
            and not self.isAncestorOf(watched)
        ):
            self.close()
        return False

    def _has_keyboard(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and (focused is self or self.isAncestorOf(focused))
