"""Reads requests from the window line by line and hands each to the thread that does it."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import msgspec

from assistant.engine import (
    conversation_requests,
    handlers,
    indexing,
    ledger_requests,
    tag_requests,
    trace_requests,
)
from assistant.engine.scheduler import Emit, Job, Scheduler, ShouldStop, Steps, Urgency
from assistant.engine.workbench import Workbench
from assistant.messages import Notice, Request, RequestDone, RequestFailed, decode_request
from assistant.requests import (
    AddSource,
    Ask,
    Cancel,
    CompareTurn,
    DeleteConversation,
    DeleteTraces,
    ExplainFile,
    ExportConversation,
    ExportLedger,
    ListConversations,
    ListLibrary,
    ListTraces,
    OpenConversation,
    PauseIndexing,
    PreviewSource,
    ReadDocument,
    ReadTrace,
    RemoveSource,
    RenameConversation,
    RequestBody,
    ResumeIndexing,
    RetryFiles,
    Search,
    Shutdown,
    TagPaths,
    UpdateIndex,
)
from assistant.wording import FailureCode, NoticeCode, failure_sentence
from indexer.events import IngestionPaused, IngestionResumed

logger = logging.getLogger(__name__)

Body = TypeVar("Body", bound=RequestBody)

SHOWN_OF_A_BAD_LINE = 200
"""Bytes of a line that cannot be understood which go to the log."""


class _Numbered(msgspec.Struct):
    """What is left of a request that cannot be understood."""

    id: int


@dataclass(frozen=True, slots=True)
class Lane:
    """A thread's queue and what its jobs work with."""

    scheduler: Scheduler
    bench: Workbench

    def submit(
        self,
        request: int,
        urgency: Urgency,
        handler: Callable[[Workbench, Body, ShouldStop], Steps],
        body: Body,
        supersedes: str = "",
        *,
        newest_first: bool = False,
    ) -> None:
        """Queue a request."""
        start = partial(handler, self.bench, body)
        self.scheduler.submit(Job(request, urgency, start, supersedes, newest_first))

    def submit_own(
        self,
        urgency: Urgency,
        handler: Callable[[Workbench, ShouldStop], Steps],
        supersedes: str = "",
    ) -> None:
        """Queue work of the engine's own."""
        start = partial(handler, self.bench)
        self.scheduler.submit(Job(None, urgency, start, supersedes))


class RequestReader:
    """Turns lines into jobs on two lanes: one for work, one for quick look-ups."""

    def __init__(
        self,
        emit: Emit,
        work: Lane,
        lookups: Lane,
        on_pause: Callable[[bool], IngestionPaused | IngestionResumed],
        on_cancel: Callable[[], None] = lambda: None,
    ) -> None:
        self._emit = emit
        self._on_pause = on_pause
        self._on_cancel = on_cancel
        self._work = work
        self._lookups = lookups

    def read(self, lines: Iterable[bytes]) -> None:
        """Return at the end of the lines, or when asked to shut down."""
        for line in lines:
            request = self._decode(line) if line.strip() else None
            if request is None:
                continue
            if isinstance(request.body, Shutdown):
                self._emit(request.id, RequestDone())
                return
            self._dispatch(request)

    def _dispatch(self, request: Request) -> None:
        number, work, lookups = request.id, self._work, self._lookups
        match request.body:
            case Cancel() as body:
                self._cancel(number, body)
            case Search() as body:
                lookups.submit(number, Urgency.LOOKUP, handlers.search, body, "search")
            case ListLibrary() as body:
                lookups.submit(number, Urgency.LOOKUP, handlers.list_library, body)
            case PreviewSource() as body:
                lookups.submit(number, Urgency.QUESTION, ledger_requests.preview_source, body)
            case ExportLedger() as body:
                lookups.submit(number, Urgency.QUESTION, ledger_requests.export_ledger, body)
            case ExplainFile() as body:
                lookups.submit(number, Urgency.QUESTION, handlers.explain, body, "explain")
            case ReadDocument() as body:
                lookups.submit(number, Urgency.QUESTION, handlers.read_document, body)
            case ListTraces() as body:
                lookups.submit(number, Urgency.LOOKUP, trace_requests.list_traces, body)
            case ReadTrace() as body:
                lookups.submit(number, Urgency.LOOKUP, trace_requests.read_trace, body)
            case DeleteTraces() as body:
                lookups.submit(number, Urgency.LOOKUP, trace_requests.delete_traces, body)
            case Ask() as body:
                work.submit(number, Urgency.QUESTION, conversation_requests.ask_and_keep, body)
            case RemoveSource() as body:
                work.submit(number, Urgency.CHANGE, indexing.remove_source, body)
            case TagPaths() as body:
                work.submit(number, Urgency.CHANGE, tag_requests.tag_paths, body)
            case AddSource() as body:
                work.submit(number, Urgency.INDEXING, indexing.add_source, body, newest_first=True)
            case RetryFiles() as body:
                work.submit(number, Urgency.INDEXING, indexing.retry_files, body, newest_first=True)
            case UpdateIndex() as body:
                work.submit(number, Urgency.INDEXING, indexing.update_index, body)
            case PauseIndexing():
                self._pause(number, paused=True)
            case ResumeIndexing():
                self._pause(number, paused=False)
            case _:
                self._dispatch_conversations(request)

    def _dispatch_conversations(self, request: Request) -> None:
        """They need no model and no lock, so they do not wait for what does."""
        number, submit = request.id, self._lookups.submit
        match request.body:
            case ListConversations() as body:
                listing = conversation_requests.list_conversations
                submit(number, Urgency.LOOKUP, listing, body, "list-conversations")
            case OpenConversation() as body:
                submit(number, Urgency.LOOKUP, conversation_requests.open_conversation, body)
            case RenameConversation() as body:
                submit(number, Urgency.QUESTION, conversation_requests.rename_conversation, body)
            case DeleteConversation() as body:
                submit(number, Urgency.QUESTION, conversation_requests.delete_conversation, body)
            case ExportConversation() as body:
                submit(number, Urgency.QUESTION, conversation_requests.export_conversation, body)
            case CompareTurn() as body:
                submit(number, Urgency.QUESTION, conversation_requests.compare_turn, body)

    def _pause(self, number: int, *, paused: bool) -> None:
        """Not queued: whatever runs is held before its next step."""
        self._emit(number, self._on_pause(paused))
        self._emit(number, RequestDone())

    def _cancel(self, number: int, body: Cancel) -> None:
        self._on_cancel()
        found = [lane.scheduler.cancel(body.request) for lane in (self._work, self._lookups)]
        if not any(found):
            logger.info("request %d to cancel is not there any more", body.request)
        self._emit(number, RequestDone())

    def _decode(self, line: bytes) -> Request | None:
        try:
            return decode_request(line)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            logger.warning("no request (%s): %r", error, line[:SHOWN_OF_A_BAD_LINE])
            self._refuse(line, str(error))
            return None

    def _refuse(self, line: bytes, reason: str) -> None:
        """Say it under the request's own number where there is one, so that nobody waits for it."""
        try:
            number = msgspec.json.decode(line, type=_Numbered).id
        except (msgspec.DecodeError, UnicodeDecodeError):
            self._emit(None, Notice(code=NoticeCode.BAD_REQUEST, detail=reason))
            return
        message = failure_sentence(FailureCode.WRONG_USE, reason)
        self._emit(number, RequestFailed(code=FailureCode.WRONG_USE, message=message))
