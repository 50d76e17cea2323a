"""How one answer came about: time, passages with their fate, sentences with their verdicts."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from assistant.answers import Support
from assistant.trace import AnswerTrace, PassageFate, TracedPassage, TracedSentence
from assistant.trace_words import fate_words, verdict_words, why_found
from assistant.wording import mark_words
from desktop.file_names import shown_name
from desktop.panels.labels import plain_label, plain_tooltip, push_button
from desktop.panels.stage_bars import StageBars
from desktop.theme import GRID, current_tokens, icon, scaled_font, set_icon
from desktop.trace_deletion import ask_to_delete
from desktop.trace_words import (
    asked_words,
    facts_of,
    seconds_words,
    sentence_case,
    stages_of,
)
from desktop.words import flat_text, number_words, place_words
from indexer.documents import FileMark

ROWS_SHOWN = 8
FATE_WIDTH = 36
"""In letters of medium width, as is the next."""
WHY_WIDTH = 38
SENTENCES_SHOWN = 40
_VERDICTS = {
    Support.SUPPORTED: ("check", "good"),
    Support.PARTLY: ("partly", "warning"),
    Support.UNSUPPORTED: ("failed", "danger"),
    Support.UNVERIFIED: ("scan", "muted"),
}
_FATES = {
    PassageFate.QUOTED: ("check", "good"),
    PassageFate.GIVEN: ("ask", "accent"),
    PassageFate.NO_ROOM: ("warning", "warning"),
    PassageFate.NOT_USED: ("skipped", "muted"),
}


class TraceDialog(QDialog):
    """Reads only; deleting is asked for first."""

    deletion_wanted = Signal()

    def __init__(self, trace: AnswerTrace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.trace = trace
        self.setWindowTitle(self.tr("How this answer came about"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(840, 680)
        self.setMinimumWidth(560)
        self._build()

    def _build(self) -> None:
        body = QWidget()
        body.setObjectName("threadBody")
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        self._column.setSpacing(GRID)
        self._build_question()
        self._build_time()
        self._build_passages()
        self._build_sentences()
        self._build_facts()
        self._column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(self.windowTitle())
        area.setWidget(body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 2 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addWidget(area, 1)
        layout.addWidget(self._build_buttons())

    def _build_question(self) -> None:
        trace = self.trace
        title = plain_label(flat_text(trace.question), wrap=True)
        title.setFont(scaled_font(title.font(), 1.2, strong=True))
        self._column.addWidget(title)
        self._column.addWidget(plain_label(asked_words(trace), "muted", wrap=True))
        if trace.searched and trace.searched != trace.question:
            words = self.tr("Searched for: {0}").format(flat_text(trace.searched))
            self._column.addWidget(plain_label(words, wrap=True))

    def _build_time(self) -> None:
        total = self.trace.timings.get("total", 0.0)
        stages = stages_of(self.trace.timings)
        self._head(self.tr("Time: {0}").format(seconds_words(total)))
        self.bars = StageBars(stages, total)
        self._column.addWidget(self.bars)
        if not stages:
            self.bars.hide()

    def _build_passages(self) -> None:
        passages = self.trace.passages
        if not passages:
            return
        self._head(self.tr("Passages found: {0}").format(number_words(len(passages))))
        left_out = sum(each.fate is PassageFate.NO_ROOM for each in passages)
        if left_out:
            words = self.tr("%n of them did not fit into what the model reads.", "", left_out)
            self._column.addWidget(plain_label(words, "muted", wrap=True))
        self.passages = _passage_table(passages)
        self.passages.setAccessibleName(self.tr("Passages found"))
        self._column.addWidget(self.passages)

    def _build_sentences(self) -> None:
        sentences = self.trace.sentences
        if not sentences:
            return
        self._head(self.tr("Sentences, and how they stood the check"))
        for sentence in sentences[:SENTENCES_SHOWN]:
            self._column.addLayout(_sentence_row(sentence))
        if len(sentences) > SENTENCES_SHOWN:
            more = number_words(len(sentences) - SENTENCES_SHOWN)
            self._column.addWidget(plain_label(self.tr("and {0} more").format(more), "muted"))

    def _build_facts(self) -> None:
        self._head(self.tr("Made with"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(3 * GRID)
        grid.setVerticalSpacing(GRID // 2)
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(facts_of(self.trace)):
            grid.addWidget(plain_label(name, "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(plain_label(flat_text(value), wrap=True), row, 1)
        self._column.addLayout(grid)
        note = plain_label(
            self.tr(
                "Kept on this computer only, for a while. Mail addresses and telephone, account "
                "and card numbers in it are masked."
            ),
            "muted",
            wrap=True,
        )
        note.setFont(scaled_font(note.font(), 0.92))
        note.setContentsMargins(0, GRID, 0, 0)
        self._column.addWidget(note)

    def _build_buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        box.setContentsMargins(3 * GRID, 0, 3 * GRID, 0)
        self.delete_button = push_button(self.tr("Delete all traces…"), look="quiet")
        box.addButton(self.delete_button, QDialogButtonBox.ButtonRole.ResetRole)
        self.delete_button.clicked.connect(lambda: ask_to_delete(self, self._delete))
        box.rejected.connect(self.reject)
        return box

    def _head(self, text: str) -> None:
        label = plain_label(text, "title", wrap=True)
        label.setContentsMargins(0, GRID + 4, 0, 0)
        self._column.addWidget(label)

    def _delete(self) -> None:
        self.deletion_wanted.emit()
        self.accept()


def _passage_table(passages: Sequence[TracedPassage]) -> QTableWidget:
    table = QTableWidget(len(passages), 3)
    table.setObjectName("traceTable")
    table.setHorizontalHeaderLabels(
        [table.tr("Passage"), table.tr("What became of it"), table.tr("Found")]
    )
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setWordWrap(False)
    table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    table.horizontalHeader().setStretchLastSection(False)
    table.verticalHeader().hide()
    line = table.fontMetrics().height() + GRID
    table.verticalHeader().setDefaultSectionSize(line)
    head = table.horizontalHeader()
    head.setHighlightSections(False)
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    letter = table.fontMetrics().averageCharWidth()
    for column, letters in ((1, FATE_WIDTH), (2, WHY_WIDTH)):
        table.setColumnWidth(column, letter * letters)
    for row, passage in enumerate(passages):
        _fill_row(table, row, passage)
    table.setFixedHeight(line * min(len(passages), ROWS_SHOWN) + head.sizeHint().height() + GRID)
    return table


def _fill_row(table: QTableWidget, row: int, passage: TracedPassage) -> None:
    name = shown_name(passage.path)
    place = place_words(passage.label, passage.page)
    origin = f"{name} · {place}" if place else name
    picture, token = _FATES[passage.fate]
    first = QTableWidgetItem(f"{row + 1}   {origin}")
    first.setToolTip(plain_tooltip(passage.path))
    fate = QTableWidgetItem(sentence_case(fate_words(passage.fate)))
    fate.setIcon(icon(picture, getattr(current_tokens(), token)))
    fate.setToolTip(plain_tooltip(fate.text()))
    marks = ((FileMark.HIDDEN_TEXT, passage.hidden), (FileMark.SCANNED, passage.scanned))
    said = (why_found(passage), *(mark_words(mark) for mark, holds in marks if holds))
    why = QTableWidgetItem(", ".join(part for part in said if part))
    why.setToolTip(plain_tooltip(why.text()))
    why.setForeground(QColor(current_tokens().muted))
    for column, item in enumerate((first, fate, why)):
        table.setItem(row, column, item)


def _sentence_row(sentence: TracedSentence) -> QHBoxLayout:
    picture = QLabel()
    set_icon(picture, *_VERDICTS[sentence.support])
    said = QVBoxLayout()
    said.setSpacing(2)
    said.addWidget(plain_label(flat_text(sentence.text), wrap=True))
    about = plain_label(sentence_case(verdict_words(sentence)), "muted", wrap=True)
    about.setFont(scaled_font(about.font(), 0.92))
    said.addWidget(about)
    row = QHBoxLayout()
    row.setSpacing(GRID)
    row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(said, 1)
    return row
