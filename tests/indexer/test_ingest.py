"""Indexing a folder, again and again, while its files change."""

import os
import sqlite3
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.documents import FileStatus, ReasonCode
from indexer.errors import StorageFull
from indexer.events import (
    FileDone,
    FileProgressed,
    FileRemoved,
    FileRenamed,
    FilesFound,
    SourceAway,
)
from indexer.ingest import ingest
from indexer.library import Library
from indexer.parsing import registry
from indexer.parsing.pool import InlineParser, ParserProcess
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


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    write(folder, lease="The rent is 900 euros.", manual="Press the green button.")
    write(folder / "deeper" / "still", letter="Dear Madam, the cat is well.")
    return folder


def age(folder: Path) -> None:
    """Make the files so old that their times alone prove them unchanged."""
    for path in folder.rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))


def record(library: Path, path: Path) -> tuple[FileStatus, ReasonCode | None]:
    with Library.open(library) as opened:
        known = opened.ledger.file(path)
        assert known is not None
        return known.status, known.reason.code if known.reason else None


def test_every_file_of_a_folder_is_found(library: Path, documents: Path) -> None:
    events = run(library, [documents])
    assert finished(events) == (3, 0, 0, 0, 0)
    assert of(FilesFound, events)[0].to_index == 3
    assert {Path(path).name for path, _, _ in found(library)} == {
        "lease.txt",
        "manual.txt",
        "letter.txt",
    }
    assert search(library, "cats") == ["letter.txt"]


def test_progress_is_told_and_ends_with_everything_done(library: Path, documents: Path) -> None:
    write(documents, long="One sentence follows another one here. " * 3000)
    progress = of(FileProgressed, run(library, [documents]))
    assert len(progress) > 3
    assert all(event.files_total == 4 for event in progress)
    assert [event.chunks_done for event in progress] == sorted(
        event.chunks_done for event in progress
    )


def test_indexing_again_does_nothing(library: Path, documents: Path) -> None:
    age(documents)
    run(library, [documents])
    parser, embedder = CountingParser(), CountingEmbedder()
    events = run(library, parser=parser, embedder=embedder)
    assert finished(events) == (0, 3, 0, 0, 0)
    assert (parser.parsed, embedder.embedded) == ([], 0)


def test_a_file_that_was_only_touched_is_not_parsed(library: Path, documents: Path) -> None:
    age(documents)
    run(library, [documents])
    os.utime(documents / "lease.txt", (1_700_000_500, 1_700_000_500))
    parser = CountingParser()
    assert finished(run(library, parser=parser)) == (0, 3, 0, 0, 0)
    assert parser.parsed == []
    assert of(FilesFound, run(library))[0].to_index == 0


def test_a_change_that_leaves_size_and_time_is_noticed(library: Path, documents: Path) -> None:
    run(library, [documents])
    lease = documents / "lease.txt"
    status = lease.stat()
    lease.write_text("The rent is 950 euros.")
    os.utime(lease, ns=(status.st_atime_ns, status.st_mtime_ns))
    run(library)
    assert search(library, "950") == ["lease.txt"]


