"""A table of answers with its coverage above, and what can be done with it below."""

import time
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from assistant.answers import AnswerTable, Citation, Coverage
from desktop.item_models.table_rows import RowState, TableRowsModel
from desktop.panels.announcing import announce
from desktop.panels.flow_layout import FlowLayout
from desktop.panels.labels import plain_label, plain_tooltip, push_button, set_tone
from desktop.panels.table_view import AnswerTableView
from desktop.table_export import export_rows
from desktop.theme import GRID, set_icon
from desktop.turn import Turn
from desktop.words import coverage_words

SPEAKING_PAUSE = 8.0
"""Seconds between two times that a screen reader says how far it is."""


class TableSection(QWidget):
    """Follows a turn in which every document, or section, is asked."""

    citation_chosen = Signal(Citation)
    stop_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = TableRowsModel(self)
        self.view = AnswerTableView(self.rows)
        self._spoken_at = time.monotonic()
        self._build()
        self.view.citation_chosen.connect(self.citation_chosen)
        self.stop_button.clicked.connect(self.stop_requested)
        self.nothing_button.clicked.connect(lambda: self._fold(RowState.NOTHING))
        self.failed_button.clicked.connect(lambda: self._fold(RowState.FAILED))
        self.copy_button.clicked.connect(self._copy)
        self.export_button.clicked.connect(self._choose_target)

    def show_turn(self, turn: Turn) -> None:
        """Show how far it is, and the rows that have come since."""
        coverage = turn.coverage
        if coverage is None:
            return
        sections = _are_sections(turn)
        self.rows.show_rows(turn.rows, turn.citations, coverage.failed, sections=sections)
        self._show_coverage(coverage, is_over=turn.is_over, sections=sections)
        self._show_folded(sections=sections)
        self.view.setVisible(self.rows.rowCount() > 0)
        for button in (self.copy_button, self.export_button):
            button.setVisible(turn.is_over and bool(self.rows.all_rows()))

    def export(self, target: Path) -> None:
        """Write the table, and say how that went."""
        try:
            export_rows(self.rows.all_rows(), target)
        except OSError as error:
            words = self.tr("“{0}” could not be written: {1}. Choose another place.")
            self._say(words.format(target.name, error.strerror or error), "danger")
            return
        self._say(self.tr("The table was written to “{0}”.").format(target.name), "muted")

    def _build(self) -> None:
        self.meter = plain_label(tone="title", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Documents read"))
        self.stop_button = push_button(self.tr("Stop"), "stop")
        self.stop_button.setAccessibleName(self.tr("Stop asking the documents"))
        self.nothing_button = push_button("", "expand", "quiet")
        self.failed_button = push_button("", "expand", "quiet")
        self.copy_button = push_button(self.tr("Copy"), "copy", "quiet")
        self.copy_button.setAccessibleName(self.tr("Copy the table"))
        self.copy_button.setToolTip(plain_tooltip(self.tr("Copy the table, to paste into a sheet")))
        self.export_button = push_button(self.tr("Export…"), "export", "quiet")
        self.export_button.setAccessibleName(self.tr("Export the table as CSV"))
        self._said = plain_label(tone="muted", wrap=True)
        self._said.hide()
        head = QHBoxLayout()
        head.addWidget(self.meter, 1)
        head.addWidget(self.stop_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addLayout(head)
        layout.addWidget(self.bar)
        layout.addWidget(self.view)
        layout.addLayout(self._build_foot())
        layout.addWidget(self._said)

    def _build_foot(self) -> FlowLayout:
        foot = FlowLayout(GRID // 2)
        for button in (
            self.nothing_button,
            self.failed_button,
            self.copy_button,
            self.export_button,
        ):
            foot.addWidget(button)
        return foot

    def _show_coverage(self, coverage: Coverage, *, is_over: bool, sections: bool) -> None:
        self.meter.setText(coverage_words(coverage, sections=sections))
        self.bar.setVisible(not is_over)
        self.bar.setRange(0, max(1, coverage.total))
        self.bar.setValue(coverage.read + len(coverage.failed))
        self.stop_button.setVisible(not is_over)
        if not is_over and time.monotonic() - self._spoken_at > SPEAKING_PAUSE:
            self._spoken_at = time.monotonic()
            announce(self, self.meter.text())

    def _show_folded(self, *, sections: bool) -> None:
        nothing, failed = (self.rows.count(each) for each in (RowState.NOTHING, RowState.FAILED))
        self.nothing_button.setVisible(nothing > 0)
        self.nothing_button.setText(
            self.tr("%n sections had nothing", "", nothing)
            if sections
            else self.tr("%n documents had nothing", "", nothing)
        )
        self.failed_button.setVisible(failed > 0)
        self.failed_button.setText(self.tr("%n could not be read", "", failed))
        for button, state in (
            (self.nothing_button, RowState.NOTHING),
            (self.failed_button, RowState.FAILED),
        ):
            set_icon(button, "collapse" if self.rows.shows(state) else "expand")

    def _fold(self, state: RowState) -> None:
        self.rows.set_shown(state, not self.rows.shows(state))
        self.view.setVisible(self.rows.rowCount() > 0)
        self._show_folded(sections=self.rows.sections)

    def _copy(self) -> None:
        self.view.copy()
        self._say(self.tr("The table was copied."), "muted")

    def _choose_target(self) -> None:
        target, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Export the table"),
            str(Path.home() / "footnote-table.csv"),
            self.tr("Table (*.csv)"),
        )
        if target:
            self.export(Path(target) if Path(target).suffix else Path(f"{target}.csv"))

    def _say(self, words: str, tone: str) -> None:
        self._said.setText(words)
        set_tone(self._said, tone)
        self._said.setVisible(True)
        announce(self, words)


def _are_sections(turn: Turn) -> bool:
    """Whether the rows are parts of one document; the engine says so only at the end."""
    if isinstance(turn.outcome, AnswerTable):
        return turn.outcome.sections
    return len(turn.rows) > 1 and len({row.path for row in turn.rows}) == 1
