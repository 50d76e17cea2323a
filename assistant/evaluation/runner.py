"""Retrieval measured against questions with known answers, overall and by type of question."""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import msgspec

from assistant.answers import Passage
from assistant.evaluation.golden import (
    GoldenQuestion,
    GoldLocator,
    GoldTarget,
    load_golden,
    relevant,
)
from assistant.evaluation.metrics import (
    Place,
    PlacedSpan,
    hit_at,
    mean,
    ndcg_at,
    recall_at,
    reciprocal_rank_at,
    span_overlap,
    span_precision,
    span_recall,
)
from assistant.fusion import FusionWeights
from assistant.retrieval import WEIGHTS, Retriever
from indexer.documents import ParsedDocument, Span
from indexer.library import Library
from indexer.parsing.registry import parse_file
from models.interfaces import EmbeddingModel

__all__ = [
    "EvaluationReport",
    "Regression",
    "compare",
    "evaluate",
    "load_golden",
    "read_report",
    "save_report",
]

DEPTH = 10
"""Hits looked at for each question."""
SPAN_DEPTH = 5
"""Hits over which characters are counted."""
CHARACTERS = f"characters@{SPAN_DEPTH}"
"""The one metric that is a count, without a better and a worse."""
TOLERANCE = 0.01


class EvaluationReport(msgspec.Struct, frozen=True, kw_only=True, tag_field="event", tag="report"):
    """Means over the questions of each type; metrics are named as `recall@5`, from 0 to 1."""

    questions: int
    """Answerable questions that were measured."""
    embedding_model: str
    overall: dict[str, float]
    by_type: dict[str, dict[str, float]]
    counts: dict[str, int]
    """Questions of each type."""


class Regression(msgspec.Struct, frozen=True, kw_only=True):
    """A metric that is worse than in the baseline; `type` is "overall" or a type of question."""

    type: str
    metric: str
    before: float
    now: float


def evaluate(
    golden: Sequence[GoldenQuestion],
    docs: Path,
    library: Library,
    embedder: EmbeddingModel,
    *,
    parse: Callable[[Path], ParsedDocument] = parse_file,
    weights: FusionWeights = WEIGHTS,
    on_progress: Callable[[int, int], None] | None = None,
) -> EvaluationReport:
    """Search for every answerable question in the library, which must hold `docs`."""
    retriever = Retriever(library, embedder, weights)
    docs = docs.resolve()
    locator = GoldLocator(docs, parse)
    asked = [question for question in golden if question.answerable and question.gold]
    measured: dict[str, list[dict[str, float]]] = {}
    for number, question in enumerate(asked, start=1):
        passages = retriever.retrieve(question.question, DEPTH, docs)
        kind = question.type or "all"
        measured.setdefault(kind, []).append(score(passages, locator.targets(question)))
        if on_progress is not None:
            on_progress(number, len(asked))
    return EvaluationReport(
        questions=len(asked),
        embedding_model=embedder.fingerprint,
        overall=_means([row for rows in measured.values() for row in rows]),
        by_type={kind: _means(rows) for kind, rows in sorted(measured.items())},
        counts={kind: len(rows) for kind, rows in sorted(measured.items())},
    )


def score(passages: Sequence[Passage], targets: Sequence[GoldTarget]) -> dict[str, float]:
    """All metrics of one question; those over characters only when every target has its span."""
    hits = [_placed(passage) for passage in passages]
    reached = [relevant(hit, targets) for hit in hits]
    good = [bool(found) for found in reached]
    places = {target.place for target in targets}
    row = {
        "hit@1": hit_at(good, 1),
        "hit@5": hit_at(good, 5),
        "recall@5": _share_reached(reached[:5], targets),
        "recall@10": _share_reached(reached[:10], targets),
        "mrr@10": reciprocal_rank_at(good, 10),
        "ndcg@10": ndcg_at(_newly_reached(reached), len(targets), 10),
        "page_hit@5": hit_at([_is_at(hit[0], places) for hit in hits], 5),
        "document_hit@5": hit_at([_is_at((hit[0][0], None), places) for hit in hits], 5),
    }
    spans = [(target.place, target.span) for target in targets if target.span is not None]
    return row | _span_metrics(hits, spans) if len(spans) == len(targets) else row


def compare(
    report: EvaluationReport, baseline: EvaluationReport, tolerance: float = TOLERANCE
) -> list[Regression]:
    """Every metric that fell by more than the tolerance; metrics of one side only do not count.

    Neither does how many characters were read: fewer are no loss.
    """
    now, before = _groups(report), _groups(baseline)
    return [
        Regression(type=kind, metric=metric, before=value, now=now[kind][metric])
        for kind, metrics in before.items()
        for metric, value in metrics.items()
        if metric != CHARACTERS
        and metric in now.get(kind, {})
        and now[kind][metric] < value - tolerance
    ]


def read_report(path: Path) -> EvaluationReport:
    """A saved report; raises `OSError` or `msgspec.DecodeError` when it cannot be read."""
    return msgspec.json.decode(path.read_bytes(), type=EvaluationReport)


def save_report(report: EvaluationReport, path: Path) -> None:
    """Write the report as readable JSON."""
    path.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n")


def _placed(passage: Passage) -> PlacedSpan:
    return (passage.path, passage.page), Span(passage.start, passage.end)


def _share_reached(reached: Sequence[set[int]], targets: Sequence[GoldTarget]) -> float:
    return recall_at([True] * len(set().union(*reached)), len(targets), len(targets))


def _newly_reached(reached: Sequence[set[int]]) -> list[bool]:
    """For each hit, whether it reaches a target that no hit before it did."""
    seen: set[int] = set()
    fresh = []
    for found in reached:
        fresh.append(bool(found - seen))
        seen |= found
    return fresh


def _is_at(place: Place, places: Collection[Place]) -> bool:
    """Whether a place is a wanted one; where either names no page, the document decides."""
    path, page = place
    return any(
        path == wanted_path and (page is None or wanted_page is None or page == wanted_page)
        for wanted_path, wanted_page in places
    )


def _span_metrics(hits: Sequence[PlacedSpan], spans: Sequence[PlacedSpan]) -> dict[str, float]:
    first = hits[:SPAN_DEPTH]
    # gold given by its text is placed on the page it was found on, as the hits are
    return {
        f"span_recall@{SPAN_DEPTH}": span_recall(first, spans),
        f"span_precision@{SPAN_DEPTH}": span_precision(first, spans),
        f"span_iou@{SPAN_DEPTH}": span_overlap(first, spans),
        CHARACTERS: float(sum(len(span) for _, span in first)),
    }


def _means(rows: Sequence[dict[str, float]]) -> dict[str, float]:
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: round(mean([row[name] for row in rows if name in row]), 4) for name in names}


def _groups(report: EvaluationReport) -> dict[str, dict[str, float]]:
    return {"overall": report.overall, **report.by_type}
