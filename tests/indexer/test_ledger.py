"""The ledger's tables, used by several threads and processes at once."""

import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.documents import FileMark, FileStatus, Reason, ReasonCode
from indexer.errors import StorageFull
from indexer.ledger import Ledger
from indexer.ledger_records import FileRecord, SourceRecord
from indexer.library import Library


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Library.open(tmp_path / "library", create=True, write=True) as library:
        yield library.ledger


def absolute(*parts: str) -> str:
    return os.path.abspath(os.path.join(os.sep, *parts))  # noqa: PTH100, PTH118


def live(path: str, revision: str, status: FileStatus = FileStatus.INDEXED) -> FileRecord:
    return FileRecord(path, status, revision=revision, size=3, pages=2, chunks=4, title="Title")


def test_a_record_comes_back_as_it_was_put(ledger: Ledger) -> None:
    record = FileRecord(
        absolute("a", "🦊 " + "n" * 240 + ".pdf"),
        FileStatus.PARTLY,
        Reason(ReasonCode.PAGES_WITHOUT_TEXT, "page 4 has no text, only pictures"),
        source=absolute("a"),
        size=1 << 40,
        mtime_ns=1_700_000_000_123_456_789,
        checked_ns=1_700_000_100_123_456_789,
        revision="abc-pdf",
        pages=9,
        chunks=30,
        seconds=1.5,
        title="Über Füchse",
        media_type="application/pdf",
        indexed_at=1_700_000_200.5,
        marks=(FileMark.HIDDEN_TEXT, FileMark.SCANNED),
    )
    ledger.put([record])
    assert ledger.files() == [record]
    assert ledger.file(Path(record.path)) == record
    assert ledger.file(absolute("a", "other")) is None
    changed = replace(record, status=FileStatus.INDEXED, reason=None)
    ledger.put([changed])
    assert ledger.files() == [changed]


def test_sources_are_kept_in_order_and_once(ledger: Ledger) -> None:
    for name in ("b", "a", "b"):
        ledger.add_source(Path(absolute(name)))
    assert ledger.sources() == [Path(absolute("b")), Path(absolute("a"))]
    ledger.remove_source(Path(absolute("b")))
    assert ledger.sources() == [Path(absolute("a"))]


def test_what_is_known_of_a_source_is_kept_until_it_is_removed(ledger: Ledger) -> None:
    source, other = absolute("stick"), absolute("disk")
    for path in (source, other):
        ledger.add_source(Path(path))
    ledger.set_rules(Path(source), ["*.log", "# notes", "!keep.log"])
    ledger.set_away(Path(source), 1_700_000_000.5)
    ledger.set_left_out(Path(source), 12, 3)
    ledger.add_source(Path(source))
    assert ledger.source_records() == [
        SourceRecord(source, 1_700_000_000.5, ("*.log", "# notes", "!keep.log"), 12, 3),
        SourceRecord(other),
    ]
    ledger.set_away(Path(source), None)
    ledger.set_rules(Path(source), [])
    assert ledger.source_records()[0] == SourceRecord(source, hidden=12, excluded=3)
    ledger.remove_source(Path(source))
    ledger.add_source(Path(source))
    assert SourceRecord(source) in ledger.source_records()


def test_within_is_the_folder_and_not_its_neighbours(ledger: Ledger) -> None:
    inside = [absolute("a", "b", "one.txt"), absolute("a", "b", "deep", "two.txt")]
    outside = [absolute("a", "b.txt"), absolute("a", "b2", "x.txt"), absolute("a", "B", "y.txt")]
    ledger.put(live(path, path[-9:]) for path in inside + outside)
    assert {record.path for record in ledger.files(Path(absolute("a", "b")))} == set(inside)
    assert len(ledger.files(Path(absolute("a", "b", "one.txt")))) == 1
    assert len(ledger.files(Path(os.sep))) == 5
    found = ledger.live_revisions(Path(absolute("a", "b")))
    assert sorted(path for paths in found.values() for path in paths) == sorted(inside)


def test_only_indexed_files_are_live(ledger: Ledger) -> None:
    for number, status in enumerate(FileStatus):
        ledger.put([live(absolute(f"{number}.txt"), f"r{number}", status)])
    ledger.put([live(absolute("copy.txt"), "r1")])
    assert ledger.live_revisions() == {
        "r1": [absolute("1.txt"), absolute("copy.txt")],
        "r2": [absolute("2.txt")],
    }
    assert ledger.totals()[FileStatus.INDEXED] == 2
    assert set(ledger.totals()) == set(FileStatus)
    assert ledger.unnamed(["r0", "r1", "r2", "r3", "other"]) == {"r0", "r3", "other"}


def test_live_revisions_are_kept_until_anybody_writes(ledger: Ledger, tmp_path: Path) -> None:
    with Library.open(tmp_path / "library") as reader:
        assert reader.ledger.live_revisions() == {}
        first = reader.ledger.live_revisions()
        assert reader.ledger.live_revisions() is first
        ledger.put([live(absolute("a.txt"), "r")])
        assert reader.ledger.live_revisions() == {"r": [absolute("a.txt")]}
        assert ledger.live_revisions() == {"r": [absolute("a.txt")]}
        ledger.remove([absolute("a.txt")])
        assert ledger.live_revisions() == reader.ledger.live_revisions() == {}


def test_a_few_revisions_are_looked_up_without_the_others(ledger: Ledger) -> None:
    ledger.put(
        [live(absolute("b.txt"), "r"), live(absolute("a.txt"), "r"), live(absolute("c.txt"), "s")]
    )
    ledger.put([live(absolute("d.txt"), "t", FileStatus.FAILED)])
    assert ledger.live_paths(["r", "t", "none"]) == {"r": [absolute("a.txt"), absolute("b.txt")]}
    assert ledger.has_live()
    assert ledger.has_live(Path(absolute("c.txt")))
    assert not ledger.has_live(Path(absolute("d.txt")))


def test_threads_write_and_read_at_once(ledger: Ledger) -> None:
    problems: list[Exception] = []

    def work(number: int) -> None:
        try:
            for step in range(30):
                ledger.put([live(absolute(f"{number}", f"{step}.txt"), f"r{number}-{step}")])
                ledger.live_revisions()
        except Exception as error:
            problems.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert len(ledger.files()) == 120


def test_a_commit_is_whole_or_not_at_all(ledger: Ledger) -> None:
    ledger.commit("index", {"r": 4}, [live(absolute("a.txt"), "r")])
    assert ledger.complete_revisions("index") == {"r": 4}
    assert ledger.complete_revisions("another") == {}
    with pytest.raises(AttributeError):
        ledger.commit("index", {"s": 1}, [None])  # type: ignore[list-item]
    assert ledger.complete_revisions("index") == {"r": 4}
    ledger.forget_revisions("index", ["r"])
    assert ledger.complete_revisions("index") == {}


def test_a_full_disk_is_said(ledger: Ledger) -> None:
    def fill() -> None:
        with ledger.transaction() as connection:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages}")
            for number in range(10_000):
                connection.execute("INSERT INTO facts VALUES (?, ?)", (str(number), "x" * 100))

    with pytest.raises(StorageFull, match="free some space"):
        fill()
    assert ledger.fact("1") is None


def test_facts_are_kept(ledger: Ledger) -> None:
    assert ledger.fact("name") is None
    ledger.set_fact("name", "first")
    ledger.set_fact("name", "second")
    assert ledger.fact("name") == "second"
