"""What a person does in the window, by keyboard and mouse, against the scripted engine."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from assistant.messages import AddSource
from assistant.settings import Settings
from desktop.main_window import MainWindow
from desktop.panels.turn_view import TurnView
from desktop.theme import DARK, LIGHT, ThemeChoice, apply_theme
from desktop.turn import TurnState
from indexer.documents import FileStatus
from indexer.events import IngestionFinished
from tests.desktop.conftest import STARTING, MakeClient, MakeWindow
from tests.desktop.scripted_engine import LEASE, NAMES, SENTENCES


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


def test_the_first_start_explains_itself_and_offers_to_add_a_folder(
    empty_window: MainWindow,
) -> None:
    empty = empty_window.centre.empty_state
    assert empty.isVisible()
    assert empty.folder_button.isVisible()
    assert empty_window.library.footer.text == "No documents yet"


def test_who_has_documents_is_not_welcomed_anew_while_the_engine_starts(
    window: MainWindow, make_client: MakeClient, qtbot: QtBot, tmp_path: Path
) -> None:
    state = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    again = MainWindow(make_client(), Settings(tmp_path / "settings.toml"), state)
    qtbot.addWidget(again)
    again.show()
    assert not again.centre.empty_state.isVisible()


def test_dropping_a_folder_indexes_it_and_shows_every_file(
    empty_window: MainWindow, qtbot: QtBot
) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/library/contracts")])
    enter = QDragEnterEvent(
        QPoint(300, 300),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(empty_window, enter)
    assert enter.isAccepted()
    assert empty_window.drop_overlay.isVisible()
    drop = QDropEvent(
        QPointF(300, 300),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(empty_window, drop)
    assert not empty_window.drop_overlay.isVisible()
    qtbot.waitUntil(lambda: empty_window.library.files.rowCount() == len(NAMES))
    qtbot.waitUntil(lambda: not empty_window.indexing.progress.running)
    qtbot.waitUntil(lambda: empty_window.library.sources.rowCount() == 1)
    assert not empty_window.centre.empty_state.isVisible()
    assert empty_window.library.footer.text == "5 documents indexed · 1 failed · 1 skipped"


def test_dragging_text_over_the_window_is_left_alone(empty_window: MainWindow) -> None:
    data = QMimeData()
    data.setText("just words")
    enter = QDragEnterEvent(
        QPoint(3, 3),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(empty_window, enter)
    assert not empty_window.drop_overlay.isVisible()


def test_indexing_shows_count_rate_and_time_and_can_be_stopped_and_continued(
    empty_window: MainWindow, qtbot: QtBot
) -> None:
    footer = empty_window.library.footer
    empty_window.add_paths(["/library/slow"])
    qtbot.waitUntil(lambda: "files" in footer.text)
    assert footer.text == "412 of 1,208 files · 38 pages/s · about 4 min left"
    qtbot.mouseClick(footer.stop_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(footer.continue_button.isVisible)
    assert footer.text == "Stopped. What was indexed is kept."
    qtbot.waitUntil(lambda: empty_window.library.files.rowCount() == 2)
    footer.continue_button.setFocus()
    qtbot.keyClick(footer.continue_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: empty_window.library.files.rowCount() == len(NAMES))
    assert not footer.continue_button.isVisible()


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
    with qtbot.waitSignal(window.indexing.library_listed):
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


def test_the_keys_are_listed_in_the_help(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F1)
    (box,) = window.findChildren(QMessageBox)
    assert "F6: Next pane" in box.text()
    assert "Alt+1: Citation 1" in box.text()
    box.close()


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


def test_changes_that_the_engine_noticed_itself_refresh_the_list(
    window: MainWindow, qtbot: QtBot
) -> None:
    finished = IngestionFinished(
        indexed=1, unchanged=0, skipped=0, failed=0, removed=0, seconds=0.1
    )
    with qtbot.waitSignal(window.indexing.library_listed):
        window._client.event_received.emit(0, finished)


def test_what_was_stopped_is_not_continued_by_a_restart_of_the_engine(
    empty_window: MainWindow, qtbot: QtBot
) -> None:
    empty_window.add_paths(["/library/slow"])
    qtbot.waitUntil(lambda: empty_window.library.files.rowCount() == 2)
    empty_window.indexing.stop()
    qtbot.waitUntil(lambda: empty_window.indexing.progress.stopped)
    with qtbot.waitSignal(empty_window.indexing.library_listed, timeout=STARTING):
        empty_window.asking.ask("crash please")
    assert not empty_window.indexing.progress.running


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


def test_a_refused_question_shows_the_reason(window: MainWindow, qtbot: QtBot) -> None:
    view = ask(window, qtbot, "refused question")
    assert view.status.text() == "That cannot be asked."


def test_files_can_be_filtered_by_name_and_status(window: MainWindow, qtbot: QtBot) -> None:
    library = window.library
    qtbot.waitUntil(lambda: library.files.rowCount() == len(NAMES))
    qtbot.keyClicks(library.filter_field, "MINUTES")
    assert library.shown_files.rowCount() == 1
    library.filter_field.clear()
    library.status_choice.setCurrentText("Problems")
    shown = {
        library.shown_files.index(row, 0).data() for row in range(library.shown_files.rowCount())
    }
    assert shown == {"Scan 0042.pdf", "Safe combination.pdf"}


def test_removing_a_source_asks_first_and_then_forgets_it(window: MainWindow, qtbot: QtBot) -> None:
    library = window.library
    library.source_view.setCurrentIndex(library.sources.index(0))
    library.source_view.setFocus()
    qtbot.keyClick(library.source_view, Qt.Key.Key_Delete)
    (box,) = window.findChildren(QMessageBox)
    assert box.textFormat() is Qt.TextFormat.PlainText
    (remove,) = [button for button in box.buttons() if "Remove" in button.text()]
    qtbot.mouseClick(remove, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: library.sources.rowCount() == 0)
    assert library.files.rowCount() == 0


def test_copying_an_answer_gives_plain_text_with_sources(window: MainWindow, qtbot: QtBot) -> None:
    view = ask(window, qtbot, "How long is the notice period?")
    view.copy_answer()
    text = QGuiApplication.clipboard().text()
    assert text.startswith("How long is the notice period?")
    assert f"{SENTENCES[0]} [1]" in text
    assert f"[2] Lease, Rosenthal 14.md, § 9 Notice: “{SENTENCES[1]}”" in text


def test_totals_count_files_by_status(window: MainWindow) -> None:
    assert window.library.files.totals()[FileStatus.INDEXED] == 4


def test_adding_the_same_paths_sends_one_request_each(
    empty_window: MainWindow, qtbot: QtBot
) -> None:
    sent: list[object] = []
    send = empty_window._client.send
    empty_window._client.send = lambda body: (sent.append(body), send(body))[1]  # type: ignore[method-assign,func-returns-value]
    empty_window.add_paths(["/library/a", "/library/b"])
    assert sent[:2] == [AddSource(path="/library/a"), AddSource(path="/library/b")]
    qtbot.waitUntil(lambda: not empty_window.indexing.progress.running)


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
