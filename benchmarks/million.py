"""Search and upkeep at a million chunks made on top of real text (see million_chunks.py).

python benchmarks/million.py --docs FOLDER ... --queries FILE ... [--size N] [--keep FOLDER]

The library takes about 3 GB in a temporary folder, or in `--keep`, from where the next run takes it
up again; making it takes some minutes. Then, with real questions:

- search: each part and the whole `Retriever.retrieve`, query embedding included, the first one of
  the process apart; within half of the library, a folder and one file;
- recall of the vector search against comparing with every vector;
- the same with rows that are in no index yet;
- searching while upkeep is at work on what is new, and while it forgets deleted text.
"""

import argparse
import heapq
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import harness
import numpy as np
import psutil
from million_chunks import SCOPES, ChunkMaker, fill, live_revisions, real_chunks
from search_latency import read_queries

from assistant.search.retrieval import CANDIDATES, SPARE, Retriever
from indexer.lance_settings import TABLE
from indexer.library import Library, index_name
from models.interfaces import EmbeddingModel, Vectors
from models.loading import load_embedding_model

PACKAGES = ("lancedb", "pylance", "torch")
ASKED_FOR = CANDIDATES + SPARE
WARM_UP = 20
RECALL_QUERIES = 200
DELETED_FILES = 20


class Bench:
    """One made library with the questions that are asked of it."""

    def __init__(self, library: Library, embedder: EmbeddingModel, queries: Sequence[str]) -> None:
        self.library = library
        self.embedder = embedder
        self.queries = queries
        self.vectors = [embedder.embed_query(query) for query in queries]
        self.store = library.store(embedder)
        self.retriever = Retriever(library, embedder)

    def ask(self, within: Path | None = None) -> Iterator[Callable[[], object]]:
        """The whole search, for each question."""
        for query in self.queries:
            yield lambda query=query: self.retriever.retrieve(query, 20, within)

    def ask_vectors(self) -> Iterator[Callable[[], object]]:
        """The vector search alone."""
        for vector in self.vectors:
            yield lambda vector=vector: self.store.search_vectors(vector, ASKED_FOR)

    def ask_text(self, words: int | None = None) -> Iterator[Callable[[], object]]:
        """The full-text search alone; with `words`, questions joined until they are that long."""
        for place, query in enumerate(self.queries):
            text = query if words is None else _long(self.queries[place:] or [query], words)
            yield lambda text=text: self.store.search_text(text, ASKED_FOR)

    def folder(self) -> Path:
        """Where the index lies."""
        return self.library.index_folder(index_name(self.embedder))

    def recall(self, *results: int) -> list[float]:
        """Share of so many exact nearest that the store finds too, for each number of results."""
        vectors = np.stack(self.vectors[:RECALL_QUERIES])
        exact = self._exact(vectors, max(results))
        found = [
            [hit.chunk.id for hit in self.store.search_vectors(vector, ASKED_FOR)]
            for vector in vectors
        ]
        return [
            sum(
                len({*one[:count]} & {*other[:count]})
                for one, other in zip(exact, found, strict=True)
            )
            / (count * len(vectors))
            for count in results
        ]

    def _exact(self, vectors: Vectors, results: int) -> list[list[str]]:
        """The nearest chunks of each question, compared with every vector there is."""
        import lancedb  # after the store has told it not to log

        table = lancedb.connect(self.folder()).open_table(TABLE)
        best: list[list[tuple[float, str]]] = [[] for _ in vectors]
        for batch in table.search().select(["id", "vector"]).to_batches(8192):
            ids = batch["id"].to_pylist()
            stored = batch["vector"].flatten().to_numpy().reshape(len(ids), -1)
            for place, cosines in enumerate(vectors @ stored.T):
                top = np.argpartition(-cosines, min(results, len(ids) - 1))[:results]
                best[place] += [(float(cosines[index]), ids[index]) for index in top]
                best[place] = heapq.nlargest(results, best[place])
        return [[name for _, name in pairs] for pairs in best]


def _long(queries: Sequence[str], words: int) -> str:
    text = ""
    for query in queries:
        text = f"{text} {query}"
        if len(text.split()) >= words:
            break
    return text


def timed(calls: Iterator[Callable[[], object]]) -> list[float]:
    """Milliseconds of each call."""
    milliseconds = []
    for call in calls:
        start = time.perf_counter()
        call()
        milliseconds.append((time.perf_counter() - start) * 1000)
    return milliseconds


def row(name: str, milliseconds: Sequence[float]) -> tuple[str, ...]:
    """A line of the latency tables."""
    return (
        name,
        str(len(milliseconds)),
        f"{harness.percentile(milliseconds, 0.5):.0f}",
        f"{harness.percentile(milliseconds, 0.95):.0f}",
        f"{max(milliseconds):.0f}",
    )


HEAD = ("", "searches", "p50, ms", "p95, ms", "longest, ms")


