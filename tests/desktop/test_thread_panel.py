"""The newest question stays in sight while its answer grows."""

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from desktop.main_window import MainWindow
from tests.desktop.conversation import ask, newest, start_asking


def place_of_newest(window: MainWindow) -> int:
    """How far below the top of what is seen the newest question begins."""
    thread = window.centre.thread_panel
    return newest(window).mapTo(thread.viewport(), QPoint(0, 0)).y()


def test_after_many_questions_the_newest_stands_at_the_top(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.resize(1000, 600)
    for number in range(14):
        ask(window, qtbot, f"How long is the notice period {number}?")
    qtbot.waitUntil(lambda: 0 <= place_of_newest(window) < 60)


def test_a_growing_table_keeps_its_question_in_sight(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1000, 600)
    for number in range(14):
        ask(window, qtbot, f"How long is the notice period {number}?")
    start_asking(window, qtbot, "halftable list")
    qtbot.waitUntil(lambda: len(newest(window).turn.rows) == 12)
    qtbot.waitUntil(lambda: 0 <= place_of_newest(window) < 60)


def test_whoever_scrolls_is_left_where_they_are(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1000, 600)
    for number in range(14):
        ask(window, qtbot, f"How long is the notice period {number}?")
    thread = window.centre.thread_panel
    start_asking(window, qtbot, "slow question")
    qtbot.waitUntil(lambda: len(newest(window).cards) == 3)
    qtbot.waitUntil(lambda: 0 <= place_of_newest(window) < 60)
    thread.setFocus()
    qtbot.keyClick(thread, Qt.Key.Key_PageUp)
    before = thread.verticalScrollBar().value()
    bottom = thread.verticalScrollBar().maximum()
    window.asking.stop()
    qtbot.waitUntil(lambda: thread.verticalScrollBar().maximum() > bottom)
    qtbot.waitUntil(newest(window)._again_button.isVisible)
    assert thread.verticalScrollBar().value() == before
