"""What the engine's jobs work with: the library, the models, the parser and the settings."""

import logging
from collections.abc import Callable, Generator
from pathlib import Path

from assistant.engine.kept_conversations import KeptConversations
from assistant.engine.model_shelf import ModelShelf
from assistant.engine.pending_changes import PendingChanges
from assistant.mapping.known_findings import FindingsMemory
from assistant.search.retrieval import Retriever
from assistant.settings import READ_PICTURES, Settings
from indexer.errors import LibraryLocked
from indexer.events import AnyIngestionEvent
from indexer.library import Library
from indexer.parsing.pool import DocumentParser, ParserProcess
from indexer.watching import PollingBecause

logger = logging.getLogger(__name__)

ShouldStop = Callable[[], bool]
IndexingRun = Generator[AnyIngestionEvent, None, None]


def open_library(folder: Path) -> Library:
    """The library for writing, made if need be; for reading while another process writes it."""
    try:
        return Library.open(folder, create=True, write=True)
    except LibraryLocked:
        return Library.open(folder)


class Workbench:
    """One per thread; each has a library and a parser child of its own, the models are shared."""

    def __init__(self, library: Library, shelf: ModelShelf, settings: Settings) -> None:
        self.library = library
        self.shelf = shelf
        self.settings = settings
        self.on_sources_changed: Callable[[], None] = lambda: None
        """Called when a folder or file was added or removed."""
        self.changes = PendingChanges()
        self.polled: dict[str, PollingBecause] = {}
        """Sources whose changes are looked for, because nobody tells of them."""
        self.is_paused: Callable[[], bool] = lambda: False
        """Whether nothing is to be read for now."""
        self.conversations = KeptConversations(library.folder)
        self.findings = FindingsMemory()
        """What documents said to questions that ask all of them."""
        self._retriever: Retriever | None = None
        self._parser: ParserProcess | None = None
        self._stop_parsing: ShouldStop = lambda: False
        self._run: IndexingRun | None = None

    @property
    def retriever(self) -> Retriever:
        """Finds passages in this library; loads the embedding model the first time."""
        if self._retriever is None:
            self._retriever = Retriever(self.library, self.shelf.embedder())
        self._retriever.reranker = self.shelf.pairs.reranker()
        return self._retriever

    def parser(self, should_stop: ShouldStop) -> DocumentParser:
        """The parser child, which gives up the file in hand once `should_stop()` is true."""
        self._stop_parsing = should_stop
        if self._parser is None:
            self._parser = ParserProcess(
                should_stop=lambda: self._stop_parsing(),
                recognises=lambda: self.settings.get(READ_PICTURES),
            )
        return self._parser

    def end_run(self) -> None:
        """End the run that waits between two of its steps, and the parsing that it began."""
        if self._run is not None:
            self._stop_parsing = lambda: True
            self._run.close()
            self._run = None

    def begin_run(self, run: IndexingRun) -> None:
        """Make this the run; `end_run` comes first, as two would take each other's documents."""
        self._run = run

    def is_overtaken(self, run: IndexingRun) -> bool:
        """Whether another run was begun since, so that this one has ended wherever it was."""
        return self._run is not run

    def writable_library(self) -> Library:
        """The library for writing; raises `LibraryLocked` while another process writes it.

        An engine that could only read at first takes the lock once it is free.
        """
        if not self.library.is_writable:
            writable = Library.open(self.library.folder, write=True)
            self.library.close()
            self.library = writable
            self._retriever = None
        return self.library

    def close(self) -> None:
        """End the parser child and let go of the library."""
        if self._parser is not None:
            self._parser.close()
        self.conversations.store.close()
        self.library.close()
