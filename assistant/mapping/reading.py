"""What each of many documents says to one question: its sentences ranked, each document alone.

Documents are read in batches: one search over all chunks of a few small documents costs hardly more
than that over one, and their sentences are embedded together. The question is embedded once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.answers import Passage
from assistant.mapping.related import TRANSLATED, others
from assistant.mapping.scope import path_words
from assistant.mapping.value_words import GENERAL, ValueKind
from assistant.mapping.values import has_value, kind_of
from assistant.quotes.citing import sentence_spans
from assistant.quotes.instructions import with_instructions_marked
from assistant.search.retrieval import passage_of
from assistant.terms import STOP_WORDS, content_terms, readable, stem, words
from indexer.chunks import Chunk
from indexer.ledger_records import FileRecord
from indexer.rebuilding import SearchableChunks
from models.interfaces import EmbeddingModel, Vectors

CHUNKS_OF_A_BATCH = 300
"""Documents are read together until they have so many chunks."""
CHUNKS_OF_A_SMALL_DOCUMENT = 60
"""Up to so many, all are looked at; of larger documents only what two searches find."""
CHUNKS_FOUND = 24
DOCUMENTS_OF_A_BATCH = 8
SENTENCES_EMBEDDED = 8
"""Of one document: those that promise most by their words and by their chunk."""
COVERAGE_WEIGHT = 0.3
KIND_WEIGHT = 0.25
KIND_PROMISE = 0.4
QUESTION_PENALTY = 0.2
GENERAL_PENALTY = 0.12
SIMILARITY_OF_TRANSLATIONS = 0.3
MOST_WORDS_OF_A_TOPIC = 5
_LONG = 7
_HEADING_WORTH = 0.8
"""What a word of the heading counts beside one of the sentence."""
_FEWEST_LETTERS = 8


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A sentence of a document, and how well it answers."""

    passage: Passage
    start: int
    end: int
    text: str
    similarity: float
    """Cosine of question and sentence, its heading included."""
    coverage: float
    """Share of the words asked for that it or its heading holds."""
    has_kind: bool
    """Whether it holds a fact of the kind asked for."""
    holds_all: bool
    """Whether it holds every word asked for by itself."""

    only_general: bool
    """Whether of the words asked for it holds only those of its kind: "The reporting *period*"."""

    is_translated: bool
    """Whether it says a word asked for in another language, where vectors tell little."""

    @property
    def fit(self) -> float:
        """How well it answers, comparable between documents; about 0 to 1.3."""
        similarity = max(self.similarity, SIMILARITY_OF_TRANSLATIONS * self.is_translated)
        fit = similarity + COVERAGE_WEIGHT * self.coverage
        return fit - GENERAL_PENALTY * self.only_general

    @property
    def score(self) -> float:
        """For ranking within a document."""
        score = self.fit + KIND_WEIGHT * self.has_kind
        return score - QUESTION_PENALTY * self.text.rstrip("\"'”’)").endswith("?")


