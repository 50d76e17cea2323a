"""Reads requests from the window line by line and hands each to the thread that does it."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import msgspec

from assistant.engine import handlers
from assistant.engine.scheduler import Emit, Job, Scheduler, ShouldStop, Steps, Urgency
from assistant.engine.workbench import Workbench
from assistant.messages import (
    AddSource,
    Ask,
    Cancel,
    ListLibrary,
    Notice,
    ReadDocument,
    RemoveSource,
    Request,
    RequestBody,
    RequestDone,
    RequestFailed,
    Search,
    Shutdown,
    UpdateIndex,
    decode_request,
)
from assistant.wording import FailureCode, NoticeCode, failure_sentence

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
    ) -> None:
        """Queue a request."""
        start = partial(handler, self.bench, body)
        self.scheduler.submit(Job(request, urgency, start, supersedes))

    def submit_background(
        self, handler: Callable[[Workbench, ShouldStop], Steps], supersedes: str = ""
    ) -> None:
        """Queue work of the engine's own, for when nothing else waits."""
        start = partial(handler, self.bench)
        self.scheduler.submit(Job(None, Urgency.BACKGROUND, start, supersedes))


class RequestReader:
    """Turns lines into jobs on two lanes: one for work, one for quick look-ups."""

    def __init__(
        self,
        emit: Emit,
        work: Lane,
        lookups: Lane,
        on_cancel: Callable[[], None] = lambda: None,
    ) -> None:
        self._emit = emit
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
            case ReadDocument() as body:
                lookups.submit(number, Urgency.QUESTION, handlers.read_document, body)
            case Ask() as body:
                work.submit(number, Urgency.QUESTION, handlers.ask, body)
            case RemoveSource() as body:
                work.submit(number, Urgency.CHANGE, handlers.remove_source, body)
            case AddSource() as body:
                work.submit(number, Urgency.INDEXING, handlers.add_source, body)
            case UpdateIndex() as body:
                work.submit(number, Urgency.INDEXING, handlers.update_index, body)

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
