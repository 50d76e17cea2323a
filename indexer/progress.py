"""Count what a run has done, and estimate how long the rest will take."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from indexer.discover import FoundFile
from indexer.events import FileProgressed, IngestionFinished
from indexer.parsing.frames import PageBegun
from indexer.turns import expected_seconds

LEAST_SECONDS = 1.0
LEAST_SHARE = 0.01
"""Before so much time and so much of the work an estimate would jump about."""


@dataclass(slots=True)
class Progress:
    """The running numbers of one run."""

    files_total: int = 0
    work_total: float = 0.0
    """In seconds expected on some machine; only the share that is done matters."""
    work_done: float = 0.0
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
        self, path: str, work_ahead: float = 0.0, at_page: PageBegun | None = None
    ) -> FileProgressed:
        """The numbers now; `work_ahead` on the files at hand is done but not committed."""
        seconds = time.monotonic() - self.started
        return FileProgressed(
            path=path,
            files_done=self.files_done,
            files_total=self.files_total,
            pages_done=self.pages,
            chunks_done=self.chunks,
            seconds=seconds,
            pages_per_second=self.pages / seconds if seconds else 0.0,
            seconds_left=self.seconds_left(work_ahead),
            page=at_page.number if at_page else 0,
            pages_in_file=at_page.count if at_page else 0,
        )

    def expect(self, files: Sequence[FoundFile]) -> None:
        """These are what is to be done, from now on."""
        self.files_total = len(files)
        self.work_total = sum(map(expected_seconds, files))
        self.working_since = time.monotonic()

    def count_file(self, found: FoundFile) -> None:
        """One more file is settled."""
        self.files_done += 1
        self.work_done += expected_seconds(found)

    def seconds_left(self, work_ahead: float = 0.0) -> float | None:
        """What remains takes by the rate so far; None when too little is done to tell."""
        elapsed = time.monotonic() - self.working_since
        done = self.work_done + work_ahead
        if elapsed < LEAST_SECONDS or done <= LEAST_SHARE * self.work_total:
            return None
        return elapsed * max(self.work_total - done, 0.0) / done

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
