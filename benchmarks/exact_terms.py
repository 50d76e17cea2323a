"""Exact words: rare codes, numbers and names of a corpus, each looked for by itself.

python benchmarks/exact_terms.py --docs FOLDER ... [--count 300] [--save FILE]

Drawn are words that stand in one to three passages and have a digit in them, a capital within, a
sign such as § or a hyphen, or a capital first letter in the middle of a sentence. Each is searched
for alone and within a sentence that says nothing else; what counts is whether one of the first
five passages holds it letter for letter. Some words of the second kind are asked in vain wherever
a passage has them only within a longer one: then the first kind tells.
"""

import random
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import harness

from assistant.retrieval import Retriever
from indexer.chunks import Chunk
from indexer.ingest import ingest
from indexer.library import Library
from indexer.parsing.pool import ParserProcess
from models.interfaces import EmbeddingModel
from models.loading import load_embedding_model

PACKAGES = ("lancedb",)
RAREST = 3
"""Passages that a word may stand in at most."""
FIRST = 5
KINDS = {
    "code": re.compile(r"(?=\S*\d)(?=\S*[^\W\d])[\w§][\w§./:-]+\w"),
    "number": re.compile(r"\$?\d[\d.,]*\d%?"),
    "section": re.compile(r"§{1,2} ?\d[\w.]*"),
    "hyphenated": re.compile(r"[^\W\d]+(?:-[^\W\d]+)+"),
    "name": re.compile(r"(?<=[a-z,] )[^\W\d_a-z][a-z]\w{2,}"),
    "short form": re.compile(r"\b[A-Z]{2,6}\b"),
}
ASKED = ("{}", "What do my documents say about {}?")


def main() -> None:
    parser = harness.argument_parser("Finding rare words letter for letter.")
    parser.add_argument("--docs", type=Path, nargs="+", required=True)
    parser.add_argument("--count", type=int, default=300, help="words of each folder")
    options = parser.parse_args()
    embedder = load_embedding_model()
    rows = [row for docs in options.docs for row in _measure(docs, options.count, embedder)]
    head = ("folder", "kind", "words", *(f"“{form.format('…')}”" for form in ASKED))
    harness.publish(f"{harness.table(head, rows)}\n\n{harness.machine(PACKAGES)}", options.save)


def _measure(docs: Path, count: int, embedder: EmbeddingModel) -> Iterator[tuple[str, ...]]:
    with (
        tempfile.TemporaryDirectory() as folder,
        Library.open(Path(folder), create=True, write=True) as library,
    ):
        with ParserProcess() as parser:
            for _ in ingest(library, parser, embedder, [docs.resolve()]):
                pass
        store = library.store(embedder)
        chunks = [chunk for name in store.revisions() for chunk in store.chunks_of(name)]
        words = drawn(rare_words(chunks), count)
        retriever = Retriever(library, embedder)
        found = {
            (kind, word): [_is_found(retriever, form.format(word), word) for form in ASKED]
            for kind, word in words
        }
    name = docs.resolve().parent.name
    for kind in (*KINDS, "all"):
        hits = [hit for (its, _), hit in found.items() if kind in (its, "all")]
        if hits:
            shares = (f"{sum(column) / len(hits):.3f}" for column in zip(*hits, strict=True))
            yield name, kind, str(len(hits)), *shares


def rare_words(chunks: Sequence[Chunk]) -> dict[str, list[str]]:
    """By kind, the words that stand in one to three passages."""
    rare: dict[str, list[str]] = {}
    taken: set[str] = set()
    for kind, pattern in KINDS.items():
        passages = Counter(
            word for chunk in chunks for word in set(pattern.findall(chunk.text)) - taken
        )
        rare[kind] = sorted(
            word
            for word, count in passages.items()
            if count <= RAREST and not set("\n\t") & set(word)
        )
        taken.update(passages)
    return rare


def drawn(rare: dict[str, list[str]], count: int) -> list[tuple[str, str]]:
    """That many words with their kinds, as evenly over the kinds as there are words; seeded."""
    chance = random.Random(0)
    shuffled = {kind: chance.sample(words, len(words)) for kind, words in rare.items()}
    taken: list[tuple[str, str]] = []
    while len(taken) < count and any(shuffled.values()):
        taken += [(kind, words.pop()) for kind, words in shuffled.items() if words]
    return taken[:count]


def _is_found(retriever: Retriever, query: str, word: str) -> bool:
    return any(word in passage.text for passage in retriever.retrieve(query, FIRST))


if __name__ == "__main__":
    main()
