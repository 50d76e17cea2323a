"""Notice changes below folders, so that the index can follow them by itself."""

import errno
import logging
import os
import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from enum import StrEnum
from pathlib import Path

import watchfiles

from indexer.discover import outermost, reaches
from indexer.polling import POLL_SECONDS, PolledSource
from indexer.reading import stat_of
from indexer.rules import RULE_FILES
from indexer.settling import Settling
from indexer.volumes import connected_volumes, places_of, volume_of

logger = logging.getLogger(__name__)

QUIET_MILLISECONDS = 300
"""Changes that come within this of each other are told together."""

LONGEST_MILLISECONDS = 2_000
"""But nothing is held back longer than this."""

TICK_MILLISECONDS = 500
"""Between two looks at what is held back, and at whether to stop."""

VOLUMES_SECONDS = 20.0
"""Between two looks at which drives are connected and which sources are there."""


class PollingBecause(StrEnum):
    """Why the changes of a source are looked for instead of being told."""

    FILE_SYSTEM = "file-system"
    """It lies on a network drive or in a shared folder."""
    TOO_MANY_FOLDERS = "too-many-folders"
    """The system's limit of watched folders is reached."""
    REFUSED = "refused"
    """The system does not watch it, for a reason of its own."""


TellPolling = Callable[[Path, PollingBecause], None]


def watch_sources(
    sources: Sequence[Path],
    library_folder: Path | None = None,
    should_stop: Callable[[], bool] = lambda: False,
    *,
    tell_polling: TellPolling = lambda source, because: None,
    poll_seconds: float = POLL_SECONDS,
    told_at_start: bool = False,
) -> Iterator[set[Path]]:
    """The paths that changed and have come to rest, some at a time, until `should_stop`.

    A source whose file system tells nothing is looked at every `poll_seconds`, and told as a whole;
    so is one whose drive comes or goes. With `told_at_start` all are told once the watching has
    begun, as nobody tells what changed before. `tell_polling` learns why, once for each such
    source. What changes in the library itself is no change, or a library in a source would be
    indexed for ever.
    """
    if not sources:
        return
    watch = _Watch(sources, library_folder, should_stop, tell_polling, poll_seconds)
    watch.told_at_start = told_at_start
    while not should_stop():
        yield from watch.round()


def concerned(sources: Sequence[Path], changed: Collection[Path]) -> list[Path]:
    """The sources in which something changed."""
    return [source for source in sources if any(path.is_relative_to(source) for path in changed)]


