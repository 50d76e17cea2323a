"""The engine's edges: lines that come in, lines that go out, failures in words, changes noticed."""

import io
import threading
from pathlib import Path

import pytest

from assistant.engine.event_writer import EventWriter
from assistant.engine.failures import DocumentUnreadable, NoSuchPath, failure_of
from assistant.engine.reader import Lane, RequestReader
from assistant.engine.scheduler import Scheduler
from assistant.engine.source_watcher import SourceWatcher
from assistant.engine.workbench import Workbench
from assistant.messages import (
    AnyEvent,
    Notice,
    Request,
    RequestDone,
    RequestFailed,
    decode_event,
    encode_line,
)
from assistant.requests import Ask, Cancel, ListLibrary, Search, Shutdown
from assistant.wording import FailureCode, NoticeCode
from indexer.documents import ReasonCode
from indexer.errors import (
    LibraryDamaged,
    LibraryLocked,
    LibraryMissing,
    LibraryTooNew,
    StorageFull,
    UnreadableDocument,
)
from indexer.events import IngestionPaused, IngestionResumed
from models.errors import ContextTooLong, ModelNotInstalled, ModelUnloadable

HERE = Path("/somewhere/library")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (LibraryMissing(HERE), FailureCode.LIBRARY_MISSING),
        (LibraryLocked(HERE), FailureCode.LIBRARY_LOCKED),
        (LibraryTooNew(HERE, 9, 1), FailureCode.LIBRARY_TOO_NEW),
        (LibraryDamaged(HERE, "page 3 is torn"), FailureCode.LIBRARY_DAMAGED),
        (StorageFull(HERE, "no space"), FailureCode.STORAGE_FULL),
        (ModelNotInstalled("big"), FailureCode.MODEL_NOT_INSTALLED),
        (ModelUnloadable("big", "bad magic"), FailureCode.MODEL_UNLOADABLE),
        (ContextTooLong(9, 5), FailureCode.CONTEXT_TOO_LONG),
        (NoSuchPath("/gone"), FailureCode.NO_SUCH_PATH),
        (
            DocumentUnreadable("/x/a.pdf", UnreadableDocument(ReasonCode.ENCRYPTED)),
            FailureCode.UNREADABLE,
        ),
    ],
)
def test_known_errors_become_sentences(error: Exception, code: FailureCode) -> None:
    failure = failure_of(error)
    assert failure is not None
    assert failure.code == code
    assert failure.message[0].isupper() or failure.message[0] == "“"
    assert failure.message.rstrip(")")[-1] in ".”t5" or failure.message.endswith((".", ")"))


def test_other_errors_are_ours() -> None:
    assert failure_of(ZeroDivisionError()) is None


class Recorder:
    def __init__(self) -> None:
        self.events: list[tuple[int | None, AnyEvent]] = []

    def __call__(self, request: int | None, body: AnyEvent) -> None:
        self.events.append((request, body))


class Reading:
    """A reader with two lanes whose jobs are looked at, not run."""

    def __init__(self) -> None:
        self.said = Recorder()
        bench = Workbench.__new__(Workbench)
        self.work = Scheduler(self.said, failure_of)
        self.lookups = Scheduler(self.said, failure_of)
        self.forgiven = 0
        lanes = Lane(self.work, bench), Lane(self.lookups, bench)
        self.reader = RequestReader(self.said, *lanes, self._pause, self._forgive)

    def read(self, *lines: bytes) -> None:
        self.reader.read(lines)

    def _pause(self, paused: bool) -> IngestionPaused | IngestionResumed:
        return IngestionPaused() if paused else IngestionResumed()

    def _forgive(self) -> None:
        self.forgiven += 1


@pytest.fixture
def reading() -> Reading:
    return Reading()


def line(number: int, body: object) -> bytes:
    return encode_line(Request(number, body))  # type: ignore[arg-type]


@pytest.mark.parametrize("garbage", [b"garbage\n", b"\xff\xfe\n", b"[]\n", b'{"body":{}}\n'])
def test_a_line_that_is_no_request_is_a_notice(reading: Reading, garbage: bytes) -> None:
    reading.read(garbage, b"\n", line(1, Shutdown()))
    (request, notice), last = reading.said.events
    assert request is None
    assert isinstance(notice, Notice)
    assert notice.code == NoticeCode.BAD_REQUEST
    assert last == (1, RequestDone())


