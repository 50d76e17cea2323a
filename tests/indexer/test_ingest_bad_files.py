"""Files and folders that cannot be read are told, and never stop the rest."""

import os
import sys
from pathlib import Path

import pytest

from indexer.documents import FileStatus, ReasonCode
from indexer.events import (
    FileDone,
    FilesFound,
)
from indexer.library import Library
from tests.indexer.indexing import (
    CountingParser,
    age,
    finished,
    found,
    of,
    run,
    search,
)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux allows such names")
def test_a_folder_whose_name_is_no_text_is_told_and_not_kept(
    library: Path, documents: Path
) -> None:
    folder = documents.with_name(os.fsdecode(b"caf\xe9"))
    documents.rename(folder)
    events = run(library, [folder])
    assert finished(events) == (0, 0, 0, 1, 0)
    (told,) = of(FileDone, events)
    assert Path(told.path).name == "caf\\udce9"
    assert found(library) == set()


def test_a_mistyped_path_is_told_and_not_kept(library: Path, documents: Path) -> None:
    events = run(library, [documents / "nowhere", documents])
    assert finished(events) == (3, 0, 0, 0, 0)
    events = run(library, [documents.with_name("nowhere")])
    assert finished(events) == (0, 0, 0, 1, 0)
    with Library.open(library) as opened:
        assert opened.ledger.sources() == [documents]
        assert opened.ledger.file(documents.with_name("nowhere")) is None


def test_bad_files_are_told_apart_and_the_rest_is_indexed(library: Path, documents: Path) -> None:
    long_name = "n" * 246 + ".txt"
    (documents / "empty.txt").write_text("")
    (documents / "blank.txt").write_text(" \n\n ")
    (documents / "picture.xyz").write_bytes(b"\x00\x01")
    (documents / "broken.txt").write_bytes(b"caf\xe9 na\xefve \xff\xfe words " * 20)
    (documents / "fake.pdf").write_text("This is no PDF at all, only text.")
    (documents / "🦊 fox.txt").write_text("The fox is orange.")
    (documents / long_name).write_text("A long name.")
    events = run(library, [documents])
    told = {Path(event.path).name: event for event in of(FileDone, events)}
    reasons = {name: event.reason.code for name, event in told.items() if event.reason}
    assert reasons.pop("broken.txt", None) in (None, ReasonCode.PAGES_UNREADABLE)
    assert reasons == {
        "empty.txt": ReasonCode.EMPTY,
        "blank.txt": ReasonCode.NO_TEXT,
        "picture.xyz": ReasonCode.UNSUPPORTED,
        "fake.pdf": ReasonCode.WRONG_FORMAT,
    }
    assert search(library, "orange") == ["🦊 fox.txt"]
    assert search(library, "long name") == [long_name]
    assert told["broken.txt"].status in (FileStatus.INDEXED, FileStatus.PARTLY)
    indexed, unchanged, skipped, failed, _ = finished(events)
    assert (indexed, unchanged, skipped, failed) == (6, 0, 3, 1)
    with Library.open(library) as opened:
        assert sum(opened.ledger.totals().values()) == of(FilesFound, events)[0].files == 10


def test_a_failed_file_is_not_tried_again_until_it_changes(library: Path, documents: Path) -> None:
    (documents / "fake.pdf").write_text("no PDF")
    age(documents)
    run(library, [documents])
    parser = CountingParser()
    (told,) = of(FileDone, run(library, parser=parser))
    assert (told.again, parser.parsed) == (False, [])
    run(library, parser=parser, retry_failed=True)
    assert parser.parsed == ["fake.pdf"]
    (documents / "fake.pdf").write_text("still no PDF")
    (told,) = of(FileDone, run(library, parser=parser))
    assert (told.again, parser.parsed) == (True, ["fake.pdf"] * 2)


@pytest.mark.skipif(sys.platform == "win32", reason="names are always Unicode there")
def test_a_name_that_is_no_unicode_is_told(library: Path, documents: Path) -> None:
    try:
        (documents / os.fsdecode(b"caf\xe9.txt")).write_text("words")
    except OSError:
        pytest.skip("this file system takes no such name")
    events = run(library, [documents])
    (told,) = [event for event in of(FileDone, events) if event.reason]
    assert told.path == str(documents / "caf\\udce9.txt")
    assert told.reason is not None
    assert "rename it" in told.reason.detail
    assert finished(events) == (3, 0, 0, 1, 0)


@pytest.mark.skipif(sys.platform == "win32", reason="permissions work differently there")
def test_an_unreadable_file_or_folder_is_told_and_tried_again(
    library: Path, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(library, [documents])
    scandir = os.scandir

    def refusing(path: str) -> object:
        if str(path).endswith("still"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)  # chmod does not stop the tests' root user
    events = run(library)
    (told,) = of(FileDone, events)
    assert told.path == str(documents / "deeper" / "still")
    assert told.reason is not None
    assert told.reason.code is ReasonCode.NOT_READABLE
    assert search(library, "cat") == ["letter.txt"]
    monkeypatch.undo()
    assert finished(run(library)) == (0, 3, 0, 0, 0)
