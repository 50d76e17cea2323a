"""One ranking from two: dense and full-text scores on a common scale, added up.

Normalised scores are added rather than ranks (Bruch, Gai and Ingber, "An Analysis of Fusion
Functions for Hybrid Retrieval", 2023): a rank forgets how far ahead the first one was.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean, pstdev

from indexer.chunks import Chunk, ScoredChunk


@dataclass(frozen=True, slots=True)
class FusionWeights:
    """How much each signal counts."""

    dense: float
    text: float


@dataclass(frozen=True, slots=True)
class FusedChunk:
    """A chunk with its fused score and what it was made of."""

    chunk: Chunk
    score: float
    found_by: dict[str, float] = field(default_factory=dict)


def standard_scores(scores: Mapping[str, float]) -> dict[str, float]:
    """Scores in standard deviations from their mean; all 0 when they do not differ."""
    if not scores:
        return {}
    mean, deviation = fmean(scores.values()), pstdev(scores.values())
    if deviation <= 1e-9:
        return dict.fromkeys(scores, 0.0)
    return {key: (score - mean) / deviation for key, score in scores.items()}


def fuse(
    dense: Sequence[ScoredChunk], text: Sequence[ScoredChunk], weights: FusionWeights
) -> list[FusedChunk]:
    """All chunks of both lists, best first; what a list misses counts as its lowest score."""
    chunks = {hit.chunk.id: hit.chunk for hit in (*dense, *text)}
    by_meaning = _common_scale(dense, chunks)
    by_words = _common_scale(text, chunks)
    found_by = _provenance(dense, text)
    fused = [
        FusedChunk(
            chunk, weights.dense * by_meaning[key] + weights.text * by_words[key], found_by[key]
        )
        for key, chunk in chunks.items()
    ]
    return sorted(fused, key=lambda hit: (-hit.score, hit.chunk.id))


def _common_scale(hits: Sequence[ScoredChunk], keys: Mapping[str, Chunk]) -> dict[str, float]:
    """Standard scores of all chunks in one search; those it missed take its lowest score."""
    scores = {hit.chunk.id: hit.score for hit in hits}
    lowest = min(scores.values(), default=0.0)
    return standard_scores({key: scores.get(key, lowest) for key in keys})


def _provenance(
    dense: Sequence[ScoredChunk], text: Sequence[ScoredChunk]
) -> dict[str, dict[str, float]]:
    """Score and rank of each chunk in each list that found it, for the trace."""
    found: dict[str, dict[str, float]] = {}
    for name, hits in (("dense", dense), ("text", text)):
        for rank, hit in enumerate(hits, start=1):
            facts = found.setdefault(hit.chunk.id, {})
            facts[name] = hit.score
            facts[f"{name}_rank"] = float(rank)
    return found
