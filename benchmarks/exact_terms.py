"""Exact words: rare codes, numbers and names of a corpus, each looked for by itself.

python benchmarks/exact_terms.py --docs FOLDER ... [--count 300] [--save FILE]

Drawn are words that stand in one to three passages, whatever their case: codes, numbers, sections,
hyphenated words, names in the middle of a sentence and short forms. Each is searched for alone and
within a sentence that says nothing else; what counts is whether one of the first five passages has
the word.
"""

import random
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import harness

from assistant.search.retrieval import Retriever
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
    "code": re.compile(r"(?<!\S)(?=\S*\d)(?=\S*[^\W\d])\w[\w./:-]+\w(?!\S)"),
    "number": re.compile(r"(?<![\w.,/:-])\d[\d.,]*\d(?![\w/:-]|[.,]\d)"),
    "section": re.compile(r"§{1,2} ?\d+(?:\.\d+)*\b"),
    "hyphenated": re.compile(r"(?<![\w-])[^\W\d_]+(?:-[^\W\d_]+)+(?![\w-])"),
    "name": re.compile(r"(?<=[^\W\d_A-Z] )[A-ZÀ-ÞА-Я][^\W\d_A-Z]{3,}(?![\w-])"),
    "short form": re.compile(r"(?<![\w-])[A-Z]{2,6}(?![\w-])"),
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
        retriever = Retriever(library, embedder)
        found = {
            (kind, word): [_is_found(retriever, form.format(word), word) for form in ASKED]
            for kind, word in rare_words(chunks, count)
        }
    at = docs.resolve()
    name = at.parent.name if at.name == "docs" else at.name
    for kind in (*KINDS, "all"):
        hits = [hit for (its, _), hit in found.items() if kind in (its, "all")]
        if hits:
            shares = (f"{sum(column) / len(hits):.3f}" for column in zip(*hits, strict=True))
            yield name, kind, str(len(hits)), *shares


def rare_words(chunks: Sequence[Chunk], count: int) -> list[tuple[str, str]]:
    """That many words of one to three passages with their kinds, as evenly as there are; seeded."""
    chance = random.Random(0)
    texts = [chunk.text.casefold() for chunk in chunks]
    candidates: dict[str, list[str]] = {}
    for kind, pattern in KINDS.items():
        words = Counter(word for chunk in chunks for word in set(pattern.findall(chunk.text)))
        candidates[kind] = sorted(word for word, passages in words.items() if passages <= RAREST)
        chance.shuffle(candidates[kind])
    drawn: dict[str, str] = {}
    while len(drawn) < count and any(candidates.values()):
        for kind, words_ in candidates.items():
            while words_:
                word = words_.pop()
                if word not in drawn and sum(map(_standing(word), texts)) <= RAREST:
                    drawn[word] = kind
                    break
    return [(kind, word) for word, kind in drawn.items()][:count]


def _standing(word: str) -> Callable[[str], bool]:
    """Tells whether the word stands in a folded text, not as part of another."""
    found = re.compile(rf"(?<!\w){re.escape(word.casefold())}(?!\w)").search
    return lambda text: found(text) is not None


def _is_found(retriever: Retriever, query: str, word: str) -> bool:
    stands = _standing(word)
    return any(stands(passage.text.casefold()) for passage in retriever.retrieve(query, FIRST))


if __name__ == "__main__":
    main()
