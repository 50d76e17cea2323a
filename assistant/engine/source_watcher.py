"""Notices changes below the sources and has them indexed, on a thread of its own."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from assistant.messages import Notice
from assistant.wording import NoticeCode
from indexer.watching import PollingBecause, watch_sources

logger = logging.getLogger(__name__)

_NOTICES = {
    PollingBecause.FILE_SYSTEM: NoticeCode.POLLING_FILE_SYSTEM,
    PollingBecause.TOO_MANY_FOLDERS: NoticeCode.POLLING_TOO_MANY_FOLDERS,
    PollingBecause.REFUSED: NoticeCode.POLLING_REFUSED,
}


class SourceWatcher:
    """Watches until closed; begins anew when the sources are others."""

    def __init__(
        self,
        library: Path,
        sources: Callable[[], list[Path]],
        on_change: Callable[[set[Path] | None], None],
        announce: Callable[[Notice], None],
        polled: dict[str, PollingBecause],
    ) -> None:
        """`on_change` gets None when anything may have changed, as before the watching began.

        `polled` is kept up to date with the sources whose changes are looked for.
        """
        self._library = library
        self._sources = sources
        self._on_change = on_change
        self._announce = announce
        self._polled = polled
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
        except (OSError, RuntimeError) as error:
            logger.warning("watching ends: %s", error)
            self._announce(Notice(code=NoticeCode.WATCHING_STOPPED, detail=str(error)))

    def _watch(self, round_: int) -> None:
        """Follow changes until the sources are others; without any source wait for that."""

        def is_over() -> bool:
            return self._closed or self._round != round_

        sources = self._sources()
        for path in self._polled.keys() - {str(source) for source in sources}:
            del self._polled[path]
        for changed in watch_sources(
            sources, self._library, is_over, tell_polling=self._tell_polling, told_at_start=True
        ):
            logger.info("%d paths have changed", len(changed))
            self._on_change(None if changed.issuperset(sources) else changed)
        with self._changed:
            self._changed.wait_for(is_over)

    def _tell_polling(self, source: Path, because: PollingBecause) -> None:
        """Say it once for each source, however often the watching begins anew."""
        if self._polled.get(str(source)) is not because:
            self._polled[str(source)] = because
            self._announce(Notice(code=_NOTICES[because], detail=str(source)))
