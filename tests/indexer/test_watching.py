"""Changes on disk are told while they happen."""

import threading
from pathlib import Path

from indexer.watching import watch_sources


def test_changes_are_told_and_the_library_is_left_out(tmp_path: Path) -> None:
    documents, library = tmp_path / "documents", tmp_path / "documents" / "library"
    library.mkdir(parents=True)
    told: list[Path] = []
    stop = threading.Event()

    def keep_writing() -> None:
        number = 0
        while not stop.wait(0.7):
            number += 1
            (documents / f"note{number}.txt").write_text("new")
            (library / "library.sqlite").write_text(str(number))

    writer = threading.Thread(target=keep_writing)
    writer.start()
    try:
        for changed in watch_sources([documents, tmp_path / "missing"], library, stop.is_set):
            told.extend(changed)
            stop.set()
    finally:
        stop.set()
        writer.join()
    assert told
    assert all(path.name.startswith("note") for path in told)


def test_without_a_source_there_is_nothing_to_watch() -> None:
    assert list(watch_sources([])) == []
