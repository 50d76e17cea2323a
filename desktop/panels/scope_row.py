"""The line below the field: where is looked, one chip for each choice, and who is asked."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop.panels.flow_layout import FlowLayout
from desktop.panels.labels import plain_tooltip, push_button
from desktop.scope import Scope, ScopeKind, ScopePart
from desktop.scope_words import part_words, scope_words
from desktop.theme import GRID, set_icon

WIDE_ENOUGH = 560
"""Pixels from which the line has room for words on its second button."""
MOST_CHIPS = 8
"""What else is chosen is counted, and seen in the card."""
WIDEST_CHIP = 240
"""Pixels; longer names are cut in the middle."""
_ICONS = {
    ScopeKind.DOCUMENT: "file",
    ScopeKind.FOLDER: "folder",
    ScopeKind.TAG: "tag",
}


class ScopeRow(QWidget):
    """A button that opens the choice, and chips that take one thing back each."""

    choice_wanted = Signal()
    part_removed = Signal(ScopePart)
    every_document_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scope = Scope()
        self.chips: list[QPushButton] = []
        self.button = push_button("", "scope", "chip")
        self.button.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.button.setToolTip(plain_tooltip(self.tr("Choose where to look (Ctrl+Shift+L)")))
        self.every_button = self._build_every_button()
        self._flow = FlowLayout(GRID // 2 + 2)
        self._flow.addWidget(self.button)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addLayout(self._flow, 1)
        layout.addWidget(self.every_button, 0, Qt.AlignmentFlag.AlignTop)
        self.button.clicked.connect(self.choice_wanted)
        self.every_button.clicked.connect(self.every_document_wanted)
        self.show_scope(Scope())

    def show_scope(self, scope: Scope) -> None:
        """Show what is chosen."""
        had_focus = any(chip.hasFocus() for chip in self.chips)
        self._scope = scope
        self.button.setText(
            self.tr(" All documents  ▾") if scope.is_everything else self.tr(" Only in  ▾")
        )
        chosen = scope_words(scope) or self.tr("all documents")
        self.button.setAccessibleName(self.tr("Where to look: {0}").format(chosen))
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = [self._chip(part) for part in scope.parts[:MOST_CHIPS]]
        if len(scope.parts) > MOST_CHIPS:
            self.chips.append(self._more_chip(len(scope.parts) - MOST_CHIPS))
        for chip in self.chips:
            self._flow.addWidget(chip)
            chip.show()
        if had_focus:
            (self.chips or [self.button])[0].setFocus(Qt.FocusReason.OtherFocusReason)
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leaves the words of the second button out where they would push the chips down."""
        super().resizeEvent(event)
        wide = event.size().width() > WIDE_ENOUGH
        self.every_button.setText(self.tr(" Ask each document") if wide else "")

    def set_can_ask(self, can_ask: bool) -> None:
        """Whether there is a question to ask every document."""
        self.every_button.setEnabled(can_ask)

    def _build_every_button(self) -> QPushButton:
        button = push_button("", "table", "chip")
        button.setAccessibleName(self.tr("Ask each document"))
        button.setAccessibleDescription(
            self.tr("Reads every document in scope and makes a table of what each one says")
        )
        button.setToolTip(
            plain_tooltip(
                self.tr(
                    "Put the question to every document, one by one, and have a table of what each "
                    "one says. Takes longer than asking. (Ctrl+Shift+Enter)"
                )
            )
        )
        return button

    def _more_chip(self, more: int) -> QPushButton:
        chip = push_button(f"+{more}", look="chosen")
        chip.setAccessibleName(self.tr("{0} more; show what is chosen").format(more))
        chip.clicked.connect(self.choice_wanted)
        return chip

    def _chip(self, part: ScopePart) -> QPushButton:
        words = part_words(part)
        chip = push_button("", look="chosen")
        metrics = QFontMetrics(chip.font())
        cut = metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, WIDEST_CHIP)
        chip.setText(f" {cut}  ×".replace("&", "&&"))
        if part.kind in _ICONS:
            set_icon(chip, _ICONS[part.kind], "accent")
        chip.setAccessibleName(self.tr("Do not keep to {0}").format(words))
        value = part.value if part.kind in (ScopeKind.DOCUMENT, ScopeKind.FOLDER) else words
        chip.setToolTip(plain_tooltip(self.tr("{0}\nClick to take it back").format(value)))
        chip.clicked.connect(lambda: self.part_removed.emit(part))
        return chip
