"""Notice changes by looking, where the file system tells of none."""

import os
import stat
import time
from collections.abc import Callable
from pathlib import Path

POLL_SECONDS = 60.0
"""Between two looks at a source, ..."""

REST_FACTOR = 400
"""... and at least so many times what the look itself took, so that it costs little."""


class PolledSource:
    """A source that is looked at now and then; remembers what the last look showed."""

    def __init__(
        self,
        source: Path,
        seconds: float = POLL_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.source = source
        self._seconds = seconds
        self._clock = clock
        self._shown = 0
        self._look()

    def has_changed(self) -> bool:
        """Look again when it is time; whether it shows something else than the last time."""
        if self._clock() < self._next_look:
            return False
        before = self._shown
        self._look()
        return self._shown != before

    def _look(self) -> None:
        started = self._clock()
        self._shown = fingerprint(self.source)
        ended = self._clock()
        self._next_look = ended + max(self._seconds, REST_FACTOR * (ended - started))


def fingerprint(source: Path) -> int:
    """A number that is another one when any file below has come, gone or changed."""
    total, waiting = 0, [str(source)]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    status = entry.stat(follow_symlinks=False)
                    if stat.S_ISDIR(status.st_mode):
                        waiting.append(entry.path)
                    else:
                        # A sum, because the order of the entries says nothing.
                        total += hash((entry.path, status.st_size, status.st_mtime_ns))
        except NotADirectoryError:
            total += _of_file(folder)
        except OSError as error:  # what cannot be read is part of what is seen
            total += hash((folder, error.errno))
    return total & 0xFFFF_FFFF_FFFF_FFFF


def _of_file(path: str) -> int:
    try:
        status = os.stat(path)  # noqa: PTH116 - strings throughout
    except OSError as error:
        return hash((path, error.errno))
    return hash((path, status.st_size, status.st_mtime_ns))
