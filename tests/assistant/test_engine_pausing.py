"""Pausing holds indexing between two steps, while everything else goes on."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.engine import indexing
from assistant.engine.failures import failure_of
from assistant.engine.model_shelf import ModelShelf
from assistant.engine.pausing import Pausing
from assistant.engine.pending_changes import FIRST_RETRY_SECONDS, PendingChanges
from assistant.engine.reader import Lane, RequestReader
from assistant.engine.scheduler import Scheduler, Urgency
from assistant.engine.workbench import Workbench, open_library
from assistant.messages import AnyEvent, Request, RequestDone, encode_line
from assistant.requests import AddSource, PauseIndexing, RemoveSource, ResumeIndexing, UpdateIndex
from assistant.settings import Settings
from indexer.documents import FileStatus
from indexer.events import FileDone, FileStarted, IngestionFinished, IngestionPaused
from indexer.events import IngestionResumed as Resumed
from tests.fakes import HashEmbedder, ScriptedLanguageModel


class Engine:
    """The engine's work lane over a real library, stepped by hand."""

    def __init__(self, folder: Path) -> None:
        self.said: list[tuple[int | None, AnyEvent]] = []
        library, settings = open_library(folder / "library"), Settings(folder / "settings.toml")
        shelf = ModelShelf(
            library.folder,
            settings,
            print,
            lambda threads: HashEmbedder(),
            lambda model, threads: ScriptedLanguageModel(),
        )
        self.bench = Workbench(library, shelf, settings)
        self.scheduler = Scheduler(self._emit, failure_of)
        self.pausing = Pausing(self.scheduler.hold, self._emit, lambda: library.ledger)
        self.bench.is_paused = lambda: self.pausing.is_paused
        lane = Lane(self.scheduler, self.bench)
        self.lane = lane
        self._reader = RequestReader(self._emit, lane, lane, self.pausing.wish)
        self._sent = 0

    def send(self, body: object) -> int:
        self._sent += 1
        self._reader.read([encode_line(Request(self._sent, body))])  # type: ignore[arg-type]
        return self._sent

    def step_until(self, done: Callable[[], bool]) -> None:
        while not done():
            assert self.scheduler.run_step(), "nothing is left to do"

    def run_dry(self) -> None:
        while self.scheduler.run_step():
            pass

    def bodies(self, request: int | None) -> list[AnyEvent]:
        return [body for number, body in self.said if number == request]

    def statuses(self) -> dict[str, FileStatus]:
        return {
            Path(record.path).name: record.status for record in self.bench.library.ledger.files()
        }

    def _emit(self, request: int | None, body: AnyEvent) -> None:
        self.said.append((request, body))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = Engine(tmp_path)
    yield made
    made.bench.close()


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number}.txt").write_text(f"Drawer number {number} is empty. " * 40)
    return folder


def kinds(events: list[AnyEvent]) -> list[type]:
    return [type(event) for event in events]


def test_a_paused_run_takes_no_step_and_then_goes_on(engine: Engine, documents: Path) -> None:
    adding = engine.send(AddSource(path=str(documents)))
    engine.step_until(lambda: FileStarted in kinds(engine.bodies(adding)))
    pause = engine.send(PauseIndexing())
    before = len(engine.bodies(adding))
    engine.run_dry()
    assert engine.bodies(pause) == [IngestionPaused(), RequestDone()]
    assert len(engine.bodies(adding)) == before
    resume = engine.send(ResumeIndexing())
    engine.run_dry()
    assert engine.bodies(resume) == [Resumed(), RequestDone()]
    finished = engine.bodies(adding)[-2]
    assert isinstance(finished, IngestionFinished)
    assert finished.indexed == 6


def test_a_folder_added_while_paused_is_remembered_and_indexed_later(
    engine: Engine, documents: Path
) -> None:
    engine.send(PauseIndexing())
    adding = engine.send(AddSource(path=str(documents)))
    engine.run_dry()
    assert engine.bench.library.ledger.sources() == [documents]
    assert engine.statuses() == {}
    engine.send(ResumeIndexing())
    engine.run_dry()
    assert engine.bodies(adding)[-1] == RequestDone()
    assert set(engine.statuses().values()) == {FileStatus.INDEXED}


def test_changes_wait_while_paused_and_make_one_run(engine: Engine, documents: Path) -> None:
    engine.send(AddSource(path=str(documents)))
    engine.run_dry()
    engine.send(PauseIndexing())
    for number in range(3):
        (documents / f"new{number}.txt").write_text(f"Words of number {number}.")
        engine.bench.changes.add([documents / f"new{number}.txt"])
        engine.lane.submit_own(Urgency.FOLLOWING, indexing.follow_changes, "changes")
        engine.run_dry()
    assert engine.bodies(None) == []
    engine.send(ResumeIndexing())
    engine.run_dry()
    finished = [each for each in engine.bodies(None) if isinstance(each, IngestionFinished)]
    assert [each.indexed for each in finished] == [3]


