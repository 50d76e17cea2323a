"""What a folder would bring, before anything is indexed."""

from collections.abc import Generator
from pathlib import Path

import pytest

from indexer import preview as previewing
from indexer.documents import FileStatus
from indexer.ledger import Ledger
from indexer.ledger_records import FileRecord, Speed
from indexer.library import Library
from indexer.preview import Preview, Share, estimate, preview
from indexer.rules import Rules
from tests.indexer.indexing import run, write


def drain(steps: Generator[None, None, Preview]) -> Preview:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: Preview = end.value
            return found


def look(path: Path, ledger: Ledger | None = None, rules: Rules | None = None) -> Preview:
    return drain(preview(path, path.parent / "library", ledger, rules or Rules()))


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    write(folder, lease="x" * 900, letter="y" * 100)
    write(folder / "drafts", one="z")
    (folder / "notes.md").write_text("# Notes")
    (folder / "film.MOV").write_bytes(b"0" * 5000)
    (folder / "empty.txt").touch()
    (folder / "makeshift").write_bytes(b"0")
    (folder / "old.log").write_text("log")
    (folder / ".hidden").write_text("hidden")
    return folder


def test_kinds_are_counted_with_their_sizes_largest_first(documents: Path) -> None:
    found = look(documents, rules=Rules(("*.log", "drafts/")))
    assert found.readable == (Share("text", 2, 1000), Share("markdown", 1, 7))
    assert found.skipped == (Share(".mov", 1, 5000), Share("", 1, 1), Share(".txt", 1, 0))
    assert found.excluded == 3
    assert (found.seconds, found.complete) == (None, True)


def test_what_a_gitignore_leaves_out_is_counted_by_itself(documents: Path) -> None:
    (documents / ".git").mkdir()
    (documents / ".gitignore").write_text("*.log\ndrafts/\n")
    found = look(documents, rules=Rules(("letter.*",)))
    # The two names that begin with a dot, and .hidden, are left out without any rule.
    assert (found.excluded, found.by_git) == (6, 2)


def test_a_preview_says_what_indexing_then_does(documents: Path, tmp_path: Path) -> None:
    rules = Rules(("*.log", "drafts/"))
    found = look(documents, rules=rules)
    run(tmp_path / "library", [documents], rules=rules)
    with Library.open(tmp_path / "library") as opened:
        totals = opened.ledger.totals()
    assert sum(share.files for share in found.readable) == totals[FileStatus.INDEXED]
    left = sum(share.files for share in found.skipped)
    assert left + 1 == totals[FileStatus.SKIPPED], "and the file that a rule names"


def test_counting_is_cut_short_by_number_and_by_time(
    documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(previewing, "MOST_FILES", 3)
        found = look(documents)
        shares = (*found.readable, *found.skipped)
        assert (sum(share.files for share in shares), found.complete) == (3, False)
    monkeypatch.setattr(previewing, "MOST_SECONDS", -1.0)
    assert not look(documents).complete


def test_a_preview_can_be_stopped_anywhere(
    documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previewing, "FILES_PER_STEP", 1)
    steps = preview(documents, documents.parent / "library", None, Rules())
    next(steps)
    next(steps)
    steps.close()
    with pytest.raises(StopIteration):
        next(steps)


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        look(tmp_path / "gone")


def test_time_is_judged_by_what_such_files_took() -> None:
    pdf, text = Speed("pdf", 10, 50.0, 1000), Speed("text", 90, 10.0, 9000)
    assert estimate({"pdf": 200, "text": 900}, [pdf, text]) == pytest.approx(10.0 + 1.0)
    assert estimate({"odt": 10_000}, [pdf, text]) == pytest.approx(60.0), "as all others together"
    assert estimate({}, []) == 0.0
    assert estimate({"pdf": 1}, [Speed("pdf", 4, 50.0, 1000)]) is None
    assert estimate({"pdf": 1}, [Speed("pdf", 10, 0.5, 1000)]) is None


def test_what_is_indexed_already_takes_no_time_again(documents: Path, tmp_path: Path) -> None:
    run(tmp_path / "library", [documents])
    with Library.open(tmp_path / "library", write=True) as opened:
        opened.ledger.put(
            FileRecord(
                f"/read/{number}.txt", FileStatus.INDEXED, seconds=1.0, size=50, revision="a-text"
            )
            for number in range(20)
        )
        assert look(documents, opened.ledger).seconds == 0.0
        write(documents, new="n" * 100)
        seconds = look(documents, opened.ledger).seconds
        assert seconds is not None
        assert 0.5 < seconds < 2.5


def test_a_part_of_a_source_is_previewed_by_the_sources_rules(
    documents: Path, tmp_path: Path
) -> None:
    with Library.open(tmp_path / "library", create=True, write=True) as opened:
        opened.ledger.add_source(documents)
        opened.ledger.set_rules(documents, ["/drafts/one.txt"])
        found = look(documents / "drafts", opened.ledger)
    assert (found.readable, found.excluded) == ((), 1)
