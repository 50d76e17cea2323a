"""The library as the window knows it, and the indexing that is going on."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, QTimer, Signal

from assistant.messages import (
    AddSource,
    EngineReady,
    FileEntry,
    LibraryListed,
    ListLibrary,
    RemoveSource,
    RequestDone,
    RequestFailed,
    UpdateIndex,
)
from desktop.engine_client import EngineClient
from indexer.events import (
    FileDone,
    FileProgressed,
    FileRemoved,
    FileRenamed,
    FilesFound,
    FileStarted,
    IngestionFinished,
)

FLUSH_INTERVAL = 100
"""Milliseconds between two updates of the file list while many files pass."""


@dataclass(frozen=True, slots=True)
class IndexingProgress:
    """Where the indexing stands, for the footer of the library."""

    running: bool = False
    stopping: bool = False
    stopped: bool = False
    """The last run was stopped and can be continued."""
    files_done: int = 0
    files_total: int = 0
    pages_per_second: float = 0.0
    seconds_left: float | None = None
    current: str = ""
    """The path that is being read."""
    failed: int = 0
    """Files that the last run could not index."""


@dataclass(slots=True)
class LibraryChanges:
    """What happened to files since the last update of the list."""

    changed: dict[str, FileEntry] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)


class Indexing(QObject):
    """Sends what is to be indexed, follows it, and can stop and continue it."""

    progress_changed = Signal(IndexingProgress)
    library_listed = Signal(LibraryListed)
    files_changed = Signal(LibraryChanges)
    failed = Signal(RequestFailed)

    def __init__(self, client: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._running: set[int] = set()
        self._listing = 0
        self._looked_again = False
        self._read_only = False
        self._progress = IndexingProgress()
        self._changes = LibraryChanges()
        self._flush_timer = QTimer(self, singleShot=True, interval=FLUSH_INTERVAL)
        self._flush_timer.timeout.connect(self._flush)
        client.ready.connect(self._on_ready)
        client.event_received.connect(self._on_event)

    @property
    def progress(self) -> IndexingProgress:
        """Where the indexing stands."""
        return self._progress

    def add(self, paths: Sequence[str]) -> None:
        """Remember folders and files and index them."""
        for path in paths:
            self._run(AddSource(path=path))

    def remove(self, path: str) -> None:
        """Forget a source and what was read from it."""
        self._run(RemoveSource(path=path))

    def update(self, *, retry_failed: bool = False) -> None:
        """Look at every source again; this also continues what was stopped."""
        self._run(UpdateIndex(retry_failed=retry_failed))

    def stop(self) -> None:
        """Stop after the step in hand; what is indexed stays indexed."""
        if not self._running:
            return
        self._show(stopping=True)
        for request in sorted(self._running, reverse=True):
            self._client.cancel(request)

    def _run(self, body: AddSource | RemoveSource | UpdateIndex) -> None:
        self._running.add(self._client.send(body))
        if not self._progress.running:
            self._progress = IndexingProgress(running=True)
            self.progress_changed.emit(self._progress)

    def _show(self, **changes: object) -> None:
        self._progress = replace(self._progress, **changes)  # type: ignore[arg-type]
        self.progress_changed.emit(self._progress)

    def _list(self) -> None:
        self._listing = self._client.send(ListLibrary())

    def _on_ready(self, ready: EngineReady) -> None:
        self._read_only = ready.read_only
        self._looked_again = False
        self._list()

    def _on_event(self, request: int, body: object) -> None:
        if isinstance(body, LibraryListed):
            self._on_listed(body)
        elif request in self._running and isinstance(body, RequestDone | RequestFailed):
            self._on_end(request, body)
        else:
            self._on_ingestion_event(body)
            if isinstance(body, IngestionFinished) and request not in self._running:
                # The engine followed a change on disk by itself.
                self._list()

    def _on_listed(self, listed: LibraryListed) -> None:
        self._changes = LibraryChanges()
        self.library_listed.emit(listed)
        if not self._looked_again:
            self._looked_again = True
            rests = not self._running and not self._progress.stopped
            if listed.sources and rests and not self._read_only:
                self.update()

    def _on_end(self, request: int, ending: RequestDone | RequestFailed) -> None:
        self._running.discard(request)
        if isinstance(ending, RequestFailed):
            self.failed.emit(ending)
        stopped = isinstance(ending, RequestFailed) or ending.cancelled
        if stopped:
            self._show(stopped=True)
        if not self._running:
            self._show(running=False, stopping=False, current="", seconds_left=None)
            self._list()

    def _on_ingestion_event(self, body: object) -> None:
        match body:
            case FilesFound():
                self._show(files_done=0, files_total=body.to_index, failed=0)
            case FileStarted():
                self._show(current=body.path)
            case FileProgressed():
                self._on_progress(body)
            case FileDone():
                self._on_file(body)
            case FileRemoved():
                self._note_removal(body.path)
            case FileRenamed():
                self._note_removal(body.old_path)
            case IngestionFinished():
                self._show(failed=body.failed, stopped=body.stopped)

    def _on_progress(self, progress: FileProgressed) -> None:
        self._show(
            files_done=progress.files_done,
            files_total=progress.files_total,
            pages_per_second=progress.pages_per_second,
            seconds_left=progress.seconds_left,
        )

    def _on_file(self, done: FileDone) -> None:
        self._changes.removed.discard(done.path)
        self._changes.changed[done.path] = FileEntry(
            path=done.path,
            status=done.status,
            reason=done.reason,
            pages=done.pages,
            chunks=done.chunks,
        )
        self._flush_soon()

    def _note_removal(self, path: str) -> None:
        self._changes.changed.pop(path, None)
        self._changes.removed.add(path)
        self._flush_soon()

    def _flush_soon(self) -> None:
        if not self._flush_timer.isActive():
            self._flush_timer.start()

    def _flush(self) -> None:
        changes, self._changes = self._changes, LibraryChanges()
        if changes.changed or changes.removed:
            self.files_changed.emit(changes)
