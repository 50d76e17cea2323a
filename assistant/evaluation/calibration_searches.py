"""The searches that declining is fitted to: of questions that documents answer, and of others.

A question is asked of its own documents, of the same without those that answer it, and of another
set's. Searches take longest, so they can be kept in a file and read again.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import msgspec

from assistant.answers import Passage
from assistant.evaluation.answer_metrics import holds_answer
from assistant.evaluation.golden import GoldenQuestion, load_golden
from assistant.quotes.abstention import Signals, signals_of
from assistant.quotes.evidence import gather_evidence
from assistant.quotes.unmet import unmet_words
from assistant.search.retrieval import Retriever
from indexer.library import Library
from models.interfaces import EmbeddingModel

QUESTIONS = 100
"""Of each set, chosen by chance with a fixed seed."""
UNRELATED = 20
"""Questions of other sets that each set's documents are asked."""
RETRIEVED = 20
SHOWN = 8
"""Passages among which the gold one has to be for an answer to be possible."""


class Kind(StrEnum):
    """What is known of a question and the documents it was put to."""

    ANSWERABLE = "answerable"
    NOT_FOUND = "answerable, gold not among the passages"
    """Declining takes nothing from the person, who would not have seen the answer."""
    HIDDEN = "gold hidden"
    ANSWERED_ELSEWHERE = "gold hidden, quotes hold the answer"
    """Another document answers as well, so that declining would be wrong."""
    UNRELATED = "another set's"
    UNANSWERABLE = "unanswerable"
    """Written to have no answer in these documents."""


class Search(msgspec.Struct, frozen=True):
    """A question with the passages found for it."""

    kind: Kind
    question: GoldenQuestion
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions, the documents that answer them, and a library that holds these."""

    golden: Path
    docs: Path
    library: Path

    @property
    def name(self) -> str:
        """Short, as tables show it."""
        return self.library.name


@dataclass(frozen=True, slots=True)
class Judged:
    """A search with everything that declining could go by."""

    owner: str
    kind: Kind
    signals: Signals
    unmet: tuple[str, ...]


def searches_of(
    each: QuestionSet, others: Sequence[GoldenQuestion], embedder: EmbeddingModel
) -> Iterator[Search]:
    """Ask the set's documents its own questions and some of `others`."""
    docs = each.docs.resolve()
    with Library.open(each.library) as library:
        retriever = Retriever(library, embedder)
        for question in load_golden(each.golden):
            if not question.answerable:
                found = retriever.retrieve(question.question, RETRIEVED, docs)
                yield Search(Kind.UNANSWERABLE, question, tuple(found))
        for question in chosen(each):
            yield from _own(question, retriever, docs)
        for question in random.Random(each.name).sample(others, min(UNRELATED, len(others))):
            found = retriever.retrieve(question.question, RETRIEVED, docs)
            yield Search(Kind.UNRELATED, question, tuple(found))


def chosen(each: QuestionSet) -> list[GoldenQuestion]:
    """Up to `QUESTIONS` of those that the documents answer."""
    questions = [question for question in load_golden(each.golden) if question.answerable]
    return random.Random(0).sample(questions, min(QUESTIONS, len(questions)))


def _own(question: GoldenQuestion, retriever: Retriever, docs: Path) -> Iterator[Search]:
    """A question as it is, and as if the files that answer it were not there."""
    found = retriever.retrieve(question.question, 3 * RETRIEVED, docs)
    yield Search(Kind.ANSWERABLE, question, tuple(found[:RETRIEVED]))
    gold = {str(docs / passage.file) for passage in question.gold}
    others = [passage for passage in found if passage.path not in gold]
    yield Search(Kind.HIDDEN, question, tuple(others[:RETRIEVED]))


def judged(owner: str, search: Search, embedder: EmbeddingModel) -> Judged:
    """What is seen in the passages of a search, and what kind of question it turns out to be."""
    question, passages = search.question.question, search.passages
    evidence = gather_evidence(question, passages, embedder)
    quoted = " \n ".join(sentence.text for sentence in evidence.sentences)
    kind = search.kind
    if kind is Kind.ANSWERABLE and not _is_found(search):
        kind = Kind.NOT_FOUND
    if kind is Kind.HIDDEN and search.question.answers and holds_answer(quoted, search.question):
        kind = Kind.ANSWERED_ELSEWHERE
    return Judged(
        owner,
        kind,
        signals_of(question, passages, evidence),
        unmet_words(question, passages, evidence.ranked, embedder),
    )


def _is_found(search: Search) -> bool:
    return any(
        passage.path.replace("\\", "/").endswith(gold.file) and gold.page in (None, passage.page)
        for passage in search.passages[:SHOWN]
        for gold in search.question.gold
    )


def read_searches(file: Path) -> list[Search]:
    """Those that were kept; raises `OSError` and `msgspec.DecodeError`."""
    return msgspec.json.decode(file.read_bytes(), type=list[Search])


def keep_searches(file: Path, searches: Sequence[Search]) -> None:
    """Write them to be read again."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(msgspec.json.encode(searches))
