"""The list of conversations, by keyboard and mouse, against the scripted engine."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from assistant.requests import ListConversations
from desktop.item_models.conversation_list import ConversationRole
from desktop.main_window import MainWindow
from desktop.panels.side_panel import Side
from tests.desktop.conftest import MakeWindow
from tests.desktop.conversation import ask
from tests.desktop.kept_conversations import CONTROL, open_with_keys, sent, show_list, titles
from tests.desktop.scripted_library import SENTENCES

LIBRARY = ("--source", "/library/contracts")


def test_conversations_are_listed_under_their_days(kept_window: MainWindow, qtbot: QtBot) -> None:
    panel = show_list(kept_window, qtbot, 10)
    assert titles(panel)[:4] == [
        "Today",
        "Question 1 about the lease?",
        "Yesterday",
        "Question 2 about the lease?",
    ]
    detail = panel.conversations.index(1).data(ConversationRole.DETAIL)
    assert detail.endswith(" · 2 questions")
    spoken = panel.conversations.index(3).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Question 2 about the lease?, Yesterday, ")
    assert spoken.endswith(" · 1 question")


def test_ctrl_h_leads_to_the_conversations_and_back(kept_window: MainWindow, qtbot: QtBot) -> None:
    side = kept_window.side
    assert side.shown is Side.DOCUMENTS
    panel = show_list(kept_window, qtbot, 10)
    assert side.shown is Side.CONVERSATIONS
    assert panel.search_field.hasFocus()
    qtbot.keyClick(kept_window, Qt.Key.Key_H, CONTROL)
    assert side.shown is Side.DOCUMENTS
    assert kept_window.library.file_view.hasFocus()


def test_the_tabs_are_changed_with_the_arrow_keys(kept_window: MainWindow, qtbot: QtBot) -> None:
    tabs = kept_window.side.tabs
    tabs.setFocus()
    qtbot.keyClick(tabs, Qt.Key.Key_Right)
    assert kept_window.side.conversations.isVisible()
    assert not kept_window.library.isVisible()
    assert kept_window.library.footer.isVisible()


def test_nothing_is_asked_of_the_engine_before_somebody_looks(
    kept_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bodies = sent(kept_window, monkeypatch)
    ask(kept_window, qtbot, "How long is the notice period?")
    assert not any(isinstance(body, ListConversations) for body in bodies)
    show_list(kept_window, qtbot, 11)
    assert any(isinstance(body, ListConversations) for body in bodies)


def test_searching_shows_where_it_was_found(kept_window: MainWindow, qtbot: QtBot) -> None:
    panel = show_list(kept_window, qtbot, 10)
    qtbot.keyClicks(panel.search_field, "notice")
    qtbot.waitUntil(lambda: bool(panel.conversations.entry(panel.conversations.index(1)).found))
    spoken = panel.conversations.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert SENTENCES[0] in spoken
    qtbot.keyClicks(panel.search_field, " zebra")
    qtbot.waitUntil(lambda: panel.conversations.rowCount() == 0)
    assert panel.words.text() == "No conversation has “notice zebra” in it."
    assert not panel.view.isVisible()
    panel.search_field.clear()
    qtbot.waitUntil(lambda: panel.conversations.rowCount() == 10)


def test_several_keys_are_one_search(
    kept_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = show_list(kept_window, qtbot, 10)
    bodies = sent(kept_window, monkeypatch)
    with qtbot.waitSignal(kept_window.conversing.conversations.listed):
        qtbot.keyClicks(panel.search_field, "notice")
    assert [body.search for body in bodies if isinstance(body, ListConversations)] == ["notice"]


def test_f2_renames_in_place(kept_window: MainWindow, qtbot: QtBot) -> None:
    open_with_keys(kept_window, qtbot, 0)
    panel = kept_window.side.conversations
    panel.view.setFocus()
    qtbot.keyClick(panel.view, Qt.Key.Key_F2)
    field = panel.view.findChild(QLineEdit)
    assert field.text() == "Question 1 about the lease?"
    assert field.accessibleName() == "Title of the conversation"
    field.selectAll()
    qtbot.keyClicks(field, "  The lease ")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: titles(panel)[1] == "The lease")
    assert kept_window.windowTitle() == "The lease – Footnote"


def test_a_title_that_is_refused_is_explained_and_stays_as_it_was(
    kept_window: MainWindow, qtbot: QtBot
) -> None:
    panel = show_list(kept_window, qtbot, 10)
    with qtbot.waitSignal(kept_window.conversing.conversations.failed):
        panel.rename_requested.emit(1, "refused")
    assert kept_window.message_bar.text.text() == "That title cannot be given."
    assert titles(panel)[1] == "Question 1 about the lease?"


def test_deleting_asks_first_and_clears_what_was_deleted(
    kept_window: MainWindow, qtbot: QtBot
) -> None:
    open_with_keys(kept_window, qtbot, 1)
    panel = kept_window.side.conversations
    panel.view.setFocus()
    for text, rows in (("Cancel", 10), ("Delete", 8)):
        qtbot.keyClick(panel.view, Qt.Key.Key_Delete)
        (box,) = kept_window.findChildren(QMessageBox)
        assert "“Question 2 about the lease?”" in box.informativeText()
        assert box.defaultButton().text() == "Cancel"
        button = next(each for each in box.buttons() if each.text() == text)
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not kept_window.findChildren(QMessageBox))
        qtbot.waitUntil(lambda rows=rows: panel.conversations.rowCount() == rows)  # type: ignore[misc]
    assert kept_window.conversing.conversations.current is None
    assert kept_window.centre.thread_panel.turns == []
    chosen = panel.view.chosen
    assert chosen is not None
    assert chosen.id in (1, 3)


def test_the_menu_of_a_conversation_offers_everything(
    kept_window: MainWindow, qtbot: QtBot
) -> None:
    panel = show_list(kept_window, qtbot, 10)
    panel.view.choose(2)
    entry = panel.view.chosen
    assert entry is not None
    menu = panel.view.menu_for(entry)
    words = [action.text().partition("\t")[0] for action in menu.actions() if action.text()]
    assert words == ["Open", "Rename", "Export…", "Delete…"]


def test_conversations_that_cannot_be_read_are_explained(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window(*LIBRARY, "--damaged-conversations")
    qtbot.keyClick(window, Qt.Key.Key_H, CONTROL)
    panel = window.side.conversations
    qtbot.waitUntil(lambda: bool(panel.words.text()))
    assert panel.words.text() == "The conversations cannot be read. Ask again later."
    assert not panel.view.isVisible()
    with qtbot.waitSignal(window.conversing.conversations.listing_failed):
        qtbot.mouseClick(panel.again_button, Qt.MouseButton.LeftButton)


def test_without_an_engine_it_is_said_why_nothing_opens(
    kept_window: MainWindow, qtbot: QtBot
) -> None:
    panel = show_list(kept_window, qtbot, 10)
    with qtbot.waitSignal(kept_window._client.closed):
        kept_window._client.close()
    assert panel.words.isVisible()
    assert panel.words.text().startswith("The engine is not running")
    with qtbot.waitSignal(kept_window._client.event_received):
        panel.view.open_requested.emit(1)
    assert kept_window.centre.thread_panel.turns == []


def test_an_empty_list_says_what_will_be_in_it(window: MainWindow, qtbot: QtBot) -> None:
    panel = show_list(window, qtbot, 0)
    qtbot.waitUntil(panel.words.isVisible)
    assert panel.words.text().startswith("No conversations yet.")
    ask(window, qtbot, "How long is the notice period?")
    qtbot.waitUntil(lambda: panel.conversations.rowCount() == 2)
    assert not panel.words.isVisible()


def test_the_list_stays_where_it_is_when_a_question_is_kept(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window(*LIBRARY, "--conversations", "200")
    window.resize(1_000, 640)
    qtbot.keyClick(window, Qt.Key.Key_H, CONTROL)
    panel = window.side.conversations
    qtbot.waitUntil(lambda: panel.conversations.rowCount() > 200)
    panel.view.choose(150)
    height = panel.view.verticalScrollBar().value()
    assert height > 0
    with qtbot.waitSignal(window.conversing.conversations.listed):
        window.conversing.conversations.refresh()
    chosen = panel.view.chosen
    assert chosen is not None
    assert (chosen.id, panel.view.verticalScrollBar().value()) == (150, height)


def test_every_control_of_the_conversations_has_a_name(
    kept_window: MainWindow, qtbot: QtBot
) -> None:
    open_with_keys(kept_window, qtbot, 1)
    shown = [
        widget
        for place in (kept_window.side, kept_window.centre)
        for widget in place.findChildren(QWidget)
        if widget.isVisibleTo(kept_window)
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(widget.parentWidget(), QLineEdit)
    ]
    names = [
        widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
        for widget in shown
    ]
    assert all(names)
    assert {"Search conversations", "Show what changed", "Answer again"} <= set(names)
    assert "Export this conversation…" in names


def test_escape_leaves_a_title_as_it_was(kept_window: MainWindow, qtbot: QtBot) -> None:
    panel = show_list(kept_window, qtbot, 10)
    panel.rename(2)
    field = panel.view.findChild(QLineEdit)
    qtbot.keyClicks(field, "Something else")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not panel.view.is_renaming)
    assert titles(panel)[3] == "Question 2 about the lease?"
    assert panel.view.hasFocus()


def test_escape_takes_a_search_back(kept_window: MainWindow, qtbot: QtBot) -> None:
    panel = show_list(kept_window, qtbot, 10)
    qtbot.keyClicks(panel.search_field, "zebra")
    qtbot.waitUntil(lambda: panel.conversations.rowCount() == 0)
    qtbot.keyClick(panel.search_field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: panel.conversations.rowCount() == 10)
    assert panel.search_field.hasFocus()


def test_the_left_side_shows_what_it_showed_last(make_window: MakeWindow, qtbot: QtBot) -> None:
    first = make_window(*LIBRARY)
    assert first.side.shown is Side.DOCUMENTS
    show_list(first, qtbot, 0)
    second = make_window(*LIBRARY, "--conversations", "2")
    assert second.side.shown is Side.CONVERSATIONS
    qtbot.waitUntil(lambda: second.side.conversations.conversations.rowCount() == 4)
