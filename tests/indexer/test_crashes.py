"""A run that is killed anywhere, and continued, ends with the index of an undisturbed run."""

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.documents import FileStatus
from indexer.errors import IndexingError
from indexer.library import Library
from tests.fakes import HashEmbedder
from tests.indexer.indexing import CountingParser, finished, found, run, search, write

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    for number in range(40):
        text = f"Paragraph {number} speaks of things number {number}. " * (10 + 40 * (number % 4))
        write(folder / f"part{number % 3}", **{f"file{number:02}": text})
    write(folder, copy=(folder / "part0" / "file00.txt").read_text())
    return folder


@pytest.fixture
def undisturbed(tmp_path: Path, documents: Path) -> Callable[[], set[tuple[str, str, str]]]:
    def index_anew() -> set[tuple[str, str, str]]:
        run(tmp_path / "undisturbed", [documents])
        return found(tmp_path / "undisturbed")

    return index_anew


def killed_run(library: Path, documents: Path, place: str, times: int) -> None:
    command = [sys.executable, "-m", "tests.indexer.interrupted_run"]
    command += [str(library), str(documents), place, str(times)]
    result = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert result.returncode in (-signal.SIGKILL, 9), result.stderr


def stored_chunks(library: Path) -> int:
    with Library.open(library) as opened:
        return opened.store(HashEmbedder()).count()


@pytest.mark.parametrize(
    ("place", "times"),
    [("parsing", 1), ("parsing", 25), ("added", 1), ("added", 3), ("maintaining", 1)],
)
def test_a_first_run_that_was_killed_is_continued(
    tmp_path: Path,
    documents: Path,
    undisturbed: Callable[[], set[tuple[str, str, str]]],
    place: str,
    times: int,
) -> None:
    library = tmp_path / "library"
    killed_run(library, documents, place, times)
    before = found(library)
    parser = CountingParser()
    assert finished(run(library, parser=parser))[3:] == (0, 0)
    expected = undisturbed()
    assert found(library) == expected
    assert before <= expected
    assert len(parser.parsed) <= 41 - len({path for path, _, _ in before})
    assert stored_chunks(library) == len({chunk for _, chunk, _ in expected})


@pytest.mark.parametrize(
    ("place", "times"), [("added", 1), ("deleting", 1), ("maintaining", 1), ("maintained", 1)]
)
def test_a_run_over_changes_that_was_killed_is_continued(
    tmp_path: Path,
    documents: Path,
    undisturbed: Callable[[], set[tuple[str, str, str]]],
    place: str,
    times: int,
) -> None:
    library = tmp_path / "library"
    write(documents, secret="The qxzvwkjcanary sings. " * 30)
    run(library, [documents])
    (documents / "secret.txt").unlink()
    (documents / "part1" / "file01.txt").rename(documents / "moved.txt")
    write(documents / "part2", file02="Quite different words now.")
    killed_run(library, documents, place, times)
    assert search(library, "qxzvwkjcanary") == []
    run(library)
    expected = undisturbed()
    assert found(library) == expected
    assert stored_chunks(library) == len({chunk for _, chunk, _ in expected})
    held = [path for path in library.rglob("*") if path.is_file()]
    assert not [path for path in held if b"qxzvwkjcanary" in path.read_bytes()]


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_a_run_killed_from_outside_is_continued(
    tmp_path: Path,
    documents: Path,
    undisturbed: Callable[[], set[tuple[str, str, str]]],
    share: float,
) -> None:
    """The signal comes when so many files are in the ledger, whatever the run is doing then."""
    library = tmp_path / "library"
    command = [sys.executable, "-m", "tests.indexer.interrupted_run"]
    command += [str(library), str(documents), "never", "0"]
    with subprocess.Popen(command, cwd=REPOSITORY) as process:
        while process.poll() is None and indexed(library) < share * 41:
            time.sleep(0.002)  # the only way to look at another process's database
        process.kill()
    run(library)
    assert found(library) == undisturbed()


def indexed(library: Path) -> int:
    if not (library / "writer.lock").exists() or not (library / "logs").exists():
        return 0
    try:
        with Library.open(library) as opened:
            return opened.ledger.totals()[FileStatus.INDEXED]
    except (IndexingError, sqlite3.Error):  # the writer has not finished making it
        return 0
