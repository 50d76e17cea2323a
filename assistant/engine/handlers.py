"""What each request does: one small generator of events per type of request."""

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import cast

from assistant.answering import answer_question
from assistant.answers import AnswerMode
from assistant.engine.failures import DocumentUnreadable, NoSuchPath
from assistant.engine.scheduler import ShouldStop, Steps
from assistant.engine.workbench import IndexingRun, Workbench
from assistant.interruption import stopped_run
from assistant.messages import (
    AddSource,
    Ask,
    DocumentText,
    FileEntry,
    LibraryListed,
    ListLibrary,
    PageText,
    ReadDocument,
    RemoveSource,
    Search,
    SearchResults,
    UpdateIndex,
)
from assistant.settings import ANSWER_MODE, PASSAGES_PER_ANSWER, Settings
from indexer.errors import UnreadableDocument
from indexer.events import AnyIngestionEvent, FileDone, IngestionEvent, IngestionFinished
from indexer.ingest import ingest
from indexer.parsing.pool import ParsingStopped
from indexer.reading import content_hash

logger = logging.getLogger(__name__)

FILES_PER_PART = 5_000
"""Files of the ledger in one message, so that whoever reads it can do something else between."""


def add_source(bench: Workbench, request: AddSource, should_stop: ShouldStop) -> Steps:
    """Remember a folder or file and index it."""
    path = Path(request.path).absolute()
    if not path.exists():
        raise NoSuchPath(request.path)
    yield from index(bench, should_stop, paths=[path])
    bench.on_sources_changed()


def remove_source(bench: Workbench, request: RemoveSource, should_stop: ShouldStop) -> Steps:
    """Forget a folder or file; the run that follows drops what no other source holds."""
    bench.writable_library().ledger.remove_source(Path(request.path))
    bench.on_sources_changed()
    yield from index(bench, should_stop)


def update_index(bench: Workbench, request: UpdateIndex, should_stop: ShouldStop) -> Steps:
    """Look at every source again."""
    yield from index(bench, should_stop, retry_failed=request.retry_failed)


def follow_changes(bench: Workbench, should_stop: ShouldStop) -> Steps:
    """Index what has changed on disk; in a library that another process writes that is its task."""
    if bench.library.is_writable:
        yield from index(bench, should_stop)


def index(
    bench: Workbench,
    should_stop: ShouldStop,
    *,
    paths: Sequence[Path] | None = None,
    retry_failed: bool = False,
) -> Steps:
    """Bring the library up to date; stopped between two steps, it says what it had done.

    A more urgent run ends this one, which afterwards begins anew over the sources there are then.
    """
    yield None
    started = time.monotonic()
    done: list[IngestionEvent] = []
    unfinished = True
    while unfinished:
        run = _begin_run(bench, should_stop, paths, retry_failed=retry_failed)
        with closing(run):
            try:
                for event in _until_stopped(run, should_stop):
                    done.append(event)
                    yield event
            except ParsingStopped:
                logger.info("stopped while a file was being parsed")
        stopped = not done or not isinstance(done[-1], IngestionFinished)
        unfinished = stopped and bench.is_overtaken(run) and not should_stop()
        paths = None  # they are sources by now, unless they were removed meanwhile
    if stopped:
        yield stopped_run(done, time.monotonic() - started)


def _begin_run(
    bench: Workbench, should_stop: ShouldStop, paths: Sequence[Path] | None, *, retry_failed: bool
) -> IndexingRun:
    library = bench.writable_library()
    bench.end_run()
    events = ingest(
        library,
        bench.parser(should_stop),
        bench.shelf.embedder(),
        paths,
        retry_failed=retry_failed,
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


def ask(bench: Workbench, request: Ask, should_stop: ShouldStop) -> Steps:
    """Answer a question; quotes alone when there is no language model to trust."""
    bench.settings.reload()
    mode = chosen_mode(bench.settings)
    model = None
    if mode is not AnswerMode.QUOTES:
        model = bench.shelf.promised_model(request.model)
    yield from answer_question(
        request.question,
        bench.retriever,
        bench.shelf.embedder(),
        model,
        within=within(request.within),
        should_stop=should_stop,
        mode=mode,
        most_passages=bench.settings.get(PASSAGES_PER_ANSWER),
    )


def search(bench: Workbench, request: Search, should_stop: ShouldStop) -> Steps:
    """Find passages."""
    started = time.monotonic()
    passages = bench.retriever.retrieve(request.query, request.limit, within(request.within))
    yield SearchResults(
        query=request.query, passages=tuple(passages), seconds=time.monotonic() - started
    )


def list_library(bench: Workbench, request: ListLibrary, should_stop: ShouldStop) -> Steps:
    """The sources and the ledger."""
    ledger = bench.library.ledger
    files = tuple(
        FileEntry(
            path=record.path,
            status=record.status,
            reason=record.reason,
            pages=record.pages,
            chunks=record.chunks,
            size=record.size,
        )
        for record in ledger.files()
    )
    sources = tuple(str(path) for path in ledger.sources())
    for start in range(0, max(1, len(files)), FILES_PER_PART):
        yield LibraryListed(
            sources=sources,
            files=files[start : start + FILES_PER_PART],
            more=start + FILES_PER_PART < len(files),
        )


def read_document(bench: Workbench, request: ReadDocument, should_stop: ShouldStop) -> Steps:
    """The text of a file, read again, and whether the file is still what was indexed."""
    path = Path(request.path)
    try:
        document = bench.parser(should_stop).parse(path)
        present = content_hash(str(path))
    except UnreadableDocument as error:
        raise DocumentUnreadable(request.path, error) from error
    except OSError as error:
        raise NoSuchPath(request.path) from error
    except ParsingStopped:
        return
    yield DocumentText(
        path=request.path,
        media_type=document.media_type,
        title=document.title,
        pages=tuple(PageText(number=page.number, text=page.text) for page in document.pages),
        changed=present != request.revision.partition("-")[0],
    )


def warm_up(bench: Workbench, should_stop: ShouldStop) -> Steps:
    """Load what the first search needs, then what the first question needs.

    Not for the thread of the lookups: the file list would wait there until the model has loaded.
    """
    bench.retriever.retrieve("warm up", 1)
    yield None
    if not should_stop() and chosen_mode(bench.settings) is not AnswerMode.QUOTES:
        bench.shelf.language_model()


def chosen_mode(settings: Settings) -> AnswerMode | None:
    """How answers are to be written; None leaves it to what the model can do."""
    mode = settings.get(ANSWER_MODE)
    return None if mode == "auto" else AnswerMode(mode)


def within(path: str | None) -> Path | None:
    """The folder or file to stay within."""
    return None if path is None else Path(path).absolute()
