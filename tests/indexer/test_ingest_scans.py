"""Scans on their way into the library: progress by pages, words with boxes, nothing verified."""

from pathlib import Path

from indexer.documents import FileMark, FileStatus, ReasonCode
from indexer.events import FileDone, FileProgressed
from indexer.library import Library
from indexer.parsing.pool import ParserProcess
from tests.fakes import HashEmbedder
from tests.indexer.indexing import of, run
from tests.indexer.scan_making import blank, scan, write_scanned_pdf

WORDS = "The boiler was serviced in October"


def test_a_run_tells_which_page_of_a_slow_file_is_in_hand(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "slow.txt").write_text("pages 3 0.6", encoding="utf-8")
    with ParserProcess(parse_with="tests.indexer.hostile_parsers:parse") as parser:
        events = run(tmp_path / "library", [docs], parser=parser)
    told = [(each.page, each.pages_in_file) for each in of(FileProgressed, events)]
    assert {(2, 3), (3, 3)} & set(told)


def test_a_scan_is_found_by_its_words_and_marked_as_one(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    write_scanned_pdf(docs / "boiler.pdf", [scan(WORDS).image])
    scan(WORDS).image.save(docs / "photo.png")
    blank(900, 640).save(docs / "wall.jpg")
    events = run(tmp_path / "library", [docs])
    done = {Path(each.path).name: each for each in of(FileDone, events)}
    for name in ("boiler.pdf", "photo.png"):
        assert done[name].status is FileStatus.INDEXED
        assert FileMark.SCANNED in done[name].marks
    assert done["wall.jpg"].status is FileStatus.SKIPPED
    reason = done["wall.jpg"].reason
    assert reason is not None
    assert reason.code is ReasonCode.NO_TEXT
    with Library.open(tmp_path / "library") as library:
        hits = library.store(HashEmbedder()).search_text("boiler", 5)
    assert [hit.chunk.text for hit in hits] == [WORDS, WORDS]
    for hit in hits:
        assert hit.chunk.recognition is not None
        assert len(hit.chunk.recognition.words) == len(WORDS.split())
