"""The list of files by itself: in narrow windows, with large letters, with a great many files."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from assistant.messages import FileEntry
from desktop import steps
from desktop.item_models.file_arrangement import Column
from desktop.ledger import Ledger
from desktop.panels.ledger_panel import LedgerPanel
from desktop.theme import ThemeChoice, apply_theme
from indexer.documents import FileStatus, Reason, ReasonCode


@pytest.mark.parametrize("theme", [ThemeChoice.LIGHT, ThemeChoice.DARK])
@pytest.mark.parametrize("percent", [100, 150])
def test_nothing_is_cut_off_in_a_narrow_window(
    qtbot: QtBot, qapp: QApplication, theme: ThemeChoice, percent: int
) -> None:
    font = qapp.font()
    larger = qapp.font()
    larger.setPointSizeF(font.pointSizeF() * percent / 100)
    qapp.setFont(larger)
    apply_theme(qapp, theme)
    try:
        panel = LedgerPanel(_ledger(40))
        qtbot.addWidget(panel)
        panel.resize(560, 620)
        panel.show()
        qtbot.waitUntil(lambda: panel.files.rowCount() == 40)
        panel.table.choose("/home/person/Documents/3/file 3.pdf")
        buttons = [each for each in panel.findChildren(QAbstractButton) if each.isVisible()]
        assert len(buttons) >= 12
        for button in buttons:
            assert button.width() >= button.minimumSizeHint().width(), button.text()
            right = button.mapTo(panel, QPoint(button.width(), 0)).x()
            assert right <= panel.width(), button.text()
        assert panel.table.height() > 100
    finally:
        qapp.setFont(font)
        apply_theme(qapp, ThemeChoice.LIGHT)


def test_what_is_not_listed_is_counted_too(qtbot: QtBot) -> None:
    ledger = _ledger(3)
    panel = LedgerPanel(ledger)
    qtbot.addWidget(panel)
    qtbot.waitUntil(lambda: panel.files.files == 3)
    assert panel.sum.accessibleName() == "3 files, every one accounted for"
    ledger.set_left_out(1_200, 1)
    assert panel.sum.accessibleName() == (
        "3 files, every one accounted for · not listed: 1,200 hidden, 1 folder left out by rules"
    )


def test_a_hundred_thousand_files_never_hold_the_window_up(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Filling, filtering and sorting give the event loop its turn again and again."""
    monkeypatch.setattr(steps, "TURN_SECONDS", 0.0)  # so the machine's speed does not count
    ledger = Ledger()
    ledger.set_sources(["/home/person/Documents"])
    panel = LedgerPanel(ledger)
    qtbot.addWidget(panel)
    panel.show()
    turns = Turns()

    def idle() -> bool:
        return not ledger.is_filling and not panel.files.is_arranging

    def took(act: Callable[[], object]) -> int:
        """Turns that the event loop had while something was done."""
        before = turns.count
        act()
        qtbot.waitUntil(idle, timeout=60_000)
        return turns.count - before

    files = _files(100_000)
    assert took(lambda: ledger.replace_all(files)) > 10
    assert panel.files.rowCount() == 100_000
    assert took(lambda: panel.filter_field.setText("file 77")) > 2
    assert panel.files.files == 1_111
    panel.filter_field.clear()
    qtbot.waitUntil(idle, timeout=60_000)
    assert took(lambda: panel.table.sortByColumn(Column.SIZE, Qt.SortOrder.DescendingOrder)) > 10
    assert panel.files.index(0, Column.NAME).data() == "file 99999.pdf"
    with qtbot.assertNotEmitted(panel.files.modelReset):
        ledger.apply([(entry.path, _changed(entry)) for entry in files[:20]])
    assert panel.files.counts[FileStatus.FAILED] == ledger.totals[FileStatus.FAILED]


class Turns:
    """Counts how often the event loop comes round."""

    def __init__(self) -> None:
        self.count = 0
        self._timer = QTimer(interval=0)
        self._timer.timeout.connect(self._turn)
        self._timer.start()

    def _turn(self) -> None:
        self.count += 1


def _ledger(files: int) -> Ledger:
    ledger = Ledger()
    ledger.set_sources(["/home/person/Documents"])
    ledger.replace_all(_files(files))
    return ledger


def _files(count: int) -> list[FileEntry]:
    statuses = tuple(FileStatus)
    return [
        FileEntry(
            path=f"/home/person/Documents/{number % 10}/file {number}.pdf",
            status=statuses[number % len(statuses)],
            reason=Reason(ReasonCode.DAMAGED) if number % len(statuses) else None,
            size=number,
        )
        for number in range(count)
    ]


def _changed(entry: FileEntry) -> FileEntry:
    return FileEntry(path=entry.path, status=FileStatus.FAILED, reason=Reason(ReasonCode.DAMAGED))
