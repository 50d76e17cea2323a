"""Memory while thousands of files are indexed: whether it stays flat.

python benchmarks/memory.py --docs FOLDER [--files 2000] [--save FILE]

The files are made of the sentences of the text files in FOLDER, shuffled, so that no two are the
same; one in ten is long. The resident memory of the process that embeds and stores is sampled
while `ingest` runs. The slope is a straight line fitted to the second half of the samples.
"""

import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import harness
import numpy as np
import psutil

PACKAGES = ("openvino", "lancedb")
SENTENCES = (6, 12)
LONG_SENTENCES = (80, 160)
LONG_EVERY = 10
ROWS = 10


def make_files(docs: Path, folder: Path, count: int) -> None:
    """Write so many files of shuffled sentences."""
    sentences = sentences_of(docs)
    chance = random.Random(0)
    for number in range(count):
        least, most = LONG_SENTENCES if number % LONG_EVERY == 0 else SENTENCES
        chosen = chance.choices(sentences, k=chance.randint(least, most))
        (folder / f"file-{number:05}.txt").write_text(" ".join(chosen), encoding="utf-8")


def sentences_of(docs: Path) -> list[str]:
    """The sentences of all text files of a folder."""
    texts = [file.read_text(encoding="utf-8") for file in sorted(docs.glob("*.txt"))]
    return [part.strip() + "." for text in texts for part in text.split(". ") if part.strip()]


def indexed(documents: Path, library_folder: Path) -> Iterator[tuple[int, int]]:
    """Files and chunks done, whenever a file is."""
    from indexer.events import FileDone
    from indexer.ingest import ingest
    from indexer.library import Library
    from indexer.parsing.pool import ParserProcess
    from models.loading import load_embedding_model

    embedder = load_embedding_model()
    files = chunks = 0
    with (
        Library.open(library_folder, create=True, write=True) as library,
        ParserProcess() as parser,
    ):
        for event in ingest(library, parser, embedder, [documents]):
            if isinstance(event, FileDone):
                files, chunks = files + 1, chunks + event.chunks
                yield files, chunks


def main() -> None:
    parser = harness.argument_parser("Resident memory over a long run of indexing.")
    parser.add_argument("--docs", type=Path, required=True)
    parser.add_argument("--files", type=int, default=2000)
    options = parser.parse_args()
    process, started = psutil.Process(), time.perf_counter()
    samples: list[tuple[int, int, float, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        documents = Path(folder) / "documents"
        documents.mkdir()
        make_files(options.docs, documents, options.files)
        for files, chunks in indexed(documents, Path(folder) / "library"):
            megabytes = process.memory_info().rss / 1e6
            samples.append((files, chunks, time.perf_counter() - started, megabytes))
    half = np.array(samples[len(samples) // 2 :])
    slope = float(np.polyfit(half[:, 0], half[:, 3], 1)[0]) * 1000
    shown = samples[:: max(1, len(samples) // ROWS)] + samples[-1:]
    rows = [(f"{f:,}", f"{c:,}", f"{s:,.0f}", f"{m:,.0f}") for f, c, s, m in shown]
    table = harness.table(("files", "chunks", "seconds", "resident, MB"), rows)
    note = f"Slope over the second half: {slope:+.1f} MB for every 1,000 files."
    harness.publish(f"{table}\n\n{note} {harness.machine(PACKAGES)}", options.save)


if __name__ == "__main__":
    main()
