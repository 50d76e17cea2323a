"""One question of the conversation and everything that came of it."""

from itertools import pairwise

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from assistant.answers import Answer, Citation, Passage
from desktop.panels.announcing import announce
from desktop.panels.answer_text import AnswerText
from desktop.panels.conflict_notice import ConflictNotice
from desktop.panels.labels import icon_button, plain_label, push_button, set_tone
from desktop.panels.passage_section import PassageSection
from desktop.panels.source_card import SourceCard
from desktop.panels.source_cards import SourceCards
from desktop.panels.stale_banner import warning_sign
from desktop.panels.table_section import TableSection
from desktop.panels.turn_about import TurnAbout
from desktop.panels.turn_markdown import markdown_answer
from desktop.panels.turn_menu import turn_menu
from desktop.panels.turn_words import plain_answer, status_of, tone_of_status
from desktop.panels.unmet_notice import UnmetNotice
from desktop.theme import GRID, scaled_font, set_icon
from desktop.turn import Turn, TurnState

PAINT_INTERVAL = 40
"""Milliseconds between two paintings of a streaming answer."""
OPEN_QUESTION = 1.2
"""Font size of a question whose answer is shown, in that of the window."""


class TurnView(QWidget):
    """Shows a `Turn`; knows how far it has been read aloud and whether it is folded."""

    citation_chosen = Signal(Citation)
    passage_chosen = Signal(Passage)
    asked_again = Signal(str)
    asked_as_typed = Signal(str)
    """The question, to be searched for without completing it."""
    asked_everywhere = Signal(str)
    """The question, to be put to all documents and not only to some."""
    asked_of_passages = Signal(str)
    """The question, to be answered from the best passages and not by each document."""
    asked_of_each = Signal(str)
    """The question, to be put to each document."""
    stop_requested = Signal()
    trace_wanted = Signal(str)
    """Id of the trace of this answer."""

    def __init__(self, turn: Turn, parent: QWidget | None = None, *, folded: bool = False) -> None:
        """A view that begins `folded` makes what it would show when it is opened."""
        super().__init__(parent)
        self.turn = turn
        self.table: TableSection | None = None
        self.conflicts: ConflictNotice | None = None
        self.unmet: UnmetNotice | None = None
        self._sign: QLabel | None = None
        self._announced = 0
        self._paint_timer = QTimer(self, singleShot=True, interval=PAINT_INTERVAL)
        self._paint_timer.timeout.connect(self._show_turn)
        self._is_made = False
        self._build()
        self.fold(folded)

    @property
    def cards(self) -> list[SourceCard]:
        """The quotes, each with its place."""
        return self._cards.cards if self._is_made else []

    @property
    def is_folded(self) -> bool:
        """Whether only the question is shown."""
        return self._body.isHidden()

    def show_changes(self) -> None:
        """Show what has come since; at once when the turn is over, else a moment later."""
        if not self._is_made:
            return
        if self.turn.is_over:
            self._paint_timer.stop()
            self._show_turn()
        elif not self._paint_timer.isActive():
            self._paint_timer.start()

    def fold(self, folded: bool) -> None:
        """Show the question alone, or everything."""
        if not folded and not self._is_made:
            self._make_answer()
        self._body.setVisible(not folded)
        if self._sign is not None:
            self._sign.setVisible(folded)
        # Before its first style, a label would take the font of when it was made again.
        self._question.ensurePolished()
        size = 1.0 if folded else OPEN_QUESTION
        set_tone(self._question, "muted" if folded else "")
        self._question.setFont(scaled_font(self.font(), size, strong=not folded))
        set_icon(self._fold_button, "expand" if folded else "collapse")
        name = (
            self.tr("Show the answer to “{0}”") if folded else self.tr("Hide the answer to “{0}”")
        )
        self._fold_button.setAccessibleName(name.format(self.turn.question))

    def show_active(self, marker: int) -> None:
        """Mark the citation that is open beside the answer; 0 for none."""
        if not self._is_made:
            return
        self.answer.show_active(marker)
        if self.table is not None:
            self.table.view.show_active(marker)
        self._cards.show_active(marker)

    def add_notice(self, notice: QWidget) -> None:
        """Put what should be known above the answer; a sign of it while that is folded."""
        self._body_layout.insertWidget(0, notice)
        self._fold_button.setAccessibleDescription(notice.accessibleName())
        self._sign = warning_sign(notice.accessibleName())
        self._sign.setFixedHeight(self._fold_button.sizeHint().height())
        self._sign.setVisible(self.is_folded)
        self._grid.addWidget(self._sign, 0, 2, Qt.AlignmentFlag.AlignTop)

    def copy_answer(self) -> None:
        """Put question, answer and sources on the clipboard as plain text."""
        QGuiApplication.clipboard().setText(plain_answer(self.turn))

    def copy_markdown(self) -> None:
        """Put question, answer and sources on the clipboard as Markdown."""
        QGuiApplication.clipboard().setText(markdown_answer(self.turn))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the question and its answer."""
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def menu(self) -> QMenu:
        """What can be done with the question and its answer."""
        return turn_menu(self)

    def changeEvent(self, event: QEvent) -> None:
        """Writes the answer again in the colours of a new theme."""
        if event.type() is QEvent.Type.PaletteChange and self._is_made:
            self._paint_timer.start()
        super().changeEvent(event)

    def _build(self) -> None:
        self._body = QWidget()
        self._body_layout = QVBoxLayout(self._body)
        self._body_layout.setContentsMargins(0, 0, 0, GRID)
        self._body_layout.setSpacing(GRID)
        self._fold_button = icon_button(self.tr("Hide the answer"), "collapse")
        self._fold_button.clicked.connect(lambda: self.fold(not self.is_folded))
        layout = self._grid = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.setColumnStretch(1, 1)
        self._build_question(layout)
        layout.addWidget(self._body, 1, 1, 1, 2)

    def _make_answer(self) -> None:
        self._is_made = True
        self.answer = AnswerText()
        self.status = plain_label(tone="muted", wrap=True)
        self._passages = PassageSection()
        self.passages = self._passages.view
        self.hint = plain_label(wrap=True)
        self.hint.hide()
        self.about = TurnAbout()
        self._cards = SourceCards()
        self._build_body()
        self._connect()
        self._show_turn()

    def _build_question(self, layout: QGridLayout) -> None:
        question = self._question = plain_label(self.turn.question, wrap=True)
        question.setFont(scaled_font(self.font(), OPEN_QUESTION, strong=True))
        question.setMinimumHeight(self._fold_button.sizeHint().height())
        question.setAccessibleName(self.tr("Question: {0}").format(self.turn.question))
        layout.addWidget(self._fold_button, 0, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(question, 0, 1)

    def _build_body(self) -> None:
        self._copy_button = icon_button(self.tr("Copy the answer with its sources"), "copy")
        self.trace_button = icon_button(self.tr("How this answer came about"), "trace")
        self._again_button = push_button(self.tr("Ask again"), "refresh")
        footer = QHBoxLayout()
        footer.setSpacing(GRID)
        footer.addWidget(self.status, 1)
        footer.addWidget(self.trace_button)
        footer.addWidget(self._copy_button)
        layout = self._body_layout
        layout.addWidget(self.about)
        layout.addWidget(self.hint)
        self._first_layout = QVBoxLayout()
        self._first_layout.setSpacing(GRID)
        layout.addLayout(self._first_layout)
        layout.addWidget(self.answer)
        layout.addLayout(footer)
        layout.addWidget(self._again_button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._cards)
        layout.addWidget(self._passages)

    def _connect(self) -> None:
        self._copy_button.clicked.connect(self.copy_answer)
        self._again_button.clicked.connect(lambda: self.asked_again.emit(self.turn.question))
        self.trace_button.clicked.connect(self.want_trace)
        self.about.everywhere_wanted.connect(lambda: self.asked_everywhere.emit(self.turn.question))
        self.about.as_typed_wanted.connect(lambda: self.asked_as_typed.emit(self.turn.question))
        self.answer.citation_chosen.connect(self._choose_marker)
        self._cards.citation_chosen.connect(self.citation_chosen)
        self.passages.passage_chosen.connect(self.passage_chosen)

    def _show_turn(self) -> None:
        turn = self.turn
        # Quotes are shown as cards, each with its place; here they would stand twice.
        has_text = bool(turn.written or turn.pending.strip()) and not turn.is_table
        self.answer.setVisible(has_text)
        if has_text:
            self.answer.show_parts(turn.written, turn.pending, turn.citations)
        self.about.show_turn(turn)
        self._show_first()
        self.hint.setVisible(bool(turn.hint))
        self.hint.setText(turn.hint)
        self.status.setText(status_of(turn))
        set_tone(self.status, tone_of_status(turn))
        self._copy_button.setVisible(turn.is_over and bool(turn.sentences))
        self.trace_button.setVisible(turn.is_over and bool(turn.trace))
        self._again_button.setVisible(turn.state in (TurnState.FAILED, TurnState.STOPPED))
        if self._cards.show_turn(turn):
            self._order_stops()
        self._passages.show_turn(turn, has_cards=bool(self.cards))
        self._announce()

    def _show_first(self) -> None:
        """What comes before its words: a table, what is missing, that the documents disagree."""
        turn = self.turn
        if turn.is_table and self.table is None:
            self.table = TableSection()
            self.table.citation_chosen.connect(self.citation_chosen)
            self.table.stop_requested.connect(self.stop_requested)
            self._first_layout.addWidget(self.table)
        if self.table is not None:
            self.table.setVisible(turn.is_table)
            self.table.show_turn(turn)
        conflicts = turn.outcome.conflicts if isinstance(turn.outcome, Answer) else ()
        unmet = turn.outcome.unmet if isinstance(turn.outcome, Answer) else ()
        if unmet and self.unmet is None:
            self.unmet = UnmetNotice(unmet)
            self._first_layout.addWidget(self.unmet)
        if conflicts and self.conflicts is None:
            self.conflicts = ConflictNotice(conflicts, turn.citations)
            self.conflicts.citation_chosen.connect(self.citation_chosen)
            self._first_layout.addWidget(self.conflicts)

    def _order_stops(self) -> None:
        """Let the keyboard go from top to bottom; cards come later than what stands below them."""
        stops = [self._copy_button, *self._cards.stops, self._passages.button, self.passages]
        for one, other in pairwise(stops):
            QWidget.setTabOrder(one, other)

    def want_trace(self) -> None:
        """Ask for how the answer came about."""
        self.trace_wanted.emit(self.turn.trace)

    def _choose_marker(self, marker: int) -> None:
        citation = self.turn.citations.get(marker)
        if citation is not None:
            self.citation_chosen.emit(citation)

    def _announce(self) -> None:
        """Say the sentences that are new, and at the end how it ended."""
        if self.turn.kept is not None:
            return  # It is read again when somebody wants to, not when it is opened.
        fresh = self.turn.sentences[self._announced :]
        self._announced = max(self._announced, len(self.turn.sentences))
        words = [sentence.text for sentence in fresh]
        if self.turn.is_over:
            words.append(self.status.text())
        announce(self, " ".join(words))
