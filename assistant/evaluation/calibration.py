"""Fits the judgement of `assistant.quotes.abstention` to questions with known answers.

`python -m assistant.evaluation.calibration GOLD DOCS GOLD DOCS …` indexes each folder of documents
into a library of its own and asks three kinds of questions: those it answers, those of another set,
and those whose gold documents are left out. It prints the weights, what they would do, and what
weights fitted without a set would do on that set, which tells more about documents yet unseen.
"""

import random
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.evaluation.golden import GoldenQuestion, load_golden
from assistant.quotes.abstention import Signals, signals_of
from assistant.quotes.evidence import gather_evidence
from assistant.search.retrieval import Retriever
from indexer.ingest import ingest
from indexer.library import Library
from indexer.parsing.pool import InlineParser
from models.interfaces import EmbeddingModel
from models.loading import load_embedding_model

QUESTIONS = 70
"""Of each set, chosen by chance with a fixed seed."""
RETRIEVED = 20
FALSE_ALARMS = 0.03
"""Share of answerable questions that we accept to decline."""
_SMOOTHING = 0.001

Floats = npt.NDArray[np.float64]


def fit(signals: Floats, answerable: npt.NDArray[np.bool_]) -> tuple[Floats, float]:
    """Weights (the constant last) of a logistic model by Newton's method, and its threshold.

    Both classes count the same; `signals` has a row for each question. The threshold declines
    `FALSE_ALARMS` of the answerable ones.
    """
    columns = np.c_[signals, np.ones(len(signals))]
    share = np.where(answerable, 0.5 / answerable.mean(), 0.5 / (~answerable).mean())
    weights = np.zeros(columns.shape[1])
    ridge = _SMOOTHING * len(columns) * np.eye(columns.shape[1])
    for _ in range(50):
        probability = 1 / (1 + np.exp(-columns @ weights))
        slope = columns.T @ (share * (probability - answerable)) + ridge @ weights
        curvature = (columns.T * (share * probability * (1 - probability))) @ columns + ridge
        weights -= np.linalg.solve(curvature, slope)
    sure = 1 / (1 + np.exp(-columns @ weights))
    return weights, float(np.quantile(sure[answerable], FALSE_ALARMS))


def ask(
    question: GoldenQuestion, retriever: Retriever, embedder: EmbeddingModel, without: set[str]
) -> Signals:
    """The signals of a question as if the files named in `without` were not there."""
    found = retriever.retrieve(question.question, 3 * RETRIEVED)
    passages = [each for each in found if Path(each.path).name not in without][:RETRIEVED]
    evidence = gather_evidence(question.question, passages, embedder)
    return signals_of(question.question, passages, evidence)


def main(arguments: Sequence[str]) -> int:
    """Measure and print; returns the exit status."""
    if len(arguments) < 4 or len(arguments) % 2:
        print("usage: calibration GOLD DOCS GOLD DOCS …", file=sys.stderr)
        return 2
    embedder = load_embedding_model()
    chance = random.Random(0)
    sets = []
    for gold in arguments[::2]:
        questions = [each for each in load_golden(Path(gold)) if each.answerable]
        sets.append(chance.sample(questions, min(QUESTIONS, len(questions))))
    rows: list[tuple[str, Signals]] = []
    owners: list[str] = []
    for number, docs in enumerate(arguments[1::2]):
        others = [
            each for other, each_set in enumerate(sets) if other != number for each in each_set
        ]
        unrelated = chance.sample(others, min(QUESTIONS, len(others)))
        measured = _measured(Path(docs), sets[number], unrelated, embedder)
        rows += measured
        owners += [docs] * len(measured)
    _print(rows)
    _print_left_out(rows, np.array(owners))
    return 0


def _measured(
    docs: Path,
    own: Sequence[GoldenQuestion],
    unrelated: Sequence[GoldenQuestion],
    embedder: EmbeddingModel,
) -> list[tuple[str, Signals]]:
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        Library.open(Path(folder), create=True, write=True) as library,
    ):
        for _ in ingest(library, InlineParser(), embedder, [docs]):
            pass
        retriever = Retriever(library, embedder)
        rows = [("answerable", ask(each, retriever, embedder, set())) for each in own]
        rows += [("unrelated", ask(each, retriever, embedder, set())) for each in unrelated]
        for each in own:
            gold = {Path(passage.file).name for passage in each.gold}
            rows.append(("gold left out", ask(each, retriever, embedder, gold)))
        return rows


def _print(rows: Sequence[tuple[str, Signals]]) -> None:
    kinds = np.array([kind for kind, _ in rows])
    signals = np.array([astuple(each) for _, each in rows])
    weights, threshold = fit(signals, kinds == "answerable")
    declined = 1 / (1 + np.exp(-np.c_[signals, np.ones(len(rows))] @ weights)) < threshold
    print("weights", np.round(weights, 2).tolist(), "threshold", round(threshold, 3))
    for kind in dict.fromkeys(kinds.tolist()):
        print(f"declined of {kind}: {declined[kinds == kind].mean():.3f}")


def _print_left_out(rows: Sequence[tuple[str, Signals]], owners: npt.NDArray[np.str_]) -> None:
    """What weights and threshold from the other sets do on each set."""
    kinds = np.array([kind for kind, _ in rows])
    signals = np.array([astuple(each) for _, each in rows])
    for owner in dict.fromkeys(owners.tolist()):
        own = owners == owner
        weights, threshold = fit(signals[~own], kinds[~own] == "answerable")
        columns = np.c_[signals[own], np.ones(own.sum())]
        declined = 1 / (1 + np.exp(-columns @ weights)) < threshold
        for kind in dict.fromkeys(kinds[own].tolist()):
            share = declined[kinds[own] == kind].mean()
            print(f"without {owner}: declined of {kind}: {share:.3f}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
