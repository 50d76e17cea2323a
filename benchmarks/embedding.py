"""What a faster arithmetic does to the vectors and to what is found with them, beside torch.

python benchmarks/embedding.py --golden FILE --docs FOLDER … [--save FILE]

`--golden` and `--docs` may be given several times, in pairs.

Each set of documents is indexed twice, by torch in float32 and by the back end that Footnote
chooses on this machine; both answer the same questions. Differences carry a 95 % interval from a
paired bootstrap over the questions. Speed is in passages per second of processor time, which other
work on the machine changes less than it changes seconds on the clock.
"""

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import harness
import numpy as np

from assistant.evaluation.golden import load_golden
from assistant.evaluation.intervals import difference_interval
from assistant.evaluation.runner import evaluate
from assistant.search.fusion import FusionWeights
from assistant.search.retrieval import WEIGHTS
from indexer.ingest import ingest
from indexer.library import Library
from indexer.parsing.pool import ParserProcess
from models.backends import embedding_plan
from models.catalogue import STARTER_EMBEDDING_ID
from models.installed import installed_model
from models.interfaces import EmbeddingModel, Vectors
from models.loading import load_embedding_model
from models.sentence_embedding import SentenceEmbedder

PACKAGES = ("openvino", "torch", "sentence-transformers")
SEARCHES = {"dense": FusionWeights(dense=1.0, text=0.0), "fused": WEIGHTS}
METRICS = ("recall@5", "mrr@10")

Scores = dict[tuple[str, str], list[float]]
"""A number for each question, by search and metric."""


class Watched:
    """An embedding model that remembers what it made and how long it took."""

    def __init__(self, model: EmbeddingModel) -> None:
        self._model = model
        self.fingerprint = model.fingerprint
        self.dimension = model.dimension
        self.max_tokens = model.max_tokens
        self.count_tokens = model.count_tokens
        self.embed_query = model.embed_query
        self.embed_by_token = model.embed_by_token
        self.made: dict[str, Vectors] = {}
        self.seconds = 0.0

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """The model's vectors."""
        started = time.process_time()
        vectors = self._model.embed_documents(texts)
        self.seconds += time.process_time() - started
        self.made.update(zip(texts, vectors, strict=True))
        return vectors


def measure(model: Watched, golden: Path, docs: Path) -> Scores:
    """Index the documents and ask the questions."""
    questions = load_golden(golden)
    with (
        tempfile.TemporaryDirectory() as folder,
        Library.open(Path(folder), create=True, write=True) as library,
    ):
        with ParserProcess() as parser:
            for _ in ingest(library, parser, model, [docs]):
                pass
        reports = {
            search: evaluate(questions, docs, library, model, weights=weights)
            for search, weights in SEARCHES.items()
        }
    return {
        (search, metric): [float(row.metrics[metric]) for row in report.rows]
        for search, report in reports.items()
        for metric in METRICS
    }


def rows_of(name: str, exact: Scores, fast: Scores) -> list[tuple[str, ...]]:
    """A set's rows of the table."""
    rows = []
    for key, expected in exact.items():
        low, high = difference_interval(expected, fast[key])
        means = [sum(values) / len(values) for values in (expected, fast[key])]
        rows.append(
            (
                f"{name}, {' '.join(key)}",
                str(len(expected)),
                f"{means[0]:.4f}",
                f"{means[1]:.4f}",
                f"{means[1] - means[0]:+.4f} ({low:+.4f} to {high:+.4f})",
            )
        )
        print(rows[-1], flush=True)
    return rows


def cosines(exact: Watched, fast: Watched) -> str:
    """How close the vectors are, and how fast they were made."""
    both = [(vector, fast.made[text]) for text, vector in exact.made.items()]
    found = np.array([float(one @ other) for one, other in both])
    speeds = [len(both) / model.seconds for model in (exact, fast)]
    return (
        f"{len(both):,} passages: cosine to float32 {found.mean():.5f} on average, "
        f"{found.min():.5f} at least. Passages per second of processor time: "
        f"torch {speeds[0]:.1f}, chosen {speeds[1]:.1f} (× {speeds[1] / speeds[0]:.2f})."
    )


def main() -> None:
    parser = harness.argument_parser("The chosen arithmetic beside float32.")
    parser.add_argument("--golden", type=Path, action="append", required=True)
    parser.add_argument("--docs", type=Path, action="append", required=True)
    options = parser.parse_args()
    installed = installed_model(STARTER_EMBEDDING_ID)
    exact = Watched(
        SentenceEmbedder(
            installed.folder,
            model_id=installed.id,
            max_tokens=installed.context_length,
            bf16=False,
        )
    )
    fast = Watched(load_embedding_model())
    rows: list[tuple[str, ...]] = []
    for golden, docs in zip(options.golden, options.docs, strict=True):
        both = [measure(model, golden, docs.resolve()) for model in (exact, fast)]
        rows += rows_of(golden.parent.name, *both)
    chosen = embedding_plan(installed.id).label
    head = ("set, search", "questions", "torch fp32", chosen, "difference (95 %)")
    notes = f"{cosines(exact, fast)} {harness.machine(PACKAGES)}"
    harness.publish(f"{harness.table(head, rows)}\n\n{notes}", options.save)


if __name__ == "__main__":
    main()