def test_a_numbered_line_that_is_no_request_fails_under_its_number(reading: Reading) -> None:
    reading.read(b'{"id":5,"body":{"type":"dance"}}\n')
    ((request, failure),) = reading.said.events
    assert request == 5
    assert isinstance(failure, RequestFailed)
    assert failure.code == FailureCode.WRONG_USE


def test_nothing_is_read_after_the_shutdown(reading: Reading) -> None:
    reading.read(line(1, Shutdown()), b"garbage\n")
    assert reading.said.events == [(1, RequestDone())]


def test_a_request_can_be_cancelled_on_either_lane(reading: Reading) -> None:
    reading.read(line(1, Search(query="a")), line(2, Cancel(request=1)))
    reading.read(line(3, Ask(question="why")), line(4, Cancel(request=3)))
    assert reading.said.events == [
        (1, RequestDone(cancelled=True)),
        (2, RequestDone()),
        (3, RequestDone(cancelled=True)),
        (4, RequestDone()),
    ]


def test_cancelling_what_has_ended_is_done(reading: Reading) -> None:
    reading.read(line(2, Cancel(request=1)))
    assert reading.said.events == [(2, RequestDone())]


def test_a_model_is_not_blamed_when_what_waits_for_it_is_cancelled(reading: Reading) -> None:
    reading.read(line(1, Ask(question="why")))
    assert reading.forgiven == 0
    reading.read(line(2, Cancel(request=1)))
    assert reading.forgiven == 1


def test_only_the_newest_of_waiting_searches_is_kept(reading: Reading) -> None:
    reading.read(line(1, ListLibrary()), line(2, Search(query="a")), line(3, Search(query="ab")))
    assert reading.said.events == [(2, RequestDone(cancelled=True))]


def test_events_go_out_as_lines() -> None:
    stream = io.BytesIO()
    writer = EventWriter(stream)
    writer(3, RequestDone())
    writer(None, Notice(code="x", detail="ü\nü"))
    first, second = stream.getvalue().splitlines()
    assert decode_event(first).request == 3
    assert decode_event(second).body == Notice(code="x", detail="ü\nü")


def test_a_failure_that_quotes_what_is_no_text_still_arrives() -> None:
    stream = io.BytesIO()
    EventWriter(stream)(1, RequestFailed(code="x", message="caf\udce9.txt"))
    body = decode_event(stream.getvalue()).body
    assert body == RequestFailed(code="x", message="caf?.txt")


class Gone(io.BytesIO):
    """A pipe whose reader has gone."""

    writes = 0

    def write(self, data: object) -> int:
        self.writes += 1
        raise BrokenPipeError


def test_a_window_that_is_gone_is_not_written_to_again() -> None:
    pipe = Gone()
    writer = EventWriter(pipe)
    writer(1, RequestDone())
    writer(2, RequestDone())
    assert pipe.writes == 1


def test_changes_below_the_sources_are_noticed_also_below_new_ones(tmp_path: Path) -> None:
    folders = [tmp_path / "first", tmp_path / "second"]
    for folder in folders:
        folder.mkdir()
    changed = threading.Event()
    sources: list[Path] = []

    def told(paths: set[Path]) -> None:
        changed.set()

    watcher = SourceWatcher(tmp_path / "library", lambda: sources, told, print, {})
    watcher.start()
    try:
        for folder in folders:
            sources.append(folder)
            watcher.look_again()
            changed.clear()
            for attempt in range(30):
                (folder / f"{attempt}.txt").write_text("new")
                if changed.wait(2):
                    break
            assert changed.is_set()
    finally:
        watcher.close()


def test_watching_that_fails_is_said(tmp_path: Path) -> None:
    said = threading.Event()
    notices: list[Notice] = []

    def sources() -> list[Path]:
        raise OSError("the limit of watches is reached")

    def announce(notice: Notice) -> None:
        notices.append(notice)
        said.set()

    watcher = SourceWatcher(tmp_path, sources, lambda paths: None, announce, {})
    watcher.start()
    assert said.wait(10)
    watcher.close()
    assert [notice.code for notice in notices] == [NoticeCode.WATCHING_STOPPED]
