"""The one field to search and ask in."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from assistant.search.query_parts import SYNTAX
from desktop.panels.labels import centred, icon_button, push_button
from desktop.panels.popover import Popover
from desktop.panels.query_chips import QueryChips
from desktop.panels.scope_row import ScopeRow
from desktop.theme import GRID, READING_WIDTH, current_tokens, icon, scaled_font, set_icon


class AskField(QLineEdit):
    """A line edit that hands the down arrow on to the list below it."""

    list_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down leaves for the results; everything else edits."""
        if event.key() == Qt.Key.Key_Down and not event.modifiers():
            self.list_wanted.emit()
            return
        super().keyPressEvent(event)


class AskBar(QWidget):
    """Where the reader types; emits what was typed or asked, knows nothing of answering."""

    typed = Signal(str)
    question_asked = Signal(str)
    every_document_asked = Signal(str)
    """A question to be put to each document."""
    stop_requested = Signal()
    list_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_busy = False
        self.setObjectName("askBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._build()
        self._connect()
        self._refresh()

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self.field.text()

    def set_text(self, text: str) -> None:
        """Put text into the field as if nobody had typed it."""
        self.field.setText(text)
        self._refresh()

    def set_busy(self, busy: bool) -> None:
        """Offer Stop while an answer is being written, Ask otherwise."""
        self._is_busy = busy
        self._refresh()

    def ask_every_document(self) -> None:
        """Ask what stands in the field of each document; nothing happens while it is empty."""
        if self.text.strip():
            self.every_document_asked.emit(self.text.strip())

    def focus_field(self) -> None:
        """Give the keyboard to the field, everything in it selected."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def show_help(self) -> Popover:
        """Open a list of what can be typed beside words."""
        popover = Popover(self.tr("Narrow a search"), self)
        popover.add_pairs([(typed, self.tr(meaning)) for typed, meaning in SYNTAX])
        popover.add_line(
            self.tr("Two words or more for a folder or name go in quotation marks."), "muted"
        )
        popover.open_below(self.help_button, self.help_button.rect())
        return popover

    def changeEvent(self, event: QEvent) -> None:
        """Draws the magnifier again in the colours of a new theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._refresh()

    def _build(self) -> None:
        self.field = AskField()
        self.field.setObjectName("askField")
        self.field.setPlaceholderText(self.tr("Search or ask your documents"))
        self.field.setAccessibleName(self.tr("Search or ask your documents"))
        self.field.setAccessibleDescription(
            self.tr("Results appear while you type; Enter asks the question")
        )
        self.field.setFont(scaled_font(self.field.font(), 1.1))
        self.field.setClearButtonEnabled(True)
        self.field.setAcceptDrops(False)
        self.field.setMaxLength(2_000)
        self._magnifier = QAction(self.field)
        self.field.addAction(self._magnifier, QLineEdit.ActionPosition.LeadingPosition)
        self.button = push_button(self.tr("Ask"), look="primary")
        self.help_button = icon_button(self.tr("What narrows a search"), "help")
        self.chips = QueryChips()
        self.scope_row = ScopeRow()
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.field, 1)
        row.addWidget(self.help_button)
        row.addWidget(self.button)
        column = QWidget()
        column.setMaximumWidth(READING_WIDTH)
        rows = QVBoxLayout(column)
        rows.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
        rows.setSpacing(GRID)
        rows.addLayout(row)
        rows.addWidget(self.chips)
        rows.addWidget(self.scope_row)
        centred(self, column)

    def _connect(self) -> None:
        self.field.textEdited.connect(self.typed)
        self.field.textChanged.connect(self._refresh)
        self.field.returnPressed.connect(self._ask)
        self.field.list_wanted.connect(self.list_wanted)
        self.button.clicked.connect(self._on_button)
        self.field.textChanged.connect(self._show_parts)
        self.help_button.clicked.connect(self.show_help)
        self.scope_row.every_document_wanted.connect(self.ask_every_document)

    def _refresh(self) -> None:
        tokens = current_tokens()
        self._magnifier.setIcon(icon("search", tokens.muted))
        self.button.setText(self.tr("Stop") if self._is_busy else self.tr("Ask"))
        self.button.setAccessibleName(
            self.tr("Stop answering") if self._is_busy else self.tr("Ask this question")
        )
        self.button.setEnabled(self._is_busy or bool(self.text.strip()))
        self.scope_row.set_can_ask(bool(self.text.strip()))
        name = "stop" if self._is_busy else "ask"
        token = "on_accent" if self.button.isEnabled() else "muted"
        if self.button.property("iconName") != name + token:
            self.button.setProperty("iconName", name + token)
            set_icon(self.button, name, token)
        for button in (self.button, self.help_button):
            button.setFixedHeight(self.field.sizeHint().height())

    def _show_parts(self, text: str) -> None:
        self.chips.show_query(text)
        description = self.tr("Results appear while you type; Enter asks the question")
        if self.chips.words:
            description = f"{self.chips.accessibleName()}. {description}"
        self.field.setAccessibleDescription(description)

    def _ask(self) -> None:
        if self.text.strip():
            self.question_asked.emit(self.text.strip())

    def _on_button(self) -> None:
        if self._is_busy:
            self.stop_requested.emit()
        else:
            self._ask()
