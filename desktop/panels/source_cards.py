"""The places an answer was taken from: a card each, below it the older versions that say it too."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from assistant.answers import Citation, OlderVersion
from desktop.panels.labels import plain_label, plain_tooltip, push_button
from desktop.panels.source_card import SourceCard
from desktop.panels.turn_words import heading_of_cards
from desktop.theme import GRID
from desktop.turn import Turn
from desktop.words import flat_text

WIDEST = 400
"""Pixels of the words on a button."""


class SourceCards(QWidget):
    """Shows the cards of a `Turn`; made anew when its citations change."""

    citation_chosen = Signal(Citation)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: list[SourceCard] = []
        self.older_buttons: list[QPushButton] = []
        self._shown: tuple[Sequence[Citation], Sequence[OlderVersion]] = ((), ())
        self.heading = plain_label(tone="title", wrap=True)
        self.heading.setContentsMargins(0, GRID, 0, 0)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GRID)
        self._layout.addWidget(self.heading)

    def show_turn(self, turn: Turn) -> bool:
        """Show the places of an answer; nothing for a table, whose cells lead to them.

        Returns whether cards were made anew.
        """
        citations = [] if turn.is_table else turn.shown_citations
        is_new = (citations, turn.older) != self._shown
        if is_new:
            self._shown = (citations, turn.older)
            self._remove_all()
            for citation in citations:
                self._add(citation, turn)
        self.heading.setText(heading_of_cards(turn))
        self.setVisible(bool(citations))
        return is_new

    @property
    def stops(self) -> list[QWidget]:
        """What the keyboard reaches, from top to bottom."""
        places = [(self._layout.indexOf(each), each) for each in (*self.cards, *self.older_buttons)]
        return [widget for _, widget in sorted(places, key=lambda place: place[0])]

    def show_active(self, marker: int) -> None:
        """Mark the card of the citation that is open; 0 for none."""
        for card in self.cards:
            card.show_active(card.citation.marker == marker and marker > 0)

    def _add(self, citation: Citation, turn: Turn) -> None:
        card = SourceCard(citation)
        card.citation_chosen.connect(self.citation_chosen)
        self.cards.append(card)
        self._layout.addWidget(card)
        for each in turn.older:
            place = turn.citations.get(each.citations[1])
            if each.citations[0] == citation.marker and place is not None:
                self._add_older(each, place)

    def _add_older(self, older: OlderVersion, place: Citation) -> None:
        button = push_button("", "file", "quiet")
        words = flat_text(older.text)
        middle = Qt.TextElideMode.ElideMiddle
        shown = button.fontMetrics().elidedText(words, middle, WIDEST)
        button.setText(shown.replace("&", "&&"))
        button.setAccessibleName(words)
        button.setToolTip(plain_tooltip(f"{words}\n{place.path}"))
        button.clicked.connect(lambda: self.citation_chosen.emit(place))
        self.older_buttons.append(button)
        self._layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _remove_all(self) -> None:
        for widget in (*self.cards, *self.older_buttons):
            self._layout.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self.cards, self.older_buttons = [], []
