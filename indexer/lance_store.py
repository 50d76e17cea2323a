"""Chunks in LanceDB: vector search, full text and filters in one table on disk.

Vectors are compared one by one while that is quick; a large table gets a vector index, whose
candidates are compared again. Small tables are kept up at once, large ones by `UpkeepProcess`.
"""

import logging
import os
import threading
import time
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias, TypeVar

# LanceDB writes its log to standard error, where a command's own messages are; read on import.
os.environ.setdefault("LANCEDB_LOG", "error")

import lancedb
import numpy as np
from lancedb.index import FTS
from lancedb.query import MatchQuery

from indexer.analysis import ANALYSIS_VERSION, query_terms
from indexer.chunk_columns import COLUMNS, chunk_of
from indexer.chunks import Chunk, ScoredChunk
from indexer.errors import LibraryDamaged, StorageFull
from indexer.freed_memory import give_back_freed_memory, keep_few_heaps
from indexer.lance_language import among, batches, is_full, reason
from indexer.lance_rows import found_rows, hits_of, revision_of, rows_of, schema_of
from indexer.lance_settings import (
    CANDIDATES_COMPARED,
    PROBED_PARTITIONS,
    REVISION_COLUMN,
    TABLE,
    TEXT_COLUMN,
    VECTOR_COLUMN,
    WORDS,
    table_folder,
)
from indexer.languages import Languages
from indexer.upkeep import UpkeepFailed, UpkeepProcess
from models.interfaces import Vectors

logger = logging.getLogger(__name__)

STORE_VERSION = f"5.{ANALYSIS_VERSION}"
"""Counts up when the columns or the full-text settings change; the index is then built anew."""

SMALL_ROWS = 20_000
"""Rows up to which upkeep takes less than a second, and needs no process of its own."""

REVISIONS_IN_FILTER = 10_000
"""A filter that names more revisions costs more than looking at more hits."""

REVISIONS_COMPARED = 1000
"""Within fewer revisions all vectors are compared: quicker, and the vector index misses some."""

REVISIONS_DELETED_AT_ONCE = 1000

REOPENED_AFTER = 60.0
"""Seconds; LanceDB remembers what it read of every version of an open table."""

LEAST_NEW_ROWS = 256
NEW_ROWS_MEANWHILE = 1024
"""New rows after which a large table is kept up while a run goes on."""

Result = TypeVar("Result")
Query: TypeAlias = lancedb.query.LanceQueryBuilder


