"""Names of files as they are shown: one that runs from the right does not turn its surroundings."""

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.file_names import shown_name
from desktop.keys_dialog import KeysDialog
from desktop.main_window import MainWindow

ARABIC = "عقد الإيجار.txt"


def test_a_name_that_runs_from_the_right_keeps_its_ending_and_its_neighbours() -> None:
    shown = f"{shown_name(f'/docs/{ARABIC}')} · line 3"
    assert not shown.isalpha()
    assert shown == f"\u2066{ARABIC}\u2069 · line 3"


@pytest.mark.parametrize("name", ["lease.pdf", "合同.pdf", "договор.txt"])
def test_other_names_are_shown_as_they_are(name: str) -> None:
    assert shown_name(f"/docs/{name}") == name
    assert shown_name(f"C:\\docs\\{name}") == name


def test_the_keys_are_listed_under_their_menus(window: MainWindow, qtbot: QtBot) -> None:
    window.setFocus()
    action = next(each for each in window.actions() if each.text() == "&Keys")
    action.trigger()
    (dialog,) = window.findChildren(KeysDialog)
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert texts[texts.index("Export") - 1] == "Ctrl+Shift+E"
    assert texts[texts.index("Citation of that number") - 1] == "Alt+1 – Alt+9"
    menus = ["File", "Conversation", "Index", "Go", "View", "Help", "Everywhere"]
    assert [text for text in texts if text in menus] == menus
    assert dialog.height() < dialog.screen().availableGeometry().height()
    dialog.reject()
    qtbot.waitUntil(lambda: not window.findChildren(KeysDialog))
