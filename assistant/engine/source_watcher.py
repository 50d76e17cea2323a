"""Notices changes below the sources and has them indexed, on a thread of its own."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from assistant.messages import Notice
from assistant.wording import NoticeCode
from indexer.watching import watch_sources

logger = logging.getLogger(__name__)


class SourceWatcher:
    """Watches until closed; begins anew when the sources are others."""

    def __init__(
        self,
        library: Path,
        sources: Callable[[], list[Path]],
        on_change: Callable[[], None],
        announce: Callable[[Notice], None],
    ) -> None:
        self._library = library
        self._sources = sources
        self._on_change = on_change
        self._announce = announce
        self._round = 0
        self._closed = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)

    def start(self) -> None:
        """Watch from now on."""
        self._thread.start()

    def look_again(self) -> None:
        """The sources may be others now."""
        with self._changed:
            self._round += 1
            self._changed.notify_all()

    def close(self) -> None:
        """Stop watching; returns when the thread has ended."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        try:
            while not self._closed:
                self._watch(self._round)
        except (OSError, RuntimeError) as error:  # the system's limit of watches, for example
            logger.warning("watching ends: %s", error)
            self._announce(Notice(code=NoticeCode.WATCHING_STOPPED, detail=str(error)))

    def _watch(self, round_: int) -> None:
        """Follow changes until the sources are others; without any source wait for that."""

        def is_over() -> bool:
            return self._closed or self._round != round_

        for changed in watch_sources(self._sources(), self._library, is_over):
            logger.info("%d paths have changed", len(changed))
            self._on_change()
        with self._changed:
            self._changed.wait_for(is_over)
