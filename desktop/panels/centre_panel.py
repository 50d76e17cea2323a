"""The middle of the window: the field, and below it whatever it has led to."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from assistant.answers import Passage
from assistant.messages import SearchResults
from desktop.panels.ask_bar import AskBar
from desktop.panels.empty_state import EmptyState
from desktop.panels.labels import centred, plain_label
from desktop.panels.ledger_panel import LedgerPanel
from desktop.panels.results_panel import ResultsPanel
from desktop.panels.thread_header import ThreadHeader
from desktop.panels.thread_panel import ThreadPanel
from desktop.theme import GRID, scaled_font
from desktop.turn import Turn


class CentrePanel(QWidget):
    """Decides what is shown: a start page, results while typing, the conversation, or the files."""

    passage_chosen = Signal(Passage)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._has_documents = False
        self._ledger_panel: LedgerPanel | None = None
        self._shows_ledger = False
        self._build()
        self.ask_bar.typed.connect(self._on_typed)
        self.ask_bar.list_wanted.connect(self._focus_below)
        self.results.passage_chosen.connect(self.passage_chosen)
        self.thread_panel.passage_chosen.connect(self.passage_chosen)
        self._choose_page()

    def set_has_documents(self, has_documents: bool) -> None:
        """Whether there is anything to ask; decides which start page is shown."""
        self._has_documents = has_documents
        self.ask_bar.scope_row.setVisible(has_documents)
        if self.stack.currentWidget() is not self.results:
            self._choose_page()

    def show_results(self, results: SearchResults) -> None:
        """Show what a search while typing has found."""
        if self.ask_bar.text.strip() == results.query:
            self.results.show_results(results)
            self.stack.setCurrentWidget(self.results)

    def show_ledger(self, panel: LedgerPanel) -> None:
        """Show the list of all files until it is closed or a question is asked."""
        if self._ledger_panel is None:
            self._ledger_panel = panel
            self.stack.addWidget(panel)
        self._shows_ledger = True
        self.stack.setCurrentWidget(panel)

    def close_ledger(self) -> None:
        """Go back to what was there before."""
        self._shows_ledger = False
        self._choose_page()

    def show_turn(self, turn: Turn) -> None:
        """Show a question that was asked just now."""
        self._shows_ledger = False
        self.ask_bar.set_text("")
        self.thread_panel.add_turn(turn)
        self.stack.setCurrentWidget(self.thread_panel)

    def show_conversation(self, turns: Sequence[Turn]) -> None:
        """Show these questions with their answers; none for a conversation that begins."""
        self.thread_panel.show_turns(turns)
        if turns:
            self._shows_ledger = False
            self.ask_bar.set_text("")
        if turns or self.stack.currentWidget() is not self.results:
            self._choose_page()

    def show_thread(self) -> None:
        """Show the conversation at hand again."""
        self._shows_ledger = False
        self.ask_bar.set_text("")
        self._choose_page()

    def leave_results(self) -> bool:
        """Go back from the results to what was there before; False when none are shown."""
        if self.stack.currentWidget() is not self.results and not self.ask_bar.text:
            return False
        self.ask_bar.set_text("")
        self._choose_page()
        self.ask_bar.focus_field()
        return True

    def focus_below(self) -> None:
        """Give the keyboard to what is below the field."""
        if self.stack.currentWidget() is self.results:
            self.results.focus_list()
        elif self._ledger_panel is not None and self._ledger_panel.isVisible():
            self._ledger_panel.focus_table()
        elif self.stack.currentWidget() is self.thread_panel:
            self.thread_panel.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif self.stack.currentWidget() is self.empty_state:
            self.empty_state.folder_button.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.ask_bar.focus_field()

    def _build(self) -> None:
        self.ask_bar = AskBar()
        self.empty_state = EmptyState()
        self.results = ResultsPanel()
        self.thread_panel = ThreadPanel()
        self.thread_header = ThreadHeader()
        self._hint = self._build_hint()
        self.stack = QStackedWidget()
        for page in (self.empty_state, self._hint, self.results, self.thread_panel):
            self.stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.ask_bar)
        layout.addWidget(self.thread_header)
        layout.addWidget(self.stack, 1)
        self.stack.currentChanged.connect(
            lambda: self.thread_header.setVisible(self.stack.currentWidget() is self.thread_panel)
        )

    def _build_hint(self) -> QWidget:
        hint = QWidget()
        title = plain_label(self.tr("What would you like to know?"))
        title.setFont(scaled_font(title.font(), 1.5, strong=True))
        text = plain_label(
            self.tr(
                "Type to find passages at once. Press Enter to have the question answered, "
                "every sentence with the place it comes from."
            ),
            "muted",
            wrap=True,
        )
        column = QWidget()
        column.setMaximumWidth(560)
        inner = QVBoxLayout(column)
        inner.setContentsMargins(3 * GRID, 0, 3 * GRID, 0)
        inner.setSpacing(GRID)
        inner.addStretch(2)
        inner.addWidget(title)
        inner.addWidget(text)
        inner.addStretch(3)
        centred(hint, column)
        return hint

    def _on_typed(self, text: str) -> None:
        if not text.strip():
            self._choose_page()

    def _focus_below(self) -> None:
        if self.stack.currentWidget() is self.results or self._shows_ledger:
            self.focus_below()

    def _choose_page(self) -> None:
        if self._shows_ledger and self._ledger_panel is not None:
            page: QWidget = self._ledger_panel
        elif self.thread_panel.turns:
            page = self.thread_panel
        elif self._has_documents:
            page = self._hint
        else:
            page = self.empty_state
        self.stack.setCurrentWidget(page)
