"""Saying aloud, to whoever uses a screen reader, what others see happen."""

from PySide6 import QtGui
from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, message: str) -> None:
    """Let a screen reader say a sentence; nothing happens where none is running."""
    if not message or not QtGui.QAccessible.isActive():
        return
    # Older Qt has no announcements; there the text is only found by reading on.
    event_class = getattr(QtGui, "QAccessibleAnnouncementEvent", None)
    if event_class is not None:
        QtGui.QAccessible.updateAccessibility(event_class(widget, message))
