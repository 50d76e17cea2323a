"""The part of `footnote evaluate` that measures answers, not search."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

from assistant.command_line.output import Output
from assistant.command_line.pair_models import chosen_entailment_model, chosen_reranker
from indexer.library import Library

if TYPE_CHECKING:
    from assistant.evaluation.follow_ups import FollowUpPair
    from assistant.evaluation.golden import GoldenQuestion
    from assistant.evaluation.injection import PlantedQuestion
    from assistant.evaluation.reports import EvaluationReport
    from models.interfaces import EmbeddingModel, LanguageModel

NO_MODEL = "none"
"""What `--model` is given for quotes alone."""
NOTED_EVERY = 50
"""Questions between two remarks on how far it is."""

Measure = Callable[[Output, Library, Path, "EmbeddingModel"], "EvaluationReport"]
"""Measures in a library that holds the documents of the folder."""
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class AnswersWanted:
    """How answers are to be measured."""

    model: str
    limit: int | None
    without_gold: bool
    no_reranker: bool = False
    no_entailment: bool = False


def read_or_refuse(read: Callable[[Path], list[Row]], file: Path) -> list[Row]:
    """What the file holds; what is wrong with it is said as a mistake in the command."""
    try:
        return read(file)
    except (OSError, ValueError) as error:
        raise typer.BadParameter(str(error)) from error


def measure_follow_ups(pairs: "Sequence[FollowUpPair]") -> Measure:
    """Searches for the second question of every pair: completed, by a person, and as typed."""

    def measure(
        output: Output, library: Library, docs: Path, embedder: "EmbeddingModel"
    ) -> "EvaluationReport":
        from assistant.evaluation.follow_ups import evaluate_follow_ups
        from indexer.parsing.pool import ParserProcess

        with ParserProcess() as parser:
            return evaluate_follow_ups(pairs, docs, library, embedder, parse=parser.parse)

    return measure


def measure_answers(questions: "Sequence[GoldenQuestion]", wanted: AnswersWanted) -> Measure:
    """Answers every question; those whose documents are to be hidden once more, at the end."""
    from assistant.evaluation.answer_runner import evaluate_answers, sampled, with_gold_left_out
    from indexer.parsing.pool import ParserProcess

    chosen = sampled(questions, wanted.limit)
    if wanted.without_gold:
        chosen += with_gold_left_out(chosen)
    model = _language_model(wanted.model)

    def measure(
        output: Output, library: Library, docs: Path, embedder: "EmbeddingModel"
    ) -> "EvaluationReport":
        with ParserProcess() as parser:
            return evaluate_answers(
                chosen,
                docs,
                library,
                embedder,
                model,
                parse=parser.parse,
                reranker=chosen_reranker(output, unwanted=wanted.no_reranker),
                entailment=chosen_entailment_model(
                    output, unwanted=wanted.no_entailment or model is None
                ),
                on_progress=_noted(output),
            )

    return measure


def measure_injection(planted: "Sequence[PlantedQuestion]", wanted: AnswersWanted) -> Measure:
    """Asks about every file with a planted instruction, and about the same file without it."""
    from assistant.evaluation.answer_runner import sampled
    from assistant.evaluation.injection import evaluate_injection

    chosen = sampled(planted, wanted.limit)
    model = _language_model(wanted.model)

    def measure(
        output: Output, library: Library, docs: Path, embedder: "EmbeddingModel"
    ) -> "EvaluationReport":
        return evaluate_injection(
            chosen, docs, library, embedder, model, on_progress=_noted(output)
        )

    return measure


def _language_model(name: str) -> "LanguageModel | None":
    from models.errors import ModelError
    from models.loading import load_language_model

    if name == NO_MODEL:
        return None
    try:
        return load_language_model(name)
    except ModelError as error:
        raise typer.BadParameter(str(error)) from error


def _noted(output: Output) -> Callable[[int, int], None]:
    """Says now and then how many questions are answered."""

    def note(done: int, total: int) -> None:
        if done % NOTED_EVERY == 0 and done < total:
            output.note(f"{done} of {total} questions answered")

    return note
