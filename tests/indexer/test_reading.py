"""Reading one file ahead, files that change meanwhile, and the time that is left."""

import hashlib
import os
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from indexer.chunking import chunk_document
from indexer.chunks import Chunk
from indexer.discover import FoundFile, discover
from indexer.documents import ParsedDocument, ReasonCode
from indexer.parsing.pool import DocumentParser, InlineParser
from indexer.progress import Progress
from indexer.reading import Reader
from tests.fakes import HashEmbedder


class Writing:
    """A parser during whose work somebody goes on writing the file, so many times."""

    def __init__(self, times: int) -> None:
        self.left = times

    def parse(self, path: Path) -> ParsedDocument:
        document = InlineParser().parse(path)
        if self.left:
            self.left -= 1
            path.write_text(path.read_text() + "More. ")
        return document


def reading_with(parser: DocumentParser) -> Reader:
    def cut_up(document: ParsedDocument, revision: str) -> list[Chunk]:
        return chunk_document(document, revision, HashEmbedder().count_tokens, 64)

    return Reader(parser, cut_up, set())


def found(path: Path) -> FoundFile:
    (file,) = discover(str(path), path.parent / "library")
    return file


def test_the_revision_is_the_content_and_the_format(tmp_path: Path) -> None:
    for name in ("note.txt", "same.txt", "note.md"):
        (tmp_path / name).write_text("Some words.")
    reader = reading_with(InlineParser())
    digest = hashlib.sha256(b"Some words.").hexdigest()[:32]
    revisions = [reader.read(found(path)).revision for path in sorted(tmp_path.iterdir())]
    assert revisions == [f"{digest}-markdown", f"{digest}-text", f"{digest}-text"]


def test_a_file_is_cut_up_where_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("First sentence. Second sentence.")
    read = reading_with(InlineParser()).read(found(tmp_path / "note.txt"))
    assert [chunk.text for chunk in read.chunks] == ["First sentence. Second sentence."]
    assert {chunk.revision for chunk in read.chunks} == {read.revision}


def test_a_file_without_a_word_has_no_text(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("...\n---\n...")
    read = reading_with(InlineParser()).read(found(tmp_path / "note.txt"))
    assert read.document is None
    assert read.problem is not None
    assert read.problem.code is ReasonCode.NO_TEXT


def test_a_file_that_changes_once_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("First. ")
    read = reading_with(Writing(1)).read(found(path))
    assert read.problem is None
    assert read.document is not None
    assert read.document.pages[0].text == "First. More. "
    assert read.revision.startswith(hashlib.sha256(b"First. More. ").hexdigest()[:32])


def test_a_file_that_never_rests_is_left_for_later(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("First. ")
    read = reading_with(Writing(100)).read(found(path))
    assert read.problem is not None
    assert read.problem.code is ReasonCode.NOT_YET
    assert read.revision == ""


def test_a_file_that_vanished_is_told(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("First. ")
    file = found(path)
    path.unlink()
    problem = reading_with(InlineParser()).read(file).problem
    assert problem is not None
    assert problem.code is ReasonCode.VANISHED


def test_the_next_file_is_read_while_the_last_one_is_used(tmp_path: Path) -> None:
    second_begun = threading.Event()

    class Telling(InlineParser):
        def parse(self, path: Path) -> ParsedDocument:
            if path.name == "1.txt":
                second_begun.set()
            return super().parse(path)

    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"Number {number}.")
    files = [found(tmp_path / f"{number}.txt") for number in range(3)]
    with closing(reading_with(Telling()).read_ahead(files)) as futures:
        first = next(futures)[1].result()
        assert second_begun.wait(30)
        rest = [future.result() for _, future in futures]
    paths = [read.found.path for read in (first, *rest)]
    assert paths == [file.path for file in files]


def test_what_the_parser_cannot_help_reaches_the_caller(tmp_path: Path) -> None:
    class Stopping:
        def parse(self, path: Path) -> ParsedDocument:
            raise KeyboardInterrupt

    (tmp_path / "note.txt").write_text("words")
    with (
        closing(reading_with(Stopping()).read_ahead([found(tmp_path / "note.txt")])) as futures,
        pytest.raises(KeyboardInterrupt),
    ):
        next(futures)[1].result()


def test_the_time_left_follows_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    progress = Progress(work_total=1000, files_total=4, started=100.0, working_since=100.0)
    assert progress.event("a").seconds_left is None
    now[0] += 10
    assert progress.event("a").seconds_left is None, "nothing was done yet"
    progress.work_done = 5
    assert progress.event("a").seconds_left is None, "too little was done"
    progress.work_done, progress.pages = 200, 30
    event = progress.event("a", work_ahead=50)
    assert event.seconds_left == pytest.approx(30)
    assert event.pages_per_second == pytest.approx(3)
    progress.work_done = 5000
    assert progress.event("a").seconds_left == 0


def test_a_scan_does_not_make_small_notes_look_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    scan = FoundFile("/scan.png", "/", size=60_000, format_name="picture")
    notes = [FoundFile(f"/{n}.txt", "/", size=60_000, format_name="text") for n in range(100)]
    progress = Progress()
    progress.expect([scan, *notes])
    now[0] += 6
    progress.count_file(scan)
    left = progress.event("a").seconds_left
    assert left is not None
    assert left < 200, "by their bytes it would be 600"


def test_times_of_files_are_kept_to_the_nanosecond(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("words")
    os.utime(path, ns=(1_700_000_000_123_456_700, 1_700_000_000_123_456_700))
    assert found(path).mtime_ns == path.stat().st_mtime_ns
