"""Adding, indexing and removing in the window, against the scripted engine."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from assistant.requests import AddSource
from assistant.settings import Settings
from desktop.adding import ADD_PREVIEW
from desktop.item_models.source_list import SourceRole
from desktop.main_window import MainWindow
from desktop.preview_dialog import PreviewDialog
from indexer.documents import FileStatus
from indexer.events import FilesFound, IngestionFinished
from tests.desktop.conftest import STARTING, MakeClient, MakeWindow
from tests.desktop.scripted_library import NAMES


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


def test_changes_that_the_engine_noticed_itself_refresh_the_list(
    window: MainWindow, qtbot: QtBot
) -> None:
    finished = IngestionFinished(
        indexed=1, unchanged=0, skipped=0, failed=0, removed=0, seconds=0.1
    )
    with qtbot.waitSignal(window.indexing.listing.listed):
        window._client.event_received.emit(0, finished)


def test_what_was_stopped_is_not_continued_by_a_restart_of_the_engine(
    empty_window: MainWindow, qtbot: QtBot
) -> None:
    empty_window.add_paths(["/library/slow"])
    qtbot.waitUntil(lambda: empty_window.library.files.rowCount() == 2)
    empty_window.indexing.stop()
    qtbot.waitUntil(lambda: empty_window.indexing.progress.stopped)
    with qtbot.waitSignal(empty_window.indexing.listing.listed, timeout=STARTING):
        empty_window.asking.ask("crash please")
    assert not empty_window.indexing.progress.running


def test_documents_can_be_filtered_by_name(window: MainWindow, qtbot: QtBot) -> None:
    library = window.library
    qtbot.waitUntil(lambda: library.files.rowCount() == len(NAMES))
    qtbot.keyClicks(library.filter_field, "MINUTES")
    qtbot.waitUntil(lambda: library.files.rowCount() == 1)
    library.filter_field.clear()
    qtbot.waitUntil(lambda: library.files.rowCount() == len(NAMES))


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


def test_totals_count_files_by_status(window: MainWindow) -> None:
    assert window.indexing.ledger.totals[FileStatus.INDEXED] == 4


def test_adding_the_same_paths_sends_one_request_each(
    empty_window: MainWindow, qtbot: QtBot
) -> None:
    sent: list[object] = []
    send = empty_window._client.send
    empty_window._client.send = lambda body: (sent.append(body), send(body))[1]  # type: ignore[method-assign,func-returns-value]
    empty_window.add_paths(["/library/a", "/library/b"])
    added = [AddSource(path="/library/a"), AddSource(path="/library/b")]
    qtbot.waitUntil(lambda: [each for each in sent if isinstance(each, AddSource)] == added)
    qtbot.waitUntil(lambda: not empty_window.indexing.progress.running)


def test_indexing_can_be_paused_and_resumed_by_keyboard_alone(
    empty_window: MainWindow, qtbot: QtBot
) -> None:
    footer = empty_window.library.footer
    empty_window.add_paths(["/library/slow"])
    qtbot.waitUntil(lambda: "files" in footer.text)
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(empty_window, Qt.Key.Key_P, keys)
    qtbot.waitUntil(lambda: footer.text == "Paused. 412 of 1,208 files done.")
    assert not footer.pause_button.isVisible()
    footer.resume_button.setFocus()
    qtbot.keyClick(footer.resume_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: footer.text.startswith("412 of 1,208 files ·"))
    assert footer.pause_button.hasFocus(), "the keyboard follows the button that took its place"
    qtbot.keyClick(footer.pause_button, Qt.Key.Key_Space)
    qtbot.waitUntil(footer.resume_button.isVisible)
    qtbot.keyClick(empty_window, Qt.Key.Key_S, keys)
    qtbot.waitUntil(footer.continue_button.isVisible)
    assert not footer.resume_button.isVisible()


def test_a_pause_on_battery_says_so_and_can_be_overruled(
    empty_window: MainWindow, qtbot: QtBot
) -> None:
    footer = empty_window.library.footer
    empty_window.add_paths(["/library/slow battery"])
    qtbot.waitUntil(lambda: footer.text.startswith("Paused on battery."))
    assert "412 of 1,208 files done." in footer.text
    qtbot.mouseClick(footer.resume_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(footer.pause_button.isVisible)


def test_a_small_folder_is_indexed_without_asking(empty_window: MainWindow, qtbot: QtBot) -> None:
    empty_window.add_paths(["/library/contracts"])
    qtbot.waitUntil(lambda: empty_window.library.sources.rowCount() == 1)
    assert not empty_window.findChildren(PreviewDialog)


def test_a_large_folder_is_shown_before_it_is_indexed(
    empty_window: MainWindow, qtbot: QtBot
) -> None:
    empty_window.add_paths(["/library/large"])
    dialog = preview_of(empty_window, qtbot)
    assert dialog.words.split("\n") == [
        "Index “large”?",
        "5,000 files · 896.5 MB · about 10 min",
        "12 files and folders hidden or left out by your rules. 4 of them by a .gitignore.",
    ]
    shown = [label.text() for label in dialog.findChildren(QLabel)]
    assert "Not read: 1,000 files" in shown
    assert empty_window.library.sources.rowCount() == 0
    assert dialog.index_button.hasFocus()
    qtbot.keyClick(dialog.index_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: empty_window.library.sources.rowCount() == 1)


def test_cancelling_the_preview_adds_nothing(empty_window: MainWindow, qtbot: QtBot) -> None:
    empty_window.add_paths(["/library/large"])
    dialog = preview_of(empty_window, qtbot)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not empty_window.indexing.progress.running
    with qtbot.waitSignal(empty_window.indexing.listing.listed):
        empty_window.indexing.listing.ask()
    assert empty_window.library.sources.rowCount() == 0
    assert empty_window.centre.empty_state.isVisible()


def test_who_wants_no_preview_is_never_asked(empty_window: MainWindow, qtbot: QtBot) -> None:
    empty_window._settings.set(ADD_PREVIEW, "never")
    empty_window.add_paths(["/library/large"])
    qtbot.waitUntil(lambda: empty_window.library.sources.rowCount() == 1)


def test_who_wants_every_preview_sees_that_of_a_small_folder(
    empty_window: MainWindow, qtbot: QtBot
) -> None:
    empty_window._settings.set(ADD_PREVIEW, "always")
    empty_window.add_paths(["/library/contracts", "/library/notes"])
    dialog = preview_of(empty_window, qtbot)
    assert dialog.words.startswith("Index these 2 folders and files?\n10 files · ")


def preview_of(window: MainWindow, qtbot: QtBot) -> PreviewDialog:
    """The preview, once it is shown."""
    qtbot.waitUntil(lambda: bool(window.findChildren(PreviewDialog)))
    (dialog,) = window.findChildren(PreviewDialog)
    qtbot.waitUntil(dialog.isVisible)
    return dialog


def test_a_stick_that_is_away_and_a_polled_share_are_told_apart(make_window: MakeWindow) -> None:
    window = make_window(
        "--source", "/library/contracts", "--source", "/media/stick", "--source", "/mnt/share"
    )
    sources = window.library.sources
    states = [sources.index(row).data(SourceRole.STATE) for row in range(3)]
    assert states == ["", "Not connected – passages kept", "Looked at every minute"]
    assert "once it is connected again" in sources.index(1).data(Qt.ItemDataRole.ToolTipRole)
    assert "does not tell of changes" in sources.index(2).data(Qt.ItemDataRole.ToolTipRole)
    spoken = sources.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Source /media/stick, Not connected – passages kept"


def test_what_the_engine_does_by_itself_is_shown_and_can_be_paused_only(
    window: MainWindow, qtbot: QtBot
) -> None:
    footer, say = window.library.footer, window._client.event_received.emit
    say(0, FilesFound(files=47, to_index=40, removed=0))
    assert footer.text == "0 of 40 files"
    assert footer.pause_button.isVisible()
    assert not footer.stop_button.isVisible()
    counts = {"indexed": 6, "unchanged": 0, "skipped": 0, "failed": 1, "removed": 0}
    say(0, IngestionFinished(**counts, seconds=1.0))
    assert footer.text == "5 documents indexed · 1 failed · 1 skipped"
    assert not footer.pause_button.isVisible()
