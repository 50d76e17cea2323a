"""What the sources of a kept answer said then, and what stands there today."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from assistant.conversation import PassageChange
from desktop.file_names import shown_name
from desktop.panels.changed_text import Change, ChangedText
from desktop.panels.labels import plain_label, push_button
from desktop.theme import GRID, scaled_font
from desktop.word_changes import changed_words
from desktop.words import flat_text, place_words


class ComparisonDialog(QDialog):
    """Each changed passage twice, side by side, with the words marked that differ."""

    answer_wanted = Signal()

    def __init__(
        self,
        question: str,
        changes: tuple[PassageChange, ...],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("What has changed"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(820, 190 + min(len(changes), 4) * 110)
        self.setMinimumWidth(480)
        self.texts: list[ChangedText] = []
        title = plain_label(flat_text(question), wrap=True)
        title.setFont(scaled_font(title.font(), 1.2, strong=True))
        self.words = plain_label(self._words_for(changes), "muted", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addWidget(title)
        layout.addWidget(self.words)
        if changes:
            layout.addWidget(self._build_changes(changes), 1)
        else:
            layout.addStretch(1)
        layout.addWidget(self._build_buttons())
        # Where every quote still stands, there is nothing to answer anew. Only a button that is in
        # its dialog already can become the one that Enter means.
        first = self.answer_button if changes else self.close_button
        first.setDefault(True)
        first.setFocus()

    def _words_for(self, changes: tuple[PassageChange, ...]) -> str:
        if not changes:
            return self.tr(
                "Everything that this answer quotes still stands there word for word. What has "
                "changed is elsewhere in the document."
            )
        return self.tr(
            "Words that are gone are struck out, words that are new are underlined. The answer "
            "was written from what stood there then."
        )

    def _build_changes(self, changes: tuple[PassageChange, ...]) -> QScrollArea:
        body = QWidget()
        body.setObjectName("threadBody")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(2 * GRID)
        for change in changes:
            column.addWidget(self._build_change(change))
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setAccessibleName(self.tr("Passages that have changed"))
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        return area

    def _build_change(self, change: PassageChange) -> QWidget:
        before, after = flat_text(change.before), flat_text(change.after)
        gone, come = changed_words(before, after)
        box = QFrame()
        box.setObjectName("change")
        grid = QGridLayout(box)
        grid.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
        grid.setHorizontalSpacing(3 * GRID)
        grid.setVerticalSpacing(GRID // 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(plain_label(_origin(change), "title", wrap=True), 0, 0, 1, 2)
        grid.addWidget(plain_label(self.tr("Then"), "muted"), 1, 0)
        grid.addWidget(plain_label(self._now(change), "muted", wrap=True), 1, 1)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self._text(change, before, gone if after else (), Change.GONE), 2, 0, top)
        if after:
            grid.addWidget(self._text(change, after, come, Change.COME), 2, 1, top)
        else:
            nothing = plain_label(self.tr("Nothing like it stands there any more."), wrap=True)
            grid.addWidget(nothing, 2, 1, top)
        return box

    def _text(
        self,
        change: PassageChange,
        text: str,
        ranges: tuple[tuple[int, int], ...],
        kind: Change,
    ) -> ChangedText:
        view = ChangedText(text, ranges, kind)
        then = kind is Change.GONE
        name = self.tr("Citation {0} then") if then else self.tr("Citation {0} now")
        view.setAccessibleName(name.format(change.marker))
        if ranges:
            differs = self.tr("Gone: {0}") if then else self.tr("New: {0}")
            view.setAccessibleDescription(differs.format("; ".join(view.marked)))
        self.texts.append(view)
        return view

    def _now(self, change: PassageChange) -> str:
        if change.page_after is None or change.page_after == change.page:
            return self.tr("Now")
        return self.tr("Now, on page {0}").format(change.page_after)

    def _build_buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox()
        self.answer_button = push_button(self.tr("Answer again"), "refresh", "primary")
        self.close_button = box.addButton(QDialogButtonBox.StandardButton.Close)
        box.addButton(self.answer_button, QDialogButtonBox.ButtonRole.AcceptRole)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        self.accepted.connect(self.answer_wanted)
        return box


def _origin(change: PassageChange) -> str:
    name = shown_name(change.path)
    place = place_words("", change.page)
    return f"[{change.marker}] " + (f"{name}, {place}" if place else name)
