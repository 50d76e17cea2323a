"""Asked, closed, started again: a conversation is there with its citations, nothing replaced."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot

from assistant.answers import Answer
from assistant.settings import Settings
from desktop.comparison_dialog import ComparisonDialog
from desktop.engine_client import EngineClient
from desktop.engine_process import engine_command
from desktop.export_choice import ExportFormat
from desktop.main_window import MainWindow
from desktop.panels.conversation_panel import ConversationPanel
from desktop.panels.stale_banner import StaleBanner
from desktop.panels.turn_view import TurnView

pytestmark = [pytest.mark.end2end, pytest.mark.model, pytest.mark.timeout(400)]

PATIENCE = 180_000
"""Milliseconds until a test gives up waiting; generous, because two cores may be shared by many."""
LEASE = "# Lease\n\nThe tenant of the boathouse gives notice {0} months before the end of a year.\n"
BOATHOUSE = "How many months before the end of a year does the tenant of the boathouse give notice?"


@contextmanager
def started(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The real window over one and the same library, closed again at the end."""
    client = EngineClient(engine_command(tmp_path / "library"))
    state = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    window = MainWindow(client, Settings(tmp_path / "settings.toml"), state)
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitSignal(client.ready, timeout=PATIENCE):
        client.start()
    yield window
    with qtbot.waitSignal(client.closed, timeout=PATIENCE):
        window.close()


def wait_until_indexed(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.indexing.listing.listed, timeout=PATIENCE):
        pass
    qtbot.waitUntil(lambda: not window.indexing.progress.running, timeout=PATIENCE)


def ask(qtbot: QtBot, window: MainWindow, question: str) -> TurnView:
    """Ask as a person does, and wait until the answer is kept."""
    window.centre.ask_bar.focus_field()
    qtbot.keyClicks(window.centre.ask_bar.field, question)
    with qtbot.waitSignal(window.asking.turn_ended, timeout=PATIENCE):
        qtbot.keyClick(window.centre.ask_bar.field, Qt.Key.Key_Return)
    view = window.centre.thread_panel.newest
    assert view is not None
    return view


def listed(qtbot: QtBot, window: MainWindow, rows: int) -> ConversationPanel:
    """Show the conversations and wait for them."""
    if not window.side.conversations.isVisible():
        qtbot.keyClick(window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    panel = window.side.conversations
    qtbot.waitUntil(lambda: panel.conversations.rowCount() == rows, timeout=PATIENCE)
    return panel


def open_first(qtbot: QtBot, window: MainWindow) -> None:
    panel = listed(qtbot, window, 2)
    panel.view.setCurrentIndex(panel.conversations.index(1))
    with qtbot.waitSignal(window.conversing.conversations.opened, timeout=PATIENCE):
        qtbot.keyClick(panel.view, Qt.Key.Key_Return)


def test_a_conversation_outlives_the_window_and_knows_what_has_changed_since(
    qtbot: QtBot, samples: Path, tmp_path: Path
) -> None:
    documents = Path(shutil.copytree(samples, tmp_path / "my documents"))
    (documents / "boathouse.md").write_text(LEASE.format("three"), encoding="utf-8")
    with started(qtbot, tmp_path) as window:
        window.add_paths([str(documents)])
        qtbot.waitUntil(lambda: window.indexing.progress.files_total > 0, timeout=PATIENCE)
        qtbot.waitUntil(lambda: not window.indexing.progress.running, timeout=PATIENCE)
        ask(qtbot, window, BOATHOUSE)
        view = ask(qtbot, window, "How much notice must the tenant give to end the lease?")
        given = view.turn.outcome
        assert isinstance(given, Answer)
        assert window.conversing.conversations.current is not None
    (documents / "boathouse.md").write_text(LEASE.format("six"), encoding="utf-8")
    with started(qtbot, tmp_path) as window:
        assert window.centre.thread_panel.turns == []
        open_first(qtbot, window)
        answers_are_as_they_were_given(window, given)
        citation_opens_its_page(qtbot, window)
        change_is_shown_and_answered_again(qtbot, window)
        conversation_is_found_and_exported(qtbot, window, tmp_path)
        renamed_and_deleted(qtbot, window)


def answers_are_as_they_were_given(window: MainWindow, given: Answer) -> None:
    first, second = window.centre.thread_panel.turns
    assert first.turn.question == BOATHOUSE
    assert second.turn.outcome == given
    assert first.is_folded
    assert not second.is_folded


def citation_opens_its_page(qtbot: QtBot, window: MainWindow) -> None:
    view = window.centre.thread_panel.newest
    assert view is not None
    card = next(card for card in view.cards if card.citation.path.endswith(".pdf"))
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert window.source_pane is not None
    pdf_view = window.source_pane.viewer.pdf_view
    assert card.citation.page is not None
    qtbot.waitUntil(
        lambda: bool(pdf_view.highlight_polygons(card.citation.page or 0)), timeout=PATIENCE
    )
    assert pdf_view.current_page == card.citation.page


def change_is_shown_and_answered_again(qtbot: QtBot, window: MainWindow) -> None:
    first = window.centre.thread_panel.turns[0]
    first.fold(False)
    banner = first.findChild(StaleBanner)
    assert banner.words.text() == "boathouse.md has changed since this answer."
    with qtbot.waitSignal(window.conversing.conversations.compared, timeout=PATIENCE):
        qtbot.mouseClick(banner.compare_button, Qt.MouseButton.LeftButton)
    (dialog,) = window.findChildren(ComparisonDialog)
    assert ["three"] in [text.marked for text in dialog.texts]
    assert ["six"] in [text.marked for text in dialog.texts]
    with qtbot.waitSignal(window.asking.turn_ended, timeout=PATIENCE):
        qtbot.mouseClick(dialog.answer_button, Qt.MouseButton.LeftButton)
    newest = window.centre.thread_panel.newest
    assert newest is not None
    assert isinstance(newest.turn.outcome, Answer)
    assert "six months" in newest.turn.outcome.text
    assert "three months before" not in newest.turn.outcome.text


def conversation_is_found_and_exported(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    panel = listed(qtbot, window, 2)
    qtbot.keyClicks(panel.search_field, "boathouse")
    qtbot.waitUntil(
        lambda: bool(panel.conversations.entry(panel.conversations.index(1)).found),
        timeout=PATIENCE,
    )
    conversations, exporting = window.conversing.conversations, window.conversing.exporting
    assert conversations.current is not None
    for kind in ExportFormat:
        target = folder / f"conversation.{kind.value}"
        with qtbot.waitSignal(exporting.exported, timeout=PATIENCE):
            exporting.export(conversations.current, str(target), mask=True)
        assert target.stat().st_size > 500
    assert "boathouse" in (folder / "conversation.md").read_text(encoding="utf-8")


def renamed_and_deleted(qtbot: QtBot, window: MainWindow) -> None:
    panel, conversations = window.side.conversations, window.conversing.conversations
    assert conversations.current is not None
    panel.rename_requested.emit(conversations.current, "Two leases")
    qtbot.waitUntil(lambda: panel.conversations.index(1).data() == "Two leases", timeout=PATIENCE)
    panel.search_field.clear()
    conversations.delete(conversations.current)
    qtbot.waitUntil(lambda: panel.conversations.rowCount() == 0, timeout=PATIENCE)
    assert window.centre.thread_panel.turns == []
