"""Looking through all files of the library, by keyboard and mouse."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.item_models.file_arrangement import Column
from desktop.main_window import MainWindow
from desktop.panels.ledger_panel import LedgerPanel
from indexer.documents import FileMark, FileStatus
from tests.desktop.conftest import MakeWindow
from tests.desktop.scripted_library import FOLDER, NAMES

SAFE = str(FOLDER / "Safe combination.pdf")


@pytest.fixture
def panel(window: MainWindow, qtbot: QtBot) -> LedgerPanel:
    """The list of all files, opened by its key."""
    qtbot.keyClick(window, Qt.Key.Key_F7)
    assert window.ledger_panel is not None
    assert window.ledger_panel.isVisible()
    return window.ledger_panel


def names(panel: LedgerPanel) -> list[str]:
    """What the first column shows."""
    return [str(panel.files.index(row, 0).data()) for row in range(panel.files.rowCount())]


def counts(panel: LedgerPanel) -> list[str]:
    """What is on the chips of the statuses."""
    return [chip.text() for chip in panel.chips.chips.values()]


def test_every_file_is_counted_once(panel: LedgerPanel) -> None:
    assert panel.sum.accessibleName() == "7 files, every one accounted for"
    assert counts(panel) == [
        "All  7",
        "Indexed  4",
        "Partly indexed  1",
        "Skipped  1",
        "Failed  1",
        "Waiting  0",
    ]
    assert panel.chips.chips[FileStatus.FAILED].accessibleName() == "Failed, 1 file"


def test_a_chip_shows_the_files_of_its_status(panel: LedgerPanel, qtbot: QtBot) -> None:
    chip = panel.chips.chips[FileStatus.FAILED]
    chip.setFocus()
    qtbot.keyClick(chip, Qt.Key.Key_Space)
    assert names(panel) == ["Safe combination.pdf"]
    assert panel.sum.accessibleName() == "1 of 7 files shown"
    assert counts(panel)[0] == "All  7", "the other numbers stay, so that they still add up"
    qtbot.mouseClick(panel.chips.chips[None], Qt.MouseButton.LeftButton)
    assert len(names(panel)) == len(NAMES)


def test_the_numbers_on_the_chips_follow_the_filter_and_add_up(
    panel: LedgerPanel, qtbot: QtBot
) -> None:
    qtbot.keyClicks(panel.filter_field, ".PDF")
    assert counts(panel)[:5] == [
        "All  3",
        "Indexed  1",
        "Partly indexed  1",
        "Skipped  0",
        "Failed  1",
    ]
    panel.filter_field.setText("no such file")
    assert counts(panel)[0] == "All  0"
    shown = [label for label in panel.findChildren(QWidget) if label.isVisible()]
    assert any(getattr(each, "text", str)() == panel._nothing.text() for each in shown)


def test_files_with_hidden_text_can_be_looked_through(panel: LedgerPanel, qtbot: QtBot) -> None:
    chip = panel.chips.mark_chips[FileMark.HIDDEN_TEXT]
    assert chip.isVisible()
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    (name,) = names(panel)
    assert name.startswith("Amendment")
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert len(names(panel)) == len(NAMES)


def test_the_chosen_file_is_explained_with_the_next_step(panel: LedgerPanel) -> None:
    assert not panel.details.isVisible()
    panel.table.choose(SAFE)
    assert panel.details.words.split("\n") == [
        "Safe combination.pdf: failed · 1000 B",
        "“Safe combination.pdf” is protected by a password. "
        "Save a copy without the password and add that.",
    ]


def test_a_file_is_read_again_by_keyboard_and_its_row_follows(
    panel: LedgerPanel, window: MainWindow, qtbot: QtBot
) -> None:
    panel.chips.choose(FileStatus.FAILED)
    qtbot.keyClick(panel.table, Qt.Key.Key_Down)
    assert [entry.path for entry in panel.table.chosen()] == [SAFE]
    panel.details.retry_button.setFocus()
    qtbot.keyClick(panel.details.retry_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: names(panel) == [])
    assert window.indexing.ledger.rows[SAFE].entry.status is FileStatus.INDEXED
    assert counts(panel)[1] == "Indexed  5"
    assert not panel.retry_failed_button.isEnabled()


def test_paths_are_copied(panel: LedgerPanel, qtbot: QtBot) -> None:
    panel.table.selectAll()
    assert panel.details.words == "7 files chosen"
    qtbot.mouseClick(panel.details.copy_button, Qt.MouseButton.LeftButton)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert sorted(lines) == sorted(str(FOLDER / name) for name in NAMES)


def test_the_choice_survives_sorting_and_changes(
    panel: LedgerPanel, window: MainWindow, qtbot: QtBot
) -> None:
    panel.table.choose(SAFE)
    header = panel.table.horizontalHeader()
    x = header.sectionViewportPosition(Column.SIZE) + 10
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, 8))
    assert names(panel)[0] in ("notes.txt", "Safe combination.pdf")
    assert [entry.path for entry in panel.table.chosen()] == [SAFE]
    window.indexing.ledger.apply([("/library/contracts/Aardvark.txt", None)])
    assert [entry.path for entry in panel.table.chosen()] == [SAFE]


def test_sorting_and_grouping_work_without_a_mouse(panel: LedgerPanel, qtbot: QtBot) -> None:
    menu = panel.arrange_button.menu()
    panel.arrange_button.column_action(Column.PAGES).trigger()
    panel.arrange_button.descending.trigger()
    assert names(panel)[0].startswith("Amendment")
    panel.arrange_button.grouped.trigger()
    assert names(panel)[0] == "contracts · 7 files"
    assert panel.table.columnSpan(0, 0) == len(Column)
    panel.table.setCurrentIndex(panel.files.index(0, 0))
    qtbot.keyClick(panel.table, Qt.Key.Key_Left)
    assert names(panel) == ["contracts · 7 files"]
    qtbot.keyClick(panel.table, Qt.Key.Key_Right)
    assert len(names(panel)) == 8
    assert menu is not None


def test_the_list_is_exported(
    panel: LedgerPanel, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    target = tmp_path / "files.csv"
    window.commands.export(str(target))
    bar = window.message_bar
    qtbot.waitUntil(bar.isVisible)
    assert bar.text.text() == "The list of 7 files was written to “files.csv”."
    assert target.exists()
    window.commands.export(str(tmp_path / "missing" / "files.csv"))
    qtbot.waitUntil(lambda: bar.text.text() == "There is nothing at that place.")


def test_escape_and_f7_lead_back_to_the_question(
    panel: LedgerPanel, window: MainWindow, qtbot: QtBot
) -> None:
    assert panel.table.hasFocus()
    qtbot.keyClick(panel.table, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert window.centre.ask_bar.field.hasFocus()
    qtbot.keyClick(window, Qt.Key.Key_F7)
    assert panel.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_F7)
    assert not panel.isVisible()


def test_results_lie_over_the_list_and_give_it_free_again(
    panel: LedgerPanel, window: MainWindow, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(window.asking.results_changed):
        qtbot.keyClicks(window.centre.ask_bar.field, "notice")
    assert not panel.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert panel.isVisible()


def test_tab_reaches_every_control_of_the_list(panel: LedgerPanel, qtbot: QtBot) -> None:
    panel.set_search("notice")
    panel.table.choose(SAFE)
    wanted = {
        panel.filter_field,
        panel.arrange_button,
        panel.table,
        panel.retry_failed_button,
        panel.export_button,
        panel.close_button,
        *panel.details.findChildren(QAbstractButton),
    }
    panel.filter_field.setFocus()
    reached: set[QWidget | None] = set()
    for _ in range(60):
        reached.add(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert wanted - reached == set()
    assert any(chip in reached for chip in panel.chips.chips.values()), "arrows reach the others"
    nameless = [each for each in wanted if not (each.accessibleName() or each.text())]  # type: ignore[attr-defined]
    assert nameless == []


def test_a_read_only_library_offers_no_reading_again(make_window: MakeWindow) -> None:
    window = make_window("--read-only", "--source", str(FOLDER))
    window.show_ledger()
    panel = window.ledger_panel
    assert panel is not None
    panel.table.choose(SAFE)
    assert not panel.details.retry_button.isEnabled()
    assert not panel.retry_failed_button.isEnabled()
    assert panel.details.open_button.isEnabled()
