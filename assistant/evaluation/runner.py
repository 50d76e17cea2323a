"""Retrieval measured against questions with known answers, overall and by kinds of question."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from msgspec.structs import replace

from assistant.evaluation.golden import GoldenQuestion, GoldLocator
from assistant.evaluation.reports import (
    EvaluationReport,
    MeasuredQuestion,
    slice_of,
)
from assistant.evaluation.scoring import DEPTH, Row, score
from assistant.search.fusion import FusionWeights
from assistant.search.retrieval import WEIGHTS, Retriever
from indexer.documents import ParsedDocument
from indexer.library import Library, index_name
from indexer.parsing.registry import parse_file
from models.interfaces import EmbeddingModel, Reranker

MOST_VALUES = 12
"""A fact that has more different values among the questions than this divides nothing."""


def evaluate(
    golden: Sequence[GoldenQuestion],
    docs: Path,
    library: Library,
    embedder: EmbeddingModel,
    *,
    parse: Callable[[Path], ParsedDocument] = parse_file,
    weights: FusionWeights = WEIGHTS,
    reranker: Reranker | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> EvaluationReport:
    """Search for every answerable question in the library, which must hold `docs`."""
    retriever = Retriever(library, embedder, weights, reranker)
    docs = docs.resolve()
    locator = GoldLocator(docs, parse)
    asked = [question for question in golden if question.answerable and question.gold]
    rows: list[Row] = []
    for number, question in enumerate(asked, start=1):
        passages = retriever.retrieve(question.question, DEPTH, docs)
        rows.append(score(passages, locator.targets(question)))
        if on_progress is not None:
            on_progress(number, len(asked))
    report = report_of(asked, rows, embedder, settings_fingerprint(embedder, weights, reranker))
    return replace(report, reranker=reranker.id if reranker else None)


def report_of(
    asked: Sequence[GoldenQuestion],
    rows: Sequence[Row],
    embedder: EmbeddingModel,
    settings: str,
) -> EvaluationReport:
    """The report over these questions, `rows[n]` being the metrics of `asked[n]`."""
    whole = slice_of(rows)
    kinds = [question.type or "all" for question in asked]
    by_type = {
        kind: slice_of([row for row, its in zip(rows, kinds, strict=True) if its == kind])
        for kind in sorted(set(kinds))
    }
    return EvaluationReport(
        questions=len(asked),
        embedding_model=embedder.fingerprint,
        overall=whole.metrics,
        by_type={kind: found.metrics for kind, found in by_type.items()},
        counts={kind: found.questions for kind, found in by_type.items()},
        intervals=whole.intervals,
        slices={
            name: slice_of([rows[place] for place in places])
            for name, places in _slices(asked).items()
        },
        settings=settings,
        rows=tuple(
            MeasuredQuestion(question.qid, row) for question, row in zip(asked, rows, strict=True)
        ),
    )


def settings_fingerprint(
    embedder: EmbeddingModel, weights: FusionWeights, reranker: Reranker | None = None
) -> str:
    """Twelve digits over the models, the chunker, the store and the ranking."""
    made_of = f"{index_name(embedder)} {weights!r}"
    if reranker is not None:
        made_of += f" {reranker.fingerprint}"
    return hashlib.sha256(made_of.encode()).hexdigest()[:12]


def _slices(asked: Sequence[GoldenQuestion]) -> dict[str, list[int]]:
    """Places of the questions that share a fact, by its name; one that all share says nothing."""
    places: dict[str, dict[str, list[int]]] = {}
    for place, question in enumerate(asked):
        for fact, value in _facts(question):
            places.setdefault(fact, {}).setdefault(value, []).append(place)
    return {
        f"{fact} {value}": found
        for fact, values in sorted(places.items())
        if len(values) <= MOST_VALUES
        for value, found in sorted(values.items())
        if len(found) < len(asked)
    }


def _facts(question: GoldenQuestion) -> Iterator[tuple[str, str]]:
    if question.lang:
        yield "language", question.lang
    for ending in sorted({PurePosixPath(gold.file).suffix.lower() for gold in question.gold}):
        yield "format", ending.lstrip(".")
    for name, value in question.extra.items():
        if isinstance(value, bool):
            yield name, "yes" if value else "no"
        elif isinstance(value, str) and value:
            yield name, value
