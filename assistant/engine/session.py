"""One run of the engine: its threads, its queues and what they share."""

import logging
import threading
import time
from pathlib import Path

from assistant.engine import conversation_requests, handlers, indexing
from assistant.engine.failures import failure_of
from assistant.engine.housekeeping import Housekeeping
from assistant.engine.kept_conversations import KeptConversations
from assistant.engine.model_shelf import ModelShelf
from assistant.engine.pausing import Pausing, runs_on_battery
from assistant.engine.reader import Lane, RequestReader
from assistant.engine.scheduler import Emit, Scheduler, Urgency
from assistant.engine.source_watcher import SourceWatcher
from assistant.engine.workbench import Workbench, open_library
from assistant.messages import EngineReady, Notice
from assistant.settings import PAUSE_ON_BATTERY, THREADS, Settings
from assistant.wording import NoticeCode
from indexer.ledger import Ledger
from indexer.library import Library
from models.backends import plan_label
from models.catalogue import STARTER_EMBEDDING_ID

logger = logging.getLogger(__name__)

ASK_FOR_LOCK_SECONDS = 15.0
"""Between two tries to become the writer of a library that another process writes."""


class Session:
    """Opens the library and serves it until closed; raises `LibraryError` when it cannot."""

    def __init__(self, folder: Path, emit: Emit) -> None:
        self._emit = emit
        self._settings = Settings()
        library = open_library(folder)
        self.shelf = ModelShelf(library.folder, self._settings, self._announce)
        self._work = self._lane(library)
        self._lookups = self._lane(Library.open(library.folder))
        self._lookups.bench.polled = self._work.bench.polled
        self._work.bench.conversations = KeptConversations(library.folder, self._announce)
        self._lookups.bench.conversations = self._work.bench.conversations
        self._pausing = Pausing(self._work.scheduler.hold, emit, self._written_ledger)
        self._work.bench.is_paused = lambda: self._pausing.is_paused
        # A window that loses patience with a cancelled request kills the engine; a model that is
        # being loaded just then is not to blame.
        self.reader = RequestReader(
            emit, self._work, self._lookups, self._pausing.wish, self.shelf.forgive
        )
        self._watcher = self._source_watcher()
        self._housekeeping = Housekeeping(
            self._look_at_power,
            self._look_again_where_due,
            self._ask_for_the_lock,
            self.shelf.pairs.let_go_of_idle,
        )
        self._next_ask = 0.0
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
                embedding=plan_label(STARTER_EMBEDDING_ID, self._settings.get(THREADS) or None),
            ),
        )
        for notice in self._settings.notices:
            self._announce(notice)
        if not library.is_writable:
            self._announce(Notice(code=NoticeCode.READ_ONLY))
        if library.index_is_missing:
            self._announce(Notice(code=NoticeCode.INDEX_MISSING))
        self.shelf.announce_crashed()
        self._pausing.restore()
        self._work.submit_own(Urgency.BACKGROUND, handlers.warm_up)
        self._lookups.submit_own(Urgency.BACKGROUND, conversation_requests.tidy_conversations)
        self._follow(None)

    def run(self) -> None:
        """Work until closed, on the calling thread."""
        lookups = threading.Thread(target=self._lookups.scheduler.run, name="lookups", daemon=True)
        lookups.start()
        self._watcher.start()
        self._housekeeping.start()
        self._work.scheduler.run()
        lookups.join()
        self._housekeeping.close()
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
            self._follow,
            self._announce,
            bench.polled,
        )
        bench.on_sources_changed = watcher.look_again
        return watcher

    def _follow(self, changed: set[Path] | None) -> None:
        """Have these changes indexed, or with None whatever changed."""
        self._work.bench.changes.add(changed)
        self._work.submit_own(Urgency.FOLLOWING, indexing.follow_changes, "changes")

    # -- what the housekeeping does --------------------------------------------------------------

    def _look_at_power(self) -> None:
        on_battery = runs_on_battery()
        if on_battery:
            self._settings.reload()  # the window may have written it since
        wanted = self._settings.get(PAUSE_ON_BATTERY)
        self._pausing.look_at_power(wanted=wanted, on_battery=on_battery)

    def _look_again_where_due(self) -> None:
        if self._work.bench.changes.ripen():
            self._follow(None)

    def _ask_for_the_lock(self) -> None:
        """Become the writer once the one that was there first has gone."""
        if self._work.bench.library.is_writable or time.monotonic() < self._next_ask:
            return
        self._next_ask = time.monotonic() + ASK_FOR_LOCK_SECONDS
        self._work.submit_own(Urgency.CHANGE, indexing.become_writer, "become-writer")

    def _written_ledger(self) -> Ledger | None:
        library = self._work.bench.library
        return library.ledger if library.is_writable else None

    def _announce(self, notice: Notice) -> None:
        self._emit(None, notice)
