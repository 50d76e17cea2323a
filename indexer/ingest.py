"""Bring the library up to date with the disk: a generator of events, safe to stop at every one."""

import time
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import Future, wait
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from indexer.discover import FoundFile, below, is_unicode
from indexer.documents import FileStatus, Reason, ReasonCode
from indexer.events import (
    AnyIngestionEvent,
    FileDone,
    FileRemoved,
    FileRenamed,
    FilesFound,
    FileStarted,
)
from indexer.ledger import FileRecord, absolute
from indexer.library import ACTIVE_INDEX, Library, index_name
from indexer.outcomes import (
    done_event,
    record_of,
    same_content,
)
from indexer.parsing.pool import DocumentParser
from indexer.planning import (
    UNREACHABLE_CODES,
    Plan,
    make_plan,
    outermost,
    reconcile,
    reset_lost,
    status_for,
)
from indexer.progress import Progress
from indexer.reading import FileRead, Reader, fresh_revision
from indexer.writing_batches import BatchWriter
from models.interfaces import EmbeddingModel

LOOK_SECONDS = 0.5
"""Between two events while a file is being parsed."""

FORGETTING = "forgetting"
"""The ledger's fact that deleted text is still on the disk."""


def ingest(
    library: Library,
    parser: DocumentParser,
    embedder: EmbeddingModel,
    paths: Sequence[Path] | None = None,
    *,
    retry_failed: bool = False,
) -> Iterator[AnyIngestionEvent]:
    """Index what is new or has changed below `paths`, or below all sources.

    Paths become sources. Closing the generator stops between two steps; every document is
    committed on its own, so nothing that was finished is done again. Raises StorageFull, and
    what the parser raises other than UnreadableDocument; a file's own fault is an event.
    """
    if not library.is_writable:
        raise ValueError("the library was not opened for writing")
    return _Run(library, parser, embedder).steps(paths, retry_failed)


