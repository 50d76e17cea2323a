"""Conversations that are opened again, gone on with and compared."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from assistant.messages import RequestDone
from assistant.requests import (
    Ask,
    Cancel,
    DeleteConversation,
    ListConversations,
    RetryFiles,
)
from desktop import conversation_commands
from desktop.comparison_dialog import ComparisonDialog
from desktop.item_models.conversation_list import ConversationRole
from desktop.main_window import MainWindow
from desktop.panels.stale_banner import StaleBanner
from desktop.turn import Turn
from tests.desktop.conftest import MakeWindow
from tests.desktop.conversation import ask, newest, start_asking
from tests.desktop.kept_conversations import CONTROL, open_with_keys, sent, show_list, titles
from tests.desktop.scripted_conversations import AFTERWARDS, LONG_TITLE, kept_turn
from tests.desktop.scripted_library import LEASE, SENTENCES


def test_the_window_begins_with_a_new_conversation_and_goes_on_with_it(
    kept_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bodies = sent(kept_window, monkeypatch)
    ask(kept_window, qtbot, "How long is the notice period?")
    ask(kept_window, qtbot, "And the deposit?")
    asked = [body.conversation for body in bodies if isinstance(body, Ask)]
    assert asked == [None, 6]
    panel = show_list(kept_window, qtbot, 11)
    assert titles(panel)[1] == "How long is the notice period?"
    assert panel.conversations.index(1).data(ConversationRole.IS_OPEN)
    assert kept_window.windowTitle() == "How long is the notice period? – Footnote"


def test_an_opened_conversation_shows_its_answers_and_is_gone_on_with(
    kept_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_with_keys(kept_window, qtbot, 2)
    thread = kept_window.centre.thread_panel
    assert thread.isVisible()
    assert [view.turn.question for view in thread.turns] == [
        f"{LONG_TITLE} {number}" for number in range(1, 5)
    ]
    assert [view.is_folded for view in thread.turns] == [True, True, True, False]
    last = newest(kept_window)
    assert SENTENCES[0] in last.answer.toPlainText()
    assert [card.citation.marker for card in last.cards] == [1, 2, 3]
    assert last.status.text().startswith("Written by scripted")
    two_days_ago = date.today() - timedelta(days=2)
    assert f" {two_days_ago.year}, " in last.status.text()
    assert kept_window.centre.thread_header.title.text() == LONG_TITLE
    bodies = sent(kept_window, monkeypatch)
    ask(kept_window, qtbot, "And the deposit?")
    assert [body.conversation for body in bodies if isinstance(body, Ask)] == [3]
    assert len(thread.turns) == 5


def test_the_citations_of_an_opened_conversation_open_their_source(
    kept_window: MainWindow, qtbot: QtBot
) -> None:
    open_with_keys(kept_window, qtbot, 0)
    qtbot.keyClick(kept_window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert kept_window.source_pane is not None
    citation = kept_window.source_pane.viewer.citation
    assert citation is not None
    assert citation.quote == SENTENCES[1]


def test_a_new_conversation_clears_the_thread_and_keeps_what_is_being_typed(
    kept_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(kept_window, qtbot, "How long is the notice period?")
    qtbot.keyClicks(kept_window.centre.ask_bar.field, "dep")
    qtbot.keyClick(kept_window, Qt.Key.Key_N, CONTROL)
    assert kept_window.centre.thread_panel.turns == []
    assert not kept_window.centre.thread_header.isVisible()
    assert kept_window.centre.ask_bar.text == "dep"
    assert kept_window.centre.ask_bar.field.hasFocus()
    assert kept_window.windowTitle() == "Footnote"
    bodies = sent(kept_window, monkeypatch)
    ask(kept_window, qtbot, "Another question?")
    assert [body.conversation for body in bodies if isinstance(body, Ask)] == [None]


def test_a_second_question_is_of_the_same_thread_before_the_first_is_kept(
    kept_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bodies = sent(kept_window, monkeypatch)
    start_asking(kept_window, qtbot, "slow question")
    ask(kept_window, qtbot, "And the deposit?")
    qtbot.keyClick(kept_window, Qt.Key.Key_N, CONTROL)
    ask(kept_window, qtbot, "Another question?")
    asked = [body for body in bodies if isinstance(body, Ask)]
    assert [body.conversation for body in asked] == [None, None, None]
    first, second, other = (body.thread for body in asked)
    assert first == second != other
    assert first
    assert other


def test_a_question_that_is_left_is_stopped_and_does_not_lead_back(
    kept_window: MainWindow, qtbot: QtBot
) -> None:
    start_asking(kept_window, qtbot, "slow question")
    qtbot.waitUntil(lambda: bool(newest(kept_window).turn.sentences))
    qtbot.mouseClick(kept_window.centre.thread_header.new_button, Qt.MouseButton.LeftButton)
    assert not kept_window.asking.is_busy
    assert kept_window.conversing.conversations.current is None


def test_a_question_asked_while_a_conversation_opens_wins(
    kept_window: MainWindow, qtbot: QtBot
) -> None:
    kept_window.conversing.conversations.open(1)
    view = ask(kept_window, qtbot, "How long is the notice period?")
    assert kept_window.centre.thread_panel.turns == [view]


def test_a_title_that_is_being_typed_is_left_alone_by_a_new_list(
    kept_window: MainWindow, qtbot: QtBot
) -> None:
    panel = show_list(kept_window, qtbot, 10)
    panel.rename(2)
    field = panel.view.findChild(QLineEdit)
    qtbot.keyClicks(field, "Half a ti")
    with qtbot.waitSignal(kept_window.conversing.conversations.listed):
        kept_window.conversing.conversations.refresh()
    assert field.text() == "Half a ti"
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: titles(panel)[3] == "Half a ti")


def test_what_has_changed_since_is_said_and_shown(kept_window: MainWindow, qtbot: QtBot) -> None:
    open_with_keys(kept_window, qtbot, 1)
    banner = newest(kept_window).findChild(StaleBanner)
    assert banner.words.text() == "Lease, Rosenthal 14.md has changed since this answer."
    view = newest(kept_window)
    view.fold(True)
    (sign,) = [each for each in view.findChildren(QLabel) if each.toolTip() and each.pixmap()]
    assert sign.isVisible()
    assert sign.accessibleName() == banner.words.text()
    view.fold(False)
    assert not sign.isVisible()
    conversations = kept_window.conversing.conversations
    with qtbot.waitSignal(conversations.compared):
        qtbot.mouseClick(banner.compare_button, Qt.MouseButton.LeftButton)
        assert banner.compare_button.text() == "Comparing…"
    qtbot.waitUntil(lambda: banner.compare_button.text() == "Show what changed")
    (dialog,) = kept_window.findChildren(ComparisonDialog)
    then, now, gone = dialog.texts
    assert (then.toPlainText(), now.toPlainText()) == (SENTENCES[0], AFTERWARDS)
    assert (then.marked, now.marked) == (["three"], ["six"])
    assert then.accessibleDescription() == "Gone: three"
    assert now.accessibleDescription() == "New: six"
    assert gone.marked == []
    assert dialog.focusWidget() is dialog.answer_button
    dialog.reject()


def test_the_answer_is_given_again_from_what_has_been_read_again(
    kept_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_with_keys(kept_window, qtbot, 1)
    banner = newest(kept_window).findChild(StaleBanner)
    bodies = sent(kept_window, monkeypatch)
    with qtbot.waitSignal(kept_window.asking.turn_ended):
        qtbot.mouseClick(banner.answer_button, Qt.MouseButton.LeftButton)
    read, asked = [body for body in bodies if isinstance(body, Ask | RetryFiles)]
    assert read == RetryFiles(paths=(LEASE,))
    assert isinstance(asked, Ask)
    assert (asked.question, asked.conversation) == ("Question 2 about the lease?", 2)
    assert asked.scope == "type:md"
    first, second = kept_window.centre.thread_panel.turns
    assert first.is_folded
    assert not second.findChildren(StaleBanner)
    assert banner.answer_button.text() == "Answer again"


def test_in_a_library_that_another_writes_the_answer_is_given_at_once(
    make_window: MakeWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window("--source", "/library/contracts", "--conversations", "5", "--read-only")
    open_with_keys(window, qtbot, 1)
    bodies = sent(window, monkeypatch)
    with qtbot.waitSignal(window.asking.turn_ended):
        qtbot.mouseClick(
            newest(window).findChild(StaleBanner).answer_button, Qt.MouseButton.LeftButton
        )
    assert not any(isinstance(body, RetryFiles) for body in bodies)


def test_who_does_not_want_to_wait_for_the_reading_gets_an_answer_at_once(
    kept_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_with_keys(kept_window, qtbot, 1)
    banner = newest(kept_window).findChild(StaleBanner)
    monkeypatch.setattr(kept_window.indexing, "retry", lambda paths: 9_999)
    qtbot.mouseClick(banner.answer_button, Qt.MouseButton.LeftButton)
    assert banner.words.text().endswith(" It is read again first…")
    assert banner.answer_button.text() == "Answer now"
    assert not kept_window.asking.is_busy
    with qtbot.waitSignal(kept_window.asking.turn_ended):
        qtbot.mouseClick(banner.answer_button, Qt.MouseButton.LeftButton)
    assert len(kept_window.centre.thread_panel.turns) == 2
    assert banner.answer_button.text() == "Answer again"


def test_who_goes_elsewhere_meanwhile_is_not_answered_there(
    kept_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_with_keys(kept_window, qtbot, 1)
    banner = newest(kept_window).findChild(StaleBanner)
    monkeypatch.setattr(kept_window.indexing, "retry", lambda paths: 9_999)
    qtbot.mouseClick(banner.answer_button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(kept_window, Qt.Key.Key_N, CONTROL)
    kept_window._client.event_received.emit(9_999, RequestDone())
    assert not kept_window.asking.is_busy
    assert kept_window.centre.thread_panel.turns == []


def test_a_conversation_that_is_gone_is_said_to_be_gone(
    kept_window: MainWindow, qtbot: QtBot
) -> None:
    conversations = kept_window.conversing.conversations
    with qtbot.waitSignal(conversations.failed):
        conversations.open(99)
    assert kept_window.message_bar.text.text() == "That conversation is not there any more."


def test_earlier_questions_of_a_long_conversation_are_shown_when_wanted(
    window: MainWindow, qtbot: QtBot
) -> None:
    turns = [Turn.from_kept(kept_turn(number, f"Question {number}?", 0.0)) for number in range(30)]
    window.centre.show_conversation(turns)
    thread = window.centre.thread_panel
    assert [view.turn for view in thread.turns] == turns[-13:]
    assert thread.earlier_button.text() == "Show 17 earlier questions"
    for shown, hidden in ((25, True), (30, False)):
        qtbot.mouseClick(thread.earlier_button, Qt.MouseButton.LeftButton)
        assert [view.turn for view in thread.turns] == turns[-shown:]
        assert thread.earlier_button.isVisible() is hidden


def test_opening_reads_no_old_answer_aloud(
    kept_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr("desktop.panels.turn_view.announce", lambda _, words: said.append(words))
    monkeypatch.setattr(conversation_commands, "announce", lambda _, words: said.append(words))
    open_with_keys(kept_window, qtbot, 0)
    assert said == ["Opened “Question 1 about the lease?”, 2 questions."]


def test_deleting_what_is_being_answered_leaves_nothing_of_it(
    kept_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_with_keys(kept_window, qtbot, 0)
    bodies = sent(kept_window, monkeypatch)
    start_asking(kept_window, qtbot, "slow question")
    qtbot.waitUntil(lambda: bool(newest(kept_window).turn.sentences))
    kept_window.conversing.conversations.delete(1)
    assert kept_window.centre.thread_panel.turns == []
    panel = kept_window.side.conversations
    qtbot.waitUntil(lambda: panel.conversations.rowCount() == 8)
    kinds = [type(body) for body in bodies if not isinstance(body, ListConversations)]
    assert kinds == [Ask, Cancel, DeleteConversation]


def test_what_was_compared_elsewhere_is_not_shown(kept_window: MainWindow, qtbot: QtBot) -> None:
    open_with_keys(kept_window, qtbot, 1)
    conversations = kept_window.conversing.conversations
    conversations.compare(1)
    conversations.begin()
    with qtbot.waitSignal(conversations.listed):
        conversations.refresh()
    assert kept_window.findChildren(ComparisonDialog) == []
