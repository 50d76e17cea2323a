"""A library of any size made on top of real text, for benchmarks: chunks, vectors and ledger.

Real documents are indexed as they come. Each made chunk starts from a real one, its seed:

- Its text takes about half of its sentences from another chunk among the seed's 50 nearest, and
  every tenth word is replaced by one drawn from all words of the corpus, so that rare and common
  words keep their shares (Zipf) and no two chunks are the same.
- Its vector is the seed's, drawn up to half of the way to that same neighbour, plus the difference
  of two other neighbouring chunks at `JITTER` strength, brought back to length 1. So it varies in
  the directions in which real text varies. Isotropic noise would not do: in 384 dimensions it
  leaves all neighbours equally far, which no search finds, or leaves tight clumps, which any does.

Revisions have 1 to some hundred chunks (log-normal, 17 on average); 3 of 100 are not in the ledger,
as if their files had been replaced. The rest are files in 600 folders.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from indexer.chunk_columns import COLUMNS, chunk_of
from indexer.chunks import Chunk
from indexer.documents import FileStatus, Span
from indexer.ingest import ingest
from indexer.lance_settings import TABLE
from indexer.ledger_records import FileRecord
from indexer.library import Library, index_name
from indexer.parsing.pool import ParserProcess
from models.interfaces import EmbeddingModel, Vectors

MADE_AT_ONCE = 10_000
ROOT = Path("/documents").absolute()
NEIGHBOURS = 50
JITTER = 0.5
REPLACED_WORDS = 0.1
CHUNKS_PER_FILE = 17
DEAD_SHARE = 0.03
WORD = re.compile(r"\w+")


class ChunkMaker:
    """Makes chunks with vectors out of real ones, numbering their files from `first_file`.

    The same ones every time for the same number; made files have none above the chunks made.
    """

    def __init__(self, chunks: Sequence[Chunk], vectors: Vectors, first_file: int = 0) -> None:
        self._chunks = chunks
        self._vectors = vectors
        self._neighbours = _neighbours(vectors)
        self._random = np.random.default_rng(first_file)
        self._words = np.array([word for chunk in chunks for word in WORD.findall(chunk.text)])
        self._left = 0
        self._file = first_file
        self._ordinal = 0

    def make(self, count: int) -> tuple[list[Chunk], Vectors]:
        """That many further chunks with their vectors."""
        seeds = self._random.integers(len(self._chunks), size=count)
        partners = self._near(seeds)
        chunks = [
            self._chunk(self._chunks[seed], self._chunks[partner])
            for seed, partner in zip(seeds, partners, strict=True)
        ]
        return chunks, self._turned(seeds, partners)

    def _near(self, seeds: np.ndarray) -> np.ndarray:
        """For each of these real chunks, one of its neighbours."""
        return self._neighbours[seeds, self._random.integers(NEIGHBOURS, size=len(seeds))]

    def _turned(self, seeds: np.ndarray, partners: np.ndarray) -> Vectors:
        vectors, count = self._vectors, len(seeds)
        share = self._random.uniform(0, 0.5, (count, 1)).astype(np.float32)
        others = self._random.integers(len(vectors), size=count)
        jitter = vectors[others] - vectors[self._near(others)]
        made = vectors[seeds] + share * (vectors[partners] - vectors[seeds]) + JITTER * jitter
        return made / np.linalg.norm(made, axis=1, keepdims=True)

    def _chunk(self, seed: Chunk, partner: Chunk) -> Chunk:
        if self._left == 0:
            self._next_file()
        self._left -= 1
        self._ordinal += 1
        text = self._text(seed, partner)
        return Chunk(
            revision=f"{self._file:032x}-txt",
            ordinal=self._ordinal - 1,
            page=seed.page,
            span=Span(0, len(text)),
            text=text,
            embedding_text="\n".join((*seed.heading_path, text)),
            label=seed.label,
            language=seed.language,
            heading_path=seed.heading_path,
            sentences=(Span(0, len(text)),),
        )

    def _next_file(self) -> None:
        self._file += 1
        self._ordinal = 0
        self._left = 1 + int(self._random.lognormal(2.2, 1.05)) % 600

    def _text(self, seed: Chunk, partner: Chunk) -> str:
        kept = [seed.sentence_text(sentence) for sentence in seed.sentences[::2]]
        taken = [partner.sentence_text(sentence) for sentence in partner.sentences[1::2]]
        words = " ".join(kept + taken or [seed.text]).split(" ")
        count = 1 + int(len(words) * REPLACED_WORDS)
        places = self._random.integers(len(words), size=count)
        for place, word in zip(places, self._random.choice(self._words, count), strict=True):
            words[place] = str(word)
        return " ".join(words)


def real_chunks(
    folder: Path, docs: Sequence[Path], embedder: EmbeddingModel
) -> tuple[list[Chunk], Vectors]:
    """The chunks of these folders, indexed into a library in `folder` unless it has some."""
    with Library.open(folder, create=True, write=True) as library:
        store = library.store(embedder)
        if store.count() == 0:
            _index(library, docs, embedder)
        import lancedb  # after the store has told it not to log

        table = lancedb.connect(library.index_folder(index_name(embedder))).open_table(TABLE)
        rows = table.search().select([*COLUMNS, "vector"]).to_arrow()
    flat = rows["vector"].combine_chunks().flatten().to_numpy()
    vectors = flat.reshape(len(rows), -1).astype(np.float32)
    return [chunk_of(row) for row in rows.select(COLUMNS).to_pylist()], vectors


def _index(library: Library, docs: Sequence[Path], embedder: EmbeddingModel) -> None:
    with ParserProcess() as parser:
        for _ in ingest(library, parser, embedder, docs):
            pass


def fill(library: Library, embedder: EmbeddingModel, maker: ChunkMaker, count: int) -> None:
    """Add made chunks until the library has that many; indexes are left as they are."""
    store = library.store(embedder)
    for size in _batches(count - store.count()):
        chunks, vectors = maker.make(size)
        store.add(chunks, vectors)
        library.ledger.put(_records(chunks))


def live_revisions(library: Library) -> list[str]:
    """The revisions that count."""
    return sorted(library.ledger.live_revisions())


def _batches(count: int) -> Iterator[int]:
    for start in range(0, count, MADE_AT_ONCE):
        yield min(MADE_AT_ONCE, count - start)


def _records(chunks: Sequence[Chunk]) -> list[FileRecord]:
    counts: dict[str, int] = {}
    for chunk in chunks:
        counts[chunk.revision] = max(counts.get(chunk.revision, 0), chunk.ordinal + 1)
    return [
        FileRecord(
            path=_path(int(revision[:32], 16)),
            status=FileStatus.INDEXED,
            source=str(ROOT),
            size=1000 * count,
            revision=revision,
            pages=1,
            chunks=count,
        )
        for revision, count in counts.items()
        if int(revision[:32], 16) % round(1 / DEAD_SHARE)
    ]


def _path(number: int) -> str:
    """Every second file is in the first half; each folder about 100 files at a million."""
    return str(ROOT / f"half-{number % 2}" / f"{number // 2 % 300:03d}" / f"{number}.txt")


SCOPES = {
    "everywhere": None,
    "one half of the files": ROOT / "half-1",
    "a folder of 100 files": ROOT / "half-1" / "123",
    "one file": ROOT / "half-1" / "123" / "247.txt",
}
"""Where to search, by how much of the library that is."""


def _neighbours(vectors: Vectors) -> np.ndarray:
    """For each vector the places of its nearest others."""
    found = []
    for start in range(0, len(vectors), 1000):
        cosines = vectors[start : start + 1000] @ vectors.T
        nearest = np.argpartition(-cosines, NEIGHBOURS + 1, axis=1)[:, : NEIGHBOURS + 1]
        # A chunk's nearest is itself; which of the 51 that is does not matter here.
        found.append(nearest[:, 1:])
    return np.concatenate(found)