def search_rows(bench: Bench) -> Iterator[tuple[str, ...]]:
    """Each part of a search and the whole."""
    first = timed(bench.ask())
    yield row("first search of a process", first[:1])
    yield row("the 20 after it", first[1 : WARM_UP + 1])
    yield row("query embedding", timed(_embeddings(bench)))
    yield row("vectors", timed(bench.ask_vectors()))
    yield row("full text", timed(bench.ask_text()))
    yield row("full text, questions of 25 words", timed(bench.ask_text(25)))
    for name, within in SCOPES.items():
        timed(iter(list(bench.ask(within))[:WARM_UP]))
        yield row(f"whole search, {name}", timed(bench.ask(within)))


def _embeddings(bench: Bench) -> Iterator[Callable[[], object]]:
    for query in bench.queries:
        yield lambda query=query: bench.embedder.embed_query(query)


def upkeep_rows(bench: Bench, maker: ChunkMaker) -> Iterator[tuple[str, ...]]:
    """Searches with rows that no index has yet, and beside upkeep."""
    size = bench.store.count()
    fill(bench.library, bench.embedder, maker, size + 2000)
    yield row("2,000 chunks in no index", timed(bench.ask()))
    yield row("beside adding them to the indexes", beside(bench, forget=False))
    fill(bench.library, bench.embedder, maker, bench.store.count() + 20_000)
    yield row("beside adding 20,000", beside(bench, forget=False))
    doomed = live_revisions(bench.library)[:DELETED_FILES]
    bench.store.delete_revisions(doomed)
    yield row(f"beside forgetting {len(doomed)} files", beside(bench, forget=True))
    yield row("afterwards", timed(bench.ask()))


def beside(bench: Bench, *, forget: bool) -> list[float]:
    """Milliseconds of searches until upkeep has ended."""
    upkeep = bench.store.maintenance(forget=forget)
    started, milliseconds = time.monotonic(), list[float]()
    while True:
        try:
            next(upkeep)
        except StopIteration as end:
            print(f"upkeep: {time.monotonic() - started:.0f} s, done: {end.value}", flush=True)
            return milliseconds or [0.0]
        calls = list(bench.ask())
        milliseconds += timed(iter([calls[len(milliseconds) % len(calls)]]))


@contextmanager
def stopwatch(what: str) -> Iterator[None]:
    """Print how long it took."""
    started = time.monotonic()
    yield
    print(f"{what}: {time.monotonic() - started:.0f} s", flush=True)


def build(bench: Bench, maker: ChunkMaker, size: int) -> None:
    """Fill the library and index it."""
    if bench.store.count() < size:
        with stopwatch("filling"):
            fill(bench.library, bench.embedder, maker, size)
    with stopwatch("indexing what is new"):
        bench.store.maintain(settle=True)


def facts(bench: Bench) -> str:
    """Size on disk and in memory."""
    files = [path for path in bench.folder().rglob("*") if path.is_file()]
    disk = sum(path.stat().st_size for path in files) / 1e9
    indexes = sum(path.stat().st_size for path in files if "_indices" in path.parts) / 1e9
    memory = psutil.Process().memory_info().rss / 1e9
    return (
        f"{bench.store.count():,} chunks of {len(live_revisions(bench.library)):,} live files, "
        f"{disk:.1f} GB on disk ({indexes:.2f} GB of it indexes), {memory:.1f} GB in memory."
    )


def options() -> argparse.Namespace:
    """What the command line says."""
    parser = harness.argument_parser("Search and upkeep at a million chunks.")
    parser.add_argument("--docs", type=Path, nargs="+", required=True)
    parser.add_argument("--queries", type=Path, nargs="+", required=True)
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("--limit", type=int, default=75, help="questions of each file")
    parser.add_argument("--keep", type=Path, help="folder to keep the library in")
    return parser.parse_args()


def main() -> None:
    chosen = options()
    queries = [query for path in chosen.queries for query in read_queries(path, chosen.limit)]
    with tempfile.TemporaryDirectory() as temporary:
        report = measure(chosen, chosen.keep or Path(temporary), queries)
    harness.publish(report, chosen.save)


def measure(chosen: argparse.Namespace, folder: Path, queries: Sequence[str]) -> str:
    """The tables of one size."""
    embedder = load_embedding_model()
    docs = [path.resolve() for path in chosen.docs]
    real = real_chunks(folder / "real", docs, embedder)
    with Library.open(folder / f"chunks-{chosen.size}", create=True, write=True) as library:
        bench = Bench(library, embedder, queries)
        build(bench, ChunkMaker(*real, bench.store.count()), chosen.size)
        search = harness.table(HEAD, search_rows(bench))
        recall = "Recall of exact search: @10 {:.3f}, @80 {:.3f}".format(*bench.recall(10, 80))
        print(search, recall, facts(bench), sep="\n\n", flush=True)
        new = ChunkMaker(*real, bench.store.count())
        upkeep = harness.table(HEAD, upkeep_rows(bench, new))
        recall += "; with 22,000 more @10 {:.3f}, @80 {:.3f}.".format(*bench.recall(10, 80))
        return "\n\n".join([search, recall, upkeep, facts(bench), harness.machine(PACKAGES)])


if __name__ == "__main__":
    main()
