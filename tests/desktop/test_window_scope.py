"""Choosing where to look, and putting tags on folders and files, in the window."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assistant.answers import AbstentionReason, NoAnswer
from assistant.messages import AnswerFinished
from assistant.requests import Ask, Search, TagPaths
from desktop.main_window import MainWindow
from desktop.panels.scope_picker import ScopePicker
from desktop.panels.turn_words import status_of
from desktop.scope import Scope
from desktop.tag_dialog import TagDialog
from desktop.tagging import TagChange
from desktop.turn import Turn
from tests.desktop.conftest import MakeWindow
from tests.desktop.conversation import ask, newest
from tests.desktop.scripted_library import FOLDER, LEASE

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def sent(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Everything that the window asks of the engine from now on."""
    requests: list[object] = []
    send = window._client.send
    monkeypatch.setattr(window._client, "send", lambda body: requests.append(body) or send(body))
    return requests


def picker_of(window: MainWindow, qtbot: QtBot) -> ScopePicker:
    qtbot.keyClick(window, Qt.Key.Key_L, CTRL_SHIFT)
    (picker,) = (each for each in window.findChildren(ScopePicker) if each.isVisible())
    return picker


def test_a_question_looks_where_was_chosen_until_it_is_taken_back(
    window: MainWindow, qtbot: QtBot, sent: list[object]
) -> None:
    picker = picker_of(window, qtbot)
    assert picker.folders.hasFocus()
    qtbot.keyClick(picker.folders, Qt.Key.Key_Space)
    picker.tags.item(0).setCheckState(Qt.CheckState.Checked)
    picker.type_chips["pdf"].click()
    picker.leave()
    row = window.centre.ask_bar.scope_row
    assert [chip.text().strip(" ×") for chip in row.chips] == [
        "contracts",
        "tag “contracts”",
        "PDF",
    ]
    for _ in range(2):
        view = ask(window, qtbot, "How long is the notice period?")
        question = [each for each in sent if isinstance(each, Ask)][-1]
        assert question.within == "/library/contracts"
        assert question.scope == "tag:contracts type:pdf"
        assert "contracts, tag “contracts”, PDF" in view.about.scope.text()
    qtbot.keyClick(window, Qt.Key.Key_D, CTRL_SHIFT)
    assert row.chips == []
    ask(window, qtbot, "And now?")
    question = [each for each in sent if isinstance(each, Ask)][-1]
    assert (question.within, question.scope) == (None, "")


def test_another_conversation_looks_into_everything_again(window: MainWindow, qtbot: QtBot) -> None:
    window.tools.scoping.look_in(Scope(types=("pdf",)))
    ask(window, qtbot, "How long is the notice period?")
    assert not window.tools.scoping.scope.is_everything
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert window.tools.scoping.scope.is_everything
    assert window.centre.ask_bar.scope_row.chips == []


def test_results_while_typing_follow_the_choice(
    window: MainWindow, qtbot: QtBot, sent: list[object]
) -> None:
    with qtbot.waitSignal(window.asking.results_changed):
        qtbot.keyClicks(window.centre.ask_bar.field, "notice")
    with qtbot.waitSignal(window.asking.results_changed):
        window.tools.scoping.look_in(Scope(types=("pdf",), after="2024"))
    latest = [each for each in sent if isinstance(each, Search)][-1]
    assert (latest.query, latest.scope) == ("notice", "type:pdf after:2024")


def test_the_open_document_can_be_the_only_one(
    window: MainWindow, qtbot: QtBot, sent: list[object]
) -> None:
    ask(window, qtbot, "How long is the notice period?")
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    window.tools.scoping.look_in(Scope(tags=("contracts",)))
    picker = picker_of(window, qtbot)
    assert picker.document.hasFocus()
    qtbot.keyClick(picker.document, Qt.Key.Key_Space)
    assert window.tools.scoping.scope == Scope(document=LEASE)
    assert picker.folders.ticked + picker.tags.ticked == ()
    picker.tags.item(0).setCheckState(Qt.CheckState.Checked)
    assert window.tools.scoping.scope == Scope(tags=("contracts",))
    assert not picker.document.isChecked()


