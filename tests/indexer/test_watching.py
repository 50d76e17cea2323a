"""Changes on disk are told while they happen, once the files have come to rest."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from indexer import settling, watching
from indexer.polling import PolledSource, fingerprint
from indexer.settling import Settling
from indexer.volumes import Volume
from indexer.watching import PollingBecause, concerned, watch_sources

PATIENCE = 30.0
REPOSITORY = Path(__file__).resolve().parents[2]


class Watcher:
    """Watches on a thread of its own and keeps what it is told."""

    def __init__(self, sources: list[Path], **named: object) -> None:
        self.told: set[Path] = set()
        self.polled: dict[Path, PollingBecause] = {}
        self._changed = threading.Condition()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, args=(sources,), kwargs=named)
        self._thread.start()

    def wait(self, done: Callable[[], bool], seconds: float = PATIENCE) -> bool:
        with self._changed:
            return self._changed.wait_for(done, seconds)

    def keep_writing_until(self, path: Path, done: Callable[[], bool]) -> bool:
        """Write again and again, as nobody says when the watching has begun."""
        for number in range(int(PATIENCE)):
            path.write_text(str(number))
            with self._changed:
                if self._changed.wait_for(done, 1.5):
                    return True
        return False

    def end(self) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self, sources: list[Path], **named: object) -> None:
        for changed in watch_sources(
            sources,
            should_stop=self._over.is_set,
            tell_polling=self._note_polling,
            **named,  # type: ignore[arg-type]
        ):
            with self._changed:
                self.told |= changed
                self._changed.notify_all()

    def _note_polling(self, source: Path, because: PollingBecause) -> None:
        with self._changed:
            self.polled[source] = because
            self._changed.notify_all()


@pytest.fixture
def watch() -> Iterator[Callable[..., Watcher]]:
    begun: list[Watcher] = []

    def begin(sources: list[Path], **named: object) -> Watcher:
        begun.append(Watcher(sources, **named))
        return begun[-1]

    yield begin
    for watcher in begun:
        watcher.end()


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    return folder


def test_changes_are_told_and_the_library_is_left_out(
    documents: Path, watch: Callable[..., Watcher]
) -> None:
    library = documents / "library"
    library.mkdir()
    watcher = watch([documents, documents.with_name("missing")], library_folder=library)
    (library / "library.sqlite").write_text("1")
    (documents / ".hidden.txt").write_text("nobody reads this")
    assert watcher.keep_writing_until(documents / "note.txt", lambda: bool(watcher.told))
    assert watcher.told == {documents / "note.txt"}


def test_sources_are_told_once_watching_has_begun_as_nobody_tells_of_what_came_before(
    documents: Path, watch: Callable[..., Watcher]
) -> None:
    watcher = watch([documents], told_at_start=True)
    assert watcher.wait(lambda: watcher.told == {documents})
    (documents / "note.txt").write_text("told at the first writing")
    assert watcher.wait(lambda: documents / "note.txt" in watcher.told)


def test_without_a_source_there_is_nothing_to_watch() -> None:
    assert list(watch_sources([])) == []


def test_a_source_that_comes_back_is_told(
    documents: Path, watch: Callable[..., Watcher], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "VOLUMES_SECONDS", 0.2)
    documents.rmdir()
    watcher = watch([documents])
    for _ in range(int(PATIENCE)):  # until one of its looks finds it missing before it is there
        documents.mkdir()
        if watcher.wait(lambda: documents in watcher.told, 1.5):
            break
        documents.rmdir()
    watcher.told.clear()
    assert watcher.keep_writing_until(
        documents / "note.txt", lambda: documents / "note.txt" in watcher.told
    )


def test_a_source_that_is_made_anew_at_once_is_followed(
    documents: Path, watch: Callable[..., Watcher], monkeypatch: pytest.MonkeyPatch
) -> None:
    """File systems like to give the new folder the number of the old one."""
    monkeypatch.setattr(watching, "_identity", lambda source: (1, 1))
    watcher = watch([documents])
    note = documents / "note.txt"
    assert watcher.keep_writing_until(note, lambda: note in watcher.told)
    shutil.rmtree(documents)
    documents.mkdir()
    assert watcher.wait(lambda: documents in watcher.told)
    assert watcher.keep_writing_until(
        documents / "other.txt", lambda: documents / "other.txt" in watcher.told
    )


def test_a_file_is_not_told_while_it_grows(documents: Path) -> None:
    now = [100.0]
    path, held = documents / "copy.txt", Settling(lambda: now[0])
    path.write_text("first half")
    held.take_in([path])
    for _ in range(5):
        now[0] += 0.3
        path.write_text(path.read_text() + " and more")
        held.take_in([path])
        assert held.settled() == set()
    now[0] += settling.SMALL_RESTING_SECONDS
    assert held.settled() == {path}
    assert held.settled() == set()


def test_a_large_file_rests_longer_even_where_nobody_tells_of_its_growth(documents: Path) -> None:
    now = [100.0]
    path, held = documents / "copy.bin", Settling(lambda: now[0])
    path.write_bytes(b"x" * 2_000_000)
    held.take_in([path])
    now[0] += 1.0
    assert held.settled() == set()
    os.utime(path, (1, 1))
    now[0] += 1.5
    assert held.settled() == set(), "it looked different"
    now[0] += settling.RESTING_SECONDS
    assert held.settled() == {path}


def test_a_deleted_file_is_told_at_once(documents: Path) -> None:
    held = Settling(lambda: 100.0)
    held.take_in([documents / "gone.txt"])
    assert held.settled() == {documents / "gone.txt"}


def test_a_file_that_never_rests_is_told_ever_more_rarely(documents: Path) -> None:
    now, told = [0.0], []
    path, held = documents / "server.txt", Settling(lambda: now[0])
    for number in range(400):
        now[0] += 1.0
        path.write_text("line " * (number + 1))
        held.take_in([path])
        if held.settled():
            told.append(now[0])
    gaps = [later - earlier for earlier, later in pairwise(told)]
    assert told[0] == pytest.approx(61, abs=2)
    assert gaps == pytest.approx(
        [
            121,
        ],
        abs=3,
    )


def test_a_network_folder_is_looked_at_instead(
    documents: Path, watch: Callable[..., Watcher], monkeypatch: pytest.MonkeyPatch
) -> None:
    share = [Volume("/", "nfs4")]
    monkeypatch.setattr("indexer.watching.connected_volumes", lambda: share)
    watcher = watch([documents], poll_seconds=0.1)
    assert watcher.wait(lambda: watcher.polled == {documents: PollingBecause.FILE_SYSTEM})
    (documents / "note.txt").write_text("new")
    assert watcher.wait(lambda: watcher.told == {documents})


LIMITED = """
import sys
from pathlib import Path
from indexer.watching import watch_sources
Path("/proc/sys/user/max_inotify_watches").write_text("3")
folder, told = Path(sys.argv[1]), []
def tell(source, because):
    told.append(because)
    (folder / "new.txt").write_text("new")
