"""Jobs overtake each other between two steps, and every one ends exactly once."""

import threading
from collections.abc import Iterator

import pytest

from assistant.engine.scheduler import Job, Scheduler, ShouldStop, Start, Urgency
from assistant.messages import AnswerDelta, AnyEvent, Notice, RequestDone, RequestFailed


class Recorder:
    """Keeps what a scheduler emits."""

    def __init__(self) -> None:
        self.events: list[tuple[int | None, AnyEvent]] = []

    def __call__(self, request: int | None, body: AnyEvent) -> None:
        self.events.append((request, body))

    @property
    def texts(self) -> list[str]:
        return [body.text for _, body in self.events if isinstance(body, AnswerDelta)]

    def endings(self, request: int) -> list[AnyEvent]:
        return [
            body
            for of, body in self.events
            if of == request and isinstance(body, RequestDone | RequestFailed)
        ]


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def scheduler(recorder: Recorder) -> Scheduler:
    return Scheduler(recorder, lambda error: explained(error))


def explained(error: Exception) -> RequestFailed | None:
    return RequestFailed(code="known", message=str(error)) if isinstance(error, OSError) else None


def counting(name: str, steps: int) -> Start:
    def start(should_stop: ShouldStop) -> Iterator[AnyEvent | None]:
        for step in range(steps):
            if should_stop():
                yield AnswerDelta(text=f"{name} wound up")
                return
            yield AnswerDelta(text=f"{name}{step}")

    return start


def failing(error: Exception) -> Start:
    def start(should_stop: ShouldStop) -> Iterator[AnyEvent | None]:
        yield None
        raise error

    return start


def run_all(scheduler: Scheduler) -> None:
    while scheduler.run_step():
        pass


def test_a_question_overtakes_indexing_between_two_steps(
    scheduler: Scheduler, recorder: Recorder
) -> None:
    scheduler.submit(Job(1, Urgency.INDEXING, counting("index", 3)))
    scheduler.run_step()
    scheduler.submit(Job(2, Urgency.QUESTION, counting("ask", 2)))
    run_all(scheduler)
    assert recorder.texts == ["index0", "ask0", "ask1", "index1", "index2"]


def test_equally_urgent_jobs_go_in_the_order_they_came(
    scheduler: Scheduler, recorder: Recorder
) -> None:
    scheduler.submit(Job(1, Urgency.QUESTION, counting("first", 2)))
    scheduler.submit(Job(2, Urgency.QUESTION, counting("second", 1)))
    run_all(scheduler)
    assert recorder.texts == ["first0", "first1", "second0"]


def test_of_folders_added_together_each_is_remembered_before_one_is_read(
    scheduler: Scheduler, recorder: Recorder
) -> None:
    for number, name in enumerate("abc", start=1):
        scheduler.submit(Job(number, Urgency.INDEXING, counting(name, 2), newest_first=True))
    run_all(scheduler)
    assert recorder.texts == ["c0", "b0", "a0", "c1", "b1", "a1"]


def test_every_job_ends_once(scheduler: Scheduler, recorder: Recorder) -> None:
    scheduler.submit(Job(1, Urgency.QUESTION, counting("a", 2)))
    scheduler.submit(Job(2, Urgency.QUESTION, counting("b", 0)))
    run_all(scheduler)
    assert recorder.endings(1) == [RequestDone()]
    assert recorder.endings(2) == [RequestDone()]


def test_a_cancelled_job_winds_up_and_ends_as_cancelled(
    scheduler: Scheduler, recorder: Recorder
) -> None:
    scheduler.submit(Job(1, Urgency.INDEXING, counting("index", 5)))
    scheduler.run_step()
    assert scheduler.cancel(1)
    run_all(scheduler)
    assert recorder.texts == ["index0", "index wound up"]
    assert recorder.endings(1) == [RequestDone(cancelled=True)]


def test_a_job_cancelled_before_it_began_does_nothing(
    scheduler: Scheduler, recorder: Recorder
) -> None:
    scheduler.submit(Job(1, Urgency.INDEXING, counting("index", 5)))
    scheduler.cancel(1)
    run_all(scheduler)
    assert recorder.events == [(1, RequestDone(cancelled=True))]


