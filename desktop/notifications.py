"""What the person should know, as values; one widget shows them, whoever sent them."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Signal


class Severity(StrEnum):
    """How much a notification matters."""

    INFORMATION = "information"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class NotificationAction:
    """What the person can do about it, with one click."""

    label: str
    run: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Notification:
    """A sentence or two of plain text; a later one with the same subject takes its place."""

    subject: str
    text: str
    severity: Severity = Severity.INFORMATION
    action: NotificationAction | None = None


class Notifier(QObject):
    """The one way to tell the person something that belongs to no single panel."""

    notified = Signal(Notification)
    withdrawn = Signal(str)

    def notify(self, notification: Notification) -> None:
        """Show it until it is closed, acted on or withdrawn."""
        self.notified.emit(notification)

    def withdraw(self, subject: str) -> None:
        """Take back what is no longer true; nothing happens when it was never said."""
        self.withdrawn.emit(subject)
