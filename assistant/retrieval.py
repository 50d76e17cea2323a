"""From a question to passages: dense and full-text search, fused, each text shown once."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from assistant.answers import Passage, QuoteBox
from assistant.fusion import FusedChunk, FusionWeights, fuse
from assistant.terms import fold, words
from indexer.chunks import ScoredChunk
from indexer.documents import Recognition
from indexer.library import Library
from models.interfaces import EmbeddingModel

CANDIDATES = 80
"""Chunks asked of each search before fusing."""
SPARE = 40
"""Chunks asked for beyond that, for those of replaced revisions which do not count."""
# Level with the better of the two searches in recall on both corpora of docs/retrieval.md, which
# has the figures and the command.
WEIGHTS = FusionWeights(dense=0.5, text=0.5)
_SAME_TEXT = 0.9
"""Share of words in common from which two passages with the same numbers are one text."""
_NUMBER = re.compile(r"\d")


class Retriever:
    """Finds passages in one library; only what the ledger names counts."""

    def __init__(
        self, library: Library, embedder: EmbeddingModel, weights: FusionWeights = WEIGHTS
    ) -> None:
        self._library = library
        self._embedder = embedder
        self._weights = weights

    def retrieve(self, query: str, limit: int = 20, within: Path | None = None) -> list[Passage]:
        """The best passages for the query, best first, from the folder or file `within`."""
        if not query.strip():
            return []
        ledger = self._library.ledger
        scope = None if within is None else ledger.live_revisions(within)
        if scope is not None and not scope:
            return []
        wanted = max(CANDIDATES, limit)
        store = self._library.store(self._embedder)
        dense = store.search_vectors(self._embedder.embed_query(query), wanted + SPARE, scope)
        text = store.search_text(query, wanted + SPARE, scope)
        live = scope or ledger.live_paths([hit.chunk.revision for hit in (*dense, *text)])
        fused = fuse(_live(dense, live)[:wanted], _live(text, live)[:wanted], self._weights)
        return [_passage(hit, live) for hit in _distinct(fused, limit)]

    def is_empty(self, within: Path | None = None) -> bool:
        """Whether nothing is indexed (within the folder or file, when given)."""
        return not self._library.ledger.has_live(within)


def _live(hits: Sequence[ScoredChunk], live: Mapping[str, Sequence[str]]) -> list[ScoredChunk]:
    return [hit for hit in hits if hit.chunk.revision in live]


def _distinct(hits: Sequence[FusedChunk], limit: int) -> list[FusedChunk]:
    """The first `limit` hits without those that say nearly word for word what a better one says."""
    kept: list[FusedChunk] = []
    known: list[tuple[frozenset[str], frozenset[str]]] = []
    for hit in hits:
        if len(kept) == limit:
            break
        fingerprint = _fingerprint(hit.chunk.text)
        if not any(_same(fingerprint, other) for other in known):
            kept.append(hit)
            known.append(fingerprint)
    return kept


def _fingerprint(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """All words, and those with digits: tables often differ in nothing but their numbers."""
    found = frozenset(words(text)) or frozenset((fold(text),))
    return found, frozenset(word for word in found if _NUMBER.search(word))


def _same(
    one: tuple[frozenset[str], frozenset[str]], other: tuple[frozenset[str], frozenset[str]]
) -> bool:
    return one[1] == other[1] and len(one[0] & other[0]) >= _SAME_TEXT * len(one[0] | other[0])


def _passage(hit: FusedChunk, live: Mapping[str, Sequence[str]]) -> Passage:
    chunk, recognition = hit.chunk, hit.chunk.recognition
    return Passage(
        path=sorted(live[chunk.revision])[0],
        revision=chunk.revision,
        page=chunk.page,
        start=chunk.span.start,
        end=chunk.span.end,
        label=chunk.label,
        text=chunk.text,
        score=hit.score,
        heading_path=chunk.heading_path,
        sentences=tuple((sentence.start, sentence.end) for sentence in chunk.sentences),
        sentence_labels=chunk.sentence_labels,
        hidden=tuple((hidden.span.start, hidden.span.end) for hidden in chunk.hidden),
        scanned=recognition is not None,
        confidence=recognition.confidence if recognition else None,
        boxes=_boxes(recognition),
        found_by=hit.found_by,
    )


def _boxes(recognition: Recognition | None) -> tuple[tuple[int, int, QuoteBox], ...]:
    if recognition is None:
        return ()
    return tuple(
        (
            word.span.start,
            word.span.end,
            QuoteBox(word.left, word.top, word.right, word.bottom),
        )
        for word in recognition.words
    )
