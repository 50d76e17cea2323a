"""What cannot be read for a moment keeps its passages, and what is still being written waits."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer import reading
from indexer.discover import FoundFile
from indexer.documents import FileStatus, ParsedDocument, ReasonCode
from indexer.events import FileDone, FileStarted, IngestionFinished
from indexer.ingest import ingest
from indexer.library import Library
from indexer.parsing.pool import InlineParser
from indexer.turns import in_turn
from tests.fakes import HashEmbedder
from tests.indexer.indexing import (
    CountingEmbedder,
    CountingParser,
    finished,
    found,
    of,
    run,
    search,
    write,
)

Lock = Callable[[str], None]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    write(folder, lease="The rent is 900 euros.", manual="Press the green button.")
    return folder


@pytest.fixture
def lock(monkeypatch: pytest.MonkeyPatch) -> Lock:
    """Let opening files of a name fail, as on Windows while another program has them open."""
    content_hash, locked = reading.content_hash, set[str]()

    def refusing(path: str) -> str:
        if Path(path).name in locked:
            raise PermissionError(13, "Permission denied")
        return content_hash(path)

    monkeypatch.setattr(reading, "content_hash", refusing)

    def change(name: str) -> None:
        locked.symmetric_difference_update({name})

    return change


def standing(library: Path, path: Path) -> tuple[FileStatus, ReasonCode | None]:
    with Library.open(library) as opened:
        record = opened.ledger.file(path)
        assert record is not None
        return record.status, record.reason.code if record.reason else None


def test_a_locked_file_keeps_its_passages_and_is_tried_again(
    library: Path, documents: Path, lock: Lock
) -> None:
    run(library, [documents])
    lease = documents / "lease.txt"
    lease.write_text("The rent is 950 euros.")
    lock("lease.txt")
    for _ in range(2):
        events = run(library)
        (told,) = of(FileDone, events)
        assert told.status is FileStatus.PARTLY
        assert told.reason is not None
        assert "kept as they were read on 20" in told.reason.detail
        assert finished(events) == (0, 1, 0, 1, 0)
        assert standing(library, lease) == (FileStatus.PARTLY, ReasonCode.NOT_READABLE)
        assert search(library, "rent 900") == ["lease.txt"]
    lock("lease.txt")
    assert finished(run(library)) == (1, 1, 0, 0, 0)
    assert standing(library, lease) == (FileStatus.INDEXED, None)
    assert search(library, "900") == []


def test_a_file_unlocked_without_a_change_is_what_it_was_and_embeds_nothing(
    library: Path, documents: Path, lock: Lock
) -> None:
    run(library, [documents])
    before = found(library)
    lock("lease.txt")
    os.utime(documents / "lease.txt")
    run(library)
    lock("lease.txt")
    parser, embedder = CountingParser(), CountingEmbedder()
    assert finished(run(library, parser=parser, embedder=embedder)) == (0, 2, 0, 0, 0)
    assert (parser.parsed, embedder.embedded) == (["lease.txt"], 0)
    assert standing(library, documents / "lease.txt") == (FileStatus.INDEXED, None)
    assert found(library) == before


def test_a_copy_of_a_locked_file_stands_on_its_own(
    library: Path, documents: Path, lock: Lock
) -> None:
    run(library, [documents])
    lock("lease.txt")
    os.utime(documents / "lease.txt")
    run(library)
    write(documents, copy="The rent is 900 euros.")
    embedder = CountingEmbedder()
    run(library, embedder=embedder)
    assert embedder.embedded == 0
    assert standing(library, documents / "copy.txt") == (FileStatus.INDEXED, None)
    assert standing(library, documents / "lease.txt")[0] is FileStatus.PARTLY


def test_a_locked_file_that_was_deleted_is_gone(library: Path, documents: Path, lock: Lock) -> None:
    run(library, [documents])
    lock("lease.txt")
    os.utime(documents / "lease.txt")
    run(library)
    (documents / "lease.txt").unlink()
    assert finished(run(library)) == (0, 1, 0, 0, 1)
    assert search(library, "rent") == []


def test_a_new_file_that_is_locked_has_failed_until_it_opens(
    library: Path, documents: Path, lock: Lock
) -> None:
    lock("lease.txt")
    assert finished(run(library, [documents])) == (1, 0, 0, 1, 0)
    assert standing(library, documents / "lease.txt") == (
        FileStatus.FAILED,
        ReasonCode.NOT_READABLE,
    )
    lock("lease.txt")
    assert finished(run(library)) == (1, 1, 0, 0, 0)


class Writing:
    """Somebody appends to a file whenever it is parsed."""

    def __init__(self) -> None:
        self.goes_on = True

    def parse(self, path: Path) -> ParsedDocument:
        document = InlineParser().parse(path)
        if self.goes_on and path.name == "lease.txt":
            path.write_text(path.read_text() + " And more.")
        return document


@pytest.mark.parametrize("known_before", [False, True])
def test_a_file_that_is_being_written_waits_and_keeps_what_it_had(
    library: Path, documents: Path, known_before: bool
) -> None:
    lease, parser = documents / "lease.txt", Writing()
    if known_before:
        run(library, [documents])
        lease.write_text("The rent is 950 euros.")
    events = run(library, [documents], parser=parser)
    last = events[-1]
    assert isinstance(last, IngestionFinished)
    assert last.waiting == 1
    assert last.failed == 0
    expected = FileStatus.INDEXED if known_before else FileStatus.WAITING
    assert standing(library, lease)[0] is expected
    assert search(library, "rent 900") == (["lease.txt"] if known_before else [])
    parser.goes_on = False
    assert finished(run(library, parser=parser)) == (1, 1, 0, 0, 0)
    assert standing(library, lease) == (FileStatus.INDEXED, None)


def test_a_large_file_that_is_being_copied_is_not_read(
    library: Path, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "RESTING_SECONDS", 0.5)
    copy = documents / "copy.txt"
    copy.write_text("The first half of a long text. " * 40_000)

    class CopyGoesOn(CountingParser):
        def parse(self, path: Path) -> ParsedDocument:
            if path.name == "lease.txt":  # small files come first
                with copy.open("a") as file:
                    file.write("The second half.")
            return super().parse(path)

    parser = CopyGoesOn()
    events = run(library, [documents], parser=parser)
    assert "copy.txt" not in parser.parsed
    assert events[-1].waiting == 1  # type: ignore[union-attr]
    assert standing(library, copy) == (FileStatus.WAITING, ReasonCode.NOT_YET)
    os.utime(copy, (1_700_000_000, 1_700_000_000))
    assert finished(run(library)) == (1, 2, 0, 0, 0)


def of_size(path: str, size: int, age: float, format_name: str = "text") -> FoundFile:
    return FoundFile(path, "/", size, int((time.time() - age) * 1e9), format_name)


def test_what_was_just_saved_comes_first_and_what_takes_long_last() -> None:
    files = [
        of_size("/old/huge.txt", 50_000_000, 90_000),
        of_size("/old/small.txt", 2_000, 90_000),
        of_size("/old/scan.png", 9_000_000, 90_000, "picture"),
        of_size("/old/other.txt", 3_000, 90_000),
        of_size("/new/huge.txt", 60_000_000, 5),
        of_size("/new/first.txt", 2_000, 50),
        of_size("/new/second.txt", 2_000, 5),
    ]
    assert [found.path for found in in_turn(files, time.time_ns())] == [
        "/new/second.txt",
        "/new/first.txt",
        "/old/small.txt",
        "/old/other.txt",
        "/old/scan.png",
        "/old/huge.txt",
        "/new/huge.txt",
    ]


def test_giving_way_ends_after_the_files_in_hand_and_loses_nothing(
    library: Path, tmp_path: Path
) -> None:
    texts = {f"file{number}": f"Sentence number {number}. " * 30 for number in range(9)}
    write(tmp_path / "many", **texts)
    wanted = [False]
    with Library.open(library, create=True, write=True) as opened:
        events = []
        for event in ingest(
            opened,
            InlineParser(),
            HashEmbedder(),
            [tmp_path / "many"],
            give_way=lambda: wanted[0],
        ):
            events.append(event)
            wanted[0] = wanted[0] or isinstance(event, FileStarted)
    done = len(of(FileDone, events))
    assert 1 <= done <= 3
    assert len(of(FileStarted, events)) == done
    assert not of(IngestionFinished, events)
    assert finished(run(library))[:2] == (9 - done, done)


def test_a_file_that_moved_to_another_source_embeds_nothing(library: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    write(one, lease="The rent is 900 euros.")
    write(two, other="The vine is pruned.")
    run(library, [one, two])
    (one / "lease.txt").rename(two / "lease.txt")
    embedder = CountingEmbedder()
    with Library.open(library, write=True) as opened:
        events = list(ingest(opened, InlineParser(), embedder, [one], follow_moves=True))
    assert embedder.embedded == 0
    assert finished(events) == (0, 2, 0, 0, 0)
    assert search(library, "rent") == ["lease.txt"]
