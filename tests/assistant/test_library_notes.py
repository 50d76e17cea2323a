"""Nobody is left with an empty answer: what is missing is said, and the next command named."""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.command_line.library_notes import NO_FILES, NO_INDEX, NO_SOURCES, nothing_to_search
from assistant.search.search_hints import search_hint
from indexer.library import Library
from tests.assistant.command_running import Run, runner

MakeLibrary = Callable[[dict[str, str]], Library]


@pytest.fixture
def footnote(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process."""
    return runner(monkeypatch, capsys)


def test_a_library_that_can_be_searched_needs_no_words(library_of: MakeLibrary) -> None:
    assert nothing_to_search(library_of({"lease.txt": "The rent is 900 euros."})) == ""


def test_a_library_without_a_folder_says_how_to_add_one(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library", create=True, write=True) as library:
        assert nothing_to_search(library) == NO_SOURCES


def test_an_empty_folder_is_not_taken_for_a_missing_one(library_of: MakeLibrary) -> None:
    assert nothing_to_search(library_of({})) == NO_FILES


def test_files_that_could_not_be_read_are_counted(library_of: MakeLibrary) -> None:
    library = library_of({"empty.txt": "", "film.xyz": "Nobody reads this."})
    assert "2 files" in nothing_to_search(library)
    assert "footnote status" in nothing_to_search(library)


def test_an_index_that_was_taken_away_is_the_reason(library_of: MakeLibrary) -> None:
    library = library_of({"lease.txt": "The rent is 900 euros."})
    shutil.rmtree(library.folder / "index")
    assert nothing_to_search(library) == NO_INDEX


def test_a_folder_without_documents_is_told_from_words_that_nothing_fits(
    library_of: MakeLibrary, tmp_path: Path
) -> None:
    library = library_of({"lease.txt": "The rent is 900 euros."})
    said = search_hint(library, "rent", found=False, translates=False, within=tmp_path / "other")
    assert said.startswith("Nothing in “other” is indexed.")
    within = tmp_path / "docs"
    assert search_hint(library, "rent", found=False, translates=False, within=within) == ""


@pytest.mark.skipif(sys.platform == "win32", reason="pipes have no names in folders")
@pytest.mark.timeout(60)
def test_text_refuses_what_is_no_file_without_waiting_for_it(
    footnote: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    for path, said in (
        (tmp_path / "pipe.txt", "is a device, pipe or socket"),
        (Path("/dev/zero"), "is a device, pipe or socket"),
        (tmp_path, "is a folder; name a file in it"),
        (tmp_path / "gone.txt", "there is nothing at"),
    ):
        status, output, errors = footnote(tmp_path / "library", "text", str(path))
        assert (status, output) == (2, "")
        assert said in " ".join(errors.split())
