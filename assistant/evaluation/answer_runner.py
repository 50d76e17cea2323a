"""Answers measured against questions with known answers: what is said, cited, and declined."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from msgspec.structs import replace

from assistant.answering import answer_question, mode_for
from assistant.answers import AnswerMode, AnswerSentence, AnyAnswer, Passage
from assistant.evaluation.answer_scoring import score_answer
from assistant.evaluation.golden import GoldenQuestion, GoldLocator
from assistant.evaluation.reports import EvaluationReport, seconds_of
from assistant.evaluation.runner import report_of, settings_fingerprint
from assistant.evaluation.scoring import Row
from assistant.messages import AnswerFinished, EvidenceFound, PassagesFound
from assistant.search.retrieval import WEIGHTS, Retriever
from indexer.documents import ParsedDocument
from indexer.library import Library
from indexer.parsing.registry import parse_file
from models.interfaces import EmbeddingModel, EntailmentModel, LanguageModel, Reranker

LEFT_OUT = "gold left out"
"""The type of a question whose gold documents are hidden from the search."""
PASSAGES_SHOWN = 8

Question = TypeVar("Question")


class RetrieverWithout(Retriever):
    """A search that does not see some files, as if they had never been indexed."""

    hidden: frozenset[str] = frozenset()
    """Their absolute paths; may be changed between two questions."""

    def retrieve(
        self,
        query: str,
        limit: int = 20,
        within: Path | None = None,
        *,
        scope: str = "",
        preferred: Sequence[str] = (),
    ) -> list[Passage]:
        """The best passages that are not of a hidden file."""
        wanted = 3 * limit if self.hidden else limit
        found = super().retrieve(query, wanted, within, scope=scope, preferred=preferred)
        return [passage for passage in found if passage.path not in self.hidden][:limit]


@dataclass(frozen=True, slots=True)
class Asked:
    """What asking one question gave."""

    answer: AnyAnswer
    quotes: tuple[AnswerSentence, ...]
    passages: tuple[Passage, ...]
    seconds_to_quotes: float | None
    """None where nothing was quoted."""
    seconds: float


def sampled(golden: Sequence[Question], limit: int | None) -> list[Question]:
    """So many of the questions, chosen by chance with a fixed seed, in their order."""
    if limit is None or limit >= len(golden):
        return list(golden)
    return [golden[place] for place in sorted(random.Random(0).sample(range(len(golden)), limit))]


def with_gold_left_out(golden: Sequence[GoldenQuestion]) -> list[GoldenQuestion]:
    """The answerable questions once more, to be asked while their gold documents are hidden."""
    return [
        replace(each, qid=f"{each.qid} {LEFT_OUT}", answerable=False, type=LEFT_OUT)
        for each in golden
        if each.answerable and each.gold
    ]


def ask(
    question: str,
    retriever: Retriever,
    embedder: EmbeddingModel,
    model: LanguageModel | None,
    *,
    mode: AnswerMode | None = None,
    within: Path | None = None,
    entailment: EntailmentModel | None = None,
) -> Asked:
    """Ask as a person would, with a clock running."""
    began = perf_counter()
    quotes: tuple[AnswerSentence, ...] = ()
    passages: tuple[Passage, ...] = ()
    to_quotes: float | None = None
    for event in answer_question(
        question,
        retriever,
        embedder,
        model,
        within=within,
        mode=mode or mode_for(model, named=True),
        most_passages=PASSAGES_SHOWN,
        entailment=entailment,
    ):
        if isinstance(event, PassagesFound):
            passages = tuple(event.passages)
        elif isinstance(event, EvidenceFound):
            quotes, to_quotes = tuple(event.sentences), perf_counter() - began
        elif isinstance(event, AnswerFinished):
            return Asked(event.answer, quotes, passages, to_quotes, perf_counter() - began)
    raise RuntimeError("the last event of an answer is its end")


def evaluate_answers(
    golden: Sequence[GoldenQuestion],
    docs: Path,
    library: Library,
    embedder: EmbeddingModel,
    model: LanguageModel | None = None,
    *,
    mode: AnswerMode | None = None,
    parse: Callable[[Path], ParsedDocument] = parse_file,
    reranker: Reranker | None = None,
    entailment: EntailmentModel | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> EvaluationReport:
    """Answer every question, answerable or not, from the library, which must hold `docs`.

    Without a language model the quotes alone are the answer. A question of the type `LEFT_OUT` is
    asked while its gold documents are hidden.
    """
    retriever = RetrieverWithout(library, embedder, reranker=reranker)
    docs = docs.resolve()
    locator = GoldLocator(docs, parse)
    rows: list[Row] = []
    asked: list[Asked] = []
    for number, question in enumerate(golden, start=1):
        is_left_out = question.type == LEFT_OUT
        gold = {str(docs / each.file) for each in question.gold}
        retriever.hidden = frozenset(gold if is_left_out else ())
        found = ask(
            question.question,
            retriever,
            embedder,
            model,
            mode=mode,
            within=docs,
            entailment=entailment,
        )
        targets = locator.targets(question) if question.answerable else []
        rows.append(score_answer(found.answer, found.quotes, question, targets, found.passages))
        asked.append(found)
        if on_progress is not None:
            on_progress(number, len(golden))
    settings = settings_fingerprint(embedder, WEIGHTS, reranker)
    return replace(
        report_of(golden, rows, embedder, settings),
        language_model=model.id if model else None,
        reranker=reranker.id if reranker else None,
        entailment_model=entailment.id if entailment else None,
        seconds=_seconds(asked),
    )


def _seconds(asked: Sequence[Asked]) -> dict[str, float]:
    """How long people wait, for half of the questions and for nearly all."""
    to_quotes = [each.seconds_to_quotes for each in asked if each.seconds_to_quotes is not None]
    return seconds_of("quotes", to_quotes) | seconds_of("answer", [each.seconds for each in asked])
