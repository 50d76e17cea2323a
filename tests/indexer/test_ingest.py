"""Indexing a folder, again and again, while its files change."""

import cProfile
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.events import (
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
    age,
    finished,
    found,
    of,
    run,
    search,
    write,
)


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
    write(documents, long="One sentence follows another one here. " * 6000)
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


def test_one_deleted_file_of_many_leaves_the_disk_too(library: Path, documents: Path) -> None:
    for number in range(30):
        (documents / f"{number}.txt").write_text(f"Note {number} about nothing in particular.\n")
    canary = documents / "canary.txt"
    canary.write_text("The word xylocanary stands nowhere else.\n")
    run(library, [documents])
    for number in range(3):
        (documents / f"{number}.txt").unlink()
    run(library)  # now all are in one file of the index
    assert holds(library, b"xylocanary")
    canary.unlink()
    run(library)
    assert not holds(library, b"xylocanary")


def holds(folder: Path, text: bytes) -> bool:
    """Whether any file below the folder holds these bytes."""
    return any(text in file.read_bytes() for file in folder.rglob("*") if file.is_file())


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


def test_the_real_parser_process_does_the_same(library: Path, documents: Path) -> None:
    with ParserProcess() as parser:
        assert finished(run(library, [documents], parser=parser)) == (3, 0, 0, 0, 0)
    inline = library.with_name("inline")
    run(inline, [documents])
    assert found(library) == found(inline)


def test_an_unchanged_file_costs_few_steps(library: Path, tmp_path: Path) -> None:
    """A guard against work per file; how long 10,000 of them take is in the benchmarks."""
    folder = tmp_path / "many"
    folder.mkdir()
    calls = []
    for files in (100, 300):
        for number in range(files):
            (folder / f"file{number}.xyz").write_bytes(b"x")
        run(library, [folder])
        calls.append(calls_of(lambda: run(library)))
    assert finished(run(library)) == (0, 0, 300, 0, 0)
    assert (calls[1] - calls[0]) / 200 < 150


def calls_of(work: Callable[[], object]) -> int:
    """How many functions are called, of Python and beneath it."""
    profile = cProfile.Profile()
    profile.runcall(work)
    return sum(entry.callcount for entry in profile.getstats())


def test_writing_needs_a_library_opened_for_it(library: Path, documents: Path) -> None:
    run(library, [documents])
    with Library.open(library) as opened, pytest.raises(ValueError, match="opened for writing"):
        ingest(opened, InlineParser(), HashEmbedder())