class LanceChunkStore:
    """A `ChunkStore` in one folder; any number of readers beside one writer.

    A folder without a table reads as empty and gets one with the first `add`.
    """

    def __init__(
        self, folder: Path, dimension: int | None, *, small_rows: int = SMALL_ROWS
    ) -> None:
        keep_few_heaps()  # LanceDB's threads begin later, each with a heap that would stay
        self._folder = folder
        self._dimension = dimension
        self._small_rows = small_rows
        self._upkeep = UpkeepProcess(table_folder(folder))
        self._languages = Languages(folder, self._languages_of_texts)
        self._opened: lancedb.table.Table | None = None
        self._opening = threading.Lock()
        self._looked_at, self._version = 0.0, 0
        self._written: set[str] | None = None

    def add(self, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        """Store chunks with their vectors; chunks of the same id are replaced."""
        if not chunks:
            return
        with self._explained():
            table = self._table() or self._create()
            # First, so that no reader meets a text in a language that it does not know of.
            self._languages.add({chunk.language for chunk in chunks})
            self._delete_replaced(table, chunks)
            table.add(rows_of(chunks, vectors))

    def delete_revisions(self, revisions: Collection[str]) -> None:
        """Remove all chunks of these revisions."""
        with self._explained():
            table = self._table()
            if table is None or not revisions:
                return
            self._upkeep.stop()  # it may be rewriting the very files
            for batch in batches(sorted(revisions), REVISIONS_DELETED_AT_ONCE):
                table.delete(among(REVISION_COLUMN, batch))
        if self._written is not None:
            self._written.difference_update(revisions)

    def revisions(self) -> dict[str, int]:
        """Every stored revision with its number of chunks."""

        def read(table: lancedb.table.Table) -> dict[str, int]:
            column = table.search().select(["revision"]).to_arrow()["revision"]
            return {entry["values"]: entry["counts"] for entry in column.value_counts().to_pylist()}

        return self._reading(read, {})

    def _languages_of_texts(self) -> set[str]:
        """The language of every chunk, once each; reads the whole table."""

        def read(table: lancedb.table.Table) -> set[str]:
            rows = table.search().select(COLUMNS).to_arrow()
            return {chunk_of(row).language for row in rows.to_pylist()}

        nothing: set[str] = set()
        return self._reading(read, nothing)

    def chunks_of(self, revision: str) -> list[Chunk]:
        """The chunks of one revision, in order."""

        def read(table: lancedb.table.Table) -> list[Chunk]:
            query = table.search().where(among("revision", [revision])).select(COLUMNS)
            return [chunk_of(row) for row in query.to_arrow().to_pylist()]

        nothing: list[Chunk] = []
        return sorted(self._reading(read, nothing), key=lambda chunk: chunk.ordinal)

    def search_vectors(
        self, vector: Vectors, limit: int, revisions: Collection[str] | None = None
    ) -> list[ScoredChunk]:
        """The nearest chunks by cosine similarity, best first, within `revisions` when given."""

        def query(table: lancedb.table.Table) -> Query:
            nearest = table.search(np.asarray(vector, np.float32), vector_column_name=VECTOR_COLUMN)
            # Rows have length 1, so the dot product is the cosine; LanceDB returns 1 - dot.
            nearest = nearest.distance_type("dot").select([*COLUMNS, "_distance"])
            if revisions is not None and len(revisions) <= REVISIONS_COMPARED:
                return nearest.bypass_vector_index()
            # Both say nothing while there is no vector index.
            compared = -(-CANDIDATES_COMPARED // limit)
            return nearest.nprobes(PROBED_PARTITIONS).refine_factor(compared)

        return self._search(query, limit, revisions)

    def search_text(
        self, query: str, limit: int, revisions: Collection[str] | None = None
    ) -> list[ScoredChunk]:
        """The best chunks by BM25, best first, within `revisions` when given; any text will do."""
        terms = query_terms(query, self._languages.known())
        if not terms:
            return []
        words = MatchQuery(" ".join(terms), TEXT_COLUMN)

        def build(table: lancedb.table.Table) -> Query:
            matching = table.search(words, query_type="fts")
            return matching.select([*COLUMNS, "_score"])

        return self._search(build, limit, revisions)

    def maintain(self, *, settle: bool = False, forget: bool = False) -> None:
        """Bring the search indexes up to date where enough is new.

        `settle` says that nothing more comes for now, so that less is enough. With `forget`,
        deleted text also leaves the disk. A large table is only waited for with one of these.
        """
        if settle or forget:
            for _ in self.maintenance(forget=forget):
                pass
            return
        with self._explained():
            table = self._table()
            if table is None or not _worth_optimizing(table, self._small_rows):
                return
            if self._is_small(table):
                self._keep_up(table, forget=False)
            else:
                self._upkeep.start()

    def maintenance(self, *, forget: bool = False) -> Generator[None, None, bool]:
        """`maintain` with `settle`, in steps; False when deleted text could not be forgotten.

        Any number of readers may search meanwhile, in this process and others.
        """
        with self._explained():
            table = self._table()
            if table is None:
                return True
            if self._is_small(table):
                if forget or _new_rows(table) >= LEAST_NEW_ROWS:
                    self._keep_up(table, forget=forget)
                return True
        return (yield from self._keep_up_beside(table, forget=forget))

    def close(self) -> None:
        """End upkeep that is still at work; what it had committed stays."""
        self._upkeep.stop()

    def count(self) -> int:
        """Number of stored chunks."""
        return self._reading(lambda table: int(table.count_rows()), 0)

    def _search(
        self,
        build: Callable[[lancedb.table.Table], Query],
        limit: int,
        revisions: Collection[str] | None,
    ) -> list[ScoredChunk]:
        if limit <= 0 or (revisions is not None and not revisions):
            return []

        def read(table: lancedb.table.Table) -> list[ScoredChunk]:
            if revisions is None:
                return _hits(build(table).limit(limit))
            if len(revisions) <= REVISIONS_IN_FILTER:
                condition = among("revision", revisions)
                return _hits(build(table).where(condition, prefilter=True).limit(limit))
            return _filtered_hits(build, table, limit, set(revisions))

        return self._reading(read, [])

    def _reading(self, read: Callable[[lancedb.table.Table], Result], empty: Result) -> Result:
        """Read from the newest version; once more when a compaction took the files away."""
        with self._explained():
            table = self._table()
            if table is None:
                return empty
            try:
                return read(table)
            except RuntimeError:
                logger.info("reading the index again", exc_info=True)
                self._opened = None
                table = self._table()
                return empty if table is None else read(table)

    def _table(self) -> "lancedb.table.Table | None":
        with self._opening:
            if self._opened is None or self._is_old(self._opened):
                is_there = (self._folder / f"{TABLE}.lance").is_dir()
                self._opened = self._open_table() if is_there else None
            return self._opened

    def _is_old(self, table: "lancedb.table.Table") -> bool:
        """Whether somebody wrote a small table since; a large one takes too long to open anew."""
        if time.monotonic() - self._looked_at < REOPENED_AFTER:
            return False
        self._looked_at = time.monotonic()
        try:
            before, self._version = self._version, int(table.version)
            return before != self._version and self._is_small(table)
        except RuntimeError:  # a compaction took its files away
            return True

    def _open_table(self) -> "lancedb.table.Table | None":
        try:
            return self._connect().open_table(TABLE)
        except ValueError:  # the folder is there but no version was ever written
            return None

    def _create(self) -> "lancedb.table.Table":
        if self._dimension is None:
            raise ValueError("a store opened without an embedding model cannot be written")
        with self._opening:
            self._folder.mkdir(parents=True, exist_ok=True)
            table = self._connect().create_table(
                TABLE, schema=schema_of(self._dimension), mode="overwrite"
            )
            table.create_index(TEXT_COLUMN, config=_full_text())
            self._opened = table
            return table

    def _connect(self) -> "lancedb.db.DBConnection":
        # Interval zero: each read looks for a newer version, which another process may have made.
        return lancedb.connect(self._folder, read_consistency_interval=timedelta(0))

    def _delete_replaced(self, table: "lancedb.table.Table", chunks: Sequence[Chunk]) -> None:
        """Delete what has the ids of `chunks`; new revisions are known without a look."""
        if self._written is None:
            self._written = set(self.revisions())
        replaced = [chunk.id for chunk in chunks if chunk.revision in self._written]
        if replaced:
            self._upkeep.stop()
        for batch in batches(replaced, REVISIONS_DELETED_AT_ONCE):
            table.delete(among("id", batch))
        self._written.update(chunk.revision for chunk in chunks)

    def _is_small(self, table: "lancedb.table.Table") -> bool:
        return bool(table.count_rows() <= self._small_rows)

    def _keep_up(self, table: "lancedb.table.Table", *, forget: bool) -> None:
        """Merge all there is into one file and one index, here and now."""
        try:
            self._merge(table, forget=forget)
        finally:
            self._opened = None  # LanceDB keeps what it read of former versions, up to gigabytes
            give_back_freed_memory()

    def _merge(self, table: "lancedb.table.Table", *, forget: bool) -> None:
        if not forget:
            table.optimize(cleanup_older_than=timedelta(minutes=10))
            return
        # Merging would leave a deleted row in a file that has few of them.
        table.to_lance().optimize.compact_files(materialize_deletions_threshold=0.0, num_threads=1)
        table.optimize()
        # Merging keeps the words of deleted rows in the dictionary, so it is built anew.
        table.create_index(TEXT_COLUMN, config=_full_text(), replace=True)
        # Nobody else writes, so files of no version are left over from an interrupted run.
        # One millisecond rather than zero, because zero warns about readers; ours read again.
        table.optimize(cleanup_older_than=timedelta(milliseconds=1), delete_unverified=True)

    def _keep_up_beside(
        self, table: "lancedb.table.Table", *, forget: bool
    ) -> Generator[None, None, bool]:
        try:
            yield from self._upkeep.wait()  # what was begun during the run
            if forget or _new_rows(table) >= LEAST_NEW_ROWS:
                self._upkeep.start(forget=forget)
            yield from self._upkeep.wait()
        except UpkeepFailed as failure:
            if is_full(str(failure)):
                raise StorageFull(self._folder, reason(str(failure))) from failure
            logger.warning("the index was not brought up to date: %s", failure)
            return False
        finally:
            if forget:
                self._upkeep.stop()  # nobody else may write while it forgets
        return True

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn LanceDB's errors into ours, which say what to do."""
        try:
            yield
        except (RuntimeError, OSError) as error:
            text = str(error)
            if is_full(text):
                raise StorageFull(self._folder, reason(text)) from error
            raise LibraryDamaged(
                self._folder,
                f"the search index in {self._folder} cannot be used ({reason(text)}); "
                "delete that folder and index again: your documents are not touched",
            ) from error


def _full_text() -> FTS:
    return FTS(**WORDS)


def _hits(query: Query) -> list[ScoredChunk]:
    return hits_of(found_rows(query.to_arrow()))


def _filtered_hits(
    build: Callable[["lancedb.table.Table"], Query],
    table: "lancedb.table.Table",
    limit: int,
    revisions: set[str],
) -> list[ScoredChunk]:
    """Look at more and more hits until enough of them are within `revisions`."""
    looked_at = 4 * limit
    while True:
        found = found_rows(build(table).limit(looked_at).to_arrow())
        wanted = [row for row in found if revision_of(row) in revisions]
        if len(wanted) >= limit or len(found) < looked_at:
            return hits_of(wanted[:limit])
        looked_at *= 4


def _worth_optimizing(table: "lancedb.table.Table", small_rows: int) -> bool:
    """Whether enough is new in the middle of a run.

    Merging a small table costs as much as all of it, so that waits longer the more there is;
    adding to a large one costs as much as what is new.
    """
    new, rows = _new_rows(table), int(table.count_rows())
    if rows > small_rows:
        return new >= NEW_ROWS_MEANWHILE
    return new >= max(LEAST_NEW_ROWS, (rows - new) // 8)


def _new_rows(table: "lancedb.table.Table") -> int:
    """Rows that are in no full-text index yet; searching 1,000 of them takes 20 to 60 ms."""
    statistics = [table.index_stats(index.name) for index in table.list_indices()]
    return max((int(index.num_unindexed_rows) for index in statistics), default=0)
