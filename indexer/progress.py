"""Count what a run has done, and estimate how long the rest will take."""

import time
from dataclasses import dataclass, field

from indexer.events import FileProgressed, IngestionFinished
from indexer.parsing.frames import PageBegun

LEAST_SECONDS = 1.0
"""Before so much time an estimate would jump about."""


@dataclass(slots=True)
class Progress:
    """The running numbers of one run."""

    files_total: int = 0
    bytes_total: int = 0
    bytes_done: int = 0
    files_done: int = 0
    pages: int = 0
    chunks: int = 0
    indexed: int = 0
    unchanged: int = 0
    skipped: int = 0
    failed: int = 0
    removed: int = 0
    away: int = 0
    waiting: int = 0
    started: float = field(default_factory=time.monotonic)
    working_since: float = field(default_factory=time.monotonic)

    def event(
        self, path: str, bytes_ahead: float = 0, at_page: PageBegun | None = None
    ) -> FileProgressed:
        """The numbers now; `bytes_ahead` of the file at hand are done but not committed."""
        seconds = time.monotonic() - self.started
        return FileProgressed(
            path=path,
            files_done=self.files_done,
            files_total=self.files_total,
            pages_done=self.pages,
            chunks_done=self.chunks,
            seconds=seconds,
            pages_per_second=self.pages / seconds if seconds else 0.0,
            seconds_left=self.seconds_left(bytes_ahead),
            page=at_page.number if at_page else 0,
            pages_in_file=at_page.count if at_page else 0,
        )

    def count_file(self, size: int) -> None:
        """One more file of that many bytes is settled."""
        self.files_done += 1
        self.bytes_done += size

    def seconds_left(self, bytes_ahead: float = 0) -> float | None:
        """What the remaining bytes will take at the rate so far, or None when it is too early."""
        elapsed = time.monotonic() - self.working_since
        done = self.bytes_done + bytes_ahead
        if elapsed < LEAST_SECONDS or done <= 0:
            return None
        return elapsed * max(self.bytes_total - done, 0) / done

    def finished(self, *, stopped: bool = False) -> IngestionFinished:
        """The run's last event."""
        return IngestionFinished(
            indexed=self.indexed,
            unchanged=self.unchanged,
            skipped=self.skipped,
            failed=self.failed,
            removed=self.removed,
            seconds=time.monotonic() - self.started,
            stopped=stopped,
            away=self.away,
            waiting=self.waiting,
        )
