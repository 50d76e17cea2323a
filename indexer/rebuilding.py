"""Search while the index is made anew by another version of the program: what is there serves."""

from collections.abc import Callable, Collection
from typing import Protocol

from indexer.chunks import Chunk, ScoredChunk
from models.interfaces import Vectors


class SearchableChunks(Protocol):
    """The reading half of a `ChunkStore`."""

    def chunks_of(self, revision: str) -> list[Chunk]:
        """The chunks of one revision, in order."""
        ...

    def search_vectors(
        self, vector: Vectors, limit: int, revisions: Collection[str] | None = None
    ) -> list[ScoredChunk]:
        """The nearest chunks by cosine similarity, best first, within `revisions` when given."""
        ...

    def search_text(
        self, query: str, limit: int, revisions: Collection[str] | None = None
    ) -> list[ScoredChunk]:
        """The best chunks by BM25, best first, within `revisions` when given; any text will do."""
        ...


class OldAndNew:
    """The complete old index, and from the unfinished new one what the old one never held.

    Both must hold vectors of one embedding model, or their scores could not be compared.
    """

    def __init__(
        self, old: SearchableChunks, new: SearchableChunks, only_new: Callable[[], set[str]]
    ) -> None:
        """`only_new` tells the live revisions that are not in the old index, usually few."""
        self._old = old
        self._new = new
        self._only_new = only_new

    def chunks_of(self, revision: str) -> list[Chunk]:
        """The chunks of one revision, in order."""
        return self._old.chunks_of(revision) or self._new.chunks_of(revision)

    def search_vectors(
        self, vector: Vectors, limit: int, revisions: Collection[str] | None = None
    ) -> list[ScoredChunk]:
        """The nearest chunks by cosine similarity, best first, within `revisions` when given."""
        return _best(
            self._old.search_vectors(vector, limit, revisions),
            self._new.search_vectors(vector, limit, self._newer(revisions)),
            limit,
        )

    def search_text(
        self, query: str, limit: int, revisions: Collection[str] | None = None
    ) -> list[ScoredChunk]:
        """The best chunks by BM25, best first, within `revisions` when given; any text will do."""
        return _best(
            self._old.search_text(query, limit, revisions),
            self._new.search_text(query, limit, self._newer(revisions)),
            limit,
        )

    def _newer(self, revisions: Collection[str] | None) -> set[str]:
        newer = self._only_new()
        return newer if revisions is None else newer.intersection(revisions)


def _best(old: list[ScoredChunk], new: list[ScoredChunk], limit: int) -> list[ScoredChunk]:
    return sorted([*old, *new], key=lambda hit: -hit.score)[:limit]