def test_a_job_that_only_waits_ends_although_another_step_takes_long(
    scheduler: Scheduler, recorder: Recorder
) -> None:
    def long_step(should_stop: ShouldStop) -> Iterator[AnyEvent | None]:
        scheduler.submit(Job(2, Urgency.QUESTION, counting("ask", 1)))
        scheduler.cancel(2)
        assert recorder.endings(2) == [RequestDone(cancelled=True)]
        yield None

    scheduler.submit(Job(1, Urgency.INDEXING, long_step))
    run_all(scheduler)
    assert recorder.endings(1) == [RequestDone()]
    assert recorder.endings(2) == [RequestDone(cancelled=True)]


def test_a_cancelled_job_winds_up_before_others_go_on(
    scheduler: Scheduler, recorder: Recorder
) -> None:
    scheduler.submit(Job(1, Urgency.INDEXING, counting("index", 5)))
    scheduler.run_step()
    scheduler.submit(Job(2, Urgency.QUESTION, counting("ask", 1)))
    scheduler.cancel(1)
    run_all(scheduler)
    assert recorder.texts == ["index0", "index wound up", "ask0"]


def test_cancelling_what_is_not_there_says_so(scheduler: Scheduler) -> None:
    assert not scheduler.cancel(7)


def test_a_newer_search_supersedes_those_still_waiting(
    scheduler: Scheduler, recorder: Recorder
) -> None:
    for request in (1, 2, 3):
        job = Job(request, Urgency.LOOKUP, counting(str(request), 1), supersedes="search")
        scheduler.submit(job)
    run_all(scheduler)
    assert recorder.texts == ["30"]
    assert recorder.endings(1) == recorder.endings(2) == [RequestDone(cancelled=True)]
    assert recorder.endings(3) == [RequestDone()]


def test_a_running_search_is_not_superseded(scheduler: Scheduler, recorder: Recorder) -> None:
    scheduler.submit(Job(1, Urgency.LOOKUP, counting("a", 2), supersedes="search"))
    scheduler.run_step()
    scheduler.submit(Job(2, Urgency.LOOKUP, counting("b", 1), supersedes="search"))
    run_all(scheduler)
    assert recorder.texts == ["a0", "a1", "b0"]


def test_a_known_failure_is_explained_and_the_next_job_runs(
    scheduler: Scheduler, recorder: Recorder
) -> None:
    scheduler.submit(Job(1, Urgency.QUESTION, failing(OSError("disk full"))))
    scheduler.submit(Job(2, Urgency.QUESTION, counting("b", 1)))
    run_all(scheduler)
    assert recorder.endings(1) == [RequestFailed(code="known", message="disk full")]
    assert recorder.endings(2) == [RequestDone()]


def test_an_unknown_failure_is_internal_and_logged(
    scheduler: Scheduler, recorder: Recorder, caplog: pytest.LogCaptureFixture
) -> None:
    scheduler.submit(Job(1, Urgency.QUESTION, failing(ZeroDivisionError("oops"))))
    run_all(scheduler)
    (ending,) = recorder.endings(1)
    assert isinstance(ending, RequestFailed)
    assert ending.code == "internal"
    assert "ZeroDivisionError: oops" in ending.message
    assert "Traceback" in caplog.text


def test_the_engines_own_work_is_silent_unless_it_fails(
    scheduler: Scheduler, recorder: Recorder
) -> None:
    scheduler.submit(Job(None, Urgency.BACKGROUND, counting("warm", 0)))
    scheduler.submit(Job(None, Urgency.BACKGROUND, failing(OSError("no model"))))
    run_all(scheduler)
    assert recorder.events == [(None, Notice(code="known", detail="no model"))]


def test_running_ends_once_closed_and_wound_up(scheduler: Scheduler, recorder: Recorder) -> None:
    begun = threading.Event()

    def endless(should_stop: ShouldStop) -> Iterator[AnyEvent | None]:
        while not should_stop():
            begun.set()
            yield None
        yield AnswerDelta(text="wound up")

    worker = threading.Thread(target=scheduler.run)
    worker.start()
    scheduler.submit(Job(1, Urgency.INDEXING, endless))
    assert begun.wait(10)
    scheduler.close()
    worker.join(10)
    assert not worker.is_alive()
    assert recorder.texts == ["wound up"]
    assert recorder.endings(1) == [RequestDone(cancelled=True)]


def test_a_job_submitted_after_closing_is_cancelled(
    scheduler: Scheduler, recorder: Recorder
) -> None:
    scheduler.close()
    scheduler.submit(Job(1, Urgency.QUESTION, counting("a", 1)))
    assert recorder.events == [(1, RequestDone(cancelled=True))]
    scheduler.run()
