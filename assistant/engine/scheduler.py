"""Runs jobs that are generators of events, one step at a time, the most urgent first.

Between two steps a more urgent job overtakes. A job is cancelled by a flag that its generator
reads at every step; it then winds up by itself, and ends as cancelled. Knows nothing of processes.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Protocol

from assistant.messages import AnyEvent, Notice, RequestDone, RequestFailed
from assistant.wording import FailureCode, failure_sentence

logger = logging.getLogger(__name__)

Steps = Iterator[AnyEvent | None]
"""What a job does: events to send; None is a safe place to stop with nothing to say."""

ShouldStop = Callable[[], bool]
Start = Callable[[ShouldStop], Steps]
Explain = Callable[[Exception], RequestFailed | None]
"""What a failure means to the person, or None for one that is a fault of ours."""


class Urgency(IntEnum):
    """Which job goes first; smaller is more urgent."""

    LOOKUP = 0
    QUESTION = 1
    CHANGE = 2
    BACKGROUND = 3
    """Getting ready: short, and wanted by whoever asks next."""
    INDEXING = 4
    FOLLOWING = 5
    """Indexing that nobody asked for just now."""


class Emit(Protocol):
    """Takes each event of a job with the request it belongs to."""

    def __call__(self, request: int | None, body: AnyEvent) -> None:
        """Send it on."""
        ...


@dataclass(slots=True)
class Job:
    """A request being worked on, or work of the engine's own (`request` is None)."""

    request: int | None
    urgency: Urgency
    start: Start
    supersedes: str = ""
    """Jobs of this kind that have not begun yet give way to a newer one."""
    newest_first: bool = False
    """Of several of one urgency such a one goes before all that came earlier."""
    number: int = 0
    """In the order of submission."""
    cancelled: threading.Event = field(default_factory=threading.Event)
    begun: bool = False
    """Whether a thread has taken it up; from then on only that thread ends it."""
    steps: Steps | None = None

    @property
    def rank(self) -> tuple[int, bool, int]:
        """Its urgency, then its age; a cancelled job winds up before anything else.

        Of folders that are added together each takes its first step, in which it is remembered,
        before one of them goes on.
        """
        if self.cancelled.is_set():
            return -1, True, self.number
        has_begun = self.steps is not None or not self.newest_first
        return self.urgency, has_begun, -self.number if self.newest_first else self.number

    @property
    def can_be_held(self) -> bool:
        """Whether a pause concerns it; a request to index remembers in its first step what for."""
        if self.cancelled.is_set() or self.urgency < Urgency.INDEXING:
            return False
        return self.steps is not None or self.urgency is Urgency.FOLLOWING


class Scheduler:
    """One queue of jobs worked by one thread; any thread may submit and cancel."""

    def __init__(self, emit: Emit, explain: Explain) -> None:
        self._emit = emit
        self._explain = explain
        self._jobs: list[Job] = []
        self._changed = threading.Condition()
        self._closed = False
        self._holding = False
        self._submitted = 0

    def submit(self, job: Job) -> None:
        """Queue a job; once closed it ends as cancelled at once."""
        with self._changed:
            superseded = self._take_superseded(job)
            if self._closed:
                superseded.append(job)
            else:
                self._submitted += 1
                job.number = self._submitted
                self._jobs.append(job)
            self._changed.notify_all()
        for old in superseded:
            self._end(old, RequestDone(cancelled=True))

    def cancel(self, request: int) -> bool:
        """Ask a job to stop at its next safe place; False when there is no such job.

        A job that only waits ends at once, however long the step takes that it waits for.
        """
        with self._changed:
            job = next((each for each in self._jobs if each.request == request), None)
            if job is None:
                return False
            job.cancelled.set()
            if not job.begun:
                self._jobs.remove(job)
            self._changed.notify_all()
        if not job.begun:
            self._end(job, RequestDone(cancelled=True))
        return True

    def hold(self, holding: bool) -> None:
        """Take no further step of indexing, until called with False; everything else goes on.

        A job takes its first step all the same, in which it remembers what was asked.
        """
        with self._changed:
            self._holding = holding
            self._changed.notify_all()

    def close(self) -> None:
        """Take no more jobs and wind up the ones there are."""
        with self._changed:
            self._closed = True
            for job in self._jobs:
                job.cancelled.set()
            self._changed.notify_all()

    def run(self) -> None:
        """Work until closed and wound up; the calling thread is the one that works."""
        while True:
            with self._changed:
                while not self._eligible() and not self._closed:
                    self._changed.wait()
                if not self._jobs:
                    return
            self.run_step()

    def run_step(self) -> bool:
        """Take one step of the most urgent job; False when there is nothing to do."""
        job = self._most_urgent()
        if job is None:
            return False
        if job.steps is None and job.cancelled.is_set():
            self._finish(job, RequestDone(cancelled=True))
            return True
        self._step(job)
        return True

    def _step(self, job: Job) -> None:
        try:
            if job.steps is None:
                job.steps = job.start(job.cancelled.is_set)
            event = next(job.steps)
            if event is not None:
                self._emit(job.request, event)
        except StopIteration:
            self._finish(job, RequestDone(cancelled=job.cancelled.is_set()))
        except Exception as error:  # a job's failure is reported; the engine goes on
            self._finish(job, self._failure(error))

    def _most_urgent(self) -> Job | None:
        with self._changed:
            job = min(self._eligible(), key=lambda job: job.rank, default=None)
            if job is not None:
                job.begun = True
            return job

    def _eligible(self) -> list[Job]:
        return [job for job in self._jobs if not (self._holding and job.can_be_held)]

    def _take_superseded(self, newer: Job) -> list[Job]:
        """Remove the waiting jobs that the newer one makes pointless."""
        if not newer.supersedes:
            return []
        old = [job for job in self._jobs if job.supersedes == newer.supersedes and not job.begun]
        self._jobs = [job for job in self._jobs if job not in old]
        return old

    def _failure(self, error: Exception) -> RequestFailed:
        failure = self._explain(error)
        if failure is not None:
            logger.warning("%s: %s", type(error).__name__, error)
            return failure
        logger.error("a job failed", exc_info=error)
        fact = f"{type(error).__name__}: {error}"
        return RequestFailed(
            code=FailureCode.INTERNAL, message=failure_sentence(FailureCode.INTERNAL, fact)
        )

    def _finish(self, job: Job, ending: RequestDone | RequestFailed) -> None:
        with self._changed:
            self._jobs = [each for each in self._jobs if each is not job]
        self._end(job, ending)

    def _end(self, job: Job, ending: RequestDone | RequestFailed) -> None:
        """Say how a request ended; the engine's own work only says when it failed."""
        if job.request is not None:
            self._emit(job.request, ending)
        elif isinstance(ending, RequestFailed):
            self._emit(None, Notice(code=ending.code, detail=ending.message))
