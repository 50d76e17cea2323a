"""What the engine looks at every few seconds, on a thread of its own."""

import logging
import threading
from collections.abc import Callable

logger = logging.getLogger(__name__)

ROUND_SECONDS = 5.0


class Housekeeping:
    """Calls its tasks one after the other, round after round, until closed."""

    def __init__(self, *tasks: Callable[[], None], seconds: float = ROUND_SECONDS) -> None:
        self._tasks = tasks
        self._seconds = seconds
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="housekeeping", daemon=True)

    def start(self) -> None:
        """Begin with the first round."""
        self._thread.start()

    def close(self) -> None:
        """End; returns when the round in hand is over."""
        self._closed.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        while True:
            for task in self._tasks:
                try:
                    task()
                except Exception:  # one that fails must not keep the others from being done
                    logger.exception("a task of the housekeeping failed")
            if self._closed.wait(self._seconds):
                return
