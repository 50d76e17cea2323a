"""How often documents are said to disagree where nobody wrote them to.

python benchmarks/false_conflicts.py [--corpora FOLDER] [--sets nq,tatqa,xquad-en] [--save FILE]

Every question of the sets is searched for and quoted; what is told as a conflict between two
documents is counted and printed to be looked at. Quotes alone: no language model is needed.
"""

import json
import tempfile
import time
from pathlib import Path

import harness

from assistant.checks.conflicts import with_conflicts
from assistant.quotes.evidence import gather_evidence
from assistant.search.retrieval import Retriever
from indexer.ingest import ingest
from indexer.library import Library
from indexer.parsing.pool import InlineParser
from models.loading import load_embedding_model

RETRIEVED = 20


def measure(name: str, docs: Path, questions: list[str]) -> tuple[str, ...]:
    """A row: the set, questions, conflicts told, their share, and what looking for them takes."""
    embedder = load_embedding_model()
    told = 0
    seconds = 0.0
    with (
        tempfile.TemporaryDirectory() as folder,
        Library.open(Path(folder), create=True, write=True) as library,
    ):
        list(ingest(library, InlineParser(), embedder, [docs]))
        retriever = Retriever(library, embedder)
        for question in questions:
            passages = retriever.retrieve(question, RETRIEVED)
            if not passages:
                continue
            evidence = gather_evidence(question, passages, embedder)
            start = time.perf_counter()
            _, conflicts = with_conflicts(question, passages, evidence, retriever.modified)
            seconds += time.perf_counter() - start
            told += bool(conflicts)
            for conflict in conflicts:
                print(f"{name}: {question}\n    {conflict.text}", flush=True)
    share, each = told / len(questions), 1000 * seconds / len(questions)
    return name, str(len(questions)), str(told), f"{100 * share:.1f} %", f"{each:.1f}"


def _questions(path: Path) -> list[str]:
    return [json.loads(line)["question"] for line in path.read_text("utf-8").splitlines()]


def main() -> None:
    parser = harness.argument_parser("Conflicts told where there are none.")
    parser.add_argument(
        "--corpora", type=Path, default=harness.REPOSITORY.parent / "shared" / "corpora"
    )
    parser.add_argument("--sets", default="nq,tatqa,xquad-en")
    options = parser.parse_args()
    source = harness.REPOSITORY / "tests" / "samples_source" / "questions.jsonl"
    rows = [measure("samples", harness.REPOSITORY / "samples", _questions(source))]
    for name in options.sets.split(","):
        folder = options.corpora / "qa" / name
        if folder.is_dir():
            rows.append(measure(name, folder / "docs", _questions(folder / "questions.jsonl")))
    head = ("set", "questions", "told", "share", "ms each")
    harness.publish(harness.table(head, rows), options.save)


if __name__ == "__main__":
    main()
