"""Bring the library up to date with the disk: a generator of events, safe to stop at every one."""

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, wait
from contextlib import closing
from pathlib import Path

from indexer.chunking import chunk_document
from indexer.chunks import Chunk
from indexer.discover import NO_RULES, FoundFile, below, is_unicode
from indexer.documents import FileStatus, ParsedDocument, Reason, ReasonCode
from indexer.events import (
    AnyIngestionEvent,
    FileRemoved,
    FilesFound,
    FileStarted,
    SourceAway,
)
from indexer.kept_pages import due_in
from indexer.ledger import absolute
from indexer.ledger_records import FileRecord
from indexer.library import ACTIVE_INDEX, Library
from indexer.moves import follow_moves
from indexer.parsing.pool import DocumentParser, page_in_hand
from indexer.planning import (
    Plan,
    is_kept,
    is_obstacle,
    make_plan,
    reconcile,
    reset_lost,
)
from indexer.reading import FileRead, Reader
from indexer.rules import Rules
from indexer.run_state import FORGETTING, RunState
from indexer.settlement import Settlement
from indexer.sources import Sources
from indexer.turns import in_turn
from indexer.wishes import Wish
from indexer.writing_batches import BatchWriter
from models.interfaces import EmbeddingModel

LOOK_SECONDS = 0.5
"""Between two events while a file is being parsed."""


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
        self._parser = parser
        self._embedder = embedder
        self._state = state = RunState(library, embedder)
        self._ledger, self._progress = state.ledger, state.progress
        self._writer = BatchWriter(
            state.ledger, state.store, embedder, state.index, state.progress, state.committed
        )
        self._settlement = Settlement(state, self._writer, read_again=wish.read_again)

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
        self._state.complete, deleted = reconcile(
            self._ledger, self._state.store, self._state.index
        )
        if deleted:
            self._ledger.set_fact(FORGETTING, "yes")
        if self._ledger.fact(ACTIVE_INDEX) == self._state.index:
            reset_lost(self._ledger, self._state.complete)
        plan = self._look(roots, everything=paths is None)
        if plan.gone and self._wish.follow_moves:
            plan = self._look(self._roots(None), everything=True)
        self._state.pages.sweep(due_in(plan, None if paths is None else roots))
        plan.to_do = in_turn(plan.to_do, time.time_ns())
        self._state.known = plan.known
        self._state.sharable = {
            record.revision: record
            for record in plan.known.values()
            if record.is_live and record.revision in self._state.complete and not is_kept(record)
        }
        self._progress.unchanged = plan.unchanged + plan.kept + sum(plan.away.values())
        self._progress.skipped, self._progress.away = plan.skipped, sum(plan.away.values())
        return plan

    def _look(self, roots: Sequence[str], *, everything: bool) -> Plan:
        return make_plan(
            self._ledger,
            self._library.folder,
            roots,
            self._state.complete,
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
        records = [self._state.kept_or(record) for record in plan.set_aside]
        self._ledger.put(
            record for record in records if any(below(record.path, source) for source in sources)
        )
        for record in records:
            self._state.outdate(record.path, record.revision)
            yield self._state.done(record)
        for record in plan.failed_before:
            yield self._state.done(record, again=False)

    def _follow_moves(self, plan: Plan) -> Iterator[AnyIngestionEvent]:
        for renamed in follow_moves(plan, self._ledger, self._state.sharable):
            self._progress.unchanged += 1
            yield renamed

    def _remove(self, gone: Sequence[FileRecord]) -> Iterator[AnyIngestionEvent]:
        if not gone:
            return
        self._ledger.remove([record.path for record in gone])
        self._state.drop({record.revision for record in gone if record.is_live})
        for record in gone:
            if not is_obstacle(record):
                self._progress.removed += 1
                yield FileRemoved(path=record.path)

    # -- the work --------------------------------------------------------------------------------

    def _work(self, files: Sequence[FoundFile]) -> Generator[AnyIngestionEvent, None, bool]:
        """Read the files and write what they hold; returns whether the run gave way to another."""
        self._begin(files)
        done = 0
        complete = () if self._wish.read_again else self._state.sharable
        reader = Reader(self._parser, self._cut_up, complete, self._state.pages)
        with closing(reader.read_ahead(files if self._wish.read_files else ())) as reading:
            for found, future in reading:
                yield FileStarted(path=found.path)
                yield from self._wait(future, found.path)
                yield from self._settlement.settle(future.result())
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
            if found.path not in self._state.known
        )

    def _wait(self, future: "Future[FileRead]", path: str) -> Iterator[AnyIngestionEvent]:
        while not wait([future], LOOK_SECONDS).done:
            yield self._progress.event(path, at_page=page_in_hand(self._parser))
            if self._writer.is_full:
                yield from self._writer.flush()

    # -- after the work --------------------------------------------------------------------------

    def _tidy(self) -> Iterator[AnyIngestionEvent]:
        """Delete what no file names any more, and put the index of this model into use.

        A large index takes its time for upkeep, which steps so that a question can come between.
        """
        self._state.drop(self._state.outdated)
        if self._ledger.live_revisions().keys() <= self._state.complete.keys():
            self._library.activate(self._embedder)
        forget = self._ledger.fact(FORGETTING) == "yes"
        if (yield from self._keep_up(forget=forget)) and forget:
            self._ledger.set_fact(FORGETTING, "")
            self._ledger.compact()

    def _keep_up(self, *, forget: bool) -> Generator[AnyIngestionEvent, None, bool]:
        """Bring the indexes up to date; False when deleted text is still on the disk."""
        upkeep = self._state.store.maintenance(forget=forget)
        with closing(upkeep):
            while True:
                try:
                    next(upkeep)
                except StopIteration as end:
                    return bool(end.value)
                yield self._progress.event("")
