"""The library folder: where it is, who may write it, and what it is made of."""

import hashlib
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Self

import filelock
import platformdirs

from indexer.chunks import ChunkStore
from indexer.errors import LibraryLocked, LibraryMissing, StorageFull
from indexer.ledger import Ledger
from indexer.ledger_database import connect
from indexer.ledger_schema import SCHEMA_VERSION, check_version, migrate
from indexer.memory_store import MemoryChunkStore
from indexer.rebuilding import OldAndNew, SearchableChunks
from models.interfaces import EmbeddingModel

DATABASE = "library.sqlite"
LOCK = "writer.lock"
ACTIVE_INDEX = "active-index"
"""The ledger's fact that names the index which is complete."""

READ_LIKE = "read-like:"
"""Begins the ledger's fact, one for each index, that tells which versions can search it."""

NEXT_INDEX = "next-index"
"""The ledger's fact that names the index which is to take its place once it is complete."""


def default_library_folder() -> Path:
    """Where the library is unless the command line says otherwise; `FOOTNOTE_LIBRARY` overrides."""
    chosen = os.environ.get("FOOTNOTE_LIBRARY")
    if chosen:
        return Path(chosen).expanduser().absolute()
    return platformdirs.user_data_path("footnote", appauthor=False) / "library"


def index_name(embedder: EmbeddingModel) -> str:
    """The folder name of the index that belongs to this model and this version of the program."""
    from indexer.chunking import CHUNKER_VERSION  # here: readers of the ledger need no chunker
    from indexer.lance_store import STORE_VERSION

    made_by = "\n".join((embedder.fingerprint, CHUNKER_VERSION, STORE_VERSION))
    return hashlib.sha256(made_by.encode()).hexdigest()[:12]


def read_like(embedder: EmbeddingModel) -> str:
    """The same for all indexes that can be searched with this model by this version."""
    from indexer.lance_store import STORE_VERSION  # here: readers of the ledger need no store

    return "\n".join((embedder.fingerprint, STORE_VERSION))