def test_files_are_read_again_when_their_format_is_read_differently(
    library: Path, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    age(documents)
    run(library, [documents])
    text = next(known for known in registry.FORMATS if known.name == "text")
    others = tuple(known for known in registry.FORMATS if known is not text)
    monkeypatch.setattr(registry, "FORMATS", (*others, replace(text, name="text2")))
    assert finished(run(library))[:2] == (3, 0)
    assert finished(run(library))[:2] == (0, 3)
    with Library.open(library) as opened:
        assert opened.store(HashEmbedder()).count() == 3


def test_a_changed_file_replaces_its_chunks(library: Path, documents: Path) -> None:
    run(library, [documents])
    (documents / "lease.txt").write_text("The deposit is 1200 dollars.")
    assert finished(run(library)) == (1, 2, 0, 0, 0)
    assert search(library, "deposit") == ["lease.txt"]
    assert search(library, "rent 900") == []


@pytest.mark.parametrize("target", ["rental.txt", "deeper/lease.txt"])
def test_a_renamed_or_moved_file_embeds_nothing(
    library: Path, documents: Path, target: str
) -> None:
    run(library, [documents])
    before = {(chunk, text) for _, chunk, text in found(library)}
    (documents / "lease.txt").rename(documents / target)
    parser, embedder = CountingParser(), CountingEmbedder()
    events = run(library, parser=parser, embedder=embedder)
    (renamed,) = of(FileRenamed, events)
    assert renamed.path == str(documents / target)
    assert renamed.old_path == str(documents / "lease.txt")
    assert (parser.parsed, embedder.embedded) == ([], 0)
    assert {(chunk, text) for _, chunk, text in found(library)} == before
    assert finished(events) == (0, 3, 0, 0, 0)


def test_a_copy_embeds_nothing_and_survives_its_original(library: Path, documents: Path) -> None:
    run(library, [documents])
    (documents / "copy.txt").write_text("The rent is 900 euros.")
    embedder = CountingEmbedder()
    assert finished(run(library, embedder=embedder))[0] == 1
    assert embedder.embedded == 0
    (documents / "lease.txt").unlink()
    run(library)
    assert search(library, "rent") == ["copy.txt"]


def test_two_copies_in_one_run_share_their_chunks(library: Path, tmp_path: Path) -> None:
    write(tmp_path / "documents", one="The same words.", two="The same words.")
    assert finished(run(library, [tmp_path / "documents"])) == (2, 0, 0, 0, 0)
    with Library.open(library) as opened:
        assert opened.store(HashEmbedder()).count() == 1
    assert search(library, "same") == ["one.txt", "two.txt"]


def test_a_deleted_file_is_gone_from_results_and_from_the_disk(
    library: Path, documents: Path
) -> None:
    write(documents, secret="The qxzvwkjcanary sings at 0815. " * 20)
    run(library, [documents])
    assert search(library, "qxzvwkjcanary") == ["secret.txt"]
    (documents / "secret.txt").unlink()
    events = run(library)
    assert [event.path for event in of(FileRemoved, events)] == [str(documents / "secret.txt")]
    assert search(library, "qxzvwkjcanary") == []
    held = [path for path in library.rglob("*") if path.is_file()]
    assert not [path for path in held if b"qxzvwkjcanary" in path.read_bytes()]
    assert not [path for path in held if b"secret.txt" in path.read_bytes()]


def test_only_the_paths_given_are_brought_up_to_date(library: Path, documents: Path) -> None:
    run(library, [documents])
    write(documents, new="new words")
    write(documents / "deeper", other="other words")
    (documents / "manual.txt").unlink()
    assert finished(run(library, [documents / "deeper"])) == (1, 1, 0, 0, 0)
    assert search(library, "words") == ["other.txt"]
    assert finished(run(library)) == (1, 3, 0, 0, 1)


def test_a_single_file_can_be_a_source_and_be_deleted(library: Path, documents: Path) -> None:
    run(library, [documents / "lease.txt"])
    assert search(library, "rent") == ["lease.txt"]
    (documents / "lease.txt").unlink()
    assert finished(run(library)) == (0, 0, 0, 0, 1)
    assert search(library, "rent") == []


def test_files_of_a_removed_source_leave_the_library(library: Path, documents: Path) -> None:
    run(library, [documents])
    with Library.open(library, write=True) as opened:
        opened.ledger.remove_source(documents)
    assert finished(run(library)) == (0, 0, 0, 0, 3)
    assert found(library) == set()


def test_an_unplugged_source_keeps_what_was_indexed(library: Path, documents: Path) -> None:
    run(library, [documents])
    documents.rename(documents.with_name("unplugged"))
    events = run(library)
    assert of(SourceAway, events) == [SourceAway(path=str(documents), files=3)]
    assert finished(events) == (0, 3, 0, 0, 0)
    assert search(library, "rent") == ["lease.txt"]
    documents.with_name("unplugged").rename(documents)
    assert finished(run(library)) == (0, 3, 0, 0, 0)


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


def test_stopping_keeps_what_was_done(library: Path, tmp_path: Path) -> None:
    texts = {f"file{number}": f"Sentence number {number}. " * 300 for number in range(12)}
    write(tmp_path / "documents", **texts)
    with Library.open(library, create=True, write=True) as opened:
        events = ingest(opened, InlineParser(), HashEmbedder(), [tmp_path / "documents"])
        for event in events:
            if isinstance(event, FileDone):
                break
        events.close()  # type: ignore[attr-defined]
        totals = opened.ledger.totals()
    done = totals[FileStatus.INDEXED]
    assert 0 < done < 12
    assert totals[FileStatus.WAITING] == 12 - done
    assert finished(run(library))[0] == 12 - done
    fresh = tmp_path / "fresh"
    run(fresh, [tmp_path / "documents"])
    assert found(fresh) == found(library)


def test_chunks_that_were_lost_are_made_again(library: Path, documents: Path) -> None:
    age(documents)
    run(library, [documents])
    before = found(library)
    with Library.open(library, write=True) as opened:
        revision = next(iter(opened.ledger.live_revisions()))
        opened.store(HashEmbedder()).delete_revisions([revision])
    assert finished(run(library)) == (1, 2, 0, 0, 0)
    assert found(library) == before


def test_chunks_that_no_file_names_are_deleted(library: Path, documents: Path) -> None:
    run(library, [documents])
    with sqlite3.connect(library / "library.sqlite") as connection:
        connection.execute("DELETE FROM files WHERE path LIKE '%lease%'")
    connection.close()
    (documents / "lease.txt").unlink()
    run(library)
    with Library.open(library) as opened:
        assert opened.store(HashEmbedder()).count() == 2


def test_a_full_disk_ends_the_run_and_keeps_what_was_done(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {f"file{number}": f"Sentence number {number}. " * 1500 for number in range(12)}
    write(tmp_path / "documents", **texts)
    with Library.open(library, create=True, write=True) as opened:
        store = opened.store(HashEmbedder())
        add, calls = store.add, []

        def filling(*arguments: object) -> None:
            calls.append(arguments)
            if len(calls) == 3:
                raise StorageFull(library, "No space left on device")
            add(*arguments)  # type: ignore[arg-type]

        monkeypatch.setattr(store, "add", filling)
        with pytest.raises(StorageFull, match="what was indexed so far is kept"):
            list(ingest(opened, InlineParser(), HashEmbedder(), [tmp_path / "documents"]))
        done = opened.ledger.totals()[FileStatus.INDEXED]
    assert done > 0
    assert finished(run(library))[:2] == (12 - done, done)


class OtherEmbedder(CountingEmbedder):
    fingerprint = "another-model"


def test_another_model_gets_an_index_of_its_own(library: Path, documents: Path) -> None:
    age(documents)
    run(library, [documents])
    old = found(library)
    other = OtherEmbedder()
    with Library.open(library, write=True) as opened:
        events = ingest(opened, InlineParser(), other)
        for event in events:
            if isinstance(event, FileProgressed):
                break
        events.close()  # type: ignore[attr-defined]
        assert opened.store(other) is not opened.store(HashEmbedder())
        assert opened.store(HashEmbedder()).count() == 3
    assert found(library) == old, "the old index serves until the new one is complete"
    assert finished(run(library, embedder=other))[0] == 3
    assert found(library, other) == old
    assert len(list((library / "index").iterdir())) == 1


def test_the_real_parser_process_does_the_same(library: Path, documents: Path) -> None:
    with ParserProcess() as parser:
        assert finished(run(library, [documents], parser=parser)) == (3, 0, 0, 0, 0)
    inline = library.with_name("inline")
    run(inline, [documents])
    assert found(library) == found(inline)


def test_ten_thousand_unchanged_files_take_little_time(library: Path, tmp_path: Path) -> None:
    """A guard against a step per file; the real figure is in the benchmarks."""
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(2000):
        (folder / f"file{number}.xyz").write_bytes(b"x")
    run(library, [folder])
    events = run(library)
    assert finished(events) == (0, 0, 2000, 0, 0)
    assert events[-1].seconds < 2.0  # type: ignore[union-attr]


def test_writing_needs_a_library_opened_for_it(library: Path, documents: Path) -> None:
    run(library, [documents])
    with Library.open(library) as opened, pytest.raises(ValueError, match="opened for writing"):
        ingest(opened, InlineParser(), HashEmbedder())
