"""What each part of the search adds: dense, full text, the two fused, and what is built on that.

python benchmarks/fusion.py --golden FILE --docs FOLDER [--save FILE]

The golden questions are those that `footnote evaluate` takes. Everything but the weights of the
signals is the same in all rows; behind each figure is the change from the row above it, with its
95 % interval over the same questions.
"""

import tempfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import harness

from assistant.evaluation.golden import load_golden
from assistant.evaluation.reports import EvaluationReport, change
from assistant.evaluation.runner import evaluate
from assistant.fusion import FusionWeights
from assistant.retrieval import WEIGHTS
from indexer.ingest import ingest
from indexer.library import Library
from indexer.parsing.pool import ParserProcess
from models.loading import load_embedding_model

PACKAGES = ("lancedb", "sentence-transformers", "torch")
SIDES = {
    "dense": FusionWeights(dense=1.0, text=0.0),
    "full text": FusionWeights(dense=0.0, text=1.0),
    "fused": FusionWeights(dense=WEIGHTS.dense, text=WEIGHTS.text),
    "+ neighbours": replace(WEIGHTS, named=0.0, related=0.0),
    "+ files named": replace(WEIGHTS, related=0.0),
    "+ related words": WEIGHTS,
}
METRICS = (
    "recall@5", "mrr@10", "span_recall@5", "page_recall@5", "document_hit@1", "document_ndcg@10"
)  # fmt: skip


def main() -> None:
    parser = harness.argument_parser("What each part of the search adds.")
    parser.add_argument("--golden", type=Path, required=True)
    parser.add_argument("--docs", type=Path, required=True)
    options = parser.parse_args()
    golden, docs = load_golden(options.golden), options.docs.resolve()
    embedder = load_embedding_model()
    with (
        tempfile.TemporaryDirectory() as folder,
        Library.open(Path(folder), create=True, write=True) as library,
    ):
        with ParserProcess() as parser_process:
            for _ in ingest(library, parser_process, embedder, [docs]):
                pass
        reports = {
            side: evaluate(golden, docs, library, embedder, weights=weights)
            for side, weights in SIDES.items()
        }
    firsts = [(side, *_figures(reports[side], None)) for side in list(SIDES)[:1]]
    rows = firsts + [
        (side, *_figures(reports[side], reports[above])) for above, side in pairwise(SIDES)
    ]
    count = reports["dense"].questions
    note = f"{options.golden.parent.name}, {count} questions. {harness.machine(PACKAGES)}"
    harness.publish(f"{harness.table(('search', *METRICS), rows)}\n\n{note}", options.save)


def _figures(report: EvaluationReport, above: EvaluationReport | None) -> list[str]:
    return [_figure(report, above, metric) for metric in METRICS]


def _figure(report: EvaluationReport, above: EvaluationReport | None, metric: str) -> str:
    value = report.overall.get(metric)
    if value is None:
        return ""
    interval = change(report, above, metric) if above is not None else None
    if interval is None or interval == (0.0, 0.0):
        return f"{value:.3f}"
    return f"{value:.3f} ({interval[0]:+.3f} to {interval[1]:+.3f})"


if __name__ == "__main__":
    main()
