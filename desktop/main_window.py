"""The window: arranges the panels and connects them; what they do is theirs."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QSize, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QMainWindow,
    QMessageBox,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from assistant.answers import Citation
from assistant.messages import EngineReady, FileEntry, LibraryListed
from assistant.settings import Settings
from desktop.actions import Command, citation_commands, install_commands, keys_text, tr
from desktop.asking import Asking
from desktop.engine_client import EngineClient
from desktop.engine_notices import EngineNotices
from desktop.indexing import Indexing
from desktop.item_models.passage_list import citation_of
from desktop.notifications import Notifier
from desktop.panels.centre_panel import CentrePanel
from desktop.panels.drop_overlay import DropOverlay
from desktop.panels.library_panel import LibraryPanel
from desktop.panels.message_bar import MessageBar

if TYPE_CHECKING:
    from desktop.panels.source_pane import SourcePane

FIRST_SIZE = QSize(1240, 800)
LIBRARY_WIDTH = 288
SMALLEST_SIDE = 220
SMALLEST_CENTRE = 320


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
        self.source_pane: SourcePane | None = None
        self.setWindowTitle("Footnote")
        self.notifier = Notifier(self)
        self.asking = Asking(client, self)
        self.indexing = Indexing(client, self)
        self._engine_notices = EngineNotices(client, self.asking, self.notifier, self)
        self._build()
        self._connect_asking()
        self._connect_library()
        self._actions = install_commands(self, self._commands())
        self._restore()
        self.centre.ask_bar.focus_field()

    def add_paths(self, paths: list[str]) -> None:
        """Add folders and files to the library and index them."""
        self.centre.set_has_documents(True)
        self.indexing.add(paths)

    def show_citation(self, citation: Citation) -> None:
        """Open the source of a citation beside the answer."""
        pane = self._opened_source_pane()
        pane.show()
        pane.show_citation(citation)
        self.centre.thread_panel.show_active(citation.marker)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window's shape and let the engine finish in the background."""
        self._state.setValue("window/geometry", self.saveGeometry())
        self._state.setValue("window/library_width", self.library.width())
        self._client.close()
        super().closeEvent(event)

    def _build(self) -> None:
        self.library = LibraryPanel()
        self.library.setMinimumWidth(SMALLEST_SIDE)
        self.centre = CentrePanel()
        self.centre.setMinimumWidth(SMALLEST_CENTRE)
        self.message_bar = MessageBar(self.notifier)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        for panel in (self.library, self.centre):
            self._splitter.addWidget(panel)
        self._splitter.setStretchFactor(0, 0)
        self._splitter.setStretchFactor(1, 1)
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
        library, indexing, empty = self.library, self.indexing, self.centre.empty_state
        for panel in (library, empty):
            panel.add_folder_requested.connect(self._choose_folder)
            panel.add_files_requested.connect(self._choose_files)
        empty.samples_requested.connect(lambda path: self.add_paths([path]))
        self.drop_overlay.paths_dropped.connect(self.add_paths)
        library.remove_requested.connect(self._confirm_removal)
        library.update_requested.connect(indexing.update)
        library.file_opened.connect(self._open_file)
        library.file_view.folder_wanted.connect(self._show_file)
        library.file_view.retry_requested.connect(self._retry_failed)
        library.footer.stop_requested.connect(indexing.stop)
        library.footer.continue_requested.connect(indexing.update)
        indexing.library_listed.connect(self._on_listed)
        indexing.files_changed.connect(library.show_changes)
        indexing.progress_changed.connect(library.show_progress)
        indexing.failed.connect(self._engine_notices.show_indexing_failure)
        self._client.ready.connect(self._on_ready)
        self._client.state_changed.connect(library.show_engine_state)

    def _commands(self) -> list[Command]:
        thread = self.centre.thread_panel
        file, go, view = tr("&File"), tr("&Go"), tr("&View")
        return [
            Command(file, tr("Add f&iles…"), ("Ctrl+O",), self._choose_files),
            Command(file, tr("Add f&older…"), ("Ctrl+Shift+O",), self._choose_folder),
            Command(file, tr("&Update the index"), ("F5",), self.indexing.update),
            Command(file, tr("&Try failed files again"), (), self._retry_failed),
            Command(file, tr("&Settings…"), ("Ctrl+,",), self._show_settings),
            Command(file, tr("&Quit"), ("Ctrl+Q",), self.close),
            Command(go, tr("&Question field"), ("Ctrl+L", "Ctrl+K"), self._focus_field),
            Command(go, tr("&Next citation"), ("Ctrl+Down",), lambda: thread.open_neighbour(1)),
            Command(go, tr("&Previous citation"), ("Ctrl+Up",), lambda: thread.open_neighbour(-1)),
            Command(go, tr("Next p&ane"), ("F6",), lambda: self._cycle(1)),
            Command("", tr("Previous pane"), ("Shift+F6",), lambda: self._cycle(-1)),
            Command("", tr("Back"), ("Escape",), self._go_back),
            Command(view, tr("&Library"), ("F9",), self._toggle_library),
            Command(view, tr("&Source"), ("F8",), self._toggle_source),
            Command(tr("&Help"), tr("&Keys"), ("F1",), self._show_keys),
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

    def _opened_source_pane(self) -> "SourcePane":
        """The right pane; made when first wanted, because Qt's PDF parts take time to load."""
        if self.source_pane is None:
            from desktop.panels.source_pane import SourcePane

            pane = SourcePane(self._client)
            pane.setMinimumWidth(SMALLEST_CENTRE)
            pane.close_requested.connect(self._close_source)
            pane.step_requested.connect(self.centre.thread_panel.open_neighbour)
            left, centre = self._splitter.sizes()[:2]
            self._splitter.addWidget(pane)
            self._splitter.setStretchFactor(2, 1)
            self._splitter.setSizes([left, centre // 2, centre - centre // 2])
            self.source_pane = pane
        return self.source_pane

    def _close_source(self) -> None:
        if self.source_pane is not None:
            self.source_pane.hide()
        self.centre.thread_panel.show_active(0)
        self._focus_field()

    def _toggle_library(self) -> None:
        self.library.setVisible(self.library.isHidden())

    def _toggle_source(self) -> None:
        if self.source_pane is not None and self.source_pane.isVisible():
            self._close_source()
        elif self.source_pane is not None:
            self.source_pane.show()

    def _focus_field(self) -> None:
        self.centre.ask_bar.focus_field()

    def _cycle(self, step: int) -> None:
        """Move the keyboard to the next pane that is shown."""
        stops: list[tuple[QWidget, Callable[[], None]]] = [(self.centre.ask_bar, self._focus_field)]
        stops.append((self.centre.stack, self.centre.focus_below))
        if self.source_pane is not None and self.source_pane.isVisible():
            stops.append((self.source_pane, self.source_pane.focus_viewer))
        if self.library.isVisible():
            stops.append((self.library, self.library.focus_list))
        focused = QApplication.focusWidget()
        current = next(
            (
                position
                for position, (pane, _) in enumerate(stops)
                if focused is not None and (pane is focused or pane.isAncestorOf(focused))
            ),
            -1,
        )
        stops[(current + step) % len(stops)][1]()

    def _go_back(self) -> None:
        """Escape: stop the answer, else close the source, else leave the results."""
        if self.asking.is_busy:
            self.asking.stop()
        elif self.source_pane is not None and self.source_pane.isVisible():
            self._close_source()
        elif not self.centre.leave_results():
            self._focus_field()

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Add a folder"), str(Path.home()))
        if folder:
            self.add_paths([folder])

    def _choose_files(self) -> None:
        files, _ = QFileDialog.getOpenFileNames(self, self.tr("Add files"), str(Path.home()))
        if files:
            self.add_paths(files)

    def _confirm_removal(self, path: str) -> None:
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Question)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self.tr("Remove “{0}” from the library?").format(Path(path).name))
        box.setInformativeText(
            self.tr("Footnote forgets what it read there. The files stay where they are.")
        )
        remove = box.addButton(self.tr("Remove"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        remove.clicked.connect(lambda: self.indexing.remove(path))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _show_settings(self) -> None:
        from desktop.settings_dialog import SettingsDialog

        SettingsDialog(self._settings, self).open()

    def _show_keys(self) -> None:
        box = QMessageBox(self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(self.tr("Keys"))
        box.setText(keys_text(self._actions))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _retry_failed(self) -> None:
        self.indexing.update(retry_failed=True)

    def _open_file(self, entry: FileEntry) -> None:
        from desktop.viewer.file_manager import open_in_its_program

        open_in_its_program(Path(entry.path))

    def _show_file(self, entry: FileEntry) -> None:
        from desktop.viewer.file_manager import show_in_folder

        show_in_folder(Path(entry.path), self)

    def _on_ready(self, ready: EngineReady) -> None:
        self.library.set_read_only(ready.read_only)

    def _on_listed(self, listed: LibraryListed) -> None:
        self.library.show_library(listed)
        being_added = self.indexing.progress.running
        has_documents = bool(listed.sources or listed.files or being_added)
        self._state.setValue("library/has_documents", "yes" if has_documents else "no")
        self.centre.set_has_documents(has_documents)
