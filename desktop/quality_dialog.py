"""How often and how fast questions were answered, over the traces that are kept."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from assistant.messages import TracesListed
from assistant.trace import TraceEntry
from assistant.traces.summary import Spread
from desktop.panels.answer_bars import AnswerBars
from desktop.panels.labels import plain_label, plain_tooltip, push_button
from desktop.quality import Quality, quality_of
from desktop.theme import GRID, scaled_font
from desktop.trace_deletion import ask_to_delete
from desktop.trace_words import seconds_words, time_words
from desktop.words import flat_text, number_words


class QualityDialog(QDialog):
    """Numbers, a bar for each of the last answers, and the answers themselves."""

    trace_wanted = Signal(str)
    deletion_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[TraceEntry, ...] = ()
        self._numbers: list[QLabel] = []
        self.setWindowTitle(self.tr("Quality and speed"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(720, 620)
        self._build()
        self.show_traces(TracesListed(traces=()))

    @property
    def words(self) -> str:
        """All numbers, a line each."""
        return "\n".join(label.text() for label in self._numbers)

    def show_traces(self, listed: TracesListed) -> None:
        """Show what these say."""
        self._entries = listed.traces
        quality = quality_of(listed.traces)
        for label, text in zip(self._numbers, _numbers(quality), strict=True):
            label.setText(text)
        self.bars.show_entries(listed.traces)
        has_any = bool(listed.traces)
        self._nothing.setVisible(not has_any)
        for widget in (self.bars, self.table, self._heading):
            widget.setVisible(has_any)
        self.delete_button.setEnabled(has_any)
        self._fill()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addLayout(self._build_numbers())
        self._nothing = plain_label(
            self.tr("Nothing to show yet. Ask a question, then look here again."),
            "muted",
            wrap=True,
        )
        self.bars = AnswerBars()
        self._heading = plain_label(
            self.tr("The last answers; Enter shows how one came about"), "title", wrap=True
        )
        self.table = self._build_table()
        layout.addWidget(self._nothing)
        layout.addWidget(self.bars)
        layout.addWidget(self._heading)
        layout.addWidget(self.table, 1)
        layout.addStretch()
        layout.addWidget(self._build_buttons())

    def _build_numbers(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(3 * GRID)
        grid.setVerticalSpacing(0)
        names = (
            self.tr("answers kept"),
            self.tr("without an answer"),
            self.tr("until the quotes"),
            self.tr("until the end"),
        )
        for column, name in enumerate(names):
            number = plain_label("")
            number.setFont(scaled_font(number.font(), 1.5, strong=True))
            number.setAccessibleName(name)
            self._numbers.append(number)
            grid.addWidget(number, 0, column)
            grid.addWidget(plain_label(name, "muted"), 1, column)
            grid.setColumnStretch(column, 1)
        note = plain_label(
            self.tr(
                "Half of the answers took at most the first of the two times, 19 of 20 at most the "
                "second."
            ),
            "muted",
            wrap=True,
        )
        note.setFont(scaled_font(note.font(), 0.92))
        note.setContentsMargins(0, GRID // 2, 0, 0)
        grid.addWidget(note, 2, 0, 1, len(names))
        return grid

    def _build_table(self) -> QTableWidget:
        table = QTableWidget(0, 3)
        table.setObjectName("traceTable")
        table.setAccessibleName(self.tr("The last answers"))
        table.setHorizontalHeaderLabels([self.tr("Question"), self.tr("Asked"), self.tr("Time")])
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + GRID)
        head = table.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.activated.connect(lambda index: self._open(index.row()))
        return table

    def _build_buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.delete_button = push_button(self.tr("Delete all traces…"), look="quiet")
        self.delete_button.setToolTip(
            plain_tooltip(
                self.tr("Forget how the answers came about. Answers and conversations stay.")
            )
        )
        box.addButton(self.delete_button, QDialogButtonBox.ButtonRole.ResetRole)
        self.delete_button.clicked.connect(lambda: ask_to_delete(self, self.deletion_wanted.emit))
        box.rejected.connect(self.reject)
        return box

    def _fill(self) -> None:
        self.table.setRowCount(len(self._entries))
        for row, entry in enumerate(self._entries):
            question = QTableWidgetItem(flat_text(entry.question))
            question.setToolTip(plain_tooltip(entry.question))
            took = seconds_words(entry.seconds)
            words = self.tr("{0} · no answer").format(took) if entry.abstained else took
            for column, item in enumerate(
                (question, QTableWidgetItem(time_words(entry.asked_at)), QTableWidgetItem(words))
            ):
                self.table.setItem(row, column, item)

    def _open(self, row: int) -> None:
        if 0 <= row < len(self._entries):
            self.trace_wanted.emit(self._entries[row].id)


def _numbers(quality: Quality) -> tuple[str, str, str, str]:
    return (
        number_words(quality.answers),
        f"{quality.share_unanswered:.0%}" if quality.answers else "–",
        _spread(quality.quotes),
        _spread(quality.whole),
    )


def _spread(spread: Spread | None) -> str:
    if spread is None:
        return "–"
    return f"{seconds_words(spread.median)} · {seconds_words(spread.p95)}"
