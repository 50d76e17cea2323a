"""The requests that change the index, and the runs that they begin."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from assistant.engine.failures import NoSuchPath
from assistant.engine.scheduler import ShouldStop, Steps
from assistant.engine.workbench import IndexingRun, Workbench
from assistant.interruption import stopped_run, whole_run
from assistant.mapping.kept_findings import FindingStore
from assistant.messages import Notice
from assistant.requests import AddSource, RemoveSource, RetryFiles, UpdateIndex
from assistant.settings import FORGET_WITH_DOCUMENTS, indexing_rules
from assistant.traces.keeping import forget_files
from assistant.wording import NoticeCode
from indexer.discover import is_unicode
from indexer.documents import ReasonCode
from indexer.errors import LibraryLocked
from indexer.events import (
    AnyIngestionEvent,
    FileDone,
    FileRemoved,
    FilesFound,
    IngestionEvent,
    IngestionFinished,
)
from indexer.ingest import ingest
from indexer.ledger_records import LIVE
from indexer.parsing.pool import ParsingStopped
from indexer.sources import Sources
from indexer.watching import concerned

logger = logging.getLogger(__name__)

LEAST_STRETCH_SECONDS = 10.0
"""A run that lasts is begun anew for what changed meanwhile, but not more often than this, ..."""

STRETCH_FACTOR = 20
"""... nor before it has worked so many times as long as it took to look at the folders."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a run is to do; see `indexer.ingest.ingest`."""

    paths: Sequence[Path] | None = None
    retry_failed: bool = False
    read_again: bool = False
    follow_moves: bool = False


def add_source(bench: Workbench, request: AddSource, should_stop: ShouldStop) -> Steps:
    """Remember a folder or file and index it; it is remembered even while indexing is paused."""
    path = Path(request.path).absolute()
    if not path.exists():
        raise NoSuchPath(request.path)
    ledger = bench.writable_library().ledger
    sources = Sources(ledger.source_records(), indexing_rules(bench.settings))
    if is_unicode(str(path)) and sources.holding(str(path)) is None:
        ledger.add_source(path)
        bench.on_sources_changed()
    yield from index(bench, should_stop, Wish([path]))


def remove_source(bench: Workbench, request: RemoveSource, should_stop: ShouldStop) -> Steps:
    """Forget a folder or file; the run that follows drops what no other source holds."""
    bench.writable_library().ledger.remove_source(Path(request.path))
    bench.on_sources_changed()
    yield from index(bench, should_stop)


def update_index(bench: Workbench, request: UpdateIndex, should_stop: ShouldStop) -> Steps:
    """Look at every source again."""
    yield from index(bench, should_stop, Wish(retry_failed=request.retry_failed))


def retry_files(bench: Workbench, request: RetryFiles, should_stop: ShouldStop) -> Steps:
    """Read these files again whatever the ledger says of them."""
    paths = [Path(path).absolute() for path in request.paths]
    if paths:
        yield from index(bench, should_stop, Wish(paths, read_again=True))


def follow_changes(bench: Workbench, should_stop: ShouldStop) -> Steps:
    """Index what has changed on disk; in a library that another process writes that is its task."""
    if not bench.library.is_writable:
        return
    yield None
    ledger = bench.library.ledger
    changed = bench.changes.take()
    paths = None if changed is None else concerned(ledger.sources(), changed)
    if paths == [] or not (ledger.sources() or any(ledger.totals().values())):
        return
    try:
        yield from index(bench, should_stop, Wish(paths, follow_moves=True))
    except Exception:
        bench.changes.add(changed)  # a full disk, perhaps; they still wait to be indexed
        raise


def become_writer(bench: Workbench, should_stop: ShouldStop) -> Steps:
    """Take the library over from a process that wrote it, when that has gone."""
    try:
        bench.writable_library()
    except LibraryLocked:
        return
    yield Notice(code=NoticeCode.WRITING_NOW)
    bench.changes.add(None)
    yield from follow_changes(bench, should_stop)


