"""The first results in the order in which a reranker has them, who reads each with the query.

Only the first ones are read, and only for so long: what was not reached stays behind those that
were, in its order. The reranker's scores are added to the fused ones on a common scale, so that a
file that the query names keeps its lead. A reranker that fails changes nothing.
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.search.fusion import FusedChunk, standard_scores
from indexer.documents import Span
from models.errors import ModelError
from models.interfaces import Reranker

logger = logging.getLogger(__name__)

RERANKED = 24
"""Different texts that are read for one query."""
SECONDS = 0.6
"""After so many no further round of texts is begun; the first one is read in any case."""
ROUND = 4
"""Texts that are read between two looks at the clock."""
WEIGHT = 2.0
"""Of the reranker's standard scores beside the fused ones, which differ by less than one among the
first results. Not fitted: no weights were at hand (docs/retrieval.md)."""

Clock = Callable[[], float]


def rerank(
    reranker: Reranker,
    query: str,
    hits: Sequence[FusedChunk],
    clock: Clock = time.monotonic,
) -> list[FusedChunk]:
    """All hits again, best first; `found_by` has “rerank” and “rerank_rank” of those read."""
    try:
        read = _read(reranker, query, hits, clock)
    except ModelError as error:
        logger.warning("results stay in the order in which they were found: %s", error)
        return list(hits)
    if len(read) < 2:
        return list(hits)
    order = sorted(read, key=lambda text: -read[text])
    ranks = {text: rank for rank, text in enumerate(order, start=1)}
    standard = standard_scores(read)
    lowest = min(standard.values())
    return sorted(
        (_scored(hit, read, ranks, standard, lowest, reranker.languages) for hit in hits),
        key=lambda hit: (-hit.score, hit.chunk.id),
    )


def _scored(
    hit: FusedChunk,
    read: dict[str, float],
    ranks: dict[str, int],
    standard: dict[str, float],
    lowest: float,
    languages: frozenset[str],
) -> FusedChunk:
    """What was not reached counts as the lowest; of what it cannot understand it has no opinion."""
    text = _text_of(hit)
    if text in read:
        facts = {"rerank": read[text], "rerank_rank": float(ranks[text])}
        score = hit.score + WEIGHT * standard[text]
        return replace(hit, score=score, found_by=hit.found_by | facts)
    share = lowest if _is_understood(hit, languages) else 0.0
    return replace(hit, score=hit.score + WEIGHT * share)


def _read(
    reranker: Reranker, query: str, hits: Sequence[FusedChunk], clock: Clock
) -> dict[str, float]:
    """The scores of as many texts as there is time for, by the text."""
    began, scores = clock(), dict[str, float]()
    for texts in _rounds(hits, reranker.languages):
        scores |= zip(texts, reranker.score(query, texts), strict=True)
        if clock() - began > SECONDS:
            break
    return scores


def _rounds(hits: Sequence[FusedChunk], languages: frozenset[str]) -> Iterator[list[str]]:
    """The first different texts that it understands, a few at a time."""
    understood = (_text_of(hit) for hit in hits if _is_understood(hit, languages))
    texts = list(dict.fromkeys(understood))[:RERANKED]
    for start in range(0, len(texts), ROUND):
        yield texts[start : start + ROUND]


def _text_of(hit: FusedChunk) -> str:
    """A passage with its headings, which often say what it is about.

    Without what cannot be seen: whoever hid it may want to be found for it.
    """
    chunk, seen, place = hit.chunk, list[str](), hit.chunk.span.start
    for hidden in sorted((each.span for each in chunk.hidden), key=lambda span: span.start):
        seen.append(chunk.sentence_text(Span(place, max(place, hidden.start))))
        place = max(place, hidden.end)
    seen.append(chunk.sentence_text(Span(place, max(place, chunk.span.end))))
    return "\n".join((*chunk.heading_path, "".join(seen)))


def _is_understood(hit: FusedChunk, languages: frozenset[str]) -> bool:
    language = hit.chunk.language
    return not languages or not language or language in languages
