"""What becomes of a file once it was read: written, shared, set aside, or left for later."""

from collections.abc import Iterator
from dataclasses import replace

from indexer.documents import FileStatus, ParsedDocument, Reason, ReasonCode
from indexer.events import AnyIngestionEvent
from indexer.ledger_records import FileRecord
from indexer.outcomes import done_event, read_again_record, record_of, same_content
from indexer.planning import status_for
from indexer.reading import FileRead
from indexer.run_state import RunState
from indexer.writing_batches import BatchWriter


class Settlement:
    """Settles one file after the other; what is to be written goes to the writer."""

    def __init__(self, state: RunState, writer: BatchWriter, *, read_again: bool) -> None:
        """With `read_again`, what is stored of a file is deleted before it is written anew."""
        self._state = state
        self._writer = writer
        self._read_again = read_again

    def settle(self, read: FileRead) -> Iterator[AnyIngestionEvent]:
        """Enter a file that was read in the ledger, or hand its document to the writer."""
        if read.problem is not None:
            yield from self._without_document(read, read.problem)
            return
        if self._writer.holds(read.revision):
            yield from self._writer.flush()
        if self._read_again:
            self._state.forget([read.revision])
        if read.revision in self._state.sharable:
            yield from self._share(read)
        elif read.document is None:  # what it was to share went while it was read
            yield from self._postpone(read, Reason(ReasonCode.NOT_YET))
        elif read.revision in self._state.complete:
            yield from self._take_back(read, read.document)
        else:
            self._writer.add(read, read.document)

    def _without_document(self, read: FileRead, problem: Reason) -> Iterator[AnyIngestionEvent]:
        if problem.code is ReasonCode.NOT_YET:
            yield from self._postpone(read, problem)
        else:
            yield from self._set_aside(read, problem)

    def _postpone(self, read: FileRead, reason: Reason) -> Iterator[AnyIngestionEvent]:
        """Leave a file that is still being written for later; what is known of it stays."""
        before = self._state.known.get(read.found.path)
        record = FileRecord(
            read.found.path, FileStatus.WAITING, reason, read.found.source, read.found.size
        )
        if before is None or not before.is_live:
            self._state.ledger.put([record])
        self._state.progress.count_file(read.found)
        self._state.progress.waiting += 1
        yield done_event(record)

    def _set_aside(self, read: FileRead, problem: Reason) -> Iterator[AnyIngestionEvent]:
        record = self._state.kept_or(
            replace(record_of(read), status=status_for(problem), reason=problem)
        )
        self._state.outdate(record.path, record.revision)
        self._state.ledger.put([record])
        self._state.pages.forget(read.revision)
        self._state.progress.count_file(read.found)
        yield self._state.done(record)

    def _take_back(self, read: FileRead, document: ParsedDocument) -> Iterator[AnyIngestionEvent]:
        """A file that could not be read for a while holds what it held before."""
        record = read_again_record(read, document, self._state.complete[read.revision])
        self._state.ledger.put([record])
        self._state.sharable[read.revision] = record
        self._state.outdate(record.path, record.revision)
        self._state.progress.count_file(read.found)
        self._state.progress.unchanged += 1
        yield done_event(record)

    def _share(self, read: FileRead) -> Iterator[AnyIngestionEvent]:
        """Point a file to chunks that are in the index already."""
        before = self._state.known.get(read.found.path)
        sibling = self._state.sharable[read.revision]
        record = same_content(sibling, read.found, read.checked_ns)
        self._state.progress.count_file(read.found)
        if before is not None and before.is_live and before.revision == read.revision:
            self._state.ledger.put([record])
            self._state.progress.unchanged += 1
            return
        self._state.outdate(record.path)
        self._state.ledger.put([record])
        self._state.progress.indexed += 1
        yield done_event(record)
