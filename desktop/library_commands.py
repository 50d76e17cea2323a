"""What a person can do with the library from menus, keys, buttons and by dropping files."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from assistant.messages import FileEntry, LedgerExported, RequestFailed
from assistant.requests import ExportLedger
from assistant.settings import Settings
from desktop.adding import Adding, Preview
from desktop.engine_client import ENGINE_STOPPED, EngineClient
from desktop.file_names import shown_name
from desktop.indexing import Indexing
from desktop.notifications import Notification, NotificationAction, Notifier, Severity
from desktop.words import counted
from indexer.documents import ReasonCode

EXPORT = "export"
"""Subject of what is said about the exported list."""
LOOKING = "looking"


class LibraryCommands(QObject):
    """Asks with dialogs where asking is needed, and passes on what was decided."""

    adding_began = Signal()
    rules_requested = Signal()

    def __init__(
        self,
        client: EngineClient,
        indexing: Indexing,
        settings: Settings,
        notifier: Notifier,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._client = client
        self._indexing = indexing
        self._notifier = notifier
        self._window = window
        self._exporting = 0
        self.adding = Adding(client, indexing, settings, self)
        self.adding.confirmation_wanted.connect(self._ask_to_index)
        self.adding.looking_changed.connect(self._say_looking)
        client.event_received.connect(self._on_event)

    def add(self, paths: list[str]) -> None:
        """Add folders and files to the library and index them, after a look into large ones."""
        self.adding_began.emit()
        self.adding.add(paths)

    def choose_folder(self) -> None:
        """Let a folder be chosen and add it."""
        title = self.tr("Add a folder")
        folder = QFileDialog.getExistingDirectory(self._window, title, str(Path.home()))
        if folder:
            self.add([folder])

    def choose_files(self) -> None:
        """Let files be chosen and add them."""
        title = self.tr("Add files")
        files, _ = QFileDialog.getOpenFileNames(self._window, title, str(Path.home()))
        if files:
            self.add(files)

    def choose_export(self) -> None:
        """Let a file be named and write the list of files to it."""
        target, _ = QFileDialog.getSaveFileName(
            self._window,
            self.tr("Export the list of files"),
            str(Path.home() / "footnote-files.csv"),
            self.tr("Table (*.csv);;JSON (*.json)"),
        )
        if target:
            self.export(target)

    def export(self, target: str) -> None:
        """Write the list of files; its name's ending decides between CSV and JSON."""
        self._exporting = self._client.send(ExportLedger(target=target))

    def confirm_removal(self, path: str) -> None:
        """Ask, then forget a source."""
        box = QMessageBox(self._window)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self.tr("Remove “{0}” from the library?").format(shown_name(path)))
        box.setInformativeText(
            self.tr("Footnote forgets what it read there. The files stay where they are.")
        )
        remove = box.addButton(self.tr("Remove"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        remove.clicked.connect(lambda: self._indexing.remove(path))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def retry_failed(self) -> None:
        """Read all failed files again."""
        self._indexing.update(retry_failed=True)

    def retry_pictures(self) -> None:
        """Read again what has pages without text, now that pictures are read."""
        rows = self._indexing.ledger.rows
        self._indexing.retry([path for path, row in rows.items() if _has_pictures(row.entry)])

    def toggle_pause(self) -> None:
        """Pause, or go on."""
        if self._indexing.progress.paused or self._indexing.progress.pausing:
            self._indexing.resume()
        else:
            self._indexing.pause()

    def open_file(self, entry: FileEntry) -> None:
        """Open a file in its own program."""
        from desktop.viewer.file_manager import open_in_its_program

        open_in_its_program(Path(entry.path))

    def show_file(self, entry: FileEntry) -> None:
        """Show a file in the system's file manager."""
        from desktop.viewer.file_manager import show_in_folder

        show_in_folder(Path(entry.path), self)

    def _ask_to_index(self, preview: Preview) -> None:
        from desktop.preview_dialog import PreviewDialog

        dialog = PreviewDialog(preview, self._window)
        dialog.accepted.connect(lambda: self.adding.confirm(preview))
        dialog.rules_requested.connect(self.rules_requested)
        dialog.open()

    def _say_looking(self, looking: bool) -> None:
        if not looking:
            self._notifier.withdraw(LOOKING)
            return
        action = NotificationAction(self.tr("Cancel"), self.adding.give_up)
        words = self.tr("Looking at what this would bring…")
        self._notifier.notify(Notification(LOOKING, words, action=action))

    def _on_event(self, request: int, body: object) -> None:
        if not request or request != self._exporting:
            return
        if isinstance(body, LedgerExported):
            self._say_exported(body)
        elif isinstance(body, RequestFailed) and body.code != ENGINE_STOPPED:
            self._notifier.notify(Notification(EXPORT, body.message, Severity.ERROR))

    def _say_exported(self, exported: LedgerExported) -> None:
        from desktop.viewer.file_manager import show_in_folder

        target = Path(exported.target)
        words = self.tr("The list of {0} was written to “{1}”.")
        text = words.format(counted("%n files", exported.files), target.name)
        show = NotificationAction(self.tr("Show in folder"), lambda: show_in_folder(target, self))
        self._notifier.notify(Notification(EXPORT, text, action=show))


def _has_pictures(entry: FileEntry) -> bool:
    """Whether pages of it may hold text that was left unread."""
    codes = (ReasonCode.NO_TEXT, ReasonCode.PAGES_WITHOUT_TEXT)
    return entry.reason is not None and entry.reason.code in codes