def test_removing_while_paused_drops_and_reads_nothing(
    engine: Engine, documents: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "pump.txt").write_text("The pump is oiled every second year.")
    for folder in (documents, other):
        engine.send(AddSource(path=str(folder)))
    engine.run_dry()
    (other / "new.txt").write_text("Not before it goes on.")
    engine.send(PauseIndexing())
    removing = engine.send(RemoveSource(path=str(documents)))
    engine.run_dry()
    assert engine.bodies(removing)[-1] == RequestDone()
    assert engine.statuses() == {"pump.txt": FileStatus.INDEXED, "new.txt": FileStatus.WAITING}


def test_a_pause_outlives_the_engine_and_is_told_to_the_next_window(
    engine: Engine, documents: Path, tmp_path: Path
) -> None:
    engine.send(PauseIndexing())
    engine.bench.close()
    again = Engine(tmp_path)
    again.pausing.restore()
    assert again.bodies(None) == [IngestionPaused()]
    adding = again.send(AddSource(path=str(documents)))
    again.run_dry()
    assert again.bodies(adding) == []
    again.send(ResumeIndexing())
    again.run_dry()
    assert again.bodies(adding)[-1] == RequestDone()
    again.bench.close()


def test_on_battery_it_pauses_only_where_that_is_wanted(engine: Engine) -> None:
    engine.pausing.look_at_power(wanted=False, on_battery=True)
    assert engine.said == []
    engine.pausing.look_at_power(wanted=True, on_battery=True)
    engine.pausing.look_at_power(wanted=True, on_battery=True)
    engine.pausing.look_at_power(wanted=True, on_battery=False)
    assert engine.bodies(None) == [IngestionPaused(on_battery=True), Resumed()]


def test_resuming_on_battery_holds_until_there_was_mains(engine: Engine) -> None:
    engine.pausing.look_at_power(wanted=True, on_battery=True)
    engine.send(ResumeIndexing())
    engine.pausing.look_at_power(wanted=True, on_battery=True)
    assert not engine.pausing.is_paused
    engine.pausing.look_at_power(wanted=True, on_battery=False)
    engine.pausing.look_at_power(wanted=True, on_battery=True)
    assert engine.pausing.is_paused


def test_a_folder_added_later_is_indexed_first(
    engine: Engine, documents: Path, tmp_path: Path
) -> None:
    small = tmp_path / "small"
    small.mkdir()
    (small / "note.txt").write_text("A small note.")
    large = engine.send(AddSource(path=str(documents)))
    engine.step_until(lambda: FileStarted in kinds(engine.bodies(large)))
    second = engine.send(AddSource(path=str(small)))
    engine.run_dry()
    order = [number for number, body in engine.said if isinstance(body, RequestDone)]
    assert order == [second, large]
    assert set(engine.statuses().values()) == {FileStatus.INDEXED}
    assert len(engine.statuses()) == 7


def test_what_was_just_saved_overtakes_the_rest_of_a_long_run(
    engine: Engine, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "LEAST_STRETCH_SECONDS", 0.0)
    monkeypatch.setattr(indexing, "STRETCH_FACTOR", 0)
    adding = engine.send(AddSource(path=str(documents)))
    engine.step_until(lambda: FileStarted in kinds(engine.bodies(adding)))
    (documents / "urgent.txt").write_text("This was saved a moment ago.")
    engine.bench.changes.add([documents / "urgent.txt"])
    engine.run_dry()
    events = engine.bodies(adding)
    started = [Path(each.path).name for each in events if isinstance(each, FileStarted)]
    assert "urgent.txt" in started[:4]
    assert len([each for each in events if isinstance(each, FileDone)]) == 7
    (finished,) = [each for each in events if isinstance(each, IngestionFinished)]
    assert (finished.indexed, finished.unchanged) == (7, 0)
    assert not engine.bench.changes


def test_a_failing_file_is_tried_again_ever_more_rarely() -> None:
    now = [0.0]
    changes = PendingChanges(lambda: now[0])
    waits = []
    for _ in range(8):
        changes.after_run(still_written=False, not_opened=True)
        begun = now[0]
        while not changes.ripen():
            now[0] += 10
        waits.append(now[0] - begun)
        assert changes.take() is None
    assert waits[:3] == [FIRST_RETRY_SECONDS, 120, 240]
    assert waits[-1] == 3600
    changes.after_run(still_written=False, not_opened=False)
    now[0] += 10_000
    assert not changes.ripen()


def test_updating_while_a_run_is_held_ends_with_it(engine: Engine, documents: Path) -> None:
    adding = engine.send(AddSource(path=str(documents)))
    engine.step_until(lambda: FileStarted in kinds(engine.bodies(adding)))
    engine.send(PauseIndexing())
    updating = engine.send(UpdateIndex())
    engine.run_dry()
    assert engine.bodies(updating) == []
    engine.send(ResumeIndexing())
    engine.run_dry()
    assert engine.bodies(updating)[-1] == RequestDone()
