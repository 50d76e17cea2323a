"""Conversations written to files, and answers copied."""

import unicodedata
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from assistant.requests import ExportConversation
from desktop.export_choice import ExportFormat
from desktop.export_dialog import ExportDialog
from desktop.main_window import MainWindow
from desktop.pdf_setting import set_pdf
from tests.desktop.conversation import ask
from tests.desktop.kept_conversations import open_with_keys, sent
from tests.desktop.scripted_library import SENTENCES


def test_export_asks_for_format_and_place_and_remembers_them(
    kept_window: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[QFileDialog] = []
    monkeypatch.setattr(QFileDialog, "open", lambda self, *_: opened.append(self))
    open_with_keys(kept_window, qtbot, 2)
    bodies = sent(kept_window, monkeypatch)
    qtbot.mouseClick(kept_window.centre.thread_header.export_button, Qt.MouseButton.LeftButton)
    (dialog,) = kept_window.findChildren(ExportDialog)
    dialog.formats[ExportFormat.HTML].click()
    dialog.mask_box.click()
    dialog.export_button.click()
    qtbot.waitUntil(lambda: not kept_window.findChildren(ExportDialog))
    (place,) = opened
    name = Path(place.selectedFiles()[0]).name
    assert name.startswith("How long is the notice period of the flat in Rosenthal 14 if")
    assert name.endswith(".html")
    target = tmp_path / "lease.html"
    with qtbot.waitSignal(kept_window.conversing.exporting.exported):
        place.fileSelected.emit(str(target))
    (asked,) = [body for body in bodies if isinstance(body, ExportConversation)]
    assert (asked.conversation, asked.target, asked.mask) == (3, str(target), True)
    assert kept_window.message_bar.text.text() == "The conversation was written to “lease.html”."
    assert kept_window.message_bar.action_button.text() == "Show in folder"
    qtbot.mouseClick(kept_window.centre.thread_header.export_button, Qt.MouseButton.LeftButton)
    (again,) = kept_window.findChildren(ExportDialog)
    assert again.choice.format is ExportFormat.HTML
    assert again.choice.mask
    again.reject()


def test_a_failed_export_says_why(kept_window: MainWindow, qtbot: QtBot) -> None:
    exporting = kept_window.conversing.exporting
    with qtbot.waitSignal(exporting.failed):
        exporting.export(1, "/no/such/folder/lease.md", mask=False)
    assert kept_window.message_bar.text.text() == "There is nothing at that place."
    assert kept_window.message_bar.property("severity") == "error"


ARABIC = "ما هي مدة الإشعار؟"


def test_a_pdf_with_letters_that_join_is_set_by_the_window(
    kept_window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(kept_window.asking.turn_ended):
        kept_window.asking.ask(ARABIC)
    conversation = kept_window.conversing.conversations.current
    assert conversation is not None
    target = tmp_path / "talk.pdf"
    with qtbot.waitSignal(kept_window.conversing.exporting.exported, timeout=20_000):
        kept_window.conversing.exporting.export(conversation, str(target), mask=False)
    assert kept_window.message_bar.text.text() == "The conversation was written to “talk.pdf”."
    with pypdfium2.PdfDocument(target) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    assert SENTENCES[0] in " ".join(text.split())
    letters = unicodedata.normalize("NFKC", text)
    assert set(ARABIC) - {" "} <= set(letters)


def test_a_pdf_that_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "talk.pdf").mkdir()
    for target in (tmp_path / "talk.pdf", tmp_path / "no folder" / "talk.pdf"):
        with pytest.raises(OSError, match=r"\w"):
            set_pdf("<p>Words.</p>", target, "Words")
    assert [path.name for path in tmp_path.iterdir()] == ["talk.pdf"]
    assert (tmp_path / "talk.pdf").is_dir()


def test_an_answer_is_copied_as_markdown_that_shows_markup_as_it_is(
    window: MainWindow, qtbot: QtBot
) -> None:
    view = ask(window, qtbot, "How *long* is the <b>notice</b> period?")
    action = next(each for each in view.menu().actions() if each.text() == "Copy as Markdown")
    action.trigger()
    text = QGuiApplication.clipboard().text()
    assert text.startswith("## How \\*long\\* is the \\<b\\>notice\\</b\\> period?\n")
    assert f"- {SENTENCES[0]} \\[1\\]" in text
    assert "[Lease, Rosenthal 14.md, § 9 Notice](<file:///library/contracts/" in text


def test_the_menu_over_the_answers_text_is_that_of_the_whole_answer(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, *_: opened.append(menu))
    view = ask(window, qtbot, "How long is the notice period?")
    place = QPoint(20, 8)
    viewport = view.answer.viewport()
    by_mouse = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(
        viewport, QContextMenuEvent(by_mouse, place, viewport.mapToGlobal(place))
    )
    (menu,) = opened
    assert "Copy as Markdown" in [action.text() for action in menu.actions()]
