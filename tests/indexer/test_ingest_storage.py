"""A disk that is full, a library that cannot be written, and text that has to leave the disk."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.documents import (
    FileStatus,
    HiddenBecause,
    HiddenText,
    Page,
    ParsedDocument,
    Recognition,
    Span,
    WordBox,
)
from indexer.errors import StorageFull
from indexer.ingest import ingest
from indexer.library import Library
from tests.fakes import HashEmbedder
from tests.indexer.indexing import finished, found, run, search, write

REPOSITORY = Path(__file__).resolve().parents[2]
CANARY = "qxzvwkjcanary"


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    texts = {f"file{number}": f"Sentence number {number}. " * 900 for number in range(12)}
    write(folder, **texts)
    return folder


# -- a small disk --------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with room for a part of the index."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=320k", "tmpfs", str(folder)]
    if not sys.platform.startswith("linux") or os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("mounting needs Linux, its root user and the program mount")
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this system lets the tests mount nothing")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=False)


def make_room(disk: Path) -> None:
    command = ["mount", "-o", "remount,size=64m", str(disk)]
    subprocess.run(command, check=True)


def test_a_disk_that_fills_up_damages_nothing_and_the_next_run_goes_on(
    small_disk: Path, documents: Path, tmp_path: Path
) -> None:
    library = small_disk / "library"
    with pytest.raises(StorageFull):
        run(library, [documents])
    with Library.open(library) as opened:
        before = opened.ledger.totals()
    assert before[FileStatus.INDEXED] + before[FileStatus.WAITING] in (0, 12)
    assert before[FileStatus.INDEXED] < 12
    make_room(small_disk)
    assert finished(run(library, [documents]))[3:] == (0, 0)
    fresh = tmp_path / "fresh"
    run(fresh, [documents])
    assert found(library) == found(fresh)


@pytest.mark.parametrize("kilobytes", [60, 120, 240])
def test_a_disk_that_is_nearly_full_from_the_start_is_said(
    small_disk: Path, documents: Path, kilobytes: int
) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * (320 - kilobytes) * 1024)
    library = small_disk / "library"
    with pytest.raises(StorageFull):
        run(library, [documents])
    ballast.unlink()
    make_room(small_disk)
    assert finished(run(library, [documents]))[3:] == (0, 0)
    assert len({path for path, _, _ in found(library)}) == 12


def test_a_library_on_a_disk_that_became_read_only_says_so(
    small_disk: Path, tmp_path: Path
) -> None:
    make_room(small_disk)
    write(tmp_path / "few", lease="The rent is 900 euros.")
    library = small_disk / "library"
    run(library, [tmp_path / "few"])
    before = found(library)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    write(tmp_path / "few", vine="The vine is pruned.")
    with pytest.raises(StorageFull):
        run(library)
    assert search(library, "rent") == ["lease.txt"]
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    assert finished(run(library))[0] >= 1
    assert before < found(library)


# -- the index is gone -----------------------------------------------------------------------------


def test_an_index_that_was_taken_away_is_noticed_and_made_again(
    tmp_path: Path, documents: Path
) -> None:
    library = tmp_path / "library"
    run(library, [documents])
    before = found(library)
    shutil.rmtree(library / "index")
    with Library.open(library) as opened:
        assert opened.index_is_missing
    assert finished(run(library))[0] == 12
    assert found(library) == before
    with Library.open(library) as opened:
        assert not opened.index_is_missing


def test_the_index_and_all_documents_may_vanish_together(tmp_path: Path) -> None:
    documents = tmp_path / "documents"
    write(documents, lease="The rent is 900 euros.")
    run(tmp_path / "library", [documents])
    shutil.rmtree(tmp_path / "library" / "index")
    (documents / "lease.txt").unlink()
    assert finished(run(tmp_path / "library")) == (0, 0, 0, 0, 1)
    write(documents, lease="The rent is 950 euros.")
    assert finished(run(tmp_path / "library")) == (1, 0, 0, 0, 0)
    assert search(tmp_path / "library", "rent") == ["lease.txt"]


def test_an_empty_library_misses_nothing(tmp_path: Path) -> None:
    run(tmp_path / "library", [])
    with Library.open(tmp_path / "library") as opened:
        assert not opened.index_is_missing


# -- text that was deleted -------------------------------------------------------------------------


class Scanner:
    """Reads a file as a scan with hidden text would be read: the words are in marks and boxes."""

    def parse(self, path: Path) -> ParsedDocument:
        text = path.read_text()
        words = tuple(
            WordBox(Span(start, start + len(CANARY)), 0.1, 0.1, 0.2, 0.2)
            for start in range(len(text))
            if text.startswith(CANARY, start)
        )
        page = Page(
            1,
            text,
            label=f"page {text[:20]}",
            hidden=(HiddenText(Span(0, 5), HiddenBecause.TINY),),
            recognition=Recognition(0.8, words),
        )
        return ParsedDocument("text/plain", (page,), title=text[:30])


def test_deleted_text_is_in_no_file_of_the_library(tmp_path: Path) -> None:
    """Nor its name, its title, its labels, and what was noted of its words."""
    library, folder = tmp_path / "library", tmp_path / "documents"
    write(folder, lease="The rent is 900 euros.")
    write(folder, **{f"{CANARY}-file": f"{CANARY} sings at eight. " * 20})
    with Library.open(library, create=True, write=True) as opened:
        list(ingest(opened, Scanner(), HashEmbedder(), [folder]))
        assert opened.ledger.file(folder / f"{CANARY}-file.txt") is not None
    assert held(library), "it is there before"
    (folder / f"{CANARY}-file.txt").unlink()
    run(library)
    assert held(library) == []


def test_text_that_was_edited_away_is_in_no_file_either(tmp_path: Path) -> None:
    library, folder = tmp_path / "library", tmp_path / "documents"
    write(folder, lease=f"The {CANARY} sings at eight. " * 20)
    run(library, [folder])
    (folder / "lease.txt").write_text("The rent is 900 euros.")
    run(library)
    assert held(library) == []
    assert search(library, "rent") == ["lease.txt"]


def held(library: Path) -> list[Path]:
    """The files of the library that hold the canary, in whatever case."""
    needle = CANARY.encode()
    return [
        path
        for path in library.rglob("*")
        if (path.is_file() and needle in path.read_bytes().lower()) or CANARY in path.name
    ]
