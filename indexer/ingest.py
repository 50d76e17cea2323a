"""Bring the library up to date with the disk: a generator of events, safe to stop at every one."""

import time
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from concurrent.futures import Future, wait
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from indexer.chunking import chunk_document
from indexer.chunks import Chunk
from indexer.discover import NO_RULES, FoundFile, below, is_unicode
from indexer.documents import FileStatus, ParsedDocument, Reason, ReasonCode
from indexer.events import (
    AnyIngestionEvent,
    FileDone,
    FileRemoved,
    FilesFound,
    FileStarted,
    SourceAway,
)
from indexer.kept_pages import KeptPages, due_in
from indexer.ledger import absolute
from indexer.ledger_records import FileRecord
from indexer.library import ACTIVE_INDEX, Library, index_name
from indexer.moves import follow_moves
from indexer.outcomes import (
    done_event,
    kept_record,
    read_again_record,
    record_of,
    same_content,
)
from indexer.parsing.pool import DocumentParser, page_in_hand
from indexer.planning import (
    UNREACHABLE_CODES,
    Plan,
    is_kept,
    is_obstacle,
    make_plan,
    reconcile,
    reset_lost,
    status_for,
)
from indexer.progress import Progress
from indexer.reading import FileRead, Reader
from indexer.rules import Rules
from indexer.sources import Sources
from indexer.turns import in_turn
from indexer.wishes import Wish
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
    rules: Rules = NO_RULES,
    retry_failed: bool = False,
    read_again: bool = False,
    follow_moves: bool = False,
    read_files: bool = True,
    give_way: Callable[[], bool] = lambda: False,
) -> Iterator[AnyIngestionEvent]:
    """Index what is new or has changed below `paths`, or below all sources.

    Paths become sources. `rules` say what is left out. With `read_again`, every file below the
    paths is read and embedded whatever the ledger says. With `follow_moves`, all sources are
    looked at when a file below `paths` is gone, as it may have moved there. Without `read_files`
    only what is gone is dropped. `give_way` is asked between two files; when true, the run ends
    early, without its last event.

    Closing the generator stops between two steps; every document is committed on its own, so
    nothing that was finished is done again. Raises StorageFull, and what the parser raises other
    than UnreadableDocument; a file's own fault is an event.
    """
    if not library.is_writable:
        raise ValueError("the library was not opened for writing")
    wish = Wish(paths, rules, retry_failed, read_again, follow_moves, read_files, give_way)
    return _Run(library, parser, embedder, wish).steps()


