"""A person's whole path: drop a folder, search, ask, click the citation, with nothing replaced."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QSettings, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from assistant.answers import Answer, Citation, NoAnswer, Support
from assistant.settings import Settings
from desktop.engine_client import EngineClient
from desktop.engine_process import engine_command
from desktop.main_window import MainWindow
from desktop.panels.turn_view import TurnView
from desktop.turn import Turn
from indexer.documents import FileStatus

pytestmark = [pytest.mark.end2end, pytest.mark.model, pytest.mark.timeout(400)]

PATIENCE = 180_000
"""Milliseconds until a test gives up waiting; generous, because two cores may be shared by many."""


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The real window over an empty library, its real engine starting."""
    client = EngineClient(engine_command(tmp_path / "library"))
    state = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    window = MainWindow(client, Settings(tmp_path / "settings.toml"), state)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    with qtbot.waitSignal(client.ready, timeout=PATIENCE):
        client.start()
    yield window
    with qtbot.waitSignal(client.closed, timeout=PATIENCE):
        window.close()


@pytest.fixture
def documents(samples: Path, tmp_path: Path) -> Path:
    """A folder of one's own with the sample documents in it."""
    return Path(shutil.copytree(samples, tmp_path / "my documents"))


def drop(window: MainWindow, path: Path) -> None:
    """What a file manager does when a folder is let go over the window."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    place, button = QPoint(200, 200), Qt.MouseButton.LeftButton
    copy, plain = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place, copy, mime, button, plain)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(place.toPointF(), copy, mime, button, plain))


def wait_until_indexed(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(
        lambda: window.indexing.progress.files_total > 0 and not window.indexing.progress.running,
        timeout=PATIENCE,
    )


def ask(qtbot: QtBot, window: MainWindow, question: str) -> TurnView:
    """Type the question letter by letter, press Enter and wait for the end of the answer."""
    window.centre.ask_bar.focus_field()
    qtbot.keyClicks(window.centre.ask_bar.field, question)
    with qtbot.waitSignal(window.asking.turn_ended, timeout=PATIENCE):
        qtbot.keyClick(window.centre.ask_bar.field, Qt.Key.Key_Return)
    view = window.centre.thread_panel.newest
    assert view is not None
    return view


def click_citation(qtbot: QtBot, view: TurnView, citation: Citation) -> None:
    card = next(card for card in view.cards if card.citation == citation)
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)


def assert_quote_is_painted(window: MainWindow, citation: Citation) -> None:
    """Every word of the quote, found anew in the file, lies under a polygon on its page."""
    assert window.source_pane is not None
    assert citation.page is not None
    pdf_view = window.source_pane.viewer.pdf_view
    assert pdf_view.isVisible()
    assert pdf_view.current_page == citation.page
    areas = [shape.boundingRect() for shape in pdf_view.highlight_polygons(citation.page)]
    document = QPdfDocument()
    document.load(citation.path)
    text = document.getAllText(citation.page - 1).text()
    assert text[citation.start : citation.end] == citation.quote
    words = list(re.finditer(r"\w+", citation.quote))
    assert words
    for word in words:
        place = document.getSelectionAtIndex(
            citation.page - 1, citation.start + word.start(), len(word.group())
        )
        for shape in place.bounds():
            centre = shape.boundingRect().center()
            assert any(area.contains(centre) for area in areas), word.group()


def test_from_dropped_folder_to_painted_sentence(
    qtbot: QtBot, window: MainWindow, documents: Path
) -> None:
    """Steps 2 to 5 of the tour in the README."""
    seen_totals: set[int] = set()
    window.indexing.progress_changed.connect(lambda now: seen_totals.add(now.files_total))
    drop(window, documents)
    wait_until_indexed(qtbot, window)
    count = sum(1 for path in documents.rglob("*") if path.is_file())
    assert count in seen_totals
    qtbot.waitUntil(lambda: f"{count} documents" in window.library.footer.text, timeout=PATIENCE)

    search_while_typing(qtbot, window)
    answered_from_a_pdf(qtbot, window)
    answered_from_a_word_document(qtbot, window)
    told_that_it_is_not_there(qtbot, window)


def search_while_typing(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.asking.results_changed, timeout=PATIENCE) as found:
        qtbot.keyClicks(window.centre.ask_bar.field, "notice period of the lease")
    passages = found.args[0].passages
    assert passages[0].path.endswith("lease-harbour-yard.pdf")
    assert window.centre.results.isVisible()
    window.centre.ask_bar.field.clear()


def answered_from_a_pdf(qtbot: QtBot, window: MainWindow) -> None:
    found_before_answer: list[bool] = []

    def note(turn: Turn) -> None:
        if turn.passages and turn.outcome is None:
            found_before_answer.append(True)

    window.asking.turn_changed.connect(note)
    view = ask(qtbot, window, "How much notice must the tenant give to end the lease?")
    answer = view.turn.outcome
    assert isinstance(answer, Answer)
    assert found_before_answer, "the passages are shown before the answer is complete"
    assert "six months" in answer.text
    for sentence in answer.sentences:
        assert sentence.citations
        assert sentence.support in (Support.SUPPORTED, Support.PARTLY)
    citation = next(each for each in answer.citations if each.path.endswith(".pdf"))
    click_citation(qtbot, view, citation)
    assert_quote_is_painted(window, citation)
    assert window.source_pane is not None
    shown = [
        button.text().replace("&", "")
        for button in window.source_pane.findChildren(QAbstractButton)
        if button.isVisible() and button.isEnabled()
    ]
    assert {"Open in its program", "Show in folder"} <= set(shown)


def answered_from_a_word_document(qtbot: QtBot, window: MainWindow) -> None:
    view = ask(qtbot, window, "What discount does the supplier allow for late delivery?")
    assert isinstance(view.turn.outcome, Answer)
    assert "2 per cent" in view.turn.outcome.text
    citations = view.turn.outcome.citations
    citation = next(each for each in citations if each.path.endswith(".docx"))
    click_citation(qtbot, view, citation)
    assert window.source_pane is not None
    text_view = window.source_pane.viewer.text_view
    qtbot.waitUntil(lambda: bool(text_view.marked_text()), timeout=PATIENCE)
    assert text_view.isVisible()
    assert text_view.marked_text().split() == citation.quote.split()
    assert text_view.viewport().rect().intersects(text_view.marked_box())


def told_that_it_is_not_there(qtbot: QtBot, window: MainWindow) -> None:
    view = ask(qtbot, window, "Which football team won the championship in Brazil?")
    assert isinstance(view.turn.outcome, NoAnswer)
    assert view.turn.outcome.nearest
    assert "not" in view.status.text()
    assert len(view.cards) == len(view.turn.outcome.nearest)


def test_stopped_indexing_is_continued(qtbot: QtBot, window: MainWindow, documents: Path) -> None:
    """Stopping keeps what is done, and Continue does the rest."""
    for number in range(60):
        text = "".join(f"Note {number}, line {line}: the pump ran well.\n\n" for line in range(20))
        (documents / f"note {number:02}.txt").write_text(text)
    drop(window, documents)
    qtbot.waitUntil(lambda: window.indexing.progress.files_done >= 1, timeout=PATIENCE)
    qtbot.mouseClick(window.library.footer.stop_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.indexing.progress.running, timeout=PATIENCE)
    assert window.indexing.progress.stopped
    count = sum(1 for path in documents.rglob("*") if path.is_file())
    ledger = window.indexing.ledger
    assert ledger.totals[FileStatus.INDEXED] < count
    qtbot.mouseClick(window.library.footer.continue_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.indexing.progress.running, timeout=PATIENCE)
    assert not window.indexing.progress.stopped
    qtbot.waitUntil(lambda: ledger.totals[FileStatus.INDEXED] == count, timeout=PATIENCE)