def index(bench: Workbench, should_stop: ShouldStop, wish: Wish | None = None) -> Steps:
    """Bring the library up to date; stopped between two steps, it says what it had done.

    A more urgent run ends this one, which afterwards begins anew over the sources there are then.
    So does a change on disk, once this has gone on for a while: what was just saved is read first.
    """
    yield None
    wish = wish or Wish()
    started = time.monotonic()
    done: list[IngestionEvent] = []
    unfinished = True
    while unfinished:
        earlier = len(done)
        # Begun anew, a run that retries would try again what has failed in it already.
        stretch = _Stretch(bench, may_end=not (wish.retry_failed or wish.read_again))
        run = _begin_run(bench, should_stop, wish, stretch.should_end)
        with closing(run):
            try:
                for told in _until_stopped(run, should_stop):
                    event = told
                    if earlier and isinstance(told, IngestionFinished):
                        event = whole_run(told, done[:earlier], time.monotonic() - started)
                    stretch.note(event)
                    if isinstance(event, FileDone | FileRemoved | IngestionFinished):
                        done.append(event)
                    yield event
            except ParsingStopped:
                logger.info("stopped while a file was being parsed")
        stopped = not done or not isinstance(done[-1], IngestionFinished)
        unfinished = stopped and not should_stop() and (stretch.ended or bench.is_overtaken(run))
        if unfinished and not wish.read_again:
            bench.changes.take()  # the next run looks at everything
            wish = Wish(None, wish.retry_failed)
    if stopped:
        yield stopped_run(done, time.monotonic() - started)
    _note_leftovers(bench, done)
    forget_files(bench.library.folder, _no_longer_found(done))
    FindingStore(bench.library.folder).forget_gone(bench.library.ledger.live_revisions)
    if bench.settings.get(FORGET_WITH_DOCUMENTS):
        bench.conversations.forget_files(done, bench.library.ledger)


class _Stretch:
    """One run out of several that a request may need; ends for the sake of newer changes."""

    def __init__(self, bench: Workbench, *, may_end: bool) -> None:
        self._bench = bench
        self._may_end = may_end
        self._begun = time.monotonic()
        self._least_seconds = LEAST_STRETCH_SECONDS
        self.ended = False

    def note(self, event: AnyIngestionEvent) -> None:
        """An event of the run."""
        if isinstance(event, FilesFound):
            looked = time.monotonic() - self._begun
            self._least_seconds = max(LEAST_STRETCH_SECONDS, STRETCH_FACTOR * looked)

    def should_end(self) -> bool:
        """Whether the run is to give way to the next one."""
        if not self._may_end:
            return False
        lasted = time.monotonic() - self._begun
        self.ended = self.ended or (self._bench.changes.has_paths and lasted > self._least_seconds)
        return self.ended


def _begin_run(
    bench: Workbench, should_stop: ShouldStop, wish: Wish, give_way: Callable[[], bool]
) -> IndexingRun:
    library = bench.writable_library()
    bench.settings.reload()
    bench.end_run()
    events = ingest(
        library,
        bench.parser(should_stop),
        bench.shelf.embedder(),
        wish.paths,
        rules=indexing_rules(bench.settings),
        retry_failed=wish.retry_failed,
        read_again=wish.read_again,
        follow_moves=wish.follow_moves,
        read_files=not bench.is_paused(),
        give_way=give_way,
    )
    run = cast("IndexingRun", events)
    bench.begin_run(run)
    return run


def _until_stopped(
    events: Iterator[AnyIngestionEvent], should_stop: ShouldStop
) -> Iterator[AnyIngestionEvent]:
    """The events up to a stop; files that were committed together are all reported."""
    for event in events:
        if should_stop() and not isinstance(event, FileDone | IngestionFinished):
            return
        yield event
        if should_stop() and not isinstance(event, FileDone):
            return


def _no_longer_found(done: Sequence[IngestionEvent]) -> Iterator[str]:
    """Paths of files whose passages have left the index."""
    for event in done:
        match event:
            case FileRemoved(path=path):
                yield path
            case FileDone(path=path, status=status) if status not in LIVE:
                yield path


def _note_leftovers(bench: Workbench, done: Sequence[IngestionEvent]) -> None:
    """Have what could not be read now tried again by itself."""
    finished = [event for event in done if isinstance(event, IngestionFinished)]
    reasons = [event.reason for event in done if isinstance(event, FileDone)]
    bench.changes.after_run(
        still_written=any(event.waiting for event in finished),
        not_opened=any(
            reason is not None and reason.code is ReasonCode.NOT_READABLE for reason in reasons
        ),
    )
