"""What can be done with a question and its answer, as a menu."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from desktop.panels.turn_view import TurnView


def tr(text: str) -> str:
    """The text in the person's language."""
    return QCoreApplication.translate("turn", text)


def turn_menu(view: "TurnView") -> QMenu:
    """Copying, the trace, and ways to ask once more."""
    turn, question = view.turn, view.turn.question
    menu = QMenu(view)
    copy = menu.addAction(tr("Copy the answer with its sources"), view.copy_answer)
    copy.setEnabled(bool(turn.sentences))
    markdown = menu.addAction(tr("Copy as Markdown"), view.copy_markdown)
    markdown.setEnabled(turn.outcome is not None)
    trace = menu.addAction(tr("How this answer came about…"), view.want_trace)
    trace.setEnabled(bool(turn.trace))
    menu.addSeparator()
    menu.addAction(tr("Ask again"), lambda: view.asked_again.emit(question))
    if turn.is_table:
        passages = tr("Answer from the best passages instead")
        menu.addAction(passages, lambda: view.asked_of_passages.emit(question))
    else:
        each = tr("Ask each document instead")
        menu.addAction(each, lambda: view.asked_of_each.emit(question))
    return menu
