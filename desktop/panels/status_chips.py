"""Buttons that show the files of one status or mark, each with its number."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from assistant.wording import mark_words, status_words
from desktop.panels.file_view import MARK_ICONS, STATUS_ICONS
from desktop.panels.flow_layout import FlowLayout
from desktop.panels.labels import push_button
from desktop.theme import GRID
from desktop.words import number_words
from indexer.documents import FileMark, FileStatus

SHOWN_ORDER = (
    FileStatus.INDEXED,
    FileStatus.PARTLY,
    FileStatus.SKIPPED,
    FileStatus.FAILED,
    FileStatus.WAITING,
)
MARKS = (FileMark.HIDDEN_TEXT, FileMark.SCANNED)
"""Marks that somebody may want to look through."""


class StatusChips(QWidget):
    """One chip for all files, one for each status; the numbers add up to the first."""

    chosen = Signal(object)
    """A `FileStatus`, or None for all."""
    mark_chosen = Signal(object)
    """A `FileMark`, or None for any."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips: dict[FileStatus | None, QPushButton] = {}
        self.mark_chips: dict[FileMark, QPushButton] = {}
        self._group = QButtonGroup(self)
        layout = FlowLayout(GRID // 2)
        self.setLayout(layout)
        for status in (None, *SHOWN_ORDER):
            chip = self._chip("" if status is None else STATUS_ICONS[status][0])
            self.chips[status] = chip
            self._group.addButton(chip)
            chip.clicked.connect(lambda _checked, status=status: self.chosen.emit(status))
            layout.addWidget(chip)
        for mark in MARKS:
            chip = self._chip(MARK_ICONS[mark][0])
            self.mark_chips[mark] = chip
            chip.setText(mark_words(mark).capitalize())
            chip.setAccessibleName(self.tr("Only files with the mark: {0}").format(chip.text()))
            chip.clicked.connect(
                lambda checked, mark=mark: self._choose_mark(mark, checked=checked)
            )
            layout.addWidget(chip)
        self.chips[None].setChecked(True)
        self.show_counts({})

    def choose(self, status: FileStatus | None) -> None:
        """Choose a chip as a click would."""
        self.chips[status].click()

    def show_counts(self, counts: Mapping[FileStatus, int]) -> None:
        """Write the numbers on the chips."""
        for status, chip in self.chips.items():
            count = sum(counts.values()) if status is None else counts.get(status, 0)
            words = self.tr("All") if status is None else status_words(status).capitalize()
            chip.setText(f"{words}  {number_words(count)}")
            files = self.tr("%n files", "", count)
            chip.setAccessibleName(f"{words}, {files}")

    def show_marks(self, marks: frozenset[FileMark]) -> None:
        """Offer the marks that any file has."""
        for mark, chip in self.mark_chips.items():
            chip.setVisible(mark in marks or chip.isChecked())

    def _chip(self, icon_name: str) -> QPushButton:
        chip = push_button("", icon_name, "chip")
        chip.setCheckable(True)
        return chip

    def _choose_mark(self, mark: FileMark, *, checked: bool) -> None:
        for other, chip in self.mark_chips.items():
            if other is not mark:
                chip.setChecked(False)
        self.mark_chosen.emit(mark if checked else None)
