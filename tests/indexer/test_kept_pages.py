"""A scan whose reading is cut short goes on at the next page; nothing of it outlives its file."""

import os
from collections.abc import Generator, Sequence
from contextlib import closing
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from indexer.documents import FileStatus
from indexer.events import AnyIngestionEvent, FileDone
from indexer.ingest import ingest
from indexer.kept_pages import FOLDER, KeptPages, Owner, PagesOfFile
from indexer.library import Library
from indexer.parsing import known_pages
from indexer.parsing.pdf_lines import PageLines
from indexer.parsing.pool import ParserProcess
from tests.fakes import HashEmbedder
from tests.indexer.indexing import of, run, search
from tests.indexer.scan_making import scan, write_scanned_pdf

WORDS = (
    "The boiler was serviced in October",
    "The chimney was swept in November",
    "The roof was mended in December",
)
Run = Generator[AnyIngestionEvent, None, None]
OWNER = Owner("/documents/scan.pdf", 1000, 17)
PAGE = PageLines(3, "The canary sings", ())


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def scanned(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    return write_scanned_pdf(folder / "house.pdf", [scan(words).image for words in WORDS])


@pytest.fixture
def pages(library: Path) -> KeptPages:
    library.mkdir()
    return KeptPages(library)


def kept_files(library: Path) -> list[Path]:
    return sorted((library / FOLDER).glob("*"))


def kept_texts(library: Path, revision: str) -> list[str]:
    return [page.text for page in KeptPages(library).of(revision, OWNER).known().values()]


def read_a_part(library: Path, folder: Path) -> list[str]:
    """Index until the first page is kept, then stop at once; the texts of what was kept."""
    stopped = False
    with (
        Library.open(library, create=True, write=True) as opened,
        ParserProcess(should_stop=lambda: stopped) as parser,
        closing(cast("Run", ingest(opened, parser, HashEmbedder(), [folder]))) as events,
    ):
        for _ in events:
            if kept_files(library):
                stopped = True
                break
    (file,) = kept_files(library)
    return kept_texts(library, file.stem)


def test_reading_goes_on_where_it_was_cut_short(
    library: Path, scanned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = read_a_part(library, scanned.parent)
    assert WORDS[0] in before
    read: list[str] = []
    keep = PagesOfFile.keep

    def noting(self: PagesOfFile, key: str, page: PageLines) -> None:
        read.append(page.text)
        keep(self, key, page)

    monkeypatch.setattr(PagesOfFile, "keep", noting)
    with ParserProcess() as parser:
        events = run(library, [scanned.parent], parser=parser)
    assert sorted(before + read) == sorted(WORDS)
    assert [each.status for each in of(FileDone, events)] == [FileStatus.INDEXED]
    assert search(library, "boiler chimney roof") == ["house.pdf"]
    assert kept_files(library) == []


def test_nothing_outlives_a_file_that_was_deleted_meanwhile(library: Path, scanned: Path) -> None:
    assert read_a_part(library, scanned.parent)
    assert holds(library, b"boiler")
    scanned.unlink()
    run(library)
    assert not holds(library, b"boiler")


def holds(library: Path, words: bytes) -> bool:
    files = [path for path in library.rglob("*") if path.is_file()]
    return any(words in path.read_bytes() for path in files)


def test_pages_of_other_folders_and_of_unchanged_files_stay(
    library: Path, pages: KeptPages, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    for name in ("same.pdf", "changed.pdf"):
        (other / name).write_bytes(b"%PDF-1.7 no document")
        status = (other / name).stat()
        owner = Owner(str(other / name), status.st_size, status.st_mtime_ns)
        pages.of(f"{name}-pdf", owner).keep("key", PAGE)
    (tmp_path / "empty").mkdir()
    run(library, [tmp_path / "empty"])
    assert len(kept_files(library)) == 2
    os.utime(other / "changed.pdf", (1, 1))
    with Library.open(library, write=True) as opened:
        opened.ledger.add_source(other)
        events = ingest(opened, ParserProcess(), HashEmbedder())
        next(iter(events))
    assert [file.stem for file in kept_files(library)] == ["same.pdf-pdf"]


def test_what_a_crash_half_wrote_is_cut_off(library: Path, pages: KeptPages) -> None:
    pages.of("a-pdf", OWNER).keep("first", PAGE)
    (file,) = kept_files(library)
    whole = file.read_bytes()
    pages.of("a-pdf", OWNER).keep("second", PAGE)
    file.write_bytes(file.read_bytes()[:-5])
    assert set(pages.of("a-pdf", OWNER).known()) == {"first"}
    pages.of("a-pdf", OWNER).keep("third", PAGE)
    assert set(pages.of("a-pdf", OWNER).known()) == {"first", "third"}
    file.write_bytes(whole[:2])
    pages.of("a-pdf", OWNER).keep("fourth", PAGE)
    assert set(pages.of("a-pdf", OWNER).known()) == {"fourth"}


def test_the_room_on_disk_is_bounded(library: Path) -> None:
    library.mkdir()
    pages = KeptPages(library, most_bytes=2_000)
    for number in range(100):
        pages.of(f"{number % 3}-pdf", OWNER).keep(f"key {number}", PAGE)
    together = sum(file.stat().st_size for file in kept_files(library))
    assert 1_000 < together <= 2_000 + 3 * 100


def test_a_page_that_cannot_be_kept_ends_nothing(library: Path, pages: KeptPages) -> None:
    (library / FOLDER).write_text("no folder")
    pages.of("a-pdf", OWNER).keep("key", PAGE)
    assert pages.of("a-pdf", OWNER).known() == {}


def test_a_page_is_known_by_its_picture_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = np.zeros((20, 30, 3), dtype=np.uint8)
    other = picture.copy()
    other[3, 4] = 1
    known: dict[str, PageLines] = {}
    monkeypatch.setattr(known_pages, "_state", known_pages._State())
    known_pages.tell_read_pages(known.__setitem__)
    read: list[int] = []

    def page(picture: "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]", number: int) -> PageLines:
        def anew() -> PageLines:
            read.append(number)
            return PageLines(number, f"page {number}", (), "old")

        return known_pages.read_once(picture, number, 200.0, "new", anew)

    page(picture, 1)
    known_pages.know(known)
    again: Sequence[PageLines] = [page(picture, 5), page(other, 2)]
    assert read == [1, 2]
    assert [(each.number, each.text) for each in again] == [(5, "page 1"), (2, "page 2")]
    assert again[0].label == "new"
