"""Write documents in batches: collect what was read, embed it, store it, commit it."""

import time
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from indexer.chunks import Chunk, ChunkStore
from indexer.documents import ParsedDocument
from indexer.events import AnyIngestionEvent, FileProgressed
from indexer.ledger import Ledger
from indexer.ledger_records import FileRecord
from indexer.outcomes import Prepared, done_event, indexed_record
from indexer.progress import Progress
from indexer.reading import FileRead
from indexer.turns import expected_seconds
from models.interfaces import EmbeddingModel

EMBEDDED_AT_ONCE = 48
"""Chunks between two places where a run can stop; about half a second's work on two cores."""

WRITTEN_AT_ONCE = 128
"""Chunks of small documents that are gathered, so that those of one length can be put together."""

STORED_AT_ONCE = 2048
"""Chunks of one large document that are held in memory with their vectors."""

BATCH_DOCUMENTS = 32
BATCH_SECONDS = 2.0
"""Small files are embedded and committed together, but none waits longer for it."""

MAINTAINED_AFTER = 1024
"""New chunks after which the store is asked whether its indexes need care.

Among 10,000 a search for words takes 15 ms of processor time, 19 beside 1,024 new ones, 41 beside
4,096; to take them in costs half a second.
"""


class BatchWriter:
    """Holds the documents that were read until there are enough to embed, then commits them.

    `on_commit` is told the records of each batch once the ledger names them.
    """

    def __init__(
        self,
        ledger: Ledger,
        store: ChunkStore,
        embedder: EmbeddingModel,
        index: str,
        progress: Progress,
        on_commit: Callable[[Sequence[FileRecord]], None],
    ) -> None:
        self._ledger = ledger
        self._store = store
        self._embedder = embedder
        self._index = index
        self._progress = progress
        self._on_commit = on_commit
        self._batch: list[Prepared] = []
        self._batch_since = 0.0
        self._unmaintained = 0

    def add(self, read: FileRead, document: ParsedDocument) -> None:
        """Take in a document."""
        self._batch_since = self._batch_since or time.monotonic()
        self._batch.append(Prepared(read, document))
        self._progress.pages += len(document.pages)

    def holds(self, revision: str) -> bool:
        """Whether that revision was taken in and is not committed yet."""
        return any(prepared.read.revision == revision for prepared in self._batch)

    @property
    def is_full(self) -> bool:
        """Whether what was taken in should be written now."""
        if not self._batch:
            return False
        chunks = sum(len(prepared.read.chunks) for prepared in self._batch)
        waited = time.monotonic() - self._batch_since
        full = chunks >= WRITTEN_AT_ONCE or len(self._batch) >= BATCH_DOCUMENTS
        return full or waited >= BATCH_SECONDS

    def flush(self) -> Iterator[AnyIngestionEvent]:
        """Embed, store and commit the documents that were taken in."""
        batch, self._batch, self._batch_since = self._batch, [], 0.0
        if not batch:
            return
        started = time.monotonic()
        yield from self._embed(batch)
        seconds = (time.monotonic() - started) / sum(len(each.read.chunks) for each in batch)
        records = [indexed_record(prepared, seconds) for prepared in batch]
        self._commit(batch, records)
        for record in records:
            self._progress.indexed += 1
            yield done_event(record)

    def _embed(self, batch: Sequence[Prepared]) -> Iterator[FileProgressed]:
        chunks = [chunk for prepared in batch for chunk in prepared.read.chunks]
        work = sum(expected_seconds(each.read.found) for each in batch)
        path = batch[-1].read.found.path
        done = 0
        for start in range(0, len(chunks), STORED_AT_ONCE):
            stored = chunks[start : start + STORED_AT_ONCE]
            vectors = np.empty((len(stored), self._embedder.dimension), dtype=np.float32)
            for places in _places_by_length(stored):
                texts = [stored[place].embedding_text for place in places]
                vectors[places] = self._embedder.embed_documents(texts)
                done += len(places)
                if done == start + len(stored):
                    self._store.add(stored, vectors)
                self._progress.chunks += len(places)
                yield self._progress.event(path, work * done / len(chunks))

    def _commit(self, batch: Sequence[Prepared], records: Sequence[FileRecord]) -> None:
        counts = {record.revision: record.chunks for record in records}
        self._ledger.commit(self._index, counts, records)
        self._on_commit(records)
        for prepared in batch:
            self._progress.count_file(prepared.read.found)
        self._unmaintained += sum(counts.values())
        if self._unmaintained >= MAINTAINED_AFTER:
            self._store.maintain()
            self._unmaintained = 0


def _places_by_length(chunks: Sequence[Chunk]) -> Iterator[list[int]]:
    """Places of the chunks, the longest first, so many at once as are embedded in one step.

    Texts of one length need no padding, and padding takes as long to compute as words do.
    """
    order = sorted(range(len(chunks)), key=lambda place: -len(chunks[place].embedding_text))
    for start in range(0, len(order), EMBEDDED_AT_ONCE):
        yield order[start : start + EMBEDDED_AT_ONCE]
