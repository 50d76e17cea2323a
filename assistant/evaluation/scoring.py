"""The metrics of one question: what was found, held against where the answer is known to stand."""

from collections.abc import Callable, Collection, Hashable, Sequence

from assistant.answers import Passage
from assistant.evaluation.golden import GoldTarget, relevant
from assistant.evaluation.metrics import (
    PlacedSpan,
    hit_at,
    ndcg_at,
    recall_at,
    reciprocal_rank_at,
    span_overlap,
    span_precision,
    span_recall,
)
from indexer.documents import Span

DEPTH = 10
"""Hits looked at for each question."""
SPAN_DEPTH = 5
"""Hits over which characters are counted."""
SPAN_CHARACTERS = 4_000
"""Characters that may be read in all for `span_recall@4000`, whole hits only."""
CHARACTERS = f"characters@{SPAN_DEPTH}"
CHARACTERS_QUOTED = "characters_quoted@2"
COUNTS = frozenset({CHARACTERS, CHARACTERS_QUOTED})
"""Metrics that are counts, without a better and a worse."""

Row = dict[str, float]
"""Metrics of one question by name; all but `COUNTS` lie between 0 and 1."""


def score(passages: Sequence[Passage], targets: Sequence[GoldTarget]) -> Row:
    """All metrics of one question; those over characters only when every target has its span.

    A passage counts as a hit when it reaches the gold text, or the gold page where no text is
    given. Metrics named `page` and `document` count a page or a document once, at its first hit.
    """
    hits = [_placed(passage) for passage in passages[:DEPTH]]
    row = _by_passage(hits, targets) | _by_page(hits, targets) | _by_document(hits, targets)
    spans = [(target.place, target.span) for target in targets if target.span is not None]
    # gold given by its text is placed on the page it was found on, as the hits are
    return row | _by_character(hits, spans) if len(spans) == len(targets) else row


def _by_passage(hits: Sequence[PlacedSpan], targets: Sequence[GoldTarget]) -> Row:
    reached = [relevant(hit, targets) for hit in hits]
    good = [bool(found) for found in reached]
    return {
        "hit@1": hit_at(good, 1),
        "hit@5": hit_at(good, 5),
        "recall@5": _share_reached(reached[:5], targets),
        "recall@10": _share_reached(reached[:10], targets),
        "precision@5": sum(good[:5]) / 5,
        "mrr@10": reciprocal_rank_at(good, 10),
        "ndcg@10": ndcg_at(_newly_reached(reached), len(targets), 10),
    }


def _by_page(hits: Sequence[PlacedSpan], targets: Sequence[GoldTarget]) -> Row:
    """Over pages; nothing where the gold names none."""
    wanted = {target.place for target in targets if target.place[1] is not None}
    if not wanted:
        return {}
    first = {place for place, _ in hits[:5]}
    return {
        "page_hit@5": float(bool(first & wanted)),
        "page_recall@5": len(first & wanted) / len(wanted),
    }


def _by_document(hits: Sequence[PlacedSpan], targets: Sequence[GoldTarget]) -> Row:
    wanted = {target.place[0] for target in targets}
    ranked = _first_of_each(hits, lambda hit: hit[0][0])
    good = [place[0] in wanted for place, _ in ranked]
    first = {place[0] for place, _ in hits[:5]}
    return {
        "document_hit@1": hit_at(good, 1),
        "document_hit@5": float(bool(first & wanted)),
        "document_recall@5": recall_at(good, len(wanted), 5),
        "document_mrr@10": reciprocal_rank_at(good, 10),
        "document_ndcg@10": ndcg_at(good, len(wanted), 10),
    }


def _by_character(hits: Sequence[PlacedSpan], spans: Sequence[PlacedSpan]) -> Row:
    first = hits[:SPAN_DEPTH]
    return {
        f"span_recall@{SPAN_DEPTH}": span_recall(first, spans),
        f"span_precision@{SPAN_DEPTH}": span_precision(first, spans),
        f"span_iou@{SPAN_DEPTH}": span_overlap(first, spans),
        f"span_recall@{SPAN_CHARACTERS}c": span_recall(_within(first, SPAN_CHARACTERS), spans),
        CHARACTERS: float(sum(len(span) for _, span in first)),
    }


def _within(hits: Sequence[PlacedSpan], characters: int) -> list[PlacedSpan]:
    """The first hits that together have no more than so many characters."""
    kept: list[PlacedSpan] = []
    for hit in hits:
        characters -= len(hit[1])
        if characters < 0:
            break
        kept.append(hit)
    return kept


def _placed(passage: Passage) -> PlacedSpan:
    return (passage.path, passage.page), Span(passage.start, passage.end)


def _first_of_each(
    hits: Sequence[PlacedSpan], key: Callable[[PlacedSpan], Hashable]
) -> list[PlacedSpan]:
    firsts: dict[Hashable, PlacedSpan] = {}
    for hit in hits:
        firsts.setdefault(key(hit), hit)
    return list(firsts.values())


def _share_reached(reached: Sequence[Collection[int]], targets: Sequence[GoldTarget]) -> float:
    found = {index for indices in reached for index in indices}
    return recall_at([True] * len(found), len(targets), len(targets))


def _newly_reached(reached: Sequence[Collection[int]]) -> list[bool]:
    """For each hit, whether it reaches a target that no hit before it did."""
    seen: set[int] = set()
    fresh = []
    for found in reached:
        fresh.append(bool(set(found) - seen))
        seen.update(found)
    return fresh
