"""Retrieval quality of dense search, of full-text search, and of the two fused.

python benchmarks/fusion.py --golden FILE --docs FOLDER [--save FILE]

The golden questions are JSON Lines as `footnote evaluate` takes them. Everything but the weights of
the two searches is the same in the three rows.
"""

import tempfile
from pathlib import Path

import harness

from assistant.evaluation.golden import load_golden
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
    "fused": WEIGHTS,
}
METRICS = (
    "hit@1", "recall@5", "mrr@10", "span_recall@5", "span_precision@5", "span_iou@5", "characters@5"
)  # fmt: skip


def main() -> None:
    parser = harness.argument_parser("Quality of dense, full-text and fused retrieval.")
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
    rows = [
        (side, *(_number(report.overall.get(metric)) for metric in METRICS))
        for side, report in reports.items()
    ]
    count = reports["fused"].questions
    note = f"{options.golden.parent.name}, {count} questions. {harness.machine(PACKAGES)}"
    harness.publish(f"{harness.table(('search', *METRICS), rows)}\n\n{note}", options.save)


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.3f}" if value <= 1 else f"{value:,.0f}"


if __name__ == "__main__":
    main()
