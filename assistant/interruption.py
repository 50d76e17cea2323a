"""What to say about an indexing run that was stopped, or that was begun anew on its way."""

from collections.abc import Sequence

import msgspec

from indexer.documents import FileStatus, ReasonCode
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


def whole_run(
    finished: IngestionFinished, earlier: Sequence[IngestionEvent], seconds: float
) -> IngestionFinished:
    """The last event of a run whose earlier stretches, each begun anew, brought these events.

    What they indexed is unchanged to the last stretch; what they skipped it has counted again.
    """
    indexed = sum(_was_indexed(event) for event in earlier)
    return msgspec.structs.replace(
        finished,
        indexed=finished.indexed + indexed,
        unchanged=max(0, finished.unchanged - indexed),
        removed=finished.removed + sum(isinstance(event, FileRemoved) for event in earlier),
        seconds=seconds,
    )


def _was_indexed(event: IngestionEvent) -> bool:
    if not isinstance(event, FileDone):
        return False
    if event.reason is not None and event.reason.code is ReasonCode.NOT_READABLE:
        return False  # its passages are those of before
    return event.status in (FileStatus.INDEXED, FileStatus.PARTLY)
