"""The window as a whole: keys, panes, shape, and what it says of its engine."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from assistant.messages import FileEntry, Notice
from assistant.settings import IGNORE, READ_PICTURES
from assistant.wording import NoticeCode
from desktop.keys_dialog import KeysDialog
from desktop.main_window import MainWindow
from desktop.settings_dialog import SettingsDialog
from desktop.turn import TurnState
from indexer.documents import FileStatus, Reason, ReasonCode
from tests.desktop.conftest import STARTING, MakeWindow
from tests.desktop.conversation import ask, newest


def test_the_keys_are_listed_under_their_menus(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F1)
    (dialog,) = window.findChildren(KeysDialog)
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert texts[texts.index("Export") - 1] == "Ctrl+Shift+E"
    assert texts[texts.index("Citation of that number") - 1] == "Alt+1 – Alt+9"
    menus = ["File", "Conversation", "Index", "Go", "View", "Help", "Everywhere"]
    assert [text for text in texts if text in menus] == menus
    assert dialog.height() < dialog.screen().availableGeometry().height()
    dialog.reject()
    qtbot.waitUntil(lambda: not window.findChildren(KeysDialog))


def test_f6_moves_through_the_panes_in_a_circle(window: MainWindow, qtbot: QtBot) -> None:
    ask(window, qtbot, "How long is the notice period?")
    window.centre.ask_bar.focus_field()
    stops: list[QWidget | None] = []
    for _ in range(3):
        qtbot.keyClick(window, Qt.Key.Key_F6)
        stops.append(QApplication.focusWidget())
    assert stops == [
        window.centre.thread_panel,
        window.library.file_view,
        window.centre.ask_bar.field,
    ]


def test_ctrl_l_and_ctrl_k_lead_to_the_field(window: MainWindow, qtbot: QtBot) -> None:
    for key in (Qt.Key.Key_L, Qt.Key.Key_K):
        window.library.focus_list()
        qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        assert window.centre.ask_bar.field.hasFocus()


def test_a_crash_while_answering_is_explained_and_the_question_can_be_asked_again(
    window: MainWindow, qtbot: QtBot
) -> None:
    view = ask(window, qtbot, "crash please")
    assert view.turn.state is TurnState.FAILED
    bar = window.message_bar
    qtbot.waitUntil(bar.isVisible)
    assert bar.text.text() == (
        "The engine stopped unexpectedly and was restarted. Your index is safe."
    )
    assert bar.action_button.text() == "Ask again"
    with qtbot.waitSignal(window.asking.turn_started, timeout=STARTING):
        qtbot.mouseClick(bar.action_button, Qt.MouseButton.LeftButton)
    assert newest(window).turn.question == "crash please"
    window.asking.stop()


def test_a_library_that_cannot_be_opened_is_explained(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window("--source", "/library/contracts")
    failure = "The library is damaged."
    loss = type("Loss", (), {"requests": (), "restarting": False, "message": failure})
    window._client.lost.emit(loss)
    assert window.message_bar.text.text() == failure
    assert window.message_bar.action_button.text() == "Start again"


def test_a_read_only_library_says_so_and_offers_no_changes(make_window: MakeWindow) -> None:
    window = make_window("--read-only", "--source", "/library/contracts")
    assert "Another Footnote is writing this library" in window.message_bar.text.text()
    assert not window.library.add_folder_button.isEnabled()


def test_every_control_has_an_accessible_name(window: MainWindow, qtbot: QtBot) -> None:
    ask(window, qtbot, "How long is the notice period?")
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    nameless = [
        f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}"
        for widget in window.findChildren(QWidget)
        if widget.isVisibleTo(window)
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(widget.parentWidget(), QLineEdit)
        and not _name_of(widget)
    ]
    assert nameless == []


def test_the_windows_shape_is_remembered(make_window: MakeWindow, qtbot: QtBot) -> None:
    first = make_window("--source", "/library/contracts")
    first.resize(760, 620)
    with qtbot.waitSignal(first._client.closed):
        first.close()
    second = make_window("--source", "/library/contracts")
    assert second.size() == first.size()


def _name_of(widget: QWidget) -> str:
    if widget.accessibleName():
        return widget.accessibleName()
    return widget.text() if isinstance(widget, QAbstractButton) else ""


def test_a_library_that_becomes_free_can_be_changed_again(make_window: MakeWindow) -> None:
    window = make_window("--read-only", "--source", "/library/contracts")
    window._client.notice_received.emit(Notice(code=NoticeCode.WRITING_NOW))
    assert window.library.add_folder_button.isEnabled()
    assert "Documents can be added here again" in window.message_bar.text.text()


def test_why_a_source_is_polled_is_said_once_and_stays_in_its_tooltip(
    make_window: MakeWindow,
) -> None:
    window = make_window("--source", "/mnt/share")
    notice = Notice(code=NoticeCode.POLLING_FILE_SYSTEM, detail="/mnt/share")
    window._client.notice_received.emit(notice)
    assert window.message_bar.property("severity") == "information"
    tip = window.library.sources.index(0).data(Qt.ItemDataRole.ToolTipRole)
    assert tip.endswith(window.message_bar.text.text())
    assert "network drive" in tip


def test_the_index_follows_when_other_files_are_left_out(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[object] = []
    monkeypatch.setattr(window.indexing, "update", lambda: sent.append("update"))
    for written, updates in (("*.log\ndrafts/", 1), ("*.log\ndrafts/", 1), ("", 2)):
        window._show_settings("indexing")
        (dialog,) = window.findChildren(SettingsDialog)
        fields = dialog.findChildren(QPlainTextEdit)
        next(each for each in fields if each.accessibleName() == IGNORE.label).setPlainText(written)
        dialog.ok_button.click()
        assert len(sent) == updates
        qtbot.waitUntil(lambda: not window.findChildren(SettingsDialog))


def test_files_without_text_are_read_again_once_pictures_are_read(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger, retried = window.indexing.ledger, list[list[str]]()
    unread = Reason(ReasonCode.NO_TEXT)
    entry = FileEntry(path="/docs/scan.pdf", status=FileStatus.SKIPPED, reason=unread)
    other = FileEntry(path="/docs/plain.pdf", status=FileStatus.INDEXED)
    ledger.apply([(entry.path, entry), (other.path, other)])
    monkeypatch.setattr(window.indexing, "retry", retried.append)
    window._settings.set(READ_PICTURES, False)
    for wanted in (False, True):
        window._show_settings("indexing")
        (dialog,) = window.findChildren(SettingsDialog)
        boxes = dialog.findChildren(QCheckBox)
        next(each for each in boxes if each.accessibleName() == READ_PICTURES.label).setChecked(
            wanted
        )
        dialog.ok_button.click()
        qtbot.waitUntil(lambda: not window.findChildren(SettingsDialog))
        assert bool(retried) == wanted
    assert retried == [["/library/contracts/Scan 0042.pdf", "/docs/scan.pdf"]]
