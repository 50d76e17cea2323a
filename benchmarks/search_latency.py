"""Search, the embedding of the query included, over libraries of real text.

python benchmarks/search_latency.py --docs FOLDER --queries FILE [--enlarge N ...] [--save FILE]

The folder is indexed once. `--enlarge` repeats the measurement with the library filled up to N
chunks: copies of the real chunks, each vector turned a little at random, so that neither the
dense nor the full-text index can take them for one. Quality means nothing then, only time.
"""

import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import harness
import numpy as np

from assistant.search.retrieval import Retriever
from indexer.chunks import Chunk
from indexer.documents import FileStatus
from indexer.ingest import ingest
from indexer.ledger_records import FileRecord
from indexer.library import Library
from indexer.parsing.pool import ParserProcess
from models.interfaces import EmbeddingModel, Vectors
from models.loading import load_embedding_model

STORED_AT_ONCE = 5_000
WARM_UP = 20
PACKAGES = ("lancedb", "torch")


def read_queries(path: Path, limit: int) -> list[str]:
    """The questions of a file in JSON Lines."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line)
    return [row.get("question") or row["query"] for row in rows][:limit]


def build(library: Library, docs: Path, embedder: EmbeddingModel) -> None:
    """Index the folder."""
    with ParserProcess() as parser:
        for _ in ingest(library, parser, embedder, [docs]):
            pass


def enlarge(library: Library, embedder: EmbeddingModel, count: int) -> None:
    """Fill the library up to that many chunks with copies whose vectors are turned a little."""
    store = library.store(embedder)
    records = [record for record in library.ledger.files() if record.revision and record.chunks]
    originals = [chunk for record in records for chunk in store.chunks_of(str(record.revision))]
    vectors = _embedded(originals, embedder)
    random = np.random.default_rng(0)
    copies = _copies(originals, count - store.count())
    while batch := [chunk for _, chunk in zip(range(STORED_AT_ONCE), copies, strict=False)]:
        chosen = vectors[[index % len(originals) for index in range(len(batch))]]
        noise = random.normal(0, 0.02, chosen.shape).astype(np.float32)
        turned = chosen + noise
        store.add(batch, turned / np.linalg.norm(turned, axis=1, keepdims=True))
        library.ledger.put(_records(batch, records[0]))
    store.maintain(settle=True)


def _embedded(chunks: Sequence[Chunk], embedder: EmbeddingModel) -> Vectors:
    return embedder.embed_documents([chunk.text for chunk in chunks])


def _copies(originals: Sequence[Chunk], count: int) -> Iterator[Chunk]:
    """Copies in the order of the originals, a new revision for each round."""
    for number in range(max(0, count)):
        chunk = originals[number % len(originals)]
        round_number = number // len(originals)
        revision = f"{round_number:08x}{chunk.revision[8:]}"
        # A store gives chunks back without what they are searched by.
        yield replace(chunk, revision=revision, embedding_text=chunk.text)


def _records(chunks: Sequence[Chunk], like: FileRecord) -> list[FileRecord]:
    """A ledger entry for every revision of the copies, so that they count."""
    return [
        replace(
            like,
            path=f"{like.path}.{revision}",
            status=FileStatus.INDEXED,
            revision=revision,
        )
        for revision in {chunk.revision for chunk in chunks}
    ]


def measure(library: Library, embedder: EmbeddingModel, queries: Sequence[str]) -> list[float]:
    """Milliseconds of each search."""
    retriever = Retriever(library, embedder)
    for query in queries[:WARM_UP]:
        retriever.retrieve(query, limit=20)
    milliseconds = []
    for query in queries:
        start = time.perf_counter()
        retriever.retrieve(query, limit=20)
        milliseconds.append((time.perf_counter() - start) * 1000)
    return milliseconds


def row(library: Library, embedder: EmbeddingModel, queries: Sequence[str]) -> tuple[str, ...]:
    """A line of the table for the library as it is now."""
    milliseconds = measure(library, embedder, queries)
    return (
        f"{library.store(embedder).count():,}",
        f"{harness.percentile(milliseconds, 0.5):.0f}",
        f"{harness.percentile(milliseconds, 0.95):.0f}",
        f"{max(milliseconds):.0f}",
    )


def main() -> None:
    parser = harness.argument_parser("Latency of search.")
    parser.add_argument("--docs", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=200)
    parser.add_argument("--enlarge", type=int, nargs="*", default=[])
    options = parser.parse_args()
    queries = read_queries(options.queries, options.limit)
    embedder = load_embedding_model()
    with (
        tempfile.TemporaryDirectory() as folder,
        Library.open(Path(folder), create=True, write=True) as library,
    ):
        build(library, options.docs.resolve(), embedder)
        rows = [row(library, embedder, queries)]
        for count in sorted(options.enlarge):
            enlarge(library, embedder, count)
            rows.append(row(library, embedder, queries))
    head = ("chunks", "p50, ms", "p95, ms", "longest, ms")
    note = f"{len(queries)} queries, top 20. {harness.machine(PACKAGES)}"
    harness.publish(f"{harness.table(head, rows)}\n\n{note}", options.save)


if __name__ == "__main__":
    main()
