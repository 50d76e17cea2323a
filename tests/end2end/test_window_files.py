"""Every file accounted for, in the real window over the real engine."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from assistant.settings import Settings
from desktop.engine_client import EngineClient
from desktop.engine_process import engine_command
from desktop.main_window import MainWindow
from indexer.documents import FileStatus
from tests.end2end.texts import FACTS, write_facts

pytestmark = [pytest.mark.end2end, pytest.mark.model, pytest.mark.timeout(400)]

PATIENCE = 180_000


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The real window over an empty library, its real engine ready."""
    client = EngineClient(engine_command(tmp_path / "library"))
    state = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    window = MainWindow(client, Settings(tmp_path / "settings.toml"), state)
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitSignal(window.indexing.listing.listed, timeout=PATIENCE):
        client.start()
    yield window
    with qtbot.waitSignal(client.closed, timeout=PATIENCE):
        window.close()


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """Three readable files, one that is damaged, one that is empty, one that nobody reads."""
    folder = write_facts(tmp_path / "my documents")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 and nothing more")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "film.mov").write_bytes(b"moving pictures")
    return folder


def test_a_dropped_folder_is_accounted_for_repaired_and_followed(
    qtbot: QtBot, window: MainWindow, documents: Path, tmp_path: Path
) -> None:
    ledger = window.indexing.ledger

    def wait(is_true: Callable[[], bool]) -> None:
        qtbot.waitUntil(is_true, timeout=PATIENCE)

    def at_rest() -> bool:
        return not window.indexing.progress.running and not ledger.is_filling

    def status_of(name: str) -> FileStatus | None:
        row = ledger.rows.get(str(documents / name))
        return None if row is None else row.entry.status

    window.add_paths([str(documents)])
    wait(lambda: status_of("broken.pdf") is FileStatus.FAILED and at_rest())
    assert +ledger.totals == {
        FileStatus.INDEXED: len(FACTS),
        FileStatus.SKIPPED: 2,
        FileStatus.FAILED: 1,
    }
    window.show_ledger()
    panel = window.ledger_panel
    assert panel is not None
    assert panel.sum.accessibleName() == "6 files, every one accounted for"
    panel.table.choose(str(documents / "broken.pdf"))
    assert "“broken.pdf” is damaged" in panel.details.words

    (documents / "broken.pdf").write_text("no longer a PDF", encoding="utf-8")
    (documents / "broken.pdf").rename(documents / "repaired.txt")
    wait(lambda: status_of("repaired.txt") is FileStatus.INDEXED and at_rest())
    wait(lambda: status_of("broken.pdf") is None)

    lists: list[object] = []
    window.indexing.listing.listed.connect(lambda: lists.append(1))
    with qtbot.waitSignal(ledger.rows_changed, timeout=PATIENCE):
        window.indexing.retry([str(documents / "lease.txt")])
    wait(at_rest)
    assert status_of("lease.txt") is FileStatus.INDEXED
    assert lists == [], "one file read again needs no list of all"

    window.commands.export(str(tmp_path / "files.csv"))
    wait(lambda: "was written" in window.message_bar.text.text())
    with (tmp_path / "files.csv").open(encoding="utf-8-sig", newline="") as exported:
        rows = list(csv.DictReader(exported))
    assert {row["path"] for row in rows} == set(ledger.rows)


def test_a_pause_holds_until_it_is_lifted(
    qtbot: QtBot, window: MainWindow, documents: Path
) -> None:
    footer = window.library.footer
    window.indexing.pause()
    qtbot.waitUntil(footer.resume_button.isVisible, timeout=PATIENCE)
    qtbot.waitUntil(lambda: footer.text.startswith("Paused."), timeout=PATIENCE)
    window.add_paths([str(documents)])
    qtbot.waitUntil(lambda: window.indexing.progress.running, timeout=PATIENCE)
    with qtbot.waitSignal(window.indexing.listing.listed, timeout=PATIENCE):
        window.indexing.listing.ask()
    assert not any(
        row.entry.status is FileStatus.INDEXED for row in window.indexing.ledger.rows.values()
    )
    footer.resume_button.click()
    qtbot.waitUntil(
        lambda: window.indexing.ledger.totals[FileStatus.INDEXED] == len(FACTS), timeout=PATIENCE
    )
