"""What was understood of a search, why a passage is there, and why a file is not."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.main_window import MainWindow
from desktop.panels.passage_view import PassageView, why_area
from desktop.panels.popover import Popover
from tests.desktop.conversation import ask
from tests.desktop.scripted_library import FOLDER, NAMES

NOTES = str(FOLDER / "notes.txt")


def search(window: MainWindow, qtbot: QtBot, typed: str) -> PassageView:
    """Type it and wait for what is found."""
    with qtbot.waitSignal(window.asking.results_changed):
        qtbot.keyClicks(window.centre.ask_bar.field, typed)
    return window.centre.results.view


def popovers(window: MainWindow) -> list[Popover]:
    return [each for each in window.findChildren(Popover) if each.isVisible()]


def test_filters_are_shown_as_they_are_understood(window: MainWindow, qtbot: QtBot) -> None:
    bar = window.centre.ask_bar
    qtbot.keyClicks(bar.field, "notice")
    assert not bar.chips.isVisible()
    qtbot.keyClicks(bar.field, ' type:pdf "written form" -draft')
    assert bar.chips.isVisible()
    assert bar.chips.words == "type: pdf, exact: “written form”, without: draft"
    assert "type: pdf" in bar.field.accessibleDescription()
    shown = [chip.text() for chip in bar.chips._chips if chip.isVisible()]
    assert shown == ["type: pdf", "exact: “written form”", "without: draft"]
    bar.set_text("")
    assert not bar.chips.isVisible()


def test_the_help_lists_what_can_be_typed_and_closes_by_escape(
    window: MainWindow, qtbot: QtBot
) -> None:
    button = window.centre.ask_bar.help_button
    assert button.accessibleName() == "What narrows a search"
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    qtbot.keyClick(button, Qt.Key.Key_Space)
    (popover,) = popovers(window)
    assert "type:pdf: only files of this kind" in popover.words
    assert popover.accessibleDescription() == popover.words
    qtbot.keyClick(popover, Qt.Key.Key_Escape)
    assert not popovers(window)


def test_a_search_that_a_filter_empties_says_so(window: MainWindow, qtbot: QtBot) -> None:
    search(window, qtbot, "notice type:none")
    hint = window.centre.results.hint
    assert hint.isVisible()
    assert hint.text() == "No file fits type: none."
    assert hint.textFormat() is Qt.TextFormat.PlainText


def test_the_key_says_why_a_passage_is_there(window: MainWindow, qtbot: QtBot) -> None:
    view = search(window, qtbot, "notice writing type:md")
    qtbot.keyClick(window.centre.ask_bar.field, Qt.Key.Key_Down)
    qtbot.keyClicks(view, "?")
    (popover,) = popovers(window)
    assert "Place 1: 8th by meaning, 1st by words." in popover.words
    assert "Your words in it: notice, writing." in popover.words
    qtbot.keyClick(popover, Qt.Key.Key_Escape)
    assert not popovers(window)
    assert view.isVisible()
    assert view.hasFocus()
    description = view.currentIndex().data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert description.startswith("Place 1: 8th by meaning")


def test_a_click_on_the_sign_says_why_and_opens_nothing(window: MainWindow, qtbot: QtBot) -> None:
    view = search(window, qtbot, "notice")
    index = view.passages.index(1)
    with qtbot.assertNotEmitted(view.passage_chosen):
        sign = why_area(view.visualRect(index)).center()
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=sign)
    (popover,) = popovers(window)
    assert "Place 2" in popover.words
    with qtbot.waitSignal(view.passage_chosen):
        middle = view.visualRect(index).center()
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert not popovers(window)


def test_the_passages_of_an_answer_say_why_too(window: MainWindow, qtbot: QtBot) -> None:
    view = ask(window, qtbot, "How long is the notice period?")
    popover = view.passages.show_why(view.passages.passages.index(0))
    assert popover is not None
    assert "notice, period" in popover.words
    popover.close()


def test_a_file_says_why_it_is_not_in_the_results(window: MainWindow, qtbot: QtBot) -> None:
    search(window, qtbot, "notice")
    qtbot.keyClick(window, Qt.Key.Key_F7)
    panel = window.ledger_panel
    assert panel is not None
    panel.table.choose(NOTES)
    button = panel.details.why_button
    assert button.isVisible()
    with qtbot.waitSignal(window.explaining.explained) as told:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert told.args[0].path == NOTES
    assert "For “notice”: Its best passage comes in place 57." in panel.details.words
    panel.table.choose(str(FOLDER / NAMES[3]))
    assert "place 57" not in panel.details.words


def test_before_the_first_search_nothing_can_be_missed(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F7)
    panel = window.ledger_panel
    assert panel is not None
    panel.table.choose(NOTES)
    assert not panel.details.why_button.isVisible()
    assert not panel.table.offers_why
    window.explaining.ask(NOTES)
    assert window.explaining._request == 0


def test_why_the_engine_cannot_say_is_told(window: MainWindow, qtbot: QtBot) -> None:
    search(window, qtbot, "refused")
    qtbot.keyClick(window, Qt.Key.Key_F7)
    panel = window.ledger_panel
    assert panel is not None
    with qtbot.waitSignal(window.explaining.failed):
        panel.table.why_requested.emit(NOTES)
    assert panel.table.chosen()[0].path == NOTES
    assert "That cannot be asked." in panel.details.words