class _Watch:
    """What is known between two rounds; a round ends when other folders must be watched."""

    def __init__(
        self,
        sources: Sequence[Path],
        library_folder: Path | None,
        should_stop: Callable[[], bool],
        tell_polling: TellPolling,
        poll_seconds: float,
    ) -> None:
        self._sources = sources
        self._library_folder = library_folder
        self._should_stop = should_stop
        self._tell_polling = tell_polling
        self._poll_seconds = poll_seconds
        self.told_at_start = False
        self._has_closed_folders = False
        """Whether there is a folder that may not be entered; the others are watched anyway."""
        self._settling = Settling()
        self._polled: dict[Path, PolledSource] = {}
        self._standing: dict[Path, object] = self._look_at_drives()
        self._next_look = time.monotonic() + VOLUMES_SECONDS

    def round(self) -> Iterator[set[Path]]:
        """Watch until a drive comes or goes, or watching turns out to be impossible."""
        native = self._native()
        at_start = set(self._sources) if self.told_at_start else set[Path]()
        try:
            for changed in self._changes(native):
                self._settling.take_in(self._that_matter(changed))
                told = self._settling.settled() | self._seen_by_looking() | at_start
                at_start = set()
                come_or_gone = self._come_or_gone()
                if told or come_or_gone:
                    yield told | come_or_gone
                if come_or_gone or self._should_stop():
                    return
        except FileNotFoundError:  # a source went just now; the next round does without it
            return
        except PermissionError as error:
            if self._has_closed_folders:
                self._poll_all(native, error)
            self._has_closed_folders = True
        except (OSError, RuntimeError) as error:  # what watchfiles raises when the system refuses
            self._poll_all(native, error)

    def _native(self) -> list[Path]:
        """The sources that the system watches for us; begins to poll those that it cannot."""
        volumes = connected_volumes()
        native = []
        for source in self._sources:
            volume = volume_of(os.path.realpath(source), volumes)
            if volume is not None and not volume.tells_changes:
                self._poll(source, PollingBecause.FILE_SYSTEM)
            if source not in self._polled and source.exists():
                native.append(source)
        return native

    def _poll_all(self, sources: Sequence[Path], error: OSError | RuntimeError) -> None:
        logger.warning("watching ends: %s", error)
        for source in sources:
            self._poll(source, _reason_for(error))

    def _poll(self, source: Path, because: PollingBecause) -> None:
        if source not in self._polled:
            self._polled[source] = PolledSource(source, self._poll_seconds)
            self._tell_polling(source, because)

    def _changes(self, native: Sequence[Path]) -> Iterator[set[Path]]:
        """What the system tells, and nothing every now and then."""
        if not native:
            pause = threading.Event()
            while not self._should_stop():
                pause.wait(TICK_MILLISECONDS / 1000)
                yield set()
            return
        for changes in watchfiles.watch(
            *outermost([str(source) for source in native]),
            watch_filter=None,
            debounce=LONGEST_MILLISECONDS,
            step=QUIET_MILLISECONDS,
            rust_timeout=TICK_MILLISECONDS,
            yield_on_timeout=True,
            stop_event=_Stop(self._should_stop),
            force_polling=False,  # its own would look every 0.3 s and keep a core busy
            # It would also keep quiet about the limit of watches, so not at the first try.
            ignore_permission_denied=self._has_closed_folders,
        ):
            for kind, changed in changes:
                if kind is watchfiles.Change.deleted and Path(changed) in native:
                    self._look_again_at(Path(changed))
            yield {Path(changed) for _, changed in changes}

    def _that_matter(self, changed: Collection[Path]) -> set[Path]:
        """Without the library, and without what no run would look at."""
        own = self._library_folder
        paths = {path for path in changed if own is None or not path.is_relative_to(own)}
        return {path for path in paths if any(_is_met(path, source) for source in self._sources)}

    def _seen_by_looking(self) -> set[Path]:
        return {source for source, polled in self._polled.items() if polled.has_changed()}

    def _come_or_gone(self) -> set[Path]:
        """The sources that appeared or disappeared, or whose drive did."""
        if time.monotonic() < self._next_look:
            return set()
        before, self._standing = self._standing, self._look_at_drives()
        self._next_look = time.monotonic() + VOLUMES_SECONDS
        return {source for source in self._sources if before[source] != self._standing[source]}

    def _look_again_at(self, source: Path) -> None:
        """It was deleted, and is not watched any more.

        If it is back already it may look the same: file systems give an inode's number again.
        """
        self._standing[source] = None
        self._next_look = time.monotonic()

    def _look_at_drives(self) -> dict[Path, object]:
        """For each source which folder it is, if any, and the volumes it lies on and holds."""
        volumes = connected_volumes()
        return {
            source: (_identity(source), frozenset(places_of(str(source), volumes)))
            for source in self._sources
        }


class _Stop:
    """What watchfiles asks, every `QUIET_MILLISECONDS`, whether to go on."""

    def __init__(self, should_stop: Callable[[], bool]) -> None:
        self._should_stop = should_stop

    def is_set(self) -> bool:
        return self._should_stop()


def _identity(source: Path) -> tuple[int, int] | None:
    """What tells a folder from another one of its name; None where there is none."""
    status = stat_of(str(source))
    return None if status is None else (status.st_dev, status.st_ino)


def _is_met(path: Path, source: Path) -> bool:
    """Whether a run over the source would meet the path, or be changed by it."""
    if not path.is_relative_to(source):
        return False
    return path == source or path.name in RULE_FILES or reaches(str(source), str(path))


def _reason_for(error: OSError | RuntimeError) -> PollingBecause:
    limit = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EMFILE)
    if limit or "limit" in str(error) or "No space left" in str(error):
        return PollingBecause.TOO_MANY_FOLDERS
    return PollingBecause.REFUSED
