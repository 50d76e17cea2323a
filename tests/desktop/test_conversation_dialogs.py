"""What Enter and Escape mean in the dialogs about conversations, and what they say."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from assistant.conversation import PassageChange
from desktop.comparison_dialog import ComparisonDialog
from desktop.export_choice import ExportChoice, ExportFormat
from desktop.export_dialog import ExportDialog

CHANGE = PassageChange(
    marker=2,
    path="C:\\papers\\lease.pdf",
    page=3,
    before="three <b>months</b>",
    after="six <b>months</b>",
    page_after=5,
)


@pytest.mark.parametrize(("changes", "answers"), [((CHANGE,), 1), ((), 0)])
def test_enter_answers_again_only_where_something_has_changed(
    qtbot: QtBot, changes: tuple[PassageChange, ...], answers: int
) -> None:
    dialog = ComparisonDialog("How long?", changes)
    asked: list[str] = []
    dialog.answer_wanted.connect(lambda: asked.append("again"))
    dialog.show()
    qtbot.waitExposed(dialog)
    with qtbot.waitSignal(dialog.finished):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert len(asked) == answers


def test_markup_in_a_passage_is_shown_as_it_is(qtbot: QtBot) -> None:
    dialog = ComparisonDialog("How long?", (CHANGE,))
    qtbot.addWidget(dialog)
    then, now = dialog.texts
    assert (then.toPlainText(), now.toPlainText()) == (CHANGE.before, CHANGE.after)
    assert "&lt;b&gt;" in then.toHtml()
    gone = then.document().begin().begin().fragment().charFormat()
    come = now.document().begin().begin().fragment().charFormat()
    assert (gone.fontStrikeOut(), gone.fontUnderline()) == (True, False)
    assert (come.fontStrikeOut(), come.fontUnderline()) == (False, True)


def test_quotes_that_still_stand_are_said_to_stand(qtbot: QtBot) -> None:
    dialog = ComparisonDialog("How long?", ())
    qtbot.addWidget(dialog)
    assert dialog.words.text().startswith("Everything that this answer quotes still stands there")
    assert dialog.texts == []


def test_enter_exports_in_the_format_that_the_keys_have_chosen(qtbot: QtBot) -> None:
    dialog = ExportDialog("Lease", ExportChoice(ExportFormat.WORD, mask=True))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.formats[ExportFormat.WORD].hasFocus)
    qtbot.keyClick(dialog.formats[ExportFormat.WORD], Qt.Key.Key_Down)
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.choice == ExportChoice(ExportFormat.PDF, mask=True)
