"""The changes on disk that the index does not show yet, gathered until a run takes them up."""

import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

FIRST_RETRY_SECONDS = 60.0
"""A file that could not be opened is tried again after this, then after twice as long, ..."""

LAST_RETRY_SECONDS = 3600.0
"""... up to this."""

STILL_WRITTEN_SECONDS = 5.0
"""A file that was being written is looked at again after this."""


class PendingChanges:
    """Paths that changed, and looks that are due later; any thread may use it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._paths: set[Path] = set()
        self._everything = False
        self._due: float | None = None
        self._retry_seconds = FIRST_RETRY_SECONDS

    def __bool__(self) -> bool:
        """Whether a run has something to take up."""
        with self._lock:
            return self._everything or bool(self._paths)

    @property
    def has_paths(self) -> bool:
        """Whether something certain changed, not only perhaps something."""
        with self._lock:
            return bool(self._paths)

    def add(self, paths: Iterable[Path] | None) -> None:
        """These changed; None when anything may have."""
        with self._lock:
            if paths is None:
                self._everything = True
            else:
                self._paths.update(paths)

    def take(self) -> set[Path] | None:
        """What changed since the last call, None for everything; it is pending no longer."""
        with self._lock:
            paths, everything = self._paths, self._everything
            self._paths, self._everything = set(), False
            return None if everything else paths

    def after_run(self, *, still_written: bool, not_opened: bool) -> None:
        """Have everything looked at again later, as the run that ended left files behind."""
        with self._lock:
            wait = STILL_WRITTEN_SECONDS if still_written else self._retry_seconds
            self._due = self._clock() + wait if still_written or not_opened else None
            longer = min(2 * self._retry_seconds, LAST_RETRY_SECONDS)
            self._retry_seconds = longer if not_opened else FIRST_RETRY_SECONDS

    def ripen(self) -> bool:
        """Whether a later look is due now; then everything is pending."""
        with self._lock:
            if self._due is None or self._clock() < self._due:
                return False
            self._due, self._everything = None, True
            return True
