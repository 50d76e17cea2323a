"""One ranking from several searches: their scores on a common scale, weighted and added up.

Normalised scores are added rather than ranks (Bruch, Gai and Ingber, "An Analysis of Fusion
Functions for Hybrid Retrieval", 2023): a rank forgets how far ahead the first one was.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import heapify, heappop, heappush
from math import fsum, sqrt

from indexer.chunks import Chunk, ScoredChunk


@dataclass(frozen=True, slots=True)
class FusionWeights:
    """How much each signal counts."""

    dense: float
    text: float
    neighbours: float = 0.0
    """What the chunks beside it in its section add to one: they show what the section is about."""
    named: float = 0.0
    """Standard deviations that a file named in the question is ahead of others."""
    exact: float = 0.0
    """Standard deviations that a chunk is ahead for a rare word as it was typed."""
    page: float = 0.0
    """Standard deviations that a chunk loses for each better one of its page."""
    related: float = 0.0
    """Share of both searches, 0 to 1, that goes to what a measure asked for is computed from."""


@dataclass(frozen=True, slots=True)
class Signal:
    """What one search found, best first, and how much it counts."""

    name: str
    hits: Sequence[ScoredChunk]
    weight: float
    is_whole: bool = False
    """Whether it found all that there is, so that whatever it missed scores 0."""


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
    # `statistics.pstdev` counts in fractions, which takes five times as long.
    mean = fsum(scores.values()) / len(scores)
    deviation = sqrt(fsum((score - mean) ** 2 for score in scores.values()) / len(scores))
    if deviation <= 1e-9:
        return dict.fromkeys(scores, 0.0)
    return {key: (score - mean) / deviation for key, score in scores.items()}


def fuse(
    signals: Sequence[Signal],
    bonuses: Mapping[str, float] | None = None,
    neighbours: float = 0.0,
    exact: Mapping[str, float] | None = None,
) -> list[FusedChunk]:
    """All chunks of all signals, best first; what a search misses counts as its lowest score, or 0.

    `bonuses` are added by revision, `exact` by chunk. `neighbours` is the share of the scores of
    the chunk before and of the one after that is added to a chunk's own, before scores are brought
    to one scale.
    """
    chunks = {hit.chunk.id: hit.chunk for signal in signals for hit in signal.hits}
    beside = {key: _beside(chunk, chunks) for key, chunk in chunks.items()} if neighbours else {}
    totals = dict.fromkeys(chunks, 0.0)
    for signal in signals:
        for key, score in _common_scale(signal, chunks, beside, neighbours).items():
            totals[key] += signal.weight * score
    found_by = _provenance(signals)
    named, literal = bonuses or {}, exact or {}
    fused = []
    for key, chunk in chunks.items():
        bonus = named.get(chunk.revision, 0.0)
        facts = found_by[key] | ({"named": bonus} if bonus else {})
        if key in literal:
            facts["exact"] = literal[key]
        if neighbours and (found := sum(each != key and each in chunks for each in beside[key])):
            facts["beside"] = float(found)
        fused.append(FusedChunk(chunk, totals[key] + bonus + literal.get(key, 0.0), facts))
    return sorted(fused, key=lambda hit: (-hit.score, hit.chunk.id))


def spread_over_pages(hits: Iterable[FusedChunk], loss: float) -> Iterator[FusedChunk]:
    """All hits, best first, each `loss` lower for every one before it that is of its page.

    Whoever opens a page sees what else it says; another page is worth more than that. Chunks of
    formats without pages lose nothing.
    """
    heap = [(-hit.score, order, 0, hit) for order, hit in enumerate(hits)]
    heapify(heap)
    shown: Counter[tuple[str, int]] = Counter()
    while heap:
        score, order, seen, hit = heappop(heap)
        chunk = hit.chunk
        before = 0 if chunk.page is None else shown[chunk.revision, chunk.page]
        if before > seen and loss:  # more of its page have come since it was looked at
            heappush(heap, (score + loss * (before - seen), order, before, hit))
            continue
        if chunk.page is not None:
            shown[chunk.revision, chunk.page] += 1
        facts = hit.found_by | ({"same_page": float(before)} if before else {})
        yield replace(hit, score=-score, found_by=facts)


def _common_scale(
    signal: Signal,
    chunks: Collection[str],
    beside: Mapping[str, tuple[str, str]],
    neighbours: float,
) -> dict[str, float]:
    """Standard scores of all chunks in one search; those it missed take its lowest score, or 0.

    0 tells the only passage with a rare word from all others; the lowest score would not.
    """
    scores = {hit.chunk.id: hit.score for hit in signal.hits}
    lowest = 0.0 if signal.is_whole else min(scores.values(), default=0.0)
    own = {key: scores.get(key, lowest) for key in chunks}
    if not neighbours:
        return standard_scores(own)
    wide = {}
    for key, score in own.items():
        before, after = beside[key]
        wide[key] = score + neighbours * (own.get(before, lowest) + own.get(after, lowest))
    return standard_scores(wide)


def _beside(chunk: Chunk, chunks: Mapping[str, Chunk]) -> tuple[str, str]:
    """The ids of the chunks before and after it in its section, whether found or not.

    Where the section ends the chunk stands in for its neighbour: what is beyond is another subject.
    """
    key = chunk.id
    before = f"{chunk.revision}:{chunk.ordinal - 1}" if chunk.ordinal else key
    after = f"{chunk.revision}:{chunk.ordinal + 1}"
    if before in chunks and not _same_section(chunk, chunks[before]):
        before = key
    if after in chunks and not _same_section(chunk, chunks[after]):
        after = key
    return before, after


def _same_section(chunk: Chunk, other: Chunk) -> bool:
    return chunk.heading_path == other.heading_path


def _provenance(signals: Sequence[Signal]) -> dict[str, dict[str, float]]:
    """Score and rank of each chunk in each list that found it, for the trace."""
    found: dict[str, dict[str, float]] = {}
    for signal in signals:
        for rank, hit in enumerate(signal.hits, start=1):
            facts = found.setdefault(hit.chunk.id, {})
            facts[signal.name] = hit.score
            facts[f"{signal.name}_rank"] = float(rank)
    return found
