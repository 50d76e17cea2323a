"""Shows notifications at the top of the window, one at a time, newest first."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop.notifications import Notification, Notifier, Severity
from desktop.panels.announcing import announce
from desktop.panels.labels import icon_button, plain_label, push_button
from desktop.theme import GRID, set_icon

_ICONS = {
    Severity.INFORMATION: ("info", "accent"),
    Severity.WARNING: ("warning", "warning"),
    Severity.ERROR: ("failed", "danger"),
}


class MessageBar(QWidget):
    """The widget behind a `Notifier`; hidden while there is nothing to say."""

    def __init__(self, notifier: Notifier, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: list[Notification] = []
        self.setObjectName("messageBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._build()
        notifier.notified.connect(self.show_notification)
        notifier.withdrawn.connect(self.withdraw)
        self.hide()

    def show_notification(self, notification: Notification) -> None:
        """Show it in place of an earlier one on the same subject."""
        self._forget(notification.subject)
        self._shown.append(notification)
        self._refresh()
        announce(self, notification.text)

    def withdraw(self, subject: str) -> None:
        """Take back what was said on a subject."""
        self._forget(subject)
        self._refresh()

    def _build(self) -> None:
        self._icon = QLabel()
        self.text = plain_label(wrap=True)
        self.action_button = push_button("")
        self.close_button = icon_button(self.tr("Close this message"), "close")
        self.action_button.clicked.connect(self._act)
        self.close_button.clicked.connect(self._close)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * GRID, GRID - 2, GRID, GRID - 2)
        layout.setSpacing(GRID + 4)
        layout.addWidget(self._icon)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.action_button)
        layout.addWidget(self.close_button)

    def _forget(self, subject: str) -> None:
        self._shown = [each for each in self._shown if each.subject != subject]

    def _refresh(self) -> None:
        self.setVisible(bool(self._shown))
        if not self._shown:
            return
        notification = self._shown[-1]
        self.text.setText(notification.text)
        set_icon(self._icon, *_ICONS[notification.severity])
        self.action_button.setVisible(notification.action is not None)
        if notification.action is not None:
            self.action_button.setText(notification.action.label)
        self.setProperty("severity", notification.severity.value)
        self.style().unpolish(self)
        self.style().polish(self)

    def _act(self) -> None:
        notification = self._shown[-1]
        self._close()
        if notification.action is not None:
            notification.action.run()

    def _close(self) -> None:
        self._forget(self._shown[-1].subject)
        self._refresh()
