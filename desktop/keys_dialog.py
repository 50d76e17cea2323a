"""The keys, each beside what it does, under the menu where it is found."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.actions import KeyGroup
from desktop.panels.labels import plain_label
from desktop.theme import GRID

COLUMNS = 2
LEAST_HEIGHT = 320


class KeysDialog(QDialog):
    """Lists groups of keys in two columns; scrolled where the screen is small."""

    def __init__(self, groups: Sequence[KeyGroup], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        body = QWidget()
        body.setObjectName("choiceBody")
        columns = QGridLayout(body)
        columns.setContentsMargins(GRID, GRID, GRID, GRID)
        columns.setHorizontalSpacing(5 * GRID)
        for column, part in enumerate(_halves(groups)):
            columns.addLayout(_listed(part), 0, column, Qt.AlignmentFlag.AlignTop)
        self.area = QScrollArea()
        self.area.setObjectName("choiceArea")
        self.area.setAccessibleName(self.tr("Keys"))
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setWidget(body)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.addWidget(self.area, 1)
        layout.addWidget(buttons)
        self.ensurePolished()
        wanted = body.sizeHint()
        tallest = self.screen().availableGeometry().height() - 16 * GRID
        self.resize(wanted.width() + 7 * GRID, min(wanted.height() + 11 * GRID, tallest))
        self.setMinimumHeight(LEAST_HEIGHT)


def _halves(groups: Sequence[KeyGroup]) -> list[list[KeyGroup]]:
    """The groups in columns of about the same length."""
    half = sum(len(group.keys) + COLUMNS for group in groups) / COLUMNS
    parts: list[list[KeyGroup]] = [[] for _ in range(COLUMNS)]
    length = 0
    for group in groups:
        parts[min(int(length / half), COLUMNS - 1)].append(group)
        length += len(group.keys) + COLUMNS
    return parts


def _listed(groups: Sequence[KeyGroup]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(2 * GRID)
    grid.setVerticalSpacing(GRID // 2)
    for group in groups:
        heading = plain_label(group.name, "title")
        heading.setContentsMargins(0, GRID if grid.rowCount() > 1 else 0, 0, 0)
        grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
        for keys, words in group.keys:
            row = grid.rowCount()
            grid.addWidget(plain_label(keys, "muted"), row, 0)
            grid.addWidget(plain_label(words), row, 1)
    return grid
