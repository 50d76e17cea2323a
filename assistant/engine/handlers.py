"""What each request does: one small generator of events per type of request."""

import logging
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from assistant.answering import AnswerEvent, answer_question, mode_for
from assistant.answers import AnswerMode
from assistant.checkup.kept import trusted_mode
from assistant.drafts.rewriting import rewriter_of
from assistant.earlier_turns import TURNS, earlier_turns, telling
from assistant.engine.failures import DocumentUnreadable, NoSuchPath
from assistant.engine.scheduler import ShouldStop, Steps
from assistant.engine.workbench import Workbench
from assistant.following_up import CompletedQuestion, EarlierTurn, complete
from assistant.mapping.asking import MapEvent, Shelves, answer_from_all
from assistant.mapping.model_work import MapModels
from assistant.messages import (
    DocumentText,
    FileEntry,
    FileExplained,
    LibraryListed,
    Notice,
    PageText,
    PassagesFound,
    SearchResults,
)
from assistant.requests import Ask, ExplainFile, ListLibrary, ReadDocument, Search
from assistant.search.explanation_words import NOTHING_TO_SEARCH
from assistant.search.search_hints import search_hint
from assistant.search.search_hints import warm_up as warm_up_hints
from assistant.search.why_not import explain_file
from assistant.settings import ANSWER_MODE, PASSAGES_PER_ANSWER, Settings
from assistant.tagging import tag_entries
from assistant.traces.keeping import forget_gone, kept_findings, kept_traces
from assistant.traces.recording import AnswerNotes, Asked, looked_in, traced
from assistant.wording import NoticeCode
from indexer.errors import UnreadableDocument
from indexer.parsing.pool import ParsingStopped
from indexer.reading import content_hash
from models.catalogue import translates

logger = logging.getLogger(__name__)

AskEvent = AnswerEvent | MapEvent

FILES_PER_PART = 5_000
"""Files of the ledger in one message, so that whoever reads it can do something else between."""


def ask(bench: Workbench, request: Ask, should_stop: ShouldStop) -> Steps:
    """Answer a question; quotes alone when there is no language model to trust."""
    bench.settings.reload()
    mode = chosen_mode(bench.settings)
    model = None
    if mode is not AnswerMode.QUOTES:
        model = bench.shelf.promised_model(request.model)
    notes, embedder = AnswerNotes(), bench.shelf.embedder()
    earlier = () if request.as_typed else _earlier(bench, request)
    from_all = _from_all(bench, complete(request.question, earlier), request, should_stop)
    events: Iterator[AskEvent] = from_all or answer_question(
        request.question,
        bench.retriever,
        embedder,
        model,
        within=within(request.within),
        scope=request.scope,
        should_stop=should_stop,
        mode=mode or mode_for(model, named=request.model is not None),
        most_passages=bench.settings.get(PASSAGES_PER_ANSWER),
        notes=notes,
        earlier=earlier,
        rewrite=rewriter_of(model, should_stop),
        entailment=bench.shelf.pairs.entailment_model(),
    )
    scope = looked_in(request.within, request.scope)
    asked = Asked(request.question, scope, embedder.fingerprint)
    store = kept_traces(bench.library.folder, bench.settings)
    for event in traced(events, notes, asked, store):
        if isinstance(event, PassagesFound) and from_all is None:
            query = event.searched or request.question
            hint = _hint(bench, query, request, found=bool(event.passages))
            yield msgspec.structs.replace(event, hint=hint)
        else:
            yield event


def _from_all(
    bench: Workbench, completed: CompletedQuestion, request: Ask, should_stop: ShouldStop
) -> Iterator[MapEvent | PassagesFound] | None:
    """The answer of every document, where the question asks them all."""
    bench.findings.keep_in(kept_findings(bench.library.folder, bench.settings))
    events = answer_from_all(
        completed.searched,
        Shelves(bench.library, bench.shelf.embedder(), bench.findings, _map_models(bench, request)),
        within=within(request.within),
        scope=request.scope,
        every_document=request.every_document,
        should_stop=should_stop,
    )
    return None if events is None else telling(completed, events)


def _map_models(bench: Workbench, request: Ask) -> MapModels:
    """None where the person wants quotes alone."""
    wants_quotes = chosen_mode(bench.settings) is AnswerMode.QUOTES
    return MapModels() if wants_quotes else bench.shelf.map_models(request.model)


def search(bench: Workbench, request: Search, should_stop: ShouldStop) -> Steps:
    """Find passages."""
    started = time.monotonic()
    passages = bench.retriever.retrieve(
        request.query, request.limit, within(request.within), scope=request.scope
    )
    seconds = time.monotonic() - started
    hint = _hint(bench, request.query, request, found=bool(passages))
    if not passages and bench.retriever.is_empty():
        hint = NOTHING_TO_SEARCH
    yield SearchResults(query=request.query, passages=tuple(passages), seconds=seconds, hint=hint)


def explain(bench: Workbench, request: ExplainFile, should_stop: ShouldStop) -> Steps:
    """Say what became of a file in a search."""
    explanation = explain_file(
        bench.library,
        bench.retriever,
        request.query,
        request.path,
        within=within(request.within),
        scope=request.scope,
    )
    yield FileExplained(explanation=explanation)


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
            seconds=record.seconds,
            marks=record.marks,
        )
        for record in ledger.files()
    )
    records = ledger.source_records()
    sources = tuple(record.path for record in records)
    away = tuple(record.path for record in records if record.away_since is not None)
    polled = tuple(path for path in sources if path in bench.polled)
    tags = tag_entries(ledger)
    for start in range(0, max(1, len(files)), FILES_PER_PART):
        yield LibraryListed(
            sources=sources,
            files=files[start : start + FILES_PER_PART],
            away=away,
            polled=polled,
            tags=tags,
            hidden=sum(record.hidden for record in records),
            excluded=sum(record.excluded for record in records),
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
    forget_gone(bench.library.folder, bench.library.ledger)  # what left while nobody was here
    yield Notice(code=NoticeCode.INDEX_OLD) if bench.retriever.searches_old_index else None
    warm_up_hints()
    yield None
    mode = chosen_mode(bench.settings) or trusted_mode(bench.shelf.chosen_language_model())
    if not should_stop() and mode is not AnswerMode.QUOTES:
        bench.shelf.language_model()


def chosen_mode(settings: Settings) -> AnswerMode | None:
    """How answers are to be written; None leaves it to what the model can do."""
    mode = settings.get(ANSWER_MODE)
    return None if mode == "auto" else AnswerMode(mode)


def _earlier(bench: Workbench, request: Ask) -> tuple[EarlierTurn, ...]:
    return earlier_turns(bench.conversations.earlier(request, TURNS))


def _hint(bench: Workbench, query: str, request: Search | Ask, *, found: bool) -> str:
    return search_hint(
        bench.library,
        query,
        found=found,
        translates=translates(),
        within=within(request.within),
        scope=request.scope,
    )


def within(path: str | None) -> Path | None:
    """The folder or file to stay within."""
    return None if path is None else Path(path).absolute()