class _Run:
    """One run over the sources; its methods are the steps, in the order in which they are taken."""

    def __init__(
        self, library: Library, parser: DocumentParser, embedder: EmbeddingModel, wish: Wish
    ) -> None:
        self._wish = wish
        self._library = library
        self._ledger = library.ledger
        self._parser = parser
        self._embedder = embedder
        self._store = library.store(embedder)
        self._index = index_name(embedder)
        self._progress = Progress()
        self._complete: dict[str, int] = {}
        self._known: dict[str, FileRecord] = {}
        self._sharable: dict[str, FileRecord] = {}
        """Complete revisions, each with a file whose record tells how it was read."""
        self._outdated: set[str] = set()
        self._pages = KeptPages(library.folder)
        self._writer = BatchWriter(
            self._ledger, self._store, embedder, self._index, self._progress, self._committed
        )

    def steps(self) -> Iterator[AnyIngestionEvent]:
        """The whole run."""
        plan = self._plan()
        yield FilesFound(files=plan.found, to_index=len(plan.to_do), removed=len(plan.gone))
        yield from self._report_away(plan)
        yield from self._report_unreadable(plan)
        yield from self._follow_moves(plan)
        yield from self._remove(plan.gone)
        gave_way = yield from self._work(plan.to_do)
        if not gave_way:
            yield from self._tidy()
            yield self._progress.finished()

    # -- before the work -------------------------------------------------------------------------

    def _plan(self) -> Plan:
        paths = self._wish.paths
        roots = self._roots(paths)
        self._library.begin_index(self._embedder)
        self._complete, deleted = reconcile(self._ledger, self._store, self._index)
        if deleted:
            self._ledger.set_fact(FORGETTING, "yes")
        if self._ledger.fact(ACTIVE_INDEX) == self._index:
            reset_lost(self._ledger, self._complete)
        plan = self._look(roots, everything=paths is None)
        if plan.gone and self._wish.follow_moves:
            plan = self._look(self._roots(None), everything=True)
        self._pages.sweep(due_in(plan, None if paths is None else roots))
        plan.to_do = in_turn(plan.to_do, time.time_ns())
        self._known = plan.known
        self._sharable = {
            record.revision: record
            for record in plan.known.values()
            if record.is_live and record.revision in self._complete and not is_kept(record)
        }
        self._progress.unchanged = plan.unchanged + plan.kept + sum(plan.away.values())
        self._progress.skipped, self._progress.away = plan.skipped, sum(plan.away.values())
        return plan

    def _look(self, roots: Sequence[str], *, everything: bool) -> Plan:
        return make_plan(
            self._ledger,
            self._library.folder,
            roots,
            self._complete,
            rules=self._wish.rules,
            everything=everything,
            retry_failed=self._wish.retry_failed,
            read_again=self._wish.read_again,
        )

    def _roots(self, paths: Sequence[Path] | None) -> list[str]:
        sources = self._sources()
        if paths is None:
            return sources.to_walk()
        given = [absolute(path.expanduser()) for path in paths]
        for path in sorted(set(given), key=len):
            if sources.holding(path) is None and is_unicode(path) and Path(path).exists():
                self._ledger.add_source(Path(path))
                sources = self._sources()
        return sources.outermost(given)

    def _sources(self) -> Sources:
        return Sources(self._ledger.source_records(), self._wish.rules)

    def _report_away(self, plan: Plan) -> Iterator[AnyIngestionEvent]:
        for source in self._ledger.source_records():
            away = any(below(source.path, folder) for folder in plan.away)
            if away != (source.away_since is not None):
                self._ledger.set_away(Path(source.path), time.time() if away else None)
            counts = plan.left_out.get(source.path)
            if counts and (counts.hidden, counts.excluded) != (source.hidden, source.excluded):
                self._ledger.set_left_out(Path(source.path), counts.hidden, counts.excluded)
        for folder, files in plan.away.items():
            yield SourceAway(path=folder, files=files)

    def _report_unreadable(self, plan: Plan) -> Iterator[AnyIngestionEvent]:
        sources = [str(source) for source in self._ledger.sources()]
        records = [self._kept_or(record) for record in plan.set_aside]
        self._ledger.put(
            record for record in records if any(below(record.path, source) for source in sources)
        )
        for record in records:
            self._outdate(record.path, record.revision)
            yield self._done(record)
        for record in plan.failed_before:
            yield self._done(record, again=False)

    def _follow_moves(self, plan: Plan) -> Iterator[AnyIngestionEvent]:
        for renamed in follow_moves(plan, self._ledger, self._sharable):
            self._progress.unchanged += 1
            yield renamed

    def _remove(self, gone: Sequence[FileRecord]) -> Iterator[AnyIngestionEvent]:
        if not gone:
            return
        self._ledger.remove([record.path for record in gone])
        self._drop({record.revision for record in gone if record.is_live})
        for record in gone:
            if not is_obstacle(record):
                self._progress.removed += 1
                yield FileRemoved(path=record.path)

    # -- the work --------------------------------------------------------------------------------

    def _work(self, files: Sequence[FoundFile]) -> Generator[AnyIngestionEvent, None, bool]:
        """Read the files and write what they hold; returns whether the run gave way to another."""
        self._begin(files)
        done = 0
        complete = () if self._wish.read_again else self._sharable
        reader = Reader(self._parser, self._cut_up, complete, self._pages)
        with closing(reader.read_ahead(files if self._wish.read_files else ())) as reading:
            for found, future in reading:
                yield FileStarted(path=found.path)
                yield from self._wait(future, found.path)
                yield from self._settle(future.result())
                done += 1
                if self._wish.give_way():
                    reader.begin_no_more()
                if self._writer.is_full:
                    yield from self._writer.flush()
        yield from self._writer.flush()
        return self._wish.read_files and done < len(files)

    def _cut_up(self, document: ParsedDocument, revision: str) -> list[Chunk]:
        embedder = self._embedder
        return chunk_document(document, revision, embedder.count_tokens, embedder.max_tokens)

    def _begin(self, files: Sequence[FoundFile]) -> None:
        """Let every new file be in the ledger from the start."""
        self._progress.expect(files)
        reason = Reason(ReasonCode.NOT_YET)
        self._ledger.put(
            FileRecord(found.path, FileStatus.WAITING, reason, found.source, found.size)
            for found in files
            if found.path not in self._known
        )

    def _wait(self, future: "Future[FileRead]", path: str) -> Iterator[AnyIngestionEvent]:
        while not wait([future], LOOK_SECONDS).done:
            yield self._progress.event(path, at_page=page_in_hand(self._parser))
            if self._writer.is_full:
                yield from self._writer.flush()

    def _settle(self, read: FileRead) -> Iterator[AnyIngestionEvent]:
        if read.problem is not None:
            yield from self._without_document(read, read.problem)
            return
        if self._writer.holds(read.revision):
            yield from self._writer.flush()
        if self._wish.read_again:
            self._forget([read.revision])
        if read.revision in self._sharable:
            yield from self._share(read)
        elif read.document is None:  # what it was to share went while it was read
            yield from self._postpone(read, Reason(ReasonCode.NOT_YET))
        elif read.revision in self._complete:
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
        before = self._known.get(read.found.path)
        record = FileRecord(
            read.found.path, FileStatus.WAITING, reason, read.found.source, read.found.size
        )
        if before is None or not before.is_live:
            self._ledger.put([record])
        self._progress.count_file(read.found)
        self._progress.waiting += 1
        yield done_event(record)

    def _set_aside(self, read: FileRead, problem: Reason) -> Iterator[AnyIngestionEvent]:
        record = self._kept_or(replace(record_of(read), status=status_for(problem), reason=problem))
        self._outdate(record.path, record.revision)
        self._ledger.put([record])
        self._pages.forget(read.revision)
        self._progress.count_file(read.found)
        yield self._done(record)

    def _kept_or(self, record: FileRecord) -> FileRecord:
        """Keep the passages of a file that cannot be opened for now; it is tried again."""
        before, problem = self._known.get(record.path), record.reason
        if problem is None or problem.code not in UNREACHABLE_CODES:
            return record
        if before is None or not before.is_live or before.revision not in self._complete:
            return record
        return kept_record(before, problem)

    def _take_back(self, read: FileRead, document: ParsedDocument) -> Iterator[AnyIngestionEvent]:
        """A file that could not be read for a while holds what it held before."""
        record = read_again_record(read, document, self._complete[read.revision])
        self._ledger.put([record])
        self._sharable[read.revision] = record
        self._outdate(record.path, record.revision)
        self._progress.count_file(read.found)
        self._progress.unchanged += 1
        yield done_event(record)

    def _share(self, read: FileRead) -> Iterator[AnyIngestionEvent]:
        """Point a file to chunks that are in the index already."""
        before = self._known.get(read.found.path)
        sibling = self._sharable[read.revision]
        record = same_content(sibling, read.found, read.checked_ns)
        self._progress.count_file(read.found)
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
            self._pages.forget(record.revision)
        self._complete.update({record.revision: record.chunks for record in records})
        self._sharable.update({record.revision: record for record in records})

    # -- after the work --------------------------------------------------------------------------

    def _tidy(self) -> Iterator[AnyIngestionEvent]:
        """Delete what no file names any more, and put the index of this model into use.

        A large index takes its time for upkeep, which steps so that a question can come between.
        """
        self._drop(self._outdated)
        if self._ledger.live_revisions().keys() <= self._complete.keys():
            self._library.activate(self._embedder)
        forget = self._ledger.fact(FORGETTING) == "yes"
        if (yield from self._keep_up(forget=forget)) and forget:
            self._ledger.set_fact(FORGETTING, "")
            self._ledger.compact()

    def _keep_up(self, *, forget: bool) -> Generator[AnyIngestionEvent, None, bool]:
        """Bring the indexes up to date; False when deleted text is still on the disk."""
        upkeep = self._store.maintenance(forget=forget)
        with closing(upkeep):
            while True:
                try:
                    next(upkeep)
                except StopIteration as end:
                    return bool(end.value)
                yield self._progress.event("")

    def _drop(self, revisions: Collection[str]) -> None:
        unnamed = self._ledger.unnamed(revisions)
        if unnamed:
            self._forget(unnamed)

    def _forget(self, revisions: Collection[str]) -> None:
        self._ledger.set_fact(FORGETTING, "yes")
        self._ledger.forget_revisions(self._index, revisions)
        self._store.delete_revisions(revisions)
        for revision in revisions:
            self._complete.pop(revision, None)
            self._sharable.pop(revision, None)

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
