"""The card in which somebody chooses where to look."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.file_words import source_name
from desktop.panels.choice_list import ChoiceList
from desktop.panels.flow_layout import FlowLayout
from desktop.panels.labels import plain_label, plain_tooltip, push_button, set_tone
from desktop.panels.popover import Popover
from desktop.scope import Scope, is_day
from desktop.scope_words import type_words
from desktop.theme import GRID, scaled_font

ROWS_SHOWN = 4
"""More folders or tags than this scroll."""


@dataclass(frozen=True, slots=True)
class ScopeOffer:
    """What there is to choose from."""

    document: str = ""
    """The path of the document that is open, if one is."""
    folders: Sequence[str] = ()
    tags: Sequence[str] = ()
    types: Sequence[str] = ()


class ScopePicker(Popover):
    """Tells of each change at once; closing it changes nothing."""

    scope_chosen = Signal(Scope)

    def __init__(self, scope: Scope, offer: ScopeOffer, opener: QWidget) -> None:
        super().__init__(self.tr("Where to look"), opener)
        self._scope = scope
        self._offer = offer
        self.type_chips: dict[str, QPushButton] = {}
        self._build()
        self._show_scope()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow_focus)

    def focus_first(self) -> None:
        """Give the keyboard to the first thing that can be chosen."""
        first = next(
            each
            for each in (self.document, self.folders, self.tags, self.after)
            if each.isVisibleTo(self)
        )
        if isinstance(first, ChoiceList):
            first.setCurrentRow(max(first.currentRow(), 0))
        first.setFocus(Qt.FocusReason.PopupFocusReason)

    def take_everything(self) -> None:
        """Take back all that was chosen."""
        self._choose(Scope())
        self._show_scope()

    def _build(self) -> None:
        body = QWidget()
        self._rows = QVBoxLayout(body)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(GRID // 2)
        self._build_document()
        self.folders = self._build_list(self.tr("Folders"), self._offer.folders, "folder")
        self.tags = self._build_list(self.tr("Tags"), self._offer.tags, "tag")
        self._build_types()
        self._build_days()
        self.add_widget(self._scrolled(body))
        self.add_widget(self._build_buttons())

    def _build_document(self) -> None:
        path = self._offer.document
        self.document = QCheckBox(self)
        if not path:
            self.document.hide()
            return
        name = self.fontMetrics().elidedText(
            source_name(path), Qt.TextElideMode.ElideMiddle, self.width() - 18 * GRID
        )
        self.document.setText(self.tr("Only “{0}”").format(name).replace("&", "&&"))
        self.document.setAccessibleName(
            self.tr("Only the open document, {0}").format(source_name(path))
        )
        self.document.setToolTip(plain_tooltip(path))
        self._said.append(self.document.text())
        self.document.clicked.connect(self._choose_document)
        self._rows.addWidget(self.document)

    def _build_list(self, title: str, values: Sequence[str], icon_name: str) -> ChoiceList:
        self._head(title)
        view = ChoiceList(title)
        for value in values:
            words = source_name(value) if icon_name == "folder" else value
            view.add(value, words, Qt.CheckState.Unchecked)
        view.fit_rows(ROWS_SHOWN)
        view.ticked_changed.connect(self._choose_listed)
        self._rows.addWidget(view)
        if not values:
            view.hide()
            self._rows.addWidget(plain_label(self._nothing(icon_name), "muted", wrap=True))
        return view

    def _nothing(self, what: str) -> str:
        if what == "folder":
            return self.tr("No folder in the library yet.")
        return self.tr("None yet. Right-click a folder or a document, then “Tag…”.")

    def _build_types(self) -> None:
        if not self._offer.types:
            return
        self._head(self.tr("Kinds of files"))
        holder = QWidget()
        flow = FlowLayout(GRID // 2)
        holder.setLayout(flow)
        for kind in self._offer.types:
            chip = push_button(type_words(kind), look="chip")
            chip.setCheckable(True)
            chip.clicked.connect(lambda _checked: self._choose_types())
            self.type_chips[kind] = chip
            flow.addWidget(chip)
        self._rows.addWidget(holder)

    def _build_days(self) -> None:
        self._head(self.tr("Changed"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(GRID)
        self.after, self.before = self._day_field(), self._day_field()
        self.after.setAccessibleName(self.tr("Only files changed since: year, month or day"))
        self.before.setAccessibleName(self.tr("Only files changed before: year, month or day"))
        grid.addWidget(plain_label(self.tr("since"), "muted"), 0, 0)
        grid.addWidget(self.after, 0, 1)
        grid.addWidget(plain_label(self.tr("before"), "muted"), 0, 2)
        grid.addWidget(self.before, 0, 3)
        self._rows.addLayout(grid)
        self._days_help = plain_label(tone="muted", wrap=True)
        self._days_help.setFont(scaled_font(self._days_help.font(), 0.9))
        self._say_days(wrong=False)
        self._rows.addWidget(self._days_help)

    def _day_field(self) -> QLineEdit:
        field = QLineEdit()
        field.setPlaceholderText(self.tr("2024-06"))
        field.setMaxLength(10)
        field.textEdited.connect(lambda _text: self._choose_days())
        return field

    def _build_buttons(self) -> QWidget:
        holder = QWidget()
        self.everything_button = push_button(self.tr("All documents"), look="quiet")
        self.everything_button.setToolTip(plain_tooltip(self.tr("Ctrl+Shift+D")))
        self.done_button = push_button(self.tr("Done"))
        self.everything_button.clicked.connect(self.take_everything)
        self.done_button.clicked.connect(self.leave)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, GRID // 2, 0, 0)
        row.addWidget(self.everything_button)
        row.addStretch(1)
        row.addWidget(self.done_button)
        return holder

    def _head(self, text: str) -> None:
        label = plain_label(text, "title")
        label.setContentsMargins(0, GRID // 2, 0, 0)
        self._rows.addWidget(label)

    def _scrolled(self, body: QWidget) -> QScrollArea:
        """The choices, scrolling where the window is too low for them."""
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setObjectName("choiceArea")
        body.setObjectName("choiceBody")
        area.setWidget(body)
        wanted = self._rows.totalHeightForWidth(self.width() - 4 * GRID - 2)
        area.setFixedHeight(min(wanted + 2, self.window().height() - 20 * GRID))
        return area

    def _show_scope(self) -> None:
        """Tick what is chosen, without telling of it."""
        scope = self._scope
        self.everything_button.setEnabled(not scope.is_everything)
        self.document.setChecked(bool(scope.document) and scope.document == self._offer.document)
        self.folders.tick(scope.folders)
        self.tags.tick(scope.tags)
        for kind, chip in self.type_chips.items():
            chip.setChecked(kind in scope.types)
        self.after.setText(scope.after)
        self.before.setText(scope.before)

    def _choose(self, scope: Scope) -> None:
        self._scope = scope
        self.everything_button.setEnabled(not scope.is_everything)
        self.scope_chosen.emit(scope)

    def _choose_document(self, checked: bool) -> None:
        self._choose(Scope(document=self._offer.document) if checked else Scope())
        self._show_scope()

    def _choose_listed(self) -> None:
        chosen = self._without_document()
        self._choose(replace(chosen, folders=self.folders.ticked, tags=self.tags.ticked))

    def _choose_types(self) -> None:
        chosen = tuple(kind for kind, chip in self.type_chips.items() if chip.isChecked())
        self._choose(replace(self._without_document(), types=chosen))

    def _choose_days(self) -> None:
        typed = (self.after.text().strip(), self.before.text().strip())
        wrong = any(text and not is_day(text) for text in typed)
        self._say_days(wrong=wrong)
        after, before = (text if is_day(text) else "" for text in typed)
        self._choose(replace(self._without_document(), after=after, before=before))

    def _say_days(self, *, wrong: bool) -> None:
        """How a date is written; it stands out where one is not."""
        self._days_help.setText(self.tr("A year, a month or a day: 2024, 2024-06, 2024-06-15"))
        set_tone(self._days_help, "danger" if wrong else "muted")

    def _without_document(self) -> Scope:
        self.document.setChecked(False)
        return replace(self._scope, document="")

    def _follow_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Close when the keyboard goes elsewhere in the window."""
        if now is not None and self.isVisible() and not self._has_keyboard():
            self.close()
