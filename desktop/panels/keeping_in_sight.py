"""Keeps what was added last at the top of what is seen, while it grows and nobody scrolls."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from desktop.theme import GRID

SETTLING = 300
"""Milliseconds after the end in which the last of it is still laid out."""


class KeepingInSight(QObject):
    """One widget at a time; whoever scrolls by wheel, key or mouse is left where they are."""

    def __init__(self, area: QScrollArea) -> None:
        super().__init__(area)
        self._area = area
        self._widget: QWidget | None = None
        self._place_timer = QTimer(self, singleShot=True, interval=0)
        self._place_timer.timeout.connect(self._place)
        self._end_timer = QTimer(self, singleShot=True, interval=SETTLING)
        self._end_timer.timeout.connect(self.leave)
        bar = area.verticalScrollBar()
        bar.rangeChanged.connect(lambda: self._place_timer.start())
        bar.actionTriggered.connect(lambda: self.leave())

    def follow(self, widget: QWidget) -> None:
        """Keep this one at the top from now on."""
        self._end_timer.stop()
        self._widget = widget
        self._place_timer.start()

    def end(self) -> None:
        """It grows no more; what is unfolded later moves nothing."""
        if self._widget is not None:
            self._end_timer.start()

    def leave(self) -> None:
        """Leave it where it is."""
        self._widget = None

    def _place(self) -> None:
        if self._widget is not None:
            self._area.verticalScrollBar().setValue(self._widget.y() - GRID)