class Library:
    """An opened library: its ledger, and its chunks as seen by one embedding model."""

    def __init__(self, folder: Path, ledger: Ledger, lock: filelock.BaseFileLock | None) -> None:
        self.folder = folder
        self.ledger = ledger
        self._lock = lock
        self._stores: dict[str, ChunkStore] = {}

    @classmethod
    def open(cls, folder: Path, *, create: bool = False, write: bool = False) -> Self:
        """Open a library; `write` makes this process its only writer until it is closed.

        Raises LibraryMissing (unless `create`), LibraryLocked, LibraryTooNew, LibraryDamaged, and
        StorageFull when the folder cannot be written.
        """
        folder = folder.expanduser().absolute()
        if not create and not (folder / DATABASE).is_file():
            raise LibraryMissing(folder)
        if create:
            _make_folders(folder)
        lock = _take_lock(folder) if write or _needs_tables(folder) else None
        try:
            if lock is not None:
                _prepare_tables(folder)
            ledger = Ledger(folder / DATABASE, writable=write)
        except BaseException:
            _release(lock)
            raise
        if lock is not None and not write:
            _release(lock)
            lock = None
        return cls(folder, ledger, lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def is_writable(self) -> bool:
        """Whether this process is the one that may write."""
        return self._lock is not None

    def close(self) -> None:
        """Let go of the files and of the writer's lock."""
        for store in self._stores.values():
            store.close()
        self._stores.clear()
        self.ledger.close()
        _release(self._lock)
        self._lock = None

    def store(self, embedder: EmbeddingModel | None = None) -> ChunkStore:
        """The chunks indexed with this model; without one, those of the index in use.

        Every model has an index folder of its own, so its queries cannot meet another's vectors.
        """
        name = index_name(embedder) if embedder is not None else self.ledger.fact(ACTIVE_INDEX)
        if name is None:
            return MemoryChunkStore()
        if name not in self._stores:
            from indexer.lance_store import LanceChunkStore  # here: the ledger alone is light

            dimension = embedder.dimension if embedder is not None else None
            self._stores[name] = LanceChunkStore(self.index_folder(name), dimension)
        return self._stores[name]

    def searched(self, embedder: EmbeddingModel) -> SearchableChunks:
        """What a question searches: the index of this model, or until it is complete the old one.

        An old index by another model, or with other columns, cannot be searched; then the new one
        serves as far as it is done.
        """
        new = self.store(embedder)
        active = self.ledger.fact(ACTIVE_INDEX)
        if active == index_name(embedder):
            return new
        if active is None or self.ledger.fact(READ_LIKE + active) != read_like(embedder):
            return new
        return OldAndNew(self.store(), new, lambda: self._lacking(active))

    def is_rebuilt_for(self, embedder: EmbeddingModel) -> bool:
        """Whether the index in use is not this model's and version's, which is still to be made."""
        return self.ledger.fact(ACTIVE_INDEX) not in (None, index_name(embedder))

    def rebuilding(self) -> tuple[int, int] | None:
        """How many of how many revisions a new index holds while it is made; None otherwise."""
        index = self.ledger.fact(NEXT_INDEX)
        if not index or index == self.ledger.fact(ACTIVE_INDEX):
            return None
        live = self.ledger.live_revisions().keys()
        return len(live & self.ledger.complete_revisions(index).keys()), len(live)

    def begin_index(self, embedder: EmbeddingModel) -> None:
        """Note that this model's index is about to be written; the first one is in use at once."""
        name = index_name(embedder)
        self._note(READ_LIKE + name, read_like(embedder))
        if self.ledger.fact(ACTIVE_INDEX) is None:
            self._note(ACTIVE_INDEX, name)
        self._note(NEXT_INDEX, name)

    def index_folder(self, name: str) -> Path:
        """Where an index keeps its files."""
        return self.folder / "index" / name

    @property
    def index_is_missing(self) -> bool:
        """Whether files count as indexed although somebody took the index away."""
        name = self.ledger.fact(ACTIVE_INDEX)
        if name is None:
            return False
        folder = self.index_folder(name)
        emptied = not folder.is_dir() or not any(folder.iterdir())
        return emptied and any(record.chunks for record in self.ledger.files() if record.is_live)

    def activate(self, embedder: EmbeddingModel) -> None:
        """Make this model's index the one in use and delete the others."""
        name = index_name(embedder)
        self._note(ACTIVE_INDEX, name)
        for other in self._index_folders():
            if other.name != name:
                if other.name in self._stores:
                    self._stores.pop(other.name).close()
                self.ledger.forget_index(other.name)
                # A reader may still hold a file of it open; what stays is deleted next time.
                shutil.rmtree(other, ignore_errors=True)

    def _index_folders(self) -> list[Path]:
        """All indexes on disk; none where somebody took the folder itself away."""
        try:
            return list((self.folder / "index").iterdir())
        except FileNotFoundError:
            return []

    def _note(self, name: str, value: str) -> None:
        if self.ledger.fact(name) != value:
            self.ledger.set_fact(name, value)

    def _lacking(self, index: str) -> set[str]:
        """The live revisions that are not in an index."""
        return self.ledger.live_revisions().keys() - self.ledger.complete_revisions(index).keys()


def _make_folders(folder: Path) -> None:
    try:
        for made in (folder, folder / "index", folder / "logs"):
            made.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageFull(folder, error.strerror or str(error)) from error


def _take_lock(folder: Path) -> filelock.BaseFileLock:
    lock = filelock.FileLock(folder / LOCK, timeout=0, thread_local=False)
    try:
        lock.acquire()
    except filelock.Timeout as error:
        raise LibraryLocked(folder) from error
    except OSError as error:
        raise StorageFull(folder, error.strerror or str(error)) from error
    return lock


def _release(lock: filelock.BaseFileLock | None) -> None:
    if lock is not None:
        lock.release()


def _needs_tables(folder: Path) -> bool:
    """Whether tables must be made or brought up to date before anybody can read."""
    database = folder / DATABASE
    if not database.is_file():
        return True
    with closing(connect(database, writable=False)) as connection:
        return check_version(connection, folder) < SCHEMA_VERSION


def _prepare_tables(folder: Path) -> None:
    try:
        with closing(sqlite3.connect(folder / DATABASE, isolation_level=None)) as connection:
            check_version(connection, folder)
            migrate(connection, folder / DATABASE)
    except sqlite3.OperationalError as error:
        raise StorageFull(folder, str(error)) from error
