"""Finding and opening kept conversations in the window as a person does."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.main_window import MainWindow
from desktop.panels.conversation_panel import ConversationPanel

CONTROL = Qt.KeyboardModifier.ControlModifier


def show_list(window: MainWindow, qtbot: QtBot, rows: int) -> ConversationPanel:
    """Press Ctrl+H and wait for the conversations."""
    qtbot.keyClick(window, Qt.Key.Key_H, CONTROL)
    panel = window.side.conversations
    qtbot.waitUntil(lambda: panel.conversations.rowCount() == rows)
    return panel


def open_with_keys(window: MainWindow, qtbot: QtBot, place: int) -> None:
    """Open a conversation of the list, counted from 0 without the days."""
    panel = show_list(window, qtbot, 10)
    qtbot.keyClick(panel.search_field, Qt.Key.Key_Down)
    for _ in range(place):
        qtbot.keyClick(panel.view, Qt.Key.Key_Down)
    with qtbot.waitSignal(window.conversing.conversations.opened):
        qtbot.keyClick(panel.view, Qt.Key.Key_Return)


def titles(panel: ConversationPanel) -> list[str]:
    """What is listed, days included."""
    model = panel.conversations
    return [str(model.index(row).data()) for row in range(model.rowCount())]


def sent(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every request that is sent from now on."""
    bodies: list[object] = []
    client = window._client
    send = client.send
    monkeypatch.setattr(client, "send", lambda body: (bodies.append(body), send(body))[1])
    return bodies