class DocumentReader:
    """Reads documents for one question."""

    def __init__(
        self, store: SearchableChunks, embedder: EmbeddingModel, topic: str, year: str = ""
    ) -> None:
        """With a `year`, only documents that speak of it say anything."""
        self._year = year
        self._store = store
        self._embedder = embedder
        self._topic = topic
        self._vector: Vectors = embedder.embed_query(as_question(topic))
        self.kind: ValueKind | None = kind_of(topic)
        """What kind of fact would answer."""
        self._terms = subject_terms(topic)
        self._others = {term: others(term) for term in self._terms}
        self._every_term = frozenset(content_terms(topic)) or self._terms

    def read(self, records: Sequence[FileRecord]) -> list[list[ReadSentence]]:
        """The sentences of each document that fit best, best first; contents must be distinct."""
        chunks = self._chunks(records)
        candidates = [
            self._candidates(record, chunks.get(record.revision, ())) for record in records
        ]
        texts = list(dict.fromkeys(_embedded(each) for found in candidates for each in found))
        vectors = self._embedder.embed_documents(texts) if texts else np.empty((0, 1), np.float32)
        similarities = dict(
            zip(texts, (vectors @ self._vector).tolist() if texts else (), strict=True)
        )
        return [_ranked(found, similarities) for found in candidates]

    def _chunks(self, records: Sequence[FileRecord]) -> dict[str, list[tuple[Chunk, float]]]:
        """The chunks to look at by revision, with the cosine where it is known, else 0."""
        small = [each for each in records if each.chunks <= CHUNKS_OF_A_SMALL_DOCUMENT]
        found: dict[str, list[tuple[Chunk, float]]] = {}
        if small:
            limit = sum(record.chunks for record in small)
            revisions = [record.revision for record in small]
            for hit in self._store.search_vectors(self._vector, limit, revisions):
                found.setdefault(hit.chunk.revision, []).append((hit.chunk, hit.score))
        for record in records:
            if record.chunks > CHUNKS_OF_A_SMALL_DOCUMENT:
                found[record.revision] = self._chunks_of_large(record.revision)
        return found

    def _chunks_of_large(self, revision: str) -> list[tuple[Chunk, float]]:
        dense = self._store.search_vectors(self._vector, CHUNKS_FOUND, [revision])
        by_words = self._store.search_text(self._topic, CHUNKS_FOUND, [revision])
        lowest = min((hit.score for hit in dense), default=0.0)
        found = {hit.chunk.id: (hit.chunk, lowest) for hit in by_words}
        found |= {hit.chunk.id: (hit.chunk, hit.score) for hit in dense}
        return list(found.values())

    def _candidates(
        self, record: FileRecord, chunks: Sequence[tuple[Chunk, float]]
    ) -> list[ReadSentence]:
        found: dict[str, ReadSentence] = {}
        if self._year and not self._is_of_year(record, chunks):
            return []
        for chunk, cosine in chunks:
            passage = with_instructions_marked(passage_of(chunk, record.path), self._topic)
            heading = frozenset(content_terms(" ".join(passage.heading_path)))
            for start, end, text in _sentences(passage):
                if text not in found:
                    found[text] = self._candidate(passage, start, end, text, heading, cosine)
        best = sorted(found.values(), key=_promise)
        return best[:SENTENCES_EMBEDDED]

    def _candidate(
        self,
        passage: Passage,
        start: int,
        end: int,
        text: str,
        heading: frozenset[str],
        cosine: float,
    ) -> ReadSentence:
        stems = content_terms(text)
        held = {term for term in self._terms if _holds(stems, term)}
        above = (self._terms - held) & heading
        meant = sum(self._stand_in(term, stems) for term in self._terms - held - above)
        worth = len(held) + _HEADING_WORTH * len(above) + meant
        coverage = worth / max(1, len(self._terms))
        return ReadSentence(
            passage,
            start,
            end,
            text,
            similarity=cosine,
            coverage=coverage,
            has_kind=has_value(self.kind, text),
            holds_all=all(_holds(stems, term) for term in self._every_term),
            only_general=not worth and any(term in stems for term in self._every_term),
            is_translated=meant >= TRANSLATED,
        )

    def _is_of_year(self, record: FileRecord, chunks: Sequence[tuple[Chunk, float]]) -> bool:
        named = self._year in path_words(record)
        return named or any(self._year in chunk.text for chunk, _ in chunks)

    def _stand_in(self, term: str, stems: Sequence[str]) -> float:
        """What the best of the words that may stand for a term is worth; 0 without any."""
        standing = self._others[term]
        return max((standing[other] for other in stems if other in standing), default=0.0)


def passages_read(store: SearchableChunks, record: FileRecord, topic: str) -> list[Passage]:
    """All passages of a document as they are read for a question after that topic."""
    chunks = store.chunks_of(record.revision)
    return [with_instructions_marked(passage_of(chunk, record.path), topic) for chunk in chunks]


def _holds(stems: Sequence[str], term: str) -> bool:
    """Whether a term is among stems; of long ones the last letter may differ: "неустойку"."""
    if term in stems:
        return True
    return len(term) >= _LONG and any(stem_.startswith(term[:-1]) for stem_ in stems)


def as_question(topic: str) -> str:
    """A topic as a question, to which sentences that answer are nearer than to the bare words."""
    return f"What is the {topic}?" if len(topic.split()) <= MOST_WORDS_OF_A_TOPIC else topic


def subject_terms(topic: str) -> frozenset[str]:
    """Stems of what is asked about: for "warranty period" that of "warranty"."""
    asked = [word for word in words(topic) if word not in STOP_WORDS]
    subject = [word for word in asked if word not in GENERAL] or asked or words(topic)
    return frozenset(map(stem, subject))


def batches(
    records: Sequence[FileRecord], most: int = DOCUMENTS_OF_A_BATCH
) -> Iterator[list[FileRecord]]:
    """Documents to read together, at most so many; a large one is read alone."""
    batch: list[FileRecord] = []
    chunks = 0
    for record in records:
        weight = min(record.chunks, CHUNKS_OF_A_BATCH)
        if batch and (len(batch) >= most or chunks + weight > CHUNKS_OF_A_BATCH):
            yield batch
            batch, chunks = [], 0
        batch.append(record)
        chunks += weight
    if batch:
        yield batch


def _sentences(passage: Passage) -> Iterator[tuple[int, int, str]]:
    """The sentences that can be seen and say something, without white space around them."""
    for first, last in sentence_spans(passage):
        raw = passage.text[first - passage.start : last - passage.start]
        text = readable(raw)
        if sum(letter.isalnum() for letter in text) < _FEWEST_LETTERS:
            continue
        start = first + len(raw) - len(raw.lstrip())
        end = last - (len(raw) - len(raw.rstrip()))
        yield start, end, text


def _embedded(sentence: ReadSentence) -> str:
    """A sentence under its heading: "Three months." says nothing without it."""
    heading = sentence.passage.heading_path[-1:]
    return ": ".join((*heading, sentence.text))


def _promise(sentence: ReadSentence) -> float:
    """For sorting before anything is embedded, while the similarity is that of its chunk."""
    return -(sentence.coverage + sentence.similarity + KIND_PROMISE * sentence.has_kind)


def _ranked(
    candidates: Sequence[ReadSentence], similarities: dict[str, float]
) -> list[ReadSentence]:
    read = [replace(each, similarity=similarities[_embedded(each)]) for each in candidates]
    return sorted(read, key=lambda each: -each.score)
