"""What reranking costs: seconds of a search with and without, and how much is read in its time.

    python -m benchmarks.reranking LIBRARY [--queries FILE] [--layers 6]

No weights of a reranker come with Footnote, so one of the size of ms-marco-MiniLM-L6-v2 (6 layers
of 384) is made with weights by chance. Time does not depend on weights; what is found does, so
nothing is said of that here. `footnote evaluate` with and without `--no-reranker` measures it for a
reranker that is installed.
"""

import argparse
import json
import os
import tempfile
import time
from pathlib import Path
from statistics import median

import numpy as np
from safetensors.numpy import save_file

from assistant.search.reranking import RERANKED, SECONDS
from assistant.search.retrieval import Retriever
from indexer.library import Library
from models.backends import FORCED_BY
from models.catalogue import STARTER_EMBEDDING_ID
from models.folder import import_model
from models.installed import installed_model
from models.interfaces import Reranker
from models.loading import load_embedding_model, load_reranker

NAME = "by-chance"
WIDTH, WIDE = 384, 1536
QUERIES = (
    "How much notice must be given?",
    "Who was the first president of the society?",
    "What happens when the connection is lost?",
    "total revenue of the last year",
    "Which documents are needed for an application?",
)


def main() -> None:
    """Make the model, search with and without it by turns, and print what that took."""
    arguments = _arguments()
    queries = _queries(arguments.queries)
    with tempfile.TemporaryDirectory() as at:
        os.environ["FOOTNOTE_MODELS"] = str(Path(at) / "models")
        reranker = _by_chance(Path(at) / NAME, arguments.layers)
        with Library.open(arguments.library) as library:
            retriever = Retriever(library, load_embedding_model())
            _measure(retriever, reranker, queries)
            texts = [each.text for query in queries[:3] for each in retriever.retrieve(query)]
        _measure_texts(texts[:48])


def _measure(retriever: Retriever, reranker: Reranker, queries: list[str]) -> None:
    for query in queries[:3]:
        retriever.retrieve(query)
        reranker.score(query, [query])
    plain, reranked, read = list[float](), list[float](), list[int]()
    for query in queries:
        for taken, model in ((plain, None), (reranked, reranker)):
            retriever.reranker = model
            began = time.perf_counter()
            passages = retriever.retrieve(query)
            taken.append(time.perf_counter() - began)
        read.append(sum("rerank" in each.found_by for each in passages))
    print(f"{len(queries)} queries, of up to {RERANKED} texts, no round begun after {SECONDS} s")
    print(f"search alone        p50 {median(plain):.3f} s")
    print(f"search and reranker p50 {median(reranked):.3f} s, most {max(reranked):.3f} s")
    print(f"texts shown that were read p50 {median(read):.0f} of 20")


def _measure_texts(texts: list[str]) -> None:
    """Processor time, which others on the machine change little; the exact way and the usual."""
    for backend in ("openvino", "openvino-int8"):
        os.environ[FORCED_BY] = backend
        reranker = load_reranker(NAME)
        reranker.score(QUERIES[0], texts)
        began = time.process_time()
        reranker.score(QUERIES[0], texts)
        taken = (time.process_time() - began) / len(texts)
        words = sum(len(text.split()) for text in texts) / len(texts)
        print(f"{backend}: {1000 * taken:.0f} ms of processor time a text of {words:.0f} words")


def _by_chance(folder: Path, layers: int) -> Reranker:
    """A reranker that knows nothing, of real size, with the starter's tokenizer."""
    folder.mkdir(parents=True)
    starter = installed_model(STARTER_EMBEDDING_ID).folder
    configuration = json.loads((starter / "config.json").read_text()) | {
        "architectures": ["BertForSequenceClassification"],
        "num_hidden_layers": layers,
        "id2label": {"0": "LABEL_0"},
    }
    (folder / "config.json").write_text(json.dumps(configuration))
    (folder / "tokenizer.json").write_bytes((starter / "tokenizer.json").read_bytes())
    save_file(_weights(layers, configuration), folder / "model.safetensors")
    import_model(folder)
    return load_reranker(NAME)


def _weights(layers: int, configuration: dict[str, int]) -> dict[str, np.ndarray]:
    shapes = {
        "bert.embeddings.word_embeddings": (configuration["vocab_size"], WIDTH),
        "bert.embeddings.position_embeddings": (512, WIDTH),
        "bert.embeddings.token_type_embeddings": (2, WIDTH),
        "bert.pooler.dense": (WIDTH, WIDTH),
        "classifier": (1, WIDTH),
    }
    norms = ["bert.embeddings.LayerNorm"]
    for layer in (f"bert.encoder.layer.{number}." for number in range(layers)):
        shapes |= {f"{layer}attention.self.{part}": (WIDTH, WIDTH) for part in _PARTS}
        shapes |= {f"{layer}attention.output.dense": (WIDTH, WIDTH)}
        shapes |= {
            f"{layer}intermediate.dense": (WIDE, WIDTH),
            f"{layer}output.dense": (WIDTH, WIDE),
        }
        norms += [f"{layer}attention.output.LayerNorm", f"{layer}output.LayerNorm"]
    random = np.random.default_rng(0)
    weights = {}
    for name, shape in shapes.items():
        weights[f"{name}.weight"] = random.normal(0, 0.05, shape).astype(np.float32)
        weights[f"{name}.bias"] = np.zeros(shape[0], np.float32)
    for name in norms:
        weights[f"{name}.weight"] = np.ones(WIDTH, np.float32)
        weights[f"{name}.bias"] = np.zeros(WIDTH, np.float32)
    return weights


_PARTS = ("query", "key", "value")


def _queries(file: Path | None) -> list[str]:
    if file is None:
        return list(QUERIES)
    lines = file.read_text("utf-8").splitlines()
    return [json.loads(line)["question"] for line in lines[:60]]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path)
    parser.add_argument("--queries", type=Path, help="JSON Lines with a question each")
    parser.add_argument("--layers", type=int, default=6)
    return parser.parse_args()


if __name__ == "__main__":
    main()