def test_a_chip_takes_its_part_back(window: MainWindow, qtbot: QtBot) -> None:
    scope = Scope(folders=("/library/contracts",), before="2024")
    window.tools.scoping.look_in(scope)
    chips = window.centre.ask_bar.scope_row.chips
    assert chips[0].accessibleName() == "Do not keep to contracts"
    qtbot.keyClick(chips[0], Qt.Key.Key_Space)
    assert window.tools.scoping.scope == Scope(before="2024")
    assert len(window.centre.ask_bar.scope_row.chips) == 1


def test_a_question_without_answer_in_some_documents_can_be_put_to_all(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.tools.scoping.look_in(Scope(types=("pdf",)))
    view = ask(window, qtbot, "nothing about football")
    assert view.about.everywhere_button.isVisible()
    with qtbot.waitSignal(window.asking.turn_ended):
        qtbot.mouseClick(view.about.everywhere_button, Qt.MouseButton.LeftButton)
    assert newest(window).turn.question == "nothing about football"
    assert window.tools.scoping.scope.is_everything
    assert not newest(window).about.isVisible()


def test_no_document_in_scope_is_not_taken_for_an_empty_library() -> None:
    nothing = NoAnswer(question="Q?", reason=AbstentionReason.NOTHING_INDEXED)
    turn = Turn("Q?", scope=Scope(types=("pdf",)))
    turn.apply(AnswerFinished(answer=nothing))
    assert status_of(turn) == "There is no document where you looked."
    turn = Turn("Q?")
    turn.apply(AnswerFinished(answer=nothing))
    assert status_of(turn).startswith("Nothing is indexed here yet")


def test_more_than_a_handful_of_chips_are_counted(window: MainWindow, qtbot: QtBot) -> None:
    window.tools.scoping.look_in(Scope(tags=tuple(f"tag {number}" for number in range(20))))
    chips = window.centre.ask_bar.scope_row.chips
    assert len(chips) == 9
    assert chips[-1].text() == "+12"
    qtbot.mouseClick(chips[-1], Qt.MouseButton.LeftButton)
    assert _is_open(window)


def test_a_click_on_a_row_ticks_it_once_wherever_it_falls(window: MainWindow, qtbot: QtBot) -> None:
    folders = window.tools.scoping.choose().folders
    area = folders.visualItemRect(folders.item(0))
    for place, ticked in ((area.center(), True), (area.topLeft() + QPoint(12, 12), False)):
        qtbot.mouseClick(folders.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert bool(folders.ticked) is ticked
    qtbot.keyClick(folders, Qt.Key.Key_Space)
    qtbot.keyClick(folders, Qt.Key.Key_Return)
    assert not _is_open(window)
    assert window.tools.scoping.scope == Scope(folders=("/library/contracts",))


def test_what_is_no_date_is_said_and_narrows_nothing(window: MainWindow, qtbot: QtBot) -> None:
    picker = picker_of(window, qtbot)
    picker.after.setFocus()
    qtbot.keyClicks(picker.after, "2024-13")
    assert window.tools.scoping.scope.after == ""
    assert picker._days_help.property("tone") == "danger"
    for _ in range(3):
        qtbot.keyClick(picker.after, Qt.Key.Key_Backspace)
    assert window.tools.scoping.scope.after == "2024"
    assert picker._days_help.property("tone") == "muted"


def test_escape_closes_the_card_only(window: MainWindow, qtbot: QtBot) -> None:
    ask(window, qtbot, "How long is the notice period?")
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    picker = picker_of(window, qtbot)
    picker.folders.item(0).setCheckState(Qt.CheckState.Checked)
    focused = QApplication.focusWidget()
    assert focused is not None
    qtbot.keyClick(focused, Qt.Key.Key_Escape)
    assert not _is_open(window)
    assert window.panes.shows_source
    assert not window.tools.scoping.scope.is_everything


def test_a_library_of_nothing_offers_no_choice(empty_window: MainWindow) -> None:
    assert not empty_window.centre.ask_bar.scope_row.isVisible()


def test_a_library_without_tags_says_how_to_make_one(window: MainWindow, qtbot: QtBot) -> None:
    window.indexing.ledger.set_tags(())
    picker = picker_of(window, qtbot)
    assert not picker.tags.isVisible()
    assert picker.folders.isVisible()


def test_a_tag_is_put_on_a_folder_from_its_menu_and_can_be_looked_in_at_once(
    window: MainWindow, qtbot: QtBot, sent: list[object]
) -> None:
    library = window.library
    library.source_view.setCurrentIndex(library.sources.index(0))
    library._tag_action.trigger()
    (dialog,) = window.findChildren(TagDialog)
    assert [each.checkState() for each in dialog.list.items_shown] == [Qt.CheckState.Checked]
    qtbot.keyClicks(dialog.new_field, "tax 2024")
    with qtbot.waitSignal(window.tools.tagging.tagged):
        qtbot.keyClick(dialog.new_field, Qt.Key.Key_Return)
    assert sent[-1] == TagPaths(paths=("/library/contracts",), tag="tax 2024")
    assert [tag.name for tag in window.indexing.ledger.tags] == ["contracts", "tax 2024"]
    assert window.library.files.rowCount() == 7
    picker = window.tools.scoping.choose()
    assert [picker.tags.item(row).text() for row in range(2)] == ["contracts", "tax 2024"]


def test_a_tag_is_taken_off_and_is_gone(window: MainWindow, qtbot: QtBot) -> None:
    window.tools.tagging.ask([str(FOLDER)])
    (dialog,) = window.findChildren(TagDialog)
    dialog.list.items_shown[0].setCheckState(Qt.CheckState.Unchecked)
    with qtbot.waitSignal(window.tools.tagging.tagged):
        dialog.ok_button.click()
    assert window.indexing.ledger.tags == ()


def test_a_tag_of_some_files_stays_as_it_is_unless_it_is_chosen(
    window: MainWindow, qtbot: QtBot
) -> None:
    other = str(FOLDER / "notes.txt")
    tagging = window.tools.tagging
    with qtbot.waitSignal(tagging.tagged):
        tagging.change([LEASE], [TagChange("signed", remove=False)])
    tagging.ask([LEASE, other])
    (dialog,) = window.findChildren(TagDialog)
    inherited, partly = dialog.list.items_shown
    assert inherited.text() == "contracts   (from “contracts”)"
    assert partly.checkState() is Qt.CheckState.PartiallyChecked
    assert dialog.changes() == []
    partly.setCheckState(Qt.CheckState.Checked)
    assert dialog.changes() == [TagChange("signed", remove=False)]
    dialog.reject()


def test_what_cannot_be_a_tag_is_said_before(window: MainWindow, qtbot: QtBot) -> None:
    window.tools.tagging.ask([LEASE])
    (dialog,) = window.findChildren(TagDialog)
    qtbot.keyClicks(dialog.new_field, 'the "old" one')
    assert not dialog.ok_button.isEnabled()
    assert "quotation marks" in dialog._problem.text()
    dialog.new_field.setText("CONTRACTS")
    dialog.add_button.click()
    assert len(dialog.list.items_shown) == 1
    dialog.reject()


def test_a_tag_that_the_engine_refuses_is_said(window: MainWindow, qtbot: QtBot) -> None:
    window.tools.tagging.change([LEASE], [TagChange("refused", remove=False)])
    qtbot.waitUntil(lambda: window.message_bar.text.text() == "That cannot be a tag.")


def test_a_library_that_is_read_only_offers_no_tags(make_window: MakeWindow) -> None:
    window = make_window("--read-only", "--source", "/library/contracts")
    assert not window.library._tag_action.isEnabled()


def _is_open(window: MainWindow) -> bool:
    return any(picker.isVisible() for picker in window.findChildren(ScopePicker))
