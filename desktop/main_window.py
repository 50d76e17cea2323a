"""The window: arranges the panels and connects them; what they do is theirs."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QSize, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QVBoxLayout, QWidget

from assistant.answers import Citation
from assistant.messages import EngineReady
from assistant.settings import READ_PICTURES, Settings, indexing_rules
from desktop.actions import Command, citation_commands, install_commands, show_keys, tr
from desktop.answer_tools import AnswerTools
from desktop.asking import Asking
from desktop.conversation_commands import ConversationCommands
from desktop.engine_client import EngineClient
from desktop.engine_notices import EngineNotices
from desktop.explaining import Explaining
from desktop.indexing import Indexing
from desktop.item_models.passage_list import citation_of
from desktop.library_commands import LibraryCommands
from desktop.notifications import Notifier
from desktop.panels.centre_panel import CentrePanel
from desktop.panels.drop_overlay import DropOverlay
from desktop.panels.ledger_panel import LedgerPanel
from desktop.panels.library_panel import LibraryPanel
from desktop.panels.message_bar import MessageBar
from desktop.panels.side_panel import SidePanel
from desktop.panes import SMALLEST_CENTRE, Panes
from indexer.rules import Rules

if TYPE_CHECKING:
    from desktop.panels.source_pane import SourcePane

FIRST_SIZE = QSize(1240, 800)
LIBRARY_WIDTH = 288
SMALLEST_SIDE = 220


class MainWindow(QMainWindow):
    """Library on the left, question and answer in the middle, the source on the right."""

    def __init__(
        self,
        client: EngineClient,
        settings: Settings | None = None,
        state: QSettings | None = None,
    ) -> None:
        super().__init__()
        self._client = client
        self._settings = settings or Settings()
        self._state = state or QSettings("Footnote", "Footnote")
        self._read_only = False
        self._facts: dict[str, str] = {}
        self.ledger_panel: LedgerPanel | None = None
        self.setWindowTitle("Footnote")
        self.notifier = Notifier(self)
        self.asking = Asking(client, self)
        self.explaining = Explaining(client, self.asking, self)
        self.indexing = Indexing(client, self)
        self.commands = LibraryCommands(client, self.indexing, self._settings, self.notifier, self)
        self._engine_notices = EngineNotices(
            client, self.asking, self.indexing.ledger, self.notifier, self
        )
        self.tools = AnswerTools(client, self.asking, self.indexing, self.notifier, self)
        self._build()
        self.tools.connect_panels(self.library, self.centre, self.panes)
        self.conversing = ConversationCommands(
            client,
            self.asking,
            self.indexing,
            self.side,
            self.centre,
            self.notifier,
            self._state,
            self,
        )
        self.tools.follow_conversations(self.conversing.conversations)
        self.conversing.conversations.began.connect(self.tools.scoping.look_everywhere)
        self._connect_asking()
        self._connect_library()
        self._commands = self._menu()
        install_commands(self, self._commands)
        self._restore()
        self.centre.ask_bar.focus_field()

    @property
    def source_pane(self) -> "SourcePane | None":
        """The right pane, once a source has been opened."""
        return self.panes.source

    def add_paths(self, paths: list[str]) -> None:
        """Add folders and files to the library and index them."""
        self.commands.add(paths)

    def show_citation(self, citation: Citation) -> None:
        """Open the source of a citation beside the answer."""
        self.panes.show_citation(citation)

    def show_ledger(self) -> None:
        """Show the list of all files, or close it when it has the keyboard already."""
        if self.ledger_panel is not None and self.ledger_panel.isVisible():
            self._close_ledger()
            return
        panel = self._opened_ledger_panel()
        self.centre.show_ledger(panel)
        panel.focus_table()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window's shape and let the engine finish in the background."""
        self._state.setValue("window/geometry", self.saveGeometry())
        self._state.setValue("window/library_width", self.side.width())
        self._client.close()
        super().closeEvent(event)

    def _build(self) -> None:
        self.library = LibraryPanel(self.indexing.ledger)
        self.side = SidePanel(self.library)
        self.side.setMinimumWidth(SMALLEST_SIDE)
        self.centre = CentrePanel()
        self.centre.setMinimumWidth(SMALLEST_CENTRE)
        self.message_bar = MessageBar(self.notifier)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        for panel in (self.side, self.centre):
            self._splitter.addWidget(panel)
        self._splitter.setStretchFactor(0, 0)
        self._splitter.setStretchFactor(1, 1)
        self.panes = Panes(self._client, self.side, self.centre, self._splitter)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.message_bar)
        layout.addWidget(self._splitter, 1)
        self.setCentralWidget(body)
        self.drop_overlay = DropOverlay(self)

    def _connect_asking(self) -> None:
        bar, thread, asking = self.centre.ask_bar, self.centre.thread_panel, self.asking
        bar.typed.connect(asking.type)
        bar.question_asked.connect(asking.ask)
        bar.stop_requested.connect(asking.stop)
        asking.results_changed.connect(self.centre.show_results)
        asking.turn_started.connect(self.centre.show_turn)
        asking.turn_changed.connect(thread.show_changes)
        asking.turn_ended.connect(thread.show_changes)
        asking.busy_changed.connect(bar.set_busy)
        thread.asked_again.connect(asking.ask)
        thread.citation_chosen.connect(self.show_citation)
        self.centre.passage_chosen.connect(lambda passage: self.show_citation(citation_of(passage)))

    def _connect_library(self) -> None:
        library, indexing, commands = self.library, self.indexing, self.commands
        for panel in (library, self.centre.empty_state):
            panel.add_folder_requested.connect(commands.choose_folder)
            panel.add_files_requested.connect(commands.choose_files)
        self.centre.empty_state.samples_requested.connect(lambda path: self.add_paths([path]))
        self.drop_overlay.paths_dropped.connect(self.add_paths)
        commands.rules_requested.connect(lambda: self._show_settings("indexing"))
        library.remove_requested.connect(commands.confirm_removal)
        library.update_requested.connect(indexing.update)
        library.ledger_requested.connect(self.show_ledger)
        library.file_opened.connect(commands.open_file)
        library.file_view.folder_wanted.connect(commands.show_file)
        library.file_view.retry_requested.connect(indexing.retry)
        library.footer.pause_requested.connect(indexing.pause)
        library.footer.resume_requested.connect(indexing.resume)
        library.footer.stop_requested.connect(indexing.stop)
        library.footer.continue_requested.connect(indexing.update)
        indexing.listing.listed.connect(self._on_listed)
        indexing.progress_changed.connect(library.show_progress)
        indexing.progress_changed.connect(self._on_progress)
        indexing.failed.connect(self._engine_notices.show_indexing_failure)
        self._client.ready.connect(self._on_ready)
        self._engine_notices.writing_began.connect(lambda: self._set_read_only(False))
        self._client.state_changed.connect(library.show_engine_state)

    def _menu(self) -> list[Command]:
        thread, commands = self.centre.thread_panel, self.commands
        file, index, go, view = tr("&File"), tr("&Index"), tr("&Go"), tr("&View")
        return [
            Command(file, tr("Add f&iles…"), ("Ctrl+O",), commands.choose_files),
            Command(file, tr("Add f&older…"), ("Ctrl+Shift+O",), commands.choose_folder),
            Command(file, tr("&Settings…"), ("Ctrl+,",), self._show_settings),
            Command(file, tr("&Quit"), ("Ctrl+Q",), self.close),
            *self.conversing.menu(),
            Command(index, tr("&Files of the library"), ("F7",), self.show_ledger),
            Command(index, tr("&Update the index"), ("F5",), self.indexing.update),
            Command(index, tr("&Pause or resume"), ("Ctrl+Shift+P",), commands.toggle_pause),
            Command(index, tr("&Stop"), ("Ctrl+Shift+S",), self.indexing.stop),
            Command(index, tr("&Read failed files again"), (), commands.retry_failed),
            Command(index, tr("&Export the list of files…"), (), commands.choose_export),
            Command(go, tr("&Question field"), ("Ctrl+L", "Ctrl+K"), self._focus_field),
            Command(go, tr("&Next citation"), ("Ctrl+Down",), lambda: thread.open_neighbour(1)),
            Command(go, tr("&Previous citation"), ("Ctrl+Up",), lambda: thread.open_neighbour(-1)),
            Command(go, tr("Next p&ane"), ("F6",), lambda: self.panes.cycle(1)),
            *self.tools.commands(),
            Command("", tr("Previous pane"), ("Shift+F6",), lambda: self.panes.cycle(-1)),
            Command("", tr("Back"), ("Escape",), self._go_back),
            Command(view, tr("S&ide panel"), ("F9",), self.panes.toggle_side),
            Command(view, tr("&Source"), ("F8",), self.panes.toggle_source),
            Command(tr("&Help"), tr("&Keys"), ("F1",), lambda: show_keys(self, self._commands)),
            *citation_commands(thread.open_citation),
        ]

    def _restore(self) -> None:
        self.resize(FIRST_SIZE)
        geometry = self._state.value("window/geometry")
        if geometry is not None:
            self.restoreGeometry(geometry)
        # The engine takes a moment to say so; who has documents should not be welcomed anew.
        self.centre.set_has_documents(self._state.value("library/has_documents") == "yes")
        width = int(str(self._state.value("window/library_width") or LIBRARY_WIDTH))
        self._splitter.setSizes([width, max(SMALLEST_CENTRE, self.width() - width)])

    def _opened_ledger_panel(self) -> LedgerPanel:
        """The list of all files; made when first wanted, because it is long."""
        if self.ledger_panel is None:
            panel = self.ledger_panel = LedgerPanel(self.indexing.ledger)
            panel.set_read_only(self._read_only)
            panel.close_requested.connect(self._close_ledger)
            panel.export_requested.connect(self.commands.choose_export)
            panel.retry_failed_requested.connect(self.commands.retry_failed)
            panel.retry_requested.connect(self.indexing.retry)
            panel.table.tags_requested.connect(self.tools.tagging.ask)
            panel.file_opened.connect(self.commands.open_file)
            panel.folder_wanted.connect(self.commands.show_file)
            panel.set_search(self.asking.latest)
            self.asking.searched.connect(panel.set_search)
            panel.why_requested.connect(self._explain)
            self.explaining.explained.connect(panel.details.show_explanation)
            self.explaining.failed.connect(panel.details.say_why)
        return self.ledger_panel

    def _explain(self, path: str) -> None:
        """Choose the file, below which the answer will stand, and ask."""
        if self.ledger_panel is not None:
            self.ledger_panel.table.choose(path)
        self.explaining.ask(path)

    def _close_ledger(self) -> None:
        self.centre.close_ledger()
        self._focus_field()

    def _focus_field(self) -> None:
        self.centre.ask_bar.focus_field()

    def _go_back(self) -> None:
        """Escape: stop the answer, else close the source, the results or the list of files."""
        if self.asking.is_busy:
            self.asking.stop()
        elif self.panes.shows_source:
            self.panes.close_source()
        elif not self.centre.leave_results():
            self._close_ledger()

    def _show_settings(self, page: str = "") -> None:
        from desktop.settings_dialog import SettingsDialog

        rules, reads_pictures = indexing_rules(self._settings), self._settings.get(READ_PICTURES)
        dialog = SettingsDialog(self._settings, self, page=page, facts=self._facts)
        dialog.accepted.connect(lambda: self._follow_settings(rules, reads_pictures))
        dialog.open()

    def _follow_settings(self, rules: Rules, read_pictures: bool) -> None:
        """Have the index follow what the person newly leaves out, brings back or wants read."""
        if self._read_only:
            return
        if indexing_rules(self._settings) != rules:
            self.indexing.update()
        if self._settings.get(READ_PICTURES) and not read_pictures:
            self.commands.retry_pictures()

    def _on_ready(self, ready: EngineReady) -> None:
        computed = f" ({ready.embedding})" if ready.embedding else ""
        self._facts = {self.tr("Embedding model"): ready.embedding_model + computed}
        self._set_read_only(ready.read_only)

    def _set_read_only(self, read_only: bool) -> None:
        self._read_only = read_only
        self.library.set_read_only(read_only)
        if self.ledger_panel is not None:
            self.ledger_panel.set_read_only(read_only)

    def _on_progress(self) -> None:
        if self.indexing.progress.running:
            self.centre.set_has_documents(True)

    def _on_listed(self) -> None:
        being_added = self.indexing.progress.running or self.commands.adding.is_looking
        ledger = self.indexing.ledger
        has_documents = bool(ledger.sources or ledger.is_filling or ledger.rows or being_added)
        self._state.setValue("library/has_documents", "yes" if has_documents else "no")
        self.centre.set_has_documents(has_documents)
