"""Hold changed paths back until nobody writes them any more, so that no half copy is read."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from indexer.reading import LARGE, RESTING_SECONDS, stat_of

SMALL_RESTING_SECONDS = 0.4
"""Small files are written in one go; this bridges a program that saves in two steps."""

PATIENCE_SECONDS = 60.0
"""A file that never rests, such as a log, is told after this all the same, ..."""

LONGEST_PATIENCE_SECONDS = 3600.0
"""... and then after twice as long each time, up to this."""

_Look = tuple[int, int] | None
"""Size and time of a file; None when it is gone."""


@dataclass(slots=True)
class _Held:
    """A path that changed and may still be changing."""

    look: _Look
    resting_since: float
    held_since: float


class Settling:
    """Takes in changed paths and gives them out when they have come to rest; not for threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._held: dict[Path, _Held] = {}
        self._patience: dict[Path, float] = {}

    def take_in(self, paths: Iterable[Path]) -> None:
        """These changed just now."""
        now = self._clock()
        for path in paths:
            held = self._held.get(path)
            self._held[path] = _Held(_look_at(path), now, held.held_since if held else now)

    def settled(self) -> set[Path]:
        """The paths that came to rest since the last call; they are held no longer."""
        now = self._clock()
        ready = {path for path, held in self._held.items() if self._is_ready(path, held, now)}
        for path in ready:
            del self._held[path]
        return ready

    def _is_ready(self, path: Path, held: _Held, now: float) -> bool:
        look = _look_at(path)
        if look != held.look:
            held.look, held.resting_since = look, now
        if look is None:
            return True
        rest = RESTING_SECONDS if look[0] >= LARGE else SMALL_RESTING_SECONDS
        if now - held.resting_since >= rest:
            self._patience.pop(path, None)
            return True
        return self._is_out_of_patience(path, held, now)

    def _is_out_of_patience(self, path: Path, held: _Held, now: float) -> bool:
        patience = self._patience.get(path, PATIENCE_SECONDS)
        if now - held.held_since < patience:
            return False
        self._patience[path] = min(2 * patience, LONGEST_PATIENCE_SECONDS)
        return True


def _look_at(path: Path) -> _Look:
    status = stat_of(str(path))
    return None if status is None else (status.st_size, status.st_mtime_ns)
