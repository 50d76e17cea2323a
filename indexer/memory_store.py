"""Chunks kept in memory, behaving as those on disk do; for tests and for empty libraries."""

import math
from collections import Counter
from collections.abc import Collection, Generator, Sequence
from dataclasses import replace

import numpy as np

from indexer.analysis import query_terms
from indexer.chunk_columns import terms_of
from indexer.chunks import Chunk, ScoredChunk
from models.interfaces import Vectors

K1 = 1.2
B = 0.75


class MemoryChunkStore:
    """A `ChunkStore` in memory: exact cosine search and BM25 (Robertson and Zaragoza 2009)."""

    def __init__(self) -> None:
        self._chunks: dict[str, Chunk] = {}
        self._vectors: dict[str, Vectors] = {}
        self._terms: dict[str, Counter[str]] = {}

    def add(self, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        """Store chunks with their vectors; chunks of the same id are replaced."""
        for chunk, vector in zip(chunks, vectors, strict=True):
            self._terms[chunk.id] = Counter(terms_of(chunk))
            self._chunks[chunk.id] = replace(chunk, embedding_text="")
            self._vectors[chunk.id] = vector

    def delete_revisions(self, revisions: Collection[str]) -> None:
        """Remove all chunks of these revisions."""
        doomed = set(revisions)
        for chunk in [chunk for chunk in self._chunks.values() if chunk.revision in doomed]:
            del self._chunks[chunk.id], self._vectors[chunk.id], self._terms[chunk.id]

    def revisions(self) -> dict[str, int]:
        """Every stored revision with its number of chunks."""
        return dict(Counter(chunk.revision for chunk in self._chunks.values()))

    def chunks_of(self, revision: str) -> list[Chunk]:
        """The chunks of one revision, in order."""
        mine = (chunk for chunk in self._chunks.values() if chunk.revision == revision)
        return sorted(mine, key=lambda chunk: chunk.ordinal)

    def search_vectors(
        self, vector: Vectors, limit: int, revisions: Collection[str] | None = None
    ) -> list[ScoredChunk]:
        """The nearest chunks by cosine similarity, best first, within `revisions` when given."""
        chunks = self._within(revisions)
        return _best(
            [
                ScoredChunk(chunk, float(np.dot(self._vectors[chunk.id], vector)))
                for chunk in chunks
            ],
            limit,
        )

    def search_text(
        self, query: str, limit: int, revisions: Collection[str] | None = None
    ) -> list[ScoredChunk]:
        """The best chunks by BM25, best first, within `revisions` when given; any text will do."""
        words = self._terms
        found = Counter(word for counts in words.values() for word in counts)
        length = sum(counts.total() for counts in words.values()) / max(len(words), 1)
        rarity = {
            word: math.log(1 + (len(words) - found[word] + 0.5) / (found[word] + 0.5))
            for word in query_terms(query, {chunk.language for chunk in self._chunks.values()})
        }
        scored = [
            ScoredChunk(chunk, _bm25(rarity, words[chunk.id], length))
            for chunk in self._within(revisions)
        ]
        return _best([hit for hit in scored if hit.score > 0], limit)

    def maintain(self, *, settle: bool = False, forget: bool = False) -> None:
        """Nothing to do in memory."""

    def maintenance(self, *, forget: bool = False) -> Generator[None, None, bool]:
        """Nothing to do in memory."""
        yield from ()
        return True

    def close(self) -> None:
        """Nothing goes on by itself."""

    def count(self) -> int:
        """Number of stored chunks."""
        return len(self._chunks)

    def _within(self, revisions: Collection[str] | None) -> list[Chunk]:
        if revisions is None:
            return list(self._chunks.values())
        wanted = set(revisions)
        return [chunk for chunk in self._chunks.values() if chunk.revision in wanted]


def _bm25(rarity: dict[str, float], counts: Counter[str], average: float) -> float:
    norm = K1 * (1 - B + B * counts.total() / average) if average else K1
    return sum(
        weight * counts[word] * (K1 + 1) / (counts[word] + norm)
        for word, weight in rarity.items()
        if word in counts
    )


def _best(hits: list[ScoredChunk], limit: int) -> list[ScoredChunk]:
    return sorted(hits, key=lambda hit: -hit.score)[:limit]
