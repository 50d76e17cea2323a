"""Traces are kept, bounded, and deleted without a rest."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.traces.store import FILE_NAME, MOST_DAYS, MOST_TRACES, Document, TraceStore
from tests.assistant.trace_making import bytes_of, trace

DAY = 86_400.0
REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def store(tmp_path: Path) -> TraceStore:
    return TraceStore(tmp_path, now=lambda: 1_000.0)


def test_a_trace_is_read_as_it_was_kept(store: TraceStore) -> None:
    assert store.keep(trace(1))

    assert store.read(trace(1).id) == trace(1)
    assert store.read("000000000000") is None


def test_the_newest_comes_first(store: TraceStore) -> None:
    for number, at in ((1, 900.0), (2, 990.0), (3, 950.0)):
        store.keep(trace(number, at))

    assert [entry.asked_at for entry in store.entries()] == [990.0, 950.0, 900.0]
    assert store.entries()[0].seconds == 0.2


def test_only_the_newest_thousand_are_kept(store: TraceStore, tmp_path: Path) -> None:
    for number in range(MOST_TRACES + 3):
        store.keep(trace(number, 100.0 + number / 10), [Document(f"/{number}", "r")])

    assert len(store.entries()) == MOST_TRACES
    assert store.read(trace(2).id) is None
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        assert connection.execute("SELECT count(*) FROM documents").fetchone() == (MOST_TRACES,)
    connection.close()


def test_what_is_older_than_a_month_is_not_shown_and_goes_with_the_next(tmp_path: Path) -> None:
    TraceStore(tmp_path, now=lambda: 0.0).keep(trace(1, 0.0, "canary-of-old"))
    later = TraceStore(tmp_path, now=lambda: MOST_DAYS * DAY + 1)

    assert later.entries() == ()
    assert later.read(trace(1).id) is None
    later.keep(trace(2, MOST_DAYS * DAY))

    assert b"canary-of-old" not in bytes_of(tmp_path)


def test_deleting_leaves_no_bytes_in_any_file(store: TraceStore, tmp_path: Path) -> None:
    for number in range(50):
        store.keep(
            trace(number, question=f"canary-{number} " + "long " * 900), [Document("/a", "r")]
        )
    assert b"canary-7" in bytes_of(tmp_path)

    assert store.delete() == 50

    assert b"canary" not in bytes_of(tmp_path)
    assert store.entries() == ()
    assert store.keep(trace(1))


def test_a_damaged_file_is_set_aside_and_another_begun(store: TraceStore, tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"canary, and no database" * 100)

    assert store.entries() == ()
    assert store.keep(trace(1))
    assert store.read(trace(1).id) == trace(1)
    store.delete()

    assert b"canary" not in bytes_of(tmp_path)


def test_a_file_damaged_in_the_middle_does_no_harm(store: TraceStore, tmp_path: Path) -> None:
    for number in range(200):
        store.keep(trace(number, question="words " * 300))
    file = tmp_path / FILE_NAME
    content = bytearray(file.read_bytes())
    content[4096:-4096] = b"\xa5" * (len(content) - 8192)
    file.write_bytes(content)

    store.entries()
    store.keep(trace(300))
    assert store.keep(trace(301))

    assert store.read(trace(301).id) == trace(301)


def test_tables_of_another_version_are_set_aside(store: TraceStore, tmp_path: Path) -> None:
    store.keep(trace(1))
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()

    assert store.entries() == ()
    assert store.keep(trace(2))


def test_a_store_that_another_process_holds_does_not_stop_an_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.side_file.BUSY_SECONDS", 0.05)
    store = TraceStore(tmp_path)
    store.keep(trace(1))
    other = sqlite3.connect(tmp_path / FILE_NAME)
    other.execute("BEGIN EXCLUSIVE")

    assert not store.keep(trace(2))
    assert store.entries() == ()

    other.rollback()
    other.close()
    assert store.keep(trace(2))


def test_several_processes_keep_traces_at_once(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib\n"
        "from tests.assistant.trace_making import trace\n"
        "from assistant.traces.store import TraceStore\n"
        "store = TraceStore(pathlib.Path(sys.argv[1]), now=lambda: 1_000.0)\n"
        "first = int(sys.argv[2])\n"
        "assert all(store.keep(trace(number)) for number in range(first, first + 40))\n"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", program, str(tmp_path), first], cwd=REPOSITORY)
        for first in ("100", "200", "300")
    ]

    assert [each.wait(60) for each in running] == [0, 0, 0]
    assert len(TraceStore(tmp_path, now=lambda: 1_000.0).entries()) == 120


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes anywhere")
def test_traces_of_a_folder_that_cannot_be_written_can_be_read(
    store: TraceStore, tmp_path: Path
) -> None:
    store.keep(trace(1))
    (tmp_path / FILE_NAME).chmod(0o400)
    tmp_path.chmod(0o500)
    try:
        assert store.read(trace(1).id) == trace(1)
        assert not store.keep(trace(2))
    finally:
        tmp_path.chmod(0o700)


def test_a_file_without_tables_holds_no_traces(store: TraceStore, tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).touch()

    assert store.entries() == ()
    assert store.keep(trace(1))
    assert store.read(trace(1).id) == trace(1)


def test_without_a_folder_nothing_is_kept_and_nothing_raised(tmp_path: Path) -> None:
    store = TraceStore(tmp_path / "not there")

    assert not store.keep(trace(1))
    assert store.entries() == ()
    assert store.delete() == 0
