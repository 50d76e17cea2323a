"""The conversations at the left: search them, choose one, begin another."""

from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from assistant.messages import ConversationsListed
from desktop.engine_process import EngineState
from desktop.item_models.conversation_list import ConversationListModel
from desktop.panels.announcing import announce
from desktop.panels.conversation_view import ConversationView
from desktop.panels.labels import icon_button, plain_label, push_button
from desktop.theme import GRID


class SearchField(QLineEdit):
    """A line edit that hands the down arrow on to the list below it."""

    list_wanted = Signal()

    def event(self, event: QEvent) -> bool:
        """Escape takes the search back before it means anything to the window."""
        is_key = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_key and self.text() and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down leaves for the list, Escape clears; everything else edits."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        if event.key() == Qt.Key.Key_Down and not event.modifiers():
            self.list_wanted.emit()
            return
        super().keyPressEvent(event)


class ConversationPanel(QWidget):
    """Shows what is listed; asks for everything else."""

    watched_changed = Signal(bool)
    """Whether somebody looks at the list."""
    search_changed = Signal(str)
    new_requested = Signal()
    refresh_requested = Signal()
    rename_requested = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._engine_state = EngineState.STARTING
        self._listed: ConversationsListed | None = None
        self._failure = ""
        self._open: int | None = None
        self._waits = False
        """Something was listed while a title was being changed."""
        self.conversations = ConversationListModel(self)
        self._build()
        self._connect()
        self._refresh()

    def show_list(self, listed: ConversationsListed) -> None:
        """Show these conversations; a title that is being changed is left alone meanwhile."""
        self._listed, self._failure = listed, ""
        self._waits = self.view.is_renaming
        if not self._waits:
            self._take_over()

    def show_failure(self, message: str) -> None:
        """Say why they cannot be listed."""
        self._failure = message
        self._refresh()
        announce(self, message)

    def show_open(self, conversation: int | None) -> None:
        """Mark the conversation at hand."""
        self._open = conversation
        self.conversations.show_open(conversation)
        if not self.view.hasFocus():
            self.view.choose(conversation)

    def show_engine_state(self, state: EngineState) -> None:
        """Say so while the engine cannot work."""
        self._engine_state = state
        self._refresh()

    @property
    def has_keyboard(self) -> bool:
        """Whether the keyboard is in here."""
        return self.isAncestorOf(QApplication.focusWidget() or self)

    def rename(self, conversation: int) -> None:
        """Change its title in place; the search is taken back where it hides it."""
        if not self.conversations.index_of(conversation).isValid():
            self.search_field.clear()
        self.view.choose(conversation)
        self.view.rename_chosen()

    def focus_search(self) -> None:
        """Give the keyboard to the search field; the down arrow leads on to the list."""
        self.search_field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search_field.selectAll()

    def focus_list(self) -> None:
        """Give the keyboard to the list, or to the field above an empty one."""
        self.view.choose_first()
        target = self.view if self.view.isVisible() else self.search_field
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        """Somebody looks."""
        super().showEvent(event)
        self.watched_changed.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks any more."""
        super().hideEvent(event)
        self.watched_changed.emit(False)

    def _build(self) -> None:
        self.search_field = SearchField()
        self.search_field.setPlaceholderText(self.tr("Search conversations"))
        self.search_field.setAccessibleName(self.tr("Search conversations"))
        self.search_field.setClearButtonEnabled(True)
        self.search_field.setAcceptDrops(False)
        self.search_field.setMaxLength(500)
        self.new_button = icon_button(self.tr("New conversation (Ctrl+N)"), "conversation-add")
        row = QHBoxLayout()
        row.setContentsMargins(GRID // 2, 0, 0, GRID // 2)
        row.setSpacing(GRID // 2)
        row.addWidget(self.search_field, 1)
        row.addWidget(self.new_button)
        self.words = plain_label(tone="muted", wrap=True)
        self.words.setContentsMargins(GRID, GRID, GRID, 0)
        self.again_button = push_button(self.tr("Try again"), "refresh", "quiet")
        self.view = ConversationView(self.conversations)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, 0)
        layout.setSpacing(GRID // 2)
        layout.addLayout(row)
        layout.addWidget(self.words)
        layout.addWidget(self.again_button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.view, 1)
        layout.addStretch()

    def _connect(self) -> None:
        self.search_field.textChanged.connect(self.search_changed)
        self.search_field.list_wanted.connect(self.focus_list)
        self.search_field.returnPressed.connect(self.focus_list)
        self.again_button.clicked.connect(self.refresh_requested)
        self.new_button.clicked.connect(self.new_requested)
        self.conversations.rename_wanted.connect(self.rename_requested)
        self.view.itemDelegate().closeEditor.connect(
            self._on_editor_closed, Qt.ConnectionType.QueuedConnection
        )

    def _on_editor_closed(self) -> None:
        if self._waits:
            self._waits = False
            self._take_over()

    def _take_over(self) -> None:
        """Show what was listed, with the same row chosen at the same height."""
        if self._listed is None:
            return
        chosen, row = self.view.chosen, self.view.currentIndex().row()
        bar = self.view.verticalScrollBar()
        height = bar.value()
        entries = self._listed.conversations
        self.conversations.show_entries(entries, self._listed.search, date.today())
        if chosen is None:
            self.view.choose(self._open)
        else:
            self.view.choose(chosen.id, or_near=row)
            bar.setValue(height)
        self._refresh()

    def _refresh(self) -> None:
        """Say what the list does not."""
        words = self._words()
        self.words.setText(words)
        self.words.setVisible(bool(words))
        is_off = self._engine_state is EngineState.OFF
        self.again_button.setVisible(bool(self._failure) and not is_off)
        self.view.setVisible(self.conversations.rowCount() > 0 and not self._failure)

    def _words(self) -> str:
        if self._engine_state is EngineState.OFF:
            return self.tr("The engine is not running, so conversations cannot be opened.")
        if self._failure:
            return self._failure
        if self._listed is None or self._listed.conversations:
            return ""
        if self._listed.search:
            return self.tr("No conversation has “{0}” in it.").format(self._listed.search)
        return self.tr(
            "No conversations yet. What you ask is kept here with its answer, on this computer "
            "only."
        )
