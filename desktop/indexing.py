"""The indexing that is going on: begun, paused, resumed and stopped from here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from assistant.messages import EngineReady, RequestDone, RequestFailed
from assistant.requests import (
    AddSource,
    PauseIndexing,
    RemoveSource,
    ResumeIndexing,
    RetryFiles,
    UpdateIndex,
)
from desktop.engine_client import EngineClient
from desktop.ledger import Ledger
from desktop.library_listing import LibraryListing
from indexer.events import (
    FileProgressed,
    FilesFound,
    FileStarted,
    IngestionFinished,
    IngestionPaused,
    IngestionResumed,
    SourceAway,
)

Run = AddSource | RemoveSource | UpdateIndex | RetryFiles


@dataclass(frozen=True, slots=True)
class IndexingProgress:
    """Where the indexing stands, for the footer of the library."""

    running: bool = False
    stoppable: bool = True
    """Whether somebody asked for it; what the engine does by itself can only be paused."""
    stopping: bool = False
    stopped: bool = False
    """The last run was stopped and can be continued."""
    pausing: bool = False
    """Asked to pause; the file in hand is still being read."""
    paused: bool = False
    on_battery: bool = False
    """Paused because the machine runs on battery."""
    files_done: int = 0
    files_total: int = 0
    pages_per_second: float = 0.0
    seconds_left: float | None = None
    current: str = ""
    """The path that is being read."""
    page: int = 0
    """The page of it that is being recognised; 0 where that takes no time."""
    pages_in_file: int = 0
    failed: int = 0
    """Files that the last run could not index."""


class Indexing(QObject):
    """Sends what is to be indexed and follows it."""

    progress_changed = Signal(IndexingProgress)
    failed = Signal(RequestFailed)

    def __init__(self, client: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self.ledger = Ledger(self)
        self.listing = LibraryListing(client, self.ledger, self)
        self._running: dict[int, Run] = {}
        self._looked_again = False
        self._list_is_old = False
        """Something has happened that file by file events do not tell."""
        self._waiting_unknown = False
        """Files wait that the ledger here does not list yet."""
        self._read_only = False
        self._progress = IndexingProgress()
        self.listing.listed.connect(self._on_listed)
        client.ready.connect(self._on_ready)
        client.event_received.connect(self._on_event)

    @property
    def progress(self) -> IndexingProgress:
        """Where the indexing stands."""
        return self._progress

    @property
    def is_read_only(self) -> bool:
        """Whether the library could not be written when the engine opened it."""
        return self._read_only

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

    def retry(self, paths: Sequence[str]) -> int:
        """Read these files again, whatever became of them before; returns the request's number."""
        return self._run(RetryFiles(paths=tuple(paths))) if paths else 0

    def pause(self) -> None:
        """Begin no further file until resumed, in this run or any other."""
        if not (self._progress.pausing or self._progress.paused):
            self._show(pausing=True)
            self._client.send(PauseIndexing())

    def resume(self) -> None:
        """Go on, even on battery."""
        if self._progress.pausing or self._progress.paused:
            self._client.send(ResumeIndexing())
            self._show(pausing=False, paused=False, on_battery=False)

    def stop(self) -> None:
        """Stop after the step in hand; what is indexed stays indexed."""
        if not self._running:
            return
        self._show(stopping=True)
        for request in sorted(self._running, reverse=True):
            self._client.cancel(request)
        if not self._progress.on_battery:
            self.resume()

    def _run(self, body: Run) -> int:
        request = self._client.send(body)
        self._running[request] = body
        if not (self._progress.running and self._progress.stoppable):
            self._progress = IndexingProgress(
                running=True, paused=self._progress.paused, on_battery=self._progress.on_battery
            )
            self.progress_changed.emit(self._progress)
        return request

    def _show(self, **changes: object) -> None:
        self._progress = replace(self._progress, **changes)  # type: ignore[arg-type]
        self.progress_changed.emit(self._progress)

    def _on_ready(self, ready: EngineReady) -> None:
        self._read_only = ready.read_only
        self._looked_again = False
        self._show(pausing=False, paused=False, on_battery=False)
        if not self._running:
            self._show(running=False, stoppable=True)
        self.listing.ask()

    def _on_listed(self) -> None:
        if self._looked_again:
            return
        self._looked_again = True
        rests = not self._running and not self._progress.stopped
        if self.ledger.sources and rests and not self._read_only:
            self.update()

    def _on_event(self, request: int, body: object) -> None:
        if request in self._running and isinstance(body, RequestDone | RequestFailed):
            self._on_end(request, body)
            return
        if isinstance(body, FilesFound):
            self._on_found(request, body)
        self._on_ingestion_event(body)
        if isinstance(body, IngestionFinished):
            self._on_finished(request, body)

    def _on_finished(self, request: int, finished: IngestionFinished) -> None:
        """Hold the ledger against the engine's count, and list anew where the two differ."""
        self.listing.flush()
        whole = isinstance(self._running.get(request), UpdateIndex | None)
        counted = finished.indexed + finished.unchanged + finished.skipped
        counted += finished.failed + finished.waiting
        if finished.stopped or (whole and not self._counts_to(counted)):
            self._list_is_old = True
        if self._running:
            return
        self._show(running=False, stoppable=True, current="", seconds_left=None)
        if self._list_is_old:
            self._list_anew()

    def _counts_to(self, files: int) -> bool:
        return self.ledger.is_filling or len(self.ledger.rows) == files

    def _on_end(self, request: int, ending: RequestDone | RequestFailed) -> None:
        body = self._running.pop(request)
        if isinstance(ending, RequestFailed):
            self.failed.emit(ending)
        stopped = isinstance(ending, RequestFailed) or ending.cancelled
        if stopped:
            self._show(stopped=True)
        if stopped or isinstance(body, AddSource | RemoveSource):
            self._list_is_old = True
        if not self._running:
            if self._progress.stopping:
                self._show(pausing=False, paused=False, on_battery=False)
            self._show(running=False, stopping=False, current="", seconds_left=None)
            if self._list_is_old:
                self._list_anew()

    def _list_anew(self) -> None:
        self._list_is_old = False
        self.listing.ask()

    def _on_ingestion_event(self, body: object) -> None:
        match body:
            case FileStarted():
                self._on_started(body)
            case FileProgressed():
                self._on_progress(body)
            case IngestionPaused():
                self._show(pausing=False, paused=True, on_battery=body.on_battery)
            case IngestionResumed():
                self._show(pausing=False, paused=False, on_battery=False)
            case SourceAway():
                self._list_is_old = True
            case IngestionFinished():
                self._show(failed=body.failed, stopped=body.stopped)

    def _on_found(self, request: int, found: FilesFound) -> None:
        self._waiting_unknown = found.to_index > 1
        self._show(files_done=0, files_total=found.to_index, failed=0)
        if request not in self._running and not self._running and found.to_index:
            # The engine has noticed changes on disk and follows them by itself.
            self._show(running=True, stoppable=False)

    def _on_started(self, started: FileStarted) -> None:
        self._show(current=started.path)
        if self._waiting_unknown:
            self._waiting_unknown = False
            self.listing.ask()

    def _on_progress(self, progress: FileProgressed) -> None:
        self._show(
            files_done=progress.files_done,
            files_total=progress.files_total,
            pages_per_second=progress.pages_per_second,
            seconds_left=progress.seconds_left,
            page=progress.page,
            pages_in_file=progress.pages_in_file,
        )
