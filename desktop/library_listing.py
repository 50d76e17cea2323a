"""Keeps the window's ledger like the engine's: lists it once, then follows each file."""

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from assistant.messages import FileEntry, LibraryListed, TagEntry
from assistant.requests import ListLibrary
from desktop.engine_client import EngineClient
from desktop.ledger import Ledger
from indexer.documents import FileStatus, Reason, ReasonCode
from indexer.events import FileDone, FileRemoved, FileRenamed, FileStarted, SourceAway

FLUSH_INTERVAL = 100
"""Milliseconds between two updates of the ledger while many files pass."""


class LibraryListing(QObject):
    """Takes in lists, which may come in parts, and single files."""

    listed = Signal()
    """The sources are known, and the files as far as a long list has been taken in."""

    def __init__(self, client: EngineClient, ledger: Ledger, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._ledger = ledger
        self._asked = 0
        self._parts: list[FileEntry] = []
        self._tags: list[TagEntry] = []
        self._changes: list[tuple[str, FileEntry | None]] = []
        self._meanwhile: list[tuple[str, FileEntry | None]] = []
        """What has happened since a list was asked for; the list may not know it."""
        self._timer = QTimer(self, singleShot=True, interval=FLUSH_INTERVAL)
        self._timer.timeout.connect(self.flush)
        client.event_received.connect(self._on_event)

    def ask(self) -> None:
        """Have the whole library listed; a list that is still on its way no longer counts."""
        self._parts, self._tags, self._meanwhile = [], [], []
        self._asked = self._client.send(ListLibrary())

    def flush(self) -> None:
        """Let the ledger know what has happened so far."""
        self._timer.stop()
        changes, self._changes = self._changes, []
        self._ledger.apply(changes)

    def _on_event(self, request: int, body: object) -> None:
        match body:
            case LibraryListed() if request == self._asked:
                self._take_part(body)
            case FileStarted():
                self._note_start(body.path)
            case FileDone():
                self._note(body.path, _entry(body))
            case FileRemoved():
                self._note(body.path, None)
            case FileRenamed():
                self._note_move(body)
            case SourceAway():
                away = self._ledger.away | {body.path}
                self._ledger.set_sources(self._ledger.sources, away, self._ledger.polled)

    def _take_part(self, listed: LibraryListed) -> None:
        self._parts += listed.files
        self._tags += listed.tags
        if listed.more:
            return
        files, self._parts = self._parts, []
        meanwhile, self._meanwhile, self._asked = self._meanwhile, [], 0
        self._ledger.set_sources(listed.sources, listed.away, listed.polled)
        self._ledger.set_left_out(listed.hidden, listed.excluded)
        self._ledger.set_tags(self._tags)
        self._ledger.replace_all(files)
        self._ledger.apply(meanwhile)
        self.listed.emit()

    def _note_start(self, path: str) -> None:
        """A new file waits from now on; what was known of an older one stays until it is read."""
        if path not in self._ledger.rows:
            waiting = FileEntry(
                path=path, status=FileStatus.WAITING, reason=Reason(ReasonCode.NOT_YET)
            )
            self._note(path, waiting)

    def _note_move(self, renamed: FileRenamed) -> None:
        row = self._ledger.rows.get(renamed.old_path)
        self._note(renamed.old_path, None)
        if row is not None:
            self._note(renamed.path, msgspec.structs.replace(row.entry, path=renamed.path))

    def _note(self, path: str, entry: FileEntry | None) -> None:
        self._changes.append((path, entry))
        if self._asked:
            self._meanwhile.append((path, entry))
        if not self._timer.isActive():
            self._timer.start()


def _entry(done: FileDone) -> FileEntry:
    return FileEntry(
        path=done.path,
        status=done.status,
        reason=done.reason,
        pages=done.pages,
        chunks=done.chunks,
        size=done.size,
        seconds=done.seconds,
        marks=done.marks,
    )
