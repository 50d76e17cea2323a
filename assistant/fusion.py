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
    neighbours: float
    """Of the text score of the chunks before and after, which stand for a larger chunk around."""


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
    dense_scores = {hit.chunk.id: hit.score for hit in dense}
    text_scores = {hit.chunk.id: hit.score for hit in text}
    around = _neighbour_scores(chunks, text_scores)
    signals = [
        (weights.dense, standard_scores(_completed(dense_scores, chunks))),
        (weights.text, standard_scores(_completed(text_scores, chunks))),
        (weights.neighbours, standard_scores(around)),
    ]
    fused = [
        FusedChunk(
            chunk,
            sum(weight * scores[key] for weight, scores in signals),
            _provenance(key, dense, text),
        )
        for key, chunk in chunks.items()
    ]
    return sorted(fused, key=lambda hit: (-hit.score, hit.chunk.id))


def _completed(scores: Mapping[str, float], keys: Mapping[str, Chunk]) -> dict[str, float]:
    lowest = min(scores.values(), default=0.0)
    return {key: scores.get(key, lowest) for key in keys}


def _neighbour_scores(chunks: Mapping[str, Chunk], scores: Mapping[str, float]) -> dict[str, float]:
    """Text score of a chunk together with the better of its two neighbours."""
    places = {
        (chunk.revision, chunk.ordinal): scores.get(key, 0.0) for key, chunk in chunks.items()
    }
    return {
        key: scores.get(key, 0.0)
        + max(places.get((chunk.revision, chunk.ordinal + step), 0.0) for step in (-1, 1))
        for key, chunk in chunks.items()
    }


def _provenance(
    key: str, dense: Sequence[ScoredChunk], text: Sequence[ScoredChunk]
) -> dict[str, float]:
    """Score and rank in each list that found the chunk, for the trace."""
    found: dict[str, float] = {}
    for name, hits in (("dense", dense), ("text", text)):
        for rank, hit in enumerate(hits, start=1):
            if hit.chunk.id == key:
                found[name] = hit.score
                found[f"{name}_rank"] = float(rank)
    return found
