"""Asks before the traces of all answers are deleted."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget


def ask_to_delete(parent: QWidget, delete: Callable[[], object]) -> QMessageBox:
    """Open the question; `delete` is called where it is answered with yes."""
    box = QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(box.tr("Delete the traces of all answers?"))
    box.setInformativeText(
        box.tr("Answers and conversations stay. How they came about is forgotten for good.")
    )
    button = box.addButton(box.tr("Delete"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(QMessageBox.StandardButton.Cancel)
    button.clicked.connect(delete)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
    return box
