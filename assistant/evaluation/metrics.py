"""Measures of retrieval, as pure functions over what was found and what is gold.

Characters: span recall, precision and intersection over union as in Smith and Troynikov,
"Evaluating Chunking Strategies for Retrieval" (Chroma, 2024). Ranks: recall@k, MRR@k, nDCG@k.
"""

import math
from collections.abc import Collection, Iterable, Sequence

from indexer.documents import Span

Place = tuple[str, int | None]
"""A document and a page of it; spans of two places never touch."""
PlacedSpan = tuple[Place, Span]


def union(spans: Iterable[PlacedSpan]) -> dict[Place, list[Span]]:
    """The spans merged where they overlap or touch, in order, by place."""
    merged: dict[Place, list[Span]] = {}
    for place, span in sorted(spans, key=lambda each: (str(each[0]), each[1].start)):
        known = merged.setdefault(place, [])
        if known and span.start <= known[-1].end:
            known[-1] = Span(known[-1].start, max(known[-1].end, span.end))
        else:
            known.append(span)
    return merged


def size(spans: dict[Place, list[Span]]) -> int:
    """Characters in merged spans."""
    return sum(len(span) for each in spans.values() for span in each)


def shared(first: dict[Place, list[Span]], second: dict[Place, list[Span]]) -> int:
    """Characters that two sets of merged spans have in common."""
    return sum(
        max(0, min(one.end, other.end) - max(one.start, other.start))
        for place, spans in first.items()
        for one in spans
        for other in second.get(place, [])
    )


def span_recall(found: Collection[PlacedSpan], gold: Collection[PlacedSpan]) -> float:
    """Share of the gold characters that were found, 0 to 1; 1 when there is no gold."""
    wanted = union(gold)
    return shared(union(found), wanted) / size(wanted) if size(wanted) else 1.0


def span_precision(found: Collection[PlacedSpan], gold: Collection[PlacedSpan]) -> float:
    """Share of the found characters that are gold; what is found twice counts twice."""
    read = sum(len(span) for _, span in found)
    return shared(union(found), union(gold)) / read if read else 0.0


def span_overlap(found: Collection[PlacedSpan], gold: Collection[PlacedSpan]) -> float:
    """Intersection over union in characters; what is found twice counts twice."""
    wanted = union(gold)
    common = shared(union(found), wanted)
    read = sum(len(span) for _, span in found)
    whole = read + size(wanted) - common
    return common / whole if whole else 0.0


def recall_at(relevant: Sequence[bool], total: int, k: int) -> float:
    """Share of `total` relevant things among the first k hits."""
    return min(1.0, sum(relevant[:k]) / total) if total else 1.0


def hit_at(relevant: Sequence[bool], k: int) -> float:
    """1 when any of the first k hits is relevant, else 0."""
    return float(any(relevant[:k]))


def reciprocal_rank_at(relevant: Sequence[bool], k: int) -> float:
    """1 over the rank of the first relevant hit among the first k, 0 when there is none."""
    return next((1 / rank for rank, good in enumerate(relevant[:k], 1) if good), 0.0)


def ndcg_at(relevant: Sequence[bool], total: int, k: int) -> float:
    """Normalised discounted cumulative gain with gains of 0 and 1 and `total` relevant things."""
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(total, k) + 1))
    gained = sum(1 / math.log2(rank + 1) for rank, good in enumerate(relevant[:k], 1) if good)
    return min(1.0, gained / ideal) if ideal else 1.0


def mean(values: Collection[float]) -> float:
    """The arithmetic mean, 0 for nothing."""
    return sum(values) / len(values) if values else 0.0
