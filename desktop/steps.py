"""Long work in the window, done a little at a time so that it never stands still."""

import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QTimer

TURN_SECONDS = 0.012
"""Work goes on this long before the window gets its turn again."""


class SteppedWork(QObject):
    """Runs one generator at a time; every `yield` of it is a place to pause."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps: Iterator[None] | None = None
        self._when_done: Callable[[], None] | None = None
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._go_on)

    @property
    def is_running(self) -> bool:
        """Whether there is still something to do."""
        return self._steps is not None

    def start(self, steps: Iterator[None], when_done: Callable[[], None]) -> None:
        """Begin, giving up what was unfinished; what takes one turn is done when this returns."""
        self._steps, self._when_done = steps, when_done
        self._go_on()

    def _go_on(self) -> None:
        steps, when_done = self._steps, self._when_done
        if steps is None or when_done is None:
            return
        until = time.monotonic() + TURN_SECONDS
        for _ in steps:
            if time.monotonic() > until:
                self._timer.start()
                return
        self._steps = None
        when_done()
