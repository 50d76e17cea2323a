"""Asking and searching in the window, by keyboard and mouse, against the scripted engine."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.item_models.passage_list import PassageRole, citation_of
from desktop.main_window import MainWindow
from desktop.theme import DARK, LIGHT, ThemeChoice, apply_theme
from desktop.turn import TurnState
from indexer.events import IngestionFinished
from tests.desktop.conftest import MakeWindow
from tests.desktop.conversation import ask, newest, start_asking
from tests.desktop.scripted_library import LEASE, SENTENCES


def test_typing_shows_passages_and_enter_on_one_opens_its_source(
    window: MainWindow, qtbot: QtBot
) -> None:
    field = window.centre.ask_bar.field
    with qtbot.waitSignal(window.asking.results_changed):
        qtbot.keyClicks(field, "notice")
    results = window.centre.results
    assert results.isVisible()
    assert results.view.passages.rowCount() == 8
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert results.view.hasFocus()
    qtbot.keyClick(results.view, Qt.Key.Key_Return)
    assert window.source_pane is not None
    assert window.source_pane.isVisible()


def test_results_stay_when_the_library_changes_meanwhile(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.asking.results_changed):
        qtbot.keyClicks(window.centre.ask_bar.field, "notice")
    finished = IngestionFinished(
        indexed=1, unchanged=0, skipped=0, failed=0, removed=0, seconds=0.1
    )
    with qtbot.waitSignal(window.indexing.listing.listed):
        window._client.event_received.emit(0, finished)
    assert window.centre.results.isVisible()


def test_results_of_an_older_query_are_not_shown(window: MainWindow, qtbot: QtBot) -> None:
    field = window.centre.ask_bar.field
    with qtbot.waitSignal(window.asking.results_changed) as found:
        qtbot.keyClicks(field, "notice")
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert field.text() == ""
    assert not window.centre.results.isVisible()
    window.centre.show_results(found.args[0])
    assert not window.centre.results.isVisible()


def test_a_change_of_theme_repaints_the_answer(
    window: MainWindow, qtbot: QtBot, qapp: QApplication
) -> None:
    view = ask(window, qtbot, "How long is the notice period?")

    def colour() -> QColor:
        fragment = next(iter(view.answer.document().firstBlock())).fragment()
        return fragment.charFormat().foreground().color()

    apply_theme(qapp, ThemeChoice.DARK)
    try:
        qtbot.waitUntil(lambda: colour() == QColor(DARK.text))
    finally:
        apply_theme(qapp, ThemeChoice.LIGHT)
    qtbot.waitUntil(lambda: colour() == QColor(LIGHT.text))


def test_a_question_is_answered_with_citations(window: MainWindow, qtbot: QtBot) -> None:
    view = ask(window, qtbot, "How long is the notice period?")
    assert view.turn.state is TurnState.ANSWERED
    text = view.answer.toPlainText().replace("\u202f", "")
    assert text.startswith(f"{SENTENCES[0]}1 {SENTENCES[1]}2")
    assert [card.citation.marker for card in view.cards] == [1, 2, 3]
    assert "Written by scripted" in view.status.text()
    assert window.centre.ask_bar.text == ""


def test_passages_and_quotes_are_there_while_the_answer_is_being_written(
    window: MainWindow, qtbot: QtBot
) -> None:
    start_asking(window, qtbot, "slow How long is the notice period?")
    qtbot.waitUntil(lambda: "Notice must be" in newest(window).answer.toPlainText())
    view = newest(window)
    assert view.turn.state is TurnState.WRITING
    assert view.passages.passages.rowCount() == 8
    assert len(view.cards) == 3
    assert [sentence.text for sentence in view.turn.sentences] == [SENTENCES[0]]
    assert view.turn.pending.strip() == "Notice must be"


def test_escape_stops_the_answer_and_keeps_what_was_written(
    window: MainWindow, qtbot: QtBot
) -> None:
    start_asking(window, qtbot, "slow How long is the notice period?")
    qtbot.waitUntil(lambda: bool(newest(window).turn.sentences))
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    view = newest(window)
    assert view.turn.state is TurnState.STOPPED
    assert SENTENCES[0] in view.answer.toPlainText()
    assert view.status.text().startswith("Stopped")
    assert not window.asking.is_busy


def test_the_stop_button_replaces_the_ask_button_while_answering(
    window: MainWindow, qtbot: QtBot
) -> None:
    start_asking(window, qtbot, "slow question")
    button = window.centre.ask_bar.button
    qtbot.waitUntil(lambda: button.text() == "Stop")
    qtbot.waitUntil(lambda: bool(newest(window).turn.sentences))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.text() == "Ask"
    assert newest(window).turn.state is TurnState.STOPPED


def test_no_answer_is_said_honestly_with_the_nearest_passages(
    window: MainWindow, qtbot: QtBot
) -> None:
    view = ask(window, qtbot, "nothing about football")
    assert view.status.text().startswith("Your documents do not answer this")
    assert not view.answer.isVisible()
    assert len(view.cards) == 2


def test_older_questions_fold_and_can_be_opened_again(window: MainWindow, qtbot: QtBot) -> None:
    first = ask(window, qtbot, "First question?")
    second = ask(window, qtbot, "Second question?")
    assert first.is_folded
    assert not second.is_folded
    button = first.findChildren(QAbstractButton)[0]
    assert "First question?" in button.accessibleName()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert not first.is_folded


def test_alt_and_a_digit_opens_that_citation(window: MainWindow, qtbot: QtBot) -> None:
    view = ask(window, qtbot, "How long is the notice period?")
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert window.source_pane is not None
    citation = window.source_pane.viewer.citation
    assert citation is not None
    assert (citation.marker, citation.path) == (2, LEASE)
    qtbot.keyClick(window, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert window.source_pane.viewer.citation == view.turn.citations[3]
    qtbot.keyClick(window, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert window.source_pane.viewer.citation == view.turn.citations[1]
    qtbot.keyClick(window, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert window.source_pane.viewer.citation == view.turn.citations[3]


def test_clicking_a_card_opens_its_source_and_escape_closes_it(
    window: MainWindow, qtbot: QtBot
) -> None:
    view = ask(window, qtbot, "How long is the notice period?")
    qtbot.mouseClick(view.cards[0], Qt.MouseButton.LeftButton)
    assert window.source_pane is not None
    assert window.source_pane.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.source_pane.isVisible()
    assert window.centre.ask_bar.field.hasFocus()


def test_the_text_of_a_document_is_fetched_for_the_viewer(
    make_window: MakeWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = make_window("--source", "/library/contracts")
    view = ask(window, qtbot, "How long is the notice period?")
    there = tmp_path / "lease.md"
    there.write_text("as it was", encoding="utf-8")
    citation = view.turn.citations[2]
    moved = type(citation)(
        **{name: getattr(citation, name) for name in citation.__struct_fields__ if name != "path"},
        path=str(there),
    )
    window.show_citation(moved)
    assert window.source_pane is not None
    viewer = window.source_pane.viewer
    qtbot.waitUntil(lambda: SENTENCES[1] in viewer.text_view.toPlainText())


def test_a_refused_question_shows_the_reason(window: MainWindow, qtbot: QtBot) -> None:
    view = ask(window, qtbot, "refused question")
    assert view.status.text() == "That cannot be asked."


def test_copying_an_answer_gives_plain_text_with_sources(window: MainWindow, qtbot: QtBot) -> None:
    view = ask(window, qtbot, "How long is the notice period?")
    view.copy_answer()
    text = QGuiApplication.clipboard().text()
    assert text.startswith("How long is the notice period?")
    assert f"{SENTENCES[0]} [1]" in text
    assert f"[1] Lease, Rosenthal 14.md, § 9 Notice: “{SENTENCES[0]}”\n" in text
    hidden = "– part of this text is not visible on the page"
    assert f"[2] Lease, Rosenthal 14.md, § 9 Notice: “{SENTENCES[1]}” {hidden}\n" in text
    assert text.endswith("” – from a scan (83 % certain)")


def test_a_quote_from_a_scan_or_with_hidden_text_says_so(window: MainWindow, qtbot: QtBot) -> None:
    view = ask(window, qtbot, "How long is the notice period?")
    said = [
        [label.text() for label in card.findChildren(QLabel) if label.text()][2:]
        for card in view.cards
    ]
    assert said == [
        [],
        ["Part of this text is not visible on the page"],
        ["From a scan (83 % certain)"],
    ]
    assert view.cards[1].accessibleDescription().startswith("part of this text is not visible")
    assert "Compare them with the page" in view.cards[2].toolTip()
    pictures = [label for label in view.cards[1].findChildren(QLabel) if label.pixmap()]
    assert len(pictures) == 1


def test_passages_found_say_what_to_be_careful_about(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.asking.results_changed):
        qtbot.keyClicks(window.centre.ask_bar.field, "notice")
    passages = window.centre.results.view.passages
    cautions = [passages.index(row).data(PassageRole.CAUTIONS) for row in (0, 1, 4)]
    assert [[each.icon for each in row] for row in cautions] == [[], ["shield", "scan"], ["scan"]]
    spoken = passages.index(4).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "from a scan (83 % certain)" in spoken
    opened = citation_of(passages.passage(1))
    assert (opened.hidden, opened.scanned, opened.confidence) == (True, True, None)