class _Run:
    """One run over the sources; its methods are the steps, in the order in which they are taken."""

    def __init__(self, library: Library, parser: DocumentParser, embedder: EmbeddingModel) -> None:
        self._library = library
        self._ledger = library.ledger
        self._parser = parser
        self._embedder = embedder
        self._store = library.store(embedder)
        self._index = index_name(embedder)
        self._progress = Progress()
        self._complete: dict[str, int] = {}
        self._known: dict[str, FileRecord] = {}
        self._by_revision: dict[str, FileRecord] = {}
        self._outdated: set[str] = set()
        self._writer = BatchWriter(
            self._ledger, self._store, embedder, self._index, self._progress, self._committed
        )

    def steps(
        self, paths: Sequence[Path] | None, retry_failed: bool
    ) -> Iterator[AnyIngestionEvent]:
        """The whole run."""
        plan = self._plan(paths, retry_failed)
        yield FilesFound(files=plan.found, to_index=len(plan.to_do), removed=len(plan.gone))
        yield from self._report_unreadable(plan)
        yield from self._follow_moves(plan)
        yield from self._remove(plan.gone)
        yield from self._work(plan.to_do)
        self._tidy()
        yield self._progress.finished()

    # -- before the work -------------------------------------------------------------------------

    def _plan(self, paths: Sequence[Path] | None, retry_failed: bool) -> Plan:
        roots = self._roots(paths)
        if self._ledger.fact(ACTIVE_INDEX) is None:
            self._ledger.set_fact(ACTIVE_INDEX, self._index)
        self._complete, deleted = reconcile(self._ledger, self._store, self._index)
        if deleted:
            self._ledger.set_fact(FORGETTING, "yes")
        if self._ledger.fact(ACTIVE_INDEX) == self._index:
            reset_lost(self._ledger, self._complete)
        plan = make_plan(
            self._ledger,
            self._library.folder,
            roots,
            self._complete,
            everything=paths is None,
            retry_failed=retry_failed,
        )
        self._known = plan.known
        self._by_revision = {
            record.revision: record for record in plan.known.values() if record.is_live
        }
        self._progress.unchanged, self._progress.skipped = plan.unchanged, plan.skipped
        return plan

    def _roots(self, paths: Sequence[Path] | None) -> list[str]:
        sources = [str(source) for source in self._ledger.sources()]
        if paths is None:
            return outermost(sources)
        given = outermost([absolute(path.expanduser()) for path in paths])
        for path in given:
            known = any(below(path, source) for source in sources)
            if not known and is_unicode(path) and Path(path).exists():
                self._ledger.add_source(Path(path))
        return given

    def _report_unreadable(self, plan: Plan) -> Iterator[AnyIngestionEvent]:
        sources = [str(source) for source in self._ledger.sources()]
        self._ledger.put(
            record
            for record in plan.set_aside
            if any(below(record.path, source) for source in sources)
        )
        for record in plan.set_aside:
            self._outdate(record.path)
            yield self._done(record)
        for record in plan.failed_before:
            yield self._done(record, again=False)

    def _follow_moves(self, plan: Plan) -> Iterator[AnyIngestionEvent]:
        """Give files that were renamed or moved their old entry; nothing is embedded."""
        lost = {
            record.revision: record
            for record in plan.gone
            if record.is_live and record.revision in self._complete
        }
        sizes = {record.size for record in lost.values()}
        for found in list(plan.to_do):
            if found.size not in sizes or found.path in self._known:
                continue
            moved = self._moved(found, lost)
            if moved is None:
                continue
            old, new = moved
            self._ledger.move(old.path, new)
            plan.to_do.remove(found)
            plan.gone.remove(old)
            self._progress.unchanged += 1
            yield FileRenamed(path=new.path, old_path=old.path)

    def _moved(
        self, found: FoundFile, lost: dict[str, FileRecord]
    ) -> tuple[FileRecord, FileRecord] | None:
        checked_ns = time.time_ns()
        try:
            fresh, revision = fresh_revision(found)
        except OSError:
            return None  # reading it will say what is wrong
        old = lost.pop(revision, None)
        return None if old is None else (old, same_content(old, fresh, checked_ns))

    def _remove(self, gone: Sequence[FileRecord]) -> Iterator[AnyIngestionEvent]:
        if not gone:
            return
        self._ledger.remove([record.path for record in gone])
        self._drop({record.revision for record in gone if record.is_live})
        for record in gone:
            if record.reason is None or record.reason.code not in UNREACHABLE_CODES:
                self._progress.removed += 1
                yield FileRemoved(path=record.path)

    # -- the work --------------------------------------------------------------------------------

    def _work(self, files: Sequence[FoundFile]) -> Iterator[AnyIngestionEvent]:
        self._begin(files)
        reader = Reader(self._parser, self._complete)
        with closing(reader.read_ahead(files)) as futures:
            for found, future in zip(files, futures, strict=True):
                yield FileStarted(path=found.path)
                yield from self._wait(future, found.path)
                yield from self._settle(future.result())
                if self._writer.is_full:
                    yield from self._writer.flush()
        yield from self._writer.flush()

    def _begin(self, files: Sequence[FoundFile]) -> None:
        """Let every new file be in the ledger from the start."""
        self._progress.files_total = len(files)
        self._progress.bytes_total = sum(found.size for found in files)
        self._progress.working_since = time.monotonic()
        reason = Reason(ReasonCode.NOT_YET)
        self._ledger.put(
            FileRecord(found.path, FileStatus.WAITING, reason, found.source, found.size)
            for found in files
            if found.path not in self._known
        )

    def _wait(self, future: "Future[FileRead]", path: str) -> Iterator[AnyIngestionEvent]:
        while not wait([future], LOOK_SECONDS).done:
            yield self._progress.event(path)
            if self._writer.is_full:
                yield from self._writer.flush()

    def _settle(self, read: FileRead) -> Iterator[AnyIngestionEvent]:
        if read.problem is not None:
            yield from self._set_aside(read, read.problem)
            return
        if self._writer.holds(read.revision):
            yield from self._writer.flush()
        if read.document is None or read.revision in self._complete:
            yield from self._share(read)
            return
        if not self._writer.add(read, read.document):
            yield from self._set_aside(read, Reason(ReasonCode.NO_TEXT))

    def _set_aside(self, read: FileRead, problem: Reason) -> Iterator[AnyIngestionEvent]:
        record = replace(record_of(read), status=status_for(problem), reason=problem)
        self._outdate(record.path)
        self._ledger.put([record])
        self._progress.count_file(read.found.size)
        yield self._done(record)

    def _share(self, read: FileRead) -> Iterator[AnyIngestionEvent]:
        """Point a file to chunks that are in the index already."""
        before = self._known.get(read.found.path)
        sibling = self._by_revision[read.revision]
        record = same_content(sibling, read.found, read.checked_ns)
        self._progress.count_file(read.found.size)
        if before is not None and before.is_live and before.revision == read.revision:
            self._ledger.put([record])
            self._progress.unchanged += 1
            return
        self._outdate(record.path)
        self._ledger.put([record])
        self._progress.indexed += 1
        yield done_event(record)

    def _committed(self, records: Sequence[FileRecord]) -> None:
        for record in records:
            self._outdate(record.path, record.revision)
        self._complete.update({record.revision: record.chunks for record in records})
        self._by_revision.update({record.revision: record for record in records})

    # -- after the work --------------------------------------------------------------------------

    def _tidy(self) -> None:
        """Delete what no file names any more, and put the index of this model into use."""
        self._drop(self._outdated)
        forget = self._ledger.fact(FORGETTING) == "yes"
        self._store.maintain(settle=True, forget=forget)
        if self._ledger.live_revisions().keys() <= self._complete.keys():
            self._library.activate(self._embedder)
        if forget:
            self._ledger.set_fact(FORGETTING, "")
            self._ledger.compact()

    def _drop(self, revisions: Collection[str]) -> None:
        unnamed = self._ledger.unnamed(revisions)
        if not unnamed:
            return
        self._ledger.set_fact(FORGETTING, "yes")
        self._ledger.forget_revisions(self._index, unnamed)
        self._store.delete_revisions(unnamed)
        for revision in unnamed:
            self._complete.pop(revision, None)

    # -- small helps -----------------------------------------------------------------------------

    def _outdate(self, path: str, revision: str = "") -> None:
        """Remember the revision that a file had, to delete it when nothing else names it.

        It is deleted at the end of the run, so that what was read ahead stays true until then.
        """
        before = self._known.get(path)
        if before is not None and before.revision and before.revision != revision:
            self._outdated.add(before.revision)

    def _done(self, record: FileRecord, *, again: bool = True) -> FileDone:
        if record.status is FileStatus.SKIPPED:
            self._progress.skipped += 1
        else:
            self._progress.failed += 1
        return done_event(record, again=again)
