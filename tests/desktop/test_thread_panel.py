"""The newest question stays in sight while its answer grows; earlier ones are made when opened."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.main_window import MainWindow
from tests.desktop.conversation import ask, newest, start_asking
from tests.desktop.kept_conversations import open_with_keys


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


def test_an_earlier_answer_is_made_when_it_is_opened(kept_window: MainWindow, qtbot: QtBot) -> None:
    open_with_keys(kept_window, qtbot, 2)
    first, last = (kept_window.centre.thread_panel.turns[each] for each in (0, -1))
    assert (first.is_folded, first.cards) == (True, [])
    assert [card.citation.marker for card in last.cards] == [1, 2, 3]
    made = len(first.findChildren(QWidget))
    first.fold(False)
    assert [card.citation.marker for card in first.cards] == [1, 2, 3]
    assert len(first.findChildren(QWidget)) > 3 * made
    first.fold(True)
    assert first.is_folded
