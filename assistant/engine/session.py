"""One run of the engine: its threads, its queues and what they share."""

import logging
import threading
from pathlib import Path

from assistant.engine import handlers
from assistant.engine.failures import failure_of
from assistant.engine.model_shelf import ModelShelf
from assistant.engine.reader import Lane, RequestReader
from assistant.engine.scheduler import Emit, Scheduler
from assistant.engine.source_watcher import SourceWatcher
from assistant.engine.workbench import Workbench, open_library
from assistant.messages import EngineReady, Notice
from assistant.settings import Settings
from assistant.wording import NoticeCode
from indexer.library import Library
from models.catalogue import STARTER_EMBEDDING_ID

logger = logging.getLogger(__name__)


class Session:
    """Opens the library and serves it until closed; raises `LibraryError` when it cannot."""

    def __init__(self, folder: Path, emit: Emit) -> None:
        self._emit = emit
        self._settings = Settings()
        library = open_library(folder)
        self.shelf = ModelShelf(library.folder, self._settings, self._announce)
        self._work = self._lane(library)
        self._lookups = self._lane(Library.open(library.folder))
        # A window that loses patience with a cancelled request kills the engine; a model that is
        # being loaded just then is not to blame.
        self.reader = RequestReader(emit, self._work, self._lookups, self.shelf.forgive)
        self._watcher = self._source_watcher()
        self.ended = threading.Event()

    def announce(self) -> None:
        """Say that requests are taken, and what the person should know; then warm up."""
        library = self._work.bench.library
        files = library.ledger.files()
        self._emit(
            None,
            EngineReady(
                library=str(library.folder),
                files=len(files),
                chunks=sum(record.chunks for record in files),
                embedding_model=STARTER_EMBEDDING_ID,
                language_model=self.shelf.installed_language_model(),
                read_only=not library.is_writable,
            ),
        )
        for notice in self._settings.notices:
            self._announce(notice)
        if not library.is_writable:
            self._announce(Notice(code=NoticeCode.READ_ONLY))
        self.shelf.announce_crashed()
        self._work.submit_background(handlers.warm_up)

    def run(self) -> None:
        """Work until closed, on the calling thread."""
        lookups = threading.Thread(target=self._lookups.scheduler.run, name="lookups", daemon=True)
        lookups.start()
        self._watcher.start()
        self._work.scheduler.run()
        lookups.join()
        self._watcher.close()
        self._work.bench.close()
        self._lookups.bench.close()
        self.ended.set()

    def close(self) -> None:
        """Wind up what is running and take nothing more."""
        self._work.scheduler.close()
        self._lookups.scheduler.close()

    def _lane(self, library: Library) -> Lane:
        scheduler = Scheduler(self._emit, failure_of)
        return Lane(scheduler, Workbench(library, self.shelf, self._settings))

    def _source_watcher(self) -> SourceWatcher:
        bench = self._work.bench
        watcher = SourceWatcher(
            bench.library.folder,
            lambda: bench.library.ledger.sources(),
            lambda: self._work.submit_background(handlers.follow_changes, "changes"),
            self._announce,
        )
        bench.on_sources_changed = watcher.look_again
        return watcher

    def _announce(self, notice: Notice) -> None:
        self._emit(None, notice)