for changed in watch_sources([folder], tell_polling=tell, poll_seconds=0.2):
    print(*told, *changed)
    break
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the limit is Linux's")
@pytest.mark.skipif(shutil.which("unshare") is None, reason="unshare is not installed")
def test_at_the_system_s_limit_it_looks_instead(documents: Path) -> None:
    for number in range(10):
        (documents / f"folder{number}").mkdir()
    command = ["unshare", "--user", "--map-root-user", sys.executable, "-c", LIMITED]
    result = subprocess.run(
        [*command, str(documents)], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    if "unshare" in result.stderr or "Permission denied" in result.stderr:
        pytest.skip("this system gives the tests no limits of their own")
    assert result.stdout.split() == ["too-many-folders", str(documents)], result.stderr


def test_a_look_costs_at_most_its_share_of_the_time(documents: Path) -> None:
    """A look that takes two seconds is taken every 800 seconds, however often it is asked for."""
    now = [0.0]

    def clock() -> float:
        now[0] += 1.0  # so each look takes two seconds
        return now[0]

    source = PolledSource(documents, seconds=10.0, clock=clock)
    (documents / "note.txt").write_text("new")
    asked = 0
    while not source.has_changed():
        asked += 1
    assert asked > 300


def test_looking_sees_every_kind_of_change(documents: Path) -> None:
    seen = [fingerprint(documents)]
    note = documents / "note.txt"
    note.write_text("one")
    seen.append(fingerprint(documents))
    note.write_text("three")
    seen.append(fingerprint(documents))
    note.rename(documents / "other.txt")
    seen.append(fingerprint(documents))
    (documents / "other.txt").unlink()
    seen.append(fingerprint(documents))
    assert len(set(seen)) == 4
    assert seen[0] == seen[-1]
    assert fingerprint(documents / "gone") != seen[0]


def test_only_the_sources_concerned_are_named(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    assert concerned([one, two], {two / "a.txt", tmp_path / "x.txt"}) == [two]
