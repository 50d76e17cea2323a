"""One question of the conversation and everything that came of it."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from assistant.answers import Citation, Passage
from desktop.panels.announcing import announce
from desktop.panels.answer_text import AnswerText
from desktop.panels.labels import icon_button, plain_label, push_button, set_tone
from desktop.panels.passage_view import PassageView
from desktop.panels.source_card import SourceCard
from desktop.panels.turn_words import heading_of_cards, plain_answer, status_of, tone_of_status
from desktop.theme import GRID, scaled_font, set_icon
from desktop.turn import Turn, TurnState

PAINT_INTERVAL = 40
"""Milliseconds between two paintings of a streaming answer."""
FIRST_PASSAGES = 3
OPEN_QUESTION = 1.2
"""Font size of a question whose answer is shown, in that of the window."""


class TurnView(QWidget):
    """Shows a `Turn`; knows how far it has been read aloud and whether it is folded."""

    citation_chosen = Signal(Citation)
    passage_chosen = Signal(Passage)
    asked_again = Signal(str)

    def __init__(self, turn: Turn, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.turn = turn
        self.cards: list[SourceCard] = []
        self._announced = 0
        self._show_all_passages = False
        self._paint_timer = QTimer(self, singleShot=True, interval=PAINT_INTERVAL)
        self._paint_timer.timeout.connect(self._show_turn)
        self._build()
        self._connect()
        self._show_turn()

    @property
    def is_folded(self) -> bool:
        """Whether only the question is shown."""
        return self._body.isHidden()

    def show_changes(self) -> None:
        """Show what has come since; at once when the turn is over, else a moment later."""
        if self.turn.is_over:
            self._paint_timer.stop()
            self._show_turn()
        elif not self._paint_timer.isActive():
            self._paint_timer.start()

    def fold(self, folded: bool) -> None:
        """Show the question alone, or everything."""
        self._body.setVisible(not folded)
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
        self.answer.show_active(marker)
        for card in self.cards:
            card.show_active(card.citation.marker == marker and marker > 0)

    def add_notice(self, notice: QWidget) -> None:
        """Put something that should be known first above the answer."""
        self._body_layout.insertWidget(0, notice)

    def copy_answer(self) -> None:
        """Put question, answer and sources on the clipboard as plain text."""
        QGuiApplication.clipboard().setText(plain_answer(self.turn))

    def changeEvent(self, event: QEvent) -> None:
        """Writes the answer again in the colours of a new theme."""
        if event.type() is QEvent.Type.PaletteChange:
            self._paint_timer.start()
        super().changeEvent(event)

    def _build(self) -> None:
        self.answer = AnswerText()
        self.status = plain_label(tone="muted", wrap=True)
        self.passages = PassageView(self.tr("Passages read for this question"))
        self.hint = plain_label(wrap=True)
        self.hint.hide()
        self._cards_heading = plain_label(tone="title", wrap=True)
        self._cards_heading.setContentsMargins(0, GRID, 0, 0)
        self._cards_layout = QVBoxLayout()
        self._cards_layout.setSpacing(GRID)
        self._passages_button = push_button("", look="quiet")
        self._body = QWidget()
        self._fold_button = icon_button(self.tr("Hide the answer"), "collapse")
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.setColumnStretch(1, 1)
        self._build_question(layout)
        layout.addWidget(self._body, 1, 1)
        self._build_body()

    def _build_question(self, layout: QGridLayout) -> None:
        question = self._question = plain_label(self.turn.question, wrap=True)
        question.setFont(scaled_font(self.font(), OPEN_QUESTION, strong=True))
        question.setMinimumHeight(self._fold_button.sizeHint().height())
        question.setAccessibleName(self.tr("Question: {0}").format(self.turn.question))
        layout.addWidget(self._fold_button, 0, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(question, 0, 1)

    def _build_body(self) -> None:
        self._copy_button = icon_button(self.tr("Copy the answer with its sources"), "copy")
        self._again_button = push_button(self.tr("Ask again"), "refresh")
        footer = QHBoxLayout()
        footer.setSpacing(GRID)
        footer.addWidget(self.status, 1)
        footer.addWidget(self._copy_button)
        layout = self._body_layout = QVBoxLayout(self._body)
        layout.setContentsMargins(0, 0, 0, GRID)
        layout.setSpacing(GRID)
        layout.addWidget(self.hint)
        layout.addWidget(self.answer)
        layout.addLayout(footer)
        layout.addWidget(self._again_button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._cards_heading)
        layout.addLayout(self._cards_layout)
        passages = QVBoxLayout()
        passages.setSpacing(GRID // 2)
        passages.addWidget(self._passages_button, 0, Qt.AlignmentFlag.AlignLeft)
        passages.addWidget(self.passages)
        layout.addLayout(passages)

    def _connect(self) -> None:
        self._fold_button.clicked.connect(lambda: self.fold(not self.is_folded))
        self._copy_button.clicked.connect(self.copy_answer)
        self._again_button.clicked.connect(lambda: self.asked_again.emit(self.turn.question))
        self._passages_button.clicked.connect(self._toggle_passages)
        self.answer.citation_chosen.connect(self._choose_marker)
        self.passages.passage_chosen.connect(self.passage_chosen)

    def _show_turn(self) -> None:
        turn = self.turn
        # Quotes are shown as cards, each with its place; here they would stand twice.
        has_text = bool(turn.written or turn.pending.strip())
        self.answer.setVisible(has_text)
        if has_text:
            self.answer.show_parts(turn.written, turn.pending, turn.citations)
        self.hint.setVisible(bool(turn.hint))
        self.hint.setText(turn.hint)
        self.status.setText(status_of(turn))
        set_tone(self.status, tone_of_status(turn))
        self._copy_button.setVisible(turn.is_over and bool(turn.sentences))
        self._again_button.setVisible(turn.state in (TurnState.FAILED, TurnState.STOPPED))
        self._show_cards()
        self._show_passages()
        self._announce()

    def _show_cards(self) -> None:
        citations = [self.turn.citations[marker] for marker in sorted(self.turn.citations)]
        if [card.citation for card in self.cards] != citations:
            for card in self.cards:
                self._cards_layout.removeWidget(card)
                card.hide()
                card.deleteLater()
            self.cards = [SourceCard(citation) for citation in citations]
            for card in self.cards:
                card.citation_chosen.connect(self.citation_chosen)
                self._cards_layout.addWidget(card)
        self._cards_heading.setText(heading_of_cards(self.turn))
        self._cards_heading.setVisible(bool(citations))

    def _show_passages(self) -> None:
        passages = self.turn.passages
        if self.passages.passages.rowCount() != len(passages):
            self.passages.passages.show_passages(passages, self.turn.question)
        few = min(FIRST_PASSAGES, len(passages))
        rows = len(passages) if self._show_all_passages else 0 if self.cards else few
        self.passages.setVisible(rows > 0)
        self.passages.fit_rows(rows)
        self._passages_button.setVisible(bool(passages))
        set_icon(self._passages_button, "collapse" if rows else "expand")
        all_shown = rows == len(passages)
        self._passages_button.setText(
            self.tr("Passages read")
            if all_shown
            else self.tr("Show all %n passages", "", len(passages))
        )

    def _toggle_passages(self) -> None:
        self._show_all_passages = not self._show_all_passages
        self._show_passages()

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
