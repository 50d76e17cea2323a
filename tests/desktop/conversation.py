"""Asking in the window as a person does."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.main_window import MainWindow
from desktop.panels.turn_view import TurnView


def ask(window: MainWindow, qtbot: QtBot, question: str) -> TurnView:
    """Type a question, press Enter, and wait until it is over."""
    start_asking(window, qtbot, question)
    with qtbot.waitSignal(window.asking.turn_ended):
        pass
    return newest(window)


def start_asking(window: MainWindow, qtbot: QtBot, question: str) -> None:
    """Type a question and press Enter."""
    field = window.centre.ask_bar.field
    field.setFocus()
    qtbot.keyClicks(field, question)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def newest(window: MainWindow) -> TurnView:
    """The turn that was asked last."""
    view = window.centre.thread_panel.newest
    assert view is not None
    return view
