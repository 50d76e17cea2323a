"""Indexing annual reports: Footnote beside LlamaIndex with its pypdf reader, the same MiniLM.

python benchmarks/indexing.py --docs FOLDER [--files 10] [--rounds 3] [--save FILE]

Both read the same PDF files from disk, embed with the same model on the same cores and end with
an index on disk. Each run is a process of its own; the two take turns. Importing libraries and
loading the model is not counted, starting Footnote's parser process is.
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
PACKAGES = ("llama-index-core", "llama-index-readers-file", "pypdf", "pypdfium2", "torch")


def index_with_footnote(files: Sequence[Path], folder: Path) -> float:
    """Seconds that Footnote takes, from the first file to the committed index."""
    from indexer.ingest import ingest
    from indexer.library import Library
    from indexer.parsing.pool import ParserProcess
    from models.loading import load_embedding_model

    embedder = load_embedding_model(threads=os.cpu_count())
    embedder.embed_documents(["warm up"])
    start = time.perf_counter()
    with Library.open(folder, create=True, write=True) as library, ParserProcess() as parser:
        for event in ingest(library, parser, embedder, files):
            if getattr(event, "reason", None) is not None:
                print(event)
    return time.perf_counter() - start


def index_with_llama_index(files: Sequence[Path], folder: Path) -> float:
    """Seconds that LlamaIndex takes, from the first file to the persisted index."""
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
    start = time.perf_counter()
    reader = SimpleDirectoryReader(input_files=list(files), file_extractor={".pdf": PDFReader()})
    index = VectorStoreIndex.from_documents(
        reader.load_data(), transformations=[splitter], embed_model=embedder
    )
    index.storage_context.persist(str(folder))
    return time.perf_counter() - start


SIDES = {"footnote": index_with_footnote, "llama-index": index_with_llama_index}


def count_pages(files: Sequence[Path]) -> int:
    """Pages of all files together."""
    import pypdfium2

    return sum(len(pypdfium2.PdfDocument(file)) for file in files)


def run_one(side: str, files: Sequence[Path]) -> None:
    """Measure one side in this process."""
    with tempfile.TemporaryDirectory() as folder:
        seconds = SIDES[side](files, Path(folder) / "library")
    harness.report({"seconds": seconds})


def compare(files: Sequence[Path], rounds: int) -> str:
    """Measure the sides in turns; returns the table."""
    pages = count_pages(files)
    rates: dict[str, list[float]] = {side: [] for side in SIDES}
    for _ in range(rounds):
        for side, measured in rates.items():
            result = harness.run_side(__file__, side, [str(file) for file in files])
            measured.append(pages / result["seconds"])
            print(f"{side}: {measured[-1]:.1f} pages/s", flush=True)
    peer = harness.median(rates["llama-index"])
    rows = [
        (
            side,
            f"{harness.median(measured):.1f}",
            f"{min(measured):.1f}-{max(measured):.1f}",
            f"{harness.median(measured) / peer:.1f}",
        )
        for side, measured in rates.items()
    ]
    head = ("", "pages/s, median", "range", "ratio")
    note = f"{len(files)} files, {pages} pages, {rounds} rounds. {harness.machine(PACKAGES)}"
    return f"{harness.table(head, rows)}\n\n{note}"


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
