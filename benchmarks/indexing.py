"""Indexing annual reports: Footnote beside LlamaIndex with its pypdf reader, the same MiniLM.

python benchmarks/indexing.py --docs FOLDER [--files 10] [--rounds 3] [--save FILE]

Both read the same PDF files from disk, embed with the same model on the same cores and end with
an index on disk. Each run is a process of its own; the two take turns. Importing libraries and
loading the model is not counted, starting Footnote's parser process is. Beside the time on the
clock stands the processor's, of all threads and child processes, which other work on the machine
disturbs less.
"""

import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import harness

CHUNK_TOKENS, CHUNK_OVERLAP = 256, 20
EMBEDDED_AT_ONCE = 32
"""LlamaIndex embeds 10 at once by default; this is the faster choice for it."""
PACKAGES = (
    "llama-index-core",
    "llama-index-readers-file",
    "pypdf",
    "pypdfium2",
    "openvino",
    "torch",
)


class Stopwatch:
    """Seconds since it was made, on the clock and of the processor, ended children included."""

    def __init__(self) -> None:
        self._clock, self._processor = time.perf_counter(), _processor_seconds()

    def read(self) -> dict[str, float]:
        """The seconds so far."""
        return {
            "seconds": time.perf_counter() - self._clock,
            "processor": _processor_seconds() - self._processor,
        }


def _processor_seconds() -> float:
    return sum(os.times()[:4])


def index_with_footnote(files: Sequence[Path], folder: Path) -> dict[str, float]:
    """What Footnote takes, from the first file to the committed index."""
    import indexer.lance_store  # noqa: F401 - imported here so that it is not counted
    from indexer.ingest import ingest
    from indexer.library import Library
    from indexer.parsing.pool import ParserProcess
    from models.loading import load_embedding_model

    embedder = load_embedding_model(threads=os.cpu_count())
    embedder.embed_documents(["warm up"])
    watch = Stopwatch()
    with Library.open(folder, create=True, write=True) as library, ParserProcess() as parser:
        for event in ingest(library, parser, embedder, files):
            if getattr(event, "reason", None) is not None:
                print(event)
    return watch.read()


def index_with_llama_index(files: Sequence[Path], folder: Path) -> dict[str, float]:
    """What LlamaIndex takes, from the first file to the persisted index."""
    import torch
    from llama_index.core import SimpleDirectoryReader, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding
    from llama_index.readers.file import PDFReader

    from models.catalogue import STARTER_EMBEDDING_ID
    from models.installed import installed_model

    torch.set_num_threads(os.cpu_count() or 1)
    model = installed_model(STARTER_EMBEDDING_ID)
    embedder = HuggingFaceEmbedding(
        model_name=str(model.folder), device="cpu", embed_batch_size=EMBEDDED_AT_ONCE
    )
    embedder.get_text_embedding("warm up")
    splitter = SentenceSplitter(chunk_size=CHUNK_TOKENS, chunk_overlap=CHUNK_OVERLAP)
    splitter.split_text("warm up")
    watch = Stopwatch()
    reader = SimpleDirectoryReader(input_files=list(files), file_extractor={".pdf": PDFReader()})
    index = VectorStoreIndex.from_documents(
        reader.load_data(), transformations=[splitter], embed_model=embedder
    )
    index.storage_context.persist(str(folder))
    return watch.read()


PEER = "llama-index"
SIDES = {"footnote": index_with_footnote, "llama-index": index_with_llama_index}


def count_pages(files: Sequence[Path]) -> int:
    """Pages of all files together."""
    import pypdfium2

    return sum(len(pypdfium2.PdfDocument(file)) for file in files)


def run_one(side: str, files: Sequence[Path]) -> None:
    """Measure one side in this process."""
    with tempfile.TemporaryDirectory() as folder:
        harness.report(SIDES[side](files, Path(folder) / "library"))


def compare(files: Sequence[Path], rounds: int) -> str:
    """Measure the sides in turns; returns the table."""
    pages = count_pages(files)
    rates: dict[str, list[float]] = {side: [] for side in SIDES}
    efforts: dict[str, list[float]] = {side: [] for side in SIDES}
    for _ in range(rounds):
        for side in SIDES:
            result = harness.run_side(__file__, side, [str(file) for file in files])
            rates[side].append(pages / result["seconds"])
            efforts[side].append(pages / result["processor"])
            print(f"{side}: {rates[side][-1]:.1f} pages/s", efforts[side][-1], flush=True)
    rows = [
        (side, *_columns(rates[side], rates[PEER]), *_columns(efforts[side], efforts[PEER]))
        for side in SIDES
    ]
    head = ("", "pages/s, median", "range", "ratio", "pages/s of processor", "range", "ratio")
    note = f"{len(files)} files, {pages} pages, {rounds} rounds. {harness.machine(PACKAGES)}"
    return f"{harness.table(head, rows)}\n\n{note}"


def _columns(measured: Sequence[float], peer: Sequence[float]) -> tuple[str, str, str]:
    """Median, range, and how many times the peer's median that is."""
    middle = harness.median(measured)
    spread = f"{min(measured):.1f}-{max(measured):.1f}"
    return f"{middle:.1f}", spread, f"{middle / harness.median(peer):.1f}"


def main() -> None:
    parser = harness.argument_parser("Indexing PDF files, beside LlamaIndex.")
    parser.add_argument("--docs", type=Path)
    parser.add_argument("--files", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("chosen", nargs="*", type=Path)
    options = parser.parse_args()
    if options.side:
        run_one(options.side, options.chosen)
        return
    files = options.chosen or sorted(options.docs.glob("*.pdf"))[: options.files]
    if not files:
        parser.error("no PDF files there; name some, or a folder with --docs")
    harness.publish(compare([file.resolve() for file in files], options.rounds), options.save)


if __name__ == "__main__":
    main()
