"""Says that documents do not agree, and leads to each of the places, the newest first."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from assistant.answers import Citation, Conflict
from desktop.file_names import shown_name
from desktop.panels.flow_layout import FlowLayout
from desktop.panels.labels import plain_label, plain_tooltip, push_button
from desktop.theme import GRID, set_icon
from desktop.words import flat_text, place_words

WIDEST_NAME = 260
"""Pixels."""


class ConflictNotice(QFrame):
    """One for all conflicts of an answer; stands above its quotes."""

    citation_chosen = Signal(Citation)

    def __init__(
        self,
        conflicts: Sequence[Conflict],
        citations: Mapping[int, Citation],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("caution")
        self.chips: list[QPushButton] = []
        self._citations = citations
        title = self.tr("Your documents do not agree")
        self.setAccessibleName(title)
        self.setAccessibleDescription(" ".join(flat_text(each.text) for each in conflicts))
        picture = QLabel()
        set_icon(picture, "warning", "warning")
        words = QVBoxLayout()
        words.setSpacing(GRID // 2)
        words.addWidget(plain_label(title, "title", wrap=True))
        for conflict in conflicts:
            self._add(conflict, words)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GRID + 4, GRID + 2, GRID + 4, GRID + 2)
        layout.setSpacing(GRID)
        layout.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)

    def _add(self, conflict: Conflict, words: QVBoxLayout) -> None:
        words.addWidget(plain_label(flat_text(conflict.text), wrap=True))
        holder = QWidget()
        flow = FlowLayout(GRID // 2)
        holder.setLayout(flow)
        known = [self._citations[each] for each in conflict.citations if each in self._citations]
        for number, citation in enumerate(known):
            flow.addWidget(self._chip(citation, is_newest=number == 0 and len(known) > 1))
        words.addWidget(holder)

    def _chip(self, citation: Citation, *, is_newest: bool) -> QPushButton:
        name = shown_name(citation.path)
        place = place_words(citation.label, citation.page)
        origin = f"{name}, {place}" if place else name
        chip = push_button("", look="chip")
        cut = QFontMetrics(chip.font()).elidedText(
            origin, Qt.TextElideMode.ElideMiddle, WIDEST_NAME
        )
        prefix = self.tr("Newest: ") if is_newest else ""
        chip.setText(f"{prefix}{cut}  [{citation.marker}]".replace("&", "&&"))
        chip.setAccessibleName(
            self.tr("Citation {0}: {1}").format(citation.marker, f"{prefix}{origin}")
        )
        chip.setToolTip(plain_tooltip(f"{citation.path}\n“{flat_text(citation.quote)}”"))
        chip.clicked.connect(lambda: self.citation_chosen.emit(citation))
        self.chips.append(chip)
        return chip
