"""What to say about an indexing run that was stopped: closing it ends it without a last word."""

from collections.abc import Sequence

from indexer.documents import FileStatus
from indexer.events import FileDone, FileRemoved, IngestionEvent, IngestionFinished


def stopped_run(events: Sequence[IngestionEvent], seconds: float) -> IngestionFinished:
    """The last event of a run that was stopped after these events."""
    files = [event for event in events if isinstance(event, FileDone)]
    statuses = [event.status for event in files]
    return IngestionFinished(
        indexed=statuses.count(FileStatus.INDEXED) + statuses.count(FileStatus.PARTLY),
        unchanged=0,
        skipped=statuses.count(FileStatus.SKIPPED),
        failed=statuses.count(FileStatus.FAILED),
        removed=sum(isinstance(event, FileRemoved) for event in events),
        seconds=seconds,
        stopped=True,
    )
