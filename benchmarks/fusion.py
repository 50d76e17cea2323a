"""What each part of the search adds: dense, full text, the two fused, and what is built on that.

python benchmarks/fusion.py --golden FILE --docs FOLDER [--try "dense=.5 text=.5" ...]
                            [--library FOLDER] [--save FILE]

The golden questions are those that `footnote evaluate` takes. Everything but the weights of the
signals is the same in all rows; behind each figure is the change from the row above it, with its
95 % interval over the same questions. A row that was asked for with --try has its change from the
weights in use. --library keeps the index for the next time.
"""

import tempfile
from dataclasses import replace
from pathlib import Path

import harness

from assistant.evaluation.golden import load_golden
from assistant.evaluation.reports import EvaluationReport, change
from assistant.evaluation.runner import evaluate
from assistant.search.fusion import FusionWeights
from assistant.search.retrieval import WEIGHTS
from indexer.ingest import ingest
from indexer.library import Library
from indexer.parsing.pool import ParserProcess
from models.loading import load_embedding_model

PACKAGES = ("lancedb", "sentence-transformers", "torch")
SIDES = {
    "dense": FusionWeights(dense=1.0, text=0.0),
    "full text": FusionWeights(dense=0.0, text=1.0),
    "fused": FusionWeights(dense=WEIGHTS.dense, text=WEIGHTS.text),
    "+ neighbours": replace(WEIGHTS, named=0.0, related=0.0, exact=0.0, page=0.0),
    "+ files named": replace(WEIGHTS, related=0.0, exact=0.0, page=0.0),
    "+ related words": replace(WEIGHTS, exact=0.0, page=0.0),
    "+ exact words": replace(WEIGHTS, page=0.0),
    "+ other pages": WEIGHTS,
}
IN_USE = "+ other pages"
METRICS = (
    "recall@5", "mrr@10", "span_recall@5", "page_recall@5", "document_hit@1", "document_ndcg@10"
)  # fmt: skip


def main() -> None:
    parser = harness.argument_parser("What each part of the search adds.")
    parser.add_argument("--golden", type=Path, required=True)
    parser.add_argument("--docs", type=Path, required=True)
    parser.add_argument("--library", type=Path, help="where the index is kept")
    parser.add_argument("--try", dest="tried", nargs="*", default=[], metavar="WEIGHTS")
    options = parser.parse_args()
    golden, docs = load_golden(options.golden), options.docs.resolve()
    sides = SIDES | {words: _weights(words) for words in options.tried}
    embedder = load_embedding_model()
    with tempfile.TemporaryDirectory() as folder:
        at = options.library or Path(folder)
        with Library.open(at, create=True, write=True) as library:
            with ParserProcess() as parser_process:
                for _ in ingest(library, parser_process, embedder, [docs]):
                    pass
            reports = {
                side: evaluate(golden, docs, library, embedder, weights=weights)
                for side, weights in sides.items()
            }
    above = dict(zip(list(SIDES)[1:], SIDES, strict=False)) | dict.fromkeys(options.tried, IN_USE)
    rows = [(side, *_figures(reports[side], reports.get(above.get(side, "")))) for side in sides]
    count = reports[IN_USE].questions
    note = f"{options.golden.parent.name}, {count} questions. {harness.machine(PACKAGES)}"
    harness.publish(f"{harness.table(('search', *METRICS), rows)}\n\n{note}", options.save)


def _weights(words: str) -> FusionWeights:
    """The weights in use with those changed that are named: “dense=.5 text=.5”."""
    changes = (part.split("=") for part in words.split())
    return replace(WEIGHTS, **{name: float(value) for name, value in changes})


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
